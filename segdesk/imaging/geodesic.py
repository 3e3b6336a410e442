"""How far a way through the picture is when every step costs the colour change it crosses.

Leaves to `segmentation` where ways start and what their lengths mean.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Size
from segdesk.imaging.resampling import averaged, interpolated

Floats = NDArray[np.float32]

FAR = np.float32(50.0)
"""The distance where no way leads: longer than any way that is found."""

_LONG_SIDE = 100
_CROSSING = 0.75
"""What walking the long side costs on even ground."""
_NOISE, _EDGE = 1.0, 30.0
"""Lab differences between neighbouring cells: grain up to the first is free, each of the second costs 1."""
_SWEEPS = 5


@dataclass(frozen=True, eq=False)
class Terrain:
    """A small grid over the picture with the cost of each step to the right, HxW-1, and down, H-1xW."""

    right: Floats
    down: Floats

    @classmethod
    def of(cls, lab: Floats, long_side: int = _LONG_SIDE) -> Self:
        """The terrain of a picture in CIE Lab, float32 HxWx3, on a grid of at most `long_side` cells a side."""
        small = averaged(lab, Size(lab.shape[1], lab.shape[0]).fitted(long_side))
        even = np.float32(_CROSSING / max(small.shape[:2]))
        return cls(even + _rise(small, axis=1), even + _rise(small, axis=0))

    @property
    def size(self) -> Size:
        return Size(self.down.shape[1], self.right.shape[0])

    def roughened(self, evidence: Floats, weight: float) -> "Terrain":
        """The same terrain where a step also costs `weight` times the change of `evidence` (any HxW) across it.

        After Bai and Sapiro, "A geodesic framework for fast interactive image and video segmentation" (ICCV 2007).
        """
        ground = self.shrunk(evidence) * np.float32(weight)
        return Terrain(self.right + np.abs(np.diff(ground, axis=1)), self.down + np.abs(np.diff(ground, axis=0)))

    def shrunk(self, field: Floats) -> Floats:
        """A float32 map of the picture averaged down to the grid."""
        return averaged(field, self.size)

    def distances(self, *starts: NDArray[np.bool_]) -> list[Floats]:
        """For each map of starts, bool HxW of one size, the length of the shortest way to it, float32 in that size."""
        size = Size(starts[0].shape[1], starts[0].shape[0])
        return [interpolated(length, size) for length in self.grid_distances(*starts)]

    def grid_distances(self, *starts: NDArray[np.bool_]) -> list[Floats]:
        """The same on the grid.

        Ways run along rows and columns. Each sweep relaxes whole lines: with C the running sum of steps along a line,
        min over i <= j of D[i] + C[j] - C[i] is C[j] plus the running minimum of D - C.
        """
        lengths = np.stack([self._seeded(start) for start in starts])
        across = _running_sum(self.right, axis=1)
        along = _running_sum(self.down, axis=0)
        for _ in range(_SWEEPS):
            lengths = _relaxed(lengths, across, axis=2)
            lengths = _relaxed(lengths, along, axis=1)
        # Running sums leave lengths a rounding error short of 0.
        return list(np.maximum(lengths, 0))

    def _seeded(self, start: NDArray[np.bool_]) -> Floats:
        share = self.shrunk(start.astype(np.float32))
        # A thin stroke covers no cell well, so its best cells stand for it.
        enough = min(0.3, float(share.max()) / 2)
        return np.where((share > enough) & (share > 0), np.float32(0), FAR)


def _rise(lab: Floats, axis: int) -> Floats:
    change = np.sqrt(np.square(np.diff(lab, axis=axis)).sum(axis=-1))
    return np.maximum(change - _NOISE, 0, dtype=np.float32) / np.float32(_EDGE)


def _running_sum(steps: Floats, axis: int) -> Floats:
    """From n - 1 steps, the n places along each line, the first at 0."""
    before = [(0, 0), (0, 0)]
    before[axis] = (1, 0)
    return np.pad(np.cumsum(steps, axis=axis, dtype=np.float32), before)


def _relaxed(lengths: Floats, places: Floats, axis: int) -> Floats:
    forth = np.minimum.accumulate(lengths - places, axis=axis) + places
    back = np.flip(np.minimum.accumulate(np.flip(lengths + places, axis), axis=axis), axis) - places
    return np.minimum(forth, back)
