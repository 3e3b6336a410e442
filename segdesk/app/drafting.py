"""The gesture under way as the view shows it: holds the draft and draws it; tells which part of the view changed."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QRegion

from segdesk.app.outlines import paint_outline
from segdesk.app.strokes import DraftLayer, PromptColours, draft_bounds, opacity_of, paint_box
from segdesk.core.geometry import Size, Viewport
from segdesk.core.prompts import Polarity, Prompt
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import (
    BoxDraft,
    Draft,
    LassoDraft,
    Pointer,
    PolygonDraft,
    RetouchDraft,
    StrokeDraft,
    Tool,
)


class Drafting:
    """At most one draft. Rectangles are view pixels; an empty one says that nothing changed."""

    def __init__(self) -> None:
        self._draft: Draft | None = None
        self._drying: StrokeDraft | None = None
        """A stroke that has ended, and shows until the picture under it does."""
        self._layer = DraftLayer()
        self._colours = PromptColours()

    @property
    def is_active(self) -> bool:
        return self._draft is not None

    @property
    def polarity(self) -> Polarity | None:
        """What is under way marks, None for a box."""
        return None if self._draft is None or isinstance(self._draft, BoxDraft) else self._draft.polarity

    @property
    def goes_on(self) -> bool:
        """True for a polygon, which does not end with the button going up."""
        return isinstance(self._draft, PolygonDraft)

    @property
    def can_close(self) -> bool:
        """True for a polygon that has corners enough."""
        return isinstance(self._draft, PolygonDraft) and self._draft.can_close

    @property
    def retouch(self) -> RetouchDraft | None:
        """The paint under way; it is no drawing over the picture, for the picture itself changes with it."""
        return self._draft if isinstance(self._draft, RetouchDraft) else None

    def begin(self, tool: Tool, pointer: Pointer) -> None:
        """Start; `redraw` shows it."""
        self._draft = tool.begin(pointer)

    def move(self, pointer: Pointer, viewport: Viewport) -> QRegion:
        """The pointer moved on; only what is new is drawn."""
        if self._draft is None:
            return QRegion()
        if not isinstance(self._draft, StrokeDraft):
            return QRegion(self._put(self._draft.moved(pointer), viewport))
        self._draft = self._draft.moved(pointer)
        return self._layer.draw(self._draft, viewport, self._colours.of(self._draft.polarity, self._draft.purpose))

    def closes_at(self, pointer: Pointer) -> bool:
        """Whether a click there ends a polygon."""
        return isinstance(self._draft, PolygonDraft) and self._draft.closes_at(pointer)

    def corner(self, pointer: Pointer, viewport: Viewport) -> QRect:
        """A polygon's next corner."""
        return self._put(self._draft.cornered(pointer), viewport) if isinstance(self._draft, PolygonDraft) else QRect()

    def step_back(self, viewport: Viewport) -> QRect:
        """A polygon without its last corner, which may leave none."""
        return self._put(self._draft.stepped_back(), viewport) if isinstance(self._draft, PolygonDraft) else QRect()

    def ended(self, size: Size) -> Prompt | RetouchStroke | None:
        """What the draft comes to on a picture of this size; the draft is still shown until it is dropped."""
        return None if self._draft is None else self._draft.ended(size)

    @property
    def is_drying(self) -> bool:
        """Whether a stroke shows that has ended."""
        return self._drying is not None

    def dry(self) -> None:
        """A stroke ends; it goes on to be shown until `clear_dry`. Of other drafts there is nothing to dry."""
        if isinstance(self._draft, StrokeDraft):
            self._draft, self._drying = None, self._draft

    def clear_dry(self, viewport: Viewport) -> QRect:
        """Show the ended stroke no longer."""
        dry, self._drying = self._drying, None
        return QRect() if dry is None else draft_bounds(dry, viewport)

    def drop(self, viewport: Viewport) -> QRect:
        """Forget the draft."""
        return self._put(None, viewport)

    def redraw(self, viewport: Viewport, size: QSize, ratio: float) -> QRect:
        """Draw all of it, in a view of this size in device pixels; what was drying shows in the picture from now on."""
        self._drying = None
        if isinstance(self._draft, StrokeDraft):
            self._layer.clear(size, ratio)
            self._layer.draw(self._draft, viewport, self._colours.of(self._draft.polarity, self._draft.purpose))
        return QRect() if self._draft is None else draft_bounds(self._draft, viewport)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Put it on the view."""
        stroke = self._drying or self._draft
        if isinstance(stroke, StrokeDraft):
            painter.setOpacity(opacity_of(stroke.purpose))
            painter.drawImage(0, 0, self._layer.image)
            painter.setOpacity(1)
        elif isinstance(self._draft, BoxDraft):
            paint_box(painter, self._draft.box, viewport=viewport, colour=self._colours.box)
        elif isinstance(self._draft, LassoDraft | PolygonDraft):
            paint_outline(painter, self._draft, viewport, self._colours.of(self._draft.polarity))

    def _put(self, draft: Draft | None, viewport: Viewport) -> QRect:
        """Another draft in the place of this one; what either covers has changed."""
        drafts, self._draft = (self._draft, draft), draft
        changed = QRect()
        for one in drafts:
            changed = changed if one is None else changed.united(draft_bounds(one, viewport))
        return changed
