"""Undo and redo against a plain list of documents."""

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from segdesk.core.document import Bytes2D, Document, EdgeSettings
from segdesk.core.edits import AddPrompt, Edit, RemovePrompt, ReplacePrompt, SetEdges, SetPrompts, apply, edit_bytes
from segdesk.core.geometry import Point
from segdesk.core.history import History
from segdesk.core.maskedits import SetMask
from segdesk.core.prompts import Polarity, Prompts, Stroke
from segdesk.core.subjectedits import Activate, AddSubject, RemoveSubject
from tests.core.values import blank, coverages, edge_settings, edits, masked


def stroke(points: int = 1) -> Stroke:
    return Stroke(Polarity.KEEP, 1, (Point(1, 1),) * points)


def says(edit: Edit) -> bool:
    """Whether an edit has a say in its subject's mask."""
    return isinstance(
        edit, AddPrompt | RemovePrompt | ReplacePrompt | SetPrompts | SetMask | AddSubject | RemoveSubject
    )


def masks(edit: Edit) -> bool:
    """Whether an edit brings a mask of its own."""
    return isinstance(edit, SetMask | AddSubject | RemoveSubject)


class Editing(RuleBasedStateMachine):
    """A designer who draws, waits for masks, goes from subject to subject, undoes and redoes.

    `states` is what should be there after each step, and `steps` what led there; `worked_on` is the subject that
    undoing the step after leads back to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.document = blank(subjects=2)
        self.states = [self.document]
        self.steps: list[list[Edit]] = [[]]
        self.worked_on: list[int] = [0]
        self.at = 0

    @rule(data=st.data(), count=st.integers(1, 3))
    def perform(self, data: st.DataObject, count: int) -> None:
        steps, after = [], self.document
        for _ in range(count):
            edit = data.draw(edits(after))
            steps.append(edit)
            after = History().perform(after, "", (edit,))
        self.worked_on[self.at :] = [self.document.active, after.active]
        self.document = self.history.perform(self.document, f"step {self.at + 1}", steps)
        self.at += 1
        self.states[self.at :] = [after]
        self.steps[self.at :] = [steps]

    @rule(data=st.data())
    def another_subject_is_worked_on(self, data: st.DataObject) -> None:
        subject = data.draw(st.sampled_from(self.document.subjects))
        self.document, _ = apply(self.document, Activate(subject.key))

    @rule(data=st.data(), coverage=coverages)
    def an_answer_joins(self, data: st.DataObject, coverage: Bytes2D) -> None:
        subject = data.draw(st.sampled_from(self.document.subjects)).key
        self.document = self.history.join(self.document, masked(self.document, coverage, subject))
        mask = self.document.subject_of(subject).mask
        assert mask is not None
        assert np.array_equal(mask.coverage, coverage)
        # It is seen from the step that asked for it on, up to the one ahead that brings a mask of its own.
        asked = [
            at for at in range(self.at + 1) if any(says(edit) and edit.subject == subject for edit in self.steps[at])
        ]
        for at in range(asked[-1] if asked else 0, len(self.states)):
            if at > self.at and any(masks(edit) and edit.subject == subject for edit in self.steps[at]):
                break
            state = self.states[at]
            self.states[at] = state.with_subject(subject, replace(state.subject_of(subject), mask=mask))
        if asked:
            self.steps[asked[-1]].append(masked(self.document, coverage, subject))

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        assert self.history.undo_name == f"step {self.at}"
        self.document = self.history.undo(self.document)
        self.at -= 1
        assert self.document.active == self.worked_on[self.at]

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        assert self.history.redo_name == f"step {self.at + 1}"
        self.document = self.history.redo(self.document)
        self.at += 1
        assert self.document == self.states[self.at]

    @rule()
    def undo_everything_and_come_back(self) -> None:
        for at in range(self.at - 1, -1, -1):
            self.document = self.history.undo(self.document)
            assert self.document == replace(self.states[at], active=self.worked_on[at])
        assert self.history.undo(self.document) is self.document
        for state in self.states[1:]:
            self.document = self.history.redo(self.document)
            assert self.document == state
        assert self.history.redo(self.document) is self.document
        self.at = len(self.states) - 1

    @invariant()
    def the_document_is_the_one_expected(self) -> None:
        assert self.document == replace(self.states[self.at], active=self.document.active)
        assert (self.history.undo_name is None) == (self.at == 0)
        assert (self.history.redo_name is None) == (self.at == len(self.states) - 1)

    @invariant()
    def its_size_is_that_of_its_steps(self) -> None:
        piles = (self.history._done, self.history._undone)
        assert self.history.size == sum(step.size for pile in piles for step in pile.steps)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=100, stateful_step_count=20)


def test_an_answer_belongs_to_the_stroke_that_asked_for_it() -> None:
    history = History()
    drawn = history.perform(blank(), "keep stroke", [AddPrompt(0, stroke())])
    answered = history.join(drawn, masked(drawn, np.full((5, 7), 255, np.uint8)))
    undone = history.undo(answered)
    assert undone == blank()
    assert history.redo(undone) == answered


def test_a_late_answer_belongs_to_its_own_subject_s_stroke() -> None:
    history, subject = History(), blank(subjects=2)
    first = history.perform(subject, "keep stroke", [AddPrompt(0, stroke())])
    second = history.perform(apply(first, Activate(1))[0], "keep stroke", [AddPrompt(1, stroke(2))])
    answered = history.join(second, masked(second, np.full((5, 7), 255, np.uint8), 0))
    undone = history.undo(answered)
    assert undone.subject_of(0).mask is not None
    assert undone.subject_of(1).prompts.is_empty
    assert history.undo(undone) == subject


def test_undo_and_redo_go_to_the_subject_that_a_step_belongs_to() -> None:
    history = History()
    drawn = history.perform(blank(subjects=2), "keep stroke", [AddPrompt(0, stroke())])
    elsewhere, _ = apply(drawn, Activate(1))
    undone = history.undo(elsewhere)
    assert undone == blank(subjects=2)
    assert history.redo(apply(undone, Activate(1))[0]) == drawn


def test_an_answer_with_no_step_behind_it_stays() -> None:
    history, document = History(), blank()
    answered = history.join(document, masked(document, np.full((5, 7), 255, np.uint8)))
    assert answered.subject.mask is not None
    assert history.undo(answered) is answered


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History()
    document = history.perform(blank(), "one", [AddPrompt(0, stroke())])
    document = history.undo(document)
    document = history.perform(document, "two", [AddPrompt(0, stroke(2))])
    assert history.redo_name is None
    assert history.redo(document) is document


@given(st.integers(1, 12))
def test_the_oldest_steps_fall_off_when_the_budget_is_spent(count: int) -> None:
    history, document = History(budget=40_000), blank()
    for number in range(count):
        # What weighs is the way back: each step holds the prompts it replaced, about 11 kB.
        document = history.perform(
            document, f"step {number}", [SetPrompts(0, Prompts(strokes=(stroke(100 + number),)))]
        )
    assert history.size <= 40_000
    assert history.size == sum(step.size for step in history._done.steps)
    undone = []
    while (name := history.undo_name) is not None:
        undone.append(name)
        document = history.undo(document)
    assert undone == [f"step {number}" for number in reversed(range(count))][: len(undone)]
    assert len(undone) >= min(count, 3)


def test_an_edit_weighs_no_step_but_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[Edit] = []

    def noted(edit: Edit) -> int:
        weighed.append(edit)
        return edit_bytes(edit)

    monkeypatch.setattr("segdesk.core.history.edit_bytes", noted)
    history, document = History(), blank()
    for number in range(50):
        document = history.perform(document, f"step {number}", [AddPrompt(0, stroke())])
    document = history.undo(document)
    history.redo(document)
    assert len(weighed) <= 60


def test_the_latest_step_stays_however_large_it_is() -> None:
    history = History(budget=10)
    document = history.perform(blank(), "long", [AddPrompt(0, stroke(500))])
    assert history.undo_name == "long"
    assert history.undo(document) == blank()


def slid(history: History, document: Document, *feathers: float) -> Document:
    return reduce(lambda at, feather: history.slide(at, "feather", feathering(feather)), feathers, document)


def feathering(pixels: float) -> SetEdges:
    return SetEdges(0, EdgeSettings(feather=pixels))


@given(st.lists(edge_settings, min_size=1, max_size=5), coverages)
def test_a_drag_of_a_slider_is_one_step(moves: list[EdgeSettings], coverage: Bytes2D) -> None:
    history = History()
    drawn = history.perform(blank(), "keep stroke", [AddPrompt(0, stroke())])
    document = history.perform(drawn, "feather", [SetEdges(0, moves[0])])
    # The answer that comes meanwhile is the stroke's.
    document = history.join(document, masked(document, coverage))
    for move in moves[1:]:
        document = history.slide(document, "feather", SetEdges(0, move))
    assert document.subject.edges == moves[-1]
    undone = history.undo(document)
    assert undone == apply(drawn, masked(drawn, coverage))[0]
    assert history.redo(undone) == document
    assert history.undo(history.undo(document)) == blank()


def test_a_second_drag_is_a_step_of_its_own() -> None:
    history = History()
    first = slid(history, history.perform(blank(), "feather", [feathering(1)]), 2, 3)
    second = slid(history, history.perform(first, "feather", [feathering(4)]), 5)
    assert history.undo(second) == first


def test_a_drag_that_was_undone_with_the_slider_held_begins_anew() -> None:
    history = History()
    first = history.perform(blank(), "feather", [feathering(1)])
    undone = history.undo(history.perform(first, "feather", [feathering(2)]))
    assert history.undo(slid(history, undone, 3)) == first


def test_a_drag_of_another_subjects_slider_is_a_step_of_its_own() -> None:
    history = History()
    first = history.perform(blank(subjects=2), "feather", [feathering(1)])
    second = history.slide(first, "feather", SetEdges(1, EdgeSettings(feather=2)))
    assert history.undo(second) == first


def nudge(x: float) -> ReplacePrompt:
    return ReplacePrompt(0, 0, Stroke(Polarity.KEEP, 1, (Point(x, 1),)))


def test_a_run_of_nudges_is_one_step_with_all_the_masks_it_asked_for() -> None:
    history = History()
    drawn = history.perform(blank(), "keep stroke", [AddPrompt(0, stroke())])
    moved = history.slide(history.perform(drawn, "move stroke", [nudge(2)]), "move stroke", nudge(3))
    answered = history.join(moved, masked(moved, np.full((5, 7), 255, np.uint8)))
    slid = history.slide(answered, "move stroke", nudge(4))
    undone = history.undo(slid)
    assert undone == drawn
    assert history.undo_name == "keep stroke"
    assert history.redo(undone) == slid


def test_nudges_of_another_stroke_are_a_step_of_their_own() -> None:
    history = History()
    drawn = history.perform(blank(), "two", [AddPrompt(0, stroke()), AddPrompt(0, stroke(2))])
    first = history.perform(drawn, "move stroke", [nudge(2)])
    second = history.slide(first, "move stroke", ReplacePrompt(0, 1, stroke(3)))
    assert history.undo(second) == first


def test_a_subject_that_comes_back_by_redo_has_the_masks_it_came_back_with() -> None:
    def shape(at: int) -> Bytes2D:
        coverage = np.zeros((5, 7), np.uint8)
        coverage[at, :] = 255
        return coverage

    history, document = History(), blank(subjects=2)
    document = history.perform(document, "first", (masked(document, shape(0), 1),))
    kept = document.subject_of(1)
    document = history.perform(document, "gone", (RemoveSubject(1),))
    document = history.perform(document, "back", (AddSubject(replace(kept, mask=None), 1),))
    document = history.perform(document, "second", (masked(document, shape(1), 1),))
    last = history.perform(document, "third", (masked(document, shape(1) | shape(2), 1),))
    document = history.go(last, 1)
    document = history.join(document, masked(document, shape(4), 1))
    assert history.go(document, 5).subjects == last.subjects
