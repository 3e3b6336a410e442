"""An export under way: it is told how far it is, it can be stopped, and what was there before then stays."""

import errno
import tempfile
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from segdesk import rendering
from segdesk.app.window import Window
from segdesk.core.document import Document
from segdesk.core.work import CancelToken, Report
from segdesk.imaging import finish
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import drag, has_unexported, press_key, settle

BOX = [(40, 50), (100, 100), (200, 180)]


class Gate:
    """Holds up the finishing of an export, at two fifths of it, until it is opened or stopped."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened, self.threads = threading.Event(), list[QThread]()
        finished = rendering.finished

        def held(document: Document, *, cancel: CancelToken, report: Report) -> finish.Finished:
            self.threads.append(QThread.currentThread())
            report("matting", 0.4)
            while not self.opened.wait(0.005):
                cancel.check()
            return finished(document, cancel=cancel)

        monkeypatch.setattr(rendering, "finished", held)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.opened.set()


@pytest.fixture
def masked(window: Window, qtbot: QtBot) -> Window:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    return window


def test_an_export_tells_how_far_it_is_and_not_on_the_windows_thread(
    masked: Window, qtbot: QtBot, answers: Answers, gate: Gate, tmp_path: Path
) -> None:
    answers.target = tmp_path / "out.png"
    masked.commands["export"].trigger()
    qtbot.waitUntil(lambda: " %" in masked.status.work and "out.png" in masked.status.work, timeout=20_000)
    qtbot.waitUntil(lambda: " 0 %" not in masked.status.work, timeout=20_000)
    assert gate.threads == [thread for thread in gate.threads if thread is not masked.thread()]
    with qtbot.waitSignal(masked.session.exported, timeout=20_000):
        gate.opened.set()
    assert masked.status.work == ""
    assert answers.target.read_bytes().startswith(b"\x89PNG")


def test_escape_stops_an_export_and_leaves_the_file_as_it_was(
    masked: Window, qtbot: QtBot, answers: Answers, gate: Gate, tmp_path: Path
) -> None:
    answers.target = tmp_path / "out.png"
    answers.target.write_bytes(b"as it was")
    masked.commands["export"].trigger()
    qtbot.waitUntil(lambda: bool(gate.threads), timeout=20_000)
    press_key(masked, Qt.Key.Key_Escape)
    assert not masked.session.is_writing
    assert masked.status.work == ""
    assert masked.stage.toast.words == "Stopped before it was done."
    gate.opened.set()
    with qtbot.waitSignal(masked.session.exported, timeout=20_000):
        answers.target = tmp_path / "another.png"
        masked.commands["export"].trigger()
    assert (tmp_path / "out.png").read_bytes() == b"as it was"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.png"]
    assert not has_unexported(masked.session)


def test_escape_stops_a_copy(masked: Window, qtbot: QtBot, gate: Gate) -> None:
    QGuiApplication.clipboard().clear()
    masked.commands["copy"].trigger()
    qtbot.waitUntil(lambda: masked.status.work.startswith("Copying"), timeout=20_000)
    press_key(masked, Qt.Key.Key_Escape)
    assert not masked.session.is_writing
    assert QGuiApplication.clipboard().image().isNull()


def test_a_full_temporary_folder_is_told_in_a_sentence(
    masked: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    toast = masked.stage.toast
    acts = {"copy": masked.commands["copy"].trigger, "drag": masked.column.export.dragged.emit}
    for (place, name), act in product(((tempfile, "mkdtemp"), (Path, "mkdir")), acts):
        toast.hide()
        with monkeypatch.context() as patch:
            patch.setattr(place, name, refuse)
            acts[act]()
        assert toast.isVisible()
        assert toast.words.startswith("“plum-cutout.png” was not written because the disk is full.")
        assert not masked.session.is_writing
    toast.hide()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refuse)
        with qtbot.waitSignal(masked.session.failed, timeout=20_000):
            acts["copy"]()
    assert toast.words.startswith("“plum-cutout.png” was not written because the disk is full.")


def test_an_export_that_waits_for_the_engine_is_stopped_with_it(
    masked: Window, qtbot: QtBot, answers: Answers, desks: PaperDesks, tmp_path: Path
) -> None:
    answers.target = tmp_path / "out.png"
    desks.gate.clear()
    drag(masked.canvas, [(60, 60), (220, 190)])
    qtbot.waitUntil(lambda: masked.session.is_busy)
    masked.commands["export"].trigger()
    press_key(masked, Qt.Key.Key_Escape)
    settle(qtbot, masked)
    assert not masked.session.is_writing
    assert not answers.target.exists()
