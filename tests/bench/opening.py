"""How long from asking for a 24-megapixel JPEG to its first pixels in the view, and to all of it, beside Pillow alone.

python -m tests.bench.opening FILE tells the moments of one opening in a fresh window, in in seconds.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PIL import Image
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from segdesk.app.canvas import Canvas
from segdesk.app.front import Front
from segdesk.app.road import Request
from segdesk.app.start import furnish, make_application
from segdesk.app.theme import palette_of
from segdesk.storage.settings import Scheme
from tests.scenes import plum

COLUMNS = ("first paint ms", "times Pillow", "all of it ms", "times Pillow")
RIVAL = "Pillow, decoding alone"
WIDTH, HEIGHT = 6000, 4000
_GRAIN = 6.0
"""Noise of a camera in levels, so that the file is as large as one of a camera."""


def measured(times: int) -> list[tuple[str, list[float | None]]]:
    """Rows of the table: medians over so many openings, each beside a decoding in the same process."""
    with tempfile.TemporaryDirectory() as folder:
        picture = _saved(Path(folder))
        first, whole, rival = zip(*(_milliseconds(picture) for _ in range(times)), strict=True)
    alone = median(rival)
    ours = [median(first), median(first) / alone, median(whole), median(whole) / alone]
    return [("segdesk", ours), (RIVAL, [alone, 1.0, alone, 1.0])]


def _saved(folder: Path) -> Path:
    pixels = cv2.resize(plum().pixels[..., ::-1], (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).normal(0, _GRAIN, (HEIGHT, WIDTH, 1)).astype(np.float32)
    path = folder / "picture.jpg"
    cv2.imwrite(str(path), np.clip(pixels + grain, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
    return path


def _milliseconds(picture: Path) -> tuple[float, float, float]:
    command = [sys.executable, "-m", __spec__.name, str(picture)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    first, whole, rival = (1000 * float(seconds) for seconds in told.split())
    return first, whole, rival


def _opened(picture: Path) -> tuple[float, float]:
    """Seconds until some of the picture was painted, and until all of it was."""
    application = make_application()
    front = Front(palette_of(Scheme.SYSTEM))
    front.show()
    window = furnish(front, application, ())
    paints = _Paints(window.canvas)
    wait(application, lambda: {"segdesk.pipeline", "segdesk.app.composing"} <= set(sys.modules))
    since = perf_counter()
    window.open(Request.of_file(picture))
    wait(application, lambda: window.session.document is not None)
    opened = perf_counter()
    wait(application, lambda: paints.moments[-1] > opened)
    front.close()
    return paints.moments[0] - since, paints.moments[-1] - since


class _Paints(QObject):
    """When a canvas was painted with a picture in it."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.moments: list[float] = []
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        image = self._canvas.image
        if event.type() == QEvent.Type.Paint and image.pixel(image.rect().center()) != image.pixel(0, 0):
            # The event is only about to be dealt with.
            QTimer.singleShot(0, self, lambda: self.moments.append(perf_counter()))
        return False


def wait(application: QApplication, is_so: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    # Who asks without pause keeps Python from the thread that opens the picture.
    tick = QTimer(application, interval=2)
    tick.start()
    while not is_so():
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    tick.stop()


def _decoded(picture: Path) -> float:
    """Seconds that Pillow takes for the pixels alone."""
    since = perf_counter()
    with Image.open(picture) as image:
        image.load()
    return perf_counter() - since


if __name__ == "__main__":
    file = Path(sys.argv[1])
    print(*_opened(file), median(_decoded(file) for _ in range(3)))
