"""Regions of what is round: what changes with a large brush's move is a narrow rim, and no more is to be painted."""

import math
from functools import lru_cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from segdesk.core.geometry import ORIGIN, Point

SMALL = 150.0
"""Pixels of radius below which a square is as good."""
_BANDS = 24
"""Rectangles that make a disc."""
_ASTRAY = 0.75
"""How far a place may lie from the whole pixel next to it, and a little more."""


def ring(at: Point, radius: float, reach: float) -> QRegion:
    """What lies within `reach` of a circle; each move of a brush needs the same one at another place."""
    return _ring(radius, reach + _ASTRAY).translated(round(at.x), round(at.y))


@lru_cache(maxsize=4)
def _ring(radius: float, reach: float) -> QRegion:
    return disc(ORIGIN, radius + reach) - disc(ORIGIN, radius - reach, is_within=True)


def rim(start: Point, end: Point, radius: float, last: float, *, reach: float) -> QRegion | None:
    """What a disc that goes from one place to another and comes to its last radius covers beyond where it began.

    `reach` is what else may change around it. None where a rectangle is as good.
    """
    way, most = math.dist(start, end), max(radius, last)
    if most < SMALL or way > radius / 2:
        return None
    middle = Point((start.x + end.x) / 2, (start.y + end.y) / 2)
    return disc(middle, most + way / 2 + reach) - disc(start, radius - reach, is_within=True)


def disc(at: Point, radius: float, *, is_within: bool = False) -> QRegion:
    """Rectangles that together cover a disc, or that lie within it."""
    if radius <= 0:
        return QRegion()
    top, bottom = math.floor(at.y - radius), math.ceil(at.y + radius)
    height = max(math.ceil((bottom - top) / _BANDS), 1)
    region = QRegion()
    for y in range(top, bottom, height):
        region += _band(at, radius, range(y, y + height), is_within=is_within)
    return region


def _band(at: Point, radius: float, rows: range, *, is_within: bool) -> QRect:
    """A disc's part between two heights as a rectangle around it, or within it."""
    ends = abs(rows.start - at.y), abs(rows.stop - at.y)
    holds_middle = rows.start <= at.y <= rows.stop
    away = max(ends) if is_within else 0.0 if holds_middle else min(ends)
    half = math.sqrt(max(radius * radius - away * away, 0.0))
    if half == 0:
        return QRect()
    left, right = at.x - half, at.x + half
    left, right = (math.ceil(left), math.floor(right)) if is_within else (math.floor(left), math.ceil(right))
    return QRect(left, rows.start, max(right - left, 0), len(rows))
