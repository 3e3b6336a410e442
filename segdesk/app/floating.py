"""What floats over the canvas: the options of the tool in hand, a quiet message, and the sign that the engine works."""

import re
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from segdesk.app.actions import Actions
from segdesk.app.amount import Amount, Range
from segdesk.app.icons import icon, pixmap
from segdesk.app.lines import balanced_width, breakable, room_for
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Kind, State, Toolbox
from segdesk.app.views import Colour
from segdesk.app.widgets import Segments, Switch, label
from segdesk.core.objects import Thing
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import DEFAULT_TIP, MAX_RADIUS, MIN_RADIUS

MESSAGE_SECONDS = 7
MESSAGE_WIDTH = 460
"""View pixels that a line of a message takes at most."""
QUIET_BEFORE_SECONDS = 0.35
"""An engine that answers sooner is not spoken of."""


class ToolOptions(QFrame):
    """Name and modifier keys of the tool in hand, and what can be set about it."""

    def __init__(self, toolbox: Toolbox, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolOptions")
        self._toolbox, self._actions, self._room = toolbox, actions, parent.maximumWidth()
        self._selection: Thing | None = None
        self._told = ""
        self._row = QHBoxLayout(self)
        self._name, self._hint = label(), label(role="dim")
        self.sides = Segments([(Polarity.KEEP, "", self.tr("Add")), (Polarity.REMOVE, "", self.tr("Erase"))])
        self.states = Segments(
            [
                (State.UNKNOWN, "", self.tr("Hair")),
                (State.INSIDE, "", self.tr("Inside")),
                (State.OUTSIDE, "", self.tr("Outside")),
            ]
        )
        percent = Range(0, 100, 100, " %")
        self.diameter = Amount(self.tr("Size"), Range(2 * MIN_RADIUS, 2 * MAX_RADIUS, 32, " px", is_ratio=True))
        self.hardness = Amount(self.tr("Hardness"), replace(percent, default=100 * DEFAULT_TIP.hardness))
        self.opacity = Amount(self.tr("Opacity"), replace(percent, low=1, default=100 * DEFAULT_TIP.opacity))
        self.pressure = Switch(self.tr("Pressure"))
        self._prepare()
        self._connect()
        self._show_kind(toolbox.kind)

    def fit(self, room: int) -> None:
        """Take no more than so many pixels across: sliders go first, then all of the hint but its key, then opacity,
        which goes by digits as well."""
        self._room = room
        whole, short = self._told, _keys_of(self._told)
        ways = ((True, whole, True), (False, whole, True), (False, short, True), (False, short, False))
        for is_wide, hint, has_all in ways:
            self._hint.setText(hint)
            self._spread(is_wide, has_all=has_all)
            if self.sizeHint().width() <= room:
                break
        self.adjustSize()

    def _spread(self, is_wide: bool, *, has_all: bool) -> None:
        margin = 16 if is_wide else 10
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._row.setSpacing(10 if is_wide else 6)
        self._name.setVisible(is_wide or not self._shown())
        for amount in self._shown():
            amount.slider.setVisible(is_wide)
            for part in (amount.label, amount.field):
                part.setVisible(has_all or amount is not self.opacity)
        self._row.activate()

    def _prepare(self) -> None:
        self.setFixedHeight(44)
        row = self._row
        row.addWidget(self._name)
        row.addWidget(self.sides)
        row.addWidget(self.states)
        self.sides.setFixedSize(112, 32)
        self.states.setFixedSize(200, 32)
        for amount in (self.diameter, self.hardness, self.opacity):
            for control in (amount.slider, amount.field) if amount is self.diameter else ():
                control.setAccessibleName(self.tr("Brush size"))
            amount.label.setContentsMargins(6, 0, 0, 0)
            amount.slider.setFixedWidth(120 if amount is self.diameter else 90)
            amount.field.setFixedWidth(74 if amount is self.diameter else 62)
            for part in (amount.label, amount.slider, amount.field):
                row.addWidget(part)
        row.addWidget(self.pressure)
        self.pressure.setToolTip(self.tr("The harder the pen presses, the larger the brush"))
        self._hint.setContentsMargins(6, 0, 0, 0)
        row.addWidget(self._hint)
        self._explain()

    def _explain(self) -> None:
        """What each control does, and by which keys."""
        smaller, larger, softer, harder, swap = map(
            self._actions.key_of, ("smaller", "larger", "softer", "harder", "swap")
        )
        size = self.tr("Brush size  ({smaller} and {larger}, or Alt and drag with the right button)")
        edge = self.tr("How sharply the brush ends  ({softer} and {harder})")
        self.diameter.set_blocked("", tip=size.format(smaller=smaller, larger=larger))
        self.hardness.set_blocked("", tip=edge.format(softer=softer, harder=harder))
        self.opacity.set_blocked("", tip=self.tr("How much one stroke adds or erases  (1 to 9, 0 for all)"))
        self.sides.explain(Polarity.KEEP, self.tr("Bring the picture back  ({key} swaps)").format(key=swap))
        self.sides.explain(Polarity.REMOVE, self.tr("Take away what is there  ({key} swaps)").format(key=swap))
        inside = self.tr("Surely subject: white in the trimap  ({key} swaps)")
        outside = self.tr("Surely background: black in the trimap  ({key} swaps)")
        self.states.explain(State.UNKNOWN, self.tr("Matting decides, as in hair and fur: grey in the trimap"))
        self.states.explain(State.INSIDE, inside.format(key=swap))
        self.states.explain(State.OUTSIDE, outside.format(key=swap))

    def _on_keys_changed(self) -> None:
        self._explain()
        self._show_kind(self._toolbox.kind)

    def _connect(self) -> None:
        toolbox = self._toolbox
        self._actions.keys_changed.connect(self._on_keys_changed)
        toolbox.kind_changed.connect(self._show_kind)
        toolbox.radius_changed.connect(lambda _: self._show_numbers())
        toolbox.retouch_changed.connect(self._show_numbers)
        toolbox.pressure_changed.connect(self._show_pressure)
        self.pressure.toggled.connect(toolbox.heed_pressure)
        self.sides.chosen.connect(toolbox.set_side)
        self.states.chosen.connect(toolbox.set_state)
        toolbox.state_changed.connect(lambda _: self._show_kind(toolbox.kind))
        self.diameter.changed.connect(lambda value, _: toolbox.set_radius(value / 2))
        self.hardness.changed.connect(lambda value, _: toolbox.set_tip(toolbox.tip._replace(hardness=value / 100)))
        self.opacity.changed.connect(lambda value, _: toolbox.set_tip(toolbox.tip._replace(opacity=value / 100)))
        self._show_numbers()

    def show_selection(self, thing: Thing | None) -> None:
        """What is selected, and what can be done with it."""
        self._selection = thing
        self._show_kind(self._toolbox.kind)

    def _selection_words(self) -> tuple[str, str]:
        thing, swap = self._selection, self._actions.key_of("swap")
        delete = "  ·  " + self.tr("{key}: delete").format(key=self._actions.key_of("delete"))
        if thing is None:
            return self.tr("Select"), self.tr("Click what was drawn, or another subject")
        if isinstance(thing, BoxPrompt):
            return self.tr("Box selected"), self.tr("Arrows: move  ·  with Ctrl: resize") + delete
        keeps = thing.polarity is Polarity.KEEP
        if isinstance(thing, HairStroke | RetouchStroke):
            name, hint = self._paint_words(thing)
            return name, hint.format(key=swap) + delete
        if isinstance(thing, Stroke):
            name = self.tr("Keep stroke selected") if keeps else self.tr("Remove stroke selected")
        else:
            name = self.tr("Keep region selected") if keeps else self.tr("Remove region selected")
        hint = self.tr("{key}: change to remove") if keeps else self.tr("{key}: change to keep")
        return name, hint.format(key=swap) + delete

    def _paint_words(self, thing: HairStroke | RetouchStroke) -> tuple[str, str]:
        keeps = thing.polarity is Polarity.KEEP
        if isinstance(thing, RetouchStroke):
            name = self.tr("Retouch selected: adds") if keeps else self.tr("Retouch selected: erases")
            opposite = self.tr("{key}: erase instead") if keeps else self.tr("{key}: add instead")
        elif thing.is_sure:
            name = self.tr("Inside stroke selected") if keeps else self.tr("Outside stroke selected")
            opposite = self.tr("{key}: change to outside") if keeps else self.tr("{key}: change to inside")
        else:
            name = self.tr("Hair stroke selected") if keeps else self.tr("Hair taken back, selected")
            opposite = self.tr("{key}: take back instead") if keeps else self.tr("{key}: look for hair instead")
        return name, opposite

    def _show_kind(self, kind: Kind) -> None:
        names = {
            Kind.SELECT: self._selection_words(),
            Kind.BOX: (self.tr("Box"), self.tr("Drag around the subject")),
            Kind.KEEP: (self.tr("Keep brush"), self.tr("Alt: remove")),
            Kind.REMOVE: (self.tr("Remove brush"), self.tr("Alt: keep")),
            Kind.LASSO: (self.tr("Lasso"), self.tr("Draw around what is kept. Alt: remove")),
            Kind.POLYGON: (self.tr("Polygon"), self.tr("Click corners, double click closes. Alt: remove")),
            Kind.HAIR: (self.tr("Hair brush"), self._state_hint()),
            Kind.RETOUCH: (self.tr("Retouch"), ""),
            Kind.PAN: (self.tr("Pan"), self.tr("Space pans with any tool")),
            Kind.ZOOM: (self.tr("Zoom"), self.tr("Click to zoom in, Alt: out")),
        }
        name, hint = names[kind]
        self._name.setText(name)
        self._told = hint
        self._hint.setVisible(bool(hint))
        self.sides.setVisible(kind is Kind.RETOUCH)
        self.states.setVisible(kind is Kind.HAIR)
        shown = self._shown()
        for amount in (self.diameter, self.hardness, self.opacity):
            for part in (amount.label, amount.slider, amount.field):
                part.setVisible(amount in shown)
        self._show_pressure()

    def _show_pressure(self) -> None:
        """Nobody who has no pen is asked about it."""
        self.pressure.setChecked(self._toolbox.heeds_pressure)
        self.pressure.setVisible(self._toolbox.has_pen and self._toolbox.kind.is_brush)
        self.fit(self._room)

    def _state_hint(self) -> str:
        self.states.choose(self._toolbox.state)
        return {
            State.UNKNOWN: self.tr("Brush over hair the mask misses. Alt: take back"),
            State.INSIDE: self.tr("What is surely subject. Alt: outside"),
            State.OUTSIDE: self.tr("What is surely background. Alt: inside"),
        }[self._toolbox.state]

    def _shown(self) -> tuple[Amount, ...]:
        """The numbers that the tool in hand has."""
        if self._toolbox.kind is Kind.RETOUCH:
            return self.diameter, self.hardness, self.opacity
        return (self.diameter,) if self._toolbox.kind.is_brush else ()

    def _show_numbers(self) -> None:
        toolbox = self._toolbox
        self.sides.choose(toolbox.side)
        self.states.choose(toolbox.state)
        self.diameter.show_value(2 * toolbox.radius)
        self.hardness.show_value(100 * toolbox.tip.hardness)
        self.opacity.show_value(100 * toolbox.tip.opacity)


def _keys_of(hint: str) -> str:
    """Its last sentence, which tells the key where there is one."""
    return re.split(r"[.。] *", hint)[-1] or hint


class Toast(QFrame):
    """One sentence that goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._sign, self._words, self._close = QLabel(), label(), QToolButton()
        self.remedy = QPushButton()
        self._remedy: QAction | None = None
        self._told = ""
        self.remedy.setProperty("role", "link")
        self.remedy.setAccessibleName(self.tr("What can be done"))
        self.remedy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remedy.clicked.connect(self._on_remedy)
        self._words.setWordWrap(True)
        self._close.setFixedSize(24, 24)
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self._close.accessibleName())
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
        return self._told

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
        self._told = words
        self._words.setText(breakable(words))
        self._words.setAccessibleName(words)
        metrics, most = self._words.fontMetrics(), min(MESSAGE_WIDTH, room_for(self._words, over=self))
        self._words.setFixedWidth(balanced_width(self._words.text(), metrics, most=most) + 2)
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
