"""Alpha from picture and trimap: the known stays known, soft edges come back, and odd pictures do no harm."""

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
from tests.imaging.hair import Hair, hair, jug

Pixels = NDArray[np.uint8]


def solved(pixels: Pixels, trimap: Bytes2D) -> Bytes2D:
    return solve(pixels, trimap, cancel=CancelToken(), report=no_report)


def error(alpha: Bytes2D, truth: Bytes2D, where: NDArray[np.bool_]) -> float:
    """Mean squared error of opacity 0..1."""
    return float(np.square((alpha[where].astype(float) - truth[where]) / 255).mean())


def banded(truth: Bytes2D, reach: int) -> Bytes2D:
    """The truth with all within so many pixels of its edge unknown."""
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return np.where(cv2.morphologyEx(truth, cv2.MORPH_GRADIENT, square) > 0, np.uint8(128), truth)


@pytest.fixture(scope="module")
def scene() -> Hair:
    return hair()


def test_hairs_come_back(scene: Hair) -> None:
    trimap = banded(scene.alpha, 12)
    band = trimap == 128
    alpha = solved(scene.pixels, trimap)
    assert error(alpha, scene.alpha, band) < 0.004
    assert np.corrcoef(alpha[band], scene.alpha[band])[0, 1] > 0.98


def test_the_jug_keeps_its_grasses_and_its_handle_open() -> None:
    pixels, truth = jug()
    trimap = banded(truth, 6)
    alpha = solved(pixels, trimap)
    band = trimap == 128
    assert error(alpha, truth, band) < 0.25 * error(_hard(truth), np.full_like(truth, 128), band)
    opaque, clear = band & (truth > 230), band & (truth < 25)
    assert np.mean(alpha[opaque] > 128) > 0.9
    assert np.mean(alpha[clear] < 128) > 0.9


def test_known_stays_known_and_two_runs_agree(scene: Hair) -> None:
    trimap = banded(scene.alpha, 6)
    alpha = solved(scene.pixels, trimap)
    assert (alpha[trimap == 255] == 255).all()
    assert (alpha[trimap == 0] == 0).all()
    assert (solved(scene.pixels, trimap) == alpha).all()


def test_the_number_of_threads_changes_nothing(scene: Hair) -> None:
    pixels, trimap = (np.concatenate((array, array[::-1])) for array in (scene.pixels, banded(scene.alpha, 6)))
    threads = cv2.getNumThreads()
    try:
        answers: list[Bytes2D] = []
        for number in (1, 3):
            cv2.setNumThreads(number)
            answers.append(solved(pixels, trimap))
    finally:
        cv2.setNumThreads(threads)
    assert (answers[0] == answers[1]).all()


def test_where_colours_tell_nothing_alpha_is_what_was_given() -> None:
    given = np.zeros((200, 300), np.uint8)
    cv2.circle(given, (150, 100), 50, 255, -1, cv2.LINE_AA)
    trimap = banded(given, 8)
    rng = np.random.default_rng(1)
    grain = rng.integers(80, 100, (200, 300, 3), np.uint8)
    alpha = solve(grain, trimap, given=given, cancel=CancelToken(), report=no_report)
    band = trimap == 128
    assert error(alpha, given, band) < 0.25 * error(solved(grain, trimap), given, band)


def test_what_was_given_hides_no_hairs_that_colours_tell_of(scene: Hair) -> None:
    trimap = banded(scene.alpha, 12)
    missed = (scene.alpha > 100) & (scene.head == 0) & (trimap == 128)
    doubted = np.full_like(trimap, 255)
    alpha = solve(scene.pixels, trimap, given=scene.head, doubted=doubted, cancel=CancelToken(), report=no_report)
    assert error(alpha, scene.alpha, missed) < 0.35 * error(scene.head, scene.alpha, missed)


def test_a_mirrored_picture_gives_mirrored_alpha(scene: Hair) -> None:
    trimap = banded(scene.alpha, 8)
    alpha = solved(scene.pixels, trimap).astype(int)
    mirrored = solved(*(np.ascontiguousarray(array[:, ::-1]) for array in (scene.pixels, trimap))).astype(int)
    assert np.abs(mirrored[:, ::-1] - alpha)[trimap == 128].mean() < 4


def test_parts_meet_without_a_seam() -> None:
    rows = np.linspace(0, 1, 400, dtype=np.float32)
    ramp = np.repeat(np.clip((rows - 0.25) * 2, 0, 1)[:, None], 700, axis=1)
    colours = np.stack((60 + 150 * ramp, 200 - 120 * ramp, 90 + 20 * ramp), axis=2).astype(np.uint8)
    truth = np.rint(ramp * 255).astype(np.uint8)
    trimap = np.where((truth > 0) & (truth < 255), np.uint8(128), truth)
    alpha = solved(colours, trimap).astype(int)
    assert np.abs(np.diff(alpha, axis=1)).max() <= 8
    assert np.abs(np.diff(alpha, axis=0)).max() <= 12
    assert error(alpha.astype(np.uint8), truth, trimap == 128) < 0.002


@pytest.mark.parametrize(("known", "expected"), [(0, 0), (255, 255), (128, 128)])
def test_what_has_one_side_only_goes_to_it(known: int, expected: int) -> None:
    trimap = np.full((40, 50), 128, np.uint8)
    trimap[:10] = known
    assert (solved(np.full((40, 50, 3), 77, np.uint8), trimap) == expected).all()


def test_without_anything_unknown_the_trimap_is_alpha() -> None:
    trimap = np.zeros((30, 30), np.uint8)
    trimap[10:20, 10:20] = 255
    assert (solved(np.zeros((30, 30, 3), np.uint8), trimap) == trimap).all()


@pytest.mark.parametrize("shape", [(1, 400), (400, 1), (1, 3), (2, 2), (3, 900)])
def test_thin_pictures_are_solved(shape: tuple[int, int]) -> None:
    places = np.indices(shape).max(axis=0) / (max(shape) - 1)
    pixels = np.stack((255 * places, 80 + 0 * places, 255 - 255 * places), axis=2).astype(np.uint8)
    trimap = np.where(places < 0.3, 0, np.where(places > 0.7, 255, 128)).astype(np.uint8)
    alpha = solved(pixels, trimap)
    assert alpha.shape == shape
    assert (alpha[trimap != 128] == trimap[trimap != 128]).all()


def test_a_flat_picture_gives_a_smooth_answer() -> None:
    trimap = np.zeros((200, 300), np.uint8)
    trimap[:, 120:180], trimap[:, 180:] = 128, 255
    alpha = solved(np.full((200, 300, 3), 90, np.uint8), trimap).astype(int)
    assert np.abs(np.diff(alpha[:, 121:179], axis=0)).max() <= 20


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_noise_of_any_size_does_no_harm(high: int, wide: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (high, wide, 3), np.uint8)
    trimap = rng.choice(np.array((0, 128, 255), np.uint8), (high, wide))
    alpha = solved(pixels, trimap)
    known = trimap != 128
    assert alpha.shape == trimap.shape
    assert (alpha[known] == trimap[known]).all()


def test_cancelled_work_stops(scene: Hair) -> None:
    token = CancelToken()

    def stop(stage: str, share: float) -> None:
        token.cancel()

    with pytest.raises(Cancelled):
        solve(scene.pixels, banded(scene.alpha, 6), cancel=token, report=stop)


def _hard(alpha: Bytes2D) -> Bytes2D:
    return np.multiply(alpha >= 128, 255, dtype=np.uint8)
