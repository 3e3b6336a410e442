"""Brings up the application: first an empty window, then all that stands in it.

Imports that take long wait until the window shows.
"""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from segdesk import __version__
from segdesk.app import heap
from segdesk.app.crash import Crash
from segdesk.app.doors import Doors
from segdesk.app.front import Front
from segdesk.app.language import speak
from segdesk.app.tablets import Application
from segdesk.app.theme import Theme, palette_of
from segdesk.core.resources import resource
from segdesk.storage.recent import load_recent
from segdesk.storage.settings import Language, Loaded, load_settings

if TYPE_CHECKING:
    from segdesk.app.clouds import Clouds
    from segdesk.app.session import Session
    from segdesk.app.window import Window

_SWITCH_SECONDS = 0.001
"""How long Python lets an engine's thread run before the pen gets its turn."""


def run_window(files: Sequence[Path], *, prompts: Path | None = None) -> int:
    """The window on these files and folders, until it is closed. Returns Qt's exit code."""
    loaded = load_settings()
    crash = Crash()
    crash.install()
    application = make_application(loaded.settings.language)
    # Without this Ctrl+C in a terminal would wait for the next event that reaches Python.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    front = Front(palette_of(loaded.settings.scheme), recent=0 if files else len(load_recent()))

    def begin() -> None:
        window = furnish(front, application, files, prompts=prompts, loaded=loaded)
        steady(window)
        window.support.hear(crash)
        crash.look_back()

    front.seen.connect(begin, Qt.ConnectionType.SingleShotConnection)
    front.show()
    return application.exec()


def steady(window: "Window") -> None:
    """Let the interpreter itself never hold the pen up for long.

    A full collection goes through all that is alive, for 15 to 40 ms in which no thread moves. What is there for good,
    from the start or since the first answer, is left out of it.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.freeze()
    window.session.answered.connect(lambda *_: gc.freeze(), Qt.ConnectionType.SingleShotConnection)


def make_application(language: Language = Language.SYSTEM) -> Application:
    """The application in a language, with every pen and mouse move delivered on its own."""
    QCoreApplication.setApplicationName("SegDesk")
    QCoreApplication.setApplicationVersion(__version__)
    heap.settle()
    # Qt shares what it fills out among threads, even the rim of a box, and the pen would wait for the last of them
    # longer than the whole takes in one; beside a solving engine up to some frames.
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    application = Application(sys.argv[:1])
    # Only now: X11's plugin turns compression on while the application is made, and fast strokes lose their corners.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressTabletEvents, False)
    application.setDesktopFileName("segdesk")
    speak(application, language)
    return application


def furnish(
    front: Front,
    application: QApplication,
    files: Sequence[Path],
    *,
    prompts: Path | None = None,
    loaded: Loaded | None = None,
) -> "Window":
    """Put the window's parts into a front that shows already, and open these files and folders."""
    window = make_window(application, loaded=loaded)
    front.hold(window)
    window.welcome.setFocus()
    window.session.warm_up()
    doors = Doors(window)
    doors.brought.connect(lambda path: window.intake.take([path]))
    application.installEventFilter(doors)
    window.recovery.look()
    window.recents.look()
    application.setWindowIcon(QIcon(str(resource("segdesk.svg"))))
    if isinstance(application, Application):
        application.hand_to(window.intake.take)
    if files:
        QTimer.singleShot(0, window, lambda: window.intake.take(files, prompts))
    return window


def make_window(
    application: QApplication,
    session: "Session | None" = None,
    clouds: "Clouds | None" = None,
    *,
    loaded: Loaded | None = None,
) -> "Window":
    """A window on settings and a session of its own, in the theme that was chosen."""
    from segdesk.app.clouds import Clouds
    from segdesk.app.session import Session
    from segdesk.app.window import Window

    loaded = loaded or load_settings()
    clouds = clouds or Clouds(loaded.settings)
    theme = Theme(application, clouds.settings.scheme)
    session = session or Session(engine=clouds.settings.engine, desks=clouds.make_desk)
    window = Window(session, clouds, theme.palette)
    window.tell(loaded.notes)
    theme.setParent(window)
    theme.changed.connect(window.dress)
    window.preferring.scheme_tried.connect(theme.choose)
    if isinstance(application, Application):
        application.pen_near.connect(window.canvas.inputs.meet_pen)
        application.pen_gone.connect(window.canvas.inputs.miss_pen)
    return window
