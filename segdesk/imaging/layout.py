"""A cutout cropped, scaled and put on its canvas, and where in a picture anything of it is to be seen."""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.exporting import Placement
from segdesk.core.geometry import Box

_Pixels = NDArray[np.uint8]


def content(alpha: Bytes2D) -> Box:
    """The smallest box around all that is not wholly transparent; empty where there is nothing."""
    left, top, width, height = cv2.boundingRect(alpha)
    return Box(left, top, left + width, top + height)


def placed(colours: _Pixels, alpha: Bytes2D, place: Placement) -> tuple[_Pixels, Bytes2D]:
    """Colours RGB uint8 HxWx3 and alpha uint8 HxW at their place, as large as the placement says; 0 around them."""
    left, top, right, bottom = map(round, place.source)
    colours, alpha = colours[top:bottom, left:right], alpha[top:bottom, left:right]
    if place.is_scaled:
        colours, alpha = _scaled(colours, alpha, (round(place.target.width), round(place.target.height)))
    width, height = place.size
    if alpha.shape == (height, width):
        return colours, alpha
    left, top, right, bottom = map(round, place.target)
    sides = (top, height - bottom, left, width - right)
    return _bytes(_framed(colours, sides)), _bytes(_framed(alpha, sides))


def _framed(array: MatLike, sides: tuple[int, int, int, int]) -> MatLike:
    return cv2.copyMakeBorder(array, *sides, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))


def _scaled(colours: _Pixels, alpha: Bytes2D, size: tuple[int, int]) -> tuple[_Pixels, Bytes2D]:
    """To width and height, each colour counted as much as it is opaque: what is hidden does not bleed into the rim."""
    is_smaller = size[0] < alpha.shape[1]
    how = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    share = cv2.merge([alpha] * 3).astype(np.uint16)
    weighted = cv2.resize(colours * share, size, interpolation=how)
    total = cv2.resize(share * 255, size, interpolation=how)
    shown = cv2.divide(weighted, total, scale=255, dtype=cv2.CV_8U)
    plain = cv2.resize(colours, size, interpolation=how)
    opacity = cv2.resize(alpha, size, interpolation=how)
    return np.where((opacity > 0)[:, :, None], _bytes(shown), _bytes(plain)), _bytes(opacity)


def _bytes(array: MatLike) -> _Pixels:
    return np.asarray(array, np.uint8)
