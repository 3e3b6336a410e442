"""How a cutout may be looked at: the views, and what can be chosen about them."""

from dataclasses import dataclass
from enum import Enum

Colour = tuple[int, int, int]


class View(Enum):
    """What stands where the mask says "removed"."""

    OVERLAY = "overlay"
    CHECKER = "checker"
    WHITE = "white"
    BLACK = "black"
    MASK = "mask"
    ORIGINAL = "original"


CYCLE = (View.OVERLAY, View.CHECKER, View.WHITE, View.BLACK, View.MASK)
"""The views one key steps through; the original shows while its key is held."""


@dataclass(frozen=True)
class Look:
    """A view and how it is drawn: RGB colours 0..255, opacity 0..1."""

    view: View = View.OVERLAY
    colour: Colour = (0, 0, 0)
    opacity: float = 0.66
    outline: bool = True
    accent: Colour = (76, 141, 255)
    checker: tuple[Colour, Colour] = ((66, 69, 73), (86, 90, 95))
