"""Several subjects in one picture: who joins, who leaves, what is locked, and masks put together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.document import COLOURS, INSIDE, Bytes2D, Document, EdgeSettings, MaskSource, Traits
from segdesk.core.edits import (
    AddHair,
    AddPrompt,
    AddRetouch,
    Edit,
    SetEdges,
    SetPrompts,
    apply,
    edit_bytes,
    objection,
)
from segdesk.core.geometry import Box, Point
from segdesk.core.maskedits import Combination, combining_edit, mask_edit, unmask_edit
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompts, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import Activate, AddSubject, MoveSubject, RemoveSubject, SetTraits
from tests.core.values import SIZE, blank, coverages, joining, masked, prompt_sets, traits

STROKE = Stroke(Polarity.KEEP, 1, (Point(1, 1),))
HAIR = HairStroke(Polarity.KEEP, 1, (Point(1, 1),))
WHOLE = np.full((SIZE.height, SIZE.width), 255, np.uint8)


def done(document: Document, *edits: Edit) -> Document:
    for edit in edits:
        document, _ = apply(document, edit)
    return document


def keys(document: Document) -> list[int]:
    return [subject.key for subject in document.subjects]


@given(st.integers(1, 2 * len(COLOURS)))
def test_every_new_subject_has_a_key_and_as_long_as_there_are_any_a_colour_of_its_own(count: int) -> None:
    document = blank()
    for _ in range(count):
        document = done(document, joining(document))
    assert len(set(keys(document))) == count + 1
    colours = [subject.traits.colour for subject in document.subjects]
    assert len(set(colours)) == min(count + 1, len(COLOURS))
    assert max(map(colours.count, COLOURS)) - min(map(colours.count, COLOURS)) <= 1


def test_a_colour_that_came_free_is_given_again() -> None:
    document = done(blank(), joining(blank()))
    document = done(document, joining(document), RemoveSubject(1))
    assert done(document, joining(document)).subjects[-1].traits.colour == COLOURS[1]


@given(coverages, prompt_sets, traits)
def test_a_subject_that_left_comes_back_whole_and_in_its_place(
    coverage: Bytes2D, prompts: Prompts, traits: Traits
) -> None:
    before = done(blank(subjects=3), SetPrompts(1, prompts), SetTraits(1, traits), AddHair(1, HAIR))
    before = done(before, masked(before, coverage, 1))
    after, inverse = apply(before, RemoveSubject(1))
    assert keys(after) == [0, 2]
    assert apply(after, inverse)[0] == before


def test_the_way_back_to_a_subject_weighs_its_patch_and_not_its_mask() -> None:
    document = done(blank(subjects=2), AddPrompt(1, Stroke(Polarity.KEEP, 1, (Point(1, 1),) * 1000)))
    coverage = np.zeros((SIZE.height, SIZE.width), np.uint8)
    coverage[2, 3] = 255
    _, inverse = apply(done(document, masked(document, coverage, 1)), RemoveSubject(1))
    assert isinstance(inverse, AddSubject)
    assert inverse.added.mask is None
    assert inverse.mask is not None
    assert inverse.mask.patch.rows == (2, 3)
    assert edit_bytes(inverse) > 100_000


def test_the_subject_being_worked_on_cannot_leave() -> None:
    with pytest.raises(ValueError, match="has to stay"):
        apply(blank(subjects=2), RemoveSubject(0))


def test_a_subject_joins_once() -> None:
    with pytest.raises(ValueError, match="joins once"):
        apply(blank(), AddSubject(blank().subject, 0))


@pytest.mark.parametrize("edit", [RemoveSubject(9), MoveSubject(9, 0), Activate(9), SetTraits(9, Traits())])
def test_a_subject_that_is_not_there_takes_no_edit(edit: Edit) -> None:
    with pytest.raises(KeyError):
        apply(blank(), edit)


def test_a_subject_keeps_its_key_and_the_one_worked_on_stays_so_wherever_they_move() -> None:
    document = done(blank(subjects=3), Activate(1), AddPrompt(1, STROKE), MoveSubject(1, 2), MoveSubject(2, 0))
    assert keys(document) == [2, 0, 1]
    assert document.active == 1
    assert document.subjects[2].prompts.strokes == (STROKE,)


LOCK, HIDE = Traits(is_locked=True), Traits(is_visible=False)
INTO_IT: list[Edit] = [
    AddPrompt(0, STROKE),
    SetPrompts(0, Prompts()),
    SetEdges(0, EdgeSettings()),
    AddHair(0, HAIR),
    AddRetouch(0, RetouchStroke(Polarity.KEEP, 1, (Point(1, 1),))),
    unmask_edit(blank(), 0),
]
AROUND_IT: list[Edit] = [joining(blank()), MoveSubject(0, 0), Activate(0), SetTraits(0, Traits())]


@pytest.mark.parametrize("edit", INTO_IT)
def test_what_is_locked_or_hidden_takes_no_edit(edit: Edit) -> None:
    assert objection(blank(), edit) is None
    assert objection(done(blank(), SetTraits(0, LOCK)), edit) is Notice.SUBJECT_LOCKED
    assert objection(done(blank(), SetTraits(0, HIDE)), edit) is Notice.SUBJECT_HIDDEN


@pytest.mark.parametrize("edit", AROUND_IT)
def test_what_is_locked_and_hidden_can_be_moved_and_unlocked(edit: Edit) -> None:
    assert objection(done(blank(), SetTraits(0, Traits(is_visible=False, is_locked=True))), edit) is None


def test_what_is_locked_cannot_be_removed_and_what_is_hidden_can() -> None:
    assert objection(done(blank(subjects=2), SetTraits(1, LOCK)), RemoveSubject(1)) is Notice.SUBJECT_LOCKED
    assert objection(done(blank(subjects=2), SetTraits(1, HIDE)), RemoveSubject(1)) is None


def test_only_what_is_visible_and_has_something_to_show_is_exported() -> None:
    document = blank(subjects=4)
    document = done(document, masked(document, WHOLE, 0), masked(document, WHOLE, 1), SetTraits(0, HIDE))
    document = done(document, AddRetouch(3, RetouchStroke(Polarity.KEEP, 1, (Point(1, 1),))))
    assert [subject.key for subject in document.exported] == [1, 3]


@given(coverages, coverages, st.sampled_from(Combination))
def test_masks_are_combined_pixel_by_pixel(own: Bytes2D, other: Bytes2D, how: Combination) -> None:
    document = blank(subjects=2)
    document = done(document, AddPrompt(0, STROKE))
    document = done(document, masked(document, own, 0), masked(document, other, 1))
    edit = combining_edit(document, 0, other=1, how=how)
    combined = done(document, edit)
    mask = combined.subject.mask
    assert mask is not None
    mine, theirs = own >= INSIDE, other >= INSIDE
    meant = {
        Combination.UNION: mine | theirs,
        Combination.SUBTRACT: mine & ~theirs,
        Combination.INTERSECT: mine & theirs,
        Combination.EXCLUDE: mine ^ theirs,
    }
    np.testing.assert_array_equal(mask.coverage >= INSIDE, meant[how])
    assert mask.source.engine == how.value
    assert combined.subject.prompts == document.subject.prompts
    assert not combined.subject.is_stale
    assert combined.subject_of(1) == document.subject_of(1)


@given(coverages, coverages, st.sampled_from(Combination))
def test_what_is_turned_inside_out_is_combined_as_it_is_seen(own: Bytes2D, other: Bytes2D, how: Combination) -> None:
    plain = blank(subjects=2)
    plain = done(plain, masked(plain, own, 0), masked(plain, other, 1))
    turned = blank(subjects=2)
    turned = done(turned, *(SetEdges(key, EdgeSettings(invert=True)) for key in (0, 1)))
    turned = done(turned, masked(turned, 255 - own, 0), masked(turned, 255 - other, 1))
    plain, turned = (done(each, combining_edit(each, 0, other=1, how=how)) for each in (plain, turned))
    assert plain.subject.mask is not None
    assert turned.subject.mask is not None
    np.testing.assert_array_equal(turned.subject.mask.coverage, 255 - plain.subject.mask.coverage)


@pytest.mark.parametrize("has_own", [True, False])
def test_without_both_masks_nothing_is_combined(has_own: bool) -> None:
    document = blank(subjects=2)
    document = done(document, masked(document, WHOLE, 0 if has_own else 1))
    with pytest.raises(ValueError, match="only masks"):
        combining_edit(document, 0, other=1, how=Combination.UNION)


@pytest.mark.parametrize(("own", "other", "both"), [(True, True, True), (True, False, False), (False, True, False)])
def test_only_two_finished_alphas_make_a_finished_one(own: bool, other: bool, both: bool) -> None:
    document = blank(subjects=2)
    for key, is_soft in ((0, own), (1, other)):
        source = MaskSource("test", Prompts(), is_soft=is_soft)
        document = done(document, mask_edit(document, key, coverage=WHOLE, source=source))
    mask = done(document, combining_edit(document, 0, other=1, how=Combination.UNION)).subject.mask
    assert mask is not None
    assert mask.source.is_soft is both


def combined_with_box_and_stroke() -> Document:
    document = done(blank(subjects=2), AddPrompt(0, BoxPrompt(Box(0, 0, 2, 2))), AddPrompt(0, STROKE))
    document = done(document, masked(document, WHOLE, 0), masked(document, WHOLE, 1))
    return done(document, combining_edit(document, 0, other=1, how=Combination.SUBTRACT))


def test_what_was_said_before_a_combination_is_settled_and_neither_asked_again_nor_law() -> None:
    later = Stroke(Polarity.REMOVE, 2, (Point(3, 3),))
    combined = combined_with_box_and_stroke()
    drawn = done(combined, AddPrompt(0, later)).subject
    assert drawn.prompts.strokes == (STROKE, later)
    assert drawn.asked == Prompts(strokes=(later,))
    assert drawn.start is not None
    assert combined.subject.mask is not None
    assert drawn.start.coverage is combined.subject.mask.coverage
    assert drawn.start.source.prompts.is_empty
    assert combined.subject.mask.source.law.is_empty


def test_taking_back_what_a_combination_rests_on_asks_for_everything_anew() -> None:
    bare = done(combined_with_box_and_stroke(), SetPrompts(0, Prompts(strokes=(STROKE,)))).subject
    assert bare.asked == Prompts(strokes=(STROKE,))
    assert bare.start is None
