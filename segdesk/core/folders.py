"""Which files of a folder are pictures by their names, and in which order people expect them."""

import re
import unicodedata
from pathlib import PurePath
from typing import Final

PICTURE_SUFFIXES: Final = ("jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "avif", "heic", "heif", "gif")
PROJECT_SUFFIX: Final = ".segdesk"
_NUMBERS: Final = re.compile(r"(\d+)")


def is_picture_name(path: PurePath) -> bool:
    """Whether a file looks like a picture by its suffix, and nothing on the way to it is hidden."""
    is_hidden = any(part.startswith(".") and part.strip(".") for part in path.parts)
    return path.suffix[1:].lower() in PICTURE_SUFFIXES and not is_hidden


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts names as people count: 2 before 10, capitals beside small letters."""
    parts = _NUMBERS.split(unicodedata.normalize("NFKC", text).casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
