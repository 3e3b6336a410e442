"""Which tool is in hand, and how large its brush is."""

from enum import Enum

from PySide6.QtCore import QObject, Signal

from segdesk.core.prompts import Polarity
from segdesk.core.tools import MAX_RADIUS, MIN_RADIUS, BoxTool, Brush, Lasso, Polygon, Purpose, Tool, resized

DEFAULT_RADIUS = 16.0
LARGE_STEPS = 4
"""Bracket-key steps that Shift makes of one."""


class Kind(Enum):
    """A tool on the rail."""

    SELECT = "select"
    BOX = "box"
    KEEP = "keep"
    REMOVE = "remove"
    LASSO = "lasso"
    POLYGON = "polygon"
    HAIR = "hair"
    PAN = "pan"
    ZOOM = "zoom"

    @property
    def polarity(self) -> Polarity | None:
        """What the tool marks, or None for one that has no opposite."""
        if self is Kind.REMOVE:
            return Polarity.REMOVE
        keeps = (Kind.KEEP, Kind.LASSO, Kind.POLYGON, Kind.HAIR)
        return Polarity.KEEP if self in keeps else None

    @property
    def is_brush(self) -> bool:
        """Whether it has a size."""
        return self in (Kind.KEEP, Kind.REMOVE, Kind.HAIR)

    @property
    def purpose(self) -> Purpose:
        """What the brush's strokes are for."""
        return Purpose.HAIR if self is Kind.HAIR else Purpose.PROMPT


class Toolbox(QObject):
    """The tool in hand and the brush radius in picture pixels."""

    kind_changed = Signal(object)
    radius_changed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = Kind.BOX
        self._radius = DEFAULT_RADIUS

    @property
    def kind(self) -> Kind:
        return self._kind

    @property
    def radius(self) -> float:
        return self._radius

    def take(self, kind: Kind) -> None:
        """Put another tool in hand."""
        if kind is not self._kind:
            self._kind = kind
            self.kind_changed.emit(kind)

    def swap(self) -> None:
        """From keep to remove and back; from any other tool to keep."""
        self.take(Kind.REMOVE if self._kind is Kind.KEEP else Kind.KEEP)

    def set_radius(self, radius: float) -> None:
        """Another brush radius, kept within bounds."""
        radius = min(max(radius, MIN_RADIUS), MAX_RADIUS)
        if radius != self._radius:
            self._radius = radius
            self.radius_changed.emit(radius)

    def resize(self, steps: int) -> None:
        """The brush so many key presses larger, or smaller below zero."""
        self.set_radius(resized(self._radius, steps))

    def tool(self) -> Tool | None:
        """The gesture the tool in hand makes, or None when it changes the view only."""
        match self._kind:
            case Kind.BOX:
                return BoxTool()
            case Kind.LASSO:
                return Lasso()
            case Kind.POLYGON:
                return Polygon()
        polarity = self._kind.polarity
        return None if polarity is None else Brush(polarity, self._radius, self._kind.purpose)
