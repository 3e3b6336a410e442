"""The shape of a stroke whose width changes along it, as a path to fill."""

import math
from itertools import pairwise

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from segdesk.core.geometry import Point, Viewport

_Disc = tuple[float, float, float]
"""x, y and radius."""
_Way = tuple[float, float]
"""From one disc to the next: the angle of its direction, and how far off it a line that touches both leaves them."""
_FLAT, _LAP = 0.05, 0.5
"""View pixels by which an arc may bulge and still be drawn as a line, and by which two pieces overlap at least."""


def brush_path(
    points: tuple[Point, ...], radii: tuple[float, ...], viewport: Viewport, *, reach: float = 0.0
) -> QPainterPath:
    """What a brush covers that has a radius of its own at each point, and `reach` more, in view coordinates.

    It is made of what lies between two discs and of the wedges that this leaves open at the outside of a turn, all
    of them drawn clockwise, so that where they overlap it is one. Whole discs in their place take three times as long.
    """
    places = [viewport.to_view(at) for at in points]
    discs = [(at.x, at.y, radius * viewport.scale + reach) for at, radius in zip(places, radii, strict=True)]
    ways = [_way(one, other) for one, other in pairwise(discs)]
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for disc, before, after in zip(discs, [None, *ways], [*ways, None], strict=True):
        if before is None or after is None:
            path.addEllipse(QPointF(disc[0], disc[1]), disc[2], disc[2])
        else:
            turn, widens = math.remainder(after[0] - before[0], math.tau), after[1] - before[1]
            _add_wedge(path, disc, start=before[0] - before[1], sweep=turn - widens)
            _add_wedge(path, disc, start=after[0] + after[1], sweep=-turn - widens)
    for one, other, way in zip(discs, discs[1:], ways, strict=False):
        if way is not None:
            path.addPolygon(_between(one, other, way))
            path.closeSubpath()
    return path


def _way(one: _Disc, other: _Disc) -> _Way | None:
    """The way between two discs; None where one holds the other."""
    (x, y, radius), (to_x, to_y, last) = one, other
    length = math.hypot(to_x - x, to_y - y)
    if length <= abs(last - radius):
        return None
    return math.atan2(to_y - y, to_x - x), math.acos((radius - last) / length)


def _between(one: _Disc, other: _Disc, way: _Way) -> QPolygonF:
    """What lies between two discs' middles and the lines that touch both; what it leaves of a disc is a sector."""
    left, right = way[0] - way[1], way[0] + way[1]
    # A little beyond the middles, so that no gap as wide as a rounding is left to the next piece.
    (x, y, radius), (to_x, to_y, last) = one, other
    start = _on((x, y, -min(_LAP, radius / 2)), way[0])
    end = _on((to_x, to_y, min(_LAP, last / 2)), way[0])
    return QPolygonF([start, _on(one, left), _on(other, left), end, _on(other, right), _on(one, right)])


def _add_wedge(path: QPainterPath, disc: _Disc, *, start: float, sweep: float) -> None:
    """Add a sector of a disc from an angle on, clockwise; none where it would go the other way."""
    if sweep <= 0:
        return
    x, y, radius = disc
    corners = [QPointF(x, y), _on(disc, start), _on(disc, start + sweep)]
    if radius * (1 - math.cos(min(sweep / 2, math.pi))) <= _FLAT:
        path.addPolygon(QPolygonF(corners))
    else:
        path.moveTo(corners[0])
        path.arcTo(x - radius, y - radius, 2 * radius, 2 * radius, -math.degrees(start), -math.degrees(sweep))
    path.closeSubpath()


def _on(disc: _Disc, angle: float) -> QPointF:
    """The place on a disc's rim in a direction from its middle."""
    x, y, radius = disc
    return QPointF(x + radius * math.cos(angle), y + radius * math.sin(angle))
