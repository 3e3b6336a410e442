"""An array kept in squares, of which those that are like the ground beneath it take no memory of their own."""

import math

import numpy as np
from numpy.typing import DTypeLike, NDArray

from segdesk.app.halved import Halved, Pixels
from segdesk.core.geometry import Box, Size

SIDE = 32
"""Of a square, in pixels: larger ones would hold little of an edge and much around it."""
_LOOKED_AT = 2
"""Pixels around a box that a sample of it may look at."""
_WORTH = 1 << 20
"""Bytes from which on it is worth while to look for squares that need not be kept."""

_Place = tuple[slice, slice]


class Quilt:
    """Reads like the uint8 HxW or HxWxC array it was made of, a rectangle at a time. It cannot be written to."""

    def __init__(self, array: Pixels, ground: Pixels | Halved | None = None) -> None:
        """`ground`, of the same shape, is kept as it is. Without one it is 0, and a square of one value is a number."""
        self._ground = ground
        self.shape: tuple[int, ...] = array.shape
        self._values: Pixels = np.zeros([-(-side // SIDE) for side in array.shape[:2]], np.uint8)
        differs = np.array([self._differing(array[row * SIDE :][:SIDE], row) for row in range(len(self._values))])
        self._numbers: NDArray[np.int32] = np.full(differs.shape, -1, np.int32)
        """Where in the stack each square lies, -1 for none."""
        self._numbers[differs] = np.arange(np.count_nonzero(differs))
        # In one piece, which goes back to the system as one; single squares would lie scattered among what stays.
        self._stack: Pixels = np.zeros((np.count_nonzero(differs), SIDE, SIDE, *array.shape[2:]), np.uint8)
        for row, column, square in zip(*np.nonzero(differs), self._stack, strict=True):
            part = array[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE]
            square[: part.shape[0], : part.shape[1]] = part

    def is_bare(self, box: Box) -> bool:
        """Whether there is nothing but the ground in and next to a box, in pixels of the array."""
        near = box.grown(_LOOKED_AT).clipped(Size(self.shape[1], self.shape[0]))
        rows, columns = slice(int(near.top), math.ceil(near.bottom)), slice(int(near.left), math.ceil(near.right))
        around = _around(rows), _around(columns)
        return not self._values[around].any() and bool((self._numbers[around] < 0).all())

    def _differing(self, strip: Pixels, row: int) -> NDArray[np.bool_]:
        """Which of one row of squares are to be kept; of the others with a value that is noted."""
        top, ground = row * SIDE, self._ground
        lowest, highest = _extremes(strip if ground is None else _apart(strip, ground[top : top + SIDE, :]))
        if ground is None:
            self._values[row] = np.where(lowest == highest, highest, 0)
        return (lowest < highest) | ((highest > 0) & (ground is not None))

    def __getitem__(self, place: _Place) -> Pixels:
        """A rectangle of it, as an array of its own."""
        rows, columns = (slice(*part.indices(length)[:2]) for part, length in zip(place, self.shape, strict=False))
        around = _around(rows), _around(columns)
        numbers, channels = self._numbers[around], self.shape[2:]
        high, wide = numbers.shape
        squares = np.empty((high, SIDE, wide, SIDE, *channels), np.uint8)
        whole = squares.reshape(high * SIDE, wide * SIDE, *channels)
        top, left = around[0].start * SIDE, around[1].start * SIDE
        part = whole[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        if self._ground is None:
            squares.reshape(high, SIDE, -1)[:] = self._values[around].repeat(SIDE, 1)[:, None]
        else:
            part[:] = self._ground[rows, columns]
        down, across = np.nonzero(numbers >= 0)
        if down.size:
            squares[down, :, across] = self._stack[numbers[down, across]]
        return part

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Pixels:
        """The whole of it, for numpy."""
        return np.asarray(self[: self.shape[0], : self.shape[1]], dtype)


Level = Pixels | Halved | Quilt
"""What reads like an array, a rectangle at a time."""


def quilted(level: Pixels | Halved, ground: Pixels | Halved | None = None) -> Level:
    """An array in squares where it is large, else as it is."""
    array = np.asarray(level, np.uint8)
    return array if array.nbytes < _WORTH else Quilt(array, ground)


def _around(part: slice) -> slice:
    """The squares that hold some pixels of one side."""
    return slice(part.start // SIDE, -(-part.stop // SIDE))


def _apart(strip: Pixels, ground: Pixels) -> Pixels:
    # OpenCV is loaded with the first picture, not with the window.
    import cv2

    return np.asarray(cv2.absdiff(strip, ground), np.uint8)


def _extremes(strip: Pixels) -> tuple[Pixels, Pixels]:
    """The lowest and the highest value of each square of a row of them."""
    flat = strip.reshape(strip.shape[0], -1)
    lefts = np.arange(0, flat.shape[1], SIDE * (flat.shape[1] // strip.shape[1]))
    return np.minimum.reduceat(flat.min(axis=0), lefts), np.maximum.reduceat(flat.max(axis=0), lefts)
