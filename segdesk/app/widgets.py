"""Small controls the panels are made of."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.icons import icon
from segdesk.app.theme import Palette
from segdesk.app.track import Track

BAR_WIDTH = 8
"""Of scroll bars, in the style sheet as well."""
SHEET_MARGIN = 20
FIELD_WIDTH = 80
"""Of the number beside a slider, so that those of all sections line up."""


def label(text: str = "", role: str = "value") -> QLabel:
    """A label in one of the style sheet's roles."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def number_field(bounds: tuple[int, int], *, suffix: str, width: int) -> QSpinBox:
    """A field for a whole number with its unit, right-aligned, that tells of a number when it is complete."""
    field = QSpinBox()
    field.setRange(*bounds)
    field.setSuffix(suffix)
    field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    field.setKeyboardTracking(False)
    field.setFixedWidth(width)
    field.lineEdit().setTextMargins(0, 0, 4, 0)
    field.lineEdit().returnPressed.connect(field.clearFocus)
    return field


def show_while_needed(bar: QScrollBar) -> None:
    """Let a scroll bar that always has its place show only while there is something to scroll: nothing moves then."""
    bar.setEnabled(bar.maximum() > bar.minimum())
    bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))


def align_names(grids: Sequence[QGridLayout]) -> None:
    """Let what stands beside names begin at the same place in all these grids."""
    names = [name for grid in grids for row in range(grid.rowCount()) if (name := _name_at(grid, row)) is not None]
    for grid in grids:
        grid.setColumnMinimumWidth(0, max(name.sizeHint().width() for name in names))


def _name_at(grid: QGridLayout, row: int) -> QWidget | None:
    """What stands in the first column alone."""
    item = grid.itemAtPosition(row, 0)
    return None if item is None or item is grid.itemAtPosition(row, 1) else item.widget()


def make_clearable(line: QLineEdit, words: str) -> None:
    """Give a line a button that empties it, by the name of these words."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(words)


def dress_clearable(line: QLineEdit, palette: Palette) -> None:
    """The button of such a line with the set's own cross."""
    for action in line.findChildren(QAction):
        action.setIcon(icon("close", palette, colour=palette.dim))


def action_button(action: QAction, words: str | None = None) -> QPushButton:
    """A small button that follows an action, under other words where there are any."""
    button = QPushButton(words or action.text())
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    return button


class Sheet(QDialog):
    """A dialog of one width, always as high as what it shows needs."""

    def __init__(self, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width)

    def event(self, event: QEvent) -> bool:
        layout = self.layout()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show) and layout is not None:
            layout.activate()
            follows = layout.hasHeightForWidth()
            self.setFixedHeight(
                layout.totalHeightForWidth(self.width()) if follows else layout.totalSizeHint().height()
            )
        return super().event(event)

    def columns(self) -> tuple[QVBoxLayout, QVBoxLayout]:
        """Its column, for a body and the foot, and that body, still to be put there when it is filled."""
        column, body = QVBoxLayout(self), QVBoxLayout()
        column.setContentsMargins(0, SHEET_MARGIN, 0, 0)
        column.setSpacing(0)
        body.setContentsMargins(SHEET_MARGIN, 0, SHEET_MARGIN, SHEET_MARGIN)
        body.setSpacing(16)
        return column, body

    def foot(self, back: QPushButton, go: QPushButton | None = None) -> QFrame:
        """The strip at the bottom with its buttons; Enter presses the second where no other takes it."""
        foot = QFrame()
        foot.setObjectName("dialogFoot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(SHEET_MARGIN, 12, SHEET_MARGIN, 12)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(back)
        if go is not None:
            row.addWidget(go)
            go.setDefault(True)
        return foot


class Card(QFrame):
    """A raised area with rounded corners."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 10, 12, 12)
        self.body.setSpacing(8)


class Section(QWidget):
    """A small head and what stands under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label(role="head")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(self._title, 1)
        self.body.addLayout(self._head)

    def add_beside_title(self, control: QWidget) -> None:
        """Put a small control at the right of the head."""
        self._head.addWidget(control)

    def set_title(self, title: str) -> None:
        self._title.setText(title.upper())


class Segments(QFrame):
    """A row of buttons, with icons or words, of which one is down."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str, str]], *, columns: int | None = None, parent: QWidget | None = None
    ) -> None:
        """`choices` are value, icon and words of each button; without an icon it shows the words.

        With `columns` the row is broken after so many buttons.
        """
        super().__init__(parent)
        self.setObjectName("segments")
        self._values, self._icons = [value for value, _, _ in choices], [name for _, name, _ in choices]
        self._buttons = QButtonGroup(self)
        rows = QGridLayout(self)
        rows.setContentsMargins(2, 2, 2, 2)
        rows.setSpacing(2)
        for index, (_, _, words) in enumerate(choices):
            rows.addWidget(self._made_button(index, words), *divmod(index, columns or len(choices)))
        self._buttons.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    def choose(self, value: object) -> None:
        """Press a button without telling anyone."""
        self._buttons.button(self._values.index(value)).setChecked(True)

    def dress(self, palette: Palette) -> None:
        for index, name in enumerate(self._icons):
            self._buttons.button(index).setIcon(icon(name, palette))

    def allow(self, value: object, *, is_allowed: bool) -> None:
        """Whether a button can be pressed."""
        self._buttons.button(self._values.index(value)).setEnabled(is_allowed)

    def explain(self, value: object, words: str) -> None:
        """What a button's tooltip says."""
        self._buttons.button(self._values.index(value)).setToolTip(words)

    def _made_button(self, index: int, words: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        if self._icons[index]:
            button.setIconSize(QSize(20, 20))
        else:
            button.setText(words)
            button.setProperty("role", "word")
        button.setFixedHeight(28)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._buttons.addButton(button, index)
        return button


class Swatches(QWidget):
    """A row of colours of which one is chosen, the last one's own; arrow keys move the choice."""

    chosen = Signal(object)
    asked = Signal()
    """One's own colour is to be chosen anew."""

    def __init__(
        self, colours: Sequence[tuple[tuple[int, int, int], str]], *, own: str, parent: QWidget | None = None
    ) -> None:
        """`colours` are RGB and the words of each; `own` are the words of one's own."""
        super().__init__(parent)
        self._colours = [colour for colour, _ in colours]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch()
        for index, (colour, words) in enumerate(colours):
            button = _Swatch(QColor(*colour), words)
            self._group.addButton(button, index)
            row.addWidget(button)
        self.own = _Swatch(None, own)
        self._group.addButton(self.own, len(colours))
        row.addWidget(self.own)
        self._group.idClicked.connect(self._on_clicked)

    def choose(self, colour: tuple[int, int, int]) -> None:
        """Select a colour without telling anyone; one that is not in the row becomes one's own."""
        if colour in self._colours:
            self._group.button(self._colours.index(colour)).setChecked(True)
        else:
            self.own.set_colour(QColor(*colour))
            self.own.setChecked(True)

    def take_focus(self) -> None:
        """Let the arrow keys begin at the colour that is chosen."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_clicked(self, index: int) -> None:
        if index < len(self._colours):
            self.chosen.emit(self._colours[index])
        else:
            self.asked.emit()


class _Swatch(QToolButton):
    """A colour to choose, or a cross where there is none yet."""

    def __init__(self, colour: QColor | None, words: str) -> None:
        super().__init__()
        self._colour = colour
        self.setCheckable(True)
        self.setFixedSize(22, 22)
        self.setToolTip(words)
        self.setAccessibleName(words)

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roles = self.palette()
        painter.setPen(QPen(roles.color(roles.ColorRole.Mid), 1))
        painter.setBrush(self._colour or Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.rect().toRectF().adjusted(4.5, 4.5, -4.5, -4.5))
        if self._colour is None:
            painter.setPen(QPen(roles.color(roles.ColorRole.WindowText), 1.2))
            painter.drawLine(QPointF(8, 11), QPointF(14, 11))
            painter.drawLine(QPointF(11, 8), QPointF(11, 14))
        if self.isChecked() or self.hasFocus():
            role = roles.ColorRole.Highlight if self.isChecked() else roles.ColorRole.Text
            painter.setPen(QPen(roles.color(role), 1.7))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.rect().toRectF().adjusted(1.5, 1.5, -1.5, -1.5))


class Switch(QCheckBox):
    """A check box with a tick in the theme's colours, which a style sheet could take from a file only."""

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + 16 + 8 + 4, 24)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, roles = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - 16) / 2, 16, 16)
        on = self.isChecked() and self.isEnabled()
        rim = roles.ColorRole.Highlight if on else roles.ColorRole.Mid
        painter.setPen(QPen(roles.color(roles.ColorRole.WindowText if self.hasFocus() else rim), 1.2))
        painter.setBrush(roles.color(roles.ColorRole.Highlight) if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 4, 4)
        if self.isChecked():
            tick = roles.ColorRole.HighlightedText if on else roles.ColorRole.Mid
            painter.setPen(QPen(roles.color(tick), 1.7, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolyline([box.topLeft() + QPointF(*at) for at in ((4.3, 8.4), (7, 11), (11.8, 5.4))])
        painter.setPen(roles.color(roles.ColorRole.WindowText))
        painter.drawText(self.rect().adjusted(26, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class ValueSlider(QWidget):
    """A slider with a number beside it; a double click brings the default back."""

    changed = Signal(int)

    def __init__(
        self, name: str, *, bounds: tuple[int, int], default: int, suffix: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._default = default
        self._slider = Track()
        self._slider.setRange(*bounds)
        self._number = number_field(bounds, suffix=suffix, width=FIELD_WIDTH)
        for control in (self._slider, self._number):
            control.setValue(default)
            control.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)
        self._slider.valueChanged.connect(self._number.setValue)
        self._number.valueChanged.connect(self._slider.setValue)
        self._number.valueChanged.connect(self.changed)
        self._slider.installEventFilter(self)

    @property
    def value(self) -> int:
        return self._number.value()

    def show_value(self, value: int) -> None:
        """Show a value without telling anyone."""
        for control in (self._slider, self._number):
            control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self._number.setValue(self._default)
            return True
        return super().eventFilter(watched, event)
