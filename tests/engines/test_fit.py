"""Pictures of every shape come within the limits, and what goes down with them comes back up where it was."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from segdesk.core.document import Picture
from segdesk.core.errors import Cancelled, PictureOutOfLimits, ServiceAnswerMalformed
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken
from segdesk.engines import fit, whiteness
from segdesk.imaging import encoders, files
from segdesk.imaging.scribbles import scribble_maps
from tests.scenes import iou, plum

LIMITS = fit.Limits("Cloud", 128, 600, 400_000)
SCENE = plum()


def picture(width: int, height: int, seed: int = 0) -> Picture:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Picture(np.asarray(cv2.blur(noise, (9, 9)), np.uint8).reshape(height, width, 3))


def sent(given: Picture, limits: fit.Limits = LIMITS) -> tuple[fit.Fitted, np.ndarray]:
    fitted = fit.fit(given, limits, CancelToken())
    return fitted, files.decode_rgb(fitted.content)


@pytest.mark.parametrize(
    "size", [(600, 400), (128, 128), (2000, 1500), (601, 600), (90, 90), (600, 20), (3000, 120), (16, 16), (61, 599)]
)
def test_what_is_sent_is_within_the_limits(size: tuple[int, int]) -> None:
    fitted, pixels = sent(picture(*size))
    height, width = pixels.shape[:2]
    assert Size(width, height) == fitted.canvas
    assert 128 <= min(width, height) <= max(width, height) <= 600
    assert len(fitted.content) <= LIMITS.max_bytes


def test_a_small_picture_is_sent_pixel_for_pixel() -> None:
    fitted, pixels = sent(Picture(SCENE.pixels))
    assert fitted.media_type == "image/png"
    assert fitted.is_whole
    assert np.array_equal(pixels, SCENE.pixels)
    assert np.array_equal(fitted.pixels, SCENE.pixels)


def test_a_heavy_picture_is_sent_as_jpeg() -> None:
    given = picture(600, 600)
    fitted, pixels = sent(given, fit.Limits("Cloud", 128, 600, 400_000, lossless_bytes=100_000))
    assert fitted.media_type == "image/jpeg"
    assert np.abs(pixels.astype(int) - given.pixels).mean() < 3


def test_bytes_are_met_even_by_scaling_down() -> None:
    noise = Picture(np.random.default_rng(1).integers(0, 256, (500, 500, 3), np.uint8))
    fitted, _ = sent(noise, fit.Limits("Cloud", 128, 600, 60_000))
    assert len(fitted.content) <= 60_000
    assert fitted.canvas.long_side < 500


@pytest.mark.parametrize("size", [(1, 1), (600, 3), (10, 500)])
def test_what_would_be_nearly_all_border_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureOutOfLimits, match="Cloud does not take a picture of this size"):
        sent(picture(*size))


def test_what_no_quality_brings_within_the_bytes_is_refused() -> None:
    with pytest.raises(PictureOutOfLimits):
        sent(picture(200, 200), fit.Limits("Cloud", 128, 600, 100))


def test_a_raised_token_stops_fitting() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        fit.fit(picture(300, 300), LIMITS, cancel)


def test_a_picture_the_service_fetches_is_taken_as_it_is_or_refused() -> None:
    assert fit.unfitted(picture(300, 200), LIMITS).canvas == Size(300, 200)
    for size in ((601, 300), (300, 100)):
        with pytest.raises(PictureOutOfLimits):
            fit.unfitted(picture(*size), LIMITS)


def test_the_border_repeats_the_rim() -> None:
    fitted, pixels = sent(picture(200, 40), fit.Limits("Cloud", 128, 600, 400_000))
    assert fitted.inner == Size(200, 40)
    assert (pixels[40:] == pixels[39]).all()


def test_boxes_come_along() -> None:
    fitted, _ = sent(picture(1200, 900))
    prompts = Prompts(
        boxes=(BoxPrompt(Box(101, 99, 301, 302)), BoxPrompt(Box(-9, -9, 0, 0)), BoxPrompt(Box(0, 0, 9e9, 9e9)))
    )
    assert fitted.boxes(prompts) == (Box(50, 49, 150, 151), Box(0, 0, 600, 450))


def test_strokes_and_prior_come_along() -> None:
    fitted, _ = sent(picture(1200, 60))
    keep, remove = fitted.scribble_maps(Prompts(strokes=(Stroke(Polarity.KEEP, 10, (Point(600, 30),)),)))
    assert keep.shape == (128, 600)
    assert not remove.any()
    rows, columns = np.nonzero(keep)
    assert abs(columns.mean() - 299.5) < 1
    assert abs(rows.mean() - 14.5) < 1
    prior = fitted.prior(np.full((60, 1200), 200, np.uint8))
    assert (prior[:30] == 255).all()
    assert not prior[30:].any()


def test_a_mask_comes_back_whole_where_the_picture_went_whole() -> None:
    fitted, _ = sent(Picture(SCENE.pixels))
    assert np.array_equal(fitted.restored(SCENE.truth, Prompts(), CancelToken()), SCENE.truth)


def test_a_mask_comes_back_at_full_size_along_the_edges() -> None:
    large = plum(Size(1200, 900))
    fitted, _ = sent(Picture(large.pixels))
    small = np.asarray(cv2.resize(large.truth, fitted.canvas, interpolation=cv2.INTER_AREA), np.uint8)
    assert iou(fitted.restored(small, Prompts(), CancelToken()), large.truth) > 0.98


@pytest.mark.parametrize("size", [Size(320, 240), Size(1200, 900), Size(300, 40)])
def test_strokes_are_law_to_what_comes_back(size: Size) -> None:
    fitted, _ = sent(picture(*size))
    prompts = Prompts(
        strokes=(
            Stroke(Polarity.KEEP, 6, (Point(20, 20), Point(60, 30))),
            Stroke(Polarity.REMOVE, 4, (Point(100, 20), Point(120, 25))),
        )
    )
    for value in (0, 255):
        answered = np.full((fitted.canvas.height, fitted.canvas.width), value, np.uint8)
        coverage = fitted.restored(answered, prompts, CancelToken())
        keep, remove = scribble_maps(prompts, size)
        assert coverage.shape == (size.height, size.width)
        assert (coverage[keep > 0] == 255).all()
        assert (coverage[remove > 0] == 0).all()


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_an_answer_is_read_by_its_bytes(channels: int) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (8, 6, channels), np.uint8)
    encoded = {
        1: lambda: encoders.encode_mask(pixels[:, :, 0]),
        3: lambda: encoders.encode_rgb(pixels, None),
        4: lambda: encoders.encode_cutout(pixels, None),
    }[channels]()
    decoded = fit.decode_answer(encoded, Size(6, 8), "Cloud")
    assert np.array_equal(decoded.reshape(8, 6, channels), pixels)


def test_a_deep_mask_keeps_its_upper_bits() -> None:
    deep = np.full((3, 4), 0x8001, np.uint16)
    content = cv2.imencode(".png", deep)[1].tobytes()
    assert (fit.decode_answer(content, Size(4, 3), "Cloud") == 0x80).all()


def test_a_jpeg_answer_is_read() -> None:
    content = cv2.imencode(".jpg", SCENE.truth)[1].tobytes()
    assert iou(fit.mask(fit.decode_answer(content, SCENE.size, "Cloud"), "Cloud"), SCENE.truth) > 0.99


def huge_png() -> bytes:
    """A PNG that claims 60000 x 60000 pixels; unpacked it would take 3.6 GB."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither PNG nor JPEG"),
        (b"<html>", "neither PNG nor JPEG"),
        (b"\x89PNG\r\n\x1a\n", "neither PNG nor JPEG"),
        (encoders.encode_mask(np.zeros((2, 3), np.uint8)), "3 × 2 pixels instead of 6 × 8"),
        (huge_png(), "60000 × 60000 pixels instead of 6 × 8"),
        (encoders.encode_mask(np.zeros((8, 6), np.uint8))[:40], "damaged"),
        (b"\xff\xd8\xff\xe0junk", "damaged"),
    ],
)
def test_an_answer_that_is_no_mask_of_this_picture_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(ServiceAnswerMalformed, match=words):
        fit.decode_answer(content, Size(6, 8), "Cloud")


def test_a_picture_without_transparency_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(ServiceAnswerMalformed, match="without transparency"):
        fit.transparency(SCENE.pixels, "Cloud")


def test_a_mask_is_greys_or_transparency() -> None:
    white = np.full_like(SCENE.pixels, 255)
    for pixels in (SCENE.truth, np.dstack([SCENE.truth] * 3), np.dstack([white, SCENE.truth])):
        assert np.array_equal(fit.mask(pixels, "Cloud"), SCENE.truth)


def test_colours_are_no_mask() -> None:
    for pixels in (SCENE.pixels, np.dstack([SCENE.pixels, np.full_like(SCENE.truth, 255)])):
        with pytest.raises(ServiceAnswerMalformed, match="colours instead of a mask"):
            fit.mask(pixels, "Cloud")


def test_a_mask_is_worked_out_from_white() -> None:
    share = SCENE.truth[:, :, None] / 255
    shown = (SCENE.pixels * share + 255 * (1 - share)).round().astype(np.uint8)
    found = whiteness.coverage(SCENE.pixels, shown)
    assert np.abs(found.astype(int) - SCENE.truth).max() <= 4


def test_white_parts_take_what_is_next_to_them() -> None:
    pixels = np.full((40, 60, 3), 80, np.uint8)
    pixels[15:25, 15:25] = 255
    shown = pixels.copy()
    shown[:, 30:] = 255
    found = whiteness.coverage(pixels, shown)
    assert (found[:, :30] == 255).all()
    assert not found[:, 30:].any()


def test_a_picture_that_is_all_white_has_no_subject() -> None:
    white = np.full((4, 5, 3), 255, np.uint8)
    assert not whiteness.coverage(white, white).any()


def test_maps_that_are_too_heavy_are_refused() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (100, 100, 3), np.uint8)
    assert fit.encode_map(noise, "Cloud", 40_000)
    with pytest.raises(PictureOutOfLimits):
        fit.encode_map(noise, "Cloud", 20_000)
