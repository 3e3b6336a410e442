"""A stroke drawn in another program's canvas, in a process of its own: python rival.py napari|labelme PICTURE EVENTS.

Tells the milliseconds from when each move was due until it was painted, as JSON. It runs in whatever environment the
rival is installed in, so that it imports nothing of this project; where there is no such rival it ends with status 3.
"""

# The rivals' packages are not among ours, and what comes out of them has no types here.
# pyright: reportMissingImports=false
# ruff: noqa: ANN401
import importlib.util
import json
import sys
from time import perf_counter
from typing import Any

_INTERVAL = 0.005
"""Seconds between two events of a pen: 200 a second."""
_MOVES = 60
"""Events of one stroke."""
_RADIUS = 60
_WINDOW = (2560, 1440)
_MISSING = 3


def napari_canvas(picture: str) -> Any:
    """Its window with a Labels layer over the picture, the paint brush in hand."""
    import napari
    import numpy as np
    from PIL import Image

    viewer = napari.Viewer(show=False)
    pixels = np.asarray(Image.open(picture).convert("RGB"))
    viewer.add_image(pixels)
    labels = viewer.add_labels(np.zeros(pixels.shape[:2], np.uint8))
    labels.mode, labels.brush_size = "paint", 2 * _RADIUS
    window = viewer.window._qt_window
    window.resize(*_WINDOW)
    window.show()
    return viewer, viewer.window._qt_viewer.canvas.native


def labelme_canvas(picture: str) -> Any:
    """Its canvas with the picture fitted into it and an outline begun; it has no brush."""
    from labelme.widgets.canvas import Canvas
    from qtpy.QtGui import QPixmap
    from qtpy.QtWidgets import QApplication

    application, canvas, shown = QApplication([]), Canvas(), QPixmap(picture)
    canvas.load_pixmap(shown)
    canvas.scale = min(_WINDOW[0] / shown.width(), _WINDOW[1] / shown.height())
    canvas.mode = type(canvas.mode).CREATE
    canvas.resize(*_WINDOW)
    canvas.show()
    return application, canvas


def stroke_times(canvas: Any, events: int) -> list[float]:
    """Milliseconds of so many moves; one that has to wait for the window counts its waiting."""
    from qtpy.QtCore import QEvent, QObject, QPointF, Qt
    from qtpy.QtGui import QMouseEvent
    from qtpy.QtWidgets import QApplication

    class Paints(QObject):
        number = 0

        def eventFilter(self, _watched: Any, event: Any) -> bool:
            Paints.number += event.type() == QEvent.Type.Paint
            return False

    def send(kind: Any, at: Any, held: Any) -> None:
        place, left = QPointF(canvas.mapToGlobal(at.toPoint())), Qt.MouseButton.LeftButton
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
        event = QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)

    paints, times, none, left = Paints(), [], Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    canvas.installEventFilter(paints)
    until = perf_counter() + 2
    while perf_counter() < until:
        QApplication.processEvents()
    while len(times) < events:
        start = QPointF(0.4 * canvas.width(), (0.3 + 0.05 * (len(times) // _MOVES)) * canvas.height())
        send(QEvent.Type.MouseMove, start, none)
        send(QEvent.Type.MouseButtonPress, start, left)
        QApplication.processEvents()
        began = perf_counter()
        for step in range(1, _MOVES + 1):
            due, seen = began + step * _INTERVAL, Paints.number
            while perf_counter() < due:
                QApplication.processEvents()
            send(QEvent.Type.MouseMove, QPointF(start.x() + 4 * step, start.y()), left)
            while Paints.number == seen:
                QApplication.processEvents()
            times.append(1000 * (perf_counter() - due))
        send(QEvent.Type.MouseButtonRelease, QPointF(start.x() + 4 * _MOVES, start.y()), none)
    return times[:events]


if __name__ == "__main__":
    name, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if importlib.util.find_spec(name) is None:
        sys.exit(_MISSING)
    kept, drawn_on = {"napari": napari_canvas, "labelme": labelme_canvas}[name](path)
    print(json.dumps(stroke_times(drawn_on, count)), flush=True)
    # Neither is asked to close: there is nothing to keep.
    sys.exit(0)
