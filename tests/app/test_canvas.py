"""The gesture grammar on a real window: what hands do, what becomes of it, and what stays under the pointer."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.document import Subject
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from tests.app.desks import PaperDesks
from tests.app.hands import document_of, drag, move, place, press_key, settle, turn_wheel

ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LINE = [(100, 100), (120, 110), (150, 120)]


def subject_of(window: Window) -> Subject:
    assert window.session.document is not None
    return document_of(window).subject


def colour_at(window: Window, x: float, y: float) -> tuple[int, int, int]:
    """What the canvas shows at a place of the picture, away from the pointer."""
    image = window.canvas.grab().toImage()
    at = place(window.canvas, x, y) * image.devicePixelRatio()
    colour = image.pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def test_a_dragged_box_becomes_a_prompt_and_a_mask(qtbot: QtBot, window: Window) -> None:
    drag(window.canvas, [(40, 50), (100, 100), (200, 180)])
    settle(qtbot, window)
    (prompt,) = subject_of(window).prompts.boxes
    assert prompt.box == pytest.approx((40, 50, 200, 180), abs=1)
    assert subject_of(window).mask is not None


@pytest.mark.parametrize(
    ("key", "button", "keys", "polarity"),
    [
        (Qt.Key.Key_K, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Polarity.KEEP),
        (Qt.Key.Key_R, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Polarity.REMOVE),
        (Qt.Key.Key_K, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, Polarity.REMOVE),
        (Qt.Key.Key_R, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, Polarity.KEEP),
        (Qt.Key.Key_K, Qt.MouseButton.LeftButton, ALT, Polarity.REMOVE),
        (Qt.Key.Key_R, Qt.MouseButton.LeftButton, ALT, Polarity.KEEP),
    ],
)
def test_brush_button_and_alt_make_the_polarity(
    qtbot: QtBot,
    window: Window,
    key: Qt.Key,
    button: Qt.MouseButton,
    keys: Qt.KeyboardModifier,
    polarity: Polarity,
) -> None:
    press_key(window, key)
    drag(window.canvas, LINE, button=button, keys=keys)
    settle(qtbot, window)
    (stroke,) = subject_of(window).prompts.strokes
    assert stroke.polarity is polarity
    assert stroke.points[0] == pytest.approx(LINE[0], abs=1)
    assert stroke.points[-1] == pytest.approx(LINE[-1], abs=1)


def test_every_place_the_pointer_passed_is_in_the_stroke(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    places = [(60.0 + 3 * step, 80.0 + step % 7) for step in range(50)]
    drag(window.canvas, places)
    assert len(subject_of(window).prompts.strokes[0].points) == len(places)
    settle(qtbot, window)


def test_shift_draws_a_straight_line(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(60, 60), (90, 150), (200, 60)], keys=SHIFT)
    (stroke,) = subject_of(window).prompts.strokes
    assert len(stroke.points) == 2
    assert stroke.points[1] == pytest.approx((200, 60), abs=1)
    settle(qtbot, window)


def test_escape_during_a_gesture_means_that_nothing_happened(qtbot: QtBot, window: Window) -> None:
    before, shown = window.session.document, colour_at(window, 120, 110)
    for key in (Qt.Key.Key_K, Qt.Key.Key_B):
        press_key(window, key)
        drag(window.canvas, LINE, lets_go=False)
        assert window.canvas.has_gesture
        press_key(window, Qt.Key.Key_Escape)
        QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton)
        QTest.mouseMove(window.canvas, QPoint(5, 5))
    assert window.session.document is before
    assert colour_at(window, 120, 110) == shown


def test_escape_without_a_gesture_stops_the_engine(qtbot: QtBot, window: Window, desks: PaperDesks) -> None:
    desks.gate.clear()
    drag(window.canvas, [(40, 50), (200, 180)])
    qtbot.waitUntil(lambda: window.session.is_busy)
    press_key(window, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert subject_of(window).mask is None
    assert len(subject_of(window).prompts.boxes) == 1


def test_undo_and_redo_by_key_carry_the_names_of_their_steps(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, LINE)
    settle(qtbot, window)
    assert window.commands["undo"].text() == "Undo keep stroke"
    press_key(window, Qt.Key.Key_Z, CONTROL)
    assert subject_of(window).prompts.is_empty
    assert window.commands["redo"].text() == "Redo keep stroke"
    assert not window.commands["undo"].isEnabled()
    press_key(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(subject_of(window).prompts.strokes) == 1
    settle(qtbot, window)


def test_x_swaps_keep_and_remove(window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    press_key(window, Qt.Key.Key_X)
    assert window.toolbox.kind is Kind.REMOVE
    assert window.commands["remove"].isChecked()
    press_key(window, Qt.Key.Key_X)
    assert window.toolbox.kind is Kind.KEEP


def test_brackets_change_the_brush_and_shift_changes_it_more(window: Window) -> None:
    start = window.toolbox.radius
    press_key(window, Qt.Key.Key_BracketRight)
    larger = window.toolbox.radius
    press_key(window, Qt.Key.Key_BracketLeft)
    assert larger > start
    assert window.toolbox.radius == pytest.approx(start, abs=1)
    window.commands["much_larger"].trigger()
    assert window.toolbox.radius > larger


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, CONTROL])
def test_the_wheel_zooms_and_what_is_under_the_pointer_stays(window: Window, keys: Qt.KeyboardModifier) -> None:
    canvas = window.canvas
    anchor = place(canvas, 70, 170)
    scale = canvas.viewport.scale
    for notches in (1, 3, -2, 5):
        turn_wheel(canvas, anchor, notches, keys)
        held = canvas.viewport.to_picture(Point(anchor.x(), anchor.y()))
        assert held == pytest.approx((70, 170), abs=1)
    assert canvas.viewport.scale > scale


def test_fit_and_actual_size(window: Window) -> None:
    turn_wheel(window.canvas, QPoint(100, 100), 9)
    press_key(window, Qt.Key.Key_1, CONTROL)
    assert window.canvas.viewport.scale * window.canvas.devicePixelRatioF() == pytest.approx(1)
    press_key(window, Qt.Key.Key_0, CONTROL)
    view = window.canvas.viewport
    size = document_of(window).picture.size
    assert view.to_view(Point(0, 0)).x >= 0
    assert view.to_view(Point(*size)).x <= window.canvas.width()


@pytest.mark.parametrize("way", ["space", "middle", "tool"])
def test_panning_moves_the_picture_and_nothing_else(window: Window, way: str) -> None:
    canvas, before = window.canvas, window.session.document
    canvas.zoom_to(3)
    QApplication.processEvents()
    first, second = QPoint(300, 300), QPoint(340, 275)
    origin = canvas.viewport.origin
    button = Qt.MouseButton.MiddleButton if way == "middle" else Qt.MouseButton.LeftButton
    if way == "space":
        QTest.keyPress(canvas, Qt.Key.Key_Space)
    elif way == "tool":
        press_key(window, Qt.Key.Key_H)
    QTest.mousePress(canvas, button, Qt.KeyboardModifier.NoModifier, first)
    move(canvas, second, button=button)
    QTest.mouseRelease(canvas, button, Qt.KeyboardModifier.NoModifier, second)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.viewport.origin == pytest.approx((origin.x + 40, origin.y - 25), abs=1)
    assert window.session.document is before


@pytest.mark.parametrize("is_fitted", [True, False])
def test_escape_puts_a_picture_that_is_dragged_back(window: Window, is_fitted: bool) -> None:
    canvas, button = window.canvas, Qt.MouseButton.MiddleButton
    if not is_fitted:
        canvas.zoom_to(3)
    before = canvas.viewport
    QTest.mousePress(canvas, button, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    move(canvas, QPoint(340, 275), button=button)
    assert canvas.viewport != before
    press_key(window, Qt.Key.Key_Escape)
    assert canvas.viewport == before
    move(canvas, QPoint(380, 200), button=button)
    QTest.mouseRelease(canvas, button, Qt.KeyboardModifier.NoModifier, QPoint(380, 200))
    assert canvas.viewport == before
    assert canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    assert canvas._navigator._is_fitted is is_fitted


def test_some_of_the_picture_always_stays_in_view(window: Window) -> None:
    window.canvas.pan_by(50_000, -50_000)
    view = window.canvas.viewport
    corner = view.to_view(Point(0, document_of(window).picture.size.height))
    assert 0 < corner.x < window.canvas.width()
    assert 0 < corner.y < window.canvas.height()


def test_tab_shows_the_original_while_it_is_held(qtbot: QtBot, window: Window) -> None:
    original = colour_at(window, 280, 30)
    drag(window.canvas, [(40, 50), (200, 180)])
    settle(qtbot, window)
    QTest.mouseMove(window.canvas, QPoint(3, 3))
    dimmed = colour_at(window, 280, 30)
    assert sum(dimmed) < 0.5 * sum(original)
    QTest.keyPress(window.canvas, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert colour_at(window, 280, 30) == original
    QTest.keyRelease(window.canvas, Qt.Key.Key_Tab)
    QApplication.processEvents()
    assert colour_at(window, 280, 30) == dimmed


def test_a_pen_draws_as_a_mouse_does_and_its_eraser_removes(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    for pointer in (QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser):
        stroke_with_pen(window, pointer)
        settle(qtbot, window)
    assert [stroke.polarity for stroke in subject_of(window).prompts.strokes] == [Polarity.KEEP, Polarity.REMOVE]
    assert [len(stroke.points) for stroke in subject_of(window).prompts.strokes] == [3, 3]


def test_a_stroke_stays_in_sight_from_the_hand_to_the_picture(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    at = place(window.canvas, *LINE[1])
    bare = window.canvas.grab().toImage().pixel(at)
    drag(window.canvas, LINE)
    assert not window.canvas.has_gesture
    assert window.canvas.grab().toImage().pixel(at) != bare
    with qtbot.waitSignal(window.canvas.drawn):
        pass
    move(window.canvas, QPoint(5, 5), button=Qt.MouseButton.NoButton)
    assert window.canvas.grab().toImage().pixel(at) != bare
    settle(qtbot, window)


def test_a_stroke_that_is_refused_does_not_stay_in_sight(window: Window) -> None:
    window.toolbox.take(Kind.HAIR)
    at = place(window.canvas, *LINE[1])
    bare = window.canvas.grab().toImage().pixel(at)
    drag(window.canvas, LINE)
    move(window.canvas, QPoint(5, 5), button=Qt.MouseButton.NoButton)
    assert window.canvas.grab().toImage().pixel(at) == bare


def test_a_gesture_that_never_touches_the_picture_is_nothing(window: Window) -> None:
    before = window.session.document
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(-60, -60), (-50, -50)])
    assert window.session.document is before


def test_the_second_button_does_not_end_the_first_ones_stroke(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, LINE, lets_go=False)
    QTest.mouseClick(window.canvas, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    assert window.canvas.has_gesture
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton)
    assert len(subject_of(window).prompts.strokes) == 1
    settle(qtbot, window)


@pytest.mark.parametrize("seen", [25, 170])
def test_the_ring_is_as_large_as_the_brush(window: Window, seen: int) -> None:
    press_key(window, Qt.Key.Key_K)
    window.toolbox.set_radius(seen / window.canvas.viewport.scale)
    move(window.canvas, QPoint(5, 5), button=Qt.MouseButton.NoButton)
    bare = window.canvas.grab().toImage()
    at = place(window.canvas, 160, 120)
    move(window.canvas, at, button=Qt.MouseButton.NoButton)
    ringed = window.canvas.grab().toImage()
    row = [x for x in range(bare.width()) if bare.pixel(x, at.y()) != ringed.pixel(x, at.y())]
    assert (row[-1] - row[0]) / 2 == pytest.approx(seen, abs=2.5)


def stroke_with_pen(window: Window, pointer: QPointingDevice.PointerType) -> None:
    device = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        pointer,
        QInputDevice.Capability.Position,
        1,
        1,
    )
    kinds = [QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletMove, QEvent.Type.TabletRelease]
    for kind, at in zip(kinds, [*LINE, LINE[-1]], strict=True):
        local = QPointF(place(window.canvas, *at))
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
        event = QTabletEvent(
            kind,
            device,
            local,
            window.canvas.mapToGlobal(local),
            0.5,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.NoButton if kind is QEvent.Type.TabletMove else Qt.MouseButton.LeftButton,
            held,
        )
        QApplication.sendEvent(window.canvas, event)
