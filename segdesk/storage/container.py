"""The zip that a project is: named parts in a fixed order, the same bytes for the same parts at any time.

Reading believes nothing: what is no honest zip is refused, and one that was cut or scratched gives what is left of it.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from segdesk.core.errors import OutputError, ProjectError, Reason

MIMETYPE: Final = "application/x-segdesk"
MIMETYPE_PART: Final = "mimetype"
MAX_PARTS: Final = 10_000
MAX_BYTES: Final = 4 << 30
"""What all parts together may hold."""
_MAX_RATIO, _FREE_BYTES = 200, 64 << 20
"""How many times larger than the file its parts may be, beyond what any file's may hold."""
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip knows."""
_ENTRY: Final = 76
"""What a zip adds to a part, beyond its name, which is there twice."""
_ENCRYPTED: Final = 1
_STREAMED: Final = 8
_LOCAL: Final = struct.Struct("<4s5H3L2H")
"""A local header (APPNOTE 4.3.7): signature, version, flags, method, time, date, CRC, two sizes, two lengths."""
_LOCAL_SIGNATURE: Final = b"PK\x03\x04"
_BEGINNING: Final = len(MIMETYPE_PART) + len(MIMETYPE)


def pack(parts: Mapping[str, bytes], name: str) -> bytes:
    """The container of these parts, in their order, behind the mark of what it is.

    Text is compressed; pictures are stored, for they are compressed already. Raises OutputError, where it is called
    `name`, for what `unpack` would refuse to read for its size.
    """
    size = sum(_ENTRY + 2 * len(part) + len(content) for part, content in parts.items())
    if size > MAX_BYTES or len(parts) >= MAX_PARTS:
        gigabytes, limit = f"{size / 1e9:.1f}", f"{MAX_BYTES / 1e9:.1f}"
        raise OutputError(
            Reason.OUTPUT_PROJECT, name=name, size=gigabytes, count=len(parts), limit=limit, most=MAX_PARTS
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, content in {MIMETYPE_PART: MIMETYPE.encode(), **parts}.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            is_text = name.endswith(".json")
            entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            container.writestr(entry, content)
    return target.getvalue()


def begins_like_one(start: bytes) -> bool:
    """Whether a file that starts so is a project; 64 bytes are enough to tell."""
    behind = start[_LOCAL.size : _LOCAL.size + _BEGINNING]
    return start.startswith(_LOCAL_SIGNATURE) and behind == f"{MIMETYPE_PART}{MIMETYPE}".encode()


def unpack(source: Path | bytes, name: str, *, wanted: Iterable[str] | None = None) -> dict[str, bytes | None]:
    """Name -> content of all parts, or of those that are wanted; None where one cannot be read.

    Raises ProjectError for what is no project or no honest one, and where the file itself cannot be read.
    """
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
        with file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            if size > MAX_BYTES:
                raise ProjectError(Reason.PROJECT_ODD, name=name, detail="it would grow beyond all measure")
            try:
                return _unzipped(file, size, name=name, wanted=wanted)
            except (ProjectError, MemoryError):
                raise
            except Exception:  # A directory of any bytes at all makes zipfile raise nearly anything.
                file.seek(0)
                return _salvaged(file.read(), name)
    except FileNotFoundError as error:
        raise ProjectError(Reason.PICTURE_MISSING, name=name) from error
    except IsADirectoryError as error:
        raise ProjectError(Reason.PICTURE_IS_FOLDER, name=name) from error
    except (OSError, ValueError) as error:
        raise ProjectError(Reason.PICTURE_DENIED, name=name) from error
    except MemoryError as error:
        raise ProjectError(Reason.PICTURE_MEMORY, name=name) from error


def _unzipped(
    file: io.BufferedIOBase, size: int, *, name: str, wanted: Iterable[str] | None
) -> dict[str, bytes | None]:
    with zipfile.ZipFile(file) as container:
        entries = container.infolist()
        _check(entries, size, name)
        chosen = None if wanted is None else set(wanted)
        return {
            entry.filename: _content(container, entry)
            for entry in entries
            if not entry.is_dir() and (chosen is None or entry.filename in chosen)
        }


def _check(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse what SegDesk never writes and only a trap would hold. Raises ProjectError."""
    names = [entry.filename for entry in entries]
    objections = {
        "it has too many parts": len(entries) > MAX_PARTS,
        "two of its parts have one name": len(set(names)) < len(names),
        "a part’s name leads out of it": not all(map(_is_plain, names)),
        "it is encrypted": any(entry.flag_bits & _ENCRYPTED for entry in entries),
        "it would grow beyond all measure": not _is_fair(sum(entry.file_size for entry in entries), size),
    }
    for detail, is_met in objections.items():
        if is_met:
            raise ProjectError(Reason.PROJECT_ODD, name=name, detail=detail)


def _is_plain(name: str) -> bool:
    """Whether a part's name stays within the project and means the same everywhere."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts and not set(name) & set("\\:\0")


def _is_fair(bytes_inside: int, size: int) -> bool:
    return bytes_inside <= min(MAX_BYTES, _FREE_BYTES + _MAX_RATIO * size)


def _content(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """A part's bytes; None where they are damaged or packed in a way SegDesk does not pack."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return None
    try:
        return container.read(entry)
    except MemoryError:
        raise
    except Exception:  # As above.
        return None


def _salvaged(content: bytes, name: str) -> dict[str, bytes | None]:
    """Whole parts of a zip whose directory is gone, found by their own headers. Raises ProjectError without any."""
    found: dict[str, bytes | None] = {}
    at, room = content.find(_LOCAL_SIGNATURE), min(MAX_BYTES, _FREE_BYTES + _MAX_RATIO * len(content))
    while at >= 0 and len(found) < MAX_PARTS:
        part = _part_at(content, at, room)
        if part is not None and _is_plain(part[0]):
            found.setdefault(part[0], part[1])
            room -= len(part[1])
            at = part[2]
        else:
            at += 1
        at = content.find(_LOCAL_SIGNATURE, at)
    if not found:
        raise ProjectError(Reason.PROJECT_UNKNOWN, name=name)
    return found


def _part_at(content: bytes, at: int, room: int) -> tuple[str, bytes, int] | None:
    """Name and content of the sound part whose header lies here, and where it ends."""
    if at + _LOCAL.size > len(content):
        return None
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(content, at)
    start = at + _LOCAL.size + name_length + extra
    end = start + packed
    if flags & (_ENCRYPTED | _STREAMED) or end > len(content) or size > room:
        return None
    try:
        name = content[at + _LOCAL.size : at + _LOCAL.size + name_length].decode()
        body = content[start:end]
        if method == zipfile.ZIP_DEFLATED:
            body = zlib.decompressobj(-zlib.MAX_WBITS).decompress(body, size + 1)
        elif method != zipfile.ZIP_STORED:
            return None
    except (UnicodeDecodeError, zlib.error):
        return None
    return (name, body, end) if len(body) == size and zlib.crc32(body) == crc else None
