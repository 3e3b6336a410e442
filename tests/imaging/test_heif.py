"""HEIC pictures by an extra, and one clear sentence where it is missing."""

import sys
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.errors import PictureError, Reason
from segdesk.core.notes import Note, Notice
from segdesk.imaging.files import Decoded, decode, decode_bytes, decode_thumbnail
from tests.imaging import heics

GREEN, RED, BLUE = (90, 160, 70), (200, 60, 40), (40, 80, 190)


def colour_at(decoded: Decoded, x: int, y: int) -> np.ndarray:
    return decoded.picture.pixels[y, x].astype(int)


def test_a_heic_picture_opens_whatever_its_suffix_says(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    path.write_bytes(heics.PLAIN)
    decoded = decode(path)
    assert (decoded.picture.size, decoded.notes) == ((64, 48), ())
    for at, colour in (((32, 5), GREEN), ((10, 40), RED), ((50, 40), BLUE)):
        assert np.abs(colour_at(decoded, *at) - colour).max() < 12


def test_a_turned_heic_picture_stands_upright() -> None:
    decoded = decode_bytes(heics.TURNED, "a")
    assert decoded.picture.size == (48, 64)
    assert np.abs(colour_at(decoded, 43, 32) - GREEN).max() < 12
    assert np.abs(colour_at(decoded, 10, 10) - RED).max() < 12


def test_transparency_and_depth_of_a_heic_picture() -> None:
    alpha = decode_bytes(heics.CLEAR, "a").picture.alpha
    assert alpha is not None
    assert (alpha[24, 32], alpha[2, 2]) == (255, 0)
    deep = decode_bytes(heics.DEEP, "a")
    assert deep.notes == (Note.of(Notice.DEPTH_REDUCED),)
    assert colour_at(deep, 60, 24)[0] > colour_at(deep, 4, 24)[0] + 150


def test_a_heic_picture_has_a_thumbnail() -> None:
    assert decode_thumbnail(heics.CLEAR, side=16).shape == (12, 16, 4)


def test_without_the_extra_a_heic_picture_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(PictureError) as caught:
        decode_bytes(heics.PLAIN, "phone.heic")
    assert caught.value.reason is Reason.PICTURE_HEIC
    assert "segdesk[heic]" in str(caught.value)


@pytest.mark.parametrize("content", [heics.PLAIN[:60], heics.PLAIN[:400], heics.PLAIN[:12] + bytes(300)])
def test_a_broken_heic_picture_is_damaged(content: bytes) -> None:
    with pytest.raises(PictureError) as caught:
        decode_bytes(content, "a")
    assert caught.value.reason is Reason.PICTURE_DAMAGED


def test_a_heic_picture_beyond_the_limit_is_not_decoded() -> None:
    with pytest.raises(PictureError) as caught:
        decode_bytes(heics.PLAIN, "a", limit_megapixels=0.001)
    assert caught.value.reason is Reason.PICTURE_TOO_LARGE
