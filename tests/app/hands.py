"""The designer's hands: real mouse and key events at places of the picture."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.canvas import Canvas
from segdesk.app.exported import has_all_of
from segdesk.app.session import Session
from segdesk.app.window import Window
from segdesk.core.document import Bytes2D, Document
from segdesk.core.geometry import Point

NO_KEY = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def document_of(window: Window) -> Document:
    """What the window shows."""
    assert window.session.document is not None
    return window.session.document


def has_unexported(session: Session) -> bool:
    """Whether something was made that no export holds."""
    work = session.work
    return work is not None and not has_all_of(work.document, work.exported)


def coverage_of(window: Window) -> Bytes2D:
    """The mask the window shows."""
    mask = document_of(window).subject.mask
    assert mask is not None
    return mask.coverage


def put_away(window: Window) -> None:
    """Close a window and delete it at once: one that is still there is styled anew with the next."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def place(canvas: Canvas, x: float, y: float) -> QPoint:
    """Where in the view a place of the picture lies."""
    at = canvas.viewport.to_view(Point(x, y))
    return QPoint(round(at.x), round(at.y))


def drag(
    canvas: Canvas,
    places: Iterable[tuple[float, float]],
    *,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NO_KEY,
    lets_go: bool = True,
) -> None:
    """Press at the first of these places of the picture, move over the others, let go at the last."""
    first, *rest = [place(canvas, *at) for at in places]
    QTest.mouseMove(canvas, first)
    QTest.mousePress(canvas, button, keys, first)
    for at in rest:
        move(canvas, at, button=button, keys=keys)
    if lets_go:
        QTest.mouseRelease(canvas, button, keys, rest[-1] if rest else first)


def move(canvas: QWidget, at: QPoint, *, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Move with a button held; QTest's own moves carry neither button nor keys."""
    local = QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, local, canvas.mapToGlobal(local), Qt.MouseButton.NoButton, button, keys)
    QApplication.sendEvent(canvas, event)


def turn_wheel(canvas: Canvas, at: QPoint, notches: int, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Turn a mouse wheel; away from the hand above zero."""
    local = QPointF(at)
    event = QWheelEvent(
        local,
        canvas.mapToGlobal(local),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def press_button(window: Window, name: str) -> None:
    """Click the visible button of this name with the mouse."""
    [button] = [button for button in window.findChildren(QPushButton) if button.accessibleName() == name]
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


def press_key(window: Window, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press and release a key on the canvas."""
    QTest.keyClick(window.canvas, key, keys)


def settle(qtbot: QtBot, window: Window) -> None:
    """Wait until the engine has said what it has to say and the view shows it with its edges finished."""
    parts = (window.session, window.finishing, window.companions, window.viewing)
    qtbot.waitUntil(lambda: not any(part.is_busy for part in parts), timeout=20_000)
    QApplication.processEvents()


def shown(window: Window) -> np.ndarray:
    """The canvas as RGB uint8 HxWx3, at device pixels."""
    QApplication.processEvents()
    image = window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
