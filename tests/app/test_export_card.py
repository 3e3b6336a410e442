"""The export card tells what will be written, the sheet changes it, and one key repeats the last export."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from segdesk.app.exportsheet import ExportSheet
from segdesk.app.lending import LazyFiles
from segdesk.app.transfer import incoming
from segdesk.app.window import Window
from segdesk.core.exporting import Canvas, Exif, Format, Trimmed
from segdesk.core.geometry import Size
from segdesk.imaging import files
from segdesk.storage.folders import config_folder
from tests.app.conftest import Answers
from tests.app.hands import LEFT, coverage_of, drag, press_key, settle

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
BOX = [(40, 50), (100, 100), (200, 180)]
SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def masked(window: Window, qtbot: QtBot) -> Window:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    weigh(qtbot, window)
    return window


def weigh(qtbot: QtBot, window: Window) -> None:
    """Wait until the card shows what is to be exported now."""
    qtbot.waitUntil(lambda: not window.delivery.weighing.is_busy, timeout=20_000)


def pick(menu_of: QPushButton, words: str) -> None:
    """Choose an entry of a button's menu."""
    [action] = [action for action in menu_of.menu().actions() if action.text() == words]
    assert isinstance(action, QAction)
    action.trigger()


def opened(window: Window) -> ExportSheet:
    window.commands["export_settings"].trigger()
    assert window.delivery.sheet is not None
    return window.delivery.sheet


def export(qtbot: QtBot, window: Window, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        press_key(window, Qt.Key.Key_E, modifiers)


def test_the_card_tells_size_and_bytes_and_is_right_about_both(
    masked: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    card = masked.column.export
    assert card.words[0] == "Transparent PNG"
    assert "about" in card.words[1]
    pick(card.preset, "Trim + 5 %")
    weigh(qtbot, masked)
    _, _, width, height = cv2.boundingRect(coverage_of(masked))
    margin = round(0.05 * max(width, height))
    assert card.words[1].startswith(f"{width + 2 * margin} × {height + 2 * margin}")
    thumbnail = card.thumbnail.image
    assert thumbnail.pixelColor(0, 0).alpha() == 0
    assert thumbnail.pixelColor(thumbnail.width() // 2, thumbnail.height() // 2).alpha() == 255
    answers.target = tmp_path / "out.png"
    export(qtbot, masked)
    weigh(qtbot, masked)
    assert "about" not in card.words[1]
    assert files.decode(answers.target).picture.size == (width + 2 * margin, height + 2 * margin)


def test_a_preset_writes_its_format_and_the_suffix_of_another_is_heeded(
    masked: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    pick(masked.column.export.preset, "Square 800 on white")
    answers.target = tmp_path / "out.jpg"
    export(qtbot, masked)
    assert answers.asked[-1].endswith("plum-800.jpg")
    square = files.decode(answers.target).picture
    assert (square.size, answers.target.read_bytes()[:2]) == ((800, 800), b"\xff\xd8")
    answers.target = tmp_path / "out.webp"
    export(qtbot, masked)
    assert answers.target.read_bytes()[8:12] == b"WEBP"
    kept = json.loads((config_folder() / "presets.json").read_bytes())
    assert kept["last"]["format"] == "jpg"


def press(sheet: ExportSheet, words: str) -> None:
    """Click the visible button of a name with the mouse."""
    [button] = [each for each in sheet.findChildren(QAbstractButton) if each.text() == words and each.isVisible()]
    QTest.mouseClick(button, LEFT)


def test_the_sheet_changes_every_part_and_counts_when_it_is_accepted(
    masked: Window, qtbot: QtBot, answers: Answers
) -> None:
    sheet = opened(masked)
    pick(sheet.format, "JPEG")
    [clear] = [each for each in sheet.findChildren(QAbstractButton) if each.text() == "Transparent"]
    assert not clear.isEnabled()
    assert "PNG" in clear.toolTip()
    answers.own_colour = (10, 200, 30)
    for words in ("Colour…", "Fixed canvas", "No private data", "Colour profile of the picture"):
        press(sheet, words)
    sheet.layout_pages.width_field.setValue(640)
    sheet.quality.findChildren(QSpinBox)[0].setValue(70)
    sheet.dpi.setValue(300)
    sheet.template.setText("{name} {size}")
    weigh(qtbot, masked)
    assert sheet.weight.startswith("640 × 800")
    assert masked.delivery.recipes.recipe.format is Format.PNG
    QTest.mouseClick(sheet.use, LEFT)
    recipe = masked.delivery.recipes.recipe
    assert (recipe.format, recipe.quality, recipe.background) == (Format.JPEG, 70, (10, 200, 30))
    assert recipe.layout == Canvas(Size(640, 800))
    kept = recipe.metadata
    assert (kept.keeps_profile, kept.exif, kept.dpi) == (False, Exif.PUBLIC, 300)
    assert masked.column.export.preset.text() == "Own settings"
    masked.commands["export"].trigger()
    assert answers.asked[-1].endswith("plum 640x800.jpg")


def test_a_cancelled_sheet_changes_nothing_and_a_wrong_name_cannot_be_used(masked: Window) -> None:
    sheet = opened(masked)
    press(sheet, "Trimmed")
    assert isinstance(sheet.recipe.layout, Trimmed)
    sheet.template.setText("{lens}")
    assert not sheet.use.isEnabled()
    QTest.mouseClick(sheet.cancel, LEFT)
    assert masked.delivery.recipes.preset is not None
    assert masked.delivery.recipes.preset.name == "Full size"


def test_presets_are_added_renamed_and_deleted(masked: Window, answers: Answers) -> None:
    sheet = opened(masked)
    press(sheet, "White")
    answers.preset = "店铺"
    pick(sheet.preset, "Save as a preset…")
    assert sheet.preset.text() == "店铺"
    answers.preset = "Shop"
    pick(sheet.preset, "Rename…")
    assert [preset.name for preset in masked.delivery.recipes.presets][-1] == "Shop"
    QTest.mouseClick(sheet.use, LEFT)
    assert masked.column.export.preset.text() == "Shop"
    sheet = opened(masked)
    pick(sheet.preset, "Delete")
    assert sheet.preset.text() == "Own settings"
    QTest.mouseClick(sheet.cancel, LEFT)


def test_one_key_repeats_the_last_export_without_asking(
    masked: Window,
    qtbot: QtBot,
    answers: Answers,
    tmp_path: Path,
    open_picture: Callable[[Window, Path], None],
    picture: Path,
) -> None:
    answers.target = picture.parent / "plum-cutout.png"
    press_key(masked, Qt.Key.Key_E, SHIFT_CTRL)
    qtbot.waitUntil(lambda: answers.target is not None and answers.target.exists(), timeout=20_000)
    settle(qtbot, masked)
    before = answers.target.read_bytes()
    drag(masked.canvas, [(60, 60), (220, 190)])
    settle(qtbot, masked)
    asked = len(answers.asked)
    export(qtbot, masked, modifiers=SHIFT_CTRL)
    assert answers.target.read_bytes() != before
    other = picture.with_name("peach.png")
    other.write_bytes(picture.read_bytes())
    dear = picture.with_name("peach-cutout.png")
    dear.write_bytes(b"something dear")
    open_picture(masked, other)
    drag(masked.canvas, BOX)
    settle(qtbot, masked)
    export(qtbot, masked, modifiers=SHIFT_CTRL)
    assert len(answers.asked) == asked
    assert dear.read_bytes() == b"something dear"
    assert picture.with_name("peach-cutout-2.png").exists()


def test_a_copy_is_trimmed_like_an_export_but_always_transparent_and_pasted_as_a_picture(
    masked: Window, qtbot: QtBot
) -> None:
    pick(masked.column.export.preset, "Square 800 on white")
    with qtbot.waitSignal(masked.session.rendered, timeout=20_000):
        press_key(masked, Qt.Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (800, 800)
    assert image.pixelColor(2, 2).alpha() == 0
    [path] = [Path(url.toLocalFile()) for url in mime.urls()]
    assert files.decode(path).picture.size == (800, 800)
    came = incoming(mime, "pasted")
    assert came is not None
    assert (came.files, came.picture is None) == ((), False)
    masked.close()
    assert not path.exists()


def test_a_dragged_file_is_not_written_before_it_is_asked_for(tmp_path: Path) -> None:
    asked: list[str] = []

    def produce() -> list[Path]:
        asked.append("now")
        return [tmp_path / "a.png"]

    mime: QMimeData = LazyFiles(produce)
    assert mime.hasUrls()
    assert asked == []
    assert [url.toLocalFile() for url in mime.urls()] == [str(tmp_path / "a.png")]


def test_what_a_format_cannot_hold_is_said_before_it_is_used(masked: Window, qtbot: QtBot) -> None:
    sheet = opened(masked)
    pick(sheet.format, "WebP")
    press(sheet, "Fixed canvas")
    sheet.layout_pages.width_field.setValue(20_000)
    weigh(qtbot, masked)
    assert "16383" in sheet.failure
    pick(sheet.format, "PNG")
    sheet.layout_pages.width_field.setValue(900)
    weigh(qtbot, masked)
    assert sheet.failure == ""
    QTest.mouseClick(sheet.cancel, LEFT)
