"""What a designer does to a finished edge: move it, soften it, smooth it, clear up around it.

Pure functions, coverage uint8 HxW in and out; at their neutral setting each gives back what it was given, to the bit.
Strokes are the caller's to enforce afterwards.
"""

import math
from collections.abc import Callable
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
from segdesk.imaging.contour import traced
from segdesk.imaging.resampling import Number, averaged, interpolated
from segdesk.imaging.strips import Strip, strips

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_CELL = 64
"""Side of the squares that are worked on or passed over."""
_SOFT = 4
"""Pixels to either side of the contour in which coverage may be soft and still move along whole."""
_CORNER = 0.5
"""How far the contour may move in smoothing, for each pixel of the radius; what would move farther is a corner."""
_TAIL = 3
"""Standard deviations after which a bell curve is over."""
_COARSE = 6.0
"""Standard deviation in pixels from which on feathering is done on a smaller copy, where nobody sees the difference."""
_RIM = 2
"""Pixels from which a contour is told its direction."""
_HALO = 8
"""Pixels around a dropped part in which what is soft goes with it."""


def moved(coverage: Bytes2D, by: float, *, cancel: CancelToken) -> Bytes2D:
    """The edge moved outward by so many pixels, inward when negative; parts of a pixel count. Raises Cancelled.

    Corners that move outward turn round; a soft edge stays as soft; what is thinner than twice a move inward is gone.
    """
    if by == 0:
        return coverage.copy()

    def carried(part: Bytes2D) -> Bytes2D:
        return traced(part).carried(part, np.full(part.shape, by, np.float32))

    reach = math.ceil(abs(by)) + _SOFT
    return _reshaped(coverage, carried, reach=reach, margin=reach, cancel=cancel)


def smoothed(coverage: Bytes2D, radius: float, *, cancel: CancelToken) -> Bytes2D:
    """Unevenness of the contour smaller than so many pixels taken out; corners and thin parts mostly stay.

    The distance to the contour is blurred, which leaves straight lines where they are; where that would move the
    contour far it is not done. Raises Cancelled.
    """
    if radius <= 0:
        return coverage.copy()
    bend = np.float32(_CORNER * radius)

    def carried(part: Bytes2D) -> Bytes2D:
        contour = traced(part)
        even = _blurred(np.clip(contour.distance, np.float32(-2 * radius), np.float32(2 * radius)), radius)
        shift = cv2.remap(even, contour.column, contour.row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        shift = np.asarray(shift, np.float32).reshape(part.shape)
        return contour.carried(part, shift * np.square(np.maximum(1 - np.square(shift / bend), 0)))

    reach, margin = math.ceil(_CORNER * radius) + _SOFT, math.ceil((_TAIL + 2) * radius)
    return _reshaped(coverage, carried, reach=reach, margin=margin, cancel=cancel)


def feathered(coverage: Bytes2D, radius: float, *, cancel: CancelToken) -> Bytes2D:
    """The edge softened so that it fades over about so many pixels to either side. Raises Cancelled.

    A Gaussian blur of half the radius.
    """
    spread = radius / 2
    if spread <= 0:
        return coverage.copy()
    if spread >= _COARSE:
        cancel.check()
        return _blurred_small(coverage, spread)
    result = coverage.copy()
    reach = math.ceil(_TAIL * spread)
    for strip in strips(coverage, cell=_CELL, reach=reach):
        cancel.check()
        seen = strip.grown(reach)
        result[strip.region] = _blurred(coverage[seen.region], spread)[strip.within(seen)]
    return result


def contrasted(coverage: Bytes2D, contrast: float) -> Bytes2D:
    """Soft levels spread away from one half: 0 changes nothing, 1 leaves only inside and outside."""
    levels = np.arange(256, dtype=np.float32)
    middle = INSIDE - 0.5
    spread = (levels - middle) / max(1 - contrast, 1 / 512) + middle
    return np.clip(np.rint(spread), 0, 255).astype(np.uint8)[coverage]


def filled(coverage: Bytes2D, area: int, *, cancel: CancelToken) -> Bytes2D:
    """Holes of at most so many pixels filled; what touches the picture's border is no hole. Raises Cancelled."""
    if area <= 0:
        return coverage.copy()
    ground = inverted(coverage)
    # Where the subject hangs together by a corner, the ground does not.
    parts = parts_of(ground, connectivity=4, cancel=cancel)
    small = (parts.areas <= area) & ~parts.at_border
    return inverted(_without(ground, parts, small, cancel=cancel))


def cleared(coverage: Bytes2D, area: int, *, cancel: CancelToken) -> Bytes2D:
    """Specks of at most so many pixels dropped, and what is soft around them. Raises Cancelled."""
    if area <= 0:
        return coverage.copy()
    parts = parts_of(coverage, connectivity=8, cancel=cancel)
    return _without(coverage, parts, parts.areas <= area, cancel=cancel)


def largest(coverage: Bytes2D, *, cancel: CancelToken) -> Bytes2D:
    """Only the part with most pixels, and what is soft around it. Raises Cancelled."""
    parts = parts_of(coverage, connectivity=8, cancel=cancel)
    unwanted = np.ones(len(parts.areas), np.bool_)
    if len(parts.areas):
        unwanted[parts.areas.argmax()] = False
    return _without(coverage, parts, unwanted, cancel=cancel)


def inverted(coverage: Bytes2D) -> Bytes2D:
    """Inside out."""
    return np.invert(coverage)


def _reshaped(
    coverage: Bytes2D, reshape: Callable[[Bytes2D], Bytes2D], *, reach: int, margin: int, cancel: CancelToken
) -> Bytes2D:
    """The coverage with the parts around its contour drawn anew.

    reach: pixels from the contour at which something may change; margin: what has to be seen around a changed pixel.
    """
    result = coverage.copy()
    for strip in strips(coverage, cell=_CELL, reach=reach):
        cancel.check()
        seen = strip.grown(margin + _RIM)
        part = coverage[seen.region]
        if part.min() < INSIDE <= part.max():
            result[strip.region] = reshape(part)[strip.within(seen)]
    return result


def _blurred_small(coverage: Bytes2D, spread: float) -> Bytes2D:
    """A wide Gaussian blur, done where a standard deviation is about three pixels."""
    high, wide = coverage.shape
    factor = spread / 3
    small = averaged(coverage, Size(max(1, round(wide / factor)), max(1, round(high / factor))))
    return interpolated(_blurred(small, 3), Size(wide, high))


def _blurred(array: NDArray[Number], spread: float) -> NDArray[Number]:
    soft = cv2.GaussianBlur(array, (0, 0), spread, borderType=cv2.BORDER_REPLICATE)
    return cast(NDArray[Number], soft).reshape(array.shape)


class Parts(NamedTuple):
    """What hangs together in a coverage.

    labels: int32 HxW, 0 outside, each part its own number from 1 on.
    areas: pixels of each part; strips: where it lies; at_border: whether it touches the picture's; all from part 1 on.
    """

    labels: NDArray[np.int32]
    areas: NDArray[np.int32]
    strips: list[Strip]
    at_border: Flags


def parts_of(coverage: Bytes2D, *, connectivity: int, cancel: CancelToken) -> Parts:
    """The parts of what is inside; with a connectivity of 8 a shared corner is enough. Raises Cancelled."""
    cancel.check()
    inside = (coverage >= INSIDE).view(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=connectivity)
    left, top, width, height, areas = np.asarray(stats, np.int32)[1:].T
    right, bottom = left + width, top + height
    at_border = (left == 0) | (top == 0) | (right == coverage.shape[1]) | (bottom == coverage.shape[0])
    places = np.stack((top, bottom, left, right), axis=1).tolist()
    return Parts(np.asarray(labels, np.int32), areas, [Strip(*place) for place in places], at_border)


def _without(coverage: Bytes2D, parts: Parts, unwanted: Flags, *, cancel: CancelToken) -> Bytes2D:
    """The coverage less some parts, and less what is soft around them and nearer to them than to any that stays."""
    result = coverage.copy()
    stays = np.concatenate(((False,), ~unwanted))
    for part in np.flatnonzero(unwanted).tolist():
        cancel.check()
        region = parts.strips[part].grown(_HALO).region
        labels = parts.labels[region]
        away, to_others = _distance(labels == part + 1), _distance(stays[labels])
        result[region][(away <= _HALO) & (away < to_others)] = 0
    return result


def _distance(flags: Flags) -> Floats:
    """Pixels from each pixel to the nearest flagged one, or more than any halo where there is none."""
    away = cv2.distanceTransform((~flags).view(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(away, np.float32).reshape(flags.shape)
