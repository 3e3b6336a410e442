"""Keeps the visible part of picture, mask and prompts as one image at device pixels, and repaints only what changed.

Numpy and QImage meet here and nowhere else: the image's memory is Qt's, numpy writes through a view of it.
"""

import math

import cv2
import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from segdesk.app.pyramid import Pyramid
from segdesk.app.strokes import PromptColours, paint_prompts
from segdesk.app.views import (
    OUTLINE_REACH,
    TILE,
    Look,
    Pixels,
    View,
    blended,
    checkerboard,
    draw_outline,
)
from segdesk.core.geometry import Box, Point, Viewport
from segdesk.core.prompts import Prompts

SHARP_ABOVE = 2.0
"""From this scale on (device pixels per picture pixel) pixels are shown as squares."""


class Overlay:
    """What the canvas shows, less the draft and the cursor. All rectangles are device pixels unless said otherwise."""

    def __init__(self) -> None:
        self._image = QImage()
        self._pixels: Pixels = np.zeros((0, 0, 4), np.uint8)
        self._ratio = 1.0
        self._viewport = Viewport()
        self._picture: Pyramid | None = None
        self._mask: Pyramid | None = None
        self._prompts: Prompts | None = None
        self._look = Look()
        self._colours = PromptColours()
        self._ground = QColor("#151617")
        self._dirty = QRect()

    @property
    def image(self) -> QImage:
        """The image to paint at the view's top left corner."""
        return self._image

    @property
    def colours(self) -> PromptColours:
        return self._colours

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
    def is_dirty(self) -> bool:
        return not self._dirty.isEmpty()

    def set_size(self, size: QSize, ratio: float) -> None:
        """The view's size in view pixels, and device pixels per view pixel."""
        wanted = QSize(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
        if wanted == self._image.size() and ratio == self._ratio:
            return
        self._ratio = ratio
        self._adopt(QImage(wanted, QImage.Format.Format_RGB32))
        self.mark_all()

    def set_picture(self, levels: Pyramid | None) -> None:
        self._picture = levels
        self.mark_all()

    def set_subject(self, mask: Pyramid | None, prompts: Prompts | None, changed: Box) -> None:
        """The mask and the prompts to show; `changed` is where they differ, in picture pixels."""
        self._mask, self._prompts = mask, prompts
        self.mark(changed)

    def set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.mark_all()

    def set_ground(self, ground: QColor, colours: PromptColours) -> None:
        """The colour around the picture, and those of the prompts."""
        self._ground, self._colours = ground, colours
        self.mark_all()

    def set_viewport(self, viewport: Viewport) -> None:
        """Another place or scale. At the same scale what is still visible is moved, not drawn again."""
        before = self._origin()
        same_scale = viewport.scale == self._viewport.scale
        self._viewport = viewport
        after = self._origin()
        if not same_scale or self._look.view is View.CHECKER:
            self.mark_all()
        elif after != before:
            self._scroll(after[0] - before[0], after[1] - before[1])

    def mark_all(self) -> None:
        """Everything is to be drawn again."""
        self._dirty = self._image.rect()

    def mark(self, box: Box) -> None:
        """A box of the picture is to be drawn again."""
        if box.is_empty:
            return
        scale, (x, y) = self._viewport.scale * self._ratio, self._origin()
        left, top = math.floor(box.left * scale + x), math.floor(box.top * scale + y)
        right, bottom = math.ceil(box.right * scale + x), math.ceil(box.bottom * scale + y)
        margin = OUTLINE_REACH * math.ceil(self._ratio)
        rect = QRect(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)
        self._dirty = self._dirty.united(rect.intersected(self._image.rect()))

    def refresh(self) -> QRect:
        """Draw what is to be drawn and return it as a rectangle of view pixels."""
        dirty, self._dirty = self._dirty, QRect()
        if dirty.isEmpty():
            return dirty
        self._compose(dirty)
        if self._prompts is not None and self._look.view is not View.ORIGINAL:
            self._paint_prompts(self._prompts, dirty)
        return self._in_view(dirty).toAlignedRect()

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
        waiting = self._dirty.translated(dx, dy) if self.is_dirty else QRect()
        margin = OUTLINE_REACH * math.ceil(self._ratio)
        if dx:
            x = 0 if dx > 0 else width + dx - margin
            self._dirty = waiting.united(QRect(x, 0, abs(dx) + margin, height))
        if dy:
            y = 0 if dy > 0 else height + dy - margin
            strip = QRect(0, y, width, abs(dy) + margin)
            self._dirty = self._dirty.united(strip) if dx else waiting.united(strip)
        self._dirty = self._dirty.intersected(self._image.rect())

    def _compose(self, dirty: QRect) -> None:
        part = _part(self._pixels, dirty)
        part[:] = (self._ground.blue(), self._ground.green(), self._ground.red(), 255)
        visible = dirty.intersected(self._picture_rect())
        if self._picture is None or visible.isEmpty():
            return
        rgb = self._sampled(self._picture, visible)
        if self._mask is not None and self._look.view is not View.ORIGINAL:
            rgb = self._looked(rgb, self._mask, visible)
        elif self._look.view is View.MASK:
            rgb = np.zeros_like(rgb)
        cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA, dst=_part(self._pixels, visible))

    def _looked(self, rgb: Pixels, mask: Pyramid, visible: QRect) -> Pixels:
        margin = OUTLINE_REACH * math.ceil(self._ratio)
        wide = visible.adjusted(-margin, -margin, margin, margin)
        coverage = self._sampled(mask, wide)
        inner = np.ascontiguousarray(coverage[margin:-margin, margin:-margin])
        tiles = self._tiles(visible) if self._look.view is View.CHECKER else None
        shown = blended(rgb, inner, self._look, tiles=tiles)
        if self._look.outline and self._look.view is View.OVERLAY:
            framed = cv2.copyMakeBorder(shown, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
            draw_outline(framed, coverage, self._look, ratio=self._ratio)
            shown = np.ascontiguousarray(framed[margin:-margin, margin:-margin])
        return shown

    def _tiles(self, visible: QRect) -> Pixels:
        return checkerboard(
            self._look,
            origin=(visible.x(), visible.y()),
            size=(visible.width(), visible.height()),
            tile=round(TILE * self._ratio),
        )

    def _picture_rect(self) -> QRect:
        if self._picture is None:
            return QRect()
        scale, size, (x, y) = self._viewport.scale * self._ratio, self._picture.size, self._origin()
        return QRect(x, y, max(round(size.width * scale), 1), max(round(size.height * scale), 1))

    def _sampled(self, levels: Pyramid, rect: QRect) -> Pixels:
        """What a pyramid shows in a rectangle of device pixels; beyond its rim the rim is repeated."""
        scale = self._viewport.scale * self._ratio
        level, factor = levels.level_for(scale)
        step, (x, y) = 1 / (scale * factor), self._origin()
        first = ((rect.x() + 0.5 - x) * step, (rect.y() + 0.5 - y) * step)
        if scale >= SHARP_ABOVE:
            columns = _indices(first[0], step, count=rect.width(), limit=level.shape[1])
            rows = _indices(first[1], step, count=rect.height(), limit=level.shape[0])
            return np.ascontiguousarray(level[rows][:, columns])
        return _interpolated(level, first, step, (rect.width(), rect.height()))

    def _paint_prompts(self, prompts: Prompts, dirty: QRect) -> None:
        painter = QPainter(self._image)
        painter.setClipRect(self._in_view(dirty))
        paint_prompts(painter, prompts, viewport=self.shown, colours=self._colours)
        painter.end()

    def _in_view(self, rect: QRect) -> QRectF:
        ratio = self._ratio
        return QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)


def _part(pixels: Pixels, rect: QRect) -> Pixels:
    return pixels[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]


def _indices(first: float, step: float, *, count: int, limit: int) -> np.ndarray:
    return np.clip(np.floor(first + np.arange(count) * step), 0, limit - 1).astype(np.intp)


def _interpolated(level: Pixels, first: tuple[float, float], step: float, size: tuple[int, int]) -> Pixels:
    """Bilinear samples at first + step * (column, row), in level pixels whose centres lie at +0.5.

    Only the part of the level that is needed is handed to OpenCV, which takes no side beyond 32767 pixels.
    """
    height, width = level.shape[:2]
    left, top = (
        min(max(math.floor(start) - 1, 0), side - 1) for start, side in zip(first, (width, height), strict=True)
    )
    right = min(max(math.ceil(first[0] + step * size[0]) + 1, left + 1), width)
    bottom = min(max(math.ceil(first[1] + step * size[1]) + 1, top + 1), height)
    place = np.array([[step, 0, first[0] - 0.5 - left], [0, step, first[1] - 0.5 - top]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = level[top:bottom, left:right]
    return cv2.warpAffine(part, place, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
