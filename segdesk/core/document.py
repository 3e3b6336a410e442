"""The document as a frozen value: a snapshot costs nothing, so any thread may hold one without a lock."""

import math
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts, Stroke
from segdesk.core.retouch import RetouchStroke

Bytes2D = NDArray[np.uint8]
LIMIT_MEGAPIXELS = 100.0
"""What is opened unasked; above it the pictures of one document no longer fit a common machine's memory."""
INSIDE = 128
"""Mask values from here on are inside the subject."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture.

    pixels: RGB uint8 HxWx3 in sRGB, upright, read-only; what every engine and view works on.
    alpha:  the file's own transparency, uint8 HxW, or None when it is opaque throughout.
    native: RGB uint8 HxWx3 in the colours of `icc` when that is not sRGB, else None; exports take these.
    icc:    the profile `native` (or, without it, `pixels`) is to be exported with.
    """

    pixels: NDArray[np.uint8]
    alpha: Bytes2D | None = None
    native: NDArray[np.uint8] | None = None
    icc: bytes | None = None
    path: Path | None = None
    name: str = ""

    def __post_init__(self) -> None:
        for array in (self.pixels, self.alpha, self.native):
            if array is not None:
                array.flags.writeable = False

    @property
    def size(self) -> Size:
        height, width = self.pixels.shape[:2]
        return Size(width, height)

    @property
    def export_pixels(self) -> NDArray[np.uint8]:
        """The colours an export writes, RGB uint8 HxWx3, to be tagged with `icc`."""
        return self.pixels if self.native is None else self.native


@dataclass(frozen=True)
class MaskSource:
    """Who made a mask, from which prompts, and among how many proposals for the main subject they chose.

    is_soft: its coverage is finished alpha, which no matting may better: a cloud's own, or that of a file.
    """

    engine: str
    prompts: Prompts
    candidates: int = 1
    is_soft: bool = False


@dataclass(frozen=True, eq=False)
class Mask:
    """Coverage of one subject at the picture's size, uint8 HxW, 128 and more inside, read-only."""

    coverage: Bytes2D
    source: MaskSource

    def __post_init__(self) -> None:
        self.coverage.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mask):
            return NotImplemented
        return self.source == other.source and np.array_equal(self.coverage, other.coverage)

    __hash__ = None  # pyright: ignore[reportAssignmentType]


class EdgeMode(Enum):
    """How a subject's edge becomes alpha: by matting, or as the mask has it, or by matting where there is need."""

    AUTO = "auto"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True)
class EdgeSettings:
    """What becomes of a subject's mask on the way to its alpha and its colours. All of it can be changed at any time.

    halo:    0..1, how much of the old background goes out of the colours of soft pixels.
    width:   0.25..4, times the usual width of the band that matting decides.
    shift:   pixels the edge moves outward; inward when negative.
    feather: pixels to either side over which the edge fades.
    smooth:  pixels; unevenness of the outline smaller than this goes.
    contrast: 0..1, from the edge's own softness to none.
    fill_holes, drop_specks: area in pixels up to which holes and separate parts go.
    Raises ValueError for what lies beyond these ranges.
    """

    mode: EdgeMode = EdgeMode.AUTO
    halo: float = 1.0
    width: float = 1.0
    shift: float = 0.0
    feather: float = 0.0
    smooth: float = 0.0
    contrast: float = 0.0
    fill_holes: int = 0
    drop_specks: int = 0
    keep_largest: bool = False
    invert: bool = False

    def __post_init__(self) -> None:
        shares = 0 <= self.halo <= 1 and 0 <= self.contrast <= 1 and 0.25 <= self.width <= 4
        lengths = min(self.feather, self.smooth, self.fill_holes, self.drop_specks) >= 0
        if not (shares and lengths and math.isfinite(self.shift + self.feather + self.smooth)):
            raise ValueError(f"no edge can be like this: {self}")


AS_MASKED = EdgeSettings(mode=EdgeMode.HARD, halo=0.0)
"""Alpha is the mask as it is, and the colours are the picture's."""


@dataclass(frozen=True)
class Subject:
    """One object being cut out.

    hair: strokes of the hair brush; under those that keep, matting decides whatever the mask says, and those that
    remove take earlier ones back.
    retouch: strokes on the finished alpha, the later over the earlier; there may be some without a mask.
    """

    name: str = ""
    prompts: Prompts = field(default_factory=Prompts)
    mask: Mask | None = None
    edges: EdgeSettings = field(default_factory=EdgeSettings)
    hair: tuple[Stroke, ...] = ()
    retouch: tuple[RetouchStroke, ...] = ()

    @property
    def is_blank(self) -> bool:
        """True while nothing can be left of the picture: there is neither a mask nor paint."""
        return self.mask is None and not self.retouch

    @property
    def is_stale(self) -> bool:
        """True while the mask does not answer the prompts as they stand."""
        if self.mask is None:
            return not self.prompts.is_empty
        return self.mask.source.prompts != self.prompts

    @property
    def prior(self) -> Mask | None:
        """The mask an engine may start from: the present one, as long as the prompts only grew since it was made."""
        if self.mask is not None and self.prompts.grew_from(self.mask.source.prompts):
            return self.mask
        return None


@dataclass(frozen=True)
class Document:
    """A picture and the subjects cut out of it. `revision` counts edits and takes no part in equality."""

    picture: Picture
    subjects: tuple[Subject, ...] = (Subject(),)
    active: int = 0
    revision: int = field(default=0, compare=False)

    @property
    def subject(self) -> Subject:
        """The subject being worked on."""
        return self.subjects[self.active]

    def with_subject(self, index: int, subject: Subject) -> "Document":
        """This document with one subject changed, one revision later."""
        subjects = (*self.subjects[:index], subject, *self.subjects[index + 1 :])
        return replace(self, subjects=subjects, revision=self.revision + 1)
