"""Saving in the window: what is dirty, what is asked and when, and what stays as it was when a save fails."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.core.document import Traits
from segdesk.core.errors import OutputError
from segdesk.core.subjectedits import Activate, AddSubject, SetTraits, new_subject
from segdesk.storage import project
from segdesk.storage.locks import Claim
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import coverage_of, document_of, drag, press_key, put_away, settle
from tests.app.test_window import drop, urls

BOX = [(40, 50), (100, 100), (200, 180)]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def target(answers: Answers, tmp_path: Path) -> Path:
    """Where the project goes when it is asked for."""
    answers.project = tmp_path / "projects" / "plum.segdesk"
    answers.project.parent.mkdir()
    return answers.project


@pytest.fixture
def boxed(qtbot: QtBot, window: Window) -> Window:
    """A window with a box's mask."""
    drag(window.canvas, BOX)
    settle(qtbot, window)
    return window


@pytest.fixture
def kept(qtbot: QtBot, boxed: Window, target: Path) -> Window:
    """The same, saved."""
    save(qtbot, boxed)
    return boxed


def save(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window.saving.saved, timeout=20_000):
        press_key(window, Qt.Key.Key_S, CONTROL)
    QApplication.processEvents()


def is_marked(window: Window) -> bool:
    """Whether bar and title both say that there is unsaved work; they never disagree."""
    shown = "edited" in window.top._about.text()
    assert window.isWindowModified() is shown
    return shown


def test_a_saved_project_opens_again_by_drop_with_all_that_was_done(qtbot: QtBot, kept: Window, target: Path) -> None:
    before = document_of(kept)
    assert not is_marked(kept)
    assert kept.windowTitle().startswith("plum.segdesk")
    with qtbot.waitSignal(kept.session.document_opened, timeout=20_000):
        assert drop(kept, urls(target))
    QApplication.processEvents()
    assert document_of(kept).subjects == before.subjects
    assert document_of(kept).picture.name == "plum.png"
    assert document_of(kept) is not before
    assert not is_marked(kept)
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    assert is_marked(kept)
    before_second = target.read_bytes()
    save(qtbot, kept)
    assert target.read_bytes() != before_second
    assert not is_marked(kept)
    press_key(kept, Qt.Key.Key_Z, CONTROL)
    assert is_marked(kept)
    press_key(kept, Qt.Key.Key_Z, CONTROL | SHIFT)
    settle(qtbot, kept)
    assert not is_marked(kept)


def test_snapshots_are_saved_with_the_project(qtbot: QtBot, kept: Window, target: Path, answers: Answers) -> None:
    then = document_of(kept)
    kept.commands["snapshot"].trigger()
    assert is_marked(kept)
    save(qtbot, kept)
    assert not is_marked(kept)
    press_key(kept, Qt.Key.Key_K)
    drag(kept.canvas, [(60, 60), (90, 80)])
    settle(qtbot, kept)
    save(qtbot, kept)
    with qtbot.waitSignal(kept.session.document_opened, timeout=20_000):
        assert drop(kept, urls(target))
    settle(qtbot, kept)
    assert not is_marked(kept)
    assert kept.chronicle.panel.words == ["Snapshot 1", "As opened"]
    kept.chronicle.restore(0)
    settle(qtbot, kept)
    assert document_of(kept).subjects == then.subjects
    save(qtbot, kept)
    kept.chronicle.rename(0, "before")
    assert is_marked(kept)
    kept.chronicle.drop(0)
    assert is_marked(kept)
    save(qtbot, kept)
    assert project.load(target).snapshots == ()
    assert answers.asked == [answers.asked[0]]


def test_the_first_save_suggests_a_name_the_next_asks_nothing_and_save_as_goes_on_elsewhere(
    qtbot: QtBot, kept: Window, answers: Answers, picture: Path, target: Path
) -> None:
    assert answers.asked == [f"save to {picture.with_suffix('.segdesk')}"]
    assert kept.stage.toast.words == "Saved “plum.segdesk”."
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    save(qtbot, kept)
    assert len(answers.asked) == 1
    np.testing.assert_array_equal(
        project.load(target).document.subject.mask.coverage,  # type: ignore[union-attr]
        coverage_of(kept),
    )
    before = target.read_bytes()
    answers.project = target.with_name("other.segdesk")
    with qtbot.waitSignal(kept.saving.saved, timeout=20_000):
        press_key(kept, Qt.Key.Key_S, CONTROL | SHIFT)
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    save(qtbot, kept)
    assert target.read_bytes() == before
    assert kept.windowTitle().startswith("other.segdesk")


def test_subjects_come_back_with_all_they_have(
    qtbot: QtBot, boxed: Window, target: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    added = new_subject(document_of(boxed))
    traits = Traits("stone", (9, 8, 7), is_visible=True)
    boxed.session.perform("add", AddSubject(added, 1), SetTraits(added.key, traits), Activate(added.key))
    drag(boxed.canvas, [(60, 60), (120, 120)])
    settle(qtbot, boxed)
    before = document_of(boxed)
    save(qtbot, boxed)
    open_picture(boxed, target)
    assert document_of(boxed).subjects == before.subjects
    assert document_of(boxed).active == added.key


def test_closing_a_project_asks_once_also_when_it_was_exported(
    qtbot: QtBot, kept: Window, answers: Answers, target: Path
) -> None:
    """Of a project only saving is enough: it is what the designer comes back to."""
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    answers.target = target.with_name("cut.png")
    with qtbot.waitSignal(kept.session.exported, timeout=20_000):
        press_key(kept, Qt.Key.Key_E, CONTROL)
    answers.asked.clear()
    answers.discards = None
    assert not kept.close()
    assert answers.asked == ["discard plum.segdesk"]
    save(qtbot, kept)
    assert kept.close()
    assert len(answers.asked) == 1


def test_a_picture_that_never_was_a_project_is_safe_when_all_of_it_is_exported(
    qtbot: QtBot, boxed: Window, answers: Answers, tmp_path: Path
) -> None:
    assert is_marked(boxed)
    answers.target = tmp_path / "cut.png"
    with qtbot.waitSignal(boxed.session.exported, timeout=20_000):
        press_key(boxed, Qt.Key.Key_E, CONTROL)
    assert not is_marked(boxed)
    answers.asked.clear()
    assert boxed.close()
    assert answers.asked == []


def test_saving_waits_for_the_answer_that_belongs_to_it(
    qtbot: QtBot, boxed: Window, target: Path, desks: PaperDesks
) -> None:
    desks.gate.clear()
    drag(boxed.canvas, [(20, 30), (60, 60), (180, 120)])
    press_key(boxed, Qt.Key.Key_S, CONTROL)
    assert boxed.saving.is_saving
    with qtbot.waitSignal(boxed.saving.saved, timeout=20_000):
        desks.gate.set()
    assert not is_marked(boxed)
    assert not project.load(target).document.subject.is_stale


def test_saving_twice_in_a_row_takes_nobody_for_another(
    qtbot: QtBot, kept: Window, answers: Answers, target: Path
) -> None:
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    answers.asked.clear()
    for _ in range(2):
        press_key(kept, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not kept.saving.is_saving, timeout=20_000)
    assert answers.asked == []
    assert not is_marked(kept)
    assert project.load(target).document.subjects == document_of(kept).subjects


def test_the_pen_draws_on_while_a_project_is_written(
    qtbot: QtBot, boxed: Window, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, write = threading.Event(), project.save

    def slowly(*arguments: object, **named: object) -> bytes:
        gate.wait(20)
        return write(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(project, "save", slowly)
    press_key(boxed, Qt.Key.Key_S, CONTROL)
    before = document_of(boxed)
    drag(boxed.canvas, BOX)
    settle(qtbot, boxed)
    with qtbot.waitSignal(boxed.saving.saved, timeout=20_000):
        gate.set()
    assert project.load(target).document.subjects == before.subjects
    assert is_marked(boxed)


def fail_to_save(qtbot: QtBot, window: Window) -> str:
    """Save in vain; returns what is said."""
    with qtbot.waitSignal(window.saving.failed, timeout=20_000) as caught:
        press_key(window, Qt.Key.Key_S, CONTROL)
    assert isinstance(caught.args[0], OutputError)  # type: ignore[index]
    assert is_marked(window)
    return window.stage.toast.words


def test_a_failed_save_keeps_the_mark_and_the_old_file_and_closing_stops(
    qtbot: QtBot, kept: Window, answers: Answers, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = target.read_bytes()
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    opened = Path.open
    for number, words in ((errno.ENOSPC, "the disk is full"), (errno.EACCES, "may not be written")):

        def refuse(path: Path, mode: str = "r", *, number: int = number, **rest: object) -> object:
            if path.suffix == ".part" and path.parent == target.parent:
                raise OSError(number, os.strerror(number))
            return opened(path, mode, **rest)  # type: ignore[call-overload]

        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", refuse)
            assert words in fail_to_save(qtbot, kept)
    answers.discards = False
    target.parent.rename(target.parent.with_name("elsewhere"))
    with qtbot.waitSignal(kept.saving.failed, timeout=20_000):
        assert not kept.close()
    assert kept.isVisible()
    assert "does not exist" in kept.stage.toast.words
    target.parent.with_name("elsewhere").rename(target.parent)
    assert target.read_bytes() == before
    assert [path for path in target.parent.iterdir() if path.suffix == ".part"] == []
    save(qtbot, kept)
    assert not is_marked(kept)


def test_a_project_that_others_changed_is_told_of_and_replaced_only_when_asked_for(
    qtbot: QtBot, kept: Window, answers: Answers, target: Path
) -> None:
    theirs = project.save(replace(document_of(kept), subjects=document_of(kept).subjects * 1), target)
    os.utime(target, ns=(1, 1))
    kept.stage.toast.hide()
    kept.saving.look()
    qtbot.waitUntil(kept.stage.toast.isVisible, timeout=20_000)
    assert "meanwhile" in kept.stage.toast.words
    drag(kept.canvas, BOX)
    settle(qtbot, kept)
    press_key(kept, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "overtake plum.segdesk" in answers.asked, timeout=20_000)
    assert target.read_bytes() == theirs
    assert is_marked(kept)
    answers.overtakes = True
    save(qtbot, kept)
    assert target.read_bytes() != theirs
    assert not is_marked(kept)


def test_a_second_window_on_a_project_is_told(
    qtbot: QtBot, kept: Window, target: Path, qapp: QApplication, answers: Answers
) -> None:
    other = make_window(qapp, Session(desks=PaperDesks()))
    other.dialogs = answers  # type: ignore[assignment]
    other.show()
    with qtbot.waitSignal(other.session.document_opened, timeout=20_000):
        other.open(Request.of_file(target))
    qtbot.waitUntil(lambda: "another window" in other.stage.toast.words, timeout=20_000)
    put_away(other)
    assert Claim.on(target).other is not None
    assert kept.close()
    assert sorted(path.name for path in target.parent.iterdir() if "lock" in path.name) == []


def test_a_damaged_project_says_what_it_lost_a_broken_one_is_named_and_a_large_one_asked_about(
    qtbot: QtBot, kept: Window, target: Path, answers: Answers, open_picture: Callable[[Window, Path], None]
) -> None:
    content = target.read_bytes()
    at = content.index(b"masks/0.png") + 60
    target.write_bytes(content[:at] + b"?" + content[at + 1 :])
    open_picture(kept, target)
    assert kept.stage.toast.words == "“plum.segdesk” was damaged. Lost: masks (1). All the rest is here."
    settle(qtbot, kept)
    assert document_of(kept).subject.mask is not None, "what was said is asked for again"
    before = document_of(kept)
    target.with_name("broken.segdesk").write_bytes(b"no project")
    with qtbot.waitSignal(kept.session.failed, timeout=20_000):
        drop(kept, urls(target.with_name("broken.segdesk")))
    assert "“broken.segdesk” is not a SegDesk project" in kept.stage.toast.words
    assert document_of(kept) is before
    answers.opens_large = True
    with qtbot.waitSignals([kept.session.too_large, kept.session.document_opened], timeout=20_000):
        kept.open(Request(target, target.name, limit_megapixels=0.01))
    assert "plum.png" in answers.asked[-1]


def test_a_project_of_the_command_line_opens(target: Path, kept: Window, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "cut.png"
    command = [sys.executable, "-m", "segdesk", "cutout", str(target), "-o", str(out), "--as", "mask"]
    subprocess.run(command, check=True, capture_output=True)
    from segdesk import cli
    from segdesk.imaging import files

    np.testing.assert_array_equal(files.decode_map(out), coverage_of(kept))
    assert cli.main([*command[3:], "--force", "--halo", "0"]) == cli.USAGE


def test_a_cutout_of_a_project_is_offered_a_place_beside_it(
    qtbot: QtBot, kept: Window, target: Path, answers: Answers, open_picture: Callable[[Window, Path], None]
) -> None:
    open_picture(kept, target)
    answers.asked.clear()
    kept.commands["export"].trigger()
    assert answers.asked == [f"export to {target.parent / 'plum-cutout.png'}"]
