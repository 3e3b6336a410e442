"""Arrays kept in squares: they read as what they were made of, and what is like the ground takes no memory."""

import numpy as np
import pytest

from segdesk.app.pyramid import Pyramid
from segdesk.app.quilt import SIDE, Quilt
from segdesk.core.geometry import Box

SHAPE = (2 * SIDE + 40, 3 * SIDE + 17)


def spotted() -> np.ndarray:
    array = np.zeros(SHAPE, np.uint8)
    array[:, 2 * SIDE :], array[SIDE - 20 : SIDE + 20, 10 : SIDE + 10] = 255, np.arange(SIDE)
    return array


@pytest.mark.parametrize("channels", [(), (3,)])
def test_a_quilt_reads_as_the_array_did(channels: tuple[int, ...]) -> None:
    dice = np.random.default_rng(1)
    array = np.broadcast_to(spotted().reshape(*SHAPE, *(1,) * len(channels)), (*SHAPE, *channels)).copy()
    ground = dice.integers(0, 256, array.shape, np.uint8) if channels else None
    if ground is not None:
        array[: SIDE + 5] = ground[: SIDE + 5]
    quilt = Quilt(array, ground)
    np.testing.assert_array_equal(np.asarray(quilt), array)
    for _ in range(40):
        top, bottom = sorted(dice.integers(0, SHAPE[0] + 1, 2))
        left, right = sorted(dice.integers(0, SHAPE[1] + 1, 2))
        np.testing.assert_array_equal(quilt[top:bottom, left:right], array[top:bottom, left:right])


def test_what_is_read_can_be_written_to_without_harm() -> None:
    ground = np.full(SHAPE, 7, np.uint8)
    quilt = Quilt(ground.copy(), ground)
    quilt[0:5, 0:5][:] = 9
    assert (np.asarray(quilt) == 7).all()
    assert (ground == 7).all()


def test_squares_like_the_ground_are_bare() -> None:
    quilt = Quilt(spotted())
    assert quilt.is_bare(Box(0, 2 * SIDE + 3, 2 * SIDE - 4, SHAPE[0]))
    assert not quilt.is_bare(Box(0, 2 * SIDE + 3, 2 * SIDE - 1, SHAPE[0]))
    assert not quilt.is_bare(Box(0, SIDE - 30, 30, SIDE))


def test_a_large_pyramid_is_quilted_and_a_small_one_is_not() -> None:
    large = np.zeros((1200, 1200), np.uint8)
    large[400:700, 300:900] = 200
    quilts = Pyramid.of(large).quilted()
    assert [isinstance(level, Quilt) for level in quilts.levels][:2] == [True, False]
    for quilt, level in zip(quilts.levels, Pyramid.of(large).levels, strict=True):
        np.testing.assert_array_equal(quilt, level)
