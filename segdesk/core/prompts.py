"""What the designer said about the subject: strokes, regions, boxes, scribble maps, or simply "find it"."""

from dataclasses import dataclass, fields, replace
from enum import Enum
from functools import cached_property
from typing import Self, cast

import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Box, Point


class Polarity(Enum):
    """Whether a prompt marks what stays or what goes."""

    KEEP = "keep"
    REMOVE = "remove"

    @property
    def opposite(self) -> "Polarity":
        return Polarity.REMOVE if self is Polarity.KEEP else Polarity.KEEP


@dataclass(frozen=True)
class Stroke:
    """One brush gesture: a round brush of `radius` picture pixels drawn along `points`. A click has one point.

    radii: the brush at each point, above 0 and up to `radius`, where a pen's pressure made it smaller; in between it
           changes evenly. Empty where it is as large throughout. Raises ValueError for radii beyond that.
    """

    polarity: Polarity
    radius: float
    points: tuple[Point, ...]
    radii: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_radii(self.radii, self.radius, len(self.points))

    @property
    def flipped(self) -> Self:
        """The same stroke, saying the opposite."""
        return replace(self, polarity=self.polarity.opposite)

    @cached_property
    def bounds(self) -> Box:
        """Everything the brush touched, unclipped."""
        return Box.around(self.points).grown(max(self.radii, default=self.radius))

    @property
    def widths(self) -> tuple[float, ...]:
        """The brush's radius at each point."""
        return self.radii or (self.radius,) * len(self.points)


@dataclass(frozen=True)
class HairStroke(Stroke):
    """A stroke on the trimap, which asks no engine. Where it keeps matting decides, whatever the mask says.

    Where it removes, what earlier ones said is taken back.
    is_sure: matting has nothing to decide there: what such a stroke keeps is subject, what it removes is ground.
    """

    is_sure: bool = False

    @classmethod
    def of(cls, stroke: Stroke, *, is_sure: bool) -> "HairStroke":
        """The same line, as the hair brush would have drawn it."""
        drawn = {each.name: getattr(stroke, each.name) for each in fields(Stroke)}
        return cls(**drawn, is_sure=is_sure)


@dataclass(frozen=True)
class Region:
    """One lasso gesture: everything the closed outline through `points` goes around, however often; three or more."""

    polarity: Polarity
    points: tuple[Point, ...]

    @property
    def flipped(self) -> Self:
        """The same region, saying the opposite."""
        return replace(self, polarity=self.polarity.opposite)

    @cached_property
    def bounds(self) -> Box:
        """What the outline spans, unclipped."""
        return Box.around(self.points)


@dataclass(frozen=True)
class BoxPrompt:
    """A rectangle around a subject."""

    box: Box


@dataclass(frozen=True, eq=False)
class ScribbleMap:
    """Strokes that arrive already rasterised: uint8 HxW at the picture's size, 128 and more is on the stroke."""

    polarity: Polarity
    coverage: NDArray[np.uint8]

    def __post_init__(self) -> None:
        self.coverage.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScribbleMap):
            return NotImplemented
        return self.polarity is other.polarity and np.array_equal(self.coverage, other.coverage)

    def __hash__(self) -> int:
        return hash((self.polarity, self.coverage.shape))


def check_radii(radii: tuple[float, ...], radius: float, points: int) -> None:
    """Raises ValueError unless there are no radii, or as many as points, above 0 and up to `radius`."""
    if radii and (len(radii) != points or not 0 < min(radii) <= max(radii) <= radius):
        raise ValueError(f"{len(radii)} radii up to {radius} do not fit {points} points")


Mark = Stroke | Region
Prompt = Mark | BoxPrompt | ScribbleMap


@dataclass(frozen=True)
class Prompts:
    """All that was said about one subject.

    strokes: strokes and regions as they were drawn; of contradicting ones the later wins. Maps come before them.
    auto:    asks for the main subject of the picture; it stays true while boxes and strokes refine the answer.
    candidate: which of an engine's proposals for it is wanted, from 0; without `auto` it means nothing.
    """

    strokes: tuple[Mark, ...] = ()
    boxes: tuple[BoxPrompt, ...] = ()
    maps: tuple[ScribbleMap, ...] = ()
    auto: bool = False
    candidate: int = 0

    @property
    def is_empty(self) -> bool:
        """True when nothing was asked at all."""
        return not (self.strokes or self.boxes or self.maps or self.auto)

    @property
    def is_auto_alone(self) -> bool:
        """True when the main subject was asked for and nothing else was said."""
        return self.auto and not (self.strokes or self.boxes or self.maps)

    @property
    def has_strokes(self) -> bool:
        return bool(self.strokes or self.maps)

    def with_prompt(self, prompt: Prompt, at: int | None = None) -> Self:
        """These prompts and one more, last of its kind or at a position."""
        kind = self.like(prompt)
        place = len(kind) if at is None else at
        return self._with_kind(prompt, (*kind[:place], prompt, *kind[place:]))

    def without(self, prompt: Prompt) -> Self:
        """These prompts less the last one that equals `prompt`. Raises ValueError when there is none."""
        kind, at = self.like(prompt), self.position(prompt)
        return self._with_kind(prompt, kind[:at] + kind[at + 1 :])

    def replaced(self, at: int, prompt: Prompt) -> Self:
        """These prompts with another in the place `at` of its kind. Raises IndexError where there is none."""
        kind = list(self.like(prompt))
        kind[at] = prompt
        return self._with_kind(prompt, tuple(kind))

    def position(self, prompt: Prompt) -> int:
        """Where among its kind the last prompt equal to this stands. Raises ValueError when there is none."""
        kind = self.like(prompt)
        return len(kind) - 1 - kind[::-1].index(prompt)

    def like(self, prompt: Prompt) -> tuple[Prompt, ...]:
        """All prompts of its kind, in order; strokes and regions are one."""
        match prompt:
            case Stroke() | Region():
                return self.strokes
            case BoxPrompt():
                return self.boxes
            case ScribbleMap():
                return self.maps

    def grew_from(self, earlier: "Prompts") -> bool:
        """True when `earlier` is where these prompts started: nothing was taken away or changed, only added."""
        return (
            self.strokes[: len(earlier.strokes)] == earlier.strokes
            and self.boxes[: len(earlier.boxes)] == earlier.boxes
            and self.maps[: len(earlier.maps)] == earlier.maps
            and (self.auto or not earlier.auto)
            and self.candidate == earlier.candidate
        )

    def since(self, earlier: "Prompts") -> Self:
        """What these prompts, which grew from `earlier`, have beyond them."""
        return replace(
            self,
            strokes=self.strokes[len(earlier.strokes) :],
            boxes=self.boxes[len(earlier.boxes) :],
            maps=self.maps[len(earlier.maps) :],
            auto=self.auto and not earlier.auto,
        )

    def _with_kind(self, prompt: Prompt, kind: tuple[Prompt, ...]) -> Self:
        """These prompts with `kind` in the place of all that are like `prompt`."""
        match prompt:
            case Stroke() | Region():
                return replace(self, strokes=cast(tuple[Mark, ...], kind))
            case BoxPrompt():
                return replace(self, boxes=cast(tuple[BoxPrompt, ...], kind))
            case ScribbleMap():
                return replace(self, maps=cast(tuple[ScribbleMap, ...], kind))
