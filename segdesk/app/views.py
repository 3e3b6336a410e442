"""How a cutout may be looked at, and the pixels of each look. Works on view-size arrays only."""

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

TILE = 10
"""Side of a checkerboard square in device-independent pixels."""
OUTLINE_WIDTH = 1.5
OUTLINE_BLUR = 0.9
OUTLINE_REACH = 4
"""View pixels around a place that its outline depends on."""


class View(Enum):
    """What stands where the mask says "removed"."""

    OVERLAY = "overlay"
    CHECKER = "checker"
    WHITE = "white"
    BLACK = "black"
    MASK = "mask"
    ORIGINAL = "original"


CYCLE = (View.OVERLAY, View.CHECKER, View.WHITE, View.BLACK, View.MASK)
"""The views one key steps through; the original shows while its key is held."""


@dataclass(frozen=True)
class Look:
    """A view and how it is drawn: RGB colours 0..255, opacity 0..1."""

    view: View = View.OVERLAY
    colour: Colour = (0, 0, 0)
    opacity: float = 0.66
    outline: bool = True
    accent: Colour = (76, 141, 255)
    checker: tuple[Colour, Colour] = ((66, 69, 73), (86, 90, 95))


def blended(rgb: Pixels, coverage: Pixels, look: Look, *, tiles: Pixels | None) -> Pixels:
    """The view's pixels, RGB uint8 HxWx3, from the picture's and the coverage at the same size.

    `tiles` is the checkerboard's RGB for these pixels; only that view asks for it.
    """
    match look.view:
        case View.OVERLAY:
            return _over(rgb, coverage, look.colour, look.opacity)
        case View.WHITE:
            return _over(rgb, coverage, (255, 255, 255), 1.0)
        case View.BLACK:
            return _over(rgb, coverage, (0, 0, 0), 1.0)
        case View.CHECKER:
            assert tiles is not None
            kept = cv2.multiply(rgb, cv2.merge([coverage] * 3), scale=1 / 255)
            return cv2.add(kept, cv2.multiply(tiles, cv2.merge([255 - coverage] * 3), scale=1 / 255))
        case View.MASK:
            return cv2.merge([coverage] * 3)
        case View.ORIGINAL:
            return rgb
        case _:
            assert_never(look.view)


def checkerboard(look: Look, *, origin: tuple[int, int], size: tuple[int, int], tile: int) -> Pixels:
    """RGB uint8 HxWx3 of `size` (width, height) whose first pixel lies at `origin` (x, y) of an endless board."""
    dark, light = look.checker
    columns = ((np.arange(size[0]) + origin[0]) // tile) & 1
    rows = ((np.arange(size[1]) + origin[1]) // tile) & 1
    odd = (rows[:, None] ^ columns[None, :]).astype(np.uint8)
    return cv2.merge([cv2.LUT(odd, _table(one, other)) for one, other in zip(dark, light, strict=True)])


def draw_outline(rgb: Pixels, coverage: Pixels, look: Look, *, ratio: float) -> None:
    """Draw a line along the coverage's half-way contour into `rgb`; `ratio` is device pixels per view pixel.

    Near an edge (value - half) / gradient is the distance to the contour, which gives a smooth line on any edge.
    """
    soft = cv2.GaussianBlur(coverage, (0, 0), OUTLINE_BLUR * ratio, borderType=cv2.BORDER_REPLICATE)
    reach = 2 * round(OUTLINE_WIDTH * ratio) + 1
    inside = cv2.threshold(soft, INSIDE - 1, 255, cv2.THRESH_BINARY)[1]
    band = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((reach, reach), np.uint8))
    band[[0, -1]], band[:, [0, -1]] = 0, 0
    places = np.flatnonzero(band)
    if not places.size:
        return
    flat, step = soft.ravel(), soft.shape[1]
    value = flat[places].astype(np.float32)
    dx = flat[places + 1].astype(np.float32) - flat[places - 1]
    dy = flat[places + step].astype(np.float32) - flat[places - step]
    slope = np.maximum(np.hypot(dx, dy) / 2, 1.0)
    weight = np.clip(OUTLINE_WIDTH * ratio / 2 + 0.5 - np.abs(value - INSIDE) / slope, 0, 1)[:, None]
    colours = rgb.reshape(-1, 3)
    mixed = colours[places] * (1 - weight) + np.array(look.accent, np.float32) * weight
    colours[places] = mixed.astype(np.uint8)


def _over(rgb: Pixels, coverage: Pixels, colour: Colour, opacity: float) -> Pixels:
    """The picture where it is kept, a colour laid over it where it is removed."""
    removed = (255 - np.arange(256)) * opacity
    kept = cv2.LUT(coverage, np.rint(255 - removed).astype(np.uint8))
    blend = cv2.multiply(rgb, cv2.merge([kept] * 3), scale=1 / 255)
    if colour == (0, 0, 0):
        return blend
    tables = [np.rint(removed * channel / 255).astype(np.uint8) for channel in colour]
    return cv2.add(blend, cv2.merge([cv2.LUT(coverage, table) for table in tables]))


def _table(zero: int, one: int) -> Pixels:
    table = np.zeros(256, np.uint8)
    table[0], table[1] = zero, one
    return table
