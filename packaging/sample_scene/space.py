"""Vectors, the camera and small sampled fields: the geometry that every part of the scene shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]


def vector(*values: float) -> Floats:
    """A 3x1 column."""
    return np.array(values, np.float32).reshape(3, 1)


def normalised(v: Floats) -> Floats:
    """Columns of `v` at length one."""
    return v / np.maximum(np.sqrt((v * v).sum(0, keepdims=True)), 1e-9)


def dot(a: Floats, b: Floats) -> Floats:
    """Column by column, shape N."""
    return (a * b).sum(0)


def smoothstep(low: float, high: float, x: Floats) -> Floats:
    """0 below `low`, 1 above `high`, a cubic between; `low` may exceed `high`."""
    s = np.clip((x - low) / (high - low), 0, 1)
    return s * s * (3 - 2 * s)


def smooth_curve(knots: Floats, count: int) -> Floats:
    """`count` points on the Catmull-Rom spline through `knots` (Kx2 or Kx3)."""
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    at = np.linspace(0, len(knots) - 1, count, dtype=np.float32)
    i = np.minimum(at.astype(int), len(knots) - 2)
    s = (at - i)[:, None]
    a, b, c, d = (padded[i + k] for k in range(4))
    return 0.5 * (2 * b + (c - a) * s + (2 * a - 5 * b + 4 * c - d) * s**2 + (3 * b - a - 3 * c + d) * s**3)


@dataclass(frozen=True)
class Camera:
    """A pinhole at `eye` looking at `target`; `span` is the height seen at the target's distance."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    span: float
    width: int
    height: int

    def _axes(self) -> tuple[Floats, Floats, Floats, float]:
        reach = vector(*self.target) - vector(*self.eye)
        ahead = normalised(reach)
        right = normalised(np.cross(ahead, vector(0, 1, 0), axis=0).astype(np.float32))
        up = np.cross(right, ahead, axis=0).astype(np.float32)
        return right, up, ahead, self.height / self.span * float(np.linalg.norm(reach))

    def rays(self, x: Floats, y: Floats) -> Floats:
        """Unit directions 3xN through the picture points (x, y) in pixels."""
        right, up, ahead, focal = self._axes()
        return normalised(ahead + right * ((x - self.width / 2) / focal) - up * ((y - self.height / 2) / focal))

    def project(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Picture x, y in pixels and the distance from the eye, each of shape N."""
        right, up, ahead, focal = self._axes()
        v = points - vector(*self.eye)
        depth = dot(v, ahead)
        x = self.width / 2 + focal * dot(v, right) / depth
        y = self.height / 2 - focal * dot(v, up) / depth
        return x, y, np.sqrt(dot(v, v))


@dataclass(frozen=True)
class Field:
    """Values on a regular grid, read between its nodes. Node [row, column] lies at origin + step * (column, row)."""

    values: Floats
    origin: tuple[float, float]
    step: float

    def read(self, u: Floats, v: Floats) -> tuple[Floats, Floats]:
        """Bilinear values at (u, v), and the squared distance by which (u, v) lies outside the grid."""
        rows, columns = self.values.shape
        x, y = (u - self.origin[0]) / self.step, (v - self.origin[1]) / self.step
        cx, cy = np.clip(x, 0, columns - 1.001), np.clip(y, 0, rows - 1.001)
        outside = ((x - cx) ** 2 + (y - cy) ** 2) * self.step**2
        i, j = cx.astype(np.int32), cy.astype(np.int32)
        fx, fy = cx - i, cy - j
        at = j * columns + i
        flat = self.values.ravel()
        upper = flat[at] + (flat[at + 1] - flat[at]) * fx
        lower = flat[at + columns] + (flat[at + columns + 1] - flat[at + columns]) * fx
        return upper + (lower - upper) * fy, outside


def distance_field(curve: Floats, corner: tuple[float, float], far: tuple[float, float], step: float) -> Field:
    """Unsigned distance to a polyline (Kx2), on a grid from `corner` to `far`."""
    u, v = np.meshgrid(np.arange(corner[0], far[0], step), np.arange(corner[1], far[1], step))
    best = np.full(u.shape, np.inf)
    for a, b in zip(curve[:-1].astype(float), curve[1:].astype(float), strict=True):
        ab = b - a
        s = np.clip(((u - a[0]) * ab[0] + (v - a[1]) * ab[1]) / max(float(ab @ ab), 1e-12), 0, 1)
        np.minimum(best, (u - a[0] - s * ab[0]) ** 2 + (v - a[1] - s * ab[1]) ** 2, out=best)
    return Field(np.sqrt(best).astype(np.float32), corner, step)
