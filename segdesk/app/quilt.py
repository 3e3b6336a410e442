"""An array kept in squares, of which those that are like the ground beneath it take no memory of their own."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import DTypeLike, NDArray

from segdesk.core.geometry import Box, Size

Pixels = NDArray[np.uint8]
SIDE = 64
"""Of a square, in pixels."""
_LOOKED_AT = 2
"""Pixels around a box that a sample of it may look at."""
_WORTH = 1 << 20
"""Bytes from which on it is worth while to look for squares that need not be kept."""

_Place = tuple[slice, slice]


class Quilt:
    """Reads like the uint8 HxW or HxWxC array it was made of, a rectangle at a time. It cannot be written to."""

    def __init__(self, array: Pixels, ground: Pixels | None = None) -> None:
        """`ground`, of the same shape, is kept as it is. Without one it is 0, and a square of one value is a number."""
        self._ground = ground
        self.shape: tuple[int, ...] = array.shape
        self._squares: dict[tuple[int, int], Pixels | int] = {}
        for row, top in enumerate(range(0, array.shape[0], SIDE)):
            for column, square in self._differing(array, top):
                self._squares[row, column] = square

    def is_bare(self, box: Box) -> bool:
        """Whether there is nothing but the ground in and next to a box, in pixels of the array."""
        near = box.grown(_LOOKED_AT).clipped(Size(self.shape[1], self.shape[0]))
        rows, columns = slice(int(near.top), math.ceil(near.bottom)), slice(int(near.left), math.ceil(near.right))
        return not any(key in self._squares for key in self._keys(rows, columns))

    def _differing(self, array: Pixels, top: int) -> Iterator[tuple[int, Pixels | int]]:
        """The squares of one row of them that are to be kept, and in which column each stands."""
        strip = array[top : top + SIDE]
        lowest, highest = _extremes(strip if self._ground is None else _apart(strip, self._ground[top : top + SIDE]))
        for column, left in enumerate(range(0, array.shape[1], SIDE)):
            if highest[column]:
                is_one = self._ground is None and lowest[column] == highest[column]
                yield column, int(highest[column]) if is_one else strip[:, left : left + SIDE].copy()

    def _keys(self, rows: slice, columns: slice) -> Iterator[tuple[int, int]]:
        for row in range(rows.start // SIDE, -(-rows.stop // SIDE)):
            for column in range(columns.start // SIDE, -(-columns.stop // SIDE)):
                yield row, column

    def __getitem__(self, place: _Place) -> Pixels:
        """A rectangle of it, as an array of its own."""
        rows, columns = (slice(*part.indices(length)[:2]) for part, length in zip(place, self.shape, strict=False))
        if self._ground is None:
            part = np.zeros((rows.stop - rows.start, columns.stop - columns.start, *self.shape[2:]), np.uint8)
        else:
            part = self._ground[rows, columns].copy()
        for row, column in self._keys(rows, columns):
            square = self._squares.get((row, column))
            if square is not None:
                _lay(square, part, down=row * SIDE - rows.start, across=column * SIDE - columns.start)
        return part

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Pixels:
        """The whole of it, for numpy."""
        return np.asarray(self[: self.shape[0], : self.shape[1]], dtype)


Level = Pixels | Quilt
"""What reads like an array, a rectangle at a time."""


def quilted(array: Pixels, ground: Pixels | None = None) -> Level:
    """An array in squares where it is large, else as it is."""
    return array if array.nbytes < _WORTH else Quilt(array, ground)


def _lay(square: Pixels | int, part: Pixels, *, down: int, across: int) -> None:
    """Write a square into a part whose corner it lies so far from."""
    top, left = max(down, 0), max(across, 0)
    target = part[top : down + SIDE, left : across + SIDE]
    if not isinstance(square, int):
        square = square[top - down :, left - across :][: target.shape[0], : target.shape[1]]
    target[:] = square


def _apart(strip: Pixels, ground: Pixels) -> Pixels:
    # OpenCV is loaded with the first picture, not with the window.
    import cv2

    return np.asarray(cv2.absdiff(strip, ground), np.uint8)


def _extremes(strip: Pixels) -> tuple[Pixels, Pixels]:
    """The lowest and the highest value of each square of a row of them."""
    import cv2

    flat = strip.reshape(strip.shape[0], -1)
    lefts = np.arange(0, flat.shape[1], SIDE * (flat.shape[1] // strip.shape[1]))
    lowest, highest = (np.asarray(cv2.reduce(flat, 0, how))[0] for how in (cv2.REDUCE_MIN, cv2.REDUCE_MAX))
    return np.minimum.reduceat(lowest, lefts), np.maximum.reduceat(highest, lefts)
