"""Snapshots: whatever happened since, the edits lead back to what there was, and can be taken back."""

from functools import reduce

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.document import Document, MaskSource, Picture, Subject
from segdesk.core.edits import apply
from segdesk.core.history import History
from segdesk.core.maskedits import mask_edit
from segdesk.core.prompts import Prompts
from segdesk.core.snapshots import Snapshot
from segdesk.core.subjectedits import RemoveSubject
from tests.core.values import blank, edits


def changed(data: st.DataObject, document: Document, count: int) -> Document:
    for _ in range(count):
        document, _ = apply(document, data.draw(edits(document)))
    return document


@given(data=st.data(), before=st.integers(0, 5), since=st.integers(0, 6))
def test_a_snapshot_leads_back_and_the_step_there_can_be_undone(data: st.DataObject, before: int, since: int) -> None:
    taken = changed(data, blank(subjects=2), before)
    snapshot, now = Snapshot.of(taken, "then"), changed(data, taken, since)
    history = History()
    back = history.restore(now, snapshot, "snapshot")
    assert back == taken
    assert history.undo(back) == now
    assert history.restore(taken, snapshot, "once more") is taken


def test_subjects_that_were_removed_come_back_in_their_order() -> None:
    taken = blank(subjects=4)
    alone = reduce(lambda now, key: apply(now, RemoveSubject(key))[0], (1, 2, 3), taken.with_active(0))
    assert History().restore(alone, Snapshot.of(taken.with_active(0), "then"), "back") == taken.with_active(0)


def test_a_snapshot_weighs_a_fraction_of_its_masks() -> None:
    picture = Picture(np.zeros((1000, 1500, 3), np.uint8))
    coverage = np.zeros((1000, 1500), np.uint8)
    coverage[200:700, 300:900] = 255
    document = Document(picture, (Subject(),))
    document, _ = apply(document, mask_edit(document, 0, coverage=coverage, source=MaskSource("test", Prompts())))
    assert Snapshot.of(document, "now").size < coverage.size / 50


@given(data=st.data(), count=st.integers(1, 6), to=st.lists(st.integers(0, 7), max_size=4))
def test_going_to_a_step_is_undoing_or_redoing_up_to_it(data: st.DataObject, count: int, to: list[int]) -> None:
    history, states = History(), [blank(subjects=2)]
    for number in range(count):
        states.append(history.perform(states[-1], f"step {number}", (data.draw(edits(states[-1])),)))
    assert history.names == tuple(f"step {number}" for number in range(count))
    assert history.is_whole
    place = reduce(history.go, to, states[-1])
    last = min(to[-1], count) if to else count
    assert history.position == last
    assert place.subjects == states[last].subjects
