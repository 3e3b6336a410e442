"""Every key can be another one; a key never means two things, and whatever tells of keys follows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from segdesk.app import fuzzy
from segdesk.app.commandlist import found, listed
from segdesk.app.commandpalette import CommandPalette
from segdesk.app.commands import COMMANDS
from segdesk.app.keymap import OWN_KEYS, TAKEN, Keymap
from segdesk.app.preferences.keys import KeysPage
from segdesk.app.preferences.sheet import Preferences
from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.storage.settings import load_settings

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier


def all_keys(keymap: Keymap) -> list[str]:
    return [key for command in OWN_KEYS for key in keymap.keys_of(command)]


def test_no_key_of_the_table_means_two_things_or_is_taken_on_the_canvas() -> None:
    keys = all_keys(Keymap())
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(TAKEN)


def test_a_key_changes_hands_and_comes_back() -> None:
    given = Keymap().giving("keep", "Ctrl+E")
    assert given.keys_of("keep") == ("K", "Ctrl+E")
    assert given.keys_of("export") == ()
    assert len(all_keys(given)) == len(set(all_keys(given)))
    back = given.resetting("export")
    assert (back.keys_of("export"), back.keys_of("keep")) == (("Ctrl+E",), ("K",))
    assert back == Keymap()


def test_what_settings_say_twice_or_wrongly_counts_once_or_not_at_all() -> None:
    odd = {
        "undo": ("Ctrl+U", "no key at all", "Ctrl+U"),
        "redo": ("Ctrl+U", "ctrl+alt+u"),
        "keep": ("Esc", "Space", "1"),
        "gone": ("G",),
        "cancel": ("G",),
    }
    keymap = Keymap.of(odd)
    assert keymap.keys_of("undo") == ("Ctrl+U",)
    assert keymap.keys_of("redo") == ("Ctrl+Alt+U",)
    assert keymap.keys_of("keep") == ("1",)
    assert keymap.keys_of("overlay") == ()
    assert keymap.keys_of("cancel") == ("Esc",)
    assert len(all_keys(keymap)) == len(set(all_keys(keymap)))


@pytest.fixture
def sheet(window: Window) -> Iterator[Preferences]:
    window.commands["change_keys"].trigger()
    opened = window.preferring.sheet
    assert opened is not None
    yield opened
    if window.preferring.sheet is not None:
        opened.reject()


def press(page: KeysPage, command: str, key: Qt.Key, keys: Qt.KeyboardModifier = CONTROL) -> None:
    """Take a command in hand and press another key for it."""
    page.turn_to(command)
    page.field.setFocus()
    QTest.keyClick(page.field, key, keys)
    QApplication.processEvents()


def test_a_free_key_is_taken_and_everything_follows(window: Window, sheet: Preferences, qtbot: QtBot) -> None:
    press(sheet.keys, "keep", Qt.Key.Key_D)
    press(sheet.keys, "overlay", Qt.Key.Key_G)
    for chip in [chip for chip in sheet.keys.chips if chip.text().startswith("1")]:
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    press(sheet.keys, "swap", Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    QTest.mouseClick(sheet.keys.chips[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    shortcuts = {"keep": ("K", "Ctrl+D"), "overlay": ("Ctrl+G",), "swap": ("Alt+D",)}
    assert load_settings().settings.shortcuts == shortcuts
    assert "(Ctrl+G)" in window.commands["overlay"].toolTip()
    assert "Overlay  (Ctrl+G)" in {button.toolTip() for button in window.column.view.findChildren(QToolButton)}
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.canvas, Qt.Key.Key_D, CONTROL)
    assert window.toolbox.kind is Kind.KEEP
    QTest.keyClick(window.canvas, Qt.Key.Key_X)
    assert window.toolbox.kind is Kind.KEEP
    QTest.keyClick(window.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert window.toolbox.kind is Kind.REMOVE
    window.commands["keys"].trigger()
    assert window.support.keys is not None
    told = dict(row for rows in window.support.keys.rows.values() for row in rows)
    assert told["Overlay"] == "Ctrl+G"
    window.support.keys.reject()


def test_a_conflict_is_shown_and_a_key_is_taken_over_only_when_asked(sheet: Preferences) -> None:
    page = sheet.keys
    press(page, "export", Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier)
    assert page.said == "K means “Keep brush” now."
    assert len(page.chips) == 1
    press(page, "export", Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier)
    assert page.said == "4 means “Checkerboard” now."
    QTest.mouseClick(page.take, Qt.MouseButton.LeftButton)
    assert [chip.text()[:6].strip(" ×") for chip in page.chips] == ["Ctrl+E", "4"]
    assert page.read(load_settings().settings).shortcuts == {"checker": (), "export": ("Ctrl+E", "4")}
    QTest.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    assert len(page.chips) == 1
    QTest.mouseClick(page.reset_all, Qt.MouseButton.LeftButton)
    assert page.read(load_settings().settings).shortcuts == {}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (Qt.Key.Key_Q, "Q is taken on the canvas: hold for a loupe at 400 %."),
        (Qt.Key.Key_Space, "Space is taken on the canvas: hold to pan."),
        (Qt.Key.Key_Escape, "Esc always means “Cancel”."),
    ],
)
def test_a_key_that_no_command_can_have_is_refused(sheet: Preferences, key: Qt.Key, said: str) -> None:
    press(sheet.keys, "export", key, Qt.KeyboardModifier.NoModifier)
    assert sheet.keys.said == said
    assert len(sheet.keys.chips) == 1


def opened(window: Window) -> CommandPalette:
    assert window.support.finder is not None
    return window.support.finder


def test_the_palette_finds_runs_and_remembers(window: Window) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_K, CONTROL)
    finder = opened(window)
    QTest.keyClicks(finder.line, "lasso")
    assert finder.current is not None
    assert finder.current.command.key == "lasso"
    assert finder.current.keys == "L"
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert window.toolbox.kind is Kind.LASSO
    assert window.support.finder is None
    window.commands["palette"].trigger()
    finder = opened(window)
    assert finder.entries[0].command.key == "lasso"
    assert {entry.command.key for entry in finder.entries} == {each.key for each in COMMANDS} - {"palette"}
    greyed = {entry.command.key for entry in finder.entries if not entry.is_enabled}
    assert "undo" in greyed
    assert "fit" not in greyed
    QTest.keyClicks(finder.line, "undo")
    QTest.keyClick(finder.line, Qt.Key.Key_Return)
    assert window.support.finder is finder
    finder.close()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("keep", "keep"), ("kb", "keep"), ("zi", "zoom_in"), ("prefs", "preferences"), ("mirr top", "mirror_down")],
)
def test_some_letters_are_enough(typed: str, first: str) -> None:
    assert found(typed, listed(lambda key: ""))[0].command.key == first


def test_letters_that_are_not_there_find_nothing() -> None:
    assert found("qqzz", listed(lambda key: "")) == []
    assert fuzzy.find("abc", "acb") is None


@pytest.mark.parametrize(
    ("words", "letters"), [("保留笔刷", "blbs"), ("导出 PNG…", "dc PNG…"), ("自动识别主体", "zdsbzt")]
)
def test_chinese_is_found_by_the_first_letters_of_its_sounds(words: str, letters: str) -> None:
    assert fuzzy.initials(words) == letters
    assert fuzzy.find(letters[:3], fuzzy.initials(words)) is not None
