"""A list of commands with their menus and keys, of which letters that are typed leave those that fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from segdesk.app import fuzzy, joining
from segdesk.app.commands import COMMANDS
from segdesk.app.commands.table import Command
from segdesk.app.fuzzy import Hit
from segdesk.app.theme import Palette

ROW_HEIGHT: Final = 34
_INSET, _SPACE = 12, 12
_ENTRY: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One command as it is listed. `places` are the letters of `words` that were typed."""

    command: Command
    words: str
    menu: str
    keys: str
    is_enabled: bool = True
    is_own: bool = False
    """Whether its keys are the person's."""
    places: tuple[int, ...] = ()


class CommandList(QAbstractListModel):
    """The entries that fit, the best first; without letters, in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Entry, ...] = ()
        self._shown: list[Entry] = []
        self._query = ""

    def show_entries(self, entries: Sequence[Entry]) -> None:
        self._all = tuple(entries)
        self.find(self._query)

    def find(self, query: str) -> None:
        """Leave the entries that these letters fit."""
        self.beginResetModel()
        self._query = query
        self._shown = found(query, self._all)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: str) -> int:
        """Where a command is listed; -1 where it is not."""
        return next((row for row, entry in enumerate(self._shown) if entry.command.key == key), -1)

    # Qt's own

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.words
            case Qt.ItemDataRole.AccessibleTextRole:
                return joining.listed(part for part in (entry.words, entry.menu, entry.keys) if part)
            case Qt.ItemDataRole.UserRole:
                return entry
            case _:
                return None


class CommandRows(QStyledItemDelegate):
    """Draws an entry: its words with the typed letters stronger, its menu, its keys on the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._palette: Palette | None = None

    def dress(self, palette: Palette) -> None:
        self._palette = palette

    # Qt's own

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        palette = self._palette
        if palette is None:
            return
        entry, view = cast(Entry, index.data(_ENTRY)), cast(Any, option)
        state, font, rect = cast(QStyle.StateFlag, view.state), cast(QFont, view.font), cast(QRect, view.rect)
        painter.save()
        is_taken = bool(state & QStyle.StateFlag.State_Selected)
        if is_taken or state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.fill if is_taken else palette.hover))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        strong = palette.on_accent if is_taken else palette.text if entry.is_enabled else palette.faint
        quiet = palette.on_accent if is_taken else palette.dim if entry.is_enabled else palette.faint
        inner = rect.adjusted(_INSET, 0, -_INSET, 0)
        keys = QFont(font)
        keys.setBold(entry.is_own)
        right = _draw(painter, inner, entry.keys, font=keys, colour=quiet, is_right=True)
        words = inner.adjusted(0, 0, -right - _SPACE, 0)
        left = _draw_words(painter, words, entry, font=font, colour=strong)
        _draw(painter, words.adjusted(left + _SPACE, 0, 0, 0), entry.menu, font=font, colour=quiet)
        painter.restore()


def found(query: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that letters fit, the best first: by their words, by English ones, by sounds, or with their menu."""
    hits: list[tuple[int, Entry]] = []
    for entry in entries:
        hit = _best(query, entry)
        if hit is not None:
            places = hit.places if all(place < len(entry.words) for place in hit.places) else ()
            hits.append((hit.score, Entry(**{**vars(entry), "places": places})))
    if not query.strip():
        return [entry for _, entry in hits]
    return [entry for _, entry in sorted(hits, key=lambda hit: -hit[0])]


def listed(
    keys_of: Callable[[str], str],
    *,
    is_enabled: Callable[[str], bool] | None = None,
    is_own: Callable[[str], bool] | None = None,
) -> list[Entry]:
    """An entry for every command of the table, menu by menu."""
    commands = sorted(COMMANDS, key=lambda command: list(type(command.group)).index(command.group))
    return [
        Entry(
            command,
            QCoreApplication.translate("Commands", command.words).removesuffix("…"),
            QCoreApplication.translate("Menus", command.group.value),
            keys_of(command.key),
            is_enabled is None or is_enabled(command.key),
            is_own is not None and is_own(command.key),
        )
        for command in commands
    ]


def _best(query: str, entry: Entry) -> Hit | None:
    """What is shown counts most; other ways to the same command stand back a little."""
    others = (entry.command.words.removesuffix("…"), fuzzy.initials(entry.words), f"{entry.words} {entry.menu}")
    hits = [fuzzy.find(query, entry.words)]
    for other in others:
        hit = fuzzy.find(query, other)
        if hit is not None and other != entry.words:
            shows = len(other) == len(entry.words) and other != others[0]
            hits.append(Hit(hit.score - 3, hit.places if shows else ()))
    return max((hit for hit in hits if hit is not None), default=None, key=lambda hit: hit.score)


def _draw_words(painter: QPainter, rect: QRect, entry: Entry, *, font: QFont, colour: str) -> int:
    """The words, their typed letters bold; returns how wide they are."""
    strong, left = QFont(font), 0
    strong.setBold(True)
    for place, letter in enumerate(entry.words):
        left += _draw(
            painter,
            rect.adjusted(left, 0, 0, 0),
            letter,
            font=strong if place in entry.places else font,
            colour=colour,
        )
    return left


def _draw(painter: QPainter, rect: QRect, text: str, *, font: QFont, colour: str, is_right: bool = False) -> int:
    """One run of text, cut short where there is no room; returns how wide it is."""
    metrics = QFontMetrics(font)
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)
    return metrics.horizontalAdvance(text)
