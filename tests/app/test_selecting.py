"""The select tool on a real window: prompts are taken hold of, moved, resized, nudged, flipped and deleted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.geometry import Box
from segdesk.core.objects import Grip
from segdesk.core.prompts import HairStroke, Polarity, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import Activate, AddSubject, new_subject
from segdesk.core.work import CancelToken
from segdesk.rendering import final_alpha
from tests.app.desks import PaperDesks
from tests.app.hands import NO_KEY, coverage_of, document_of, drag, move, place, press_key, settle

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
BOX = [(40, 50), (100, 100), (200, 180)]
LINE = [(60, 100), (100, 110), (140, 100)]


def said(window: Window) -> Prompts:
    return document_of(window).subject.prompts


def draw(qtbot: QtBot, window: Window, key: Qt.Key, way: Sequence[tuple[float, float]]) -> None:
    press_key(window, key)
    drag(window.canvas, way)
    settle(qtbot, window)


def hover(window: Window, x: float, y: float) -> None:
    move(window.canvas, place(window.canvas, x, y), button=Qt.MouseButton.NoButton)


def click(window: Window, x: float, y: float) -> None:
    hover(window, x, y)
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton, NO_KEY, place(window.canvas, x, y))


def shot(window: Window) -> QImage:
    QApplication.processEvents()
    return window.canvas.grab().toImage()


@pytest.fixture
def boxed(qtbot: QtBot, window: Window) -> Window:
    """A box is drawn and the select tool in hand."""
    draw(qtbot, window, Qt.Key.Key_B, BOX)
    press_key(window, Qt.Key.Key_V)
    return window


@pytest.fixture
def stroked(qtbot: QtBot, window: Window) -> Window:
    """A keep stroke is drawn and the select tool in hand."""
    draw(qtbot, window, Qt.Key.Key_K, LINE)
    press_key(window, Qt.Key.Key_V)
    return window


def box_of(window: Window) -> Box:
    (prompt,) = said(window).boxes
    return prompt.box


def test_several_boxes_give_one_mask(qtbot: QtBot, window: Window) -> None:
    draw(qtbot, window, Qt.Key.Key_B, [(20, 20), (60, 60)])
    draw(qtbot, window, Qt.Key.Key_B, [(200, 120), (260, 180)])
    assert len(said(window).boxes) == 2
    coverage = coverage_of(window)
    assert coverage[40, 40] == coverage[150, 230] == 255
    assert coverage[100, 130] == 0


def test_v_takes_the_select_tool_and_a_click_selects(boxed: Window) -> None:
    assert boxed.toolbox.kind is Kind.SELECT
    assert boxed.commands["select"].isChecked()
    assert boxed.canvas.selection is None
    click(boxed, 40, 120)
    assert boxed.canvas.selection == said(boxed).boxes[0]
    click(boxed, 300, 20)
    assert boxed.canvas.selection is None


def test_a_dragged_box_is_moved_as_one_step_and_asked_for_anew(qtbot: QtBot, boxed: Window, desks: PaperDesks) -> None:
    before, asked = box_of(boxed), len(desks.asked)
    drag(boxed.canvas, [(100, 120), (110, 121), (130, 128)])
    settle(qtbot, boxed)
    assert box_of(boxed) == pytest.approx(before.moved(30, 8), abs=1)
    assert boxed.commands["undo"].text() == "Undo move box"
    assert desks.asked[asked:] == [said(boxed)]
    assert coverage_of(boxed)[185, 220] == 255
    assert boxed.canvas.selection == said(boxed).boxes[0]
    press_key(boxed, Qt.Key.Key_Z, CONTROL)
    assert box_of(boxed) == before
    assert coverage_of(boxed)[185, 220] == 0
    assert boxed.canvas.selection == said(boxed).boxes[0]


@pytest.mark.parametrize("grip", Grip)
def test_each_of_the_eight_handles_resizes(qtbot: QtBot, boxed: Window, grip: Grip) -> None:
    before = box_of(boxed)
    click(boxed, 40, 80)
    start = grip.place(before)
    drag(boxed.canvas, [start, (start.x + 4, start.y + 4), (start.x + 12, start.y + 9)])
    settle(qtbot, boxed)
    across, down = grip.value
    expected = Box(
        before.left + 12 * (across < 0),
        before.top + 9 * (down < 0),
        before.right + 12 * (across > 0),
        before.bottom + 9 * (down > 0),
    )
    assert box_of(boxed) == pytest.approx(expected, abs=1.5)
    assert boxed.commands["undo"].text() == "Undo resize box"


@pytest.mark.parametrize(
    ("grip", "shape"),
    [
        (Grip.TOP_LEFT, Qt.CursorShape.SizeFDiagCursor),
        (Grip.TOP, Qt.CursorShape.SizeVerCursor),
        (Grip.TOP_RIGHT, Qt.CursorShape.SizeBDiagCursor),
        (Grip.RIGHT, Qt.CursorShape.SizeHorCursor),
        (Grip.BOTTOM_RIGHT, Qt.CursorShape.SizeFDiagCursor),
        (Grip.BOTTOM, Qt.CursorShape.SizeVerCursor),
        (Grip.BOTTOM_LEFT, Qt.CursorShape.SizeBDiagCursor),
        (Grip.LEFT, Qt.CursorShape.SizeHorCursor),
    ],
)
def test_the_pointer_says_where_a_handle_goes(boxed: Window, grip: Grip, shape: Qt.CursorShape) -> None:
    click(boxed, 40, 80)
    hover(boxed, *grip.place(box_of(boxed)))
    assert boxed.canvas.cursor().shape() is shape
    hover(boxed, 100, 120)
    assert boxed.canvas.cursor().shape() is Qt.CursorShape.SizeAllCursor
    hover(boxed, 300, 20)
    assert boxed.canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_pointer_follows_a_turned_view(boxed: Window) -> None:
    click(boxed, 40, 80)
    boxed.commands["turn_quarter_right"].trigger()
    hover(boxed, *Grip.RIGHT.place(box_of(boxed)))
    assert boxed.canvas.cursor().shape() is Qt.CursorShape.SizeVerCursor


def test_a_run_of_nudges_is_one_step(qtbot: QtBot, boxed: Window) -> None:
    before = box_of(boxed)
    click(boxed, 40, 80)
    press_key(boxed, Qt.Key.Key_Right)
    press_key(boxed, Qt.Key.Key_Right)
    settle(qtbot, boxed)
    press_key(boxed, Qt.Key.Key_Down, SHIFT)
    press_key(boxed, Qt.Key.Key_Left)
    press_key(boxed, Qt.Key.Key_Up)
    settle(qtbot, boxed)
    assert box_of(boxed) == pytest.approx(before.moved(1, 9))
    assert coverage_of(boxed)[185, 190] == 255
    press_key(boxed, Qt.Key.Key_Z, CONTROL)
    assert box_of(boxed) == before
    assert boxed.commands["undo"].text() == "Undo box"


def test_a_nudge_after_something_else_is_a_step_of_its_own(qtbot: QtBot, boxed: Window) -> None:
    drag(boxed.canvas, [(100, 120), (130, 128)])
    moved = box_of(boxed)
    press_key(boxed, Qt.Key.Key_Right)
    press_key(boxed, Qt.Key.Key_Z, CONTROL)
    assert box_of(boxed) == moved
    settle(qtbot, boxed)


def test_a_held_arrow_goes_on_nudging(qtbot: QtBot, boxed: Window) -> None:
    before = box_of(boxed)
    click(boxed, 40, 80)
    QTest.keyPress(boxed.canvas, Qt.Key.Key_Right)
    for _ in range(3):
        repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, NO_KEY, "", True)
        QApplication.sendEvent(boxed.canvas, repeated)
    QTest.keyRelease(boxed.canvas, Qt.Key.Key_Right)
    assert box_of(boxed) == pytest.approx(before.moved(4, 0))
    settle(qtbot, boxed)


def test_an_arrow_goes_its_way_in_a_turned_view(qtbot: QtBot, boxed: Window) -> None:
    before = box_of(boxed)
    click(boxed, 40, 80)
    boxed.commands["turn_quarter_right"].trigger()
    press_key(boxed, Qt.Key.Key_Right, SHIFT)
    assert box_of(boxed) == pytest.approx(before.moved(0, -10))
    settle(qtbot, boxed)


def test_the_options_say_what_is_selected_and_what_can_be_done(qtbot: QtBot, stroked: Window) -> None:
    def words() -> set[str]:
        return {one.text() for one in stroked.stage.options.findChildren(QLabel) if one.isVisible()}

    assert "Click what was drawn, or another subject" in words()
    click(stroked, 100, 110)
    assert {"Keep stroke selected", "X: change to remove  ·  Del: delete"} <= words()
    press_key(stroked, Qt.Key.Key_X)
    assert "Remove stroke selected" in words()
    settle(qtbot, stroked)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_takes_away_what_is_selected(qtbot: QtBot, boxed: Window, key: Qt.Key) -> None:
    assert not boxed.commands["delete"].isEnabled()
    click(boxed, 40, 80)
    assert boxed.commands["delete"].isEnabled()
    press_key(boxed, key)
    settle(qtbot, boxed)
    assert said(boxed).is_empty
    assert document_of(boxed).subject.mask is None
    assert boxed.canvas.selection is None
    assert boxed.commands["undo"].text() == "Undo delete box"
    press_key(boxed, Qt.Key.Key_Z, CONTROL)
    assert len(said(boxed).boxes) == 1


def test_a_stroke_is_moved_flipped_and_deleted(qtbot: QtBot, stroked: Window) -> None:
    (before,) = said(stroked).strokes
    drag(stroked.canvas, [(100, 112), (100, 120), (100, 142)])
    (moved,) = said(stroked).strokes
    np.testing.assert_allclose(moved.points, [(x, y + 30) for x, y in before.points], atol=1)
    assert stroked.commands["undo"].text() == "Undo move stroke"
    press_key(stroked, Qt.Key.Key_X)
    settle(qtbot, stroked)
    (flipped,) = said(stroked).strokes
    assert flipped.polarity is Polarity.REMOVE
    assert stroked.commands["undo"].text() == "Undo change to remove"
    assert stroked.toolbox.kind is Kind.SELECT
    press_key(stroked, Qt.Key.Key_Delete)
    assert said(stroked).is_empty
    assert stroked.commands["undo"].text() == "Undo delete stroke"
    for _ in range(3):
        press_key(stroked, Qt.Key.Key_Z, CONTROL)
    assert said(stroked).strokes == (before,)
    settle(qtbot, stroked)


def test_a_click_takes_the_topmost_stroke_by_its_painted_width(qtbot: QtBot, window: Window) -> None:
    window.toolbox.set_radius(12)
    draw(qtbot, window, Qt.Key.Key_K, LINE)
    draw(qtbot, window, Qt.Key.Key_R, [(100, 60), (100, 160)])
    lower, upper = said(window).strokes
    press_key(window, Qt.Key.Key_V)
    click(window, 100, 108)
    assert window.canvas.selection == upper
    click(window, 70, 100 + 12)
    assert window.canvas.selection == lower
    click(window, 70, 100 + 30)
    assert window.canvas.selection is None


def test_hovering_shows_what_a_click_would_take(stroked: Window) -> None:
    hover(stroked, 300, 20)
    bare = shot(stroked)
    hover(stroked, 100, 110)
    lit = shot(stroked)
    assert lit != bare
    assert stroked.canvas.selection is None
    hover(stroked, 300, 20)
    assert shot(stroked) == bare


def test_escape_during_a_drag_means_that_nothing_happened(boxed: Window) -> None:
    click(boxed, 40, 80)
    before, shown = boxed.session.document, shot(boxed)
    for start in ((100, 120), Grip.BOTTOM_RIGHT.place(box_of(boxed))):
        drag(boxed.canvas, [start, (start[0] + 30, start[1] + 20)], lets_go=False)
        assert boxed.canvas.has_gesture
        assert shot(boxed) != shown
        press_key(boxed, Qt.Key.Key_Escape)
        QTest.mouseRelease(boxed.canvas, Qt.MouseButton.LeftButton)
    assert boxed.session.document is before
    hover(boxed, 40, 80)
    assert shot(boxed) == shown


def test_escape_otherwise_deselects(boxed: Window) -> None:
    click(boxed, 40, 80)
    press_key(boxed, Qt.Key.Key_Escape)
    assert boxed.canvas.selection is None
    assert len(said(boxed).boxes) == 1


def test_another_subject_deselects(qtbot: QtBot, boxed: Window) -> None:
    click(boxed, 40, 80)
    other = replace(new_subject(document_of(boxed)), prompts=said(boxed))
    boxed.session.perform("new subject", AddSubject(other, 1), Activate(other.key))
    assert said(boxed).boxes
    assert boxed.canvas.selection is None
    settle(qtbot, boxed)


def test_another_tool_deselects(boxed: Window) -> None:
    click(boxed, 40, 80)
    press_key(boxed, Qt.Key.Key_K)
    assert boxed.canvas.selection is None


def test_a_trembling_click_moves_nothing(boxed: Window) -> None:
    before = boxed.session.document
    at = place(boxed.canvas, 100, 120)
    QTest.mousePress(boxed.canvas, Qt.MouseButton.LeftButton, NO_KEY, at)
    move(boxed.canvas, at + QPoint(2, 1))
    QTest.mouseRelease(boxed.canvas, Qt.MouseButton.LeftButton, NO_KEY, at + QPoint(2, 1))
    assert boxed.session.document is before
    assert boxed.canvas.selection is not None


def test_a_box_stays_in_the_picture(boxed: Window) -> None:
    size, before = document_of(boxed).picture.size, box_of(boxed)
    drag(boxed.canvas, [(100, 120), (-300, 120)])
    assert box_of(boxed).left == 0
    assert box_of(boxed).width == pytest.approx(before.width)
    assert box_of(boxed).clipped(size) == box_of(boxed)


def test_undo_during_a_drag_ends_it(qtbot: QtBot, boxed: Window) -> None:
    drag(boxed.canvas, [(100, 120), (130, 128)], lets_go=False)
    press_key(boxed, Qt.Key.Key_Z, CONTROL)
    assert not boxed.canvas.has_gesture
    QTest.mouseRelease(boxed.canvas, Qt.MouseButton.LeftButton)
    assert said(boxed).is_empty
    settle(qtbot, boxed)


def test_a_mask_that_comes_during_a_drag_does_not_end_it(qtbot: QtBot, boxed: Window, desks: PaperDesks) -> None:
    desks.gate.clear()
    drag(boxed.canvas, [(100, 120), (110, 120)])
    qtbot.waitUntil(lambda: boxed.session.is_busy)
    drag(boxed.canvas, [(110, 120), (130, 120)], lets_go=False)
    with qtbot.waitSignal(boxed.session.answered):
        desks.gate.set()
    assert boxed.canvas.has_gesture
    QTest.mouseRelease(boxed.canvas, Qt.MouseButton.LeftButton, NO_KEY, place(boxed.canvas, 130, 120))
    assert box_of(boxed).left == pytest.approx(70, abs=1.5)
    settle(qtbot, boxed)


def test_hidden_prompts_cannot_be_taken_hold_of(boxed: Window) -> None:
    click(boxed, 40, 80)
    press_key(boxed, Qt.Key.Key_S)
    assert boxed.canvas.selection is None
    click(boxed, 40, 80)
    assert boxed.canvas.selection is None


def test_strokes_of_the_hair_and_retouch_brush_are_things_too(qtbot: QtBot, boxed: Window, desks: PaperDesks) -> None:
    desks.is_soft = False
    settle(qtbot, boxed)
    draw(qtbot, boxed, Qt.Key.Key_K, [(60, 70), (90, 70)])
    draw(qtbot, boxed, Qt.Key.Key_E, [(60, 150), (100, 150)])
    draw(qtbot, boxed, Qt.Key.Key_J, [(240, 80), (280, 80)])
    asked, names = len(desks.asked), list[str]()
    for place_, flipped in (((100, 150), "hair taken back"), ((260, 80), "retouch: erase")):
        before = document_of(boxed)
        press_key(boxed, Qt.Key.Key_V)
        click(boxed, *place_)
        thing = boxed.canvas.selection
        assert isinstance(thing, HairStroke | RetouchStroke)
        press_key(boxed, Qt.Key.Key_X)
        names.append(boxed.commands["undo"].text())
        assert boxed.canvas.selection == thing.flipped
        settle(qtbot, boxed)
        press_key(boxed, Qt.Key.Key_Left)
        press_key(boxed, Qt.Key.Key_Left)
        names.append(boxed.commands["undo"].text())
        press_key(boxed, Qt.Key.Key_Delete)
        names.append(boxed.commands["undo"].text())
        assert boxed.canvas.selection is None
        assert len(document_of(boxed).subject.hair) + len(document_of(boxed).subject.retouch) == 1
        assert names[0] == f"Undo {flipped}"
        names.clear()
        for _ in range(3):
            boxed.session.undo()
        assert document_of(boxed) == before
    assert len(desks.asked) == asked
    settle(qtbot, boxed)


def test_a_dragged_stroke_of_the_retouch_brush_takes_its_paint_along(qtbot: QtBot, boxed: Window) -> None:
    draw(qtbot, boxed, Qt.Key.Key_J, [(240, 80), (280, 80)])
    press_key(boxed, Qt.Key.Key_V)
    drag(boxed.canvas, [(260, 80), (260, 100), (260, 130)])
    settle(qtbot, boxed)
    [paint] = document_of(boxed).subject.retouch
    assert [point.y for point in paint.points] == pytest.approx([130] * len(paint.points), abs=1)
    assert boxed.commands["undo"].text() == "Undo move retouch stroke"
    alpha = final_alpha(document_of(boxed), cancel=CancelToken())
    assert alpha[130, 260] == 255
    assert alpha[80, 260] == 0


def test_a_click_on_another_subject_brings_it_to_hand(qtbot: QtBot, boxed: Window) -> None:
    QTest.mouseClick(boxed.column.subject.add, Qt.MouseButton.LeftButton)
    draw(qtbot, boxed, Qt.Key.Key_B, [(150, 30), (280, 200)])
    press_key(boxed, Qt.Key.Key_V)
    assert document_of(boxed).active == 1
    hover(boxed, 80, 100)
    assert boxed.canvas.cursor().shape() is Qt.CursorShape.PointingHandCursor
    click(boxed, 80, 100)
    assert document_of(boxed).active == 0
    assert not boxed.commands["undo"].text().startswith("Undo activate")
    # Where both are the upper one is meant, and a click on what is in hand already takes hold of its box.
    click(boxed, 180, 120)
    assert document_of(boxed).active == 0
    assert boxed.canvas.selection == said(boxed).boxes[0]
    click(boxed, 250, 120)
    assert document_of(boxed).active == 1
    settle(qtbot, boxed)
