"""What hands mean on the picture: tool in hand, button and held keys make a draft, a grip of the view or a zoom.

Knows of no Qt events (`inputs` reads those) and of nothing behind the surface it works on.
"""

from typing import Protocol

from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from segdesk.app.cursor import paint_cross, paint_ring, ring_rect
from segdesk.app.drafting import Drafting
from segdesk.app.session import Session
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.core.geometry import Point, Viewport
from segdesk.core.prompts import Polarity, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Pointer, Purpose, RetouchDraft

ZOOM_PER_CLICK = 1.6


class Surface(Protocol):
    """The view that gestures are made on. All places are view pixels."""

    @property
    def viewport(self) -> Viewport: ...

    @property
    def image(self) -> QImage:
        """What is painted under drafts; they are drawn at its size and device pixel ratio."""
        ...

    def pan_by(self, dx: float, dy: float) -> None: ...

    def zoom_by(self, factor: float, anchor: QPointF) -> None: ...

    def refresh(self) -> None:
        """Draw what the document changed, now."""
        ...

    def show_paint(self, draft: RetouchDraft | None) -> None:
        """Let the picture show what a stroke of the retouch brush paints, or no longer."""
        ...

    def repaint_rect(self, rect: QRect) -> None:
        """Paint a part again soon."""
        ...

    def set_pointer(self, shape: Qt.CursorShape | None) -> None:
        """The system's pointer over the surface; None is the surroundings' own."""
        ...


class Gestures(QObject):
    """At most one gesture at a time: a draft or a grip. Ended drafts go to the session."""

    pointed = Signal(object)
    """Carries the Point of the picture under the pointer, or None."""
    original_held = Signal(bool)
    """The original is to be shown while this is so."""

    def __init__(self, surface: Surface, session: Session, toolbox: Toolbox, *, parent: QObject) -> None:
        super().__init__(parent)
        self._surface, self._session, self._toolbox = surface, session, toolbox
        self._drafting = Drafting()
        self._grip: QPointF | None = None
        self._button = Qt.MouseButton.NoButton
        self._at: QPointF | None = None
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._space_held = False
        toolbox.kind_changed.connect(lambda _: self.start_over())
        toolbox.radius_changed.connect(lambda _: self._repaint_cursor())
        toolbox.retouch_changed.connect(self._repaint_cursor)

    @property
    def has_picture(self) -> bool:
        return self._session.document is not None

    @property
    def has_draft(self) -> bool:
        return self._drafting.is_active

    def start_over(self) -> None:
        """Another picture or another tool: what was under way never happened."""
        self._drop_draft()
        self._apply_cursor()

    def cancel(self) -> bool:
        """Forget the draft under way; True when there was one."""
        was_active = self._drafting.is_active
        self._drop_draft()
        return was_active

    def redraw(self) -> None:
        """The view has moved, grown or zoomed under the draft."""
        image = self._surface.image
        self._surface.repaint_rect(
            self._drafting.redraw(self._surface.viewport, image.size(), image.devicePixelRatio())
        )

    def paint(self, painter: QPainter) -> None:
        """Draft and cursor, over the picture."""
        self._drafting.paint(painter, self._surface.viewport)
        self._paint_cursor(painter)

    # What hands do

    def press(self, at: QPointF, button: Qt.MouseButton, *, eraser: bool = False) -> None:
        """A button or the pen went down; the eraser end does the opposite of the tool."""
        if not self.has_picture or self._drafting.is_active or self._grip is not None:
            return
        self._button, left = button, button is Qt.MouseButton.LeftButton
        if button is Qt.MouseButton.MiddleButton or (left and (self._space_held or self._toolbox.kind is Kind.PAN)):
            self._grip = at
            self._apply_cursor()
        elif self._toolbox.kind is Kind.ZOOM:
            inwards = left != self._alt_held()
            self._surface.zoom_by(ZOOM_PER_CLICK if inwards else 1 / ZOOM_PER_CLICK, at)
        elif left or self._toolbox.polarity is not None:
            self._begin(at, opposite=(not left) != (self._alt_held() or eraser))

    def move(self, at: QPointF) -> None:
        """The pointer went on, with or without a button down."""
        if self._grip is not None:
            moved, self._grip = at - self._grip, at
            self._surface.pan_by(moved.x(), moved.y())
        elif self._drafting.is_active:
            straight = bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)
            pointer = Pointer(self._picture_point(at), straight=straight)
            self._surface.repaint_rect(self._drafting.move(pointer, self._surface.viewport))
            self._paint()
        self.point_at(at)

    def release(self, at: QPointF, button: Qt.MouseButton) -> None:
        """A button or the pen went up; only the one that began a gesture ends it."""
        if button is not self._button:
            return
        if self._grip is not None:
            self._grip = None
            self._apply_cursor()
        elif self._drafting.is_active:
            self._end(at)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture under whatever goes on, by view pixels."""
        self._surface.pan_by(dx, dy)

    def zoom(self, factor: float, at: QPointF) -> None:
        """Zoom around a place."""
        self._surface.zoom_by(factor, at)

    def point_at(self, at: QPointF | None) -> None:
        """Where the pointer is, or None when it left."""
        self._repaint_cursor()
        self._at = at
        self._repaint_cursor()
        self.pointed.emit(None if at is None else self._picture_point(at))

    def heed(self, modifiers: Qt.KeyboardModifier) -> None:
        """Which of Shift, Alt and so on are down."""
        if modifiers != self._modifiers:
            self._modifiers = modifiers
            self._repaint_cursor()

    def hold(self, key: int, held: bool) -> bool:
        """Keys that count while they are down; True when this is one of them."""
        if not self.has_picture:
            return False
        if key == Qt.Key.Key_Space:
            self._space_held = held
            self._apply_cursor()
            self._repaint_cursor()
        elif key == Qt.Key.Key_Tab:
            self.original_held.emit(held)
        else:
            return False
        return True

    def let_go(self) -> None:
        """Keys that are held can no longer be seen going up."""
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab):
            self.hold(key, False)

    # Drafts

    def _begin(self, at: QPointF, *, opposite: bool) -> None:
        tool = self._toolbox.tool()
        if tool is not None:
            self._drafting.begin(tool, Pointer(self._picture_point(at), opposite=opposite))
            self.redraw()
            self._paint()

    def _end(self, at: QPointF) -> None:
        document = self._session.document
        ended = None if document is None else self._drafting.ended(document.picture.size)
        if isinstance(ended, RetouchStroke):
            self._session.retouch(ended)
        elif isinstance(ended, Stroke) and self._drafting.purpose is Purpose.HAIR:
            self._session.brush_hair(ended)
        elif ended is not None:
            self._session.add(ended)
        # The finished stroke is drawn before the draft goes, or it would flicker.
        self._surface.refresh()
        self._drop_draft()
        self.point_at(at)

    def _paint(self) -> None:
        """Paint is not drawn over the picture as other drafts are: it is the picture that changes."""
        if self._drafting.retouch is not None:
            self._surface.show_paint(self._drafting.retouch)

    def _drop_draft(self) -> None:
        if self._drafting.retouch is not None:
            self._surface.show_paint(None)
        self._surface.repaint_rect(self._drafting.drop(self._surface.viewport))
        self._repaint_cursor()

    def _picture_point(self, at: QPointF) -> Point:
        return self._surface.viewport.to_picture(_point(at))

    # The pointer

    def _alt_held(self) -> bool:
        return bool(self._modifiers & Qt.KeyboardModifier.AltModifier)

    def _polarity(self) -> Polarity | None:
        """What the ring's sign says, or None where there is no ring."""
        if self._space_held or self._grip is not None:
            return None
        if self._drafting.is_active:
            return self._drafting.polarity
        polarity = self._toolbox.polarity
        return polarity.opposite if polarity is not None and self._alt_held() else polarity

    def _ring_radius(self) -> float:
        return self._toolbox.radius * self._surface.viewport.scale

    def _repaint_cursor(self) -> None:
        if self._at is not None:
            self._surface.repaint_rect(ring_rect(_point(self._at), self._ring_radius()))

    def _apply_cursor(self) -> None:
        kind = self._toolbox.kind
        if not self.has_picture:
            self._surface.set_pointer(None)
        elif self._grip is not None:
            self._surface.set_pointer(Qt.CursorShape.ClosedHandCursor)
        elif self._space_held or kind is Kind.PAN:
            self._surface.set_pointer(Qt.CursorShape.OpenHandCursor)
        elif kind is Kind.ZOOM:
            self._surface.set_pointer(Qt.CursorShape.PointingHandCursor)
        else:
            self._surface.set_pointer(Qt.CursorShape.BlankCursor)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self._at is None or not self.has_picture:
            return
        polarity = self._polarity()
        if polarity is not None:
            kind, at, radius = self._toolbox.kind, _point(self._at), self._ring_radius()
            core = self._toolbox.tip.hardness if kind is Kind.RETOUCH else None
            paint_ring(painter, at, radius, polarity=polarity, purpose=kind.purpose, core=core)
        elif self._toolbox.kind is Kind.BOX and self._grip is None and not self._space_held:
            paint_cross(painter, _point(self._at))


def _point(at: QPointF) -> Point:
    return Point(at.x(), at.y())
