"""Arrays to the bytes of picture files."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.imaging import png

_Pixels = NDArray[np.uint8]


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


def _bytes(array: object) -> _Pixels:
    return np.asarray(array, np.uint8)
