"""A document small enough to be recognised by: its picture, faded where nothing is kept."""

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Document
from segdesk.imaging import encoders
from segdesk.imaging.resampling import averaged

SIDE = 256
_FADED = 0.3
"""How much of the picture is left where nothing is kept."""


def thumbnail(document: Document) -> bytes:
    """A PNG with a long side of at most `SIDE` pixels."""
    picture = document.picture
    size = picture.size.fitted(SIDE)
    small = averaged(picture.pixels, size)
    masks = [_shown(subject.mask.coverage, subject.edges.invert) for subject in document.exported if subject.mask]
    if masks:
        kept = np.maximum.reduce([averaged(mask, size) for mask in masks])
        share = _FADED + (1 - _FADED) * (kept.astype(np.float32) / 255)[..., None]
        small = np.rint(255 - (255 - small.astype(np.float32)) * share).astype(np.uint8)
    return encoders.encode_rgb(_contiguous(small), None)


def _shown(coverage: Bytes2D, is_inverted: bool) -> Bytes2D:
    return 255 - coverage if is_inverted else coverage


def _contiguous(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(pixels)
