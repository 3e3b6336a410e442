"""A large JPEG is seen before it is there: nothing jumps when it comes, and nothing is lost when it does not."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk import pipeline
from segdesk.app.pyramid import Pyramid
from segdesk.app.road import Request
from segdesk.app.window import Window
from segdesk.core.errors import PictureError, Reason
from segdesk.core.geometry import Size
from tests.app.hands import LEFT, document_of, drag, press_key, settle, turn_wheel
from tests.scenes import plum

SIZE = Size(2500, 1665)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The plum as a JPEG whose sides are no multiples of a JPEG's blocks."""
    path = tmp_path / "large.jpg"
    enlarged = cv2.resize(plum().pixels[..., ::-1], SIZE, interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(path), enlarged)
    return path


def shown(window: Window) -> np.ndarray:
    """What the canvas shows of the picture, RGB."""
    QApplication.processEvents()
    image = window.canvas.image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def glimpse(qtbot: QtBot, window: Window, path: Path) -> Pyramid:
    """Begin to open a file, and stop to look as soon as it is seen."""
    with qtbot.waitSignal(window.session.glimpse.changed, timeout=20_000) as caught:
        window.open(Request.of_file(path))
    assert caught.args is not None
    return caught.args[0]


def test_it_shows_at_once_and_does_not_jump_when_it_comes(qtbot: QtBot, empty_window: Window, large: Path) -> None:
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        levels = glimpse(qtbot, empty_window, large)
        assert (levels.size, levels.levels[0].shape[1]) == (SIZE, 1250)
        assert empty_window.canvas.isVisible()
        place, early = empty_window.canvas.viewport, shown(empty_window)
    QApplication.processEvents()
    assert empty_window.canvas.viewport == place
    difference = np.abs(shown(empty_window) - early)
    assert difference.mean() < 1
    assert early.std() > 20


def test_who_looks_closer_meanwhile_stays_there(qtbot: QtBot, empty_window: Window, large: Path) -> None:
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        glimpse(qtbot, empty_window, large)
        turn_wheel(empty_window.canvas, QPoint(300, 200), 6)
        place = empty_window.canvas.viewport
    assert empty_window.canvas.viewport == place


def test_nothing_is_drawn_on_a_glimpse(qtbot: QtBot, window: Window, large: Path) -> None:
    before = window.session.document
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        glimpse(qtbot, window, large)
        press_key(window, Qt.Key.Key_K)
        drag(window.canvas, [(400, 400), (500, 500)])
        assert window.session.document is before
    assert document_of(window).picture.size == SIZE
    assert document_of(window).subject.prompts.is_empty
    drag(window.canvas, [(400, 400), (500, 500)])
    settle(qtbot, window)
    assert len(document_of(window).subject.prompts.strokes) == 1


def test_nothing_of_the_work_lies_over_a_glimpse_and_a_key_let_go_in_it_counts_no_more(
    qtbot: QtBot, window: Window, large: Path
) -> None:
    drag(window.canvas, [(40, 50), (200, 180)])
    settle(qtbot, window)
    QTest.mouseClick(window.column.subject.add, LEFT)
    settle(qtbot, window)
    QTest.keyPress(window.canvas, Qt.Key.Key_Space)
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        glimpse(qtbot, window, large)
        seen = shown(window)
        window.canvas.panes.set_others(())
        window.canvas.panes.mark_all()
        window.canvas.refresh()
        np.testing.assert_array_equal(shown(window), seen)
        QTest.keyRelease(window.canvas, Qt.Key.Key_Space)
    drag(window.canvas, [(400, 500), (900, 900)])
    assert len(document_of(window).subject.prompts.boxes) == 1
    settle(qtbot, window)


def test_when_nothing_comes_of_it_the_work_shows_again(
    qtbot: QtBot, window: Window, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = fail_to_open(monkeypatch)
    drag(window.canvas, [(40, 50), (200, 180)])
    settle(qtbot, window)
    before, view = window.session.document, shown(window)
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        glimpse(qtbot, window, large)
        assert (shown(window) != view).any()
        gate.set()
    assert window.session.document is before
    np.testing.assert_array_equal(shown(window), view)


def test_when_nothing_comes_of_the_first_picture_the_welcome_shows_again(
    qtbot: QtBot, empty_window: Window, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = fail_to_open(monkeypatch)
    with qtbot.waitSignal(empty_window.session.failed, timeout=20_000):
        glimpse(qtbot, empty_window, large)
        assert empty_window.canvas.isVisible()
        gate.set()
    assert empty_window.welcome.isVisible()
    assert not empty_window.stage.options.isVisible()


def test_small_pictures_and_other_formats_come_whole(
    qtbot: QtBot, empty_window: Window, picture: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    glimpses: list[object] = []
    empty_window.session.glimpse.changed.connect(glimpses.append)
    open_picture(empty_window, picture)
    assert not glimpses


def fail_to_open(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let every file turn out to be too large for the memory, once the gate is set."""
    gate = Event()

    def refuse(path: Path, *, limit_megapixels: float | None) -> pipeline.Opened:
        assert gate.wait(20)
        raise PictureError(Reason.PICTURE_MEMORY, name=path.name)

    monkeypatch.setattr(pipeline, "open_document", refuse)
    return gate
