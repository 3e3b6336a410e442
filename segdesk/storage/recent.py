"""The files that were opened last, newest first, and the small pictures of them. Losing either is no harm."""

import json
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final, cast

from segdesk.core.errors import SegDeskError
from segdesk.imaging.atomic import write_atomic
from segdesk.storage.folders import cache_folder, state_folder

FILE_NAME: Final = "recent.json"
MOST: Final = 12
"""Files that are remembered."""


def load_recent() -> tuple[Path, ...]:
    """The files, as whole paths; none where the list cannot be read."""
    try:
        listed = json.loads((state_folder() / FILE_NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    names = cast(list[object], listed) if isinstance(listed, list) else []
    return tuple(Path(name) for name in names if isinstance(name, str))[:MOST]


def remember(path: Path) -> tuple[Path, ...]:
    """Put a file to the front; what falls off the end loses its small picture. Returns what is listed now."""
    before = load_recent()
    return _listed((path, *(other for other in before if other != path))[:MOST], before)


def forget(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Take files off the list and their small pictures away. Returns what is listed now."""
    before, gone = load_recent(), set(paths)
    return _listed(tuple(path for path in before if path not in gone), before)


def thumbnail_path(path: Path) -> Path:
    """Where the small picture of a file lies, if there is one."""
    return cache_folder() / "thumbnails" / f"{sha256(str(path).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.png"


def save_thumbnail(path: Path, png: bytes) -> None:
    """Keep the small picture of a file; where it cannot be kept it is made again another time."""
    place = thumbnail_path(path)
    with suppress(OSError, SegDeskError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(place, png, overwrite=True)


def _listed(paths: tuple[Path, ...], before: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in set(before) - set(paths):
        with suppress(OSError):
            thumbnail_path(path).unlink(missing_ok=True)
    place = state_folder() / FILE_NAME
    content = json.dumps([str(path) for path in paths], indent=1) + "\n"
    with suppress(OSError, SegDeskError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(place, content.encode(), overwrite=True)
    return paths
