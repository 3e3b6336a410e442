"""Several pictures at once: the strip, going through it, and that no work on any of them is lost."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from segdesk import rendering
from segdesk.app import roll
from segdesk.app.aside import Folded
from segdesk.app.filmmodel import STATE_ROLE
from segdesk.app.roll import State
from segdesk.app.window import Window
from segdesk.core.geometry import Size
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, coverage_of, document_of, drag, press_key, settle
from tests.scenes import Scene, plum

CONTROL = Qt.KeyboardModifier.ControlModifier
BOX = [(20, 20), (50, 40), (90, 70)]
NAMES = ["plum 1.png", "plum 2.png", "plum 10.png", "plum 11.png"]


@pytest.fixture
def scenes() -> list[Scene]:
    return [plum(Size(120, 90), seed) for seed in range(len(NAMES))]


@pytest.fixture
def folder(tmp_path: Path, scenes: list[Scene]) -> Path:
    place = tmp_path / "李子"
    place.mkdir()
    for name, scene in zip(NAMES, scenes, strict=True):
        scene.save(place / name)
    (place / "notes.txt").write_text("no picture")
    (place / ".hidden.png").write_bytes(b"")
    return place


@pytest.fixture
def film(qtbot: QtBot, empty_window: Window, folder: Path, answers: Answers) -> Window:
    """A window with the folder in it, the first picture in hand."""
    answers.source = folder
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.commands["open_folder"].trigger()
    rest(qtbot, empty_window)
    return empty_window


def rest(qtbot: QtBot, window: Window) -> None:
    """Wait until the picture that was asked for is there and nobody works any more."""
    qtbot.waitUntil(lambda: not window.film.roll.is_opening, timeout=20_000)
    settle(qtbot, window)


def go(
    qtbot: QtBot, window: Window, key: Qt.Key = Qt.Key.Key_PageDown, keys: Qt.KeyboardModifier | None = None
) -> None:
    press_key(window, key, keys or Qt.KeyboardModifier.NoModifier)
    rest(qtbot, window)


def cut_box(qtbot: QtBot, window: Window) -> np.ndarray:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    return coverage_of(window).copy()


def states(window: Window) -> list[State]:
    model = window.film.strip.view.model()
    return [model.index(row, 0).data(STATE_ROLE) for row in range(model.rowCount())]


def name_of(window: Window) -> str:
    return document_of(window).picture.name


def test_the_picture_in_hand_stays_in_sight_when_the_window_gets_narrow(qtbot: QtBot, film: Window) -> None:
    film.commands["next_picture"].trigger()
    for _ in NAMES[2:]:
        rest(qtbot, film)
        film.commands["next_picture"].trigger()
    rest(qtbot, film)
    view = film.film.strip.view
    film.resize(film.minimumSize())
    view.resize(200, view.height())
    place = view.visualRect(view.currentIndex())
    assert view.currentIndex().row() == len(NAMES) - 1
    assert view.viewport().rect().contains(place.center())


def test_a_folder_opens_as_a_strip_in_the_order_people_count(qtbot: QtBot, film: Window) -> None:
    model = film.film.strip.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == NAMES
    assert film.film.strip.isVisible()
    assert name_of(film) == NAMES[0]
    assert film.film.strip.words.startswith("1 of 4")
    assert states(film) == [State.UNTOUCHED] * 4
    qtbot.waitUntil(lambda: not film.thumbs.is_busy, timeout=20_000)
    drawn = model.index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    assert (drawn.width(), drawn.height()) == (120, 90)
    strip, height = film.film.strip, film.film.strip.height()
    press_key(film, Qt.Key.Key_F7)
    assert not strip.view.isVisible()
    qtbot.waitUntil(lambda: strip.isVisible() and strip.height() < height / 2)


def test_one_picture_has_no_strip(window: Window) -> None:
    assert not window.film.strip.isVisible()
    assert not window.commands["next_picture"].isEnabled()


def test_keys_and_clicks_go_through_the_pictures(qtbot: QtBot, film: Window) -> None:
    for at in (1, 2, 3, 3):
        go(qtbot, film)
        assert name_of(film) == NAMES[at]
    go(qtbot, film, Qt.Key.Key_PageUp)
    assert name_of(film) == NAMES[2]
    view = film.film.strip.view
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.model().index(1, 0)).center())
    rest(qtbot, film)
    assert name_of(film) == NAMES[1]
    assert view.currentIndex().row() == 1


def test_going_on_keeps_the_work_with_its_steps_and_asks_nothing(qtbot: QtBot, film: Window, answers: Answers) -> None:
    asked = list(answers.asked)
    coverage = cut_box(qtbot, film)
    go(qtbot, film)
    assert document_of(film).subject.mask is None
    assert states(film) == [State.CUT, *[State.UNTOUCHED] * 3]
    assert "1 cut, not saved" in film.film.strip.words
    go(qtbot, film, Qt.Key.Key_PageUp)
    np.testing.assert_array_equal(coverage_of(film), coverage)
    press_key(film, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, film)
    assert document_of(film).subject.mask is None
    press_key(film, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, film)
    np.testing.assert_array_equal(coverage_of(film), coverage)
    assert answers.asked == asked


def test_a_picture_that_was_left_unanswered_is_asked_about_again(qtbot: QtBot, film: Window, desks: PaperDesks) -> None:
    desks.gate.clear()
    drag(film.canvas, BOX)
    press_key(film, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: name_of(film) == NAMES[1], timeout=20_000)
    desks.gate.set()
    rest(qtbot, film)
    assert document_of(film).subject.mask is None
    go(qtbot, film, Qt.Key.Key_PageUp)
    assert coverage_of(film)[40, 50] == 255


def test_states_follow_exports_and_saves_even_late_ones(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path
) -> None:
    cut_box(qtbot, film)
    answers.target = tmp_path / "out.png"
    film.commands["export"].trigger()
    press_key(film, Qt.Key.Key_PageDown)
    rest(qtbot, film)
    qtbot.waitUntil(lambda: states(film)[0] is State.EXPORTED, timeout=20_000)
    assert answers.target.is_file()
    answers.project = tmp_path / "work.segdesk"
    cut_box(qtbot, film)
    press_key(film, Qt.Key.Key_S, CONTROL)
    press_key(film, Qt.Key.Key_PageDown)
    rest(qtbot, film)
    qtbot.waitUntil(lambda: states(film)[1] is State.SAVED, timeout=20_000)
    assert "1 saved  ·  1 exported" in film.film.strip.words
    answers.discards = None
    assert film.close()


def test_going_on_waits_for_an_export_that_waits_for_the_engine(
    qtbot: QtBot, film: Window, answers: Answers, desks: PaperDesks, tmp_path: Path
) -> None:
    cut_box(qtbot, film)
    desks.gate.clear()
    drag(film.canvas, BOX)
    answers.target = tmp_path / "late.png"
    film.commands["export"].trigger()
    press_key(film, Qt.Key.Key_PageDown)
    assert name_of(film) == NAMES[0]
    desks.gate.set()
    qtbot.waitUntil(lambda: name_of(film) == NAMES[1], timeout=20_000)
    assert answers.target.is_file()


def test_fast_keys_read_only_the_last_picture(qtbot: QtBot, film: Window) -> None:
    opened: list[str] = []
    film.session.document_opened.connect(lambda: opened.append(name_of(film)))
    for _ in range(3):
        press_key(film, Qt.Key.Key_PageDown)
    rest(qtbot, film)
    qtbot.waitUntil(lambda: name_of(film) == NAMES[3], timeout=20_000)
    assert NAMES[2] not in opened


def test_the_next_untouched_picture(qtbot: QtBot, film: Window) -> None:
    cut_box(qtbot, film)
    go(qtbot, film)
    cut_box(qtbot, film)
    go(qtbot, film, Qt.Key.Key_PageUp)
    go(qtbot, film, Qt.Key.Key_PageDown, CONTROL)
    assert name_of(film) == NAMES[2]


def test_an_unreadable_picture_is_marked_said_and_passed_by(qtbot: QtBot, film: Window, folder: Path) -> None:
    (folder / NAMES[1]).write_bytes(b"no picture at all")
    press_key(film, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: states(film)[1] is State.UNREADABLE, timeout=20_000)
    assert NAMES[1] in film.stage.toast.words
    assert name_of(film) == NAMES[0]
    assert film.film.strip.view.currentIndex().row() == 0
    go(qtbot, film)
    assert name_of(film) == NAMES[2]


def test_another_picture_joins_the_strip(
    qtbot: QtBot, film: Window, picture: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    cut_box(qtbot, film)
    open_picture(film, picture)
    assert name_of(film) == picture.name
    assert len(film.film.roll) == 5
    assert states(film)[:2] == [State.CUT, State.UNTOUCHED]
    go(qtbot, film, Qt.Key.Key_PageUp)
    assert name_of(film) == NAMES[0]
    assert coverage_of(film)[40, 50] == 255


def test_closing_asks_once_about_all_pictures_and_can_show_the_first(
    qtbot: QtBot, film: Window, answers: Answers
) -> None:
    cut_box(qtbot, film)
    go(qtbot, film)
    cut_box(qtbot, film)
    go(qtbot, film)
    answers.asked.clear()
    answers.discards = False
    assert not film.close()
    rest(qtbot, film)
    assert name_of(film) == NAMES[0]
    assert answers.asked == [f"leave {NAMES[0]}, {NAMES[1]}"]
    answers.discards = None
    assert not film.close()
    answers.discards = True
    assert film.close()


def test_another_folder_asks_before_work_is_dropped_and_keeps_that_on_pictures_it_holds(
    qtbot: QtBot, film: Window, folder: Path, answers: Answers, tmp_path: Path, picture: Path
) -> None:
    coverage = cut_box(qtbot, film)
    answers.discards = None
    film.intake.take([picture, tmp_path / "李子"])
    qtbot.waitUntil(lambda: len(film.film.roll) == 5, timeout=20_000)
    np.testing.assert_array_equal(coverage_of(film), coverage)
    assert film.film.roll.current == 1
    other = tmp_path / "other"
    other.mkdir()
    for name in ("a.png", "b.png"):
        plum(Size(60, 40)).save(other / name)
    answers.asked.clear()
    film.intake.take([other])
    qtbot.waitUntil(lambda: bool(answers.asked), timeout=20_000)
    assert len(film.film.roll) == 5


def test_closing_waits_for_what_is_being_written_before_it_asks(
    qtbot: QtBot, film: Window, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_box(qtbot, film)
    go(qtbot, film)
    cut_box(qtbot, film)
    answers.project, answers.target = tmp_path / "b.segdesk", tmp_path / "b.png"
    with qtbot.waitSignal(film.saving.saved, timeout=20_000):
        press_key(film, Qt.Key.Key_S, CONTROL)
    gate, write = threading.Event(), rendering.export_which

    def slowly(*given: object, **named: object) -> object:
        gate.wait(20)
        return write(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "export_which", slowly)
    answers.asked.clear()
    film.commands["export"].trigger()
    assert not film.close()
    gate.set()
    qtbot.waitUntil(lambda: not film.isVisible(), timeout=20_000)
    assert answers.target.exists()
    assert answers.asked[1:] == [f"leave {NAMES[0]}"]


def test_work_beyond_the_budget_is_folded_and_comes_back_the_same_without_its_file(
    qtbot: QtBot, film: Window, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "UNFOLDED_BYTES", 0)
    coverage = cut_box(qtbot, film)
    press_key(film, Qt.Key.Key_K)
    drag(film.canvas, [(30, 30), (80, 60)])
    settle(qtbot, film)
    before = document_of(film)
    go(qtbot, film)
    qtbot.waitUntil(lambda: isinstance(film.film.roll.entry(0).work, Folded), timeout=20_000)
    work = film.film.roll.entry(0).work
    assert work is not None
    assert work.bytes < len(before.picture.original) + 2_000
    (folder / NAMES[0]).unlink()
    go(qtbot, film, Qt.Key.Key_PageUp)
    assert document_of(film).subjects == before.subjects
    press_key(film, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, film)
    np.testing.assert_array_equal(coverage_of(film), coverage)


def test_without_room_for_more_work_going_on_asks_as_closing_does(
    qtbot: QtBot, film: Window, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "WORK_BYTES", 0)
    cut_box(qtbot, film)
    answers.asked.clear()
    answers.discards = None
    press_key(film, Qt.Key.Key_PageDown)
    assert answers.asked == [f"discard {NAMES[0]}"]
    assert name_of(film) == NAMES[0]
    assert film.film.strip.view.currentIndex().row() == 0
    answers.discards = True
    go(qtbot, film)
    assert name_of(film) == NAMES[1]
    assert states(film)[0] is State.UNTOUCHED
