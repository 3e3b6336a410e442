"""Recipes: what cannot be is refused, layouts place what is kept, names are such as every system takes, JSON loses
nothing."""

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segdesk.core.exporting import Canvas, Exif, Format, Layout, Margin, Metadata, Preset, Recipe, Trimmed, Whole
from segdesk.core.exporting import placement as placed
from segdesk.core.geometry import Box, Size
from segdesk.core.naming import Labels, check_template, filled, safe
from segdesk.core.recipefile import presets_of, presets_value, recipe_of, recipe_value

PICTURE, CONTENT = Size(400, 300), Box(100, 50, 300, 150)
LABELS = Labels("鞋 01", Size(800, 600), datetime(2026, 3, 9, 14, 5, 6), subject="左", number=7)

margins = st.builds(Margin, st.floats(0, 100).map(lambda value: round(value, 2)), st.booleans())
sizes = st.builds(Size, st.integers(1, 30_000), st.integers(1, 30_000))
layouts = st.one_of(st.just(Whole()), st.builds(Trimmed, margins), st.builds(Canvas, sizes, st.floats(0.01, 1)))
levels = st.integers(0, 255)
recipes = st.builds(
    Recipe,
    st.sampled_from(Format),
    layouts,
    st.none() | st.tuples(levels, levels, levels),
    st.integers(1, 100),
    st.booleans(),
    st.booleans(),
    st.builds(Metadata, st.booleans(), st.sampled_from(Exif), st.none() | st.integers(1, 9999)),
    st.sampled_from(["{name}", "{date} {name}-{subject}", "图"]),
)


@given(recipes)
@settings(max_examples=60)
def test_a_recipe_survives_json(recipe: Recipe) -> None:
    assert recipe_of(json.loads(json.dumps(recipe_value(recipe)))) == recipe
    preset = Preset("Mine", recipe)
    assert presets_of(json.loads(json.dumps(presets_value([preset])))) == (preset,)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"format": "gif"},
        {"layout": {"kind": "spiral"}},
        {"layout": {"kind": "canvas", "width": 0}},
        {"background": "white-ish"},
        {"quality": 0},
        {"dpi": 1.5},
        {"keeps_hidden": "yes"},
        {"template": "{camera}"},
    ],
)
def test_json_that_makes_no_sense_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        recipe_of(value)


@pytest.mark.parametrize(
    ("layout", "size", "target"),
    [
        (Whole(), (400, 300), (0, 0, 400, 300)),
        (Trimmed(), (200, 100), (0, 0, 200, 100)),
        (Trimmed(Margin(5, True)), (220, 120), (0, 0, 220, 120)),
        # A margin reaches beyond the picture where there is none left of it.
        (Trimmed(Margin(120)), (440, 340), (20, 70, 420, 340)),
        (Canvas(Size(800, 800), 0.85), (800, 800), (60, 230, 740, 570)),
        (Canvas(Size(100, 50), 1.0), (100, 50), (0, 0, 100, 50)),
    ],
)
def test_a_layout_places_what_is_kept(layout: Layout, size: tuple[int, int], target: tuple[int, ...]) -> None:
    place = placed(layout, PICTURE, CONTENT)
    assert (place.size, place.target) == (size, target)
    assert Box.whole(place.size).holds(place.target)
    assert Box.whole(PICTURE).holds(place.source)


def test_where_nothing_is_kept_all_of_the_picture_is_placed() -> None:
    assert placed(Trimmed(), PICTURE, Box(0, 0, 0, 0)).size == PICTURE


def test_a_suffix_says_which_format_is_meant() -> None:
    assert Recipe().for_suffix(".JPEG").format is Format.JPEG
    assert Recipe(Format.MASK).for_suffix(".png").format is Format.MASK
    assert Recipe(Format.JPEG).ground == (255, 255, 255)
    with pytest.raises(ValueError, match="gif"):
        Recipe().for_suffix(".gif")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{name}-cutout", "鞋 01-cutout"),
        ("{date} {name}_{n}", "2026-03-09 鞋 01_7"),
        ("{name}-{subject}-{size}", "鞋 01-左-800x600"),
        ("{width}x{height} {time}", "800x600 14-05-06"),
        ("con", "con_"),
        ("LPT¹.a", "LPT¹.a_"),
        ("a/b\\c:d*?\n.", "a b c d"),
        ("...", "cutout"),
    ],
)
def test_a_template_makes_a_name_that_every_system_takes(template: str, name: str) -> None:
    assert filled(template, LABELS) == name


def test_what_separates_an_empty_field_goes_with_it() -> None:
    nameless = Labels("shoe", Size(1, 1), datetime(2026, 1, 1))
    assert filled("{name}-{subject}-{n}", nameless) == "shoe-1"
    assert filled("{subject}_{name}", nameless) == "shoe"
    assert len(safe("图" * 300).encode()) < 255


@pytest.mark.parametrize("template", ["", " ", "{lens}", "{name", "a}b"])
def test_a_template_that_cannot_be_filled_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        check_template(template)
