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
_NOTHING = 1e-6
"""Share of all weight below which a part is as good as empty."""


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
        return _shared(np.bincount(labels.ravel(), weights.ravel(), len(self.colours)))

    def shares_of(self, places: NDArray[np.int32]) -> NDArray[np.float64] | None:
        """The same of pixels by their labels alone, all of one weight: faster for strokes, which are few pixels."""
        return _shared(np.bincount(places, minlength=len(self.colours)))


def _shared(counts: NDArray[np.float64] | NDArray[np.intp]) -> NDArray[np.float64] | None:
    total = counts.sum()
    return counts / total if total > 0 else None


def log_density(colours: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log density of a mixture of Gaussians fitted to weighted colours: Nx3 and N values to N values.

    The parts are found by splitting the widest along its main axis (Orchard and Bouman, "Color quantization of
    images", 1991), then by moving each colour to its likeliest part a few times.
    """
    terms = _terms(colours - colours.mean(axis=0))
    part_of = np.zeros(len(colours), np.intp)
    for part in range(1, _PARTS):
        _split_widest(terms, _Parts.of(terms, shares, part_of), part_of, part)
    densities = _Parts.of(terms, shares, part_of).densities(terms)
    for _ in range(_ROUNDS):
        densities = _Parts.of(terms, shares, densities.argmax(axis=0)).densities(terms)
    return np.logaddexp.reduce(densities, axis=0)


def _terms(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """1, each value and each product of two values, 13xN: sums of these are moments, and weighed sums log densities.

    Colours have to lie around 0, or the products would cost precision.
    """
    products = colours[:, :, None] * colours[:, None, :]
    return np.vstack((np.ones(len(colours)), colours.T, products.reshape(-1, 9).T))


@dataclass(frozen=True, eq=False)
class _Parts:
    """The parts of a mixture: P shares, means Px3, and covariances Px3x3 widened by the grain."""

    shares: NDArray[np.float64]
    means: NDArray[np.float64]
    covariances: NDArray[np.float64]

    @classmethod
    def of(cls, terms: NDArray[np.float64], shares: NDArray[np.float64], part_of: NDArray[np.intp]) -> Self:
        """The parts to which weighted colours were given."""
        weights = np.zeros((_PARTS, len(shares)))
        weights[part_of, np.arange(len(shares))] = shares
        moments = weights @ terms.T
        totals = moments[:, 0].copy()
        moments /= np.maximum(totals, _NOTHING)[:, None]
        means = moments[:, 1:4]
        spread = moments[:, 4:].reshape(-1, 3, 3) - means[:, :, None] * means[:, None, :]
        return cls(totals, means, spread + np.eye(3) * _GRAIN)

    def densities(self, terms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log of share times Gaussian density, PxN; without the constant all parts have alike."""
        present = self.shares > _NOTHING
        precision = np.linalg.inv(self.covariances[present])
        slope = (precision @ self.means[present, :, None])[..., 0]
        height = np.log(self.shares[present]) - np.linalg.slogdet(self.covariances[present])[1] / 2
        height -= (slope * self.means[present]).sum(axis=1) / 2
        found = np.full((_PARTS, terms.shape[1]), -np.inf)
        found[present] = np.column_stack((height, slope, precision.reshape(-1, 9) / -2)) @ terms
        return found


def _split_widest(terms: NDArray[np.float64], parts: _Parts, part_of: NDArray[np.intp], new: int) -> None:
    """Give the half of the widest part that lies beyond its mean a number of its own."""
    widths, axes = np.linalg.eigh(parts.covariances)
    widest = int(np.argmax(parts.shares * widths[:, -1]))
    axis = axes[widest][:, -1]
    part_of[(part_of == widest) & (axis @ terms[1:4] > axis @ parts.means[widest])] = new
