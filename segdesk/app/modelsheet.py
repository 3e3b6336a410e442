"""Where the person chooses model files: says at once what they are, offers the catalogue's, keeps the choice."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.icons import pixmap
from segdesk.app.lines import whole_names
from segdesk.app.models import Files, Known, Models, model_words
from segdesk.app.numbers import weight
from segdesk.app.theme import Palette
from segdesk.app.widgets import Sheet, dress_clearable, label, make_clearable
from segdesk.app.words import error_words
from segdesk.core.errors import SegDeskError
from segdesk.engines.models.catalogue import Entry

WIDTH, NAMES = 560, 96


class ModelSheet(Sheet):
    """Accepted when files were chosen that can be used; they are kept by then."""

    def __init__(self, models: Models, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.setWindowTitle(self.tr("Model file"))
        self._models, self._palette, self._known = models, palette, models.known
        self.lines = (QLineEdit(), QLineEdit())
        self.choose = (QPushButton(self.tr("Choose…")), QPushButton(self.tr("Choose…")))
        self.use, self.cancel = QPushButton(self.tr("Use")), QPushButton(self.tr("Cancel"))
        self.mirror = QLineEdit()
        self.offers: dict[str, QPushButton] = {}
        self._sign, self._verdict, self._told = QLabel(), label(), label(role="dim")
        self._downloads = QFrame()
        self._fetched: QPushButton | None = None
        self._arrange()
        self._connect()
        for line, path in zip(self.lines, models.files, strict=False):
            line.setText(str(path))
        self.mirror.setText(models.mirror)
        self._inspect()
        models.offer()

    @property
    def files(self) -> Files:
        """The files as they are entered."""
        return tuple(Path(line.text().strip()) for line in self.lines if line.text().strip())

    @property
    def verdict(self) -> str:
        """What is said of the files."""
        return self._verdict.text()

    @property
    def told(self) -> str:
        """What is said of a download."""
        return self._told.text()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        for line in self.lines:
            dress_clearable(line, palette)
        self._show_known()

    def _arrange(self) -> None:
        column, body = self.columns()
        words = self.tr(
            "Runs a model of your own on this computer: encoder and decoder of SAM, MobileSAM, EdgeSAM or SAM 2, or a "
            "saliency model such as U2-Net, IS-Net or BiRefNet. Files are ONNX; what they are called does not matter."
        )
        intro = label(whole_names(words), "dim")
        intro.setWordWrap(True)
        body.addWidget(intro)
        body.addLayout(self._grid())
        body.addWidget(self._card())
        body.addWidget(self._downloads)
        body.addWidget(self._told)
        self._told.setWordWrap(True)
        for part in (self._downloads, self._told):
            part.hide()
        column.addLayout(body)
        self.cancel.setAutoDefault(False)
        column.addWidget(self.foot(self.cancel, self.use))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, NAMES)
        grid.setColumnStretch(1, 1)
        hints = (self.tr("A saliency model, or SAM’s encoder"), self.tr("Only for SAM"))
        for row, name in enumerate((self.tr("Model"), self.tr("Decoder"))):
            words = label(name, "dim")
            words.setBuddy(self.lines[row])
            self.lines[row].setAccessibleName(name)
            self.lines[row].setPlaceholderText(hints[row])
            make_clearable(self.lines[row], self.tr("Clear: {name}").format(name=name))
            dress_clearable(self.lines[row], self._palette)
            self.choose[row].setAccessibleName(self.tr("Choose: {name}").format(name=name))
            self.choose[row].setAutoDefault(False)
            grid.addWidget(words, row, 0)
            grid.addWidget(self.lines[row], row, 1)
            grid.addWidget(self.choose[row], row, 2)
        return grid

    def _card(self) -> QFrame:
        """What the files are."""
        card = QFrame()
        card.setObjectName("callout")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 10, 14, 10)
        row.setSpacing(12)
        self._verdict.setWordWrap(True)
        self._verdict.setAccessibleName(self.tr("What the files are"))
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._verdict, 1)
        return card

    def _connect(self) -> None:
        for line in self.lines:
            line.textChanged.connect(self._inspect)
        for index, button in enumerate(self.choose):
            button.clicked.connect(lambda _=False, index=index: self._on_choose(index))
        self.cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self._on_use)
        self._models.inspected.connect(self._on_inspected)
        self._models.offered.connect(self._on_offered)
        self._models.progressed.connect(self._on_progressed)
        self._models.fetched.connect(self._on_fetched)
        self._models.failed.connect(self._on_failed)
        self.finished.connect(lambda _: self._models.stop())

    def _inspect(self) -> None:
        """What was known is of other files."""
        self._known = None
        self._show_known()
        if self.files:
            self._models.inspect(self.files)

    def _on_inspected(self, known: Known) -> None:
        if known.files == self.files:
            self._known = known
            self._show_known()

    def _show_known(self) -> None:
        known = self._known
        is_good = known is not None and known.model is not None
        if known is not None and known.model is not None:
            words = model_words(known.model)
        elif known is not None and known.failure is not None:
            words = error_words(known.failure)
        else:
            words = self.tr("Looking at the files…") if self.files else self.tr("Choose a file to see what it is.")
        name, shade = ("done", self._palette.keep) if is_good else ("warning", self._palette.remove)
        self._sign.setPixmap(pixmap(name, shade, size=18, ratio=self.devicePixelRatioF()))
        self._sign.setVisible(known is not None)
        self._verdict.setText(words)
        self.use.setEnabled(is_good)

    def _on_choose(self, index: int) -> None:
        kinds = self.tr("ONNX models (*.onnx);;All files (*)")
        start = next((str(path.parent) for path in self.files), "")
        title = self.tr("Choose a model, or encoder and decoder together")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, start, kinds)
        if len(chosen) > 1:
            index = 0
        for line, path in zip(self.lines[index:], chosen, strict=False):
            line.setText(path)

    def _on_use(self) -> None:
        self._models.keep(self.files, self.mirror.text().strip())
        self.accept()

    # What the catalogue offers

    def _on_offered(self, entries: tuple[Entry, ...]) -> None:
        if not entries or self.offers:
            return
        grid = QGridLayout(self._downloads)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, NAMES)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(self.tr("Download").upper(), "head"), 0, 0, 1, 3)
        for row, entry in enumerate(entries, 1):
            self._add_offer(grid, row, entry)
        words = label(self.tr("Mirror"), "dim")
        words.setBuddy(self.mirror)
        self.mirror.setAccessibleName(self.tr("Mirror to download from"))
        self.mirror.setPlaceholderText(self.tr("From where the catalogue says"))
        grid.setRowMinimumHeight(len(entries) + 1, 2)
        grid.addWidget(words, len(entries) + 2, 0)
        grid.addWidget(self.mirror, len(entries) + 2, 1, 1, 2)
        self._downloads.show()

    def _add_offer(self, grid: QGridLayout, row: int, entry: Entry) -> None:
        words = self.tr("{licence}  ·  {size}  ·  {source}").format(
            licence=entry.licence, size=weight(entry.size), source=entry.source
        )
        about = label(words, "dim")
        about.setWordWrap(True)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(label(entry.name))
        names.addWidget(about)
        button = self.offers[entry.name] = QPushButton(self.tr("Download"))
        button.setAccessibleName(self.tr("Download {name}").format(name=entry.name))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self._on_download(entry, button))
        grid.addLayout(names, row, 0, 1, 2)
        grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignTop)

    def _on_download(self, entry: Entry, button: QPushButton) -> None:
        """Start it; pressed again, stop it."""
        is_stop = self._fetched is button
        self._models.stop()
        self._end_download("")
        if not is_stop:
            self._fetched = button
            button.setText(self.tr("Stop"))
            self._on_progressed(0)
            self._models.fetch(entry, self.mirror.text().strip())

    def _on_progressed(self, share: float) -> None:
        if self._fetched is not None:
            self._tell(self.tr("Downloading: {percent} %").format(percent=int(share * 100)))

    def _on_fetched(self, paths: Files) -> None:
        self._end_download(self.tr("Downloaded and checked."))
        for line, path in zip(self.lines, (*map(str, paths), ""), strict=False):
            line.setText(path)

    def _on_failed(self, error: SegDeskError) -> None:
        self._end_download(error_words(error))

    def _end_download(self, words: str) -> None:
        if self._fetched is not None:
            self._fetched.setText(self.tr("Download"))
        self._fetched = None
        self._tell(words)

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))
