"""All that the local engine learns of a picture once, whatever is asked of it later."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Size
from segdesk.imaging.colour_models import Palette
from segdesk.imaging.cut import contrast_channels
from segdesk.imaging.geodesic import Terrain
from segdesk.imaging.resampling import averaged, nearest

WORKING_SIDE = 448
"""Long side of the working copy in pixels."""
_COARSE_SIDE = 256


@dataclass(frozen=True, eq=False)
class Level:
    """The picture at one size: the palette cell of each pixel, int32 HxW, and what outlines follow, uint8 HxWx2."""

    labels: NDArray[np.int32]
    channels: NDArray[np.uint8]

    @property
    def size(self) -> Size:
        height, width = self.labels.shape
        return Size(width, height)

    def shrunk(self, long_side: int) -> "Level":
        """The same at a smaller size."""
        size = self.size.fitted(long_side)
        return Level(nearest(self.labels, size), averaged(self.channels, size))


@dataclass(frozen=True, eq=False)
class Features:
    """What is known of a picture.

    pixels: the working copy, RGB uint8 HxWx3. scale: its pixels per picture pixel. fine: the working copy as the
    mathematics see it; coarse: the same, smaller, for finding one's way.
    """

    pixels: NDArray[np.uint8]
    scale: float
    palette: Palette
    terrain: Terrain
    fine: Level
    coarse: Level


def extract_features(pixels: NDArray[np.uint8]) -> Features:
    """Look at a picture, RGB uint8 HxWx3 at full size, once for all prompts to come."""
    size = Size(pixels.shape[1], pixels.shape[0])
    working = averaged(pixels, size.fitted(WORKING_SIDE))
    lab = np.asarray(cv2.cvtColor(working.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab), np.float32)
    palette = Palette.of(lab)
    fine = Level(palette.labels, contrast_channels(lab))
    scale = max(working.shape[:2]) / size.long_side
    return Features(working, scale, palette, Terrain.of(lab), fine, fine.shrunk(_COARSE_SIDE))
