"""What the view paints from: finished parts of the picture at some size, and what part of it is in sight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.app.pyramid import Pyramid, Quilts
from segdesk.app.quilt import Quilt
from segdesk.core.document import Colour, Document, Subject
from segdesk.core.geometry import Box, Point
from segdesk.core.retouch import RetouchStroke
from segdesk.imaging.groundwork import Groundwork


@dataclass(frozen=True)
class Sight:
    """The part of the picture in view, in picture pixels, and how many device pixels a picture pixel takes."""

    box: Box
    scale: float


@dataclass(frozen=True, eq=False)
class Layer:
    """Final alpha (uint8 HxW) and the colours under it (RGB uint8 HxWx3) of a part of the picture.

    box:    the part, in picture pixels; its sides lie on multiples of `factor`, or on the picture's rim.
    factor: how many times smaller than the picture its arrays are.
    inner:  what of the box is to be shown, where its rim is there for its surroundings' sake only.
    retouch: the strokes of the retouch brush that are in it.
    """

    alpha: Pyramid | Quilts
    colours: Pyramid | Quilts
    box: Box
    factor: int = 1
    inner: Box | None = None
    retouch: tuple[RetouchStroke, ...] = ()

    @property
    def shown(self) -> Box:
        return self.box if self.inner is None else self.inner

    @property
    def corner(self) -> Point:
        """Where in the picture it begins."""
        return Point(self.box.left, self.box.top)

    def is_plain(self, part: Box, scale: float) -> bool:
        """Whether its colours are known to be the picture's in a part of the picture, as it is drawn at a scale."""
        level, halved = self.colours.level_for(scale * self.factor)
        step, (left, top) = halved * self.factor, self.corner
        sides = (part.left - left, part.top - top, part.right - left, part.bottom - top)
        return isinstance(level, Quilt) and level.is_bare(Box(*(side / step for side in sides)))


@dataclass(frozen=True)
class Companion:
    """A visible subject beside the one in hand: its mask, its finished edges once they are there, and its colour."""

    mask: Pyramid | None
    layer: Layer | None
    colour: Colour
    is_above: bool


@dataclass(frozen=True, eq=False)
class Tint:
    """Places of the picture to point at.

    flags: where they are, bool hxw, at a size `factor` times smaller.
    boxes: around each, in picture pixels.
    comes: they come to the subject; else they go.
    """

    flags: NDArray[np.bool_]
    boxes: tuple[Box, ...]
    comes: bool
    factor: int


@dataclass(frozen=True, eq=False)
class Base:
    """What a subject's mask is before its edge is shaped, cleared up and matted, at a size `factor` times smaller."""

    subject: Subject
    alpha: Pyramid | Quilts
    factor: int


@dataclass(frozen=True, eq=False)
class Footing:
    """What a small base is matted from whatever the width of its band, at a size `factor` times smaller."""

    subject: Subject
    ground: Groundwork
    factor: int


@dataclass(frozen=True, eq=False)
class Question:
    """A document with a mask, the levels of its picture and mask, what is in sight, and what earlier answers found."""

    document: Document
    levels: Pyramid
    mask_levels: Pyramid
    sight: Sight
    bases: tuple[Base, ...] = ()
    footing: Footing | None = None

    @property
    def subject(self) -> Subject:
        return self.document.subject


@dataclass(frozen=True, eq=False)
class Edged:
    """What a subject came to: a layer, the base it was shaped from, and what that was matted from if that was small."""

    subject: Subject
    layer: Layer
    base: Base
    footing: Footing | None = None
