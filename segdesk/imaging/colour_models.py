"""What colours a region has: the picture's palette, and mixtures of Gaussians over it."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_CELLS = 32
_LIGHTNESS_STEP, _COLOUR_STEP = 100 / _CELLS, 6.0
"""Sides of a palette cell in CIE Lab."""
_PARTS = 5
_ROUNDS = 3
_GRAIN = 1.0
"""Variance that every Gaussian has at least, in Lab units squared: the grain of a flat colour."""


@dataclass(frozen=True, eq=False)
class Palette:
    """The picture's colours gathered into the cells of a grid.

    colours: mean CIE Lab of each occupied cell, float64 Nx3. labels: the cell of each pixel, int32 HxW.
    """

    colours: NDArray[np.float64]
    labels: NDArray[np.int32]

    @classmethod
    def of(cls, lab: Floats) -> Self:
        """The palette of a picture in CIE Lab, float32 HxWx3."""
        steps = np.array((_LIGHTNESS_STEP, _COLOUR_STEP, _COLOUR_STEP), np.float32)
        middle = np.array((0, _CELLS / 2, _CELLS / 2), np.float32)
        places = np.clip(lab / steps + middle, 0, _CELLS - 1).astype(np.int32).reshape(-1, 3)
        keys = (places[:, 0] * _CELLS + places[:, 1]) * _CELLS + places[:, 2]
        counts = np.bincount(keys, minlength=_CELLS**3)
        occupied = np.flatnonzero(counts)
        numbers = np.zeros(_CELLS**3, np.int32)
        numbers[occupied] = np.arange(occupied.size)
        labels = numbers[keys]
        sums = [np.bincount(labels, lab[..., channel].ravel(), occupied.size) for channel in range(3)]
        return cls(np.stack(sums, axis=1) / counts[occupied, None], labels.reshape(lab.shape[:2]))

    def shares(self, labels: NDArray[np.int32], weights: Floats) -> NDArray[np.float64] | None:
        """How a weighted region (both HxW) spreads over the palette, N values that sum to 1; None where it is empty."""
        counts = np.bincount(labels.ravel(), weights.ravel(), len(self.colours))
        total = counts.sum()
        return counts / total if total > 0 else None


def log_density(colours: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log density of a mixture of Gaussians fitted to weighted colours: Nx3 and N values to N values.

    The parts are found by splitting the widest along its main axis (Orchard and Bouman, "Color quantization of
    images", 1991), then by moving each colour to its likeliest part a few times.
    """
    part_of = np.zeros(len(colours), np.intp)
    for part in range(1, _PARTS):
        _split_widest(colours, shares, part_of, part)
    densities = _part_densities(colours, shares, part_of)
    for _ in range(_ROUNDS):
        densities = _part_densities(colours, shares, densities.argmax(axis=0))
    return np.logaddexp.reduce(densities, axis=0)


def _split_widest(
    colours: NDArray[np.float64], shares: NDArray[np.float64], part_of: NDArray[np.intp], new: int
) -> None:
    """Give the half of the widest part that lies beyond its mean a number of its own."""
    spreads = [_moments(colours, shares * (part_of == part)) for part in range(new)]
    widths = [share * np.linalg.eigvalsh(covariance)[-1] for share, _, covariance in spreads]
    widest = int(np.argmax(widths))
    _, mean, covariance = spreads[widest]
    axis = np.linalg.eigh(covariance)[1][:, -1]
    part_of[(part_of == widest) & ((colours - mean) @ axis > 0)] = new


def _part_densities(
    colours: NDArray[np.float64], shares: NDArray[np.float64], part_of: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Log of share times Gaussian density, for each part and colour; without the constant all parts have alike."""
    densities = np.full((_PARTS, len(colours)), -np.inf)
    for part in range(_PARTS):
        share, mean, covariance = _moments(colours, shares * (part_of == part))
        if share > 0:
            away = colours - mean
            distance = np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away, optimize=True)
            densities[part] = np.log(share) - np.linalg.slogdet(covariance)[1] / 2 - distance / 2
    return densities


def _moments(
    colours: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Total weight, mean and covariance, the latter widened by the grain."""
    total = float(weights.sum())
    if total <= 1e-6:
        return 0.0, np.zeros(3), np.eye(3) * _GRAIN
    mean = weights @ colours / total
    away = colours - mean
    return total, mean, (away * weights[:, None]).T @ away / total + np.eye(3) * _GRAIN
