"""A file of records that only grows. Whatever ends the writing, all records but the last are whole."""

import io
import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from segdesk.core import fields

_HEAD: Final = struct.Struct(">4sII")
"""Mark, length and CRC-32 of what follows."""
_MARK: Final = b"step"
_LENGTH: Final = struct.Struct(">I")
_LARGEST: Final = 1 << 30


@dataclass(frozen=True)
class Record:
    """Values for JSON, and the bytes they speak of by their numbers."""

    table: dict[str, object]
    blobs: tuple[bytes, ...] = ()


class StepLog:
    """The file, open for more."""

    def __init__(self, path: Path, size: int = 0) -> None:
        """`size`: how much of what is there counts; the rest is cut off. Raises OSError."""
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        self._file, self.size = os.open(path, flags, 0o600), size
        os.ftruncate(self._file, size)

    def append(self, record: Record) -> None:
        """One record more, on the disk when this returns. Raises OSError, and then it is not there at all."""
        content = _packed(record)
        try:
            os.lseek(self._file, self.size, os.SEEK_SET)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self.size)
            raise
        self.size += len(content)

    def close(self) -> None:
        os.close(self._file)


def read_log(path: Path) -> Iterator[tuple[Record, int]]:
    """All whole records up to the first that is not, each with where it ends. A file that is missing has none."""
    try:
        file = path.open("rb")
    except OSError:
        return
    with file:
        while (record := _next(file)) is not None:
            yield record, file.tell()


def _packed(record: Record) -> bytes:
    sizes = [len(blob) for blob in record.blobs]
    text = json.dumps({"sizes": sizes, "step": record.table}, separators=(",", ":")).encode("ascii")
    payload = b"".join((_LENGTH.pack(len(text)), text, *record.blobs))
    return _HEAD.pack(_MARK, len(payload), zlib.crc32(payload)) + payload


def _next(file: io.BufferedReader) -> Record | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, length, crc = _HEAD.unpack(head)
    if mark != _MARK or length > _LARGEST:
        return None
    payload = file.read(length)
    if len(payload) < length or zlib.crc32(payload) != crc:
        return None
    return _unpacked(payload)


def _unpacked(payload: bytes) -> Record | None:
    try:
        (length,) = _LENGTH.unpack_from(payload)
        start = _LENGTH.size + length
        table = fields.table(json.loads(payload[_LENGTH.size : start]), "a record")
        blobs: list[bytes] = []
        for size in fields.items(table.get("sizes"), "sizes"):
            end = start + fields.count(size, "a size")
            blobs.append(payload[start:end])
            start = end
        return Record(fields.table(table.get("step"), "a step"), tuple(blobs))
    except (ValueError, struct.error, RecursionError):
        return None
