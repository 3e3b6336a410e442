"""The line of a retouch stroke whose radius changes along it, and how strongly it paints around itself.

Each segment is a disc that goes from one point to the next and changes its size evenly, and as evenly the width over
which its rim fades. Of a pixel counts how deep it lies in that of the discs in which it lies deepest.
"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.lines import straightened
from segdesk.core.retouch import RetouchStroke
from segdesk.imaging.strips import Strip

SLACK = 1 / 1024
"""How far a line may be straightened, as a share of its fading rim: too little for half a level."""
THINNEST = 0.5
"""Canvas pixels of radius; a thinner brush paints as wide as this and as much fainter."""
_STEEPEST = 0.999
"""Change of radius per pixel of way; from 1 on the one disc holds the other, and both are looked at as they are."""
_ROUNDS = 3
"""Looks for the deepest disc; each about doubles the digits that are right."""

_Floats = NDArray[np.float64]


class TaperedLine(NamedTuple):
    """A stroke as segments on the canvas: float64 Nx4 of x, y, outer radius and fade of each one's ends."""

    starts: _Floats
    ends: _Floats
    strength: float

    @classmethod
    def of(cls, stroke: RetouchStroke, scale: float) -> Self:
        radii = np.maximum(np.array(stroke.radii, np.float64) * scale, THINNEST)
        fades = radii * (1 - stroke.hardness) + 1
        points = np.array(stroke.points, np.float64) * scale
        line = np.column_stack((points, radii + 0.5, fades))
        line = line[straightened(line[:, :3], SLACK * float(fades.min()))]
        starts, ends = (line[:-1], line[1:]) if len(line) > 1 else (line, line)
        return cls(starts, ends, stroke.opacity * min(stroke.radius * scale / THINNEST, 1))

    @property
    def outer(self) -> float:
        """The largest distance from the line at which anything is painted."""
        return float(max(self.starts[:, 2].max(), self.ends[:, 2].max()))

    def near(self, square: Strip) -> "Self | None":
        """What of the line paints in a square, or None where nothing does."""
        reaches = self._away(square) - np.maximum(self.starts[:, 2], self.ends[:, 2]) < _reach(square)
        return self._replace(starts=self.starts[reaches], ends=self.ends[reaches]) if reaches.any() else None

    def facing(self, square: Strip) -> "Self":
        """All of it: what is nearest need not paint most."""
        return self

    def fills(self, square: Strip) -> bool:
        """Whether every pixel of a square is painted in full."""
        full = np.minimum(self.starts[:, 2] - self.starts[:, 3], self.ends[:, 2] - self.ends[:, 3])
        return bool((self._away(square) + _reach(square) <= full).any())

    def on(self, part: Strip) -> Bytes2D:
        """The strength in a part, uint8."""
        x, y = np.arange(part.left, part.right) + 0.5, (np.arange(part.top, part.bottom) + 0.5)[:, None]
        most = np.zeros((part.bottom - part.top, part.right - part.left))
        for start, end in zip(self.starts, self.ends, strict=True):
            np.maximum(most, _depth(x - start[0], y - start[1], start, end), out=most)
        np.minimum(most, 1, out=most)
        return np.rint(most * most * (3 - 2 * most) * (255 * self.strength)).astype(np.uint8)

    def _away(self, square: Strip) -> _Floats:
        """From each segment's middle line to a square's middle."""
        middle = np.array([(square.left + square.right) / 2, (square.top + square.bottom) / 2])
        way, to = self.ends[:, :2] - self.starts[:, :2], middle - self.starts[:, :2]
        share = np.clip((to * way).sum(axis=1) / np.maximum((way * way).sum(axis=1), 1e-12), 0, 1)
        return np.hypot(*(to - share[:, None] * way).T)


def _reach(square: Strip) -> float:
    return (square.bottom - square.top) * 0.7072


def _depth(right: _Floats, down: _Floats, start: _Floats, end: _Floats) -> _Floats:
    """How deep places lie in a segment's deepest disc, as shares of its rim: below 0 outside, from 1 on in full.

    right, down: from the segment's start. A disc's depth is (outer - distance) / fade, all three of which change along
    the segment. The largest such ratio is found as in Dinkelbach, "On nonlinear fractional programming" (1967): the
    disc at which outer - distance - depth * fade is largest lies where the place is seen at the angle of a cone's side.
    """
    (across, along), (growth, spread) = end[:2] - start[:2], end[2:] - start[2:]
    length = float(np.hypot(across, along))
    depth = (start[2] - np.hypot(right, down)) / start[3]
    np.maximum(depth, (end[2] - np.hypot(right - across, down - along)) / end[3], out=depth)
    if length < THINNEST * SLACK:
        return depth
    forward = (right * across + down * along) / length
    aside = np.abs(right * along - down * across) / length
    for _ in range(_ROUNDS if spread else 1):
        slope = np.clip((growth - depth * spread) / length, -_STEEPEST, _STEEPEST)
        share = np.clip((forward + aside * slope / np.sqrt(1 - slope * slope)) / length, 0, 1)
        away = np.hypot(forward - share * length, aside)
        np.maximum(depth, (start[2] + share * growth - away) / (start[3] + share * spread), out=depth)
    return depth
