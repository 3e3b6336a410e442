"""Everybody can tell what is where: controls have names, words and controls their contrast, and the focus its ring."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.window import Window
from tests.app.access import nameless

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


def opened_sheets(window: Window) -> dict[str, Callable[[], QWidget | None]]:
    """What opens each sheet, and the sheet."""
    return {
        "preferences": lambda: window.preferring.sheet,
        "keys": lambda: window.support.keys,
        "about": lambda: window.support.about,
        "palette": lambda: window.support.finder,
        "model_file": lambda: window.choosing.sheet,
    }


def test_every_control_of_the_window_and_of_its_sheets_has_a_name(window: Window, qtbot: QtBot) -> None:
    found = {"window": nameless(window)}
    for key, sheet in opened_sheets(window).items():
        window.commands[key].trigger()
        shown = sheet()
        assert shown is not None, key
        QApplication.processEvents()
        found[key] = nameless(shown)
        shown.close()
        QApplication.processEvents()
    assert {key: names for key, names in found.items() if names} == {}
