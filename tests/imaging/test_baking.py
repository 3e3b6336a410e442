"""Each format is opened again by another program's reader and holds the colours, the transparency and what went
along with them."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import ExifTags, Image
from psd_tools import PSDImage
from psd_tools.api.layers import Layer as PsdLayer
from psd_tools.constants import Resource

from segdesk.core.document import Bytes2D, Picture
from segdesk.core.errors import OutputError, Reason
from segdesk.core.exporting import Canvas, Exif, Format, Margin, Metadata, Recipe, Trimmed
from segdesk.core.geometry import Size
from segdesk.imaging import encoders, files
from segdesk.imaging.baking import bake, check_size
from segdesk.imaging.layering import Layer
from tests.imaging.profiles import rgb_profile

Pixels = NDArray[np.uint8]
SIZE = Size(90, 60)
LOSSY = 8
"""Levels by which a format that trades detail may be off on a soft picture."""
RED, TEAL = (200, 40, 30), (20, 160, 150)


def disc(at: tuple[int, int], radius: int) -> Bytes2D:
    alpha = np.zeros((SIZE.height, SIZE.width), np.uint8)
    cv2.circle(alpha, at, radius, 255, -1)
    return np.asarray(cv2.GaussianBlur(alpha, (5, 5), 0), np.uint8)


def soft() -> Pixels:
    rows, columns = np.mgrid[: SIZE.height, : SIZE.width]
    return np.dstack((60 + columns, 80 + rows * 2, 200 - columns)).astype(np.uint8)


PIXELS, ALPHA = soft(), disc((40, 28), 18)
LAYER = Layer("Cup 杯", PIXELS, ALPHA)
CLEAR, SOLID = ALPHA == 0, ALPHA == 255


def baked(recipe: Recipe, *layers: Layer, picture: Picture | None = None) -> bytes:
    return bake(layers or (LAYER,), picture or Picture(PIXELS, name="cup.png"), recipe).content


def by_opencv(content: bytes) -> Pixels:
    """RGB or RGBA, as another library reads it."""
    read = np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    if read.ndim == 2:
        return read
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGRA2RGBA if read.shape[2] == 4 else cv2.COLOR_BGR2RGB), np.uint8)


@pytest.mark.parametrize("kind", [Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_transparency_is_straight_and_hidden_colours_are_gone(kind: Format) -> None:
    rgba = by_opencv(baked(Recipe(kind, quality=100)))
    allowed = LOSSY if kind is Format.AVIF else 0
    assert np.abs(rgba[:, :, 3].astype(int) - ALPHA).max() <= allowed
    assert np.abs(rgba[SOLID][:, :3].astype(int) - PIXELS[SOLID]).max() <= allowed
    assert rgba[CLEAR][:, :3].max() <= allowed


@pytest.mark.parametrize("kind", [Format.PNG, Format.WEBP])
def test_hidden_colours_stay_where_that_is_wished(kind: Format) -> None:
    rgba = by_opencv(baked(Recipe(kind, quality=100, keeps_hidden=True)))
    np.testing.assert_array_equal(rgba[:, :, :3], PIXELS)


def test_a_tiff_says_that_its_alpha_is_straight() -> None:
    with tifffile.TiffFile(io.BytesIO(baked(Recipe(Format.TIFF, keeps_hidden=True)))) as read:
        [page] = read.pages
        assert isinstance(page, tifffile.TiffPage)
        assert page.extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)
        np.testing.assert_array_equal(page.asarray(), np.dstack((PIXELS, ALPHA)))


@pytest.mark.parametrize(("ground", "seen"), [(None, (255, 255, 255)), (RED, RED)])
def test_a_jpeg_stands_on_white_or_any_colour(ground: tuple[int, int, int] | None, seen: tuple[int, ...]) -> None:
    rgb = by_opencv(baked(Recipe(Format.JPEG, background=ground, quality=95)))
    assert rgb.shape == (*ALPHA.shape, 3)
    assert np.abs(rgb[:8, :8].astype(int) - seen).max() <= LOSSY
    assert np.abs(rgb[SOLID].astype(int) - PIXELS[SOLID]).mean() <= LOSSY


def test_quality_trades_bytes() -> None:
    for kind in (Format.JPEG, Format.WEBP, Format.AVIF):
        assert len(baked(Recipe(kind, quality=30))) < len(baked(Recipe(kind, quality=95)))


def test_a_mask_is_black_and_white_and_an_alpha_grey() -> None:
    np.testing.assert_array_equal(by_opencv(baked(Recipe(Format.ALPHA))), ALPHA)
    np.testing.assert_array_equal(by_opencv(baked(Recipe(Format.MASK))), np.where(ALPHA >= 128, 255, 0))


def test_trimming_leaves_a_margin_and_a_canvas_centres_what_is_kept() -> None:
    trimmed = by_opencv(baked(Recipe(layout=Trimmed(Margin(4)))))
    left, top, width, height = cv2.boundingRect(ALPHA)
    assert trimmed.shape == (height + 8, width + 8, 4)
    np.testing.assert_array_equal(trimmed[4:-4, 4:-4, 3], ALPHA[top : top + height, left : left + width])
    canvas = by_opencv(baked(Recipe(layout=Canvas(Size(200, 100), 0.8))))
    assert canvas.shape == (100, 200, 4)
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(canvas[:, :, 3]))
    assert abs(height - 80) <= 2
    assert abs(left + width / 2 - 100) <= 1.5
    assert abs(top + height / 2 - 50) <= 1.5


def test_scaling_takes_no_colour_from_what_is_hidden() -> None:
    pixels = np.full((200, 200, 3), (0, 255, 0), np.uint8)
    alpha = np.zeros((200, 200), np.uint8)
    alpha[50:150, 50:150] = 255
    pixels[alpha > 0] = RED
    for side in (37, 700):
        layer = Layer("", pixels, alpha)
        rgba = by_opencv(baked(Recipe(layout=Canvas(Size(side, side))), layer, picture=Picture(pixels)))
        assert np.abs(rgba[rgba[:, :, 3] > 8][:, :3].astype(int) - RED).max() <= 3


def test_a_psd_has_a_layer_mask_for_each_subject_and_hides_no_pixel_for_good() -> None:
    other = Layer("Bowl", np.full_like(PIXELS, TEAL), disc((62, 40), 12))
    tagged = Recipe(Format.PSD, metadata=Metadata(dpi=240))
    picture = Picture(PIXELS, icc=rgb_profile(), name="cup.png")
    read = PSDImage.open(io.BytesIO(baked(tagged, LAYER, other, picture=picture)))
    below, above = read
    assert (below.name, above.name) == ("Bowl", "Cup 杯")
    for layer, own in ((above, LAYER), (below, other)):
        np.testing.assert_array_equal(mask_of(layer), own.alpha)
        np.testing.assert_array_equal(np.asarray(layer.topil(apply_icc=False))[:, :, :3], own.colours)
    shown = np.asarray(read.topil(apply_icc=False))
    assert shown[CLEAR & (other.alpha == 0)][:, 3].max() == 0
    assert np.abs(shown[SOLID & (other.alpha == 0)][:, :3].astype(int) - PIXELS[SOLID & (other.alpha == 0)]).max() == 0
    assert read.image_resources.get_data(Resource.ICC_PROFILE) == rgb_profile()
    assert read.image_resources.get_data(Resource.RESOLUTION_INFO).horizontal == 240 << 16


def test_a_psd_with_a_background_has_it_as_a_layer() -> None:
    read = PSDImage.open(io.BytesIO(baked(Recipe(Format.PSD, Canvas(Size(50, 50)), TEAL))))
    assert [layer.name for layer in read] == ["Background", "Cup 杯"]
    assert not read[0].has_mask()
    assert tuple(np.asarray(read.topil())[0, 0]) == TEAL


def mask_of(layer: PsdLayer) -> Bytes2D:
    assert layer.mask is not None
    return np.asarray(layer.mask.topil())


def test_an_openraster_file_is_a_zip_of_layers() -> None:
    other = Layer("A <b> & c", np.full_like(PIXELS, TEAL), disc((62, 40), 12))
    content = baked(Recipe(Format.OPENRASTER, metadata=Metadata(dpi=300)), LAYER, other)
    assert content[30:54] == b"mimetypeimage/openraster"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        stack = ElementTree.fromstring(archive.read("stack.xml"))
        layers = list(stack.iter("layer"))
        assert (stack.get("w"), stack.get("h"), stack.get("xres")) == ("90", "60", "300")
        assert [layer.get("name") for layer in layers] == ["Cup 杯", "A <b> & c"]
        first = by_opencv(archive.read(layers[0].get("src", "")))
        merged = by_opencv(archive.read("mergedimage.png"))
        assert max(by_opencv(archive.read("Thumbnails/thumbnail.png")).shape) <= 256
    np.testing.assert_array_equal(first[:, :, 3], ALPHA)
    np.testing.assert_array_equal(first[SOLID][:, :3], PIXELS[SOLID])
    assert (merged[:, :, 3] >= ALPHA).all()


def test_a_layer_may_be_called_what_no_text_can_hold() -> None:
    layer = replace(LAYER, name="caf\udce9\x01\x0c\uffff 杯")
    with zipfile.ZipFile(io.BytesIO(baked(Recipe(Format.OPENRASTER), layer))) as archive:
        stack = ElementTree.fromstring(archive.read("stack.xml"))
    assert [one.get("name") for one in stack.iter("layer")] == ["caf???? 杯"]
    [name] = [one.name for one in PSDImage.open(io.BytesIO(baked(Recipe(Format.PSD), layer)))]
    assert name.startswith("caf?")


def camera_exif(orientation: int = 1) -> Image.Exif:
    """As a camera writes it: who, where, which way up."""
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make], made[ExifTags.Base.Artist] = "Lens & Co", "Somebody"
    made.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.BodySerialNumber: "S-123456", ExifTags.Base.FNumber: 2.8, ExifTags.Base.MakerNote: b"face"}
    )
    made.get_ifd(ExifTags.IFD.GPSInfo).update({ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (31, 14, 9)})
    return made


def photo(orientation: int = 1) -> Picture:
    """A photo as it comes from a camera."""
    stream = io.BytesIO()
    Image.fromarray(PIXELS).save(
        stream, "JPEG", exif=camera_exif(orientation), dpi=(300, 300), icc_profile=rgb_profile()
    )
    return files.decode_bytes(stream.getvalue(), "photo.jpg").picture


TAGGED = [Format.PNG, Format.JPEG, Format.WEBP, Format.AVIF, Format.TIFF]


@pytest.mark.parametrize("kind", TAGGED)
@pytest.mark.parametrize("how", Exif)
def test_exif_goes_along_as_far_as_wished_and_upright(kind: Format, how: Exif) -> None:
    content = baked(Recipe(kind, metadata=Metadata(exif=how)), picture=photo())
    read = Image.open(io.BytesIO(content)).getexif()
    place, camera = read.get_ifd(ExifTags.IFD.GPSInfo), read.get_ifd(ExifTags.IFD.Exif)
    assert read.get(ExifTags.Base.Orientation, 1) == 1
    assert (read.get(ExifTags.Base.Make) == "Lens & Co") == (how is not Exif.NONE)
    assert (ExifTags.Base.FNumber in camera) == (how is not Exif.NONE)
    private = (place, ExifTags.Base.BodySerialNumber in camera, read.get(ExifTags.Base.Artist))
    assert [bool(each) for each in private] == [how is Exif.ALL] * 3
    assert (b"S-123456" in content) == (how is Exif.ALL)


def test_a_turned_photo_is_exported_upright_with_its_exif() -> None:
    turned = photo(orientation=6)
    assert turned.size == (SIZE.height, SIZE.width)
    layer = Layer("", turned.pixels, np.full(turned.pixels.shape[:2], 255, np.uint8))
    content = baked(Recipe(Format.JPEG, metadata=Metadata(exif=Exif.ALL)), layer, picture=turned)
    read = Image.open(io.BytesIO(content))
    assert (read.size, read.getexif().get(ExifTags.Base.Orientation, 1)) == (turned.size, 1)


@pytest.mark.parametrize("kind", TAGGED)
def test_the_profile_goes_along_or_not(kind: Format) -> None:
    for keeps in (True, False):
        content = baked(Recipe(kind, metadata=Metadata(keeps_profile=keeps)), picture=photo())
        profile = Image.open(io.BytesIO(content)).info.get("icc_profile")
        assert (profile == rgb_profile()) if keeps else profile is None


@pytest.mark.parametrize("kind", [Format.PNG, Format.JPEG, Format.TIFF])
def test_pixels_per_inch_are_the_pictures_or_as_wished(kind: Format) -> None:
    for wished, found in ((None, 300), (72, 72)):
        content = baked(Recipe(kind, metadata=Metadata(dpi=wished)), picture=photo())
        across, _ = Image.open(io.BytesIO(content)).info["dpi"]
        assert across == pytest.approx(found, abs=0.1)


def test_a_background_is_meant_in_srgb_whatever_the_pictures_colours_are() -> None:
    red = encoders.colour_in(rgb_profile(), RED)
    assert red != RED
    content = baked(Recipe(Format.PNG, background=RED), picture=photo())
    assert tuple(by_opencv(content)[0, 0]) == red
    assert np.abs(files.decode_bytes(content, "a").picture.pixels[0, 0].astype(int) - RED).max() <= 2


def test_a_layout_beyond_what_a_format_holds_is_refused() -> None:
    with pytest.raises(OutputError) as refused:
        check_size(Format.WEBP, Size(16_384, 10))
    assert refused.value.reason is Reason.OUTPUT_SIDE
    check_size(Format.PNG, Size(16_384, 10))
