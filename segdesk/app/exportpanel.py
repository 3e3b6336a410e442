"""The column's part about what leaves: what the export will be, as a thumbnail that can be dragged out, and its
buttons."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app import numbers
from segdesk.app.actions import Actions
from segdesk.app.board import image_of, paint_board
from segdesk.app.choice import Choice
from segdesk.app.exportwords import preset_words, recipe_words
from segdesk.app.icons import icon
from segdesk.app.lines import Listing
from segdesk.app.recipes import Recipes
from segdesk.app.theme import Palette
from segdesk.app.widgets import Card, Section, Segments, action_button, label
from segdesk.core.document import Document, Which
from segdesk.core.geometry import Size

THUMBNAIL = 56


class ExportSection(Section):
    """What an export writes, and the buttons for it."""

    which_changed = Signal()
    preset_chosen = Signal(object)
    dragged = Signal()
    """The thumbnail was taken and moved."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.set_title(self.tr("Export"))
        self._settings, self._actions = actions["export_settings"], actions
        self.thumbnail = Thumbnail()
        self._title, self._size, self._said = label(), Listing("dim"), label(role="dim")
        self.preset = Choice(self.tr("Preset"))
        self.which = Segments(
            [
                (Which.ACTIVE, "", self.tr("This one")),
                (Which.EACH, "", self.tr("Each")),
                (Which.TOGETHER, "", self.tr("Together")),
            ]
        )
        self._chosen = Which.ACTIVE
        self._has_picture, self._failure = False, ""
        self._arrange()
        self.which.chosen.connect(self._choose)
        self.thumbnail.dragged.connect(self.dragged)
        self._actions["export"].changed.connect(self._follow)
        self.show_document(None)

    @property
    def chosen(self) -> Which:
        """Whose cutout an export is to be; where there is one subject, that one's."""
        return Which.ACTIVE if self.which.isHidden() else self._chosen

    @property
    def words(self) -> tuple[str, str]:
        """What is said of the export, and of its size."""
        return self._title.text(), self._said.text() if self._size.isHidden() else self._size.words

    def show_document(self, document: Document | None) -> None:
        before, self._has_picture = self.chosen, document is not None
        self.which.setVisible(document is not None and len(document.subjects) > 1)
        self.which.choose(self._chosen)
        self._follow()
        if self.chosen is not before:
            self.which_changed.emit()

    def show_recipes(self, recipes: Recipes) -> None:
        """The recipe in use, and the presets to choose from."""
        preset = recipes.preset
        self._title.setText(recipe_words(recipes.recipe))
        self.preset.setText(preset_words(preset.name) if preset is not None else self.tr("Own settings"))
        menu = self.preset.menu()
        menu.clear()
        for index, each in enumerate(recipes.presets):
            if index and recipes.is_own(each) and not recipes.is_own(recipes.presets[index - 1]):
                menu.addSeparator()
            action = menu.addAction(preset_words(each.name))
            action.setCheckable(True)
            action.setChecked(each == preset)
            action.triggered.connect(lambda _=False, each=each: self.preset_chosen.emit(each))
        menu.addSeparator()
        menu.addAction(self._settings)

    def show_weight(self, size: Size | None, weight: int, *, is_measured: bool) -> None:
        """How large the export will be, or was; nothing where there is none."""
        self._size.say(() if size is None else size_words(size, weight, is_measured=is_measured))
        self._failure = ""
        self._size.setHidden(size is None)
        self._said.setHidden(size is not None)
        self._follow()

    def show_failure(self, words: str) -> None:
        """Why it cannot be exported so."""
        self._failure = words
        self._size.hide()
        self._said.show()
        self._follow()

    def dress(self, palette: Palette) -> None:
        self.thumbnail.dress(palette)
        self._gear.setIcon(icon("settings", palette))

    def _arrange(self) -> None:
        self._gear = QToolButton()
        self._gear.setFixedSize(24, 24)
        self._gear.setIconSize(QSize(20, 20))
        self._gear.setAccessibleName(self._settings.text().removesuffix("…"))
        self._gear.setToolTip(self._settings.toolTip())
        self._gear.clicked.connect(self._settings.trigger)
        self.add_beside_title(self._gear)
        card, row, words = Card(), QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        words.setSpacing(2)
        for line in (self._title, self._said):
            line.setWordWrap(True)
        words.addStretch(1)
        for line in (self._title, self._size, self._said):
            words.addWidget(line)
        self._size.hide()
        words.addStretch(1)
        row.addWidget(self.thumbnail)
        row.addLayout(words, 1)
        card.body.setContentsMargins(10, 10, 12, 10)
        card.body.addLayout(row)
        self.which.explain(Which.ACTIVE, self.tr("The subject in hand"))
        self.which.explain(Which.EACH, self.tr("Each visible subject in a file of its own"))
        self.which.explain(Which.TOGETHER, self.tr("All visible subjects in one file; the first lies above"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(action_button(self._actions["copy"], self.tr("Copy")), 1)
        buttons.addWidget(action_button(self._actions["export"], self.tr("Export…")), 1)
        for part in (card, self.preset, self.which):
            self.body.addWidget(part)
        self.body.addLayout(buttons)

    def _follow(self) -> None:
        """While no size is known, why there is none."""
        if not self._size.isHidden():
            return
        if self._failure:
            self._said.setText(self._failure)
        elif not self._has_picture:
            self._said.setText(self.tr("Full size, straight alpha"))
        elif self._actions["export"].isEnabled():
            self._said.setText(self.tr("Working out its size…"))
        else:
            self._said.setText(self.tr("Nothing to export yet"))

    def _choose(self, which: Which) -> None:
        self._chosen = which
        self.which_changed.emit()


class Thumbnail(QWidget):
    """What the export looks like; it can be dragged out of the window."""

    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(THUMBNAIL, THUMBNAIL)
        self.setAccessibleName(self.tr("The result, to be dragged out"))
        self._image = QImage()
        self._palette: Palette | None = None
        self._pressed: QPoint | None = None
        self.show_pixels(None)

    @property
    def image(self) -> QImage:
        return self._image

    def show_pixels(self, rgba: NDArray[np.uint8] | None) -> None:
        """Straight-alpha RGBA, uint8 HxWx4; nothing where there is none."""
        self._image = QImage() if rgba is None or not rgba.size else image_of(rgba)
        has = not self._image.isNull()
        self.setCursor(Qt.CursorShape.OpenHandCursor if has else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self.tr("Drag the result to a folder or another program") if has else "")
        self.update()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def pixmap(self) -> QPixmap:
        """What hangs at the pointer during a drag."""
        ratio = self.devicePixelRatioF()
        side = round(THUMBNAIL * ratio)
        made = QPixmap.fromImage(
            self._image.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        made.setDevicePixelRatio(ratio)
        return made

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._image.isNull():
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed
        if start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self._palette
        if palette is None:
            return
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._image.isNull():
            painter.setBrush(QColor(palette.panel))
            painter.drawRoundedRect(self.rect(), 6, 6)
            painter.drawPixmap(QPointF(18, 18), icon("picture", palette, colour=palette.faint).pixmap(20, 20))
            return
        shown = QRectF(QPointF(), self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio).toSizeF())
        shown.moveCenter(self.rect().toRectF().center())
        paint_board(painter, shown, palette)
        painter.drawImage(shown, self._image)


def size_words(size: Size, weight: int, *, is_measured: bool) -> tuple[str, str]:
    """Pixels and bytes."""
    weighed = numbers.weight(weight) if is_measured else numbers.rough_weight(weight)
    if not is_measured:
        weighed = QCoreApplication.translate("Export", "about {weight}").format(weight=weighed)
    return f"{size.width} × {size.height}", weighed
