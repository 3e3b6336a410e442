"""The flags that say what an export is to be: format, layout, background, what goes along, what it is called."""

import argparse
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from segdesk.core.document import Colour
    from segdesk.core.exporting import Layout, Margin, Recipe
    from segdesk.core.geometry import Size

CONTENTS: Final = ("cutout", "white", "mask", "alpha")
"""What --as takes besides formats."""
FORMATS: Final = ("png", "jpg", "webp", "avif", "tiff", "ora", "psd")
_COLOURS: Final = {"white": (255, 255, 255), "black": (0, 0, 0)}
_SIZE: Final = re.compile(r"(\d{1,5})[x×](\d{1,5})", re.IGNORECASE)


def add_recipe_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of an export; without any it is a PNG as large as the picture."""
    group = parser.add_argument_group("export")
    group.add_argument("--preset", metavar="NAME", help="start from a preset, such as square-800-on-white")
    group.add_argument(
        "--as",
        dest="form",
        choices=(*CONTENTS, *FORMATS),
        help="what to write; without it the suffix of the output says which format",
    )
    group.add_argument(
        "--background", type=background, metavar="COLOUR", help="#RRGGBB, white, black or none; JPEG takes white"
    )
    group.add_argument("--trim", action="store_true", help="crop to what is kept")
    group.add_argument(
        "--margin", type=margin, metavar="N|N%", help="crop, with room of N pixels or N percent of the long side"
    )
    group.add_argument("--canvas", type=size, metavar="WxH", help="scale to a picture of this size, centred")
    group.add_argument("--fill", type=fill, metavar="PERCENT", help="how much of the canvas to fill (default: 85)")
    group.add_argument("--quality", type=_quality, metavar="1..100", help="of JPEG, WebP and AVIF (default: 90)")
    group.add_argument("--keep-hidden", action="store_true", help="keep the colours of transparent pixels")
    group.add_argument("--compact", action="store_true", help="take the time for a smaller PNG")
    group.add_argument("--srgb", action="store_true", help="write plain sRGB without the picture’s colour profile")
    group.add_argument(
        "--exif",
        choices=("none", "public", "all"),
        help="what the camera wrote: nothing (default), all but place, owner and serial numbers, or all",
    )
    group.add_argument("--dpi", type=_dpi, metavar="N", help="pixels per inch (default: those of the picture)")


def add_name_flag(parser: argparse.ArgumentParser, example: str = "{name}-{size}") -> None:
    """The flag of those who call files by a pattern."""
    words = f"what the file in a folder is called, as {example}"
    parser.add_argument("--name", type=_template, metavar="PATTERN", help=words)


def recipe_of(options: argparse.Namespace) -> "Recipe":
    """The recipe the flags ask for, its format still open to what the output is called. Raises OutputError."""
    from segdesk.core.exporting import CUTOUT, WHITE, Exif, Format
    from segdesk.storage.presets import load_presets

    recipe = load_presets().find(options.preset).recipe if options.preset else CUTOUT
    if options.form in FORMATS or options.form in ("mask", "alpha"):
        recipe = replace(recipe, format=Format(options.form))
    if options.form == "white":
        recipe = replace(recipe, background=WHITE)
    if options.background is not None:
        recipe = replace(recipe, background=options.background or None)
    kept = recipe.metadata
    kept = replace(
        kept,
        keeps_profile=kept.keeps_profile and not options.srgb,
        exif=kept.exif if options.exif is None else Exif(options.exif),
        dpi=options.dpi or kept.dpi,
    )
    return replace(
        recipe,
        layout=_layout(options, recipe.layout),
        quality=options.quality or recipe.quality,
        keeps_hidden=options.keep_hidden or recipe.keeps_hidden,
        compact=options.compact or recipe.compact,
        metadata=kept,
        template=vars(options).get("name") or recipe.template,
    )


def recipe_for(options: argparse.Namespace, path: Path) -> "Recipe":
    """The same for a path, whose suffix says which format, unless --as did. Raises OutputError where they differ."""
    from segdesk.core.errors import OutputError, Reason
    from segdesk.rendering import recipe_for as fitted

    recipe = recipe_of(options)
    is_said = options.form not in (None, "cutout", "white")
    if is_said and path.suffix.lower() not in recipe.format.suffixes:
        raise OutputError(Reason.OUTPUT_SUFFIX, name=path.name, known=" ".join(recipe.format.suffixes))
    return fitted(path, recipe)


def background(text: str) -> "Colour | tuple[()]":
    """A colour; nothing at all where it is to be transparent."""
    from segdesk.core.recipefile import colour_of

    if text in ("none", "transparent"):
        return ()
    try:
        return _COLOURS[text] if text in _COLOURS else colour_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def margin(text: str) -> "Margin":
    """Pixels, or percent with a percent sign."""
    from segdesk.core.exporting import Margin

    try:
        return Margin(float(text.removesuffix("%")), text.endswith("%"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def size(text: str) -> "Size":
    """Width and height, as in 800x600."""
    from segdesk.core.exporting import Canvas
    from segdesk.core.geometry import Size

    match = _SIZE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a size such as 800x800")
    try:
        return Canvas(Size(int(match[1]), int(match[2]))).size
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def fill(text: str) -> float:
    """A share, 0..1, from percent."""
    value = percent(text)
    if not 0 < value <= 100:
        raise argparse.ArgumentTypeError("write a number above 0 and up to 100")
    return value / 100


def percent(text: str) -> float:
    """A number with or without a percent sign; not a number where it is none."""
    try:
        return float(text.removesuffix("%"))
    except ValueError:
        return math.nan


def _layout(options: argparse.Namespace, layout: "Layout") -> "Layout":
    from segdesk.core.exporting import Canvas, Trimmed

    is_cropped = options.trim or options.margin is not None
    if options.canvas is not None and is_cropped:
        options.refuse("argument --canvas: not allowed with --trim or --margin")
    if options.fill is not None and options.canvas is None and (is_cropped or not isinstance(layout, Canvas)):
        options.refuse("--fill belongs to --canvas, or to a preset that has one")
    if options.margin is not None:
        return Trimmed(options.margin)
    if options.canvas is not None or options.fill is not None:
        before = layout if isinstance(layout, Canvas) else Canvas()
        return Canvas(options.canvas or before.size, options.fill or before.fill)
    if options.trim and not isinstance(layout, Trimmed):
        return Trimmed()
    return layout


def _quality(text: str) -> int:
    return _within(text, 100)


def _dpi(text: str) -> int:
    return _within(text, 9999)


def _within(text: str, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"write a whole number from 1 to {most}")
    return int(text)


def _template(text: str) -> str:
    from segdesk.core.naming import check_template

    try:
        check_template(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
