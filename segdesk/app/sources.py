"""What there is to show of a document: picture, mask, finished edges, paint, trimap, and which of them a view takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from segdesk.app.frame import Frame
from segdesk.app.layers import Layer, Sight
from segdesk.app.pyramid import Pyramid
from segdesk.app.sampling import Pixels, nearest, sharp, smooth
from segdesk.app.views import Look, View
from segdesk.app.wet import Paint
from segdesk.core.geometry import ORIGIN, Box, Point, Size

SHARP_ABOVE = 2.0
"""From this scale on (device pixels per picture pixel) pixels are shown as squares."""

_FAR = 1e6
"""Picture pixels beyond anything in view."""

NOTHING = Box(0, 0, 0, 0)


@dataclass(frozen=True, eq=False)
class Material:
    """What there is to show a part of the picture from, at device pixels.

    rgb:      the picture, uint8 HxWx3.
    coverage: uint8, `margin` pixels more on every side, as an outline needs; None where nothing is known.
    clean:    the kept parts' colours where those are not the picture's.
    backdrop: one's own picture.
    margin:   see coverage.
    origin:   (x, y) where the part lies on the screen's checkerboard.
    ratio:    device pixels per view pixel.
    """

    rgb: Pixels
    coverage: Pixels | None
    clean: Pixels | None
    backdrop: Pixels | None
    margin: int
    origin: tuple[int, int]
    ratio: float

    @property
    def colours(self) -> Pixels:
        return self.rgb if self.clean is None else self.clean


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
            part = frame.box_of(rect).clipped(size)
            yield rect, next((layer for layer in layers if layer.shown.holds(part)), None)

    def material(
        self, rect: QRect, frame: Frame, *, look: Look, layer: Layer | None, margin: int, ratio: float
    ) -> Material:
        """What a view needs to draw a rectangle of the picture; `margin` and `ratio` as in Material."""
        assert self.picture is not None
        around = rect.adjusted(-margin, -margin, margin, margin)
        return Material(
            _sampled(self.picture, rect, frame),
            self._coverage(around, frame, look=look, layer=layer),
            None if look.view.shows_picture or frame.is_rough else self._clean(rect, frame, layer),
            self._ground(rect, frame, look),
            margin=margin,
            origin=(rect.x(), rect.y()),
            ratio=ratio,
        )

    def wet(
        self, rect: QRect, frame: Frame, *, look: Look, layer: Layer | None, sight: Sight
    ) -> Iterator[tuple[Pixels, bool]]:
        """Strokes of paint that a layer lacks, in order: how strongly each paints, 255 in full, and whether it adds."""
        if self.picture is None or not look.view.shows_edges:
            return
        for wet in self.paint.beyond(layer, sight, self.picture.size):
            # What was painted small because it is soft has no squares to show.
            is_smooth = wet.factor > 1
            levels, corner, factor = wet.levels, wet.corner, wet.factor
            yield _sampled(levels, rect, frame, corner=corner, factor=factor, is_smooth=is_smooth), wet.adds

    def _coverage(self, rect: QRect, frame: Frame, *, look: Look, layer: Layer | None) -> Pixels | None:
        if layer is not None:
            return _sampled(layer.alpha, rect, frame, corner=layer.corner, factor=layer.factor)
        if self.mask is None or look.view is View.ORIGINAL:
            return None
        levels = self.trimap if look.view is View.TRIMAP and self.trimap is not None else self.mask
        return _sampled(levels, rect, frame)

    def _clean(self, rect: QRect, frame: Frame, layer: Layer | None) -> Pixels | None:
        if layer is None:
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


def _opened(box: Box, picture: Size) -> Box:
    """A box that on the picture's rim goes on beyond it, where there is nothing to hold."""
    left, top = (-_FAR if side <= 0 else side for side in (box.left, box.top))
    right = _FAR if box.right >= picture.width else box.right
    return Box(left, top, right, _FAR if box.bottom >= picture.height else box.bottom)


def _sampled(
    levels: Pyramid,
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
