"""Closed outlines as complex numbers x + iy (y down), and the parts that rendered things are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Outline = NDArray[np.inexact[Any]]
Reals = NDArray[np.floating[Any]]
HOLE = -1


@dataclass(frozen=True)
class Part:
    """A filled outline, or with a `width` the line along it; `material` HOLE takes away what lies below."""

    outline: Outline
    material: int = 0
    width: float = 0.0
    is_closed: bool = False

    def moved(self, by: complex = 0, turn: complex = 1) -> Part:
        """The part turned and scaled about the origin by a complex factor, then shifted."""
        return Part(self.outline * turn + by, self.material, self.width * abs(turn), self.is_closed)


Parts = list[Part]


def turned(parts: Parts, by: complex = 0, turn: complex = 1) -> Parts:
    """All parts turned and scaled by `turn`, then shifted."""
    return [part.moved(by, turn) for part in parts]


def spin(degrees: float) -> complex:
    """The factor that turns by an angle."""
    return complex(np.exp(1j * np.radians(degrees)))


def angles(count: int) -> Reals:
    """Equally spaced angles of a full turn, in radians."""
    return np.arange(count) * (2 * np.pi / count)


def ellipse(centre: complex, rx: float, ry: float | None = None) -> Outline:
    """An ellipse along the axes; a circle without `ry`."""
    t = angles(40)
    return centre + rx * np.cos(t) + 1j * (rx if ry is None else ry) * np.sin(t)


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    """A rectangle."""
    return np.array([left + 1j * top, right + 1j * top, right + 1j * bottom, left + 1j * bottom])


def rounded(outline: Outline, share: float = 0.3) -> Outline:
    """The outline with its corners cut three times (Chaikin); `share` 0.05..0.4 is how much of a side is cut."""
    for cut in (share, 0.25, 0.25):
        after = np.roll(outline, -1)
        outline = np.stack([outline * (1 - cut) + after * cut, outline * cut + after * (1 - cut)], 1).ravel()
    return outline


def capsule(a: complex, b: complex, ra: float, rb: float | None = None) -> Outline:
    """A limb from `a` to `b` with round ends of two radii."""
    rb = ra if rb is None else rb
    along = (b - a) / max(abs(b - a), 1e-6)
    half = np.exp(1j * np.linspace(np.pi / 2, 3 * np.pi / 2, 9)) * along
    return np.concatenate([a + ra * half, b - rb * half])


def radial(radius: Reals) -> Outline:
    """The outline with these distances from the origin at equal angles."""
    return radius * np.exp(1j * angles(len(radius)))


def profile(heights: Reals, widths: Reals) -> Outline:
    """A solid of revolution seen from the side: half widths at rising or falling heights, smoothly joined."""
    t = np.linspace(0, len(heights) - 1, 60)
    knots = np.arange(len(heights))
    soft = (1 - np.cos((t % 1) * np.pi)) / 2 + np.floor(t)
    y, x = np.interp(t, knots, heights), np.interp(soft, knots, widths)
    return np.concatenate([x + 1j * y, (-x + 1j * y)[::-1]])


def curve(points: Outline, count: int = 40) -> Outline:
    """A smooth open line through points (Catmull-Rom)."""
    p = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, len(points) - 1 - 1e-9, count)
    i, s = t.astype(int), t % 1
    a, b, c, d = (p[i + k] for k in range(4))
    return 0.5 * (2 * b + (c - a) * s + (2 * a - 5 * b + 4 * c - d) * s**2 + (3 * b - a - 3 * c + d) * s**3)


def petal(length: float, breadth: float, tip: float = 1.0) -> Outline:
    """A leaf from the origin along x; `tip` above 1 moves its widest place to the end."""
    t = np.linspace(0, 1, 20)
    half = breadth / 2 * np.sin(np.pi * t**tip) ** 0.8
    return np.concatenate([length * t + 1j * half, (length * t - 1j * half)[::-1]])


def regular(corners: int, radius: float = 1.0, phase: float = 0.0) -> Outline:
    """A regular polygon."""
    return radius * np.exp(1j * (angles(corners) + phase))
