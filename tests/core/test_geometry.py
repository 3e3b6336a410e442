"""Boxes are half-open, and the viewport leads to the picture and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.geometry import MAX_SCALE, MIN_SCALE, Box, Point, Size, Turn, Viewport
from tests.core.values import boxes, numbers, points

sizes = st.builds(Size, st.integers(1, 20_000), st.integers(1, 20_000))
turns = st.builds(Turn, st.integers(0, 359), st.booleans())
square_turns = st.builds(Turn, st.sampled_from([0, 90, 180, 270]), st.booleans())
viewports = st.builds(Viewport, st.floats(MIN_SCALE, MAX_SCALE), points, turns)
square_viewports = st.builds(Viewport, st.floats(MIN_SCALE, MAX_SCALE), points, square_turns)


def close(one: Point, other: Point, tolerance: float = 1e-6) -> bool:
    return one == pytest.approx(other, abs=tolerance)


def covers(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


@given(viewports, points)
def test_view_and_picture_are_inverse(viewport: Viewport, point: Point) -> None:
    assert close(viewport.to_view(viewport.to_picture(point)), point)
    assert close(viewport.to_picture(viewport.to_view(point)), point, 1e-5)


@given(square_viewports, boxes)
def test_boxes_go_to_the_view_and_back(viewport: Viewport, box: Box) -> None:
    assert viewport.box_to_picture(viewport.box_to_view(box)) == pytest.approx(box, abs=1e-5)


@given(viewports, boxes)
def test_a_box_askew_lies_within_its_box_in_the_view(viewport: Viewport, box: Box) -> None:
    around = viewport.box_to_view(box).grown(1e-4)
    assert all(covers(around, Box(*corner, *corner)) for corner in viewport.corners_to_view(box))


@given(viewports, st.floats(0.01, 0.99))
def test_an_upright_line_crosses_a_box_from_rim_to_rim(viewport: Viewport, share: float) -> None:
    box = Box(0, 0, 40, 30)
    around = viewport.box_to_view(box)
    x = around.left + share * around.width
    crossed = viewport.crossed(box, x)
    assert crossed is not None
    for y, beyond in zip(crossed, (-1, 1), strict=True):
        at = viewport.to_picture(Point(x, y))
        assert covers(box.grown(1e-3), Box(*at, *at))
        out = viewport.to_picture(Point(x, y + beyond * around.height))
        assert not covers(box, Box(*out, *out))
    assert viewport.crossed(box, around.right + 1) is None


@given(turns, st.integers(-400, 400), numbers, numbers)
def test_turning_and_mirroring_follow_what_is_seen(turn: Turn, degrees: int, x: float, y: float) -> None:
    seen = turn.applied(x, y)
    assert close(turn.mirrored().applied(x, y), Point(-seen.x, seen.y), 1e-5)
    assert close(turn.turned(degrees).applied(x, y), Turn(degrees % 360).applied(*seen), 1e-5)
    assert turn.mirrored().mirrored() == turn
    assert turn.turned(degrees).turned(-degrees) == turn


@given(square_turns, st.integers(-9999, 9999), st.integers(-9999, 9999))
def test_right_angles_are_exact(turn: Turn, x: int, y: int) -> None:
    seen = turn.applied(x, y)
    assert sorted(map(abs, seen)) == sorted((abs(x), abs(y)))
    assert turn.undone(*seen) == (x, y)


@given(viewports, turns, points)
def test_laying_holds_what_lies_under_the_anchor(viewport: Viewport, turn: Turn, anchor: Point) -> None:
    laid = viewport.laid(turn, anchor)
    assert laid.turn == turn
    assert close(laid.to_view(viewport.to_picture(anchor)), anchor, 1e-4)


@given(viewports, st.floats(0.01, 100), points)
def test_zooming_holds_what_lies_under_the_anchor(viewport: Viewport, factor: float, anchor: Point) -> None:
    zoomed = viewport.zoomed(factor, anchor)
    assert MIN_SCALE <= zoomed.scale <= MAX_SCALE
    assert close(zoomed.to_view(viewport.to_picture(anchor)), anchor, 1e-4)


@given(viewports, points)
def test_zooming_in_and_out_again_ends_where_it_began(viewport: Viewport, anchor: Point) -> None:
    factor = 1.25 if viewport.scale * 1.25 <= MAX_SCALE else 0.8
    back = viewport.zoomed(factor, anchor).zoomed(1 / factor, anchor)
    assert back.scale == pytest.approx(viewport.scale)
    assert close(back.origin, viewport.origin, 1e-4)


@given(viewports, numbers, numbers, points)
def test_panning_moves_everything_alike(viewport: Viewport, dx: float, dy: float, point: Point) -> None:
    moved, before = viewport.panned(dx, dy).to_view(point), viewport.to_view(point)
    assert close(moved, Point(before.x + dx, before.y + dy), 1e-5)


@given(sizes, sizes, turns)
def test_a_fitted_picture_is_centred_whole_and_never_enlarged(picture: Size, view: Size, turn: Turn) -> None:
    viewport = Viewport.fitting(picture, view, turn=turn)
    shown = viewport.box_to_view(Box.whole(picture))
    assert viewport.scale <= 1
    assert close(Point(shown.left + shown.right, shown.top + shown.bottom), Point(*view), 1e-4)
    if viewport.scale > MIN_SCALE and min(view) > 65:
        assert covers(Box.whole(view).grown(-31.99), shown)


@given(points, points)
def test_a_box_spans_its_corners_in_any_order(one: Point, other: Point) -> None:
    box = Box.spanning(one, other)
    assert box == Box.spanning(other, one) == Box.spanning(Point(one.x, other.y), Point(other.x, one.y))
    assert box.width >= 0
    assert box.height >= 0


@given(boxes, sizes)
def test_clipping_stays_inside_and_repeats_nothing(box: Box, size: Size) -> None:
    clipped = box.clipped(size)
    assert covers(Box.whole(size), clipped)
    assert clipped.clipped(size) == clipped
    assert clipped.is_empty or covers(box, clipped)


@given(boxes, sizes)
def test_a_box_that_misses_the_picture_clips_to_nothing(box: Box, size: Size) -> None:
    beyond = Box(box.left + 1e5, box.top, box.right + 1e5, box.bottom)
    assert beyond.clipped(size).is_empty


@given(boxes, boxes, boxes)
def test_a_union_is_the_smallest_box_around_both(one: Box, other: Box, third: Box) -> None:
    union = one.united(other)
    assert all(part.is_empty or covers(union, part) for part in (one, other))
    if not (one.is_empty or other.is_empty):
        assert union == other.united(one)
        assert one.united(other).united(third) == one.united(other.united(third))
    assert one.united(one) == one


@given(boxes, boxes)
def test_what_two_boxes_share_lies_in_both(one: Box, other: Box) -> None:
    shared = one.shared(other)
    assert shared.is_empty or (one.holds(shared) and other.holds(shared) and shared == other.shared(one))
    assert shared.is_empty == other.shared(one).is_empty
    assert one.shared(one) == one
    assert one.is_empty or one.shared(one.united(other)) == one


@given(boxes, st.floats(0, 100))
def test_a_grown_box_shrinks_back(box: Box, margin: float) -> None:
    assert covers(box.grown(margin), box)
    assert box.grown(margin).grown(-margin) == pytest.approx(box, abs=1e-6)


@given(sizes, st.integers(1, 5000))
def test_a_fitted_size_keeps_its_shape(size: Size, long_side: int) -> None:
    fitted = size.fitted(long_side)
    assert fitted.long_side == min(long_side, size.long_side)
    assert min(fitted) >= 1
    scale = fitted.long_side / size.long_side
    assert fitted == pytest.approx((max(size.width * scale, 1), max(size.height * scale, 1)), abs=0.51)


def test_a_size_counts_its_pixels() -> None:
    assert Size(4, 3).pixels == 12
