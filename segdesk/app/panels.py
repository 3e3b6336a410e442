"""The column on the right: what was said about the subject, its edge, how it is looked at, what will be exported."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QFrame, QScrollArea, QSlider, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.edgepanel import EdgeSection
from segdesk.app.exportpanel import ExportSection
from segdesk.app.plan import COLUMN_WIDTH
from segdesk.app.subjectpanel import SubjectSection
from segdesk.app.theme import Palette
from segdesk.app.viewpanel import ViewSection
from segdesk.app.widgets import BAR_WIDTH, align_names, show_while_needed

_MARGIN = 15
"""Right of the sections; the scroll bar stands in it, so that nothing moves when it comes."""


class _Unmoved(QObject):
    """Numbers stay as they are while the wheel scrolls the column below the pointer, unless one has the focus."""

    # Qt's own

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Column(QFrame):
    """The four sections, one under the other."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.setFixedWidth(COLUMN_WIDTH)
        self.subject, self.edge = SubjectSection(actions), EdgeSection()
        self.view, self.export = ViewSection(actions), ExportSection(actions)
        align_names((*self.edge.grids, *self.view.grids))
        body = QWidget()
        body.setObjectName("columnBody")
        column, scroll = QVBoxLayout(body), QScrollArea()
        column.setSpacing(24)
        for section in (self.subject, self.edge, self.view, self.export):
            column.addWidget(section)
        column.addStretch(1)
        for button in body.findChildren(QAbstractButton):
            # What was clicked last would take Space and Tab, which are held on the canvas.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        unmoved = _Unmoved(self)
        for number in (*body.findChildren(QSlider), *body.findChildren(QAbstractSpinBox)):
            number.installEventFilter(unmoved)
            if isinstance(number, QAbstractSpinBox):
                # With its own policy a wheel would give it the focus first.
                number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        scroll.setWidget(body)
        show_while_needed(scroll.verticalScrollBar())
        column.setContentsMargins(16, 16, _MARGIN - BAR_WIDTH, 16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def dress(self, palette: Palette) -> None:
        self.subject.dress(palette)
        self.edge.dress(palette)
        self.view.dress(palette)
        self.export.dress(palette)
