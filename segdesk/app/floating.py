"""What floats over the canvas: the options of the tool in hand, a quiet message, and the sign that the engine works."""

from math import log

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from segdesk.app.icons import icon, pixmap
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.app.views import Colour
from segdesk.app.widgets import label, number_field
from segdesk.core.objects import Thing
from segdesk.core.prompts import BoxPrompt, Polarity, Stroke
from segdesk.core.tools import MAX_RADIUS, MIN_RADIUS

MESSAGE_SECONDS = 7
QUIET_BEFORE_SECONDS = 0.35
"""An engine that answers sooner is not spoken of."""
SLIDER_STEPS = 100


class ToolOptions(QFrame):
    """Name, size and modifier keys of the tool in hand."""

    def __init__(self, toolbox: Toolbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolOptions")
        self._toolbox = toolbox
        self._selection: Thing | None = None
        self._row = QHBoxLayout(self)
        self._name, self._hint = label(), label(role="dim")
        self._size_words = label(self.tr("Size"), "dim")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._number = number_field((round(2 * MIN_RADIUS), round(2 * MAX_RADIUS)), suffix=" px", width=76)
        self._prepare()
        toolbox.kind_changed.connect(self._show_kind)
        toolbox.radius_changed.connect(self._show_radius)
        self._slider.valueChanged.connect(lambda value: toolbox.set_radius(_radius_at(value)))
        self._number.valueChanged.connect(lambda value: toolbox.set_radius(value / 2))
        self._show_radius(toolbox.radius)
        self._show_kind(toolbox.kind)

    def _prepare(self) -> None:
        self.setFixedHeight(44)
        self._slider.setRange(0, SLIDER_STEPS)
        self._slider.setFixedWidth(120)
        for control in (self._slider, self._number):
            control.setAccessibleName(self.tr("Brush size"))
            control.setToolTip(self.tr("Brush size  ([ and ])"))
        row = self._row
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addSpacing(10)
        for control in (self._size_words, self._slider, self._number):
            row.addWidget(control)
        row.addSpacing(10)
        row.addWidget(self._hint)

    def show_selection(self, thing: Thing | None) -> None:
        """What is selected, and what can be done with it."""
        self._selection = thing
        self._show_kind(self._toolbox.kind)

    def _selection_words(self) -> tuple[str, str]:
        thing = self._selection
        if thing is None:
            return self.tr("Select"), self.tr("Click a box, a stroke or a region")
        if isinstance(thing, BoxPrompt):
            return self.tr("Box selected"), self.tr("Arrows: nudge  ·  Del: delete")
        keeps = thing.polarity is Polarity.KEEP
        if isinstance(thing, Stroke):
            name = self.tr("Keep stroke selected") if keeps else self.tr("Remove stroke selected")
        else:
            name = self.tr("Keep region selected") if keeps else self.tr("Remove region selected")
        hint = self.tr("X: change to remove  ·  Del: delete") if keeps else self.tr("X: change to keep  ·  Del: delete")
        return name, hint

    def _show_kind(self, kind: Kind) -> None:
        names = {
            Kind.SELECT: self._selection_words(),
            Kind.BOX: (self.tr("Box"), self.tr("Drag around the subject")),
            Kind.KEEP: (self.tr("Keep brush"), self.tr("Alt: remove")),
            Kind.REMOVE: (self.tr("Remove brush"), self.tr("Alt: keep")),
            Kind.LASSO: (self.tr("Lasso"), self.tr("Draw around what is kept. Alt: remove")),
            Kind.POLYGON: (self.tr("Polygon"), self.tr("Click corners, double click closes. Alt: remove")),
            Kind.HAIR: (self.tr("Hair brush"), self.tr("Brush over hair the mask misses. Alt: take back")),
            Kind.PAN: (self.tr("Pan"), self.tr("Space pans with any tool")),
            Kind.ZOOM: (self.tr("Zoom"), self.tr("Click to zoom in, Alt: out")),
        }
        name, hint = names[kind]
        self._name.setText(name)
        self._hint.setText(hint)
        for control in (self._size_words, self._slider, self._number):
            control.setVisible(kind.is_brush)
        self._row.activate()
        self.adjustSize()

    def _show_radius(self, radius: float) -> None:
        for control, value in ((self._slider, _place_of(radius)), (self._number, round(2 * radius))):
            control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(False)


class Toast(QFrame):
    """One sentence that goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._sign, self._words, self._close = QLabel(), label(), QToolButton()
        self.remedy = QPushButton()
        self._remedy: QAction | None = None
        self.remedy.setProperty("role", "link")
        self.remedy.setAccessibleName(self.tr("What can be done"))
        self.remedy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remedy.clicked.connect(self._on_remedy)
        self._words.setWordWrap(True)
        self._words.setAccessibleName(self.tr("Message"))
        self._close.setFixedSize(24, 24)
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self, singleShot=True, interval=MESSAGE_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self._palette: Palette | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 8, 9)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self.remedy)
        row.addWidget(self._close)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self._close.setIcon(icon("close", palette, colour=palette.dim))

    def tell(self, words: str, *, is_failure: bool, remedy: QAction | None = None) -> None:
        """Show a sentence in the place of the one before, and what may be done about it."""
        self._remedy = remedy
        self.remedy.setVisible(remedy is not None)
        if remedy is not None:
            self.remedy.setText(remedy.text())
            self.remedy.setAccessibleName(remedy.text())
        if self._palette is not None:
            name = "warning" if is_failure else "note"
            shade = self._palette.remove if is_failure else self._palette.accent
            self._sign.setPixmap(pixmap(name, shade, size=18, ratio=self.devicePixelRatioF()))
        wide = self._words.fontMetrics().horizontalAdvance(words) + 8
        self._words.setText(words)
        self._words.setFixedWidth(min(wide, 460))
        self._words.setMinimumHeight(self._words.heightForWidth(self._words.width()))
        self.adjustSize()
        self.show()
        self.raise_()
        self._timer.start()

    def _on_remedy(self) -> None:
        self.hide()
        if self._remedy is not None:
            self._remedy.trigger()


class Tally(QFrame):
    """How many places of a colour there are, in words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("busyChip")
        self._dot, self._words = QLabel(), label()
        self._dot.setFixedSize(10, 10)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self._words)
        self.hide()

    @property
    def words(self) -> str:
        """What is told; empty while nothing is."""
        return self._words.text()

    def tell(self, words: str, colour: Colour) -> None:
        """Say something of the places in this colour; without words there is nothing to say."""
        red, green, blue = colour
        self._dot.setStyleSheet(f"background: rgb({red}, {green}, {blue}); border-radius: 5px;")
        self._words.setText(words)
        self.adjustSize()
        self.setVisible(bool(words))


class BusyChip(QFrame):
    """Says that the engine works, a moment after it began, and offers to stop it."""

    def __init__(self, cancel: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("busyChip")
        self._words, self._stop = label(role="dim"), QToolButton()
        self._stop.setToolTip(cancel.toolTip())
        self._stop.setAccessibleName(cancel.text())
        self._stop.setFixedSize(24, 24)
        self._stop.setIconSize(QSize(20, 20))
        self._stop.clicked.connect(cancel.trigger)
        self._later = QTimer(self, singleShot=True, interval=round(QUIET_BEFORE_SECONDS * 1000))
        self._later.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(6)
        row.addWidget(self._words)
        row.addWidget(self._stop)
        self.hide()

    def dress(self, palette: Palette) -> None:
        self._stop.setIcon(icon("close", palette, colour=palette.text))

    def tell(self, words: str) -> None:
        self._words.setText(words)
        self.adjustSize()

    def set_busy(self, is_busy: bool) -> None:
        if not is_busy:
            self._later.stop()
            self.hide()
        elif not self.isVisible() and not self._later.isActive():
            self._later.start()


class BusyLine(QWidget):
    """A thin line that fills with the share of the work that is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._filled = QFrame(self)
        self.hide()

    def dress(self, palette: Palette) -> None:
        self._filled.setStyleSheet(f"background: {palette.accent};")

    def show_share(self, share: float) -> None:
        """Fill to a share, 0..1; never empty, so that a beginning shows too."""
        self._filled.setGeometry(0, 0, round(self.width() * (0.08 + 0.92 * min(max(share, 0), 1))), self.height())

    def set_busy(self, is_busy: bool) -> None:
        self.show_share(0)
        self.setVisible(is_busy)


def _radius_at(place: int) -> float:
    """The slider is logarithmic: a step changes the brush by the same factor everywhere."""
    return max(round(MIN_RADIUS * (MAX_RADIUS / MIN_RADIUS) ** (place / SLIDER_STEPS)), MIN_RADIUS)


def _place_of(radius: float) -> int:
    return round(SLIDER_STEPS * log(radius / MIN_RADIUS) / log(MAX_RADIUS / MIN_RADIUS))
