"""All keys at a glance, menu by menu, and the way to others."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.commands import COMMANDS
from segdesk.app.commands.table import SUBMENUS, Group
from segdesk.app.keymap import HELD, native
from segdesk.app.widgets import Section, Sheet, label

COLUMNS: Final = 3
WIDTH: Final = 980
MARGIN: Final = 20
Row = tuple[str, str]
"""Words and key."""


class KeySheet(Sheet):
    """Tells the keys of now; "Change keys…" is pressed where `change` is clicked."""

    def __init__(self, commands: Actions, parent: QWidget) -> None:
        super().__init__(WIDTH, parent)
        self.setWindowTitle(QCoreApplication.translate("Commands", "Keys"))
        self.change, self.close_button = QPushButton(self.tr("Change keys…")), QPushButton(self.tr("Close"))
        self.rows = _rows(commands)
        body = QWidget()
        body.setObjectName("sheetBody")
        columns = QHBoxLayout(body)
        columns.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        columns.setSpacing(32)
        for parts in _shared(list(self.rows.items()), COLUMNS):
            columns.addLayout(self._column(parts), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        room = parent.screen().availableGeometry().height() - 160
        scroll.setFixedHeight(min(body.sizeHint().height(), room))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll)
        self.change.setAutoDefault(False)
        column.addWidget(self.foot(self.change, self.close_button))
        self.close_button.clicked.connect(self.accept)
        self.change.clicked.connect(self.accept)
        self.close_button.setFocus()

    def _column(self, parts: Sequence[tuple[str, list[Row]]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(20)
        for title, rows in parts:
            section = Section()
            section.set_title(title)
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(5)
            grid.setColumnStretch(0, 1)
            for row, (words, key) in enumerate(rows):
                grid.addWidget(label(words), row, 0)
                grid.addWidget(label(key, "dim"), row, 1, Qt.AlignmentFlag.AlignRight)
            section.body.addLayout(grid)
            column.addWidget(section)
        column.addStretch(1)
        return column


def _rows(commands: Actions) -> dict[str, list[Row]]:
    """Menu -> what its keys do; keys that are held have a part of their own."""
    found: dict[str, list[Row]] = {}
    for group in (each for outer in Group if outer not in SUBMENUS for each in (outer, *_inner(outer))):
        rows = [
            (QCoreApplication.translate("Commands", command.words).removesuffix("…"), commands.key_of(command.key))
            for command in COMMANDS
            if command.group is group and commands.key_of(command.key)
        ]
        if rows:
            found[QCoreApplication.translate("Menus", group.value)] = rows
    held = [(QCoreApplication.translate("Keymap", words), _held(keys)) for keys, words in HELD]
    found[QCoreApplication.translate("Keymap", "On the canvas")] = held
    return found


def _held(keys: str) -> str:
    """What is held, by the names of this system's keys where it is one."""
    said = QCoreApplication.translate("Keymap", keys)
    return said if said != keys else native(keys) or keys


def _inner(group: Group) -> list[Group]:
    return [inner for inner, outer in SUBMENUS.items() if outer is group]


def _shared(parts: list[tuple[str, list[Row]]], count: int) -> list[list[tuple[str, list[Row]]]]:
    """The parts in so many columns about as high as each other, in their order."""
    height = sum(len(rows) + 2 for _, rows in parts) / count
    columns: list[list[tuple[str, list[Row]]]] = [[]]
    filled = 0.0
    for title, rows in parts:
        if columns[-1] and len(columns) < count and filled + (len(rows) + 2) / 2 > height * len(columns):
            columns.append([])
        columns[-1].append((title, rows))
        filled += len(rows) + 2
    return columns
