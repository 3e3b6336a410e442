"""Pictures of the window in every state, in both themes and languages and at two scales, to be looked at by people."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from segdesk import pipeline
from segdesk.app.colourbox import ColourBox
from segdesk.app.road import Request
from segdesk.app.start import make_application, make_window
from segdesk.app.toolbox import Kind, State
from segdesk.app.window import Window
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Stroke
from tests.homes import home_variables

THEMES, LANGUAGES, SCALES = ("dark", "light"), ("en_US", "zh_CN"), ("1", "2")
SIZE = (1440, 900)
Scene = tuple[str, Callable[[], object]]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="a picture to work on (the sample)")
    parser.add_argument("--one", metavar="THEME,LANGUAGE,SCALE", help="no more than these")


def run(arguments: argparse.Namespace) -> None:
    """Each kind in a process of its own, for Qt takes the scale once."""
    chosen = [tuple(arguments.one.split(","))] if arguments.one else list(product(THEMES, LANGUAGES, SCALES))
    arguments.out.mkdir(parents=True, exist_ok=True)
    for theme, language, scale in chosen:
        with tempfile.TemporaryDirectory() as home:
            looks = {"SEGDESK_THEME": theme, "SEGDESK_LANGUAGE": language, "QT_SCALE_FACTOR": scale}
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **home_variables(Path(home)), **looks}
            picture = arguments.picture or pipeline.sample().picture
            name = f"{theme}-{language[:2]}-{scale}x"
            command = [sys.executable, "-m", "tests.bench.screens", str(arguments.out), name, str(picture)]
            subprocess.run(command, env=environment, check=True)
        print(name)


class Camera:
    """Takes the window to one state after the other and a picture of each."""

    def __init__(self, window: Window, folder: Path, name: str) -> None:
        self._window, self._folder, self._name, self._count = window, folder, name, 0

    def take(self, what: str) -> None:
        """The window, with whatever popped up beside it, once nothing moves any more."""
        window = self._window
        busy = (window.session, window.finishing, window.companions, window.viewing)
        while any(part.is_busy for part in busy):
            wait(50)
        wait(250)
        # The rest of what is drawn bit by bit.
        window.canvas.refresh()
        shot = window.window().grab()
        for popup in (one for one in QApplication.topLevelWidgets() if _is_over(one, window.window())):
            _lay(popup, shot, window.window())
        self._count += 1
        shot.save(str(self._folder / f"{self._name}-{self._count:02d}-{what}.png"))


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(folder: Path, name: str, picture: Path) -> None:
    """All states in one process."""
    application = make_application()
    window = make_window(application)
    width, height = (round(side) for side in SIZE)
    window.window().resize(width, height)
    window.window().show()
    camera = Camera(window, folder, name)
    wait(300)
    camera.take("welcome")
    window.open(Request.of_file(picture))
    while window.session.document is None:
        wait(50)
    camera.take("opened")
    for what, act in scenes(window):
        act()
        camera.take(what)
    # Nothing of it is to be asked about or kept.
    os._exit(0)


def scenes(window: Window) -> Iterator[Scene]:
    """What is done, one after the other, and what the state after it is called."""
    document = window.session.document
    assert document is not None
    commands, session = window.commands, window.session
    width, height = document.picture.size

    def at(x: float, y: float) -> Point:
        return Point(x * width, y * height)

    def say(*prompts: BoxPrompt | Stroke) -> Callable[[], object]:
        return lambda: [session.add(prompt) for prompt in prompts]

    def show(*names: str) -> Callable[[], object]:
        return lambda: [commands[each].trigger() for each in names]

    def paint() -> None:
        window.toolbox.take(Kind.HAIR)
        for state, y in zip(State, (0.2, 0.3, 0.4), strict=True):
            window.toolbox.set_state(state)
            line = Stroke(state.polarity, width / 60, (at(0.3, y), at(0.45, y)))
            session.brush_hair(HairStroke.of(line, is_sure=state is not State.UNKNOWN))

    box = BoxPrompt(Box(*at(0.05, 0.06), *at(0.22, 0.3)))
    yield "proposal", show("auto")
    yield (
        "strokes",
        say(
            Stroke(Polarity.KEEP, width / 90, (at(0.4, 0.6), at(0.45, 0.7))),
            Stroke(Polarity.REMOVE, width / 90, (at(0.7, 0.3), at(0.8, 0.4))),
        ),
    )
    yield "hair", paint
    yield "trimap", show("trimap")
    yield "checker", show("checker")
    yield "new subject", show("overlay", "new_subject")
    yield "two subjects", say(box)
    yield "together on white", show("white")
    yield "colours", lambda: window.subjects.offer_colours(1, window.mapToGlobal(window.rect().center()))
    yield "history", lambda: (_close_popups(), show("overlay", "snapshot", "undo")())
    yield "askew, before and after", show("turn_right", "split")
    yield "retouch", lambda: (show("split", "upright", "history")(), window.toolbox.take(Kind.RETOUCH))
    yield "palette", show("palette")


def _close_popups() -> None:
    for box in QApplication.topLevelWidgets():
        if isinstance(box, ColourBox):
            box.close()


def _is_over(one: QWidget, window: QWidget) -> bool:
    return one is not window and one.isVisible() and one.isWindow()


def _lay(popup: QWidget, shot: QPixmap, window: QWidget) -> None:
    painter = QPainter(shot)
    painter.drawPixmap(window.mapFromGlobal(popup.mapToGlobal(popup.rect().topLeft())), popup.grab())
    painter.end()


if __name__ == "__main__":
    QGuiApplication.setDesktopSettingsAware(False)
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
