"""A probability at working size becomes coverage at full size, along the picture's own edges.

The coverage doubles its size step by step. Near its edge each step explains it by the colours around: within a small
window, coverage = a . colour + b. The coefficients change slowly, so they can be enlarged; applied to the sharper
colours of the next size they put the edge where the picture has it. Away from edges coverage is simply enlarged.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken, Report, no_report
from segdesk.imaging.resampling import Number
from segdesk.imaging.strips import Strip, change, strips

_REACH = 4
"""Working pixels around the line of probability 0.5 in which the edge is looked for."""
_FLATNESS = np.float32(4)
"""Variance of colour, in squared levels, below which a window is too flat to place an edge."""
_GAIN, _LAST_GAIN = 1.5, 1.1
"""How much contrast a step gives back to the edge, which every fit softens a little."""
_OWN_GAIN = 1.4
"""The same for coverage that no colours explain; with the step's own gain it makes up for being enlarged."""
_ENOUGH = 0.5
"""The part of the coverage's variance that colours have to explain to be trusted wholly."""
_CALM = 0.8
"""Standard deviation in pixels: enough against a sensor's noise, little enough to keep a hair of one pixel."""
_LARGEST_STEP = 2.1
"""How much larger the next size may be; a little above two, so that sizes just beyond a doubling take one step."""
_CELL = 32
"""Side of the squares that are worked on or passed over, in pixels of the smaller size."""
_HEARD = 13
"""Pixels of the smaller size from which a pixel's coverage can come, by this step and all that follow it."""
_STILL = 8
"""Levels of coverage; where it changes less there is no edge."""

_Floats = NDArray[np.float32]
_Pixels = NDArray[np.uint8]
_Flags = NDArray[np.bool_]


class _Window(NamedTuple):
    """Side in pixels, and the standard deviation of the weights in it."""

    side: int
    spread: float


_FIRST_WINDOW, _WINDOW = _Window(7, 4.0), _Window(5, 2.0)
"""Where the coverage is explained; wider at first, to hold the true edge where an engine drew its line beside it."""


def restore(
    probability: _Floats,
    pixels: _Pixels,
    *,
    cancel: CancelToken,
    report: Report = no_report,
    where: _Flags | None = None,
) -> Bytes2D:
    """Coverage at the size of `pixels`, uint8 HxW, 128 and more inside, the caller's to write into.

    probability: float32 hxw, 0..1, at any size up to the picture's.
    pixels:      RGB uint8 HxWx3.
    report:      hears "edges" with the share of the work that is done, 0..1.
    where:       the pixels of the probability that matter, bool hxw, all when it is None; others may come out rough.
    Raises Cancelled between two pieces of work.
    """
    coverage = _banded(probability)
    levels = _pyramid(pixels, Size(*coverage.shape[::-1]))
    window = _FIRST_WINDOW if levels[0].size < levels[1].size else _WINDOW
    while len(levels) > 1:
        small, large = levels.pop(0), levels[0]
        report("edges", small.size / pixels.size)
        wanted = None if where is None else _cells(where, Size(*small.shape[1::-1]))
        coverage = _enlarged(
            coverage, small, large, window=window, wanted=wanted, is_last=large is pixels, cancel=cancel
        )
        window = _WINDOW
    return coverage


def _banded(probability: _Floats) -> Bytes2D:
    """The probability as bytes close to where it crosses 0.5, and decided everywhere else."""
    soft = _bytes(np.rint(np.clip(probability, 0, 1) * 255))
    hard = _bytes(cv2.threshold(soft, INSIDE - 1, 255, cv2.THRESH_BINARY)[1])
    return np.where(change(hard, _REACH) > 0, soft, hard)


def _pyramid(pixels: _Pixels, smallest: Size) -> list[_Pixels]:
    """The picture at the smallest size first, then at growing ones, each at most about twice the last, to its own."""
    levels = [pixels]
    while max(levels[-1].shape[0] / smallest.height, levels[-1].shape[1] / smallest.width) > _LARGEST_STEP:
        height, width = levels[-1].shape[:2]
        size = ((width + 1) // 2, (height + 1) // 2)
        levels.append(_bytes(cv2.resize(levels[-1], size, interpolation=cv2.INTER_LINEAR)))
    levels.append(_bytes(cv2.resize(levels[-1], smallest, interpolation=cv2.INTER_AREA)))
    return levels[::-1]


def _cells(where: _Flags, size: Size) -> _Flags:
    """The squares of a picture of a size that have a say in what comes of some of the probability's pixels."""
    high, wide = where.shape
    down, across = size.height / high, size.width / wide
    reach = math.ceil((_HEARD + _CELL / 2) / min(down, across)) + 1
    near = cv2.dilate(where.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)).reshape(where.shape)
    rows, columns = (
        np.minimum((np.arange(0, side, _CELL) + _CELL / 2) / scale, last - 1).astype(np.intp)
        for side, scale, last in ((size.height, down, high), (size.width, across, wide))
    )
    return near[rows][:, columns] > 0


def _enlarged(
    coverage: Bytes2D,
    small: _Pixels,
    large: _Pixels,
    *,
    window: _Window,
    wanted: _Flags | None,
    is_last: bool,
    cancel: CancelToken,
) -> Bytes2D:
    """The small picture's coverage at the size of the large one, its edge looked for in the wanted squares."""
    high, wide = large.shape[:2]
    down, across = high / coverage.shape[0], wide / coverage.shape[1]
    # Found before the result is there: together they would be the most memory that this takes.
    edges = list(strips(coverage, cell=_CELL, reach=window.side, still=_STILL, wanted=wanted))
    result = _bytes(cv2.resize(coverage, (wide, high), interpolation=cv2.INTER_NEAREST))
    for strip in edges:
        cancel.check()
        # Half a window, a pixel to even out its finding, and one to enlarge from.
        seen, target = strip.grown(window.side // 2 + 2), strip.scaled(down, across)
        model = _fitted(*_channels(small[seen.region]), coverage[seen.region].astype(np.float32), window=window)
        # Pixel centres lie at +0.5 at both sizes.
        columns = (1 / across, 0, (target.left + 0.5) / across - 0.5 - seen.left)
        rows = (0, 1 / down, (target.top + 0.5) / down - 0.5 - seen.top)
        colours = _calm_part(large, target) if is_last else large[target.region]
        flags, size = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, colours.shape[1::-1]
        model = cv2.warpAffine(model, np.array((columns, rows)), size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        result[target.region] = _explained(model, colours, _LAST_GAIN if is_last else _GAIN)
    return result


def _calm_part(large: _Pixels, target: Strip) -> _Pixels:
    """These colours without the noise of single pixels, which would show as specks along the edge."""
    seen = target.grown(1)
    return _bytes(_calmed(large[seen.region])[target.within(seen)])


def _fitted(*channels: _Floats, window: _Window) -> _Floats:
    """For every pixel the a (three numbers) and b that best explain the fourth channel by the first three around it.

    As far as it is in doubt that they explain anything, b also takes what they leave unexplained. The closed form is
    the colour guided filter's (He, Sun, Tang, "Guided Image Filtering", 2013, equations 14 and 15), found at one size
    to be applied at another as in He, Sun, "Fast Guided Filter", 2015. Unlike there the findings of all windows over a
    pixel are hardly averaged (equation 16): a thin part's own window knows best.
    """

    def mean(array: _Floats) -> _Floats:
        return _floats(cv2.GaussianBlur(array, (window.side,) * 2, window.spread, borderType=cv2.BORDER_REFLECT))

    means = [mean(channel) for channel in channels]

    def joint(one: int, other: int) -> _Floats:
        return _floats(mean(channels[one] * channels[other]) - means[one] * means[other])

    rr, gg, bb = (np.add(joint(channel, channel), _FLATNESS) for channel in range(3))
    rg, rb, gb = joint(0, 1), joint(0, 2), joint(1, 2)
    to = [joint(channel, 3) for channel in range(3)]
    # The inverse of the symmetric 3x3 matrix by its cofactors.
    inverse = (
        (gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb),
        (gb * rb - rg * bb, rr * bb - rb * rb, rb * rg - rr * gb),
        (rg * gb - gg * rb, rb * rg - rr * gb, rr * gg - rg * rg),
    )
    determinant = _dot((rr, rg, rb), inverse[0])
    slopes = [_dot(row, to) / determinant for row in inverse]
    offset = means[3] - _dot(slopes, means[:3])
    doubt = _doubt(_dot(slopes, to), joint(3, 3))
    slopes, offset = [_calmed(slope) for slope in slopes], _calmed(offset)
    offset += doubt * (_contrasted(channels[3], _OWN_GAIN) - _dot(slopes, channels[:3]) - offset)
    return _floats(cv2.merge((*slopes, offset)))


def _doubt(explained: _Floats, variance: _Floats) -> _Floats:
    """How far coverage must stand by itself, 0..1: fully where colours explain none of its variance, not at half."""
    return _floats(np.clip(1 - explained / (_ENOUGH * variance + 1), 0, 1))


def _explained(model: NDArray[np.generic], colours: _Pixels, gain: float) -> Bytes2D:
    """What the model makes of these colours, with more contrast around the middle."""
    *slopes, offset = _channels(model)
    coverage = _dot(slopes, _channels(colours)) + offset
    return _bytes(np.rint(_contrasted(coverage, gain)))


def _contrasted(coverage: _Floats, gain: float) -> _Floats:
    return _floats(np.clip((coverage - 127.5) * gain + 127.5, 0, 255))


def _dot(ones: Sequence[_Floats], others: Sequence[_Floats]) -> _Floats:
    total = ones[0] * others[0]
    for one, other in zip(ones[1:], others[1:], strict=True):
        total += one * other
    return total


def _calmed(array: NDArray[Number]) -> NDArray[Number]:
    return cast(NDArray[Number], cv2.GaussianBlur(array, (3, 3), _CALM, borderType=cv2.BORDER_REFLECT))


def _channels(array: NDArray[np.generic]) -> list[_Floats]:
    return [_floats(channel) for channel in cv2.split(array.astype(np.float32, copy=False))]


def _floats(array: NDArray[np.generic]) -> _Floats:
    return array.astype(np.float32, copy=False)


def _bytes(array: NDArray[np.generic]) -> _Pixels:
    return array.astype(np.uint8, copy=False)
