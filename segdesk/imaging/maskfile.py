"""A mask that somebody made elsewhere and saved as a picture: in greys, or as a picture's transparency."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.errors import PictureError, PromptError, Reason
from segdesk.core.geometry import Size
from segdesk.core.notes import Note, Notice
from segdesk.imaging import files

_NEARLY: Final = 24
"""Levels that lossy formats and paint programs put between black or white and what was meant."""
_COLOURED_SHARE: Final = 0.005
"""The part of the pixels from which on colours are no chance of a lossy format."""
_EXTREME_SHARE: Final = 0.9
"""The part of the visible pixels that a mask painted in black and white has at least at one end."""


@dataclass(frozen=True, eq=False)
class MaskFile:
    """Coverage at the picture's size, uint8 HxW, and what to tell about it.

    is_soft: it has soft edges of its own, made for pixels as fine as the picture's.
    """

    coverage: Bytes2D
    is_soft: bool
    notes: tuple[Note, ...] = ()


def load_mask(path: Path, size: Size) -> MaskFile:
    """A mask for a picture of `size`; one of the same proportions is resized.

    Raises PictureError for what is no picture or no mask, PromptError for other proportions.
    """
    coverage = _coverage(*files.decode_layers(path), path.name)
    height, width = coverage.shape
    if not _fits(Size(width, height), size):
        own = {"width": width, "height": height, "picture_width": size.width, "picture_height": size.height}
        raise PromptError(Reason.MASK_SIZE, name=path.name, **own)
    if not (coverage >= INSIDE).any():
        raise PictureError(Reason.MASK_EMPTY, name=path.name)
    is_soft = bool(((coverage > _NEARLY) & (coverage < 255 - _NEARLY)).any())
    if (width, height) == size:
        return MaskFile(coverage, is_soft)
    is_larger = width > size.width
    how = cv2.INTER_AREA if is_larger else cv2.INTER_LINEAR
    resized = np.asarray(cv2.resize(coverage, tuple(size), interpolation=how), np.uint8)
    return MaskFile(resized, is_soft and is_larger, (Note.of(Notice.MASK_RESIZED, width=width, height=height),))


def _fits(mask: Size, picture: Size) -> bool:
    """Whether one is the other scaled, less what rounding to whole pixels makes of the smaller one's sides."""
    small, large = sorted((mask, picture), key=lambda size: size.pixels)
    return abs(small.width * large.height - small.height * large.width) <= max(large)


def _coverage(rgb: NDArray[np.uint8], alpha: Bytes2D | None, name: str) -> Bytes2D:
    """What stays of each pixel: its opacity in a cutout, its luminance in a mask, both in a mask on clear ground."""
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    if alpha is None or alpha.min() == 255:
        if _is_coloured(rgb):
            raise PictureError(Reason.MASK_COLOURED, name=name)
        return grey
    visible = grey[alpha >= INSIDE]
    is_painted = visible.size > 0 and not _is_coloured(rgb[alpha >= INSIDE][None]) and _is_extreme(visible)
    if not is_painted or visible.min() == visible.max():
        return alpha
    return np.asarray(cv2.multiply(grey, alpha, scale=1 / 255), np.uint8)


def _is_coloured(rgb: NDArray[np.uint8]) -> bool:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    high = np.maximum(np.maximum(red, green), blue)
    low = np.minimum(np.minimum(red, green), blue)
    return float((high - low > _NEARLY).mean()) > _COLOURED_SHARE


def _is_extreme(grey: NDArray[np.uint8]) -> bool:
    return float(((grey <= _NEARLY) | (grey >= 255 - _NEARLY)).mean()) >= _EXTREME_SHARE
