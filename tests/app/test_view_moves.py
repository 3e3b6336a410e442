"""Looking around on a real window: before and after, turns, overview and loupe, and that work stays true in them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.divider import Divider
from segdesk.app.loupe import Loupe
from segdesk.app.navigator import KEPT_IN_VIEW, Navigator
from segdesk.app.views import View
from segdesk.app.window import Window
from segdesk.core.document import EdgeSettings
from segdesk.core.geometry import UPRIGHT, Box, Point, Size, Turn
from segdesk.imaging import composite, files
from tests.app.conftest import Answers
from tests.app.hands import LEFT, NO_KEY, coverage_of, document_of, drag, place, press_key, settle, shown, turn_wheel
from tests.app.test_canvas import LINE, stroke_with_pen
from tests.scenes import Scene, plum

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TURNS = [Turn(degrees, is_mirrored) for degrees in (0, 15, 90, 180, 255) for is_mirrored in (False, True)]


def lay(window: Window, turn: Turn) -> None:
    """Turn and mirror by keys."""
    if turn.is_mirrored:
        press_key(window, Qt.Key.Key_M)
    for _ in range(turn.degrees // 90):
        press_key(window, Qt.Key.Key_Right, CONTROL | SHIFT)
    for _ in range(turn.degrees % 90 // 15):
        press_key(window, Qt.Key.Key_Right, CONTROL)
    assert window.canvas.viewport.turn == turn


def slide(widget: QWidget, by: QPoint) -> None:
    """Drag a widget by its middle with the mouse."""
    start = widget.rect().center()
    QTest.mousePress(widget, LEFT, NO_KEY, start)
    ends = widget.mapToGlobal(QPointF(start + by))
    move = QMouseEvent(QEvent.Type.MouseMove, widget.mapFromGlobal(ends), ends, Qt.MouseButton.NoButton, LEFT, NO_KEY)
    QApplication.sendEvent(widget, move)
    QTest.mouseRelease(widget, LEFT, NO_KEY, widget.mapFromGlobal(ends.toPoint()))


# What is shown is what is exported


@pytest.mark.parametrize(
    ("view", "ground"), [(View.WHITE, (255, 255, 255)), (View.BLACK, (0, 0, 0)), (View.COLOUR, (38, 180, 100))]
)
def test_at_actual_size_the_canvas_shows_what_an_export_holds(
    qtbot: QtBot,
    empty_window: Window,
    answers: Answers,
    tmp_path: Path,
    open_picture: Callable[[Window, Path], None],
    view: View,
    ground: tuple[int, int, int],
) -> None:
    window = empty_window
    open_picture(window, plum(Size(1400, 1100)).save(tmp_path / "large.png"))
    drag(window.canvas, [(300, 200), (700, 600), (1150, 1000)])
    press_key(window, Qt.Key.Key_S)
    press_key(window, Qt.Key.Key_1, CONTROL)
    window.commands[view.value].trigger()
    window.session.set_edges(EdgeSettings(feather=9.0), "edge: feather")
    settle(qtbot, window)
    answers.target = tmp_path / "out.png"
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        press_key(window, Qt.Key.Key_E, CONTROL)
    window.stage.toast.hide()
    exported = files.decode(answers.target).picture
    assert exported.alpha is not None
    expected = composite.over(exported.pixels, exported.alpha, ground)
    moves = [(0, 0), (-313, 170), (211, -333), (-5000, -5000), (9000, 9000)]
    for dx, dy in moves:
        window.canvas.pan_by(dx, dy)
        press_key(window, Qt.Key.Key_Plus, CONTROL)
        press_key(window, Qt.Key.Key_1, CONTROL)
        settle(qtbot, window)
        QApplication.sendEvent(window.canvas, QEvent(QEvent.Type.Leave))
        seen, sight, origin = shown(window), window.canvas.sight, window.canvas.viewport.origin
        left, top, right, bottom = map(round, sight.box)
        rows, columns = (
            slice(top + round(origin.y), bottom + round(origin.y)),
            slice(left + round(origin.x), right + round(origin.x)),
        )
        assert (right - left) * (bottom - top) > 3000
        np.testing.assert_array_equal(seen[rows, columns], expected[top:bottom, left:right])


# Before and after


def test_the_divided_view_shows_the_original_on_the_left_and_follows_the_hand(cut: Window, scene: Scene) -> None:
    window = cut
    window.commands["black"].trigger()
    press_key(window, Qt.Key.Key_Backslash)
    [divider] = window.canvas.findChildren(Divider)
    assert divider.isVisible()
    assert divider.width() >= 8
    assert divider.cursor().shape() is Qt.CursorShape.SplitHCursor
    QApplication.processEvents()
    at = divider.place
    assert at is not None
    slide(divider, QPoint(130, 5))
    moved = divider.place
    assert moved is not None
    assert moved == pytest.approx((at.x + 130 / window.canvas.viewport.scale, at.y), abs=1)
    image, line = shown(window), round(window.canvas.viewport.to_view(moved).x)
    left, right = place(window.canvas, 20, 20), place(window.canvas, 318, 230)
    assert left.x() < line - 20
    assert tuple(image[left.y(), left.x()]) == tuple(scene.pixels[20, 20])
    assert right.x() > line
    assert tuple(image[right.y(), right.x()]) == (0, 0, 0)
    press_key(window, Qt.Key.Key_Backslash)
    assert not divider.isVisible()
    assert tuple(shown(window)[left.y(), left.x()]) == (0, 0, 0)


def test_in_a_view_that_lies_askew_the_dividing_line_runs_from_rim_to_rim(cut: Window, scene: Scene) -> None:
    for _ in range(2):
        cut.commands["turn_right"].trigger()
    cut.commands["black"].trigger()
    press_key(cut, Qt.Key.Key_Backslash)
    [divider] = cut.canvas.findChildren(Divider)
    QApplication.processEvents()
    x, viewport = divider.geometry().center().x(), cut.canvas.viewport
    size = document_of(cut).picture.size
    for y in (divider.geometry().top() + 2, divider.geometry().bottom() - 2):
        at = viewport.to_picture(Point(x, y))
        assert -4 <= at.x <= size.width + 4
        assert -4 <= at.y <= size.height + 4
    image, middle = shown(cut), divider.geometry().center()
    # Just beside the line: the picture as it was opened, and the black that stands where it is removed.
    upper = divider.geometry().top() + 12
    assert tuple(image[upper, middle.x() + 20]) == (0, 0, 0)
    assert tuple(image[upper + 14, middle.x() - 20]) != (0, 0, 0)
    assert divider.geometry().height() < viewport.box_to_view(Box.whole(size)).height


def test_the_dividing_line_stays_on_its_place_in_the_picture(window: Window) -> None:
    press_key(window, Qt.Key.Key_Backslash)
    [divider] = window.canvas.findChildren(Divider)
    slide(divider, QPoint(-40, 0))
    held = divider.place
    assert held is not None
    for notches in (3, -2, 6):
        turn_wheel(window.canvas, QPoint(210, 333), notches)
        window.canvas.pan_by(17, -9)
        assert divider.place == held
        middle = divider.geometry().left() + divider.width() / 2
        assert middle == pytest.approx(window.canvas.viewport.to_view(held).x, abs=1)


# Turns


@pytest.mark.parametrize("turn", TURNS)
def test_strokes_land_under_the_pointer_however_the_view_lies(qtbot: QtBot, window: Window, turn: Turn) -> None:
    lay(window, turn)
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, LINE)
    stroke_with_pen(window, QPointingDevice.PointerType.Pen)
    settle(qtbot, window)
    for stroke in document_of(window).subject.prompts.strokes:
        assert stroke.points[0] == pytest.approx(LINE[0], abs=1)
        assert stroke.points[-1] == pytest.approx(LINE[-1], abs=1)
    assert coverage_of(window)[110, 120] == 255


@pytest.mark.parametrize("turn", [Turn(90), Turn(180, True), Turn(45)])
def test_boxes_and_the_loupes_place_stay_true_in_a_turned_view(qtbot: QtBot, window: Window, turn: Turn) -> None:
    lay(window, turn)
    press_key(window, Qt.Key.Key_B)
    drag(window.canvas, [(40, 50), (100, 100), (200, 180)])
    settle(qtbot, window)
    (prompt,) = document_of(window).subject.prompts.boxes
    assert prompt.box == pytest.approx((40, 50, 200, 180), abs=1.5)


def test_turning_leaves_the_picture_and_its_export_alone(
    qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path
) -> None:
    drag(window.canvas, [(40, 50), (100, 100), (200, 180)])
    settle(qtbot, window)
    before = document_of(window)
    lay(window, Turn(90, True))
    assert window.session.document is before
    answers.target = tmp_path / "turned.png"
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        press_key(window, Qt.Key.Key_E, CONTROL)
    exported = files.decode(answers.target).picture
    np.testing.assert_array_equal(exported.alpha, coverage_of(window))


def test_one_key_lays_the_view_upright_and_the_status_tells_how_it_lies(window: Window) -> None:
    for key, keys in ((Qt.Key.Key_Left, CONTROL), (Qt.Key.Key_M, NO_KEY), (Qt.Key.Key_M, SHIFT)):
        press_key(window, key, keys)
    assert window.canvas.viewport.turn == Turn(165)
    assert window.status.zoom.startswith("turned 165°")
    press_key(window, Qt.Key.Key_M)
    assert "mirrored" in window.status.zoom
    press_key(window, Qt.Key.Key_Up, CONTROL)
    assert window.canvas.viewport.turn == UPRIGHT
    assert window.status.zoom.endswith("%")
    assert "turned" not in window.status.zoom


def test_turning_keeps_the_middle_and_a_fitted_picture_whole(window: Window) -> None:
    press_key(window, Qt.Key.Key_Right, CONTROL | SHIFT)
    view = Box(0, 0, window.canvas.width(), window.canvas.height())
    assert view.holds(window.canvas.viewport.box_to_view(Box.whole(document_of(window).picture.size)))
    turn_wheel(window.canvas, place(window.canvas, 250, 60), 12)
    middle = Point(window.canvas.width() / 2, (window.canvas.height() - 32) / 2)
    held = window.canvas.viewport.to_picture(middle)
    press_key(window, Qt.Key.Key_Left, CONTROL)
    assert window.canvas.viewport.to_picture(middle) == pytest.approx(held, abs=0.5)


def test_panning_follows_the_hand_in_a_turned_view(window: Window) -> None:
    lay(window, Turn(255, True))
    window.canvas.zoom_to(3)
    origin = window.canvas.viewport.origin
    press_key(window, Qt.Key.Key_H)
    slide(window.canvas, QPoint(33, -21))
    assert window.canvas.viewport.origin == pytest.approx((origin.x + 33, origin.y - 21), abs=1)


# The overview


def test_the_overview_comes_with_zooming_in_and_moves_the_view(window: Window) -> None:
    overview = window.stage.overview
    assert not overview.isVisible()
    window.canvas.zoom_to(8)
    QApplication.processEvents()
    assert overview.isVisible()
    frame = overview.frame.boundingRect()
    assert overview.rect().toRectF().contains(frame)
    seen = window.canvas.sight.box
    middle = Point((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2)
    QTest.mousePress(overview, LEFT, NO_KEY, frame.center().toPoint())
    to = QPointF(frame.center().toPoint() + QPoint(20, 10))
    QApplication.sendEvent(
        overview,
        QMouseEvent(QEvent.Type.MouseMove, to, overview.mapToGlobal(to), Qt.MouseButton.NoButton, LEFT, NO_KEY),
    )
    QTest.mouseRelease(overview, LEFT)
    moved = overview.frame.boundingRect().center() - frame.center()
    assert (moved.x(), moved.y()) == pytest.approx((20, 10), abs=1)
    now = window.canvas.sight.box
    assert (now.left + now.right) / 2 > middle.x + 20
    QTest.mouseClick(overview, LEFT, NO_KEY, QPoint(20, 20))
    assert overview.frame.boundingRect().center().toPoint().manhattanLength() < 60
    press_key(window, Qt.Key.Key_0, CONTROL)
    assert not overview.isVisible()


@pytest.mark.parametrize("turn", [Turn(90), Turn(30, True)])
def test_the_overview_lies_as_the_view_does(window: Window, turn: Turn) -> None:
    lay(window, turn)
    window.canvas.zoom_to(6)
    frame = window.stage.overview.frame.boundingRect()
    window.canvas.pan_by(-40, 0)
    after = window.stage.overview.frame.boundingRect()
    assert after.center().x() > frame.center().x()
    assert after.center().y() == pytest.approx(frame.center().y(), abs=1)


# The loupe


@pytest.mark.parametrize("turn", [UPRIGHT, Turn(90, True)])
def test_the_loupe_shows_sharp_pixels_of_the_view_while_its_key_is_held(
    cut: Window,
    scene: Scene,
    turn: Turn,
) -> None:
    window = cut
    lay(window, turn)
    window.commands["white"].trigger()
    [loupe] = window.canvas.findChildren(Loupe)
    at = place(window.canvas, 150, 120)
    QTest.mouseMove(window.canvas, at)
    assert not loupe.isVisible()
    QTest.keyPress(window.canvas, Qt.Key.Key_Q)
    assert loupe.isVisible()
    image, ratio = shown(window), window.devicePixelRatioF()
    held = window.canvas.viewport.to_picture(Point(at.x(), at.y()))
    for dx, dy in ((-60, 2), (2, 61), (37, -42), (2, 2)):
        step = window.canvas.viewport.turn.undone((dx + 0.5) * ratio / 4, (dy + 0.5) * ratio / 4)
        expected = scene.pixels[int(held.y + step.y), int(held.x + step.x)]
        np.testing.assert_array_equal(image[at.y() + dy, at.x() + dx], expected)
    edge = place(window.canvas, 240, 120)
    QTest.mouseMove(window.canvas, edge)
    assert loupe.geometry().center().x() == pytest.approx(edge.x(), abs=1)
    outwards = window.canvas.viewport.turn.applied(40, 0)
    np.testing.assert_array_equal(shown(window)[edge.y() + round(outwards.y), edge.x() + round(outwards.x)], 255)
    QTest.keyRelease(window.canvas, Qt.Key.Key_Q)
    assert not loupe.isVisible()


@pytest.mark.parametrize("degrees", [0, 30, 90, 135, 200])
@pytest.mark.parametrize("way", [(1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (-1, 0)])
def test_however_it_lies_some_of_the_picture_stays_in_view(degrees: int, way: tuple[int, int]) -> None:
    view, picture, navigator = Size(900, 600), Size(3000, 400), Navigator()
    navigator.resize(view)
    navigator.show(picture)
    navigator.lay(Turn(degrees))
    navigator.zoom(3)
    navigator.pan(9000 * way[0], 9000 * way[1])
    near = Box.whole(picture).grown(8 / navigator.viewport.scale)
    seen = (
        navigator.viewport.to_picture(Point(x, y))
        for x in range(KEPT_IN_VIEW, view.width - KEPT_IN_VIEW + 1, 8)
        for y in range(KEPT_IN_VIEW, view.height - KEPT_IN_VIEW + 1, 8)
    )
    assert any(near.left <= at.x <= near.right and near.top <= at.y <= near.bottom for at in seen)
