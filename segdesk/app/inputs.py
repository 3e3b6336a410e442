"""Reads the events of mouse, pen, wheel, touchpad and keys on the canvas and says them to gestures in plain calls."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from segdesk.app.gestures import Gestures
from segdesk.app.tablets import is_eraser
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.app.touch import Touch

ZOOM_PER_WHEEL_UNIT = 1.0016
"""A notch of a mouse wheel is 120 units."""


class Inputs(QObject):
    """Watches the widget that gestures are made on. What it takes, the widget never sees."""

    def __init__(self, widget: QWidget, gestures: Gestures, toolbox: Toolbox) -> None:
        super().__init__(widget)
        self._widget, self._gestures, self._toolbox = widget, gestures, toolbox
        self._touch = Touch(gestures)
        self._down = self._pen_down = Qt.MouseButton.NoButton
        self._pen_at = QPointF()
        widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        widget.setMouseTracking(True)
        widget.setTabletTracking(True)
        widget.installEventFilter(self)

    def _takes(self, event: QEvent) -> bool:
        """True for what needs no one else."""
        match event:
            case QMouseEvent():
                return self._mouse(event)
            case QTabletEvent():
                return self._pen(event)
            case QTouchEvent():
                return self._touch.take(event)
            case QWheelEvent():
                return self._wheel(event)
            case QNativeGestureEvent():
                return self._touchpad(event)
            case QKeyEvent():
                return self._key(event)
            case QEnterEvent():
                self._gestures.point_at(event.position())
        if event.type() is QEvent.Type.Leave:
            self._gestures.point_at(None)
        elif event.type() is QEvent.Type.FocusOut:
            self._gestures.let_go()
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                is_double = event.type() is QEvent.Type.MouseButtonDblClick
                self._gestures.heed(event.modifiers())
                self._gestures.turn(is_eraser=False)
                self._down |= event.button()
                self._gestures.press(event.position(), event.button(), is_double=is_double)
            case QEvent.Type.MouseMove:
                self._gestures.heed(event.modifiers())
                self._gestures.turn(is_eraser=False)
                # A release may have gone to another window, and is made up for as soon as the mouse is back.
                for button in self._down & ~event.buttons():
                    self._release(event, button)
                self._gestures.move(event.position())
            case QEvent.Type.MouseButtonRelease:
                self._release(event, event.button())
            case _:
                return False
        return True

    def _release(self, event: QMouseEvent, button: Qt.MouseButton) -> None:
        self._down &= ~button
        self._gestures.release(event.position(), button)

    def _pen(self, event: QTabletEvent) -> bool:
        self.meet_pen(is_eraser(event))
        self._gestures.heed(event.modifiers())
        match event.type():
            case QEvent.Type.TabletPress:
                self._widget.setFocus(Qt.FocusReason.MouseFocusReason)
                self._lift(self._pen_down & event.button())
                self._pen_down |= event.button()
                self._gestures.press(event.position(), event.button(), pressure=self._pressure(event))
            case QEvent.Type.TabletMove:
                if not event.buttons() and not event.pressure():
                    self._lift(self._pen_down)
                self._gestures.move(event.position(), self._pressure(event))
            case QEvent.Type.TabletRelease:
                self._pen_down &= ~event.button()
                self._gestures.release(event.position(), event.button())
        self._pen_at = event.position()
        event.accept()
        return True

    def _lift(self, buttons: Qt.MouseButton) -> None:
        """Make up for releases of the pen's that never came, where it was last."""
        self._pen_down &= ~buttons
        for button in buttons:
            self._gestures.release(self._pen_at, button)

    def meet_pen(self, is_eraser: bool) -> None:
        """A pen is near, this or that end of it down."""
        self._touch.meet_pen()
        self._toolbox.meet_pen()
        self._gestures.turn(is_eraser=is_eraser)

    def miss_pen(self) -> None:
        """The pen has left; what it drew until then is drawn."""
        self._lift(self._pen_down)
        self._gestures.turn(is_eraser=False)

    def _pressure(self, event: QTabletEvent) -> float | None:
        """None where there is none to be felt, or none is to be heeded."""
        feels = event.pointingDevice().capabilities() & QInputDevice.Capability.Pressure
        return event.pressure() if feels and self._toolbox.heeds_pressure else None

    def _wheel(self, event: QWheelEvent) -> bool:
        touchpad = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not (turned or touchpad):
            # Where a touchpad's fingers come and go; nothing has moved.
            event.accept()
            return True
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not touchpad:
            self._toolbox.resize(1 if turned > 0 else -1)
        elif touchpad and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            moved = event.pixelDelta()
            self._gestures.pan(moved.x(), moved.y())
        else:
            self._gestures.zoom(ZOOM_PER_WHEEL_UNIT**turned, event.position())
        event.accept()
        return True

    def _touchpad(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._gestures.zoom(1 + event.value(), event.position())
        return True

    def _key(self, event: QKeyEvent) -> bool:
        key, is_repeat = event.key(), event.isAutoRepeat()
        match event.type():
            case QEvent.Type.ShortcutOverride if key == Qt.Key.Key_Tab and self._gestures.has_picture:
                # As a shortcut it would move the focus.
                event.accept()
                return True
            case QEvent.Type.ShortcutOverride if _is_control(event) and self._gestures.wants(key):
                # While a box is selected the arrows are for it.
                event.accept()
                return True
            case QEvent.Type.ShortcutOverride if self._opacity_of(event) is not None:
                # With other tools a digit may be a shortcut.
                event.accept()
                return True
            case QEvent.Type.KeyPress if (opacity := self._opacity_of(event)) is not None:
                self._toolbox.set_tip(self._toolbox.tip._replace(opacity=opacity))
                return True
            case QEvent.Type.KeyPress:
                self._gestures.heed(event.modifiers() | _modifier_of(key))
                is_held = not is_repeat and self._gestures.hold(key, True)
                return is_held or self._gestures.strike(key) or is_repeat
            case QEvent.Type.KeyRelease:
                self._gestures.heed(event.modifiers() & ~_modifier_of(key))
                return is_repeat or self._gestures.hold(key, False)
        return False

    def _opacity_of(self, event: QKeyEvent) -> float | None:
        """What a digit means while the retouch brush is in hand: tenths, and 0 for all."""
        digit = event.key() - Qt.Key.Key_0
        is_bare = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if self._toolbox.kind is not Kind.RETOUCH or not is_bare or not 0 <= digit <= 9:
            return None
        return (digit or 10) / 10

    # Qt's own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return self._takes(event) or super().eventFilter(watched, event)


def _is_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _modifier_of(key: int) -> Qt.KeyboardModifier:
    """What a modifier key's own press adds, which its event does not tell yet."""
    return {
        Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
        Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    }.get(Qt.Key(key), Qt.KeyboardModifier.NoModifier)
