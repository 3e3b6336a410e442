"""How long a frame of a zoom or a pan takes in a large window, with a mask and its finished edges in view.

python -m tests.bench.viewing MEGAPIXELS RATIO measures one picture in every view, on a screen of so many device pixels
per view pixel, and tells the milliseconds of every frame, as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from segdesk.app.clouds import Clouds
from segdesk.app.start import make_application, make_window
from segdesk.app.views import View
from segdesk.app.window import Window
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import BoxPrompt
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.bench.pen import open_picture
from tests.scenes import plum

COLUMNS = ("frames", "median ms", "p95 ms", "worst ms")
SCREENS = ((24, 1), (24, 2), (50, 1), (100, 1), (100, 2))
"""Megapixels of a picture, and device pixels per view pixel."""
_DEVICE = (2560, 1440)
"""Device pixels of the window, whatever the ratio."""
_FRAMES, _FEWER = 100, 24
"""Of a move in the overlay's view, and in each of the others."""
_ZOOM = 1.03
_STEP = 9
"""View pixels that a frame of a pan moves the picture by."""

Frames = dict[str, list[float]]


def measured() -> list[tuple[str, list[float | None]]]:
    """Rows of the table, each picture in a process of its own; views other than the overlay's on the first screen."""
    rows: list[tuple[str, list[float | None]]] = []
    for megapixels, ratio in SCREENS:
        command = [sys.executable, "-m", __spec__.name, str(megapixels), str(ratio)]
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=_at(ratio)).stdout
        for name, times in json.loads(told).items():
            numbers = [len(times), median(times), float(np.percentile(times, 95)), max(times)]
            rows.append((f"{megapixels} megapixels at {ratio:.0%}, {name}", numbers))
    return rows


def _at(ratio: int) -> dict[str, str]:
    return {**os.environ, "QT_SCALE_FACTOR": str(ratio)}


def _frames(window: Window, count: int) -> Frames:
    """Milliseconds of every frame, by what moves."""
    canvas = window.canvas
    middle = QPointF(canvas.width() / 2, canvas.height() / 2)

    def timed(move: Callable[[int], None]) -> list[float]:
        times: list[float] = []
        for number in range(count):
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


def _others(window: Window) -> Frames:
    """The same of each other view, all moves together."""
    look, frames = window.canvas.look, Frames()
    for view in View:
        if view is not look.view:
            window.canvas.set_look(replace(look, view=view))
            frames[f"{view.value}, all moves"] = [ms for times in _frames(window, _FEWER).values() for ms in times]
    return frames


def _prepared(application: QApplication, megapixels: int, ratio: int) -> Window:
    """A window with a picture of so many megapixels, its subject found and its edge finished."""
    window = make_window(application, clouds=Clouds(Settings(), Keys({}, None)))
    window.resize(_DEVICE[0] // ratio, _DEVICE[1] // ratio)
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
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    screen = int(sys.argv[1]), int(sys.argv[2])
    shown = _prepared(make_application(), *screen)
    told = _frames(shown, _FRAMES)
    if screen == SCREENS[0]:
        told |= _others(shown)
    print(json.dumps(told))
    shown.session.clear()
    shown.close()
