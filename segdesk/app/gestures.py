"""What hands mean on the picture: tool in hand, button and held keys make a draft, a grip of the view or a zoom.

Knows of no Qt events (`inputs` reads those) and of nothing behind the surface it works on.
"""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QPainter

from segdesk.app.cursor import Cursor, Mark
from segdesk.app.drafting import Drafting
from segdesk.app.pressing import Pressing
from segdesk.app.selecting import Selecting
from segdesk.app.session import Session
from segdesk.app.surface import Surface, point_of
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.core.geometry import Point
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompt, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Pointer

ZOOM_PER_CLICK = 1.6
RADIUS_PER_PIXEL = 1.01
"""What each view pixel to the right, with Alt and the right button, makes of the brush."""
REACH = 8
"""View pixels from a thing within which the pointer is on it."""
NUDGE, LARGE_NUDGE = 1, 10
"""Picture pixels an arrow key moves what is selected; the larger one with Shift."""


class Gestures(QObject):
    """At most one gesture at a time: a draft or a grip. Ended drafts go to the session."""

    pointed = Signal(object)
    """Carries the Point of the picture under the pointer, or None."""
    original_held = Signal(bool)
    """The original is to be shown while this is so."""
    drawing = Signal(bool)
    """Something is drawn by a button that is down, or no longer."""

    def __init__(self, surface: Surface, session: Session, toolbox: Toolbox, *, parent: QObject) -> None:
        super().__init__(parent)
        self._surface, self._session, self._toolbox = surface, session, toolbox
        self._drafting, self._pressing = Drafting(), Pressing()
        self.selecting = Selecting(surface, session, parent=self)
        self._grip: QPointF | None = None
        self._stood = surface.viewport
        """Where the picture was when it was gripped."""
        self._sizing: tuple[QPointF, float] | None = None
        """Where the brush began to be made larger or smaller, and its radius then."""
        self._last: Point | None = None
        """Where the stroke before ended."""
        self._cursor = Cursor()
        self._button = Qt.MouseButton.NoButton
        self._at: QPointF | None = None
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._space_held = self._is_eraser = self._is_drawing = False
        toolbox.kind_changed.connect(lambda _: self.start_over())
        toolbox.radius_changed.connect(lambda _: self._repaint_cursor())
        toolbox.retouch_changed.connect(self._repaint_cursor)
        toolbox.state_changed.connect(lambda _: self._repaint_cursor())

    @property
    def has_picture(self) -> bool:
        return self._session.document is not None and self._session.glimpse.levels is None

    @property
    def has_draft(self) -> bool:
        return self._drafting.is_active or self.selecting.is_dragging

    @property
    def is_held(self) -> bool:
        """Whether something is drawn or dragged that ends when the button goes up; a polygon waits for clicks."""
        return (self._drafting.is_active and not self._drafting.goes_on) or self.selecting.is_dragging

    def start_over(self) -> None:
        """Another picture or another tool: what was under way never happened."""
        self._drop_draft()
        self._last = None
        self.selecting.clear()
        self._apply_cursor()

    def cancel(self) -> bool:
        """Forget the draft or the drag under way; True when there was one."""
        was_active = self._drafting.is_active or self._sizing is not None or self._grip is not None
        if self._sizing is not None:
            self._toolbox.set_radius(self._sizing[1])
            self._sizing = None
        if self._grip is not None:
            self._grip = None
            self._surface.stand(self._stood)
            self._apply_cursor()
        self._drop_draft()
        return self.selecting.cancel() or was_active

    def redraw(self) -> None:
        """The view has moved, grown or zoomed under the draft."""
        image = self._surface.image
        self._surface.repaint_part(
            self._drafting.redraw(self._surface.viewport, image.size(), image.devicePixelRatio())
        )
        self._repaint_cursor()

    def clear_dry(self) -> None:
        """The picture shows all that the document holds."""
        if self._drafting.is_drying:
            self._surface.repaint_part(self._drafting.clear_dry(self._surface.viewport))

    def paint(self, painter: QPainter) -> None:
        """Selection, draft and cursor, over the picture."""
        self.selecting.paint(painter)
        self._drafting.paint(painter, self._surface.viewport)
        self._cursor.paint(painter, self._mark())

    # What hands do

    def press(
        self, at: QPointF, button: Qt.MouseButton, *, is_double: bool = False, pressure: float | None = None
    ) -> None:
        """A button or the pen went down; the eraser end does the opposite of the tool, and pressure goes 0..1."""
        if not self.has_picture or self.is_held or self._grip is not None or self._sizing is not None:
            return
        self._button, left = button, button is Qt.MouseButton.LeftButton
        if button is Qt.MouseButton.RightButton and self._alt_held() and self._toolbox.kind.is_brush:
            self._sizing = (at, self._toolbox.radius)
        elif button is Qt.MouseButton.MiddleButton or (left and (self._space_held or self._toolbox.kind is Kind.PAN)):
            self._grip, self._stood = at, self._surface.viewport
            self._apply_cursor()
            self._repaint_cursor()
        elif self._toolbox.kind is Kind.ZOOM:
            inwards = left != self._alt_held()
            self._surface.zoom_by(ZOOM_PER_CLICK if inwards else 1 / ZOOM_PER_CLICK, at)
        elif self._toolbox.kind is Kind.SELECT:
            if left:
                self.selecting.press(self._pointer(at))
        elif self._drafting.goes_on:
            self._set_corner(at, is_last=is_double)
        elif left or self._toolbox.polarity is not None:
            share = self._pressing.begin(pressure)
            self._begin(at, opposite=(not left) != (self._alt_held() or self._is_eraser), share=share)

    def move(self, at: QPointF, pressure: float | None = None) -> None:
        """The pointer went on, with or without a button down."""
        if self._sizing is not None:
            start, radius = self._sizing
            self._toolbox.set_radius(radius * RADIUS_PER_PIXEL ** (at.x() - start.x()))
            return
        if self._grip is not None:
            moved, self._grip = at - self._grip, at
            self._surface.pan_by(moved.x(), moved.y())
        elif self._drafting.is_active:
            pointer = self._pointer(at, share=self._pressing.follow(pressure))
            self._surface.repaint_part(self._drafting.move(pointer, self._surface.viewport))
            self._paint()
        elif self.selecting.is_dragging:
            self.selecting.move(self._pointer(at))
        self.point_at(at)

    def release(self, at: QPointF, button: Qt.MouseButton) -> None:
        """A button or the pen went up; only the one that began a gesture ends it."""
        if button is not self._button:
            return
        if self._sizing is not None:
            self._sizing = None
            self.point_at(at)
        elif self._grip is not None:
            self._grip = None
            self._apply_cursor()
            self.point_at(at)
        elif self.selecting.is_dragging:
            self.selecting.release()
        elif self.is_held:
            self._end(at)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture under whatever goes on, by view pixels."""
        self._surface.pan_by(dx, dy)

    def zoom(self, factor: float, at: QPointF) -> None:
        """Zoom around a place."""
        self._surface.zoom_by(factor, at)

    def point_at(self, at: QPointF | None) -> None:
        """Where the pointer is, or None when it left."""
        self._at = at
        self._repaint_cursor()
        if self._selects and not self.selecting.is_dragging:
            self.selecting.hover(None if at is None else self._pointer(at))
        self.pointed.emit(None if at is None else self._picture_point(at))

    def heed(self, modifiers: Qt.KeyboardModifier) -> None:
        """Which of Shift, Alt and so on are down."""
        if modifiers != self._modifiers:
            self._modifiers = modifiers
            self._repaint_cursor()

    def turn(self, *, is_eraser: bool) -> None:
        """Which end of the pen is near; a mouse has no other."""
        if is_eraser != self._is_eraser:
            self._is_eraser = is_eraser
            self._repaint_cursor()

    def hold(self, key: int, held: bool) -> bool:
        """Keys that count while they are down; True when this is one of them."""
        # Let go they are in any case, or they would go on to count once there is a picture.
        if held and not self.has_picture:
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

    def wants(self, key: int) -> bool:
        """Whether a key that may be a shortcut too is for what is selected."""
        return key in _ARROWS and isinstance(self.selecting.selected, BoxPrompt)

    def strike(self, key: int) -> bool:
        """Keys that do something each time they come; True when this is one of them and there is something to do."""
        way = _ARROWS.get(key)
        if way is not None:
            step = LARGE_NUDGE if self._shift_held() else NUDGE
            if self._modifiers & Qt.KeyboardModifier.ControlModifier:
                # Right and down make the box larger, as it is seen, and left and up smaller.
                outwards = sum(way)
                side = self._surface.viewport.turn.undone(*(outwards * part for part in way))
                return self.selecting.grow(side, outwards * step)
            return self.selecting.nudge(*(step * part for part in self._surface.viewport.turn.undone(*way)))
        if not self._drafting.goes_on:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close()
        elif key == Qt.Key.Key_Backspace:
            self._surface.repaint_part(self._drafting.step_back(self._surface.viewport))
            self._repaint_cursor()
        else:
            return False
        return True

    def let_go(self) -> None:
        """Keys that are held can no longer be seen going up."""
        self.heed(Qt.KeyboardModifier.NoModifier)
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab):
            self.hold(key, False)

    # Drafts

    def _begin(self, at: QPointF, *, opposite: bool, share: float) -> None:
        tool = self._toolbox.tool()
        if tool is not None:
            if self._drafting.is_drying:
                self._surface.refresh()
            self._drafting.begin(tool, self._pointer(at, opposite=opposite, share=share))
            # A polygon waits for clicks as long as it likes.
            self._tell_drawing(not self._drafting.goes_on)
            self.redraw()
            self._paint()

    def _set_corner(self, at: QPointF, *, is_last: bool) -> None:
        """A click of a polygon: another corner, or its end on a double click or at the first corner."""
        pointer = self._pointer(at)
        if is_last or self._drafting.closes_at(pointer):
            self._close()
        else:
            self._surface.repaint_part(self._drafting.corner(pointer, self._surface.viewport))

    def _close(self) -> None:
        """End a polygon that has the corners for it; of a double click the first one has set the last corner."""
        if self._drafting.can_close and self._at is not None:
            self._end(self._at)

    def _end(self, at: QPointF) -> None:
        document = self._session.document
        ended = None if document is None else self._joined(self._drafting.ended(document.picture.size))
        if isinstance(ended, RetouchStroke):
            self._session.retouch(ended)
        elif isinstance(ended, HairStroke):
            self._session.brush_hair(ended)
        elif ended is not None:
            self._session.add(ended)
        # The finished stroke is drawn before the draft goes, or it would flicker.
        if self._session.document is not document:
            self._drafting.dry()
        if not self._drafting.is_drying:
            self._surface.refresh()
        self._drop_draft()
        self.point_at(at)

    def _joined(self, ended: Prompt | RetouchStroke | None) -> Prompt | RetouchStroke | None:
        """With Shift a click draws a straight line from where the stroke before ended."""
        if not isinstance(ended, Stroke | RetouchStroke):
            return ended
        last, self._last = self._last, ended.points[-1]
        is_click = len(set(ended.points)) == 1
        if last is None or not is_click or not self._shift_held():
            return ended
        return replace(ended, points=(last, self._last), radii=2 * ended.radii[-1:])

    def _paint(self) -> None:
        """Paint is not drawn over the picture as other drafts are: it is the picture that changes."""
        if self._drafting.retouch is not None:
            self._surface.show_paint(self._drafting.retouch)

    def _drop_draft(self) -> None:
        if self._drafting.retouch is not None:
            self._surface.show_paint(None)
        self._surface.repaint_part(self._drafting.drop(self._surface.viewport))
        self._tell_drawing(False)
        self._repaint_cursor()

    def _tell_drawing(self, is_drawing: bool) -> None:
        if is_drawing != self._is_drawing:
            self._is_drawing = is_drawing
            self.drawing.emit(is_drawing)

    def _pointer(self, at: QPointF, *, opposite: bool = False, share: float = 1.0) -> Pointer:
        reach = REACH / self._surface.viewport.scale
        return Pointer(self._picture_point(at), opposite, self._shift_held(), reach, share)

    def _picture_point(self, at: QPointF) -> Point:
        return self._surface.viewport.to_picture(point_of(at))

    # The pointer

    def _alt_held(self) -> bool:
        return bool(self._modifiers & Qt.KeyboardModifier.AltModifier)

    def _shift_held(self) -> bool:
        return bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)

    @property
    def _selects(self) -> bool:
        """Whether the pointer is the select tool's now."""
        return self._toolbox.kind is Kind.SELECT and self.has_picture and not self._space_held and self._grip is None

    def _polarity(self) -> Polarity | None:
        """What the cursor's sign says, or None where there is none."""
        if self._drafting.is_active:
            return self._drafting.polarity
        polarity = self._toolbox.polarity
        is_turned = self._alt_held() or self._is_eraser
        return polarity.opposite if polarity is not None and is_turned else polarity

    def _mark(self) -> Mark | None:
        """What stands at the pointer, or None while that is the system's own."""
        if self._at is None or not self.has_picture or self._space_held or self._grip is not None:
            return None
        kind, polarity, at = self._toolbox.kind, self._polarity(), point_of(self._at)
        if kind in (Kind.BOX, Kind.LASSO, Kind.POLYGON):
            return Mark(at, polarity)
        if not kind.is_brush or polarity is None:
            return None
        radius = self._toolbox.radius * self._surface.viewport.scale
        core = self._toolbox.tip.hardness if kind is Kind.RETOUCH else None
        return Mark(at, polarity, radius, self._toolbox.purpose, core)

    def _repaint_cursor(self) -> None:
        self._surface.repaint_part(self._cursor.moved(self._mark()))

    def _apply_cursor(self) -> None:
        kind = self._toolbox.kind
        if not self.has_picture:
            self._surface.set_pointer(None)
        elif self._grip is not None:
            self._surface.set_pointer(Qt.CursorShape.ClosedHandCursor)
        elif self._selects:
            self._surface.set_pointer(self.selecting.shape)
        elif self._space_held or kind is Kind.PAN:
            self._surface.set_pointer(Qt.CursorShape.OpenHandCursor)
        elif kind is Kind.ZOOM:
            self._surface.set_pointer(Qt.CursorShape.PointingHandCursor)
        else:
            self._surface.set_pointer(Qt.CursorShape.BlankCursor)


_ARROWS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
