"""Nothing stays behind on the screen or is cut off there, and what a hand began ends with it."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.cursor import Cursor, Mark
from segdesk.app.divider import Divider
from segdesk.app.overlay import Overlay
from segdesk.app.promptlayer import PromptLayer
from segdesk.app.pyramid import Pyramid
from segdesk.app.strokes import Place, paint_hair
from segdesk.app.window import Window
from segdesk.core.geometry import Box, Point, Size, Turn, Viewport
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompts, Stroke
from segdesk.core.tools import Purpose
from tests.app.hands import LEFT, NO_KEY, document_of, drag, move, place, press_key, settle
from tests.app.screens import Screen

SIZE = Size(320, 240)
NO_BUTTON, RIGHT, MIDDLE = Qt.MouseButton.NoButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


def overlay(
    viewport: Viewport,
    prompts: Prompts | None,
    hair: tuple[HairStroke, ...] = (),
    *,
    ratio: float = 1.0,
    size: tuple[int, int] = (400, 300),
) -> Overlay:
    """A grey picture with prompts over it, drawn afresh."""
    made = Overlay()
    made.set_size(QSize(*size), ratio)
    made.set_picture(Pyramid.of(np.full((SIZE.height, SIZE.width, 3), 120, np.uint8)))
    made.set_viewport(viewport)
    made.set_subject(None, prompts, Box.whole(SIZE), hair=hair)
    made.refresh()
    return made


def pixels(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows[..., :3].astype(int)


def line(*places: tuple[float, float], polarity: Polarity = Polarity.KEEP, radius: float = 12) -> Stroke:
    return Stroke(polarity, radius, tuple(Point(*at) for at in places))


OVER_THE_RIM = line((300, 60), (345, 90), (318, 150))
WITHIN = line((40, 40), (90, 120), polarity=Polarity.REMOVE)
HAIR = HairStroke.of(line((150, 60), (190, 170)), is_sure=False)
SURE = HairStroke.of(line((60, 190), (140, 150)), is_sure=True)


@pytest.mark.parametrize(("ratio", "turn"), [(1.0, Turn()), (1.25, Turn(90, True)), (1.5, Turn(30)), (2.0, Turn(180))])
def test_however_prompts_came_and_went_they_look_as_if_drawn_afresh(ratio: float, turn: Turn) -> None:
    viewport, nowhere, rim = Viewport(0.9, turn=turn).centred(SIZE, Size(400, 300)), Box(0, 0, 0, 0), 8
    one, box = Prompts(strokes=(OVER_THE_RIM, WITHIN)), BoxPrompt(Box(100.4, 30.7, 220, 160))
    both = one.with_prompt(box)
    seen = overlay(viewport, one, ratio=ratio)

    def show(then: Prompts | None, changed: Box, *hair: HairStroke) -> None:
        seen.set_subject(None, then, changed, hair=hair)
        seen.refresh()
        # A line's rim may fall a fraction of a pixel elsewhere.
        assert np.abs(pixels(seen.image) - pixels(overlay(viewport, then, hair, ratio=ratio).image)).max() <= rim

    show(one, HAIR.bounds.united(SURE.bounds), HAIR, SURE)
    show(both, HAIR.bounds.united(box.box), SURE)
    show(both.without(WITHIN), WITHIN.bounds, SURE)
    viewport = viewport.panned(-31, 17)
    seen.set_viewport(viewport)
    show(one, WITHIN.bounds.united(box.box), SURE)
    viewport = viewport.zoomed(1.3, Point(100, 90))
    seen.set_viewport(viewport)
    show(one, nowhere, SURE)
    show(None, Box.whole(SIZE))


def test_of_strokes_a_pane_is_told_of_unseen_it_keeps_no_more_than_there_are() -> None:
    layer, now = PromptLayer(), Prompts()
    for step in range(5):
        now = now.with_prompt(line((step, step)))
        layer.show(now, (), QRect(0, 0, 50, 50))
    assert [value for value in vars(layer).values() if isinstance(value, Prompts)] == [now]


def test_a_rough_view_that_moves_keeps_its_prompts() -> None:
    start, size, prompts = Viewport(3.0, Point(10, 10)), (1300, 900), Prompts(strokes=(WITHIN,))
    rough = overlay(start, prompts, size=size)
    for viewport in (start.zoomed(1.1, Point(0, 0)), start, start.panned(25, 14)):
        rough.set_viewport(viewport, is_rough=True)
        rough.refresh()
    afresh, inner = overlay(start.panned(25, 14), prompts, size=size), np.s_[60:700, 80:900]
    assert np.abs(pixels(rough.image)[inner] - pixels(afresh.image)[inner]).max() <= 8


def test_a_pressed_stroke_has_hard_edges_on_the_move_and_rests_as_if_drawn_afresh() -> None:
    viewport, points = Viewport(2.0, Point(10, 10)), [(40 + 3 * step, 90 + (step % 7)) for step in range(40)]
    stroke = replace(line(*points), radii=tuple(8 + 4 * math.sin(step / 4) for step in range(40)))
    seen, afresh = overlay(Viewport(1.9), Prompts(strokes=(stroke,))), overlay(viewport, Prompts(strokes=(stroke,)))
    seen.set_viewport(viewport, is_rough=True)
    seen.refresh()
    assert len(np.unique(pixels(seen.image)[..., 1])) < 10 < len(np.unique(pixels(afresh.image)[..., 1]))
    covered = [(pixels(each.image)[..., 1] != 120).sum() for each in (seen, afresh)]
    assert covered[0] == pytest.approx(covered[1], rel=0.05)
    seen.smooth()
    seen.refresh()
    np.testing.assert_array_equal(pixels(seen.image), pixels(afresh.image))


def test_a_hair_stroke_far_larger_than_the_view_takes_no_more_than_the_view() -> None:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter, viewport = QPainter(image), Viewport(64.0, Point(-64_000.0, -64_000.0))
    stroke = HairStroke.of(line((0, 0), (40_000, 40_000), radius=30), is_sure=False)
    paint_hair(painter, (stroke,), Place(viewport, QRect(-(10**6), -(10**6), 10**7, 10**7)))
    painter.end()
    assert pixels(image).any()


@pytest.mark.parametrize(("ratio", "radius"), [(1.0, 1.0), (1.0, 8.5), (1.5, 8.5), (1.5, 151.3), (3.0, 151.3)])
@pytest.mark.parametrize("purpose", [Purpose.PROMPT, Purpose.HAIR])
def test_what_stands_at_the_pointer_lies_in_its_region_and_is_whole(
    ratio: float, radius: float, purpose: Purpose
) -> None:
    side, mark = 420, Mark(Point(210.3, 209.6), Polarity.REMOVE, radius, purpose, 0.4)
    image, region = (QImage(round(side * each), round(side * each), QImage.Format.Format_RGB32) for each in (ratio, 1))
    image.setDevicePixelRatio(ratio)
    for one in (image, region):
        one.fill(QColor(90, 90, 90))
    painter = QPainter(image)
    Cursor().paint(painter, mark)
    painter.end()
    painter = QPainter(region)
    for rect in cast(Iterable[QRect], mark.region):
        painter.fillRect(rect, QColor("white"))
    painter.end()
    rows, columns = np.nonzero((pixels(image) != 90).any(axis=2))
    at = (rows / ratio).astype(int), (columns / ratio).astype(int)
    assert (pixels(region)[at] == 255).all()
    # The ring's outermost rim, which a cut would take first.
    assert columns.min() / ratio <= 210.3 - max(radius, 1.5) - 1.2
    assert rows.min() / ratio <= 209.6 - max(radius, 1.5) - 1.2


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_large_ring_is_the_same_all_around_and_has_no_gap(ratio: float) -> None:
    image = QImage(round(420 * ratio), round(420 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(90, 90, 90))
    painter = QPainter(image)
    Cursor().paint(painter, Mark(Point(210, 210), Polarity.REMOVE, 180.0, core=0.5))
    painter.end()
    shown = pixels(image)[..., 0].astype(int)
    np.testing.assert_array_equal(shown, shown[:, ::-1])
    np.testing.assert_array_equal(shown, shown[::-1])
    angles = np.linspace(0, 2 * np.pi, 720)
    for radius in (180, 90):
        away = ratio * (radius + np.array([-0.5, 0, 0.5]))[:, None]
        rows, columns = (np.floor(210 * ratio + away * way(angles)).astype(int) for way in (np.sin, np.cos))
        assert (shown[rows, columns] != 90).any(axis=0).all()


class Painted(QObject):
    """Counts how often what it watches is painted."""

    number = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.number += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def brush(window: Window) -> Window:
    """A window with the keep brush in hand."""
    press_key(window, Qt.Key.Key_K)
    return window


def test_the_screen_shows_what_it_should_whatever_the_hand_does(
    qtbot: QtBot, brush: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas, screen = brush.canvas, Screen(brush.canvas)
    at, size = place(canvas, 150, 100), document_of(brush).picture.size

    def look() -> None:
        np.testing.assert_array_equal(*screen.look())

    move(canvas, at, button=NO_BUTTON)
    look()
    QTest.mousePress(canvas, MIDDLE, NO_KEY, at)
    look()
    move(canvas, at + QPoint(30, 20), button=MIDDLE)
    QTest.mouseRelease(canvas, MIDDLE, NO_KEY, at + QPoint(30, 20))
    look()
    for key in (Qt.Key.Key_R, Qt.Key.Key_B, Qt.Key.Key_K):
        press_key(brush, key)
        look()
    for name in ("zoom_in", "turn_right", "fit"):
        brush.commands[name].trigger()
        look()
    drag(canvas, [(size.width - 30, 60), (size.width + 25, 90), (size.width - 5, 150)])
    settle(qtbot, brush)
    look()
    brush.commands["undo"].trigger()
    settle(qtbot, brush)
    look()
    left = canvas.image.copy()
    canvas.panes.mark_all()
    canvas.refresh()
    np.testing.assert_array_equal(pixels(left), pixels(canvas.image))
    with monkeypatch.context() as patched:
        patched.setattr(canvas, "devicePixelRatioF", lambda: 1.5)
        QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
        assert canvas.image.size() == QSize(*(math.ceil(1.5 * side) for side in (canvas.width(), canvas.height())))
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    # Of two that are equal one goes.
    seen: list[np.ndarray] = []
    for _ in range(2):
        QTest.mouseClick(canvas, LEFT, NO_KEY, at)
        canvas.refresh()
        seen.append(pixels(canvas.image))
    brush.commands["undo"].trigger()
    canvas.refresh()
    np.testing.assert_array_equal(pixels(canvas.image), seen[0])
    settle(qtbot, brush)


def test_the_ring_shows_no_place_of_a_view_that_has_moved_before_all_of_it_is_drawn(
    qtbot: QtBot, brush: Window
) -> None:
    canvas, painted = brush.canvas, Painted()
    brush.toolbox.set_radius(60)
    move(canvas, place(canvas, 150, 100), button=NO_BUTTON)
    Screen(canvas).look()
    canvas.installEventFilter(painted)
    for held in (False, True):
        if held:
            drag(canvas, [(100, 100), (120, 110)], lets_go=False)
            Screen(canvas).look()
        painted.number = 0
        counts: list[int] = []
        canvas.drawn.connect(lambda counts=counts: counts.append(painted.number))
        with qtbot.waitSignal(canvas.drawn):
            canvas.pan_by(25, 14)
        assert counts[0] == 0
        qtbot.waitUntil(lambda: painted.number > 0)
    QTest.mouseRelease(canvas, LEFT)
    settle(qtbot, brush)


def test_what_a_hand_began_ends_wherever_the_button_comes_up(qtbot: QtBot, brush: Window) -> None:
    canvas = brush.canvas
    press_key(brush, Qt.Key.Key_Backslash)
    [divider] = canvas.findChildren(Divider)
    at, before = divider.rect().center(), canvas.viewport
    for button in (RIGHT, MIDDLE):
        QTest.mousePress(divider, button, NO_KEY, at)
        move(divider, at + QPoint(20, 30), button=button)
        QTest.mouseRelease(divider, button, NO_KEY, at + QPoint(20, 30))
        assert not canvas.has_gesture
        assert len(document_of(brush).subject.prompts.strokes) == 1
        assert (canvas.viewport != before) == (button is MIDDLE)
    press_key(brush, Qt.Key.Key_Backslash)
    drag(canvas, [(100, 100), (130, 120)], lets_go=False)
    # Another window was told of the end.
    move(canvas, place(canvas, 200, 20), button=NO_BUTTON)
    assert not canvas.has_gesture
    stroke = document_of(brush).subject.prompts.strokes[-1]
    assert stroke.bounds.right < 180
    settle(qtbot, brush)
    radius, before, where = brush.toolbox.radius, canvas.viewport, QPointF(200, 200)
    for phase in (Qt.ScrollPhase.ScrollBegin, Qt.ScrollPhase.ScrollEnd):
        for keys in (NO_KEY, Qt.KeyboardModifier.ShiftModifier):
            # Where fingers come and go on a touchpad nothing has turned.
            event = QWheelEvent(where, canvas.mapToGlobal(where), QPoint(), QPoint(), NO_BUTTON, keys, phase, False)
            QApplication.sendEvent(canvas, event)
    assert (brush.toolbox.radius, canvas.viewport) == (radius, before)
