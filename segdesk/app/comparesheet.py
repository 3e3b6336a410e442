"""The sheet with one card for each engine: what it makes of the prompts, and the button to take that."""

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QLocale, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.board import paint_board
from segdesk.app.contest import Entry
from segdesk.app.numbers import number, span
from segdesk.app.theme import Palette
from segdesk.app.widgets import SHEET_MARGIN, Card, Sheet, label
from segdesk.app.words import engine_words, error_words, note_words, stage_words
from segdesk.core.errors import SegDeskError
from segdesk.core.geometry import Size

GAP = 12
WIDTHS = (400, 340, 292, 256)
"""View pixels of a card's picture, where there are one, two, three, four cards."""
LOWEST, HIGHEST = 0.6, 1.0
"""A card's picture is so many times as high as wide, whatever shape the picture has."""


class Press(Enum):
    """What a card's button is for."""

    ASK = "ask"
    USE = "use"


class CompareSheet(Sheet):
    """Only shows and tells; accepted by whoever takes an answer."""

    asked = Signal(str)
    """Carries the engine that is to be asked, now that its button was pressed."""
    used = Signal(str)
    """Carries the engine whose answer is taken."""

    def __init__(self, size: Size, palette: Palette, parent: QWidget | None = None) -> None:
        """`size` is the picture's."""
        super().__init__(WIDTHS[0], parent)
        self.setWindowTitle(self.tr("Compare engines"))
        self._size, self._palette = size, palette
        self.cards: dict[str, EngineCard] = {}
        self.close_button = QPushButton(self.tr("Close"))
        self._intro, self._others = label(role="dim"), label(role="dim")
        self._row = QHBoxLayout()
        self._arrange()
        self.close_button.clicked.connect(self.reject)
        self.close_button.setFocus()

    @property
    def side(self) -> int:
        """Device pixels that the longer side of a card's picture is shown at, at most."""
        return round(WIDTHS[0] * self.devicePixelRatioF())

    @property
    def others(self) -> str:
        """What is said of the engines that have no card."""
        return self._others.text()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        for card in self.cards.values():
            card.view.dress(palette)

    def introduce(self, *, is_auto: bool) -> None:
        """Say what the engines are asked."""
        if is_auto:
            words = self.tr("Nothing is marked yet, so every engine looks for the main subject.")
        else:
            words = self.tr("Every engine answers your prompts afresh. Your mask stays until you use one of these.")
        self._intro.setText(words)

    def show_engines(self, ready: Sequence[str], others: Sequence[str]) -> None:
        """A card for each that is ready, in this order; what is known of an engine stays on its card."""
        for place, engine in enumerate(ready):
            if engine not in self.cards:
                card = self.cards[engine] = EngineCard(engine, self._palette)
                card.pressed.connect(lambda press, engine=engine: self._on_pressed(engine, press))
                self._row.insertWidget(place, card, 1)
        width = WIDTHS[min(len(self.cards), len(WIDTHS)) - 1]
        share = min(max(self._size.height / max(self._size.width, 1), LOWEST), HIGHEST)
        for card in self.cards.values():
            card.set_view_size(width, round(width * share))
        cards = list(self.cards.values())
        for card, after in pairwise(cards):
            QWidget.setTabOrder(card.button, after.button)
        QWidget.setTabOrder(cards[-1].button, self.close_button)
        self._others.setText(
            self.tr("Not ready: {engines}").format(
                engines=QLocale().createSeparatedList([engine_words(engine) for engine in others])
            )
        )
        self._others.setVisible(bool(others))
        self.setFixedWidth(2 * SHEET_MARGIN + sum(card.sizeHint().width() for card in cards) + GAP * (len(cards) - 1))

    def _arrange(self) -> None:
        column, body = self.columns()
        self._intro.setWordWrap(True)
        self._row.setSpacing(GAP)
        body.addWidget(self._intro)
        body.addLayout(self._row)
        column.addLayout(body)
        self.close_button.setAutoDefault(False)
        self._others.setToolTip(self.tr("Add keys, addresses or a model file in the menu of engines"))
        foot = self.foot(self.close_button)
        strip = foot.layout()
        assert isinstance(strip, QHBoxLayout)
        strip.insertWidget(0, self._others)
        column.addWidget(foot)

    def _on_pressed(self, engine: str, press: Press) -> None:
        (self.used if press is Press.USE else self.asked).emit(engine)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(held, QPushButton):
            held.click()
        else:
            super().keyPressEvent(event)


class EngineCard(Card):
    """One engine: its cutout or what is said in its place, its figures, and one button."""

    pressed = Signal(object)
    """Carries what for."""

    def __init__(self, engine: str, palette: Palette) -> None:
        super().__init__()
        self._press, self._name = Press.USE, engine_words(engine)
        self.view, self.button = _CutoutView(palette), QPushButton()
        self._words, self._time, self._notes = label(role="dim"), label(role="dim"), label(role="dim")
        self._share, self._overlap = label(), label()
        self._progress = QProgressBar()
        self._pages = QStackedWidget()
        self._arrange()
        self.setAccessibleName(self._name)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: self.pressed.emit(self._press))
        self.wait()

    @property
    def words(self) -> str:
        """What is said in the cutout's place; empty while that is there."""
        return "" if self._pages.currentWidget() is self.view else self._words.text()

    @property
    def figures(self) -> tuple[str, str, str]:
        """Time, share and overlap in words, dashes while there is no answer."""
        return self._time.text(), self._share.text(), self._overlap.text()

    @property
    def notes(self) -> str:
        """Who did what, and what else is to be known of the answer."""
        return self._notes.text()

    def set_view_size(self, width: int, height: int) -> None:
        self._pages.setFixedSize(width, height)

    def wait(self) -> None:
        """It will be asked after others."""
        self._say(self.tr("Waits for its turn"))
        self._show_button(Press.USE, is_enabled=False)

    def offer(self, words: str) -> None:
        """It is asked when the button is pressed; `words` tell what that does."""
        self._say(words)
        self._show_button(Press.ASK)

    def work(self, stage: str, share: float) -> None:
        """It is being asked."""
        self._say(stage_words(stage), share=share)
        self._show_button(Press.USE, is_enabled=False)

    def show_entry(self, entry: Entry) -> None:
        """Its answer."""
        self.view.show_image(entry.cutout)
        self._pages.setCurrentWidget(self.view)
        self._time.setText(span(entry.seconds))
        self._share.setText(_percent(entry.share))
        self._overlap.setText(self.tr("no mask yet") if entry.overlap is None else _percent(entry.overlap))
        self._tell("\n".join(map(note_words, entry.notes)))
        self._show_button(Press.USE)

    def fail(self, error: SegDeskError) -> None:
        """It did not answer; the sentence says what to do next."""
        self._say(error_words(error), role="failure")
        self._show_button(Press.ASK, is_again=True)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self._name, "title"), 1)
        head.addWidget(self._time)
        page = QFrame()
        page.setObjectName("compareWords")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(20, 12, 20, 12)
        inside.setSpacing(12)
        inside.addStretch(1)
        inside.addWidget(self._words)
        inside.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._progress.setFixedWidth(120)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._pages.addWidget(page)
        self._pages.addWidget(self.view)
        self._notes.setWordWrap(True)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(10)
        self.body.addWidget(self._pages)
        self.body.addLayout(head)
        self.body.addLayout(self._figures())
        self.body.addWidget(self._notes)
        self.body.addStretch(1)
        self.body.addWidget(self.button)

    def _figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        tip = self.tr("What both keep, as a share of what either keeps")
        for row, (name, value) in enumerate(
            ((self.tr("Keeps of the picture"), self._share), (self.tr("Overlap with your mask"), self._overlap))
        ):
            words = label(name, "dim")
            words.setToolTip(tip if value is self._overlap else "")
            grid.addWidget(words, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    def _say(self, words: str, *, role: str = "dim", share: float | None = None) -> None:
        """Words in the cutout's place, and a line of progress with a share."""
        self._words.setText(words)
        if self._words.property("role") != role:
            self._words.setProperty("role", role)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)
        self._progress.setVisible(share is not None)
        self._progress.setValue(round(100 * (share or 0)))
        self._pages.setCurrentIndex(0)
        for figure in (self._share, self._overlap):
            figure.setText("–")
        self._time.setText("")
        self._tell("")

    def _tell(self, notes: str) -> None:
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))

    def _show_button(self, press: Press, *, is_enabled: bool = True, is_again: bool = False) -> None:
        self._press = press
        if press is Press.USE:
            words = self.tr("Use this")
        else:
            words = self.tr("Try again") if is_again else self.tr("Send and ask")
        self.button.setText(words)
        self.button.setAccessibleName(f"{words}: {self._name}")
        self.button.setEnabled(is_enabled)


class _CutoutView(QWidget):
    """A cutout over the checkerboard, as large as there is room."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette, self._image = palette, QImage()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.rect().toRectF()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(area, 8, 8)
        painter.setClipPath(shape)
        painter.fillRect(area, QColor(self._palette.ground))
        if self._image.isNull():
            return
        shown = QRect(QPoint(), self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(self.rect().center())
        paint_board(painter, shown.toRectF(), self._palette)
        painter.drawImage(shown, self._image)


def _percent(share: float) -> str:
    return f"{number(100 * share, 1)} %"
