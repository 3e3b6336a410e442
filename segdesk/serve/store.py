"""What clients uploaded and what they may fetch: files in one folder, each with an end of life and all with one limit.

Names are looked up, never turned into paths, so no name leads out of the folder.
"""

import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

UPLOAD_LIFE: Final = 3600.0
"""Seconds an upload stays after it was last used. Aliyun's page gives temporary uploads one hour."""
RESULT_LIFE: Final = 1800.0
"""Seconds a result can be fetched. Aliyun's page: 30 minutes."""


class StoreFull(Exception):
    """Nothing more fits, by the limit or on the disk, until something expires."""


@dataclass(frozen=True)
class _Kept:
    path: Path
    size: int
    life: float
    expires: float


class Store:
    """Files under unguessable names. Safe to call from several threads; `clock` gives seconds."""

    def __init__(self, *, limit_bytes: int, clock: Callable[[], float]) -> None:
        self._folder = _fresh_folder()
        self._limit = limit_bytes
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        self._used = 0

    def keep(self, name: str, content: bytes, life: float) -> None:
        """Store under a name for so many seconds; an earlier content of that name goes. Raises StoreFull."""
        with self._lock:
            self._drop(name)
            self._sweep()
            if self._used + len(content) > self._limit:
                raise StoreFull
            # Written under the lock: a name that is listed can be read.
            path = self._written(content)
            self._kept[name] = _Kept(path, len(content), life, self._clock() + life)
            self._used += len(content)

    def read(self, name: str, *, renew: bool = False) -> bytes | None:
        """The content, or None when there is none any more; `renew` lets its life begin anew."""
        with self._lock:
            kept = self._alive(name)
            if kept is None:
                return None
            if renew:
                self._kept[name] = replace(kept, expires=self._clock() + kept.life)
            try:
                return kept.path.read_bytes()
            except FileNotFoundError:
                self._drop(name)
                return None

    def sweep(self) -> None:
        """Delete what has expired."""
        with self._lock:
            self._sweep()

    @property
    def used_bytes(self) -> int:
        return self._used

    @property
    def count(self) -> int:
        return len(self._kept)

    def close(self) -> None:
        """Delete everything."""
        with self._lock:
            self._kept.clear()
            self._used = 0
            shutil.rmtree(self._folder, ignore_errors=True)

    def _written(self, content: bytes) -> Path:
        """A new file. Systems clear away what lies in temporary folders for days, the folder too. Raises StoreFull."""
        path = self._folder / secrets.token_hex(16)
        try:
            if not self._folder.is_dir():
                self._folder = _fresh_folder()
                path = self._folder / path.name
            path.write_bytes(content)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise StoreFull from error
        return path

    def _alive(self, name: str) -> _Kept | None:
        kept = self._kept.get(name)
        if kept is not None and kept.expires <= self._clock():
            self._drop(name)
            return None
        return kept

    def _sweep(self) -> None:
        now = self._clock()
        for name in [name for name, kept in self._kept.items() if kept.expires <= now]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept is not None:
            self._used -= kept.size
            kept.path.unlink(missing_ok=True)


def fresh_name(folder: str, suffix: str = "") -> str:
    """A name nobody can guess: 160 random bits behind a folder, `folder/…suffix`."""
    return f"{folder}/{secrets.token_hex(20)}{suffix}"


def _fresh_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="segdesk-serve-"))
