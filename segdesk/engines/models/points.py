"""Few points for many pixels: what models that were trained on clicks are given instead of a stroke."""

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Point

MOST: Final = 8
"""Points for all strokes of one polarity; a click or two say most, and models were trained on about that many."""
SPACING: Final = 1 / 16
"""How far apart points within a stroke lie at least, of the map's long side."""
_DEEP: Final = 1 / 32
"""So far inside ink, of the map's long side, a place is as good as one on a middle line."""

_Places = NDArray[np.intp]
_Floats = NDArray[np.float64]


def spread_points(scribbles: Bytes2D, most: int = MOST) -> list[Point]:
    """Points on a scribble map, uint8 HxW, in its own pixels: in the middle of the strokes and well apart.

    Each stroke that stands alone gets one, as long as there are enough; the others go where no point is near: farthest
    point sampling (Gonzalez, "Clustering to minimize the maximum intercluster distance", 1985) along the middle lines.
    """
    drawn = np.where(scribbles >= INSIDE, 255, 0).astype(np.uint8)
    if not drawn.any():
        return []
    depth = np.asarray(cv2.distanceTransform(np.pad(drawn, 1), cv2.DIST_L2, 5)[1:-1, 1:-1], np.float64)
    highest = np.asarray(cv2.dilate(depth, np.ones((3, 3), np.uint8)), np.float64)
    middle = np.argwhere((depth > 0) & ((depth >= highest) | (depth >= _DEEP * max(drawn.shape))))
    chosen = _farthest(_seeds(drawn, depth, middle), [], most=most, least=0)
    chosen = _farthest(middle, chosen, most=most, least=SPACING * max(drawn.shape))
    return [Point(float(column) + 0.5, float(row) + 0.5) for row, column in chosen]


def _seeds(drawn: Bytes2D, depth: _Floats, middle: _Places) -> _Places:
    """The deepest place of each piece of ink, the deepest piece first."""
    pieces = np.asarray(cv2.connectedComponents(drawn, connectivity=8)[1])[tuple(middle.T)]
    depths = depth[tuple(middle.T)]
    order = np.argsort(-depths, kind="stable")
    first = np.unique(pieces[order], return_index=True)[1]
    return middle[order[np.sort(first)]]


def _farthest(places: _Places, chosen: Iterable[_Places], *, most: int, least: float) -> list[_Places]:
    """Those that were chosen and up to `most` in all, each the farthest from the others, at least `least` away."""
    taken = list(chosen)
    way: _Floats = np.full(len(places), np.inf)
    for place in taken:
        way = np.minimum(way, _distances(places, place))
    while len(taken) < most:
        best = int(np.argmax(way))
        if way[best] <= least:
            break
        taken.append(places[best])
        way = np.minimum(way, _distances(places, places[best]))
    return taken


def _distances(places: _Places, place: _Places) -> _Floats:
    return np.hypot(*(places - place).T.astype(np.float64))
