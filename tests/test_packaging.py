"""What goes to people's machines: complete, current, and in the forms that desktops read."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest
from packaging.utils import canonicalize_name

from segdesk.core.licences import QT, libraries

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def licences() -> Iterator[ModuleType]:
    """The script that lists licences, found beside the packaging script that uses it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "packaging")
        yield import_module("shipping.licences")
    for name in [name for name in sys.modules if name.partition(".")[0] == "shipping"]:
        del sys.modules[name]


def test_the_licence_list_names_all_that_is_needed_and_no_more(licences: ModuleType) -> None:
    listed = {canonicalize_name(library.name): library.licence for library in libraries()}
    needed = {canonicalize_name(found.name): licences.licence_of(found) for found in licences.required()}
    assert needed.items() <= listed.items()
    # What other systems and older Pythons need may be on the list without being installed here.
    installed = {canonicalize_name(found.name) for found in distributions()}
    assert {name for name in listed if name in installed} == set(needed)


def test_every_library_may_be_passed_on_and_brings_its_licence(licences: ModuleType) -> None:
    for library in libraries():
        assert set(library.licence.split(" AND ")) <= licences.ACCEPTED
        assert len(library.text) > 500
    free = re.compile(r"(?<!L)GPL(?!.* WITH )")
    assert [library.name for library in libraries() if free.search(library.licence)] == []


def test_qt_comes_with_its_licence_and_its_duties() -> None:
    (qt,) = (library for library in libraries() if library.name == QT)
    assert "replace" in qt.text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "TERMS AND CONDITIONS" in qt.text
