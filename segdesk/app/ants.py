"""The marching ants: which device pixels the line runs along, and what they look like at each step of its march."""

from collections.abc import Iterable
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

Pixels = NDArray[np.uint8]

DASH: Final = 4
"""Length of a black or a white dash, in widths of the line."""
_BLOCK: Final = 64
"""Side of the squares, in device pixels, that are repainted where the line runs through them."""
_BLACK, _WHITE = np.uint32(0xFF000000), np.uint32(0xFFFFFFFF)


class Ants:
    """A line of whole device pixels on an image of some size, and how far its dashes have marched."""

    def __init__(self) -> None:
        self._words, self._line = _blank(0, 0)
        self._width, self._step = 1, 0
        self._is_blank = True
        self._places: NDArray[np.intp] | None = None
        self._diagonals: NDArray[np.intp] = np.zeros(0, np.intp)
        self._region = QRegion()

    @property
    def width(self) -> int:
        """The line's width in device pixels: one view pixel, rounded."""
        return self._width

    @property
    def region(self) -> QRegion:
        """The rectangles that hold the line, in device pixels."""
        self._find()
        return self._region

    def resize(self, height: int, width: int, ratio: float) -> None:
        """Another image, without a line, at so many device pixels per view pixel."""
        (self._words, self._line), self._width = _blank(height, width), max(round(ratio), 1)
        self._is_blank, self._places = True, None

    def put(self, rect: QRect, line: Pixels | None) -> None:
        """The line within a rectangle, uint8, not 0 where it runs; None where there is none.

        What of it lies beyond the image is left out.
        """
        if line is None and self._is_blank:
            return
        part = self._line[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]
        part[:] = 0 if line is None else line[: part.shape[0], : part.shape[1]]
        self._is_blank, self._places = self._is_blank and not part.any(), None

    def scroll(self, dx: int, dy: int) -> None:
        """The line moves with the picture; what comes into view is put in afterwards."""
        if not self._is_blank:
            scroll(self._line, dx, dy)
            self._places = None

    def march(self) -> None:
        """A step further."""
        self._step += 1

    def paint(self, pixels: Pixels) -> None:
        """Write the line into an image's memory, uint8 HxWx4."""
        places = self._find()
        if places.size:
            dashes = (self._diagonals + self._step * self._width) // (DASH * self._width)
            pixels.view(np.uint32).reshape(-1)[places] = np.where(dashes & 1, _WHITE, _BLACK)

    def _find(self) -> NDArray[np.intp]:
        if self._places is None:
            # Eight pixels at a time: most of them are none of the line's.
            found = np.flatnonzero(self._words)
            near = (8 * found[:, None] + np.arange(8)).reshape(-1)
            self._places = near[self._words.view(np.uint8)[near] > 0]
            self._is_blank = not self._places.size
            rows, columns = np.divmod(self._places, max(self._line.shape[1], 1))
            self._diagonals, self._region = rows + columns, _blocks(rows, columns)
        return self._places


def scroll(pixels: Pixels, dx: int, dy: int) -> None:
    """Move an array's content within it, by less than its size; what is left behind holds anything."""
    # All of it at one go, so that what leaves on one side comes in on the other: a sixth of the time of a rectangle's.
    memory, channels = pixels.reshape(-1).data, pixels.size // (pixels.shape[0] * pixels.shape[1])
    way = (dy * pixels.shape[1] + dx) * channels
    if way > 0:
        memory[way:] = memory[:-way]
    elif way < 0:
        memory[:way] = memory[-way:]


def _blank(height: int, width: int) -> tuple[NDArray[np.uint64], Pixels]:
    """A line that runs nowhere, and its memory eight pixels at a time."""
    words = np.zeros(-(-height * width // 8), np.uint64)
    return words, words.view(np.uint8)[: height * width].reshape(height, width)


def _blocks(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> QRegion:
    """The squares that hold places."""
    high, wide = (int(side.max(initial=0)) // _BLOCK + 1 for side in (rows, columns))
    found = np.zeros((high, wide), np.bool_)
    found[rows // _BLOCK, columns // _BLOCK] = True
    region = QRegion()
    for row, column in cast(Iterable[tuple[int, int]], np.argwhere(found).tolist()):
        region += QRect(column * _BLOCK, row * _BLOCK, _BLOCK, _BLOCK)
    return region
