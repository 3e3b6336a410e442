"""Several subjects as they are seen: with their finished edges, in every view, as one file of all will hold them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from segdesk import rendering
from segdesk.app.layers import Companion
from segdesk.app.window import Window
from segdesk.core.document import Bytes2D, EdgeMode
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken
from segdesk.imaging import composite
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, document_of, drag, press_key, settle

LEFT_BOX, RIGHT_BOX = [(20, 40), (100, 100), (140, 180)], [(100, 60), (150, 100), (260, 200)]


@pytest.fixture
def pair(window: Window, qtbot: QtBot, desks: PaperDesks) -> Window:
    """Two subjects that overlap, both with soft edges and some paint; prompts are hidden, the scale is 100 %."""
    desks.is_soft = False
    for way in (LEFT_BOX, RIGHT_BOX):
        drag(window.canvas, way)
        settle(qtbot, window)
        window.session.set_edges(replace(document_of(window).subject.edges, mode=EdgeMode.SOFT, feather=6.0), "edge")
        window.session.retouch(RetouchStroke(Polarity.REMOVE, 12, (Point(*way[1]),), hardness=0.2))
        settle(qtbot, window)
        if way is LEFT_BOX:
            QTest.mouseClick(window.column.subject.add, LEFT)
    press_key(window, Qt.Key.Key_S)
    window.commands["actual"].trigger()
    settle(qtbot, window)
    return window


def seen(window: Window) -> np.ndarray:
    """The picture's part of the canvas, which shows all of it at 100 %, RGB."""
    window.canvas.refresh()
    image, viewport, size = window.canvas.image, window.canvas.viewport, document_of(window).picture.size
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)[:, :, 2::-1]
    x, y = round(viewport.origin.x), round(viewport.origin.y)
    return pixels[y : y + size.height, x : x + size.width].copy()


def exported(window: Window) -> tuple[Bytes2D, np.ndarray]:
    return rendering.together(document_of(window), cancel=CancelToken())


def test_all_subjects_show_as_one_file_of_them_will_whichever_is_in_hand(pair: Window, qtbot: QtBot) -> None:
    alpha, colours = exported(pair)
    for active in (0, 1):
        pair.session.activate(active)
        for key, ground in ((Qt.Key.Key_5, 255), (Qt.Key.Key_6, 0)):
            press_key(pair, key)
            settle(qtbot, pair)
            expected = composite.over(colours, alpha, (ground, ground, ground))
            assert np.abs(seen(pair).astype(int) - expected).max() <= 1
        press_key(pair, Qt.Key.Key_0)
        settle(qtbot, pair)
        assert np.array_equal(seen(pair)[:, :, 0], alpha)


def test_of_the_subject_before_nothing_goes_on_showing_under_the_next_ones_paint(pair: Window, qtbot: QtBot) -> None:
    shown: list[object] = []
    pair.finishing.consult(lambda _: None)
    pair.finishing.layers_changed.connect(shown.append)
    pair.session.activate(0)
    assert shown == [()]
    settle(qtbot, pair)
    assert shown[-1]


def test_what_was_finished_is_kept_for_when_it_comes_back_to_hand(pair: Window, qtbot: QtBot) -> None:
    asked: list[float] = []
    pair.finishing.progressed.connect(lambda stage, share: asked.append(share))
    for key in (0, 1, 0):
        pair.session.activate(key)
        settle(qtbot, pair)
        alpha = rendering.final_alpha(document_of(pair), cancel=CancelToken())
        row = next(row for row in pair.column.subject.rows if row.key == key)
        assert row.words.endswith(f"{100 * alpha.mean() / 255:.1f} % kept")
    assert asked == []


def test_edges_of_a_subject_that_changed_as_it_was_left_are_made_while_another_is_in_hand(
    pair: Window, qtbot: QtBot
) -> None:
    companions: list[Companion] = []
    pair.session.activate(0)
    pair.session.set_edges(replace(document_of(pair).subject.edges, feather=0.0, shift=3.0), "edge")
    pair.session.activate(1)
    companions += pair.companions.shown
    # The old edges are not shown as if they were the new ones.
    assert [each.layer for each in companions] == [None]
    settle(qtbot, pair)
    alpha, _ = exported(pair)
    press_key(pair, Qt.Key.Key_0)
    settle(qtbot, pair)
    assert np.array_equal(seen(pair)[:, :, 0], alpha)


def test_without_a_mask_of_its_own_the_subject_in_hand_leaves_the_others(pair: Window, qtbot: QtBot) -> None:
    QTest.mouseClick(pair.column.subject.add, LEFT)
    settle(qtbot, pair)
    alpha, _ = exported(pair)
    press_key(pair, Qt.Key.Key_0)
    settle(qtbot, pair)
    assert np.array_equal(seen(pair)[:, :, 0], alpha)
    # The overlay dims nothing then: what is to be marked next has to be seen.
    press_key(pair, Qt.Key.Key_1)
    settle(qtbot, pair)
    picture = document_of(pair).picture.pixels
    assert np.array_equal(seen(pair)[:20], picture[:20])


def test_while_the_hand_draws_nothing_else_is_worked_on_and_afterwards_all_of_it_is(
    pair: Window, qtbot: QtBot, desks: PaperDesks
) -> None:
    workers = (pair.finishing, pair.companions, pair.delivery.weighing)
    desks.gate.clear()
    pair.session.activate(0)
    pair.session.set_edges(replace(document_of(pair).subject.edges, feather=0.0, shift=3.0), "edge")
    pair.session.activate(1)
    press_key(pair, Qt.Key.Key_K)
    drag(pair.canvas, [(150, 100), (170, 120)])
    drag(pair.canvas, [(180, 100), (200, 120)], lets_go=False)
    # The answer to the stroke before comes while the next one is drawn, and its edges are still to be finished.
    with qtbot.waitSignal(pair.session.document_changed, timeout=20_000):
        desks.gate.set()
    assert not any(worker.is_busy for worker in workers)
    assert pair.finishing.finished_layer is None
    with qtbot.waitSignal(pair.delivery.weighing.weighed, timeout=20_000):
        QTest.mouseRelease(pair.canvas, LEFT)
    settle(qtbot, pair)
    assert pair.finishing.finished_layer is not None
    assert all(each.layer is not None for each in pair.companions.shown)
