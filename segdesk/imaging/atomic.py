"""Writing a file so that at every moment either the old content or the whole new one is there."""

import errno
import os
import secrets
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from segdesk.core.errors import OutputError, Reason

_REASONS = {
    errno.ENOENT: Reason.OUTPUT_FOLDER,
    errno.ENOTDIR: Reason.OUTPUT_FOLDER,
    errno.EISDIR: Reason.OUTPUT_IS_FOLDER,
    errno.EACCES: Reason.OUTPUT_DENIED,
    errno.EPERM: Reason.OUTPUT_DENIED,
    errno.EROFS: Reason.OUTPUT_DENIED,
    errno.ENOSPC: Reason.OUTPUT_FULL,
    errno.EDQUOT: Reason.OUTPUT_FULL,
    errno.ENAMETOOLONG: Reason.OUTPUT_NAME_LONG,
}


def write_atomic(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file through a temporary one beside it. Raises OutputError and then leaves everything as it was.

    Without `overwrite` a file that exists, or comes into being meanwhile, is never touched. A symbolic link keeps
    pointing where it pointed; a file that is overwritten keeps its permissions.
    """
    with explained(path):
        if path.is_dir():
            raise OutputError(Reason.OUTPUT_IS_FOLDER, name=path.name)
        if not overwrite and os.path.lexists(path):
            raise OutputError(Reason.OUTPUT_EXISTS, name=path.name)
        target = Path(os.path.realpath(path)) if overwrite else path
        temporary = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            _write(temporary, data)
            _put_in_place(temporary, target, overwrite=overwrite)
        finally:
            temporary.unlink(missing_ok=True)


def put_atomic(part: Path, path: Path, *, overwrite: bool) -> None:
    """Give a file that was written whole, on the same disk, its name. Raises OutputError, as `write_atomic`."""
    with explained(path):
        if path.is_dir():
            raise OutputError(Reason.OUTPUT_IS_FOLDER, name=path.name)
        _put_in_place(part, path, overwrite=overwrite)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(temporary: Path, target: Path, *, overwrite: bool) -> None:
    if overwrite:
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    else:
        _replace_nothing(temporary, target)
    sync_folder(target.parent)


def _replace_nothing(temporary: Path, target: Path) -> None:
    """Take the name first, which fails when anybody has it; then put the content under it."""
    target.open("xb").close()
    try:
        temporary.replace(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut, where the system can sync a folder at all."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def explained(path: Path) -> Generator[None]:
    """What the system says, as an OutputError."""
    try:
        yield
    except FileExistsError as error:
        raise OutputError(Reason.OUTPUT_EXISTS, name=path.name) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        reason = _REASONS.get(error.errno or 0, Reason.OUTPUT_FAILED)
        raise OutputError(reason, name=path.name, detail=detail) from error
    except ValueError as error:
        raise OutputError(Reason.OUTPUT_FAILED, name=path.name, detail=str(error)) from error
