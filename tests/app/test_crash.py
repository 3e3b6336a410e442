"""What goes wrong inside the running program ends in a report and one sentence, and the program goes on."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.crash import Crash
from segdesk.app.window import Window
from segdesk.storage import crashes
from segdesk.storage.folders import state_folder

SECRET = "q8Zt0LkP3vXw7RbN5mYc2JdF"
PROGRAM = f"""
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from segdesk.app import start

def furnished(*given, **named):
    window = furnish(*given, **named)
    QTimer.singleShot(0, lambda: fail("token={SECRET} in the window"))
    QTimer.singleShot(0, lambda: fail("token={SECRET} in the window"))
    QTimer.singleShot(50, lambda: threading.Thread(target=lambda: [][0], name="worker").start())
    QTimer.singleShot(700, lambda: end(window))
    return window

def fail(words):
    raise ValueError(words + " of " + __import__("os").path.expanduser("~/pictures/plum.png"))

def end(window):
    print(window.stage.toast.words)
    if sys.argv[-1] == "fault":
        import faulthandler
        faulthandler._sigsegv()
    window.window().close()

furnish, start.furnish = start.furnish, furnished
sys.exit(start.run_window(()))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def reports() -> list[str]:
    folder = state_folder() / crashes.FOLDER
    return [path.read_text("utf-8") for path in sorted(folder.glob("segdesk-*.txt"))]


def test_exceptions_of_every_thread_are_reported_once_and_the_program_goes_on(home: Path) -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    assert "Your work is kept. A report without keys or pictures lies at" in done.stdout
    written = reports()
    assert sorted(text.partition("\n")[0] for text in written) == [
        "An exception on the thread “MainThread”",
        "An exception on the thread “worker”",
    ]
    everything = "".join(written) + done.stderr
    assert "in fail" in everything
    assert SECRET not in everything
    assert str(home) not in everything
    assert not list((state_folder() / crashes.FOLDER).glob("fault-*"))


def test_a_fault_is_told_at_the_next_start() -> None:
    assert run("fault").returncode != 0
    assert not any("Segmentation fault" in text for text in reports())
    Crash().look_back()
    [report] = [text for text in reports() if "Segmentation fault" in text]
    assert "in end" in report


class Gone:
    """Where messages went, when nobody is there to read them any more."""

    def write(self, words: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_report_is_written_though_nobody_reads_the_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = Crash(tmp_path)
    monkeypatch.setattr(sys, "stderr", Gone())
    crash._see(ValueError("lost"), "main")
    assert "ValueError: lost" in next(tmp_path.glob("segdesk-*.txt")).read_text("utf-8")


def test_the_window_says_where_the_report_lies(
    qtbot: QtBot, empty_window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash = Crash(tmp_path / "reports")
    empty_window.support.hear(crash)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "fault-1-1.log").write_text("Fatal Python error: Segmentation fault", encoding="utf-8")
    crash.look_back()
    toast = empty_window.stage.toast
    qtbot.waitUntil(lambda: toast.words.startswith("SegDesk was ended by a fault last time."))
    [report] = (tmp_path / "reports").iterdir()
    assert str(report) in toast.words
    assert toast.remedy.isVisible()
    QApplication.processEvents()
