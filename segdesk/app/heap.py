"""Has large arrays go back to the system when they are let go of, where the C library would rather keep them.

glibc sets the size above which a block is the system's own higher with every large block that is freed, up to 32 MB.
From then on masks of 24 megapixels come out of its heaps, and those never shrink again. Elsewhere nothing is done.
"""

import ctypes
from functools import cache
from typing import Final

_MMAP_THRESHOLD, _TRIM_THRESHOLD, _ARENA_MAX = -3, -1, -8
"""Names of glibc's mallopt(3)."""
LARGE: Final = 1 << 20
"""Bytes from which on a block is the system's own."""
_SPARE: Final = 4 << 20
"""Free bytes at the end of the heap that are kept for the next block."""
_HEAPS: Final = 1
"""Each lane would have one of its own, with what it left free of use to no other. Python's own lock has them take turns
anyway, and OpenCV's threads hardly ask for memory."""


def settle() -> None:
    """Fix the size of what is large, and have one heap for all that is not, before there are other threads."""
    library = _glibc()
    if library is not None:
        library.mallopt(_MMAP_THRESHOLD, LARGE)
        library.mallopt(_TRIM_THRESHOLD, _SPARE)
        library.mallopt(_ARENA_MAX, _HEAPS)


def trim() -> None:
    """Give back what lies free between what is in use, which takes about a millisecond."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
