"""Memory that the view is drawn into, and how parts of the picture get there. Rectangles are its own device pixels."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QRegion

from segdesk.app.ants import Ants
from segdesk.app.frame import Frame
from segdesk.app.layers import Layer, Sight
from segdesk.app.sampling import Pixels
from segdesk.app.sources import Showing, Sources
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Viewport

MARGIN: Final = 4
"""View pixels around a change that look different with it; no less than the outline's reach."""


@dataclass(frozen=True, eq=False)
class Plane:
    """Pixels, uint8 HxWx4 in the order blue, green, red, opaque; how the picture lies on them, and their ratio.

    ratio: its pixels per view pixel.
    fold:   how many device pixels to a side each of them stands for, and
    corner: where among those it begins.
    """

    pixels: Pixels
    frame: Frame
    ratio: float
    fold: int = 1
    corner: tuple[int, int] = (0, 0)

    @property
    def margin(self) -> int:
        return MARGIN * math.ceil(self.ratio)

    @property
    def rect(self) -> QRect:
        """All of it."""
        return QRect(0, 0, self.pixels.shape[1], self.pixels.shape[0])

    def rect_of(self, box: Box) -> QRect:
        """The part that looks different with a box of the picture."""
        return self.frame.rect_of(box, self.margin).intersected(self.rect)

    def draw(self, region: QRegion, sources: Sources, look: Look, *, ground: QColor, ants: Ants) -> None:
        """Draw the picture on its ground, where the mask is newer than finished edges without these."""
        unfinished = QRegion(self.rect_of(sources.unfinished))
        if sources.layers:
            # Paint wins over any mask, so that what is under it may as well show as it was.
            unfinished -= self.rect_of(sources.paint.bounds)
        for rect in cast(Iterable[QRect], region):
            # As whole numbers, which is a tenth of the time that four bytes at each pixel take.
            self._part(rect).view(np.uint32)[:] = ground.rgba()
            ants.put(self._folded(rect), None)
            for part in cast(Iterable[QRect], QRegion(rect) & unfinished):
                self._compose(part, sources, look, None, ants=ants)
            for part, layer in sources.shares(QRegion(rect) - unfinished, self.frame, look):
                self._compose(part, sources, look, layer, ants=ants)

    def draw_coarsely(
        self, rect: QRect, sources: Sources, look: Look, *, fold: int, ground: QColor, ants: Ants
    ) -> None:
        """The same so many times smaller, enlarged, for what is about to go: a quarter of the work at half the size.

        Ants stay as thin.
        """
        import cv2

        x, y = self.frame.viewport.origin
        origin = Point((x - rect.x()) / fold, (y - rect.y()) / fold)
        less = Viewport(self.frame.scale / fold, origin, self.frame.viewport.turn)
        small = QRect(0, 0, math.ceil(rect.width() / fold), math.ceil(rect.height() / fold))
        frame, pixels = replace(self.frame, viewport=less), np.empty((small.height(), small.width(), 4), np.uint8)
        plane = Plane(pixels, frame, self.ratio / fold, fold=fold, corner=(rect.x(), rect.y()))
        plane.draw(QRegion(small), sources, look, ground=ground, ants=ants)
        part = self._part(rect)
        enlarged = cv2.resize(pixels, (rect.width(), rect.height()), dst=part)
        if not np.shares_memory(enlarged, part):
            part[:] = enlarged

    def _compose(self, dirty: QRect, sources: Sources, look: Look, layer: Layer | None, *, ants: Ants) -> None:
        # OpenCV is loaded with the first picture, not with the window.
        from segdesk.app import composing

        frame, picture = self.frame, sources.picture
        visible = QRect() if picture is None else dirty.intersected(frame.picture_rect(picture.size))
        if picture is None or visible.isEmpty():
            return
        sight = Sight(frame.box_of(self.rect).clipped(picture.size), frame.scale)
        is_wet = sources.is_wet(look, layer, sight)
        showing = Showing(frame, look, layer, self.margin, self.ratio, self.fold, is_whole=is_wet)
        for rect, material in sources.materials(visible, showing):
            around = rect.adjusted(-material.margin, -material.margin, material.margin, material.margin)
            for strength, adds in sources.wet(around, showing, sight):
                material = composing.painted(material, strength, adds=adds)
            composing.put(composing.shown(material, look), self._part(rect))
            coverage = composing.together(material) if look.view is View.ANTS and material.level is None else None
            if coverage is not None:
                line = composing.rim(coverage, margin=material.margin, width=ants.width, fold=self.fold)
                ants.put(self._folded(rect), line * frame.within(rect, picture.size))

    def _folded(self, rect: QRect) -> QRect:
        """A rectangle of it as the ants know it."""
        (left, top), fold = self.corner, self.fold
        return QRect(left + fold * rect.x(), top + fold * rect.y(), fold * rect.width(), fold * rect.height())

    def _part(self, rect: QRect) -> Pixels:
        return self.pixels[rect.y() : rect.y() + rect.height(), rect.x() : rect.x() + rect.width()]
