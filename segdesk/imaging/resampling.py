"""One door to OpenCV's resize that keeps type and dimensions, also of sides of one pixel and single channels."""

from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Size

Number = TypeVar("Number", np.uint8, np.int32, np.float32)


def averaged(array: NDArray[Number], size: Size) -> NDArray[Number]:
    """HxW or HxWxC at a smaller size, each pixel the mean of those it covers."""
    return _resized(array, size, cv2.INTER_AREA)


def interpolated(array: NDArray[Number], size: Size) -> NDArray[Number]:
    """HxW or HxWxC at a larger size, linear between pixel centres."""
    return _resized(array, size, cv2.INTER_LINEAR)


def nearest(array: NDArray[Number], size: Size) -> NDArray[Number]:
    """HxW or HxWxC at any size, each pixel one of the old ones."""
    return _resized(array, size, cv2.INTER_NEAREST)


def _resized(array: NDArray[Number], size: Size, how: int) -> NDArray[Number]:
    if array.shape[:2] == (size.height, size.width):
        return array
    small = cast(NDArray[Number], cv2.resize(array, size, interpolation=how))
    return small.reshape(size.height, size.width, *array.shape[2:])
