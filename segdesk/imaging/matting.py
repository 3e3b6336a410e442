"""Picture and trimap become alpha: first small, from sampled colours, then at doubling sizes, in the unknown band only.

Each size starts from what explains the smaller alpha by colour. Leaves what pulls at alpha to `matting_samples` and
how neighbours agree to `matting_laplacian`.
"""

from math import log2
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken, Report, by_percent
from segdesk.imaging.matting_given import held
from segdesk.imaging.matting_laplacian import Laplacian, descended
from segdesk.imaging.matting_parts import UNKNOWN, Floats, Part, Watch, enlarged, in_turn, size_of
from segdesk.imaging.matting_samples import Prior, sampled
from segdesk.imaging.resampling import averaged

_SMALLEST, _SHORTEST = 100, 4
"""About the long side of the smallest size, where wide gaps are bridged; and the least of its short side, in pixels."""
_SAMPLED = 50_000
"""How many unknown pixels are sampled at most, as long as a smaller size still knows both sides."""
_STEPS: Final = (40, 20, 10)
"""Steps of descent at the smallest size, at the next, and at all others."""
_MARGIN, _REACH = 6, 3
"""How far beyond its part a part is worked, to meet the next without a seam, and looks around at the smaller size."""
_FIXED = 2
"""The outermost pixels of the margin lack squares; they stay as they begin."""
_THINNEST = 8
"""Pixels; thinner pictures are widened to this by repeating their edge."""
_STATES: Final = np.array([0, *[UNKNOWN] * 254, 255], np.uint8)

_Pixels = NDArray[np.uint8]


class _Level(NamedTuple):
    """Picture, trimap and what coverage was given, all at one size; a pixel is known where all it covers is."""

    pixels: _Pixels
    trimap: Bytes2D
    given: Bytes2D | None

    @property
    def size(self) -> Size:
        return size_of(self.trimap)

    def knows_both_sides(self) -> bool:
        return bool((self.trimap == 0).any() and (self.trimap == 255).any())


class _Solved(NamedTuple):
    """A picture and its alpha at one size."""

    pixels: _Pixels
    alpha: Bytes2D


def solve(
    pixels: _Pixels,
    trimap: Bytes2D,
    *,
    given: Bytes2D | None = None,
    doubted: Bytes2D | None = None,
    hold: Floats | None = None,
    watch: Watch | None = None,
    cancel: CancelToken,
    report: Report,
) -> Bytes2D:
    """Alpha of a picture, RGB uint8 HxWx3: uint8 HxW, 255 subject and 0 ground exactly where the trimap says so.

    trimap: uint8 HxW, 0 ground, 255 subject, anything else unknown. Where only one side is known anywhere, all that is
    unknown is as given, or without it goes to that side; where none is, it stays 128.
    given: coverage, uint8 HxW, that alpha keeps to where colours tell little.
    doubted: the same, 128 and more where the given may be wrong even beside its edge.
    hold: what `matting_given.held` says of picture, given and doubted, where that is known already.
    watch: sees parts of alpha as they are found; none where nothing has to be found.
    report: hears "matting" with the share of the work that is done, 0..1.
    Raises Cancelled between two pieces of work.
    """
    cancel.check()
    level = _Level(_widened(pixels), _decided(_widened(trimap)), None if given is None else _widened(given))
    if not level.knows_both_sides():
        subject, ground = bool((level.trimap == 255).any()), bool((level.trimap == 0).any())
        one_sided = np.uint8(255 if subject else 0 if ground else UNKNOWN)
        alpha = np.where(level.trimap == UNKNOWN, one_sided if level.given is None else level.given, level.trimap)
    elif (level.trimap == UNKNOWN).any():
        known = hold if hold is not None and hold.shape == level.trimap.shape else None
        doubt = None if doubted is None else _widened(doubted)
        alpha = _solved(_levels(level), doubt, known, watch=watch, cancel=cancel, report=report)
    else:
        alpha = level.trimap
    high, wide = trimap.shape
    return np.ascontiguousarray(alpha[:high, :wide])


def _solved(
    levels: list[_Level],
    doubted: Bytes2D | None,
    hold: Floats | None,
    *,
    watch: Watch | None,
    cancel: CancelToken,
    report: Report,
) -> Bytes2D:
    report = by_percent(report)
    report("matting", 0.0)
    base = _sampled_level(levels)
    pixels, trimap, given = levels[base]
    prior = sampled(pixels, trimap, cancel=cancel)
    if hold is not None and base == 0:
        prior = prior._replace(hold=hold)
    elif given is not None:
        doubted = np.zeros_like(given) if doubted is None else averaged(doubted, levels[base].size)
        prior = prior._replace(hold=held(pixels, given, doubted))
    solved: _Solved | None = None
    done, whole = 0, sum(np.count_nonzero(level.trimap == UNKNOWN) for level in levels)
    for number, level in reversed(list(enumerate(levels))):
        own = _shrunk(prior, level.size) if number > base else prior
        steps = _STEPS[min(len(levels) - 1 - number, len(_STEPS) - 1)]
        alpha = level.trimap.copy()
        for part, is_wanted in in_turn(level.trimap, None if number else watch):
            cancel.check()
            if is_wanted and watch is not None:
                watch.ready(part, alpha[part.region].copy())
                continue
            found, target = _found(level, part, own, solved, steps), alpha[part.region]
            is_unknown = target == UNKNOWN
            np.copyto(target, found, where=is_unknown)
            done += np.count_nonzero(is_unknown)
            report("matting", done / whole)
        solved = _Solved(level.pixels, alpha)
    assert solved is not None
    return solved.alpha


def _found(level: _Level, part: Part, prior: Prior, smaller: _Solved | None, steps: int) -> Bytes2D:
    """Alpha in this part, as if all of it were unknown."""
    seen = part.grown(_MARGIN, level.size)
    laplacian, trimap = Laplacian(level.pixels[seen.region]), level.trimap[seen.region]
    begun = np.float32(0.5) if smaller is None else _begun(laplacian, smaller, seen, level.size)
    start = np.where(trimap == UNKNOWN, begun, trimap * np.float32(1 / 255))
    free, inner = np.zeros_like(start), part.grown(_MARGIN - _FIXED, level.size).within(seen)
    free[inner] = trimap[inner] == UNKNOWN
    source = _source(seen, size_of(prior.alpha), level.size)
    planes = np.stack([plane[source.region] for plane in prior])
    goal, pull, hold = enlarged(planes, source, seen, small=size_of(prior.alpha), large=level.size)
    if level.given is not None:
        goal = goal * pull + level.given[seen.region] * (hold * np.float32(1 / 255))
        pull = pull + hold
        goal /= pull
    alpha = descended(laplacian, start, goal, pull=pull, free=free, steps=steps)[part.within(seen)]
    return _bytes(np.rint(np.clip(alpha, 0, 1) * 255))


def _begun(laplacian: Laplacian, smaller: _Solved, seen: Part, size: Size) -> Floats:
    """What explains the smaller alpha by its colours, applied to the colours here."""
    small = size_of(smaller.alpha)
    source = _source(seen, small, size)
    alpha = smaller.alpha[source.region] * np.float32(1 / 255)
    models = Laplacian(smaller.pixels[source.region]).models(alpha)
    return np.clip(laplacian.explained(enlarged(models, source, seen, small=small, large=size)), 0, 1)


def _source(seen: Part, small: Size, large: Size) -> Part:
    """What has to be looked at, at a small size, to know what is seen at the large one."""
    return seen.scaled(small.height / large.height, small.width / large.width).grown(_REACH, small)


def _levels(full: _Level) -> list[_Level]:
    """The full size and its halves."""
    halvings = min(log2(full.size.long_side / _SMALLEST), log2(min(full.size) / _SHORTEST))
    levels = [full]
    for _ in range(max(round(halvings), 0)):
        last = levels[-1]
        size = Size((last.size.width + 1) // 2, (last.size.height + 1) // 2)
        given = None if last.given is None else averaged(last.given, size)
        levels.append(_Level(averaged(last.pixels, size), _decided(averaged(last.trimap, size)), given))
    return levels


def _sampled_level(levels: list[_Level]) -> int:
    """The largest with few enough unknown pixels, but none that has lost a side."""
    for number, level in enumerate(levels):
        if number and not level.knows_both_sides():
            return number - 1
        if np.count_nonzero(level.trimap == UNKNOWN) <= _SAMPLED:
            return number
    return len(levels) - 1


def _shrunk(prior: Prior, size: Size) -> Prior:
    """The prior at a smaller size, where alpha counts as much as it pulls."""
    pull = averaged(prior.pull, size)
    alpha = averaged(prior.alpha * prior.pull, size) / np.maximum(pull, np.float32(1e-12))
    return Prior(alpha.astype(np.float32, copy=False), pull, averaged(prior.hold, size))


def _widened(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """HxW or HxWx3, with thin sides made just wide enough."""
    short = [(0, max(_THINNEST - side, 0)) for side in array.shape[:2]]
    if not any(behind for _, behind in short):
        return array
    return np.pad(array, (*short, *[(0, 0)] * (array.ndim - 2)), mode="edge")


def _decided(trimap: Bytes2D) -> Bytes2D:
    """With all that is neither 0 nor 255 unknown."""
    return _bytes(cv2.LUT(trimap, _STATES)).reshape(trimap.shape)


def _bytes(array: NDArray[np.generic]) -> NDArray[np.uint8]:
    return array.astype(np.uint8, copy=False)
