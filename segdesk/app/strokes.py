"""Draws prompts and drafts of strokes and boxes: translucent strokes that show the picture through, dashed lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QRegion

from segdesk.app.frame import as_box
from segdesk.app.outlines import REACH, frame_path, layer_over, paint_region, rect_of, seen_of
from segdesk.app.rounds import rim
from segdesk.app.tapers import brush_path
from segdesk.app.traces import Trace, Traces
from segdesk.core.geometry import Box, Viewport
from segdesk.core.prompts import HairStroke, Polarity, Prompts, Stroke
from segdesk.core.tools import BoxDraft, Draft, LassoDraft, PolygonDraft, Purpose, RetouchDraft, StrokeDraft

STROKE_OPACITY = 0.65
HAIR_OPACITY = 0.35
"""Fainter, because what the hair brush finds lies under its own strokes."""
BOX_WIDTH = 1.5
_COARSER = 16
"""How much farther a line that is about to go may stray."""
RING = 10.0
"""View pixels: radius of a ring around what is too small to be found, and the side of what is not."""


@dataclass(frozen=True)
class PromptColours:
    """The colours of keep strokes, remove strokes, the hair brush and boxes."""

    keep: QColor = field(default_factory=lambda: QColor("#2fbf71"))
    remove: QColor = field(default_factory=lambda: QColor("#ff5a5f"))
    hair: QColor = field(default_factory=lambda: QColor("#b583ff"))
    taken: QColor = field(default_factory=lambda: QColor("#e8e9eb"))
    """Of a stroke under way that takes hair strokes back."""
    box: QColor = field(default_factory=lambda: QColor("#4c8dff"))

    def of(self, polarity: Polarity, purpose: Purpose = Purpose.PROMPT) -> QColor:
        if purpose is Purpose.HAIR:
            return self.hair if polarity is Polarity.KEEP else self.taken
        return self.keep if polarity is Polarity.KEEP else self.remove


@dataclass(frozen=True)
class Place:
    """Where strokes are drawn: how the picture lies in the view, and the rectangle of it that is drawn now, or all.

    traces: those of the strokes that were drawn before.
    is_rough: it is about to go, so that what takes long is drawn with hard edges and through fewer points.
    """

    viewport: Viewport
    rect: QRect | None = None
    traces: Traces = field(default_factory=Traces)
    is_rough: bool = False

    def pieces(self, stroke: Stroke, ratio: float) -> list[Trace]:
        """What of a stroke is to be drawn at so many device pixels per view pixel."""
        seen = None if self.rect is None else self.viewport.box_to_picture(as_box(self.rect))
        scale = self.viewport.scale * ratio / (_COARSER if self.is_rough and stroke.radii else 1)
        return self.traces.of(stroke, scale).pieces(seen)


def paint_prompts(painter: QPainter, prompts: Prompts, place: Place, colours: PromptColours) -> None:
    """Draw finished prompts, in view coordinates.

    A stroke that crosses itself is no darker there.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    viewport, rect = place.viewport, place.rect
    for mark in prompts.strokes:
        if rect is not None and not line_rect(mark.bounds, viewport).intersects(rect):
            continue
        if isinstance(mark, Stroke):
            faint = QColor(colours.of(mark.polarity))
            faint.setAlphaF(STROKE_OPACITY)
            _paint_line(painter, mark, place, faint)
        else:
            paint_region(painter, mark, viewport, colours.of(mark.polarity))
    for prompt in prompts.boxes:
        paint_box(painter, prompt.box, viewport=viewport, colour=colours.box)


def opacity_of(purpose: Purpose) -> float:
    """How much of the picture strokes cover."""
    return STROKE_OPACITY if purpose is Purpose.PROMPT else HAIR_OPACITY


def paint_hair(painter: QPainter, strokes: tuple[HairStroke, ...], place: Place) -> None:
    """Draw what strokes of the hair brush come to, in view coordinates; later ones take back."""
    device = painter.device()
    whole = QRect(0, 0, device.width(), device.height())
    rect = whole if place.rect is None else seen_of(painter, place.rect)
    if rect.isEmpty():
        return
    layer, brush, corner = layer_over(rect, device.devicePixelRatio())
    modes, colours = QPainter.CompositionMode, PromptColours()
    for stroke in strokes:
        takes = stroke.polarity is Polarity.REMOVE and not stroke.is_sure
        brush.setCompositionMode(modes.CompositionMode_DestinationOut if takes else modes.CompositionMode_SourceOver)
        purpose = Purpose.SURE if stroke.is_sure else Purpose.HAIR
        _paint_line(brush, stroke, place, colours.of(stroke.polarity, purpose))
    brush.end()
    painter.setOpacity(HAIR_OPACITY)
    painter.drawImage(corner, layer)
    painter.setOpacity(1)


def paint_rings(painter: QPainter, boxes: Iterable[Box], colour: QColor) -> None:
    """A ring around each box that is too small to be found by eye, in view coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    places = [QPointF((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in boxes if _is_small(box)]
    for pen in (QPen(QColor(0, 0, 0, 130), 3.5), QPen(colour, 1.7)):
        painter.setPen(pen)
        for place in places:
            painter.drawEllipse(place, RING, RING)


def _is_small(box: Box) -> bool:
    return max(box.width, box.height) < RING


def paint_box(painter: QPainter, box: Box, *, viewport: Viewport, colour: QColor) -> None:
    """A box of the picture as a dashed frame on a dark rim, in view coordinates."""
    frame = frame_path(box, viewport)
    painter.strokePath(frame, QPen(QColor(0, 0, 0, 130), BOX_WIDTH + 1.5))
    dashes = QPen(colour.lighter(125), BOX_WIDTH)
    dashes.setDashPattern([4, 3])
    painter.setPen(dashes)
    # Side by side, which looks the same and takes a tenth of the time of dashes that go on around the corners.
    corners = [QPointF(*corner) for corner in viewport.corners_to_view(box)]
    painter.drawLines([QLineF(*side) for side in zip(corners, corners[1:] + corners[:1], strict=True)])


class DraftLayer:
    """The stroke under way on an image of its own, so that a move costs one short line."""

    def __init__(self) -> None:
        self._image = QImage()
        self._ground: QImage | None = None
        self._drawn = 0
        self._rubber = QRect()

    @property
    def image(self) -> QImage:
        return self._image

    def clear(self, size: QSize, ratio: float) -> None:
        """An empty layer for a view of this size in device pixels."""
        if size != self._image.size() or ratio != self._image.devicePixelRatio():
            self._image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
        self._image.fill(Qt.GlobalColor.transparent)
        self._ground, self._drawn, self._rubber = None, 0, QRect()

    def draw(self, draft: StrokeDraft, viewport: Viewport, colour: QColor) -> QRegion:
        """Draw what the draft has more than at the last call; returns what changed, in view pixels."""
        changed = QRegion(self._take_rubber_off())
        if len(draft.points) > self._drawn:
            fresh = slice(max(self._drawn - 1, 0), len(draft.points))
            line = Stroke(draft.polarity, draft.radius, draft.points[fresh], draft.radii[fresh])
            rect = self._draw_line(line, viewport, colour)
            changed += (self._drawn and _fresh_rim(line, viewport)) or rect
            self._drawn = len(draft.points)
        if draft.rubber is None:
            self._ground = None
            return changed
        if self._ground is None:
            self._ground = self._image.copy()
        line = Stroke(draft.polarity, draft.radius, (draft.points[-1], draft.rubber), draft.radii[-2:])
        self._rubber = self._draw_line(line, viewport, colour)
        return changed.united(self._rubber)

    def _draw_line(self, line: Stroke, viewport: Viewport, colour: QColor) -> QRect:
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_round_pen(colour, 2 * line.radius * viewport.scale))
        places = [QPointF(*viewport.to_view(point)) for point in line.points]
        if min(line.radii) < line.radius:
            painter.fillPath(brush_path(line.points, line.radii, viewport), colour)
        elif len(places) == 1:
            painter.drawPoint(places[0])
        else:
            painter.drawPolyline(places)
        painter.end()
        return line_rect(line.bounds, viewport)

    def _take_rubber_off(self) -> QRect:
        changed, self._rubber = self._rubber, QRect()
        if self._ground is not None and not changed.isEmpty():
            painter = QPainter(self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.setClipRect(changed)
            painter.drawImage(0, 0, self._ground)
            painter.end()
        return changed


def _fresh_rim(line: Stroke, viewport: Viewport) -> QRegion | None:
    """What a line of two points adds to its beginning, which is drawn already; None where that is about all of it."""
    if len(line.points) != 2:
        return None
    start, end = (viewport.to_view(at) for at in line.points)
    first, last = (radius * viewport.scale for radius in line.radii)
    return rim(start, end, first, last, reach=2)


def line_rect(bounds: Box, viewport: Viewport) -> QRect:
    """What a line with these bounds covers, in view pixels."""
    return rect_of(viewport.box_to_view(bounds)).adjusted(-2, -2, 2, 2)


def draft_bounds(draft: Draft, viewport: Viewport) -> QRect:
    """What a draft covers, in view pixels; paint covers nothing, for it is in the picture."""
    if isinstance(draft, RetouchDraft):
        return QRect()
    if isinstance(draft, BoxDraft):
        return rect_of(viewport.box_to_view(draft.box)).adjusted(-3, -3, 3, 3)
    if isinstance(draft, LassoDraft | PolygonDraft):
        return rect_of(viewport.box_to_view(Box.around(draft.outline))).adjusted(-REACH, -REACH, REACH, REACH)
    points = draft.points if draft.rubber is None else (*draft.points, draft.rubber)
    bounds = Stroke(draft.polarity, draft.radius, points).bounds
    return line_rect(bounds, viewport)


def _paint_line(painter: QPainter, stroke: Stroke, place: Place, colour: QColor) -> None:
    pieces, viewport = place.pieces(stroke, painter.device().devicePixelRatio()), place.viewport
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    if stroke.radii:
        for piece in pieces:
            path.addPath(brush_path(piece.points, piece.radii, viewport))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not place.is_rough)
        painter.fillPath(path, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return
    painter.setPen(_round_pen(colour, 2 * stroke.radius * viewport.scale))
    lines = [[QPointF(*viewport.to_view(point)) for point in piece.points] for piece in pieces]
    if len({point for piece in pieces for point in piece.points}) == 1:
        painter.drawPoint(lines[0][0])
        return
    for line in lines:
        path.addPolygon(line)
    painter.strokePath(path, painter.pen())


def _round_pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
