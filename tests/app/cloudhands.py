"""Hands for what belongs to the clouds: the engine menu, the dialogs, and keys that are there already."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from segdesk.app.clouds import SECRETS
from segdesk.app.preferences.sheet import Preferences
from segdesk.app.sending import SendQuestion
from segdesk.app.window import Window
from tests.engines.double import ALIYUN_KEYS, BAIDU_KEYS
from tests.storage.test_settings import Memory

LEFT = Qt.MouseButton.LeftButton
BAIDU = (BAIDU_KEYS.api_key, BAIDU_KEYS.secret_key)
ALIYUN = (ALIYUN_KEYS.key_id, ALIYUN_KEYS.key_secret)
Make = Callable[..., Window]
Open = Callable[[Window, Path], None]


def store(memory: Memory, engine: str, pair: tuple[str, str]) -> None:
    for secret, value in zip(SECRETS[engine], pair, strict=True):
        memory.set_password("segdesk", secret.value, value)


def press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def open_menu(qtbot: QtBot, window: Window) -> None:
    """Press the engine button and wait until the menu knows about keys."""
    # The button's own menu is modal; the same menu shown beside it is not.
    button = window.top.engine_button
    window.choosing.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    qtbot.waitUntil(lambda: window.clouds.kept is not None, timeout=10_000)
    QApplication.processEvents()


def choose(qtbot: QtBot, window: Window, engine: str) -> None:
    """Click an engine in the menu."""
    # A menu takes no notice of a pointer that has not moved since it came up.
    QTest.mouseMove(window, QPoint(5, 5))
    open_menu(qtbot, window)
    menu, face = window.choosing.menu, window.choosing.menu.row(engine)
    at = face.geometry().center()
    QTest.mouseMove(menu, at)
    QTest.mouseClick(menu, LEFT, Qt.KeyboardModifier.NoModifier, at)


def question(qtbot: QtBot, window: Window) -> SendQuestion:
    """The dialog that asks for leave, once it is up."""
    qtbot.waitUntil(lambda: window.choosing.question is not None, timeout=20_000)
    asked = window.choosing.question
    assert asked is not None
    qtbot.waitExposed(asked)
    return asked


def dialog(qtbot: QtBot, window: Window) -> Preferences:
    opened = window.preferring.sheet
    assert opened is not None
    qtbot.waitExposed(opened)
    qtbot.waitUntil(lambda: window.clouds.kept is not None, timeout=10_000)
    return opened


def write(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
