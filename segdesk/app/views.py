"""How a cutout may be looked at: the views, and what can be chosen about them."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from segdesk.app.marks import QT_TRANSLATE_NOOP

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
    def shows_cutout(self) -> bool:
        """Whether what is kept shows in its colours, and something else where it is removed."""
        return not self.shows_picture and self not in (View.MASK, View.ALPHA, View.TRIMAP)

    @property
    def shows_unmasked(self) -> bool:
        """Whether the picture is to be seen well as long as the subject in hand has no mask."""
        return self.shows_picture or self is View.OVERLAY

    @property
    def shows_edges(self) -> bool:
        """Whether finished edges are what is looked at, those of all visible subjects, and not the work on one."""
        return self not in (View.MASK, View.TRIMAP, View.ORIGINAL)


VIEWS: Final[tuple[tuple[View, str, tuple[str, ...]], ...]] = (
    (View.OVERLAY, QT_TRANSLATE_NOOP("Commands", "Overlay"), ("1",)),
    (View.OUTLINE, QT_TRANSLATE_NOOP("Commands", "Outline"), ("2",)),
    (View.ANTS, QT_TRANSLATE_NOOP("Commands", "Marching ants"), ("3",)),
    (View.CHECKER, QT_TRANSLATE_NOOP("Commands", "Checkerboard"), ("4",)),
    (View.WHITE, QT_TRANSLATE_NOOP("Commands", "White"), ("5",)),
    (View.BLACK, QT_TRANSLATE_NOOP("Commands", "Black"), ("6",)),
    (View.COLOUR, QT_TRANSLATE_NOOP("Commands", "Own colour"), ("7",)),
    (View.PICTURE, QT_TRANSLATE_NOOP("Commands", "Own picture"), ("8",)),
    (View.MASK, QT_TRANSLATE_NOOP("Commands", "Mask"), ("9",)),
    (View.ALPHA, QT_TRANSLATE_NOOP("Commands", "Alpha"), ("0",)),
    (View.TRIMAP, QT_TRANSLATE_NOOP("Commands", "Trimap"), ("T",)),
    (View.ORIGINAL, QT_TRANSLATE_NOOP("Commands", "Original"), ()),
)
"""Every view with its name and its keys."""
WAYS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("turn_right", QT_TRANSLATE_NOOP("Commands", "15° clockwise"), ("Ctrl+Right",)),
    ("turn_left", QT_TRANSLATE_NOOP("Commands", "15° anticlockwise"), ("Ctrl+Left",)),
    ("turn_quarter_right", QT_TRANSLATE_NOOP("Commands", "90° clockwise"), ("Ctrl+Shift+Right",)),
    ("turn_quarter_left", QT_TRANSLATE_NOOP("Commands", "90° anticlockwise"), ("Ctrl+Shift+Left",)),
    ("mirror", QT_TRANSLATE_NOOP("Commands", "Mirror left and right"), ("M",)),
    ("mirror_down", QT_TRANSLATE_NOOP("Commands", "Mirror top and bottom"), ("Shift+M",)),
    ("upright", QT_TRANSLATE_NOOP("Commands", "Upright again"), ("Ctrl+Up",)),
)
"""The ways to turn the view, by the names of their commands."""
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


def view_named(name: str) -> View:
    """The view of this name; the overlay where there is none."""
    return next((view for view in View if view.value == name), View.OVERLAY)
