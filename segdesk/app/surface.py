"""What gestures and the select tool ask of the view they work on; the canvas is one."""

from typing import Protocol

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QImage, QRegion

from segdesk.core.geometry import Point, Viewport
from segdesk.core.objects import Thing
from segdesk.core.tools import RetouchDraft


class Surface(Protocol):
    """A view of the picture. All places are view pixels."""

    @property
    def viewport(self) -> Viewport: ...

    @property
    def image(self) -> QImage:
        """What is painted under drafts; they are drawn at its size and device pixel ratio."""
        ...

    @property
    def shows_prompts(self) -> bool: ...

    def pan_by(self, dx: float, dy: float) -> None: ...

    def stand(self, viewport: Viewport) -> None:
        """Show the picture where it stood before."""
        ...

    def zoom_by(self, factor: float, anchor: QPointF) -> None: ...

    def lift(self, thing: Thing | None) -> None:
        """Leave a thing out while it is dragged over the picture."""
        ...

    def refresh(self) -> None:
        """Draw what the document changed, now."""
        ...

    def show_paint(self, draft: RetouchDraft | None) -> None:
        """Let the picture show what a stroke of the retouch brush paints, or no longer."""
        ...

    def repaint_part(self, part: QRect | QRegion) -> None:
        """Paint a part again soon."""
        ...

    def set_pointer(self, shape: Qt.CursorShape | None) -> None:
        """The system's pointer over the surface; None is the surroundings' own."""
        ...


def point_of(at: QPointF) -> Point:
    """A place of Qt's as one of the program's."""
    return Point(at.x(), at.y())
