"""The menu of engines: what each one takes, and whether it is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget, QWidgetAction

from segdesk.app.joining import run_on
from segdesk.app.lines import whole_names
from segdesk.app.menus import Menu, paint_tick, sign_pen

WIDTH: Final = 400
PAD, TICK_WIDTH = 10, 28
LINE_PIXELS: Final = 12


@dataclass(frozen=True)
class Entry:
    """One engine: its name, a sentence about it, and what has to be done before it can be asked (or nothing)."""

    engine: str
    title: str
    sentence: str
    todo: str = ""


class EngineMenu(Menu):
    """The engines, the one in use ticked, and what can be set. Mouse, arrow keys and Enter work as in every menu."""

    chosen = Signal(str)

    def __init__(self, more: Sequence[QAction], parent: QWidget | None = None) -> None:
        """`more` stands under the engines."""
        super().__init__(parent=parent)
        self.setObjectName("engineMenu")
        self._more = list(more)
        self._rows: dict[str, _Row] = {}
        self.hovered.connect(self._repaint)

    def show_entries(self, entries: list[Entry], current: str) -> None:
        """What there is to choose from, in the place of what was shown before."""
        if [entry.engine for entry in entries] != list(self._rows):
            self._fill(entries)
        for entry in entries:
            self._rows[entry.engine].show_entry(entry, is_current=entry.engine == current)

    def row(self, engine: str) -> QWidget:
        """Where an engine stands."""
        return self._rows[engine].face

    def entry(self, engine: str) -> Entry:
        """What is said of an engine."""
        return self._rows[engine].entry

    def _fill(self, entries: list[Entry]) -> None:
        self.clear()
        for entry in entries:
            row = self._rows[entry.engine] = _Row(entry, self)
            row.triggered.connect(lambda _=False, engine=entry.engine: self.chosen.emit(engine))
            self.addAction(row)
        self.addSeparator()
        self.addActions(self._more)

    def _repaint(self) -> None:
        for row in self._rows.values():
            row.face.update()

    def event(self, event: QEvent) -> bool:
        # The active row changes by itself when the pointer leaves, which `hovered` does not tell.
        if event.type() in (QEvent.Type.Leave, QEvent.Type.MouseMove, QEvent.Type.KeyPress):
            self._repaint()
        return super().event(event)


class _Row(QWidgetAction):
    """An engine in the menu."""

    def __init__(self, entry: Entry, menu: EngineMenu) -> None:
        super().__init__(menu)
        self.entry = entry
        self.face = _Face(self, menu)
        self.setDefaultWidget(self.face)

    def show_entry(self, entry: Entry, *, is_current: bool) -> None:
        self.entry = entry
        self.setText(run_on((f"{entry.title}.", entry.sentence, entry.todo)))
        self.setIconText(entry.title)
        self.face.is_current = is_current
        self.face.setAccessibleName(self.text())
        self.face.updateGeometry()
        self.face.update()


class _Face(QWidget):
    """A tick, the name, a sentence under it, and on the right what is to be done first."""

    def __init__(self, row: _Row, menu: EngineMenu) -> None:
        super().__init__()
        self.is_current = False
        self._row, self._menu = row, menu
        # The menu itself sees to mouse and keys, as it does for its plain entries.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, self._sentence_at(self.font()).bottom() + 1 + PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours, entry = QPainter(self), self.palette(), self._row.entry
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_active = self._menu.activeAction() is self._row
        if is_active:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(self.rect(), 6, 6)
        role = QPalette.ColorRole
        text = colours.color(role.HighlightedText if is_active else role.WindowText)
        dim = colours.color(role.HighlightedText if is_active else role.PlaceholderText)
        link = colours.color(role.HighlightedText if is_active else role.Link)
        painter.setPen(sign_pen(text))
        if self.is_current:
            paint_tick(painter, QPointF(PAD, PAD))
        title = QRect(PAD + TICK_WIDTH, PAD, self.width() - 2 * PAD - TICK_WIDTH, self.fontMetrics().height())
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, entry.title)
        painter.setFont(_small(self.font()))
        painter.setPen(link)
        painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.todo)
        painter.setPen(dim)
        painter.drawText(self._sentence_at(self.font()), Qt.TextFlag.TextWordWrap, whole_names(entry.sentence))

    def _sentence_at(self, font: QFont) -> QRect:
        """Where the sentence stands, wrapped."""
        top = PAD + self.fontMetrics().height() + 2
        words = whole_names(self._row.entry.sentence)
        room = QRect(PAD + TICK_WIDTH, top, WIDTH - 2 * PAD - TICK_WIDTH, 1000)
        return QFontMetrics(_small(font)).boundingRect(room, Qt.TextFlag.TextWordWrap, words)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(LINE_PIXELS)
    return small
