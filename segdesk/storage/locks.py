"""Who works on a file: a lock that ends with its process, and a file beside a project that says whose it is."""

import errno
import json
import os
import platform
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

ABANDONED_SECONDS: Final = 24 * 3600
"""After this long without a save the claim of a process on another machine counts no more."""
_FAR: Final = 1 << 30
"""Where in the file Windows locks a byte; those that are read stay free."""


@dataclass(frozen=True)
class Owner:
    """A process that works on a project."""

    pid: int
    host: str

    @property
    def is_here(self) -> bool:
        """Whether it runs, or ran, on this machine."""
        return self.host == platform.node()


class Hold:
    """A lock on a file, which the system takes back when the process ends, however it ends."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self._descriptor: int | None = descriptor
        self._path = path

    @classmethod
    def take(cls, path: Path) -> "Hold | None":
        """The lock, or None while anybody else has it. The file is made where it is missing. Raises OSError.

        Disks that know no locks, as some networks' do, let everybody in.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            _lock(descriptor)
            if _is_same(descriptor, path):
                return cls(descriptor, path)
        except BlockingIOError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        return None

    def write(self, content: bytes) -> None:
        """Let the file say something. Raises OSError."""
        assert self._descriptor is not None
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, content)

    def release(self, *, removes: bool) -> None:
        """Give the lock back, once; with `removes` the file goes too."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            # By now its number may be that of another file.
            return
        if removes and sys.platform != "win32":
            # While it is locked still, so that nobody gets a lock on a file that is about to go.
            self._path.unlink(missing_ok=True)
        os.close(descriptor)
        if removes and sys.platform == "win32":
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


class Claim:
    """This window's claim on a project: `.NAME.lock` beside it. Several may look, and each learns of the other."""

    def __init__(self, project: Path, hold: Hold | None, other: Owner | None) -> None:
        self.project, self.other = project, other
        self._hold, self._path = hold, _beside(project)

    @classmethod
    def on(cls, project: Path) -> "Claim":
        """Claim a project; `other` tells who was there before. A folder that takes no file leaves it unclaimed."""
        path = _beside(project)
        before = _owner(path)
        try:
            hold = Hold.take(path)
        except OSError:
            return cls(project, None, None)
        if hold is None:
            return cls(project, None, before or Owner(0, ""))
        # Whoever is on this machine and has let go of the lock is gone; of others there is no telling for a while.
        if before is not None and not before.is_here and not _is_abandoned(path):
            hold.release(removes=False)
            return cls(project, None, before)
        # On a full disk the claim holds all the same, without a name.
        with suppress(OSError):
            hold.write(json.dumps({"pid": os.getpid(), "host": platform.node()}).encode())
        return cls(project, hold, None)

    def renew(self) -> None:
        """Say that it still holds."""
        if self._hold is not None:
            with suppress(OSError):
                os.utime(self._path)

    def release(self) -> None:
        """Let others have it."""
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release(removes=True)


def _beside(project: Path) -> Path:
    return project.with_name(f".{project.name}.lock")


def _owner(path: Path) -> Owner | None:
    """Whom a lock file names."""
    try:
        told = cast(dict[str, object], json.loads(path.read_bytes()))
        return Owner(int(str(told["pid"])), str(told["host"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_abandoned(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > ABANDONED_SECONDS
    except OSError:
        return True


def _is_same(descriptor: int, path: Path) -> bool:
    """Whether the path still leads to this file, which its last owner may have removed meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.ENOLCK, errno.ENOTSUP):
                raise
