"""A picture's bytes on their way to a decoder: the file opened, and whatever goes wrong there put into words."""

import io
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from segdesk.core.errors import PictureError, Reason, SegDeskError


@contextmanager
def opened(path: Path) -> Generator[BinaryIO]:
    """A file to read from. Raises PictureError where it is missing, may not be read, or is no file."""
    try:
        if path.is_dir():
            raise PictureError(Reason.PICTURE_IS_FOLDER, name=path.name)
        if path.exists() and not path.is_file():
            raise PictureError(Reason.PICTURE_UNKNOWN, name=path.name)
        stream = path.open("rb")
    except PermissionError as error:
        raise PictureError(Reason.PICTURE_DENIED, name=path.name) from error
    except (OSError, ValueError) as error:
        raise PictureError(Reason.PICTURE_MISSING, name=path.name) from error
    with stream:
        yield stream


@contextmanager
def named_stream(source: Path | bytes, name: str) -> Generator[tuple[BinaryIO, str]]:
    """A file, or its content, and what errors call it. Raises PictureError."""
    if isinstance(source, bytes):
        yield io.BytesIO(source), name
        return
    with opened(source) as stream:
        yield stream, name or source.name


@contextmanager
def blaming(name: str) -> Generator[None]:
    """Whatever a decoder raises over a hostile file, from struct.error to RecursionError, is that file's damage."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except SegDeskError:
        raise
    except MemoryError as error:
        raise PictureError(Reason.PICTURE_MEMORY, name=name) from error
    except Exception as error:
        raise PictureError(Reason.PICTURE_DAMAGED, name=name) from error
