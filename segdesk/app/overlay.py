"""Keeps the visible part of picture, mask and prompts as one image at device pixels, and repaints only what changed.

Numpy and QImage meet here and nowhere else: the image's memory is Qt's, numpy writes through a view of it.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter
from typing import cast

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QRegion, QTransform

from segdesk.app.ants import Ants, scroll
from segdesk.app.frame import Frame, in_view, next_to
from segdesk.app.layers import Companion, Layer, Sight, Tint
from segdesk.app.plane import Plane
from segdesk.app.promptlayer import PromptLayer
from segdesk.app.pyramid import Pyramid
from segdesk.app.sampling import Pixels
from segdesk.app.sources import Sources
from segdesk.app.strokes import paint_rings
from segdesk.app.views import Look, View
from segdesk.app.wet import Paint
from segdesk.core.geometry import Box, Point, Viewport
from segdesk.core.prompts import HairStroke, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import RetouchDraft

_COARSE = 1_000_000
"""Device pixels from which what is about to go is drawn smaller than it is."""
SLOW_SECONDS = 0.01
"""How long that may take; painting the window takes some milliseconds more of the 16.7 of a frame."""
GOES, COMES = (255, 140, 50), (52, 211, 120)
"""Colours of what clearing up takes and brings."""


class Overlay:
    """What the canvas shows, less the draft and the cursor. All rectangles are device pixels unless said otherwise."""

    def __init__(self, *, shows_prompts: bool = True) -> None:
        self._shows_prompts = shows_prompts
        self._image = QImage()
        self._pixels: Pixels = np.zeros((0, 0, 4), np.uint8)
        self._ratio, self._frame = 1.0, Frame(Viewport())
        self._sources = Sources()
        self._look, self._ground = Look(), QColor("#151617")
        self._divide: Point | None = None
        self._ants, self._prompts = Ants(), PromptLayer()
        self._dirty = QRegion()
        self._tint: tuple[Tint, QImage] | None = None
        self._fold = 2
        """How many times smaller what is about to go is drawn."""

    @property
    def image(self) -> QImage:
        """The image to paint at the view's top left corner."""
        return self._image

    @property
    def ratio(self) -> float:
        """Device pixels per view pixel."""
        return self._ratio

    @property
    def shown(self) -> Viewport:
        """The viewport as it is drawn: moved by less than a device pixel so that it lies on the pixel grid."""
        return self._frame.in_view(self._ratio)

    @property
    def sight(self) -> Sight:
        """What of the picture is in view."""
        picture = self._sources.picture
        visible = Box(0, 0, 0, 0) if picture is None else self._frame.box_of(self._image.rect()).clipped(picture.size)
        return Sight(visible, self._frame.scale)

    @property
    def has_ants(self) -> bool:
        """Whether there is a line that marches."""
        return self._look.view is View.ANTS and not self._ants.region.isEmpty()

    def set_size(self, size: QSize, ratio: float) -> None:
        """The view's size in view pixels, and device pixels per view pixel."""
        wanted = QSize(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
        if wanted == self._image.size() and ratio == self._ratio:
            return
        self._ratio = ratio
        self._adopt(QImage(wanted, QImage.Format.Format_RGB32))
        self.mark_all()

    def set_picture(self, levels: Pyramid | None) -> None:
        self._sources.picture, self._sources.paint = levels, Paint()
        self.mark_all()

    def set_subject(
        self, mask: Pyramid | None, prompts: Prompts | None, changed: Box, *, hair: tuple[HairStroke, ...] = ()
    ) -> None:
        """The mask, the prompts and the hair brush's strokes; `changed` is where they differ, in picture pixels.

        There a new mask shows as it is until there are layers made from it.
        """
        sources = self._sources
        if mask is not sources.mask:
            sources.unfinished = sources.unfinished.united(changed)
        sources.mask = mask
        if self._shows_prompts:
            self._prompts.show(prompts, hair, self._rect_of(changed))
        self.mark(changed)

    def set_others(self, others: tuple[Companion, ...]) -> None:
        """Masks of other subjects and the colours they show in; what differs is marked by whoever knows where."""
        self._sources.others = others

    def set_retouch(self, strokes: tuple[RetouchStroke, ...]) -> None:
        """The strokes on the document's alpha; layers show those that they hold already."""
        self._sources.paint.set_strokes(strokes)

    def show_paint(self, draft: RetouchDraft | None) -> None:
        """A stroke of the retouch brush that is under way, or no longer."""
        sources, was_empty = self._sources, self._sources.is_empty
        if sources.picture is None:
            return
        for box in sources.paint.draw(draft, self.sight, sources.picture.size):
            self.mark(box)
        if was_empty != sources.is_empty:
            # The picture showed whole so far; with the first paint all else is removed.
            self.mark_all()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Finished alpha and colours of the mask that was set; the first that holds a place is what is shown of it."""
        before, sources = self._sources.layers, self._sources
        sources.layers, sources.unfinished = layers, Box(0, 0, 0, 0)
        sources.paint.release(layers)
        if before and all(layer in layers for layer in before):
            for layer in layers:
                if layer not in before:
                    self.mark(layer.shown)
        else:
            self.mark_all()

    def set_trimap(self, levels: Pyramid | None) -> None:
        """The trimap of the mask that was set; until there is one its view shows the mask."""
        self._sources.trimap = levels
        if self._look.view is View.TRIMAP:
            self.mark_all()

    def set_backdrop(self, levels: Pyramid | None) -> None:
        """One's own picture to stand behind the cutout; without one there is the checkerboard."""
        self._sources.backdrop = levels
        if self._look.view is View.PICTURE:
            self.mark_all()

    def set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.mark_all()

    def set_ground(self, ground: QColor) -> None:
        """The colour around the picture."""
        self._ground = ground
        self.mark_all()

    def set_divide(self, at: Point | None) -> None:
        """The place in the picture left of which the original is shown, or None for no such divide."""
        before, self._divide = self._divided_at(), at
        after = self._divided_at()
        if before != after:
            self._dirty += QRect(min(before, after), 0, abs(after - before), self._image.height())

    def set_viewport(self, viewport: Viewport, *, is_rough: bool = False) -> None:
        """Another place, scale or turn. Where the place is all that differs, what stays visible is only moved.

        What is drawn roughly stays so until it is smoothed.
        """
        before, made = self._frame, Frame.on_grid(viewport, self._ratio)
        self._sources.paint.look_away()
        moved = before.moved(made)
        self._frame = replace(made, is_rough=is_rough or (before.is_rough and moved is not None))
        if moved is None:
            self._prompts.mark_all()
            self.mark_all()
        elif moved != (0, 0):
            self._scroll(*moved)

    def smooth(self) -> None:
        """Nothing moves any more: what was drawn roughly is to be drawn well."""
        if self._frame.is_rough:
            self._frame, self._fold = replace(self._frame, is_rough=False), 2
            self.mark_all()

    def set_tint(self, tint: Tint | None) -> None:
        """Places to point at, or none; `paint_tint` puts them over the image."""
        self._tint = None if tint is None else (tint, _tint_image(tint))

    def paint_tint(self, painter: QPainter) -> None:
        """What is pointed at, in view pixels."""
        if self._tint is None:
            return
        tint, image = self._tint
        step, shown = tint.factor, self.shown
        origin, across, down = (shown.to_view(Point(*at)) for at in ((0, 0), (step, 0), (0, step)))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = across.x - origin.x, across.y - origin.y, down.x - origin.x, down.y - origin.y
        painter.setTransform(QTransform(*place, origin.x, origin.y), True)
        painter.drawImage(0, 0, image)
        painter.restore()
        paint_rings(painter, [shown.box_to_view(box) for box in tint.boxes], _colour_of(tint))

    def mark_all(self) -> None:
        """Everything is to be drawn again."""
        self._dirty = QRegion(self._image.rect())

    def mark(self, box: Box) -> None:
        """A box of the picture is to be drawn again."""
        self._dirty += self._rect_of(box)

    @property
    def is_due(self) -> bool:
        """Whether something is still to be drawn."""
        return not self._dirty.isEmpty()

    def refresh(self, most: int | None = None) -> QRegion:
        """Draw what is to be drawn, about `most` pixels of it, and return where that is in view pixels."""
        dirty = self._taken(most)
        if dirty.isEmpty():
            return dirty
        height, divide = self._image.height(), self._divided_at()
        original = QRegion(QRect(0, 0, divide, height))
        self._draw(dirty & original, replace(self._look, view=View.ORIGINAL))
        self._draw(dirty - original, self._look)
        self._ants.paint(self._pixels)
        return self._in_view(dirty)

    def _taken(self, most: int | None) -> QRegion:
        """What to draw now, from the top; the rest stays to be drawn."""
        dirty, self._dirty = self._dirty, QRegion()
        area = sum(rect.width() * rect.height() for rect in cast(Iterable[QRect], dirty))
        if most is None or area <= most:
            return dirty
        bounds = dirty.boundingRect()
        now = QRect(bounds.topLeft(), QSize(bounds.width(), max(most // bounds.width(), 1)))
        self._dirty = dirty - QRegion(now)
        return dirty & now

    def march(self) -> QRegion:
        """Let the ants take a step; returns the rectangles that look different, in view pixels."""
        self._ants.march()
        self._ants.paint(self._pixels)
        return self._in_view(self._ants.region)

    def _in_view(self, region: QRegion) -> QRegion:
        """A region in view pixels."""
        seen = QRegion()
        for rect in cast(Iterable[QRect], region):
            seen += in_view(rect, self._ratio).toAlignedRect()
        return seen

    def _adopt(self, image: QImage) -> None:
        image.setDevicePixelRatio(self._ratio)
        self._image = image
        rows = np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        self._pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
        self._ants.resize(image.height(), image.width(), self._ratio)
        self._prompts.resize(image.size(), self._ratio)

    def _divided_at(self) -> int:
        """The first column that is not the original's."""
        if self._divide is None:
            return 0
        return min(max(next_to(self._frame.viewport.to_view(self._divide).x), 0), self._image.width())

    def _scroll(self, dx: int, dy: int) -> None:
        height, width = self._pixels.shape[:2]
        if abs(dx) >= width or abs(dy) >= height:
            self._prompts.mark_all()
            self.mark_all()
            return
        scroll(self._pixels, dx, dy)
        self._ants.scroll(dx, dy)
        margin, bared = self._plane.margin, QRegion()
        if dx:
            x = 0 if dx > 0 else width + dx - margin
            bared += QRect(x, 0, abs(dx) + margin, height)
        if dy:
            y = 0 if dy > 0 else height + dy - margin
            bared += QRect(0, y, width, abs(dy) + margin)
        bared &= self._image.rect()
        self._prompts.scroll(dx, dy, bared)
        self._dirty.translate(dx, dy)
        self._dirty = (self._dirty + bared) & self._image.rect()

    @property
    def _plane(self) -> Plane:
        return Plane(self._pixels, self._frame, self._ratio)

    def _rect_of(self, box: Box) -> QRect:
        """The part of the image that looks different with a box of the picture; with the whole picture all of it.

        Prompts reach beyond its rim.
        """
        picture = self._sources.picture
        is_whole = picture is not None and box.holds(Box.whole(picture.size))
        return self._image.rect() if is_whole else self._plane.rect_of(box)

    def _draw(self, region: QRegion, look: Look) -> None:
        sources = self._sources
        if region.isEmpty():
            return
        if self._is_coarse(region, look):
            self._draw_coarsely(region.boundingRect(), look)
        else:
            self._plane.draw(region, sources, look, ground=self._ground, ants=self._ants)
            if sources.picture is not None and not self._frame.is_square:
                self._clear_around(sources.picture, region)
        if look.view is not View.ORIGINAL and not self._prompts.is_empty:
            painter = QPainter(self._image)
            self._prompts.paint(painter, region, self.shown, is_rough=self._frame.is_rough)
            painter.end()

    def _draw_coarsely(self, rect: QRect, look: Look) -> None:
        """For a moment, and after a frame that took too long at a third of the size until the view rests."""
        since, fold = perf_counter(), self._fold
        self._plane.draw_coarsely(rect, self._sources, look, fold=fold, ground=self._ground, ants=self._ants)
        if perf_counter() - since > SLOW_SECONDS:
            self._fold = 3

    def _is_coarse(self, region: QRegion, look: Look) -> bool:
        """Whether so much is to be drawn for a moment, in one rectangle, that it is drawn smaller."""
        is_plain = self._frame.is_square and self._sources.paint.is_dry
        rect = region.boundingRect()
        return self._frame.is_rough and is_plain and region.rectCount() == 1 and rect.width() * rect.height() > _COARSE

    def _clear_around(self, picture: Pyramid, region: QRegion) -> None:
        """The ground again beyond the rim of a picture that lies askew."""
        beyond, within = QPainterPath(), QPainterPath()
        beyond.addRect(QRectF(region.boundingRect()))
        within.addPolygon(self._frame.outline(picture.size))
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.setClipRegion(region)
        painter.fillPath(beyond.subtracted(within), self._ground)
        painter.end()


def _tint_image(tint: Tint) -> QImage:
    """Premultiplied, with a rim of one pixel, so that small places are seen too."""
    # OpenCV is loaded with the first picture, not with the window.
    from segdesk.app import composing

    high, wide = tint.flags.shape
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    rows = np.frombuffer(image.bits(), np.uint8).reshape(high, image.bytesPerLine())[:, : 4 * wide]
    red, green, blue = COMES if tint.comes else GOES
    composing.fill(rows.reshape(high, wide, 4), tint.flags, (blue, green, red, 255))
    return image


def _colour_of(tint: Tint) -> QColor:
    return QColor(*(COMES if tint.comes else GOES))
