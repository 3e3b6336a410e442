"""The keyboard alone makes and exports a cutout, and every key can be another one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.dialogs import Dialogs
from segdesk.app.window import Window
from segdesk.core.geometry import Box
from segdesk.imaging import files
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import coverage_of, document_of, settle

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def strike(key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press and release a key wherever the focus is, as a person without a mouse does."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, keys)
    QApplication.processEvents()


def tab_to(wanted: Callable[[QWidget], bool]) -> QWidget:
    """Press Tab until the focus is on such a control."""
    for _ in range(120):
        focused = QApplication.focusWidget()
        assert focused is not None
        if wanted(focused):
            return focused
        strike(Qt.Key.Key_Tab)
    raise AssertionError("no Tab leads there")


def box_of(window: Window) -> Box:
    [prompt] = document_of(window).subject.prompts.boxes
    return prompt.box


def type_into_dialog(path: Path) -> None:
    """What is typed into the file dialog once it is up; it is closed in any case, for the test waits for that."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    for line in dialog.findChildren(QLineEdit):
        if line.objectName() == "fileNameEdit":
            line.selectAll()
            QTest.keyClicks(line, str(path))
            QTest.keyClick(line, Qt.Key.Key_Return)
    dialog.close()


def test_a_cutout_is_made_and_exported_without_a_mouse(
    qtbot: QtBot,
    empty_window: Window,
    desks: PaperDesks,
    answers: Answers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = empty_window
    window.activateWindow()
    desks.candidates = 2
    monkeypatch.setattr(answers, "export_target", Dialogs(window).export_target)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", own_dialog)
    assert QApplication.focusWidget() is window.welcome
    tab_to(lambda control: isinstance(control, QPushButton) and control.text() == "Try the sample")
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        strike(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is window.canvas
    strike(Qt.Key.Key_A)
    settle(qtbot, window)
    first = coverage_of(window)
    strike(Qt.Key.Key_A)
    settle(qtbot, window)
    assert (coverage_of(window) != first).any()
    strike(Qt.Key.Key_B, SHIFT)
    placed = box_of(window)
    for key, keys in ((Qt.Key.Key_Right, NONE), (Qt.Key.Key_Down, SHIFT), (Qt.Key.Key_Right, CONTROL)):
        strike(key, keys)
    strike(Qt.Key.Key_Up, CONTROL | SHIFT)
    box = box_of(window)
    assert box == (placed.left + 1, placed.top + 10, placed.right + 2, placed.bottom)
    settle(qtbot, window)
    strike(Qt.Key.Key_F6)
    tab_to(lambda control: isinstance(control, QSlider) and control.accessibleName() == "Halo clean-up")
    before = document_of(window).subject.edges.halo
    strike(Qt.Key.Key_Left)
    assert document_of(window).subject.edges.halo < before
    settle(qtbot, window)
    target = tmp_path / "by keys.png"
    QTimer.singleShot(300, lambda: type_into_dialog(target))
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        strike(Qt.Key.Key_E, CONTROL)
    alpha = files.decode(target).picture.alpha
    assert alpha is not None
    inside = np.zeros(alpha.shape, bool)
    inside[round(box.top) : round(box.bottom), round(box.left) : round(box.right)] = True
    assert (alpha[inside] == 255).mean() > 0.9


def own_dialog(parent: QWidget, caption: str, path: str, kinds: str) -> tuple[str, str]:
    """Qt's dialog where the system's own would open, which a test cannot type into."""
    dialog = QFileDialog(parent, caption, path, kinds)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return (dialog.selectedFiles()[0] if dialog.exec() else ""), ""
