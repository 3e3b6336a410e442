"""Few points for a stroke: on it, in its middle, well apart, never many."""

from collections.abc import Callable

import numpy as np
import pytest

from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Stroke
from segdesk.engines.models.frames import Frame
from segdesk.engines.models.points import MOST, SPACING, spread_points
from tests.said import rasterised
from tests.scenes import click

SIZE = Size(1024, 768)


def points_of(*strokes: Stroke) -> list[Point]:
    return spread_points(rasterised(strokes, SIZE))


def test_nothing_drawn_gives_no_point() -> None:
    assert points_of() == []
    assert points_of(click(Point(-100, -100))) == []


def test_a_click_is_one_point_in_its_middle() -> None:
    (point,) = points_of(click(Point(300.5, 200.5), radius=20))
    assert abs(point.x - 300.5) <= 1
    assert abs(point.y - 200.5) <= 1


def test_a_long_stroke_is_a_few_points_along_it_from_end_to_end() -> None:
    points = points_of(Stroke(Polarity.KEEP, 10, (Point(100, 300), Point(900, 300))))
    assert 4 <= len(points) <= MOST
    assert all(abs(point.y - 300) < 3 for point in points)
    xs = sorted(point.x for point in points)
    assert xs[0] < 130
    assert xs[-1] > 870
    assert np.diff(xs).min() >= SPACING * SIZE.long_side * 0.99


def test_a_painted_area_is_a_few_points_deep_inside() -> None:
    points = points_of(click(Point(500, 400), radius=200))
    assert 4 <= len(points) <= MOST
    assert all(np.hypot(point.x - 500, point.y - 400) < 200 - 24 for point in points)


def test_every_stroke_has_its_own_point_as_long_as_there_are_enough() -> None:
    places = [Point(100.5 + 100 * index, 300.5) for index in range(MOST)]
    points = points_of(*(click(place, radius=4 + index) for index, place in enumerate(places)))
    assert sorted(round(point.x) for point in points) == [round(place.x) for place in places]


@pytest.mark.parametrize("count", [20, 400])
def test_many_strokes_are_still_few_points(count: int) -> None:
    chance = np.random.default_rng(2)
    points = points_of(*(click(Point(*place), radius=3) for place in chance.uniform(20, 740, (count, 2))))
    assert len(points) == MOST
    apart = [np.hypot(one.x - other.x, one.y - other.y) for one in points for other in points if one is not other]
    assert min(apart) > 100


def test_the_same_ink_gives_the_same_points() -> None:
    stroke = Stroke(Polarity.KEEP, 9, (Point(10, 10), Point(700, 80), Point(200, 600)))
    assert points_of(stroke) == points_of(stroke)


@pytest.mark.parametrize("size", [Size(320, 240), Size(3000, 50), Size(7, 900), Size(1, 1)])
@pytest.mark.parametrize("make", [Frame.padded, Frame.stretched])
def test_what_goes_onto_a_grid_comes_back_where_it_was(size: Size, make: Callable[[Size, Size], Frame]) -> None:
    frame = make(size, Size(1024, 1024))
    truth = np.zeros((size.height, size.width), np.uint8)
    truth[size.height // 3 :, : size.width // 2 + 1] = 255
    lowered = np.nan_to_num(frame.lowered(truth, Size(256, 256)))
    back = frame.raised(lowered, size) >= 0.5
    assert np.mean(back == (truth >= 128)) > 0.9
