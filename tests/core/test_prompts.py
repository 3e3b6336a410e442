"""Prompts are values: adding, taking out and asking whether they only grew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.document import Mask, MaskSource, Subject
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import Polarity, Prompt, Prompts, ScribbleMap, Stroke
from tests.core.values import maps, prompt_sets, prompts, strokes


@given(prompt_sets, prompts)
def test_the_last_prompt_of_its_kind_is_the_one_taken_out(said: Prompts, prompt: Prompt) -> None:
    more = said.with_prompt(prompt)
    assert more != said
    assert more.without(prompt) == said
    assert more.position(prompt) == len(_kind(more, prompt)) - 1


@given(prompt_sets, prompts, st.integers(0, 3))
def test_a_prompt_goes_where_it_is_put(said: Prompts, prompt: Prompt, at: int) -> None:
    kind = _kind(said.with_prompt(prompt, at), prompt)
    assert kind[min(at, len(kind) - 1)] == prompt


@given(prompt_sets, st.lists(prompts, max_size=3))
def test_prompts_grow_by_additions(said: Prompts, added: list[Prompt]) -> None:
    more = said
    for prompt in added:
        more = more.with_prompt(prompt)
    assert more.grew_from(said)
    assert said.grew_from(more) == (not added)


@given(prompt_sets, prompt_sets)
def test_prompts_that_grew_from_each_other_are_the_same(one: Prompts, other: Prompts) -> None:
    assert (one.grew_from(other) and other.grew_from(one)) == (one == other)


@given(prompt_sets, strokes)
def test_a_mask_is_a_prior_until_something_it_answered_is_taken_back(said: Prompts, stroke: Stroke) -> None:
    answered = said.with_prompt(stroke)
    mask = Mask(np.zeros((5, 7), np.uint8), MaskSource("test", answered))
    assert Subject(prompts=answered, mask=mask).prior is mask
    assert not Subject(prompts=answered, mask=mask).is_stale
    grown = Subject(prompts=answered.with_prompt(stroke), mask=mask)
    assert grown.is_stale
    assert grown.prior is mask
    shrunk = Subject(prompts=said, mask=mask)
    assert shrunk.is_stale
    assert shrunk.prior is None


@given(prompt_sets)
def test_a_subject_without_a_mask_waits_for_one_when_something_was_said(said: Prompts) -> None:
    assert Subject(prompts=said).is_stale == (not said.is_empty)
    assert Subject(prompts=said).prior is None


def test_asking_for_the_main_subject_says_something() -> None:
    assert Prompts().is_empty
    assert not Prompts(auto=True).is_empty
    assert not Prompts(auto=True).has_strokes


def test_another_candidate_is_another_question_and_no_growth() -> None:
    first, second = Prompts(auto=True), Prompts(auto=True, candidate=1)
    assert first != second
    assert not second.grew_from(first)
    assert not first.grew_from(second)


@given(prompts)
def test_the_main_subject_is_asked_for_alone_until_something_is_drawn(prompt: Prompt) -> None:
    asked = Prompts(auto=True, candidate=2)
    assert asked.is_auto_alone
    drawn = asked.with_prompt(prompt)
    assert not drawn.is_auto_alone
    assert drawn.candidate == 2
    assert drawn.grew_from(asked)
    assert not Prompts().is_auto_alone


@given(maps)
def test_equal_maps_hash_alike_and_cannot_be_painted_on(one: ScribbleMap) -> None:
    other = ScribbleMap(one.polarity, one.coverage.copy())
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(ValueError, match="read-only"):
        one.coverage[0, 0] = 1


@given(st.sampled_from(Polarity))
def test_the_opposite_of_the_opposite_is_the_same(polarity: Polarity) -> None:
    assert polarity.opposite is not polarity
    assert polarity.opposite.opposite is polarity


def test_a_stroke_reaches_one_radius_beyond_its_points() -> None:
    assert Stroke(Polarity.KEEP, 3, (Point(10, 5), Point(4, 20))).bounds == Box(1, 2, 13, 23)


def _kind(said: Prompts, prompt: Prompt) -> tuple[Prompt, ...]:
    return next(kind for kind in (said.strokes, said.boxes, said.maps) if prompt in kind)
