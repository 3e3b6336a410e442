"""Several subjects in a session: answers find the one they were asked for, undo goes to it, exports hold it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.core.document import Bytes2D, Document, Which
from segdesk.core.edits import Edit
from segdesk.core.geometry import Box
from segdesk.core.maskedits import Combination, combining_edit
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import BoxPrompt, Prompts
from segdesk.core.subjectedits import Activate, AddSubject, MoveSubject, RemoveSubject, SetTraits, new_subject
from segdesk.imaging import files
from tests.app.conftest import Settle
from tests.app.desks import PaperDesks, engine_failure, painted
from tests.app.hands import has_unexported

LEFT, RIGHT = BoxPrompt(Box(20, 40, 120, 180)), BoxPrompt(Box(100, 60, 260, 200))


@pytest.fixture
def two(session: Session, picture: Path, qtbot: QtBot) -> Session:
    """The plum with a second subject, which is the one in hand."""
    with qtbot.waitSignal(session.document_opened, timeout=20_000):
        session.open(Request.of_file(picture))
    added = new_subject(document_of(session))
    session.perform("new subject", AddSubject(added, 1), Activate(added.key))
    return session


def document_of(session: Session) -> Document:
    assert session.document is not None
    return session.document


def coverage_of(session: Session, key: int) -> Bytes2D | None:
    mask = document_of(session).subject_of(key).mask
    return None if mask is None else mask.coverage


def meant(session: Session, *boxes: BoxPrompt) -> Bytes2D:
    return painted(Prompts(boxes=boxes), document_of(session).picture.size)


def set_traits(session: Session, key: int, **traits: object) -> None:
    before = document_of(session).subject_of(key).traits
    session.perform("traits", SetTraits(key, replace(before, **traits)))  # type: ignore[arg-type]


def test_each_subject_has_the_mask_of_its_own_prompts(two: Session, settle: Settle) -> None:
    two.add(RIGHT)
    settle()
    two.activate(0)
    two.add(LEFT)
    settle()
    np.testing.assert_array_equal(coverage_of(two, 0), meant(two, LEFT))
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))


def test_an_answer_joins_the_subject_it_was_asked_for_though_another_is_in_hand(
    two: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.gate.clear()
    two.add(RIGHT)
    two.activate(0)
    desks.gate.set()
    settle()
    assert document_of(two).active == 0
    assert coverage_of(two, 0) is None
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))


def test_an_answer_finds_its_subject_wherever_it_moved_meanwhile(
    two: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.gate.clear()
    two.add(RIGHT)
    two.perform("order", MoveSubject(1, 0))
    set_traits(two, 1, name="plum", is_locked=True)
    desks.gate.set()
    settle()
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))
    for _ in range(3):
        two.undo()
    settle()
    assert coverage_of(two, 1) is None
    assert document_of(two).subject.prompts.is_empty


def test_a_question_that_gave_way_to_another_subject_s_is_asked_after_it(
    two: Session, settle: Settle, desks: PaperDesks, qtbot: QtBot
) -> None:
    desks.gate.clear()
    two.add(RIGHT)
    qtbot.waitUntil(desks.started.is_set)
    two.activate(0)
    two.add(LEFT)
    two.add(RIGHT)
    desks.gate.set()
    settle()
    np.testing.assert_array_equal(coverage_of(two, 0), meant(two, LEFT, RIGHT))
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))
    assert desks.asked[-2:] == [Prompts(boxes=(LEFT, RIGHT)), Prompts(boxes=(RIGHT,))]


def test_each_of_two_late_answers_is_undone_with_the_stroke_that_asked_for_it(
    two: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.gate.clear()
    two.add(RIGHT)
    two.activate(0)
    two.add(LEFT)
    desks.gate.set()
    settle()
    asked = len(desks.asked)
    two.activate(1)
    two.undo()
    settle()
    assert document_of(two).active == 0
    assert coverage_of(two, 0) is None
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))
    two.undo()
    settle()
    assert document_of(two).active == 1
    assert coverage_of(two, 1) is None
    two.redo()
    two.redo()
    settle()
    np.testing.assert_array_equal(coverage_of(two, 0), meant(two, LEFT))
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))
    assert len(desks.asked) == asked


def test_working_on_another_subject_is_no_step(two: Session) -> None:
    before = two.undo_name
    two.activate(0)
    assert two.undo_name == before
    two.undo()
    assert [subject.key for subject in document_of(two).subjects] == [0]


def test_an_answer_for_a_subject_that_left_is_dropped(
    two: Session, settle: Settle, desks: PaperDesks, qtbot: QtBot
) -> None:
    desks.heeds_cancel = False
    desks.gate.clear()
    two.add(RIGHT)
    qtbot.waitUntil(desks.started.is_set)
    two.perform("remove", Activate(0), RemoveSubject(1))
    desks.gate.set()
    settle()
    assert [subject.key for subject in document_of(two).subjects] == [0]
    assert coverage_of(two, 0) is None
    two.undo()
    settle()
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT))


def test_candidates_belong_to_their_subject(two: Session, settle: Settle, desks: PaperDesks) -> None:
    desks.candidates = 3
    for key, times in ((0, 2), (1, 3)):
        two.activate(key)
        for _ in range(times):
            two.find_subject()
            settle()
    assert [subject.prompts.candidate for subject in document_of(two).subjects] == [1, 2]


def test_a_failure_of_one_subject_s_question_leaves_the_other_s(
    two: Session, settle: Settle, desks: PaperDesks, qtbot: QtBot
) -> None:
    desks.failure = engine_failure()
    two.add(RIGHT)
    settle()
    desks.failure = None
    two.activate(0)
    two.add(LEFT)
    settle()
    np.testing.assert_array_equal(coverage_of(two, 0), meant(two, LEFT))
    assert coverage_of(two, 1) is None
    two.activate(1)
    two.add(LEFT)
    settle()
    np.testing.assert_array_equal(coverage_of(two, 1), meant(two, RIGHT, LEFT))


@pytest.mark.parametrize(
    ("traits", "notice"),
    [({"is_locked": True}, Notice.SUBJECT_LOCKED), ({"is_visible": False}, Notice.SUBJECT_HIDDEN)],
    ids=["locked", "hidden"],
)
def test_what_is_locked_or_hidden_takes_no_stroke_and_it_is_said(
    two: Session, desks: PaperDesks, traits: dict[str, bool], notice: Notice
) -> None:
    told: list[tuple[Note, ...]] = []
    two.noted.connect(told.append)
    set_traits(two, 1, **traits)
    before = document_of(two)
    two.add(RIGHT)
    two.find_subject()
    two.clear()
    two.set_edges(replace(before.subject.edges, feather=3.0), "feather")
    two.set_edges(replace(before.subject.edges, feather=3.0), "feather", slides=True)
    assert document_of(two) is before
    assert told == [(Note.of(notice),)] * 5
    assert desks.asked == []


def test_masks_put_together_are_one_step_and_the_next_stroke_starts_from_them(
    two: Session, settle: Settle, desks: PaperDesks
) -> None:
    two.add(RIGHT)
    settle()
    two.activate(0)
    two.add(LEFT)
    settle()
    before = document_of(two)
    edit: Edit = combining_edit(before, 0, other=1, how=Combination.UNION)
    two.perform("add", edit)
    settle()
    np.testing.assert_array_equal(coverage_of(two, 0), meant(two, LEFT, RIGHT))
    assert len(desks.asked) == 2
    two.undo()
    assert document_of(two) == before


def test_one_two_or_all_subjects_are_exported(two: Session, settle: Settle, tmp_path: Path) -> None:
    two.add(RIGHT)
    two.activate(0)
    two.add(LEFT)
    settle()
    set_traits(two, 1, name="石/榴")
    written: list[tuple[Path, ...]] = []
    two.exported.connect(written.append)
    for which in Which:
        two.export(tmp_path / f"{which.value}.png", which)
    settle()
    each = (tmp_path / "each-1.png", tmp_path / "each-石 榴.png")
    assert written == [(tmp_path / "active.png",), each, (tmp_path / "together.png",)]
    alphas = [files.decode(path).picture.alpha for paths in written for path in paths]
    for alpha, boxes in zip(alphas, [(LEFT,), (LEFT,), (RIGHT,), (LEFT, RIGHT)], strict=True):
        np.testing.assert_array_equal(alpha, meant(two, *boxes))


def test_work_is_unexported_until_every_subject_is_in_a_file(two: Session, settle: Settle, tmp_path: Path) -> None:
    two.add(RIGHT)
    two.activate(0)
    two.add(LEFT)
    settle()
    two.export(tmp_path / "left.png")
    settle()
    assert has_unexported(two)
    two.activate(1)
    two.export(tmp_path / "right.png")
    settle()
    assert not has_unexported(two)
    two.undo()
    two.redo()
    settle()
    assert not has_unexported(two)
