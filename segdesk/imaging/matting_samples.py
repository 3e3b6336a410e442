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

_RINGS = (8, 24)
"""Radii in pixels of the rings from which the nearest known pixels are asked for, besides from the pixel itself."""
_SPOKES = 4
_AT_ONCE = 1024
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
_Places = NDArray[np.intp]


class Prior(NamedTuple):
    """Where alpha is drawn to, 0..1, and how strongly, both float32 HxW."""

    alpha: _Floats
    pull: _Floats


class _Side(NamedTuple):
    """What is known of one side: the flat place of the nearest such pixel and the distance to it, for all pixels."""

    nearest: _Places
    distance: _Floats


class _Pairs(NamedTuple):
    """For N pixels and each pair of KxK samples: alpha and misfit, float32 NxKxK."""

    alpha: _Floats
    misfit: _Floats


def sampled(pixels: NDArray[np.uint8], trimap: Bytes2D, *, cancel: CancelToken) -> Prior:
    """The prior of a picture, RGB uint8 HxWx3; the trimap, uint8 HxW, holds at least one pixel of 0 and one of 255.

    Each unknown pixel tries all pairs of some known foreground and background colours. A pair's misfit is that of
    He, Rhemann, Rother, Tang, Sun, "A Global Sampling Method for Alpha Matting" (2011), equations 3 to 5. Alpha is the
    mean over pairs, weighted by misfit; that they disagree, or that none fits, lowers the trust.
    """
    prior = Prior((trimap == 255).astype(np.float32), np.zeros(trimap.shape, np.float32))
    sides = _side(trimap == 255), _side(trimap == 0)
    unknown = np.flatnonzero(trimap == 128)
    for start in range(0, len(unknown), _AT_ONCE):
        cancel.check()
        places = unknown[start : start + _AT_ONCE]
        pairs = _weighed(pixels, places, sides)
        prior.alpha.ravel()[places], prior.pull.ravel()[places] = _judged(pairs)
    return prior


def _side(known: NDArray[np.bool_]) -> _Side:
    distance, labels = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    labels = cast(NDArray[np.int32], labels)
    places = np.zeros(int(labels.max()) + 1, np.intp)
    places[labels[known]] = np.flatnonzero(known)
    return _Side(places[labels], cast(_Floats, distance))


def _weighed(pixels: NDArray[np.uint8], places: _Places, sides: tuple[_Side, _Side]) -> _Pairs:
    """Every pair of samples: its best alpha, and how far it stays from the pixel's colour and place."""
    (fore, fore_far), (back, back_far) = (_samples(pixels, places, side) for side in sides)
    along = np.matmul(fore, back.transpose(0, 2, 1))
    back_length = np.square(back).sum(axis=2)[:, None, :]
    length = np.square(fore).sum(axis=2)[:, :, None] + back_length - 2 * along
    towards = back_length - along
    alpha = np.clip(towards / np.maximum(length, 1), 0, 1)
    misfit = np.sqrt(np.maximum(back_length - alpha * (2 * towards - alpha * length), 0))
    misfit += fore_far[:, :, None]
    misfit += back_far[:, None, :]
    return _Pairs(alpha, misfit)


def _samples(pixels: NDArray[np.uint8], places: _Places, side: _Side) -> tuple[_Floats, _Floats]:
    """Colours of K samples less the pixel's own, NxKx3, and their distances over the least possible, NxK."""
    high, wide = side.nearest.shape
    rows, columns = (part[:, None] for part in np.divmod(places, wide))
    down, across = np.array(list(_offsets()), np.intp).T
    found = side.nearest[np.clip(rows + down, 0, high - 1), np.clip(columns + across, 0, wide - 1)]
    colours = pixels.reshape(-1, 3)
    offset = colours[found].astype(np.float32) - colours[places][:, None]
    found_rows, found_columns = np.divmod(found, wide)
    far = np.hypot(found_rows - rows, found_columns - columns) / side.distance.ravel()[places][:, None]
    return offset, far.astype(np.float32)


def _offsets() -> Iterator[tuple[int, int]]:
    """Places to ask from, symmetric about both axes."""
    yield 0, 0
    for ring, radius in enumerate(_RINGS):
        for spoke in range(_SPOKES):
            turn = 2 * np.pi * (spoke + ring / 2) / _SPOKES
            yield round(radius * np.sin(turn)), round(radius * np.cos(turn))


def _judged(pairs: _Pairs) -> tuple[_Floats, _Floats]:
    """Alpha and pull of N pixels."""
    count = len(pairs.alpha)
    alphas, misfits = pairs.alpha.reshape(count, -1), pairs.misfit.reshape(count, -1)
    least = misfits.min(axis=1)
    weights = np.exp((least[:, None] - misfits) * np.float32(1 / _TOLERANCE))
    weights /= weights.sum(axis=1, keepdims=True)
    mean, square = (np.einsum("nk,nk->n", weights, values) for values in (alphas, alphas * alphas))
    spread = np.maximum(square - mean * mean, 0)
    trust = _TRUST * np.exp(-spread / _SPREAD - np.square(least / _MISFIT)) + _FAINT
    # The ground is mostly seen all around a subject; what is like neither side is sooner the subject's.
    novel = _NOVEL_PULL * -np.expm1(-((least / _NOVEL) ** 4))
    pull = trust + novel
    return (trust * mean + novel) / pull, pull
