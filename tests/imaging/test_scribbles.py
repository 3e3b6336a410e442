"""Strokes become the pixels they cover, at any scale and place; they are law; the integrated picture loses nothing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import HairStroke, Polarity, Prompts, Region, ScribbleMap, Stroke
from segdesk.imaging.scribbles import (
    enforce,
    obey,
    pack_integrated,
    scribble_maps,
    trimap_maps,
    unpack_integrated,
)
from tests.said import rasterised

CANVAS = Size(40, 30)
coordinates = st.floats(-60, 100, width=32)
radii = st.floats(0.125, 25, width=32)
points = st.builds(Point, coordinates, coordinates)
evens = st.builds(
    Stroke, st.sampled_from(Polarity), radii, st.lists(points, min_size=1, max_size=6).map(lambda found: tuple(found))
)
tapered = st.lists(st.tuples(points, radii), min_size=1, max_size=6).map(
    lambda found: Stroke(
        Polarity.KEEP, max(radius for _, radius in found), tuple(at for at, _ in found), tuple(r for _, r in found)
    )
)
strokes = st.one_of(evens, tapered)
stroke_lists = st.lists(strokes, max_size=5)


def keep(radius: float, *at: tuple[float, float]) -> Stroke:
    return Stroke(Polarity.KEEP, radius, tuple(Point(*pair) for pair in at))


def distance(stroke: Stroke, size: Size) -> NDArray[np.float64]:
    """From every pixel centre to the stroke's line, the plain way."""
    x, y = np.meshgrid(np.arange(size.width) + 0.5, np.arange(size.height) + 0.5)
    nearest = np.full(x.shape, np.inf)
    pairs = list(zip(stroke.points[:-1], stroke.points[1:], strict=True)) or [(stroke.points[0], stroke.points[0])]
    for start, end in pairs:
        dx, dy = end.x - start.x, end.y - start.y
        square = dx * dx + dy * dy
        along = ((x - start.x) * dx + (y - start.y) * dy) / square if square else np.zeros_like(x)
        share = np.clip(along, 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - start.x - share * dx, y - start.y - share * dy))
    return nearest


def random_bytes(seed: int, size: Size = CANVAS) -> Bytes2D:
    return np.random.default_rng(seed).integers(0, 256, (size.height, size.width), np.uint8)


@given(evens)
def test_a_stroke_covers_what_is_within_its_radius(stroke: Stroke) -> None:
    away = distance(stroke, CANVAS) - max(stroke.radius, 0.75)
    drawn = rasterised([stroke], CANVAS)
    sure = np.abs(away) > 1e-4
    np.testing.assert_array_equal(drawn[sure] == 255, away[sure] < 0)
    assert set(np.unique(drawn)) <= {0, 255}


@settings(max_examples=40)
@given(tapered)
def test_a_stroke_under_pressure_covers_what_its_discs_do(stroke: Stroke) -> None:
    x, y = np.meshgrid(np.arange(CANVAS.width) + 0.5, np.arange(CANVAS.height) + 0.5)
    depth = np.full(x.shape, -np.inf)
    places = [(*at, max(radius, 0.75)) for at, radius in zip(stroke.points, stroke.radii, strict=True)]
    for start, end in pairwise(places if len(places) > 1 else places * 2):
        for share in np.linspace(0, 1, 200):
            across, down, radius = (one + share * (other - one) for one, other in zip(start, end, strict=True))
            depth = np.maximum(depth, radius - np.hypot(x - across, y - down))
    drawn = rasterised([stroke], CANVAS)
    # Between two of the discs a little more is covered than they do.
    np.testing.assert_array_equal(drawn[depth > 1e-4], 255)
    np.testing.assert_array_equal(drawn[depth < -0.25], 0)


@given(stroke_lists, st.integers(-20, 20), st.integers(-20, 20))
def test_strokes_moved_by_whole_pixels_draw_the_same_pixels_moved(drawn: list[Stroke], dx: int, dy: int) -> None:
    # Moved coordinates round differently in the last bit, so the strokes stand on a grid where adding is exact.
    def at(stroke: Stroke, x: int, y: int) -> Stroke:
        moved = tuple(Point(round(point.x * 8) / 8 + x, round(point.y * 8) / 8 + y) for point in stroke.points)
        radii = tuple(radius + 1 / 64 for radius in stroke.radii)
        return Stroke(stroke.polarity, stroke.radius + 1 / 64, moved, radii)

    wide = Size(CANVAS.width + 80, CANVAS.height + 80)
    here = rasterised([at(stroke, 40, 40) for stroke in drawn], wide)
    there = rasterised([at(stroke, 40 + dx, 40 + dy) for stroke in drawn], wide)
    window = here[40 : 40 + CANVAS.height, 40 : 40 + CANVAS.width]
    assert np.mean(window != there[40 + dy :, 40 + dx :][: CANVAS.height, : CANVAS.width]) < 0.005


@given(stroke_lists, st.floats(0.05, 4))
def test_scale_multiplies_points_and_radius(drawn: list[Stroke], scale: float) -> None:
    scaled = [
        Stroke(
            one.polarity,
            one.radius * scale,
            tuple(Point(at.x * scale, at.y * scale) for at in one.points),
            tuple(radius * scale for radius in one.radii),
        )
        for one in drawn
    ]
    np.testing.assert_array_equal(rasterised(drawn, CANVAS, scale), rasterised(scaled, CANVAS))


@given(st.floats(1, 38), st.floats(1, 28), st.floats(1, 38), st.floats(1, 28))
def test_the_thinnest_stroke_is_one_unbroken_line(x0: float, y0: float, x1: float, y1: float) -> None:
    drawn = rasterised([keep(0.001, (x0, y0), (x1, y1))], CANVAS)
    steps = np.linspace(0, 1, 100)
    rows, columns = (y0 + steps * (y1 - y0)).astype(int), (x0 + steps * (x1 - x0)).astype(int)
    assert all(
        drawn[row - 1 : row + 2, column - 1 : column + 2].any() for row, column in zip(rows, columns, strict=True)
    )


@pytest.mark.parametrize("far", [1e4, 1e9, 1e200, 1.7e308, -1e300])
def test_coordinates_far_outside_are_harmless(far: float) -> None:
    drawn = rasterised([keep(3, (20, 15), (far, 15)), keep(2, (far, far)), keep(2, (far, -far), (far, far))], CANVAS)
    assert drawn[15, 39 if far > 0 else 0] == 255
    assert drawn[15, 20] == 255
    assert drawn[5].max() == 0
    assert rasterised([keep(1e300, (20, 15))], CANVAS).min() == 255


def test_a_long_stroke_has_no_gaps_between_its_runs() -> None:
    turns = np.linspace(0, 40, 1000)
    spiral = [(100 + 2 * turn * np.cos(turn), 100 + 2 * turn * np.sin(turn)) for turn in turns]
    stroke, size = keep(2.5, *spiral), Size(200, 200)
    np.testing.assert_array_equal(rasterised([stroke], size) == 255, distance(stroke, size) <= 2.5)


def test_many_passes_over_one_place_stay_on() -> None:
    assert rasterised([keep(4, *[(20, 15), (21, 15)] * 400)], CANVAS)[15, 20] == 255


@given(stroke_lists)
def test_no_pixel_is_kept_and_removed(drawn: list[Stroke]) -> None:
    kept, removed = scribble_maps(Prompts(strokes=tuple(drawn)), CANVAS)
    assert not (kept & removed).any()
    if drawn:
        alone = [rasterised([one], CANVAS) for one in drawn]
        np.testing.assert_array_equal(kept | removed, np.bitwise_or.reduce(alone))
        last = kept if drawn[-1].polarity is Polarity.KEEP else removed
        assert (last[alone[-1] == 255] == 255).all()


def test_maps_come_before_strokes_and_later_maps_win() -> None:
    whole, half = np.full((30, 40), 255, np.uint8), np.zeros((30, 40), np.uint8)
    half[:, :20] = 128
    prompts = Prompts(
        maps=(ScribbleMap(Polarity.REMOVE, whole), ScribbleMap(Polarity.KEEP, half)),
        strokes=(Stroke(Polarity.REMOVE, 2, (Point(5, 5),)),),
    )
    kept, removed = scribble_maps(prompts, CANVAS)
    assert (kept[20, 10], kept[5, 5], kept[20, 30]) == (255, 0, 0)
    assert (removed[20, 10], removed[5, 5], removed[20, 30]) == (0, 255, 255)


@given(st.integers(0, 299), st.integers(0, 399), st.integers(1, 40), st.integers(1, 30))
def test_a_single_marked_pixel_survives_shrinking(row: int, column: int, width: int, height: int) -> None:
    marked = np.zeros((300, 400), np.uint8)
    marked[row, column] = 255
    kept, removed = scribble_maps(Prompts(maps=(ScribbleMap(Polarity.KEEP, marked),)), Size(width, height), width / 400)
    (found,) = np.argwhere(kept == 255)
    assert np.abs(found - ((row + 0.5) * height / 300 - 0.5, (column + 0.5) * width / 400 - 0.5)).max() <= 0.6
    assert not removed.any()


def test_a_map_is_enlarged_whole() -> None:
    marked = random_bytes(1, Size(10, 10))
    kept, _ = scribble_maps(Prompts(maps=(ScribbleMap(Polarity.KEEP, marked),)), Size(40, 30), 4)
    np.testing.assert_array_equal(kept == 255, np.kron(marked >= 128, np.ones((3, 4), np.bool_)))


@given(st.integers(0, 999), stroke_lists)
def test_strokes_are_law(seed: int, drawn: list[Stroke]) -> None:
    coverage = random_bytes(seed)
    before = coverage.copy()
    kept, removed = scribble_maps(Prompts(strokes=tuple(drawn)), CANVAS)
    lawful = enforce(coverage, kept, removed)
    assert (lawful[kept == 255] == 255).all()
    assert (lawful[removed == 255] == 0).all()
    untouched = (kept | removed) == 0
    np.testing.assert_array_equal(lawful[untouched], coverage[untouched])
    np.testing.assert_array_equal(coverage, before)
    np.testing.assert_array_equal(enforce(lawful, kept, removed), lawful)
    np.testing.assert_array_equal(obey(coverage, Prompts(strokes=tuple(drawn))), lawful)


def test_a_coverage_obeys_maps_before_strokes() -> None:
    keeps, removes = (ScribbleMap(polarity, random_bytes(seed, Size(10, 10))) for seed, polarity in enumerate(Polarity))
    prompts = Prompts(maps=(keeps, removes), strokes=(Stroke(Polarity.KEEP, 3, (Point(4, 5), Point(30, 22))),))
    coverage = random_bytes(7)
    lawful = enforce(coverage, *scribble_maps(prompts, CANVAS))
    assert obey(coverage, prompts) is coverage
    np.testing.assert_array_equal(coverage, lawful)


@settings(max_examples=30)
@given(st.integers(0, 999))
def test_an_integrated_picture_gives_back_what_was_packed(seed: int) -> None:
    prior, kept, removed = random_bytes(seed), random_bytes(seed + 1), random_bytes(seed + 2)
    packed = pack_integrated(prior, kept, removed)
    assert packed[3, 4].tolist() == [prior[3, 4], kept[3, 4], removed[3, 4]]
    for found, given_map in zip(unpack_integrated(packed), (prior, kept, removed), strict=True):
        np.testing.assert_array_equal(found, given_map)
    assert not unpack_integrated(pack_integrated(None, kept, removed))[0].any()


outlines = st.lists(points, min_size=3, max_size=9).map(tuple)


def winding(region: Region, size: Size) -> NDArray[np.float64]:
    """How often the outline turns around every pixel centre, by the angles under which its sides are seen."""
    x, y = np.meshgrid(np.arange(size.width) + 0.5, np.arange(size.height) + 0.5)
    angle = np.zeros(x.shape)
    for start, end in zip(region.points, (*region.points[1:], region.points[0]), strict=True):
        one, other = np.arctan2(start.y - y, start.x - x), np.arctan2(end.y - y, end.x - x)
        angle += (other - one + np.pi) % (2 * np.pi) - np.pi
    return np.round(angle / (2 * np.pi))


@given(outlines)
def test_a_region_covers_what_its_outline_winds_around(outline: tuple[Point, ...]) -> None:
    region = Region(Polarity.KEEP, outline)
    closed = Stroke(Polarity.KEEP, 1, (*outline, outline[0]))
    sure = distance(closed, CANVAS) > 1e-3
    inside = winding(region, CANVAS) != 0
    drawn = rasterised([region], CANVAS)
    if inside[sure].any():
        np.testing.assert_array_equal(drawn[sure] == 255, inside[sure])
    assert set(np.unique(drawn)) <= {0, 255}


def test_a_region_drawn_twice_around_is_full() -> None:
    once = [(5.0, 5.0), (35.0, 5.0), (35.0, 25.0), (5.0, 25.0)]
    one, twice = (Region(Polarity.KEEP, tuple(Point(*at) for at in way)) for way in (once, once * 2))
    np.testing.assert_array_equal(rasterised([one], CANVAS), rasterised([twice], CANVAS))
    assert rasterised([twice], CANVAS)[5:25, 5:35].min() == 255


@given(st.floats(0.3, 39), st.floats(0.3, 29), st.floats(0.02, 1))
def test_a_region_too_slim_for_a_pixel_centre_still_says_something(x: float, y: float, side: float) -> None:
    sliver = Region(Polarity.KEEP, (Point(x, y), Point(x + side, y), Point(x, y + side)))
    assert rasterised([sliver], CANVAS).any()
    assert rasterised([sliver], CANVAS, 0.25).any()


def test_the_later_of_strokes_and_regions_wins() -> None:
    square = Region(Polarity.REMOVE, (Point(5, 5), Point(35, 5), Point(35, 25), Point(5, 25)))
    dot = keep(3, (20, 15))
    for drawn, is_kept in (((square, dot), True), ((dot, square), False)):
        kept, removed = scribble_maps(Prompts(strokes=drawn), CANVAS)
        assert bool(kept[15, 20]) is is_kept
        assert bool(removed[15, 20]) is not is_kept
        assert removed[7, 7] == 255


@pytest.mark.parametrize("far", [1e4, 1e9, 1e200, -1e300])
def test_regions_far_outside_are_harmless(far: float) -> None:
    beyond = Region(Polarity.KEEP, (Point(far, far), Point(2 * far, far), Point(far, 2 * far)))
    assert not rasterised([beyond], CANVAS).any()
    around = Region(Polarity.KEEP, (Point(-far, -far), Point(far, -far), Point(far, far), Point(-far, far)))
    assert rasterised([around], CANVAS).min() == 255


def test_strokes_on_a_trimap_are_in_one_map_each_and_can_be_taken_back() -> None:
    places = [(Point(x, 10),) for x in (10, 14, 18, 22)]
    hair, back = HairStroke(Polarity.KEEP, 4, places[0]), HairStroke(Polarity.REMOVE, 4, places[3])
    inside, outside = (HairStroke(side, 4, at, is_sure=True) for side, at in zip(Polarity, places[1:3], strict=True))
    size = Size(40, 20)
    unknown, kept, gone = trimap_maps((hair, inside, outside, back), size)
    assert kept is not None
    assert gone is not None
    assert unknown is not None
    assert not (kept & gone).any()
    assert not (unknown & (kept | gone)).any()
    taken = rasterised([back], size) > 0
    assert np.array_equal(gone > 0, (rasterised([outside], size) > 0) & ~taken)
    assert trimap_maps((hair, back), size).inside is None
    assert trimap_maps((), size) == (None, None, None)
