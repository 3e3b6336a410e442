"""What is asked of every picture of a batch: how its subject is found, by which engine, and what is written."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from segdesk.core.document import LIMIT_MEGAPIXELS, EdgeSettings
from segdesk.core.exporting import CUTOUT, Recipe
from segdesk.core.geometry import Box, Size
from segdesk.core.naming import TEMPLATE, Labels, fields_of, filled
from segdesk.engines import DEFAULT
from segdesk.engines.setup import Setup

KNOWN_FIELDS: Final = frozenset({"name", "n", "date", "time"})
"""What is known of an export before the picture is opened."""
_SHARE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s*")


@dataclass(frozen=True)
class Auto:
    """The main subject; a picture's own transparency says it better where there is one."""


@dataclass(frozen=True)
class RelativeBox:
    """The same box in every picture: its sides as shares of width and height, 0..1."""

    left: float
    top: float
    right: float
    bottom: float

    def of(self, size: Size) -> Box:
        """The box in a picture of this size."""
        width, height = size
        return Box(self.left * width, self.top * height, self.right * width, self.bottom * height)


@dataclass(frozen=True)
class Beside:
    """The prompts that lie beside each picture; the main subject where there are none, and then a note tells so."""


Way = Auto | RelativeBox | Beside


@dataclass(frozen=True)
class Wishes:
    """Everything that decides what comes out of a picture. The setup's own parameters count by the engine's name."""

    way: Way = field(default_factory=Auto)
    engine: str = DEFAULT
    setup: Setup | None = None
    edges: EdgeSettings = field(default_factory=EdgeSettings)
    recipe: Recipe = CUTOUT
    limit_megapixels: float | None = LIMIT_MEGAPIXELS

    @property
    def suffix(self) -> str:
        """How the files' names end."""
        return self.recipe.format.suffixes[0]

    def stem(self, name: str, number: int) -> str:
        """What the output of a picture of this name is called, without suffix; `number` counts the pictures from 1.

        Plainly as the picture, in a folder of its own, unless the recipe's pattern says more that is known beforehand.
        """
        pattern = self.recipe.template
        if pattern == TEMPLATE or not fields_of(pattern) <= KNOWN_FIELDS:
            pattern = "{name}"
        return filled(pattern, Labels(name, Size(0, 0), datetime.now(), number=number))

    @property
    def digest(self) -> str:
        """The same for the same wishes, in every run of the program; no key goes into it."""
        files = () if self.setup is None else tuple(map(str, self.setup.model.files))
        told = (self.way, self.engine, files, self.edges, self.recipe)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def box_from_shares(text: str) -> RelativeBox:
    """A box written L%,T%,R%,B%. Raises ValueError that says what is wrong."""
    found = [_SHARE.fullmatch(part) for part in text.split(",")]
    shares = [float(match[1]) / 100 for match in found if match is not None]
    if len(found) != 4 or len(shares) != 4:
        raise ValueError("write the box as four shares of the picture: 10%,5%,90%,95%")
    left, top, right, bottom = shares
    if not (left < right <= 1 and top < bottom <= 1):
        raise ValueError("a box's right and bottom must lie beyond its left and top, and within 100%")
    return RelativeBox(left, top, right, bottom)
