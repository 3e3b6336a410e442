"""Prompt files: what was said comes back, and what makes no sense is named."""

import contextlib
import json
import string
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.errors import PromptError
from segdesk.core.geometry import Box, Point
from segdesk.core.promptfile import box_from_text, parse_prompts, stroke_from_text
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Region, Stroke
from tests.core.values import boxes, points, polarities
from tests.said import prompt_text

strokes = st.builds(
    Stroke, polarities, st.floats(0, 1e4, exclude_min=True), st.lists(points, min_size=1, max_size=5).map(tuple)
)
regions = st.builds(Region, polarities, st.lists(points, min_size=3, max_size=6).map(tuple))
sayings = st.builds(
    Prompts,
    strokes=st.lists(strokes | regions, max_size=4).map(tuple),
    boxes=st.lists(boxes.filter(lambda box: not box.is_empty).map(BoxPrompt), max_size=3).map(tuple),
    auto=st.booleans(),
    candidate=st.integers(0, 9),
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("keep")
names = st.sampled_from(["format", "auto", "candidate", "boxes", "strokes", "polarity", "radius", "points", "region"])
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names | st.text(max_size=3), inner, max_size=5),
    max_leaves=20,
)


@given(sayings)
def test_what_was_said_comes_back(said: Prompts) -> None:
    assert parse_prompts(prompt_text(said), "a") == said


def test_a_file_from_before_there_were_candidates_asks_for_the_best() -> None:
    assert parse_prompts('{"format": 1, "auto": true, "boxes": [], "strokes": []}', "a") == Prompts(auto=True)


def test_regions_keep_their_place_among_strokes() -> None:
    ring = Region(Polarity.REMOVE, (Point(1, 2), Point(30, 2), Point(20.5, 9)))
    dot = Stroke(Polarity.KEEP, 3, (Point(5, 5),))
    said = Prompts(strokes=(dot, ring, dot))
    assert parse_prompts(prompt_text(said), "a") == said
    assert json.loads(prompt_text(said))["strokes"][1] == {
        "polarity": "remove",
        "region": [[1, 2], [30, 2], [20.5, 9]],
    }


@given(st.text() | st.text(alphabet='{}[]",:0123456789.e-' + string.ascii_lowercase))
def test_any_text_is_read_or_refused(text: str) -> None:
    _read_or_refused(text)


@given(trees, trees)
def test_any_json_is_read_or_refused(tree: object, part: object) -> None:
    for root in (
        tree,
        {"format": 1, "boxes": tree, "strokes": part},
        {"format": 1, "boxes": [tree], "strokes": [part]},
    ):
        _read_or_refused(json.dumps(root))


@given(st.dictionaries(st.sampled_from(["polarity", "radius", "points", "region"]), trees), trees)
def test_any_stroke_is_read_or_refused(stroke: dict[str, object], tree: object) -> None:
    sound = {"polarity": "keep", "radius": 3, "points": [[1, 2]]}
    for one in (stroke, sound | stroke, sound | {"points": [[1, 2], tree]}):
        _read_or_refused(json.dumps({"format": 1, "strokes": [one]}))


STROKE = '{"polarity": "keep", "radius": 3, "points": [[1, 2]]}'
NONSENSE = {
    "": "line 1 is not JSON",
    '{"format": 1,\n "boxes": [}': "line 2 is not JSON",
    "[]": "the file must be an object",
    "{}": "its format is None, not 1",
    '{"format": 2}': "its format is 2, not 1",
    '{"format": 1, "auto": "yes"}': "auto must be true or false",
    '{"format": 1, "candidate": -1}': "candidate must be a whole number from 0 on",
    '{"format": 1, "candidate": 1.5}': "candidate must be a whole number from 0 on",
    '{"format": 1, "candidate": true}': "candidate must be a whole number from 0 on",
    '{"format": 1, "boxes": 3}': "boxes must be a list",
    '{"format": 1, "boxes": [[1, 2, 3]]}': "a box needs four numbers",
    '{"format": 1, "boxes": [[1, 2, 3, "x"]]}': "'x' is not a number",
    '{"format": 1, "boxes": [[1, 2, 3, NaN]]}': "'nan' is not a number",
    '{"format": 1, "boxes": [[9, 2, 3, 4]]}': "right and bottom must lie beyond",
    '{"format": 1, "strokes": [7]}': "a stroke must be an object",
    '{"format": 1, "strokes": [{}]}': "polarity must be keep or remove",
    '{"format": 1, "strokes": [{"polarity": "keep", "radius": 0, "points": [[1, 2]]}]}': "radius must be above 0",
    '{"format": 1, "strokes": [{"polarity": "keep", "radius": 3, "points": []}]}': "at least one point",
    '{"format": 1, "strokes": [{"polarity": "keep", "region": [[1, 2], [3, 4]]}]}': "at least three points",
    '{"format": 1, "strokes": [{"polarity": "keep", "region": 3}]}': "a region must be a list",
    '{"format": 1, "strokes": [{"polarity": "keep", "radius": 3, "points": [[1]]}]}': "a point needs two numbers",
    '{"format": 1, "strokes": [' + STROKE + ', {"polarity": "keep"}]}': "'None' is not a number",
    "[" * 100_000: "prompts.json",
    '{"format": 1, "boxes": [[0, 0, 1, ' + "9" * 5000 + "]]}": "prompts.json",
}


@pytest.mark.parametrize(("text", "complaint"), NONSENSE.items(), ids=range(len(NONSENSE)))
def test_nonsense_is_named(text: str, complaint: str) -> None:
    with pytest.raises(PromptError) as caught:
        parse_prompts(text, "prompts.json")
    assert complaint in str(caught.value)
    assert "“prompts.json”" in str(caught.value)


def test_strokes_and_boxes_are_written_in_one_word() -> None:
    assert stroke_from_text("12:1,2 3.5,-4", Polarity.REMOVE) == Stroke(
        Polarity.REMOVE, 12, (Point(1, 2), Point(3.5, -4))
    )
    assert box_from_text("1,2,3.5,4") == BoxPrompt(Box(1, 2, 3.5, 4))


@pytest.mark.parametrize(
    "text", ["", "12", "12:", ":1,2", "12:1", "12:1,2,3", "x:1,2", "-1:1,2", "12:1,nan", "inf:1,2"]
)
def test_a_wrong_stroke_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"stroke|number"):
        stroke_from_text(text, Polarity.KEEP)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "1,2,x,4", "3,2,1,4", "1,2,1,2", "0,0,inf,1"])
def test_a_wrong_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"box|number"):
        box_from_text(text)


def _read_or_refused(text: str) -> None:
    with contextlib.suppress(PromptError):
        said = parse_prompts(text, "a")
        assert parse_prompts(prompt_text(said), "a") == said
        radii = [mark.radius for mark in said.strokes if isinstance(mark, Stroke)]
        assert all(isinstance(cast(object, radius), float) for radius in radii)


def test_a_stroke_keeps_what_a_pen_pressed() -> None:
    pressed = Stroke(Polarity.KEEP, 9.0, (Point(1, 2), Point(3, 4)), (2.5, 9.0))
    even = Stroke(Polarity.KEEP, 9.0, pressed.points)
    text = prompt_text(Prompts((pressed, even)))
    assert parse_prompts(text, "it").strokes == (pressed, even)
    assert [("radii" in table) for table in json.loads(text)["strokes"]] == [True, False]


@pytest.mark.parametrize("radii", [[1], [1, 2, 3], [0, 5], [-1, 5], [5, 9.5], ["wide", 2]])
def test_pressure_that_fits_no_stroke_is_refused(radii: list[object]) -> None:
    stroke = {"polarity": "keep", "radius": 9, "points": [[1, 2], [3, 4]], "radii": radii}
    with pytest.raises(PromptError):
        parse_prompts(json.dumps({"format": 1, "strokes": [stroke]}), "it")
