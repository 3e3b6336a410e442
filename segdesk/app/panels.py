"""The column on the right: what was said about the subject, its edge, how it is looked at, what will be exported."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.edgepanel import EdgeSection
from segdesk.app.exportpanel import ExportSection
from segdesk.app.plan import COLUMN_WIDTH
from segdesk.app.subjectpanel import SubjectSection
from segdesk.app.theme import Palette
from segdesk.app.viewpanel import ViewSection

_MARGIN = 15
"""Right of the sections; the scroll bar stands in it, so that nothing moves when it comes."""


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
        self._sections, self._scroll = QVBoxLayout(body), QScrollArea()
        self._sections.setContentsMargins(16, 16, _MARGIN, 16)
        self._sections.setSpacing(24)
        for section in (self.subject, self.edge, self.view, self.export):
            self._sections.addWidget(section)
        self._sections.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().installEventFilter(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def dress(self, palette: Palette) -> None:
        self.subject.dress(palette)
        self.edge.dress(palette)
        self.view.dress(palette)
        self.export.dress(palette)

    # Qt's own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            bar = self._scroll.verticalScrollBar()
            taken = bar.sizeHint().width() if event.type() is QEvent.Type.Show else 0
            self._sections.setContentsMargins(16, 16, _MARGIN - taken, 16)
        return super().eventFilter(watched, event)
