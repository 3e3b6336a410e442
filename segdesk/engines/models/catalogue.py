"""Models that can be downloaded: a data file that anybody may extend, `resources/models/catalogue.json`.

Its format is explained in the README beside it.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final, cast
from urllib.parse import urlsplit

from segdesk.core.errors import ModelMissing, Reason
from segdesk.core.resources import resource

FORMAT: Final = 1
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Promised:
    """A file to download: the name it gets, where it is, the SHA-256 of its bytes in hex, and how many they are."""

    name: str
    url: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Entry:
    """A model of the catalogue: what a person has to know before it is downloaded, and its one or two files."""

    name: str
    licence: str
    source: str
    files: tuple[Promised, ...]

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)


def load_catalogue(path: Path | None = None) -> tuple[Entry, ...]:
    """The catalogue's models, by default the program's own. Raises ModelMissing for a file that makes no sense."""
    place = path or resource("models", "catalogue.json")
    try:
        value = json.loads(place.read_bytes())
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")
        given = cast(dict[str, object], value)
        if given.get("format") != FORMAT:
            raise ValueError(f"format {given.get('format')} instead of {FORMAT}")
        return tuple(_entry(item) for item in _items(given, "models"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        detail = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
        raise ModelMissing(Reason.CATALOGUE_UNREADABLE, name=place.name, detail=detail) from error


def mirrored(url: str, mirror: str) -> str:
    """The same path at a mirror, which stands for scheme and host and may have a path of its own."""
    if not mirror.strip():
        return url
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{mirror.strip().rstrip('/')}{parts.path}{query}"


def _entry(item: dict[str, object]) -> Entry:
    files = tuple(_promised(file) for file in _items(item, "files"))
    if not 1 <= len(files) <= 2:
        raise ValueError("a model has one file or two")
    return Entry(_text(item, "name"), _text(item, "licence"), _text(item, "source"), files)


def _promised(item: dict[str, object]) -> Promised:
    name, url, digest, size = _text(item, "name"), _text(item, "url"), _text(item, "sha256").lower(), item.get("size")
    if name.startswith(".") or name not in (PurePosixPath(name).name, PureWindowsPath(name).name) or "\\" in name:
        raise ValueError(f"“{name}” is not the name of a file")
    if not _SHA256.fullmatch(digest):
        raise ValueError(f"“{name}” has no SHA-256 of 64 hex digits")
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise ValueError(f"“{name}” has no size in bytes")
    return Promised(name, url, digest, size)


def _text(item: dict[str, object], name: str) -> str:
    text = item.get(name)
    if not isinstance(text, str) or not text:
        raise ValueError(f"“{name}” is missing")
    return text


def _items(given: dict[str, object], name: str) -> list[dict[str, object]]:
    items = given.get(name)
    if not isinstance(items, list):
        raise ValueError(f"“{name}” is not a list")
    listed = cast(list[object], items)
    if not all(isinstance(item, dict) for item in listed):
        raise ValueError(f"“{name}” holds something else than objects")
    return cast(list[dict[str, object]], listed)
