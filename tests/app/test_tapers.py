"""What a brush covers whose width changes along its line: the discs on the whole way from point to point, no more."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from segdesk.app.tapers import brush_path
from segdesk.core.geometry import Point, Viewport

SIDE, STEPS = 200, 24

Line = list[tuple[float, float, float]]


def filled(line: Line, *, smooth: bool) -> np.ndarray:
    """The path of points x, y, radius, filled: uint8."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    path = brush_path(tuple(Point(x, y) for x, y, _ in line), tuple(radius for *_, radius in line), Viewport(1.0))
    painter.fillPath(path, QColor("white"))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIDE, SIDE).copy()


def depth(line: Line) -> np.ndarray:
    """How deep each pixel's middle lies in the discs on the way, at most; below 0 outside of all."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    found = np.full((SIDE, SIDE), -np.inf)
    for one, other in zip(line, line[1:] or line, strict=False):
        for share in np.linspace(0, 1, STEPS + 1):
            at_x, at_y, radius = (a + share * (b - a) for a, b in zip(one, other, strict=True))
            np.maximum(found, radius - np.hypot(x - at_x, y - at_y), out=found)
    return found


def hand(*, step: float, turn: float, radius: float, change: float) -> Line:
    """A line that winds through the middle, as a pen whose pressure goes up and down."""
    line, x, y, angle = Line(), 100.0, 100.0, 0.0
    for number in range(40):
        line.append((x, y, radius + change * math.sin(number / 2)))
        angle += turn * math.sin(number / 5)
        x, y = x + step * math.cos(angle), y + step * math.sin(angle)
        angle += 0.35
    return line


LINES: dict[str, Line] = {
    "a point": [(100, 90, 30)],
    "twice the same": [(100, 90, 30), (100, 90, 20)],
    "to a thin end": [(60, 60, 40), (150, 140, 1)],
    "forth and back": [(50, 100, 8), (140, 100, 40), (52, 101, 12)],
    "one in the other": [(100, 100, 50), (110, 104, 20), (170, 150, 10)],
    "a sharp turn": [(40, 150, 15), (150, 140, 22), (60, 60, 9), (150, 40, 18)],
    "close by": hand(step=2.5, turn=0.2, radius=30, change=14),
    "wide apart": hand(step=14, turn=0.6, radius=16, change=12),
    "thin": hand(step=6, turn=0.4, radius=3, change=2),
}


@pytest.mark.parametrize("smooth", [True, False])
@pytest.mark.parametrize("line", LINES.values(), ids=list(LINES))
def test_a_brush_covers_all_it_passes_over_and_nothing_else(line: Line, smooth: bool) -> None:
    shown, deep = filled(line, smooth=smooth), depth(line)
    assert shown[deep > 1.5].min(initial=255) > 230
    assert shown[deep < -1.5].max(initial=0) < 4
