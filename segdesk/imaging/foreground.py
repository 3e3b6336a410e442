"""A picture and its alpha become the subject's own colours, so that no trace of the old background shows on a new one.

Every soft pixel is a mixture, I = alpha F + (1 - alpha) B, of a subject's colour F and a background's B that are not
known. From a size of few pixels upwards both are taken from around, F where alpha is high and B where it is low, and
corrected by what the mixture then lacks. The correction is that of Forte, "Approximate Fast Foreground Colour
Estimation", 2021, shared between F and B as in Germer et al., "Fast Multi-Level Foreground Estimation", 2020, whose
levels of size these are. At full size it is corrected only: around a pixel there is little that its half does not know.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken, Report, by_percent, no_report
from segdesk.imaging.resampling import Number, averaged, interpolated

_ROUNDS = 3
"""How often colours are gathered and corrected at each size."""
_WINDOW = 3
"""Side of the square around a pixel that colours are gathered from."""
_DISTRUST = 1e-3
"""What even a pixel weighs that shows nothing of the colour asked for."""
_DOUBT = 0.15
"""Weighs against the correction, because no alpha is exact; more would leave traces where it is, less would speckle."""
_COARSE = 16
"""How many times smaller the size is up to which the picture is solved as a whole; a power of two."""
_TILE = 192
_AROUND = 32
"""Pixels: a tile of the full size and what is seen around it, both multiples of the coarse pixel."""
_STEPS = ((4, 6), (2, 4))
"""The sizes a tile is solved at, as so many times smaller than the full one, and the margin there. Of a margin each
round uses half a window, and each enlarging half a pixel of the size below; with less, tiles would not fit without a
seam. What is rough has the first of them only: two thirds of the time, and half a level off as it is shown."""

_Floats = NDArray[np.float32]
_Pixels = NDArray[np.uint8]
_Region = tuple[int, int, int, int]
"""Top, bottom, left and right of a half-open rectangle; it may reach beyond the picture."""

_ALPHA: Final[_Floats] = np.arange(256, dtype=np.float32) * np.float32(1 / 255)
_REST: Final[_Floats] = 1 - _ALPHA
_TRUST: Final[_Floats] = np.square(_ALPHA) + np.float32(_DISTRUST)
"""How much a pixel tells of F, by its alpha; as the tables that follow, of B by what alpha leaves."""
_GAIN: Final[_Floats] = _ALPHA / (np.square(_ALPHA) + np.square(_REST) + np.float32(_DOUBT))
_KEPT: Final[_Floats] = 1 - _ALPHA * _GAIN
_LOSS: Final[_Floats] = _REST * _GAIN
"""The correction in one: F becomes as many parts of the mixture and of itself, less as many of B."""


class _Side(NamedTuple):
    """What does not change while F and B are found, for one of them: float32 HxWx3.

    given: what it has from the mixture. trust: what a pixel weighs when colours are gathered.
    kept:  what it keeps of what is gathered. lost: what the other loses by it.
    """

    given: _Floats
    trust: _Floats
    kept: _Floats
    lost: _Floats

    @classmethod
    def of(cls, mixed: _Floats, share: Bytes2D) -> "_Side":
        trust = _looked_up(share, _TRUST)
        scale = np.float32(1) / _gathered(trust)
        given = np.multiply(mixed, _tripled(_looked_up(share, _GAIN)))
        kept, lost = (_tripled(scale * _looked_up(share, table)) for table in (_KEPT, _LOSS))
        return cls(given, _tripled(trust), kept, lost)


def estimate(
    pixels: _Pixels,
    alpha: Bytes2D,
    *,
    amount: float,
    is_rough: bool = False,
    cancel: CancelToken,
    report: Report = no_report,
) -> _Pixels:
    """The subject's colours, RGB uint8 HxWx3: those of the picture, except where alpha is neither 0 nor 255.

    pixels: RGB uint8 HxWx3.
    alpha:  uint8 HxW; it is taken as it is.
    amount: 0 leaves the mixed colours as they are, 1 leaves nothing of the background in them.
    is_rough: they are looked at for a moment only.
    report: hears "colours" with the share of the work that is done, 0..1.
    Memory beyond the answer's is that of one tile, and of the picture at a 256th of its pixels.
    Raises Cancelled between two tiles.
    """
    cancel.check()
    report = by_percent(report)
    report("colours", 0.0)
    result = pixels.copy()
    regions = list(_regions(alpha)) if amount > 0 else []
    if not regions:
        return result
    coarse, steps = _whole(_coarse(pixels), _coarse(alpha), cancel), _STEPS[:1] if is_rough else _STEPS
    for number, region in enumerate(regions):
        cancel.check()
        report("colours", number / len(regions))
        top, bottom, left, right = region
        place = slice(top, bottom), slice(left, right)
        found = _tile(pixels, alpha, region, coarse=coarse, steps=steps)
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


def _coarse(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The whole picture or alpha at its coarse size, made of strips because its sides may be no multiples."""
    high, wide = array.shape[:2]
    across = -(-wide // _COARSE) * _COARSE
    strips = [_shrunk(_seen(array, (top, top + _TILE, 0, across)), _COARSE) for top in range(0, high, _TILE)]
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


def _tile(
    pixels: _Pixels,
    alpha: Bytes2D,
    region: _Region,
    *,
    coarse: tuple[_Floats, _Floats],
    steps: tuple[tuple[int, int], ...],
) -> _Floats:
    """F of one region at full size, float32 hxwx3."""
    around = _grown(region)
    colours, share = _seen(pixels, around), _seen(alpha, around)
    top, bottom, left, right = (side // _COARSE for side in around)
    subject, ground = (_seen(field, (top, bottom, left, right)) for field in coarse)
    last = _COARSE
    for smaller, margin in steps:
        surplus = 2 * (_AROUND - smaller * margin)
        extent = Size(share.shape[1] - surplus, share.shape[0] - surplus)
        size = Size(extent.width // smaller, extent.height // smaller)
        subject, ground = (_middle(_enlarged(field, last // smaller), size) for field in (subject, ground))
        mixed, part = (_shrunk(_middle(array, extent), smaller) for array in (colours, share))
        subject, ground = _unmixed(mixed, part, subject=subject, ground=ground)
        last = smaller
    top, bottom, left, right = region
    margin = last * steps[-1][1]
    subject, ground = (
        _enlarged(field, last)[margin:, margin:][: bottom - top, : right - left] for field in (subject, ground)
    )
    place = slice(top, bottom), slice(left, right)
    return _corrected(pixels[place], alpha[place], subject=subject, ground=ground)


def _unmixed(pixels: _Pixels, alpha: Bytes2D, *, subject: _Floats, ground: _Floats) -> tuple[_Floats, _Floats]:
    """Better F and B, all float32 HxWx3, where some are known from the size below."""
    mixed = pixels.astype(np.float32)
    own, other = _Side.of(mixed, alpha), _Side.of(mixed, _inverted(alpha))
    part = np.empty_like(mixed)
    for _ in range(_ROUNDS):
        found = _gathered(np.multiply(subject, own.trust, out=part))
        behind = _gathered(np.multiply(ground, other.trust, out=part))
        subject = np.multiply(found, own.kept)
        subject += own.given
        subject -= np.multiply(behind, other.lost, out=part)
        ground = np.multiply(behind, other.kept, out=behind)
        ground += other.given
        ground -= np.multiply(found, own.lost, out=part)
    return np.clip(subject, 0, 255, out=subject), np.clip(ground, 0, 255, out=ground)


def _corrected(pixels: _Pixels, alpha: Bytes2D, *, subject: _Floats, ground: _Floats) -> _Floats:
    """F by what each pixel's mixture lacks."""
    kept, gain, loss = (_tripled(_looked_up(alpha, table)) for table in (_KEPT, _GAIN, _LOSS))
    kept *= subject
    kept += np.multiply(gain, pixels, out=gain)
    kept -= np.multiply(loss, ground, out=loss)
    return np.clip(kept, 0, 255, out=kept)


def _looked_up(alpha: Bytes2D, table: _Floats) -> _Floats:
    return np.asarray(cv2.LUT(alpha, table), np.float32).reshape(alpha.shape)


def _inverted(alpha: Bytes2D) -> Bytes2D:
    return _bytes(cv2.bitwise_not(alpha)).reshape(alpha.shape)


def _tripled(plane: _Floats) -> _Floats:
    """HxWx3 of three equal planes, which multiplies faster than one that is spread."""
    return np.asarray(cv2.merge([plane] * 3), np.float32)


def _gathered(floats: _Floats) -> _Floats:
    """The mean around each pixel."""
    mean = cv2.blur(floats, (_WINDOW, _WINDOW), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(mean, np.float32).reshape(floats.shape)


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


def _shrunk(array: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    """So many times smaller, a power of two; halving again and again takes a fraction of the time."""
    while times > 1:
        array = averaged(array, Size(array.shape[1] // 2, array.shape[0] // 2))
        times //= 2
    return array


def _enlarged(field: _Floats, times: int) -> _Floats:
    return interpolated(field, Size(times * field.shape[1], times * field.shape[0]))


def _bytes(array: NDArray[np.generic]) -> _Pixels:
    return array.astype(np.uint8, copy=False)
