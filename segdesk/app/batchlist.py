"""The pictures of a batch, what is worst first: what fails stands above what is unsure, and that above the rest."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from segdesk.app.joining import run_on
from segdesk.app.numbers import number
from segdesk.app.words import error_words, note_words
from segdesk.core.notes import Notice
from segdesk.core.records import Record, name_of

AnyIndex = QModelIndex | QPersistentModelIndex
ENTRY: Final = Qt.ItemDataRole.UserRole


class Phase(IntEnum):
    """How far a picture is, in the order of the list."""

    EYES = 0
    WORKING = 1
    DONE = 2
    WAITING = 3


@dataclass(frozen=True)
class Entry:
    """One picture: where it was in the order of things, and its record once there is one."""

    source: str
    number: int
    phase: Phase
    record: Record | None = None

    @property
    def rank(self) -> tuple[Phase, tuple[bool, int, float], int]:
        """Where in the list it stands."""
        badness = (True, 0, 0.0) if self.record is None else self.record.badness
        return self.phase, badness, self.number


class BatchList(QAbstractListModel):
    """The entries, sorted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = Path()
        self._entries: list[Entry] = []
        self._places: dict[str, Entry] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

    def count(self, *phases: Phase) -> int:
        """How many pictures are so far."""
        return sum(entry.phase in phases for entry in self._entries)

    def fill(self, folder: Path, waiting: Iterable[str], done: Iterable[Record]) -> None:
        """Other pictures, those that wait and those that were done before, with outputs in a folder."""
        self.beginResetModel()
        self.folder = folder
        finished = [_entry(record, number) for number, record in enumerate(done)]
        later = [Entry(source, len(finished) + number, Phase.WAITING) for number, source in enumerate(waiting)]
        self._entries = sorted((*finished, *later), key=lambda entry: entry.rank)
        self._places = {entry.source: entry for entry in self._entries}
        self.endResetModel()

    def begin(self, source: str) -> None:
        """Somebody works at a picture."""
        entry = self._places.get(source)
        if entry is not None:
            self._put(entry, Entry(source, entry.number, Phase.WORKING))

    def take(self, record: Record) -> None:
        """A picture is done, or failed."""
        entry = self._places.get(record.source)
        if entry is not None:
            self._put(entry, _entry(record, entry.number))

    def rest(self) -> None:
        """Nobody works any more: what was begun waits again."""
        for entry in [one for one in self._entries if one.phase is Phase.WORKING]:
            self._put(entry, Entry(entry.source, entry.number, Phase.WAITING))

    def _put(self, old: Entry, new: Entry) -> None:
        row = bisect_left(self._entries, old.rank, key=lambda entry: entry.rank)
        target = bisect_left(self._entries, new.rank, key=lambda entry: entry.rank)
        moves = self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
        del self._entries[row]
        at = target - (target > row)
        self._entries.insert(at, new)
        self._places[new.source] = new
        if moves:
            self.endMoveRows()
        self.dataChanged.emit(self.index(at), self.index(at))

    # Qt's own

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name_of(entry.source)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name_of(entry.source)}: {self.told(entry)}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{entry.source}\n{self.told(entry)}"
            case Qt.ItemDataRole.UserRole:
                return entry
            case _:
                return None

    def told(self, entry: Entry) -> str:
        """What there is to know about a picture, in the designer's language."""
        record = entry.record
        if record is None:
            return self.tr("Working…") if entry.phase is Phase.WORKING else self.tr("Waiting")
        if record.failure is not None:
            return error_words(record.failure)
        notes = [note_words(note) for note in record.notes if note.notice is not Notice.SUBJECT_NUMBER]
        kept = self.tr("{percent} % kept").format(percent=number(100 * record.kept, 1))
        sure = ""
        if record.sureness is not None:
            sure = self.tr("{percent} % sure").format(percent=round(100 * record.sureness))
        return run_on(notes) or "  ·  ".join(filter(None, (kept, sure)))


def _entry(record: Record, number: int) -> Entry:
    return Entry(record.source, number, Phase.EYES if record.needs_eyes else Phase.DONE, record)
