"""Sliders under a mouse: a click on the line goes there, a drag from there goes on, and the canvas keeps its keys."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.window import Window
from tests.app.hands import LEFT, NO_KEY, document_of, move, press_key, settle

CONTROL = Qt.KeyboardModifier.ControlModifier


def halo(window: Window) -> float:
    return document_of(window).subject.edges.halo


def test_a_click_on_the_line_goes_there_and_a_drag_goes_on_as_one_step(cut: Window, qtbot: QtBot) -> None:
    slider = cut.column.edge.amounts["halo"].slider
    middle = slider.height() // 2
    QTest.mousePress(slider, LEFT, NO_KEY, QPoint(slider.width() // 2, middle))
    assert 0.4 < halo(cut) < 0.6
    assert slider.isSliderDown()
    move(slider, QPoint(slider.width() // 4, middle))
    QTest.mouseRelease(slider, LEFT, NO_KEY, QPoint(slider.width() // 4, middle))
    assert 0.1 < halo(cut) < 0.4
    assert not slider.isSliderDown()
    settle(qtbot, cut)
    press_key(cut, Qt.Key.Key_Z, CONTROL)
    assert halo(cut) == 1
    settle(qtbot, cut)


def test_what_is_clicked_beside_the_canvas_leaves_it_the_keys_that_are_held(cut: Window, qtbot: QtBot) -> None:
    cut.canvas.setFocus()
    column = cut.column
    clicked = [column.edge.amounts["halo"].slider, column.edge.more, column.edge.modes, column.export]
    for control in clicked:
        QTest.mouseClick(control, LEFT, NO_KEY, QPoint(6, control.height() // 2))
        QApplication.processEvents()
        assert cut.canvas.hasFocus()
    settle(qtbot, cut)
    cut.commands["next_part"].trigger()
    assert not cut.canvas.hasFocus()


def turn_down(control: QWidget) -> bool:
    """Turn the wheel by a notch; whether the control took it for itself."""
    at, phase = QPointF(control.rect().center()), Qt.ScrollPhase.NoScrollPhase
    no_button = Qt.MouseButton.NoButton
    event = QWheelEvent(at, control.mapToGlobal(at), QPoint(), QPoint(0, -120), no_button, NO_KEY, phase, False)
    QApplication.sendEvent(control, event)
    return event.isAccepted()


def test_the_wheel_scrolls_the_column_and_changes_only_what_has_the_focus(cut: Window, qtbot: QtBot) -> None:
    row = cut.column.edge.amounts["halo"]
    assert [turn_down(control) for control in (row.slider, row.field)] == [False, False]
    assert halo(cut) == 1
    QTest.mouseClick(row.field, LEFT)
    assert turn_down(row.field)
    assert halo(cut) == 0.99
    settle(qtbot, cut)
