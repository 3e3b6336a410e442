"""How a cutout may be looked at: the views, and what can be chosen about them."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

Colour = tuple[int, int, int]


class View(Enum):
    """What is shown of picture and cutout; the values name commands and icons."""

    OVERLAY = "overlay"
    OUTLINE = "outline"
    ANTS = "ants"
    CHECKER = "checker"
    WHITE = "white"
    BLACK = "black"
    COLOUR = "colour"
    PICTURE = "backdrop"
    MASK = "mask"
    ALPHA = "alpha"
    TRIMAP = "trimap"
    ORIGINAL = "original"

    @property
    def shows_picture(self) -> bool:
        """Whether the whole picture shows as it is, with at most a line on it."""
        return self in (View.OUTLINE, View.ANTS, View.ORIGINAL)

    @property
    def shows_edges(self) -> bool:
        """Whether finished edges are what is looked at."""
        return self not in (View.MASK, View.TRIMAP, View.ORIGINAL)


CYCLE: Final = tuple(view for view in View if view is not View.ORIGINAL)
"""The views one key steps through; the original shows while its key is held."""


@dataclass(frozen=True)
class Look:
    """A view and how it is drawn: RGB colours 0..255, opacity 0..1."""

    view: View = View.OVERLAY
    colour: Colour = (0, 0, 0)
    opacity: float = 0.66
    outline: bool = True
    ground: Colour = (38, 180, 100)
    """What stands behind the cutout in the view of one's own colour."""
    accent: Colour = (76, 141, 255)
    checker: tuple[Colour, Colour] = ((66, 69, 73), (86, 90, 95))

    @property
    def has_line(self) -> bool:
        """Whether an outline is drawn."""
        return self.view is View.OUTLINE or (self.view is View.OVERLAY and self.outline)
