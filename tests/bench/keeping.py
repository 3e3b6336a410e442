"""How much memory the window keeps: with a 24-megapixel picture and 50 steps, and after thousands of edits.

python -m tests.bench.keeping steps|edits|bare NUMBER tells the megabytes of one process at its moments, on Linux.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtWidgets import QApplication, QMainWindow

from segdesk.app.clouds import Clouds
from segdesk.app.start import make_application, make_window
from segdesk.app.window import Window
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Stroke
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.bench.pen import open_picture
from tests.scenes import plum

COLUMNS = ("MB", "times the bare one", "growth %")
RIVAL = "bare PySide6 window and the RGBA"
_CAMERA, _SCREEN = Size(6000, 4000), Size(1200, 800)
_WARM = 1000
"""Edits before the first weighing."""
_STATUS = Path("/proc/self/status")


def measured(steps: int, edits: int) -> list[tuple[str, list[float | None]]]:
    """Rows of the table; each process is weighed when it has come to rest."""
    [bare], [kept] = _told("bare", 0), _told("steps", steps)
    before, after = _told("edits", edits)
    return [
        (f"segdesk, 24 megapixels and {steps} steps", [kept, kept / bare, None]),
        (RIVAL, [bare, 1.0, None]),
        (f"segdesk, {edits:,} edits", [after, None, 100 * (after / before - 1)]),
    ]


def _told(what: str, number: int) -> list[float]:
    command = [sys.executable, "-m", __spec__.name, what, str(number)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(word) for word in told.split()]


def _weigh() -> None:
    """Tell the megabytes that this process holds now."""
    [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS")]
    print(int(line.split()[1]) / 1000)


def _bare(_number: int) -> None:
    application, window = QApplication([]), QMainWindow()
    window.resize(1440, 900)
    window.show()
    application.processEvents()
    picture = np.full((_CAMERA.height, _CAMERA.width, 4), 255, np.uint8)
    _weigh()
    del picture


def _steps(steps: int) -> None:
    window = _opened(_CAMERA)
    for number in range(steps):
        window.session.add(_stroke(random.Random(number), _CAMERA))
        while window.session.is_busy:
            QApplication.processEvents()
    _rest(window)
    _weigh()
    _close(window)


def _edits(edits: int) -> None:
    window, dice = _opened(_SCREEN), random.Random(0)
    session = window.session
    acts: list[Callable[[], object]] = [session.undo, session.redo, lambda: session.add(_stroke(dice, _SCREEN))]
    for number in range(_WARM + edits):
        if number == _WARM:
            _weigh()
        dice.choice(acts)()
        session.cancel()
        QApplication.processEvents()
    _weigh()
    _close(window)


def _opened(size: Size) -> Window:
    window = make_window(make_application(), clouds=Clouds(Settings(), Keys({}, None)))
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.jpg"
        cv2.imwrite(str(path), cv2.resize(plum(Size(600, 400)).pixels[..., ::-1], size, interpolation=cv2.INTER_CUBIC))
        open_picture(window, path)
    return window


def _stroke(dice: random.Random, size: Size) -> Stroke:
    at = Point(dice.uniform(0.1, 0.8) * size.width, dice.uniform(0.1, 0.8) * size.height)
    end = Point(at.x + size.long_side / 20, at.y + size.long_side / 50)
    return Stroke(dice.choice(list(Polarity)), size.long_side / 100, (at, end))


def _rest(window: Window) -> None:
    while window.session.is_busy or window.finishing.is_busy:
        QApplication.processEvents()


def _close(window: Window) -> None:
    _rest(window)
    window.session.clear()
    window.close()


if __name__ == "__main__":
    weighed: dict[str, Callable[[int], None]] = {"bare": _bare, "steps": _steps, "edits": _edits}
    weighed[sys.argv[1]](int(sys.argv[2]))
