"""The settings of the clouds' engines: keys are entered, tested, kept, shown and forgotten."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from segdesk.app.clouds import Readiness
from segdesk.engines.addresses import host_of
from segdesk.storage.keys import Place, Secret
from segdesk.storage.settings import load_settings
from tests.app.cloudhands import ALIYUN, BAIDU, Make, choose, dialog, open_menu, press, store, write
from tests.app.hands import document_of, drag, settle
from tests.engines.double import Double
from tests.storage.test_settings import Memory

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
BOX = [(40, 50), (100, 100), (200, 180)]


def test_missing_keys_are_entered_tested_and_used(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    window = make()
    choose(qtbot, window, "baidu")
    assert window.session.engine == "local"
    opened = dialog(qtbot, window)
    page = opened.engines.pages["baidu"]
    assert not page.test.isEnabled()
    for field, text in zip(page.keys, BAIDU, strict=True):
        write(field.line, f" {text} ")
        assert field.line.echoMode() is QLineEdit.EchoMode.Password
    press(page.keys[1].reveal)
    assert page.keys[1].line.echoMode() is QLineEdit.EchoMode.Normal
    press(page.test)
    qtbot.waitUntil(lambda: page.result == "The keys work.", timeout=20_000)
    assert memory.kept == {}
    press(opened.save)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    assert set(memory.kept.values()) == set(BAIDU)
    assert window.session.engine == "baidu"
    assert double.baidu_calls == []


@pytest.mark.parametrize(
    ("engine", "typed", "said"),
    [
        ("baidu", ("nobody", BAIDU[1]), "does not know this API Key"),
        ("baidu", (BAIDU[0], "wrong"), "The Secret Key is not the one"),
        ("aliyun", ("nobody", ALIYUN[1]), "does not know this AccessKey ID"),
        ("aliyun", (ALIYUN[0], "wrong"), "The AccessKey Secret is not the one"),
    ],
)
def test_a_test_names_the_wrong_key(make: Make, qtbot: QtBot, engine: str, typed: tuple[str, str], said: str) -> None:
    window = make()
    window.preferring.open_engines(engine)
    opened = dialog(qtbot, window)
    page = opened.engines.pages[engine]
    for field, text in zip(page.keys, typed, strict=True):
        write(field.line, text)
    press(page.test)
    qtbot.waitUntil(lambda: said in page.result, timeout=20_000)
    write(page.keys[0].line, "x")
    assert page.result == ""
    opened.reject()


def test_the_vendors_address_is_known_to_be_withdrawn(make: Make, qtbot: QtBot) -> None:
    window = make()
    window.preferring.open_engines("aliyun")
    page = dialog(qtbot, window).engines.pages["aliyun"]
    for field, text in zip(page.keys, ALIYUN, strict=True):
        write(field.line, text)
    page.addresses["aliyun_endpoint"].clear()
    press(page.test)
    qtbot.waitUntil(lambda: "2025-10-14" in page.result, timeout=20_000)
    assert window.preferring.sheet is not None
    window.preferring.sheet.reject()


def test_keys_are_forgotten(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    window.preferring.open_engines("baidu")
    opened = dialog(qtbot, window)
    page = opened.engines.pages["baidu"]
    assert [field.place_words for field in page.keys] == ["Kept in the system’s keyring"] * 2
    press(page.forget)
    qtbot.waitUntil(lambda: window.clouds.readiness("baidu") is Readiness.KEYS_MISSING, timeout=10_000)
    assert memory.kept == {}
    assert [field.text for field in page.keys] == ["", ""]
    assert not page.forget.isEnabled()
    opened.reject()


def test_a_key_of_the_environment_is_shown_but_not_changed(make: Make, memory: Memory, qtbot: QtBot) -> None:
    window = make(environment={Secret.BAIDU_API_KEY.variable: BAIDU[0]})
    window.preferring.open_engines("baidu")
    opened = dialog(qtbot, window)
    first, second = opened.engines.pages["baidu"].keys
    assert first.line.isReadOnly()
    assert "SEGDESK_BAIDU_API_KEY" in first.place_words
    write(second.line, BAIDU[1])
    press(opened.save)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    assert list(memory.kept.values()) == [BAIDU[1]]
    assert window.clouds.readiness("baidu") is Readiness.READY


def test_without_a_keyring_keys_last_as_long_as_the_window_and_it_says_so(make: Make, qtbot: QtBot) -> None:
    window = make(keyring=Memory(is_broken=True))
    window.preferring.open_engines("baidu")
    opened = dialog(qtbot, window)
    for field, text in zip(opened.engines.pages["baidu"].keys, BAIDU, strict=True):
        write(field.line, text)
    press(opened.save)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    kept = window.clouds.kept
    assert kept is not None
    assert {found.place for found in kept.keys.values()} == {Place.SESSION}


def test_enter_presses_the_button_in_hand_and_saves_from_a_field(make: Make, qtbot: QtBot) -> None:
    window = make()
    window.preferring.open_engines("aliyun")
    opened = dialog(qtbot, window)
    page = opened.engines.pages["aliyun"]
    page.advanced.setFocus()
    QTest.keyClick(page.advanced, Qt.Key.Key_Return)
    assert page.addresses["aliyun_upload_endpoint"].isVisible()
    write(page.addresses["aliyun_upload_endpoint"], "https://up.example")
    QTest.keyClick(page.addresses["aliyun_upload_endpoint"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.preferring.sheet is None, timeout=10_000)
    assert load_settings().settings.aliyun_upload_endpoint == "https://up.example"


def test_settings_that_cannot_be_written_leave_the_dialog_open(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make()
    window.preferring.open_engines("baidu")
    opened = dialog(qtbot, window)
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(name, str(blocked))
    press(opened.save)
    qtbot.waitUntil(lambda: opened.failure != "", timeout=10_000)
    assert opened.isVisible()
    assert opened.save.isEnabled()
    opened.reject()


def test_a_failure_of_keys_offers_the_settings(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    store(memory, "baidu", (BAIDU[0], "wrong"))
    window = make(engine="baidu", agreed_hosts=(host_of(double.url, with_port=True),))
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert "The Secret Key is not the one Baidu expects" in window.stage.toast.words
    press(window.stage.toast.remedy)
    assert dialog(qtbot, window).engines.pages["baidu"].isVisible()
    assert window.preferring.sheet is not None
    window.preferring.sheet.reject()


def test_new_keys_are_used_at_once(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    store(memory, "baidu", (BAIDU[0], "wrong"))
    window = make(engine="baidu", agreed_hosts=(host_of(double.url, with_port=True),))
    drag(window.canvas, BOX)
    settle(qtbot, window)
    window.commands["engine_settings"].trigger()
    opened = dialog(qtbot, window)
    write(opened.engines.pages["baidu"].keys[1].line, BAIDU[1])
    press(opened.save)
    qtbot.waitUntil(lambda: len(double.baidu_calls) == 1, timeout=20_000)
    settle(qtbot, window)
    assert document_of(window).subject.mask is not None


def test_no_key_is_printed(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    open_menu(qtbot, window)
    window.choosing.menu.close()
    said = repr(window.clouds.kept) + repr(window.clouds.settings)
    assert not any(key in said for key in BAIDU)
