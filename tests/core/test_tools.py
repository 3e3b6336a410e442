"""Gestures: what the pointer does becomes a prompt, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Region, Stroke
from segdesk.core.tools import (
    MAX_RADIUS,
    MIN_RADIUS,
    BoxTool,
    Brush,
    Draft,
    Lasso,
    Pointer,
    Polygon,
    PolygonDraft,
    Tool,
    resized,
)
from tests.core.values import numbers, points

SIZE = Size(100, 80)
BRUSH = Brush(Polarity.KEEP, 4)
pointers = st.builds(Pointer, points, st.booleans(), st.booleans(), share=st.floats(0.1, 1))


def drawn(tool: Tool, *pointers: Pointer) -> Draft:
    draft: Draft = tool.begin(pointers[0])
    for pointer in pointers[1:]:
        draft = draft.moved(pointer)
    return draft


def at(x: float, y: float, *, opposite: bool = False, straight: bool = False) -> Pointer:
    return Pointer(Point(x, y), opposite, straight)


def test_a_click_is_a_stroke_of_one_point() -> None:
    assert drawn(BRUSH, at(10, 20)).ended(SIZE) == Stroke(Polarity.KEEP, 4, (Point(10, 20),))


def test_a_drag_keeps_every_place_once() -> None:
    draft = drawn(BRUSH, at(10, 20), at(11, 20), at(11, 20), at(12, 21))
    assert draft.ended(SIZE) == Stroke(Polarity.KEEP, 4, (Point(10, 20), Point(11, 20), Point(12, 21)))


def test_the_other_button_paints_the_opposite_for_the_whole_stroke() -> None:
    stroke = drawn(BRUSH, at(10, 20, opposite=True), at(30, 20)).ended(SIZE)
    assert isinstance(stroke, Stroke)
    assert stroke.polarity is Polarity.REMOVE


def test_a_straight_line_runs_from_its_start_to_where_the_pointer_is() -> None:
    draft = drawn(BRUSH, at(10, 20), at(40, 60, straight=True), at(50, 20, straight=True))
    assert draft.ended(SIZE) == Stroke(Polarity.KEEP, 4, (Point(10, 20), Point(50, 20)))


def test_letting_go_of_shift_goes_on_freely_from_the_end_of_the_line() -> None:
    draft = drawn(BRUSH, at(10, 20), at(50, 20, straight=True), at(50, 30), at(50, 40, straight=True))
    expected = (Point(10, 20), Point(50, 20), Point(50, 30), Point(50, 40))
    assert draft.ended(SIZE) == Stroke(Polarity.KEEP, 4, expected)


def test_a_stroke_that_never_touched_the_picture_is_nothing() -> None:
    assert drawn(BRUSH, at(-30, -30), at(-5, -30)).ended(SIZE) is None
    assert drawn(BRUSH, at(110, 20)).ended(SIZE) is None


def test_a_brush_that_reaches_in_from_outside_counts() -> None:
    assert drawn(BRUSH, at(102, 20)).ended(SIZE) is not None


@given(st.lists(pointers, min_size=1, max_size=6))
def test_a_stroke_begins_and_ends_where_the_pointer_did(way: list[Pointer]) -> None:
    stroke = drawn(BRUSH, *way).ended(Size(50_000, 50_000))
    if isinstance(stroke, Stroke):
        assert stroke.points[0] == way[0].at
        assert stroke.points[-1] == way[-1].at


@given(st.lists(pointers, min_size=2, max_size=6), st.sampled_from([BRUSH, BoxTool(), Lasso(), Polygon()]))
def test_dropping_a_draft_leaves_what_it_was_before(way: list[Pointer], tool: Tool) -> None:
    draft = drawn(tool, *way[:-1])
    before = draft.ended(SIZE)
    draft.moved(way[-1])
    assert draft.ended(SIZE) == before


def test_a_box_is_dragged_from_any_corner_and_clipped() -> None:
    assert drawn(BoxTool(), at(30, 40), at(10, 20)).ended(SIZE) == BoxPrompt(Box(10, 20, 30, 40))
    assert drawn(BoxTool(), at(50, 50), at(500, 500)).ended(SIZE) == BoxPrompt(Box(50, 50, 100, 80))


def test_a_straight_box_is_a_square() -> None:
    assert drawn(BoxTool(), at(50, 40), at(40, 20, straight=True)).ended(SIZE) == BoxPrompt(Box(30, 20, 50, 40))


@pytest.mark.parametrize("corner", [(10, 20), (11.9, 60), (60, 21), (-30, 40)])
def test_a_tiny_box_is_nothing(corner: tuple[float, float]) -> None:
    assert drawn(BoxTool(), at(10, 20) if corner[0] >= 0 else at(-10, 20), at(*corner)).ended(SIZE) is None


@given(numbers, numbers, numbers, numbers)
def test_a_finished_box_lies_in_the_picture(x: float, y: float, to_x: float, to_y: float) -> None:
    prompt = drawn(BoxTool(), at(x, y), at(to_x, to_y)).ended(SIZE)
    if isinstance(prompt, BoxPrompt):
        assert prompt.box == prompt.box.clipped(SIZE)
        assert min(prompt.box.width, prompt.box.height) >= 2


@given(st.integers(int(MIN_RADIUS), int(MAX_RADIUS)), st.integers(-6, 6))
def test_a_press_changes_the_radius_by_at_least_a_pixel_within_limits(radius: int, steps: int) -> None:
    changed = resized(radius, steps)
    assert MIN_RADIUS <= changed <= MAX_RADIUS
    assert (changed - radius) * steps >= 0
    assert abs(changed - radius) >= min(abs(steps), MAX_RADIUS - radius if steps > 0 else radius - MIN_RADIUS)


def test_a_lasso_goes_around_what_it_was_drawn_around() -> None:
    way = [at(10, 10), at(50, 10), at(50, 50), at(50, 50), at(10, 50)]
    expected = (Point(10, 10), Point(50, 10), Point(50, 50), Point(10, 50))
    assert drawn(Lasso(), *way).ended(SIZE) == Region(Polarity.KEEP, expected)
    opposite = drawn(Lasso(), at(10, 10, opposite=True), *way[1:]).ended(SIZE)
    assert opposite == Region(Polarity.REMOVE, expected)


def test_shift_draws_a_straight_side_of_a_lasso() -> None:
    draft = drawn(Lasso(), at(10, 10), at(30, 12, straight=True), at(50, 10, straight=True), at(50, 40))
    assert draft.ended(SIZE) == Region(Polarity.KEEP, (Point(10, 10), Point(50, 10), Point(50, 40)))


@pytest.mark.parametrize(
    "way", [[(10, 10)], [(10, 10), (50, 10)], [(10, 10), (11, 10), (11, 11)], [(-50, 0), (-10, 0), (-20, 40)]]
)
def test_a_region_that_goes_around_nothing_is_nothing(way: list[tuple[float, float]]) -> None:
    assert drawn(Lasso(), *(at(x, y) for x, y in way)).ended(SIZE) is None


def polygon(*corners: tuple[float, float], reach: float = 4) -> PolygonDraft:
    first, *rest = [Pointer(Point(x, y), reach=reach) for x, y in corners]
    draft = Polygon().begin(first)
    for pointer in rest:
        draft = draft.moved(pointer).cornered(pointer)
    return draft


def test_a_polygon_is_its_corners_and_not_the_way_between_them() -> None:
    draft = polygon((10, 10), (50, 10), (50, 50)).moved(at(30, 30)).moved(at(10, 60))
    assert draft.ended(SIZE) == Region(Polarity.KEEP, (Point(10, 10), Point(50, 10), Point(50, 50)))
    assert draft.outline[-1] == Point(10, 60)


def test_a_polygon_takes_corners_back_until_none_is_left() -> None:
    draft = polygon((10, 10), (50, 10), (50, 50))
    shorter = draft.stepped_back()
    assert shorter is not None
    assert shorter.corners == (Point(10, 10), Point(50, 10))
    assert not shorter.can_close
    assert polygon((10, 10)).stepped_back() is None


def test_a_polygon_closes_at_its_first_corner_once_it_has_three() -> None:
    draft = polygon((10, 10), (50, 10), (50, 50))
    assert draft.closes_at(Pointer(Point(12, 12), reach=4))
    assert not draft.closes_at(Pointer(Point(15, 10), reach=4))
    assert not polygon((10, 10), (50, 10)).closes_at(Pointer(Point(10, 10), reach=4))


def test_a_second_click_on_a_corner_sets_no_other() -> None:
    assert len(polygon((10, 10), (50, 10), (50.5, 10)).corners) == 2


def test_shift_turns_a_side_by_steps_of_45_degrees() -> None:
    draft = polygon((10, 10)).moved(at(40, 14, straight=True))
    assert draft.free == pytest.approx((40, 10))
    assert draft.moved(at(30, 34, straight=True)).free == pytest.approx((32, 32))
