"""How much memory the window keeps: with a 24-megapixel picture and 50 steps, and the same after thousands of edits.

python -m tests.bench.keeping steps|edits|bare NUMBER tells the megabytes of one process at its moments, on Linux. The
bare one is Qt alone with a window and the decoded RGBA; nothing of the program is imported there. Elsewhere the program
comes before Qt, as when it is started.
"""

import gc
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segdesk.app.road import Answer, AnyDesk, MakeDesk
    from segdesk.app.window import Window
    from segdesk.core.document import Document, Picture
    from segdesk.core.work import CancelToken, Report
    from tests.bench.random_edits import Hand

COLUMNS = ("MB", "times the bare one", "growth %")
RIVAL = "bare PySide6 window and the RGBA"
_CAMERA = (6000, 4000)
"""Pixels of the picture."""
_STEPS = 50
"""Strokes that are there whenever the program is weighed."""
_HISTORY = 1 << 18
"""Bytes that undo may take there. These edits are small, a thousand come to 0.7 MB: so that it is spent before the
first weighing, and what grows later is none of it, it has to be less than that."""
_WARM = 1000
"""Edits before the first weighing."""
_BREATH = 500
"""Edits after which the window comes to rest, as a hand does."""
_LOOK = 2.0
"""Seconds of rest before each weighing."""
_STATUS = Path("/proc/self/status")


def measured(edits: int) -> list[tuple[str, list[float | None]]]:
    """Rows of the table; each process is weighed when it has come to rest."""
    [bare], [kept] = _told("bare", 0), _told("steps", _STEPS)
    before, after = _told("edits", edits)
    return [
        (f"segdesk, 24 megapixels and {_STEPS} steps", [kept, kept / bare, None]),
        (f"the same after {_WARM:,} random edits", [before, before / bare, None]),
        (f"the same after {_WARM + edits:,} random edits", [after, after / bare, 100 * (after / before - 1)]),
        (RIVAL, [bare, 1.0, None]),
    ]


def _told(what: str, number: int) -> list[float]:
    command = [sys.executable, "-m", __spec__.name, what, str(number)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in told.split()]


def _weigh() -> None:
    """Tell the megabytes that this process holds now."""
    gc.collect()
    [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS")]
    print(int(line.split()[1]) * 1024 / 1e6, flush=True)


def _bare(_number: int) -> None:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QMainWindow

    application, window = QApplication([]), QMainWindow()
    window.resize(1440, 900)
    window.show()
    application.processEvents()
    picture = QImage(*_CAMERA, QImage.Format.Format_RGBA8888)
    picture.fill(0xFF7F7F7F)
    _weigh()


def _steps(steps: int) -> None:
    window = _opened()
    _stroke(window, steps)
    _rest(window, _LOOK)
    _weigh()
    _close(window)


def _edits(edits: int) -> None:
    """Every kind of edit by chance, between two weighings of the same work."""
    from segdesk.core.geometry import Size
    from tests.bench.random_edits import Hand

    desks = Understudies()
    window = _opened(desks)
    process = _processing()
    window.session.set_undo_budget(_HISTORY)
    hand = Hand(window.session, random.Random(0), Size(*_CAMERA))
    for number in range(_WARM + edits):
        if number == _WARM:
            _weigh_work(window, hand, desks)
        hand.act()
        process()
        if number % _BREATH == 0:
            _rest(window)
            # What the desk remembers is its own, not the window's.
            desks.paper.asked.clear()
    _weigh_work(window, hand, desks)
    _close(window)


def _weigh_work(window: "Window", hand: "Hand", desks: "Understudies") -> None:
    """Weigh with one subject and so many strokes, whatever was there before."""
    hand.rest()
    _rest(window)
    desks.are_on = False
    _stroke(window, _STEPS)
    _rest(window, _LOOK)
    desks.are_on = True
    _weigh()


def _stroke(window: "Window", steps: int) -> None:
    """Draw so many strokes, always the same, each when the one before is answered."""
    from tests.bench.random_edits import stroke

    process = _processing()
    for number in range(steps):
        window.session.add(stroke(random.Random(number)))
        while window.session.is_busy:
            process()


class Understudies:
    """Makes desks whose answers are of paper while these are on: an engine would take hours for thousands of edits."""

    def __init__(self) -> None:
        from tests.app.desks import PaperDesks

        self.are_on = True
        self.paper = PaperDesks(is_soft=False)

    def __call__(self, picture: "Picture", engine: str) -> "Understudy":
        from segdesk.app.road import make_desk

        return Understudy(self, make_desk(picture, engine), self.paper(picture, engine))


@dataclass(frozen=True)
class Understudy:
    """A desk of `Understudies`."""

    desks: Understudies
    real: "AnyDesk"
    paper: "AnyDesk"

    def segment(self, document: "Document", *, cancel: "CancelToken", report: "Report") -> "Answer":
        desk = self.paper if self.desks.are_on else self.real
        return desk.segment(document, cancel=cancel, report=report)

    def close(self) -> None:
        self.real.close()


def _opened(desks: "MakeDesk | None" = None) -> "Window":
    """A window with a picture, as at its start."""
    from segdesk.app.clouds import Clouds
    from segdesk.app.session import Session
    from segdesk.app.start import make_application, make_window
    from segdesk.core.geometry import Size
    from segdesk.storage.keys import Keys
    from segdesk.storage.settings import Settings
    from tests.bench.pen import open_picture, picture_file

    application = make_application()
    session = None if desks is None else Session(desks=desks)
    window = make_window(application, session, Clouds(Settings(), Keys({}, None)))
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        open_picture(window, picture_file(None, Path(folder), Size(*_CAMERA)))
    return window


def _rest(window: "Window", seconds: float = 0.0) -> None:
    """Until nothing is worked on, and so much longer, as when a hand looks at what it has made."""
    from PySide6.QtCore import QCoreApplication, QEvent

    process = _processing()
    workers = window.session, window.finishing, window.companions, window.delivery.weighing
    while any(worker.is_busy for worker in workers):
        process()
    # Qt deletes later only where a loop of its own runs, as it does in the program.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until = perf_counter() + seconds
    while perf_counter() < until:
        process()


def _processing() -> Callable[[], None]:
    """What has Qt do what waits."""
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.processEvents


def _close(window: "Window") -> None:
    _rest(window)
    window.session.clear()
    window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    weighed: dict[str, Callable[[int], None]] = {"bare": _bare, "steps": _steps, "edits": _edits}
    weighed[sys.argv[1]](int(sys.argv[2]))
