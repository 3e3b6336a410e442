"""The gesture under way as the view shows it: holds the draft and draws it; tells which part of the view changed."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter

from segdesk.app.strokes import DraftLayer, PromptColours, draft_bounds, opacity_of, paint_box
from segdesk.core.geometry import Size, Viewport
from segdesk.core.prompts import Polarity, Prompt
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import BoxDraft, Draft, Pointer, Purpose, RetouchDraft, StrokeDraft, Tool


class Drafting:
    """At most one draft. Rectangles are view pixels; an empty one says that nothing changed."""

    def __init__(self) -> None:
        self._draft: Draft | None = None
        self._layer = DraftLayer()
        self._colours = PromptColours()

    @property
    def is_active(self) -> bool:
        return self._draft is not None

    @property
    def polarity(self) -> Polarity | None:
        """What the stroke under way marks, if it is one."""
        return None if self._draft is None or isinstance(self._draft, BoxDraft) else self._draft.polarity

    @property
    def purpose(self) -> Purpose:
        """What the stroke under way is for."""
        return self._draft.purpose if isinstance(self._draft, StrokeDraft) else Purpose.PROMPT

    @property
    def retouch(self) -> RetouchDraft | None:
        """The paint under way; it is no drawing over the picture, for the picture itself changes with it."""
        return self._draft if isinstance(self._draft, RetouchDraft) else None

    def begin(self, tool: Tool, pointer: Pointer) -> None:
        """Start; `redraw` shows it."""
        self._draft = tool.begin(pointer)

    def move(self, pointer: Pointer, viewport: Viewport) -> QRect:
        """The pointer moved on; only what is new is drawn."""
        if self._draft is None:
            return QRect()
        before, self._draft = self._draft, self._draft.moved(pointer)
        if isinstance(self._draft, StrokeDraft):
            return self._layer.draw(self._draft, viewport, self._colours.of(self._draft.polarity, self._draft.purpose))
        return draft_bounds(before, viewport).united(draft_bounds(self._draft, viewport))

    def ended(self, size: Size) -> Prompt | RetouchStroke | None:
        """What the draft comes to on a picture of this size; the draft is still shown until it is dropped."""
        return None if self._draft is None else self._draft.ended(size)

    def drop(self, viewport: Viewport) -> QRect:
        """Forget the draft."""
        dropped, self._draft = self._draft, None
        return QRect() if dropped is None else draft_bounds(dropped, viewport)

    def redraw(self, viewport: Viewport, size: QSize, ratio: float) -> QRect:
        """Draw all of it, in a view of this size in device pixels."""
        if isinstance(self._draft, StrokeDraft):
            self._layer.clear(size, ratio)
            self._layer.draw(self._draft, viewport, self._colours.of(self._draft.polarity, self._draft.purpose))
        return QRect() if self._draft is None else draft_bounds(self._draft, viewport)

    def paint(self, painter: QPainter, viewport: Viewport) -> None:
        """Put it on the view."""
        if isinstance(self._draft, StrokeDraft):
            painter.setOpacity(opacity_of(self._draft.purpose))
            painter.drawImage(0, 0, self._layer.image)
            painter.setOpacity(1)
        elif isinstance(self._draft, BoxDraft):
            paint_box(painter, viewport.box_to_view(self._draft.box), self._colours.box)
