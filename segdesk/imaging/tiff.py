"""TIFF files of 8 bits with straight alpha (TIFF 6.0, and Adobe's Deflate of its supplement 2). Pillow writes no EXIF
into compressed ones."""

import zlib
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

_Pixels = NDArray[np.uint8]
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_OFFSETS, _SAMPLES, _ROWS, _COUNTS = 273, 277, 278, 279
_ACROSS, _DOWN, _PLANAR, _UNIT, _PREDICTOR, _EXTRA, _PROFILE = 282, 283, 284, 296, 317, 338, 34675
_DEFLATE, _RGB, _TOGETHER, _INCH, _DIFFERENCES, _STRAIGHT = 8, 2, 1, 2, 2, 2
_STRIP: Final = 1 << 20
"""About how many bytes are compressed at once."""
_LEVEL: Final = 5


def pack(pixels: _Pixels, *, icc: bytes | None, exif: bytes | None, dpi: float | None) -> bytes:
    """RGB uint8 HxWx3 or straight-alpha RGBA HxWx4 with what goes along."""
    rows = max(1, _STRIP // pixels[0].nbytes)
    strips = [_packed(pixels[top : top + rows]) for top in range(0, len(pixels), rows)]
    directory = _directory(pixels, exif)
    lengths = [len(strip) for strip in strips]
    directory[_ROWS], directory[_COUNTS] = rows, tuple(lengths)
    # Pillow counts these from the directory's end.
    directory[_OFFSETS] = tuple(accumulate(lengths[:-1], initial=0))
    if icc is not None:
        directory[_PROFILE] = icc
    if dpi is not None:
        directory[_ACROSS] = directory[_DOWN] = IFDRational(round(dpi * 1000), 1000)
        directory[_UNIT] = _INCH
    return directory.tobytes().removeprefix(b"Exif\0\0") + b"".join(strips)


def _directory(pixels: _Pixels, exif: bytes | None) -> Image.Exif:
    """What a TIFF begins with is just what EXIF is in other formats."""
    height, width, count = pixels.shape
    made = Image.Exif()
    if exif is not None:
        made.load(exif)
    plain = {
        _WIDTH: width,
        _HEIGHT: height,
        _BITS: (8,) * count,
        _COMPRESSION: _DEFLATE,
        _PHOTOMETRIC: _RGB,
        _SAMPLES: count,
        _PLANAR: _TOGETHER,
        _PREDICTOR: _DIFFERENCES,
    }
    for tag, value in plain.items():
        made[tag] = value
    if count == 4:
        made[_EXTRA] = _STRAIGHT
    return made


def _packed(rows: _Pixels) -> bytes:
    """Rows as differences to the pixel on the left, compressed."""
    differences = rows.copy()
    differences[:, 1:] -= rows[:, :-1]
    return zlib.compress(differences.tobytes(), _LEVEL)
