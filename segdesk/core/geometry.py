"""Points, sizes, half-open boxes, and the one place where view and picture coordinates meet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, radians, sin
from typing import NamedTuple, Self

MIN_SCALE = 0.01
MAX_SCALE = 64.0


class Point(NamedTuple):
    """A place; in picture pixels unless a name says otherwise. The first pixel's centre is (0.5, 0.5)."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def long_side(self) -> int:
        return max(self.width, self.height)

    def fitted(self, long_side: int) -> "Size":
        """The largest size of the same shape with no side beyond `long_side`; never larger than this one."""
        scale = min(1.0, long_side / max(self.long_side, 1))
        return Size(max(1, round(self.width * scale)), max(1, round(self.height * scale)))


class Box(NamedTuple):
    """A half-open rectangle in picture pixels: left and top are inside, right and bottom are not."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def spanning(cls, one: Point, other: Point) -> Self:
        """The box with these two opposite corners, in whichever order they come."""
        return cls(min(one.x, other.x), min(one.y, other.y), max(one.x, other.x), max(one.y, other.y))

    @classmethod
    def around(cls, points: Iterable[Point]) -> Self:
        """The smallest box that reaches to every point, of which there is at least one."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @classmethod
    def whole(cls, size: Size) -> Self:
        """The box that covers a picture of this size."""
        return cls(0, 0, size.width, size.height)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def clipped(self, size: Size) -> Self:
        """The part inside a picture of this size; empty when they do not meet."""
        left, top = min(max(self.left, 0), size.width), min(max(self.top, 0), size.height)
        right, bottom = min(max(self.right, left), size.width), min(max(self.bottom, top), size.height)
        return type(self)(left, top, right, bottom)

    def shared(self, other: "Box") -> Self:
        """The part that lies in both; empty when they do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = max(min(self.right, other.right), left), max(min(self.bottom, other.bottom), top)
        return type(self)(left, top, right, bottom)

    def holds(self, other: "Box") -> bool:
        """True when no part of the other lies beyond this box."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def grown(self, margin: float) -> Self:
        """The box with `margin` more pixels on every side."""
        return type(self)(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def moved(self, dx: float, dy: float) -> Self:
        """The box so many pixels to the right and down."""
        return type(self)(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def united(self, other: "Box") -> Self:
        """The smallest box that holds both; an empty one adds nothing."""
        if other.is_empty:
            return self
        if self.is_empty:
            return type(self)(*other)
        return type(self)(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


ORIGIN = Point(0.0, 0.0)


@dataclass(frozen=True)
class Turn:
    """How the picture lies in the view: mirrored left to right where it is, then turned clockwise by whole degrees.

    `matrix` (xx, xy, yx, yy) takes a direction in the picture to one in the view; it is exact for right angles.
    """

    degrees: int = 0
    is_mirrored: bool = False
    matrix: tuple[float, float, float, float] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        quarters, rest = divmod(self.degrees, 90)
        across, down = cos(radians(rest)), sin(radians(rest))
        for _ in range(quarters % 4):
            across, down = -down, across
        side = -1.0 if self.is_mirrored else 1.0
        object.__setattr__(self, "matrix", (side * across, -down, side * down, across))

    @property
    def is_square(self) -> bool:
        """Whether the picture's sides run along the view's."""
        return self.degrees % 90 == 0

    def turned(self, degrees: int) -> Self:
        """Turned clockwise by so much more."""
        return type(self)((self.degrees + degrees) % 360, self.is_mirrored)

    def mirrored(self) -> Self:
        """Mirrored left to right as it is seen."""
        return type(self)(-self.degrees % 360, not self.is_mirrored)

    def applied(self, x: float, y: float) -> Point:
        """A direction in the picture as the view has it."""
        xx, xy, yx, yy = self.matrix
        return Point(x * xx + y * xy, x * yx + y * yy)

    def undone(self, x: float, y: float) -> Point:
        """A direction in the view as the picture has it."""
        xx, xy, yx, yy = self.matrix
        return Point(x * xx + y * yx, x * xy + y * yy)

    def extent(self, size: Size) -> tuple[float, float]:
        """Width and height of the smallest upright box around a turned picture of this size."""
        xx, xy, yx, yy = map(abs, self.matrix)
        return size.width * xx + size.height * xy, size.width * yx + size.height * yy


UPRIGHT = Turn()


@dataclass(frozen=True)
class Viewport:
    """How the picture lies in the view: view = turned(picture * scale) + origin.

    View units are device-independent pixels; `origin` is where the picture's first corner lies in the view.
    """

    scale: float = 1.0
    origin: Point = ORIGIN
    turn: Turn = UPRIGHT

    @classmethod
    def fitting(
        cls, picture: Size, view: Size, *, margin: float = 32.0, largest: float = 1.0, turn: Turn = UPRIGHT
    ) -> Self:
        """The picture whole and centred with a margin around it, never larger than `largest`."""
        free_width, free_height = max(view.width - 2 * margin, 1), max(view.height - 2 * margin, 1)
        width, height = turn.extent(picture)
        scale = min(free_width / max(width, 1), free_height / max(height, 1), largest)
        return cls(max(scale, MIN_SCALE), turn=turn).centred(picture, view)

    def centred(self, picture: Size, view: Size) -> Self:
        """The same scale with the picture's middle in the view's middle."""
        return self.placed(Point(picture.width / 2, picture.height / 2), Point(view.width / 2, view.height / 2))

    def placed(self, picture: Point, view: Point) -> Self:
        """The same scale and turn with a place in the picture at a place in the view."""
        x, y = self.turn.applied(picture.x * self.scale, picture.y * self.scale)
        return type(self)(self.scale, Point(view.x - x, view.y - y), self.turn)

    def to_picture(self, view: Point) -> Point:
        """Where in the picture a place in the view lies."""
        x, y = self.turn.undone(view.x - self.origin.x, view.y - self.origin.y)
        return Point(x / self.scale, y / self.scale)

    def to_view(self, picture: Point) -> Point:
        """Where in the view a place in the picture lies."""
        x, y = self.turn.applied(picture.x * self.scale, picture.y * self.scale)
        return Point(x + self.origin.x, y + self.origin.y)

    def corners_to_view(self, box: Box) -> tuple[Point, Point, Point, Point]:
        """Where a box's corners lie in the view: left top, right top, right bottom, left bottom."""
        corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
        one, two, three, four = (self.to_view(Point(*corner)) for corner in corners)
        return one, two, three, four

    def box_to_view(self, box: Box) -> Box:
        """The smallest view box that holds a picture box; nothing more than it, unless the view is turned askew."""
        return Box.around(self.corners_to_view(box))

    def crossed(self, box: Box, x: float) -> tuple[float, float] | None:
        """Between which y of the view an upright line at `x` of the view runs through a picture box; None beside it."""
        corners = self.corners_to_view(box)
        met: list[float] = []
        for one, other in zip(corners, (*corners[1:], corners[0]), strict=True):
            if min(one.x, other.x) <= x <= max(one.x, other.x) and one.x != other.x:
                met.append(one.y + (x - one.x) / (other.x - one.x) * (other.y - one.y))
        return (min(met), max(met)) if met else None

    def box_to_picture(self, box: Box) -> Box:
        """The smallest picture box that holds a view box; nothing more than it, unless the view is turned askew."""
        corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
        return Box.around(self.to_picture(Point(*corner)) for corner in corners)

    def panned(self, dx: float, dy: float) -> Self:
        """The picture moved by so many view pixels."""
        return type(self)(self.scale, Point(self.origin.x + dx, self.origin.y + dy), self.turn)

    def zoomed(self, factor: float, anchor: Point) -> Self:
        """Scaled so that the picture point under `anchor` (in the view) stays where it is."""
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        return type(self)(scale, turn=self.turn).placed(self.to_picture(anchor), anchor)

    def laid(self, turn: Turn, anchor: Point) -> Self:
        """Turned so that the picture point under `anchor` (in the view) stays where it is."""
        return type(self)(self.scale, turn=turn).placed(self.to_picture(anchor), anchor)
