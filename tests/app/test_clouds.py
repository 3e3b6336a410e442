"""The clouds in the window: the menu of engines, leave to send, the count of calls."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from segdesk.engines.addresses import host_of
from segdesk.storage.settings import Settings, load_settings
from tests.app.cloudhands import ALIYUN, BAIDU, Make, Open, choose, open_menu, press, question, store
from tests.app.hands import coverage_of, document_of, drag, press_key, settle
from tests.engines.double import Double
from tests.scenes import Scene
from tests.storage.test_settings import Memory

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
BOX = [(40, 50), (100, 100), (200, 180)]


def test_the_menu_says_what_each_engine_takes_and_lacks(make: Make, qtbot: QtBot) -> None:
    window = make(aliyun_endpoint=Settings().aliyun_endpoint)
    open_menu(qtbot, window)
    menu = window.choosing.menu
    assert menu.entry("local").todo == ""
    assert menu.entry("baidu").todo == "Add keys…"
    assert "2025-10-14" in menu.entry("aliyun").sentence
    assert "segdesk serve" in menu.entry("aliyun").sentence
    assert [action.text() for action in menu.actions()[-2:]] == ["Model file…", "Engine settings…"]
    menu.close()


def test_another_engine_keeps_everything_and_gets_the_next_question(
    make: Make, memory: Memory, qtbot: QtBot, double: Double, scene: Scene
) -> None:
    store(memory, "baidu", BAIDU)
    window = make(agreed_hosts=(host_of(double.url, with_port=True),))
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
    for key in (*[Qt.Key.Key_Down] * 3, Qt.Key.Key_Return):
        QTest.keyClick(window.choosing.menu, key)
    assert window.session.engine == "baidu"


def test_the_button_opens_the_menu(make: Make, memory: Memory, qtbot: QtBot) -> None:
    store(memory, "baidu", BAIDU)
    window = make()
    menu = window.choosing.menu
    press(window.top.engine_button)
    qtbot.waitUntil(lambda: menu.isVisible() and window.clouds.kept is not None, timeout=10_000)
    for key in (*[Qt.Key.Key_Down] * 3, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
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
    assert rows["Goes to"] == host_of(double.url, with_port=True)
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
    assert load_settings().settings.agreed_hosts == (host_of(double.url, with_port=True),)


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
    window = make(engine="baidu", agreed_hosts=(host_of(double.url, with_port=True),))
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
