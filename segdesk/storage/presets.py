"""The export presets: those that come with the program, a person's own, and the recipe that was used last."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from segdesk.core.errors import OutputError, Reason
from segdesk.core.exporting import CUTOUT, Preset, Recipe
from segdesk.core.recipefile import presets_of, presets_value, recipe_of, recipe_value
from segdesk.core.resources import resource
from segdesk.imaging.atomic import write_atomic
from segdesk.storage.folders import config_folder

FILE_NAME: Final = "presets.json"
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Presets:
    """All presets; a person's own stand behind those of the program, and take the place of one of the same name."""

    built_in: tuple[Preset, ...] = ()
    own: tuple[Preset, ...] = ()
    last: Recipe = CUTOUT

    @property
    def all(self) -> tuple[Preset, ...]:
        mine = {slug(preset.name) for preset in self.own}
        return (*(preset for preset in self.built_in if slug(preset.name) not in mine), *self.own)

    def find(self, name: str) -> Preset:
        """The preset of a name, however it is spaced and written. Raises OutputError."""
        wanted = slug(name)
        for preset in self.all:
            if slug(preset.name) == wanted:
                return preset
        known = ", ".join(slug(preset.name) for preset in self.all)
        raise OutputError(Reason.PRESET_UNKNOWN, name=name, known=known)

    def with_own(self, preset: Preset) -> "Presets":
        """With one more of one's own, or another in the place of one of the same name."""
        names = [slug(one.name) for one in self.own]
        if slug(preset.name) not in names:
            return replace(self, own=(*self.own, preset))
        at = names.index(slug(preset.name))
        return replace(self, own=(*self.own[:at], preset, *self.own[at + 1 :]))

    def renamed(self, preset: Preset, name: str) -> "Presets":
        """With one of one's own under another name, in the same place."""
        other = replace(preset, name=name.strip())
        others = (one for one in self.own if one == preset or slug(one.name) != slug(name))
        return replace(self, own=tuple(other if one == preset else one for one in others))

    def without(self, preset: Preset) -> "Presets":
        """Without one of one's own."""
        return replace(self, own=tuple(one for one in self.own if one != preset))


def slug(name: str) -> str:
    """A name as a word for the command line: “Trim + 5 %” is trim-5."""
    return _BETWEEN.sub("-", name.casefold()).strip("-")


def load_presets(folder: Path | None = None) -> Presets:
    """The program's presets and those of a folder, by default the settings'. Raises OutputError for a damaged file."""
    built_in = presets_of(json.loads(resource(FILE_NAME).read_bytes()))
    path = (folder or config_folder()) / FILE_NAME
    try:
        value = json.loads(path.read_bytes())
        return Presets(built_in, presets_of(value), _last_of(value))
    except FileNotFoundError:
        return Presets(built_in)
    except OSError as error:
        raise OutputError(Reason.PRESETS_UNREADABLE, name=str(path), detail=str(error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise OutputError(Reason.PRESETS_UNREADABLE, name=str(path), detail=str(error)) from error


def save_presets(presets: Presets, folder: Path | None = None) -> None:
    """Write a person's own presets and the last recipe, whole or not at all. Raises OutputError."""
    place = folder or config_folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Reason.OUTPUT_FAILED, name=str(place), detail=error.strerror) from error
    value = presets_value(presets.own) | {"last": recipe_value(presets.last)}
    content = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    write_atomic(place / FILE_NAME, content.encode(), overwrite=True)


def _last_of(value: object) -> Recipe:
    given = cast(dict[str, object], value).get("last") if isinstance(value, dict) else None
    return CUTOUT if given is None else recipe_of(given)
