"""Finished prompts on an image of their own: the picture under them may be drawn anew as often as it likes."""

from operator import is_

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

from segdesk.app.ants import scroll
from segdesk.app.frame import in_view
from segdesk.app.strokes import Place, PromptColours, paint_hair, paint_prompts
from segdesk.app.traces import Traces
from segdesk.core.geometry import Viewport
from segdesk.core.prompts import HairStroke, Prompts

_NOTHING = Prompts()


class PromptLayer:
    """Prompts and strokes of the hair brush as they lie over the picture. Rectangles are device pixels."""

    def __init__(self) -> None:
        self._size, self._ratio = QSize(), 1.0
        self._prompts: Prompts = _NOTHING
        self._hair: tuple[HairStroke, ...] = ()
        self._image: QImage | None = None
        self._stale = QRegion()
        self._added, self._touched = 0, QRect()
        """How many of the last strokes the image lacks where nothing is stale, and the rectangle of these."""
        self._traces, self._colours = Traces(), PromptColours()

    @property
    def is_empty(self) -> bool:
        return not (self._prompts.strokes or self._prompts.boxes or self._hair)

    def resize(self, size: QSize, ratio: float) -> None:
        """A view of this size in device pixels, at so many of them per view pixel."""
        self._size, self._ratio, self._image = size, ratio, None

    def show(self, prompts: Prompts | None, hair: tuple[HairStroke, ...], changed: QRect) -> None:
        """Other prompts, or none; they differ within a rectangle only."""
        before, now = self._prompts, prompts or _NOTHING
        is_same_hair = hair == self._hair
        if now is before and is_same_hair:
            return
        added = _added(before, now) if is_same_hair else 0
        self._prompts, self._hair = now, hair
        self._traces.keep((*now.strokes, *hair))
        if added:
            self._added, self._touched = self._added + added, self._touched.united(changed)
        else:
            self._spoil(QRegion(changed))
        if self.is_empty:
            self._image = None

    def mark_all(self) -> None:
        """All of it is to be drawn again."""
        self._stale = QRegion(QRect(QPoint(0, 0), self._size))

    def scroll(self, dx: int, dy: int, bared: QRegion) -> None:
        """It moves with the picture, which bares a region."""
        self._spoil(QRegion())
        if self._image is not None:
            rows = np.frombuffer(self._image.bits(), np.uint8).reshape(self._size.height(), -1, 4)
            scroll(rows, dx, dy)
        self._stale.translate(dx, dy)
        self._stale = (self._stale + bared) & QRect(QPoint(0, 0), self._size)

    def paint(self, painter: QPainter, region: QRegion, viewport: Viewport, *, is_rough: bool = False) -> None:
        """Lay it over a region of the view, in which the picture lies as the viewport says.

        What is about to go is drawn there and nowhere else, and what takes long with less care: to clear an image of
        its own and to lay that over a large view takes longer than to draw what there mostly is.
        """
        if self.is_empty:
            return
        image = None if is_rough else self._renewed(viewport)
        self._clip(painter, region)
        if image is None:
            self._draw(painter, Place(viewport, self._bounds(region), self._traces, is_rough=True))
        else:
            painter.drawImage(0, 0, image)

    def _renewed(self, viewport: Viewport) -> QImage:
        image = self._image
        if image is None:
            image = self._image = QImage(self._size, QImage.Format.Format_ARGB32_Premultiplied)
            image.setDevicePixelRatio(self._ratio)
            self.mark_all()
        painter = QPainter(image)
        if not self._stale.isEmpty():
            self._spoil(QRegion())
            self._clip(painter, self._stale)
            rect = self._bounds(self._stale)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(rect, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._draw(painter, Place(viewport, rect, self._traces))
        else:
            # Most often there is one stroke more; it comes to lie over the others.
            fresh = Prompts(strokes=self._prompts.strokes[len(self._prompts.strokes) - self._added :])
            paint_prompts(painter, fresh, Place(viewport, None, self._traces), self._colours)
        painter.end()
        self._stale, self._added, self._touched = QRegion(), 0, QRect()
        return image

    def _spoil(self, region: QRegion) -> None:
        """A region is to be drawn again, and where strokes were to be added too."""
        self._stale = self._stale + region + self._touched
        self._added, self._touched = 0, QRect()

    def _draw(self, painter: QPainter, place: Place) -> None:
        """Draw all of it that is to be seen in a place."""
        if self._hair:
            paint_hair(painter, self._hair, place)
        paint_prompts(painter, self._prompts, place, self._colours)

    def _bounds(self, region: QRegion) -> QRect:
        """A rectangle of the view around a region."""
        return in_view(region.boundingRect(), self._ratio).toAlignedRect()

    def _clip(self, painter: QPainter, region: QRegion) -> None:
        """Let a painter that works in view pixels reach a region only."""
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.setClipRegion(region)
        painter.resetTransform()


def _added(before: Prompts, now: Prompts) -> int:
    """How many strokes came last, where nothing else differs and nothing lies above them; else 0."""
    more = len(now.strokes) - len(before.strokes)
    is_alike = not (now.boxes or before.boxes) and all(map(is_, now.strokes, before.strokes))
    return max(more, 0) if is_alike else 0
