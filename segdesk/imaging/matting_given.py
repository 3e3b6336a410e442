"""How strongly alpha is drawn to the coverage that an engine gave: beside its edge, and where colours tell little."""

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D

_BESIDE, _FAR, _DOUBTED = 0.1, 0.02, 0.025
"""The pull beside the given edge where colours tell the sides apart, far from it, and where it is doubted."""
_NEAR = 4
"""Pixels from the edge at which the pull beside it has fallen e times."""
_WINDOW = 31
"""Side of the square whose colours on either side are compared, in pixels."""
_ALIKE = 2.0
"""How many times the pull grows when the sides' mean colours differ by no more than each side's own colours do."""
_GRAIN: Final = np.float32(30)
"""Squared levels that colours may differ by without telling anything."""
_SOME: Final = np.float32(1e-3)
"""Share of a window below which a side counts as not seen there."""

_Floats = NDArray[np.float32]


class _Colours(NamedTuple):
    """Of one side around each pixel: the mean, float32 HxWx3, and how far colours lie from it, squared, HxW."""

    mean: _Floats
    variance: _Floats


def held(pixels: NDArray[np.uint8], given: Bytes2D, doubted: Bytes2D) -> _Floats:
    """The pull towards a coverage, uint8 HxW of a picture, RGB uint8 HxWx3: float32 HxW, beside those of samples.

    doubted: uint8 HxW, 128 and more where the coverage may be wrong even beside its edge, and is held on to a little.
    """
    edge = cv2.morphologyEx(_hard(given), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    far = cv2.distanceTransform(cv2.bitwise_not(edge), cv2.DIST_L2, cv2.DIST_MASK_5)
    # Where there is no edge at all OpenCV tells the largest number there is.
    beside = np.exp(-np.square(_floats(far).clip(0, 20 * _NEAR) / _NEAR)) * (1 + _ALIKE * _likeness(pixels, given))
    return np.where(doubted >= INSIDE, np.float32(_DOUBTED), _floats(_FAR + (_BESIDE - _FAR) * beside))


def _likeness(pixels: NDArray[np.uint8], given: Bytes2D) -> _Floats:
    """Variance of the colours on both sides over the squared distance of their means."""
    share = given * np.float32(1 / 255)
    colours = pixels.astype(np.float32)
    subject, ground = _seen(colours, share), _seen(colours, 1 - share)
    apart = np.square(subject.mean - ground.mean).sum(axis=2)
    return (subject.variance + ground.variance + _GRAIN) / (apart + _GRAIN)


def _seen(colours: _Floats, share: _Floats) -> _Colours:
    square = (_WINDOW, _WINDOW)
    weight = _floats(cv2.blur(share, square)) + _SOME
    mean = _floats(cv2.blur(colours * share[:, :, None], square) / weight[:, :, None])
    lengths = _floats(np.square(colours).sum(axis=2))
    length = _floats(cv2.blur(lengths * share, square) / weight)
    own = _floats(np.square(mean).sum(axis=2))
    return _Colours(mean, np.maximum(length - own, np.float32(0)))


def _hard(coverage: Bytes2D) -> Bytes2D:
    return np.multiply(coverage >= INSIDE, 255, dtype=np.uint8)


def _floats(array: NDArray[np.generic]) -> _Floats:
    return array.astype(np.float32, copy=False)
