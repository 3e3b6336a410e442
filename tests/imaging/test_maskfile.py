"""What counts as a mask file, what it says of each pixel, and what is refused with one sentence."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from segdesk.core.document import Bytes2D
from segdesk.core.errors import PictureError, PromptError, Reason, SegDeskError
from segdesk.core.geometry import Size
from segdesk.core.notes import Note, Notice
from segdesk.imaging.maskfile import load_mask

SIZE = Size(60, 40)


def disc(size: Size = SIZE) -> Bytes2D:
    """White, soft at its rim."""
    drawn = np.zeros((size.height, size.width), np.uint8)
    cv2.circle(drawn, (size.width // 2, size.height // 2), size.height // 3, 255, -1, cv2.LINE_AA)
    return drawn


def saved(folder: Path, array: np.ndarray, suffix: str = ".png") -> Path:
    path = folder / f"mask{suffix}"
    Image.fromarray(array).save(path)
    return path


def photo(size: Size = SIZE) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (size.height, size.width, 3), np.uint8)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".bmp"])
def test_a_grey_file_is_the_mask(tmp_path: Path, suffix: str) -> None:
    made = load_mask(saved(tmp_path, disc(), suffix), SIZE)
    np.testing.assert_array_equal(made.coverage, disc())
    assert (made.is_soft, made.notes) == (True, ())


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_are_brought_to_eight(tmp_path: Path, suffix: str) -> None:
    made = load_mask(saved(tmp_path, disc().astype(np.uint16) * 257, suffix), SIZE)
    np.testing.assert_array_equal(made.coverage, disc())


def test_black_and_white_alone_is_not_soft(tmp_path: Path) -> None:
    hard = np.where(disc() >= 128, 255, 0).astype(np.uint8)
    assert not load_mask(saved(tmp_path, hard), SIZE).is_soft
    lossy = load_mask(saved(tmp_path, hard, ".jpg"), SIZE).coverage
    assert np.array_equal(lossy >= 128, hard >= 128)


def test_a_cutout_gives_its_transparency(tmp_path: Path) -> None:
    made = load_mask(saved(tmp_path, np.dstack((photo(), disc()))), SIZE)
    np.testing.assert_array_equal(made.coverage, disc())


def test_a_cutout_of_a_grey_photo_gives_its_transparency(tmp_path: Path) -> None:
    made = load_mask(saved(tmp_path, np.dstack((photo()[..., 0], disc()))), SIZE)
    np.testing.assert_array_equal(made.coverage, disc())


def test_paint_in_one_colour_on_clear_ground_is_what_stays(tmp_path: Path) -> None:
    made = load_mask(saved(tmp_path, np.dstack((np.zeros_like(disc()), disc()))), SIZE)
    np.testing.assert_array_equal(made.coverage, disc())


def test_black_and_white_paint_on_clear_ground_keeps_the_white(tmp_path: Path) -> None:
    grey = np.zeros_like(disc())
    grey[:, 30:] = 255
    made = load_mask(saved(tmp_path, np.dstack((grey, np.where(disc() > 127, 255, 0).astype(np.uint8)))), SIZE)
    assert made.coverage[20, 25] == 0
    assert made.coverage[20, 35] == 255


@pytest.mark.parametrize(("size", "is_soft"), [(Size(30, 20), False), (Size(120, 80), True), (Size(31, 20), None)])
def test_the_same_proportions_are_resized_and_it_is_said(tmp_path: Path, size: Size, is_soft: bool | None) -> None:
    made = load_mask(saved(tmp_path, disc(size)), SIZE)
    assert made.coverage.shape == (40, 60)
    assert np.mean((made.coverage >= 128) != (disc() >= 128)) < 0.04
    assert made.notes == (Note.of(Notice.MASK_RESIZED, width=size.width, height=size.height),)
    assert is_soft in (None, made.is_soft)


def refusal(path: Path) -> SegDeskError:
    with pytest.raises((PictureError, PromptError)) as caught:
        load_mask(path, SIZE)
    assert path.name in str(caught.value)
    return caught.value


def test_what_is_no_mask_for_the_picture_is_refused(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path, disc(Size(60, 60)))).reason is Reason.MASK_SIZE
    assert refusal(saved(tmp_path, photo())).reason is Reason.MASK_COLOURED
    assert refusal(saved(tmp_path, np.zeros((40, 60), np.uint8))).reason is Reason.MASK_EMPTY
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n")
    assert refusal(tmp_path / "broken.png").reason is Reason.PICTURE_DAMAGED
    assert refusal(tmp_path / "gone.png").reason is Reason.PICTURE_MISSING
