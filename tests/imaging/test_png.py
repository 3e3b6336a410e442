"""A PNG is about as small as the usual writer's, whatever is in the picture, and smaller when time is given."""

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from segdesk.imaging.encoders import encode_cutout, encode_mask, encode_rgb
from segdesk.imaging.files import decode_bytes

Pixels = NDArray[np.uint8]
SIDE = 700


def soft(grain: float) -> Pixels:
    """An opaque disc of soft colours with a grain, on nothing."""
    rng = np.random.default_rng(5)
    coarse = rng.integers(0, 256, (9, 9, 3), np.uint8)
    colours = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) + rng.normal(0, grain, (SIDE, SIDE, 3))
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(alpha, (SIDE // 2, SIDE // 2), SIDE // 3, 255, -1, cv2.LINE_AA)
    rgba = np.dstack((np.clip(colours, 0, 255).astype(np.uint8), alpha))
    rgba[alpha == 0] = 0
    return rgba


def drawn() -> Pixels:
    sheet = np.zeros((SIDE, SIDE, 4), np.uint8)
    for top in range(0, SIDE, 50):
        cv2.putText(sheet, "flat colours", (top // 3, top), 0, 1.4, (200, top // 3, 40, 255), 3, cv2.LINE_AA)
        cv2.rectangle(sheet, (top, top), (top + 90, top + 30), (20, 90, top // 3, 255), -1)
    return sheet


def usual(pixels: Pixels) -> int:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return len(stream.getvalue())


PICTURES = {"grain": soft(3), "smooth": soft(0), "drawing": drawn()}


@pytest.mark.parametrize("picture", PICTURES)
def test_a_file_is_hardly_larger_than_usual_and_smaller_when_compact(picture: str) -> None:
    rgba = PICTURES[picture]
    quick, compact = encode_cutout(rgba, None), encode_cutout(rgba, None, compact=True)
    assert len(quick) <= 1.05 * usual(rgba)
    assert len(compact) <= len(quick)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("picture", PICTURES)
def test_every_way_gives_the_same_pixels(picture: str, compact: bool) -> None:
    rgba = PICTURES[picture]
    for pixels, content in (
        (rgba, encode_cutout(rgba, None, compact=compact)),
        (rgba[:, :, :3], encode_rgb(rgba[:, :, :3].copy(), None, compact=compact)),
        (rgba[:, :, 3], encode_mask(rgba[:, :, 3].copy(), compact=compact)),
    ):
        np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(content))), pixels)
    decoded = decode_bytes(encode_cutout(rgba, None, compact=compact), "a").picture
    np.testing.assert_array_equal(decoded.alpha, rgba[:, :, 3])


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (257, 3)])
def test_any_size_is_written(shape: tuple[int, int]) -> None:
    mask = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    for compact in (False, True):
        content = encode_mask(mask, compact=compact)
        np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(content))), mask)
