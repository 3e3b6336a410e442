"""What every page of the preferences is, and how its rows lie."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

from segdesk.app.theme import Palette
from segdesk.app.widgets import label
from segdesk.storage.settings import Settings

NAME_WIDTH: Final = 128


class Page(QWidget):
    """Shows a part of the settings, and says what it is set to. It keeps nothing itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def show_settings(self, settings: Settings) -> None:
        """Show this page's part of the settings."""
        raise NotImplementedError

    def read(self, settings: Settings) -> Settings:
        """The settings with this page's part as it stands."""
        raise NotImplementedError

    def dress(self, palette: Palette) -> None:
        """Colours and icons of a theme."""

    def begin(self) -> None:
        """The page comes up: put the focus where it is wanted."""
        first = self.nextInFocusChain()
        if first is not None and self.isAncestorOf(first):
            first.setFocus(Qt.FocusReason.TabFocusReason)


class Form(QGridLayout):
    """Names on the left, what they name on the right, and a quiet line under it where more is to be said."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(6)
        self.setColumnMinimumWidth(0, NAME_WIDTH)
        self.setColumnStretch(1, 1)

    def add(self, name: str, control: QWidget | QLayout, hint: str = "") -> QLabel:
        """One row more; returns its name."""
        row, words = self.rowCount(), label(name, "dim")
        words.setMinimumHeight(32)
        self.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(control, QWidget):
            words.setBuddy(control)
            self.addWidget(control, row, 1)
        else:
            self.addLayout(control, row, 1)
        if hint:
            self.addWidget(quiet(hint), row + 1, 1)
        self.setRowMinimumHeight(row + 2, 8)
        return words


def quiet(words: str) -> QLabel:
    """Words that explain, over as many lines as they need."""
    made = label(words, "dim")
    made.setWordWrap(True)
    return made
