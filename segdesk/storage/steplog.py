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


def count_behind(path: Path, start: int) -> int:
    """How many records lie from `start` on: whole ones, and one for each stretch between them that is none.

    A last one that only broke off, as when the process was killed, never counted. Raises OSError.
    """
    content, count, at = path.read_bytes(), 0, start
    while at < len(content):
        end = _end(content, at)
        if end is None:
            end = _next_whole(content, at)
            if end == len(content) and _broke_off(content, at):
                return count
        at, count = end, count + 1
    return count


def _end(content: bytes, at: int) -> int | None:
    """Where the record that begins here ends; None where no whole one does."""
    if len(content) < at + _HEAD.size:
        return None
    mark, length, crc = _HEAD.unpack_from(content, at)
    start, end = at + _HEAD.size, at + _HEAD.size + length
    is_whole = mark == _MARK and end <= len(content) and zlib.crc32(content[start:end]) == crc
    return end if is_whole else None


def _next_whole(content: bytes, at: int) -> int:
    """Where the next whole record begins, or the end."""
    found = content.find(_MARK, at + 1)
    while found >= 0 and _end(content, found) is None:
        found = content.find(_MARK, found + 1)
    return len(content) if found < 0 else found


def _broke_off(content: bytes, at: int) -> bool:
    """Whether what begins here is a record with too little behind its head, or no whole head."""
    if len(content) < at + _HEAD.size:
        return True
    mark, length, _ = _HEAD.unpack_from(content, at)
    return mark == _MARK and at + _HEAD.size + length > len(content)


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
