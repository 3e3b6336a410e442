"""What exported files are called: templates filled in, and names that every system takes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from segdesk.core.document import Document, Subject
from segdesk.core.geometry import Size

TEMPLATE: Final = "{name}-cutout"
FIELDS: Final = ("name", "subject", "n", "date", "time", "size", "width", "height")
"""What may stand in braces in a template."""
SIZES: Final = frozenset({"size", "width", "height"})
"""What of it is known only when the pixels are."""
_LONGEST = 255
"""Bytes of a file's name in UTF-8, which no common file system exceeds."""
_ROOM = 32
"""Bytes left for what comes behind a name: a subject's number, a suffix."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+')
"""What some system does not take in a file's name; the last are bytes of a name that are no text."""
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever they end in."""
_FIELD = re.compile(r"([-_ ]?)\{([^{}]*)\}")
"""A field, and what separates it from the one before."""


@dataclass(frozen=True)
class Labels:
    """What a template is filled with: the picture's name, the subject's, its number, the export's size and time."""

    name: str
    size: Size
    made: datetime
    subject: str = ""
    number: int = 1

    def value(self, field: str) -> str:
        """What stands for a field. Raises ValueError where there is no such field."""
        match field:
            case "name":
                return self.name
            case "subject":
                return self.subject
            case "n":
                return str(self.number)
            case "date":
                return f"{self.made:%Y-%m-%d}"
            case "time":
                return f"{self.made:%H-%M-%S}"
            case "size":
                return f"{self.size.width}x{self.size.height}"
            case "width":
                return str(self.size.width)
            case "height":
                return str(self.size.height)
            case _:
                raise ValueError(f"there is no “{{{field}}}”; there are " + ", ".join(f"{{{one}}}" for one in FIELDS))


def check_template(template: str) -> None:
    """Raises ValueError for a template that names something else than `FIELDS`, or nothing at all."""
    if not template.strip():
        raise ValueError("a file needs a name")
    nothing = Labels("", Size(1, 1), datetime.min)
    for match in _FIELD.finditer(template):
        nothing.value(match[2])
    if set("{}") & set(_FIELD.sub("", template)):
        raise ValueError("braces belong around the name of a field")


def fields_of(template: str) -> frozenset[str]:
    """The fields that a template names."""
    return frozenset(match[2] for match in _FIELD.finditer(template))


def filled(template: str, labels: Labels) -> str:
    """The name a template makes, without suffix; what separates an empty field goes with it. Raises ValueError."""

    def put(match: re.Match[str]) -> str:
        value = plain(labels.value(match[2]))
        return match[1] + value if value else ""

    return safe(_FIELD.sub(put, template).lstrip("-_ "))


def safe(stem: str) -> str:
    """A name without suffix that every system takes: no forbidden signs, not a device's name, not too long."""
    short = plain(stem).encode()[: _LONGEST - _ROOM].decode(errors="ignore").rstrip(". ")
    if not short:
        return "cutout"
    return f"{short}_" if _RESERVED.fullmatch(short) else short


def plain(text: str) -> str:
    """Text as it may stand within a file's name; empty where nothing of it may."""
    words = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", text))
    return " ".join(words.split()).strip(". ")


def free(path: Path) -> Path:
    """The path, or the first numbered one beside it that is not taken."""
    if not path.exists():
        return path
    number = 2
    while (other := path.with_stem(f"{path.stem}-{number}")).exists():
        number += 1
    return other


def export_paths(document: Document, base: Path) -> dict[int, Path]:
    """Key of each exported subject -> its file beside `base`: NAME-SUBJECT with the suffix of the base.

    A subject without a name goes by its number. No two names are the same on a system that makes no difference
    between large and small letters, or between two ways of writing one letter.
    """
    taken: set[str] = set()
    paths: dict[int, Path] = {}
    for subject in document.exported:
        name = next(name for name in _names(base, subject_name(subject)) if folded(name) not in taken)
        taken.add(folded(name))
        paths[subject.key] = base.with_name(name)
    return paths


def subject_name(subject: Subject) -> str:
    """What a subject is called in a file's name: by its number where it has no name."""
    return plain(subject.traits.name) or str(subject.key + 1)


def _names(base: Path, word: str) -> Iterator[str]:
    """The name, and then as many numbered ones as anyone wants; too long a word is cut short."""
    number, ending = 1, base.suffix
    while True:
        room = _LONGEST - len(f"{base.stem}-{ending}".encode())
        yield f"{base.stem}-{word.encode()[: max(room, 0)].decode(errors='ignore')}{ending}"
        number += 1
        ending = f"-{number}{base.suffix}"


def folded(name: str) -> str:
    """The same for names that some system takes for one: large and small letters, ways of writing one letter."""
    return unicodedata.normalize("NFKD", name).casefold()
