"""Where coverage has an edge: the few rectangles of a large picture that are worth working on, a piece at a time."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D

_NEAR = 16
"""Pixels up to which nearness is measured exactly; farther it is counted in squares, at no cost."""


class Strip(NamedTuple):
    """A half-open rectangle in pixels."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def region(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int) -> "Strip":
        """With a margin on each side, cut at zero; beyond the far sides slicing cuts it."""
        return Strip(max(self.top - margin, 0), self.bottom + margin, max(self.left - margin, 0), self.right + margin)

    def scaled(self, down: float, across: float) -> "Strip":
        return Strip(*(round(side * down) for side in self[:2]), *(round(side * across) for side in self[2:]))

    def within(self, outer: "Strip") -> tuple[slice, slice]:
        """This strip's place in an array cut out along the outer one."""
        top, left = self.top - outer.top, self.left - outer.left
        return slice(top, top + self.bottom - self.top), slice(left, left + self.right - self.left)


def strips(
    coverage: Bytes2D, *, cell: int, reach: int, still: int = 0, wanted: NDArray[np.bool_] | None = None
) -> Iterator[Strip]:
    """Runs of squares with an edge in or near them; runs, so that few calls do much work each.

    coverage: uint8 HxW.
    cell:     side of the squares in pixels.
    reach:    how far outside a square an edge counts, in pixels; a little farther at times.
    still:    levels of change that are no edge yet.
    wanted:   which squares count, one flag each; all of them when it is None.
    """
    high, wide = coverage.shape
    near = min(reach, _NEAR)
    steepest = np.maximum.reduceat(change(coverage, near), range(0, high, cell), axis=0)
    cells = (np.maximum.reduceat(steepest, range(0, wide, cell), axis=1) > still).astype(np.uint8)
    if reach > near:
        around = 2 * math.ceil((reach - near) / cell) + 1
        cells = np.asarray(cv2.dilate(cells, np.ones((around, around), np.uint8))).reshape(cells.shape)
    if wanted is not None:
        cells = cells * wanted
    for row, flags in enumerate(np.pad(cells, ((0, 0), (1, 1)))):
        turns = np.flatnonzero(flags[1:] != flags[:-1]).tolist()
        for first, behind in zip(turns[::2], turns[1::2], strict=True):
            yield Strip(row * cell, min((row + 1) * cell, high), first * cell, min(behind * cell, wide))


def change(coverage: Bytes2D, reach: int) -> Bytes2D:
    """Highest less lowest value within so many pixels."""
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(coverage, cv2.MORPH_GRADIENT, square), np.uint8).reshape(coverage.shape)
