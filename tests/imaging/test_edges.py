"""A small mask comes back at full size on the picture's own edges, where a plain enlargement would be stairs or fog."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from segdesk.core.errors import Cancelled
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
from segdesk.imaging.edges import restore

SIZE = Size(1500, 1000)
WORKING = Size(300, 200)
SHAPES = ("disc", "star", "rods")
Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


def truth_of(shape: str, size: Size = SIZE) -> Floats:
    """Exact coverage 0..1 to a sixteenth of a pixel: drawn four times too large and averaged."""
    width, height = size.width * 4, size.height * 4
    large = np.zeros((height, width), np.uint8)
    match shape:
        case "disc":
            cv2.circle(large, (int(width * 0.47), int(height * 0.53)), int(height * 0.33), 255, -1)
        case "star":
            turns = np.linspace(0, 2 * np.pi, 14, endpoint=False) + 0.3
            radii = np.where(np.arange(14) % 2, 0.2, 0.45) * height
            corners = np.stack((width / 2 + radii * np.cos(turns), height / 2 + radii * np.sin(turns)), axis=1)
            cv2.fillPoly(large, [corners.astype(np.int32)], 255)
        case _:
            for rod in range(5):
                left = int(width * (0.1 + 0.16 * rod))
                start, end = (left, int(height * 0.1)), (left + width // 10, int(height * 0.9))
                cv2.line(large, start, end, 255, 40 + 24 * rod)
    return np.asarray(cv2.resize(large, size, interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)


def painted(truth: Floats, *, contrast: float = 1.0, grain: float = 10.0, blur: float = 0.7, seed: int = 1) -> Pixels:
    """A reddish subject on a greenish ground, both with coarse and fine texture, seen through a lens and a sensor."""
    rng = np.random.default_rng(seed)
    height, width = truth.shape
    middle, towards = np.array((120, 95, 85), np.float32), np.array((30, -25, 5), np.float32) * contrast
    ground, subject = (middle + sign * towards + _texture(height, width, grain, rng) for sign in (-1, 1))
    mixed = cv2.GaussianBlur(ground + (subject - ground) * truth[:, :, None], (0, 0), blur)
    return np.clip(mixed + rng.normal(0, 2, mixed.shape), 0, 255).astype(np.uint8)


def _texture(height: int, width: int, grain: float, rng: np.random.Generator) -> Floats:
    layers = np.zeros((height, width, 3), np.float32)
    for scale in (1, 4, 16, 64):
        noise = rng.normal(0, grain / 2, (height // scale + 2, width // scale + 2, 1)).astype(np.float32)
        size = (noise.shape[1] * scale, noise.shape[0] * scale)
        layers += cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)[:height, :width, None]
    return layers


def shrunk(truth: Floats, size: Size = WORKING) -> Floats:
    return np.asarray(cv2.resize(truth, size, interpolation=cv2.INTER_AREA), np.float32)


def wavering(probability: Floats, reach: float = 0.7) -> Floats:
    """The same with an engine's errors: its line wanders up to about so many working pixels, and is soft."""
    rng = np.random.default_rng(5)
    height, width = probability.shape
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    drift = [
        cv2.resize(rng.normal(0, reach / 2, (height // 8, width // 8)).astype(np.float32), (width, height))
        for _ in range(2)
    ]
    moved = cv2.remap(probability, columns + drift[0], rows + drift[1], cv2.INTER_LINEAR)
    return np.clip(cv2.GaussianBlur(moved, (0, 0), 0.6), 0, 1).astype(np.float32)


def enlarged(probability: Floats, pixels: Pixels) -> Pixels:
    size = (pixels.shape[1], pixels.shape[0])
    return (np.clip(cv2.resize(probability, size, interpolation=cv2.INTER_CUBIC), 0, 1) * 255).astype(np.uint8)


def restored(probability: Floats, pixels: Pixels) -> Pixels:
    return restore(probability, pixels, cancel=CancelToken())


def edge_error(coverage: Pixels, truth: Floats) -> float:
    """Mean distance in pixels between the coverage's edge and the true one: wrong area over length of edge."""
    outlines, _ = cv2.findContours((truth > 0.5).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    length = sum(cv2.arcLength(outline, True) for outline in outlines)
    return float(np.abs(coverage / 255 - truth).sum() / length)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("contrast", "grain"), [(1.0, 5.0), (1.0, 14.0), (0.6, 8.0)])
def test_the_edge_is_found_below_a_pixel(shape: str, contrast: float, grain: float) -> None:
    truth = truth_of(shape)
    pixels, probability = painted(truth, contrast=contrast, grain=grain), shrunk(truth)
    error = edge_error(restored(probability, pixels), truth)
    assert error < 0.5
    assert error < 0.4 * edge_error(enlarged(probability, pixels), truth)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_wavering_line_is_drawn_to_the_edge(shape: str) -> None:
    truth = truth_of(shape)
    pixels, probability = painted(truth), wavering(shrunk(truth))
    error = edge_error(restored(probability, pixels), truth)
    assert error < 0.9
    assert error < 0.4 * edge_error(enlarged(probability, pixels), truth)


def test_a_sharp_edge_is_crisp_and_a_blurred_one_soft() -> None:
    truth = truth_of("disc")
    widths: list[float] = []
    for blur in (0.5, 3.0):
        coverage = restored(shrunk(truth), painted(truth, grain=4, blur=blur))
        row = coverage[530].astype(int)
        widths.append(np.count_nonzero((row > 12) & (row < 243)) / 2)
    assert widths[0] <= 3
    assert widths[1] > widths[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_leaks_away_from_the_edge(shape: str) -> None:
    truth = truth_of(shape)
    coverage = restored(wavering(shrunk(truth)), painted(truth, contrast=0.4, grain=14))
    reach = np.ones((51, 51), np.uint8)
    assert not coverage[cv2.dilate(truth, reach) == 0].any()
    assert (coverage[cv2.erode(truth, reach) == 1] == 255).all()


def test_without_any_edge_in_the_picture_the_line_stays_where_it_was_and_crisp() -> None:
    truth = truth_of("disc")
    flat = np.full((SIZE.height, SIZE.width, 3), 128, np.uint8)
    coverage = restored(shrunk(truth), flat)
    assert edge_error(coverage, truth) < 0.8
    row = coverage[530]
    assert np.count_nonzero((row > 12) & (row < 243)) / 2 <= 4


def test_a_rod_thinner_than_a_working_pixel_stays_in_one_piece() -> None:
    truth = np.zeros((1000, 1500), np.float32)
    truth[100:900, 702:706] = 1
    truth[850:900, 300:1200] = 1
    coverage = restored(shrunk(truth), painted(truth, grain=5))
    assert (coverage[120:840, 702:706].max(axis=1) >= 128).all()


def test_at_the_pictures_own_size_a_good_mask_stays_good() -> None:
    size = Size(300, 200)
    truth = truth_of("star", size)
    pixels = painted(truth)
    assert edge_error(restored(truth, pixels), truth) < 0.35
    wandering = wavering(truth, 2)
    assert edge_error(restored(wandering, pixels), truth) < 1.05 * edge_error(enlarged(wandering, pixels), truth)


class SoonCancelled(CancelToken):
    """Raises its own flag at the third look."""

    looks = 0

    def check(self) -> None:
        self.looks += 1
        if self.looks == 3:
            self.cancel()
        super().check()


def test_work_stops_between_two_pieces() -> None:
    truth, token = truth_of("disc"), SoonCancelled()
    with pytest.raises(Cancelled):
        restore(shrunk(truth), painted(truth), cancel=token)
    assert token.looks == 3


def test_it_tells_how_far_it_is() -> None:
    truth = truth_of("disc")
    heard: list[tuple[str, float]] = []

    def report(stage: str, share: float) -> None:
        heard.append((stage, share))

    restore(shrunk(truth), painted(truth), cancel=CancelToken(), report=report)
    assert {stage for stage, _ in heard} == {"edges"}
    assert len(heard) >= 3
    assert heard == sorted(heard)
    assert heard[-1][1] < 1


@settings(max_examples=40)
@given(
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
    st.tuples(st.integers(1, 30), st.integers(1, 30)),
    st.integers(0, 99),
)
def test_any_size_gives_coverage_of_the_pictures_size(full: tuple[int, int], small: tuple[int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    pixels, probability = rng.integers(0, 256, (*full, 3), np.uint8), rng.random(small, np.float32)
    pixels.flags.writeable = probability.flags.writeable = False
    coverage = restored(probability, pixels)
    assert (coverage.shape, coverage.dtype) == (full, np.uint8)
    for sure in (0, 1):
        everywhere = restored(np.full(small, sure, np.float32), pixels)
        assert (everywhere == 255 * sure).all()
