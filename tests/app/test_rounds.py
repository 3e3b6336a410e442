"""What a large brush's move makes be painted again: all that changes, and not much more."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from segdesk.app.rounds import disc, rim, ring
from segdesk.core.geometry import Point

SIDE = 700
CENTRE = Point(341.3, 352.8)


def flags(region: QRegion) -> np.ndarray:
    covered = np.zeros((SIDE, SIDE), np.bool_)
    rects: list[QRect] = list(region)  # pyright: ignore[reportArgumentType]
    for rect in rects:
        covered[max(rect.top(), 0) : rect.bottom() + 1, max(rect.left(), 0) : rect.right() + 1] = True
    return covered


def away(at: Point) -> np.ndarray:
    """From every pixel's middle."""
    places = np.arange(SIDE) + 0.5
    return np.hypot(places - at.x, (places - at.y)[:, None])


@pytest.mark.parametrize("radius", [3.2, 40, 251.7])
def test_a_disc_is_covered_and_one_within_stays_within(radius: float) -> None:
    assert flags(disc(CENTRE, radius))[away(CENTRE) <= radius].all()
    within = flags(disc(CENTRE, radius, is_within=True))
    assert not within[away(CENTRE) > radius].any()
    assert within.sum() > 0.8 * math.pi * radius**2 - 12 * radius


def test_a_ring_is_narrow() -> None:
    covered, distance = flags(ring(CENTRE, 250, 3)), away(CENTRE)
    assert covered[np.abs(distance - 250) <= 3].all()
    assert covered.sum() < 0.25 * math.pi * 250**2
    assert ring(CENTRE, 2, 3).contains(QRect(341, 352, 1, 1))


@pytest.mark.parametrize("last", [200.0, 230.0, 170.0])
def test_the_rim_of_a_move_is_all_that_it_adds(last: float) -> None:
    end = Point(CENTRE.x + 21, CENTRE.y - 13)
    region = rim(CENTRE, end, 200, last, reach=2)
    assert region is not None
    added = np.zeros((SIDE, SIDE), np.bool_)
    for share in np.linspace(0, 1, 40):
        at = Point(CENTRE.x + share * (end.x - CENTRE.x), CENTRE.y + share * (end.y - CENTRE.y))
        added |= away(at) <= 200 + share * (last - 200)
    added &= away(CENTRE) > 200 - 1
    assert flags(region)[added].all()


def test_small_brushes_and_long_moves_are_left_to_rectangles() -> None:
    assert rim(CENTRE, Point(345, 350), 30, 30, reach=2) is None
    assert rim(CENTRE, Point(600, 350), 200, 200, reach=2) is None
