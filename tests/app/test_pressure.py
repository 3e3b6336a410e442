"""A pen's pressure makes the brush smaller, in what is drawn, kept and shown; its eraser end turns the ring over."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.pressing import LEAST, Pressing
from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.prompts import Polarity, Stroke
from segdesk.core.retouch import RetouchStroke
from tests.app.hands import document_of, drag, place, settle

PEN, ERASER = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
LINE = [(60.0, 60.0), (90.0, 62.0), (120.0, 64.0), (150.0, 66.0)]
PRESS, MOVE, RELEASE = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease


def send(window: Window, kind: QEvent.Type, at: QPointF, *, pressure: float, end: QPointingDevice.PointerType) -> None:
    can = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    device = QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, end, can, 1, 1)
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    button, held = (none if kind is MOVE else left), (left if kind is PRESS else none)
    if kind is MOVE and pressure:
        held = left
    keys = Qt.KeyboardModifier.NoModifier
    spot = window.canvas.mapToGlobal(at)
    event = QTabletEvent(kind, device, at, spot, pressure, 0, 0, 0, 0, 0, keys, button, held)
    is_near = kind in (QEvent.Type.TabletEnterProximity, QEvent.Type.TabletLeaveProximity)
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application if is_near else window.canvas, event)


def write(window: Window, pressures: Sequence[float], end: QPointingDevice.PointerType = PEN) -> None:
    """Draw the line with these pressures at its places."""
    places = [QPointF(place(window.canvas, *at)) for at in LINE]
    for kind, at, pressure in zip((PRESS, MOVE, MOVE, MOVE), places, pressures, strict=True):
        send(window, kind, at, pressure=pressure, end=end)
    send(window, RELEASE, places[-1], pressure=0, end=end)


def strokes_of(window: Window) -> list[Stroke]:
    return [mark for mark in document_of(window).subject.prompts.strokes if isinstance(mark, Stroke)]


def width_at(before: np.ndarray, after: np.ndarray, column: int) -> int:
    return int((before[:, column] != after[:, column]).any(axis=-1).sum())


def seen(window: Window) -> np.ndarray:
    window.canvas.refresh()
    image = window.canvas.image
    return (
        np.frombuffer(image.constBits(), np.uint8)
        .reshape(image.height(), -1)[:, : 4 * image.width()]
        .reshape(image.height(), image.width(), 4)
        .copy()
    )


def test_a_light_hand_draws_thin_and_a_firm_one_the_whole_brush(window: Window, qtbot: QtBot) -> None:
    window.toolbox.take(Kind.KEEP)
    window.toolbox.set_radius(12)
    before = seen(window)
    write(window, (0.05, 0.1, 0.9, 1.0))
    settle(qtbot, window)
    [stroke] = strokes_of(window)
    assert (len(stroke.radii), stroke.radius) == (4, 12)
    assert stroke.radii == tuple(sorted(stroke.radii))
    assert 12 * LEAST < stroke.radii[0] < 4
    assert stroke.radii[-1] > 8
    after, (thin, thick) = seen(window), (place(window.canvas, *LINE[at]).x() for at in (0, 3))
    assert width_at(before, after, thin) < width_at(before, after, thick)


@pytest.mark.parametrize("way", ["leaves", "hovers", "comes again"])
def test_a_pen_whose_lifting_was_never_told_leaves_its_stroke(window: Window, qtbot: QtBot, way: str) -> None:
    window.toolbox.take(Kind.KEEP)
    places = [QPointF(place(window.canvas, *at)) for at in LINE]
    for kind, at in zip((PRESS, MOVE, MOVE), places, strict=False):
        send(window, kind, at, pressure=1, end=PEN)
    if way == "leaves":
        send(window, QEvent.Type.TabletLeaveProximity, places[2], pressure=0, end=PEN)
    elif way == "hovers":
        send(window, MOVE, places[3], pressure=0, end=PEN)
    else:
        for kind in (PRESS, RELEASE):
            send(window, kind, places[3], pressure=1, end=PEN)
    settle(qtbot, window)
    assert not window.canvas.has_gesture
    assert [len(stroke.points) for stroke in strokes_of(window)] == ([3, 1] if way == "comes again" else [3])


def test_a_firm_hand_and_a_mouse_draw_the_same(window: Window, qtbot: QtBot) -> None:
    window.toolbox.take(Kind.KEEP)
    write(window, (1, 1, 1, 1))
    drag(window.canvas, LINE)
    settle(qtbot, window)
    with_pen, with_mouse = strokes_of(window)
    assert with_pen == with_mouse
    assert with_pen.radii == ()


def test_pressure_can_be_left_out(window: Window, qtbot: QtBot) -> None:
    options = window.stage.options
    window.toolbox.take(Kind.KEEP)
    assert not options.pressure.isVisible()
    write(window, (0.1, 0.2, 0.3, 0.4))
    assert options.pressure.isVisible()
    assert options.pressure.isChecked()
    options.pressure.click()
    write(window, (0.1, 0.2, 0.3, 0.4))
    settle(qtbot, window)
    assert [len(stroke.radii) for stroke in strokes_of(window)] == [4, 0]
    window.toolbox.take(Kind.BOX)
    assert not options.pressure.isVisible()


def test_the_retouch_brush_feels_it_too(window: Window, qtbot: QtBot) -> None:
    window.toolbox.take(Kind.RETOUCH)
    window.toolbox.set_radius(14)
    write(window, (0.1, 0.3, 0.6, 0.9))
    settle(qtbot, window)
    [stroke] = document_of(window).subject.retouch
    assert isinstance(stroke, RetouchStroke)
    assert stroke.radii == tuple(sorted(stroke.radii))
    assert len(stroke.radii) == 4


def test_an_eraser_end_that_comes_near_turns_the_ring_over_before_it_touches(window: Window) -> None:
    window.toolbox.take(Kind.KEEP)
    window.toolbox.set_radius(20)
    at = QPointF(place(window.canvas, 100, 80))
    send(window, MOVE, at, pressure=0, end=PEN)
    keeps = window.canvas.grab().toImage()
    send(window, QEvent.Type.TabletEnterProximity, at, pressure=0, end=ERASER)
    erases = window.canvas.grab().toImage()
    # The plus has an arm up and down that the minus lacks.
    arm = at.toPoint() - QPoint(0, 4)
    assert keeps.pixel(arm) != erases.pixel(arm)
    send(window, QEvent.Type.TabletLeaveProximity, at, pressure=0, end=ERASER)
    assert window.canvas.grab().toImage() == keeps


def test_the_eraser_end_removes(window: Window, qtbot: QtBot) -> None:
    window.toolbox.take(Kind.KEEP)
    write(window, (0.4, 0.5, 0.6, 0.7), ERASER)
    settle(qtbot, window)
    assert [stroke.polarity for stroke in strokes_of(window)] == [Polarity.REMOVE]


@pytest.mark.parametrize("pressures", [(0.0, 0.2, 0.4, 0.6, 0.8, 1.0)])
def test_the_brush_grows_with_pressure_and_without_jumps(pressures: tuple[float, ...]) -> None:
    pressing = Pressing()
    shares = [pressing.begin(0), *(pressing.follow(pressure) for pressure in pressures for _ in range(3))]
    assert shares[0] == LEAST
    assert shares == sorted(shares)
    assert max(later - earlier for earlier, later in pairwise(shares)) < 0.2
    assert pressing.begin(None) == 1
