"""An edge is moved, softened, smoothed and cleared up by what was asked, and by nothing at neutral settings."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken
from segdesk.imaging.shaping import cleared, contrasted, feathered, filled, inverted, largest, moved, smoothed

Coverage = NDArray[np.uint8]
NEUTRAL: dict[str, Callable[[Coverage], Coverage]] = {
    "moved": lambda coverage: moved(coverage, 0, cancel=CancelToken()),
    "smoothed": lambda coverage: smoothed(coverage, 0, cancel=CancelToken()),
    "feathered": lambda coverage: feathered(coverage, 0, cancel=CancelToken()),
    "contrasted": lambda coverage: contrasted(coverage, 0),
    "filled": lambda coverage: filled(coverage, 0, cancel=CancelToken()),
    "cleared": lambda coverage: cleared(coverage, 0, cancel=CancelToken()),
}
ACTIVE: dict[str, Callable[[Coverage, CancelToken], Coverage]] = {
    "moved": lambda coverage, cancel: moved(coverage, 2.5, cancel=cancel),
    "smoothed": lambda coverage, cancel: smoothed(coverage, 3, cancel=cancel),
    "feathered": lambda coverage, cancel: feathered(coverage, 5, cancel=cancel),
    "feathered far": lambda coverage, cancel: feathered(coverage, 40, cancel=cancel),
    "filled": lambda coverage, cancel: filled(coverage, 50, cancel=cancel),
    "cleared": lambda coverage, cancel: cleared(coverage, 50, cancel=cancel),
    "largest": lambda coverage, cancel: largest(coverage, cancel=cancel),
}


def disc(radius: float, side: int = 300) -> Coverage:
    """Exact coverage of a disc a little beside the middle."""
    rows, columns = (np.mgrid[: side * 8, : side * 8] + 0.5) / 8
    inside = (np.hypot(columns - side * 0.501, rows - side * 0.4995) < radius).astype(np.float32)
    return np.rint(255 * np.asarray(cv2.resize(inside, (side, side), interpolation=cv2.INTER_AREA))).astype(np.uint8)


def blocks(*boxes: tuple[int, int, int, int], side: int = 200) -> Coverage:
    """Blocks given as top, bottom, left, right."""
    coverage = np.zeros((side, side), np.uint8)
    for top, bottom, left, right in boxes:
        coverage[top:bottom, left:right] = 255
    return coverage


def area(coverage: Coverage) -> float:
    return float(coverage.sum(dtype=np.float64)) / 255


@pytest.mark.parametrize("name", NEUTRAL)
@settings(max_examples=20)
@given(size=st.tuples(st.integers(1, 60), st.integers(1, 60)), seed=st.integers(0, 99))
def test_neutral_settings_change_nothing(name: str, size: tuple[int, int], seed: int) -> None:
    coverage = np.random.default_rng(seed).integers(0, 256, size, np.uint8)
    coverage.flags.writeable = False
    shaped = NEUTRAL[name](coverage)
    np.testing.assert_array_equal(shaped, coverage)
    assert shaped is not coverage


@pytest.mark.parametrize("name", ACTIVE)
@settings(max_examples=20)
@given(size=st.tuples(st.integers(8, 90), st.integers(8, 90)), seed=st.integers(0, 99))
def test_any_coverage_can_be_shaped(name: str, size: tuple[int, int], seed: int) -> None:
    noise = np.random.default_rng(seed).random(size, np.float32)
    even = np.asarray(cv2.GaussianBlur(noise, (0, 0), 2), np.float32).reshape(size)
    coverage = np.clip((even - 0.5) * 2000 + 128, 0, 255).astype(np.uint8)
    coverage.flags.writeable = False
    shaped = ACTIVE[name](coverage, CancelToken())
    assert (shaped.shape, shaped.dtype) == (size, np.uint8)
    for level in (0, 255):
        whole = np.full(size, level, np.uint8)
        np.testing.assert_array_equal(ACTIVE[name](whole, CancelToken()), whole)


@pytest.mark.parametrize("name", ACTIVE)
def test_work_stops_when_asked(name: str) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        ACTIVE[name](disc(80), token)


@pytest.mark.parametrize("by", [-20, -3.5, -1, -0.3, 0.3, 0.5, 1, 4.7, 20])
def test_an_edge_moves_by_parts_of_a_pixel(by: float) -> None:
    found, wanted = moved(disc(100), by, cancel=CancelToken()), disc(100 + by)
    circumference = 2 * np.pi * (100 + by)
    assert abs(area(found) - area(wanted)) / circumference < 0.04
    assert np.abs(found.astype(int) - wanted).sum() / 255 / circumference < 0.2


def test_a_soft_edge_moves_without_getting_harder() -> None:
    soft = np.asarray(cv2.GaussianBlur(disc(100), (0, 0), 3), np.uint8)
    wanted = np.asarray(cv2.GaussianBlur(disc(105), (0, 0), 3), np.uint8)
    assert np.abs(moved(soft, 5, cancel=CancelToken()).astype(int) - wanted).max() <= 12


def test_what_is_thinner_than_the_move_inward_vanishes_and_the_rest_stays() -> None:
    coverage = blocks((50, 150, 50, 150), (98, 102, 150, 190))
    found = moved(coverage, -3, cancel=CancelToken())
    assert not found[:, 152:].any()
    assert (found[54:146, 54:146] == 255).all()


def test_a_gap_closes_when_its_sides_are_moved_together() -> None:
    found = moved(blocks((50, 150, 20, 98), (50, 150, 102, 180)), 3, cancel=CancelToken())
    assert (found[60:140, 20:180] == 255).all()


def test_the_pictures_border_is_no_edge() -> None:
    coverage = blocks((0, 200, 0, 100))
    np.testing.assert_array_equal(moved(coverage, -10, cancel=CancelToken()), blocks((0, 200, 0, 90)))
    np.testing.assert_array_equal(moved(coverage, 7, cancel=CancelToken()), blocks((0, 200, 0, 107)))


@pytest.mark.parametrize("radius", [6, 9])
def test_smoothing_takes_out_stairs(radius: float) -> None:
    stairs = np.kron((disc(37.5, 100) >= 128).astype(np.uint8), np.ones((3, 3), np.uint8)) * 255
    found, round_one = smoothed(stairs, radius, cancel=CancelToken()), disc(112.5)
    left, before = (int(cv2.absdiff(some, round_one).sum()) for some in (found, stairs))
    assert left < 0.6 * before
    assert abs(area(found) - area(stairs)) < 0.01 * area(stairs)


def test_smoothing_leaves_straight_lines_corners_and_thin_parts() -> None:
    coverage = blocks((50, 150, 50, 150), (98, 101, 150, 190))
    found = smoothed(coverage, 4, cancel=CancelToken())
    changed = found != coverage
    assert not changed[70:82, :].any()
    assert found[50:54, 50:54].min() >= 100
    assert (found[98:101, 156:188] >= 128).all()
    assert np.count_nonzero(np.abs(found.astype(int) - coverage) >= 128) < 60


@pytest.mark.parametrize("radius", [2, 6, 30])
def test_a_feather_fades_over_its_radius(radius: float) -> None:
    row = feathered(blocks((0, 200, 0, 100)), radius, cancel=CancelToken())[100].astype(int)
    assert (np.diff(row) <= 0).all()
    assert abs(int(row[99]) + int(row[100]) - 255) <= 8
    reach = round(radius)
    assert row[100 + reach] < 0.06 * 255 + 1
    assert 0 < row[100 + reach // 2] < 128


@pytest.mark.parametrize("radius", [4, 30])
def test_a_feather_changes_nothing_far_from_the_edge(radius: float) -> None:
    coverage = disc(80)
    found = feathered(coverage, radius, cancel=CancelToken())
    far = np.asarray(cv2.distanceTransform((coverage == 0).astype(np.uint8), cv2.DIST_L2, 5)) > 2.5 * radius
    deep = np.asarray(cv2.distanceTransform((coverage == 255).astype(np.uint8), cv2.DIST_L2, 5)) > 2.5 * radius
    assert not found[far].any()
    assert (found[deep] == 255).all()


def test_contrast_spreads_levels_around_the_middle() -> None:
    ramp = np.arange(256, dtype=np.uint8)[None]
    for contrast in (0.2, 0.5, 0.9, 1):
        found = contrasted(ramp, contrast)
        assert (np.diff(found.astype(int)) >= 0).all()
        np.testing.assert_array_equal(found >= 128, ramp >= 128)
    assert set(np.unique(contrasted(ramp, 1))) == {0, 255}


def test_holes_up_to_an_area_are_filled() -> None:
    coverage = blocks((20, 180, 20, 180))
    coverage[40:45, 40:45] = coverage[100:120, 100:120] = coverage[60:64, 176:] = 0
    found = filled(coverage, 25, cancel=CancelToken())
    wanted = coverage.copy()
    wanted[40:45, 40:45] = 255
    np.testing.assert_array_equal(found, wanted)


def test_a_gap_at_the_pictures_border_is_no_hole() -> None:
    coverage = np.full((50, 50), 255, np.uint8)
    coverage[:3, 20:24] = 0
    np.testing.assert_array_equal(filled(coverage, 400, cancel=CancelToken()), coverage)


def test_specks_up_to_an_area_go_with_their_soft_edge() -> None:
    large, specks = blocks((20, 120, 20, 120)), blocks((150, 154, 150, 154), (60, 63, 130, 133))
    soft = [np.asarray(cv2.GaussianBlur(part, (0, 0), 0.8), np.uint8) for part in (large, specks)]
    found = cleared(np.maximum(*soft), 30, cancel=CancelToken())
    np.testing.assert_array_equal(found, soft[0])
    untouched = np.maximum(*soft)
    np.testing.assert_array_equal(cleared(untouched, 3, cancel=CancelToken()), untouched)


def test_parts_that_meet_at_a_corner_are_one() -> None:
    coverage = blocks((50, 100, 50, 100), (100, 103, 100, 103))
    np.testing.assert_array_equal(cleared(coverage, 20, cancel=CancelToken()), coverage)


def test_the_largest_part_stays_alone() -> None:
    found = largest(blocks((10, 60, 10, 60), (100, 190, 100, 190), (10, 30, 150, 180)), cancel=CancelToken())
    np.testing.assert_array_equal(found, blocks((100, 190, 100, 190)))


@given(st.integers(0, 99))
def test_inverting_twice_is_nothing(seed: int) -> None:
    coverage = np.random.default_rng(seed).integers(0, 256, (30, 40), np.uint8)
    np.testing.assert_array_equal(inverted(inverted(coverage)), coverage)
    np.testing.assert_array_equal(inverted(coverage) >= 128, coverage < 128)
