"""The matting Laplacian of a small rectangle, applied without ever being written down, and the descent to its minimum.

It measures how badly alpha is a linear function of colour within each square of 3x3 pixels. Leaves to `matting` which
rectangles are worked on, where they start from and what else pulls at them.
"""

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
        self._share = self._inside * np.float32(1 / _COUNT)
        self._mixed, self._models = np.empty((2, 4, high, wide), np.float32)
        self._product = np.empty((3, high, wide), np.float32)

    def _inverted(self, sums: Floats) -> Floats:
        """Rows of each square's inverse covariance, over the count of its pixels; zero where no square is."""
        pairs = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
        products = _sums(np.stack([self._colours[one] * self._colours[other] for one, other in pairs]))
        spread = np.empty(products.shape)
        for into, product, (one, other) in zip(spread, products, pairs, strict=True):
            product *= _COUNT
            product -= sums[one] * sums[other]
            into[:] = product
            into /= _COUNT**2
        spread[:3] += _FLATNESS / _COUNT
        rr, gg, bb, rg, rb, gb = spread
        first = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
        second, last = (rr * bb - rb * rb, rb * rg - rr * gb), rr * gg - rg * rg
        determinant = rr * first[0] + rg * first[1] + rb * first[2]
        # Outermost rows and columns hold cut sums, of which anything may come.
        determinant[self._inside == 0] = 1
        scale = self._inside / (_COUNT * determinant)
        rows = (first, (first[1], *second), (first[2], second[1], last))
        inverse = np.empty((3, *sums.shape), np.float32)
        for place, row in enumerate(rows):
            for column, cofactor in enumerate(row):
                inverse[place, column] = cofactor * scale
        return inverse

    def models(self, alpha: Floats) -> Floats:
        """For every pixel the a (three numbers) and b of alpha = a . colour + b, its squares' mean: float32 4xHxW."""
        return self._summed(alpha) / np.maximum(self._covered, 1)

    def explained(self, models: Floats) -> Floats:
        """What such models make of these colours."""
        return _dot(models[:3], self._colours, out=self._product) + models[3]

    def applied(self, alpha: Floats) -> Floats:
        """The gradient of half the badness at this alpha."""
        gradient = self._covered * alpha
        gradient -= self.explained(self._summed(alpha))
        return gradient

    def _summed(self, alpha: Floats) -> Floats:
        """For every pixel the models of its squares that explain this alpha best, added up; good until asked again."""
        mixed, models, product = self._mixed, self._models, self._product
        np.multiply(self._colours, alpha, out=mixed[:3])
        mixed[3] = alpha
        sums = _sums(mixed, out=models)
        joint = np.multiply(self._means, sums[3], out=product)
        joint = np.subtract(sums[:3], joint, out=joint)
        slopes = np.multiply(self._inverse[0], joint[0], out=mixed[:3])
        for row, part in zip(self._inverse[1:], joint[1:], strict=True):
            slopes += np.multiply(row, part, out=models[:3])
        offset = np.multiply(models[3], self._share, out=mixed[3])
        offset -= _dot(slopes, self._means, out=product)
        return _sums(mixed, out=models)


def descended(laplacian: Laplacian, start: Floats, prior: Floats, *, pull: Floats, free: Floats, steps: int) -> Floats:
    """The alpha after so many steps of conjugate gradients from a start; only where `free` is 1, elsewhere 0, it moves.

    What shrinks is the Laplacian's badness plus pull . (alpha - prior)^2. All float32 HxW.
    """
    alpha = start.copy()
    residual = prior - alpha
    residual *= pull
    residual -= laplacian.applied(alpha)
    residual *= free
    way, step = residual.copy(), np.empty_like(residual)
    power = _inner(residual, residual)
    for _ in range(steps):
        if power <= _CALM * alpha.size:
            break
        bend = laplacian.applied(way)
        bend += np.multiply(pull, way, out=step)
        bend *= free
        curvature = _inner(way, bend)
        if curvature <= _STRAIGHT * _inner(way, way):
            break
        length = np.float32(power / curvature)
        alpha += np.multiply(way, length, out=step)
        residual -= np.multiply(bend, length, out=bend)
        before, power = power, _inner(residual, residual)
        way *= np.float32(power / before)
        way += residual
    return alpha


def _sums(planes: Floats, out: Floats | None = None) -> Floats:
    """Sums over 3x3 of each plane of float32 NxHxW.

    The planes are filtered as one tall picture: what leaks from one into the next meets only outermost rows, where no
    square has its centre.
    """
    count, high, wide = planes.shape
    tall = planes.reshape(count * high, wide)
    summed = np.empty_like(tall) if out is None else out.reshape(tall.shape)
    cv2.boxFilter(tall, -1, (3, 3), dst=summed, normalize=False, borderType=cv2.BORDER_CONSTANT)
    return summed.reshape(count, high, wide)


def _dot(ones: Floats, others: Floats, *, out: Floats) -> Floats:
    """The sum of three products, in the first plane of `out`."""
    np.multiply(ones, others, out=out)
    total = out[0]
    total += out[1]
    total += out[2]
    return total


def _inner(one: Floats, other: Floats) -> float:
    return float(np.vdot(one, other))
