"""Small copies of picture files: upright, in the screen's colours, from a reduced decoding where there is one."""

import io

import numpy as np
import pytest
from PIL import Image

from segdesk.core.errors import PictureError, Reason
from segdesk.imaging.files import decode_thumbnail
from tests.imaging.profiles import rgb_profile


def packed(image: Image.Image, kind: str, **settings: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **settings)
    return stream.getvalue()


def halves(width: int = 640, height: int = 480) -> Image.Image:
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (220, 40, 30)
    pixels[:, width // 2 :] = (20, 60, 200)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "GIF", "BMP"])
def test_every_format_has_a_thumbnail(kind: str) -> None:
    small = decode_thumbnail(packed(halves(), kind), side=80)
    assert small.shape == (60, 80, 3)
    assert np.abs(small[30, 10].astype(int) - (220, 40, 30)).max() < 16
    assert np.abs(small[30, 70].astype(int) - (20, 60, 200)).max() < 16


def test_a_turned_picture_has_an_upright_thumbnail() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    small = decode_thumbnail(packed(halves(), "JPEG", exif=exif), side=80)
    assert small.shape == (80, 60, 3)
    assert small[10, 30, 0] > 150
    assert small[70, 30, 2] > 150


def test_a_thumbnail_keeps_transparency_and_heeds_the_profile() -> None:
    clear = halves().convert("RGBA")
    clear.putalpha(128)
    assert np.abs(decode_thumbnail(packed(clear, "PNG"), side=80)[..., 3].astype(int) - 128).max() <= 1
    wide = packed(halves(), "PNG", icc_profile=rgb_profile())
    assert (
        np.abs(decode_thumbnail(wide, side=80).astype(int) - decode_thumbnail(packed(halves(), "PNG"), side=80)).max()
        > 8
    )


def test_a_small_picture_is_not_blown_up_and_a_narrow_one_not_lost() -> None:
    assert decode_thumbnail(packed(halves(20, 10), "PNG"), side=80).shape == (10, 20, 3)
    assert decode_thumbnail(packed(halves(1000, 4), "PNG"), side=80).shape == (1, 80, 3)


def test_what_is_no_picture_or_too_large_has_none() -> None:
    for content, reason in (
        (b"", Reason.PICTURE_EMPTY),
        (b"text", Reason.PICTURE_UNKNOWN),
        (packed(halves(), "PNG")[:60], Reason.PICTURE_DAMAGED),
    ):
        with pytest.raises(PictureError) as caught:
            decode_thumbnail(content, "a", side=80)
        assert caught.value.reason is reason
    with pytest.raises(PictureError) as caught:
        decode_thumbnail(packed(halves(), "JPEG"), "a", side=80, limit_megapixels=0.1)
    assert caught.value.reason is Reason.PICTURE_TOO_LARGE
