"""Paints retouch strokes onto a finished alpha, and gives back the picture's own colours where they add to it.

A stroke is all that lies near the line through its points, at any scale, in any part of the canvas and in whatever
pieces it is asked for. A canvas pixel stands for 1 / scale picture pixels.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.lines import straightened
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken
from segdesk.imaging.strips import Strip
from segdesk.imaging.tapering import SLACK, THINNEST, TaperedLine

_BLOCK, _TILE, _SMALL_TILE = 1024, 64, 32
"""Sides of the squares that are looked at first, and that are painted at once, in canvas pixels. They lie at multiples
of their side, so that the same numbers come out wherever a part begins."""
_SMALL = 24
"""Canvas pixels up to which a brush is small."""
_FULL = 2
"""Kind of a square that is painted in full; 1 is one that is painted, 0 any other."""

_Pixels = NDArray[np.uint8]
_Floats = NDArray[np.float64]
_Singles = NDArray[np.float32]


def coverage(stroke: RetouchStroke, part: Strip, scale: float = 1.0) -> Bytes2D:
    """How strongly a stroke paints in a part of the canvas: uint8 of the part's size, 255 in full.

    At a distance d from the line the strength is opacity * u² (3 - 2u), where u falls from 1 to 0 over
    radius * (1 - hardness) + 1 canvas pixels and is 0 from radius + 1/2 on. Where the radius changes along the line,
    see `tapering`.
    """
    found = np.zeros((part.bottom - part.top, part.right - part.left), np.uint8)
    for place, strength in _reached(stroke, part, scale):
        found[place] = strength
    return found


class Painted(NamedTuple):
    """Alpha with all strokes on it, and what they alone would have made of an empty one; uint8 HxW each."""

    alpha: Bytes2D
    own: Bytes2D


def paint(
    alpha: Bytes2D,
    strokes: Iterable[RetouchStroke],
    *,
    corner: tuple[int, int] = (0, 0),
    scale: float = 1.0,
    cancel: CancelToken,
) -> Painted:
    """Lay strokes in order on a copy of alpha, uint8 HxW, whose first pixel is at `corner` (row, column) of the canvas.

    A stroke of strength k takes alpha a to a + k (1 - a) or to a - k a, rounded. Raises Cancelled between two tiles.
    """
    painted = Painted(alpha.copy(), np.zeros_like(alpha))
    (top, left), (high, wide) = corner, alpha.shape
    part = Strip(top, top + high, left, left + wide)
    for stroke in strokes:
        adds = stroke.polarity is Polarity.KEEP
        for place, strength in _reached(stroke, part, scale):
            cancel.check()
            for layer in painted:
                layer[place] = laid(layer[place], strength, adds=adds)
    return painted


def restored(colours: _Pixels, pixels: _Pixels, painted: Painted) -> _Pixels:
    """The colours of a cutout, RGB uint8 HxWx3, with the picture's own in them as far as alpha is what strokes added.

    A stroke that adds lays the picture itself over the cutout, so own / alpha of a pixel shows the picture.
    """
    alpha, own = painted
    if not own.any():
        return colours
    result = colours.copy()
    for block in _squares(Strip(0, alpha.shape[0], 0, alpha.shape[1]), _BLOCK):
        place = block.region
        if own[place].any():
            _mix(result[place], pixels[place], share=own[place], alpha=alpha[place])
    return result


def laid(alpha: Bytes2D, strength: Bytes2D | int, *, adds: bool) -> Bytes2D:
    """Alpha after one stroke of this strength, 0..255, rounded to the nearest level."""
    lacking = cv2.bitwise_not(alpha) if adds else alpha
    if isinstance(strength, int):
        faded = cv2.convertScaleAbs(lacking, alpha=(255 - strength) / 255)
    else:
        faded = cv2.multiply(lacking, cv2.bitwise_not(strength), scale=1 / 255)
    return np.asarray(cv2.bitwise_not(faded) if adds else faded, np.uint8).reshape(alpha.shape)


def _mix(colours: _Pixels, pixels: _Pixels, *, share: Bytes2D, alpha: Bytes2D) -> None:
    """Colours come towards those of the picture by share / alpha; what is opaque is the picture's already."""
    places = (share > 0) & (alpha < 255)
    weight = (share[places] / np.maximum(alpha[places], np.float32(1)))[:, None]
    own, other = pixels[places].astype(np.float32), colours[places]
    colours[places] = np.rint(other + (own - other) * weight).astype(np.uint8)


class _Line(NamedTuple):
    """A stroke as segments on the canvas, float64 N each, and its profile.

    x, y: a segment's middle; dx, dy: its direction; half: half its length; number: its place, counted from the first.
    outer: distance from which on nothing is painted; fade: width of the rim; strength: 0..1 inside of it.
    """

    x: _Floats
    y: _Floats
    dx: _Floats
    dy: _Floats
    half: _Floats
    number: NDArray[np.intp]
    last: int
    outer: float
    fade: float
    strength: float

    @classmethod
    def of(cls, stroke: RetouchStroke, scale: float) -> Self:
        radius = max(stroke.radius * scale, THINNEST)
        fade = radius * (1 - stroke.hardness) + 1
        points = np.array(stroke.points, np.float64) * scale
        points = points[straightened(points, SLACK * fade)]
        starts, ends = (points[:-1], points[1:]) if len(points) > 1 else (points, points)
        (x, y), (across, down) = ((starts + ends) / 2).T, (ends - starts).T
        length = np.hypot(across, down)
        # A click has no direction, and any will do.
        across, down, whole = np.where(length > 0, (across, down, length), [[1], [0], [1]])
        number, strength = np.arange(len(x)), stroke.opacity * min(stroke.radius * scale / radius, 1)
        shape = x, y, across / whole, down / whole, length / 2, number
        return cls(*shape, last=len(x) - 1, outer=radius + 0.5, fade=fade, strength=strength)

    def near(self, square: Strip) -> "Self | None":
        """What of the line may be nearest to some pixel of a square, or None where nothing of it is painted."""
        reach = _reach(square.bottom - square.top)
        away = self.distances((square.left + square.right) / 2, (square.top + square.bottom) / 2)
        nearest = away.min()
        if nearest - reach >= self.outer:
            return None
        kept = away <= min(nearest + 2 * reach, self.outer + reach)
        return self if kept.all() else self._only(kept)

    def facing(self, square: Strip) -> "Self":
        """Without the segments that the one before or behind is as near as, everywhere in a square.

        Where all of it lies beyond a segment's end, the nearest place of the segment is the joint with the next one.
        Of two that would each leave it to the other one stays.
        """
        if not self.last:
            return self
        reach = _reach(square.bottom - square.top)
        right, down = (square.left + square.right) / 2 - self.x, (square.top + square.bottom) / 2 - self.y
        along = right * self.dx + down * self.dy
        to_next = (along - reach >= self.half) & (self.number < self.last)
        to_former = (along + reach <= -self.half) & (self.number > 0)
        follows = np.diff(self.number, prepend=-1) == 1
        to_former[1:] &= ~(follows[1:] & to_next[:-1])
        return self._only(~(to_next | to_former))

    def fills(self, square: Strip) -> bool:
        """Whether every pixel of a square is painted in full."""
        reach = _reach(square.bottom - square.top)
        away = self.distances((square.left + square.right) / 2, (square.top + square.bottom) / 2)
        return bool(away.min() + reach <= self.outer - self.fade)

    def on(self, part: Strip) -> Bytes2D:
        """The strength in a part, uint8."""
        columns, rows = np.arange(part.left, part.right) + 0.5, np.arange(part.top, part.bottom) + 0.5
        nearest = np.full((len(rows), len(columns)), np.float32(self.outer**2))
        for x, y, dx, dy, half in zip(self.x, self.y, self.dx, self.dy, self.half, strict=True):
            right, down = columns - x, rows - y
            along = np.add.outer(_singles(down * dy), _singles(right * dx))
            np.abs(along, out=along)
            np.maximum(np.subtract(along, np.float32(half), out=along), 0, out=along)
            aside = np.add.outer(_singles(down * dx), _singles(right * -dy))
            distance = np.square(along, out=along)
            distance += np.square(aside, out=aside)
            np.minimum(nearest, distance, out=nearest)
        return self._levels(nearest)

    def _levels(self, squared: _Singles) -> Bytes2D:
        """Strength as bytes from the squared distance, which is changed."""
        u = np.sqrt(squared, out=squared)
        np.subtract(np.float32(self.outer / self.fade), u * np.float32(1 / self.fade), out=u)
        np.clip(u, 0, 1, out=u)
        smooth = np.square(u) * (3 - 2 * u)
        return np.rint(smooth * np.float32(255 * self.strength)).astype(np.uint8)

    def _only(self, kept: NDArray[np.bool_]) -> "Self":
        x, y, dx, dy, half, number = (values[kept] for values in self[:6])
        return self._replace(x=x, y=y, dx=dx, dy=dy, half=half, number=number)

    def distances(self, x: float | _Floats, y: float | _Floats) -> _Floats:
        """From each segment to a place; or, of a line of one segment, from each of many places."""
        right, down = x - self.x, y - self.y
        along = np.maximum(np.abs(right * self.dx + down * self.dy) - self.half, 0)
        return np.hypot(along, down * self.dx - right * self.dy)


def _reached(stroke: RetouchStroke, part: Strip, scale: float) -> Iterator[tuple[tuple[slice, slice], Bytes2D | int]]:
    """The places within a part that a stroke reaches, and how strongly it paints there, 0..255."""
    line = TaperedLine.of(stroke, scale) if stroke.radii else _Line.of(stroke, scale)
    bounds = stroke.bounds
    left, top = (int(side * scale // 1) - 1 for side in (bounds.left, bounds.top))
    right, bottom = (int(-(-side * scale // 1)) + 1 for side in (bounds.right, bounds.bottom))
    reached = _met(Strip(top, bottom, left, right), part)
    if reached.top >= reached.bottom or reached.left >= reached.right:
        return
    if isinstance(line, _Line) and not line.last:
        for strip, strength in _scanned(line, reached):
            yield _met(strip, reached).within(part), strength
        return
    for block in _squares(reached, _BLOCK):
        for square, strength in _divided(line, block, reached):
            yield _met(square, reached).within(part), strength


def _scanned(line: _Line, part: Strip) -> Iterator[tuple[Strip, Bytes2D | int]]:
    """What of a part a line of one segment reaches, in strips, with the strength in what of them is asked for.

    As if divided into squares, but those in a row that are alike at one go: a brush's move is such a line.
    """
    side = _tile_of(line)
    rows, columns = (range(first // side * side, last, side) for first, last in (part[:2], part[2:]))
    x, y = (np.array(sides, np.float64) + np.float64(side / 2) for sides in (columns, rows))
    away, reach = line.distances(x, y[:, None]), _reach(side)
    rim, full = away - reach < line.outer, away + reach <= line.outer - line.fade
    for top, kinds in zip(rows, (rim.astype(np.int8) + full).tolist(), strict=True):
        left = columns.start
        for kind, alike in groupby(kinds):
            strip = Strip(top, top + side, left, left + side * len(list(alike)))
            left = strip.right
            if kind:
                yield strip, round(255 * line.strength) if kind == _FULL else line.on(_met(strip, part))


def _divided(line: _Line | TaperedLine, square: Strip, part: Strip) -> Iterator[tuple[Strip, Bytes2D | int]]:
    """A square as far as a line reaches it, in ever smaller squares, with the strength in what of them is asked for."""
    near = line.near(square)
    if near is None:
        return
    side = square.bottom - square.top
    if near.fills(square):
        yield square, round(255 * line.strength)
    elif side <= _tile_of(line):
        yield square, near.facing(square).on(_met(square, part))
    else:
        for quarter in _squares(_met(square, part), side // 2):
            yield from _divided(near, quarter, part)


def _tile_of(line: _Line | TaperedLine) -> int:
    """The side of the squares that are painted at once."""
    return _SMALL_TILE if line.outer < _SMALL else _TILE


def _reach(side: int) -> float:
    """From a square's middle to its corners, and a little more."""
    return side * 0.7072


def _squares(part: Strip, side: int) -> Iterator[Strip]:
    """The squares of a side that a part meets, each at a multiple of it."""
    for top in range(part.top // side * side, part.bottom, side):
        for left in range(part.left // side * side, part.right, side):
            yield Strip(top, top + side, left, left + side)


def _met(one: Strip, other: Strip) -> Strip:
    """What two have in common; empty where nothing."""
    top, left = max(one.top, other.top), max(one.left, other.left)
    return Strip(top, max(min(one.bottom, other.bottom), top), left, max(min(one.right, other.right), left))


def _singles(array: _Floats) -> _Singles:
    return array.astype(np.float32)
