"""How soon the view follows the edge panel at 24 megapixels: from a move of each control to the paint that shows it.

The rival is the same view worked out from the mask alone, by nobody who remembers anything, and not even painted.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider

from segdesk.app import edging
from segdesk.app.layers import Question
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.start import make_application, make_window, steady
from segdesk.app.window import Window
from segdesk.core.document import Bytes2D, Document, EdgeSettings, MaskSource
from segdesk.core.geometry import Size
from segdesk.core.maskedits import mask_edit
from segdesk.core.work import CancelToken, Report
from segdesk.pipeline import Outcome
from tests.bench.edge_scenes import jug
from tests.bench.pen import Paints
from tests.bench.tables import table

COLUMNS = ("moves", "median ms", "worst ms", "from scratch ms", "share of it")
CAMERA = Size(6000, 4000)
_PATIENCE = 30.0
"""Seconds after which a move that nothing follows is an error."""
_SCRATCH = 5
"""How often the rival is timed."""
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--moves", type=int, default=25, metavar="N", help="moves of each control (25)")
    parser.add_argument("--controls", metavar="LIST", help="of these controls only, with commas (all of them)")
    parser.add_argument("--actual", action="store_true", help="look at 100 %% instead of at the whole picture")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    scene = jug(CAMERA)
    window = make_window(application, Session(desks=lambda picture, engine: _Known(scene.truth)))
    steady(window)
    window.resize(1440, 900)
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.jpg"
        cv2.imwrite(str(path), scene.pixels[..., ::-1])
        _open(window, path)
    if arguments.actual:
        window.commands["actual"].trigger()
    panel = window.column.edge
    wanted = arguments.controls.split(",") if arguments.controls else [*panel.amounts, *panel.switches]
    hand = Hand(window)
    rows = [(key, summary(hand.moved(key, arguments.moves), hand.from_scratch())) for key in wanted]
    print(table(f"A move of the edge panel to the paint that shows it, {CAMERA.pixels / 1e6:.0f} MP", COLUMNS, rows, 2))
    window.session.clear()
    window.close()


def summary(seconds: list[float], scratch: float) -> list[float | None]:
    """How many; milliseconds: median, worst, the rival's; the median as a share of the rival's."""
    times = [1000 * each for each in seconds]
    return [len(times), median(times), max(times), 1000 * scratch, median(times) / (1000 * scratch)]


class Hand:
    """Moves one control at a time, each time from the settings of the beginning."""

    def __init__(self, window: Window) -> None:
        self._window, self._panel = window, window.column.edge
        self._paints, self._shown = Paints(), False
        self._asked = EdgeSettings()
        window.canvas.installEventFilter(self._paints)
        window.finishing.layers_changed.connect(self._on_layers)
        self._panel.unfold()
        QApplication.processEvents()

    def moved(self, key: str, moves: int) -> list[float]:
        """Seconds from each of so many moves to the paint that shows it."""
        is_switch = key in self._panel.switches
        times = list(self._switched(key, moves) if is_switch else self._slid(self._panel.amounts[key].slider, moves))
        self._rest()
        self._window.session.set_edges(EdgeSettings(), "edge")
        self._rest()
        return times

    def from_scratch(self) -> float:
        """Seconds the rival takes for the view of the last move."""
        session, cancel = self._window.session, CancelToken()
        document, levels, mask_levels = session.document, session.levels, session.mask_levels
        assert document is not None
        assert levels is not None
        assert mask_levels is not None
        document = document.with_subject(0, replace(document.subject, edges=self._asked))
        question = Question(document, levels, mask_levels, self._window.canvas.sight)
        times: list[float] = []
        for _ in range(_SCRATCH):
            start = perf_counter()
            edging.live(question, cancel=cancel)
            times.append(perf_counter() - start)
        return median(times)

    def _slid(self, slider: QSlider, moves: int) -> Iterator[float]:
        option = QStyleOptionSlider()
        slider.initStyleOption(option)
        handle = QStyle.SubControl.SC_SliderHandle
        at = slider.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, handle, slider).center()
        QTest.mousePress(slider, LEFT, NO_KEY, at)
        for move in range(moves):
            share = 0.15 + 0.7 * (37 * move % moves) / moves
            place = QPointF(8 + share * (slider.width() - 16), at.y())
            none, there = Qt.MouseButton.NoButton, slider.mapToGlobal(place)
            event = QMouseEvent(QEvent.Type.MouseMove, place, there, none, LEFT, NO_KEY)
            yield self._timed(lambda event=event: QApplication.sendEvent(slider, event))
        QTest.mouseRelease(slider, LEFT, NO_KEY, at)

    def _switched(self, key: str, moves: int) -> Iterator[float]:
        for _ in range(moves):
            yield self._timed(self._panel.switches[key].click)
            self._rest()

    def _timed(self, act: Callable[[], object]) -> float:
        self._shown, start = False, perf_counter()
        act()
        self._asked = self._edges()
        wait(lambda: self._shown)
        seen = self._paints.number
        wait(lambda: self._paints.number > seen)
        return perf_counter() - start

    def _on_layers(self, _layers: object) -> None:
        self._shown = True

    def _rest(self) -> None:
        self._window.finishing.cancel()
        wait(lambda: not self._window.finishing.is_busy)

    def _edges(self) -> EdgeSettings:
        assert self._window.session.document is not None
        return self._window.session.document.subject.edges


class _Known:
    """A desk whose engine knows the mask."""

    def __init__(self, truth: Bytes2D) -> None:
        self._truth = np.where(truth > 250, 255, np.where(truth < 5, 0, truth)).astype(np.uint8)

    def segment(self, document: Document, *, cancel: CancelToken, report: Report) -> Outcome:
        source = MaskSource("local", document.subject.prompts)
        return Outcome(document, mask_edit(document, 0, coverage=self._truth, source=source), "local")

    def close(self) -> None:
        """Nothing is held."""


def wait(is_so: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises TimeoutError."""
    end, tick = perf_counter() + _PATIENCE, QTimer(interval=50)
    tick.start()
    while not is_so():
        # Polling would keep the interpreter from the lanes.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if perf_counter() > end:
            raise TimeoutError


def _open(window: Window, path: Path) -> None:
    window.open(Request.of_file(path))
    wait(lambda: window.session.document is not None)
    window.session.find_subject()
    wait(lambda: not window.session.is_busy)
    wait(lambda: not window.finishing.is_busy)
