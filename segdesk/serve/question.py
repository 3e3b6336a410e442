"""What the front process asks an engine worker and what comes back: plain values that travel through a pipe."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from segdesk.core.geometry import Box

ENGINE: Final = "local"
"""The one engine behind the server; it never passes a picture on."""


class Form(Enum):
    """What an answer holds."""

    CUTOUT = "cutout"
    MASK = "mask"
    WHITE = "white"


class Encoding(Enum):
    """How an answer is written."""

    PNG = "png"
    JPEG = "jpg"


@dataclass(frozen=True)
class Sides:
    """What a vendor takes: pixels of the shorter side at least, of the longer side at most."""

    shortest: int
    longest: int


@dataclass(frozen=True)
class Maps:
    """Pictures of the picture's own size that say what is meant, as files; None where nothing was sent."""

    prior: bytes | None = None
    keep: bytes | None = None
    remove: bytes | None = None
    integrated: bytes | None = None


@dataclass(frozen=True)
class Question:
    """One picture and everything the client said about it.

    is_soft:   the edge keeps its shades; else every pixel is in or out.
    is_steady: specks and ripples of the outline are smoothed away, and no hair is looked for.
    """

    picture: bytes
    sides: Sides
    auto: bool = False
    boxes: tuple[Box, ...] = ()
    maps: Maps = Maps()
    form: Form = Form.CUTOUT
    encoding: Encoding = Encoding.PNG
    is_soft: bool = True
    is_steady: bool = False


@dataclass(frozen=True)
class Reply:
    """The answer as a file, and the seconds the engine took for it."""

    content: bytes
    seconds: float


class Ground(Enum):
    """Why a question cannot be answered."""

    FORMAT = "the file is none of JPEG, PNG, BMP and WebP"
    DAMAGED = "the file cannot be decoded"
    SIDES = "the picture has too few or too many pixels"
    MAP_SIZE = "the map has another size than the picture"
    NOTHING_SAID = "neither a stroke nor a mask says what is meant"
    BOX_OUTSIDE = "a box is empty or lies outside the picture"
    ENGINE = "the engine failed"
    CANCELLED = "the client went away"


@dataclass(frozen=True)
class Refusal:
    """No answer. `part` names the field of `Maps` that is to blame, or is `picture`; `detail` is for the log."""

    ground: Ground
    part: str = "picture"
    detail: str = ""
