"""The batch window: dropped folders, a process that works, what is worst on top, and a close that asks."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.batchlist import BatchList, Phase
from segdesk.app.batchsheet import BatchSheet
from segdesk.app.window import Window
from segdesk.core.errors import PictureError, Reason
from segdesk.core.notes import Note, Notice
from segdesk.core.records import Record
from segdesk.imaging import files
from tests.app.conftest import Answers
from tests.app.hands import LEFT, document_of, drag
from tests.batch.shoots import ledger_of, shoot


@pytest.fixture
def sheet(empty_window: Window, qtbot: QtBot) -> Iterator[BatchSheet]:
    """The batch window, brought up by its command."""
    empty_window.commands["batch"].trigger()
    made = empty_window.batching.sheet
    assert made is not None
    qtbot.waitExposed(made)
    yield made
    empty_window.batching.close()


def drop(target: QWidget, *paths: Path) -> None:
    """Drop files on a widget."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, mime, LEFT, no_keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), copy, mime, LEFT, no_keys))


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def press_row(sheet: BatchSheet, row: int) -> None:
    place = sheet.list.visualRect(sheet.list.model().index(row, 0)).center()
    QTest.mouseClick(sheet.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


def ended(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.batching.is_busy, timeout=60_000)


def names(window: Window) -> list[str]:
    return [entry.source.rpartition("/")[2] for entry in window.batching.list.entries]


def test_a_dropped_folder_is_cut_and_the_worst_opened_with_a_click(
    empty_window: Window, sheet: BatchSheet, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "图集"
    shoot(folder, "2.png", "10.png")
    (folder / "坏.png").write_bytes(b"\x89PNG\r\n\x1a\n no more")
    assert not sheet.go.isEnabled()
    drop(sheet, folder)
    assert sheet.choice.folder == folder / "cutouts"
    press(sheet.go)
    assert sheet.go.text() == "Stop"
    assert not sheet.files.isEnabled()
    ended(qtbot, empty_window)
    assert names(empty_window)[0] == "坏.png"
    assert empty_window.batching.list.entries[0].phase is Phase.EYES
    assert sheet.told == "3 of 3 done  ·  1 to look at"
    for name in ("2.png", "10.png"):
        assert files.decode(folder / "cutouts" / name).picture.alpha is not None
    row = names(empty_window).index("10.png")
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        press_row(sheet, row)
    assert document_of(empty_window).picture.path == folder / "10.png"


def test_a_stopped_batch_goes_on_and_a_close_asks(
    empty_window: Window, sheet: BatchSheet, qtbot: QtBot, tmp_path: Path, answers: Answers
) -> None:
    shot = [f"{number}.png" for number in range(4)]
    drop(sheet, *shoot(tmp_path / "in", *shot))
    sheet.target.setText(str(tmp_path / "out"))
    run, listed = empty_window.batching.run, empty_window.batching.list
    press(sheet.go)
    qtbot.waitUntil(lambda: listed.count(Phase.EYES, Phase.DONE) >= 1, timeout=60_000)
    answers.stops_batch = False
    empty_window.close()
    assert empty_window.isVisible()
    assert any(asked.startswith("stop batch with ") for asked in answers.asked)
    press(sheet.go)
    ended(qtbot, empty_window)
    assert sheet.go.text() == "Go on"
    assert listed.count(Phase.WORKING) == 0
    assert 0 < listed.count(Phase.WAITING) < len(shot)
    press(sheet.go)
    ended(qtbot, empty_window)
    assert sheet.go.text() == "Start"
    assert sorted(record.name for record in ledger_of(tmp_path / "out")) == shot
    assert not run.is_running


def test_the_open_pictures_box_cuts_all_by_a_preset(
    empty_window: Window,
    sheet: BatchSheet,
    qtbot: QtBot,
    picture: Path,
    open_picture: Callable[[Window, Path], None],
    tmp_path: Path,
) -> None:
    buttons = {button.text(): button for button in sheet.ways.findChildren(QToolButton)}
    QTest.mouseClick(buttons["Same box"], LEFT)
    drop(sheet, *shoot(tmp_path / "in", "1.png"))
    assert not sheet.go.isEnabled()
    open_picture(empty_window, picture)
    drag(empty_window.canvas, [(32, 24), (100, 100), (288, 216)])
    assert sheet.go.isEnabled()
    assert sheet.box is not None
    assert [round(side, 2) for side in sheet.box] == [0.1, 0.1, 0.9, 0.9]
    menu = sheet.presets.menu()
    [chosen] = [action for action in menu.actions() if action.text() == "Square 800 on white"]
    chosen.trigger()
    press(sheet.go)
    ended(qtbot, empty_window)
    [made] = list((tmp_path / "in" / "cutouts").glob("1*.*"))
    assert files.decode(made).picture.size == (800, 800)


def test_a_batch_that_cannot_begin_says_why(
    empty_window: Window, sheet: BatchSheet, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(sheet, *shoot(tmp_path, "1.png"))
    sheet.target.setText(str(tmp_path / "1.png"))
    press(sheet.go)
    ended(qtbot, empty_window)
    assert sheet.told.startswith("“1.png” could not be written (it is a file).")
    assert sheet.go.isEnabled()


def test_a_chinese_window_says_in_chinese_why_a_batch_cannot_begin(
    empty_window: Window, sheet: BatchSheet, qtbot: QtBot, tmp_path: Path, chinese: object
) -> None:
    drop(sheet, *shoot(tmp_path, "1.png"))
    sheet.target.setText(str(tmp_path / "1.png"))
    press(sheet.go)
    ended(qtbot, empty_window)
    assert sheet.told.startswith("“1.png”写入失败")


def test_a_batch_that_dies_without_a_word_is_told(
    empty_window: Window, sheet: BatchSheet, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(sheet, *shoot(tmp_path, "1.png"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    press(sheet.go)
    ended(qtbot, empty_window)
    assert sheet.told.startswith("The batch ended unexpectedly.")
    assert sheet.go.text() == "Start"
    assert sheet.go.isEnabled()


def test_pictures_move_to_their_rank_as_they_come(qapp: QApplication) -> None:
    listed = BatchList()
    sources = [f"/in/{number}.png" for number in range(5)]
    listed.fill(Path("/out"), sources, ())
    blank = Record("", "", "", "")

    def record(number: int, **what: object) -> Record:
        return Record(**{**vars(blank), "source": sources[number], **what})  # type: ignore[arg-type]

    for source in sources:
        listed.begin(source)
    listed.take(record(3, sureness=0.9))
    listed.take(record(1, failure=PictureError(Reason.PICTURE_EMPTY, name="1.png")))
    listed.take(record(2, sureness=0.8))
    listed.take(record(4, sureness=0.7, notes=(Note.of(Notice.SUBJECT_UNSURE),)))
    assert [entry.source[4] for entry in listed.entries] == ["1", "4", "0", "2", "3"]
    listed.rest()
    assert [entry.source[4] for entry in listed.entries] == ["1", "4", "2", "3", "0"]
    assert listed.told(listed.entries[0]).startswith("“1.png” is an empty file")
