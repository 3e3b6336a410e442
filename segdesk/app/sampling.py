"""Pixels of an array where a view needs them: smooth, or as the squares they are. Works on what is in view alone."""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from segdesk.app.halved import Halved, Pixels
from segdesk.app.quilt import Level
from segdesk.core.geometry import Point

TIE: Final = 1e-6
"""Pixels by which a place may seem to miss where it lies: what is half-way between two is to fall to the same of them
in whatever part of the view it is looked at."""


class Grid(NamedTuple):
    """Places in an array whose pixel centres lie at +0.5: `first`, and further on by a step per column and per row."""

    first: Point
    across: Point
    down: Point
    size: tuple[int, int]
    """Width and height."""

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all places."""
        (x, y), (width, height) = self.first, self.size
        xs = [x + self.across.x * column + self.down.x * row for column in (0, width - 1) for row in (0, height - 1)]
        ys = [y + self.across.y * column + self.down.y * row for column in (0, width - 1) for row in (0, height - 1)]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def doubled(self) -> "Grid":
        """The same places in an array of twice the size."""
        first, across, down = (Point(2 * place.x, 2 * place.y) for place in (self.first, self.across, self.down))
        return Grid(first, across, down, self.size)


def sharp(level: Level, grid: Grid) -> Pixels:
    """The level's pixels as squares; beyond its rim the rim is repeated."""
    if grid.across.y == grid.down.x == 0:
        return _picked(level, grid, (grid.across.x, grid.down.y), grid.size)
    if grid.across.x == grid.down.y == 0:
        width, height = grid.size
        sideways = _picked(level, grid, (grid.down.x, grid.across.y), (height, width))
        return np.ascontiguousarray(sideways.swapaxes(0, 1))
    return _warped(level, grid, is_smooth=False)


def smooth(level: Level, grid: Grid) -> Pixels:
    """Bilinear samples; beyond the level's rim the rim is repeated."""
    return _warped(level, grid, is_smooth=True)


def nearest(level: Level, grid: Grid) -> Pixels:
    """Whatever pixel lies next, in a third of the time; beyond the level's rim the rim is repeated.

    Of a level that is averaged where it is read, one of those it is averaged from.
    """
    if isinstance(level, Halved):
        level, grid = level.whole, grid.doubled
    return _warped(level, grid, is_smooth=False)


def _picked(level: Level, grid: Grid, steps: tuple[float, float], size: tuple[int, int]) -> Pixels:
    columns = _indices(grid.first.x, steps[0], count=size[0], limit=level.shape[1])
    rows = _indices(grid.first.y, steps[1], count=size[1], limit=level.shape[0])
    left, top = columns.min(), rows.min()
    part = level[top : rows.max() + 1, left : columns.max() + 1]
    # Columns first: there are few rows yet, and whole rows are copied at one go. Indexing takes ten times as long.
    return np.take(np.take(part, columns - left, axis=1), rows - top, axis=0)


def _copied(level: Level, grid: Grid) -> Pixels | None:
    """Where every place is the middle of a pixel of its own, just those pixels: of every size a copy is quickest."""
    left, top, (width, height) = grid.first.x - 0.5, grid.first.y - 0.5, grid.size
    if grid.across != (1, 0) or grid.down != (0, 1) or left % 1 or top % 1:
        return None
    if left < 0 or top < 0 or left + width > level.shape[1] or top + height > level.shape[0]:
        return None
    return np.array(level[int(top) : int(top) + height, int(left) : int(left) + width])


def _warped(level: Level, grid: Grid, *, is_smooth: bool) -> Pixels:
    """Only the part of the level that is needed is handed to OpenCV, which takes no side beyond 32767 pixels."""
    copied = _copied(level, grid)
    if copied is not None:
        return copied
    # OpenCV is loaded with the first picture, not with the window.
    import cv2

    height, width = level.shape[:2]
    west, north, east, south = grid.bounds
    left, top = min(max(math.floor(west) - 1, 0), width - 1), min(max(math.floor(north) - 1, 0), height - 1)
    right, bottom = min(max(math.ceil(east) + 2, left + 1), width), min(max(math.ceil(south) + 2, top + 1), height)
    place = np.array(
        [
            [grid.across.x, grid.down.x, grid.first.x - 0.5 - left],
            [grid.across.y, grid.down.y, grid.first.y - 0.5 - top],
        ],
        np.float64,
    )
    flags = (cv2.INTER_LINEAR if is_smooth else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
    part = level[top:bottom, left:right]
    # The approximation differs by a level at most, and takes half the time.
    border, hint = cv2.BORDER_REPLICATE, cv2.ALGO_HINT_APPROX
    return np.asarray(cv2.warpAffine(part, place, grid.size, flags=flags, borderMode=border, hint=hint), np.uint8)


def _indices(first: float, step: float, *, count: int, limit: int) -> NDArray[np.intp]:
    return np.clip(np.floor(first + TIE + np.arange(count) * step), 0, limit - 1).astype(np.intp)
