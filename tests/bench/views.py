"""How long each view of a 24-megapixel cutout takes to be drawn: chosen anew, zoomed, moved and turned."""

import argparse
import os
from collections.abc import Callable
from statistics import median
from time import perf_counter

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from segdesk.app.layers import Layer
from segdesk.app.overlay import Overlay
from segdesk.app.pyramid import Pyramid
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Size, Turn, Viewport
from tests.bench.tables import table
from tests.scenes import plum

COLUMNS = ("chosen ms", "zoomed ms", "moved ms", "turned ms")
_PICTURE, _VIEW = Size(6000, 4000), QSize(1600, 1000)
_MIDDLE, _CENTRE = Point(3000, 2000), Point(800, 500)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ratio", type=float, default=1.0, help="device pixels per view pixel (1)")
    parser.add_argument("--times", type=int, default=9, metavar="N", help="times each, of which the median counts (9)")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    overlay = _overlay(arguments.ratio)
    rows = [(view.value, _measured(overlay, view, arguments.times)) for view in View]
    view = f"{_VIEW.width()} × {_VIEW.height()} at {arguments.ratio:g}"
    print(table(f"Views, {_PICTURE.pixels / 1e6:.0f} megapixels, {view}", COLUMNS, rows, 1))
    del application


def _overlay(ratio: float) -> Overlay:
    scene, made = plum(_PICTURE), Overlay()
    picture, mask, whole = Pyramid.of(scene.pixels), Pyramid.of(scene.truth), Box.whole(_PICTURE)
    made.set_size(_VIEW, ratio)
    made.set_picture(picture)
    made.set_subject(mask, None, whole)
    made.set_layers((Layer(mask, picture, whole),))
    return made


def _measured(overlay: Overlay, view: View, times: int) -> list[float | None]:
    overlay.set_look(Look(view=view))

    def at(scale: float, turn: Turn, dx: float = 0, dy: float = 0) -> None:
        overlay.set_viewport(Viewport(scale, turn=turn).placed(_MIDDLE, _CENTRE).panned(dx, dy))

    return [
        _time(lambda _: overlay.mark_all(), overlay, times),
        _time(lambda step: at(0.2 * 1.15**step, Turn()), overlay, times),
        _time(lambda step: at(0.5, Turn(), 9 * step, 5 * step), overlay, times),
        _time(lambda step: at(0.3, Turn(15 * (step + 1) % 360)), overlay, times),
    ]


def _time(prepare: Callable[[int], None], overlay: Overlay, times: int) -> float:
    """Milliseconds for what `prepare` makes necessary, the median; once before that nobody counts."""
    seconds: list[float] = []
    for step in range(times + 1):
        since = perf_counter()
        prepare(step)
        overlay.refresh()
        seconds.append(perf_counter() - since)
    return 1000 * median(seconds[1:])
