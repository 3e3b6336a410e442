"""The history panel under real hands: steps to click, snapshots to take, name, go back to and let go."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from segdesk.app.historypanel import HistoryPanel
from segdesk.app.window import Window
from tests.app.hands import LEFT, document_of, drag, press_key, settle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def worked(window: Window, qtbot: QtBot) -> Window:
    """Two boxes and a keep stroke were drawn, and the history shows."""
    for way in ([(20, 20), (60, 60)], [(200, 120), (260, 180)]):
        drag(window.canvas, way)
        settle(qtbot, window)
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(100, 100), (140, 110)])
    settle(qtbot, window)
    press_key(window, Qt.Key.Key_H, CONTROL)
    return window


def panel_of(window: Window) -> HistoryPanel:
    QApplication.processEvents()
    return window.chronicle.panel


def row_at(window: Window, row: int) -> QPoint:
    rows = panel_of(window).list
    return rows.visualItemRect(rows.item(row)).center()


def click(window: Window, row: int) -> None:
    QTest.mouseClick(panel_of(window).list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, row_at(window, row))


def test_steps_are_named_and_a_click_goes_there_and_back(worked: Window, qtbot: QtBot) -> None:
    panel = panel_of(worked)
    assert panel.isVisible()
    assert panel.words == ["As opened", "Box", "Box", "Keep stroke"]
    assert panel.list.currentRow() == 3
    last = document_of(worked)
    click(worked, 1)
    settle(qtbot, worked)
    said = document_of(worked).subject.prompts
    assert (len(said.boxes), len(said.strokes)) == (1, 0)
    assert panel.list.currentRow() == 1
    assert worked.commands["redo"].text() == "Redo box"
    click(worked, 0)
    assert document_of(worked).subject.prompts.is_empty
    click(worked, 3)
    assert document_of(worked) == last
    press_key(worked, Qt.Key.Key_Z, CONTROL)
    assert panel.list.currentRow() == 2
    press_key(worked, Qt.Key.Key_H, CONTROL)
    assert not panel.isVisible()
    settle(qtbot, worked)


def test_a_snapshot_outlives_the_steps_it_was_taken_after(worked: Window, qtbot: QtBot) -> None:
    panel, taken = panel_of(worked), document_of(worked)
    press_key(worked, Qt.Key.Key_H, CONTROL | SHIFT)
    assert panel.words[:2] == ["Snapshot 1", "As opened"]
    click(worked, 2)
    drag(worked.canvas, [(150, 20), (180, 30)])
    settle(qtbot, worked)
    # The steps after the first box are gone for good, but not what they had come to.
    assert panel_of(worked).words == ["Snapshot 1", "As opened", "Box", "Keep stroke"]
    changed = document_of(worked)
    click(worked, 0)
    settle(qtbot, worked)
    assert document_of(worked) == taken
    assert worked.commands["undo"].text() == "Undo back to “Snapshot 1”"
    worked.session.undo()
    assert document_of(worked) == changed
    settle(qtbot, worked)


def test_a_snapshot_is_renamed_in_its_row_and_goes_with_del(worked: Window, qtbot: QtBot) -> None:
    worked.commands["snapshot"].trigger()
    panel = panel_of(worked)
    QTest.mouseDClick(panel.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, row_at(worked, 0))
    settle(qtbot, worked)
    panel.rename(0)
    [line] = panel.list.findChildren(QLineEdit)
    QTest.keyClicks(line, "before the hair")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert panel_of(worked).words[0] == "before the hair"
    worked.commands["snapshot"].trigger()
    assert panel_of(worked).words[:2] == ["before the hair", "Snapshot 1"]
    menu = worked.chronicle.menu(0)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Go back to it",
        "Rename",
        "Delete snapshot",
    ]
    menu.deleteLater()
    panel.list.setCurrentRow(1)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel_of(worked).words[:2] == ["before the hair", "As opened"]
    assert not document_of(worked).subject.prompts.is_empty
