"""Every kind of file decodes to the right pixels, damaged ones fail politely, and what is written reads back."""

import io
import random
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from segdesk.core.errors import PictureError, Reason
from segdesk.core.notes import Notice
from segdesk.imaging.encoders import encode_cutout, encode_mask, encode_rgb
from segdesk.imaging.files import (
    Decoded,
    decode,
    decode_bytes,
    decode_map,
    decode_reduced,
    decode_rgb,
)
from tests.imaging.profiles import cmyk_profile, grey_profile, p3_to_srgb, rgb_profile

Pixels = NDArray[np.uint8]


def noise(height: int = 31, width: int = 47, channels: int = 3, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def smooth(height: int = 96, width: int = 128) -> Pixels:
    """Soft colours with a little texture everywhere, so that lossy formats keep them and no row is flat."""
    rows, columns = np.mgrid[:height, :width]
    waves = [np.sin(rows / 9 + shift) + np.cos(columns / 11 - shift) for shift in (0, 1, 2)]
    return (127 + 55 * np.stack(waves, axis=-1)).astype(np.uint8)


def packed(image: Image.Image, kind: str, **settings: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **settings)
    return stream.getvalue()


def notices(decoded: Decoded) -> list[Notice]:
    return [note.notice for note in decoded.notes]


def refusal(content: bytes, **limits: float | None) -> Reason:
    with pytest.raises(PictureError) as caught:
        decode_bytes(content, "picture", **limits)
    assert "picture" in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "WEBP"])
def test_lossless_formats_keep_every_pixel(kind: str) -> None:
    pixels = noise()
    decoded = decode_bytes(packed(Image.fromarray(pixels), kind, **({"lossless": True} if kind == "WEBP" else {})), "a")
    np.testing.assert_array_equal(decoded.picture.pixels, pixels)
    assert (decoded.notes, decoded.picture.alpha, decoded.picture.native) == ((), None, None)
    assert (decoded.picture.name, decoded.picture.path) == ("a", None)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("WEBP", "RGB"), ("AVIF", "RGB")])
def test_lossy_formats_come_close(kind: str, mode: str) -> None:
    image = Image.fromarray(smooth()).convert(mode)
    found = decode_bytes(packed(image, kind, quality=95), "a").picture.pixels
    assert np.abs(found.astype(int) - np.asarray(image.convert("RGB"))).mean() < 3


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_the_quick_way_for_jpeg_gives_the_same_pixels(subsampling: int, progressive: bool) -> None:
    image = Image.fromarray(noise(61, 83))
    content = packed(image, "JPEG", subsampling=subsampling, progressive=progressive)
    expected = np.asarray(Image.open(io.BytesIO(content)))
    np.testing.assert_array_equal(decode_bytes(content, "a").picture.pixels, expected)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("TIFF", "RGBA"), ("PNG", "LA"), ("TIFF", "LA")])
def test_transparency_is_kept_apart_and_colours_under_it_too(kind: str, mode: str) -> None:
    rgba = noise(channels=4)
    image = Image.fromarray(rgba).convert(mode)
    picture = decode_bytes(packed(image, kind), "a").picture
    np.testing.assert_array_equal(picture.alpha, rgba[:, :, 3])
    np.testing.assert_array_equal(picture.pixels, np.asarray(image.convert("RGB")))


def test_full_opacity_is_no_transparency() -> None:
    opaque = np.dstack((noise(), np.full((31, 47), 255, np.uint8)))
    assert decode_bytes(packed(Image.fromarray(opaque), "PNG"), "a").picture.alpha is None


def test_a_palette_keeps_its_transparent_colour() -> None:
    indices = (np.arange(64, dtype=np.uint8) % 4).reshape(8, 8)
    image = Image.fromarray(indices)
    image.putpalette([0, 0, 0, 200, 10, 20, 30, 220, 40, 50, 60, 240])
    picture = decode_bytes(packed(image, "PNG", transparency=2), "a").picture
    assert picture.pixels[0, 1].tolist() == [200, 10, 20]
    assert picture.alpha is not None
    np.testing.assert_array_equal(picture.alpha == 0, indices == 2)


def test_black_and_white_is_black_and_white() -> None:
    bits = noise()[:, :, 0] > 127
    for kind in ("PNG", "TIFF", "BMP"):
        pixels = decode_bytes(packed(Image.fromarray(bits), kind), "a").picture.pixels
        np.testing.assert_array_equal(pixels[:, :, 1], np.where(bits, 255, 0))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_is_reduced_and_said(kind: str) -> None:
    values = np.random.default_rng(1).integers(0, 65536, (20, 30), np.uint16)
    decoded = decode_bytes(packed(Image.fromarray(values), kind), "a")
    assert notices(decoded) == [Notice.DEPTH_REDUCED]
    assert np.abs(decoded.picture.pixels[:, :, 0] - values / 257).max() <= 0.5


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("ending", [".png", ".tiff"])
def test_sixteen_bit_colour_is_reduced_and_said(ending: str, channels: int) -> None:
    values = np.random.default_rng(1).integers(0, 65536, (20, 30, channels), np.uint16)
    order = [2, 1, 0, 3][:channels]
    decoded = decode_bytes(deep_file(ending, values[:, :, order]), "a")
    assert notices(decoded) == [Notice.DEPTH_REDUCED]
    assert np.abs(decoded.picture.pixels - values[:, :, :3] / 257).max() <= 1
    if channels == 4:
        assert decoded.picture.alpha is not None
        assert np.abs(decoded.picture.alpha - values[:, :, 3] / 257).max() <= 1


def deep_file(ending: str, values: NDArray[np.uint16]) -> bytes:
    return cv2.imencode(ending, values)[1].tobytes()


@pytest.mark.parametrize(
    ("white", "kind"), [(1.0, np.float32), (255.0, np.float32), (40000, np.int32), (1e6, np.float32)]
)
def test_floats_and_wide_integers_are_brought_to_eight_bits(white: float, kind: type[np.generic]) -> None:
    ramp = (np.linspace(0, 1, 256)[None] * white).repeat(3, axis=0)
    decoded = decode_bytes(packed(Image.fromarray(ramp.astype(kind)), "TIFF"), "a")
    top = 65535 if white == 40000 else white
    assert notices(decoded) == [Notice.DEPTH_REDUCED]
    assert np.abs(decoded.picture.pixels[:, :, 2] - ramp / top * 255.0).max() <= 0.51


def test_a_float_that_is_no_number_is_black() -> None:
    values = np.array([[np.nan, 1.0], [np.inf, 0.5]], np.float32)
    assert decode_bytes(packed(Image.fromarray(values), "TIFF"), "a").picture.pixels[:, :, 0].tolist() == [
        [0, 255],
        [0, 128],
    ]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP", "AVIF"])
def test_every_orientation_comes_out_upright(kind: str, orientation: int) -> None:
    upright = smooth(40, 64)
    upright[:12, :20] = (220, 30, 30)
    # What a camera stores so that showing it turned the EXIF way gives the upright picture.
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = packed(Image.fromarray(np.ascontiguousarray(stored)), kind, exif=exif.tobytes(), quality=95)
    found = decode_bytes(content, "a").picture.pixels
    assert found.shape == upright.shape
    assert np.abs(found.astype(int) - upright).mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("profile", [None, rgb_profile()])
def test_a_reduced_jpeg_is_what_the_whole_one_looks_like(orientation: int, profile: bytes | None) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.fromarray(smooth(192, 256))
    content = packed(image, "JPEG", quality=95, exif=exif, **({"icc_profile": profile} if profile else {}))
    whole = decode_bytes(content, "a").picture.pixels
    reduced = decode_reduced(content, "a", side=60)
    assert reduced is not None
    assert (reduced.factor, reduced.size) == (4, (whole.shape[1], whole.shape[0]))
    small = cv2.resize(whole, reduced.pixels.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(reduced.pixels.astype(int) - small).mean() < 2


def test_a_jpeg_is_reduced_only_where_its_pixels_lie_exactly_and_to_no_less_than_was_asked() -> None:
    turned = Image.Exif()
    turned[0x0112] = 3
    odd = Image.fromarray(smooth(190, 251))
    assert decode_reduced(packed(odd, "JPEG", exif=turned), "a", side=60) is None
    upright = decode_reduced(packed(odd, "JPEG"), "a", side=60)
    assert upright is not None
    assert (upright.size, upright.pixels.shape) == ((251, 190), (48, 63, 3))
    assert decode_reduced(packed(odd, "JPEG"), "a", side=200) is None
    assert decode_reduced(packed(odd, "PNG"), "a", side=60) is None


def test_alpha_and_native_colours_turn_with_the_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    rgba = noise(20, 30, 4)
    picture = decode_bytes(
        packed(Image.fromarray(rgba), "PNG", exif=exif.tobytes(), icc_profile=rgb_profile()), "a"
    ).picture
    turned = np.rot90(rgba, -1)
    np.testing.assert_array_equal(picture.native, turned[:, :, :3])
    np.testing.assert_array_equal(picture.alpha, turned[:, :, 3])
    assert picture.pixels.shape == (30, 20, 3)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_a_wide_profile_is_shown_in_srgb_and_kept_for_export(kind: str) -> None:
    stored, profile = noise(), rgb_profile()
    decoded = decode_bytes(packed(Image.fromarray(stored), kind, icc_profile=profile), "a")
    assert np.abs(decoded.picture.pixels - p3_to_srgb(stored)).max() < 2
    np.testing.assert_array_equal(decoded.picture.native, stored)
    np.testing.assert_array_equal(decoded.picture.export_pixels, stored)
    assert (decoded.picture.icc, decoded.notes) == (profile, ())


def test_a_jpeg_with_a_wide_profile_is_converted_too() -> None:
    content = packed(Image.fromarray(smooth()), "JPEG", icc_profile=rgb_profile(), quality=95)
    picture = decode_bytes(content, "a").picture
    assert picture.native is not None
    assert np.abs(picture.pixels - p3_to_srgb(picture.native)).max() < 2


def test_an_srgb_profile_changes_nothing_and_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stored = noise()
    picture = decode_bytes(packed(Image.fromarray(stored), "PNG", icc_profile=profile), "a").picture
    np.testing.assert_array_equal(picture.pixels, stored)
    assert picture.native is None
    assert picture.icc == profile


def test_a_grey_profile_is_obeyed() -> None:
    ramp = np.arange(256, dtype=np.uint8)[None].repeat(4, axis=0)
    linear = (ramp / 255) ** 1.8
    expected = 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    decoded = decode_bytes(packed(Image.fromarray(ramp), "PNG", icc_profile=grey_profile(1.8)), "a")
    assert np.abs(decoded.picture.pixels[:, :, 0] - expected).max() < 2
    assert (decoded.picture.icc, decoded.picture.native, decoded.notes) == (None, None, ())


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
@pytest.mark.parametrize("inks", [0, 1, 2, 3, 4])
def test_printing_inks_go_through_their_profile(kind: str, inks: int) -> None:
    image = Image.new("CMYK", (16, 16), tuple(255 if ink < inks else 0 for ink in range(4)))
    decoded = decode_bytes(packed(image, kind, icc_profile=cmyk_profile()), "a")
    light = (100 - 25 * inks + 16) / 116
    linear = light**3 if inks < 4 else 0
    expected = 255 * (1.055 * linear ** (1 / 2.4) - 0.055) if linear else 0
    assert np.abs(decoded.picture.pixels - expected).max() < 3
    assert (decoded.picture.icc, decoded.notes) == (None, ())


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_without_a_profile_are_not_inverted(kind: str) -> None:
    pixels = decode_bytes(packed(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), kind), "a").picture.pixels
    assert pixels[8, 8, 0] < 60
    assert pixels[8, 8, 1:].min() > 200


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces_arrive_as_rgb(mode: str) -> None:
    colours = np.array([[[200, 60, 40], [40, 160, 90]], [[50, 70, 190], [128, 128, 128]]], np.uint8)
    image = Image.fromarray(colours)
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.profileToProfile(image, srgb, lab, outputMode="LAB")
        assert image is not None
    else:
        image = image.convert(mode)
    found = decode_bytes(packed(image, "TIFF"), "a").picture.pixels
    assert np.abs(found.astype(int) - colours).mean() < 2.5


@pytest.mark.parametrize(
    "profile", [b"broken", b"", rgb_profile()[:200], rgb_profile()[:300].ljust(600, b"\xff"), grey_profile(2)]
)
def test_a_profile_that_cannot_be_used_is_ignored_and_said(profile: bytes) -> None:
    stored = noise()
    decoded = decode_bytes(packed(Image.fromarray(stored), "TIFF", icc_profile=profile), "a")
    np.testing.assert_array_equal(decoded.picture.pixels, stored)
    assert decoded.picture.icc is None
    assert notices(decoded) == ([Notice.PROFILE_UNUSABLE] if profile else [])


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF", "AVIF"])
def test_of_several_frames_the_first_is_opened_and_it_is_said(kind: str) -> None:
    first, second = Image.new("RGB", (32, 24), (250, 0, 0)), Image.new("RGB", (32, 24), (0, 0, 250))
    decoded = decode_bytes(packed(first, kind, save_all=True, append_images=[second]), "a")
    assert notices(decoded) == [Notice.FIRST_FRAME]
    assert np.abs(decoded.picture.pixels.astype(int) - (250, 0, 0)).max() < 8


def test_what_a_phone_puts_behind_its_jpeg_goes_unmentioned() -> None:
    image = Image.fromarray(smooth())
    decoded = decode_bytes(packed(image, "MPO", save_all=True, append_images=[image.resize((32, 24))]), "a")
    assert decoded.notes == ()
    assert decoded.picture.size == (128, 96)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.8, 0.95])
def test_of_a_cut_file_the_sound_part_is_opened_and_it_is_said(kind: str, share: float) -> None:
    content = packed(Image.fromarray(smooth()), kind)
    whole, decoded = decode_bytes(content, "a").picture.pixels, decode_bytes(content[: int(len(content) * share)], "a")
    assert notices(decoded) == [Notice.TRUNCATED]
    sound = (decoded.picture.pixels == whole).all(axis=(1, 2)).mean()
    assert sound > share - 0.2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("share", [0.1, 0.3])
def test_a_file_of_which_little_is_left_is_refused(kind: str, share: float) -> None:
    content = packed(Image.fromarray(smooth()), kind)
    assert refusal(content[: int(len(content) * share)]) is Reason.PICTURE_DAMAGED


def test_a_cut_progressive_jpeg_is_whole_but_coarse() -> None:
    content = packed(Image.fromarray(smooth()), "JPEG", progressive=True)
    whole, decoded = decode_bytes(content, "a").picture.pixels, decode_bytes(content[: int(len(content) * 0.8)], "a")
    assert notices(decoded) == [Notice.TRUNCATED]
    assert np.abs(decoded.picture.pixels.astype(int) - whole).mean() < 12


def test_size_is_judged_before_decoding() -> None:
    # A header of 30 000 x 30 000 pixels with nothing behind it; Pillow alone would call it a bomb.
    header = packed(Image.new("1", (1, 1)), "BMP")
    vast = header[:18] + (30_000).to_bytes(4, "little") * 2 + header[26:]
    with pytest.raises(PictureError) as caught:
        decode_bytes(vast, "vast")
    assert caught.value.reason is Reason.PICTURE_TOO_LARGE
    assert caught.value.values == {"name": "vast", "megapixels": "900", "limit": "100"}


def test_the_limit_is_the_callers() -> None:
    content = packed(Image.new("L", (2000, 1001)), "PNG")
    assert refusal(content, limit_megapixels=2) is Reason.PICTURE_TOO_LARGE
    for limit in (2.1, None):
        assert decode_bytes(content, "a", limit_megapixels=limit).picture.size == (2000, 1001)


@pytest.mark.parametrize("name", ["白い壺.png", "a b  c.png", "🍐 päron.png", "no ending"])
def test_any_name_is_read(tmp_path: Path, name: str) -> None:
    path, pixels = tmp_path / "folder 文" / name, noise()
    path.parent.mkdir()
    path.write_bytes(packed(Image.fromarray(pixels), "PNG"))
    picture = decode(path).picture
    np.testing.assert_array_equal(picture.pixels, pixels)
    assert (picture.path, picture.name) == (path, name)


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    def reason(path: Path) -> Reason:
        with pytest.raises(PictureError) as caught:
            decode(path)
        return caught.value.reason

    (tmp_path / "empty.png").touch()
    (tmp_path / "text.png").write_text("not a picture at all, whatever its name says")
    (tmp_path / "head.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert reason(tmp_path / "none.png") is Reason.PICTURE_MISSING
    assert reason(tmp_path / ("x" * 300)) is Reason.PICTURE_MISSING
    assert reason(tmp_path / "nul\0l.png") is Reason.PICTURE_MISSING
    assert reason(tmp_path) is Reason.PICTURE_IS_FOLDER
    assert reason(tmp_path / "empty.png") is Reason.PICTURE_EMPTY
    assert reason(tmp_path / "text.png") is Reason.PICTURE_UNKNOWN
    assert reason(tmp_path / "head.png") is Reason.PICTURE_DAMAGED


def test_a_picture_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    path = tmp_path / "a.png"
    path.write_bytes(packed(Image.new("L", (2, 2)), "PNG"))
    monkeypatch.setattr(Path, "open", deny)
    with pytest.raises(PictureError) as caught:
        decode(path)
    assert caught.value.reason is Reason.PICTURE_DENIED


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(*_: object) -> None:
        raise MemoryError

    content = packed(Image.new("RGB", (8, 8)), "PNG")
    monkeypatch.setattr(Image.Image, "load", exhaust)
    assert refusal(content) is Reason.PICTURE_MEMORY


SAMPLES = {
    "jpeg": packed(Image.fromarray(smooth(40, 56)), "JPEG"),
    "progressive": packed(Image.fromarray(smooth(40, 56)), "JPEG", progressive=True),
    "inks": packed(Image.fromarray(smooth(40, 56)).convert("CMYK"), "JPEG", icc_profile=cmyk_profile()),
    "png": packed(Image.fromarray(smooth(40, 56)), "PNG", icc_profile=rgb_profile()),
    "palette": packed(Image.fromarray(smooth(40, 56)).convert("P"), "PNG", transparency=3),
    "frames": packed(Image.fromarray(smooth(40, 56)), "PNG", save_all=True, append_images=[Image.new("RGB", (56, 40))]),
    "bmp": packed(Image.fromarray(smooth(40, 56)), "BMP"),
    "webp": packed(Image.fromarray(smooth(40, 56)), "WEBP"),
    "tiff": packed(Image.fromarray(smooth(40, 56)), "TIFF"),
    "lzw": packed(Image.fromarray(smooth(40, 56)), "TIFF", compression="tiff_lzw"),
    "float": packed(Image.fromarray(smooth(40, 56)).convert("F"), "TIFF"),
    "avif": packed(Image.fromarray(smooth(40, 56)), "AVIF"),
    "gif": packed(Image.fromarray(smooth(40, 56)), "GIF"),
}


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=40)
@given(seed=st.integers(0, 2**32 - 1))
def test_hostile_files_decode_or_fail_politely(kind: str, seed: int) -> None:
    chance, content = random.Random(seed), bytearray(SAMPLES[kind])
    if chance.random() < 0.5:
        del content[chance.randrange(1, len(content)) :]
    for _ in range(chance.randrange(6)):
        reach = len(content) if chance.random() < 0.5 else min(len(content), 160)
        content[chance.randrange(reach)] = chance.choice((0, 255, chance.randrange(256)))
    for read in (
        lambda: decode_bytes(bytes(content), kind),
        lambda: decode_map(bytes(content)),
        lambda: decode_rgb(bytes(content)),
    ):
        try:
            read()
        except PictureError as error:
            assert error.reason in (  # noqa: PT017
                Reason.PICTURE_DAMAGED,
                Reason.PICTURE_UNKNOWN,
                Reason.PICTURE_TOO_LARGE,
            )


def test_a_map_is_grey_colour_or_opacity() -> None:
    grey = noise()[:, :, 0]
    as_colour = np.dstack((grey, grey, grey))
    black = np.dstack((np.zeros((31, 47, 3), np.uint8), grey))
    white = np.dstack((as_colour, np.full_like(grey, 255)))
    for pixels in (grey, as_colour, black, white):
        np.testing.assert_array_equal(decode_map(packed(Image.fromarray(pixels), "PNG")), grey)


def test_marks_under_full_transparency_do_not_count() -> None:
    marks = np.full((6, 6, 4), 255, np.uint8)
    marks[:3, :, 3], marks[:, :2, :3] = 0, 0
    expected = np.zeros((6, 6), np.uint8)
    expected[3:, 2:] = 255
    np.testing.assert_array_equal(decode_map(packed(Image.fromarray(marks), "PNG")), expected)


def test_maps_are_read_from_files_too(tmp_path: Path) -> None:
    path, rgb = tmp_path / "地図.png", noise()
    path.write_bytes(encode_rgb(rgb, rgb_profile()))
    np.testing.assert_array_equal(decode_rgb(path), rgb)
    path.write_bytes(encode_mask(rgb[:, :, 0].copy()))
    np.testing.assert_array_equal(decode_map(path), rgb[:, :, 0])
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(PictureError, match="地図"):
        decode_map(path)


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 99))
def test_what_is_encoded_decodes_to_the_same(height: int, width: int, seed: int) -> None:
    rgba = noise(height, width, 4, seed)
    rgba[0, 0, 3] = 0
    picture = decode_bytes(encode_cutout(rgba, None), "a").picture
    np.testing.assert_array_equal(picture.pixels, rgba[:, :, :3])
    np.testing.assert_array_equal(picture.alpha, rgba[:, :, 3])
    np.testing.assert_array_equal(decode_map(encode_mask(rgba[:, :, 3].copy())), rgba[:, :, 3])
    np.testing.assert_array_equal(decode_rgb(encode_rgb(rgba[:, :, :3].copy(), None)), rgba[:, :, :3])


def test_an_export_carries_its_profile() -> None:
    profile, rgba = rgb_profile(), noise(channels=4)
    for content in (encode_cutout(rgba, profile), encode_rgb(rgba[:, :, :3].copy(), profile)):
        picture = decode_bytes(content, "a").picture
        assert picture.icc == profile
        np.testing.assert_array_equal(picture.native, rgba[:, :, :3])
