"""Buttons that are the face of an action."""

import pytest
from PySide6.QtCore import SIGNAL, QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtTest import QTest

from segdesk.app.toolbutton import ActionButton

pytestmark = pytest.mark.usefixtures("qapp")
_SIZE = QSize(40, 40)


def test_a_click_triggers_the_action_and_an_exclusive_one_stays_on() -> None:
    owner = QObject()
    group = QActionGroup(owner)
    pen, box = (group.addAction(QAction(words, group, checkable=True)) for words in ("Pen", "Box"))
    buttons = [ActionButton(action, _SIZE) for action in (pen, box)]
    for clicked, other in (buttons, buttons[::-1]):
        for _ in range(2):
            QTest.mouseClick(clicked, Qt.MouseButton.LeftButton)
            assert (clicked.isChecked(), other.isChecked()) == (True, False)
    assert group.checkedAction() is box


def test_a_button_shows_what_becomes_of_its_action() -> None:
    action = QAction("Undo")
    button = ActionButton(action, _SIZE)
    action.setText("Undo Stroke…")
    action.setToolTip("Undo Stroke (Ctrl+Z)")
    action.setEnabled(False)
    assert (button.accessibleName(), button.toolTip(), button.isEnabled()) == (
        "Undo Stroke",
        "Undo Stroke (Ctrl+Z)",
        False,
    )


def test_an_action_that_changes_often_has_no_more_listeners_for_it() -> None:
    action = QAction("Undo")
    button = ActionButton(action, _SIZE)
    for count in range(100):
        action.setEnabled(count % 2 == 0)
    assert (action.receivers(SIGNAL("changed()")), button.isEnabled()) == (1, False)
