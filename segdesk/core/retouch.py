"""Strokes of the retouch brush: paint on the finished alpha, which no engine and no setting may undo."""

from dataclasses import dataclass, replace
from typing import Self

from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import Polarity, check_radii


@dataclass(frozen=True)
class RetouchStroke:
    """One gesture of a round brush: keep brings alpha up to the picture's own pixels, remove takes it away.

    Where it crosses itself it is no stronger.
    radius:   picture pixels, above 0.
    radii:    as a stroke's, where a pen's pressure made the brush smaller.
    hardness: 0..1, the share of the radius up to which the brush works in full; 1 has a smooth rim of one pixel.
    opacity:  0..1, how far alpha comes towards full or nothing.
    Raises ValueError for what lies beyond these ranges, or for a stroke without a point.
    """

    polarity: Polarity
    radius: float
    points: tuple[Point, ...]
    hardness: float = 1.0
    opacity: float = 1.0
    radii: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        shares = 0 <= self.hardness <= 1 and 0 <= self.opacity <= 1
        if not (shares and 0 < self.radius < float("inf") and self.points):
            raise ValueError(f"no brush paints like this: {self}")
        check_radii(self.radii, self.radius, len(self.points))

    @property
    def flipped(self) -> Self:
        """The same paint, adding what it erased or the other way round."""
        return replace(self, polarity=self.polarity.opposite)

    @property
    def bounds(self) -> Box:
        """Everything the brush touched, its rim included, unclipped."""
        return Box.around(self.points).grown(max(self.radii, default=self.radius) + 0.5)
