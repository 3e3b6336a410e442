"""A field for a secret key: masked, with a button that reveals it, and a line that says where the key lies."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QWidget

from segdesk.app.clouds import Found
from segdesk.app.icons import icon
from segdesk.app.theme import Palette
from segdesk.app.widgets import label
from segdesk.storage.keys import Place, Secret


class KeyField(QWidget):
    """One key of a cloud, by the name the vendor gives it."""

    edited = Signal()

    def __init__(self, secret: Secret, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.secret = secret
        self._stored = ""
        self._place: Place | None = None
        self._palette: Palette | None = None
        self.line, self.reveal, self._words = QLineEdit(), QToolButton(), label(role="dim")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(name)
        self.reveal.setCheckable(True)
        self.reveal.setFixedSize(32, 32)
        self.reveal.setIconSize(QSize(20, 20))
        self.reveal.setAccessibleName(self.tr("Show {key}").format(key=name))
        self.reveal.setToolTip(self.tr("Show or hide"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.line, 0, 0)
        grid.addWidget(self.reveal, 0, 1)
        grid.addWidget(self._words, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)
        self.reveal.toggled.connect(self._on_reveal)
        self.show_key(None)

    @property
    def text(self) -> str:
        """The key as it stands, less the blanks that copying adds."""
        return self.line.text().strip()

    @property
    def is_changed(self) -> bool:
        """Whether there is something to store, or to forget."""
        return not self.line.isReadOnly() and self.text != self._stored

    @property
    def place_words(self) -> str:
        return self._words.text()

    def show_key(self, found: Found | None) -> None:
        """A key and where it lies; what was typed over another one stays."""
        was_changed = self.is_changed
        place = None if found is None else found.place
        self.line.setReadOnly(place is Place.ENVIRONMENT)
        if not was_changed or self.line.isReadOnly():
            self.line.setText("" if found is None else found.value)
        self._stored = "" if found is None else found.value
        self._place = place
        self._show_place()

    def clear(self) -> None:
        """Nothing typed, nothing revealed."""
        self._stored = ""
        self.line.clear()
        self.reveal.setChecked(False)
        self.show_key(None)

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        name = "hide" if self.reveal.isChecked() else "reveal"
        self.reveal.setIcon(icon(name, palette, colour=palette.dim, checked=palette.text))

    def _stored_words(self) -> str:
        match self._place:
            case Place.KEYRING:
                return self.tr("Kept in the system’s keyring")
            case Place.ENVIRONMENT:
                return self.tr("Set by {name}; change it there").format(name=self.secret.variable)
            case Place.SESSION:
                return self.tr("Kept until SegDesk is closed")
            case None:
                return self.tr("Not entered yet")

    def _on_edited(self) -> None:
        self._show_place()
        self.edited.emit()

    def _show_place(self) -> None:
        self._words.setText(self.tr("Not saved yet") if self.is_changed and self.text else self._stored_words())

    def _on_reveal(self, is_shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        if self._palette is not None:
            self.dress(self._palette)
