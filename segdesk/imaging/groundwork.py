"""What matting starts from whatever the width of its band: found once, kept by who asks again and again."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D


@dataclass(frozen=True, eq=False)
class Groundwork:
    """All of one picture, mask and strokes, at one size.

    coverage: the mask cleared up, uint8 HxW.
    trimap:   uint8 HxW, with a band of the usual width.
    hold:     how strongly alpha is drawn to the coverage, float32 HxW.
    """

    coverage: Bytes2D
    trimap: Bytes2D
    hold: NDArray[np.float32]
