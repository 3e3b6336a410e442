"""Picture files to arrays: formats, orientation, colour profiles, transparency. `encoders` goes the other way.

Whatever a file holds, decoding ends in arrays or in a PictureError; a fallback it took is told in a note.
"""

import io
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from segdesk.core.document import LIMIT_MEGAPIXELS, Bytes2D, Picture
from segdesk.core.errors import PictureError, Reason
from segdesk.core.geometry import Size
from segdesk.core.notes import Note, Notice
from segdesk.imaging import exif, heif
from segdesk.imaging.reading import blaming, named_stream, opened
from segdesk.imaging.upright import AS_STORED, TURNED, upright

_FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "AVIF", "GIF")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"RIFF", b"II*\0", b"MM\0*", b"GIF8")
_JPEG_END = b"\xff\xd9"
_SRGB_TOLERANCE = 2
"""Levels. Profiles that all mean sRGB round differently by this much."""
_SOUND_SHARE = 0.5
"""A cut file is opened when more than this part of its rows could be decoded."""
_ORIENTATION_TAG = 0x0112
_FACTORS = (8, 4, 2)
"""How many times smaller a JPEG may be decoded."""
_ICC_SPACE = slice(16, 20)
"""Where a profile names its colour space (ICC.1, 7.2.6)."""

_Pixels = NDArray[np.uint8]

# Pillow counts pixels too, at a fixed limit. The guard below knows what the person allowed, and looks just as early.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True)
class Decoded:
    """A picture, and what a person should know about how it was read."""

    picture: Picture
    notes: tuple[Note, ...] = ()


class Reduced(NamedTuple):
    """A picture of some size in RGB uint8, `factor` times smaller."""

    pixels: _Pixels
    size: Size
    factor: int


def decode(path: Path, *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> Decoded:
    """Read a picture file: upright, colours in sRGB, 8 bits, the first frame.

    Raises PictureError; above the limit (None: without one) before any pixel is decoded.
    """
    with opened(path) as stream:
        return _decode(stream, name=path.name, path=path, limit=limit_megapixels)


def decode_bytes(data: bytes, name: str, *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> Decoded:
    """The same for a file's content that came another way; `name` is what errors and windows call it."""
    return _decode(io.BytesIO(data), name=name, path=None, limit=limit_megapixels)


def decode_reduced(
    source: Path | bytes, name: str = "", *, side: int, limit_megapixels: float | None = LIMIT_MEGAPIXELS
) -> Reduced | None:
    """A JPEG so much smaller that its long side is just above `side`, decoded so in half the time; to look at only.

    None for other formats, for smaller pictures and where the pixels would not lie exactly. Raises PictureError.
    """
    with named_stream(source, name) as (stream, called), blaming(called):
        image = _header(stream, name=called, limit=limit_megapixels)
        width, height = image.size
        factor = next((factor for factor in _FACTORS if max(width, height) >= factor * side), 1)
        orientation = _orientation(image)
        # A turned picture begins with what was its last, cut off block.
        is_exact = orientation == AS_STORED or not (width % factor or height % factor)
        if image.format not in ("JPEG", "MPO") or factor == 1 or not is_exact:
            return None
        profile = image.info.get("icc_profile")
        image.draft(None, (width // factor, height // factor))
        if image.size != (-(-width // factor), -(-height // factor)):
            return None
        image.load()
        pixels = upright(_managed(_eight_bit(image), profile).pixels, orientation)
        size = Size(height, width) if orientation in TURNED else Size(width, height)
        return Reduced(pixels, size, factor)


def decode_map(source: Path | bytes, name: str = "", *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> Bytes2D:
    """A mask or scribble map as uint8 HxW: luminance times opacity, or the opacity alone when all colours are equal.

    Raises PictureError.
    """
    with named_stream(source, name) as (stream, called), blaming(called):
        image, _ = _load(_header(stream, name=called, limit=limit_megapixels), stream)
        orientation = _orientation(image)
        colour, alpha = _split(_eight_bit(image))
        return upright(_marks(np.asarray(colour.convert("L")), alpha), orientation)


def decode_rgb(source: Path | bytes, name: str = "", *, limit_megapixels: float | None = LIMIT_MEGAPIXELS) -> _Pixels:
    """The stored numbers of a colour picture, RGB uint8 HxWx3, without colour management. Raises PictureError."""
    return decode_layers(source, name, limit_megapixels=limit_megapixels)[0]


def decode_layers(
    source: Path | bytes, name: str = "", *, limit_megapixels: float | None = LIMIT_MEGAPIXELS
) -> tuple[_Pixels, Bytes2D | None]:
    """The same, and the transparency where there is any, uint8 HxW. Raises PictureError."""
    with named_stream(source, name) as (stream, called), blaming(called):
        image, _ = _load(_header(stream, name=called, limit=limit_megapixels), stream)
        orientation = _orientation(image)
        colour, alpha = _split(_eight_bit(image))
        clear = None if alpha is None else upright(alpha, orientation)
        return upright(np.asarray(colour.convert("RGB")), orientation), clear


def decode_thumbnail(
    source: Path | bytes, name: str = "", *, side: int, limit_megapixels: float | None = LIMIT_MEGAPIXELS
) -> _Pixels:
    """A picture whose long side is at most `side`, RGB or straight RGBA uint8 HxWxC; a JPEG is decoded small already.

    Raises PictureError.
    """
    with named_stream(source, name) as (stream, called), blaming(called):
        image = _header(stream, name=called, limit=limit_megapixels)
        profile, (width, height) = image.info.get("icc_profile"), image.size
        factor = next((factor for factor in _FACTORS if max(width, height) >= factor * side), 1)
        image.draft(None, (width // factor, height // factor))
        image, _ = _load(image, stream)
        orientation, small = _orientation(image), _eight_bit(image)
        small.thumbnail((side, side))
        colour, alpha = _split(small)
        pixels = _managed(colour, profile).pixels
        return upright(pixels if alpha is None else _bytes(np.dstack((pixels, alpha))), orientation)


class _Colours(NamedTuple):
    """A picture's colours the way `Picture` holds them; `is_usable` is False when its profile had to be ignored."""

    pixels: _Pixels
    native: _Pixels | None = None
    icc: bytes | None = None
    is_usable: bool = True


def _decode(stream: BinaryIO, *, name: str, path: Path | None, limit: float | None) -> Decoded:
    with blaming(name):
        image = _header(stream, name=name, limit=limit)
        found = {Notice.FIRST_FRAME: _has_more_frames(image), Notice.DEPTH_REDUCED: _is_deep(image)}
        profile = image.info.get("icc_profile")
        pixels = _plain_jpeg(stream, image) if profile is None or _is_srgb(profile) else None
        if pixels is not None:
            colours, alpha = _Colours(pixels, icc=profile), None
        else:
            image, found[Notice.TRUNCATED] = _load(image, stream)
            colour, alpha = _split(_eight_bit(image))
            colours = _managed(colour, profile)
        found[Notice.PROFILE_UNUSABLE] = not colours.is_usable
        picture = _picture(colours, alpha, _orientation(image))
        notes = tuple(Note.of(notice) for notice in Notice if found.get(notice))
        told = {"exif": exif.read(image), "dpi": exif.density(image)}
        stream.seek(0)
        return Decoded(replace(picture, path=path, name=name, original=stream.read(), **told), notes)


def _picture(colours: _Colours, alpha: Bytes2D | None, orientation: int) -> Picture:
    native = None if colours.native is None else upright(colours.native, orientation)
    transparency = None if alpha is None or alpha.min() == 255 else upright(alpha, orientation)
    return Picture(upright(colours.pixels, orientation), transparency, native, colours.icc)


def _header(stream: BinaryIO, *, name: str, limit: float | None) -> Image.Image:
    """The image with its header read and its size judged, no pixel decoded."""
    start = stream.read(16)
    stream.seek(0)
    if not start:
        raise PictureError(Reason.PICTURE_EMPTY, name=name)
    try:
        image = Image.open(stream, formats=_formats(start, name))
    except UnidentifiedImageError as error:
        is_known = start.startswith(_SIGNATURES) or start[4:8] == b"ftyp"
        raise PictureError(Reason.PICTURE_DAMAGED if is_known else Reason.PICTURE_UNKNOWN, name=name) from error
    megapixels = image.width * image.height / 1e6
    if limit is not None and megapixels > limit:
        shown = f"{math.ceil(megapixels * 10) / 10:g}"
        raise PictureError(Reason.PICTURE_TOO_LARGE, name=name, megapixels=shown, limit=f"{limit:g}")
    return image


def _formats(start: bytes, name: str) -> tuple[str, ...]:
    """What a file that starts like this may be. Raises PictureError where what reads it is not installed."""
    if not heif.is_heif(start):
        return _FORMATS
    if not heif.is_ready():
        raise PictureError(Reason.PICTURE_HEIC, name=name)
    return (heif.FORMAT, *_FORMATS)


def _has_more_frames(image: Image.Image) -> bool:
    """True for animations and pages; what phones put behind a JPEG (previews, gain maps) is no frame of its own."""
    try:
        return image.format != "MPO" and getattr(image, "n_frames", 1) > 1
    except Exception:  # Counting reads the whole file, which may be damaged behind the first frame.
        return False


def _is_deep(image: Image.Image) -> bool:
    has_more = image.info.get("bit_depth", 8) > 8
    return has_more or image.mode[0] in "IF" or any(";16" in str(tile) for tile in getattr(image, "tile", ()))


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation still to be applied, 1..8; asked after loading, for TIFF pictures come out upright."""
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, AS_STORED))
    except Exception:  # Damaged EXIF is no reason to refuse sound pixels.
        return AS_STORED


def _bytes(array: object) -> _Pixels:
    return np.asarray(array, np.uint8)


def _plain_jpeg(stream: BinaryIO, image: Image.Image) -> _Pixels | None:
    """A whole RGB JPEG through OpenCV, the same numbers in two thirds of the time; None for anything else."""
    if image.format not in ("JPEG", "MPO") or image.mode != "RGB":
        return None
    stream.seek(0)
    content = stream.read()
    is_whole = content.find(_JPEG_END, _scan_start(content)) > 0
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), flags) if is_whole else None
    return None if pixels is None or pixels.shape != (image.height, image.width, 3) else _bytes(pixels)


def _scan_start(jpeg: bytes) -> int:
    """Where the compressed scan begins; the end marker cannot occur inside it by chance (ITU T.81, B.1.1.5)."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return at


def _load(image: Image.Image, stream: BinaryIO) -> tuple[Image.Image, bool]:
    """The image with its pixels decoded, and whether part of them is missing. Raises when too much is."""
    try:
        image.load()
        return image, False
    except MemoryError:
        raise
    except Exception:
        if image.format in ("JPEG", "MPO"):
            image = _ended_jpeg(stream)
        # Without tiles to decode, loading hands out the rows that came before the failure.
        image.__dict__["tile"] = []
        image.load()
        is_scattered = image.format == "GIF" or "interlace" in image.info
        if is_scattered or _sound_share(image) <= _SOUND_SHARE:
            raise
        return image, True


def _ended_jpeg(stream: BinaryIO) -> Image.Image:
    """A cut JPEG with an end marker put on, which makes the decoder hand out what it has, of progressive ones too."""
    stream.seek(0)
    image = Image.open(io.BytesIO(stream.read() + _JPEG_END), formats=("JPEG",))
    image.load()
    return image


def _sound_share(image: Image.Image) -> float:
    """The part of the rows outside the flat filling that decoders leave where data ran out, 0..1."""
    array = np.asarray(image)
    rows = array if image.format == "BMP" else array[::-1]
    is_filling = (rows == rows[0, 0]).reshape(len(rows), -1).all(axis=1)
    return 1 - float(np.logical_and.accumulate(is_filling).mean())


def _eight_bit(image: Image.Image) -> Image.Image:
    """The image in one of the modes L, LA, RGB, RGBA, CMYK and LAB."""
    if image.mode[0] in "IF":
        return Image.fromarray(_reduced(np.asarray(image)))
    if image.mode in ("1", "L", "RGB", "P") and "transparency" in image.info:
        return image.convert("RGBA")
    match image.mode:
        case "L" | "LA" | "RGB" | "RGBA" | "CMYK" | "LAB":
            return image
        case "1":
            return image.convert("L")
        case "La":
            return image.convert("LA")
        case "PA" | "RGBa":
            return image.convert("RGBA")
        case _:
            return image.convert("RGB")


def _reduced(values: NDArray[np.generic]) -> Bytes2D:
    """Grey of any depth as uint8. Floats up to 1 and integers up to 65535 have known ranges, others their own peak."""
    numbers = np.nan_to_num(values.astype(np.float32), nan=0, posinf=0, neginf=0)
    peak = float(numbers.max())
    if values.dtype.kind == "u":
        white = 65535.0
    else:
        ranges = (1.0, 255.0, 65535.0) if values.dtype.kind == "f" else (255.0, 65535.0)
        white = next((top for top in ranges if peak <= top), peak)
    return np.rint(np.clip(numbers / white, 0, 1) * 255).astype(np.uint8)


def _split(image: Image.Image) -> tuple[Image.Image, Bytes2D | None]:
    """Colours without transparency, and the transparency."""
    if image.mode not in ("LA", "RGBA"):
        return image, None
    return image.convert(image.mode[:-1]), np.asarray(image.getchannel("A"))


def _marks(grey: Bytes2D, alpha: Bytes2D | None) -> Bytes2D:
    if alpha is None:
        return grey
    if grey.min() == grey.max():
        return alpha
    return _bytes(cv2.multiply(grey, alpha, scale=1 / 255))


def _managed(colour: Image.Image, icc: bytes | None) -> _Colours:
    """Colours of any mode, tagged with any profile or none, as sRGB and in their own space where an export needs it."""
    if icc is None or colour.mode == "LAB":
        return _Colours(_rgb(colour))
    match (colour.mode, icc[_ICC_SPACE]):
        case ("RGB" | "L", b"RGB "):
            return _managed_rgb(colour.convert("RGB"), icc)
        case ("L", b"GRAY") | ("CMYK", b"CMYK"):
            converted = _converted(colour, icc)
        case _:
            converted = None
    return _Colours(_rgb(converted or colour), is_usable=converted is not None)


def _managed_rgb(colour: Image.Image, icc: bytes) -> _Colours:
    if _is_srgb(icc):
        return _Colours(_rgb(colour), icc=icc)
    converted = _converted(colour, icc)
    if converted is None:
        return _Colours(_rgb(colour), is_usable=False)
    return _Colours(_rgb(converted), native=_rgb(colour), icc=icc)


def _rgb(image: Image.Image) -> _Pixels:
    return np.asarray(image.convert("RGB"))


def _converted(image: Image.Image, icc: bytes) -> Image.Image | None:
    """The image in sRGB by relative colorimetry with black point compensation; None when the profile cannot do it."""
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    try:
        srgb = cast(ImageCms.ImageCmsProfile, ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType]
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        transform = ImageCms.buildTransform(profile, srgb, image.mode, "RGB", intent, flags)
        return ImageCms.applyTransform(image, transform)
    except (OSError, ImageCms.PyCMSError):
        return None


def _is_srgb(icc: bytes) -> bool:
    """True when a profile leaves a grid of colours where sRGB has them, whatever it is called."""
    levels = np.linspace(0, 255, 9).astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(27, 27, 3)
    converted = _converted(Image.fromarray(grid), icc)
    return converted is not None and int(np.abs(np.asarray(converted, int) - grid).max()) <= _SRGB_TOLERANCE
