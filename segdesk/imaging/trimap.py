"""Mask and picture become a trimap: what is surely subject, surely ground, and the band between that matting decides.

The band is narrow, and wide where a small trial of matting finds subject and ground to mingle, as in hair and fur.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.work import CancelToken, no_report
from segdesk.imaging.matting import solve
from segdesk.imaging.matting_parts import UNKNOWN, size_of
from segdesk.imaging.resampling import averaged, nearest
from segdesk.imaging.scribbles import enforce

_NARROWEST, _NARROW = 2, 1 / 1200
"""Half the width of a hard edge's band: at least so many pixels, and that share of the long side."""
_SURE = 8
"""Levels from 0 and 255 within which the mask's own soft edge counts as decided."""
_TRIAL_SIDE, _TRIAL_REACH, _TRIAL_DEPTH = 640, 18, 8
"""Long side of the trial's picture; how far its band reaches out of the mask and into it, in pixels of that size."""
_EDGE = 2
"""Pixels of the trial beside the mask's edge whose softness is that of any edge."""
_MINGLED = 40
"""Levels between the trial's alpha and the mask from which on they disagree."""
_DEEP = 4
"""Pixels of the trial inside the mask's edge beyond which the subject's own texture looks mingled too: there alpha has
to be nearer the other side to disagree."""
_SOLID_SIDE, _SOLID = 13, 0.45
"""Where alpha contradicts the mask by this share within so wide a square, it took a thing for another: no hair."""
_LEAST = 12
"""Pixels of the trial that must disagree together; fewer are texture."""
_AROUND = 4
"""How far around such pixels the band reaches, in pixels of the trial, to hold the ends of hairs that it missed."""


def trimap(
    coverage: Bytes2D,
    pixels: NDArray[np.uint8],
    *,
    keep: Bytes2D | None,
    remove: Bytes2D | None,
    hair: Bytes2D | None = None,
    cancel: CancelToken,
) -> Bytes2D:
    """uint8 HxW: 0 ground, 255 subject, 128 unknown.

    coverage: mask uint8 HxW, 128 and more inside, soft at its edge.
    pixels:   RGB uint8 HxWx3.
    keep, remove: scribble maps uint8 HxW, 128 and more on a stroke; what they cover is known.
    hair:     the same, where matting shall decide whatever the mask says; strokes overrule it.
    Raises Cancelled between two pieces of work.
    """
    cancel.check()
    inside = _hard(coverage >= INSIDE)
    band = _around_edge(inside, max(_NARROWEST, round(max(coverage.shape) * _NARROW)))
    band |= (coverage > _SURE) & (coverage < 255 - _SURE)
    cancel.check()
    if band.any():
        wide = _mingled(coverage, pixels, cancel)
        band |= nearest(wide, size_of(coverage)) > 0
    if hair is not None:
        band |= hair >= INSIDE
    inside[band] = UNKNOWN
    nothing = np.zeros_like(coverage)
    return enforce(inside, nothing if keep is None else keep, nothing if remove is None else remove)


def _mingled(coverage: Bytes2D, pixels: NDArray[np.uint8], cancel: CancelToken) -> Bytes2D:
    """Where hair or fur is, 255 at the trial's size: there alpha is not what the mask says, though not at its edge."""
    size = size_of(coverage)
    size = size.fitted(_TRIAL_SIDE) if size.long_side > _TRIAL_SIDE else size
    inside = _hard(averaged(coverage, size) >= INSIDE)
    known_ground = _grown(inside, _TRIAL_REACH) == 0
    known_subject = _grown(_hard(inside == 0), _TRIAL_DEPTH) == 0
    searched = np.where(known_ground | known_subject, inside, np.uint8(UNKNOWN))
    given, seen = averaged(coverage, size), averaged(pixels, size)
    alpha = solve(seen, searched, given=given, doubted=np.full_like(given, 255), cancel=cancel, report=no_report)
    difference = _bytes(cv2.absdiff(alpha, inside))
    solid = _bytes(cv2.blur(difference, (_SOLID_SIDE, _SOLID_SIDE))) > 255 * _SOLID
    is_deep = _grown(_hard(inside == 0), _DEEP) == 0
    contradicted = difference > np.where(is_deep, np.uint8(INSIDE), np.uint8(_MINGLED))
    disagreed = _hard(contradicted & ~solid & ~_around_edge(inside, _EDGE))
    return _grown(_without_specks(disagreed), _AROUND)


def _without_specks(flags: Bytes2D) -> Bytes2D:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flags, connectivity=8)
    large = np.asarray(stats)[:, cv2.CC_STAT_AREA] >= _LEAST
    large[0] = False
    return _hard(large[cast(NDArray[np.int32], labels)])


def _around_edge(inside: Bytes2D, reach: int) -> NDArray[np.bool_]:
    """Where both inside and outside lie within so many pixels."""
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    return cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, square).reshape(inside.shape) > 0


def _grown(flags: Bytes2D, reach: int) -> Bytes2D:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return cast(Bytes2D, cv2.dilate(flags, disc)).reshape(flags.shape)


def _hard(flags: NDArray[np.bool_]) -> Bytes2D:
    return np.multiply(flags, 255, dtype=np.uint8)


def _bytes(array: NDArray[np.generic]) -> Bytes2D:
    return array.astype(np.uint8, copy=False)
