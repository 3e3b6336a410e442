"""Lasso and polygon on a real window: regions to keep and to remove, drawn, closed, taken back and edited."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.canvas import PIXELS_AT_ONCE, PIXELS_BESIDE_PEN
from segdesk.app.road import Request
from segdesk.app.toolbox import Kind
from segdesk.app.window import Window
from segdesk.core.document import EdgeSettings
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity, Prompts, Region
from tests.app.hands import NO_KEY, coverage_of, document_of, drag, move, place, press_key, settle
from tests.said import prompt_text

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
LOOP = [(60.0, 60.0), (140.0, 60.0), (140.0, 140.0), (100.0, 150.0), (60.0, 140.0)]


def said(window: Window) -> Prompts:
    return document_of(window).subject.prompts


def region_of(window: Window) -> Region:
    (region,) = said(window).strokes
    assert isinstance(region, Region)
    return region


def corner(window: Window, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
    at = place(window.canvas, x, y)
    move(window.canvas, at, button=Qt.MouseButton.NoButton)
    QTest.mouseClick(window.canvas, button, NO_KEY, at)


def close_double(window: Window, x: float, y: float) -> None:
    """A double click as the system tells it: press, release, double click, release."""
    at = place(window.canvas, x, y)
    corner(window, x, y)
    QTest.mouseDClick(window.canvas, LEFT, NO_KEY, at)


@pytest.mark.parametrize(
    ("button", "keys", "polarity"),
    [
        (LEFT, NO_KEY, Polarity.KEEP),
        (LEFT, ALT, Polarity.REMOVE),
        (RIGHT, NO_KEY, Polarity.REMOVE),
        (RIGHT, ALT, Polarity.KEEP),
    ],
)
def test_a_lasso_becomes_a_region_of_the_gestures_polarity(
    qtbot: QtBot, window: Window, button: Qt.MouseButton, keys: Qt.KeyboardModifier, polarity: Polarity
) -> None:
    press_key(window, Qt.Key.Key_L)
    assert window.toolbox.kind is Kind.LASSO
    assert window.commands["lasso"].isChecked()
    drag(window.canvas, LOOP, button=button, keys=keys)
    settle(qtbot, window)
    region = region_of(window)
    assert region.polarity is polarity
    np.testing.assert_allclose(region.points, LOOP, atol=1)
    assert window.commands["undo"].text() == f"Undo {polarity.value} region"
    press_key(window, Qt.Key.Key_Z, CONTROL)
    assert said(window).is_empty


def test_what_a_lasso_keeps_is_in_the_mask_and_what_it_removes_is_not(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_L)
    drag(window.canvas, LOOP)
    settle(qtbot, window)
    assert coverage_of(window)[100, 100] == 255
    assert coverage_of(window)[100, 200] == 0
    drag(window.canvas, [(90, 90), (110, 90), (110, 110), (90, 110)], button=RIGHT)
    settle(qtbot, window)
    assert coverage_of(window)[100, 100] == 0
    assert coverage_of(window)[70, 70] == 255


@pytest.mark.parametrize("way", ["double click", "enter", "first corner"])
def test_a_polygon_is_closed(qtbot: QtBot, window: Window, way: str) -> None:
    press_key(window, Qt.Key.Key_P)
    assert window.toolbox.kind is Kind.POLYGON
    for x, y in LOOP[:-1]:
        corner(window, x, y)
    assert window.canvas.has_gesture
    if way == "double click":
        close_double(window, *LOOP[-1])
    else:
        corner(window, *LOOP[-1])
        if way == "enter":
            press_key(window, Qt.Key.Key_Return)
        else:
            corner(window, LOOP[0][0] + 2, LOOP[0][1] + 2)
    settle(qtbot, window)
    assert not window.canvas.has_gesture
    np.testing.assert_allclose(region_of(window).points, LOOP, atol=1)
    assert region_of(window).polarity is Polarity.KEEP
    assert coverage_of(window)[100, 100] == 255


def test_an_open_polygon_holds_nothing_up(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    canvas, paused, pieces = window.canvas, list[bool](), list[int | None]()
    refresh = canvas._overlay.refresh

    def noted(most: int | None) -> QRegion:
        pieces.append(most)
        return refresh(most)

    drag(canvas, [(60, 60), (140, 140)])
    settle(qtbot, window)
    canvas.drawing.connect(paused.append)
    press_key(window, Qt.Key.Key_P)
    for x, y in LOOP[:-1]:
        corner(window, x, y)
    assert canvas.has_gesture
    monkeypatch.setattr(canvas._overlay, "refresh", noted)
    with qtbot.waitSignal(window.finishing.finished, timeout=20_000):
        window.session.set_edges(EdgeSettings(feather=3), "edge: feather")
    qtbot.waitUntil(lambda: PIXELS_AT_ONCE in pieces)
    assert PIXELS_BESIDE_PEN not in pieces
    assert paused == []


def test_the_right_button_begins_a_polygon_that_removes(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_P)
    for x, y in LOOP:
        corner(window, x, y, RIGHT)
    press_key(window, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert region_of(window).polarity is Polarity.REMOVE


def test_backspace_takes_corners_back_one_by_one(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_P)
    for x, y in [*LOOP[:3], (300.0, 200.0)]:
        corner(window, x, y)
    press_key(window, Qt.Key.Key_Backspace)
    press_key(window, Qt.Key.Key_Return)
    settle(qtbot, window)
    np.testing.assert_allclose(region_of(window).points, LOOP[:3], atol=1)
    before = window.session.document
    corner(window, 20, 20)
    press_key(window, Qt.Key.Key_Backspace)
    assert not window.canvas.has_gesture
    assert window.session.document is before


def test_escape_leaves_nothing_of_a_polygon(window: Window) -> None:
    move(window.canvas, place(window.canvas, 10, 10), button=Qt.MouseButton.NoButton)
    press_key(window, Qt.Key.Key_P)
    QApplication.processEvents()
    before, shown = window.session.document, window.canvas.grab().toImage()
    for x, y in LOOP:
        corner(window, x, y)
    assert window.canvas.grab().toImage() != shown
    press_key(window, Qt.Key.Key_Escape)
    move(window.canvas, place(window.canvas, 10, 10), button=Qt.MouseButton.NoButton)
    assert not window.canvas.has_gesture
    assert window.session.document is before
    assert window.canvas.grab().toImage() == shown


def test_two_corners_close_nothing_and_are_not_lost(window: Window) -> None:
    press_key(window, Qt.Key.Key_P)
    corner(window, 60, 60)
    corner(window, 140, 60)
    press_key(window, Qt.Key.Key_Return)
    assert window.canvas.has_gesture
    press_key(window, Qt.Key.Key_Escape)
    assert said(window).is_empty


def test_the_view_can_be_moved_while_a_polygon_is_drawn(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_P)
    corner(window, *LOOP[0])
    corner(window, *LOOP[1])
    first = place(window.canvas, 100, 100)
    QTest.mousePress(window.canvas, Qt.MouseButton.MiddleButton, NO_KEY, first)
    move(window.canvas, place(window.canvas, 130, 120), button=Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(window.canvas, Qt.MouseButton.MiddleButton, NO_KEY)
    window.canvas.zoom_by(1.5)
    for x, y in LOOP[2:]:
        corner(window, x, y)
    press_key(window, Qt.Key.Key_Return)
    np.testing.assert_allclose(region_of(window).points, LOOP, atol=1)
    settle(qtbot, window)


def test_a_region_is_selected_moved_flipped_and_deleted(qtbot: QtBot, window: Window) -> None:
    press_key(window, Qt.Key.Key_L)
    drag(window.canvas, LOOP)
    settle(qtbot, window)
    press_key(window, Qt.Key.Key_V)
    drag(window.canvas, [(100, 100), (110, 100), (130, 110)])
    moved = region_of(window)
    assert window.canvas.selection == moved
    np.testing.assert_allclose(moved.points, [(x + 30, y + 10) for x, y in LOOP], atol=1.5)
    assert window.commands["undo"].text() == "Undo move region"
    press_key(window, Qt.Key.Key_X)
    assert region_of(window).polarity is Polarity.REMOVE
    settle(qtbot, window)
    assert not coverage_of(window).any()
    press_key(window, Qt.Key.Key_Delete)
    assert said(window).is_empty
    assert window.commands["undo"].text() == "Undo delete region"


def test_a_region_from_a_file_can_be_edited(qtbot: QtBot, empty_window: Window, picture: Path, tmp_path: Path) -> None:
    kept = Region(Polarity.KEEP, tuple(Point(*at) for at in LOOP))
    path = tmp_path / "said.json"
    path.write_text(prompt_text(Prompts(strokes=(kept,))), "utf-8")
    window = empty_window
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        window.open(Request.of_file(picture, path))
    settle(qtbot, window)
    assert coverage_of(window)[100, 100] == 255
    press_key(window, Qt.Key.Key_V)
    drag(window.canvas, [(100, 100), (110, 100), (120, 100)])
    np.testing.assert_allclose(region_of(window).points, [(x + 20, y) for x, y in LOOP], atol=1.5)
    settle(qtbot, window)


def test_a_draft_is_an_accent_line_broken_into_dashes(window: Window) -> None:
    press_key(window, Qt.Key.Key_L)
    drag(window.canvas, [(60, 60), (200, 60), (200, 150)], lets_go=False)
    QApplication.processEvents()
    image = window.canvas.grab().toImage()
    at, end = place(window.canvas, 70, 60), place(window.canvas, 190, 60)
    ratio = image.devicePixelRatio()
    row = [image.pixelColor(round(x * ratio), round(at.y() * ratio)) for x in range(at.x(), end.x())]
    is_blue = [colour.blue() > colour.red() + 60 for colour in row]
    is_white = [min(colour.red(), colour.green(), colour.blue()) > 180 for colour in row]
    assert 0.3 < sum(is_blue) / len(row) < 0.9
    assert any(is_white)
    press_key(window, Qt.Key.Key_Escape)


def test_the_rail_tells_the_keys(window: Window) -> None:
    tips = {key: window.commands[key].toolTip() for key in ("select", "lasso", "polygon", "delete")}
    assert tips == {
        "select": "Select  (V)",
        "lasso": "Lasso  (L)",
        "polygon": "Polygon  (P)",
        "delete": "Delete  (Del)",
    }
