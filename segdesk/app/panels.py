"""The column on the right: what was said about the subject, its edge, how it is looked at, what will be exported."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.edgepanel import EdgeSection
from segdesk.app.plan import COLUMN_WIDTH
from segdesk.app.subjectpanel import SubjectSection
from segdesk.app.theme import Palette
from segdesk.app.viewpanel import ViewSection
from segdesk.app.widgets import Card, Section, Segments, action_button, label
from segdesk.core.document import Document, Which


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
        self.subject.dress(palette)
        self.edge.dress(palette)
        self.view.dress(palette)


class ExportSection(Section):
    """What an export writes, and the buttons for it."""

    which_changed = Signal()

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
        row.addWidget(action_button(actions["copy"], self.tr("Copy")), 1)
        row.addWidget(action_button(actions["export"], self.tr("Export…")), 1)
        self.which = Segments(
            [
                (Which.ACTIVE, "", self.tr("This one")),
                (Which.EACH, "", self.tr("Each")),
                (Which.TOGETHER, "", self.tr("Together")),
            ]
        )
        self.which.explain(Which.ACTIVE, self.tr("The subject in hand"))
        self.which.explain(Which.EACH, self.tr("Each visible subject in a file of its own"))
        self.which.explain(Which.TOGETHER, self.tr("All visible subjects in one file; the first lies above"))
        self._chosen = Which.ACTIVE
        self.which.chosen.connect(self._choose)
        self.body.addWidget(card)
        self.body.addWidget(self.which)
        self.body.addLayout(row)
        self.show_document(None)

    @property
    def chosen(self) -> Which:
        """Whose cutout an export is to be; where there is one subject, that one's."""
        return Which.ACTIVE if self.which.isHidden() else self._chosen

    def show_document(self, document: Document | None) -> None:
        self.which.setVisible(document is not None and len(document.subjects) > 1)
        self.which.choose(self._chosen)
        if document is None:
            self._size.setText(self.tr("Full size, straight alpha"))
            return
        size = document.picture.size
        self._size.setText(self.tr("{width} × {height}  ·  full size").format(width=size.width, height=size.height))

    def _choose(self, which: Which) -> None:
        self._chosen = which
        self.which_changed.emit()
