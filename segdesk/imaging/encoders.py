"""Arrays to the bytes of picture files, of every format that holds a single picture; what goes along goes in too."""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from segdesk.core.document import Bytes2D, Colour
from segdesk.core.exporting import Format
from segdesk.imaging import png, tiff

_Pixels = NDArray[np.uint8]
_FULL_COLOUR_QUALITY: Final = 90
"""From here on a JPEG keeps its colours at full size."""
_AVIF_SPEED: Final = 8
"""0..10. Files get hardly larger than at the library's own 6, in half the time."""
_INCH: Final = 0.0254
_TIFF_OFFSETS, _TIFF_COUNTS = 273, 279


@dataclass(frozen=True)
class Tags:
    """What goes along with the pixels: a colour profile, EXIF and pixels per inch."""

    icc: bytes | None = None
    exif: bytes | None = None
    dpi: float | None = None


NO_TAGS: Final = Tags()


def encode(pixels: _Pixels, kind: Format, tags: Tags = NO_TAGS, *, quality: int = 90, compact: bool = False) -> bytes:
    """Grey uint8 HxW, RGB HxWx3 or straight-alpha RGBA HxWx4 as a file of a format without layers.

    A JPEG takes no RGBA. `quality` is 1..100, where there is one; compact: take the time for a smaller PNG.
    """
    if kind in (Format.PNG, Format.MASK, Format.ALPHA):
        return _png(pixels, tags, compact=compact)
    settings: dict[str, Any] = {}
    match kind:
        case Format.JPEG:
            settings = {"quality": quality, "optimize": True, "subsampling": _subsampling(quality)}
        case Format.WEBP:
            # Without `exact` it would choose colours of its own where nothing is seen.
            settings = {"quality": quality, "lossless": quality == 100, "exact": True, "method": 4}
        case Format.AVIF:
            settings = {"quality": quality, "speed": _AVIF_SPEED, "subsampling": _subsampling_name(quality)}
        case Format.TIFF:
            return tiff.pack(pixels, icc=tags.icc, exif=tags.exif, dpi=tags.dpi)
        case _:
            raise ValueError(f"{kind} is written elsewhere")
    if tags.icc is not None:
        settings["icc_profile"] = tags.icc
    if tags.exif is not None:
        settings["exif"] = tags.exif
    if tags.dpi is not None and kind is not Format.AVIF:
        settings["dpi"] = (tags.dpi, tags.dpi)
    name = "JPEG" if kind is Format.JPEG else kind.value.upper()
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, name, **settings)
    return stream.getvalue()


def encode_cutout(rgba: _Pixels, icc: bytes | None, *, compact: bool = False) -> bytes:
    """A PNG of straight-alpha RGBA, uint8 HxWx4, tagged with a profile unless that is None.

    compact: take the time for a smaller file.
    """
    return png.pack(_bytes(cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA)), icc, compact=compact)


def encode_rgb(rgb: _Pixels, icc: bytes | None, *, compact: bool = False) -> bytes:
    """A PNG of RGB, uint8 HxWx3, tagged with a profile unless that is None."""
    return png.pack(_bytes(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)), icc, compact=compact)


def encode_mask(coverage: Bytes2D, *, compact: bool = False) -> bytes:
    """A grey PNG of a mask, uint8 HxW."""
    return png.pack(coverage, None, compact=compact)


def packbits(channel: Bytes2D) -> tuple[list[int], bytes]:
    """Each row of a channel packed as Apple's PackBits, and the bytes that each row takes (TIFF 6.0, section 9)."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(channel)).save(stream, "TIFF", compression="packbits", strip_size=1)
    written = stream.getvalue()
    with Image.open(io.BytesIO(written)) as image:
        tags = cast(dict[int, tuple[int, ...]], getattr(image, "tag_v2"))  # noqa: B009
        offsets, counts = tags[_TIFF_OFFSETS], tags[_TIFF_COUNTS]
    rows = [written[at : at + count] for at, count in zip(offsets, counts, strict=True)]
    return list(counts), b"".join(rows)


def colour_in(icc: bytes | None, colour: Colour) -> Colour:
    """An sRGB colour as the numbers of a profile's space; as it is where there is none, or none that can be used."""
    if icc is None:
        return colour
    try:
        srgb = cast(ImageCms.ImageCmsProfile, ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType]
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        found = ImageCms.profileToProfile(Image.new("RGB", (1, 1), colour), srgb, profile)
    except (OSError, ImageCms.PyCMSError):
        return colour
    return colour if found is None else cast(Colour, found.getpixel((0, 0)))


def _png(pixels: _Pixels, tags: Tags, *, compact: bool) -> bytes:
    if pixels.ndim == 2:
        plain = encode_mask(pixels, compact=compact)
    elif pixels.shape[2] == 3:
        plain = encode_rgb(pixels, tags.icc, compact=compact)
    else:
        plain = encode_cutout(pixels, tags.icc, compact=compact)
    more = b""
    if tags.dpi is not None:
        per_metre = round(tags.dpi / _INCH)
        more += _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    if tags.exif is not None:
        more += _chunk(b"eXIf", tags.exif.removeprefix(b"Exif\0\0"))
    end_of_header = 8 + 25
    return plain[:end_of_header] + more + plain[end_of_header:]


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG (ISO 15948, 5.3)."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _subsampling(quality: int) -> int:
    return 0 if quality >= _FULL_COLOUR_QUALITY else 2


def _subsampling_name(quality: int) -> str:
    return "4:4:4" if quality >= _FULL_COLOUR_QUALITY else "4:2:0"


def _bytes(array: object) -> _Pixels:
    return np.asarray(array, np.uint8)
