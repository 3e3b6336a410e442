"""What the prototype network is shown of a square picture and its prompts: 16 channels, float32 SxS.

They are part of the network: it was trained on exactly these, so every number here has to stay.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

CHANNELS = 16
_BINS = 16
_SPREAD = np.exp(-0.5 * (np.subtract.outer(np.arange(_BINS), np.arange(_BINS)) / 0.9) ** 2)
_SPREAD = (_SPREAD / _SPREAD.sum(axis=1, keepdims=True)).astype(np.float32)
_RARE = 3e-4
_FAR = 50.0
_SWEEPS = 7


class Cues:
    """A square picture, RGB uint8 SxSx3, and all that can be said of it before the first prompt."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._side = len(pixels)
        self._colours = (pixels.transpose(2, 0, 1).astype(np.float32) - 116) / 64
        lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab), np.uint8)
        self._cells = _cells(lab)
        self._everywhere = _histogram(self._cells)
        quarter = (self._side // 4, self._side // 4)
        small = np.asarray(cv2.resize(lab, quarter, interpolation=cv2.INTER_AREA), np.float32)
        self._ways = tuple(_ways(small, axis) for axis in (0, 1))

    def of(self, keep: Flags, remove: Flags, *, box: Flags | None, prior: Floats | None) -> Floats:
        """The channels for these prompts, SxS each, and the probability of the last mask: float32 16xSxS."""
        shown = np.zeros((CHANNELS, self._side, self._side), np.float32)
        shown[:3] = self._colours
        for number, marked in enumerate((keep, remove)):
            if marked.any():
                away = np.asarray(cv2.distanceTransform((~marked).astype(np.uint8), cv2.DIST_L2, 3), np.float32)
                shown[3 + number] = marked
                shown[5 + number] = np.exp(-away / (0.04 * self._side))
                shown[7 + number] = np.exp(-away / (0.25 * self._side))
        if keep.any() or remove.any():
            shown[9] = self._stroke_colours(keep, remove)
            shown[11:14] = self._nearness(keep, remove)
        region = box if prior is None else prior > 0.5
        if region is not None and region.any() and not region.all():
            shown[10] = self._ratio(_histogram(self._cells[region]), _histogram(self._cells[~region]))
        if box is not None:
            shown[14] = box
        if prior is not None:
            shown[15] = prior * 2 - 1
        return shown

    def _stroke_colours(self, keep: Flags, remove: Flags) -> Floats:
        kept = _histogram(self._cells[keep]) if keep.any() else self._everywhere
        gone = self._everywhere
        if remove.any():
            gone = np.asarray(0.75 * _histogram(self._cells[remove]) + 0.25 * self._everywhere, np.float32)
        return self._ratio(kept, gone)

    def _ratio(self, one: Floats, other: Floats) -> Floats:
        return (np.log((one + _RARE) / (other + _RARE)) * 0.4).astype(np.float32)[self._cells]

    def _nearness(self, keep: Flags, remove: Flags) -> list[Floats]:
        """How near each pixel is to what is kept, to what is removed, and to which of them more."""
        near, far = (self._distances(marked) for marked in (keep, remove))
        kept = np.exp(-0.8 * near) * keep.any()
        gone = np.exp(-0.8 * far) * remove.any()
        either = (far - near) / (far + near + 0.05) * (keep.any() and remove.any())
        square = (self._side, self._side)
        maps = (cv2.resize(small, square, interpolation=cv2.INTER_LINEAR) for small in (kept, gone, either))
        return [np.asarray(one, np.float32) for one in maps]

    def _distances(self, marked: Flags) -> Floats:
        """Ways through the picture on a quarter of its side: lines are swept to and fro until little changes."""
        quarter = self._side // 4
        small = np.asarray(cv2.resize(marked.astype(np.uint8) * 255, (quarter, quarter), interpolation=cv2.INTER_AREA))
        seeds = small > 40 if (small > 40).any() else small > 0
        field = np.where(seeds, np.float32(0), np.float32(_FAR))
        if not seeds.any():
            return field
        down, across = self._ways
        for _ in range(_SWEEPS):
            field = _swept(_swept(field, across, 1), down, 0)
        return field


def _cells(lab: Bytes2D) -> NDArray[np.int32]:
    """The colour cell of each pixel: 16 steps of lightness, 16 of six units each of both colour axes."""
    smooth = np.asarray(cv2.GaussianBlur(lab, (3, 3), 0), np.int32)
    first, second = (np.clip((smooth[..., axis] - 128) // 6 + 8, 0, _BINS - 1) for axis in (1, 2))
    return (smooth[..., 0] >> 4) * _BINS**2 + first * _BINS + second


def _histogram(cells: NDArray[np.int32]) -> Floats:
    """The share of each colour cell, a little spread to its neighbours, float32 of 16^3."""
    counts = np.bincount(cells.ravel(), minlength=_BINS**3).reshape(_BINS, _BINS, _BINS).astype(np.float32)
    for axis in range(3):
        counts = np.moveaxis(np.tensordot(_SPREAD, counts, (1, axis)), 0, axis)
    return counts.ravel() / np.float32(cells.size)


def _ways(small: Floats, axis: int) -> Floats:
    """How long the way from a line's start to each of its pixels is, along an axis; steps across edges are long."""
    steps = np.sqrt(np.square(np.diff(small, axis=axis)).sum(axis=-1))
    lengths = 0.012 + np.maximum(steps - 3, 0) / 35
    padding = [(1, 0) if number == axis else (0, 0) for number in range(2)]
    return np.pad(np.cumsum(lengths, axis=axis), padding).astype(np.float32)


def _swept(field: Floats, ways: Floats, axis: int) -> Floats:
    onwards = np.minimum.accumulate(field - ways, axis) + ways
    back = np.flip(np.minimum.accumulate(np.flip(field + ways, axis), axis), axis) - ways
    return np.minimum(onwards, back)
