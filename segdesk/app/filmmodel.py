"""The roll as rows of a view, whose small pictures are made when they are first seen; `filmcell` draws them."""

from collections import OrderedDict
from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from segdesk.app import road
from segdesk.app.roll import Roll, State
from segdesk.app.thumbs import SIDE, Thumbs

MOST_KEPT: Final = 256
"""Small pictures that are kept; those scrolled away longest are made again when they come back."""
STATE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class FilmModel(QAbstractListModel):
    """Name, small picture and state of each picture."""

    def __init__(self, roll: Roll, thumbs: Thumbs) -> None:
        super().__init__(roll)
        self._roll, self._thumbs = roll, thumbs
        self._pixmaps: OrderedDict[object, QPixmap | None] = OrderedDict()
        """Source -> small picture, or None where there is none."""
        roll.changed.connect(self._start_over)
        roll.entry_changed.connect(self._on_entry_changed)
        thumbs.made.connect(self._on_made)

    def words(self, state: State) -> str:
        """What a state is called."""
        return {
            State.UNTOUCHED: self.tr("untouched"),
            State.CUT: self.tr("cut, not saved"),
            State.SAVED: self.tr("saved"),
            State.EXPORTED: self.tr("exported"),
            State.UNREADABLE: self.tr("cannot be read"),
        }[state]

    def _start_over(self) -> None:
        self.beginResetModel()
        self._thumbs.forget()
        self.endResetModel()

    def _on_entry_changed(self, at: int) -> None:
        self.dataChanged.emit(self.index(at), self.index(at))

    def _on_made(self, source: object, image: QImage | None) -> None:
        self._pixmaps[source] = None if image is None else QPixmap.fromImage(image)
        while len(self._pixmaps) > MOST_KEPT:
            self._pixmaps.popitem(last=False)
        for at in range(len(self._roll)):
            if self._roll.entry(at).request.source == source:
                self._on_entry_changed(at)
                break

    def _pixmap(self, at: int) -> QPixmap | None:
        source = self._roll.entry(at).request.source
        if source not in self._pixmaps:
            self._thumbs.ask(source, partial(road.thumbnail, source, side=SIDE))
            return None
        self._pixmaps.move_to_end(source)
        return self._pixmaps[source]

    # Qt's own

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._roll)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._roll):
            return None
        entry = self._roll.entry(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.request.name
            case Qt.ItemDataRole.DecorationRole:
                return self._pixmap(index.row())
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{entry.request.name}  ·  {self.words(entry.state)}"
            case _:
                return entry.state if role == STATE_ROLE else None
