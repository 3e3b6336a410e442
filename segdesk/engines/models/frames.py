"""How a picture lies in what a model sees, on the way in and on the way back."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Point, Size
from segdesk.engines.models.onnxfile import Element, Tensor
from segdesk.engines.models.recognition import is_channels_last
from segdesk.imaging.resampling import averaged, interpolated

MEAN: Final = (0.485, 0.456, 0.406)
SPREAD: Final = (0.229, 0.224, 0.225)
"""Mean and standard deviation of ImageNet's colours, red, green and blue, by which nearly all models were trained."""
DEFAULT_SIDE: Final = 1024
"""The side of a square that a model sees when its file leaves it open."""

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Frame:
    """A canvas with the picture in its upper left corner, scaled from its own `size` to `inner`."""

    size: Size
    inner: Size
    canvas: Size

    @classmethod
    def padded(cls, size: Size, canvas: Size) -> "Frame":
        """As large as it fits in; the rest stays empty."""
        scale = min(canvas.width / size.width, canvas.height / size.height)
        inner = Size(
            min(max(1, round(size.width * scale)), canvas.width), min(max(1, round(size.height * scale)), canvas.height)
        )
        return cls(size, inner, canvas)

    @classmethod
    def stretched(cls, size: Size, canvas: Size) -> "Frame":
        """Over the whole canvas, whatever becomes of its shape."""
        return cls(size, canvas, canvas)

    def place(self, point: Point) -> Point:
        """Where on the canvas a place of the picture lies."""
        return Point(point.x * self.inner.width / self.size.width, point.y * self.inner.height / self.size.height)

    def shown(self, pixels: Pixels) -> Pixels:
        """The picture at its inner size, RGB uint8 HxWx3."""
        across = averaged if self.inner.width <= self.size.width else interpolated
        down = averaged if self.inner.height <= self.size.height else interpolated
        return down(across(pixels, Size(self.inner.width, self.size.height)), self.inner)

    def lowered(self, coverage: Bytes2D, grid: Size) -> Floats:
        """Coverage of the picture, uint8 HxW, on a coarser grid over the canvas: 0..1, NaN beyond the picture."""
        inner = self._inner_of(grid)
        small = averaged(coverage, inner).astype(np.float32) / 255
        lowered = np.full((grid.height, grid.width), np.nan, np.float32)
        lowered[: inner.height, : inner.width] = small
        return lowered

    def raised(self, values: Floats, size: Size) -> Floats:
        """What a grid over the canvas says about the picture, float32 at this size, linear between its centres."""
        high, wide = values.shape
        # Pixel centres lie at +0.5 on both sides.
        across = wide * self.inner.width / (self.canvas.width * size.width)
        down = high * self.inner.height / (self.canvas.height * size.height)
        way = np.array(((across, 0, across / 2 - 0.5), (0, down, down / 2 - 0.5)))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(values, way, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)

    def _inner_of(self, grid: Size) -> Size:
        width = round(grid.width * self.inner.width / self.canvas.width)
        height = round(grid.height * self.inner.height / self.canvas.height)
        return Size(max(1, width), max(1, height))


def shares(logits: Floats) -> Floats:
    """Logits as probabilities, 0..1."""
    return np.float32(1) / (np.float32(1) + np.exp(-np.clip(logits, -30, 30)))


def canvas_of(image: Tensor, default: Size) -> Size:
    """The sides a model's picture has; those that its file leaves open are the default's."""
    height, width = image.sides[:2] if is_channels_last(image) else image.sides[2:4]
    return Size(width or default.width, height or default.height)


def tensor_of(
    pixels: Pixels, image: Tensor, canvas: Size, *, mean: tuple[float, ...], spread: tuple[float, ...]
) -> Floats:
    """The picture as a model takes it, on an empty canvas: HxWx3 of 0..255, or 1x3xHxW less the mean, by the spread.

    A model that takes bytes, or colours last, sees to their mean by itself.
    """
    high, wide = pixels.shape[:2]
    levels: Floats = pixels.astype(np.float32)
    if not is_channels_last(image) and image.element is not Element.UINT8:
        levels = (levels / np.float32(255) - np.array(mean, np.float32)) / np.array(spread, np.float32)
    placed = np.pad(levels, ((0, canvas.height - high), (0, canvas.width - wide), (0, 0)))
    return placed if is_channels_last(image) else np.ascontiguousarray(placed.transpose(2, 0, 1)[None])
