"""The libraries that the program stands on, and the terms under which each is passed on."""

import json
from dataclasses import dataclass
from typing import Any, Final

from segdesk.core.resources import resource

QT: Final = "PySide6_Essentials"
"""The library whose licence, the LGPL, gives people the right to put their own build in its place."""


@dataclass(frozen=True)
class Library:
    """One library: its licence as an SPDX expression, where it comes from, and its licence's text in full."""

    name: str
    version: str
    licence: str
    home: str
    text: str


def libraries() -> tuple[Library, ...]:
    """All that a package of the program contains, in alphabetical order; `packaging/package.py licences` lists them."""
    listed: list[dict[str, Any]] = json.loads(resource("licences.json").read_text(encoding="utf-8"))
    return tuple(Library(**entry) for entry in listed)
