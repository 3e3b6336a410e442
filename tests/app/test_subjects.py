"""The subjects' card with real hands: new ones, names, eyes, locks, order, masks put together, and exports of each."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from segdesk.app.colourbox import ColourBox
from segdesk.app.subjectrow import SubjectRow
from segdesk.app.window import Window
from segdesk.core.document import COLOURS, Bytes2D, Which
from segdesk.core.edits import SetPrompts
from segdesk.core.geometry import Box, Point
from segdesk.core.maskedits import Combination
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Region, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.imaging import files
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, document_of, drag, move, place, press_key, settle

LEFT_BOX, RIGHT_BOX = [(20, 40), (100, 100), (140, 180)], [(100, 60), (150, 100), (260, 200)]
IN_LEFT, IN_BOTH, IN_RIGHT, IN_NONE = (50, 60), (120, 120), (220, 100), (300, 20)
LASSO = (Point(40, 60), Point(60, 60), Point(60, 90))
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def two(window: Window, qtbot: QtBot) -> Window:
    """A box on the left, and a second subject with a box on the right, which is in hand."""
    drag(window.canvas, LEFT_BOX)
    settle(qtbot, window)
    QTest.mouseClick(window.column.subject.add, LEFT)
    drag(window.canvas, RIGHT_BOX)
    settle(qtbot, window)
    return window


def rows_of(window: Window) -> list[SubjectRow]:
    QApplication.processEvents()
    return window.column.subject.rows


def keys_of(window: Window) -> list[int]:
    return [subject.key for subject in document_of(window).subjects]


def names_of(window: Window) -> list[str]:
    return [row.name.text() for row in rows_of(window)]


def inside(window: Window, key: int) -> list[bool]:
    """Whether a subject's mask holds the places in left, in both and in right."""
    mask = document_of(window).subject_of(key).mask
    return [mask is not None and bool(mask.coverage[y, x]) for x, y in (IN_LEFT, IN_BOTH, IN_RIGHT)]


def colour_at(window: Window, at: tuple[int, int]) -> np.ndarray:
    window.canvas.refresh()
    shown = window.canvas.image.pixelColor(place(window.canvas, *at))
    return np.array([shown.red(), shown.green(), shown.blue()])


def alpha_of(path: Path) -> Bytes2D:
    alpha = files.decode(path).picture.alpha
    assert alpha is not None
    return alpha


def choose(menu: QMenu, words: str) -> None:
    """The entry of a menu whose words begin like this."""
    [action] = [action for action in menu.actions() if action.text().startswith(words)]
    assert action.isEnabled()
    action.trigger()
    menu.deleteLater()


def test_one_subject_is_a_plain_card_with_a_plus(window: Window) -> None:
    section = window.column.subject
    assert rows_of(window) == []
    assert section.add.isVisible()
    assert not section.remove.isVisible()
    assert not window.column.export.which.isVisible()


def test_a_new_subject_takes_the_next_strokes_in_a_colour_of_its_own(two: Window) -> None:
    assert names_of(two) == ["Subject 1", "Subject 2"]
    assert [row.words.split("  ·  ")[0].replace("\u00a0", " ") for row in rows_of(two)] == ["1 box", "1 box"]
    assert inside(two, 0) == [True, True, False]
    assert inside(two, 1) == [False, True, True]
    assert [subject.traits.colour for subject in document_of(two).subjects] == list(COLOURS[:2])


def test_a_click_and_keys_choose_the_subject_in_hand(two: Window) -> None:
    QTest.mouseClick(rows_of(two)[0], LEFT)
    assert document_of(two).active == 0
    for key, active in ((Qt.Key.Key_BracketLeft, 1), (Qt.Key.Key_BracketLeft, 0), (Qt.Key.Key_BracketRight, 1)):
        press_key(two, key, ALT)
        assert document_of(two).active == active
    QTest.keyClick(rows_of(two)[1], Qt.Key.Key_Up)
    assert document_of(two).active == 0


def test_others_show_tinted_in_their_colour_and_the_one_in_hand_as_it_is(two: Window, qtbot: QtBot) -> None:
    picture = document_of(two).picture.pixels
    np.testing.assert_allclose(colour_at(two, IN_RIGHT), picture[IN_RIGHT[::-1]], atol=12)
    tinted, dimmed = colour_at(two, IN_LEFT), colour_at(two, IN_NONE)
    assert tinted[1] - tinted[0] > dimmed[1] - dimmed[0] + 20
    QTest.mouseClick(rows_of(two)[0], LEFT)
    settle(qtbot, two)
    np.testing.assert_allclose(colour_at(two, IN_LEFT), picture[IN_LEFT[::-1]], atol=12)
    tinted = colour_at(two, IN_RIGHT)
    assert tinted[0] - tinted[2] > 40


def test_what_is_hidden_is_neither_tinted_nor_shown_and_takes_no_stroke(two: Window, qtbot: QtBot) -> None:
    dimmed = colour_at(two, IN_NONE) / document_of(two).picture.pixels[IN_NONE[::-1]]
    QTest.mouseClick(rows_of(two)[0].eye, LEFT)
    settle(qtbot, two)
    untinted = document_of(two).picture.pixels[IN_LEFT[::-1]] * dimmed
    np.testing.assert_allclose(colour_at(two, IN_LEFT), untinted, atol=14)
    QTest.mouseClick(rows_of(two)[0], LEFT)
    settle(qtbot, two)
    picture = document_of(two).picture.pixels
    np.testing.assert_allclose(colour_at(two, IN_NONE), picture[IN_NONE[::-1]], atol=12)
    drag(two.canvas, RIGHT_BOX)
    assert two.stage.toast.words == str(Note.of(Notice.SUBJECT_HIDDEN))
    assert len(document_of(two).subject_of(0).prompts.boxes) == 1
    assert not two.commands["export"].isEnabled()


def test_what_is_locked_takes_no_stroke_and_says_so_in_one_line(two: Window) -> None:
    QTest.mouseClick(rows_of(two)[1].lock, LEFT)
    before = document_of(two)
    drag(two.canvas, LEFT_BOX)
    two.commands["clear"].trigger()
    assert document_of(two) is before
    assert two.stage.toast.words == str(Note.of(Notice.SUBJECT_LOCKED))
    assert not two.column.edge.isEnabled()
    QTest.mouseClick(rows_of(two)[1].lock, LEFT)
    drag(two.canvas, LEFT_BOX)
    assert len(document_of(two).subject.prompts.boxes) == 2


def test_a_name_is_edited_in_its_place(two: Window) -> None:
    row = rows_of(two)[0]
    QTest.mouseDClick(row, LEFT, pos=row.rect().center())
    QTest.keyClick(row.name, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(row.name, "Rope")
    QTest.keyClick(row.name, Qt.Key.Key_Return)
    assert names_of(two) == ["Rope", "Subject 2"]
    assert two.commands["undo"].text() == "Undo rename subject"
    QTest.keyClick(rows_of(two)[0], Qt.Key.Key_Return)
    QTest.keyClicks(row.name, "Not this")
    QTest.keyClick(row.name, Qt.Key.Key_Escape)
    assert names_of(two) == ["Rope", "Subject 2"]
    two.commands["undo"].trigger()
    assert names_of(two) == ["Subject 1", "Subject 2"]


def test_an_emptied_name_brings_the_number_back(two: Window) -> None:
    row = rows_of(two)[0]
    for name in ("Rope", ""):
        row.rename()
        row.name.setText(name)
        QTest.keyClick(row.name, Qt.Key.Key_Return)
        assert names_of(two)[0] == (name or "Subject 1")


def drag_row(row: SubjectRow, to: QPoint) -> None:
    """Take a row and let it go at a global place."""
    start = row.rect().center()
    QTest.mousePress(row, LEFT, pos=start)
    for at in (start + QPoint(0, 20), row.mapFromGlobal(to)):
        move(row, at)
    QTest.mouseRelease(row, LEFT, pos=row.mapFromGlobal(to))


def test_rows_are_dragged_and_moved_by_keys_into_another_order(two: Window) -> None:
    first, second = rows_of(two)
    drag_row(first, second.mapToGlobal(QPoint(20, second.height() + 30)))
    assert keys_of(two) == [1, 0]
    assert [row.key for row in rows_of(two)] == [1, 0]
    QTest.keyClick(rows_of(two)[1], Qt.Key.Key_Up, ALT)
    assert keys_of(two) == [0, 1]
    press_key(two, Qt.Key.Key_Up, ALT)
    assert keys_of(two) == [0, 1]
    press_key(two, Qt.Key.Key_Down, ALT)
    assert keys_of(two) == [1, 0]
    two.commands["undo"].trigger()
    assert keys_of(two) == [0, 1]


def test_the_trash_takes_the_subject_in_hand_and_undo_brings_it_back(two: Window, qtbot: QtBot) -> None:
    QTest.mouseClick(two.column.subject.remove, LEFT)
    settle(qtbot, two)
    assert keys_of(two) == [0]
    assert rows_of(two) == []
    press_key(two, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, two)
    assert keys_of(two) == [0, 1]
    assert document_of(two).active == 1
    assert inside(two, 1) == [False, True, True]


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Add", [True, True, True]),
        ("Subtract", [False, False, True]),
        ("Keep of", [False, True, False]),
        ("Keep what", [True, False, True]),
    ],
)
def test_masks_are_put_together_by_the_menu(two: Window, qtbot: QtBot, words: str, holds: list[bool]) -> None:
    choose(two.subjects.menu(0), words)
    settle(qtbot, two)
    assert inside(two, 1) == holds
    assert inside(two, 0) == [True, True, False]
    press_key(two, Qt.Key.Key_Z, CONTROL)
    assert inside(two, 1) == [False, True, True]


def test_without_a_mask_nothing_is_put_together(two: Window) -> None:
    two.commands["new_subject"].trigger()
    entries = {action.text(): action.isEnabled() for action in two.subjects.menu(0).actions() if action.text()}
    assert [is_on for words, is_on in entries.items() if words.startswith(("Add", "Subtract", "Keep"))] == [False] * 4
    two.subjects.combine(0, Combination.UNION)
    assert two.stage.toast.words == str(Note.of(Notice.COMBINE_UNMASKED))


def test_the_answer_that_comes_after_another_was_chosen_shows_in_its_row(
    two: Window, qtbot: QtBot, desks: PaperDesks
) -> None:
    desks.gate.clear()
    drag(two.canvas, LEFT_BOX)
    QTest.mouseClick(rows_of(two)[0], LEFT)
    desks.gate.set()
    settle(qtbot, two)
    assert inside(two, 1) == [True, True, True]
    assert inside(two, 0) == [True, True, False]


def press_which(window: Window, which: Which) -> None:
    buttons = window.column.export.which.findChildren(QToolButton)
    [button] = [
        button for button in buttons if button.text() == {Which.EACH: "Each", Which.TOGETHER: "Together"}[which]
    ]
    QTest.mouseClick(button, LEFT)


def test_exports_hold_the_one_in_hand_each_or_all(two: Window, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    def export(name: str) -> None:
        answers.target = tmp_path / name
        with qtbot.waitSignal(two.session.exported, timeout=20_000):
            press_key(two, Qt.Key.Key_E, CONTROL)

    export("one.png")
    press_which(two, Which.EACH)
    export("each.png")
    assert "2 cutouts" in two.stage.toast.words
    press_which(two, Which.TOGETHER)
    export("all.png")
    assert sorted(path.name for path in tmp_path.glob("*.png") if path.name != "plum.png") == [
        "all.png",
        "each-1.png",
        "each-2.png",
        "one.png",
    ]
    held = {
        name: [bool(alpha_of(tmp_path / name)[y, x]) for x, y in (IN_LEFT, IN_BOTH, IN_RIGHT, IN_NONE)]
        for name in ("one.png", "each-1.png", "each-2.png", "all.png")
    }
    assert held == {
        "one.png": [False, True, True, False],
        "each-1.png": [True, True, False, False],
        "each-2.png": [False, True, True, False],
        "all.png": [True, True, True, False],
    }


def test_files_of_each_are_replaced_only_when_asked(
    two: Window, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    dear, answers.target = tmp_path / "each-2.png", tmp_path / "each.png"
    dear.write_bytes(b"something dear")
    two.commands["export_each"].trigger()
    assert answers.asked[-1] == "replace each-2.png"
    assert dear.read_bytes() == b"something dear"
    answers.replaces = True
    with qtbot.waitSignal(two.session.exported, timeout=20_000):
        two.commands["export_each"].trigger()
    assert alpha_of(dear).any()


def test_a_second_picture_has_one_subject_again(
    two: Window, answers: Answers, picture: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    open_picture(two, picture)
    assert rows_of(two) == []
    assert two.column.subject.said == "Nothing marked"


@pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
def test_a_rows_dot_offers_colours_and_one_of_ones_own(two: Window, answers: Answers) -> None:
    def boxes() -> list[ColourBox]:
        return [box for box in two.findChildren(ColourBox) if box.isVisible()]

    row, before = rows_of(two)[1], document_of(two)
    assert row.dot.width() >= 24
    QTest.mouseClick(row.dot, LEFT)
    [box] = boxes()
    [pink] = [one for one in box.swatches.findChildren(QToolButton) if one.accessibleName() == "Pink"]
    QTest.mouseClick(pink, LEFT)
    assert not boxes()
    assert document_of(two).subject_of(row.key).traits.colour == COLOURS[3]
    assert two.commands["undo"].text() == "Undo colour of subject"
    two.session.undo()
    assert document_of(two) == before
    answers.own_colour = (1, 2, 3)
    QTest.mouseClick(row.dot, LEFT)
    QTest.mouseClick(boxes()[0].swatches.own, LEFT)
    assert answers.asked[-1] == f"colour from {before.subject_of(row.key).traits.colour}"
    assert document_of(two).subject_of(row.key).traits.colour == (1, 2, 3)
    steps = two.session.undo_name
    # The same once more is no step.
    QTest.mouseClick(row.dot, LEFT)
    QTest.mouseClick(boxes()[0].swatches.own, LEFT)
    two.session.undo()
    assert steps == "colour of subject"
    assert document_of(two) == before


def test_however_much_was_said_about_a_subject_the_column_stays_as_wide_as_it_is(two: Window, qtbot: QtBot) -> None:
    said = Prompts(
        strokes=tuple(Stroke(Polarity.KEEP, 2, (Point(40 + at, 60),)) for at in range(12)),
        boxes=tuple(BoxPrompt(Box(20 + at, 40, 60 + at, 90)) for at in range(12)),
        auto=True,
    )
    two.session.perform("much", SetPrompts(1, said.with_prompt(Region(Polarity.KEEP, LASSO))))
    two.session.retouch(RetouchStroke(Polarity.KEEP, 9, (Point(40, 60),)))
    settle(qtbot, two)
    bar = two.column.findChildren(QScrollArea)[0].horizontalScrollBar()
    assert (bar.maximum(), bar.isVisible()) == (0, False)
    row = rows_of(two)[1]
    assert row.eye.mapTo(two, row.eye.rect().topRight()).x() < two.width()
