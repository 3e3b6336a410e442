"""A first alpha for each unknown pixel, from known colours around that could mix to its own, and how far to trust it.

Leaves to `matting` what alpha becomes when neighbours have their say.
"""

from collections.abc import Iterator
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.work import CancelToken
from segdesk.imaging.matting_parts import UNKNOWN

_RINGS = (8, 24)
"""Radii in pixels of the rings from which the nearest known pixels are asked for, besides from the pixel itself."""
_SPOKES = 4
_AT_ONCE = 512
"""Pixels whose pairs are weighed together; their tables stay in the processor's cache."""
_TOLERANCE = 4.0
"""Levels of misfit by which a pair weighs e times less than the best one."""
_TRUST = 0.03
"""How strongly the surest estimate pulls, beside the Laplacian's own diagonal of about 6."""
_SPREAD = 0.03
"""Variance of alpha among the good pairs at which trust falls e times."""
_MISFIT = 6.0
"""Misfit of the best pair at which trust falls e times."""
_NOVEL, _NOVEL_PULL = 20.0, 1e-3
"""Misfit from which a colour counts as seen on neither side, and how strongly it then pulls towards the subject."""
_FAINT = 1e-9
"""The least pull, so that averages weighted by pulls exist."""

_Floats = NDArray[np.float32]
_Places = NDArray[np.int32]


class Prior(NamedTuple):
    """Where alpha is drawn to, 0..1, how strongly, and how strongly to what coverage was given: all float32 HxW."""

    alpha: _Floats
    pull: _Floats
    hold: _Floats


class _Side(NamedTuple):
    """What is known of one side: the flat place of the nearest such pixel and the distance to it, for all pixels."""

    nearest: _Places
    distance: _Floats


class _Pairs(NamedTuple):
    """For each of KxK pairs of samples and N pixels: alpha and misfit, float32 K*KxN."""

    alpha: _Floats
    misfit: _Floats


def sampled(pixels: NDArray[np.uint8], trimap: Bytes2D, *, cancel: CancelToken) -> Prior:
    """The prior of a picture, RGB uint8 HxWx3; the trimap, uint8 HxW, holds at least one pixel of 0 and one of 255.

    Each unknown pixel tries all pairs of some known foreground and background colours. A pair's misfit is that of
    He, Rhemann, Rother, Tang, Sun, "A Global Sampling Method for Alpha Matting" (2011), equations 3 to 5. Alpha is the
    mean over pairs, weighted by misfit; that they disagree, or that none fits, lowers the trust.
    """
    nothing = np.zeros(trimap.shape, np.float32)
    prior = Prior((trimap == 255).astype(np.float32), nothing.copy(), nothing)
    sides = _side(trimap == 255), _side(trimap == 0)
    unknown = np.flatnonzero(trimap == UNKNOWN).astype(np.int32)
    for start in range(0, len(unknown), _AT_ONCE):
        cancel.check()
        places = unknown[start : start + _AT_ONCE]
        prior.alpha.ravel()[places], prior.pull.ravel()[places] = _judged(_weighed(pixels, places, sides))
    return prior


def _side(known: NDArray[np.bool_]) -> _Side:
    distance, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = cast(NDArray[np.int32], labels)
    places = np.zeros(int(labels.max()) + 1, np.int32)
    places[labels[known]] = np.flatnonzero(known)
    return _Side(places[labels], cast(_Floats, distance))


def _weighed(pixels: NDArray[np.uint8], places: _Places, sides: tuple[_Side, _Side]) -> _Pairs:
    """Every pair of samples: its best alpha, and how far it stays from the pixel's colour and place."""
    (fore, fore_far), (back, back_far) = (_samples(pixels, places, side) for side in sides)
    fore, fore_far = fore[:, :, None], fore_far[:, None]
    along = fore[0] * back[0]
    along += fore[1] * back[1]
    along += fore[2] * back[2]
    back_length = np.square(back).sum(axis=0)
    towards = back_length - along
    length = np.square(fore).sum(axis=0) - along
    length += towards
    alpha = towards / np.maximum(length, 1)
    np.clip(alpha, 0, 1, out=alpha)
    length *= alpha
    towards *= 2
    towards -= length
    towards *= alpha
    misfit = np.subtract(back_length, towards, out=towards)
    np.sqrt(np.maximum(misfit, 0, out=misfit), out=misfit)
    misfit += fore_far
    misfit += back_far
    return _Pairs(alpha.reshape(-1, len(places)), misfit.reshape(-1, len(places)))


def _samples(pixels: NDArray[np.uint8], places: _Places, side: _Side) -> tuple[_Floats, _Floats]:
    """Colours of K samples less the pixel's own, 3xKxN, and their distances over the least possible, KxN."""
    high, wide = side.nearest.shape
    rows, columns = np.divmod(places, np.int32(wide))
    down, across = np.array(list(_offsets()), np.int32).T[:, :, None]
    asked = np.clip(rows + down, 0, high - 1) * np.int32(wide) + np.clip(columns + across, 0, wide - 1)
    found = side.nearest.ravel()[asked]
    colours = pixels.reshape(-1, 3)
    offset = colours[found].transpose(2, 0, 1).astype(np.float32, order="C")
    offset -= colours[places].T[:, None]
    found_rows = found // np.int32(wide)
    found_columns = found - found_rows * np.int32(wide)
    far = np.square((found_rows - rows).astype(np.float32))
    far += np.square((found_columns - columns).astype(np.float32))
    np.sqrt(far, out=far)
    far /= side.distance.ravel()[places]
    return offset, far


def _offsets() -> Iterator[tuple[int, int]]:
    """Places to ask from, symmetric about both axes."""
    yield 0, 0
    for ring, radius in enumerate(_RINGS):
        for spoke in range(_SPOKES):
            turn = 2 * np.pi * (spoke + ring / 2) / _SPOKES
            yield round(radius * np.sin(turn)), round(radius * np.cos(turn))


def _judged(pairs: _Pairs) -> tuple[_Floats, _Floats]:
    """Alpha and pull of N pixels."""
    alphas, misfits = pairs
    least = misfits.min(axis=0)
    weights = np.subtract(least, misfits, out=misfits)
    weights *= np.float32(1 / _TOLERANCE)
    np.exp(weights, out=weights)
    total = weights.sum(axis=0)
    weights *= alphas
    mean = weights.sum(axis=0) / total
    weights *= alphas
    spread = np.maximum(weights.sum(axis=0) / total - mean * mean, 0)
    trust = _TRUST * np.exp(-spread / _SPREAD - np.square(least / _MISFIT)) + _FAINT
    # The ground is mostly seen all around a subject; what is like neither side is sooner the subject's.
    novel = _NOVEL_PULL * -np.expm1(-((least / _NOVEL) ** 4))
    pull = trust + novel
    return (trust * mean + novel) / pull, pull
