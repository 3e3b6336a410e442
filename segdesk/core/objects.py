"""All that was drawn as things on the picture: what lies under the pointer, and how it is moved and resized.

Like a draft of `tools`, a drag is an immutable value; the document hears of it when it has ended, or never.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from segdesk.core.document import INSIDE, Document, Subject
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Mark, Polarity, Region, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Pointer

Thing = Mark | BoxPrompt | RetouchStroke
"""What can be taken hold of: prompts, and strokes of the hair and the retouch brush."""
T = TypeVar("T", bound=Thing)
SMALLEST_BOX = 2.0
LEAST_IN_SIGHT = 2.0
"""Pixels of a moved stroke or region that stay in the picture."""


class Grip(Enum):
    """A handle of a box: which sides it moves, -1 for left and top, 1 for right and bottom, 0 for neither."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)

    def place(self, box: Box) -> Point:
        """Where on a box the handle lies."""
        across, down = self.value
        x = box.left + (across + 1) / 2 * box.width
        return Point(x, box.top + (down + 1) / 2 * box.height)


def things(subject: Subject) -> Iterable[Thing]:
    """All that can be taken hold of, the topmost first: boxes lie over strokes, later ones over earlier ones.

    Under them lie the hair brush's strokes, and under these is paint, which is part of the picture.
    """
    yield from reversed(subject.prompts.boxes)
    yield from reversed(subject.prompts.strokes)
    yield from reversed(subject.hair)
    yield from reversed(subject.retouch)


def bounds_of(thing: Thing) -> Box:
    """What a thing covers, unclipped."""
    return thing.box if isinstance(thing, BoxPrompt) else thing.bounds


def thing_at(subject: Subject, at: Point, *, reach: float) -> Thing | None:
    """The topmost thing within `reach` pixels of a place; the inside of a box counts where there is nothing else.

    What lies in a box stays within reach that way; of boxes in each other the smallest is meant.
    """
    for thing in things(subject):
        if touches(thing, at, reach=reach):
            return thing
    around = [prompt for prompt in subject.prompts.boxes if _holds(prompt.box, at)]
    return min(around, key=lambda prompt: prompt.box.width * prompt.box.height, default=None)


def subject_at(document: Document, at: Point) -> int | None:
    """The key of the topmost subject that shows at a place, by its mask and the paint on it."""
    if not _holds(Box.whole(document.picture.size), at):
        return None
    return next((subject.key for subject in document.exported if _covers(subject, at)), None)


def _covers(subject: Subject, at: Point) -> bool:
    for paint in reversed(subject.retouch):
        if touches(paint, at, reach=0):
            return paint.polarity is Polarity.KEEP
    if subject.mask is None:
        return False
    return bool(subject.mask.coverage[int(at.y), int(at.x)] >= INSIDE) != subject.edges.invert


def touches(thing: Thing, at: Point, *, reach: float) -> bool:
    """Whether a place is on a stroke as wide as it was painted, in a region, or on the sides of a box."""
    if not _holds(bounds_of(thing).grown(reach), at):
        return False
    match thing:
        case Stroke() | RetouchStroke():
            return _is_painted(thing, at) or _distance(thing.points, at) <= reach
        case Region():
            closed = (*thing.points, thing.points[0])
            return _winds_around(closed, at) or _distance(closed, at) <= reach
        case BoxPrompt():
            return not _holds(thing.box.grown(-reach), at)


def grip_at(box: Box, at: Point, *, reach: float) -> Grip | None:
    """The handle of a box within `reach` pixels of a place in both directions, corners first."""
    corners_first = sorted(Grip, key=lambda grip: 0 in grip.value)
    return next((grip for grip in corners_first if _is_near(grip.place(box), at, reach)), None)


def moved(thing: T, dx: float, dy: float) -> T:
    """The same thing so many pixels to the right and down."""
    match thing:
        case BoxPrompt():
            return replace(thing, box=thing.box.moved(dx, dy))
        case Stroke() | Region() | RetouchStroke():
            return replace(thing, points=tuple(Point(x + dx, y + dy) for x, y in thing.points))


def moved_within(thing: T, dx: float, dy: float, *, size: Size) -> T:
    """The thing moved as far as a picture of `size` lets it: boxes stay inside, of all others some stays in sight."""
    if isinstance(thing, BoxPrompt):
        inner = thing.box
    else:
        bounds = thing.bounds
        kept_x, kept_y = min(LEAST_IN_SIGHT, bounds.width), min(LEAST_IN_SIGHT, bounds.height)
        inner = Box(bounds.right - kept_x, bounds.bottom - kept_y, bounds.left + kept_x, bounds.top + kept_y)
    dx = min(max(dx, min(-inner.left, 0)), max(size.width - inner.right, 0))
    dy = min(max(dy, min(-inner.top, 0)), max(size.height - inner.bottom, 0))
    return moved(thing, dx, dy)


def resized(box: Box, grip: Grip, *, to: Point, size: Size, keeps_shape: bool = False) -> Box:
    """The box with a handle dragged to a place, inside a picture of `size` and never under two pixels.

    Dragged over the opposite side the box turns over. `keeps_shape` holds its proportions where a corner is dragged.
    """
    across, down = grip.value
    fixed = Grip((-across, -down)).place(box)
    if keeps_shape and across and down:
        to = _in_shape(box, fixed, to=to, size=size)
    left, right = _span(to.x, fixed.x, size.width) if across else (box.left, box.right)
    top, bottom = _span(to.y, fixed.y, size.height) if down else (box.top, box.bottom)
    return Box(left, top, right, bottom)


def stretched(box: Box, side: tuple[float, float], *, by: float, size: Size) -> Box:
    """The box with the side that lies most in a direction moved outwards by pixels, or back below zero.

    It stays inside a picture of `size` and never turns over.
    """
    x, y = side
    grip = Grip((1 if x > 0 else -1, 0)) if abs(x) >= abs(y) else Grip((0, 1 if y > 0 else -1))
    across, down = grip.value
    extent = box.width if across else box.height
    by = max(by, SMALLEST_BOX - extent)
    handle = grip.place(box)
    return resized(box, grip, to=Point(handle.x + across * by, handle.y + down * by), size=size)


@dataclass(frozen=True)
class Moving:
    """A thing dragged by some place of it. With Shift it goes straight across or straight down."""

    thing: Thing
    anchor: Point
    at: Point
    straight: bool = False

    def moved(self, pointer: Pointer) -> "Moving":
        return replace(self, at=pointer.at, straight=pointer.straight)

    def shown(self, size: Size) -> Thing:
        """The thing as it lies now in a picture of `size`."""
        dx, dy = self.at.x - self.anchor.x, self.at.y - self.anchor.y
        if self.straight:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        return moved_within(self.thing, dx, dy, size=size)


@dataclass(frozen=True)
class Resizing:
    """A box dragged by a handle, which need not be met in its middle. With Shift a corner keeps the proportions."""

    thing: BoxPrompt
    grip: Grip
    anchor: Point
    at: Point
    keeps_shape: bool = False

    def moved(self, pointer: Pointer) -> "Resizing":
        return replace(self, at=pointer.at, keeps_shape=pointer.straight)

    def shown(self, size: Size) -> BoxPrompt:
        """The box as it lies now in a picture of `size`."""
        handle = self.grip.place(self.thing.box)
        to = Point(handle.x + self.at.x - self.anchor.x, handle.y + self.at.y - self.anchor.y)
        return BoxPrompt(resized(self.thing.box, self.grip, to=to, size=size, keeps_shape=self.keeps_shape))


Drag = Moving | Resizing


def _span(dragged: float, fixed: float, length: int) -> tuple[float, float]:
    """The two ends of a side, in order, inside a picture of this length and far enough apart."""
    dragged = min(max(dragged, 0), length)
    if abs(dragged - fixed) < SMALLEST_BOX:
        is_before = dragged < fixed or fixed + SMALLEST_BOX > length
        dragged = fixed - SMALLEST_BOX if is_before and fixed >= SMALLEST_BOX else fixed + SMALLEST_BOX
    return min(dragged, fixed), max(dragged, fixed)


def _in_shape(box: Box, fixed: Point, *, to: Point, size: Size) -> Point:
    """The place in the direction of `to` that leaves the box its proportions and lies in the picture."""
    across, down = (1 if to.x >= fixed.x else -1), (1 if to.y >= fixed.y else -1)
    scale = max(abs(to.x - fixed.x) / box.width, abs(to.y - fixed.y) / box.height)
    free_x = size.width - fixed.x if across > 0 else fixed.x
    free_y = size.height - fixed.y if down > 0 else fixed.y
    scale = min(scale, free_x / box.width, free_y / box.height)
    return Point(fixed.x + across * scale * box.width, fixed.y + down * scale * box.height)


def _holds(box: Box, at: Point) -> bool:
    return box.left <= at.x < box.right and box.top <= at.y < box.bottom


def _is_near(one: Point, other: Point, reach: float) -> bool:
    return abs(one.x - other.x) <= reach and abs(one.y - other.y) <= reach


def _is_painted(stroke: Stroke | RetouchStroke, at: Point) -> bool:
    """Whether a place lies under the brush; where that changes its size, about so."""
    if not stroke.radii:
        return _distance(stroke.points, at) <= stroke.radius
    placed = list(zip(stroke.points, stroke.radii, strict=True))
    pieces = pairwise(placed) if len(placed) > 1 else [(placed[0], placed[0])]
    for (start, first), (end, last) in pieces:
        share = _share_along(start, end, at)
        nearest = Point(start.x + share * (end.x - start.x), start.y + share * (end.y - start.y))
        if math.dist(nearest, at) <= first + share * (last - first):
            return True
    return False


def _distance(line: tuple[Point, ...], at: Point) -> float:
    """From a place to the nearest point of a line."""
    ways = (_distance_to_segment(start, end, at) for start, end in pairwise(line))
    return min(ways, default=math.dist(line[0], at))


def _distance_to_segment(start: Point, end: Point, at: Point) -> float:
    share = _share_along(start, end, at)
    return math.dist((start.x + share * (end.x - start.x), start.y + share * (end.y - start.y)), at)


def _share_along(start: Point, end: Point, at: Point) -> float:
    """Where on a segment, 0..1, the place nearest to another lies."""
    dx, dy = end.x - start.x, end.y - start.y
    square = dx * dx + dy * dy
    share = ((at.x - start.x) * dx + (at.y - start.y) * dy) / square if square else 0.0
    return min(max(share, 0.0), 1.0)


def _winds_around(closed: tuple[Point, ...], at: Point) -> bool:
    """Whether a line that ends where it began goes around a place: sides on its left, rising against falling."""
    winding = 0
    for start, end in pairwise(closed):
        if (start.y <= at.y) != (end.y <= at.y):
            x = start.x + (at.y - start.y) / (end.y - start.y) * (end.x - start.x)
            winding += 0 if x > at.x else 1 if end.y > start.y else -1
    return winding != 0
