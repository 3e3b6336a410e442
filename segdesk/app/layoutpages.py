"""How large an export is to be: as the picture, trimmed with a margin, or a canvas of a fixed size."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from segdesk.app.widgets import Segments, label, number_field
from segdesk.core.exporting import LONGEST_SIDE, WIDEST_MARGIN, Canvas, Layout, Margin, Trimmed, Whole
from segdesk.core.geometry import Size

FIELD = 92


class LayoutPages(QWidget):
    """The three kinds as segments, and under them what can be chosen about the one that is down."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.kind = Segments(
            [
                (Whole, "", self.tr("As the picture")),
                (Trimmed, "", self.tr("Trimmed")),
                (Canvas, "", self.tr("Fixed canvas")),
            ]
        )
        self.unit = Segments([(True, "", "%"), (False, "", "px")])
        self.margin = self._field((0, WIDEST_MARGIN), self.tr("Margin"))
        self.width_field = self._field((1, LONGEST_SIDE), self.tr("Width"), " px")
        self.height_field = self._field((1, LONGEST_SIDE), self.tr("Height"), " px")
        self.fill = self._field((1, 100), self.tr("Filled"), " %")
        self._layout: Layout = Whole()
        self._known: dict[type, Layout] = {Whole: Whole(), Trimmed: Trimmed(Margin(5, True)), Canvas: Canvas()}
        self._pile = QStackedWidget()
        self._arrange()
        self.kind.chosen.connect(lambda kind: self._take(self._known[kind]))
        self.unit.chosen.connect(self._on_unit)

    def show_layout(self, layout: Layout) -> None:
        """Show a layout without telling anyone."""
        self._layout = self._known[type(layout)] = layout
        self.kind.choose(type(layout))
        self._pile.setCurrentIndex(list(self._known).index(type(layout)))
        trimmed, canvas = self._known[Trimmed], self._known[Canvas]
        assert isinstance(trimmed, Trimmed)
        assert isinstance(canvas, Canvas)
        self.unit.choose(trimmed.margin.is_percent)
        values = (round(trimmed.margin.amount), canvas.size.width, canvas.size.height, round(100 * canvas.fill))
        fields = (self.margin, self.width_field, self.height_field, self.fill)
        for field, value in zip(fields, values, strict=True):
            with QSignalBlocker(field):
                field.setValue(value)

    def _take(self, layout: Layout) -> None:
        if layout != self._layout:
            self.show_layout(layout)
            self.changed.emit(layout)

    def _on_unit(self, is_percent: bool) -> None:
        amount = min(self.margin.value(), 100) if is_percent else self.margin.value()
        self._take(Trimmed(Margin(amount, is_percent)))

    def _on_margin(self) -> None:
        trimmed = self._known[Trimmed]
        is_percent = isinstance(trimmed, Trimmed) and trimmed.margin.is_percent
        amount = min(self.margin.value(), 100) if is_percent else self.margin.value()
        self._take(Trimmed(Margin(amount, is_percent)))

    def _on_canvas(self) -> None:
        size = Size(self.width_field.value(), self.height_field.value())
        self._take(Canvas(size, self.fill.value() / 100))

    def _field(self, bounds: tuple[int, int], name: str, suffix: str = "") -> QSpinBox:
        field = number_field(bounds, suffix=suffix, width=FIELD)
        field.setAccessibleName(name)
        return field

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.kind)
        column.addWidget(self._pile)
        note = label(self.tr("Full size; everything stays where it is."), "dim")
        self._pile.addWidget(_row(note))
        self.unit.setFixedWidth(88)
        self._pile.addWidget(_row(label(self.tr("Margin"), "dim"), self.margin, self.unit))
        by = label("×", "dim")
        filled = label(self.tr("Filled"), "dim")
        self._pile.addWidget(_row(self.width_field, by, self.height_field, filled, self.fill))
        slots: list[tuple[QSpinBox, Callable[[], None]]] = [(self.margin, self._on_margin)]
        slots += [(field, self._on_canvas) for field in (self.width_field, self.height_field, self.fill)]
        for field, slot in slots:
            field.valueChanged.connect(lambda _, slot=slot: slot())


def _row(*parts: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return made
