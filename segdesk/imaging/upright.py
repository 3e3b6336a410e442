"""The eight ways a camera may have been held, as EXIF tells them, taken back."""

import cv2
import numpy as np
from numpy.typing import NDArray

AS_STORED = 1
TURNED = (5, 6, 7, 8)
"""Those that make width of height."""


def upright(array: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """The array turned as EXIF says (TIFF 6.0, tag 274); an unknown orientation leaves it as it is."""
    match orientation:
        case 2:
            turned = cv2.flip(array, 1)
        case 3:
            turned = cv2.rotate(array, cv2.ROTATE_180)
        case 4:
            turned = cv2.flip(array, 0)
        case 5:
            turned = cv2.transpose(array)
        case 6:
            turned = cv2.rotate(array, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            turned = cv2.flip(cv2.transpose(array), -1)
        case 8:
            turned = cv2.rotate(array, cv2.ROTATE_90_COUNTERCLOCKWISE)
        case _:
            return array
    return np.asarray(turned, np.uint8)
