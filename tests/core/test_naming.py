"""Names of the files that hold one subject each, on whatever system they are written."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.document import Document, Mask, MaskSource, Subject, Traits
from segdesk.core.geometry import Size
from segdesk.core.naming import Labels, export_paths, filled
from segdesk.core.prompts import Prompts
from tests.core.values import PICTURE, SIZE

BASE = Path("pictures") / "plum-cutout.png"


def named(*names: str) -> Document:
    mask = Mask(np.full((SIZE.height, SIZE.width), 255, np.uint8), MaskSource("test", Prompts()))
    return Document(PICTURE, tuple(Subject(key, Traits(name), mask=mask) for key, name in enumerate(names)))


def names_of(document: Document) -> list[str]:
    return [path.name for path in export_paths(document, BASE).values()]


def test_a_name_follows_the_chosen_one_and_a_number_stands_for_none() -> None:
    assert names_of(named("", "Rope", "")) == ["plum-cutout-1.png", "plum-cutout-Rope.png", "plum-cutout-3.png"]
    assert all(path.parent == BASE.parent for path in export_paths(named("a", "b"), BASE).values())


def test_chinese_stays_and_what_no_system_takes_goes() -> None:
    assert names_of(named("石榴", "a/b\\c:d", " ..dot. ", "\n")) == [
        "plum-cutout-石榴.png",
        "plum-cutout-a b c d.png",
        "plum-cutout-dot.png",
        "plum-cutout-4.png",
    ]


def test_a_pictures_name_that_is_no_text_makes_one_that_is() -> None:
    assert filled("{name}-cutout", Labels("caf\udce9 1", Size(1, 1), datetime.min)) == "caf 1-cutout"
    assert filled("{name}", Labels("\udce9", Size(1, 1), datetime.min)) == "cutout"


def test_names_that_some_system_takes_for_one_are_numbered() -> None:
    assert names_of(named("Cup", "cup", "CUP", "Café", "Cafe\u0301")) == [
        "plum-cutout-Cup.png",
        "plum-cutout-cup-2.png",
        "plum-cutout-CUP-3.png",
        "plum-cutout-Café.png",
        "plum-cutout-Café-2.png",
    ]


def test_a_name_that_another_s_number_would_make_is_left_to_it() -> None:
    assert names_of(named("cup", "cup-2", "cup")) == [
        "plum-cutout-cup.png",
        "plum-cutout-cup-2.png",
        "plum-cutout-cup-3.png",
    ]


def test_what_is_hidden_or_blank_has_no_file() -> None:
    document = named("a", "b", "c")
    hidden = replace(document.subjects[0], traits=Traits("a", is_visible=False))
    blank = replace(document.subjects[1], mask=None)
    assert names_of(replace(document, subjects=(hidden, blank, document.subjects[2]))) == ["plum-cutout-c.png"]


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_names_make_as_many_files_that_can_be_written(names: list[str]) -> None:
    made = names_of(named(*names))
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert len(name.encode()) <= 255
        assert not set(name) & set('<>:"/\\|?*\x00')
        assert name == Path(name).name
