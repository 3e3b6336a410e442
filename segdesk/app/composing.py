"""The pixels of every view, from view-size parts of picture and mask. The only part of the view that needs OpenCV."""

import math
from typing import Final, assert_never

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from segdesk.app.views import Colour, Look, View
from segdesk.core.document import INSIDE
from segdesk.imaging import retouch

Pixels = NDArray[np.uint8]

TILE: Final = 10
"""Side of a checkerboard square in view pixels."""
OUTLINE_WIDTH: Final = 1.5
OUTLINE_BLUR: Final = 0.9


def shown(
    rgb: Pixels,
    coverage: Pixels | None,
    look: Look,
    *,
    clean: Pixels | None = None,
    margin: int,
    ratio: float,
    origin: tuple[int, int],
) -> Pixels:
    """What a view shows of a part of the picture, RGB uint8 HxWx3.

    `coverage` reaches `margin` pixels further on every side, as the outline needs, or is None where there is no mask;
    `clean` are the kept parts' colours where those are not the picture's; `ratio` is device pixels per view pixel,
    `origin` (x, y) where the part lies on the screen's checkerboard.
    """
    if coverage is None:
        return np.zeros_like(rgb) if look.view is View.MASK else rgb
    inner = np.ascontiguousarray(coverage[margin:-margin, margin:-margin])
    if clean is not None and look.view is View.OVERLAY:
        made = _dimmed(rgb, clean, inner, look)
    else:
        made = _blended(rgb if clean is None else clean, inner, look, tile=round(TILE * ratio), origin=origin)
    if not look.outline or look.view is not View.OVERLAY:
        return made
    framed = _bytes(cv2.copyMakeBorder(made, margin, margin, margin, margin, cv2.BORDER_REPLICATE))
    _draw_outline(framed, coverage, look, ratio=ratio)
    return np.ascontiguousarray(framed[margin:-margin, margin:-margin])


def painted(
    rgb: Pixels, coverage: Pixels, clean: Pixels | None, strength: Pixels, *, adds: bool, margin: int
) -> tuple[Pixels, Pixels | None]:
    """Coverage and clean colours with a stroke of the retouch brush on them, all as for `shown`.

    `strength` is as large as the coverage, 255 where the brush paints in full. What it adds is the picture itself.
    """
    after = retouch.laid(coverage, strength, adds=adds)
    if clean is None or not adds:
        return after, clean
    inner = np.s_[margin:-margin, margin:-margin]
    share = cv2.divide(np.ascontiguousarray(strength[inner]), np.ascontiguousarray(after[inner]), scale=255)
    own = cv2.multiply(rgb, cv2.merge([share] * 3), scale=1 / 255)
    rest = cv2.multiply(clean, cv2.merge([255 - share] * 3), scale=1 / 255)
    return after, _bytes(cv2.add(own, rest))


def sharp(level: Pixels, first: tuple[float, float], step: float, size: tuple[int, int]) -> Pixels:
    """The level's pixels as squares: samples at first + step * (column, row) for a part of `size` (width, height)."""
    columns = _indices(first[0], step, count=size[0], limit=level.shape[1])
    rows = _indices(first[1], step, count=size[1], limit=level.shape[0])
    left, top = columns[0], rows[0]
    part = level[top : rows[-1] + 1, left : columns[-1] + 1]
    return np.ascontiguousarray(part[rows - top][:, columns - left])


def smooth(level: Pixels, first: tuple[float, float], step: float, size: tuple[int, int]) -> Pixels:
    """Bilinear samples at first + step * (column, row), in level pixels whose centres lie at +0.5.

    Only the part of the level that is needed is handed to OpenCV, which takes no side beyond 32767 pixels.
    """
    height, width = level.shape[:2]
    left, top = (
        min(max(math.floor(start) - 1, 0), side - 1) for start, side in zip(first, (width, height), strict=True)
    )
    right = min(max(math.ceil(first[0] + step * size[0]) + 1, left + 1), width)
    bottom = min(max(math.ceil(first[1] + step * size[1]) + 1, top + 1), height)
    place = np.array([[step, 0, first[0] - 0.5 - left], [0, step, first[1] - 0.5 - top]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = level[top:bottom, left:right]
    return _bytes(cv2.warpAffine(part, place, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def put(rgb: Pixels, target: Pixels) -> None:
    """Write RGB into an image's memory, uint8 HxWx4 in the order blue, green, red, opaque."""
    cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA, dst=target)


def _blended(rgb: Pixels, coverage: Pixels, look: Look, *, tile: int, origin: tuple[int, int]) -> Pixels:
    match look.view:
        case View.OVERLAY:
            return _over(rgb, coverage, look.colour, look.opacity)
        case View.WHITE:
            return _over(rgb, coverage, (255, 255, 255), 1.0)
        case View.BLACK:
            return _over(rgb, coverage, (0, 0, 0), 1.0)
        case View.CHECKER:
            tiles = _checkerboard(look, origin=origin, size=(rgb.shape[1], rgb.shape[0]), tile=tile)
            kept = cv2.multiply(rgb, cv2.merge([coverage] * 3), scale=1 / 255)
            return _bytes(cv2.add(kept, cv2.multiply(tiles, cv2.merge([255 - coverage] * 3), scale=1 / 255)))
        case View.MASK:
            return _bytes(cv2.merge([coverage] * 3))
        case View.ORIGINAL:
            return rgb
        case _:
            assert_never(look.view)


def _checkerboard(look: Look, *, origin: tuple[int, int], size: tuple[int, int], tile: int) -> Pixels:
    """RGB uint8 HxWx3 of `size` (width, height) whose first pixel lies at `origin` (x, y) of an endless board."""
    dark, light = look.checker
    columns = ((np.arange(size[0]) + origin[0]) // tile) & 1
    rows = ((np.arange(size[1]) + origin[1]) // tile) & 1
    odd = (rows[:, None] ^ columns[None, :]).astype(np.uint8)
    return _bytes(cv2.merge([cv2.LUT(odd, _table(one, other)) for one, other in zip(dark, light, strict=True)]))


def _draw_outline(rgb: Pixels, coverage: Pixels, look: Look, *, ratio: float) -> None:
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
    blend = _bytes(cv2.multiply(rgb, cv2.merge([kept] * 3), scale=1 / 255))
    return _tinted(blend, coverage, colour, opacity)


def _dimmed(rgb: Pixels, clean: Pixels, coverage: Pixels, look: Look) -> Pixels:
    """The subject in its own colours before the picture with the overlay's colour laid over it."""
    rest = cv2.LUT(coverage, np.rint((255 - np.arange(256)) * (1 - look.opacity)).astype(np.uint8))
    kept = cv2.multiply(clean, cv2.merge([coverage] * 3), scale=1 / 255)
    blend = _bytes(cv2.add(kept, cv2.multiply(rgb, cv2.merge([rest] * 3), scale=1 / 255)))
    return _tinted(blend, coverage, look.colour, look.opacity)


def _tinted(blend: Pixels, coverage: Pixels, colour: Colour, opacity: float) -> Pixels:
    """With so much of a colour added as is removed."""
    if colour == (0, 0, 0):
        return blend
    removed = (255 - np.arange(256)) * opacity
    tables = [np.rint(removed * channel / 255).astype(np.uint8) for channel in colour]
    return _bytes(cv2.add(blend, cv2.merge([cv2.LUT(coverage, table) for table in tables])))


def _bytes(array: MatLike) -> Pixels:
    """OpenCV's answer, which its stubs leave open, as what went in."""
    return np.asarray(array, np.uint8)


def _table(zero: int, one: int) -> Pixels:
    table = np.zeros(256, np.uint8)
    table[0], table[1] = zero, one
    return table


def _indices(first: float, step: float, *, count: int, limit: int) -> np.ndarray:
    return np.clip(np.floor(first + np.arange(count) * step), 0, limit - 1).astype(np.intp)
