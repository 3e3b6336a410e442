"""Coverage as a contour that can be moved: how far each pixel lies from the line of one half, to parts of a pixel."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D

Floats = NDArray[np.float32]

_HALF = INSIDE - 0.5
"""The level between inside and outside."""
_CRISP = 2 / 3
"""Change of coverage over two pixels from which an edge is crisp; at it both ways to place an edge agree."""
_SURE = 0.5
"""Pixels from the contour from which on a pixel is wholly on its side of a crisp edge."""
_SLACK = 0.75
"""How far beside a pixel the nearest one on the contour may lie before that means a corner."""


class Contour(NamedTuple):
    """All float32 HxW, in pixels.

    distance: to the contour, positive inside.
    across, down: the direction that leads inside from the nearest point of the contour, length 1 or 0.
    column, row: that nearest point, the middle of the first pixel being 0; along a straight contour it goes along.
    """

    distance: Floats
    across: Floats
    down: Floats
    column: Floats
    row: Floats

    def carried(self, coverage: Bytes2D, by: Floats) -> Bytes2D:
        """The coverage with its contour moved outward by so many pixels, float32 HxW, and its softness kept.

        Each pixel takes what lies across its nearest point of the contour, as far from it as the pixel is to be.
        """
        wanted = self.distance + by
        columns, rows = self.column + wanted * self.across, self.row + wanted * self.down
        found = cv2.remap(coverage, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        taken = np.asarray(found, np.uint8).reshape(coverage.shape)
        # What was taken from beyond another part of the contour is of the wrong side.
        taken[(wanted <= -_SURE) & (taken >= INSIDE)] = 0
        taken[(wanted >= _SURE) & (taken < INSIDE)] = 255
        return taken


def traced(coverage: Bytes2D) -> Contour:
    """The contour of coverage uint8 HxW that has one, that is values on both sides of one half.

    Each pixel finds the nearest pixel on the contour; that one's own offset, found from its grey level, is added along
    its gradient, as in Gustavson, Strand, "Anti-aliased Euclidean distance transform", 2011.
    """
    level = (coverage.astype(np.float32) - np.float32(_HALF)) / np.float32(255)
    inside = (coverage >= INSIDE).view(np.uint8)
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    on_contour = np.asarray(cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, cross), np.uint8).reshape(level.shape)
    rows, columns = np.nonzero(on_contour)
    slopes, nearest = _slopes(level, rows, columns), _nearest(on_contour)
    # Of whole arrays those of float32 alone, which take half the time that float64 takes.
    found = (*slopes, columns.astype(np.float32), rows.astype(np.float32))
    across, down, offset, column, row = (np.take(values, nearest) for values in found)
    aside = np.arange(level.shape[1], dtype=np.float32) - column
    below = np.arange(level.shape[0], dtype=np.float32)[:, None] - row
    direct, along = aside * across + below * down + offset, below * across - aside * down
    # Of a slanting stair of pixels the nearest is the one that sticks out, aside by up to the root of the distance.
    beside = np.copysign(np.maximum(np.abs(along) - np.sqrt(np.abs(direct)) - np.float32(_SLACK), 0), along)
    distance = np.copysign(np.sqrt(direct * direct + beside * beside), level)
    distance[rows, columns] = slopes[2]
    # On from the nearest pixel to where across it the contour lies.
    column += (aside - direct * across) + beside * down
    row += (below - direct * down) - beside * across
    return Contour(distance, across, down, column, row)


def _nearest(on_contour: Bytes2D) -> NDArray[np.intp]:
    """For each pixel the number of the nearest flagged one, counted in reading order, intp HxW."""
    places = np.flatnonzero(on_contour)
    _, found = cv2.distanceTransformWithLabels(1 - on_contour, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(found, np.intp)
    numbers = np.empty(len(places) + 1, np.intp)
    numbers[labels.ravel()[places]] = np.arange(len(places))
    return numbers[labels]


def _slopes(level: Floats, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
    """Direction of the rise (across, down; length 1 or 0) and signed distance to level 0, of pixels close to it."""
    even = cv2.GaussianBlur(level, (5, 5), 1.0, borderType=cv2.BORDER_REPLICATE)
    across, down = (
        np.asarray(cv2.Scharr(even, cv2.CV_32F, *order), np.float32).reshape(level.shape)[rows, columns]
        for order in ((1, 0), (0, 1))
    )
    length = np.hypot(across, down)
    across, down = (slope / np.maximum(length, np.float32(1e-6)) for slope in (across, down))
    last_row, last_column = level.shape[0] - 1, level.shape[1] - 1
    left, right = level[rows, np.maximum(columns - 1, 0)], level[rows, np.minimum(columns + 1, last_column)]
    above, under = level[np.maximum(rows - 1, 0), columns], level[np.minimum(rows + 1, last_row), columns]
    own, is_upright = level[rows, columns], np.abs(across) >= np.abs(down)
    rise = np.where(is_upright, np.abs(right - left), np.abs(under - above))
    total = own + np.where(is_upright, left + right, above + under)
    # Across a crisp edge the three levels add up to where it lies; a soft one is a ramp.
    offset = np.where(rise >= _CRISP, total, 2 * own / np.maximum(rise, np.float32(1e-3)))
    offset = np.clip(offset, -1, 1) * np.maximum(np.abs(across), np.abs(down))
    # In the middle of a thin line nothing rises; it is inside by half of what it covers.
    offset = np.where(length < 1e-3, own, np.copysign(offset, own))
    return np.asarray(across, np.float32), np.asarray(down, np.float32), np.asarray(offset, np.float32)
