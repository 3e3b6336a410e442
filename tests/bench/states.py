"""The states of the window that `screens` takes pictures of: how each is reached, and what it is called."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from segdesk.app.colourbox import ColourBox
from segdesk.app.dialogs import Dialogs, Parting
from segdesk.app.preferences.sheet import Chapter
from segdesk.app.toolbox import Kind, State
from segdesk.app.window import Window
from segdesk.app.words import error_words
from segdesk.core.errors import EngineError, Reason
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Stroke
from tests.app.hands import drag, move, place
from tests.bench.rarer import rare_scenes

Scene = tuple[str, Callable[[], object]]
_FILM = ("jug.jpg", "水壶 正面.jpg", "a picture with a rather long name, second take (final).jpg", "3.jpg", "4.jpg")


class _Assent(Dialogs):
    """Nobody is there to answer."""

    def may_discard(self, name: str) -> bool | None:
        return True

    def may_leave(self, names: list[str], can_export: bool) -> Parting:
        return Parting.DISCARD


def scenes(window: Window, folder: Path) -> Iterator[Scene]:
    """What is done, one after the other, and what the state after it is called; the folder takes more pictures."""
    yield from _work(window)
    yield from _views(window)
    yield from _subjects(window)
    yield from _tools(window)
    yield from _sheets(window)
    yield from _floating(window)
    yield from _film(window, folder)
    yield from rare_scenes(window, folder)


def _at(window: Window, x: float, y: float) -> Point:
    document = window.session.document
    assert document is not None
    width, height = document.picture.size
    return Point(x * width, y * height)


def _show(window: Window, *names: str) -> Callable[[], object]:
    return lambda: [window.commands[each].trigger() for each in names]


def _work(window: Window) -> Iterator[Scene]:
    session, width = window.session, _at(window, 1, 1).x

    def say(*prompts: BoxPrompt | Stroke) -> Callable[[], object]:
        return lambda: [session.add(prompt) for prompt in prompts]

    def paint() -> None:
        window.toolbox.take(Kind.HAIR)
        for state, y in zip(State, (0.2, 0.3, 0.4), strict=True):
            window.toolbox.set_state(state)
            line = Stroke(state.polarity, width / 60, (_at(window, 0.3, y), _at(window, 0.45, y)))
            session.brush_hair(HairStroke.of(line, is_sure=state is not State.UNKNOWN))

    yield "proposal", _show(window, "auto")
    yield (
        "strokes",
        say(
            Stroke(Polarity.KEEP, width / 90, (_at(window, 0.4, 0.6), _at(window, 0.45, 0.7))),
            Stroke(Polarity.REMOVE, width / 90, (_at(window, 0.7, 0.3), _at(window, 0.8, 0.4))),
        ),
    )
    yield "hair", paint
    yield "trimap", _show(window, "trimap")


def _views(window: Window) -> Iterator[Scene]:
    yield "checker", _show(window, "checker")
    yield "own colour", _show(window, "colour")
    yield "alpha", _show(window, "alpha")
    yield "outline", _show(window, "outline")
    yield "askew, before and after", _show(window, "overlay", "turn_right", "split")
    yield "mirrored", _show(window, "split", "upright", "mirror")
    yield "navigator", lambda: (_show(window, "upright", "actual")(), window.canvas.zoom_by(2.5))
    yield "loupe", lambda: _hold_loupe(window, is_held=True)
    yield "whole again", lambda: (_hold_loupe(window, is_held=False), _show(window, "fit")())


def _hold_loupe(window: Window, *, is_held: bool) -> None:
    canvas = window.canvas
    if is_held:
        QTest.mouseMove(canvas, canvas.rect().center())
        move(canvas, canvas.rect().center(), button=Qt.MouseButton.NoButton)
    kind = QEvent.Type.KeyPress if is_held else QEvent.Type.KeyRelease
    QApplication.sendEvent(canvas, QKeyEvent(kind, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, "q"))


def _subjects(window: Window) -> Iterator[Scene]:
    box = BoxPrompt(Box(*_at(window, 0.05, 0.06), *_at(window, 0.22, 0.3)))
    yield "new subject", _show(window, "new_subject")
    yield "two subjects", lambda: window.session.add(box)
    yield "together on white", _show(window, "white")
    yield "colours", lambda: window.subjects.offer_colours(1, window.mapToGlobal(window.rect().center()))
    yield "history", lambda: (_close_popups(), _show(window, "overlay", "snapshot", "undo")())
    yield "history closed", _show(window, "history", "redo")


def _tools(window: Window) -> Iterator[Scene]:
    canvas = window.canvas

    def take(kind: Kind) -> None:
        window.toolbox.take(kind)

    def polygon() -> None:
        take(Kind.POLYGON)
        for x, y in ((0.6, 0.2), (0.8, 0.25), (0.85, 0.5)):
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place(canvas, *_at(window, x, y)))
        move(canvas, place(canvas, *_at(window, 0.7, 0.6)), button=Qt.MouseButton.NoButton)

    def retouch() -> None:
        canvas.cancel_gesture()
        take(Kind.RETOUCH)
        move(canvas, place(canvas, *_at(window, 0.5, 0.5)), button=Qt.MouseButton.NoButton)

    def box() -> None:
        take(Kind.BOX)
        drag(canvas, [_at(window, 0.5, 0.3), _at(window, 0.6, 0.5), _at(window, 0.75, 0.7)], lets_go=False)

    def select() -> None:
        canvas.cancel_gesture()
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        take(Kind.SELECT)
        canvas.step_selection(1, afresh=True)

    yield "polygon", polygon
    yield "retouch", retouch
    yield "box drawn", box
    yield "box selected", select
    yield "keep brush", lambda: take(Kind.KEEP)
    yield "zoom", lambda: take(Kind.ZOOM)


def _sheets(window: Window) -> Iterator[Scene]:
    support, delivery = window.support, window.delivery

    def close() -> None:
        for one in (*window.findChildren(QDialog), support.finder):
            if isinstance(one, QWidget) and one.isVisible():
                one.close()
        _close_popups()

    def leaf(*names: str) -> Callable[[], object]:
        return lambda: (close(), _show(window, *names)())

    def search(words: str) -> None:
        assert support.finder is not None
        QTest.keyClicks(QApplication.focusWidget() or support.finder, words)

    yield "palette", leaf("palette")
    yield "palette without a find", lambda: search("qqq")
    yield "keys", leaf("keys")
    yield "about", leaf("about")
    yield "licences", lambda: support.about and (support.about.pages.choose(1), support.about.pages.chosen.emit(1))
    yield from _preferences(window, leaf("preferences"))
    yield "export", leaf("export_settings")
    yield "export as JPEG", lambda: delivery.sheet and delivery.sheet.format.menu().actions()[1].trigger()
    yield "compare", leaf("compare")
    yield "compared", lambda: _wait_for(lambda: not window.comparing.is_busy)
    yield "models", lambda: (close(), window.choosing.open_models())
    yield "batch", leaf("batch")
    yield "batch to start", lambda: window.batching.sheet and window.batching.sheet.add([Path("/tmp/pictures/summer")])
    yield "engines to choose", lambda: (close(), _popup(window, window.choosing.menu))
    yield "menu closed", close


def _preferences(window: Window, open_: Callable[[], object]) -> Iterator[Scene]:
    def turn(chapter: Chapter) -> Callable[[], object]:
        return lambda: window.preferring.sheet and window.preferring.sheet.turn_to(chapter)

    yield "preferences", open_
    for chapter in list(Chapter)[1:]:
        yield f"preferences {chapter.name.lower()}", turn(chapter)


def _floating(window: Window) -> Iterator[Scene]:
    stage, toast = window.stage, window.stage.toast

    def tell(words: str, *, is_failure: bool, has_remedy: bool = False) -> None:
        toast.tell(words, is_failure=is_failure, remedy=window.commands["engine_settings"] if has_remedy else None)
        # It stays for as long as the picture of it takes.
        toast.findChildren(QTimer)[0].stop()

    yield (
        "failure with a remedy",
        lambda: tell(
            error_words(EngineError(Reason.ENGINE_FAILED, name="baidu", detail="503")), is_failure=True, has_remedy=True
        ),
    )
    yield "recovery", lambda: (toast.hide(), stage.recovery.offer("portrait of a jug.jpg", "9:41", 2))
    yield "busy", lambda: (stage.recovery.hide(), stage.set_busy(True, "…"), stage.chip.show(), _progress(window))
    yield "at rest", lambda: stage.set_busy(False, "")


def _progress(window: Window) -> None:
    window.session.progressed.emit("segment", 0.4)


def _film(window: Window, folder: Path) -> Iterator[Scene]:
    document = window.session.document
    assert document is not None
    assert document.picture.path is not None
    window.dialogs = _Assent(window)
    for name in _FILM:
        copyfile(document.picture.path, folder / name)
    yield "film strip", lambda: (window.intake.take([folder]), _wait_for(lambda: len(window.film.roll) == len(_FILM)))
    yield "film strip, next", _show(window, "next_picture")
    yield "retouch above the film strip", lambda: window.toolbox.take(Kind.RETOUCH)


def _popup(window: Window, menu: QWidget) -> None:
    menu.move(window.mapToGlobal(QPoint(window.width() - 500, 52)))
    menu.show()


def _wait_for(is_so: Callable[[], bool]) -> None:
    while not is_so():
        QTest.qWait(50)


def _close_popups() -> None:
    for box in QApplication.topLevelWidgets():
        if isinstance(box, ColourBox) or box.windowType() is Qt.WindowType.Popup:
            box.close()
