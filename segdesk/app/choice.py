"""A button that shows what is chosen and opens what there is to choose from."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from segdesk.app.menus import Menu

_LEFT, _RIGHT, _ARROW = 12, 32, 4.0


class Choice(QPushButton):
    """Words on the left, an arrow on the right; a style sheet puts both elsewhere."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setMenu(Menu(parent=self))

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu  # type: ignore[operator]
        words, option.text = option.text, ""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter, roles = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(roles.color(roles.ColorRole.WindowText))
        room = self.rect().adjusted(_LEFT, 0, -_RIGHT, 0)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        tip = QPointF(self.width() - 18, self.height() / 2 + _ARROW / 2)
        ends = (tip - QPointF(_ARROW, _ARROW), tip, tip + QPointF(_ARROW, -_ARROW))
        painter.setPen(QPen(roles.color(roles.ColorRole.PlaceholderText), 1.5, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(list(ends))


class Pick(Choice):
    """One value of several."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._value: object = None

    @property
    def value(self) -> object:
        return self._value

    def fill(self, choices: Sequence[tuple[object, str]]) -> None:
        """Values and their words; the one that was chosen stays so where it is among them."""
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        values = [value for value, _ in choices]
        chosen = self._value if self._value in values else values[0]
        for value, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _=False, value=value, words=words: self._choose(value, words))
            if value == chosen:
                self._choose(value, words)

    def _choose(self, value: object, words: str) -> None:
        self._value = value
        self.setText(words)
        self.picked.emit(value)
