"""Finished cutouts and a recipe to the bytes of a file: the last thing that is done to pixels."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D, Colour, Picture
from segdesk.core.errors import OutputError, Reason
from segdesk.core.exporting import Format, Placement, Recipe, placement
from segdesk.core.geometry import Size
from segdesk.imaging import composite, encoders, exif, layout, openraster, photoshop
from segdesk.imaging.encoders import Tags
from segdesk.imaging.layering import Layer

_Pixels = NDArray[np.uint8]
BACKGROUND = "Background"
"""The name of the layer that is the recipe's background."""


class Baked(NamedTuple):
    """A file's bytes, and how large the picture in it is."""

    content: bytes
    size: Size


def bake(layers: Sequence[Layer], picture: Picture, recipe: Recipe) -> Baked:
    """A file's bytes from the cutouts of one picture, the first above the others; there is at least one.

    picture: what they are of, in the colours that the recipe wants: `Picture.in_srgb` where it keeps no profile.
    Raises OutputError where the format cannot be as large as the layout.
    """
    whole = merged(layers)
    place = placement(recipe.layout, picture.size, layout.content(whole[1]))
    check_size(recipe.format, place.size)
    tags = tags_of(picture, recipe)
    ground = None if recipe.ground is None else encoders.colour_in(tags.icc, recipe.ground)
    if recipe.format.has_layers:
        return Baked(_layered(layers, whole, place, recipe=recipe, tags=tags, ground=ground), place.size)
    return Baked(_flat(*layout.placed(*whole, place), recipe, tags, ground=ground), place.size)


def merged(layers: Sequence[Layer]) -> tuple[_Pixels, Bytes2D]:
    """Colours and alpha of what the layers look like together."""

    def under(above: tuple[_Pixels, Bytes2D], layer: Layer) -> tuple[_Pixels, Bytes2D]:
        alpha, colours = composite.united(above[1], above[0], layer.alpha, layer.colours)
        return colours, alpha

    first, *rest = layers
    return reduce(under, rest, (first.colours, first.alpha))


def tags_of(picture: Picture, recipe: Recipe) -> Tags:
    """What goes along with the pixels."""
    wanted = recipe.metadata
    dpi = picture.dpi if wanted.dpi is None else float(wanted.dpi)
    if recipe.format.is_coverage:
        return Tags(dpi=dpi)
    icc = picture.icc if recipe.keeps_profile else None
    return Tags(icc, exif.kept(picture.exif, wanted.exif), dpi)


def check_size(kind: Format, size: Size) -> None:
    """Raises OutputError where a format cannot be so large."""
    if size.long_side > kind.longest_side:
        limit, form = kind.longest_side, kind.value.upper()
        raise OutputError(Reason.OUTPUT_SIDE, format=form, side=size.long_side, limit=limit)


def _flat(colours: _Pixels, alpha: Bytes2D, recipe: Recipe, tags: Tags, *, ground: Colour | None) -> bytes:
    match recipe.format:
        case Format.MASK:
            pixels = np.multiply(alpha >= INSIDE, 255, dtype=np.uint8)
        case Format.ALPHA:
            pixels = np.ascontiguousarray(alpha)
        case _ if ground is not None:
            pixels = composite.over(colours, alpha, ground)
        case _:
            pixels = composite.cutout(colours, alpha, keeps_hidden=recipe.keeps_hidden)
    return encoders.encode(pixels, recipe.format, tags, quality=recipe.quality, compact=recipe.compact)


def _layered(
    layers: Sequence[Layer],
    whole: tuple[_Pixels, Bytes2D],
    place: Placement,
    *,
    recipe: Recipe,
    tags: Tags,
    ground: Colour | None,
) -> bytes:
    put: list[Layer] = []
    for layer in layers:
        colours, alpha = layout.placed(layer.colours, layer.alpha, place)
        put.append(replace(layer, colours=colours, alpha=alpha))
    shown = layout.placed(*whole, place)
    if ground is not None:
        solid = np.full_like(shown[1], 255)
        filled = np.empty_like(shown[0])
        filled[:] = ground
        put.append(Layer(BACKGROUND, filled, solid, is_masked=False))
        shown = composite.over(*shown, ground), solid
    if recipe.format is Format.PSD:
        return photoshop.pack(put, shown, tags)
    return openraster.pack(put, shown, keeps_hidden=recipe.keeps_hidden, dpi=tags.dpi)
