"""The retouch brush under real hands: it paints while it moves, wins over all, and is exported as it is shown."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.toolbox import Kind
from segdesk.app.views import View
from segdesk.app.wet import Wet
from segdesk.app.window import Window
from segdesk.core.document import AS_MASKED, EdgeSettings
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Tip
from segdesk.imaging import composite, files
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, NO_KEY, document_of, drag, has_unexported, move, place, press_key, settle
from tests.app.test_edges import seen

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
BOX = [(40, 50), (100, 100), (200, 180)]
LINE = [(240, 60), (260, 70), (285, 90)]
"""Beside the box."""
ACROSS = [(100, 100), (120, 110), (150, 120)]
"""Inside of it."""


class Paints(QObject):
    """Counts how often a place of what it watches is painted."""

    def __init__(self, at: QPoint) -> None:
        super().__init__()
        self._at, self.number = at, 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.number += event.region().contains(self._at)
        return False


@pytest.fixture
def brush(window: Window, qtbot: QtBot) -> Window:
    """A window with a mask and the retouch brush in hand, at actual size on black."""
    drag(window.canvas, BOX)
    settle(qtbot, window)
    press_key(window, Qt.Key.Key_J)
    window.toolbox.set_radius(12)
    look(window, View.BLACK)
    return window


def look(window: Window, view: View) -> None:
    window.commands["actual"].trigger()
    window.commands["prompts"].setChecked(False)
    window.column.view.look_changed.emit(replace(window.canvas.look, view=view))
    QApplication.processEvents()


def strokes(window: Window) -> tuple[RetouchStroke, ...]:
    return document_of(window).subject.retouch


def shown(window: Window) -> np.ndarray:
    QApplication.processEvents()
    return seen(window)


def exported(window: Window, qtbot: QtBot, answers: Answers, path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Colours and alpha of the file that is written."""
    answers.target = path
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        window.commands["export"].trigger()
    picture = files.decode(path).picture
    assert picture.alpha is not None
    return picture.pixels, picture.alpha


def test_a_drag_paints_one_stroke_as_the_brush_is_set(brush: Window, qtbot: QtBot) -> None:
    brush.toolbox.set_tip(Tip(0.4, 0.7))
    drag(brush.canvas, LINE)
    (stroke,) = strokes(brush)
    assert (stroke.polarity, stroke.radius, stroke.hardness, stroke.opacity) == (Polarity.KEEP, 12, 0.4, 0.7)
    assert stroke.points[0] == pytest.approx(LINE[0], abs=1)
    assert stroke.points[-1] == pytest.approx(LINE[-1], abs=1)
    settle(qtbot, brush)


def test_painting_asks_no_engine(brush: Window, qtbot: QtBot, desks: PaperDesks) -> None:
    before = len(desks.asked)
    drag(brush.canvas, LINE)
    settle(qtbot, brush)
    assert len(desks.asked) == before
    assert document_of(brush).subject.prompts.strokes == ()


@pytest.mark.parametrize("view", [View.BLACK, View.WHITE, View.CHECKER, View.OVERLAY])
def test_the_picture_comes_back_under_the_pen_while_it_is_down(brush: Window, qtbot: QtBot, view: View) -> None:
    look(brush, view)
    before = shown(brush)
    drag(brush.canvas, LINE, lets_go=False)
    after = shown(brush)
    x, y = LINE[1]
    assert not np.array_equal(before[y, x], document_of(brush).picture.pixels[y, x])
    np.testing.assert_array_equal(after[y, x], document_of(brush).picture.pixels[y, x])
    assert strokes(brush) == ()
    QTest.mouseRelease(brush.canvas, LEFT)
    settle(qtbot, brush)


def test_what_is_painted_live_is_what_is_shown_after(brush: Window, qtbot: QtBot) -> None:
    brush.toolbox.set_tip(Tip(0.5, 0.8))
    drag(brush.canvas, LINE, lets_go=False)
    live = shown(brush).astype(int)
    QTest.mouseRelease(brush.canvas, LEFT)
    let_go = seen(brush).astype(int)
    assert np.abs(live - let_go).max() <= 1
    settle(qtbot, brush)
    assert np.abs(live - seen(brush)).max() <= 2


def test_many_small_moves_of_a_large_brush_look_like_the_same_stroke_at_once(brush: Window, qtbot: QtBot) -> None:
    brush.toolbox.set_radius(90)
    for bend in (0, 12):
        drag(brush.canvas, [(250, 60 + 3 * step + bend * (step % 2)) for step in range(25)], lets_go=False)
        live = shown(brush).astype(int)
        QTest.mouseRelease(brush.canvas, LEFT)
        (stroke,) = strokes(brush)
        brush.session.undo()
        settle(qtbot, brush)
        assert np.abs(live - shown(brush)).max() > 50
        brush.session.retouch(stroke)
        assert np.abs(live - shown(brush)).max() <= 1
        brush.session.undo()
        settle(qtbot, brush)


def test_the_ring_and_the_paint_under_it_come_in_one_go(brush: Window, qtbot: QtBot) -> None:
    drag(brush.canvas, LINE, lets_go=False)
    QApplication.processEvents()
    brush.canvas.repaint()
    at = place(brush.canvas, 270, 100)
    paints = Paints(at)
    brush.canvas.installEventFilter(paints)
    with qtbot.waitSignal(brush.canvas.drawn):
        move(brush.canvas, at)
    QApplication.processEvents()
    assert paints.number == 1
    QTest.mouseRelease(brush.canvas, LEFT)
    settle(qtbot, brush)


def test_the_free_end_of_a_straight_line_leaves_nothing_behind_when_the_view_moves(brush: Window, qtbot: QtBot) -> None:
    canvas = brush.canvas
    drag(canvas, ACROSS[:2], lets_go=False)
    move(canvas, place(canvas, 260, 40), keys=SHIFT)
    shown(brush)
    canvas.pan_by(0, 12)
    shown(brush)
    move(canvas, place(canvas, 240, 190), keys=SHIFT)
    left = shown(brush).astype(int)
    canvas.panes.mark_all()
    canvas.refresh()
    assert np.abs(left - shown(brush)).max() <= 2
    QTest.mouseRelease(canvas, LEFT)
    settle(qtbot, brush)


def test_paint_that_the_edges_hold_takes_no_memory_of_its_own(brush: Window, qtbot: QtBot) -> None:
    gc.collect()
    before = sum(isinstance(thing, Wet) for thing in gc.get_objects())
    for step in range(6):
        drag(brush.canvas, [(220 + 8 * step, 60), (226 + 8 * step, 90)])
    settle(qtbot, brush)
    live = shown(brush).astype(int)
    gc.collect()
    assert sum(isinstance(thing, Wet) for thing in gc.get_objects()) <= before
    brush.canvas.panes.mark_all()
    brush.canvas.refresh()
    assert np.abs(live - shown(brush)).max() <= 2


def test_the_overview_shows_paint_while_it_is_painted(brush: Window, qtbot: QtBot) -> None:
    brush.canvas.zoom_to(6)
    QApplication.processEvents()
    overview, seen_of = brush.stage.overview, brush.canvas.sight.box
    assert overview.isVisible()
    before = overview.grab().toImage()
    middle = (seen_of.left + seen_of.right) / 2, (seen_of.top + seen_of.bottom) / 2
    drag(brush.canvas, [middle, (middle[0] + 9, middle[1])], keys=ALT, lets_go=False)
    qtbot.waitUntil(lambda: overview.grab().toImage() != before)
    QTest.mouseRelease(brush.canvas, LEFT)
    settle(qtbot, brush)


def test_nothing_is_made_in_the_background_while_the_pen_is_down(brush: Window, qtbot: QtBot) -> None:
    drag(brush.canvas, LINE)
    assert brush.finishing.is_busy
    drag(brush.canvas, ACROSS, keys=ALT, lets_go=False)
    qtbot.waitUntil(lambda: not brush.finishing.is_busy, timeout=20_000)
    assert len(strokes(brush)) == 1
    QTest.mouseRelease(brush.canvas, LEFT)
    assert brush.finishing.is_busy
    settle(qtbot, brush)
    x, y = ACROSS[1]
    assert not shown(brush)[y, x].any()


@pytest.mark.parametrize("way", ["key", "alt", "right", "button"])
def test_erasing_takes_away_what_is_there(brush: Window, qtbot: QtBot, way: str) -> None:
    if way == "key":
        press_key(brush, Qt.Key.Key_X)
    if way == "button":
        [button] = [
            b for b in brush.stage.options.sides.findChildren(type(brush.column.edge.reset)) if b.text() == "Erase"
        ]
        QTest.mouseClick(button, LEFT)
    button = Qt.MouseButton.RightButton if way == "right" else LEFT
    x, y = ACROSS[1]
    assert shown(brush)[y, x].any()
    drag(brush.canvas, ACROSS, button=button, keys=ALT if way == "alt" else NO_KEY)
    assert [stroke.polarity for stroke in strokes(brush)] == [Polarity.REMOVE]
    settle(qtbot, brush)
    assert not shown(brush)[y, x].any()


def test_undo_and_redo_take_one_stroke_at_a_time(brush: Window, qtbot: QtBot) -> None:
    before = shown(brush)
    drag(brush.canvas, LINE)
    settle(qtbot, brush)
    one = shown(brush)
    drag(brush.canvas, ACROSS, keys=ALT)
    settle(qtbot, brush)
    two = shown(brush)
    assert brush.commands["undo"].text() == "Undo retouch: erase"
    press_key(brush, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, brush)
    np.testing.assert_array_equal(shown(brush), one)
    assert brush.commands["undo"].text() == "Undo retouch: add"
    press_key(brush, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, brush)
    np.testing.assert_array_equal(shown(brush), before)
    for expected in (one, two):
        brush.session.redo()
        settle(qtbot, brush)
        np.testing.assert_array_equal(shown(brush), expected)


def test_escape_while_painting_means_that_nothing_happened(brush: Window) -> None:
    before = shown(brush)
    drag(brush.canvas, LINE, lets_go=False)
    assert not np.array_equal(shown(brush), before)
    press_key(brush, Qt.Key.Key_Escape)
    QTest.mouseRelease(brush.canvas, LEFT)
    assert strokes(brush) == ()
    np.testing.assert_array_equal(shown(brush), before)


def test_shift_paints_a_straight_line_and_takes_back_the_one_before(brush: Window, qtbot: QtBot) -> None:
    places, shift = [(230, 40), (230, 200), (290, 40)], Qt.KeyboardModifier.ShiftModifier
    drag(brush.canvas, places, keys=shift, lets_go=False)
    image = shown(brush)
    assert image[40, 260].any()
    assert not image[150, 230].any()
    QTest.mouseRelease(brush.canvas, LEFT, shift, place(brush.canvas, *places[-1]))
    assert len(strokes(brush)[0].points) == 2
    settle(qtbot, brush)


@pytest.mark.parametrize("edges", [AS_MASKED, EdgeSettings(), EdgeSettings(feather=5, shift=3, invert=True)])
@pytest.mark.parametrize("view", [View.BLACK, View.WHITE])
def test_what_is_exported_is_what_is_shown(
    brush: Window, qtbot: QtBot, answers: Answers, tmp_path: Path, edges: EdgeSettings, view: View
) -> None:
    brush.session.set_edges(edges, "edge")
    brush.toolbox.set_tip(Tip(0.3, 0.9))
    drag(brush.canvas, LINE)
    drag(brush.canvas, ACROSS, keys=ALT)
    drag(brush.canvas, [(190, 170), (220, 190)])
    look(brush, view)
    settle(qtbot, brush)
    colours, alpha = exported(brush, qtbot, answers, tmp_path / "out.png")
    assert np.count_nonzero((alpha > 0) & (alpha < 255)) > 500
    ground = (255, 255, 255) if view is View.WHITE else (0, 0, 0)
    np.testing.assert_array_equal(shown(brush), composite.over(colours, alpha, ground))


def test_painting_alone_makes_a_cutout(window: Window, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    press_key(window, Qt.Key.Key_J)
    window.toolbox.set_radius(20)
    look(window, View.BLACK)
    drag(window.canvas, LINE, lets_go=False)
    x, y = LINE[1]
    assert not shown(window)[200, 50].any()
    QTest.mouseRelease(window.canvas, LEFT)
    settle(qtbot, window)
    assert has_unexported(window.session)
    image, picture = shown(window), document_of(window).picture.pixels
    np.testing.assert_array_equal(image[y, x], picture[y, x])
    assert not image[200, 50].any()
    colours, alpha = exported(window, qtbot, answers, tmp_path / "out.png")
    assert (alpha[y, x], alpha[200, 50]) == (255, 0)
    np.testing.assert_array_equal(colours[alpha > 0], picture[alpha > 0])
    assert not has_unexported(window.session)
    window.session.undo()
    settle(qtbot, window)
    assert not window.commands["export"].isEnabled()
    np.testing.assert_array_equal(shown(window), picture)


def test_paint_stays_over_masks_that_come_later(brush: Window, qtbot: QtBot) -> None:
    drag(brush.canvas, ACROSS, keys=ALT)
    settle(qtbot, brush)
    press_key(brush, Qt.Key.Key_K)
    drag(brush.canvas, [(90, 100), (160, 125)])
    settle(qtbot, brush)
    x, y = ACROSS[1]
    assert document_of(brush).subject.mask is not None
    assert not shown(brush)[y, x].any()


def test_clear_takes_the_paint_too_and_undo_brings_it_back(brush: Window, qtbot: QtBot) -> None:
    drag(brush.canvas, LINE)
    painted = strokes(brush)
    settle(qtbot, brush)
    brush.commands["clear"].trigger()
    assert document_of(brush).subject.is_blank
    press_key(brush, Qt.Key.Key_Z, CONTROL)
    assert strokes(brush) == painted
    settle(qtbot, brush)


def test_x_swaps_adding_and_erasing(brush: Window) -> None:
    assert brush.toolbox.polarity is Polarity.KEEP
    press_key(brush, Qt.Key.Key_X)
    assert brush.toolbox.kind is Kind.RETOUCH
    assert brush.toolbox.polarity is Polarity.REMOVE
    press_key(brush, Qt.Key.Key_X)
    assert brush.toolbox.polarity is Polarity.KEEP


def test_digits_set_the_opacity_while_the_brush_is_in_hand(brush: Window) -> None:
    for key, opacity in ((Qt.Key.Key_3, 0.3), (Qt.Key.Key_9, 0.9), (Qt.Key.Key_0, 1.0), (Qt.Key.Key_1, 0.1)):
        press_key(brush, key)
        assert brush.toolbox.tip.opacity == opacity
        assert brush.stage.options.opacity.value == round(100 * opacity)
    press_key(brush, Qt.Key.Key_K)
    press_key(brush, Qt.Key.Key_5)
    assert brush.toolbox.tip.opacity == 0.1


def test_brackets_set_size_and_with_control_hardness(brush: Window) -> None:
    radius, hardness = brush.toolbox.radius, brush.toolbox.tip.hardness
    press_key(brush, Qt.Key.Key_BracketRight)
    assert brush.toolbox.radius > radius
    press_key(brush, Qt.Key.Key_BracketLeft, CONTROL)
    assert brush.toolbox.tip.hardness == pytest.approx(hardness - 0.1)
    for _ in range(5):
        press_key(brush, Qt.Key.Key_BracketRight, CONTROL)
    assert brush.toolbox.tip.hardness == 1


def test_the_numbers_can_be_typed_and_a_double_click_brings_the_default_back(brush: Window) -> None:
    options = brush.stage.options
    for amount in (options.hardness, options.opacity):
        amount.field.selectAll()
        QTest.keyClicks(amount.field, "35")
        QTest.keyClick(amount.field, Qt.Key.Key_Return)
    assert brush.toolbox.tip == Tip(0.35, 0.35)
    for amount in (options.hardness, options.opacity):
        QTest.mouseDClick(amount.slider, LEFT, NO_KEY, QPoint(4, 8))
    assert brush.toolbox.tip == Tip(0.8, 1.0)


def test_the_options_keep_to_the_window(brush: Window) -> None:
    options = brush.stage.options
    for width in (900, 1200):
        brush.resize(width, 700)
        QApplication.processEvents()
        assert options.x() >= 0
        assert options.geometry().right() < brush.stage.width()
        assert options.opacity.field.isVisible()


def test_the_ring_shows_size_and_core(brush: Window) -> None:
    brush.toolbox.set_radius(30)
    brush.toolbox.set_tip(Tip(0.5, 1))
    move(brush.canvas, QPoint(5, 5), button=Qt.MouseButton.NoButton)
    bare = brush.canvas.grab().toImage()
    at = place(brush.canvas, 160, 120)
    move(brush.canvas, at, button=Qt.MouseButton.NoButton)
    ringed = brush.canvas.grab().toImage()
    row = [abs(x - at.x()) for x in range(bare.width()) if bare.pixel(x, at.y()) != ringed.pixel(x, at.y())]
    assert max(row) == pytest.approx(30, abs=2.5)
    assert any(13 <= away <= 17 for away in row)
    assert not any(19 <= away <= 26 for away in row)


def test_another_picture_forgets_the_paint(
    brush: Window, qtbot: QtBot, open_picture: Callable[[Window, Path], None], picture: Path
) -> None:
    drag(brush.canvas, LINE)
    settle(qtbot, brush)
    open_picture(brush, picture)
    assert strokes(brush) == ()
    look(brush, View.BLACK)
    np.testing.assert_array_equal(shown(brush), document_of(brush).picture.pixels)
