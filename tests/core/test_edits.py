"""Every edit can be taken back, and a patch carries exactly what changed."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from segdesk.core.document import Bytes2D, EdgeSettings, MaskSource
from segdesk.core.edits import (
    AddHair,
    AddPrompt,
    AddRetouch,
    RemoveHair,
    RemovePrompt,
    RemoveRetouch,
    ReplacePaint,
    SetPrompts,
    apply,
    edit_bytes,
)
from segdesk.core.geometry import Point
from segdesk.core.maskedits import Patch, SetMask, mask_edit, unmask_edit
from segdesk.core.prompts import HairStroke, Polarity, Prompts, ScribbleMap, Stroke
from segdesk.core.retouch import RetouchStroke
from tests.core.values import SIZE, blank, coverages, edits, masked, strokes

sides = st.integers(0, 12)
pairs = st.tuples(sides, sides).flatmap(
    lambda shape: st.tuples(arrays.arrays(np.uint8, shape), arrays.arrays(np.uint8, shape))
)


@given(st.data())
def test_inverses_lead_back_and_forth_again(data: st.DataObject) -> None:
    documents, inverses = [blank(subjects=2)], []
    for _ in range(data.draw(st.integers(1, 8))):
        document, inverse = apply(documents[-1], data.draw(edits(documents[-1])))
        documents.append(document)
        inverses.append(inverse)
    document, forwards = documents[-1], []
    for earlier in documents[-2::-1]:
        document, forward = apply(document, inverses.pop())
        forwards.append(forward)
        assert document == earlier
    for later in documents[1:]:
        document, _ = apply(document, forwards.pop())
        assert document == later


@given(st.data())
def test_each_edit_makes_the_document_one_revision_older(data: st.DataObject) -> None:
    document = blank()
    assert apply(document, data.draw(edits(document)))[0].revision == document.revision + 1


@given(coverages, coverages)
def test_an_edit_leaves_the_document_it_came_from_alone(first: Bytes2D, second: Bytes2D) -> None:
    document, _ = apply(blank(), masked(blank(), first.copy()))
    apply(document, masked(document, second))
    assert document.subject.mask is not None
    assert np.array_equal(document.subject.mask.coverage, first)


def test_a_mask_can_be_taken_away_by_a_patch_that_misses_part_of_it() -> None:
    document, _ = apply(blank(), masked(blank(), np.full((SIZE.height, SIZE.width), 255, np.uint8)))
    corner = Patch.cut(np.zeros((SIZE.height, SIZE.width), np.uint8), (0, 1), (0, 1))
    bare, inverse = apply(document, SetMask(0, corner, None))
    assert bare.subject.mask is None
    assert apply(bare, inverse)[0] == document


@given(coverages)
def test_unmasking_leaves_no_mask(coverage: Bytes2D) -> None:
    document, _ = apply(blank(), masked(blank(), coverage))
    assert apply(document, unmask_edit(document, 0))[0].subject.mask is None


def test_only_the_named_subject_changes() -> None:
    stroke = Stroke(Polarity.KEEP, 1, (Point(1, 1),))
    document, _ = apply(blank(subjects=3), AddPrompt(1, stroke))
    assert [subject.prompts.strokes for subject in document.subjects] == [(), (stroke,), ()]


@given(strokes)
def test_removing_what_is_not_there_is_refused(stroke: Stroke) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        apply(blank(), RemovePrompt(0, stroke))


def test_a_hair_stroke_beyond_the_last_place_joins_as_the_last() -> None:
    short, long = (HairStroke(Polarity.KEEP, 1, (Point(1, 1),) * count) for count in (1, 2))
    document, _ = apply(blank(), AddHair(0, short))
    document, inverse = apply(document, AddHair(0, long, 9))
    assert document.subject.hair == (short, long)
    assert inverse == RemoveHair(0, 1)


def test_retouch_strokes_stand_in_their_order_and_leave_from_any_place() -> None:
    first, second, third = (RetouchStroke(Polarity.KEEP, radius, (Point(1, 1),)) for radius in (1, 2, 3))
    document, _ = apply(blank(), AddRetouch(0, first))
    document, _ = apply(document, AddRetouch(0, third))
    document, inverse = apply(document, AddRetouch(0, second, 1))
    assert document.subject.retouch == (first, second, third)
    assert inverse == RemoveRetouch(0, 1)
    document, inverse = apply(document, RemoveRetouch(0, 0))
    assert document.subject.retouch == (second, third)
    assert inverse == AddRetouch(0, first, 0)


def test_a_retouch_stroke_that_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(IndexError):
        apply(blank(), RemoveRetouch(0, 0))


@pytest.mark.parametrize(
    "impossible", [{"radius": 0.0}, {"radius": float("nan")}, {"hardness": 1.1}, {"opacity": -0.1}, {"points": ()}]
)
def test_a_brush_that_cannot_be_is_refused(impossible: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no brush paints like this"):
        RetouchStroke(**{"polarity": Polarity.KEEP, "radius": 3.0, "points": (Point(1, 1),)} | impossible)


def test_a_subject_with_paint_alone_is_not_blank() -> None:
    assert blank().subject.is_blank
    document, inverse = apply(blank(), AddRetouch(0, RetouchStroke(Polarity.KEEP, 2, (Point(1, 1),))))
    assert not document.subject.is_blank
    assert apply(document, inverse)[0].subject.is_blank


@pytest.mark.parametrize(
    "impossible",
    [{"halo": 1.1}, {"contrast": -0.1}, {"width": 0.0}, {"feather": -1.0}, {"fill_holes": -1}, {"shift": float("nan")}],
)
def test_an_edge_that_cannot_be_is_refused(impossible: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no edge can be like this"):
        EdgeSettings(**impossible)


@given(pairs)
def test_a_patch_turns_one_array_into_the_other_and_its_lift_back(pair: tuple[Bytes2D, Bytes2D]) -> None:
    before, after = pair
    patch = Patch.between(before, after)
    assert np.array_equal(patch.onto(before), after)
    assert np.array_equal(patch.lifted(before).onto(after), before)


@given(coverages)
def test_no_difference_is_an_empty_patch(coverage: Bytes2D) -> None:
    patch = Patch.between(coverage, coverage)
    assert (patch.rows, patch.columns) == ((0, 0), (0, 0))
    assert np.array_equal(patch.onto(coverage), coverage)


def test_a_patch_holds_the_smallest_rectangle() -> None:
    before = np.zeros((9, 9), np.uint8)
    after = before.copy()
    after[2, 5] = after[6, 3] = 1
    patch = Patch.between(before, after)
    assert (patch.rows, patch.columns) == ((2, 7), (3, 6))


def test_a_dab_on_a_large_mask_costs_kilobytes() -> None:
    before = np.zeros((4000, 6000), np.uint8)
    after = before.copy()
    after[2000:2100, 3000:3100] = 255
    assert edit_bytes(SetMask(0, Patch.between(before, after), None)) < 4096


def test_edits_weigh_what_they_hold() -> None:
    short, long = (Stroke(Polarity.KEEP, 1, (Point(1, 1),) * count) for count in (1, 1000))
    marks = ScribbleMap(Polarity.KEEP, np.zeros((100, 100), np.uint8))
    source = MaskSource("test", Prompts())
    noise = np.random.default_rng(1).integers(0, 256, (SIZE.height, SIZE.width), np.uint8)
    assert edit_bytes(AddPrompt(0, long)) > 100_000 > edit_bytes(AddPrompt(0, short)) > 0
    paint, hair = RetouchStroke(Polarity.KEEP, 1, long.points), HairStroke(Polarity.KEEP, 1, long.points)
    assert edit_bytes(AddRetouch(0, paint)) == edit_bytes(AddHair(0, hair)) == edit_bytes(ReplacePaint(0, 0, hair))
    assert edit_bytes(RemovePrompt(0, marks)) == 10_000
    assert edit_bytes(SetPrompts(0, Prompts(strokes=(short, long), maps=(marks,)))) > 110_000
    assert edit_bytes(mask_edit(blank(), 0, coverage=noise, source=source)) >= noise.size
