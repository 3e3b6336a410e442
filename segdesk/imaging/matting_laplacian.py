"""The matting Laplacian of a small rectangle, applied without ever being written down, and the descent to its minimum.

It measures how badly alpha is a linear function of colour within each square of 3x3 pixels. Leaves to `matting` which
rectangles are worked on, where they start from and what else pulls at them.
"""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

_COUNT = 9
_FLATNESS = 0.015
"""Variance of colour, in squared levels, added to every direction: below it a square is too flat to say anything."""
_CALM = 1e-9
"""Squared length of the residual per pixel at which more steps would not change a byte."""
_STRAIGHT = 1e-6
"""Curvature along a way of length 1 below which it is lost in rounding."""


class Laplacian:
    """The operator for colours, RGB uint8 HxWx3, each side 3 or more; squares lie wholly inside.

    Levin, Lischinski, Weiss, "A Closed-Form Solution to Natural Image Matting" (2008), equation 12; applied by sums
    over squares as in He, Sun, Tang, "Fast Matting Using Large Kernel Matting Laplacian Matrices" (2010), algorithm 1.
    """

    def __init__(self, colours: Pixels) -> None:
        # Around zero these are whole numbers whose sums below stay under 2^24, so float32 holds them exactly.
        self._colours = colours.transpose(2, 0, 1).astype(np.float32) - np.float32(128)
        high, wide = colours.shape[:2]
        self._inside = np.zeros((high, wide), np.float32)
        self._inside[1:-1, 1:-1] = 1
        self._covered = _sums(self._inside[None])[0]
        sums = _sums(self._colours)
        self._means = sums / np.float32(_COUNT)
        self._inverse = self._inverted(sums)

    def _inverted(self, sums: Floats) -> list[Floats]:
        """Rows of each square's inverse covariance, over the count of its pixels; zero where no square is."""
        pairs = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
        products = _sums(np.stack([self._colours[one] * self._colours[other] for one, other in pairs]))
        spread = [
            (product * _COUNT - sums[one] * sums[other]).astype(np.float64) / _COUNT**2
            for product, (one, other) in zip(products, pairs, strict=True)
        ]
        rr, gg, bb = (variance + _FLATNESS / _COUNT for variance in spread[:3])
        rg, rb, gb = spread[3:]
        first = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
        second, last = (rr * bb - rb * rb, rb * rg - rr * gb), rr * gg - rg * rg
        determinant = rr * first[0] + rg * first[1] + rb * first[2]
        # Outermost rows and columns hold cut sums, of which anything may come.
        scale = self._inside / (_COUNT * np.where(self._inside > 0, determinant, 1))
        rows = (first, (first[1], *second), (first[2], second[1], last))
        return [np.stack([cofactor * scale for cofactor in row]).astype(np.float32) for row in rows]

    def models(self, alpha: Floats) -> Floats:
        """For every pixel the a (three numbers) and b of alpha = a . colour + b, its squares' mean: float32 4xHxW."""
        return _sums(self._fitted(alpha)) / np.maximum(self._covered, 1)

    def explained(self, models: Floats) -> Floats:
        """What such models make of these colours."""
        return _dot(models[:3], self._colours) + models[3]

    def applied(self, alpha: Floats) -> Floats:
        """The gradient of half the badness at this alpha."""
        return self._covered * alpha - self.explained(_sums(self._fitted(alpha)))

    def _fitted(self, alpha: Floats) -> Floats:
        sums = _sums(np.concatenate((self._colours * alpha, alpha[None])))
        joint = sums[:3] - self._means * sums[3]
        models = np.empty_like(sums)
        np.multiply(self._inverse[0], joint[0], out=models[:3])
        models[:3] += self._inverse[1] * joint[1]
        models[:3] += self._inverse[2] * joint[2]
        np.multiply(sums[3], self._inside * np.float32(1 / _COUNT), out=models[3])
        models[3] -= _dot(models[:3], self._means)
        return models


def descended(laplacian: Laplacian, start: Floats, prior: Floats, *, pull: Floats, free: Floats, steps: int) -> Floats:
    """The alpha after so many steps of conjugate gradients from a start; only where `free` is 1, elsewhere 0, it moves.

    What shrinks is the Laplacian's badness plus pull . (alpha - prior)^2. All float32 HxW.
    """
    alpha = start.copy()
    residual = _floats((pull * (prior - alpha) - laplacian.applied(alpha)) * free)
    way = residual.copy()
    power = _inner(residual, residual)
    for _ in range(steps):
        if power <= _CALM * alpha.size:
            break
        bend = _floats((laplacian.applied(way) + pull * way) * free)
        curvature = _inner(way, bend)
        if curvature <= _STRAIGHT * _inner(way, way):
            break
        length = np.float32(power / curvature)
        alpha += length * way
        residual -= length * bend
        before, power = power, _inner(residual, residual)
        way *= np.float32(power / before)
        way += residual
    return alpha


def _sums(planes: Floats) -> Floats:
    """Sums over 3x3 of each plane of float32 NxHxW.

    The planes are filtered as one tall picture: what leaks from one into the next meets only outermost rows, where no
    square has its centre.
    """
    count, high, wide = planes.shape
    tall = planes.reshape(count * high, wide)
    summed = cv2.boxFilter(tall, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return cast(Floats, summed).reshape(count, high, wide)


def _dot(ones: Floats, others: Floats) -> Floats:
    products = ones * others
    return products[0] + products[1] + products[2]


def _inner(one: Floats, other: Floats) -> float:
    return float(np.vdot(one, other))


def _floats(array: NDArray[np.generic]) -> Floats:
    return array.astype(np.float32, copy=False)
