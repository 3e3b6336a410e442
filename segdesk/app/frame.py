"""Where the picture lies on the grid of the image it is drawn into: the one place that knows of whole device pixels."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPolygonF

from segdesk.app.sampling import TIE, Grid
from segdesk.core.geometry import ORIGIN, Box, Point, Size, Viewport


@dataclass(frozen=True)
class Frame:
    """A viewport in device pixels, whose origin is whole. Rectangles are device pixels, boxes picture pixels."""

    viewport: Viewport
    is_rough: bool = False
    """Drawn from the nearest pixels, because it is about to go."""

    @classmethod
    def on_grid(cls, viewport: Viewport, ratio: float) -> "Frame":
        """The frame next to a viewport in view pixels, at so many device pixels per view pixel."""
        origin = Point(round(viewport.origin.x * ratio), round(viewport.origin.y * ratio))
        return cls(Viewport(viewport.scale * ratio, origin, viewport.turn))

    @property
    def scale(self) -> float:
        """Device pixels per picture pixel."""
        return self.viewport.scale

    def in_view(self, ratio: float) -> Viewport:
        """The viewport in view pixels."""
        x, y = self.viewport.origin
        return Viewport(self.scale / ratio, Point(x / ratio, y / ratio), self.viewport.turn)

    def moved(self, other: "Frame") -> tuple[int, int] | None:
        """How far the other lies from this one where that is all the difference there is."""
        if other.scale != self.scale or other.viewport.turn != self.viewport.turn:
            return None
        (x, y), (to_x, to_y) = self.viewport.origin, other.viewport.origin
        return round(to_x - x), round(to_y - y)

    def picture_rect(self, size: Size) -> QRect:
        """What a picture covers; askew, the smallest rectangle around it."""
        if not self.is_square:
            return self.rect_of(Box.whole(size))
        left, top, right, bottom = map(next_to, self.viewport.box_to_view(Box.whole(size)))
        return QRect(left, top, max(right - left, 1), max(bottom - top, 1))

    def outline(self, size: Size) -> QPolygonF:
        """The picture's rim."""
        return QPolygonF([QPointF(*corner) for corner in self.viewport.corners_to_view(Box.whole(size))])

    @property
    def is_square(self) -> bool:
        """Whether the picture's rows and columns run along the image's."""
        return self.viewport.turn.is_square

    def within(self, rect: QRect, size: Size) -> NDArray[np.bool_] | bool:
        """Which pixels of a rectangle that lies in a picture's show the picture, HxW; True where all do."""
        if self.is_square:
            return True
        grid = self.grid(rect)
        columns, rows = np.arange(rect.width()), np.arange(rect.height())[:, None]
        x = grid.first.x + grid.across.x * columns + grid.down.x * rows
        y = grid.first.y + grid.across.y * columns + grid.down.y * rows
        return (x >= 0) & (x < size.width) & (y >= 0) & (y < size.height)

    def rect_of(self, box: Box, margin: int = 0) -> QRect:
        """Everything that a box touches, and so many pixels around it."""
        if box.is_empty:
            return QRect()
        shown = self.viewport.box_to_view(box)
        left, top = math.floor(shown.left), math.floor(shown.top)
        right, bottom = math.ceil(shown.right), math.ceil(shown.bottom)
        return QRect(left, top, right - left, bottom - top).adjusted(-margin, -margin, margin, margin)

    def rect_within(self, box: Box) -> QRect:
        """The largest rectangle that shows nothing but a box; an empty one where the picture lies askew."""
        if not self.is_square:
            return QRect()
        shown = self.viewport.box_to_view(box)
        left, top = math.ceil(shown.left), math.ceil(shown.top)
        return QRect(left, top, math.floor(shown.right) - left, math.floor(shown.bottom) - top)

    def box_of(self, rect: QRect) -> Box:
        """The smallest box around what a rectangle shows."""
        return self.viewport.box_to_picture(as_box(rect))

    def grid(self, rect: QRect, corner: Point = ORIGIN, factor: float = 1.0) -> Grid:
        """Where a rectangle's pixels lie in an array whose first corner is here and whose pixels are so much larger."""
        turn, step = self.viewport.turn, 1 / (self.scale * factor)
        first = self.viewport.to_picture(Point(rect.x() + 0.5, rect.y() + 0.5))
        return Grid(
            Point((first.x - corner.x) / factor, (first.y - corner.y) / factor),
            turn.undone(step, 0.0),
            turn.undone(0.0, step),
            (rect.width(), rect.height()),
        )


def next_to(side: float) -> int:
    """The whole pixel next to a place; half-way always the one beyond, or a picture that is moved would change."""
    return math.floor(side + 0.5 + TIE)


def as_box(rect: QRect) -> Box:
    """A rectangle as a box of the same pixels."""
    return Box(rect.x(), rect.y(), rect.x() + rect.width(), rect.y() + rect.height())


def in_view(rect: QRect, ratio: float) -> QRectF:
    """A rectangle of device pixels in view pixels, of which each has so many a side."""
    return QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)
