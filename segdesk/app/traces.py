"""Lines of strokes with the points that tell at a scale, and cut to what is drawn: each point costs time."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import Stroke

Floats = NDArray[np.float64]

_LOOSE = 0.2
"""Device pixels that a thinned line may stray from the true one; nobody sees them."""
_PASSES = 6
"""Every pass drops every other point at most, so that one in 64 is left where the hand went straight."""


@dataclass(frozen=True, eq=False)
class Trace:
    """A stroke's line: a brush of `radii[i]` picture pixels at `points[i]`, changing evenly in between.

    spans: what each piece between two points covers, float64 (N-1)x4: left, top, right, bottom.
    """

    points: tuple[Point, ...]
    radii: tuple[float, ...]
    spans: Floats

    def pieces(self, box: Box | None) -> list["Trace"]:
        """What of it reaches into a box of the picture, in pieces that hang together; all of it without a box."""
        if box is None or len(self.points) < 3:
            return [self]
        left, top, right, bottom = self.spans.T
        meets = (left <= box.right) & (right >= box.left) & (top <= box.bottom) & (bottom >= box.top)
        turns = np.flatnonzero(np.diff(np.concatenate(([False], meets, [False])).astype(np.int8)))
        return [self._part(int(start), int(end)) for start, end in turns.reshape(-1, 2)]

    def _part(self, start: int, end: int) -> "Trace":
        """The pieces from one to before another, with the points at their ends."""
        return Trace(self.points[start : end + 1], self.radii[start : end + 1], self.spans[start:end])


class Traces:
    """The traces of the strokes that are shown, kept until their strokes go or another scale needs more points."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Stroke, int, Trace]] = {}

    def keep(self, shown: Iterable[object]) -> None:
        """Forget those of strokes that are not among what is shown."""
        wanted = {id(thing) for thing in shown}
        self._kept = {key: kept for key, kept in self._kept.items() if key in wanted}

    def of(self, stroke: Stroke, scale: float) -> Trace:
        """A stroke's trace for a view at so many device pixels per picture pixel."""
        octave, kept = math.ceil(math.log2(scale)), self._kept.get(id(stroke))
        if kept is not None and kept[1] == octave:
            return kept[2]
        made = trace(stroke, _LOOSE / 2.0**octave)
        self._kept[id(stroke)] = stroke, octave, made
        return made


def trace(stroke: Stroke, tolerance: float) -> Trace:
    """A stroke without the points that the line passes within so many picture pixels anyway, its width included."""
    line = np.column_stack((np.array(stroke.points, np.float64), np.array(stroke.widths, np.float64)))
    for _ in range(_PASSES):
        kept = _needed(line, tolerance / _PASSES)
        if kept.all():
            break
        line = line[kept]
    reach = line[:, 2:]
    low, high = line[:, :2] - reach, line[:, :2] + reach
    spans = np.hstack((np.minimum(low[:-1], low[1:]), np.maximum(high[:-1], high[1:])))
    places = tuple(Point(x, y) for x, y in line[:, :2].tolist())
    return Trace(places, tuple(line[:, 2].tolist()), spans)


def _needed(line: Floats, tolerance: float) -> NDArray[np.bool_]:
    """Which points to keep of a line of x, y, radius: of every other one those that stand out from their neighbours."""
    before, middle, after = line[:-2:2], line[1:-1:2], line[2::2]
    along, away = after - before, middle - before
    length = np.maximum((along[:, :2] ** 2).sum(1), 1e-12)
    share = ((away[:, :2] * along[:, :2]).sum(1) / length).clip(0, 1)
    off = away - share[:, None] * along
    kept = np.ones(len(line), np.bool_)
    kept[1:-1:2] = np.hypot(off[:, 0], off[:, 1]) + np.abs(off[:, 2]) > tolerance
    return kept
