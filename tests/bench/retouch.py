"""How long from a pen event to the pixels it paints on a 24-megapixel picture, for small and large brushes.

Events are due at fixed moments, as from a real pen: one that has to wait for the window counts its waiting.
"""

import argparse
import os
import tempfile
from itertools import count
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication

from segdesk.app.clouds import Clouds
from segdesk.app.start import make_application, make_window, steady
from segdesk.app.toolbox import Kind
from segdesk.app.views import View
from segdesk.core.tools import Tip
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.bench.pen import COLUMNS, Pen, open_picture, picture_file, settle, summary
from tests.bench.tables import table

_INTERVAL = 0.008
"""Seconds between two events: 125 a second."""
_MOVES, _STEP = 40, 9
"""Events of one stroke, and view pixels between two of them."""
_RADII, _TIPS = (5, 60, 500), (Tip(0.0, 0.8), Tip(0.8, 1.0), Tip(1.0, 1.0))


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--picture", type=Path, metavar="FILE", help="stretched to 24 megapixels (a made-up one)")
    parser.add_argument("--strokes", type=int, default=2, metavar="N", help="strokes of each kind (2)")
    parser.add_argument("--view", type=View, default=View.OVERLAY, metavar="VIEW", help="overlay, black, white, ...")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    window = make_window(application, clouds=Clouds(Settings(), Keys({}, None)))
    steady(window)
    window.resize(1600, 1000)
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        open_picture(window, picture_file(arguments.picture, Path(folder)))
    window.session.find_subject()
    settle(window)
    window.commands[arguments.view.value].trigger()
    brush, rows = Brush(window), []
    for zoom in ("fit", "actual"):
        window.commands[zoom].trigger()
        settle(window)
        for radius in _RADII:
            for tip in _TIPS:
                times = brush.painted(arguments.strokes, radius, tip)
                rows.append((f"{zoom}, radius {radius}, hardness {tip.hardness:.0%}", summary(times)))
    print(table("Pen event to painted alpha, 24 megapixels", COLUMNS, rows, 2))
    window.session.clear()
    window.close()


class Brush(Pen):
    """Paints strokes, one after the other, while the edges of the one before are made."""

    def painted(self, strokes: int, radius: float, tip: Tip) -> list[float]:
        """For every move the seconds from when it was due until its paint is on the canvas."""
        toolbox = self._window.toolbox
        toolbox.take(Kind.RETOUCH)
        toolbox.set_radius(radius)
        toolbox.set_tip(tip)
        times: list[float] = []
        for number in range(strokes):
            toolbox.swap()
            places = self._places(number)
            self._send(QEvent.Type.TabletPress, places[0])
            QApplication.processEvents()
            for due, at in zip(count(perf_counter() + _INTERVAL, _INTERVAL), places[1:], strict=False):
                while perf_counter() < due:
                    QApplication.processEvents()
                self._send(QEvent.Type.TabletMove, at)
                self._wait()
                times.append(perf_counter() - due)
            self._send(QEvent.Type.TabletRelease, places[-1])
            QApplication.processEvents()
        return times

    def _wait(self) -> None:
        """Until what was painted has been drawn, and that has been put on the screen."""
        drawn = self._draws
        while self._draws == drawn:
            QApplication.processEvents()
        QApplication.processEvents()

    def _places(self, number: int) -> list[QPointF]:
        width, height = self._canvas.width(), self._canvas.height()
        top = height * (0.35 + 0.1 * (number % 4))
        return [QPointF(width * 0.3 + _STEP * step, top + 6 * (step % 7)) for step in range(_MOVES + 1)]
