"""Model files in the window: chosen, recognised, remembered, used, downloaded."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from segdesk.app import models as app_models
from segdesk.app.modelsheet import ModelSheet
from segdesk.app.window import Window
from segdesk.engines.models import runtime
from segdesk.storage.settings import load_settings
from tests.app.cloudhands import Make, choose, open_menu, press
from tests.app.hands import coverage_of, document_of, drag, settle
from tests.engines import tinymodels
from tests.engines.hostile import silence
from tests.engines.test_download import Files, entry
from tests.scenes import Scene, iou

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


def sheet(qtbot: QtBot, window: Window) -> ModelSheet:
    opened = window.choosing.sheet
    assert opened is not None
    qtbot.waitExposed(opened)
    return opened


def offer(monkeypatch: pytest.MonkeyPatch, url: str, content: bytes) -> None:
    """Let the catalogue hold one model."""
    offered = replace(entry(url, content), name="Tiny", licence="MIT")
    monkeypatch.setattr(app_models, "load_catalogue", lambda: (offered,))


def test_files_are_chosen_recognised_used_and_remembered(
    make: Make, qtbot: QtBot, tmp_path: Path, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = tinymodels.sam_pair(tmp_path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *given: (list(map(str, pair)), ""))
    window = make()
    choose(qtbot, window, "model")
    opened = sheet(qtbot, window)
    assert not opened.use.isEnabled()
    press(opened.choose[0])
    qtbot.waitUntil(opened.use.isEnabled, timeout=10_000)
    assert opened.verdict.startswith("SAM model: follows boxes and strokes")
    press(opened.use)
    qtbot.waitUntil(lambda: window.choosing.sheet is None, timeout=10_000)
    assert window.session.engine == "model"
    assert window.top.engine_button.text() == "Engine: Model"
    left, top, right, bottom = scene.box
    drag(window.canvas, [(left, top), (right, bottom)])
    settle(qtbot, window)
    assert iou(coverage_of(window), scene.truth) > 0.95
    mask = document_of(window).subject.mask
    assert mask is not None
    assert mask.source.engine == "model"
    window.close()
    kept = load_settings().settings
    assert kept.engine == "model"
    assert kept.model_files == tuple(map(str, pair))


def test_what_is_of_no_use_is_said_at_once_and_cannot_be_used(
    make: Make, qtbot: QtBot, tmp_path: Path, picture: Path
) -> None:
    encoder, decoder = tinymodels.sam_pair(tmp_path)
    window = make()
    window.commands["model_file"].trigger()
    opened = sheet(qtbot, window)
    for files, said in (
        ((encoder, ""), "only the encoder"),
        ((picture, ""), "is not an ONNX model"),
        ((encoder, encoder), "do not belong together"),
        ((tmp_path / "gone.onnx", ""), "cannot be read"),
    ):
        for line, path in zip(opened.lines, files, strict=True):
            line.setText(str(path))
        qtbot.waitUntil(lambda said=said: said in opened.verdict, timeout=10_000)
        assert not opened.use.isEnabled()
    opened.lines[0].setText(str(decoder))
    opened.lines[1].setText(str(encoder))
    qtbot.waitUntil(opened.use.isEnabled, timeout=10_000)
    opened.reject()
    assert window.session.engine == "local"


def test_the_menu_says_what_the_file_is(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tinymodels.saliency(tmp_path)
    window = make(model_files=(str(path),))
    open_menu(qtbot, window)
    menu = window.choosing.menu
    qtbot.waitUntil(lambda: "Saliency model" in menu.entry("model").sentence, timeout=10_000)
    assert path.name in menu.entry("model").sentence
    assert menu.entry("model").todo == ""
    menu.close()


def test_a_file_that_went_away_offers_another(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    window = make(engine="model", model_files=(str(tmp_path / "gone.onnx"),))
    drag(window.canvas, [(40, 50), (200, 180)])
    settle(qtbot, window)
    assert "“gone.onnx” cannot be read" in window.stage.toast.words
    press(window.stage.toast.remedy)
    opened = sheet(qtbot, window)
    assert opened.lines[0].text().endswith("gone.onnx")
    opened.reject()


def test_a_missing_runtime_is_said(make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "is_installed", lambda: False)
    window = make(model_files=(str(tinymodels.saliency(tmp_path)),))
    window.choosing.open_models()
    opened = sheet(qtbot, window)
    qtbot.waitUntil(lambda: "segdesk[models]" in opened.verdict, timeout=10_000)
    opened.reject()


def test_a_model_of_the_catalogue_is_downloaded_and_entered(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tinymodels.saliency(tmp_path).read_bytes()
    with Files(content) as server:
        offer(monkeypatch, "https://models.example", content)
        window = make()
        window.choosing.open_models()
        opened = sheet(qtbot, window)
        qtbot.waitUntil(lambda: "Tiny" in opened.offers, timeout=10_000)
        opened.mirror.setText(server.url)
        assert server.heard == []
        press(opened.offers["Tiny"])
        qtbot.waitUntil(opened.use.isEnabled, timeout=10_000)
        assert opened.told == "Downloaded and checked."
        press(opened.use)
        qtbot.waitUntil(lambda: window.choosing.sheet is None, timeout=10_000)
    window.close()
    kept = load_settings().settings
    assert kept.model_mirror == server.url
    assert [Path(name).name for name in kept.model_files] == ["tiny.onnx"]


def test_a_download_is_stopped_and_a_failed_one_is_told(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Files(b"x" * 1000) as server:
        server.before = [silence]
        offer(monkeypatch, server.url, b"y" * 1000)
        window = make()
        window.choosing.open_models()
        opened = sheet(qtbot, window)
        qtbot.waitUntil(lambda: "Tiny" in opened.offers, timeout=10_000)
        button = opened.offers["Tiny"]
        press(button)
        qtbot.waitUntil(lambda: len(server.heard) == 1, timeout=10_000)
        assert button.text() == "Stop"
        press(button)
        assert (button.text(), opened.told) == ("Download", "")
        qtbot.waitUntil(lambda: not window.models.is_fetching, timeout=10_000)
        press(button)
        qtbot.waitUntil(lambda: "not the file the catalogue promises" in opened.told, timeout=10_000)
        assert button.text() == "Download"
        opened.reject()


def test_every_control_of_the_sheet_has_a_name(make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "https://models.example", b"1")
    window = make()
    window.choosing.open_models()
    opened = sheet(qtbot, window)
    qtbot.waitUntil(lambda: bool(opened.offers), timeout=10_000)
    controls = [*opened.findChildren(QAbstractButton), *opened.findChildren(QLineEdit)]
    inner = [one for one in controls if one.objectName() != "" or not isinstance(one.parent(), QLineEdit)]
    named = [one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "") for one in inner]
    assert all(named)
    opened.reject()
