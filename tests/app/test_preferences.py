"""What is set in the preferences takes hold, is found again at the next start, and is forgotten when one goes back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from segdesk import __version__
from segdesk.app import language
from segdesk.app.preferences.sheet import Chapter, Preferences
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.theme import DARK, LIGHT
from segdesk.app.views import View
from segdesk.app.window import Window
from segdesk.core.licences import libraries
from segdesk.engines.addresses import is_proxy
from segdesk.storage.settings import (
    Brush,
    Language,
    Network,
    Scheme,
    Settings,
    Sight,
    Way,
    load_settings,
    save_settings,
)
from tests.app.desks import PaperDesks

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sheet(window: Window, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preferences]:
    monkeypatch.delenv("SEGDESK_THEME", raising=False)
    window.commands["preferences"].trigger()
    opened = window.preferring.sheet
    assert opened is not None
    yield opened
    if window.preferring.sheet is not None:
        opened.reject()
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Unknown)


def press(sheet: Preferences, words: str) -> None:
    """Click the visible button of these words."""
    [button] = [one for one in sheet.findChildren(QToolButton) if one.text() == words and one.isVisible()]
    QTest.mouseClick(button, LEFT)


def keep(window: Window, sheet: Preferences, qtbot: QtBot) -> Settings:
    QTest.mouseClick(sheet.save, LEFT)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    return load_settings().settings


def ground(window: Window) -> str:
    return window.palette().color(window.palette().ColorRole.Window).name()


def test_a_theme_is_tried_at_once_and_gone_when_one_goes_back(window: Window, sheet: Preferences, qtbot: QtBot) -> None:
    press(sheet, "Light")
    assert ground(window) == LIGHT.panel
    press(sheet, "Dark")
    assert ground(window) == DARK.panel
    sheet.reject()
    assert load_settings().settings.scheme is Scheme.SYSTEM
    window.commands["preferences"].trigger()
    again = window.preferring.sheet
    assert again is not None
    press(again, "Light")
    assert keep(window, again, qtbot).scheme is Scheme.LIGHT
    assert ground(window) == LIGHT.panel


def test_everything_that_is_set_is_kept_and_takes_hold(window: Window, sheet: Preferences, qtbot: QtBot) -> None:
    press(sheet, "中文")
    sheet.general.undo.show_value(512)
    sheet.turn_to(Chapter.DRAWING)
    sheet.drawing.diameter.show_value(90)
    sheet.drawing.hardness.show_value(25)
    sheet.drawing.views.chosen.emit(View.WHITE)
    sheet.turn_to(Chapter.NETWORK)
    press(sheet, "Proxy")
    QTest.keyClicks(sheet.network.proxy, "http://wei:pass@proxy.example:3128")
    QTest.mouseClick(sheet.save, LEFT)
    assert sheet.network.complaint.startswith("Write it as http://host:port")
    sheet.network.proxy.setText("http://proxy.example:3128")
    settings = keep(window, sheet, qtbot)
    assert settings.language is Language.CHINESE
    assert settings.undo_megabytes == 512
    assert settings.brush == replace(Brush(), diameter=90, hardness=0.25)
    assert settings.sight == replace(Sight(), view="white")
    assert settings.network == Network(Way.PROXY, "http://proxy.example:3128")
    assert (window.toolbox.radius, window.toolbox.tip.hardness) == (45, 0.25)
    assert window.canvas.look.view is View.WHITE


def test_brush_and_view_of_now_are_taken_over(window: Window, sheet: Preferences, qtbot: QtBot) -> None:
    window.toolbox.set_radius(33)
    window.column.view.take_view(View.ANTS)
    sheet.turn_to(Chapter.DRAWING)
    QTest.mouseClick(sheet.drawing.take_over, LEFT)
    settings = keep(window, sheet, qtbot)
    assert (settings.brush.diameter, settings.sight.view) == (66, "ants")


def test_the_next_start_goes_by_them(qapp: QApplication, desks: PaperDesks) -> None:
    save_settings(Settings(brush=Brush(80, 0.5, 0.5), sight=Sight("black"), shortcuts={"keep": ("G",)}))
    window = make_window(qapp, Session(desks=desks))
    assert window.toolbox.radius == 40
    assert window.canvas.look.view is View.BLACK
    assert window.commands["keep"].shortcut().toString() == "G"
    window.close()


def test_the_language_of_the_settings_is_spoken_unless_the_environment_wants_another(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(language.ENVIRONMENT, raising=False)
    assert language.locale(Language.CHINESE).name() == "zh_CN"
    assert language.locale(Language.ENGLISH).name().startswith("en")
    monkeypatch.setenv(language.ENVIRONMENT, "en_US")
    assert language.locale(Language.CHINESE).name() == "en_US"


@pytest.mark.parametrize(
    ("address", "is_sound"),
    [
        ("http://proxy.example:3128", True),
        ("https://10.0.0.1:8080/", True),
        ("socks5://localhost:1080", True),
        ("proxy.example:3128", False),
        ("http://", False),
        ("http://wei:pass@proxy.example:3128", False),
        ("ftp://proxy.example:21", False),
        ("http://proxy.example:99999", False),
        ("http://proxy.example/path", False),
    ],
)
def test_an_address_of_a_proxy_is_told_from_others(address: str, is_sound: bool) -> None:
    assert is_proxy(address) is is_sound


def test_about_tells_versions_and_every_licence(window: Window) -> None:
    window.commands["about"].trigger()
    about = window.support.about
    assert about is not None
    assert about.versions["SegDesk"] == __version__
    assert {"Python", "Qt", "numpy"} <= set(about.versions)
    QTest.mouseClick(about.copy, LEFT)
    assert f"SegDesk {__version__}" in QGuiApplication.clipboard().text()
    assert about.licences.count() == len(libraries())
    for row, library in enumerate(libraries()):
        about.licences.setCurrentRow(row)
        assert about.text.toPlainText().startswith(f"{library.name} {library.version}\n{library.licence}")
    about.reject()


def test_the_command_line_tells_the_version(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from segdesk.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"segdesk {__version__}\n"
