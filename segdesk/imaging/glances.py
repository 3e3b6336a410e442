"""A cut picture as two small ones side by side, to judge many at a glance."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D

_SIDE = 208
"""Pixels of each half, at most."""
_DIMMED = 0.3
_LIGHT, _DARK, _SQUARE = 255, 214, 8
_OUTLINE = (36, 104, 229)
_JPEG_QUALITY = 82

Pixels = NDArray[np.uint8]


def glance(pixels: Pixels, coverage: Bytes2D | None) -> bytes:
    """A JPEG: on the left the picture with what goes dimmed, on the right what stays on a checkerboard.

    pixels RGB uint8 HxWx3, coverage uint8 HxW; without one the picture alone.
    """
    small = _shrunk(pixels)
    if coverage is None:
        return _encoded(small)
    height, width = small.shape[:2]
    share = cv2.resize(coverage, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    marked = small * (_DIMMED + (1 - _DIMMED) * share)
    outline = cv2.morphologyEx((share[..., 0] >= 0.5).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    marked[outline > 0] = _OUTLINE
    return _encoded(np.hstack([marked, small * share + _checkerboard(height, width) * (1 - share)]))


def _shrunk(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _checkerboard(height: int, width: int) -> NDArray[np.float32]:
    rows, columns = np.mgrid[0:height, 0:width] // _SQUARE
    return np.where((rows + columns) % 2, _DARK, _LIGHT).astype(np.float32)[..., None]


def _encoded(rgb: NDArray[np.generic]) -> bytes:
    bgr = cv2.cvtColor(rgb.astype(np.uint8), cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
