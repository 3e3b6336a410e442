"""The preferences: a list of pages, the page, and a button that keeps what is set on all of them."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.clouds import Clouds
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.preferences.drawing import DrawingPage, Now
from segdesk.app.preferences.engines import EnginesPage
from segdesk.app.preferences.general import GeneralPage
from segdesk.app.preferences.keys import KeysPage
from segdesk.app.preferences.network import NetworkPage
from segdesk.app.preferences.page import Page
from segdesk.app.theme import Palette
from segdesk.app.widgets import Sheet, label
from segdesk.app.words import error_words
from segdesk.core.errors import SegDeskError
from segdesk.storage.settings import Settings

WIDTH: Final = 760
HEIGHT: Final = 470
"""Of the pages; the highest of them has room in it."""
LIST_WIDTH: Final = 164
MARGIN: Final = 20


class Chapter(Enum):
    """A page, by what it is called."""

    GENERAL = QT_TRANSLATE_NOOP("Chapters", "General")
    DRAWING = QT_TRANSLATE_NOOP("Chapters", "Brush and view")
    KEYS = QT_TRANSLATE_NOOP("Chapters", "Keys")
    ENGINES = QT_TRANSLATE_NOOP("Chapters", "Engines")
    NETWORK = QT_TRANSLATE_NOOP("Chapters", "Network")


class Preferences(Sheet):
    """Nothing is kept before "Save"; only the theme is tried at once."""

    scheme_tried = Signal(object)

    def __init__(self, clouds: Clouds, palette: Palette, now: Now, parent: QWidget | None = None) -> None:
        """`now` tells what brush and view are at present."""
        super().__init__(WIDTH, parent)
        self.setWindowTitle(self.tr("Preferences"))
        self._clouds, self._is_saved = clouds, False
        self.general, self.drawing, self.keys = GeneralPage(), DrawingPage(now), KeysPage()
        self.engines, self.network = EnginesPage(clouds, self.settings), NetworkPage()
        self.pages: dict[Chapter, Page] = dict(
            zip(Chapter, (self.general, self.drawing, self.keys, self.engines, self.network), strict=True)
        )
        self.chapters, self._pile = QListWidget(), QStackedWidget()
        self.save, self.cancel = QPushButton(self.tr("Save")), QPushButton(self.tr("Cancel"))
        self._failure = label()
        self._arrange()
        self._connect()
        for page in self.pages.values():
            page.show_settings(clouds.settings)
        self.dress(palette)
        clouds.look()

    @property
    def has_changed(self) -> bool:
        """Whether anything was stored or forgotten."""
        return self._is_saved or self.engines.has_forgotten

    @property
    def failure(self) -> str:
        """Why saving went wrong; empty while it did not."""
        return self._failure.text()

    def turn_to(self, chapter: Chapter) -> None:
        """Show a page, with the focus where it is wanted."""
        self.chapters.setCurrentRow(list(Chapter).index(chapter))
        self.pages[chapter].begin()

    def dress(self, palette: Palette) -> None:
        for page in self.pages.values():
            page.dress(palette)
        self._failure.setStyleSheet(f"color: {palette.remove};")

    def settings(self) -> Settings:
        """The settings as they are entered."""
        settings = self._clouds.settings
        for page in self.pages.values():
            settings = page.read(settings)
        return settings

    def _arrange(self) -> None:
        self._list_chapters()
        for page in self.pages.values():
            self._pile.addWidget(page)
        self._pile.setFixedHeight(HEIGHT)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        body.setSpacing(12)
        body.addWidget(self._pile)
        body.addWidget(self._failure)
        self._failure.setWordWrap(True)
        self._failure.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.chapters)
        row.addLayout(body, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        self.cancel.setAutoDefault(False)
        column.addWidget(self.foot(self.cancel, self.save))

    def _list_chapters(self) -> None:
        self.chapters.setObjectName("chapters")
        self.chapters.setAccessibleName(self.tr("Pages of the preferences"))
        self.chapters.setFixedWidth(LIST_WIDTH)
        self.chapters.setFrameShape(QFrame.Shape.NoFrame)
        self.chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for chapter in Chapter:
            QListWidgetItem(QCoreApplication.translate("Chapters", chapter.value), self.chapters)

    def _connect(self) -> None:
        self.chapters.currentRowChanged.connect(self._pile.setCurrentIndex)
        self.general.scheme_tried.connect(self.scheme_tried)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self._clouds.saved.connect(self._on_saved)
        self._clouds.failed.connect(self._on_failed)
        self.finished.connect(lambda _: self._clouds.stop_trying())

    def _on_save(self) -> None:
        if not self.network.is_sound():
            self.turn_to(Chapter.NETWORK)
            self.network.proxy.setFocus()
            return
        self.save.setEnabled(False)
        self._failure.hide()
        self._clouds.save(self.settings(), self.engines.typed)

    def _on_saved(self) -> None:
        self._is_saved = True
        self.accept()

    def _on_failed(self, error: SegDeskError) -> None:
        self.save.setEnabled(True)
        self._failure.setText(error_words(error))
        self._failure.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focused, QAbstractButton):
            # Without this Enter would save, whichever button it was meant for.
            focused.click()
        else:
            super().keyPressEvent(event)
