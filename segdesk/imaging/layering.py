"""What a layered file is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D


@dataclass(frozen=True, eq=False)
class Layer:
    """One subject's colours, RGB uint8 HxWx3, and how opaque they are, uint8 HxW.

    is_masked: what is hidden is worth keeping, behind a mask that can still be painted on.
    """

    name: str
    colours: NDArray[np.uint8]
    alpha: Bytes2D
    is_masked: bool = True
