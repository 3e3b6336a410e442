"""The hair brush under real hands: its strokes are steps, and matting decides under them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from segdesk.app.pyramid import Pyramid
from segdesk.app.toolbox import Kind, State
from segdesk.app.window import Window
from segdesk.core.document import EdgeMode, EdgeSettings
from segdesk.core.geometry import Point
from segdesk.core.notes import Notice
from segdesk.core.prompts import Polarity
from segdesk.core.work import CancelToken
from segdesk.rendering import final_alpha
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, coverage_of, document_of, drag, press_key, settle

BOX = [(40, 50), (100, 100), (200, 180)]
EDGE = [(190, 60), (205, 110), (200, 150)]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def masked(window: Window, qtbot: QtBot, desks: PaperDesks) -> Window:
    """A window with a mask that matting may better, and the hair brush in hand."""
    desks.is_soft = False
    drag(window.canvas, BOX)
    settle(qtbot, window)
    press_key(window, Qt.Key.Key_E)
    return window


def test_a_key_or_the_rail_takes_the_brush(window: Window) -> None:
    press_key(window, Qt.Key.Key_E)
    assert window.toolbox.kind is Kind.HAIR
    press_key(window, Qt.Key.Key_B)
    window.commands["hair"].trigger()
    assert window.toolbox.kind is Kind.HAIR
    assert window.commands["hair"].isChecked()


def test_a_stroke_is_one_step_that_asks_no_engine(masked: Window, qtbot: QtBot, desks: PaperDesks) -> None:
    before, asked = document_of(masked), len(desks.asked)
    drag(masked.canvas, EDGE)
    settle(qtbot, masked)
    [stroke] = document_of(masked).subject.hair
    assert stroke.polarity is Polarity.KEEP
    assert stroke.points[-1] == pytest.approx(EDGE[-1], abs=1)
    assert document_of(masked).subject.prompts == before.subject.prompts
    assert len(desks.asked) == asked
    assert masked.commands["undo"].text() == "Undo hair stroke"
    masked.session.undo()
    assert document_of(masked) == before
    settle(qtbot, masked)


@pytest.mark.parametrize(("button", "keys"), [("Left", ALT), ("Right", Qt.KeyboardModifier.NoModifier)])
def test_alt_and_the_right_button_take_back(
    masked: Window, qtbot: QtBot, button: str, keys: Qt.KeyboardModifier
) -> None:
    drag(masked.canvas, EDGE)
    drag(masked.canvas, EDGE, button=Qt.MouseButton[f"{button}Button"], keys=keys)
    settle(qtbot, masked)
    assert [stroke.polarity for stroke in document_of(masked).subject.hair] == [Polarity.KEEP, Polarity.REMOVE]
    assert masked.commands["undo"].text() == "Undo hair taken back"


def test_finished_edges_follow_a_stroke(masked: Window, qtbot: QtBot) -> None:
    """Over ground that looks like the subject the mask is not the last word."""
    coverage, shown = coverage_of(masked), list[np.ndarray]()
    masked.finishing.layers_changed.connect(lambda layers: shown.append(layers[0].alpha.levels[0]))
    drag(masked.canvas, EDGE)
    settle(qtbot, masked)
    at_full_size = shown[-1]
    assert at_full_size.shape == coverage.shape
    assert np.count_nonzero(at_full_size[60:150, 185:215] != coverage[60:150, 185:215]) > 100
    assert len(shown) >= 2


def test_strokes_are_shown_and_hidden_with_the_others(masked: Window, qtbot: QtBot) -> None:
    at = masked.canvas.viewport.to_view(Point(205, 110))
    drag(masked.canvas, EDGE)
    settle(qtbot, masked)
    shown = masked.canvas.grab().toImage().pixelColor(round(at.x), round(at.y))
    masked.commands["prompts"].setChecked(False)
    settle(qtbot, masked)
    hidden = masked.canvas.grab().toImage().pixelColor(round(at.x), round(at.y))
    assert shown != hidden


def test_where_nothing_can_come_of_it_the_reason_is_said(window: Window, qtbot: QtBot, desks: PaperDesks) -> None:
    press_key(window, Qt.Key.Key_E)
    drag(window.canvas, EDGE)
    assert window.stage.toast.words == Notice.HAIR_UNMASKED.value
    desks.is_soft = False
    press_key(window, Qt.Key.Key_B)
    drag(window.canvas, BOX)
    settle(qtbot, window)
    window.session.set_edges(EdgeSettings(mode=EdgeMode.HARD), "edge")
    press_key(window, Qt.Key.Key_E)
    drag(window.canvas, EDGE)
    assert window.stage.toast.words == Notice.HAIR_HARD.value
    assert document_of(window).subject.hair == ()
    settle(qtbot, window)


def test_clear_takes_the_strokes_along_and_undo_brings_them_back(masked: Window, qtbot: QtBot) -> None:
    for _ in range(2):
        drag(masked.canvas, EDGE)
    settle(qtbot, masked)
    before = document_of(masked)
    masked.commands["clear"].trigger()
    assert document_of(masked).subject.hair == ()
    masked.session.undo()
    assert document_of(masked) == before
    settle(qtbot, masked)


@pytest.mark.parametrize(("state", "value"), [(State.INSIDE, 255), (State.OUTSIDE, 0), (State.UNKNOWN, 128)])
def test_what_is_painted_on_the_trimap_shows_in_it_and_matting_follows(
    masked: Window, qtbot: QtBot, state: State, value: int
) -> None:
    trimaps: list[Pyramid | None] = []
    masked.viewing.trimap_changed.connect(trimaps.append)
    press_key(masked, Qt.Key.Key_T)
    settle(qtbot, masked)
    masked.stage.options.states.chosen.emit(state)
    drag(masked.canvas, [(205, 60), (205, 110), (205, 150)])
    settle(qtbot, masked)
    levels = trimaps[-1]
    assert None not in trimaps[1:]
    assert levels is not None
    assert (levels.levels[0][70:140, 200:210] == value).all()
    alpha = final_alpha(document_of(masked), cancel=CancelToken())
    assert (alpha[70:140, 200:210] == value).all() or state is State.UNKNOWN
    before = document_of(masked)
    masked.session.undo()
    masked.session.redo()
    assert document_of(masked) == before
    settle(qtbot, masked)


def test_the_options_say_what_the_brush_paints_and_x_and_alt_turn_it_round(masked: Window, qtbot: QtBot) -> None:
    options = masked.stage.options
    assert options.states.isVisible()
    [inside] = [one for one in options.states.findChildren(QToolButton) if one.text() == "Inside"]
    QTest.mouseClick(inside, LEFT)
    assert masked.toolbox.state is State.INSIDE
    drag(masked.canvas, EDGE)
    drag(masked.canvas, EDGE, keys=ALT)
    press_key(masked, Qt.Key.Key_X)
    assert masked.toolbox.state is State.OUTSIDE
    drag(masked.canvas, EDGE)
    settle(qtbot, masked)
    strokes = document_of(masked).subject.hair
    assert [stroke.polarity for stroke in strokes] == [Polarity.KEEP, Polarity.REMOVE, Polarity.REMOVE]
    assert all(stroke.is_sure for stroke in strokes)
    assert masked.commands["undo"].text() == "Undo trimap: outside"
    press_key(masked, Qt.Key.Key_K)
    assert not options.states.isVisible()
