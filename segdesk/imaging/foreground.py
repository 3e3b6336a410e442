"""A picture and its alpha become the subject's own colours, so that no trace of the old background shows on a new one.

Every soft pixel is a mixture, I = alpha F + (1 - alpha) B, of a subject's colour F and a background's B that are not
known. From a size of few pixels upwards both are taken from around, F where alpha is high and B where it is low, and
corrected by what the mixture then lacks. The correction is that of Forte, "Approximate Fast Foreground Colour
Estimation", 2021, shared between F and B as in Germer et al., "Fast Multi-Level Foreground Estimation", 2020, whose
levels of size these are.
"""

from collections.abc import Iterator
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
from segdesk.imaging.resampling import Number, averaged, interpolated

_ROUNDS = 3
"""How often colours are gathered and corrected at each coarse size."""
_WINDOW = 5
"""Side of the square around a pixel that colours are gathered from."""
_DISTRUST = np.float32(1e-3)
"""What even a pixel weighs that shows nothing of the colour asked for."""
_DOUBT = np.float32(0.15)
"""Weighs against the correction, because no alpha is exact; more would leave traces where it is, less would speckle."""
_COARSE = 16
"""How many times smaller the size is up to which the picture is solved as a whole."""
_TILE = 128
_AROUND = 112
"""Pixels: a tile of the full size and what is seen around it, both multiples of the coarse pixel."""
_STEPS = ((8, 12, 3), (4, 11, 3), (2, 9, 3), (1, 4, 2))
"""The sizes a tile is solved at, as so many times smaller than the full one, the margin there, and the rounds. Of a
margin each round uses half a window and each doubling a pixel; with less, tiles would not fit without a seam."""

_Floats = NDArray[np.float32]
_Pixels = NDArray[np.uint8]
_Region = tuple[int, int, int, int]
"""Top, bottom, left and right of a half-open rectangle; it may reach beyond the picture."""


def estimate(pixels: _Pixels, alpha: Bytes2D, *, amount: float, cancel: CancelToken) -> _Pixels:
    """The subject's colours, RGB uint8 HxWx3: those of the picture, except where alpha is neither 0 nor 255.

    pixels: RGB uint8 HxWx3.
    alpha:  uint8 HxW; it is taken as it is.
    amount: 0 leaves the mixed colours as they are, 1 leaves nothing of the background in them.
    Memory beyond the answer's is that of one tile, and of the picture at a 256th of its pixels.
    Raises Cancelled between two tiles.
    """
    result = pixels.copy()
    regions = list(_regions(alpha)) if amount > 0 else []
    if not regions:
        return result
    coarse = _whole(_coarse(pixels), _coarse(alpha), cancel)
    for region in regions:
        cancel.check()
        top, bottom, left, right = region
        place = slice(top, bottom), slice(left, right)
        found = _tile(pixels, alpha, region, coarse=coarse)
        if amount < 1:
            cv2.addWeighted(found, amount, pixels[place].astype(np.float32), 1 - amount, 0, dst=found)
        cv2.copyTo(cv2.convertScaleAbs(found), _soft(alpha[place]), result[place])
    return result


def _soft(alpha: Bytes2D) -> Bytes2D:
    """255 where alpha is neither 0 nor 255, else 0."""
    return _bytes(cv2.inRange(alpha, np.array(1), np.array(254)))


def _regions(alpha: Bytes2D) -> Iterator[_Region]:
    """What of each tile holds soft pixels, its first sides on whole coarse pixels."""
    high, wide = alpha.shape
    for top in range(0, high, _TILE):
        for left in range(0, wide, _TILE):
            x, y, width, height = cv2.boundingRect(_soft(alpha[top : top + _TILE, left : left + _TILE]))
            if width:
                first, start = (side // _COARSE * _COARSE for side in (top + y, left + x))
                yield first, top + y + height, start, left + x + width


def _coarse(array: _Pixels) -> _Pixels:
    """The whole picture or alpha at its coarse size, made of strips because its sides may be no multiples."""
    high, wide = array.shape[:2]
    size = Size(-(-wide // _COARSE), _TILE // _COARSE)
    strips = [
        averaged(_seen(array, (top, top + _TILE, 0, size.width * _COARSE)), size) for top in range(0, high, _TILE)
    ]
    return np.concatenate(strips)[: -(-high // _COARSE)]


def _whole(pixels: _Pixels, alpha: Bytes2D, cancel: CancelToken) -> tuple[_Floats, _Floats]:
    """F and B of the coarse picture, found at a few pixels first and then at twice the size, and twice again."""
    levels = [(pixels, alpha)]
    while max(levels[-1][1].shape) > 2:
        high, wide = levels[-1][1].shape
        smaller = Size((wide + 1) // 2, (high + 1) // 2)
        levels.append((averaged(levels[-1][0], smaller), averaged(levels[-1][1], smaller)))
    subject = ground = levels[-1][0].astype(np.float32)
    for colours, share in reversed(levels):
        cancel.check()
        size = Size(*share.shape[::-1])
        subject, ground = interpolated(subject, size), interpolated(ground, size)
        subject, ground = _unmixed(colours, share, subject=subject, ground=ground)
    return subject, ground


def _tile(pixels: _Pixels, alpha: Bytes2D, region: _Region, *, coarse: tuple[_Floats, _Floats]) -> _Floats:
    """F of one region at full size, float32 hxwx3."""
    around = _grown(region)
    colours, share = _seen(pixels, around), _seen(alpha, around)
    top, bottom, left, right = (side // _COARSE for side in around)
    subject, ground = (_seen(field, (top, bottom, left, right)) for field in coarse)
    for smaller, margin, rounds in _STEPS:
        surplus = 2 * (_AROUND - smaller * margin)
        extent = Size(share.shape[1] - surplus, share.shape[0] - surplus)
        size = Size(extent.width // smaller, extent.height // smaller)
        subject, ground = _unmixed(
            averaged(_middle(colours, extent), size),
            averaged(_middle(share, extent), size),
            subject=_middle(_doubled(subject), size),
            ground=_middle(_doubled(ground), size),
            rounds=rounds,
        )
    top, bottom, left, right = region
    margin = _STEPS[-1][1]
    return subject[margin:, margin:][: bottom - top, : right - left]


def _unmixed(
    pixels: _Pixels, alpha: Bytes2D, *, subject: _Floats, ground: _Floats, rounds: int = _ROUNDS
) -> tuple[_Floats, _Floats]:
    """Better F and B, all float32 HxWx3, where some are known from the size below."""
    mixed = pixels.astype(np.float32)
    single = alpha * np.float32(1 / 255)
    share, rest = _tripled(single), _tripled(1 - single)
    lever = _tripled(1 / (np.square(single) + np.square(1 - single) + _DOUBT))
    trust, distrust = np.square(single) + _DISTRUST, np.square(1 - single) + _DISTRUST
    scale, counterscale = _tripled(1 / _gathered(trust)), _tripled(1 / _gathered(distrust))
    trust, distrust = _tripled(trust), _tripled(distrust)
    lack, part = np.empty_like(mixed), np.empty_like(mixed)
    for _ in range(rounds):
        subject, ground = (
            _gathered(np.multiply(colours, weight, out=part))
            for colours, weight in ((subject, trust), (ground, distrust))
        )
        subject *= scale
        ground *= counterscale
        np.subtract(mixed, np.multiply(subject, share, out=part), out=lack)
        lack -= np.multiply(ground, rest, out=part)
        lack *= lever
        subject += np.multiply(lack, share, out=part)
        ground += np.multiply(lack, rest, out=lack)
    return np.clip(subject, 0, 255, out=subject), np.clip(ground, 0, 255, out=ground)


def _tripled(plane: NDArray[np.generic]) -> _Floats:
    """HxWx3 of three equal planes, which multiplies faster than one that is spread."""
    return np.asarray(cv2.merge([plane.astype(np.float32, copy=False)] * 3), np.float32)


def _gathered(floats: _Floats) -> _Floats:
    """The mean around each pixel."""
    return np.asarray(cv2.blur(floats, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REPLICATE), np.float32)


def _grown(region: _Region) -> _Region:
    """With its surroundings, the sides on whole coarse pixels even at the picture's rim."""
    top, bottom, left, right = region
    bottom, right = (-(-side // _COARSE) * _COARSE for side in (bottom, right))
    return top - _AROUND, bottom + _AROUND, left - _AROUND, right + _AROUND


def _seen(array: NDArray[Number], region: _Region) -> NDArray[Number]:
    """A region of an array; beyond the rim its outermost pixels go on."""
    top, bottom, left, right = region
    high, wide = array.shape[:2]
    inside = array[max(top, 0) : bottom, max(left, 0) : right]
    missing = max(-top, 0), max(bottom - high, 0), max(-left, 0), max(right - wide, 0)
    return cast(NDArray[Number], cv2.copyMakeBorder(inside, *missing, cv2.BORDER_REPLICATE)) if any(missing) else inside


def _middle(array: NDArray[Number], size: Size) -> NDArray[Number]:
    top, left = (array.shape[0] - size.height) // 2, (array.shape[1] - size.width) // 2
    return array[top : top + size.height, left : left + size.width]


def _doubled(field: _Floats) -> _Floats:
    return interpolated(field, Size(2 * field.shape[1], 2 * field.shape[0]))


def _bytes(array: NDArray[np.generic]) -> _Pixels:
    return array.astype(np.uint8, copy=False)
