"""The retouch brush against its formula: the profile, any tiling, any scale, order, opacity, and the colours."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.core.document import AS_MASKED, Bytes2D, EdgeSettings, Picture
from segdesk.core.errors import Cancelled
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken
from segdesk.imaging import finish, retouch
from segdesk.imaging.finish import Marks
from segdesk.imaging.strips import Strip
from tests.scenes import plum

KEEP, REMOVE = Polarity.KEEP, Polarity.REMOVE


def walk(steps: int, *, step: float = 4, turn: float = 0.5) -> tuple[Point, ...]:
    """A line that a nervous hand draws."""
    angle = np.cumsum(np.random.default_rng(steps).normal(0, turn, steps))
    places = np.cumsum([np.cos(angle), np.sin(angle)], axis=1) * step
    return tuple(Point(120 + x, 110 + y) for x, y in places.T)


def formula(stroke: RetouchStroke, part: Strip, scale: float = 1.0) -> NDArray[np.float64]:
    """Strength 0..255, one segment after the other."""
    columns, rows = np.meshgrid(np.arange(part.left, part.right) + 0.5, np.arange(part.top, part.bottom) + 0.5)
    points = np.array(stroke.points) * scale
    nearest = np.full(columns.shape, np.inf)
    for start, end in pairwise(points if len(points) > 1 else (points[0], points[0])):
        along = end - start
        share = (columns - start[0]) * along[0] + (rows - start[1]) * along[1]
        share = np.clip(share / max(along @ along, 1e-12), 0, 1)
        nearest = np.minimum(
            nearest, np.hypot(columns - start[0] - share * along[0], rows - start[1] - share * along[1])
        )
    radius = max(stroke.radius * scale, 0.5)
    u = np.clip((radius + 0.5 - nearest) / (radius * (1 - stroke.hardness) + 1), 0, 1)
    return 255 * stroke.opacity * min(stroke.radius * scale / radius, 1) * u**2 * (3 - 2 * u)


def pressed(points: tuple[Point, ...], most: float) -> tuple[float, ...]:
    """Radii of a hand that presses and lets go."""
    return tuple(most * (0.55 + 0.45 * np.sin(0.7 * place)) for place in range(len(points)))


def painted(alpha: Bytes2D, *strokes: RetouchStroke) -> Bytes2D:
    return retouch.paint(alpha, strokes, cancel=CancelToken()).alpha


@pytest.mark.parametrize("radius", [0.3, 1, 5, 23, 90])
@pytest.mark.parametrize("hardness", [0, 0.5, 1])
@pytest.mark.parametrize("points", [walk(1), walk(2), walk(80), walk(40, step=0.5, turn=3)], ids=len)
def test_a_stroke_is_what_its_formula_says(radius: float, hardness: float, points: tuple[Point, ...]) -> None:
    stroke = RetouchStroke(KEEP, radius, points, hardness, 0.8)
    part = Strip(-30, 290, -20, 300)
    assert np.abs(retouch.coverage(stroke, part) - formula(stroke, part)).max() < 1


@pytest.mark.parametrize("radius", [1, 8, 40])
@pytest.mark.parametrize("hardness", [0, 0.6, 1])
@pytest.mark.parametrize("points", [walk(1), walk(2), walk(25, step=9)], ids=len)
def test_under_pressure_a_stroke_is_discs_of_many_sizes(
    radius: float, hardness: float, points: tuple[Point, ...]
) -> None:
    stroke = RetouchStroke(KEEP, radius, points, hardness, 0.8, radii=pressed(points, radius))
    part = Strip(20, 220, 20, 220)
    # Every third pixel, and discs so near each other that it does not matter where between two of them one lies.
    columns, rows = np.meshgrid(np.arange(20, 220, 3) + 0.5, np.arange(20, 220, 3) + 0.5)
    most = np.zeros(columns.shape)
    places = [(*at, max(width, 0.5)) for at, width in zip(points, stroke.radii, strict=True)]
    for start, end in pairwise(places if len(places) > 1 else places * 2):
        for share in np.linspace(0, 1, 600):
            x, y, width = (one + share * (other - one) for one, other in zip(start, end, strict=True))
            away = np.hypot(columns - x, rows - y)
            most = np.maximum(most, (width + 0.5 - away) / (width * (1 - hardness) + 1))
    u = np.clip(most, 0, 1)
    assert np.abs(retouch.coverage(stroke, part)[::3, ::3] - 255 * 0.8 * u**2 * (3 - 2 * u)).max() < 2


def test_the_same_pressure_everywhere_is_none() -> None:
    even = RetouchStroke(KEEP, 14, walk(60), 0.4, 0.9)
    pressed = RetouchStroke(KEEP, 30, walk(60), 0.4, 0.9, radii=(14.0,) * 60)
    part = Strip(0, 300, 0, 300)
    assert np.abs(retouch.coverage(pressed, part).astype(int) - retouch.coverage(even, part)).max() <= 1


@pytest.mark.parametrize("scale", [0.5, 0.125, 0.03])
def test_a_smaller_canvas_shows_the_same_stroke(scale: float) -> None:
    stroke = RetouchStroke(KEEP, 20, walk(80), 0.6)
    part = Strip(0, round(320 * scale), 0, round(320 * scale))
    assert np.abs(retouch.coverage(stroke, part, scale) - formula(stroke, part, scale)).max() < 1


def test_a_brush_too_thin_for_a_canvas_is_as_much_fainter() -> None:
    stroke = RetouchStroke(KEEP, 2, (Point(0, 80.5), Point(400, 80.5)))
    full = retouch.coverage(stroke, Strip(0, 160, 32, 352)).astype(float)
    small = retouch.coverage(stroke, Strip(0, 10, 2, 22), 1 / 16)
    assert small.sum() * 256 == pytest.approx(full.sum(), rel=0.1)


@pytest.mark.parametrize("is_pressed", [False, True])
@given(st.integers(-30, 280), st.integers(-20, 280), st.integers(1, 150), st.integers(1, 150), st.sampled_from([4, 40]))
def test_any_part_is_that_part_of_the_whole(
    is_pressed: bool, top: int, left: int, high: int, wide: int, radius: int
) -> None:
    line = walk(25 if is_pressed else 80)
    radii = pressed(line, radius) if is_pressed else ()
    stroke, whole = RetouchStroke(KEEP, radius, line, 0.5, radii=radii), Strip(-30, 430, -20, 430)
    part = Strip(top, top + high, left, left + wide)
    np.testing.assert_array_equal(retouch.coverage(stroke, part), retouch.coverage(stroke, whole)[part.within(whole)])


def test_what_is_painted_in_tiles_is_what_is_painted_whole() -> None:
    alpha = np.random.default_rng(1).integers(0, 256, (200, 230), np.uint8)
    strokes = (RetouchStroke(KEEP, 30, walk(60), 0.2, 0.7), RetouchStroke(REMOVE, 12, walk(70), 0.9, 0.5))
    whole = retouch.paint(alpha, strokes, cancel=CancelToken())
    for top in range(0, 200, 70):
        for left in range(0, 230, 50):
            place = slice(top, top + 70), slice(left, left + 50)
            tile = retouch.paint(alpha[place], strokes, corner=(top, left), cancel=CancelToken())
            np.testing.assert_array_equal(tile.alpha, whole.alpha[place])
            np.testing.assert_array_equal(tile.own, whole.own[place])


def test_a_stroke_over_itself_is_no_stronger() -> None:
    there = RetouchStroke(KEEP, 9, (Point(20, 30), Point(60, 30)), 0.5, 0.4)
    back = RetouchStroke(KEEP, 9, (*there.points, there.points[0], there.points[1]), 0.5, 0.4)
    part = Strip(0, 60, 0, 80)
    np.testing.assert_array_equal(retouch.coverage(back, part), retouch.coverage(there, part))
    assert retouch.coverage(there, part).max() == round(0.4 * 255)


def test_two_strokes_of_half_opacity_leave_a_quarter() -> None:
    half, opposite = (RetouchStroke(polarity, 8, (Point(20, 20),), 1, 0.5) for polarity in (REMOVE, KEEP))
    full = np.full((40, 40), 255, np.uint8)
    assert painted(full, half)[20, 20] == pytest.approx(127.5, abs=1)
    assert painted(full, half, half)[20, 20] == pytest.approx(63.75, abs=1)
    assert painted(~full, opposite, opposite)[20, 20] == pytest.approx(191.25, abs=1)


def test_of_two_strokes_the_later_wins() -> None:
    add, erase = (RetouchStroke(polarity, 8, (Point(20, 20),)) for polarity in (KEEP, REMOVE))
    grey = np.full((40, 40), 99, np.uint8)
    assert painted(grey, add, erase)[20, 20] == 0
    assert painted(grey, erase, add)[20, 20] == 255
    assert painted(grey, add, erase)[0, 0] == 99


def test_a_hard_brush_ends_within_a_pixel_of_its_radius() -> None:
    row = retouch.coverage(RetouchStroke(KEEP, 10, (Point(30, 20.5),)), Strip(20, 21, 0, 60))[0]
    assert not row[:20].any()
    assert not row[40:].any()
    assert (row[20:40] == 255).all()


def test_a_long_stroke_takes_the_memory_of_a_tile() -> None:
    alpha = np.zeros((3000, 4000), np.uint8)
    stroke = RetouchStroke(KEEP, 20, (Point(10, 10), Point(3990, 2990)), 0.3)
    tracemalloc.start()
    found = retouch.paint(alpha, (stroke,), cancel=CancelToken())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.alpha.any()
    assert most < 2 * alpha.nbytes + 1_000_000


def test_painting_stops_when_it_is_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        retouch.paint(np.zeros((200, 200), np.uint8), (RetouchStroke(KEEP, 9, walk(1)),), cancel=cancel)


@pytest.mark.parametrize("edges", [AS_MASKED, EdgeSettings(), EdgeSettings(feather=6, shift=-3, invert=True)])
def test_adding_in_full_brings_the_picture_back(edges: EdgeSettings) -> None:
    scene = plum()
    nothing = np.zeros_like(scene.truth)
    stroke = RetouchStroke(KEEP, 25, (Point(60, 60), Point(200, 150)))
    before = finish.finish(Picture(scene.pixels), scene.truth, Marks(), edges=edges, cancel=CancelToken())
    after = finish.finish(
        Picture(scene.pixels), scene.truth, Marks(), edges=edges, strokes=(stroke,), cancel=CancelToken()
    )
    full = painted(nothing, stroke) == 255
    assert np.count_nonzero(before.alpha[full] < 255) > 1000
    assert (after.alpha[full] == 255).all()
    np.testing.assert_array_equal(after.colours[full], scene.pixels[full])


@pytest.mark.parametrize("opacity", [0.3, 1.0])
def test_what_is_added_beside_the_subject_has_the_colours_of_the_picture(opacity: float) -> None:
    scene = plum()
    stroke = RetouchStroke(KEEP, 25, (Point(280, 40),), 0.2, opacity)
    done = finish.finish(
        Picture(scene.pixels), scene.truth, Marks(), edges=EdgeSettings(), strokes=(stroke,), cancel=CancelToken()
    )
    added = painted(np.zeros_like(scene.truth), stroke) > 0
    assert np.count_nonzero((done.alpha[added] > 0) & (done.alpha[added] < 255)) > 500
    np.testing.assert_array_equal(done.colours[added], scene.pixels[added])


def test_a_cut_by_hand_is_cleaned_of_the_background_like_any_edge() -> None:
    scene = plum()
    too_much = np.full_like(scene.truth, 255)
    outside = (Point(0, 20), Point(300, 20), Point(300, 230), Point(10, 230), Point(10, 30))
    erased = RetouchStroke(REMOVE, 70, outside, 0.8)
    done = finish.finish(
        Picture(scene.pixels), too_much, Marks(), edges=EdgeSettings(), strokes=(erased,), cancel=CancelToken()
    )
    soft = (done.alpha > 60) & (done.alpha < 255) & (scene.truth == 0)
    assert np.count_nonzero(soft) > 100
    plum_colour, ground = np.array((120, 50, 110)), scene.pixels[soft].mean(axis=0)
    found = done.colours[soft].mean(axis=0)
    assert np.abs(found - plum_colour).sum() < np.abs(ground - plum_colour).sum()


@pytest.mark.parametrize("at", [Point(-70, 20), Point(20, -70), Point(170, 20), Point(20, 200)])
def test_a_click_beyond_the_canvas_changes_nothing(at: Point) -> None:
    alpha = np.full((100, 90), 77, np.uint8)
    np.testing.assert_array_equal(painted(alpha, RetouchStroke(Polarity.KEEP, 30, (at,))), alpha)


def test_no_stroke_changes_nothing() -> None:
    scene = plum()
    bare = finish.finish(Picture(scene.pixels), scene.truth, Marks(), edges=EdgeSettings(), cancel=CancelToken())
    again = finish.finish(
        Picture(scene.pixels), scene.truth, Marks(), edges=EdgeSettings(), strokes=(), cancel=CancelToken()
    )
    assert np.array_equal(bare.alpha, again.alpha)
    assert np.array_equal(bare.colours, again.colours)
