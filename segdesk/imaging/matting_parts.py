"""Rectangles that hold what is unknown in a trimap, and what lies under them at a smaller size."""

from collections.abc import Callable, Iterator
from math import ceil
from typing import Final, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size

UNKNOWN: Final = 128
"""The trimap's value between 0, ground, and 255, subject."""

_WHOLE = 1 << 16
"""Pictures of at most so many pixels are one rectangle."""
_CELL = 96
"""Side of the squares that larger ones are looked through in, in pixels."""

Floats = NDArray[np.float32]
Slices = tuple[slice, slice]


class Part(NamedTuple):
    """A half-open rectangle in whole pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def region(self) -> Slices:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int, size: Size) -> "Part":
        """With a margin on each side, as far as the picture goes."""
        top, left = max(self.top - margin, 0), max(self.left - margin, 0)
        return Part(top, min(self.bottom + margin, size.height), left, min(self.right + margin, size.width))

    def meets(self, other: "Part") -> bool:
        """Whether they have a pixel in common."""
        apart = self.bottom <= other.top or other.bottom <= self.top
        return not (apart or self.right <= other.left or other.right <= self.left)

    def within(self, other: "Part") -> Slices:
        """Where this lies in an array of the other."""
        rows = slice(self.top - other.top, self.bottom - other.top)
        return rows, slice(self.left - other.left, self.right - other.left)

    def scaled(self, down: float, across: float) -> "Part":
        """The smallest one that covers this at another size."""
        return Part(int(self.top * down), ceil(self.bottom * down), int(self.left * across), ceil(self.right * across))


class Watch(NamedTuple):
    """Who wants to see parts of an alpha before the rest is there: which ones, in what order, and who hears of them.

    ready: is called with each part and its alpha, uint8 HxW of that part alone, on the thread that works.
    """

    parts: tuple[Part, ...]
    ready: Callable[[Part, Bytes2D], None]


def in_turn(trimap: Bytes2D, watch: Watch | None) -> Iterator[tuple[Part, bool]]:
    """Unknown parts, those first that somebody waits for; and what is waited for, flagged, when it is complete."""
    rest = list(unknown_parts(trimap))
    for wanted in () if watch is None else watch.parts:
        yield from ((part, False) for part in rest if part.meets(wanted))
        rest = [part for part in rest if not part.meets(wanted)]
        yield wanted, True
    yield from ((part, False) for part in rest)


def unknown_parts(trimap: Bytes2D) -> Iterator[Part]:
    """All unknown pixels of a uint8 HxW trimap, in rectangles that do not overlap and are no larger than they must."""
    high, wide = trimap.shape
    cell = max(high, wide) if trimap.size <= _WHOLE else _CELL
    for top in range(0, high, cell):
        for left in range(0, wide, cell):
            unknown = trimap[top : top + cell, left : left + cell] == UNKNOWN
            rows, columns = (np.flatnonzero(unknown.any(axis=axis)).tolist() for axis in (1, 0))
            if rows:
                yield Part(top + rows[0], top + rows[-1] + 1, left + columns[0], left + columns[-1] + 1)


def size_of(array: NDArray[np.generic]) -> Size:
    """Of a picture or plane, HxW or HxWxC."""
    return Size(array.shape[1], array.shape[0])


def enlarged(planes: Floats, source: Part, target: Part, *, small: Size, large: Size) -> Floats:
    """float32 NxHxW, the source part of a picture's small size, as it looks in the target part of its large size."""
    if small == large:
        rows, columns = target.within(source)
        return planes[:, rows, columns]
    down, across = small.height / large.height, small.width / large.width
    # Pixel centres lie at +0.5 at both sizes.
    matrix = np.array(
        (
            (across, 0, (target.left + 0.5) * across - 0.5 - source.left),
            (0, down, (target.top + 0.5) * down - 0.5 - source.top),
        )
    )
    size = (target.right - target.left, target.bottom - target.top)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = [cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE) for plane in planes]
    return cast(Floats, np.stack(warped))
