"""The views on a real window: every one by key, menu and panel, what each shows, and what is remembered."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from segdesk.app.commands.view import SHOWS, TURNS
from segdesk.app.views import CYCLE, VIEWS, View
from segdesk.app.window import Window
from segdesk.core.document import EdgeMode, EdgeSettings
from segdesk.core.geometry import Point
from segdesk.imaging import encoders
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, coverage_of, document_of, drag, place, press_button, press_key, settle, shown
from tests.scenes import Scene

SHIFT = Qt.KeyboardModifier.ShiftModifier
INSIDE, OUTSIDE = (150, 120), (290, 30)


def colour_at(window: Window, at: tuple[float, float]) -> tuple[int, ...]:
    spot = place(window.canvas, *at)
    return tuple(int(channel) for channel in shown(window)[spot.y(), spot.x()])


def choose(window: Window, view: View) -> None:
    window.commands[view.value].trigger()


def test_f_goes_through_all_views_and_shift_f_back(window: Window) -> None:
    passed = [view for view in CYCLE if view is not View.PICTURE]
    seen = []
    for _ in passed:
        press_key(window, Qt.Key.Key_F)
        seen.append(window.canvas.look.view)
    assert seen == [*passed[1:], passed[0]]
    back = []
    for _ in passed:
        press_key(window, Qt.Key.Key_F, SHIFT)
        back.append(window.canvas.look.view)
    assert back == [*reversed(passed[1:]), passed[0]]


def test_every_view_has_a_name_and_a_button_that_tells_its_key(window: Window) -> None:
    buttons = {button.toolTip() for button in window.column.view.findChildren(QToolButton)}
    for view, words, keys in VIEWS:
        action = window.commands[view.value]
        assert action.text() == words
        assert action.toolTip() in buttons
        assert not keys or action.toolTip().endswith(f"({keys[0]})")


def test_keys_show_their_views_and_the_panel_names_them(window: Window) -> None:
    for view, words, keys in VIEWS:
        if keys and view is not View.PICTURE:
            press_key(window, Qt.Key(ord(keys[0])))
            assert window.canvas.look.view is view
            assert window.column.view.name == words
            assert window.commands[view.value].isChecked()


def test_the_menu_holds_all_views_and_turns(window: Window) -> None:
    menu = window.commands.menu()
    view_menu = cast(QMenu, next(action.menu() for action in menu.actions() if action.text() == "View"))
    inner = {action.text(): cast(QMenu, action.menu()) for action in view_menu.actions() if action.menu() is not None}
    assert [action.objectName() for action in inner["Show as"].actions() if action.objectName()] == [
        show.key for show in SHOWS
    ]
    assert [action.objectName() for action in inner["Turn the view"].actions() if action.objectName()] == [
        turn.key for turn in TURNS
    ]


def test_a_click_on_the_panel_shows_a_view(cut: Window) -> None:
    [button] = [button for button in cut.column.view.findChildren(QToolButton) if button.toolTip() == "Black  (6)"]
    QTest.mouseClick(button, LEFT)
    assert cut.canvas.look.view is View.BLACK
    assert colour_at(cut, OUTSIDE) == (0, 0, 0)


@pytest.mark.parametrize(("view", "ground"), [(View.WHITE, 255), (View.BLACK, 0)])
def test_grounds_stand_where_the_picture_is_removed(cut: Window, scene: Scene, view: View, ground: int) -> None:
    choose(cut, view)
    assert colour_at(cut, OUTSIDE) == (ground,) * 3
    assert colour_at(cut, INSIDE) == tuple(scene.pixels[INSIDE[1], INSIDE[0]])


@pytest.mark.parametrize("view", [View.OUTLINE, View.ANTS, View.ORIGINAL])
def test_views_with_a_line_leave_the_picture_as_it_is(cut: Window, scene: Scene, view: View) -> None:
    choose(cut, view)
    for x, y in (INSIDE, OUTSIDE):
        assert colour_at(cut, (x, y)) == tuple(scene.pixels[y, x])


def test_own_colour_is_chosen_and_kept_for_the_next_picture(
    cut: Window, answers: Answers, scene: Scene, tmp_path: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    choose(cut, View.COLOUR)
    answers.own_colour = (12, 200, 99)
    [own] = [
        button
        for button in cut.column.view.findChildren(QToolButton)
        if button.toolTip() == "Another colour…" and button.isVisible()
    ]
    QTest.mouseClick(own, LEFT)
    assert colour_at(cut, OUTSIDE) == (12, 200, 99)
    answers.own_colour = None
    QTest.mouseClick(own, LEFT)
    assert answers.asked[-1] == "colour from (12, 200, 99)"
    assert cut.canvas.look.ground == (12, 200, 99)
    open_picture(cut, scene.save(tmp_path / "other.png"))
    assert cut.canvas.look.ground == (12, 200, 99)
    assert cut.canvas.look.view is View.COLOUR


def test_own_picture_is_asked_for_once_covers_the_cutouts_picture_and_is_kept(
    qtbot: QtBot,
    cut: Window,
    answers: Answers,
    scene: Scene,
    tmp_path: Path,
    open_picture: Callable[[Window, Path], None],
) -> None:
    halves = np.zeros((400, 100, 3), np.uint8)
    halves[:200], halves[200:] = (10, 20, 200), (220, 30, 40)
    answers.behind = tmp_path / "behind.png"
    answers.behind.write_bytes(encoders.encode_rgb(halves, None))
    press_key(cut, Qt.Key.Key_8)
    settle(qtbot, cut)
    assert cut.canvas.look.view is View.PICTURE
    assert cut.column.view.backdrop == "behind.png"
    height, width = scene.pixels.shape[:2]
    for x in (3, width - 4):
        assert colour_at(cut, (x, 3)) == (10, 20, 200)
        assert colour_at(cut, (x, height - 4)) == (220, 30, 40)
    press_key(cut, Qt.Key.Key_F)
    assert cut.canvas.look.view is View.MASK
    press_key(cut, Qt.Key.Key_F, SHIFT)
    assert cut.canvas.look.view is View.PICTURE
    open_picture(cut, scene.save(tmp_path / "other.png"))
    assert cut.canvas.look.view is View.PICTURE
    assert len([question for question in answers.asked if question.startswith("backdrop")]) == 1
    press_button(cut, "Choose…")
    assert answers.asked[-1] == f"backdrop from {tmp_path}"
    settle(qtbot, cut)


def test_no_picture_chosen_leaves_the_view_as_it_was(window: Window, answers: Answers) -> None:
    press_key(window, Qt.Key.Key_8)
    assert answers.asked == ["backdrop from None"]
    assert window.canvas.look.view is View.OVERLAY
    assert window.commands["overlay"].isChecked()


def test_a_broken_backdrop_is_named(qtbot: QtBot, window: Window, answers: Answers, tmp_path: Path) -> None:
    answers.behind = tmp_path / "torn.png"
    answers.behind.write_bytes(b"nothing of a picture")
    with qtbot.waitSignal(window.viewing.failed, timeout=20_000):
        press_key(window, Qt.Key.Key_8)
    assert "torn.png" in window.stage.toast.words
    assert window.canvas.look.view is View.OVERLAY


def test_the_mask_is_the_engines_and_alpha_has_the_edge_finished(qtbot: QtBot, cut: Window) -> None:
    cut.session.set_edges(EdgeSettings(shift=-10.0), "edge: shift")
    settle(qtbot, cut)
    rim = (44, 120)
    assert coverage_of(cut)[rim[1], rim[0]] == 255
    choose(cut, View.MASK)
    assert colour_at(cut, rim) == (255, 255, 255)
    choose(cut, View.ALPHA)
    assert colour_at(cut, rim) == (0, 0, 0)
    assert colour_at(cut, INSIDE) == (255, 255, 255)


def test_the_trimap_shows_what_is_kept_removed_and_left_to_matting(
    qtbot: QtBot, window: Window, desks: PaperDesks
) -> None:
    desks.is_soft = False
    press_key(window, Qt.Key.Key_S)
    press_key(window, Qt.Key.Key_T)
    drag(window.canvas, [(40, 50), (100, 100), (240, 200)])
    settle(qtbot, window)
    window.session.set_edges(EdgeSettings(mode=EdgeMode.SOFT), "edge: kind")
    settle(qtbot, window)
    QTest.mouseMove(window.canvas, QPoint(3, 3))
    assert colour_at(window, INSIDE) == (255, 255, 255)
    assert colour_at(window, OUTSIDE) == (0, 0, 0)
    assert colour_at(window, (40, 120)) == (128, 128, 128)
    window.session.set_edges(EdgeSettings(mode=EdgeMode.HARD), "edge: kind")
    settle(qtbot, window)
    row = {colour_at(window, (x, 120)) for x in range(30, 50, 2)}
    assert row == {(0, 0, 0), (255, 255, 255)}


def test_ants_march_only_while_they_show_and_repaint_the_line_alone(qtbot: QtBot, cut: Window) -> None:
    still = shown(cut)
    assert not cut.canvas.is_marching
    choose(cut, View.ANTS)
    shown(cut)
    assert cut.canvas.is_marching
    before = shown(cut)
    qtbot.waitUntil(lambda: bool((shown(cut) != before).any()), timeout=5_000)
    rows, columns = np.nonzero((shown(cut) != before).any(axis=2))
    places = [cut.canvas.viewport.to_picture(Point(x + 0.5, y + 0.5)) for x, y in zip(columns, rows, strict=True)]
    assert all(min(abs(x - 40), abs(x - 240), abs(y - 50), abs(y - 200)) < 3 for x, y in places)
    choose(cut, View.OVERLAY)
    np.testing.assert_array_equal(shown(cut), still)
    assert not cut.canvas.is_marching
    choose(cut, View.ANTS)
    shown(cut)
    cut.hide()
    assert not cut.canvas.is_marching
    cut.show()
    assert cut.canvas.is_marching


def test_a_view_is_no_step_to_undo(cut: Window) -> None:
    before = document_of(cut)
    for _ in CYCLE:
        press_key(cut, Qt.Key.Key_F)
    assert cut.session.document is before
