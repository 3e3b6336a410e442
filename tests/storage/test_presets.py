"""Presets come with the program, a person adds, renames and removes his own, and a damaged file is told of."""

from pathlib import Path

import pytest

from segdesk.core.errors import OutputError, Reason
from segdesk.core.exporting import Canvas, Format, Preset, Recipe, Trimmed
from segdesk.storage.presets import FILE_NAME, Presets, load_presets, save_presets, slug

WEB = Preset("For my shop", Recipe(Format.WEBP, Trimmed()))


def test_the_programs_presets_are_there_at_first(tmp_path: Path) -> None:
    presets = load_presets(tmp_path)
    square = presets.find("square-800-on-white").recipe
    assert square.layout == Canvas()
    assert (square.format, square.background) == (Format.JPEG, (255, 255, 255))
    assert presets.find("  TRIM + 5 % ") == presets.find("trim-5")
    assert len({slug(preset.name) for preset in presets.all}) == len(presets.all)


def test_ones_own_are_added_renamed_and_removed(tmp_path: Path) -> None:
    save_presets(load_presets(tmp_path).with_own(WEB), tmp_path)
    presets = load_presets(tmp_path)
    assert presets.all[-1] == WEB
    renamed = presets.renamed(WEB, " 店铺 ")
    assert renamed.own == (Preset("店铺", WEB.recipe),)
    assert renamed.with_own(Preset("店铺", Recipe())).own == (Preset("店铺", Recipe()),)
    assert presets.without(WEB) == Presets(presets.built_in)


def test_ones_own_takes_the_place_of_the_programs_of_the_same_name(tmp_path: Path) -> None:
    presets = load_presets(tmp_path)
    mine = Preset(presets.built_in[1].name, Recipe(Format.PSD))
    assert presets.with_own(mine).find(mine.name) == mine


def test_the_last_recipe_is_remembered(tmp_path: Path) -> None:
    save_presets(Presets(last=WEB.recipe), tmp_path)
    assert load_presets(tmp_path).last == WEB.recipe


def test_a_name_that_is_no_presets_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as unknown:
        load_presets(tmp_path).find("square-9000")
    assert unknown.value.reason is Reason.PRESET_UNKNOWN
    assert "square-800-on-white" in str(unknown.value)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": 2}',
        '{"presets": [{"name": "x", "recipe": {"quality": 0}}]}',
        '{"last": {"quality": 1%s}}' % ("0" * 400),
    ],
)
def test_a_damaged_file_is_told_of_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(OutputError) as damaged:
        load_presets(tmp_path)
    assert damaged.value.reason is Reason.PRESETS_UNREADABLE
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == text
