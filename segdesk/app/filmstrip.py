"""The film-strip under the canvas: the pictures that are open together, in a row that scrolls and folds away."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout

from segdesk.app.filmcell import CELL, FilmCell
from segdesk.app.filmmodel import FilmModel
from segdesk.app.icons import icon
from segdesk.app.theme import Palette
from segdesk.app.toolbutton import IconButton
from segdesk.app.widgets import action_button, label, show_while_needed

HEAD_HEIGHT = 32
BAR_HEIGHT = 14
"""What the scroll bar takes below the pictures."""


class FilmStrip(QFrame):
    """A head with where one is, and the pictures."""

    chosen = Signal(int)

    def __init__(self, model: FilmModel, *, back: QAction, on: QAction, fold: QAction, export: QAction) -> None:
        """`back` and `on` go to the pictures beside the one in hand, `fold` is checked while the pictures show,
        `export` exports all that something was made of."""
        super().__init__()
        self.setObjectName("filmStrip")
        self._fold = fold
        self._palette: Palette | None = None
        self._place, self._told = label(), label(role="dim")
        self._buttons = [_button(action) for action in (back, on, fold)]
        self.export = action_button(export, self.tr("Export all…"))
        self.view, self._cell = _Row(), FilmCell()
        self.view.setModel(model)
        self.view.setItemDelegate(self._cell)
        self.view.setAccessibleName(self.tr("Pictures"))
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self._arrange()
        fold.toggled.connect(self._show_pictures)
        self._show_pictures(fold.isChecked())

    @property
    def words(self) -> str:
        """Where one is and how far the pictures are."""
        return f"{self._place.text()}  {self._told.text()}"

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self._cell.dress(palette)
        shown = self._fold.isChecked()
        for button, name in zip(self._buttons, ("left", "right", "down" if shown else "up"), strict=True):
            button.setIcon(icon(name, palette, checked=palette.text))
        self.view.viewport().update()

    def show_place(self, at: int, count: int, told: str) -> None:
        """Mark a picture as the one in hand, and say how far the others are."""
        self._place.setText(self.tr("{number} of {count}").format(number=at + 1, count=count) if at >= 0 else "")
        self._told.setText(told)
        index = self.view.model().index(at, 0)
        if index != self.view.currentIndex():
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            for beside in (at - 1, at + 1, at):
                self.view.scrollTo(self.view.model().index(beside, 0), QAbstractItemView.ScrollHint.EnsureVisible)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(4)
        head.addWidget(self._place)
        head.addSpacing(12)
        head.addWidget(self._told, 1)
        self.export.setProperty("role", "quiet")
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for button in (self.export, *self._buttons):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view)
        head.setSizeConstraint(QHBoxLayout.SizeConstraint.SetMinimumSize)
        self._place.setFixedHeight(HEAD_HEIGHT)

    def _show_pictures(self, shown: bool) -> None:
        self.view.setVisible(shown)
        if self._palette is not None:
            self.dress(self._palette)

    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and self.view.hasFocus():
            self.chosen.emit(index.row())


class _Row(QListView):
    """Pictures from left to right; the wheel goes along them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filmRow")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        show_while_needed(self.horizontalScrollBar())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFixedHeight(CELL.height() + BAR_HEIGHT)

    # Qt's own

    def sizeHint(self) -> QSize:
        return QSize(320, CELL.height() + BAR_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()


def _button(action: QAction) -> IconButton:
    button = IconButton(QSize(24, 24))

    def follow() -> None:
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        button.setAccessibleName(action.text())

    follow()
    action.changed.connect(follow)
    button.clicked.connect(lambda: action.trigger())
    return button
