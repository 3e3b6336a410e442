"""How long a frame of a zoom or a pan takes in a large window, with a mask and its finished edges in view.

python -m tests.bench.viewing MEGAPIXELS measures one picture and tells the milliseconds of every frame, as JSON.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from segdesk.app.clouds import Clouds
from segdesk.app.start import make_application, make_window
from segdesk.app.window import Window
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import BoxPrompt
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.bench.pen import open_picture
from tests.scenes import plum

COLUMNS = ("frames", "median ms", "p95 ms", "worst ms")
MEGAPIXELS = (24, 50, 100)
_WINDOW = (2560, 1440)
_FRAMES = 100
_ZOOM = 1.03
_STEP = 9
"""View pixels that a frame of a pan moves the picture by."""


def measured() -> list[tuple[str, list[float | None]]]:
    """Rows of the table, each picture in a process of its own."""
    rows: list[tuple[str, list[float | None]]] = []
    for megapixels in MEGAPIXELS:
        command = [sys.executable, "-m", __spec__.name, str(megapixels)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for name, times in json.loads(told).items():
            numbers = [len(times), median(times), float(np.percentile(times, 95)), max(times)]
            rows.append((f"{megapixels} megapixels, {name}", numbers))
    return rows


def _frames(window: Window) -> dict[str, list[float]]:
    """Milliseconds of every frame, by what moves."""
    canvas = window.canvas
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)

    def timed(move: Callable[[int], None]) -> list[float]:
        times: list[float] = []
        for number in range(_FRAMES):
            since = perf_counter()
            move(number)
            canvas.refresh()
            canvas.repaint()
            times.append(1000 * (perf_counter() - since))
        return times

    def pan(number: int) -> None:
        canvas.pan_by(_STEP if number % 40 < 20 else -_STEP, _STEP / 2)

    canvas.fit()
    zoomed = {
        "zooming in": timed(lambda _: canvas.zoom_by(_ZOOM, middle)),
        "zooming out": timed(lambda _: canvas.zoom_by(1 / _ZOOM, middle)),
    }
    canvas.zoom_to(1)
    canvas.refresh()
    return {**zoomed, "panning at 100 %": timed(pan)}


def _prepared(application: QApplication, megapixels: int) -> Window:
    """A window with a picture of so many megapixels, its subject found and its edge finished."""
    window = make_window(application, clouds=Clouds(Settings(), Keys({}, None)))
    window.resize(*_WINDOW)
    window.show()
    width = round((1.5e6 * megapixels) ** 0.5)
    size = Size(width, width * 2 // 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.jpg"
        cv2.imwrite(str(path), cv2.resize(plum(Size(600, 400)).pixels[..., ::-1], size, interpolation=cv2.INTER_CUBIC))
        open_picture(window, path)
    window.session.add(BoxPrompt(Box(0.2 * width, 0.15 * width, 0.7 * width, 0.6 * width).clipped(size)))
    while window.session.is_busy or window.finishing.is_busy:
        QApplication.processEvents()
    return window


if __name__ == "__main__":
    shown = _prepared(make_application(), int(sys.argv[1]))
    print(json.dumps(_frames(shown)))
    shown.session.clear()
    shown.close()
