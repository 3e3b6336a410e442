"""Work that was not saved comes back after a crash, offered on a card that is not in the way."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from segdesk.app.dialogs import Dialogs
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.core.document import Document
from segdesk.storage import deltas, project
from segdesk.storage.autosave import journals_folder, offers
from segdesk.storage.steplog import read_log
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, document_of, drag, press_key, put_away, settle
from tests.app.killing import killed
from tests.scenes import Scene
from tests.storage.test_autosave import crash

BOX = [(40, 50), (100, 100), (200, 180)]
CONTROL = Qt.KeyboardModifier.ControlModifier


def draw(qtbot: QtBot, window: Window) -> Document:
    """Draw a box, and wait until its mask is on the disk."""
    before = window.session.document
    drag(window.canvas, BOX)
    settle(qtbot, window)
    rest(qtbot, window)
    assert window.session.document is not before
    return document_of(window)


def rest(qtbot: QtBot, window: Window) -> None:
    """Wait until the journal has written what there is."""
    qtbot.waitUntil(lambda: not window.journaling._lane.is_busy, timeout=20_000)
    QApplication.processEvents()


def steps() -> int:
    """How many steps all journals hold."""
    return sum(1 for log in journals_folder().glob("*/steps-*") for _ in read_log(log))


def die(window: Window) -> None:
    """What the system does when the process ends: the journals stay, and nobody holds them."""
    for journal in window.journaling._journals.values():
        crash(journal)
    window.journaling._journals.clear()


@pytest.fixture
def reopened(qtbot: QtBot, window: Window, qapp: QApplication, answers: Answers) -> Iterator[Callable[[], Window]]:
    """The window of the next start, after the one at hand has died."""
    made: list[Window] = []

    def start() -> Window:
        die(window)
        again = make_window(qapp, Session(desks=PaperDesks()))
        made.append(again)
        again.dialogs = answers  # type: ignore[assignment]
        again.resize(1200, 800)
        again.show()
        qtbot.waitExposed(again)
        with qtbot.waitSignal(again.journaling.found, timeout=20_000):
            again.recovery.look()
        return again

    yield start
    answers.discards = True
    for again in made:
        put_away(again)


def click(window: Window, button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_session_gets_back_all_but_what_was_on_its_way(seed: int, tmp_path: Path, scene: Scene) -> None:
    picture = scene.save(tmp_path / "plum.png")
    death = killed(picture, tmp_path, seed=seed, after=0.03 * seed, kept=4 + 6 * seed)
    assert death.steps > 0
    assert death.broken == 0


def test_the_work_of_a_dead_window_is_offered_and_comes_back_editable(
    qtbot: QtBot, window: Window, reopened: Callable[[], Window], answers: Answers
) -> None:
    drawn = draw(qtbot, window)
    again = reopened()
    card = again.stage.recovery
    assert "“plum.png”" in card.words
    assert again.welcome.isVisible()
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, card.restore)
    rest(qtbot, again)
    assert document_of(again).subjects == drawn.subjects
    assert document_of(again).picture.path == drawn.picture.path
    assert not card.isVisible()
    assert again.isWindowModified()
    assert answers.asked == []
    last = draw(qtbot, again)
    die(again)
    [offer] = offers()
    assert offer.about.name == "plum.png"
    offer.release()
    assert last.subjects != drawn.subjects


def test_what_is_discarded_goes_after_a_second_click_and_may_be_kept_after_all(
    qtbot: QtBot, window: Window, reopened: Callable[[], Window]
) -> None:
    draw(qtbot, window)
    again = reopened()
    card = again.stage.recovery
    click(again, card.discard)
    assert card.words.startswith("Discard it for good?")
    click(again, card.restore)
    assert not card.isVisible()
    with qtbot.waitSignal(again.journaling.found, timeout=20_000):
        again.recovery.look()
    for _ in range(2):
        click(again, card.discard)
    assert not card.isVisible()
    rest(qtbot, again)
    assert list(journals_folder().iterdir()) == []


def test_a_window_that_closes_leaves_no_journal(qtbot: QtBot, window: Window, answers: Answers) -> None:
    draw(qtbot, window)
    assert len(list(journals_folder().iterdir())) == 1
    assert window.close()
    assert answers.asked == ["discard plum.png"]
    assert list(journals_folder().iterdir()) == []


def test_saved_work_needs_no_journal_until_there_is_more(
    qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path, reopened: Callable[[], Window]
) -> None:
    draw(qtbot, window)
    answers.project = tmp_path / "plum.segdesk"
    with qtbot.waitSignal(window.saving.saved, timeout=20_000):
        press_key(window, Qt.Key.Key_S, CONTROL)
    rest(qtbot, window)
    assert steps() == 0
    window.commands["snapshot"].trigger()
    with qtbot.waitSignal(window.saving.saved, timeout=20_000):
        press_key(window, Qt.Key.Key_S, CONTROL)
    drawn = draw(qtbot, window)
    assert steps() > 0
    # What journals held before they held snapshots.
    [base] = journals_folder().glob("*/base-1.segdesk")
    project.save(project.load(base).document, base)
    again = reopened()
    assert "“plum.segdesk”" in again.stage.recovery.words
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, again.stage.recovery.restore)
    assert again.saving.project == answers.project
    assert document_of(again).subjects == drawn.subjects
    assert again.isWindowModified()
    # A save from here must not take the project's snapshots away.
    assert again.session.work is not None
    assert [snapshot.name for snapshot in again.session.work.history.snapshots] == ["Snapshot 1"]


def test_a_snapshot_of_a_picture_that_was_never_edited_is_work_and_survives_a_crash(
    qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path, reopened: Callable[[], Window]
) -> None:
    window.commands["snapshot"].trigger()
    assert window.isWindowModified()
    rest(qtbot, window)
    again = reopened()
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, again.stage.recovery.restore)
    rest(qtbot, again)
    assert again.session.work is not None
    assert [snapshot.name for snapshot in again.session.work.history.snapshots] == ["Snapshot 1"]
    assert again.isWindowModified()
    answers.discards = None
    assert not again.close()
    assert answers.asked == ["discard plum.png"]
    answers.project = tmp_path / "plum.segdesk"
    with qtbot.waitSignal(again.saving.saved, timeout=20_000):
        press_key(again, Qt.Key.Key_S, CONTROL)
    assert not again.isWindowModified()
    rest(qtbot, again)
    assert steps() == 0


def test_a_project_that_was_saved_since_is_not_written_over_by_what_is_older(
    qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path, reopened: Callable[[], Window]
) -> None:
    draw(qtbot, window)
    answers.project = tmp_path / "plum.segdesk"
    with qtbot.waitSignal(window.saving.saved, timeout=20_000):
        press_key(window, Qt.Key.Key_S, CONTROL)
    draw(qtbot, window)
    newer = project.save(Document(document_of(window).picture), answers.project)
    again = reopened()
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, again.stage.recovery.restore)
    answers.asked.clear()
    press_key(again, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not again.saving.is_saving, timeout=20_000)
    assert answers.asked == ["overtake plum.segdesk"]
    assert answers.project.read_bytes() == newer


def test_nothing_is_decided_on_work_that_is_being_restored(
    qtbot: QtBot, window: Window, reopened: Callable[[], Window]
) -> None:
    draw(qtbot, window)
    again = reopened()
    card = again.stage.recovery
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, card.restore)
        assert not any(button.isEnabled() for button in (card.restore, card.discard, card._close))
    assert not card.isVisible()


def test_whatever_keeps_the_journal_from_its_work_is_told(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(deltas, "difference", fail)
    with qtbot.waitSignal(window.journaling.failed, timeout=20_000):
        drag(window.canvas, BOX)
    assert window.stage.toast.words.startswith("Should SegDesk crash")
    settle(qtbot, window)


def test_work_that_went_on_while_it_was_saved_and_put_aside_is_on_the_disk(
    qtbot: QtBot,
    window: Window,
    scene: Scene,
    tmp_path: Path,
    reopened: Callable[[], Window],
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        scene.save(folder / name)
    window.intake.take([folder])
    qtbot.waitUntil(lambda: window.windowTitle().startswith("a.png"), timeout=20_000)
    settle(qtbot, window)
    draw(qtbot, window)
    gate, write = threading.Event(), project.save

    def slowly(document: Document, path: Path, **named: object) -> bytes:
        if path == answers.project:
            gate.wait(20)
        return write(document, path, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(project, "save", slowly)
    answers.project = tmp_path / "a.segdesk"
    press_key(window, Qt.Key.Key_S, CONTROL)
    drawn = draw(qtbot, window)
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        press_key(window, Qt.Key.Key_PageDown)
    with qtbot.waitSignal(window.saving.saved, timeout=20_000):
        gate.set()
    rest(qtbot, window)
    again = reopened()
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        click(again, again.stage.recovery.restore)
    assert document_of(again).subjects == drawn.subjects


def test_work_put_aside_is_safe_too_and_all_of_it_comes_back_together(
    qtbot: QtBot, window: Window, scene: Scene, tmp_path: Path, reopened: Callable[[], Window], answers: Answers
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        scene.save(folder / name)
    window.intake.take([folder])
    qtbot.waitUntil(lambda: window.windowTitle().startswith("a.png"), timeout=20_000)
    settle(qtbot, window)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        draw(qtbot, window)
        with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
            press_key(window, key)
    draw(qtbot, window)
    again = reopened()
    assert "1 more" in again.stage.recovery.words
    assert len(again.recovery._offers) == 2
    recovered: list[Document] = []
    for _ in range(2):
        with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
            click(again, again.stage.recovery.restore)
        rest(qtbot, again)
        recovered.append(document_of(again))
    assert answers.asked == []
    with qtbot.waitSignal(again.session.document_opened, timeout=20_000):
        press_key(again, Qt.Key.Key_PageUp)
    assert document_of(again).subjects == recovered[0].subjects
    assert document_of(again).subject.mask is not None


def test_the_card_keeps_its_place_and_messages_stand_below_it(
    qtbot: QtBot, window: Window, reopened: Callable[[], Window]
) -> None:
    draw(qtbot, window)
    again = reopened()
    card, toast = again.stage.recovery, again.stage.toast
    toast.tell("A message.", is_failure=False)
    assert not toast.geometry().intersects(card.geometry())
    QTest.mouseClick(card._close, LEFT)
    assert not card.isVisible()
    again.recovery.close()
    assert len(offers()) == 1


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize(("words", "verdict"), [("Save", False), ("Don’t save", True), ("Cancel", None)])
def test_the_question_has_an_answer_for_each_wish(
    words: str, verdict: bool | None, qtbot: QtBot, empty_window: Window
) -> None:
    asked: list[str] = []

    def answer() -> None:
        box = empty_window.findChild(QMessageBox)
        assert box is not None
        asked.append(box.text())
        QTest.mouseClick(next(button for button in box.buttons() if button.text() == words), LEFT)

    QTimer.singleShot(0, empty_window, answer)
    assert Dialogs(empty_window).may_discard("plum <b> & co.png") is verdict
    assert asked == ["<b>Save the work on “plum &lt;b&gt; &amp; co.png”?</b>"]
