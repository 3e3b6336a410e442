"""Arrays at half their size; a large one is averaged anew wherever it is read, for it is seldom looked at."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

Pixels = NDArray[np.uint8]


class Halved:
    """Reads like a uint8 HxW or HxWxC array of half as many rows and columns, rounded up, a rectangle at a time."""

    def __init__(self, whole: Pixels) -> None:
        self.whole = whole
        height, width = whole.shape[:2]
        self.shape: tuple[int, ...] = ((height + 1) // 2, (width + 1) // 2, *whole.shape[2:])

    def __getitem__(self, place: tuple[slice, slice]) -> Pixels:
        """A rectangle of it, as an array of its own."""
        rows, columns = (part.indices(length)[:2] for part, length in zip(place, self.shape, strict=False))
        return halved(self.whole[2 * rows[0] : 2 * rows[1], 2 * columns[0] : 2 * columns[1]])

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> Pixels:
        """The whole of it, for numpy."""
        return np.asarray(halved(self.whole), dtype)


def halved(array: Pixels) -> Pixels:
    """Averages of two by two pixels; a last single row or column is averaged with itself."""
    # OpenCV is loaded with the first picture, not with the window.
    import cv2

    height, width = array.shape[:2]
    half = ((width + 1) // 2, (height + 1) // 2)
    if not array.size:
        return np.zeros((half[1], half[0], *array.shape[2:]), np.uint8)
    if height % 2 or width % 2:
        array = np.asarray(cv2.copyMakeBorder(array, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE), np.uint8)
    return np.asarray(cv2.resize(array, half, interpolation=cv2.INTER_AREA), np.uint8)
