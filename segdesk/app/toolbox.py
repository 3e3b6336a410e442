"""Which tool is in hand, how large its brush is, and how it paints."""

from enum import Enum

from PySide6.QtCore import QObject, Signal

from segdesk.core.prompts import Polarity
from segdesk.core.tools import (
    DEFAULT_TIP,
    MAX_RADIUS,
    MIN_RADIUS,
    BoxTool,
    Brush,
    Lasso,
    Polygon,
    Purpose,
    RetouchBrush,
    Tip,
    Tool,
    resized,
)

DEFAULT_RADIUS = 16.0
LARGE_STEPS = 4
"""Bracket-key steps that Shift makes of one."""
HARDNESS_STEP = 0.1
MIN_OPACITY = 0.01


class State(Enum):
    """What the hair brush paints on the trimap: where matting decides, and what is subject or ground beyond doubt."""

    UNKNOWN = "unknown"
    INSIDE = "inside"
    OUTSIDE = "outside"

    @property
    def polarity(self) -> Polarity:
        return Polarity.REMOVE if self is State.OUTSIDE else Polarity.KEEP


class Kind(Enum):
    """A tool on the rail."""

    SELECT = "select"
    BOX = "box"
    KEEP = "keep"
    REMOVE = "remove"
    LASSO = "lasso"
    POLYGON = "polygon"
    HAIR = "hair"
    RETOUCH = "retouch"
    PAN = "pan"
    ZOOM = "zoom"

    @property
    def polarity(self) -> Polarity | None:
        """What the tool marks, or None for one that has no opposite; the retouch brush can be turned round."""
        if self is Kind.REMOVE:
            return Polarity.REMOVE
        keeps = (Kind.KEEP, Kind.LASSO, Kind.POLYGON, Kind.HAIR, Kind.RETOUCH)
        return Polarity.KEEP if self in keeps else None

    @property
    def is_brush(self) -> bool:
        """Whether it has a size."""
        return self in (Kind.KEEP, Kind.REMOVE, Kind.HAIR, Kind.RETOUCH)


class Toolbox(QObject):
    """The tool in hand, the brush radius in picture pixels, side and tip of retouch, and the hair brush's state."""

    kind_changed = Signal(object)
    radius_changed = Signal(float)
    retouch_changed = Signal()
    """Another side or tip of the retouch brush."""
    pressure_changed = Signal()
    """There is a pen, or its pressure counts from now on, or no longer."""
    state_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = Kind.BOX
        self._radius = DEFAULT_RADIUS
        self._side, self._tip, self._state = Polarity.KEEP, DEFAULT_TIP, State.UNKNOWN
        self._has_pen, self._heeds_pressure = False, True

    @property
    def kind(self) -> Kind:
        return self._kind

    @property
    def radius(self) -> float:
        return self._radius

    @property
    def side(self) -> Polarity:
        """Whether the retouch brush adds or erases."""
        return self._side

    @property
    def tip(self) -> Tip:
        """How the retouch brush paints."""
        return self._tip

    @property
    def state(self) -> State:
        """What the hair brush paints."""
        return self._state

    @property
    def polarity(self) -> Polarity | None:
        """What the tool in hand marks, or None for one that is no brush."""
        own = {Kind.RETOUCH: self._side, Kind.HAIR: self._state.polarity}
        return own.get(self._kind, self._kind.polarity)

    @property
    def purpose(self) -> Purpose:
        """What the strokes of the brush in hand are for."""
        if self._kind is not Kind.HAIR:
            return Purpose.PROMPT
        return Purpose.HAIR if self._state is State.UNKNOWN else Purpose.SURE

    @property
    def has_pen(self) -> bool:
        """Whether a pen has been near."""
        return self._has_pen

    @property
    def heeds_pressure(self) -> bool:
        """Whether a pen's pressure makes the brush smaller."""
        return self._heeds_pressure

    def meet_pen(self) -> None:
        """There is a pen."""
        if not self._has_pen:
            self._has_pen = True
            self.pressure_changed.emit()

    def heed_pressure(self, heeds: bool) -> None:
        """Let a pen's pressure count, or have it draw like a mouse."""
        if heeds != self._heeds_pressure:
            self._heeds_pressure = heeds
            self.pressure_changed.emit()

    def take(self, kind: Kind) -> None:
        """Put another tool in hand."""
        if kind is not self._kind:
            self._kind = kind
            self.kind_changed.emit(kind)

    def swap(self) -> None:
        """From keep to remove and back, retouch from adding to erasing, what is sure from inside to outside.

        From any other tool to keep.
        """
        if self._kind is Kind.RETOUCH:
            self.set_side(self._side.opposite)
            return
        if self._kind is Kind.HAIR and self._state is not State.UNKNOWN:
            self.set_state(State.OUTSIDE if self._state is State.INSIDE else State.INSIDE)
            return
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

    def set_side(self, side: Polarity) -> None:
        """Let the retouch brush add or erase."""
        if side is not self._side:
            self._side = side
            self.retouch_changed.emit()

    def set_state(self, state: State) -> None:
        """Let the hair brush paint something else."""
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def set_tip(self, tip: Tip) -> None:
        """Another hardness or opacity of the retouch brush, kept within bounds."""
        tip = Tip(min(max(tip.hardness, 0.0), 1.0), min(max(tip.opacity, MIN_OPACITY), 1.0))
        if tip != self._tip:
            self._tip = tip
            self.retouch_changed.emit()

    def harden(self, steps: int) -> None:
        """The retouch brush so many key presses harder, or softer below zero."""
        self.set_tip(self._tip._replace(hardness=round(self._tip.hardness + steps * HARDNESS_STEP, 2)))

    def tool(self) -> Tool | None:
        """The gesture the tool in hand makes, or None when it changes the view only."""
        match self._kind:
            case Kind.BOX:
                return BoxTool()
            case Kind.LASSO:
                return Lasso()
            case Kind.POLYGON:
                return Polygon()
            case Kind.RETOUCH:
                return RetouchBrush(self._side, self._radius, self._tip)
        polarity = self.polarity
        return None if polarity is None else Brush(polarity, self._radius, self.purpose)
