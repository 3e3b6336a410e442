"""The modules of `packaging/model`, which is no part of the program."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "packaging" / "model"


def from_packaging(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of packaging/model, found by its path: `packaging` is also the name of an installed library."""
    spec = importlib.util.spec_from_file_location(
        "model", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec is not None
    monkeypatch.setitem(sys.modules, "model", importlib.util.module_from_spec(spec))
    return importlib.import_module(f"model.{name}")
