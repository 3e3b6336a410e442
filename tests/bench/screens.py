"""Pictures of the window in every state, in both themes and languages and at several scales, to be looked at by people.

Words that have no room are told of as well.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from segdesk import pipeline
from segdesk.app.road import Request
from segdesk.app.start import make_application, make_window
from segdesk.app.theme import Theme
from segdesk.app.window import Window
from segdesk.storage.settings import Scheme
from tests.app.fitting import unfit
from tests.bench.states import scenes
from tests.homes import home_variables

THEMES, LANGUAGES, SCALES = ("dark", "light"), ("en_US", "zh_CN"), ("1", "2")
SIZE = "1440x900"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="a picture to work on (the sample)")
    parser.add_argument("--themes", default=",".join(THEMES), metavar="NAME,NAME")
    parser.add_argument("--languages", default=",".join(LANGUAGES), metavar="NAME,NAME")
    parser.add_argument("--scales", default=",".join(SCALES), metavar="NUMBER,NUMBER")
    parser.add_argument("--size", default=SIZE, metavar="WxH", help=f"of the window, in view pixels ({SIZE})")
    parser.add_argument("--states", default="", metavar="WORD,WORD", help="no pictures but of states with these words")


def run(arguments: argparse.Namespace) -> None:
    """Each language and scale in a process of its own, for Qt takes them once."""
    chosen = product(arguments.languages.split(","), arguments.scales.split(","))
    arguments.out.mkdir(parents=True, exist_ok=True)
    for language, scale in chosen:
        with tempfile.TemporaryDirectory() as home:
            platform = f"offscreen:configfile={_screen(Path(home))}"
            looks = {"SEGDESK_LANGUAGE": language, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": platform}
            environment = {**os.environ, **home_variables(Path(home)), **looks}
            picture = arguments.picture or pipeline.sample().picture
            name = f"{language[:2]}-{scale}x-{arguments.size}"
            what = [arguments.out, name, picture, home, arguments.themes, arguments.size, arguments.states]
            subprocess.run([sys.executable, "-m", "tests.bench.screens", *map(str, what)], env=environment, check=True)
        print(name)


class Camera:
    """Takes a picture of each state in each theme, and looks for words that have no room."""

    def __init__(self, window: Window, theme: Theme, *, folder: Path, name: str, themes: list[Scheme]) -> None:
        self._window, self._theme, self._folder, self._name = window, theme, folder, name
        self._themes, self._count, self._told = themes, 0, set[str]()

    def take(self, what: str, *, is_wanted: bool) -> None:
        """The window, with whatever popped up beside it, once nothing moves any more."""
        self._settle()
        self._count += 1
        for scheme in self._themes if is_wanted else ():
            self._theme.choose(scheme)
            wait(50)
            self._settle()
            self._shoot().save(
                str(self._folder / f"{self._count:02d}-{what}-{scheme.value}-{self._name}.png"), "PNG", 80
            )
        for root in (self._window.window(), *self._popups()):
            for words in unfit(root):
                if words not in self._told:
                    self._told.add(words)
                    print(f"  {what}: {words}", flush=True)

    def _settle(self) -> None:
        window = self._window
        busy = (window.session, window.finishing, window.companions, window.viewing)
        wait(250)
        while any(part.is_busy for part in busy):
            wait(50)
        # The rest of what is drawn bit by bit.
        window.canvas.refresh()

    def _shoot(self) -> QPixmap:
        window = self._window.window()
        shot = window.grab()
        for popup in self._popups():
            painter = QPainter(shot)
            painter.drawPixmap(window.mapFromGlobal(popup.mapToGlobal(popup.rect().topLeft())), popup.grab())
            painter.end()
        return shot

    def _popups(self) -> list[QWidget]:
        window = self._window.window()
        return [
            one for one in QApplication.topLevelWidgets() if one is not window and one.isVisible() and one.isWindow()
        ]


def _screen(folder: Path) -> Path:
    """A screen that sheets have room on; the platform's own is small."""
    screen = {"name": "wide", "x": 0, "y": 0, "width": 3840, "height": 2400, "logicalDpi": 96, "dpr": 1}
    path = folder / "screen.json"
    path.write_text(json.dumps({"screens": [screen]}))
    return path


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(folder: Path, name: str, picture: Path, home: Path, themes: str, size: str, states: str) -> None:
    """All states in one process."""
    application = make_application()
    window = make_window(application)
    window.window().resize(*map(int, size.split("x")))
    window.window().show()
    [theme] = window.findChildren(Theme)
    schemes = [Scheme(each) for each in themes.split(",")]
    camera = Camera(window, theme, folder=folder, name=name, themes=schemes)
    wanted = states.split(",") if states else [""]

    def take(what: str) -> None:
        camera.take(what, is_wanted=any(word in what for word in wanted))

    wait(300)
    take("welcome")
    window.open(Request.of_file(picture))
    while window.session.document is None:
        wait(50)
    take("opened")
    more = home / "pictures"
    more.mkdir()
    for what, act in scenes(window, more):
        act()
        take(what)
    # Nothing of it is to be asked about or kept.
    os._exit(0)


if __name__ == "__main__":
    QGuiApplication.setDesktopSettingsAware(False)
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), *sys.argv[5:8])
