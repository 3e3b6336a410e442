"""Points, sizes, half-open boxes, and the one place where view and picture coordinates meet."""

from collections.abc import Iterable
from dataclasses import dataclass
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
class Viewport:
    """How the picture lies in the view: view = picture * scale + origin. View units are device-independent pixels."""

    scale: float = 1.0
    origin: Point = ORIGIN

    @classmethod
    def fitting(cls, picture: Size, view: Size, *, margin: float = 32.0, largest: float = 1.0) -> Self:
        """The picture whole and centred with a margin around it, never larger than `largest`."""
        free_width, free_height = max(view.width - 2 * margin, 1), max(view.height - 2 * margin, 1)
        scale = min(free_width / max(picture.width, 1), free_height / max(picture.height, 1), largest)
        return cls(max(scale, MIN_SCALE)).centred(picture, view)

    def centred(self, picture: Size, view: Size) -> Self:
        """The same scale with the picture's middle in the view's middle."""
        x = (view.width - picture.width * self.scale) / 2
        y = (view.height - picture.height * self.scale) / 2
        return type(self)(self.scale, Point(x, y))

    def to_picture(self, view: Point) -> Point:
        """Where in the picture a place in the view lies."""
        return Point((view.x - self.origin.x) / self.scale, (view.y - self.origin.y) / self.scale)

    def to_view(self, picture: Point) -> Point:
        """Where in the view a place in the picture lies."""
        return Point(picture.x * self.scale + self.origin.x, picture.y * self.scale + self.origin.y)

    def box_to_view(self, box: Box) -> Box:
        """A picture box in view coordinates."""
        return Box(*self.to_view(Point(box.left, box.top)), *self.to_view(Point(box.right, box.bottom)))

    def box_to_picture(self, box: Box) -> Box:
        """A view box in picture coordinates."""
        return Box(*self.to_picture(Point(box.left, box.top)), *self.to_picture(Point(box.right, box.bottom)))

    def panned(self, dx: float, dy: float) -> Self:
        """The picture moved by so many view pixels."""
        return type(self)(self.scale, Point(self.origin.x + dx, self.origin.y + dy))

    def zoomed(self, factor: float, anchor: Point) -> Self:
        """Scaled so that the picture point under `anchor` (in the view) stays where it is."""
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        held = self.to_picture(anchor)
        return type(self)(scale, Point(anchor.x - held.x * scale, anchor.y - held.y * scale))
