"""States of the window that are rare or go away by themselves: menus, tips, questions, drags, odd pictures, no room."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import cast
from unittest.mock import patch

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QSlider, QToolButton, QToolTip, QWidget

from segdesk.app.dialogs import Dialogs
from segdesk.app.leave import Leave
from segdesk.app.road import Request
from segdesk.app.sending import SendQuestion
from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.app.words import note_words
from segdesk.core.errors import PictureError, Reason
from segdesk.core.geometry import Size
from segdesk.core.notes import Note, Notice
from segdesk.core.records import Record

Scene = tuple[str, Callable[[], object]]
_LONG = "二〇二六年春季新品拍摄 第三组 白底正面图 模特左侧四十五度（修图师已确认终稿）.png"
_ODD = {"one pixel.png": (1, 1), "a tower.png": (60, 6000), "a strip.png": (9000, 40), _LONG: (640, 480)}


def rare_scenes(window: Window, folder: Path) -> Iterator[Scene]:
    """As `scenes`; begins and ends with a picture."""
    yield from _menus(window)
    yield from _touched(window)
    yield from _panels(window)
    yield from _dragged(window, folder)
    yield from _questions(window)
    yield from _told(window, folder)
    yield from _odd_pictures(window, folder)
    yield from _without_room(window)


def _menus(window: Window) -> Iterator[Scene]:
    main = next(button.menu() for button in window.top.findChildren(QToolButton) if button.menu() is not None)
    below = window.mapToGlobal(QPoint(8, 50))

    def branch(*places: int) -> Callable[[], None]:
        """The menu with a submenu of it open, and so on inwards."""

        def act() -> None:
            close_menus()
            menu, at = main, below
            menu.popup(at)
            for place in places:
                entry = [each for each in menu.actions() if not each.isSeparator()][place]
                menu.setActiveAction(entry)
                at = menu.mapToGlobal(menu.actionGeometry(entry).topRight())
                menu = cast(QMenu, entry.menu())
                menu.popup(at)

        return act

    groups = [entry.text() for entry in main.actions()]
    for place in range(len(groups)):
        yield f"menu {place + 1}", branch(place)
    yield "presets to choose", lambda: (close_menus(), _drop_down(window.column.export.preset))


def _drop_down(button: QWidget) -> None:
    menu = button.findChildren(QMenu)[0]
    menu.setActiveAction(menu.actions()[0])
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _touched(window: Window) -> Iterator[Scene]:
    def tip() -> None:
        close_menus()
        button = window.column.edge.amounts["width"].slider
        at = button.rect().center()
        QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, at, button.mapToGlobal(at)))

    def focus(parts: Sequence[QWidget]) -> Callable[[], object]:
        return lambda: (
            window.window().activateWindow(),
            [part.setFocus(Qt.FocusReason.TabFocusReason) for part in parts],
        )

    def hover() -> None:
        for button in (*window.rail.findChildren(QToolButton), *window.column.findChildren(QToolButton)):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
            button.update()

    def leave() -> None:
        for button in window.findChildren(QToolButton):
            button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)

    column = window.column
    yield "a tip", tip
    yield "focus on the rail", lambda: (QToolTip.hideText(), focus(window.rail.findChildren(QToolButton)[1:2])())
    yield "focus on a slider", focus(column.view.findChildren(QSlider))
    yield "focus on a view", focus(column.view.findChildren(QToolButton)[:1])
    yield "pointed at", hover
    yield "no more pointed at", lambda: (leave(), window.canvas.setFocus())


def _panels(window: Window) -> Iterator[Scene]:
    column, subjects = window.column, window.subjects
    document = window.session.document
    assert document is not None

    def two() -> None:
        for name in ("auto", "new_subject"):
            window.commands[name].trigger()
        QTest.qWait(3000)

    def row_menu() -> None:
        rows = column.subject.rows
        subjects.menu(rows[-1].key).popup(rows[-1].mapToGlobal(rows[-1].rect().center()))

    yield "all about the edge", lambda: (two(), column.edge.unfold())
    yield "menu of a subject", row_menu
    yield "a subject renamed", lambda: (close_menus(), column.subject.rename(column.subject.rows[-1].key))
    yield "hidden and locked", lambda: (column.subject.rows[0].lock.click(), column.subject.rows[-1].eye.click())
    yield (
        "specks",
        lambda: (
            column.subject.rows[-1].eye.click(),
            column.subject.rows[0].lock.click(),
            column.edge.unfold(False),
            window.stage.tally.tell("24", (230, 60, 60)),
        ),
    )


def _dragged(window: Window, folder: Path) -> Iterator[Scene]:
    def hover(*files: Path) -> None:
        window.stage.tally.hide()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        zone = window.stage.mapToGlobal(QPoint(window.stage.width() // 4, window.stage.height() // 2))
        window.intake.hover(mime, zone)

    files = sorted(folder.iterdir())
    yield "a file dragged over it", lambda: hover(files[0])
    yield "files dragged over it", lambda: hover(*files)
    yield "dragged away", window.intake.leave


def _questions(window: Window) -> Iterator[Scene]:
    dialogs = Dialogs(window)

    def ask(question: Callable[..., object], *of: object) -> Callable[[], None]:
        def act() -> None:
            close_questions()
            with patch.object(QMessageBox, "exec", QMessageBox.open):
                question(*of)

        return act

    def close_questions() -> None:
        for box in window.findChildren(QMessageBox):
            box.close()
            box.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    yield "to be saved", ask(dialogs.may_discard, "portrait of a jug.jpg")
    yield "to be replaced", ask(dialogs.may_replace, ["jug-cutout.png", _LONG])
    yield "to be discarded", ask(dialogs.may_leave, ["jug.jpg", "3.jpg", _LONG], True)
    question = SendQuestion(Leave("jug.jpg", Size(1920, 1440), "baidu", "aip.baidubce.com", 1_230_000), window)
    yield "to be sent", lambda: (close_questions(), question.show())
    yield "answered", question.close


def _told(window: Window, folder: Path) -> Iterator[Scene]:
    batching, toast = window.batching, window.stage.toast

    def batch() -> None:
        window.commands["batch"].trigger()
        names = [str(folder / name) for name in ("a.jpg", "b.jpg", _LONG, "d.jpg", "e.jpg")]
        batching.list.fill(folder, names, ())
        unsure = Note.of(Notice.SUBJECT_DOUBTED)
        failure = PictureError(Reason.PICTURE_DAMAGED, name=_LONG)
        for record in (
            Record(names[0], "", "", "a.png", kept=0.29, sureness=0.93),
            Record(names[1], "", "", "b.png", kept=0.04, sureness=0.41, notes=(unsure,)),
            Record(names[2], "", "", "", failure=failure),
        ):
            batching.list.take(record)
        batching.list.begin(names[3])
        assert batching.sheet is not None
        batching.sheet.show_running(True)
        batching.sheet.show_progress()

    def warn() -> None:
        assert batching.sheet is not None
        batching.sheet.show_running(False)
        batching.sheet.close()
        told = (Notice.MASK_FROM_WHITE, Notice.PROFILE_UNUSABLE, Notice.DEPTH_REDUCED)
        toast.tell("\n".join(note_words(Note.of(notice)) for notice in told), is_failure=False)

    yield "a batch going on", batch
    yield "several notes", warn


def _odd_pictures(window: Window, folder: Path) -> Iterator[Scene]:
    more = folder / "odd"
    more.mkdir()

    def open_(path: Path) -> None:
        window.open(Request.of_file(path))
        document = window.session.document
        while document is None or document.picture.path != path:
            QTest.qWait(50)
            document = window.session.document
        window.toolbox.take(Kind.KEEP)

    for name, (width, height) in _ODD.items():
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(190, 120, 70))
        image.save(str(more / name))
        yield name.removesuffix(".png").split(" ")[0], lambda path=more / name: open_(path)


def _without_room(window: Window) -> Iterator[Scene]:
    whole, size = window.window(), window.window().size()

    def narrow() -> None:
        whole.resize(window.minimumSize())
        window.toolbox.take(Kind.RETOUCH)

    yield "the smallest", narrow
    yield "the smallest, hair", lambda: window.toolbox.take(Kind.HAIR)
    yield "the smallest, history", window.commands["history"].trigger
    yield "recent", lambda: (window.commands["history"].trigger(), whole.resize(size), window.stage.show_welcome())
    yield "recent, the smallest", lambda: whole.resize(window.minimumSize())
    yield "recent, hovered", lambda: (whole.resize(size), window.welcome.set_hovered(True))
    yield "the picture again", lambda: (window.welcome.set_hovered(False), window.stage.show_canvas())


def close_menus() -> None:
    for box in QApplication.topLevelWidgets():
        if box.windowType() is Qt.WindowType.Popup:
            box.close()
