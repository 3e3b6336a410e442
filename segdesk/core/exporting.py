"""What an export is to be: format, layout, background and what goes along, as one value that the command line, the
window and a batch hand down alike."""

import math
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, assert_never

from segdesk.core.document import Colour
from segdesk.core.geometry import Box, Size
from segdesk.core.naming import TEMPLATE, check_template

WHITE: Final[Colour] = (255, 255, 255)
SQUARE: Final = Size(800, 800)
LONGEST_SIDE: Final = 30_000
"""Pixels of a canvas, and of the format that holds the least that layer editors read."""
WIDEST_MARGIN: Final = 10_000
"""Pixels."""


class Format(Enum):
    """The kind of file, and what of the cutout is in it. The value is the command line's word for it."""

    PNG = "png"
    MASK = "mask"
    """Black and white: what is at least half opaque is white."""
    ALPHA = "alpha"
    """Grey: how opaque everything is."""
    JPEG = "jpg"
    WEBP = "webp"
    AVIF = "avif"
    TIFF = "tiff"
    OPENRASTER = "ora"
    PSD = "psd"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How its files' names may end, in small letters; the first is what they get."""
        match self:
            case Format.PNG | Format.MASK | Format.ALPHA:
                return (".png",)
            case Format.JPEG:
                return (".jpg", ".jpeg")
            case Format.TIFF:
                return (".tif", ".tiff")
            case _:
                return (f".{self.value}",)

    @property
    def is_coverage(self) -> bool:
        """It holds no colours."""
        return self in (Format.MASK, Format.ALPHA)

    @property
    def has_alpha(self) -> bool:
        """It can be transparent."""
        return self is not Format.JPEG and not self.is_coverage

    @property
    def has_quality(self) -> bool:
        """It trades detail for a smaller file."""
        return self in (Format.JPEG, Format.WEBP, Format.AVIF)

    @property
    def has_layers(self) -> bool:
        """Each subject is in a layer of its own."""
        return self in (Format.OPENRASTER, Format.PSD)

    @property
    def has_profile(self) -> bool:
        """It tells in which colours its numbers are. OpenRaster takes all for sRGB."""
        return not self.is_coverage and self is not Format.OPENRASTER

    @property
    def longest_side(self) -> int:
        """Pixels that a side of it may have."""
        match self:
            case Format.WEBP:
                return 16_383
            case Format.PSD:
                return LONGEST_SIDE
            case _:
                return 65_500


@dataclass(frozen=True)
class Margin:
    """Room on every side of what is kept: pixels, or percent of its long side. Raises ValueError for what cannot be."""

    amount: float = 0.0
    is_percent: bool = False

    def __post_init__(self) -> None:
        most = 100 if self.is_percent else WIDEST_MARGIN
        if not 0 <= self.amount <= most:
            raise ValueError(f"a margin is from 0 to {most}, not {self.amount:g}")

    def pixels(self, content: Size) -> int:
        """Whole pixels around a content of this size."""
        return round(self.amount * content.long_side / 100 if self.is_percent else self.amount)


@dataclass(frozen=True)
class Whole:
    """As large as the picture, everything in its place."""


@dataclass(frozen=True)
class Trimmed:
    """What is kept, and a margin around it."""

    margin: Margin = field(default_factory=Margin)


@dataclass(frozen=True)
class Canvas:
    """What is kept, scaled and centred on a picture of a fixed size; it takes up to `fill`, 0..1, of either side.

    Raises ValueError for what cannot be.
    """

    size: Size = SQUARE
    fill: float = 0.85

    def __post_init__(self) -> None:
        if not (min(self.size) >= 1 and max(self.size) <= LONGEST_SIDE):
            raise ValueError(f"a canvas has sides from 1 to {LONGEST_SIDE} pixels")
        if not 0 < self.fill <= 1:
            raise ValueError(f"a canvas is filled by more than 0 and up to 100 %, not {100 * self.fill:g} %")


Layout = Whole | Trimmed | Canvas


class Exif(Enum):
    """How much of what the camera wrote goes along."""

    NONE = "none"
    PUBLIC = "public"
    """All but where it was, whose camera it is and its serial numbers."""
    ALL = "all"


@dataclass(frozen=True)
class Metadata:
    """What goes along with the pixels.

    keeps_profile: the colours stay in the picture's own space and say so; else they become plain sRGB.
    dpi:           pixels per inch; None for those of the picture, if it has any.
    """

    keeps_profile: bool = True
    exif: Exif = Exif.NONE
    dpi: int | None = None

    def __post_init__(self) -> None:
        if self.dpi is not None and not 1 <= self.dpi <= 9999:
            raise ValueError(f"pixels per inch are from 1 to 9999, not {self.dpi}")


@dataclass(frozen=True)
class Recipe:
    """How a cutout becomes a file.

    background:   what stands behind the cutout, in sRGB; None leaves it transparent, or white where a format cannot.
    quality:      1..100, of formats that have one; a WebP of 100 loses nothing.
    keeps_hidden: the colours of wholly transparent pixels stay; else they are 0.
    compact:      take the time for a smaller PNG.
    template:     what the file is called, see `naming`.
    Raises ValueError for what cannot be.
    """

    format: Format = Format.PNG
    layout: Layout = field(default_factory=Whole)
    background: Colour | None = None
    quality: int = 90
    keeps_hidden: bool = False
    compact: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    template: str = TEMPLATE

    def __post_init__(self) -> None:
        if not 1 <= self.quality <= 100:
            raise ValueError(f"quality is from 1 to 100, not {self.quality}")
        if self.background is not None and not all(0 <= level <= 255 for level in self.background):
            raise ValueError(f"a colour has three levels from 0 to 255, not {self.background}")
        check_template(self.template)

    @property
    def ground(self) -> Colour | None:
        """What really stands behind the cutout; None where it stays transparent."""
        if self.format.is_coverage:
            return None
        return self.background if self.format.has_alpha or self.background is not None else WHITE

    @property
    def keeps_profile(self) -> bool:
        """Whether the colours stay in the picture's own space."""
        return self.metadata.keeps_profile and self.format.has_profile

    def for_suffix(self, suffix: str) -> "Recipe":
        """This recipe in the format that such a name is of, its own where the name is of that one.

        Raises ValueError where nothing that is written here is called so.
        """
        if suffix.lower() in self.format.suffixes:
            return self
        return replace(self, format=format_of(suffix))


CUTOUT: Final = Recipe()
ALPHA: Final = Recipe(Format.ALPHA)
ON_WHITE: Final = Recipe(background=WHITE)


@dataclass(frozen=True)
class Preset:
    """A recipe under a name that a person chooses it by."""

    name: str
    recipe: Recipe


@dataclass(frozen=True)
class Placement:
    """Where a part of the picture goes: `source`, whole pixels of it, into `target` of a picture of `size`."""

    size: Size
    source: Box
    target: Box

    @property
    def is_scaled(self) -> bool:
        return (self.source.width, self.source.height) != (self.target.width, self.target.height)


def format_of(suffix: str) -> Format:
    """The format whose files' names end so, a cutout rather than a mask. Raises ValueError where there is none."""
    for kind in Format:
        if suffix.lower() in kind.suffixes:
            return kind
    raise ValueError(f"nothing that ends in “{suffix}” is written here")


def placement(layout: Layout, picture: Size, content: Box) -> Placement:
    """How a layout places a picture whose kept part lies within `content`, whole pixels; empty where nothing is kept.

    What a margin covers is taken from the picture as far as that reaches.
    """
    whole = Box.whole(picture)
    kept = whole if content.is_empty else content
    own = Size(round(kept.width), round(kept.height))
    match layout:
        case Whole():
            return Placement(picture, whole, whole)
        case Trimmed():
            outer = kept.grown(layout.margin.pixels(own))
            source = outer.clipped(picture)
            size = Size(round(outer.width), round(outer.height))
            return Placement(size, source, source.moved(-outer.left, -outer.top))
        case Canvas():
            return Placement(layout.size, kept, _centred(own, layout))
        case _:
            assert_never(layout)


def _centred(content: Size, canvas: Canvas) -> Box:
    room = canvas.size
    scale = min(canvas.fill * room.width / content.width, canvas.fill * room.height / content.height)
    width, height = (max(1, math.floor(side * scale + 0.5)) for side in content)
    left, top = (room.width - width) // 2, (room.height - height) // 2
    return Box(left, top, left + width, top + height)
