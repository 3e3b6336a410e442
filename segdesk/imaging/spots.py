"""Parts of a mask to point at: what `clearing` finds, as plain values that anyone may hold."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Spots:
    """All separate parts, or all holes: how large they are, and where they lie in a picture some times smaller.

    areas:  pixels each, of the picture, the largest first.
    at:     int32 hxw, 0 where none is, else one more than its place in `areas`; the smallest where several meet.
    boxes:  int32 nx4, top, bottom, left and right of each in pixels of the picture.
    factor: how many times smaller.
    """

    areas: NDArray[np.int32]
    boxes: NDArray[np.int32]
    at: NDArray[np.int32]
    factor: int
