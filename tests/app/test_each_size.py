"""Where each subject has a file of its own and names tell sizes, each file's tells its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDrag, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from segdesk.app.window import Window
from segdesk.core.exporting import Recipe, Trimmed
from segdesk.core.geometry import Size
from segdesk.imaging import files
from tests.app.conftest import Answers
from tests.app.hands import LEFT, drag, press_key, settle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMED = Recipe(layout=Trimmed(), template="{name} {size}")


@pytest.fixture
def two(window: Window, qtbot: QtBot) -> Window:
    """A subject of 60 x 130 pixels and one of 100 x 80, which is in hand."""
    drag(window.canvas, [(20, 50), (50, 90), (80, 180)])
    settle(qtbot, window)
    QTest.mouseClick(window.column.subject.add, LEFT)
    drag(window.canvas, [(100, 60), (150, 90), (200, 140)])
    settle(qtbot, window)
    window.delivery.recipes.use(NAMED)
    return window


def export(qtbot: QtBot, window: Window, *, again: bool = False) -> None:
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        if again:
            press_key(window, Qt.Key.Key_E, CONTROL | SHIFT)
        else:
            window.commands["export_each"].trigger()
    settle(qtbot, window)


def sizes_in(folder: Path) -> dict[str, Size]:
    return {path.name: files.decode(path).picture.size for path in folder.iterdir()}


def test_each_file_tells_its_own_size_and_what_is_there_is_replaced_only_when_asked(
    two: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    answers.target = folder / "plum 100x80.png"
    export(qtbot, two)
    assert answers.asked[-1].endswith("plum 100x80.png")
    each = {"plum 60x130-1.png": (60, 130), "plum 100x80-2.png": (100, 80)}
    assert sizes_in(folder) == each
    export(qtbot, two, again=True)
    assert sizes_in(folder) == each
    two.commands["export_each"].trigger()
    assert answers.asked[-1] == "replace plum 60x130-1.png, plum 100x80-2.png"
    # A name of one's own is what all of them have.
    answers.target = folder / "mine.png"
    export(qtbot, two)
    assert sizes_in(folder) == each | {"mine-1.png": (60, 130), "mine-2.png": (100, 80)}


def test_what_is_handed_to_other_programs_tells_its_own_size_too(
    two: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[Path] = []

    def drop(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        dropped.extend(Path(url.toLocalFile()) for url in drag.mimeData().urls())
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", drop)
    buttons = two.column.export.which.findChildren(QToolButton)
    QTest.mouseClick(next(button for button in buttons if button.text() == "Each"), LEFT)
    qtbot.waitUntil(lambda: not two.delivery.weighing.is_busy, timeout=20_000)
    two.column.export.dragged.emit()
    assert [path.name for path in dropped] == ["plum 60x130-1.png", "plum 100x80-2.png"]
    QTest.mouseClick(next(button for button in buttons if button.text() == "Together"), LEFT)
    with qtbot.waitSignal(two.session.rendered, timeout=20_000):
        two.commands["copy"].trigger()
    [copied] = QGuiApplication.clipboard().mimeData().urls()
    assert copied.fileName() == "plum 100x80.png"
    settle(qtbot, two)
