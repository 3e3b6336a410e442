"""The picture on screen: turns mouse, pen, wheel and keys into gestures and moves of the view, and paints."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from segdesk.app.cursor import paint_cross, paint_ring, ring_rect
from segdesk.app.drafting import Drafting
from segdesk.app.layers import Layer, Sight
from segdesk.app.navigator import Navigator
from segdesk.app.overlay import Overlay
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Size, Viewport
from segdesk.core.prompts import Polarity
from segdesk.core.tools import Pointer

ZOOM_PER_WHEEL_UNIT = 1.0016
"""A notch of a mouse wheel is 120 units."""
ZOOM_PER_CLICK = 1.6


class Canvas(QWidget):
    """Shows the session's document. Owns nothing of it but the gesture under way."""

    viewport_changed = Signal(object)
    pointed = Signal(object)
    """Carries the Point of the picture under the pointer, or None."""

    def __init__(self, session: Session, toolbox: Toolbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._toolbox = session, toolbox
        self._overlay, self._drafting = Overlay(), Drafting()
        self._navigator = Navigator()
        self._look, self._shows_prompts = Look(), True
        self._grip: QPointF | None = None
        self._button = Qt.MouseButton.NoButton
        self._at: QPointF | None = None
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._space_held = self._original_held = False
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._refresh)
        self._prepare()
        session.document_opened.connect(self._on_opened)
        session.document_changed.connect(self._on_changed)
        toolbox.kind_changed.connect(self._on_tool_changed)
        toolbox.radius_changed.connect(lambda _: self._repaint_cursor())

    @property
    def viewport(self) -> Viewport:
        """Where the picture lies, as it is drawn."""
        return self._overlay.shown

    @property
    def sight(self) -> Sight:
        """What of the picture is in view."""
        return self._overlay.sight

    @property
    def look(self) -> Look:
        return self._look

    @property
    def has_gesture(self) -> bool:
        return self._drafting.is_active

    def set_look(self, look: Look) -> None:
        """Another view, overlay colour, opacity or outline; the checkerboard is the theme's."""
        self._look = replace(look, checker=self._look.checker)
        self._apply_look()

    def set_palette(self, palette: Palette) -> None:
        """The theme's colours around the picture and under it; what is drawn on the picture has its own."""
        self._overlay.set_ground(palette.canvas)
        self._look = replace(self._look, checker=palette.checker)
        self._apply_look()

    def show_layers(self, layers: tuple[Layer, ...]) -> None:
        """Paint from finished edges, the best first."""
        self._overlay.set_layers(layers)
        self._due.start()

    def show_prompts(self, shown: bool) -> None:
        """Show or hide the finished boxes and strokes."""
        self._shows_prompts = shown
        self._show_subject(None)

    def cancel_gesture(self) -> bool:
        """Forget the gesture under way; True when there was one."""
        was_active = self._drafting.is_active
        self._drop_draft()
        return was_active

    def fit(self) -> None:
        """Show the whole picture."""
        self._navigator.fit()
        self._show_view()

    def zoom_to(self, scale: float) -> None:
        """Show at a scale, in device pixels per picture pixel, around the middle of the view."""
        self.zoom_by(scale / self._overlay.ratio / self._navigator.viewport.scale)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom around a place in the view, or around its middle."""
        self._navigator.zoom(factor, None if anchor is None else _point(anchor))
        self._show_view()

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the picture by so many view pixels."""
        self._navigator.pan(dx, dy)
        self._show_view()

    def _prepare(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMinimumSize(QSize(320, 240))
        self.setAccessibleName(self.tr("Canvas"))

    def _picture_size(self) -> Size | None:
        document = self._session.document
        return None if document is None else document.picture.size

    def _on_opened(self) -> None:
        self._drop_draft()
        size = self._picture_size()
        assert size is not None
        self._navigator.show(size)
        self._overlay.set_picture(self._session.levels)
        self._show_subject(None)
        self._show_view()
        self._apply_cursor()

    def _on_changed(self, box: Box) -> None:
        self._show_subject(box)

    def _show_subject(self, changed: Box | None) -> None:
        document = self._session.document
        if document is None:
            return
        subject = document.subject
        prompts, hair = (subject.prompts, subject.hair) if self._shows_prompts else (None, ())
        box = Box.whole(document.picture.size) if changed is None else changed
        self._overlay.set_subject(self._session.mask_levels, prompts, box, hair=hair)
        self._due.start()

    def _on_tool_changed(self, _kind: Kind) -> None:
        self.cancel_gesture()
        self._apply_cursor()

    def _apply_look(self) -> None:
        view = View.ORIGINAL if self._original_held else self._look.view
        self._overlay.set_look(replace(self._look, view=view))
        self._due.start()

    def _refresh(self) -> None:
        changed = self._overlay.refresh()
        if not changed.isEmpty():
            self.update(changed)

    def _show_view(self) -> None:
        self._overlay.set_viewport(self._navigator.viewport)
        self._redraw_draft()
        self.update()
        self._due.start()
        self.viewport_changed.emit(self._navigator.viewport)

    # Gestures

    def _press(self, at: QPointF, button: Qt.MouseButton, *, eraser: bool = False) -> None:
        if self._picture_size() is None or self._drafting.is_active or self._grip is not None:
            return
        self._button, left = button, button is Qt.MouseButton.LeftButton
        if button is Qt.MouseButton.MiddleButton or (left and (self._space_held or self._toolbox.kind is Kind.PAN)):
            self._grip = at
            self._apply_cursor()
        elif self._toolbox.kind is Kind.ZOOM:
            inwards = left != self._alt_held()
            self.zoom_by(ZOOM_PER_CLICK if inwards else 1 / ZOOM_PER_CLICK, at)
        elif left or self._toolbox.kind.polarity is not None:
            self._begin(at, opposite=(not left) != (self._alt_held() or eraser))

    def _begin(self, at: QPointF, *, opposite: bool) -> None:
        tool = self._toolbox.tool()
        if tool is not None:
            self._drafting.begin(tool, Pointer(self.viewport.to_picture(_point(at)), opposite=opposite))
            self._redraw_draft()

    def _move(self, at: QPointF) -> None:
        if self._grip is not None:
            moved, self._grip = at - self._grip, at
            self.pan_by(moved.x(), moved.y())
        elif self._drafting.is_active:
            straight = bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)
            pointer = Pointer(self.viewport.to_picture(_point(at)), straight=straight)
            self.update(self._drafting.move(pointer, self.viewport))
        self._point_at(at)

    def _release(self, at: QPointF, button: Qt.MouseButton) -> None:
        if button is not self._button:
            return
        if self._grip is not None:
            self._grip = None
            self._apply_cursor()
        elif self._drafting.is_active:
            size = self._picture_size()
            prompt = None if size is None else self._drafting.ended(size)
            if prompt is not None:
                self._session.add(prompt)
            # The finished stroke is drawn before the draft goes, or it would flicker.
            self._refresh()
            self._drop_draft()
            self._point_at(at)

    def _redraw_draft(self) -> None:
        self.update(self._drafting.redraw(self.viewport, self._overlay.image.size(), self._overlay.ratio))

    def _drop_draft(self) -> None:
        self.update(self._drafting.drop(self.viewport))
        self._repaint_cursor()

    # The pointer

    def _point_at(self, at: QPointF | None) -> None:
        self._repaint_cursor()
        self._at = at
        self._repaint_cursor()
        self.pointed.emit(None if at is None else self.viewport.to_picture(_point(at)))

    def _alt_held(self) -> bool:
        return bool(self._modifiers & Qt.KeyboardModifier.AltModifier)

    def _polarity(self) -> Polarity | None:
        """What the ring's sign says, or None where there is no ring."""
        if self._space_held or self._grip is not None:
            return None
        if self._drafting.is_active:
            return self._drafting.polarity
        polarity = self._toolbox.kind.polarity
        return polarity.opposite if polarity is not None and self._alt_held() else polarity

    def _repaint_cursor(self) -> None:
        if self._at is not None:
            self.update(ring_rect(_point(self._at), self._toolbox.radius * self._navigator.viewport.scale))

    def _apply_cursor(self) -> None:
        kind = self._toolbox.kind
        if self._picture_size() is None:
            self.unsetCursor()
        elif self._grip is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space_held or kind is Kind.PAN:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif kind is Kind.ZOOM:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _heed_modifiers(self, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers != self._modifiers:
            self._modifiers = modifiers
            self._repaint_cursor()

    def _hold(self, key: int, held: bool) -> bool:
        """Keys that count while they are down; True when this is one of them."""
        if key == Qt.Key.Key_Space:
            self._space_held = held
            self._apply_cursor()
            self._repaint_cursor()
        elif key == Qt.Key.Key_Tab:
            self._original_held = held
            self._apply_look()
        else:
            return False
        return True

    # Qt's own

    def event(self, event: QEvent) -> bool:
        # Tab would move the focus before keyPressEvent hears of it.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab and self._picture_size() is not None:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self.keyPressEvent(event)
                return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._heed_modifiers(event.modifiers() | _modifier_of(event.key()))
        if not event.isAutoRepeat() and not self._hold(event.key(), True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._heed_modifiers(event.modifiers() & ~_modifier_of(event.key()))
        if not event.isAutoRepeat() and not self._hold(event.key(), False):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Tab):
            self._hold(key, False)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._heed_modifiers(event.modifiers())
        self._press(event.position(), event.button())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._heed_modifiers(event.modifiers())
        self._move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._release(event.position(), event.button())

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._heed_modifiers(event.modifiers())
        eraser = event.pointerType() is QPointingDevice.PointerType.Eraser
        match event.type():
            case QEvent.Type.TabletPress:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._press(event.position(), event.button(), eraser=eraser)
            case QEvent.Type.TabletMove:
                self._move(event.position())
            case QEvent.Type.TabletRelease:
                self._release(event.position(), event.button())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        touchpad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not touchpad:
            self._toolbox.resize(1 if turned > 0 else -1)
        elif touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            moved = event.pixelDelta()
            self.pan_by(moved.x(), moved.y())
        else:
            self.zoom_by(ZOOM_PER_WHEEL_UNIT**turned, event.position())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._overlay.set_size(event.size(), self.devicePixelRatioF())
        self._navigator.resize(Size(event.size().width(), event.size().height()))
        self._show_view()
        self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(0, 0, self._overlay.image)
        self._drafting.paint(painter, self.viewport)
        self._paint_cursor(painter)

    def _paint_cursor(self, painter: QPainter) -> None:
        if self._at is None or self._picture_size() is None:
            return
        polarity = self._polarity()
        if polarity is not None:
            paint_ring(painter, _point(self._at), self._toolbox.radius * self._navigator.viewport.scale, polarity)
        elif self._toolbox.kind is Kind.BOX and self._grip is None and not self._space_held:
            paint_cross(painter, _point(self._at))


def _point(at: QPointF) -> Point:
    return Point(at.x(), at.y())


def _modifier_of(key: int) -> Qt.KeyboardModifier:
    """What a modifier key's own press adds, which its event does not tell yet."""
    return {
        Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
        Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    }.get(Qt.Key(key), Qt.KeyboardModifier.NoModifier)
