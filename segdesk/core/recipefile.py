"""Recipes and presets as JSON values: what a preset file holds and a batch remembers.

    {"format": 1, "presets": [{"name": "Square 800", "recipe": {
      "format": "jpg", "layout": {"kind": "canvas", "width": 800, "height": 800, "fill": 0.85},
      "background": "#ffffff", "quality": 90, "template": "{name}"}}]}

What a recipe leaves out is as in a plain export.
"""

import re
from collections.abc import Sequence
from typing import Final, assert_never, cast

from segdesk.core.document import Colour
from segdesk.core.exporting import Canvas, Exif, Format, Layout, Margin, Metadata, Preset, Recipe, Trimmed, Whole
from segdesk.core.geometry import Size

FORMAT: Final = 1
_HEX = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


def colour_of(text: str) -> Colour:
    """A colour written as #RRGGBB. Raises ValueError."""
    match = _HEX.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a colour such as #ffffff")
    return int(match[1], 16), int(match[2], 16), int(match[3], 16)


def colour_text(colour: Colour) -> str:
    """The same the other way."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def recipe_value(recipe: Recipe) -> dict[str, object]:
    """All of a recipe, for JSON."""
    kept = recipe.metadata
    return {
        "format": recipe.format.value,
        "layout": _layout_value(recipe.layout),
        "background": None if recipe.background is None else colour_text(recipe.background),
        "quality": recipe.quality,
        "keeps_hidden": recipe.keeps_hidden,
        "compact": recipe.compact,
        "keeps_profile": kept.keeps_profile,
        "exif": kept.exif.value,
        "dpi": kept.dpi,
        "template": recipe.template,
    }


def recipe_of(value: object) -> Recipe:
    """A recipe from JSON. Raises ValueError for what makes no sense."""
    given, plain = _object(value), Recipe()
    background, dpi = given.get("background"), given.get("dpi")
    return Recipe(
        format=Format(given.get("format", plain.format.value)),
        layout=_layout_of(given.get("layout")),
        background=None if background is None else colour_of(str(background)),
        quality=_whole(given, "quality", plain.quality),
        keeps_hidden=_flag(given, "keeps_hidden", plain.keeps_hidden),
        compact=_flag(given, "compact", plain.compact),
        metadata=Metadata(
            _flag(given, "keeps_profile", plain.metadata.keeps_profile),
            Exif(given.get("exif", plain.metadata.exif.value)),
            None if dpi is None else _whole(given, "dpi", 0),
        ),
        template=str(given.get("template", plain.template)),
    )


def presets_value(presets: Sequence[Preset]) -> dict[str, object]:
    """Presets for JSON."""
    listed = [{"name": preset.name, "recipe": recipe_value(preset.recipe)} for preset in presets]
    return {"format": FORMAT, "presets": listed}


def presets_of(value: object) -> tuple[Preset, ...]:
    """Presets from JSON. Raises ValueError for what makes no sense, and for a format that is newer than this."""
    given = _object(value)
    if _whole(given, "format", FORMAT) > FORMAT:
        raise ValueError("these presets are of a newer SegDesk")
    listed = given.get("presets", [])
    if not isinstance(listed, list):
        raise ValueError("presets are a list")
    return tuple(_preset_of(_object(item)) for item in cast(list[object], listed))


def _preset_of(given: dict[str, object]) -> Preset:
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        raise ValueError("a preset needs a name")
    return Preset(name.strip(), recipe_of(given.get("recipe", {})))


def _layout_value(layout: Layout) -> dict[str, object]:
    match layout:
        case Whole():
            return {"kind": "whole"}
        case Trimmed():
            unit = "percent" if layout.margin.is_percent else "pixels"
            return {"kind": "trimmed", "margin": layout.margin.amount, "unit": unit}
        case Canvas():
            return {"kind": "canvas", "width": layout.size.width, "height": layout.size.height, "fill": layout.fill}
        case _:
            assert_never(layout)


def _layout_of(value: object) -> Layout:
    given = {} if value is None else _object(value)
    match given.get("kind", "whole"):
        case "whole":
            return Whole()
        case "trimmed":
            return Trimmed(Margin(_number(given, "margin", 0.0), given.get("unit") == "percent"))
        case "canvas":
            plain = Canvas()
            size = Size(_whole(given, "width", plain.size.width), _whole(given, "height", plain.size.height))
            return Canvas(size, _number(given, "fill", plain.fill))
        case kind:
            raise ValueError(f"there is no layout called {kind!r}")


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return cast(dict[str, object], value)


def _number(given: dict[str, object], name: str, default: float) -> float:
    number = given.get(name, default)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"“{name}” is a number")
    try:
        return float(number)
    except OverflowError as error:
        raise ValueError(f"“{name}” is too large") from error


def _whole(given: dict[str, object], name: str, default: int) -> int:
    number = _number(given, name, default)
    if not number.is_integer():
        raise ValueError(f"“{name}” is a whole number")
    return int(number)


def _flag(given: dict[str, object], name: str, default: bool) -> bool:
    flag = given.get(name, default)
    if not isinstance(flag, bool):
        raise ValueError(f"“{name}” is true or false")
    return flag
