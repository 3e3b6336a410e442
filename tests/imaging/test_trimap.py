"""The band between subject and ground: narrow at hard edges, wide at hair, and never against a stroke."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken, no_report
from segdesk.imaging.matting import solve
from segdesk.imaging.trimap import trimap
from tests.imaging.hair import Hair, as_jpeg, hair, jug, net, wheel

Pixels = NDArray[np.uint8]


def banded(
    coverage: Bytes2D,
    pixels: Pixels,
    keep: Bytes2D | None = None,
    remove: Bytes2D | None = None,
    painted: Bytes2D | None = None,
) -> Bytes2D:
    return trimap(coverage, pixels, keep=keep, remove=remove, hair=painted, cancel=CancelToken())


def dab(like: Bytes2D, column: int, row: int, radius: int = 10) -> Bytes2D:
    canvas = np.zeros_like(like)
    cv2.circle(canvas, (column, row), radius, 255, -1)
    return canvas


@pytest.fixture(scope="module")
def scene() -> Hair:
    return hair()


@pytest.fixture(scope="module")
def found(scene: Hair) -> Bytes2D:
    return banded(scene.head, scene.pixels)


def test_the_band_is_wide_at_hair_and_narrow_at_a_smooth_edge(scene: Hair, found: Bytes2D) -> None:
    unknown = found == 128
    middle = unknown.shape[1] // 2
    assert np.count_nonzero(unknown[:, :middle]) > 3 * np.count_nonzero(unknown[:, middle:])
    row = unknown[unknown.shape[0] // 2, middle:]
    assert 3 <= np.count_nonzero(row) <= 8


def test_the_band_catches_the_hairs_that_the_mask_missed(scene: Hair, found: Bytes2D) -> None:
    missed = (scene.alpha > 100) & (scene.head == 0)
    assert np.mean(found[missed] == 128) > 0.9


def test_matting_in_the_band_brings_back_the_hairs(scene: Hair, found: Bytes2D) -> None:
    alpha = solve(scene.pixels, found, cancel=CancelToken(), report=no_report).astype(float)
    truth = scene.alpha.astype(float)
    assert np.square(alpha - truth).mean() < 0.25 * np.square(scene.head - truth).mean()


def finished(coverage: Bytes2D, pixels: Pixels) -> Bytes2D:
    """What becomes of a mask that is left to the band and to matting."""
    found = banded(coverage, pixels)
    return solve(pixels, found, given=coverage, cancel=CancelToken(), report=no_report)


def error(alpha: Bytes2D, truth: Bytes2D) -> float:
    return float(np.square((alpha.astype(float) - truth) / 255).mean())


def feathered(truth: Bytes2D) -> Bytes2D:
    """A mask that follows every hair and hole, but is not exact."""
    hard = np.multiply(truth >= 128, 255, dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(hard, (0, 0), 1), np.uint8)


@pytest.mark.parametrize("contrast", [1.0, 0.3])
@pytest.mark.parametrize("draw", [hair, net, wheel])
def test_a_mask_that_is_nearly_perfect_does_not_get_worse(draw: Callable[[], Hair], contrast: float) -> None:
    scene = draw()
    grey = scene.pixels.mean(axis=(0, 1))
    pixels = as_jpeg(np.clip(grey + contrast * (scene.pixels - grey), 0, 255).astype(np.uint8))
    given = feathered(scene.alpha)
    assert error(finished(given, pixels), scene.alpha) < error(given, scene.alpha)


def test_the_jug_with_a_nearly_perfect_mask_stays_nearly_perfect() -> None:
    pixels, truth = jug()
    given = feathered(truth)
    assert error(finished(given, pixels), truth) < 1.1 * error(given, truth)


def test_the_grasses_of_the_jug_come_back() -> None:
    pixels, truth = jug()
    mask = np.multiply(truth >= 128, 255, dtype=np.uint8)
    rounded = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    found = banded(np.asarray(rounded, np.uint8), pixels)
    soft = (truth > 60) & (truth < 200)
    assert np.mean(found[soft] == 128) > 0.6
    assert np.mean(found == 128) < 0.15


def test_gaps_that_a_mask_has_closed_are_looked_into(scene: Hair) -> None:
    hairs = np.multiply(scene.alpha >= 60, 255, dtype=np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (25, 25))
    closed = np.asarray(cv2.morphologyEx(hairs, cv2.MORPH_CLOSE, disc), np.uint8)
    deep = cv2.distanceTransform(closed, cv2.DIST_L2, 5) > 5
    gaps = deep & (scene.alpha < 40)
    assert np.count_nonzero(gaps) > 200
    assert np.mean(banded(closed, scene.pixels)[gaps] == 128) > 0.1
    assert error(finished(closed, scene.pixels), scene.alpha) < 0.9 * error(closed, scene.alpha)


def test_a_subjects_own_texture_is_no_gap() -> None:
    pixels, truth = jug()
    given = feathered(truth)
    solid = cv2.erode((truth == 255).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert np.mean(banded(given, pixels)[solid] == 128) < 0.01


def test_strokes_overrule_the_band_and_the_painted_hair(scene: Hair, found: Bytes2D) -> None:
    row, column = (int(places[0]) for places in np.nonzero(found == 128))
    stroke = dab(found, column, row)
    assert (banded(scene.head, scene.pixels, keep=stroke, painted=stroke)[stroke > 0] == 255).all()
    assert (banded(scene.head, scene.pixels, remove=stroke, painted=stroke)[stroke > 0] == 0).all()


def test_painted_hair_is_unknown_and_changes_nothing_else(scene: Hair, found: Bytes2D) -> None:
    painted = dab(found, found.shape[1] - 40, 40)
    widened = banded(scene.head, scene.pixels, painted=painted)
    assert (widened[painted > 0] == 128).all()
    assert (widened == found)[painted == 0].all()


@pytest.mark.parametrize("value", [0, 255])
def test_a_mask_without_an_edge_has_no_band(value: int) -> None:
    mask = np.full((60, 80), value, np.uint8)
    assert (banded(mask, np.zeros((60, 80, 3), np.uint8)) == mask).all()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_any_size_gives_three_values_and_agrees_with_the_mask(high: int, wide: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    coverage = cv2.blur(rng.integers(0, 256, (high, wide), np.uint8), (5, 5)).reshape(high, wide)
    found = banded(np.asarray(coverage, np.uint8), rng.integers(0, 256, (high, wide, 3), np.uint8))
    assert set(np.unique(found).tolist()) <= {0, 128, 255}
    known = found != 128
    assert (found[known] == np.where(coverage >= 128, 255, 0)[known]).all()


def test_cancelled_work_stops(scene: Hair) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        trimap(scene.head, scene.pixels, keep=None, remove=None, cancel=token)
