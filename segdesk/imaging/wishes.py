"""What the prompts say about each pixel of a working copy."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import Prompts
from segdesk.imaging.geodesic import Terrain
from segdesk.imaging.resampling import averaged
from segdesk.imaging.scribbles import scribble_maps

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

_BORDER = 0.02
"""Width of the picture's border, of its long side."""
_BORDER_LEAD = 1.0
"""How much farther than a remove stroke the picture's border counts, as a way through the picture."""
_NOTHING = 0.02
"""Share of a box below which the prior is as good as absent from it."""
_REACH = 0.5
"""How far a keep stroke outside all boxes opens the picture around itself."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """Prompts as maps of one size: keep and remove strokes, bool HxW, boxes in its pixels, the prior mask or None.

    auto is true when the main subject is asked for: in so many words, or by saying nothing of where it is.
    """

    keep: Flags
    remove: Flags
    boxes: tuple[Box, ...]
    prior: Flags | None
    auto: bool

    @classmethod
    def of(cls, prompts: Prompts, size: Size, *, scale: float, prior: Flags | None) -> Self:
        """The wishes on a copy of `size` with `scale` pixels per picture pixel; a prior without a pixel is none."""
        keep, remove = (drawn > 0 for drawn in scribble_maps(prompts, size, scale))
        scaled = (Box(*(side * scale for side in prompt.box)).clipped(size) for prompt in prompts.boxes)
        boxes = tuple(box for box in scaled if not box.is_empty)
        usable = prior if prior is not None and prior.any() else None
        return cls(keep, remove, boxes, usable, prompts.auto or not (boxes or keep.any() or usable is not None))

    @property
    def size(self) -> Size:
        height, width = self.keep.shape
        return Size(width, height)

    @property
    def has_strokes(self) -> bool:
        return bool(self.keep.any() or self.remove.any())

    @cached_property
    def corrections(self) -> Flags:
        """Where strokes contradict the prior, bool HxW."""
        if self.prior is None:
            return np.zeros(self.keep.shape, np.bool_)
        return self.keep & ~self.prior | self.remove & self.prior

    @cached_property
    def away(self) -> Floats:
        """How far each pixel is from the nearest correction, in pixels, float32 HxW; there is one."""
        return np.asarray(cv2.distanceTransform((~self.corrections).astype(np.uint8), cv2.DIST_L2, 3), np.float32)

    @cached_property
    def depth(self) -> float:
        """How deep corrections lie in what they contradict, at their deepest, in pixels; 0 when there are none."""
        if self.prior is None or not self.corrections.any():
            return 0.0
        return max(_depth(side, self.corrections) for side in (self.prior, ~self.prior))

    @property
    def unanswered(self) -> Flags:
        """The boxes in which the prior finds next to nothing: they came after it; bool HxW."""
        inside = np.zeros(self.keep.shape, np.bool_)
        if self.prior is not None:
            for box in self.boxes:
                place = _place(box)
                inside[place] |= self.prior[place].mean() < _NOTHING
        return inside

    @property
    def border(self) -> Flags:
        """The picture's border where no keep stroke lies, bool HxW."""
        width = max(1, round(_BORDER * self.size.long_side))
        border = np.ones(self.keep.shape, np.bool_)
        border[width:-width, width:-width] = False
        return border & ~self.keep

    def shrunk(self, size: Size) -> "Wishes":
        """The same wishes at a smaller size; no stroke vanishes."""
        scale = size.long_side / self.size.long_side
        keep, remove = _shrunk(self.keep, size), _shrunk(self.remove, size)
        boxes = tuple(Box(*(side * scale for side in box)) for box in self.boxes)
        prior = None if self.prior is None else _shrunk(self.prior, size)
        return replace(self, keep=keep, remove=remove & ~keep, boxes=boxes, prior=prior)

    def box_shape(self) -> Floats:
        """1 in the middle of a box, 0 on the ellipse it holds, -1 in its corners and beyond, float32 HxW."""
        shape = np.full(self.keep.shape, -1, np.float32)
        for box in self.boxes:
            shape = np.maximum(shape, dome(self.size, box))
        return shape

    def forbidden(self, terrain: Terrain) -> Flags:
        """Where the subject cannot be: under remove strokes, and off the boxes but for what lies near a keep stroke."""
        if not self.boxes:
            return self.remove
        return (~self.in_boxes() & (self.opening(terrain) <= 0) | self.remove) & ~self.keep

    def in_boxes(self, *, without_keep: bool = False) -> Flags:
        """Every pixel that a box touches, bool HxW; on demand only of the boxes in which no keep stroke lies."""
        inside = np.zeros(self.keep.shape, np.bool_)
        for box in self.boxes:
            place = _place(box)
            if not (without_keep and self.keep[place].any()):
                inside[place] = True
        return inside

    def ways(self, terrain: Terrain) -> tuple[Floats, Floats]:
        """How far it is to what is kept, and to what goes: the strokes and, somewhat farther, the border; HxW each."""
        keep, remove, border = terrain.distances(self.keep, self.remove, self.border)
        return keep, np.minimum(remove, border + np.float32(_BORDER_LEAD))

    def opening(self, terrain: Terrain) -> Floats:
        """How far keep strokes off the boxes open the picture: 1 beside them, falling to 0, float32 HxW."""
        astray = self.keep & ~self.in_boxes()
        if not astray.any():
            return np.zeros(self.keep.shape, np.float32)
        [way] = terrain.distances(astray)
        return np.maximum(1 - way / np.float32(_REACH), 0)


def dome(size: Size, box: Box) -> Floats:
    """1 less the squared distance from the middle of a box; 0 on the ellipse that touches its sides, float32 HxW."""
    x: Floats = np.arange(0.5, size.width, dtype=np.float32)
    y: Floats = np.arange(0.5, size.height, dtype=np.float32)
    x = (x - np.float32((box.left + box.right) / 2)) / np.float32(box.width / 2)
    y = (y - np.float32((box.top + box.bottom) / 2)) / np.float32(box.height / 2)
    return np.float32(1) - np.square(x)[None, :] - np.square(y)[:, None]


def _place(box: Box) -> tuple[slice, slice]:
    """The rows and columns of every pixel a box touches."""
    rows = slice(int(np.floor(box.top)), int(np.ceil(box.bottom)))
    return rows, slice(int(np.floor(box.left)), int(np.ceil(box.right)))


def _shrunk(flags: Flags, size: Size) -> Flags:
    share = averaged(flags.astype(np.float32), size)
    return share > min(0.3, float(share.max()) / 2)


def _depth(side: Flags, at: Flags) -> float:
    """How deep inside one side the deepest of some pixels lies, in pixels; 0 when none does."""
    padded = np.pad(side.astype(np.uint8), 1)
    depths = np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3), np.float32)[1:-1, 1:-1]
    return float(depths[at].max())
