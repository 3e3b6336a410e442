"""What the files are called that hold one subject each."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from segdesk.core.document import Document, Subject

_LONGEST = 255
"""Bytes of a file's name in UTF-8, which no common file system exceeds."""
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What some system does not take in a file's name."""


def export_paths(document: Document, base: Path) -> dict[int, Path]:
    """Key of each exported subject -> its file beside `base`: NAME-SUBJECT.png.

    A subject without a name goes by its number. No two names are the same on a system that makes no difference
    between large and small letters, or between two ways of writing one letter.
    """
    taken: set[str] = set()
    paths: dict[int, Path] = {}
    for subject in document.exported:
        word = _word(subject) or str(subject.key + 1)
        name = next(name for name in _names(base.stem, word) if folded(name) not in taken)
        taken.add(folded(name))
        paths[subject.key] = base.with_name(name)
    return paths


def _names(stem: str, word: str) -> Iterator[str]:
    """The name, and then as many numbered ones as anyone wants; too long a word is cut short."""
    number, ending = 1, ".png"
    while True:
        room = _LONGEST - len(f"{stem}-{ending}".encode())
        yield f"{stem}-{word.encode()[: max(room, 0)].decode(errors='ignore')}{ending}"
        number += 1
        ending = f"-{number}.png"


def _word(subject: Subject) -> str:
    """The subject's name as it may stand within a file's name; empty where nothing of it may."""
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", subject.traits.name))
    return " ".join(plain.split()).strip(". ")


def folded(name: str) -> str:
    """The same for names that some system takes for one: large and small letters, ways of writing one letter."""
    return unicodedata.normalize("NFKD", name).casefold()
