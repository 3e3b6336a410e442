"""One adjustable number: its name, a slider, and a field for it, as one row of a panel's grid."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout

from segdesk.app.track import Track
from segdesk.app.widgets import FIELD_WIDTH, label

STEPS = 240
"""Places of the slider; one arrow key is one place."""
BURST_SECONDS = 0.8
"""Key presses and turns of the wheel that follow each other so closely are one change."""


@dataclass(frozen=True)
class Range:
    """Which numbers there are, and how they lie along the slider.

    bend:     above 1 small numbers take more of the slider than large ones.
    is_ratio: a step changes the number by the same factor everywhere; low is above 0 then.
    off:      what the field says instead of the lowest number, if anything.
    """

    low: float
    high: float
    default: float
    suffix: str
    decimals: int = 0
    bend: float = 1.0
    is_ratio: bool = False
    off: str = ""

    def at(self, place: int) -> float:
        """The number at a place of the slider."""
        share = place / STEPS
        if self.is_ratio:
            return self._rounded(self.low * (self.high / self.low) ** share)
        if self.low < 0:
            signed = 2 * share - 1
            return self._rounded(math.copysign(abs(signed) ** self.bend * self.high, signed))
        return self._rounded(self.low + (self.high - self.low) * share**self.bend)

    def place_of(self, value: float) -> int:
        """Where on the slider a number lies."""
        value = min(max(value, self.low), self.high)
        if self.is_ratio:
            return round(STEPS * math.log(value / self.low) / math.log(self.high / self.low))
        if self.low < 0:
            signed = math.copysign((abs(value) / self.high) ** (1 / self.bend), value)
            return round(STEPS * (signed + 1) / 2)
        return round(STEPS * ((value - self.low) / (self.high - self.low)) ** (1 / self.bend))

    def _rounded(self, value: float) -> float:
        """To the field's decimals, and large numbers to two digits, as nobody means 31827."""
        digits = 1 - math.floor(math.log10(abs(value))) if abs(value) >= 100 and self.bend > 1 else self.decimals
        return round(value, min(digits, self.decimals)) + 0.0


class Amount(QObject):
    """Name, slider and field. A double click on name or slider brings the default back."""

    changed = Signal(float, bool)
    """Carries the number, and whether it goes on with the change before: the same drag or the same burst of keys."""
    held = Signal(bool)
    """The slider was taken, or let go."""

    def __init__(self, name: str, numbers: Range, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name, self.range = name, numbers
        self.label, self.slider, self.field = label(name, "dim"), Track(), _Field()
        # A fill from the left would tell of a number where zero is in the middle.
        self.slider.setProperty("twosided", numbers.low < 0)
        self._value = numbers.default
        self._has_moved = False
        self._burst = QTimer(self, singleShot=True, interval=round(BURST_SECONDS * 1000))
        self._prepare()
        self.show_value(numbers.default)

    @property
    def value(self) -> float:
        return self._value

    def lay(self, grid: QGridLayout, row: int) -> None:
        """Put the three into a grid that other rows share, so that all line up."""
        for column, part in enumerate((self.label, self.slider, self.field)):
            grid.addWidget(part, row, column)

    def set_blocked(self, reason: str, *, tip: str) -> None:
        """Let the number be changed, or not and say why; the tip is for when it can."""
        for part in (self.label, self.slider, self.field):
            part.setEnabled(not reason)
            part.setToolTip(reason or tip)

    def show_value(self, value: float) -> None:
        """Show a number without telling anyone."""
        self._value = value
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setValue(self.range.place_of(value))
            self.field.setValue(value)

    def _prepare(self) -> None:
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 12)
        self.field.setRange(self.range.low, self.range.high)
        self.field.setDecimals(self.range.decimals)
        self.field.setSingleStep(10**-self.range.decimals)
        self.field.setSuffix(self.range.suffix)
        self.field.setSpecialValueText(self.range.off)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setKeyboardTracking(False)
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.setCorrectionMode(QDoubleSpinBox.CorrectionMode.CorrectToNearestValue)
        self.field.lineEdit().setTextMargins(0, 0, 4, 0)
        self.field.lineEdit().returnPressed.connect(self.field.lineEdit().selectAll)
        self.label.setBuddy(self.field)
        for control in (self.slider, self.field):
            control.setAccessibleName(self.name)
        for watched in (self.label, self.slider):
            watched.installEventFilter(self)
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderPressed.connect(self._on_taken)
        self.slider.sliderReleased.connect(lambda: self.held.emit(False))
        self.field.valueChanged.connect(self._on_moved)

    def _on_taken(self) -> None:
        self._has_moved = False
        self._burst.stop()
        self.held.emit(True)

    def _on_slid(self, place: int) -> None:
        """To the number there; a key press goes on by one at least, where a place is less than the field can tell."""
        value, home = self.range.at(place), self.range.place_of(self._value)
        if value == self._value and place != home and not self.slider.isSliderDown():
            one = math.copysign(10**-self.range.decimals, place - home)
            value = min(max(self._value + one, self.range.low), self.range.high)
        self._on_moved(value)

    def _on_moved(self, value: float) -> None:
        if self.slider.isSliderDown():
            continues, self._has_moved = self._has_moved, True
        else:
            continues = self._burst.isActive()
            self._burst.start()
        self._set(value, continues=continues)

    def _set(self, value: float, *, continues: bool) -> None:
        if value != self._value:
            self.show_value(value)
            self.changed.emit(value, continues)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self._burst.stop()
            # Its first press may have taken the slider along the line: to the designer both are one thing.
            self._set(self.range.default, continues=watched is self.slider and self._has_moved)
            return True
        return super().eventFilter(watched, event)


class _Field(QDoubleSpinBox):
    """Takes a decimal point and a decimal comma alike; to a locale one of them groups thousands: 2.5 would be 25."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale.c())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return super().validate(text.replace(",", "."), position)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(text.replace(",", "."))
