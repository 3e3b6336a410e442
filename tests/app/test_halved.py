"""Arrays at half their size that are averaged where they are read: they read as if they had been averaged before."""

import cv2
import numpy as np
import pytest

from segdesk.app.halved import Halved, halved
from segdesk.app.pyramid import Pyramid
from segdesk.app.quilt import Quilt
from segdesk.app.sampling import Grid, nearest
from segdesk.core.geometry import Point


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, shape, np.uint8)


@pytest.mark.parametrize("shape", [(60, 80), (61, 83), (61, 80, 3), (1, 9), (0, 4)])
def test_any_rectangle_reads_as_of_the_whole_halved_at_once(shape: tuple[int, ...]) -> None:
    array, dice = noise(*shape), np.random.default_rng(1)
    level, known = Halved(array), halved(array)
    assert level.shape == ((shape[0] + 1) // 2, (shape[1] + 1) // 2, *shape[2:])
    np.testing.assert_array_equal(np.asarray(level), known)
    for _ in range(40):
        top, bottom = sorted(dice.integers(0, level.shape[0] + 1, 2))
        left, right = sorted(dice.integers(0, level.shape[1] + 1, 2))
        np.testing.assert_array_equal(level[top:bottom, left:right], known[top:bottom, left:right])


def test_an_average_is_of_four_pixels_and_a_last_single_one_stays() -> None:
    np.testing.assert_array_equal(halved(np.array([[0, 20, 7], [40, 60, 7]], np.uint8)), [[30, 7]])


def test_a_large_pyramid_holds_no_second_level_and_a_small_one_does() -> None:
    large, small = Pyramid.of(noise(1200, 1201, 3)), Pyramid.of(noise(600, 601, 3))
    assert [isinstance(level, Halved) for level in large.levels[:3]] == [False, True, False]
    assert not any(isinstance(level, Halved) for level in small.levels)
    np.testing.assert_array_equal(large.levels[2], halved(np.asarray(large.levels[1])))


def test_a_large_pyramid_patched_equals_a_fresh_one() -> None:
    before = noise(1200, 1201, 3)
    after = before.copy()
    after[301:560, 77:902] //= 2
    patched = Pyramid.of(before).patched(after, (301, 560), (77, 902))
    for one, other in zip(patched.levels, Pyramid.of(after).levels, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


def test_a_quilt_on_a_halved_ground_reads_as_the_array_did() -> None:
    ground = noise(1201, 1200, 3)
    array = ground.copy()
    array[200:420, 330:800] = 9
    quilt, known = Pyramid.of(array).quilted(Pyramid.of(ground)).levels[1], halved(array)
    assert isinstance(quilt, Quilt)
    np.testing.assert_array_equal(np.asarray(quilt), known)
    np.testing.assert_array_equal(quilt[91:300, 140:151], known[91:300, 140:151])


@pytest.mark.parametrize("step", [1.0, 1.6])
def test_the_nearest_is_a_pixel_of_the_array_itself_at_the_same_place(step: float) -> None:
    # A smooth slope, on which an average of four and each of the four are next to alike.
    slope = np.add.outer(np.arange(300), np.arange(400)).astype(np.float32) / 3
    array = slope.astype(np.uint8)
    grid = Grid(Point(10.5, 20.5), Point(step, 0), Point(0, step), (60, 40))
    apart = cv2.absdiff(nearest(Halved(array), grid), nearest(halved(array), grid))
    assert apart.max() <= 1
