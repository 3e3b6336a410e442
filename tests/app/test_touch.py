"""Fingers, pen and mouse at one canvas: who draws, who moves the view, and how the brush changes its size."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.geometry import Point
from tests.app.hands import document_of, drag, move, press_key, settle
from tests.app.test_canvas import ALT, SHIFT, stroke_with_pen

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Fingers = dict[int, tuple[int, int]]


class Hand:
    """Fingers on a touch screen, by number, at places of the view."""

    def __init__(self, window: Window, screen: QPointingDevice) -> None:
        self._canvas, self._screen = window.canvas, screen
        self._before: Fingers = {}

    def put(self, now: Fingers) -> None:
        """The fingers are here now; those that are missing went up."""
        sequence = QTest.touchEvent(self._canvas, self._screen, False)
        for finger, at in {**self._before, **now}.items():
            act = sequence.release if finger not in now else sequence.move if finger in self._before else sequence.press
            act(finger, QPoint(*at), self._canvas)
        self._before = now
        sequence.commit()


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


@pytest.fixture
def hand(window: Window, screen: QPointingDevice) -> Hand:
    press_key(window, Qt.Key.Key_K)
    return Hand(window, screen)


def strokes_of(window: Window) -> list[int]:
    """Of how many points the strokes are."""
    return [len(stroke.points) for stroke in document_of(window).subject.prompts.strokes]


def test_one_finger_draws_where_there_is_no_pen(qtbot: QtBot, window: Window, hand: Hand) -> None:
    for at in ((300, 300), (320, 310), (340, 330)):
        hand.put({1: at})
    hand.put({})
    assert strokes_of(window) == [3]
    settle(qtbot, window)


def test_beside_a_pen_a_finger_pans_and_never_draws(qtbot: QtBot, window: Window, hand: Hand) -> None:
    stroke_with_pen(window, QPointingDevice.PointerType.Pen)
    settle(qtbot, window)
    window.canvas.zoom_to(3)
    origin = window.canvas.viewport.origin
    for at in ((300, 300), (330, 280)):
        hand.put({1: at})
    hand.put({})
    assert window.canvas.viewport.origin == pytest.approx((origin.x + 30, origin.y - 20), abs=1)
    assert strokes_of(window) == [3]


def test_a_palm_that_was_there_before_the_first_pen_has_drawn_nothing(qtbot: QtBot, window: Window, hand: Hand) -> None:
    for at in ((300, 300), (310, 305)):
        hand.put({1: at})
    stroke_with_pen(window, QPointingDevice.PointerType.Pen)
    hand.put({})
    assert strokes_of(window) == [3]
    settle(qtbot, window)


def test_two_fingers_pan_and_zoom_about_what_they_hold(window: Window, hand: Hand) -> None:
    canvas, before = window.canvas, window.session.document
    canvas.zoom_to(2)
    held, scale = canvas.viewport.to_picture(Point(400, 300)), canvas.viewport.scale
    hand.put({1: (350, 300), 2: (450, 300)})
    hand.put({1: (320, 310), 2: (520, 310)})
    assert canvas.viewport.scale == pytest.approx(2 * scale)
    assert canvas.viewport.to_picture(Point(420, 310)) == pytest.approx(held, abs=1)
    hand.put({2: (520, 310)})
    hand.put({})
    assert window.session.document is before


def test_a_second_finger_makes_the_first_ones_stroke_unhappen(window: Window, hand: Hand) -> None:
    before = window.session.document
    hand.put({1: (300, 300)})
    hand.put({1: (310, 300)})
    assert window.canvas.has_gesture
    hand.put({1: (310, 300), 2: (400, 300)})
    assert not window.canvas.has_gesture
    hand.put({})
    assert window.session.document is before


def test_a_hand_that_rests_on_the_screen_leaves_the_stroke_under_way_alone(
    qtbot: QtBot, window: Window, hand: Hand
) -> None:
    drag(window.canvas, [(100, 100), (120, 110)], lets_go=False)
    place_before = window.canvas.viewport
    hand.put({5: (500, 400)})
    hand.put({5: (540, 420)})
    hand.put({})
    assert window.canvas.has_gesture
    assert window.canvas.viewport == place_before
    QTest.mouseRelease(window.canvas, LEFT)
    assert strokes_of(window) == [2]
    settle(qtbot, window)


def test_alt_and_the_right_button_change_the_brush_and_draw_nothing(window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    before, start = window.session.document, window.toolbox.radius
    at = QPoint(300, 300)
    QTest.mousePress(window.canvas, RIGHT, ALT, at)
    move(window.canvas, at + QPoint(60, 5), button=RIGHT, keys=ALT)
    larger = window.toolbox.radius
    move(window.canvas, at + QPoint(-60, 5), button=RIGHT, keys=ALT)
    smaller = window.toolbox.radius
    QTest.mouseRelease(window.canvas, RIGHT, ALT, at)
    assert smaller < start < larger
    assert larger * smaller == pytest.approx(start * start)
    assert window.session.document is before


def test_escape_brings_the_brush_back(window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    start, at = window.toolbox.radius, QPoint(300, 300)
    QTest.mousePress(window.canvas, RIGHT, ALT, at)
    move(window.canvas, at + QPoint(60, 0), button=RIGHT, keys=ALT)
    press_key(window, Qt.Key.Key_Escape)
    assert window.toolbox.radius == start
    move(window.canvas, at + QPoint(90, 0), button=RIGHT, keys=ALT)
    QTest.mouseRelease(window.canvas, RIGHT, ALT, at)
    assert window.toolbox.radius == start


def test_shift_click_goes_straight_on_from_the_stroke_before(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(60, 60), (90, 70)])
    drag(window.canvas, [(200, 150)], keys=SHIFT)
    first, second = document_of(window).subject.prompts.strokes
    assert second.points[0] == first.points[-1]
    assert second.points[1] == pytest.approx((200, 150), abs=1)
    drag(window.canvas, [(220, 60)], keys=SHIFT)
    assert document_of(window).subject.prompts.strokes[2].points[0] == second.points[1]
    drag(window.canvas, [(40, 200)])
    assert strokes_of(window) == [2, 2, 2, 1]
    settle(qtbot, window)


def test_another_tool_begins_a_line_of_its_own(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(60, 60), (90, 70)])
    window.toolbox.take(Kind.REMOVE)
    drag(window.canvas, [(200, 150)], keys=SHIFT)
    assert strokes_of(window) == [2, 1]
    settle(qtbot, window)
