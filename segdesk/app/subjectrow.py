"""One subject in the list: its colour, its name to be edited in place, what was said about it, lock and eye."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from segdesk.app.icons import icon
from segdesk.app.lines import Listing
from segdesk.app.theme import Palette
from segdesk.app.toolbutton import IconButton
from segdesk.app.words import subject_words
from segdesk.core.document import Colour, Subject

_SIZE: Final = QSize(28, 28)
"""Of the eye and the lock."""
_DOT: Final = 5.0
"""Radius of a subject's colour."""


class SubjectRow(QFrame):
    """Tells what hands do to it, and leaves the list to whoever has all rows."""

    chosen = Signal()
    traits_changed = Signal(object)
    dragged = Signal(QPoint)
    """Carries the global place the row is held at."""
    dropped = Signal(QPoint)
    stepped = Signal(int)
    """Carries -1 for up or 1 for down."""
    menu_asked = Signal(QPoint)
    colour_asked = Signal(QPoint)
    """Carries the global place beside which to choose one."""

    def __init__(self, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("subjectRow")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Not the subject: a row that has gone may linger for a while, and masks are large.
        self._key, self._traits = subject.key, subject.traits
        self._held_at: QPoint | None = None
        self._is_dragged = False
        self._dressed: tuple[Palette, bool, bool] | None = None
        self.dot, self.name, self._words = _Dot(), NameField(), Listing("dim")
        self.eye, self.lock = IconButton(_SIZE), IconButton(_SIZE)
        self._arrange()
        self.dot.clicked.connect(lambda: self.colour_asked.emit(self.dot.mapToGlobal(QPoint(0, self.dot.height() + 4))))
        self.name.named.connect(lambda name: self._change(name=name))
        self.eye.clicked.connect(lambda: self._change(is_visible=not self._traits.is_visible))
        self.lock.clicked.connect(lambda: self._change(is_locked=not self._traits.is_locked))

    @property
    def key(self) -> int:
        return self._key

    @property
    def words(self) -> str:
        """What is said under the name."""
        return self._words.words

    def show_subject(self, subject: Subject, said: Sequence[str], *, is_active: bool) -> None:
        """Its traits, and what is said of it."""
        self._key, self._traits = subject.key, subject.traits
        traits = subject.traits
        self.dot.show_colour(traits.colour, is_hollow=not traits.is_visible)
        self.name.show_name(subject_words(subject))
        self.name.setEnabled(traits.is_visible)
        self._words.say(said)
        self.setAccessibleName(f"{subject_words(subject)}, {self.words}")
        self.eye.setAccessibleName(self.tr("Hide") if traits.is_visible else self.tr("Show"))
        self.lock.setAccessibleName(self.tr("Unlock") if traits.is_locked else self.tr("Lock"))
        for button in (self.eye, self.lock):
            button.setToolTip(button.accessibleName())
        self.lock.setVisible(is_active or traits.is_locked)
        # Rows are shown after every answer; what costs milliseconds is done where something differs.
        if is_active != self.property("active"):
            self.setProperty("active", is_active)
            self.style().unpolish(self)
            self.style().polish(self)

    def dress(self, palette: Palette) -> None:
        traits = self._traits
        wanted = (palette, traits.is_visible, traits.is_locked)
        if wanted == self._dressed:
            return
        self._dressed = wanted
        self.eye.setIcon(icon("reveal" if traits.is_visible else "hide", palette, colour=palette.dim))
        colour = palette.text if traits.is_locked else palette.faint
        self.lock.setIcon(icon("lock" if traits.is_locked else "unlock", palette, colour=colour))

    def rename(self) -> None:
        """Let the name be edited in its place."""
        self.name.begin()

    def _change(self, **traits: object) -> None:
        changed = replace(self._traits, **traits)  # type: ignore[arg-type]
        if changed != self._traits:
            self.traits_changed.emit(changed)

    def _arrange(self) -> None:
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(5, 8, 6, 8)
        row.setSpacing(2)
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self._words)
        row.addWidget(self.dot)
        row.addSpacing(2)
        row.addLayout(words, 1)
        row.addWidget(self.lock)
        row.addWidget(self.eye)

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held_at = event.globalPosition().toPoint()
            self.chosen.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().toPoint()
        far = self._held_at is not None and (at - self._held_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._is_dragged:
            self._is_dragged = True
            self.dragged.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._is_dragged, self._held_at = self._is_dragged, False, None
        if was_dragged:
            self.dropped.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.rename()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit()
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.rename()
        elif event.key() == Qt.Key.Key_Space:
            self.eye.click()
        else:
            super().keyPressEvent(event)


class NameField(QLineEdit):
    """Looks and acts like words until it is asked to take other ones."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("subjectName")
        # The field's own margin would set the name off from the words under it.
        self.setTextMargins(-3, 0, 0, 0)
        self.setAccessibleName(self.tr("Name"))
        self._shown = ""
        self.editingFinished.connect(self._end)
        self.installEventFilter(self)
        self._rest()

    def show_name(self, name: str) -> None:
        self._shown = name
        if self.isReadOnly():
            self.setText(name)
            self.setCursorPosition(0)

    def begin(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setReadOnly(False)
        self.setFocus()
        self.selectAll()

    def _end(self) -> None:
        if self.isReadOnly():
            return
        name = self.text().strip()
        self._rest()
        if name != self._shown:
            self.named.emit(name)

    def _rest(self) -> None:
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.deselect()
        self.setText(self._shown)
        self.setCursorPosition(0)
        self.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Esc is a command of the window, which would come before the key.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self.isReadOnly():
            event.accept()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self._end()
        else:
            super().keyPressEvent(event)


class _Dot(QToolButton):
    """A subject's colour, to be changed by a click; hollow while it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Colour"))
        self.setToolTip(self.tr("Change the colour"))
        self._colour, self._is_hollow = QColor(), False

    def show_colour(self, colour: Colour, *, is_hollow: bool) -> None:
        self._colour, self._is_hollow = QColor(*colour), is_hollow
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._is_hollow else self._colour)
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), _DOT, _DOT)
