"""Keeps the visible part of picture, mask and prompts as one image at device pixels, and repaints only what changed.

Numpy and QImage meet here and nowhere else: the image's memory is Qt's, numpy writes through a view of it.
"""

import math
from collections.abc import Iterable
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from segdesk.app.layers import Layer, Sight
from segdesk.app.pyramid import Pyramid
from segdesk.app.strokes import PromptColours, paint_hair, paint_prompts
from segdesk.app.views import Look, View
from segdesk.app.wet import Paint, Wet
from segdesk.core.geometry import ORIGIN, Box, Point, Viewport
from segdesk.core.prompts import Prompts, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import RetouchDraft

SHARP_ABOVE = 2.0
"""From this scale on (device pixels per picture pixel) pixels are shown as squares."""


Pixels = NDArray[np.uint8]
MARGIN = 4
"""View pixels around a change that look different with it; no less than the outline's reach."""


class Overlay:
    """What the canvas shows, less the draft and the cursor. All rectangles are device pixels unless said otherwise."""

    def __init__(self) -> None:
        self._image = QImage()
        self._pixels: Pixels = np.zeros((0, 0, 4), np.uint8)
        self._ratio = 1.0
        self._viewport = Viewport()
        self._picture: Pyramid | None = None
        self._mask: Pyramid | None = None
        self._layers: tuple[Layer, ...] = ()
        self._unfinished = Box(0, 0, 0, 0)
        self._prompts: Prompts | None = None
        self._hair: tuple[Stroke, ...] = ()
        self._paint = Paint()
        self._look = Look()
        self._colours = PromptColours()
        self._ground = QColor("#151617")
        self._dirty = QRegion()

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
        x, y = self._origin()
        return Viewport(self._viewport.scale, Point(x / self._ratio, y / self._ratio))

    @property
    def sight(self) -> Sight:
        """What of the picture is in view."""
        scale, (x, y) = self._viewport.scale * self._ratio, self._origin()
        view = Box(-x / scale, -y / scale, (self._image.width() - x) / scale, (self._image.height() - y) / scale)
        visible = Box(0, 0, 0, 0) if self._picture is None else view.clipped(self._picture.size)
        return Sight(visible, scale)

    def set_size(self, size: QSize, ratio: float) -> None:
        """The view's size in view pixels, and device pixels per view pixel."""
        wanted = QSize(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
        if wanted == self._image.size() and ratio == self._ratio:
            return
        self._ratio = ratio
        self._adopt(QImage(wanted, QImage.Format.Format_RGB32))
        self.mark_all()

    def set_picture(self, levels: Pyramid | None) -> None:
        self._picture, self._paint = levels, Paint()
        self.mark_all()

    def set_subject(
        self, mask: Pyramid | None, prompts: Prompts | None, changed: Box, *, hair: tuple[Stroke, ...] = ()
    ) -> None:
        """The mask, the prompts and the hair brush's strokes; `changed` is where they differ, in picture pixels.

        There a new mask shows as it is until there are layers made from it.
        """
        if mask is not self._mask:
            self._unfinished = self._unfinished.united(changed)
        self._mask, self._prompts, self._hair = mask, prompts, hair
        self.mark(changed)

    def set_retouch(self, strokes: tuple[RetouchStroke, ...]) -> None:
        """The strokes on the document's alpha; layers show those that they hold already."""
        self._paint.set_strokes(strokes)

    def show_paint(self, draft: RetouchDraft | None) -> None:
        """A stroke of the retouch brush that is under way, or no longer."""
        if self._picture is None:
            return
        is_first = self._mask is None and not self._layers and self._paint.is_dry
        self.mark(self._paint.draw(draft, self.sight, self._picture.size))
        if is_first or (draft is None and self._mask is None):
            # The picture showed whole so far; with the first paint all else is removed.
            self.mark_all()

    def set_layers(self, layers: tuple[Layer, ...]) -> None:
        """Finished alpha and colours of the mask that was set; the first that holds a part is what is shown of it."""
        self._layers, self._unfinished = layers, Box(0, 0, 0, 0)
        self.mark_all()

    def set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.mark_all()

    def set_ground(self, ground: QColor) -> None:
        """The colour around the picture."""
        self._ground = ground
        self.mark_all()

    def set_viewport(self, viewport: Viewport) -> None:
        """Another place or scale. At the same scale what is still visible is moved, not drawn again."""
        before = self._origin()
        same_scale = viewport.scale == self._viewport.scale
        self._paint.look_away()
        self._viewport = viewport
        after = self._origin()
        if not same_scale or self._look.view is View.CHECKER:
            self.mark_all()
        elif after != before:
            self._scroll(after[0] - before[0], after[1] - before[1])

    def mark_all(self) -> None:
        """Everything is to be drawn again."""
        self._dirty = QRegion(self._image.rect())

    def mark(self, box: Box) -> None:
        """A box of the picture is to be drawn again."""
        self._dirty += self._rect_of(box)

    def refresh(self) -> QRect:
        """Draw what is to be drawn and return its bounds in view pixels."""
        dirty, self._dirty = self._dirty, QRegion()
        unfinished = QRegion(self._rect_of(self._unfinished))
        if self._layers:
            # Paint wins over any mask, so that what is under it may as well show as it was.
            unfinished -= self._rect_of(self._paint.bounds)
        for rect in cast(Iterable[QRect], dirty):
            for part in cast(Iterable[QRect], QRegion(rect) & unfinished):
                self._compose(part, None)
            for part in cast(Iterable[QRect], QRegion(rect) - unfinished):
                self._compose(part, self._layer_for(part))
            if self._prompts is not None and self._look.view is not View.ORIGINAL:
                self._paint_prompts(self._prompts, rect)
        return self._in_view(dirty.boundingRect()).toAlignedRect() if not dirty.isEmpty() else QRect()

    def _adopt(self, image: QImage) -> None:
        image.setDevicePixelRatio(self._ratio)
        self._image = image
        rows = np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        self._pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)

    def _origin(self) -> tuple[int, int]:
        origin = self._viewport.origin
        return round(origin.x * self._ratio), round(origin.y * self._ratio)

    def _scroll(self, dx: int, dy: int) -> None:
        height, width = self._pixels.shape[:2]
        if abs(dx) >= width or abs(dy) >= height:
            self.mark_all()
            return
        target = self._pixels[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)]
        source = self._pixels[max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
        target[:] = source.copy()
        margin = MARGIN * math.ceil(self._ratio)
        self._dirty.translate(dx, dy)
        if dx:
            x = 0 if dx > 0 else width + dx - margin
            self._dirty += QRect(x, 0, abs(dx) + margin, height)
        if dy:
            y = 0 if dy > 0 else height + dy - margin
            self._dirty += QRect(0, y, width, abs(dy) + margin)
        self._dirty &= self._image.rect()

    def _rect_of(self, box: Box) -> QRect:
        """The part of the image that looks different with a box of the picture."""
        if box.is_empty:
            return QRect()
        scale, (x, y) = self._viewport.scale * self._ratio, self._origin()
        left, top = math.floor(box.left * scale + x), math.floor(box.top * scale + y)
        right, bottom = math.ceil(box.right * scale + x), math.ceil(box.bottom * scale + y)
        margin = MARGIN * math.ceil(self._ratio)
        rect = QRect(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
        return rect.intersected(self._image.rect())

    def _layer_for(self, rect: QRect) -> Layer | None:
        if self._picture is None or self._look.view is View.ORIGINAL:
            return None
        scale, (x, y) = self._viewport.scale * self._ratio, self._origin()
        left, top = (rect.x() - x) / scale, (rect.y() - y) / scale
        part = Box(left, top, left + rect.width() / scale, top + rect.height() / scale).clipped(self._picture.size)
        return next((layer for layer in self._layers if layer.box.holds(part)), None)

    def _compose(self, dirty: QRect, layer: Layer | None) -> None:
        # OpenCV is loaded with the first picture, not with the window.
        from segdesk.app import composing

        part = _part(self._pixels, dirty)
        part[:] = (self._ground.blue(), self._ground.green(), self._ground.red(), 255)
        visible = dirty.intersected(self._picture_rect())
        if self._picture is None or visible.isEmpty():
            return
        coverage, clean, margin = None, None, MARGIN * math.ceil(self._ratio)
        around = visible.adjusted(-margin, -margin, margin, margin)
        if layer is not None:
            coverage, clean = self._sampled(layer.alpha, around, layer), self._sampled(layer.colours, visible, layer)
        elif self._mask is not None and self._look.view is not View.ORIGINAL:
            coverage = self._sampled(self._mask, around)
        rgb = self._sampled(self._picture, visible)
        if self._look.view is not View.ORIGINAL:
            for wet in self._paint.beyond(layer, self.sight, self._picture.size):
                nothing = np.zeros((around.height(), around.width()), np.uint8) if coverage is None else coverage
                strength = self._sampled(wet.levels, around, wet)
                coverage, clean = composing.painted(rgb, nothing, clean, strength, adds=wet.adds, margin=margin)
        shown = composing.shown(
            rgb,
            coverage,
            self._look,
            clean=clean,
            margin=margin,
            ratio=self._ratio,
            origin=(visible.x(), visible.y()),
        )
        composing.put(shown, _part(self._pixels, visible))

    def _picture_rect(self) -> QRect:
        if self._picture is None:
            return QRect()
        scale, size, (x, y) = self._viewport.scale * self._ratio, self._picture.size, self._origin()
        return QRect(x, y, max(round(size.width * scale), 1), max(round(size.height * scale), 1))

    def _sampled(self, levels: Pyramid, rect: QRect, layer: Layer | Wet | None = None) -> Pixels:
        """What a pyramid, the picture's or a layer's, shows in a rectangle; beyond its rim the rim is repeated."""
        from segdesk.app import composing

        scale = self._viewport.scale * self._ratio
        own, (left, top) = (1, ORIGIN) if layer is None else (layer.factor, layer.corner)
        level, halved = levels.level_for(scale * own)
        factor, (x, y) = own * halved, self._origin()
        step = 1 / (scale * factor)
        first = ((rect.x() + 0.5 - x) * step - left / factor, (rect.y() + 0.5 - y) * step - top / factor)
        is_coarse = isinstance(layer, Wet) and own > 1
        sampled = composing.sharp if scale >= SHARP_ABOVE and not is_coarse else composing.smooth
        return sampled(level, first, step, (rect.width(), rect.height()))

    def _paint_prompts(self, prompts: Prompts, dirty: QRect) -> None:
        painter = QPainter(self._image)
        painter.setClipRect(self._in_view(dirty))
        if self._hair:
            paint_hair(painter, self._hair, self._in_view(dirty).toAlignedRect(), viewport=self.shown)
        paint_prompts(painter, prompts, viewport=self.shown, colours=self._colours)
        painter.end()

    def _in_view(self, rect: QRect) -> QRectF:
        ratio = self._ratio
        return QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)


def _part(pixels: Pixels, rect: QRect) -> Pixels:
    return pixels[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]
