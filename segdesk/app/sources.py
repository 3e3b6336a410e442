"""What there is to show of a document: picture, mask, finished edges, paint, trimap, and which of them a view takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from segdesk.app.frame import Frame
from segdesk.app.layers import Companion, Layer, Sight
from segdesk.app.pyramid import Pyramid, Quilts
from segdesk.app.sampling import Pixels, nearest, sharp, smooth
from segdesk.app.views import Colour, Look, View
from segdesk.app.wet import Paint
from segdesk.core.document import overlap_reach
from segdesk.core.geometry import ORIGIN, Box, Point, Size

SHARP_ABOVE = 2.0
"""From this scale on (device pixels per picture pixel) pixels are shown as squares."""

_FAR = 1e6
"""Picture pixels beyond anything in view."""

_TILE, _SMALL = 128, 48
"""Device pixels of a square that is looked at for itself, and of one in a view that lies askew."""
NOTHING = Box(0, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Beside:
    """What shows of another subject in a part of the picture: its coverage with the margin, and its colours without."""

    coverage: Pixels
    clean: Pixels | None
    colour: Colour
    is_above: bool


@dataclass(frozen=True, eq=False)
class Material:
    """What there is to show a part of the picture from, at device pixels.

    size:     height and width.
    rgb:      the picture, uint8 HxWx3; None where the view shows nothing of it.
    coverage: uint8, `margin` pixels more on every side, as an outline needs; None where nothing is known.
    level:    0 or 255 where the coverage is just that, its margin included.
    clean:    the kept parts' colours where those are not the picture's.
    backdrop: one's own picture.
    origin:   (x, y) where the part lies on the picture's checkerboard.
    ratio:    its pixels per view pixel.
    fold:     how many device pixels to a side each of them stands for.
    others:   the other subjects that show there, from the top.
    reach:    device pixels around where two subjects overlap in which their edges are one.
    """

    size: tuple[int, int]
    rgb: Pixels | None
    coverage: Pixels | None
    level: int | None
    clean: Pixels | None
    backdrop: Pixels | None
    margin: int
    origin: tuple[float, float]
    ratio: float
    fold: int = 1
    others: tuple[Beside, ...] = ()
    reach: int = 0

    @property
    def picture(self) -> Pixels:
        """The picture, where the view shows something of it."""
        assert self.rgb is not None
        return self.rgb

    @property
    def colours(self) -> Pixels:
        """The colours of what is kept, where there is something to keep."""
        return self.picture if self.clean is None else self.clean


@dataclass(frozen=True, eq=False)
class Showing:
    """How a part of the picture is to be shown: how it lies, in what view, and the finished edges it is taken from.

    `margin`, `ratio` and `fold` are as in Material; with `is_whole` there is one part of it that has everything.
    """

    frame: Frame
    look: Look
    layer: Layer | None
    margin: int
    ratio: float
    fold: int = 1
    is_whole: bool = False

    def around(self, rect: QRect) -> QRect:
        """A rectangle with its margin."""
        return rect.adjusted(-self.margin, -self.margin, self.margin, self.margin)


@dataclass
class Sources:
    """Pyramids to sample from. Rectangles are device pixels of a frame.

    layers:     finished alpha and colours, the best first.
    unfinished: the box of the picture where the mask is newer than the layers.
    paint:      the retouch brush's strokes, of which layers may lack the last ones.
    """

    picture: Pyramid | None = None
    mask: Pyramid | None = None
    trimap: Pyramid | None = None
    backdrop: Pyramid | None = None
    layers: tuple[Layer, ...] = ()
    unfinished: Box = NOTHING
    others: tuple[Companion, ...] = ()
    paint: Paint = field(default_factory=Paint)

    @property
    def is_empty(self) -> bool:
        """True while nothing of the picture is either kept or removed."""
        return self.mask is None and not self.layers and self.paint.is_dry

    def shares(self, region: QRegion, frame: Frame, look: Look) -> Iterator[tuple[QRect, Layer | None]]:
        """A region in rectangles, each with the first layer that holds all it shows; None where there is none."""
        layers = self.layers if look.view.shows_edges else ()
        size = Size(0, 0) if self.picture is None else self.picture.size
        for layer in layers:
            held = region & QRegion(frame.rect_within(_opened(layer.shown, size)))
            yield from ((rect, layer) for rect in cast(Iterable[QRect], held))
            region -= held
        for rect in cast(Iterable[QRect], region):
            # Askew no rectangle shows just what a layer holds, but a small one shows no more than that.
            for part in _squares(rect, _SMALL) if len(layers) > 1 and not frame.is_square else (rect,):
                seen = frame.box_of(part).clipped(size)
                yield part, next((layer for layer in layers if layer.shown.holds(seen)), None)

    def materials(self, rect: QRect, showing: Showing) -> Iterator[tuple[QRect, Material]]:
        """What a view needs to draw a rectangle of the picture, in parts: little where all or nothing is kept."""
        has_others = bool(self.others) and showing.look.view.shows_edges
        return (self._among_others if has_others else self._alone)(rect, showing)

    def _among_others(self, rect: QRect, showing: Showing) -> Iterator[tuple[QRect, Material]]:
        """Square by square, for most squares show one subject or none, and are soon done."""
        size = Size(0, 0) if self.picture is None else self.picture.size
        reach = max(round(overlap_reach(size) * showing.frame.scale), 1)
        for part in _squares(rect):
            shown = self._besides(part, showing)
            if not shown:
                yield from self._alone(part, showing)
                continue
            own = self._coverage(showing.around(part), showing)
            # Where one subject shows alone, none overlaps it.
            beyond = reach if len(shown) + (own is not None and bool(own.any())) > 1 else 0
            whole = replace(showing, margin=showing.margin + beyond, is_whole=True)
            others = self._besides(part, whole) if beyond else shown
            for square, material in self._alone(part, whole):
                yield square, replace(material, others=others, reach=beyond)

    def _besides(self, rect: QRect, showing: Showing) -> tuple[Beside, ...]:
        """The companions of which something is to be seen in and around a rectangle."""
        shown = (self._beside(each, rect, showing) for each in self.others)
        return tuple(beside for beside in shown if beside is not None)

    def _beside(self, other: Companion, rect: QRect, showing: Showing) -> Beside | None:
        """What there is to be seen of a companion in and around a rectangle, if anything is."""
        around, frame, layer = showing.around(rect), showing.frame, other.layer
        if layer is not None:
            coverage = _sampled(layer.alpha, around, frame, corner=layer.corner, factor=layer.factor)
        elif other.mask is not None:
            coverage = _sampled(other.mask, around, frame)
        else:
            return None
        if not coverage.any():
            return None
        return Beside(coverage, self._clean(rect, frame, layer), other.colour, other.is_above)

    def _alone(self, rect: QRect, showing: Showing) -> Iterator[tuple[QRect, Material]]:
        """The subject in hand, as if there were no other."""
        frame, look, layer, margin = showing.frame, showing.look, showing.layer, showing.margin
        coverage, is_whole = self._coverage(showing.around(rect), showing), showing.is_whole
        parts = [(rect, coverage, None)] if coverage is None or is_whole else _parts(rect, coverage, margin)
        x, y = frame.viewport.origin
        for part, covered, level in parts:
            has_own = look.view.shows_cutout and level != 0 and not frame.is_rough
            clean = self._clean(part, frame, layer) if has_own else None
            shows_picture = is_whole or _shows_picture(
                look.view, level, is_known=coverage is not None, has_clean=clean is not None
            )
            yield (
                part,
                Material(
                    (part.height(), part.width()),
                    self._picture(part, frame) if shows_picture else None,
                    covered,
                    level,
                    clean,
                    self._ground(part, frame, look) if level != 255 else None,
                    margin=margin,
                    origin=(part.x() - x, part.y() - y),
                    ratio=showing.ratio,
                    fold=showing.fold,
                ),
            )

    def _picture(self, rect: QRect, frame: Frame) -> Pixels:
        assert self.picture is not None
        return _sampled(self.picture, rect, frame)

    def is_wet(self, look: Look, layer: Layer | None, sight: Sight) -> bool:
        """Whether there is paint that a layer lacks."""
        if self.picture is None or not look.view.shows_edges:
            return False
        return any(True for _ in self.paint.beyond(layer, sight, self.picture.size))

    def wet(self, rect: QRect, showing: Showing, sight: Sight) -> Iterator[tuple[Pixels, bool]]:
        """Strokes of paint that a layer lacks, in order: how strongly each paints, 255 in full, and whether it adds."""
        frame = showing.frame
        if self.picture is None or not showing.look.view.shows_edges:
            return
        for wet in self.paint.beyond(showing.layer, sight, self.picture.size):
            # What was painted small because it is soft has no squares to show.
            is_smooth = wet.factor > 1
            levels, corner, factor = wet.levels, wet.corner, wet.factor
            if not frame.rect_of(wet.bounds).intersects(rect):
                continue
            yield _sampled(levels, rect, frame, corner=corner, factor=factor, is_smooth=is_smooth), wet.adds

    def _coverage(self, rect: QRect, showing: Showing) -> Pixels | None:
        frame, look, layer = showing.frame, showing.look, showing.layer
        if layer is not None:
            return _sampled(layer.alpha, rect, frame, corner=layer.corner, factor=layer.factor)
        if self.mask is None and self.others and look.view.shows_edges and not look.view.shows_unmasked:
            return np.zeros((rect.height(), rect.width()), np.uint8)
        if self.mask is None or look.view is View.ORIGINAL:
            return None
        levels = self.trimap if look.view is View.TRIMAP and self.trimap is not None else self.mask
        return _sampled(levels, rect, frame)

    def _clean(self, rect: QRect, frame: Frame, layer: Layer | None) -> Pixels | None:
        if layer is None or layer.is_plain(frame.box_of(rect), frame.scale):
            return None
        return _sampled(layer.colours, rect, frame, corner=layer.corner, factor=layer.factor)

    def _ground(self, rect: QRect, frame: Frame, look: Look) -> Pixels | None:
        """One's own picture, as large as it must be to cover the picture whole and centred on it."""
        if self.backdrop is None or self.picture is None or look.view is not View.PICTURE:
            return None
        (width, height), own = self.picture.size, self.backdrop.size
        factor = max(width / own.width, height / own.height)
        corner = Point((width - own.width * factor) / 2, (height - own.height * factor) / 2)
        return _sampled(self.backdrop, rect, frame, corner=corner, factor=factor, is_smooth=True)


def _shows_picture(view: View, level: int | None, *, is_known: bool, has_clean: bool) -> bool:
    """Whether anything of the picture itself is to be seen."""
    if view.shows_picture:
        return True
    if not view.shows_cutout:
        return False
    if not is_known:
        return True
    if view is View.OVERLAY:
        return level != 255 or not has_clean
    return level != 0 and not has_clean


def _squares(rect: QRect, side: int = _TILE) -> Iterator[QRect]:
    """A rectangle in parts that are looked at for themselves."""
    for top in range(rect.top(), rect.bottom() + 1, side):
        for left in range(rect.left(), rect.right() + 1, side):
            yield QRect(left, top, side, side).intersected(rect)


def _parts(rect: QRect, coverage: Pixels, margin: int) -> Iterator[tuple[QRect, Pixels, int | None]]:
    """A rectangle in parts with the coverage of each, and its level where it has but one; see Material."""
    for top in range(0, rect.height(), _TILE):
        height = min(_TILE, rect.height() - top)
        rows = coverage[top : top + height + 2 * margin]
        lefts = range(0, rect.width(), _TILE)
        levels = _levels(rows, lefts, _TILE + 2 * margin)
        start = 0
        for index, left in enumerate(lefts):
            right = min(left + _TILE, rect.width())
            if index + 1 < len(levels) and levels[index + 1] == levels[index]:
                continue
            part = QRect(rect.x() + start, rect.y() + top, right - start, height)
            yield part, rows[:, start : right + 2 * margin], levels[index]
            start = right


def _levels(rows: Pixels, lefts: range, width: int) -> list[int | None]:
    """The level of each piece of so many columns, 0 or 255, or None where it has no such one."""
    low, high = rows.min(axis=0).tolist(), rows.max(axis=0).tolist()
    lowest, highest = ([how(side[left : left + width]) for left in lefts] for how, side in ((min, low), (max, high)))
    return [low if low in (0, 255) and low == high else None for low, high in zip(lowest, highest, strict=True)]


def _opened(box: Box, picture: Size) -> Box:
    """A box that on the picture's rim goes on beyond it, where there is nothing to hold."""
    left, top = (-_FAR if side <= 0 else side for side in (box.left, box.top))
    right = _FAR if box.right >= picture.width else box.right
    return Box(left, top, right, _FAR if box.bottom >= picture.height else box.bottom)


def _sampled(
    levels: Pyramid | Quilts,
    rect: QRect,
    frame: Frame,
    *,
    corner: Point = ORIGIN,
    factor: float = 1.0,
    is_smooth: bool = False,
) -> Pixels:
    """A pyramid that lies at a corner of the picture, its pixels `factor` times as large as the picture's."""
    level, halved = levels.level_for(frame.scale * factor)
    grid = frame.grid(rect, corner, factor * halved)
    if frame.is_rough:
        return nearest(level, grid)
    return smooth(level, grid) if is_smooth or frame.scale < SHARP_ABOVE else sharp(level, grid)
