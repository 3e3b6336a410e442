"""What this program is, which versions run, and the licences of what it stands on."""

from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk import __version__
from segdesk.app.icons import artwork
from segdesk.app.widgets import Segments, Sheet, label
from segdesk.core.licences import QT, Library, libraries
from segdesk.core.versions import versions

WIDTH: Final = 640
HEIGHT: Final = 300
"""Of versions and licences."""
MARGIN: Final = 20
SIGN: Final = 56


class About(Sheet):
    """Versions on one page, licences on the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(WIDTH, parent)
        self.setWindowTitle(self.tr("About SegDesk"))
        self.versions = {**versions(), "Qt": qVersion() or ""}
        self.pages = Segments([(0, "", self.tr("Versions")), (1, "", self.tr("Licences"))])
        self.licences, self.text = QListWidget(), QPlainTextEdit()
        self.copy, self.close_button = QPushButton(self.tr("Copy versions")), QPushButton(self.tr("Close"))
        self._pile, self._libraries = QStackedWidget(), libraries()
        self._arrange()
        self.pages.chosen.connect(self._pile.setCurrentIndex)
        self.licences.currentRowChanged.connect(self._show_licence)
        self.copy.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.accept)
        self.pages.choose(0)
        self.licences.setCurrentRow(0)
        self.close_button.setFocus()

    def _arrange(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        body.setSpacing(16)
        body.addLayout(self._head())
        body.addWidget(self.pages)
        self._pile.addWidget(self._versions_page())
        self._pile.addWidget(self._licences_page())
        self._pile.setFixedHeight(HEIGHT)
        body.addWidget(self._pile)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body)
        self.copy.setAutoDefault(False)
        column.addWidget(self.foot(self.copy, self.close_button))

    def _head(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(16)
        words.setSpacing(4)
        sign = QLabel()
        sign.setPixmap(artwork(size=SIGN, ratio=self.devicePixelRatioF()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(label(f"SegDesk {__version__}", "welcome"))
        about = label(self.tr("Cut pictures out by hand: boxes and strokes in, a transparent PNG out."), "dim")
        about.setWordWrap(True)
        words.addWidget(about)
        row.addLayout(words, 1)
        return row

    def _versions_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, version) in enumerate(self.versions.items()):
            grid.addWidget(label(self.tr("System") if name == "System" else name, "dim"), row, 0)
            words = label(version)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return page

    def _licences_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.licences.setObjectName("libraries")
        self.licences.setAccessibleName(self.tr("Libraries"))
        self.licences.setFixedWidth(210)
        self.licences.setFrameShape(QFrame.Shape.NoFrame)
        for library in self._libraries:
            QListWidgetItem(library.name, self.licences).setToolTip(library.licence)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        row.addWidget(self.licences)
        row.addWidget(self.text, 1)
        return page

    def _show_licence(self, row: int) -> None:
        library = self._libraries[row]
        self.text.setPlainText(f"{library.name} {library.version}\n{self._terms(library)}\n\n{library.text}")

    def _terms(self, library: Library) -> str:
        terms = f"{library.licence}  ·  {library.home}"
        if library.name != QT:
            return terms
        return f"{terms}\n{self.tr('You may put your own build of Qt in the place of the one that came with SegDesk.')}"

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name} {version}" for name, version in self.versions.items()))
        self.copy.setText(self.tr("Copied"))
