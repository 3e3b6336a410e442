"""What clearing up would take and bring is shown while a hand is at its controls: on the canvas and in words."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from segdesk.app.clearup import LARGEST
from segdesk.app.overlay import COMES, GOES
from segdesk.app.window import Window
from segdesk.core.document import EdgeMode, EdgeSettings
from tests.app.hands import LEFT, NO_KEY, document_of, place, settle
from tests.app.test_edges import slide

SPECKS, HOLES = ((12, 12, 4), (12, 40, 10)), ((60, 60, 5), (60, 90, 12), (90, 60, 20))
"""Row, column and side of squares outside and inside the block."""


@pytest.fixture
def spotted(empty_window: Window, qtbot: QtBot, tmp_path: Path, open_picture: Callable[[Window, Path], None]) -> Window:
    """A window with a picture that brings its mask: a block with holes, and specks."""
    alpha = np.zeros((160, 240), np.uint8)
    alpha[40:130, 40:200] = 255
    for spots, inside in ((SPECKS, 255), (HOLES, 0)):
        for row, column, side in spots:
            alpha[row : row + side, column : column + side] = inside
    path = tmp_path / "spotted.png"
    cv2.imwrite(str(path), np.dstack((np.full((160, 240, 3), 90, np.uint8), alpha)))
    open_picture(empty_window, path)
    empty_window.session.set_edges(EdgeSettings(mode=EdgeMode.HARD, halo=0), "edge")
    empty_window.column.edge.unfold()
    settle(qtbot, empty_window)
    return empty_window


def rest_on(window: Window, widget: QWidget) -> None:
    """Move the pointer onto a widget of the column, which may have to be scrolled to."""
    QTest.mouseMove(window.canvas, QPoint(3, 3))
    QTest.mouseMove(widget, QPoint(widget.width() // 2, widget.height() // 2))


def colour_at(window: Window, row: float, column: float) -> tuple[int, int, int]:
    image = window.canvas.grab().toImage()
    at = place(window.canvas, column, row) * image.devicePixelRatio()
    colour: QColor = image.pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def test_resting_on_a_slider_that_is_off_shows_what_there_is(spotted: Window, qtbot: QtBot) -> None:
    rest_on(spotted, spotted.column.edge.amounts["fill_holes"].slider)
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "Holes to fill: 3", timeout=20_000)
    for row, column, side in HOLES:
        assert colour_at(spotted, row + side / 2, column + side / 2) == COMES
    for row, column, side in SPECKS:
        assert colour_at(spotted, row + side / 2, column + side / 2) not in (COMES, GOES)
    before = document_of(spotted)
    rest_on(spotted, spotted.column.edge.amounts["drop_specks"].label)
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "Specks to drop: 2", timeout=20_000)
    for row, column, side in SPECKS:
        assert colour_at(spotted, row + side / 2, column + side / 2) == GOES
    rest_on(spotted, spotted.column.edge.amounts["halo"].slider)
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "", timeout=20_000)
    assert colour_at(spotted, 14, 14) not in (COMES, GOES)
    assert document_of(spotted) is before


def test_a_held_slider_counts_what_it_takes_until_it_is_let_go(spotted: Window, qtbot: QtBot) -> None:
    row = spotted.column.edge.amounts["drop_specks"]
    slide(row.slider, 0.15, 0.26, lets_go=False)
    limit = document_of(spotted).subject.edges.drop_specks
    assert 16 <= limit < 100 < LARGEST
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "Specks dropped: 1 of 2", timeout=20_000)
    assert colour_at(spotted, 14, 14) == GOES
    assert colour_at(spotted, 17, 45) not in (COMES, GOES)
    QTest.mouseRelease(row.slider, LEFT)
    QTest.mouseMove(spotted.canvas, QPoint(3, 3))
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "", timeout=20_000)
    settle(qtbot, spotted)
    assert document_of(spotted).subject.edges.drop_specks == limit


def test_all_but_the_largest_part_is_shown_before_it_goes(spotted: Window, qtbot: QtBot) -> None:
    switch = spotted.column.edge.switches["keep_largest"]
    rest_on(spotted, switch)
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "Parts to drop: 2", timeout=20_000)
    assert colour_at(spotted, 17, 45) == GOES
    QTest.mouseClick(switch, LEFT, NO_KEY, QPoint(8, 12))
    qtbot.waitUntil(lambda: spotted.stage.tally.words == "Parts dropped: 2", timeout=20_000)
    settle(qtbot, spotted)
    assert document_of(spotted).subject.edges.keep_largest


def test_without_a_mask_there_is_nothing_to_point_at(window: Window, qtbot: QtBot) -> None:
    window.column.edge.unfold()
    QApplication.processEvents()
    rest_on(window, window.column.edge.amounts["fill_holes"].label)
    qtbot.wait(400)
    assert window.stage.tally.words == ""
