"""A button that shows the chosen one of several names and offers the others in a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from segdesk.app.icons import icon
from segdesk.app.theme import Palette


class Pick(QPushButton):
    """One value of several."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pick")
        self.setAutoDefault(False)
        # What stands first in this direction, the sign that there is a menu, is to stand last.
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._value: object = None
        self.setMenu(self._menu)

    @property
    def value(self) -> object:
        return self._value

    def dress(self, palette: Palette) -> None:
        self.setIcon(icon("down", palette))

    def fill(self, choices: Sequence[tuple[object, str]]) -> None:
        """Values and their words; the one that was chosen stays so where it is among them."""
        self._menu.clear()
        group = QActionGroup(self._menu)
        values = [value for value, _ in choices]
        chosen = self._value if self._value in values else values[0]
        for value, words in choices:
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setActionGroup(group)
            action.setChecked(value == chosen)
            action.triggered.connect(lambda _=False, value=value, words=words: self._choose(value, words))
            if value == chosen:
                self._choose(value, words)

    def _choose(self, value: object, words: str) -> None:
        self._value = value
        # The style sheet’s padding does not count in this direction.
        self.setText(f"   {words}")
        self.picked.emit(value)
