"""What an export will be like, found from a part of it in a fraction of the time: its size, its bytes, a thumbnail."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Picture
from segdesk.core.exporting import Placement, Recipe, Whole, placement
from segdesk.core.geometry import Box, Size
from segdesk.core.work import CancelToken
from segdesk.imaging import composite, layout
from segdesk.imaging.baking import bake, check_size, merged
from segdesk.imaging.layering import Layer

_Pixels = NDArray[np.uint8]
_ENOUGH_PIXELS = 3 << 20
"""What is encoded in a trial; up to so many all of them are."""
_STRIP = 32
"""Rows that lie together, as an encoder profits from what is near."""


class Weighed(NamedTuple):
    """An export's size, about how many bytes it has, and what it looks like: straight-alpha RGBA, uint8 HxWx4."""

    size: Size
    weight: int
    thumbnail: _Pixels


def weigh(
    layers: Sequence[Layer], picture: Picture, recipe: Recipe, *, side: int, cancel: CancelToken | None = None
) -> Weighed:
    """Arguments are as of `bake`; the thumbnail has no side beyond `side`. Raises OutputError or Cancelled."""
    token = cancel or CancelToken()
    whole = merged(layers)
    place = placement(recipe.layout, picture.size, layout.content(whole[1]))
    check_size(recipe.format, place.size)
    token.check()
    thumbnail = _thumbnail(*whole, place, recipe, side=side)
    token.check()
    place = _smaller(place)
    put = [replace(layer, **_sampled(layer, place)) for layer in layers]
    sample = replace(picture, pixels=put[0].colours, native=None, original=b"")
    token.check()
    content = bake(put, sample, replace(recipe, layout=Whole())).content
    final = placement(recipe.layout, picture.size, layout.content(whole[1])).size
    return Weighed(final, round(len(content) * final.pixels / sample.size.pixels), thumbnail)


def _smaller(place: Placement) -> Placement:
    """A scaled placement at a size that is quickly made; others are left to strips."""
    share = min(1.0, (_ENOUGH_PIXELS / place.size.pixels) ** 0.5)
    return _shrunk(place, share) if place.is_scaled and share < 1 else place


def _shrunk(place: Placement, share: float) -> Placement:
    size = Size(*(max(1, round(length * share)) for length in place.size))
    left, top, right, bottom = (round(length * share) for length in place.target)
    right, bottom = min(max(right, left + 1), size.width), min(max(bottom, top + 1), size.height)
    return Placement(size, place.source, Box(min(left, right - 1), min(top, bottom - 1), right, bottom))


def _sampled(layer: Layer, place: Placement) -> dict[str, _Pixels]:
    """A layer's arrays at their place: whole, or strips of rows from all over them."""
    colours, alpha = layout.placed(layer.colours, layer.alpha, place)
    height, width = alpha.shape
    count = max(1, _ENOUGH_PIXELS // (_STRIP * width))
    if count * _STRIP >= height:
        return {"colours": colours.copy(), "alpha": alpha.copy()}
    room = height - _STRIP
    tops = [round(room * (place + 0.5) / count) for place in range(count)]
    strips = [slice(top, top + _STRIP) for top in tops]
    return {
        "colours": np.concatenate([colours[rows] for rows in strips]),
        "alpha": np.concatenate([alpha[rows] for rows in strips]),
    }


def _thumbnail(colours: _Pixels, alpha: Bytes2D, place: Placement, recipe: Recipe, *, side: int) -> _Pixels:
    small = _shrunk(place, min(1.0, side / place.size.long_side))
    left, top, right, bottom = map(round, place.source)
    step = max(1, round(place.source.width / max(small.target.width, 1)) // 3)
    colours, alpha = colours[top:bottom:step, left:right:step], alpha[top:bottom:step, left:right:step]
    source = Box(0, 0, alpha.shape[1], alpha.shape[0])
    shown, opacity = layout.placed(colours, alpha, replace(small, source=source))
    if recipe.format.is_coverage:
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(opacity), cv2.COLOR_GRAY2RGBA), np.uint8)
    if recipe.ground is None:
        return composite.cutout(shown, opacity)
    flat = composite.over(np.ascontiguousarray(shown), opacity, recipe.ground)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2RGBA), np.uint8)
