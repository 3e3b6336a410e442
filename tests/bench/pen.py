"""How long from a pen event to painted pixels on a 24-megapixel picture, idle and while the engine solves.

Events are due at fixed moments, as from a real pen: one that has to wait for the window counts its waiting. The rival
draws the same strokes and repaints the whole view for each of their points.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from math import cos, sin
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication

from segdesk.app.canvas import Canvas
from segdesk.app.clouds import Clouds
from segdesk.app.road import Request
from segdesk.app.start import make_application, make_window, steady
from segdesk.app.theme import LIGHT
from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.geometry import Point, Size
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.app.x_hands import x_server
from tests.bench.tables import table
from tests.scenes import plum

COLUMNS = ("events", "median ms", "p99 ms", "worst ms")
_WORK = ("work ms", "work p99 ms")
"""What the window's thread itself did meanwhile, which other programs on the machine do not lengthen."""
Times = tuple[float, float]
"""Seconds from when an event was due until it was painted, and those of them that the window's thread worked."""
_SIZE = Size(6000, 4000)
_INTERVAL = 0.005
"""Seconds between two events of a pen: 200 a second."""
_RETOUCH_INTERVAL = 0.008
"""The same of the retouch brush, of which a move has the picture itself drawn anew."""
_DRAWN = 0.2
"""Seconds in which a view is drawn anew."""
_MOVES = 60
"""Events of one stroke."""
_STROKES = 8
"""After so many strokes the picture is cleared, so that the last ones cost what the first ones did."""
_RADIUS = 60.0
_RADII = (5.0, _RADIUS, 500.0)
_WINDOW = (2560, 1440)
_OTHERS = {"napari": "napari's Labels layer", "labelme": "labelme's canvas"}
_NOT_INSTALLED = 3
"""What a rival that is not there ends with."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--picture", type=Path, metavar="FILE", help="stretched to 24 megapixels (a made-up one)")
    parser.add_argument("--events", type=int, default=400, metavar="N", help="pen moves of each row (400)")
    others = "interpreter that has napari or labelme, of which each gets a row (this one)"
    parser.add_argument("--rivals", type=Path, default=Path(sys.executable), metavar="PYTHON", help=others)


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    clouds = Clouds(Settings(), Keys({}, None))
    window = make_window(application, clouds=clouds)
    steady(window)
    window.resize(*_WINDOW)
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        file = picture_file(arguments.picture, Path(folder))
        open_picture(window, file)
        # Thumbnails are made of what was opened; no hand is at the picture before them.
        settle(window, at_least=1)
        pen, zooms = Pen(window), {"all in view": window.canvas.fit, "at 100 %": lambda: window.canvas.zoom_to(1)}
        rows = [row for name, zoom in zooms.items() for row in _rows(pen, name, zoom, arguments.events)]
        rows += _others(arguments.rivals, file, arguments.events)
    print(table(f"Pen event to painted pixels, {_SIZE.pixels / 1e6:.0f} megapixels", (*COLUMNS, *_WORK), rows, 2))
    window.session.clear()
    window.close()


def _rows(pen: "Pen", name: str, zoom: Callable[[], None], events: int) -> list[tuple[str, list[float | None]]]:
    """One zoom's rows: every radius idle and while the engine solves, the retouch brush, and the rival of both."""
    pen.look(zoom)
    rows: list[tuple[str, list[float | None]]] = []
    for radius in _RADII:
        pen.take(radius)
        rows.append((f"{name}, radius {radius:g}, idle", _both(pen.idle(events))))
        rows.append((f"{name}, radius {radius:g}, solving", _both(pen.solving(events))))
    pen.take(_RADIUS, repaints_all=True)
    rows.append((f"{name}, radius {_RADIUS:g}, idle, the rival", _both(pen.idle(events))))
    pen.find()
    for radius in (_RADIUS, _RADII[-1]):
        for repaints_all, who in ((False, "retouching"), (True, "retouching, the rival")):
            pen.take(radius, repaints_all=repaints_all, retouches=True)
            rows.append((f"{name}, radius {radius:g}, {who}", _both(pen.idle(events))))
    pen.take(_RADIUS)
    return rows


def _others(python: Path, picture: Path, events: int) -> list[tuple[str, list[float | None]]]:
    """The same stroke with all in view in other programs, as far as they are installed."""
    rows: list[tuple[str, list[float | None]]] = []
    with x_server(f"{_WINDOW[0] + 40}x{_WINDOW[1] + 40}") as display:
        screen = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        for name, what in _OTHERS.items():
            command = [str(python), str(Path(__file__).with_name("rival.py")), name, str(picture), str(events)]
            told = subprocess.run(command, capture_output=True, text=True, env=screen)
            if told.returncode == _NOT_INSTALLED:
                continue
            told.check_returncode()
            seconds = [ms / 1000 for ms in json.loads(told.stdout.splitlines()[-1])]
            rows.append((f"all in view, radius {_RADIUS:g}, idle, {what}", [*summary(seconds), None, None]))
    return rows


def _both(times: Sequence[Times]) -> list[float | None]:
    """The summary of what it took, and of what the window's thread did, less its count and its worst."""
    waited, worked = zip(*times, strict=True)
    return [*summary(waited), *summary(worked)[1:3]]


def summary(seconds: Sequence[float]) -> list[float | None]:
    """How many, and milliseconds: median, 99 of 100, worst."""
    times = [1000 * each for each in seconds]
    return [len(times), median(times), float(np.percentile(times, 99)), max(times)]


class Pen:
    """Draws strokes on a window's canvas and takes the time of every move."""

    def __init__(self, window: Window) -> None:
        self._window, self._canvas = window, window.canvas
        self._paints = Paints()
        self._canvas.installEventFilter(self._paints)
        self._strokes, self._device = 0, _device()
        self._repaints_all = self._writes = self._retouches = False
        self._sent = self._draws = 0
        self._canvas.drawn.connect(self._on_drawn)
        self.take(_RADIUS)

    def take(self, radius: float, *, repaints_all: bool = False, writes: bool = False, retouches: bool = False) -> None:
        """Another brush, whether the whole view is drawn again for every move, the pressure changes, or it paints."""
        self._window.toolbox.set_radius(radius)
        self._repaints_all, self._writes, self._retouches = repaints_all, writes, retouches

    def look(self, move: Callable[[], None]) -> None:
        """Take another view, and wait until it is drawn: the hand that zooms is the one that draws."""
        move()
        settle(self._window, at_least=_DRAWN)

    def find(self) -> None:
        """Start over with a subject that is found, and its edge finished."""
        self._window.session.clear()
        self._window.session.find_subject()
        settle(self._window, at_least=_DRAWN)

    def idle(self, events: int) -> list[Times]:
        """Seconds of so many moves of strokes that are never finished, so that nobody asks the engine."""
        # What the rows before asked for is still being answered.
        settle(self._window)
        times: list[Times] = []
        while len(times) < events:
            times += [seconds for seconds, _ in self._drawn()]
            self._canvas.cancel_gesture()
            self._canvas.refresh()
        return times[:events]

    def solving(self, events: int) -> list[Times]:
        """The same of moves made while the engine answers the stroke before."""
        times: list[Times] = []
        while len(times) < events:
            if self._strokes % _STROKES == 0:
                self._window.session.clear()
            times += [seconds for seconds, is_solving in self._drawn() if is_solving]
            self._send(QEvent.Type.TabletRelease, _line(self._canvas, self._strokes)[-1])
        return times[:events]

    def _drawn(self) -> Iterator[tuple[Times, bool]]:
        """Draw a stroke but for its end: for every move the seconds since it was due, and whether the engine worked."""
        self._strokes += 1
        kind = Kind.REMOVE if self._strokes % 2 else Kind.KEEP
        self._window.toolbox.take(Kind.RETOUCH if self._retouches else kind)
        first, *rest = _line(self._canvas, self._strokes)
        self._send(QEvent.Type.TabletPress, first)
        QApplication.processEvents()
        interval = _RETOUCH_INTERVAL if self._retouches else _INTERVAL
        for due, at in zip(count(perf_counter() + interval, interval), rest, strict=False):
            while perf_counter() < due:
                QApplication.processEvents()
            is_solving, draws, since = self._window.session.is_busy, self._draws, thread_time()
            seen = self._paints.number
            self._send(QEvent.Type.TabletMove, at)
            if self._repaints_all:
                self._canvas.set_palette(LIGHT)
            # Of paint nothing shows before the picture itself is drawn.
            while self._retouches and self._draws == draws:
                seen = self._paints.number
                QApplication.processEvents()
            while self._paints.number == seen:
                QApplication.processEvents()
            yield (perf_counter() - due, thread_time() - since), is_solving

    def _on_drawn(self) -> None:
        self._draws += 1

    def _pressure(self) -> float:
        """In full, or as a hand that writes."""
        self._sent += 1
        return 0.5 + 0.4 * sin(self._sent / 7) if self._writes else 1.0

    def _send(self, kind: QEvent.Type, at: QPointF) -> None:
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        button = none if kind is QEvent.Type.TabletMove else left
        held = none if kind is QEvent.Type.TabletRelease else left
        place = self._canvas.mapToGlobal(at)
        keys = Qt.KeyboardModifier.NoModifier
        event = QTabletEvent(kind, self._device, at, place, self._pressure(), 0, 0, 0, 0, 0, keys, button, held)
        QApplication.sendEvent(self._canvas, event)


class Paints(QObject):
    """Counts how often what it watches was told to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.number += 1
        return False


def _device() -> QPointingDevice:
    can = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 1, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen, can, 1, 1)


def _line(canvas: Canvas, number: int) -> list[QPointF]:
    """Where a stroke goes in the view: odd ones inside the plum, even ones around it, so that each changes the mask."""
    angle, away = 2.4 * number, 0.08 if number % 2 else 0.36
    x, y = 0.45 + away * cos(angle), 0.55 + away * sin(angle)
    seen = canvas.sight.box
    places = [
        Point(seen.left + (x + 0.1 * step / _MOVES) * seen.width, seen.top + (y + 0.02 * sin(step / 5)) * seen.height)
        for step in range(_MOVES + 1)
    ]
    return [QPointF(*canvas.viewport.to_view(place)) for place in places]


def picture_file(given: Path | None, folder: Path, size: Size = _SIZE) -> Path:
    """A file of 24 megapixels, or of this size, in a folder."""
    pixels = plum(Size(600, 400)).pixels[..., ::-1] if given is None else cv2.imread(str(given))
    path = folder / "picture.jpg"
    cv2.imwrite(str(path), cv2.resize(np.asarray(pixels, np.uint8), size, interpolation=cv2.INTER_CUBIC))
    return path


def settle(window: Window, at_least: float = 0.0) -> None:
    """Until nothing has been asked for any more for so many seconds."""
    since = perf_counter()
    while True:
        if window.session.is_busy or window.finishing.is_busy:
            since = perf_counter()
        elif perf_counter() - since >= at_least:
            return
        QApplication.processEvents()


def open_picture(window: Window, path: Path) -> None:
    loop = QEventLoop()
    window.session.document_opened.connect(loop.quit)
    window.open(Request.of_file(path))
    loop.exec()
    QApplication.processEvents()
