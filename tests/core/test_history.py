"""Undo and redo against a plain list of documents."""

from dataclasses import replace
from functools import reduce

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from segdesk.core.document import Bytes2D, Document, EdgeSettings
from segdesk.core.edits import AddPrompt, SetEdges, SetMask, SetPrompts
from segdesk.core.geometry import Point
from segdesk.core.history import History
from segdesk.core.prompts import Polarity, Prompts, Stroke
from tests.core.values import blank, coverages, edge_settings, edits, masked


def stroke(points: int = 1) -> Stroke:
    return Stroke(Polarity.KEEP, 1, (Point(1, 1),) * points)


class Editing(RuleBasedStateMachine):
    """A designer who draws, waits for masks, undoes and redoes; `states` is what should be there at each step."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.document = blank(subjects=2)
        self.states = [self.document]
        self.masked: list[set[int]] = [set()]
        self.at = 0

    @rule(data=st.data(), count=st.integers(1, 3))
    def perform(self, data: st.DataObject, count: int) -> None:
        steps, after = [], self.document
        for _ in range(count):
            edit = data.draw(edits(after))
            steps.append(edit)
            after = History().perform(after, "", (edit,))
        self.document = self.history.perform(self.document, f"step {self.at + 1}", steps)
        self.at += 1
        self.states[self.at :] = [after]
        self.masked[self.at :] = [{edit.subject for edit in steps if isinstance(edit, SetMask)}]

    @rule(coverage=coverages, subject=st.integers(0, 1))
    def an_answer_joins(self, coverage: Bytes2D, subject: int) -> None:
        self.document = self.history.join(self.document, masked(self.document, coverage, subject))
        mask = self.document.subjects[subject].mask
        assert mask is not None
        assert np.array_equal(mask.coverage, coverage)
        # It is seen in the steps ahead as well, up to the one that brings a mask of its own.
        for at in range(self.at, len(self.states)):
            if at > self.at and subject in self.masked[at]:
                break
            state = self.states[at]
            self.states[at] = state.with_subject(subject, replace(state.subjects[subject], mask=mask))
        self.masked[self.at].add(subject)

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        assert self.history.undo_name == f"step {self.at}"
        self.document = self.history.undo(self.document)
        self.at -= 1

    @precondition(lambda self: self.at < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        assert self.history.redo_name == f"step {self.at + 1}"
        self.document = self.history.redo(self.document)
        self.at += 1

    @rule()
    def undo_everything_and_come_back(self) -> None:
        ways = ((History.undo, self.states[self.at - 1 :: -1] if self.at else []), (History.redo, self.states[1:]))
        for move, expected in ways:
            for state in expected:
                self.document = move(self.history, self.document)
                assert self.document == state
            assert move(self.history, self.document) is self.document
        self.at = len(self.states) - 1

    @invariant()
    def the_document_is_the_one_expected(self) -> None:
        assert self.document == self.states[self.at]
        assert (self.history.undo_name is None) == (self.at == 0)
        assert (self.history.redo_name is None) == (self.at == len(self.states) - 1)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=60, stateful_step_count=20)


def test_an_answer_belongs_to_the_stroke_that_asked_for_it() -> None:
    history = History()
    drawn = history.perform(blank(), "keep stroke", [AddPrompt(0, stroke())])
    answered = history.join(drawn, masked(drawn, np.full((5, 7), 255, np.uint8)))
    undone = history.undo(answered)
    assert undone == blank()
    assert history.redo(undone) == answered


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
    undone = []
    while (name := history.undo_name) is not None:
        undone.append(name)
        document = history.undo(document)
    assert undone == [f"step {number}" for number in reversed(range(count))][: len(undone)]
    assert len(undone) >= min(count, 3)


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
    document = history.perform(blank(), "feather", [SetEdges(0, moves[0])])
    document = history.join(document, masked(document, coverage))
    for move in moves[1:]:
        document = history.slide(document, "feather", SetEdges(0, move))
    assert document.subject.edges == moves[-1]
    undone = history.undo(document)
    assert undone == blank()
    assert history.undo_name is None
    assert history.redo(undone) == document


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
