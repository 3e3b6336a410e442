"""Where the pictures of a batch are: files, folders, patterns, and the URLs that fsspec opens."""

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, Final

from segdesk.core.errors import PictureError, Reason
from segdesk.core.folders import is_picture_name, natural
from segdesk.core.naming import folded, plain
from segdesk.core.records import name_of

PROMPTS: Final = ".prompts.json"
PROJECT: Final = ".segdesk"
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://.+")
_STAMPS: Final = ("size", "mtime", "LastModified", "last_modified", "ETag", "etag", "created")
"""What storages tell of a file that changes when its content does."""


@dataclass(frozen=True)
class Source:
    """A picture by its absolute path or URL, and where below the batch's folder its cutout belongs, without suffix."""

    address: str
    place: PurePosixPath


def gather(words: Sequence[str], *, folder: Path) -> list[Source]:
    """The pictures that are meant, each once: words in their order, what one word finds in natural order.

    A folder stands for all pictures in it and below. A file that is named is meant whatever it is called, and even when
    it is missing. What lies in `folder`, where the results go, is none of them. Raises PictureError for a URL that
    nothing here can open.
    """
    seen: set[str] = set()
    sources: list[Source] = []
    results = _real(folder)
    for word in words:
        for source in _from_url(word) if is_url(word) else _from_path(word):
            inside = not is_url(source.address) and Path(source.address).is_relative_to(results)
            if source.address not in seen and not inside:
                seen.add(source.address)
                sources.append(source)
    return sources


def is_url(word: str) -> bool:
    """Whether it is a URL rather than a path."""
    return _URL.fullmatch(word) is not None


def stamp_of(address: str, *, with_prompts: bool) -> str:
    """What the picture is now, and the prompts beside it if they count; another text once one has changed.

    Empty for what cannot be looked at: opening it will say better what is wrong.
    """
    prompts = prompts_beside(address) if with_prompts else None
    return "+".join(filter(None, [_stamp(address), prompts and _stamp(prompts)]))


def prompts_beside(address: str) -> str | None:
    """What tells how to cut a picture: NAME.SUFFIX.prompts.json, NAME.prompts.json or the project NAME.segdesk."""
    stem = address.removesuffix(PurePosixPath(name_of(address)).suffix)
    near = (address + PROMPTS, stem + PROMPTS, stem + PROJECT)
    return next((one for one in near if one != address and _exists(one)), None)


def read(address: str) -> bytes:
    """A URL's content. Raises PictureError."""
    system, path = _opened(address)
    try:
        return bytes(system.cat_file(path))
    except FileNotFoundError as error:
        raise PictureError(Reason.PICTURE_MISSING, name=name_of(address)) from error
    except Exception as error:  # Every storage raises errors of its own.
        raise PictureError(Reason.ADDRESS_FAILED, name=name_of(address), detail=_detail(error)) from error


def free_places(source: Source, suffix: str) -> Iterator[str]:
    """Names for a source's output, the best first; further ones tell its folder and then count."""
    base = source.place
    yield f"{base}{suffix}"
    above = plain(name_of(source.address.replace("\\", "/").rstrip("/").rpartition("/")[0]))
    named = base.with_name(f"{base.name}-{above}") if above and not base.parent.name else base
    if named != base:
        yield f"{named}{suffix}"
    number = 2
    while True:
        yield f"{named}-{number}{suffix}"
        number += 1


def placed(sources: Iterable[Source], suffix: str, known: dict[str, str]) -> dict[str, str]:
    """Source's address -> its output. Known outputs stay; no two are the same on any system."""
    taken = {folded(output) for output in known.values()}
    outputs: dict[str, str] = {}
    for source in sources:
        output = known.get(source.address)
        if output is None or PurePosixPath(output).suffix != suffix:
            output = next(name for name in free_places(source, suffix) if folded(name) not in taken)
            taken.add(folded(output))
        outputs[source.address] = output
    return outputs


def _from_path(word: str) -> Iterator[Source]:
    path = Path(word).expanduser()
    if path.is_dir():
        found = (Path(folder) / name for folder, _, names in os.walk(path) for name in names)
        pictures = [one for one in found if is_picture_name(one.relative_to(path))]
        for one in sorted(pictures, key=lambda one: natural(one.as_posix())):
            yield Source(str(_real(one)), PurePosixPath(one.relative_to(path).with_suffix("").as_posix()))
        return
    matches = [] if path.exists() else [Path(one) for one in glob.glob(str(path), recursive=True)]
    for one in sorted(matches, key=lambda one: natural(one.as_posix())):
        if one.is_file() and is_picture_name(PurePosixPath(one.name)):
            yield Source(str(_real(one)), PurePosixPath(one.stem))
    if not matches:
        yield Source(str(_real(path)), PurePosixPath(path.stem or "picture"))


def _from_url(word: str) -> Iterator[Source]:
    system, path = _opened(word)
    found, root = list[str](), ""
    try:
        if system.isdir(path):
            found, root = list(map(str, system.find(path))), path.rstrip("/") + "/"
        elif glob.has_magic(path):
            found = list(map(str, system.glob(path)))
    except Exception as error:  # Every storage raises errors of its own.
        raise PictureError(Reason.ADDRESS_FAILED, name=word, detail=_detail(error)) from error
    for one in sorted(found, key=natural):
        place = _inside(one.removeprefix(root) if root else name_of(one))
        if is_picture_name(place):
            yield Source(str(system.unstrip_protocol(one)), place.with_suffix(""))
    if not found and not root:
        yield Source(word, PurePosixPath(PurePosixPath(name_of(word)).stem or "picture"))


def _inside(listed: str) -> PurePosixPath:
    """A place below a folder, whatever a storage calls its files."""
    return PurePosixPath(*filter(None, map(plain, listed.split("/"))))


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _exists(address: str) -> bool:
    if not is_url(address):
        return os.path.isfile(address)
    system, path = _opened(address)
    try:
        return bool(system.exists(path))
    except Exception:  # A storage that cannot say has none.
        return False


def _stamp(address: str) -> str:
    try:
        if not is_url(address):
            status = os.stat(address)
            return f"{status.st_size}-{status.st_mtime_ns}"
        system, path = _opened(address)
        told = dict(system.info(path))
    except Exception:  # Every storage raises errors of its own.
        return ""
    return "-".join(str(told[name]) for name in _STAMPS if told.get(name) is not None)


def _opened(address: str) -> tuple[Any, str]:
    """The storage and the path in it. Raises PictureError."""
    try:
        system, path = import_module("fsspec.core").url_to_fs(address)
    except Exception as error:  # Storages' packages fail in every way there is when they are looked for.
        raise PictureError(Reason.ADDRESS_FAILED, name=address, detail=_detail(error)) from error
    return system, str(path)


def _detail(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
