"""A mask worked out from a picture and the same subject on white, for services that show no transparency."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D

_WHITE: Final = 255.0
_TOO_WHITE: Final = 16.0
"""Levels from white, over all channels together, below which a pixel looks the same inside and outside."""


def coverage(picture: NDArray[np.uint8], shown: NDArray[np.uint8]) -> Bytes2D:
    """How far each pixel belongs to the subject, uint8 HxW; `picture` RGB and `shown` in any form, of the same size.

    shown = a * picture + (1 - a) * 255 is solved for a by least squares over the channels. Pixels of the picture that
    are white themselves tell nothing and take the value of the nearest one that does.
    """
    rgb = np.dstack([shown] * 3) if shown.ndim == 2 else shown[:, :, :3]
    own, seen = _WHITE - picture.astype(np.float32), _WHITE - rgb.astype(np.float32)
    power = (own * own).sum(axis=2)
    share = (own * seen).sum(axis=2) / np.maximum(power, 1.0)
    is_telling = power > _TOO_WHITE * _TOO_WHITE
    found = np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)
    if is_telling.all() or not is_telling.any():
        return found
    return found[is_telling][_nearest(is_telling)]


def _nearest(is_telling: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For every pixel the number, in reading order among the telling ones, of the telling one nearest to it."""
    blank = np.where(is_telling, 0, 255).astype(np.uint8)
    _, found = cv2.distanceTransformWithLabels(blank, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(found, np.intp)
    numbers = np.zeros(labels.max() + 1, np.intp)
    numbers[labels[is_telling]] = np.arange(np.count_nonzero(is_telling))
    return numbers[labels]
