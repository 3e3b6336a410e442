"""Cutouts carry the picture's own colours, and blending is exact to the level."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.imaging.composite import cutout, over

sides = st.integers(1, 30)
levels = st.integers(0, 255)


def made_up(height: int, width: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    rng = np.random.default_rng(seed)
    coverage = rng.choice(np.array([0, 1, 127, 128, 254, 255], np.uint8), (height, width))
    pixels = rng.integers(0, 256, (height, width, 3), np.uint8)
    pixels.flags.writeable = coverage.flags.writeable = False
    return pixels, coverage


@given(sides, sides, st.integers(0, 99))
def test_a_cutout_keeps_every_colour_that_can_be_seen(height: int, width: int, seed: int) -> None:
    pixels, coverage = made_up(height, width, seed)
    rgba = cutout(pixels, coverage)
    np.testing.assert_array_equal(rgba[:, :, 3], coverage)
    np.testing.assert_array_equal(rgba[coverage > 0, :3], pixels[coverage > 0])
    assert not rgba[coverage == 0].any()


@given(sides, sides, st.tuples(levels, levels, levels), st.integers(0, 99))
def test_blending_is_the_nearest_level(height: int, width: int, background: tuple[int, int, int], seed: int) -> None:
    pixels, coverage = made_up(height, width, seed)
    share = coverage[:, :, None] / 255
    exact = pixels * share + np.array(background) * (1 - share)
    assert np.abs(over(pixels, coverage, background) - exact).max() <= 0.5 + 1e-9


def test_a_picture_of_many_tiles_is_blended_to_its_last_row() -> None:
    pixels, coverage = np.full((1500, 700, 3), 10, np.uint8), np.zeros((1500, 700), np.uint8)
    coverage[-1] = 255
    blended = over(pixels, coverage, (250, 251, 252))
    assert (blended[:-1] == (250, 251, 252)).all()
    assert (blended[-1] == 10).all()
