"""The shape of a stroke whose width changes along it, as a path to fill."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from segdesk.core.geometry import Point, Viewport

_Disc = tuple[float, float, float]
"""x, y and radius."""


def brush_path(
    points: tuple[Point, ...], radii: tuple[float, ...], viewport: Viewport, *, reach: float = 0.0
) -> QPainterPath:
    """What a brush covers that has a radius of its own at each point, and `reach` more, in view coordinates.

    It is made of discs and of what lies between two, all of them drawn clockwise, so that where they overlap it is one.
    """
    places = [viewport.to_view(at) for at in points]
    discs = [(at.x, at.y, radius * viewport.scale + reach) for at, radius in zip(places, radii, strict=True)]
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y, radius in discs:
        path.addEllipse(QPointF(x, y), radius, radius)
    for one, other in pairwise(discs):
        if len(sides := _sides(one, other)) == 4:
            path.addPolygon(QPolygonF(sides))
            path.closeSubpath()
    return path


def _sides(one: _Disc, other: _Disc) -> list[QPointF]:
    """The corners between two discs, where the lines that touch both leave them; none where one holds the other."""
    (x, y, radius), (to_x, to_y, last) = one, other
    length = math.hypot(to_x - x, to_y - y)
    if length <= abs(last - radius):
        return []
    across, down, lean = (to_x - x) / length, (to_y - y) / length, (radius - last) / length
    upright = math.sqrt(1 - lean * lean)
    left = across * lean + down * upright, down * lean - across * upright
    right = across * lean - down * upright, down * lean + across * upright
    corners = ((x, y, radius, left), (to_x, to_y, last, left), (to_x, to_y, last, right), (x, y, radius, right))
    return [QPointF(at + size * way[0], level + size * way[1]) for at, level, size, way in corners]
