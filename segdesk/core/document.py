"""The document as a frozen value: a snapshot costs nothing, so any thread may hold one without a lock."""

from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segdesk.core.edgesettings import AS_MASKED as AS_MASKED
from segdesk.core.edgesettings import EdgeMode as EdgeMode
from segdesk.core.edgesettings import EdgeSettings as EdgeSettings
from segdesk.core.geometry import Size
from segdesk.core.prompts import HairStroke, Prompts
from segdesk.core.retouch import RetouchStroke

Bytes2D = NDArray[np.uint8]
Colour = tuple[int, int, int]
"""RGB, 0..255 each."""
LIMIT_MEGAPIXELS = 100.0
"""What is opened unasked; above it the pictures of one document no longer fit a common machine's memory."""
FILE_ENGINE: Final = "file"
"""The source of a mask that came with a file rather than from an engine."""
INSIDE = 128
"""Mask values from here on are inside the subject."""
COLOURS: Final[tuple[Colour, ...]] = (
    (46, 184, 114),
    (240, 140, 40),
    (150, 96, 240),
    (238, 86, 160),
    (32, 180, 205),
    (222, 190, 40),
    (208, 62, 56),
    (132, 160, 50),
)
"""What tells subjects apart: far from each other to the eye, and none of them the blue that the window points with."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A decoded picture.

    pixels: RGB uint8 HxWx3 in sRGB, upright, read-only; what every engine and view works on.
    alpha:  the file's own transparency, uint8 HxW, or None when it is opaque throughout.
    native: RGB uint8 HxWx3 in the colours of `icc` when that is not sRGB, else None; exports take these.
    icc:    the profile `native` (or, without it, `pixels`) is to be exported with.
    exif:   what the camera wrote, less what speaks of the file's own pixels, such as how they are turned.
    dpi:    pixels per inch, where the file tells.
    original: the bytes of the file it was decoded from, so that a project can hold them whatever becomes of the file;
            empty for pixels that were never in one.
    """

    pixels: NDArray[np.uint8]
    alpha: Bytes2D | None = None
    native: NDArray[np.uint8] | None = None
    icc: bytes | None = None
    path: Path | None = None
    name: str = ""
    exif: bytes | None = None
    dpi: float | None = None
    original: bytes = b""

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

    @property
    def in_srgb(self) -> "Picture":
        """The same picture to be exported in plain sRGB."""
        return replace(self, native=None, icc=None)


@dataclass(frozen=True)
class MaskSource:
    """Who made a mask, from which prompts, and among how many proposals for the main subject they chose.

    is_soft: its coverage is finished alpha, which no matting may better: a cloud's own, or that of a file.
    settled: what had been said before the mask was combined with another one. It has had its effect; what would be
             left of the combination if it were asked for, or were law, once more?
    """

    engine: str
    prompts: Prompts
    candidates: int = 1
    is_soft: bool = False
    settled: Prompts = field(default_factory=Prompts)

    @property
    def law(self) -> Prompts:
        """The prompts whose strokes hold whatever becomes of the mask."""
        return self.prompts.since(self.settled)


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


class Which(Enum):
    """Whose cutout an export is: the active subject's, each visible one's, or that of all visible ones together."""

    ACTIVE = "active"
    EACH = "each"
    TOGETHER = "together"


@dataclass(frozen=True)
class Traits:
    """What a subject is called and how it takes part.

    name:       empty where it was given none.
    colour:     what shows it among others.
    is_visible: it is shown and exported.
    is_locked:  it takes no edit.
    """

    name: str = ""
    colour: Colour = COLOURS[0]
    is_visible: bool = True
    is_locked: bool = False


@dataclass(frozen=True)
class Subject:
    """One object being cut out.

    key:  tells it from the document's other subjects as long as it is there, wherever it stands among them.
    hair: strokes of the hair brush on the trimap, the later over the earlier.
    retouch: strokes on the finished alpha, the later over the earlier; there may be some without a mask.
    """

    key: int = 0
    traits: Traits = field(default_factory=Traits)
    prompts: Prompts = field(default_factory=Prompts)
    mask: Mask | None = None
    edges: EdgeSettings = field(default_factory=EdgeSettings)
    hair: tuple[HairStroke, ...] = ()
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

    @property
    def settled(self) -> Prompts:
        """What the present mask has settled; nothing once any of what it answers is taken back."""
        return Prompts() if self.prior is None else self.prior.source.settled

    @property
    def start(self) -> Mask | None:
        """The prior as what it is to an engine: the answer to nothing that is settled."""
        if self.prior is None or self.settled.is_empty:
            return self.prior
        return replace(self.prior, source=replace(self.prior.source, prompts=self.prior.source.law))

    @property
    def asked(self) -> Prompts:
        """What an engine is to be asked, who starts from there."""
        return self.prompts.since(self.settled)


def overlap_reach(picture: Size) -> int:
    """How many pixels from where subjects overlap their edges count as one edge in common."""
    return max(round(picture.long_side / 100), 6)


@dataclass(frozen=True)
class Document:
    """A picture and the subjects cut out of it, the first of which lies above the others.

    active:   the key of the subject being worked on.
    revision: counts edits and takes no part in equality.
    """

    picture: Picture
    subjects: tuple[Subject, ...] = (Subject(),)
    active: int = 0
    revision: int = field(default=0, compare=False)

    @property
    def subject(self) -> Subject:
        """The subject being worked on."""
        return self.subject_of(self.active)

    @property
    def exported(self) -> tuple[Subject, ...]:
        """The subjects that an export of all of them holds."""
        return tuple(subject for subject in self.subjects if subject.traits.is_visible and not subject.is_blank)

    def has(self, key: int) -> bool:
        """Whether there is a subject of this key."""
        return any(subject.key == key for subject in self.subjects)

    def place_of(self, key: int) -> int:
        """Where a subject stands, from 0. Raises KeyError where there is none of this key."""
        for place, subject in enumerate(self.subjects):
            if subject.key == key:
                return place
        raise KeyError(key)

    def subject_of(self, key: int) -> Subject:
        """The subject of a key. Raises KeyError where there is none."""
        return self.subjects[self.place_of(key)]

    def with_active(self, key: int) -> "Document":
        """This document with another subject in hand. Raises KeyError where there is none of this key."""
        return self if key == self.active else replace(self, active=self.subject_of(key).key)

    def with_subject(self, key: int, subject: Subject) -> "Document":
        """This document with one subject changed, one revision later. Raises KeyError where there is none."""
        at = self.place_of(key)
        return self.with_subjects((*self.subjects[:at], subject, *self.subjects[at + 1 :]))

    def with_subjects(self, subjects: tuple[Subject, ...]) -> "Document":
        """This document with other subjects, one revision later."""
        return replace(self, subjects=subjects, revision=self.revision + 1)
