"""The window around the canvas: how pictures come in and cutouts go out, and what is said meanwhile."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.commands import COMMANDS
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.core.notes import Note, Notice
from segdesk.imaging import encoders, files
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks, engine_failure
from tests.app.hands import coverage_of, document_of, drag, press_button, press_key, put_away, settle
from tests.scenes import RIGHT_DISC, Scene, disc, iou, two_discs

BOX = [(40, 50), (100, 100), (200, 180)]
CONTROL = Qt.KeyboardModifier.ControlModifier


def drop(window: Window, mime: QMimeData) -> bool:
    """Drag over the window and let go; True when it was taken."""
    actions, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), actions, mime, button, keys)
    QApplication.sendEvent(window, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), actions, mime, button, keys))
    return True


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_an_empty_window_offers_to_open_and_nothing_that_needs_a_picture(empty_window: Window) -> None:
    assert empty_window.welcome.isVisible()
    enabled = {command.key for command in COMMANDS if empty_window.commands[command.key].isEnabled()}
    assert {"open", "paste", "sample", "quit"} <= enabled
    assert not {"export", "copy", "auto", "clear", "undo", "redo", "fit"} & enabled


def test_a_dropped_file_opens(qtbot: QtBot, empty_window: Window, picture: Path, scene: Scene) -> None:
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        assert drop(empty_window, urls(picture))
    assert empty_window.canvas.isVisible()
    assert empty_window.windowTitle().startswith("plum.png")
    np.testing.assert_array_equal(document_of(empty_window).picture.pixels, scene.pixels)


def test_text_cannot_be_dropped(empty_window: Window) -> None:
    mime = QMimeData()
    mime.setText("a plum")
    assert not drop(empty_window, mime)


def test_a_pasted_picture_opens_with_its_transparency(qtbot: QtBot, empty_window: Window) -> None:
    image = QImage(40, 30, QImage.Format.Format_ARGB32)
    image.fill(0x80FF0000)
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        QTest.keyClick(empty_window, Qt.Key.Key_V, CONTROL)
    picture = document_of(empty_window).picture
    assert picture.size == (40, 30)
    assert picture.alpha is not None
    assert picture.alpha[0, 0] == 0x80


def test_a_pasted_file_opens(qtbot: QtBot, empty_window: Window, picture: Path) -> None:
    QGuiApplication.clipboard().setMimeData(urls(picture))
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.commands["paste"].trigger()
    assert document_of(empty_window).picture.path == picture


def test_pasting_nothing_says_so(empty_window: Window) -> None:
    QGuiApplication.clipboard().setText("a plum")
    empty_window.commands["paste"].trigger()
    assert empty_window.stage.toast.isVisible()
    assert "no picture" in empty_window.stage.toast.words


def test_a_picture_with_a_chinese_name_opens(
    qtbot: QtBot, empty_window: Window, scene: Scene, tmp_path: Path, answers: Answers
) -> None:
    answers.source = scene.save(tmp_path / "李子 一.png")
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.commands["open"].trigger()
    assert "李子 一.png" in empty_window.windowTitle()


def test_a_broken_file_is_named_in_a_quiet_message(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    before = window.session.document
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture at all")
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        drop(window, urls(broken))
    assert "broken.png" in window.stage.toast.words
    assert window.session.document is before


def test_a_failed_engine_is_shown_and_the_window_goes_on(qtbot: QtBot, window: Window, desks: PaperDesks) -> None:
    desks.failure = engine_failure()
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert "ran out of paper" in window.stage.toast.words
    assert "Local engine" in window.stage.toast.words
    desks.failure = None
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert document_of(window).subject.mask is not None


def test_export_suggests_a_name_beside_the_picture_and_writes_it(
    qtbot: QtBot, window: Window, answers: Answers, picture: Path
) -> None:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    answers.target = picture.parent / "out.png"
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        press_key(window, Qt.Key.Key_E, CONTROL)
    assert answers.asked == [f"export to {picture.parent / 'plum-cutout.png'}"]
    exported = files.decode(answers.target).picture
    np.testing.assert_array_equal(exported.alpha, coverage_of(window))
    assert "out.png" in window.stage.toast.words


def test_copy_puts_a_transparent_picture_on_the_clipboard(qtbot: QtBot, window: Window) -> None:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    with qtbot.waitSignal(window.session.rendered, timeout=20_000):
        press_key(window, Qt.Key.Key_C, CONTROL)
    image = QGuiApplication.clipboard().image()
    assert image.pixelColor(5, 5).alpha() == 0
    assert image.pixelColor(100, 100).alpha() == 255


def test_closing_asks_once_and_only_about_work_that_is_not_safe(qtbot: QtBot, window: Window, answers: Answers) -> None:
    answers.discards = None
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert not window.close()
    assert answers.asked == ["discard plum.png"]
    window.commands["undo"].trigger()
    assert window.close()
    assert len(answers.asked) == 1


def test_closing_can_save_first(qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path) -> None:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    answers.discards, answers.project = False, tmp_path / "last.segdesk"
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert answers.project.is_file()


def test_closing_waits_for_an_export_under_way(
    qtbot: QtBot, window: Window, answers: Answers, desks: PaperDesks, tmp_path: Path
) -> None:
    answers.target = tmp_path / "late.png"
    drag(window.canvas, BOX)
    settle(qtbot, window)
    desks.gate.clear()
    drag(window.canvas, BOX)
    window.commands["export"].trigger()
    assert not window.close()
    desks.gate.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert answers.target.is_file()
    assert not [question for question in answers.asked if question.startswith("discard")]


def test_a_very_large_picture_opens_when_the_designer_insists(
    qtbot: QtBot, empty_window: Window, answers: Answers, picture: Path
) -> None:
    request = Request(picture, picture.name, limit_megapixels=0.01)
    with qtbot.waitSignal(empty_window.session.too_large, timeout=20_000):
        empty_window.open(request)
    assert "plum.png" in answers.asked[0]
    assert empty_window.session.document is None
    answers.opens_large = True
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        empty_window.open(request)


def test_the_subject_card_counts_what_was_said(qtbot: QtBot, window: Window) -> None:
    drag(window.canvas, BOX)
    press_key(window, Qt.Key.Key_K)
    for _ in range(2):
        drag(window.canvas, [(100, 100), (110, 120)])
    settle(qtbot, window)
    assert window.column.subject.said == "1 box  ·  2 strokes"
    assert "% of the picture kept" in window.column.subject.kept


def test_the_auto_button_asks_for_the_subject(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_A)
    settle(qtbot, window)
    assert document_of(window).subject.prompts.auto
    assert window.commands["undo"].text() == "Undo auto subject"


def test_the_auto_button_again_shows_the_next_subject_and_undo_the_one_before(
    qtbot: QtBot, empty_window: Window, desks: PaperDesks, picture: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    desks.candidates = 3
    open_picture(empty_window, picture)
    assert not empty_window.status.candidate
    for number in (1, 2, 3, 1):
        press_button(empty_window, "Auto subject")
        settle(qtbot, empty_window)
        assert empty_window.status.candidate == f"Proposal {number} of 3"
    press_key(empty_window, Qt.Key.Key_Z, CONTROL)
    assert empty_window.status.candidate == "Proposal 3 of 3"
    assert empty_window.commands["redo"].text() == "Redo next proposal"
    press_key(empty_window, Qt.Key.Key_K)
    drag(empty_window.canvas, [(100, 100), (110, 120)])
    settle(qtbot, empty_window)
    assert document_of(empty_window).subject.prompts.candidate == 2
    assert not empty_window.status.candidate


def test_doubt_is_said_until_another_subject_is_asked_for(qtbot: QtBot, window: Window, desks: PaperDesks) -> None:
    desks.candidates, desks.notes = 2, (Note.of(Notice.SUBJECT_NUMBER, number=1, count=2),)
    press_button(window, "Auto subject")
    settle(qtbot, window)
    assert not window.stage.toast.isVisible()
    desks.notes += (Note.of(Notice.SUBJECT_UNSURE),)
    for _ in range(2):
        press_button(window, "Auto subject")
        settle(qtbot, window)
    assert window.stage.toast.words == str(Note.of(Notice.SUBJECT_UNSURE))
    desks.notes = ()
    press_button(window, "Auto subject")
    settle(qtbot, window)
    assert not window.stage.toast.isVisible()


def test_the_only_subject_is_said_to_be_the_only_one(qtbot: QtBot, window: Window) -> None:
    for _ in range(2):
        press_button(window, "Auto subject")
        settle(qtbot, window)
    assert window.stage.toast.words.startswith("There is only this one proposal.")
    assert not window.status.candidate


def test_the_local_engine_shows_each_of_two_subjects(
    qtbot: QtBot,
    qapp: QApplication,
    answers: Answers,
    tmp_path: Path,
    open_picture: Callable[[Window, Path], None],
) -> None:
    picture = tmp_path / "discs.png"
    picture.write_bytes(encoders.encode_rgb(two_discs(), None))
    window = make_window(qapp)
    window.dialogs = answers  # type: ignore[assignment]
    window.show()
    open_picture(window, picture)
    found: list[float] = []
    for number in (1, 2, 3):
        press_button(window, "Auto subject")
        settle(qtbot, window)
        assert window.status.candidate == f"Proposal {number} of 3"
        found.append(iou(coverage_of(window), disc(RIGHT_DISC)))
    assert max(found) > 0.9
    put_away(window)


def test_the_busy_sign_comes_while_the_engine_works_and_goes(qtbot: QtBot, window: Window, desks: PaperDesks) -> None:
    desks.gate.clear()
    drag(window.canvas, BOX)
    qtbot.waitUntil(window.stage.chip.isVisible, timeout=5_000)
    assert window.stage.line.isVisible()
    desks.gate.set()
    settle(qtbot, window)
    assert not window.stage.chip.isVisible()
    assert not window.stage.line.isVisible()


def test_every_control_has_a_name_for_screen_readers(window: Window) -> None:
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox)
    nameless = [
        widget
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.objectName() != "qt_toolbar_ext_button"
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
        and type(widget).__name__ != "QScrollBar"
    ]
    assert nameless == []


def test_every_command_shows_its_key_in_its_tooltip_and_no_key_means_two_things(window: Window) -> None:
    keys = [sequence.toString() for action in window.commands.all() for sequence in action.shortcuts()]
    assert len(keys) == len(set(keys))
    for command in COMMANDS:
        action = window.commands[command.key]
        assert not command.keys or action.shortcut().toString() in action.toolTip()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_environment_chooses_the_theme(
    theme: str, qapp: QApplication, qtbot: QtBot, desks: PaperDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGDESK_THEME", theme)
    window = make_window(qapp, Session(desks=desks))
    window.show()
    ground = window.welcome.grab().toImage().pixelColor(2, 2).lightness()
    assert ground < 40 if theme == "dark" else ground > 200
    window.close()


def test_a_second_picture_takes_the_place_of_the_first(
    qtbot: QtBot,
    window: Window,
    scene: Scene,
    tmp_path: Path,
    answers: Answers,
    open_picture: Callable[[Window, Path], None],
) -> None:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    open_picture(window, scene.save(tmp_path / "second.png"))
    assert answers.asked == ["discard plum.png"]
    assert document_of(window).subject.prompts.is_empty
    assert window.session.undo_name is None
