"""Edges that were set once are what the next subject begins with: here, in the next picture, at the next start."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.roll import State
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.core.document import EdgeMode, EdgeSettings
from segdesk.core.geometry import Size
from segdesk.imaging import encoders
from segdesk.storage import project
from segdesk.storage.settings import load_settings
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, NO_KEY, document_of, drag, press_key, put_away, settle
from tests.scenes import plum

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
BOX = [(20, 20), (50, 40), (90, 70)]
CONTROL = Qt.KeyboardModifier.ControlModifier
STANDARD, HARD = EdgeSettings(), EdgeSettings(mode=EdgeMode.HARD)


@pytest.fixture
def film(qtbot: QtBot, empty_window: Window, desks: PaperDesks, tmp_path: Path) -> Window:
    """A window with three pictures, the first in hand and cut."""
    desks.is_soft = False
    paths = [plum(Size(120, 90), seed).save(tmp_path / f"plum {seed}.png") for seed in range(3)]
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.intake.take(paths)
    cut(qtbot, empty_window)
    return empty_window


def rest(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.film.roll.is_opening, timeout=20_000)
    settle(qtbot, window)


def cut(qtbot: QtBot, window: Window) -> None:
    rest(qtbot, window)
    drag(window.canvas, BOX)
    settle(qtbot, window)


def go(qtbot: QtBot, window: Window, key: Qt.Key = Qt.Key.Key_PageDown) -> None:
    press_key(window, key)
    rest(qtbot, window)


def press(within: QWidget, words: str) -> None:
    """Click the visible button of these words."""
    [button] = [one for one in within.findChildren(QToolButton) if one.text() == words and one.isVisible()]
    QTest.mouseClick(button, LEFT)


def edges_of(window: Window) -> EdgeSettings:
    return document_of(window).subject.edges


def test_the_next_picture_begins_as_the_last_was_set_less_what_belongs_to_one_picture(
    qtbot: QtBot, film: Window
) -> None:
    panel = film.column.edge
    assert not panel.is_kept
    press(panel, "Hard")
    panel.unfold()
    QApplication.processEvents()
    for name in ("invert", "keep_largest"):
        QTest.mouseClick(panel.switches[name], LEFT, NO_KEY, QPoint(8, 12))
    go(qtbot, film)
    assert edges_of(film) == HARD
    assert not film.commands["undo"].isEnabled()
    assert not film.isWindowModified()
    assert film.film.roll.entry(1).state is State.UNTOUCHED
    cut(qtbot, film)
    assert panel.is_kept
    for _ in range(2):
        press_key(film, Qt.Key.Key_Z, CONTROL)
        settle(qtbot, film)
    assert edges_of(film) == HARD
    film.commands["new_subject"].trigger()
    assert edges_of(film) == HARD
    go(qtbot, film, Qt.Key.Key_PageUp)
    assert edges_of(film) == EdgeSettings(mode=EdgeMode.HARD, keep_largest=True, invert=True)


def test_reset_and_undo_are_the_ways_back_for_the_pictures_after_it_too(qtbot: QtBot, film: Window) -> None:
    press(film.column.edge, "Soft")
    go(qtbot, film)
    cut(qtbot, film)
    QTest.mouseClick(film.column.edge.reset, LEFT)
    assert edges_of(film) == STANDARD
    assert not film.column.edge.is_kept
    go(qtbot, film)
    assert edges_of(film) == STANDARD
    go(qtbot, film, Qt.Key.Key_PageUp)
    press_key(film, Qt.Key.Key_Z, CONTROL)
    press(film.column.edge, "Hard")
    press_key(film, Qt.Key.Key_Z, CONTROL)
    assert film.session.edges_to_begin_with.mode is EdgeMode.SOFT
    press_key(film, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert film.session.edges_to_begin_with == HARD
    go(qtbot, film, Qt.Key.Key_PageUp)
    press_key(film, Qt.Key.Key_Z, CONTROL)
    assert edges_of(film) == STANDARD
    assert film.session.edges_to_begin_with == HARD


def test_what_belongs_to_one_picture_leaves_what_others_begin_with_as_it_is(qtbot: QtBot, film: Window) -> None:
    press(film.column.edge, "Hard")
    go(qtbot, film)
    cut(qtbot, film)
    press(film.column.edge, "Soft")
    go(qtbot, film, Qt.Key.Key_PageUp)
    film.column.edge.unfold()
    QApplication.processEvents()
    QTest.mouseClick(film.column.edge.switches["invert"], LEFT, NO_KEY, QPoint(8, 12))
    assert edges_of(film) == EdgeSettings(mode=EdgeMode.HARD, invert=True)
    assert film.session.edges_to_begin_with.mode is EdgeMode.SOFT
    press_key(film, Qt.Key.Key_Z, CONTROL)
    assert film.session.edges_to_begin_with.mode is EdgeMode.SOFT
    settle(qtbot, film)


def test_what_a_hidden_subject_does_not_take_is_not_shown_of_it(qtbot: QtBot, film: Window) -> None:
    document, row = document_of(film), film.column.edge.amounts["halo"]
    film.subjects.set_traits(document.active, replace(document.subject.traits, is_visible=False))
    QTest.mouseClick(row.slider, LEFT, NO_KEY, QPoint(row.slider.width() // 2, row.slider.height() // 2))
    press(film.column.edge, "Hard")
    assert edges_of(film) == STANDARD
    assert (row.value, row.slider.value()) == (100, row.range.place_of(100))
    assert [one.text() for one in film.column.edge.modes.findChildren(QToolButton) if one.isChecked()] == ["Auto"]
    settle(qtbot, film)


@pytest.fixture
def next_start(qapp: QApplication, qtbot: QtBot, answers: Answers) -> Iterator[Callable[[], Window]]:
    made: list[Window] = []

    def start() -> Window:
        window = make_window(qapp, Session(desks=PaperDesks(is_soft=False)))
        made.append(window)
        window.dialogs = answers  # type: ignore[assignment]
        window.show()
        qtbot.waitExposed(window)
        return window

    yield start
    answers.discards = True
    for window in made:
        put_away(window)


def test_the_next_start_begins_with_them_but_what_has_its_own_and_where_preferences_say_otherwise(
    qtbot: QtBot,
    film: Window,
    next_start: Callable[[], Window],
    open_picture: Callable[[Window, Path], None],
    tmp_path: Path,
) -> None:
    project.save(document_of(film), tmp_path / "plum.segdesk")
    scene = plum(Size(120, 90))
    cutout = encoders.encode_cutout(np.dstack([scene.pixels, scene.truth]), None)
    (tmp_path / "cut.png").write_bytes(cutout)
    press(film.column.edge, "Hard")
    film.close()
    assert load_settings().settings.edges == HARD
    again = next_start()
    for name in ("plum.segdesk", "cut.png"):
        open_picture(again, tmp_path / name)
        assert edges_of(again) == STANDARD
        assert not again.isWindowModified()
    open_picture(again, tmp_path / "plum 1.png")
    assert edges_of(again) == HARD
    cut(qtbot, again)
    assert again.column.edge.is_kept
    again.commands["preferences"].trigger()
    sheet = again.preferring.sheet
    assert sheet is not None
    press(sheet, "Standard")
    QTest.mouseClick(sheet.save, LEFT)
    qtbot.waitUntil(lambda: again.preferring.sheet is None, timeout=10_000)
    assert not again.column.edge.is_kept
    open_picture(again, tmp_path / "plum 2.png")
    assert edges_of(again) == STANDARD
    assert load_settings().settings.edges == HARD
