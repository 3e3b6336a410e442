"""The clouds in the window: the menu of engines, the settings, leave to send, the count of calls."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from segdesk.app.clouds import SECRETS, Clouds, Readiness, host_of
from segdesk.app.enginesettings import EngineSettings
from segdesk.app.sending import SendQuestion
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.storage.settings import Keys, Place, Secret, Settings, load_settings
from tests.app.conftest import Answers
from tests.app.hands import coverage_of, document_of, drag, press_key, settle
from tests.engines.double import ALIYUN_KEYS, BAIDU_KEYS, Double
from tests.scenes import Scene
from tests.storage.test_settings import Memory

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
LEFT = Qt.MouseButton.LeftButton
BOX = [(40, 50), (100, 100), (200, 180)]
BAIDU = (BAIDU_KEYS.api_key, BAIDU_KEYS.secret_key)
ALIYUN = (ALIYUN_KEYS.key_id, ALIYUN_KEYS.key_secret)
Open = Callable[[Window, Path], None]
Make = Callable[..., Window]


@pytest.fixture
def double(scene: Scene) -> Iterator[Double]:
    with Double(scene.truth) as started:
        yield started


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def make(
    double: Double,
    memory: Memory,
    answers: Answers,
    qapp: QApplication,
    qtbot: QtBot,
    picture: Path,
    open_picture: Open,
) -> Iterator[Make]:
    """Makes a window with the plum in it, whose clouds are both the double."""
    made: list[Window] = []

    def make_it(
        *, keyring: Memory | None = memory, environment: dict[str, str] | None = None, **chosen: object
    ) -> Window:
        addresses = Settings(baidu_endpoint=double.url, aliyun_endpoint=double.url)
        clouds = Clouds(replace(addresses, **chosen), Keys(environment or {}, keyring))  # type: ignore[arg-type]
        session = Session(engine=clouds.settings.engine, desks=clouds.make_desk)
        window = make_window(qapp, session, clouds)
        window.dialogs = answers  # type: ignore[assignment]
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        open_picture(window, picture)
        return window

    yield make_it
    for window in made:
        window.close()
        window.deleteLater()


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


def dialog(qtbot: QtBot, window: Window) -> EngineSettings:
    opened = window.choosing.settings
    assert opened is not None
    qtbot.waitExposed(opened)
    qtbot.waitUntil(lambda: window.clouds.kept is not None, timeout=10_000)
    return opened


def write(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)


def test_the_menu_says_what_each_engine_takes_and_lacks(make: Make, qtbot: QtBot) -> None:
    window = make(aliyun_endpoint=Settings().aliyun_endpoint)
    open_menu(qtbot, window)
    menu = window.choosing.menu
    assert menu.entry("local").todo == ""
    assert menu.entry("baidu").todo == "Add keys…"
    assert "2025-10-14" in menu.entry("aliyun").sentence
    assert "segdesk serve" in menu.entry("aliyun").sentence
    assert menu.actions()[-1].text() == "Engine settings…"
    menu.close()


def test_another_engine_keeps_everything_and_gets_the_next_question(
    make: Make, memory: Memory, qtbot: QtBot, double: Double, scene: Scene
) -> None:
    store(memory, "baidu", BAIDU)
    window = make(agreed_hosts=(host_of(double.url),))
    drag(window.canvas, BOX)
    settle(qtbot, window)
    before = document_of(window)
    choose(qtbot, window, "baidu")
    assert document_of(window) is before
    assert window.top.engine_button.text() == "Engine: Baidu"
    assert double.baidu_calls == []
    press_key(window, Qt.Key.Key_A)
    settle(qtbot, window)
    assert len(double.baidu_calls) == 1
    mask = document_of(window).subject.mask
    assert mask is not None
    assert mask.source.engine == "baidu"
    assert np.mean((coverage_of(window) >= 128) == (scene.truth >= 128)) > 0.98
    window.session.undo()
    assert document_of(window).subject == before.subject


def test_the_choice_is_there_at_the_next_start(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    choose(qtbot, window, "baidu")
    window.close()
    assert load_settings().settings.engine == "baidu"


def test_an_engine_of_another_version_falls_back_to_the_local_one(make: Make) -> None:
    assert make(engine="quantum").session.engine == "local"


def test_the_menu_works_with_keys_alone(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    open_menu(qtbot, window)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(window.choosing.menu, key)
    assert window.session.engine == "baidu"


def test_the_first_picture_to_a_host_asks_and_later_ones_do_not(
    make: Make, memory: Memory, qtbot: QtBot, double: Double, picture: Path, open_picture: Open
) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu")
    drag(window.canvas, BOX)
    asked = question(qtbot, window)
    rows = dict(asked.rows)
    assert rows["Picture"] == "plum.png"
    size = document_of(window).picture.size
    assert rows["Size"].startswith(f"{size.width} × {size.height} pixels")
    assert rows["Goes to"] == host_of(double.url)
    assert double.baidu_calls == []
    press(asked.send)
    settle(qtbot, window)
    assert len(double.baidu_calls) == 1
    open_picture(window, picture)
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert len(double.baidu_calls) == 2
    assert window.choosing.question is None
    window.close()
    assert load_settings().settings.agreed_hosts == (host_of(double.url),)


def test_a_picture_that_is_kept_here_is_cut_by_the_local_engine(
    make: Make, memory: Memory, qtbot: QtBot, double: Double
) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu")
    drag(window.canvas, BOX)
    press(question(qtbot, window).keep)
    settle(qtbot, window)
    mask = document_of(window).subject.mask
    assert mask is not None
    assert mask.source.engine == "local"
    assert double.heard == []
    assert "Nothing was sent" in window.stage.toast.words
    assert window.clouds.settings.agreed_hosts == ()


def test_cancelling_ends_the_question(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu")
    drag(window.canvas, BOX)
    question(qtbot, window)
    window.session.cancel()
    qtbot.waitUntil(lambda: not window.session.is_busy and window.choosing.question is None, timeout=2_000)
    assert window.session.engine == "baidu"
    assert double.heard == []


def test_a_window_closes_over_an_open_question(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu")
    drag(window.canvas, BOX)
    question(qtbot, window)
    window.close()
    assert not window.isVisible()


def test_calls_are_counted_and_who_did_what_is_told(
    make: Make, memory: Memory, qtbot: QtBot, double: Double, scene: Scene
) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu", agreed_hosts=(host_of(double.url),))
    assert window.status.calls == ""
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert window.status.calls == "1 call"
    press_key(window, Qt.Key.Key_K)
    at = scene.inside
    drag(window.canvas, [(at.x, at.y), (at.x + 6, at.y + 6)])
    settle(qtbot, window)
    assert "the Local engine refined it" in window.stage.toast.words
    press_key(window, Qt.Key.Key_A)
    settle(qtbot, window)
    assert window.status.calls == "2 calls"


def test_aliyun_answers_strokes_in_the_window(
    make: Make, memory: Memory, qtbot: QtBot, double: Double, scene: Scene
) -> None:
    store(memory, "aliyun", ALIYUN)
    window = make(engine="aliyun")
    press_key(window, Qt.Key.Key_K)
    at = scene.inside
    drag(window.canvas, [(at.x, at.y), (at.x + 6, at.y + 6)])
    asked = question(qtbot, window)
    assert set(double.stages) == {"authorize"}
    press(asked.send)
    settle(qtbot, window)
    assert len(double.scribble_calls) == 1
    assert window.status.calls == "1 call"


def test_missing_keys_are_entered_tested_and_used(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    window = make()
    choose(qtbot, window, "baidu")
    assert window.session.engine == "local"
    opened = dialog(qtbot, window)
    page = opened.pages["baidu"]
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
    qtbot.waitUntil(lambda: window.choosing.settings is None, timeout=10_000)
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
    window.choosing.open_settings(engine)
    opened = dialog(qtbot, window)
    page = opened.pages[engine]
    for field, text in zip(page.keys, typed, strict=True):
        write(field.line, text)
    press(page.test)
    qtbot.waitUntil(lambda: said in page.result, timeout=20_000)
    write(page.keys[0].line, "x")
    assert page.result == ""
    opened.reject()


def test_the_vendors_address_is_known_to_be_withdrawn(make: Make, qtbot: QtBot) -> None:
    window = make()
    window.choosing.open_settings("aliyun")
    page = dialog(qtbot, window).pages["aliyun"]
    for field, text in zip(page.keys, ALIYUN, strict=True):
        write(field.line, text)
    page.addresses["aliyun_endpoint"].clear()
    press(page.test)
    qtbot.waitUntil(lambda: "2025-10-14" in page.result, timeout=20_000)
    assert window.choosing.settings is not None
    window.choosing.settings.reject()


def test_keys_are_forgotten(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    window.choosing.open_settings("baidu")
    opened = dialog(qtbot, window)
    page = opened.pages["baidu"]
    assert [field.place_words for field in page.keys] == ["Kept in the system’s keyring"] * 2
    press(page.forget)
    qtbot.waitUntil(lambda: window.clouds.readiness("baidu") is Readiness.KEYS_MISSING, timeout=10_000)
    assert memory.kept == {}
    assert [field.text for field in page.keys] == ["", ""]
    assert not page.forget.isEnabled()
    opened.reject()


def test_a_key_of_the_environment_is_shown_but_not_changed(make: Make, memory: Memory, qtbot: QtBot) -> None:
    window = make(environment={Secret.BAIDU_API_KEY.variable: BAIDU[0]})
    window.choosing.open_settings("baidu")
    opened = dialog(qtbot, window)
    first, second = opened.pages["baidu"].keys
    assert first.line.isReadOnly()
    assert "SEGDESK_BAIDU_API_KEY" in first.place_words
    write(second.line, BAIDU[1])
    press(opened.save)
    qtbot.waitUntil(lambda: window.choosing.settings is None, timeout=10_000)
    assert list(memory.kept.values()) == [BAIDU[1]]
    assert window.clouds.readiness("baidu") is Readiness.READY


def test_without_a_keyring_keys_last_as_long_as_the_window_and_it_says_so(make: Make, qtbot: QtBot) -> None:
    window = make(keyring=Memory(is_broken=True))
    window.choosing.open_settings("baidu")
    opened = dialog(qtbot, window)
    for field, text in zip(opened.pages["baidu"].keys, BAIDU, strict=True):
        write(field.line, text)
    press(opened.save)
    qtbot.waitUntil(lambda: window.choosing.settings is None, timeout=10_000)
    kept = window.clouds.kept
    assert kept is not None
    assert {found.place for found in kept.keys.values()} == {Place.SESSION}


def test_enter_presses_the_button_in_hand_and_saves_from_a_field(make: Make, qtbot: QtBot) -> None:
    window = make()
    window.choosing.open_settings("aliyun")
    opened = dialog(qtbot, window)
    page = opened.pages["aliyun"]
    page.advanced.setFocus()
    QTest.keyClick(page.advanced, Qt.Key.Key_Return)
    assert page.addresses["aliyun_upload_endpoint"].isVisible()
    write(page.addresses["aliyun_upload_endpoint"], "https://up.example")
    QTest.keyClick(page.addresses["aliyun_upload_endpoint"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.choosing.settings is None, timeout=10_000)
    assert load_settings().settings.aliyun_upload_endpoint == "https://up.example"


def test_settings_that_cannot_be_written_leave_the_dialog_open(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = make()
    window.choosing.open_settings("baidu")
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
    window = make(engine="baidu", agreed_hosts=(host_of(double.url),))
    drag(window.canvas, BOX)
    settle(qtbot, window)
    assert "The Secret Key is not the one Baidu expects" in window.stage.toast.words
    press(window.stage.toast.remedy)
    assert dialog(qtbot, window).pages["baidu"].isVisible()
    assert window.choosing.settings is not None
    window.choosing.settings.reject()


def test_new_keys_are_used_at_once(make: Make, memory: Memory, qtbot: QtBot, double: Double) -> None:
    store(memory, "baidu", (BAIDU[0], "wrong"))
    window = make(engine="baidu", agreed_hosts=(host_of(double.url),))
    drag(window.canvas, BOX)
    settle(qtbot, window)
    window.commands["engine_settings"].trigger()
    opened = dialog(qtbot, window)
    write(opened.pages["baidu"].keys[1].line, BAIDU[1])
    press(opened.save)
    qtbot.waitUntil(lambda: len(double.baidu_calls) == 1, timeout=20_000)
    settle(qtbot, window)
    assert document_of(window).subject.mask is not None


def test_every_control_of_the_dialogs_has_a_name(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make(engine="baidu")
    window.choosing.open_settings("aliyun")
    opened = dialog(qtbot, window)
    controls = [*opened.findChildren(QAbstractButton), *opened.findChildren(QLineEdit)]
    named = [one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "") for one in controls]
    assert all(named)
    opened.reject()


def test_no_key_is_printed(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    open_menu(qtbot, window)
    window.choosing.menu.close()
    said = repr(window.clouds.kept) + repr(window.clouds.settings)
    assert not any(key in said for key in BAIDU)
