"""Tools as pure gestures: begin, move, end turn pointers into a draft, and a finished draft into a prompt or paint.

A draft is an immutable value that the view paints; the document hears nothing of it until the gesture ends, and
dropping the draft is all that cancelling takes. Panning and zooming change the view only and are not tools here.
"""

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from segdesk.core.bounds import DEFAULT_HARDNESS, DEFAULT_OPACITY, MAX_RADIUS, MIN_RADIUS
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Region, Stroke
from segdesk.core.retouch import RetouchStroke

RADIUS_STEP = 1.15
"""What one press of a bracket key multiplies the brush radius by."""


class Pointer(NamedTuple):
    """Mouse or pen at one moment, in picture pixels."""

    at: Point
    opposite: bool = False
    """True with the right button or Alt: the tool does the contrary of what it says."""
    straight: bool = False
    """True with Shift: a straight line, or a square."""
    reach: float = 0.0
    """How far from a place still counts as on it."""
    share: float = 1.0
    """How much of the brush's radius a pen's pressure leaves, above 0 and up to 1."""


class Purpose(Enum):
    """What a brush's strokes are for: to say what is subject, where matting shall look for hair, or where it shall not.

    SURE: they mark on the trimap what is subject or ground beyond doubt.
    """

    PROMPT = "prompt"
    HAIR = "hair"
    SURE = "sure"


class Tip(NamedTuple):
    """How the retouch brush paints, each 0..1 as in RetouchStroke."""

    hardness: float
    opacity: float


DEFAULT_TIP = Tip(DEFAULT_HARDNESS, DEFAULT_OPACITY)


@dataclass(frozen=True)
class StrokeDraft:
    """A stroke under way. While Shift is held `rubber` is the free end of a straight line from the last point.

    radii: the brush at each point and at the free end.
    """

    polarity: Polarity
    radius: float
    points: tuple[Point, ...]
    radii: tuple[float, ...]
    rubber: Point | None = None
    purpose: Purpose = Purpose.PROMPT

    def moved(self, pointer: Pointer) -> "StrokeDraft":
        points, radii, rubber = _brushed_on(self, pointer)
        return replace(self, points=points, radii=radii, rubber=rubber)

    def ended(self, size: Size) -> Stroke | None:
        """The finished stroke, or None when it never touched a picture of this size."""
        points = self.points if self.rubber is None else (*self.points, self.rubber)
        stroke = self._stroke(points)
        return None if stroke.bounds.clipped(size).is_empty else stroke

    def _stroke(self, points: tuple[Point, ...]) -> Stroke:
        stroke = Stroke(self.polarity, self.radius, points, _pressed(self))
        if self.purpose is Purpose.PROMPT:
            return stroke
        return HairStroke.of(stroke, is_sure=self.purpose is Purpose.SURE)


@dataclass(frozen=True)
class RetouchDraft:
    """Paint under way; `radii` and `rubber` as in a stroke."""

    polarity: Polarity
    radius: float
    tip: Tip
    points: tuple[Point, ...]
    radii: tuple[float, ...]
    rubber: Point | None = None

    def moved(self, pointer: Pointer) -> "RetouchDraft":
        points, radii, rubber = _brushed_on(self, pointer)
        return replace(self, points=points, radii=radii, rubber=rubber)

    def ended(self, size: Size) -> RetouchStroke | None:
        """The finished stroke, or None when it never touched a picture of this size."""
        return None if self.stroke.bounds.clipped(size).is_empty else self.stroke

    @property
    def stroke(self) -> RetouchStroke:
        """What it comes to so far."""
        points = self.points if self.rubber is None else (*self.points, self.rubber)
        return RetouchStroke(self.polarity, self.radius, points, *self.tip, radii=_pressed(self))


@dataclass(frozen=True)
class BoxDraft:
    """A box being dragged from one corner to the other."""

    anchor: Point
    corner: Point

    def moved(self, pointer: Pointer) -> "BoxDraft":
        return replace(self, corner=_squared(self.anchor, pointer.at) if pointer.straight else pointer.at)

    def ended(self, size: Size) -> BoxPrompt | None:
        """The finished box inside the picture, or None when it is less than two pixels wide or high."""
        box = self.box.clipped(size)
        return None if box.width < 2 or box.height < 2 else BoxPrompt(box)

    @property
    def box(self) -> Box:
        return Box.spanning(self.anchor, self.corner)


@dataclass(frozen=True)
class LassoDraft:
    """The outline of a region drawn in one go. While Shift is held `rubber` is the free end of a straight line."""

    polarity: Polarity
    points: tuple[Point, ...]
    rubber: Point | None = None

    def moved(self, pointer: Pointer) -> "LassoDraft":
        points, rubber = _drawn_on(self.points, self.rubber, pointer)
        return replace(self, points=points, rubber=rubber)

    def ended(self, size: Size) -> Region | None:
        """The finished region, or None when it goes around less than two pixels each way of a picture of this size."""
        return _region(self.polarity, self.outline, size)

    @property
    def outline(self) -> tuple[Point, ...]:
        """The points so far, the free end among them."""
        return self.points if self.rubber is None else (*self.points, self.rubber)


@dataclass(frozen=True)
class PolygonDraft:
    """The outline of a region set corner by corner; `free` is where the next one would come.

    It goes on after the button went up, until it is closed. Shift turns the free side by steps of 45 degrees.
    """

    polarity: Polarity
    corners: tuple[Point, ...]
    free: Point

    def moved(self, pointer: Pointer) -> "PolygonDraft":
        free = _turned(self.corners[-1], pointer.at) if pointer.straight else pointer.at
        return replace(self, free=free)

    def cornered(self, pointer: Pointer) -> "PolygonDraft":
        """One more corner, unless it would lie on the last one."""
        ahead = self.moved(pointer)
        if _is_near(ahead.free, self.corners[-1], pointer.reach / 4):
            return ahead
        return replace(ahead, corners=(*self.corners, ahead.free))

    def stepped_back(self) -> "PolygonDraft | None":
        """Without the last corner; None without any."""
        return replace(self, corners=self.corners[:-1]) if len(self.corners) > 1 else None

    def closes_at(self, pointer: Pointer) -> bool:
        """Whether a click there is meant for the first corner, and ends it all."""
        return self.can_close and _is_near(pointer.at, self.corners[0], pointer.reach)

    @property
    def can_close(self) -> bool:
        return len(self.corners) >= 3

    def ended(self, size: Size) -> Region | None:
        """The region inside the corners set, or None as for a lasso."""
        return _region(self.polarity, self.corners, size)

    @property
    def outline(self) -> tuple[Point, ...]:
        """The corners and the free end."""
        return (*self.corners, self.free)


Draft = StrokeDraft | RetouchDraft | BoxDraft | LassoDraft | PolygonDraft


@dataclass(frozen=True)
class Brush:
    """Paints keep or remove strokes with a round tip of `radius` picture pixels."""

    polarity: Polarity
    radius: float
    purpose: Purpose = Purpose.PROMPT

    def begin(self, pointer: Pointer) -> StrokeDraft:
        polarity = self.polarity.opposite if pointer.opposite else self.polarity
        return StrokeDraft(polarity, self.radius, (pointer.at,), (self.radius * pointer.share,), purpose=self.purpose)


@dataclass(frozen=True)
class RetouchBrush:
    """Paints on the alpha itself."""

    polarity: Polarity
    radius: float
    tip: Tip

    def begin(self, pointer: Pointer) -> RetouchDraft:
        polarity = self.polarity.opposite if pointer.opposite else self.polarity
        return RetouchDraft(polarity, self.radius, self.tip, (pointer.at,), (self.radius * pointer.share,))


@dataclass(frozen=True)
class BoxTool:
    """Drags a box around a subject."""

    def begin(self, pointer: Pointer) -> BoxDraft:
        return BoxDraft(pointer.at, pointer.at)


@dataclass(frozen=True)
class Lasso:
    """Draws around what is kept or removed, freehand."""

    polarity: Polarity = Polarity.KEEP

    def begin(self, pointer: Pointer) -> LassoDraft:
        return LassoDraft(self.polarity.opposite if pointer.opposite else self.polarity, (pointer.at,))


@dataclass(frozen=True)
class Polygon:
    """Sets corners around what is kept or removed, click by click."""

    polarity: Polarity = Polarity.KEEP

    def begin(self, pointer: Pointer) -> PolygonDraft:
        polarity = self.polarity.opposite if pointer.opposite else self.polarity
        return PolygonDraft(polarity, (pointer.at,), pointer.at)


Tool = Brush | RetouchBrush | BoxTool | Lasso | Polygon


def resized(radius: float, steps: int) -> float:
    """A brush radius so many key presses larger (or smaller, below zero), always a change of at least one pixel."""
    scaled = radius * RADIUS_STEP**steps
    if abs(scaled - radius) < abs(steps):
        scaled = radius + steps
    return min(max(round(scaled), MIN_RADIUS), MAX_RADIUS)


def _drawn_on(
    points: tuple[Point, ...], rubber: Point | None, pointer: Pointer
) -> tuple[tuple[Point, ...], Point | None]:
    """A freehand line and its free end, one pointer later."""
    if pointer.straight:
        return points, pointer.at
    fixed = points if rubber is None else (*points, rubber)
    return (fixed if fixed[-1] == pointer.at else (*fixed, pointer.at)), None


def _brushed_on(
    draft: StrokeDraft | RetouchDraft, pointer: Pointer
) -> tuple[tuple[Point, ...], tuple[float, ...], Point | None]:
    """The same of a brush's line, with its radii; where the pen stays and presses harder it goes on too."""
    points, rubber = _drawn_on(draft.points, draft.rubber, pointer)
    radius, places = draft.radius * pointer.share, len(points) + (rubber is not None)
    if places == len(draft.radii) and rubber is None:
        if radius <= draft.radii[-1]:
            return points, draft.radii, None
        points, places = (*points, pointer.at), places + 1
    return points, (*draft.radii[: places - 1], radius), rubber


def _pressed(draft: StrokeDraft | RetouchDraft) -> tuple[float, ...]:
    """The radii of a draft where they are not all the brush's own."""
    return draft.radii if min(draft.radii) < draft.radius else ()


def _region(polarity: Polarity, outline: tuple[Point, ...], size: Size) -> Region | None:
    if len(outline) < 3:
        return None
    region = Region(polarity, outline)
    seen = region.bounds.clipped(size)
    return None if seen.width < 2 or seen.height < 2 else region


def _turned(start: Point, end: Point) -> Point:
    """The place nearest to `end` on a line from `start` at a multiple of 45 degrees."""
    angle = round(math.atan2(end.y - start.y, end.x - start.x) / (math.pi / 4)) * math.pi / 4
    along = (end.x - start.x) * math.cos(angle) + (end.y - start.y) * math.sin(angle)
    return Point(start.x + along * math.cos(angle), start.y + along * math.sin(angle))


def _is_near(one: Point, other: Point, reach: float) -> bool:
    return math.dist(one, other) <= reach


def _squared(anchor: Point, corner: Point) -> Point:
    dx, dy = corner.x - anchor.x, corner.y - anchor.y
    side = max(abs(dx), abs(dy))
    return Point(anchor.x + (side if dx >= 0 else -side), anchor.y + (side if dy >= 0 else -side))
