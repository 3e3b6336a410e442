"""The column on the right: what was said about the subject, its edge, how it is looked at, what will be exported."""

from typing import Final

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.actions import Actions
from segdesk.app.edgepanel import EdgeSection
from segdesk.app.plan import COLUMN_WIDTH
from segdesk.app.pyramid import Pyramid
from segdesk.app.theme import Palette
from segdesk.app.viewpanel import ViewSection
from segdesk.app.widgets import Card, Section, label
from segdesk.core.document import INSIDE, Document, Subject
from segdesk.core.prompts import Region

NO_BREAK: Final = "\u00a0"


class Column(QFrame):
    """The four sections, one under the other."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.setFixedWidth(COLUMN_WIDTH)
        self.subject, self.edge = SubjectSection(actions), EdgeSection()
        self.view, self.export = ViewSection(actions), ExportSection(actions)
        body = QWidget()
        body.setObjectName("columnBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 16, 15, 16)
        column.setSpacing(24)
        for section in (self.subject, self.edge, self.view, self.export):
            column.addWidget(section)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def dress(self, palette: Palette) -> None:
        self.edge.dress(palette)
        self.view.dress(palette)


class SubjectSection(Section):
    """How many boxes and strokes there are, and how much of the picture is kept."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.set_title(self.tr("Subject"))
        card = Card()
        self._said, self._kept = label(), label(role="dim")
        self._clear = _small_button(actions["clear"])
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        # All there can be to say goes on two lines rather than beyond the column.
        self._said.setWordWrap(True)
        words.addWidget(self._said)
        words.addWidget(self._kept)
        row.addLayout(words, 1)
        row.addWidget(self._clear)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.show_subject(None, None)

    @property
    def said(self) -> str:
        """What was marked, in words."""
        return self._said.text().replace(NO_BREAK, " ")

    @property
    def kept(self) -> str:
        """How much of the picture is kept, in words."""
        return self._kept.text()

    def show_subject(self, document: Document | None, levels: Pyramid | None) -> None:
        """What was said, and the share of the picture that the mask keeps."""
        self._said.setText(self._counted(Subject() if document is None else document.subject))
        if levels is None:
            self._kept.setText(self.tr("No mask yet"))
        else:
            self._kept.setText(self.tr("{share} % of the picture kept").format(share=f"{_share(levels):.1f}"))

    def _counted(self, subject: Subject) -> str:
        prompts, painted = subject.prompts, len(subject.retouch)
        regions, boxes = sum(isinstance(mark, Region) for mark in prompts.strokes), len(prompts.boxes)
        strokes = len(prompts.strokes) - regions + len(prompts.maps)
        parts = [self.tr("Auto")] if prompts.auto else []
        if boxes:
            parts.append(self.tr("1 box") if boxes == 1 else self.tr("{count} boxes").format(count=boxes))
        if strokes:
            parts.append(self.tr("1 stroke") if strokes == 1 else self.tr("{count} strokes").format(count=strokes))
        if regions:
            parts.append(self.tr("1 region") if regions == 1 else self.tr("{count} regions").format(count=regions))
        if painted:
            parts.append(self.tr("{count} × retouched").format(count=painted))
        # A count and its word are never torn apart.
        return "  ·  ".join(part.replace(" ", NO_BREAK) for part in parts) or self.tr("Nothing marked")


class ExportSection(Section):
    """What an export writes, and the buttons for it."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.set_title(self.tr("Export"))
        card = Card()
        card.body.setSpacing(2)
        self._size = label(role="dim")
        card.body.addWidget(label(self.tr("Transparent PNG")))
        card.body.addWidget(self._size)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_small_button(actions["copy"], self.tr("Copy")), 1)
        row.addWidget(_small_button(actions["export"], self.tr("Export…")), 1)
        self.body.addWidget(card)
        self.body.addLayout(row)
        self.show_document(None)

    def show_document(self, document: Document | None) -> None:
        if document is None:
            self._size.setText(self.tr("Full size, straight alpha"))
            return
        size = document.picture.size
        self._size.setText(self.tr("{width} × {height}  ·  full size").format(width=size.width, height=size.height))


def _share(levels: Pyramid) -> float:
    """Percent of the picture inside the mask, from its coarsest level of a thousand pixels and more."""
    large = [level for level in levels.levels if level.size >= 1 << 16] or [levels.levels[0]]
    return 100 * float(np.count_nonzero(large[-1] >= INSIDE)) / large[-1].size


def _small_button(action: QAction, words: str | None = None) -> QPushButton:
    button = QPushButton(words or action.text())
    button.setToolTip(action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    return button
