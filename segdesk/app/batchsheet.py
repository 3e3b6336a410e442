"""The batch window: pictures in, how they are cut, where to; then progress and what to look at, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app import transfer
from segdesk.app.batchlist import ENTRY, BatchList, Phase
from segdesk.app.batchrow import BatchRow
from segdesk.app.choice import Pick
from segdesk.app.joining import listed
from segdesk.app.numbers import number
from segdesk.app.theme import Palette
from segdesk.app.widgets import Segments, label
from segdesk.core.geometry import Box

FIRST_SIZE: Final = (680, 720)
MARGIN: Final = 20
NAMES: Final = 76
NAMED: Final = 3
"""Files and folders that are called by their names."""


@dataclass(frozen=True)
class Choice:
    """What the designer has put in: files and folders, which way they are cut, where to, and the preset's name."""

    words: tuple[Path, ...] = ()
    way: str = "auto"
    folder: Path | None = None
    preset: str = ""


@dataclass(frozen=True)
class Offer:
    """What there is to choose from: presets by name, and the box of the open picture, its sides 0..1."""

    presets: Sequence[str] = ()
    box: Box | None = None
    picture: str = ""


class Rows(QListView):
    """A list of which Enter opens a row instead of pressing a dialog's button; while it is empty it says what for."""

    chosen = Signal(QModelIndex)

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self._purpose = purpose

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.model().rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._purpose)


class BatchSheet(QDialog):
    """Stays open beside the window. What it shows of a batch is told to it."""

    asked_files = Signal()
    asked_folder = Signal()
    asked_target = Signal()
    started = Signal()
    stopped = Signal()
    opened = Signal(Path)
    """Carries the picture to be looked at."""

    def __init__(self, model: BatchList, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Batch"))
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(560, 560)
        self.setAcceptDrops(True)
        self._model, self._words, self._way = model, dict[Path, None](), "auto"
        self._is_running = self._is_begun = False
        self._offer = Offer()
        self.files, self.folder = QPushButton(self.tr("Pictures…")), QPushButton(self.tr("Folder…"))
        self.clear, self.choose = QPushButton(self.tr("Clear")), QPushButton(self.tr("Choose…"))
        ways = (("auto", self.tr("Main subject")), ("box", self.tr("Same box")), ("beside", self.tr("Prompts beside")))
        self.ways = Segments([(way, "", words) for way, words in ways])
        self.presets, self.target = Pick(self.tr("Export as")), QLineEdit()
        self.list, self._row = (
            Rows(self.tr("Finished cutouts show here, the doubtful ones first.")),
            BatchRow(model, palette, self),
        )
        self.bar, self.go, self.back = QProgressBar(), QPushButton(), QPushButton(self.tr("Close"))
        self._said, self._explained, self._told = label(), label(role="dim"), label(role="dim")
        self._arrange()
        self._connect()
        self.dress(palette)
        self.offer(Offer())

    @property
    def choice(self) -> Choice:
        """What is put in."""
        target = self.target.text().strip()
        return Choice(tuple(self._words), self._way, Path(target) if target else None, str(self.presets.value or ""))

    @property
    def box(self) -> Box | None:
        """The box of the open picture, its sides 0..1."""
        return self._offer.box

    @property
    def told(self) -> str:
        """What is said of the batch as a whole."""
        return self._told.text()

    def dress(self, palette: Palette) -> None:
        self._row.dress(palette)
        self.list.viewport().update()

    def add(self, paths: Sequence[Path]) -> None:
        """More pictures and folders; results go beside the first, unless it was said where."""
        self._words |= dict.fromkeys(paths)
        if paths and not self.target.text():
            first = paths[0]
            self.target.setText(str((first if first.is_dir() else first.parent) / self.tr("cutouts")))
        self._is_begun = False
        self._refresh()

    def offer(self, offer: Offer) -> None:
        """Presets, and whether the open picture has a box that others can be cut by."""
        self.presets.fill([("", self.tr("PNG with transparency")), *((name, name) for name in offer.presets)])
        self._offer = offer
        self._explain()

    def show_running(self, is_running: bool) -> None:
        """Whether a batch runs; while it does nothing about it can be changed."""
        self._is_running = is_running
        self._is_begun = self._is_begun or is_running
        self._refresh()

    def show_progress(self) -> None:
        """How far it is, by the list."""
        model = self._model
        eyes, done, all_of_it = model.count(Phase.EYES), model.count(Phase.DONE), model.rowCount()
        self.bar.setMaximum(max(all_of_it, 1))
        self.bar.setValue(eyes + done)
        parts = [self.tr("{done} of {count} done").format(done=eyes + done, count=all_of_it)]
        if eyes:
            parts.append(self.tr("{count} to look at").format(count=eyes))
        self.tell("  ·  ".join(parts) if all_of_it else "")

    def tell(self, words: str, *, is_failure: bool = False) -> None:
        """Say something of the batch as a whole."""
        self._told.setProperty("role", "bad" if is_failure else "dim")
        self._told.style().polish(self._told)
        self._told.setText(words)

    # How it is laid out

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, 0)
        column.setSpacing(16)
        upper = QVBoxLayout()
        upper.setContentsMargins(MARGIN, 0, MARGIN, 0)
        upper.setSpacing(16)
        upper.addWidget(self._card())
        upper.addLayout(self._grid())
        column.addLayout(upper)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._row)
        self.list.setAccessibleName(self.tr("Pictures, the worst first"))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setObjectName("batchList")
        column.addWidget(self.list, 1)
        column.addWidget(self._foot())
        column.setSpacing(12)

    def _card(self) -> QFrame:
        """What is put in."""
        card = QFrame()
        card.setObjectName("callout")
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 12, 12, 12)
        row.setSpacing(8)
        self._said.setWordWrap(True)
        row.addWidget(self._said, 1)
        for button in (self.clear, self.files, self.folder):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.clear.setProperty("role", "link")
        return card

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, NAMES)
        grid.setColumnStretch(1, 1)
        self._explained.setWordWrap(True)
        self.choose.setAutoDefault(False)
        rows = ((self.tr("Cut by"), self.ways), (self.tr("Export as"), self.presets), (self.tr("Into"), self.target))
        for row, (name, control) in zip((0, 2, 3), rows, strict=True):
            words = label(name, "dim")
            words.setBuddy(control)
            control.setAccessibleName(name)
            grid.addWidget(words, row, 0)
            grid.addWidget(control, row, 1, 1, 1 if control is self.target else 2)
        grid.addWidget(self._explained, 1, 1, 1, 2)
        grid.addWidget(self.choose, 3, 2)
        self.target.setPlaceholderText(self.tr("A folder for the results"))
        self.choose.setAccessibleName(self.tr("Choose: {name}").format(name=self.tr("Into")))
        return grid

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("dialogFoot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(10)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._told.setWordWrap(True)
        row.addWidget(self._told, 1)
        self.back.setAutoDefault(False)
        row.addWidget(self.back)
        row.addWidget(self.go)
        self.go.setDefault(True)
        column.addLayout(row)
        return foot

    def _connect(self) -> None:
        self.files.clicked.connect(self.asked_files)
        self.folder.clicked.connect(self.asked_folder)
        self.choose.clicked.connect(self.asked_target)
        self.clear.clicked.connect(self._on_clear)
        self.ways.chosen.connect(self._on_way)
        self.ways.choose("auto")
        self.target.textChanged.connect(lambda _: self._refresh())
        self.go.clicked.connect(lambda: (self.stopped if self._is_running else self.started).emit())
        self.back.clicked.connect(self.close)
        self.list.clicked.connect(self._on_row)
        self.list.chosen.connect(self._on_row)

    # What happens

    def _on_clear(self) -> None:
        self._words.clear()
        self._is_begun = False
        self._refresh()

    def _on_way(self, way: str) -> None:
        self._way = way
        self._explain()

    def _on_row(self, index: QModelIndex) -> None:
        self.opened.emit(Path(index.data(ENTRY).source))

    def _explain(self) -> None:
        """What the chosen way means here; without a box there is nothing to take along."""
        box = self._offer.box
        match self._way:
            case "auto":
                words = self.tr("SegDesk looks for the main subject of each picture.")
            case "box" if box is None:
                words = self.tr("Draw a box in the open picture first; every picture is then cut by the same one.")
            case "box":
                assert box is not None
                sides = listed(f"{number(100 * side)} %" for side in box)
                words = self.tr("The box of “{name}” in every picture: {sides}.").format(
                    name=self._offer.picture, sides=sides
                )
            case _:
                words = self.tr(
                    "A project or prompt file beside each picture says how: photo.segdesk or photo.prompts.json beside "
                    "photo.jpg. Where there is none the main subject is looked for."
                )
        self._explained.setText(words)
        self._refresh()

    def _refresh(self) -> None:
        count = len(self._words)
        words = listed(path.name for path in list(self._words)[:NAMED])
        if count > NAMED:
            words = self.tr("{names} and {count} more").format(names=words, count=count - NAMED)
        self._said.setText(words or self.tr("Drop pictures and folders here."))
        self.clear.setVisible(bool(count))
        for control in (self.files, self.folder, self.clear, self.choose, self.ways, self.presets, self.target):
            control.setEnabled(not self._is_running)
        waits = self._is_begun and self._model.count(Phase.WAITING) > 0
        self.go.setText(self.tr("Stop") if self._is_running else self.tr("Go on") if waits else self.tr("Start"))
        has_all = bool(count and self.target.text().strip()) and (self._way != "box" or self._offer.box is not None)
        self.go.setEnabled(self._is_running or has_all)
        self.bar.setVisible(self._is_begun)

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if transfer.local_files(event.mimeData()) and not self._is_running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add(transfer.local_files(event.mimeData()))
        event.acceptProposedAction()
