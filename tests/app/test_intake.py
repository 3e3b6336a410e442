"""Everything that can be dropped, pasted or named on the command line, and masks that were made elsewhere."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.dropzones import Zone
from segdesk.app.exported import has_own
from segdesk.app.window import Window
from segdesk.core.document import FILE_ENGINE
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import BoxPrompt
from segdesk.core.subjectedits import Activate, AddSubject, new_subject
from segdesk.imaging import encoders, files
from tests.app.conftest import Answers
from tests.app.hands import LEFT, NO_KEY, coverage_of, document_of, drag, has_unexported, press_key, settle
from tests.scenes import Scene, plum

CONTROL = Qt.KeyboardModifier.ControlModifier
BOX = [(40, 50), (100, 100), (200, 180)]


def urls(*places: Path | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(place)) if isinstance(place, Path) else QUrl(place) for place in places])
    return mime


def words(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def let_go(window: Window, mime: QMimeData, at: QPoint | None = None) -> bool:
    """Drag something into the window to a place and let go; True when it was taken."""
    place, copy = at or QPoint(300, 300), Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(80, 80), copy, mime, LEFT, NO_KEY)
    QApplication.sendEvent(window, entering)
    if not entering.isAccepted():
        return False
    QApplication.sendEvent(window, QDragMoveEvent(place, copy, mime, LEFT, NO_KEY))
    event = QDropEvent(QPointF(place), copy, mime, LEFT, NO_KEY)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def middle_of(window: Window, zone: Zone, mime: QMimeData) -> QPoint:
    """Where a zone lies once something is dragged over the window."""
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(80, 80), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY))
    zones: QWidget = window.stage.zones
    return zones.mapTo(window, window.stage.zones.rect_of(zone).center())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pictures"
    place.mkdir()
    for name in ("a.png", "b.png"):
        plum(Size(60, 40)).save(place / name)
    return place


@pytest.fixture
def mask_file(tmp_path: Path, scene: Scene) -> Path:
    path = tmp_path / "mask.png"
    path.write_bytes(encoders.encode_mask(scene.truth))
    return path


def test_several_files_and_folders_come_as_a_strip(
    qtbot: QtBot, empty_window: Window, folder: Path, picture: Path
) -> None:
    assert let_go(empty_window, urls(picture, folder))
    qtbot.waitUntil(lambda: len(empty_window.film.roll) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: empty_window.session.document is not None, timeout=20_000)
    assert document_of(empty_window).picture.path == picture


def test_a_folder_without_pictures_says_so(qtbot: QtBot, empty_window: Window, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert let_go(empty_window, urls(tmp_path / "empty"))
    qtbot.waitUntil(lambda: "no picture in this folder" in empty_window.stage.toast.words, timeout=20_000)
    assert empty_window.welcome.isVisible()


def test_a_browser_hands_over_bytes_or_is_told_of(qtbot: QtBot, window: Window, scene: Scene, picture: Path) -> None:
    before = document_of(window)
    assert let_go(window, urls("https://example.com/pictures/plum.jpg"))
    qtbot.waitUntil(lambda: "Save the picture first" in window.stage.toast.words)
    assert window.session.document is before
    mime = urls("https://example.com/pictures/other%20plum.png")
    mime.setData("image/png", picture.read_bytes())
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        assert let_go(window, mime)
    assert document_of(window).picture.name == "other plum.png"
    np.testing.assert_array_equal(document_of(window).picture.pixels, scene.pixels)
    embedded = "data:image/png;base64," + b64encode(picture.read_bytes()).decode()
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        assert let_go(window, urls(embedded))
    np.testing.assert_array_equal(document_of(window).picture.pixels, scene.pixels)


def test_text_names_files_only_where_it_does(window: Window, picture: Path) -> None:
    assert not let_go(window, words("a plum"))
    assert not let_go(window, words(f"{picture} and more"))
    assert not let_go(window, words("ftp://example.com/a.png"))
    assert let_go(window, words(f'"{picture}"\n'))


def test_lists_of_files_and_pictures_are_pasted(
    qtbot: QtBot, empty_window: Window, folder: Path, picture: Path
) -> None:
    clipboard = QGuiApplication.clipboard()
    for mime, name in (
        (urls(picture), "plum.png"),
        (words(str(folder / "a.png")), "a.png"),
        (words(QUrl.fromLocalFile(str(folder / "b.png")).toString()), "b.png"),
    ):
        clipboard.setMimeData(mime)
        with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
            press_key_on(empty_window)
        assert document_of(empty_window).picture.name == name
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    clipboard.setImage(image)
    with qtbot.waitSignal(empty_window.session.document_opened, timeout=20_000):
        press_key_on(empty_window)
    assert document_of(empty_window).picture.size == (30, 20)
    clipboard.setMimeData(urls(folder / "a.png", folder / "b.png"))
    press_key_on(empty_window)
    qtbot.waitUntil(lambda: len(empty_window.film.roll) == 2, timeout=20_000)


def test_what_is_pasted_where_nothing_was_copied_is_told(empty_window: Window) -> None:
    QGuiApplication.clipboard().clear()
    press_key_on(empty_window)
    assert "no picture to paste" in empty_window.stage.toast.words


def press_key_on(window: Window) -> None:
    window.commands["paste"].trigger()


def test_over_an_open_picture_there_is_a_choice(window: Window, mask_file: Path, folder: Path) -> None:
    zones, mime = window.stage.zones, urls(mask_file)
    at = middle_of(window, Zone.MASK, mime)
    assert zones.isVisible()
    assert not window.stage.options.isVisible()
    QApplication.sendEvent(window, QDragMoveEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NO_KEY))
    assert zones.pointed is Zone.MASK
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not zones.isVisible()
    assert window.stage.options.isVisible()
    for several in (urls(mask_file, mask_file), urls(folder)):
        middle_of(window, Zone.OPEN, several)
        assert zones.rect_of(Zone.OPEN).width() > zones.width() * 0.8
        QApplication.sendEvent(window, QDragLeaveEvent())


def test_a_mask_dropped_on_its_zone_is_one_step(
    qtbot: QtBot, window: Window, mask_file: Path, scene: Scene, answers: Answers
) -> None:
    drag(window.canvas, BOX)
    settle(qtbot, window)
    before = coverage_of(window).copy()
    mime = urls(mask_file)
    assert let_go(window, mime, middle_of(window, Zone.MASK, mime))
    qtbot.waitUntil(lambda: np.array_equal(coverage_of(window), scene.truth), timeout=20_000)
    mask = document_of(window).subject.mask
    assert mask is not None
    assert mask.source.engine == FILE_ENGINE
    assert window.commands["undo"].text() == "Undo mask from a file"
    settle(qtbot, window)
    np.testing.assert_array_equal(coverage_of(window), scene.truth)
    press_key(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    np.testing.assert_array_equal(coverage_of(window), before)


def test_a_mask_comes_to_the_subject_it_was_read_for(
    qtbot: QtBot, window: Window, mask_file: Path, scene: Scene
) -> None:
    first = document_of(window).active
    window.intake.masks.take(mask_file)
    window.session.add(BoxPrompt(Box(40, 50, 200, 180)))
    added = new_subject(document_of(window))
    window.session.perform("new", AddSubject(added, 1), Activate(added.key))
    qtbot.waitUntil(lambda: not window.intake.masks.is_busy, timeout=20_000)
    settle(qtbot, window)
    assert document_of(window).subject_of(added.key).mask is None
    mask = document_of(window).subject_of(first).mask
    assert mask is not None
    assert mask.source.engine == FILE_ENGINE


def test_strokes_go_on_from_an_imported_mask_which_alone_is_work_already(
    qtbot: QtBot, window: Window, mask_file: Path, scene: Scene, answers: Answers, tmp_path: Path
) -> None:
    answers.source = mask_file
    press_key(window, Qt.Key.Key_I, CONTROL)
    qtbot.waitUntil(lambda: document_of(window).subject.mask is not None, timeout=20_000)
    settle(qtbot, window)
    imported = document_of(window)
    press_key(window, Qt.Key.Key_K)
    drag(window.canvas, [(10, 10), (60, 12)])
    settle(qtbot, window)
    assert coverage_of(window)[11, 30] == 255
    window.commands["undo"].trigger()
    settle(qtbot, window)
    assert document_of(window) == imported
    assert has_unexported(window.session)
    answers.target = tmp_path / "out.png"
    with qtbot.waitSignal(window.session.exported, timeout=20_000):
        window.commands["export"].trigger()
    assert not has_unexported(window.session)
    np.testing.assert_array_equal(files.decode(answers.target).picture.alpha, scene.truth)


def test_a_mask_of_the_same_proportions_is_resized_and_it_is_said(
    qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path, scene: Scene
) -> None:
    answers.source = tmp_path / "small.png"
    answers.source.write_bytes(encoders.encode_mask(np.ascontiguousarray(scene.truth[::2, ::2])))
    window.commands["import_mask"].trigger()
    qtbot.waitUntil(lambda: document_of(window).subject.mask is not None, timeout=20_000)
    assert coverage_of(window).shape == scene.truth.shape
    assert "160 × 120" in window.stage.toast.words


def test_what_is_no_mask_leaves_the_work_alone(qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path) -> None:
    before = document_of(window)
    bad = {
        "is an empty file": b"",
        "is not a picture SegDesk can read": b"text",
        "is damaged": b"\x89PNG\r\n\x1a\n",
        "same proportions": encoders.encode_mask(np.full((10, 90), 255, np.uint8)),
        "not a mask": encoders.encode_rgb(plum().pixels, None),
        "keeps nothing": encoders.encode_mask(np.zeros((240, 320), np.uint8)),
    }
    for said, content in bad.items():
        answers.source = tmp_path / "bad.png"
        answers.source.write_bytes(content)
        with qtbot.waitSignal(window.session.failed, timeout=20_000):
            window.commands["import_mask"].trigger()
        assert said in window.stage.toast.words
        assert "bad.png" in window.stage.toast.words
        assert window.session.document is before


def test_what_is_no_picture_leaves_the_work_alone(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    before = document_of(window)
    huge = encoders.encode_mask(np.zeros((1, 1), np.uint8)).replace(
        (1).to_bytes(4, "big") * 2, (60_000).to_bytes(4, "big") * 2
    )
    bad = {"empty.png": b"", "wrong.jpg": b"a letter", "cut.png": b"\x89PNG\r\n\x1a\n\0\0", "huge.png": huge}
    for name, content in bad.items():
        path = tmp_path / name
        path.write_bytes(content)
        with qtbot.waitSignal(window.session.not_opened, timeout=20_000):
            assert let_go(window, urls(path))
        assert window.session.document is before
    with qtbot.waitSignal(window.session.not_opened, timeout=20_000):
        let_go(window, urls(tmp_path / "gone.png"))
    assert "gone.png" in window.stage.toast.words
    assert window.session.document is before


def test_an_alpha_of_the_file_is_the_first_mask_and_nobodys_work(
    qtbot: QtBot, empty_window: Window, scene: Scene, tmp_path: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    path = tmp_path / "cutout.png"
    path.write_bytes(encoders.encode_cutout(np.dstack((scene.pixels, scene.truth)), None))
    open_picture(empty_window, path)
    np.testing.assert_array_equal(coverage_of(empty_window), scene.truth)
    mask = document_of(empty_window).subject.mask
    assert mask is not None
    assert (mask.source.engine, mask.source.is_soft) == (FILE_ENGINE, True)
    assert "transparency" in empty_window.stage.toast.words
    assert not has_own(document_of(empty_window))
    assert not empty_window.commands["undo"].isEnabled()
    opaque = scene.save(tmp_path / "opaque.png")
    open_picture(empty_window, opaque)
    assert document_of(empty_window).subject.mask is None
