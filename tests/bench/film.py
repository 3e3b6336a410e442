"""A folder of many camera pictures in the film-strip: how soon it is there, how smoothly it scrolls, how soon the next
picture is in hand."""

import argparse
import os
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from segdesk.app.start import make_application, make_window
from segdesk.app.window import Window
from tests.bench.opening import wait
from tests.bench.tables import table
from tests.scenes import plum

COLUMNS = ("value",)
_GRAIN = 6.0
"""Noise of a camera in levels, so that a file is as large as one of a camera."""
_NOTCHES, _PAUSE = 120, 0.016
"""Turns of the wheel, and the seconds between two of them."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=500, metavar="N", help="pictures in the folder (500)")
    parser.add_argument("--side", type=int, default=4000, metavar="PX", help="their longer side (4000)")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        pictures = _saved(Path(folder) / "pictures", arguments.files, arguments.side)
        rows = _measured(pictures)
    print(table(f"Film-strip, {arguments.files} JPEGs of {arguments.side} pixels", COLUMNS, rows, 1))


def _saved(folder: Path, count: int, side: int) -> Path:
    """One picture under many names: what is read is the same as of many pictures."""
    folder.mkdir()
    pixels = cv2.resize(plum().pixels[..., ::-1], (side, side * 3 // 4), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).normal(0, _GRAIN, (*pixels.shape[:2], 1)).astype(np.float32)
    first = folder / "picture 0.jpg"
    cv2.imwrite(str(first), np.clip(pixels + grain, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
    for number in range(1, count):
        os.link(first, folder / f"picture {number}.jpg")
    return folder


def _measured(folder: Path) -> list[tuple[str, list[float | None]]]:
    application = make_application()
    window = make_window(application)
    window.resize(1440, 900)
    window.show()
    view, roll = window.film.strip.view, window.film.roll
    paints = _Paints(view.viewport())
    since = perf_counter()
    window.intake.take([folder])
    wait(application, lambda: len(roll) > 1 and bool(paints.seconds))
    listed = perf_counter() - since
    wait(application, lambda: window.session.document is not None)
    opened = perf_counter() - since
    wait(application, lambda: not window.thumbs.is_busy)
    filled = perf_counter() - since
    steps = [_step(application, window) for _ in range(8)]
    paints.seconds.clear()
    turns = [_turn(application, window) for _ in range(_NOTCHES)]
    since = perf_counter()
    assert view.indexAt(QPoint(40, 40)).row() > _NOTCHES / 2
    wait(application, lambda: not window.thumbs.is_busy)
    rested = perf_counter() - since
    window.close()
    return [
        ("strip shown, ms", [1000 * listed]),
        ("first picture in hand, ms", [1000 * opened]),
        ("all small pictures in view, ms", [1000 * filled]),
        ("one turn of the wheel to painted, median ms", [1000 * median(turns)]),
        ("the same, 99th percentile ms", [1000 * float(np.percentile(turns, 99))]),
        ("painting the strip, median ms", [1000 * median(paints.seconds)]),
        ("next picture in hand, median ms", [1000 * median(steps)]),
        ("small pictures in view after the scroll, ms", [1000 * rested]),
    ]


def _turn(application: QApplication, window: Window) -> float:
    """Seconds from a turn of the wheel until the strip is painted, then a pause as between two turns."""
    view = window.film.strip.view.viewport()
    at, none = QPointF(300, 40), Qt.MouseButton.NoButton
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    since = perf_counter()
    QApplication.sendEvent(view, event)
    view.repaint()
    took = perf_counter() - since
    until = perf_counter() + _PAUSE
    wait(application, lambda: perf_counter() > until)
    return took


def _step(application: QApplication, window: Window) -> float:
    since, before = perf_counter(), window.session.document
    window.film.roll.step(1)
    wait(application, lambda: window.session.document is not before and not window.film.roll.is_opening)
    return perf_counter() - since


class _Paints(QObject):
    """How long a widget's paintings took."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.seconds: list[float] = []
        self._is_inside = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or self._is_inside:
            return False
        self._is_inside, since = True, perf_counter()
        QApplication.sendEvent(watched, event)
        self._is_inside = False
        self.seconds.append(perf_counter() - since)
        return True
