"""Prompts as things: what a place hits, how far things move, what a handle makes of a box."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.document import Document, EdgeSettings, Mask, MaskSource, Picture, Subject, Traits
from segdesk.core.edits import apply
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.objectedits import removal, replacement
from segdesk.core.objects import (
    LEAST_IN_SIGHT,
    SMALLEST_BOX,
    Grip,
    Moving,
    Resizing,
    Thing,
    bounds_of,
    grip_at,
    moved,
    moved_within,
    resized,
    subject_at,
    thing_at,
    touches,
)
from segdesk.core.prompts import BoxPrompt, HairStroke, Mark, Polarity, Prompts, Region, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Pointer
from tests.core.values import polarities
from tests.said import rasterised

SIZE = Size(100, 80)
PICTURE = Picture(np.zeros((SIZE.height, SIZE.width, 3), np.uint8))
BOX = BoxPrompt(Box(20, 10, 60, 50))
DOT = Stroke(Polarity.KEEP, 6, (Point(40, 30),))
LINE = Stroke(Polarity.REMOVE, 2, (Point(10, 70), Point(90, 70)))
FLAG = Region(Polarity.REMOVE, (Point(70, 10), Point(90, 10), Point(80, 30)))

places = st.builds(Point, st.floats(-20, 120), st.floats(-20, 100))
inner = st.builds(Point, st.floats(0, 100), st.floats(0, 80))
outlines = st.lists(inner, min_size=3, max_size=9).map(tuple)
inner_boxes = st.builds(Box.spanning, inner, inner).filter(lambda box: min(box.width, box.height) >= SMALLEST_BOX)
things = st.one_of(
    st.builds(BoxPrompt, inner_boxes),
    st.builds(Stroke, polarities, st.floats(1, 20), st.lists(inner, min_size=1, max_size=5).map(tuple)),
    st.builds(Region, polarities, outlines),
)


def said(*strokes: Mark, boxes: tuple[BoxPrompt, ...] = ()) -> Subject:
    return Subject(prompts=Prompts(strokes=strokes, boxes=boxes))


def at(x: float, y: float, *, straight: bool = False) -> Pointer:
    return Pointer(Point(x, y), straight=straight)


@pytest.mark.parametrize(
    ("thing", "place", "is_hit"),
    [
        (DOT, (45.9, 30), True),
        (DOT, (46.1, 30), False),
        (LINE, (50, 71.9), True),
        (LINE, (50, 72.1), False),
        (LINE, (92.1, 70), False),
        (FLAG, (80, 20), True),
        (FLAG, (71, 28), False),
        (BOX, (20.5, 30), True),
        (BOX, (30, 30), False),
        (BOX, (18, 30), False),
    ],
)
def test_a_place_hits_what_is_painted_there(thing: Thing, place: tuple[float, float], is_hit: bool) -> None:
    assert touches(thing, Point(*place), reach=1) == is_hit


def test_a_thin_stroke_is_within_reach_beyond_its_width() -> None:
    assert touches(LINE, Point(50, 75), reach=5)
    assert not touches(LINE, Point(50, 75.1), reach=5)


@given(st.lists(st.tuples(st.integers(0, 39), st.integers(0, 29)), min_size=3, max_size=8))
def test_a_region_is_hit_where_it_is_painted(corners: list[tuple[int, int]]) -> None:
    region = Region(Polarity.KEEP, tuple(Point(x + 0.3137, y + 0.1271) for x, y in corners))
    painted = rasterised([region], Size(40, 30)) > 0
    hit = np.array([[touches(region, Point(x + 0.5, y + 0.5), reach=0) for x in range(40)] for y in range(30)])
    # A region too slim for a pixel centre is painted as a line, which a place can miss.
    assert not (hit & ~painted).any()
    if hit.any():
        np.testing.assert_array_equal(hit, painted)


def test_the_topmost_is_hit_first() -> None:
    over = Stroke(Polarity.REMOVE, 6, (Point(44, 30),))
    assert thing_at(said(DOT, over), Point(42, 30), reach=1) is over
    assert thing_at(said(over, DOT), Point(42, 30), reach=1) is DOT
    side = BoxPrompt(Box(42, 0, 100, 80))
    assert thing_at(said(DOT, boxes=(side,)), Point(42, 30), reach=1) is side


def test_a_box_is_taken_by_its_inside_where_nothing_else_lies() -> None:
    outer = BoxPrompt(Box(5, 5, 95, 75))
    subject = said(DOT, boxes=(BOX, outer))
    assert thing_at(subject, Point(40, 30), reach=1) is DOT
    assert thing_at(subject, Point(25, 45), reach=1) is BOX
    assert thing_at(subject, Point(80, 60), reach=1) is outer
    assert thing_at(subject, Point(99, 79), reach=1) is None


def test_strokes_of_the_brushes_lie_under_what_was_said() -> None:
    hair, paint = HairStroke(Polarity.KEEP, 9, DOT.points), RetouchStroke(Polarity.REMOVE, 15, DOT.points)
    subject = replace(said(DOT), hair=(hair,), retouch=(paint,))
    assert [thing_at(subject, Point(40 + dx, 30), reach=1) for dx in (0, 8, 14, 17)] == [DOT, hair, paint, None]
    for thing, emptied in ((DOT, replace(subject, prompts=Prompts())), (hair, replace(subject, hair=()))):
        document, inverse = apply(Document(PICTURE, (subject,)), removal(subject, thing))
        assert document.subject == emptied
        assert apply(document, inverse)[0].subject == subject
    document, _ = apply(Document(PICTURE, (subject,)), replacement(subject, paint, paint.flipped))
    assert document.subject.retouch == (paint.flipped,)
    with pytest.raises(ValueError, match="not in tuple"):
        removal(subject, hair.flipped)


def test_the_uppermost_subject_that_shows_is_at_a_place() -> None:
    left, all_of_it, nothing = (np.zeros((80, 100), np.uint8) for _ in range(3))
    left[:, :50], all_of_it[:] = 255, 255
    masks = [Mask(coverage, MaskSource("test", Prompts())) for coverage in (left, all_of_it, nothing)]
    above, below, empty = (Subject(key, mask=mask) for key, mask in enumerate(masks))
    document = Document(PICTURE, (above, below, empty))
    assert [subject_at(document, Point(x, 40)) for x in (20, 80, 100)] == [0, 1, None]
    hidden = replace(above, traits=Traits(is_visible=False))
    assert subject_at(document.with_subject(0, hidden), Point(20, 40)) == 1
    inverted = replace(above, edges=EdgeSettings(invert=True))
    assert [subject_at(document.with_subject(0, inverted), Point(x, 40)) for x in (20, 80)] == [1, 0]
    erased = replace(above, retouch=(RetouchStroke(Polarity.REMOVE, 5, (Point(20, 40),)),))
    assert [subject_at(document.with_subject(0, erased), Point(x, 40)) for x in (20, 30)] == [1, 0]


@given(things, st.floats(-50, 50), st.floats(-50, 50))
def test_a_move_there_and_back_changes_nothing_but_the_last_bits(thing: Thing, dx: float, dy: float) -> None:
    there = bounds_of(moved(thing, dx, dy))
    assert there == pytest.approx(bounds_of(thing).moved(dx, dy))
    assert bounds_of(moved(moved(thing, dx, dy), -dx, -dy)) == pytest.approx(bounds_of(thing))
    assert type(moved(thing, dx, dy)) is type(thing)


@given(things, st.floats(-300, 300), st.floats(-300, 300))
def test_nothing_is_moved_out_of_sight(thing: Thing, dx: float, dy: float) -> None:
    after = moved_within(thing, dx, dy, size=SIZE)
    seen, before = bounds_of(after).clipped(SIZE), bounds_of(thing)
    if isinstance(thing, BoxPrompt):
        assert seen == pytest.approx(bounds_of(after))
        assert (seen.width, seen.height) == pytest.approx((before.width, before.height))
    else:
        assert seen.width >= min(LEAST_IN_SIGHT, before.width, before.clipped(SIZE).width) - 1e-6
        assert seen.height >= min(LEAST_IN_SIGHT, before.height, before.clipped(SIZE).height) - 1e-6


@given(things, st.floats(-10, 10), st.floats(-10, 10))
def test_a_move_that_stays_inside_is_made_in_full(thing: Thing, dx: float, dy: float) -> None:
    target = bounds_of(thing).moved(dx, dy)
    if Box.whole(SIZE).holds(target):
        assert bounds_of(moved_within(thing, dx, dy, size=SIZE)) == pytest.approx(target)


@pytest.mark.parametrize(
    ("grip", "expected"),
    [
        (Grip.TOP_LEFT, (25, 17, 60, 50)),
        (Grip.TOP, (20, 17, 60, 50)),
        (Grip.TOP_RIGHT, (20, 17, 65, 50)),
        (Grip.RIGHT, (20, 10, 65, 50)),
        (Grip.BOTTOM_RIGHT, (20, 10, 65, 57)),
        (Grip.BOTTOM, (20, 10, 60, 57)),
        (Grip.BOTTOM_LEFT, (25, 10, 60, 57)),
        (Grip.LEFT, (25, 10, 60, 50)),
    ],
)
def test_each_handle_moves_its_own_sides(grip: Grip, expected: tuple[float, float, float, float]) -> None:
    handle = grip.place(BOX.box)
    drag = Resizing(BOX, grip, Point(handle.x + 1, handle.y), Point(handle.x + 1, handle.y))
    assert drag.shown(SIZE) == BOX
    assert drag.moved(at(handle.x + 6, handle.y + 7)).shown(SIZE).box == expected


def test_a_box_dragged_over_its_other_side_turns_over() -> None:
    assert resized(BOX.box, Grip.LEFT, to=Point(70, 0), size=SIZE) == (60, 10, 70, 50)
    assert resized(BOX.box, Grip.TOP_LEFT, to=Point(70, 70), size=SIZE) == (60, 50, 70, 70)


@given(inner_boxes, st.sampled_from(Grip), places, st.booleans())
def test_a_resized_box_lies_in_the_picture_and_is_a_box(box: Box, grip: Grip, to: Point, keeps_shape: bool) -> None:
    after = resized(box, grip, to=to, size=SIZE, keeps_shape=keeps_shape)
    assert after.clipped(SIZE) == pytest.approx(after)
    assert min(after.width, after.height) >= SMALLEST_BOX - 1e-9


def test_shift_at_a_corner_keeps_the_proportions() -> None:
    box = Box(10, 10, 30, 20)
    after = resized(box, Grip.BOTTOM_RIGHT, to=Point(70, 20), size=SIZE, keeps_shape=True)
    assert after == pytest.approx((10, 10, 70, 40))
    bounded = resized(box, Grip.BOTTOM_RIGHT, to=Point(500, 500), size=SIZE, keeps_shape=True)
    assert bounded.width / bounded.height == pytest.approx(2)


def test_corners_are_met_before_sides() -> None:
    tiny = Box(10, 10, 14, 14)
    assert grip_at(tiny, Point(10, 11), reach=3) is Grip.TOP_LEFT
    assert grip_at(BOX.box, Point(41, 11), reach=3) is Grip.TOP
    assert grip_at(BOX.box, Point(40, 30), reach=3) is None


def test_shift_moves_straight_across_or_down() -> None:
    drag = Moving(DOT, Point(40, 30), Point(40, 30))
    assert drag.moved(at(50, 33, straight=True)).shown(SIZE) == moved(DOT, 10, 0)
    assert drag.moved(at(41, 22, straight=True)).shown(SIZE) == moved(DOT, 0, -8)
    assert drag.moved(at(50, 33)).shown(SIZE) == moved(DOT, 10, 3)


@given(things)
def test_a_flipped_mark_says_the_opposite_and_flips_back(thing: Thing) -> None:
    if not isinstance(thing, BoxPrompt):
        assert thing.flipped.polarity is thing.polarity.opposite
        assert thing.flipped.flipped == thing
        assert math.isfinite(bounds_of(thing.flipped).width)
