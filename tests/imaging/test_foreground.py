"""Soft pixels take the subject's own colour and lose the background's; everything else stays to the bit."""

import tracemalloc

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk import pipeline
from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken
from segdesk.imaging import files, foreground

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]
CREAM, GREEN = (236, 214, 180), (40, 150, 60)
WHITE, BLACK, MAGENTA = (255, 255, 255), (0, 0, 0), (255, 0, 255)


def clean(pixels: Pixels, alpha: Pixels, amount: float = 1.0, *, is_rough: bool = False) -> Pixels:
    for array in (pixels, alpha):
        array.flags.writeable = False
    return foreground.estimate(pixels, alpha, amount=amount, is_rough=is_rough, cancel=CancelToken())


def over(colours: Pixels | Colour, alpha: Pixels, ground: Pixels | Colour) -> Pixels:
    share = alpha[:, :, None] / np.float32(255)
    mixed = share * np.asarray(colours, np.float32) + (1 - share) * np.asarray(ground, np.float32)
    return np.rint(mixed).astype(np.uint8)


def tuft(height: int = 300, width: int = 420) -> Pixels:
    """Alpha of a disc with hairs around it that are thinner than a pixel at their tips, and with a hole."""
    large = np.zeros((height * 4, width * 4), np.uint8)
    middle = np.array((width * 2, height * 2))
    for turn in np.linspace(0, 2 * np.pi, 90, endpoint=False):
        way = np.array((np.cos(turn), np.sin(turn)))
        root, knee, tip = (np.rint(middle + way * height * reach).astype(int).tolist() for reach in (0.9, 1.4, 1.8))
        cv2.line(large, root, knee, 255, 6)
        cv2.line(large, knee, tip, 255, 2)
    cv2.circle(large, middle.tolist(), height, 255, -1)
    cv2.circle(large, middle.tolist(), height // 3, 0, -1)
    return np.asarray(cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def grained(colour: Colour, alpha: Pixels, *, grain: float, seed: int) -> Pixels:
    """One colour with soft patches of other brightness."""
    noise = np.random.default_rng(seed).normal(0, grain, alpha.shape).astype(np.float32)
    patches = cv2.GaussianBlur(noise, (0, 0), 6) * 12
    return np.clip(np.array(colour, np.float32) + patches[:, :, None], 0, 255).astype(np.uint8)


def jug() -> tuple[Pixels, Pixels]:
    """The sample picture and its true alpha."""
    sample = pipeline.sample()
    return files.decode(sample.picture).picture.pixels.copy(), files.decode_map(sample.alpha).copy()


def soft(alpha: Pixels) -> NDArray[np.bool_]:
    return (alpha > 0) & (alpha < 255)


def tips(alpha: Pixels, reach: float = 6.0) -> NDArray[np.bool_]:
    """Soft pixels with nothing opaque within reach."""
    far = cv2.distanceTransform((alpha < 255).astype(np.uint8), cv2.DIST_L2, 5)
    return soft(alpha) & (np.asarray(far) > reach)


def lost(found: Pixels, true: Pixels | Colour, alpha: Pixels, where: NDArray[np.bool_]) -> float:
    """Levels by which a new background would show the difference, mean of the colours in these places."""
    difference = np.abs(found.astype(np.float32) - np.asarray(true, np.float32)) * (alpha[:, :, None] / np.float32(255))
    return float(difference[where].mean())


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 99), st.sampled_from([0, 40, 250]))
def test_opaque_and_transparent_pixels_stay_to_the_bit(height: int, width: int, seed: int, spread: int) -> None:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width, 3), np.uint8)
    alpha = np.clip(rng.integers(-spread, 256 + spread, (height, width)), 0, 255).astype(np.uint8)
    found = clean(pixels, alpha)
    assert (found.shape, found.dtype) == (pixels.shape, np.uint8)
    np.testing.assert_array_equal(found[~soft(alpha)], pixels[~soft(alpha)])


def test_without_an_amount_the_colours_are_untouched_and_half_of_it_goes_half_the_way() -> None:
    alpha = tuft()
    pixels = over(CREAM, alpha, GREEN)
    none, half, whole = (clean(pixels, alpha, amount).astype(int) for amount in (0.0, 0.5, 1.0))
    np.testing.assert_array_equal(none, pixels)
    assert np.abs(2 * half - pixels - whole).max() <= 2
    assert np.abs(whole - pixels).max() > 100


@pytest.mark.parametrize("ground", [WHITE, BLACK, MAGENTA, GREEN])
def test_the_old_background_leaves_no_trace_on_a_new_one(ground: Colour) -> None:
    alpha = tuft()
    found = clean(over(CREAM, alpha, ground), alpha)
    for new in (WHITE, BLACK, MAGENTA):
        wanted, shown = (over(colours, alpha, new).astype(int) for colours in (CREAM, found))
        assert np.abs(shown - wanted).max() <= 12
        assert np.abs(shown - wanted)[soft(alpha)].mean() < 1


def test_hairs_keep_their_own_colours_before_a_ground_with_patches() -> None:
    alpha = tuft()
    subject, ground = (grained(colour, alpha, grain=8, seed=n) for n, colour in enumerate((CREAM, GREEN)))
    pixels = over(subject, alpha, ground)
    found = clean(pixels, alpha)
    for places in (soft(alpha), tips(alpha)):
        assert places.sum() > 500
        assert lost(found, subject, alpha, places) < lost(pixels, subject, alpha, places) / 4


def test_the_sample_on_a_new_background_keeps_its_tips_and_loses_the_old_one() -> None:
    _, alpha = jug()
    subject = grained(CREAM, alpha, grain=8, seed=3)
    pixels = over(subject, alpha, MAGENTA)
    found = clean(pixels, alpha)
    for places in (soft(alpha), tips(alpha)):
        assert places.sum() > 500
        assert lost(found, subject, alpha, places) < lost(pixels, subject, alpha, places) / 10


def test_the_sample_keeps_what_is_opaque_and_the_gaps_of_its_handle_and_hairs() -> None:
    pixels, alpha = jug()
    found = clean(pixels, alpha)
    np.testing.assert_array_equal(found[~soft(alpha)], pixels[~soft(alpha)])
    # Its hairs are lighter than the wall behind them.
    place = tips(alpha)
    place[500:] = False
    assert found[place].mean() > pixels[place].mean() + 20


def test_what_is_rough_looks_as_well_on_a_new_background() -> None:
    pixels, alpha = jug()
    exact, rough = (
        over(clean(pixels, alpha, is_rough=is_rough), alpha, WHITE).astype(int) for is_rough in (False, True)
    )
    apart = np.abs(exact - rough)[soft(alpha)]
    assert 0 < apart.mean() < 1
    assert np.percentile(apart, 99) < 8


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels, alpha = (array[50:503, 620:1189].copy() for array in jug())
    expected = clean(pixels, alpha)
    for side in (64, 1024):
        monkeypatch.setattr(foreground, "_TILE", side)
        np.testing.assert_array_equal(clean(pixels, alpha), expected)


def test_memory_follows_the_edge_not_the_picture() -> None:
    small, large = extra_memory(800, 1200), extra_memory(3200, 4800)
    assert large - small < 3200 * 4800


def extra_memory(height: int, width: int) -> int:
    """Bytes needed at most besides the answer, for a disc of always the same size."""
    pixels = np.full((height, width, 3), 90, np.uint8)
    alpha = np.zeros((height, width), np.uint8)
    cv2.circle(alpha, (width // 2, height // 2), 300, 255, -1, cv2.LINE_AA)
    tracemalloc.start()
    found = clean(pixels, alpha)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak - found.nbytes


def test_it_stops_when_told() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        foreground.estimate(over(CREAM, tuft(), GREEN), tuft(), amount=1.0, cancel=token)


def test_it_tells_how_far_it_is() -> None:
    pixels, alpha = jug()
    told: list[float] = []

    def listen(stage: str, share: float) -> None:
        assert stage == "colours"
        told.append(share)

    foreground.estimate(pixels, alpha, amount=1.0, cancel=CancelToken(), report=listen)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.9 < told[-1] <= 1
    assert len(told) > 20


def test_it_stops_on_the_way() -> None:
    pixels, alpha = jug()
    told: list[float] = []
    token = CancelToken()

    def stop(stage: str, share: float) -> None:
        told.append(share)
        if share > 0.3:
            token.cancel()

    with pytest.raises(Cancelled):
        foreground.estimate(pixels, alpha, amount=1.0, cancel=token, report=stop)
    assert sum(share > 0.3 for share in told) == 1
