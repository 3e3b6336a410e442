"""Picture and coverage put together: the cutout with its transparency, or the subject before a plain background."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, overlap_reach
from segdesk.core.geometry import Size

_TOLERANCE = 64
"""By how much the alphas of two subjects that only touch may go beyond the whole where they meet."""
_TILE_PIXELS = 1 << 18
"""Worked on at once: small enough that intermediate results stay in the processor's cache."""


def cutout(pixels: NDArray[np.uint8], coverage: Bytes2D, *, keeps_hidden: bool = False) -> NDArray[np.uint8]:
    """Straight-alpha RGBA, uint8 HxWx4: the colours untouched, but 0 where nothing of them is left to see.

    pixels RGB uint8 HxWx3, coverage uint8 HxW; keeps_hidden: what cannot be seen stays too.
    """
    rgba = np.empty((*coverage.shape, 4), np.uint8)
    cv2.mixChannels([pixels, coverage], [rgba], [0, 0, 1, 1, 2, 2, 3, 3])
    if not keeps_hidden:
        whole = rgba.view(np.uint32)[:, :, 0]
        np.multiply(whole, coverage != 0, out=whole)
    return rgba


def over(pixels: NDArray[np.uint8], coverage: Bytes2D, background: tuple[int, int, int]) -> NDArray[np.uint8]:
    """The covered colours before one RGB colour, uint8 HxWx3, rounded to the nearest level.

    pixels RGB uint8 HxWx3, coverage uint8 HxW; blended on the stored numbers, as browsers and layer editors do.
    """
    blended = np.empty_like(pixels)
    ground = np.empty_like(pixels[0], np.uint16)
    ground[:] = background
    step = max(1, _TILE_PIXELS // coverage.shape[1])
    for top in range(0, len(pixels), step):
        rows = slice(top, top + step)
        share = cv2.merge([coverage[rows]] * 3).astype(np.uint16)
        mixed = pixels[rows] * share + ground * (255 - share) + 128
        # Dividing by 255 with rounding, in 16 bits.
        blended[rows] = (mixed + (mixed >> 8)) >> 8
    return blended


def united(
    alpha: Bytes2D,
    colours: NDArray[np.uint8],
    other_alpha: Bytes2D,
    other_colours: NDArray[np.uint8],
    *,
    reach: int | None = None,
) -> tuple[Bytes2D, NDArray[np.uint8]]:
    """Alpha and colours of two subjects of one picture, the first above the other; alphas uint8 HxW, colours RGB HxWx3.

    Where subjects touch each holds its share of a pixel, and together they cover the sum; a seam would be left else.
    Where they overlap the edges around are soft for the same reason, and cover as much as the more opaque one.
    reach: how many pixels around that is; of a whole picture it is known.
    """
    total = alpha.astype(np.int16) + other_alpha
    overlap = (np.clip(total - (255 + _TOLERANCE), 0, _TOLERANCE) * 255 // _TOLERANCE).astype(np.uint8)
    reach = overlap_reach(Size(alpha.shape[1], alpha.shape[0])) if reach is None else reach
    near = cv2.dilate(overlap, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    shared = np.minimum(total, 255 - np.asarray(near, np.int16)).astype(np.uint8)
    both = np.maximum(np.maximum(alpha, other_alpha), shared)
    mixed = np.empty_like(colours)
    step = max(1, _TILE_PIXELS // alpha.shape[1])
    for top in range(0, len(alpha), step):
        rows = slice(top, top + step)
        above = alpha[rows, :, None].astype(np.float32)
        below = np.minimum(other_alpha[rows, :, None], 255 - above)
        weight = below / np.maximum(above + below, 1)
        mixed[rows] = np.rint(colours[rows] * (1 - weight) + other_colours[rows] * weight)
    return both, mixed
