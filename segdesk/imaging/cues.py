"""What the network is told about a square view of the picture, channel by channel; the same in training and in use.

The network's weights belong to exactly these channels: whoever changes them trains anew and counts `VERSION` up.
"""

from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Size
from segdesk.imaging.geodesic import FAR, Terrain
from segdesk.imaging.resampling import interpolated

VERSION = 1
CHANNELS = 18
"""0..2 colour; 3, 4 keep and remove strokes; 5..8 nearness to either, close by and in the wide; 9, 10 log likelihood
ratio of the colour by strokes and by region; 11..13 ways to either and which is shorter; 14 box; 15 prior; 16, 17 how
far and how strange each pixel is from the border."""
KEEP, REMOVE, BOX, PRIOR = 3, 4, 14, 15

_GRID = 64
_CLOSE, _WIDE = 0.04, 0.25
"""Reach of nearness, in sides of the view."""
_BINS = 16
_STEPS = np.array((16, 6, 6), np.int32)
_BIN_BLUR = 0.9
_RARE = 3e-4
"""Share of a colour that counts as never seen."""
_RATIO_SCALE = 0.4
_WAY_SCALE = 0.8
_SOFT = 0.05
_REMEMBERED = 0.75
"""How much of the background's colours come from remove strokes, the rest from the whole view."""
_BORDER = 0.03

Floats = NDArray[np.float32]
Bytes2D = NDArray[np.uint8]
Bins = NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Hints:
    """The prompts in a view of side S: keep and remove strokes and box, uint8 SxS of 0 and 1; prior float32 SxS, 0..1.

    A box or prior that is absent is None.
    """

    keep: Bytes2D
    remove: Bytes2D
    box: Bytes2D | None = None
    prior: Floats | None = None

    @classmethod
    def nothing(cls, side: int) -> Self:
        """No prompt at all: the main subject is asked for."""
        return cls(np.zeros((side, side), np.uint8), np.zeros((side, side), np.uint8))

    def with_prior(self, prior: Floats | None) -> "Hints":
        return replace(self, prior=prior)


@dataclass(frozen=True, eq=False)
class View:
    """All that is known of a square view of side S before any prompt, in as little memory as it is soon told from.

    bins: the number of each pixel's colour bin, SxS. shares: how the colours spread over the bins.
    way: how far each pixel is from the border, float32 SxS. strangeness: how little each bin is of the border's.
    """

    pixels: Bytes2D
    bins: Bins
    shares: Floats
    terrain: Terrain
    way: Floats
    strangeness: Floats

    @classmethod
    def of(cls, pixels: NDArray[np.uint8]) -> Self:
        """Look at a view, RGB uint8 SxSx3."""
        side = pixels.shape[0]
        lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2Lab), np.uint8)
        bins = _bins(np.asarray(cv2.GaussianBlur(lab, (3, 3), 0), np.uint8))
        shares = _shares(bins, None)
        # 8-bit Lab stretches lightness by 2.55.
        terrain = Terrain.of(lab.astype(np.float32) * np.array((100 / 255, 1, 1), np.float32), _GRID)
        border = _border(side)
        [way] = terrain.distances(border.astype(np.bool_))
        return cls(pixels, bins, shares, terrain, way, _ratio(shares, _shares(bins, border)))

    def told(self, hints: Hints) -> Floats:
        """Every channel, float32 CHANNELSxSxS."""
        side = self.bins.shape[0]
        channels = np.zeros((CHANNELS, side, side), np.float32)
        channels[:3] = self.pixels.transpose(2, 0, 1)
        channels[:3] -= 116
        channels[:3] /= 64
        channels[16] = 1 - np.exp(-_WAY_SCALE * self.way)
        channels[17] = self.strangeness[self.bins]
        strokes = (hints.keep, hints.remove)
        present = [bool(drawn.any()) for drawn in strokes]
        for place, drawn in enumerate(strokes):
            if present[place]:
                channels[3 + place] = drawn
                away = np.asarray(cv2.distanceTransform(1 - drawn, cv2.DIST_L2, 3), np.float32)
                cv2.exp(away * np.float32(-1 / (_CLOSE * side)), channels[5 + place])
                cv2.exp(away * np.float32(-1 / (_WIDE * side)), channels[7 + place])
        if any(present):
            channels[9] = self._stroke_ratio(hints, present)[self.bins]
            self._tell_ways(channels, strokes, present)
        self._tell_region(channels, hints)
        return channels

    def _stroke_ratio(self, hints: Hints, present: list[bool]) -> Floats:
        inside = _shares(self.bins, hints.keep) if present[0] else self.shares
        outside = self.shares
        if present[1]:
            outside = _REMEMBERED * _shares(self.bins, hints.remove) + (1 - _REMEMBERED) * self.shares
        return _ratio(inside, outside.astype(np.float32, copy=False))

    def _tell_ways(self, channels: Floats, strokes: tuple[Bytes2D, Bytes2D], present: list[bool]) -> None:
        known = [drawn.astype(np.bool_) for drawn, there in zip(strokes, present, strict=True) if there]
        found = iter(self.terrain.grid_distances(*known))
        ways = [next(found) if there else np.full((_GRID, _GRID), FAR, np.float32) for there in present]
        size = Size(channels.shape[2], channels.shape[1])
        for place in np.flatnonzero(present):
            channels[11 + place] = interpolated(np.exp(-_WAY_SCALE * ways[place]).astype(np.float32, copy=False), size)
        if all(present):
            keep, remove = ways
            nearer = (remove - keep) / (remove + keep + _SOFT)
            channels[13] = interpolated(nearer.astype(np.float32, copy=False), size)

    def _tell_region(self, channels: Floats, hints: Hints) -> None:
        region = hints.box
        if hints.box is not None:
            channels[BOX] = hints.box
        if hints.prior is not None:
            channels[PRIOR] = hints.prior * 2 - 1
            region = (hints.prior > 0.5).astype(np.uint8)
        if region is not None and region.any() and not region.all():
            channels[10] = _ratio(_shares(self.bins, region), _shares(self.bins, 1 - region))[self.bins]


def _bins(lab: NDArray[np.uint8]) -> Bins:
    """The number of each pixel's colour bin, uint16 SxS, from 8-bit Lab."""
    lightness, green_red, blue_yellow = cv2.split(lab)
    values = np.arange(256, dtype=np.int32)
    steps = (
        (values // _STEPS[0]) * _BINS * _BINS,
        np.clip((values - 128) // _STEPS[1] + _BINS // 2, 0, _BINS - 1) * _BINS,
        np.clip((values - 128) // _STEPS[2] + _BINS // 2, 0, _BINS - 1),
    )
    tables = [table.astype(np.uint16) for table in steps]
    return tables[0][lightness] + tables[1][green_red] + tables[2][blue_yellow]


def _spread() -> Floats:
    steps = np.subtract.outer(np.arange(_BINS), np.arange(_BINS)) / _BIN_BLUR
    spread = np.exp(-0.5 * np.square(steps)).astype(np.float32)
    return spread / spread.sum(axis=1, keepdims=True)


_SPREAD = _spread()


def _shares(bins: Bins, region: Bytes2D | None) -> Floats:
    """How the colours of a region (uint8 SxS, 0 and 1; None for all) spread over the bins, blurred, summing to 1."""
    chosen = bins.ravel() if region is None else bins[region > 0]
    counts = np.bincount(chosen, minlength=_BINS**3).astype(np.float32).reshape(_BINS, _BINS, _BINS)
    counts = (_SPREAD @ counts.reshape(_BINS, -1)).reshape(counts.shape)
    return (np.matmul(_SPREAD, counts) @ _SPREAD.T).ravel() / np.float32(max(chosen.size, 1))


def _ratio(inside: Floats, outside: Floats) -> Floats:
    """The scaled log likelihood ratio of each bin."""
    return np.log((inside + np.float32(_RARE)) / (outside + np.float32(_RARE))) * np.float32(_RATIO_SCALE)


def _border(side: int) -> Bytes2D:
    width = max(1, round(_BORDER * side))
    border = np.ones((side, side), np.uint8)
    border[width:-width, width:-width] = 0
    return border
