"""The edge of the subject in the column: what becomes of it on the way from the mask to the cutout."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QToolButton, QWidget

from segdesk.app.amount import Amount, Range
from segdesk.app.clearup import CONTROLS, LARGEST
from segdesk.app.icons import icon
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.resting import Resting
from segdesk.app.theme import Palette
from segdesk.app.widgets import Section, Segments, Switch, label
from segdesk.core.bounds import MAX_FEATHER, MAX_SHIFT, MAX_SMOOTH, WIDTHS
from segdesk.core.document import EdgeMode, Subject
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings

_SHARE: Final = 100
"""Shares are shown as percent."""
_FIRST: Final = ("width", "halo")
_MORE: Final = ("shift", "feather", "smooth", "contrast", "fill_holes", "drop_specks")
_SWITCHES: Final = ("keep_largest", "invert")
_SHARES: Final = ("width", "halo", "contrast")
_AREAS: Final = ("fill_holes", "drop_specks")
_NAMES: Final = {
    "mode": QT_TRANSLATE_NOOP("EdgeSection", "Kind"),
    "width": QT_TRANSLATE_NOOP("EdgeSection", "Band width"),
    "halo": QT_TRANSLATE_NOOP("EdgeSection", "Halo clean-up"),
    "shift": QT_TRANSLATE_NOOP("EdgeSection", "Shift"),
    "feather": QT_TRANSLATE_NOOP("EdgeSection", "Feather"),
    "smooth": QT_TRANSLATE_NOOP("EdgeSection", "Smooth"),
    "contrast": QT_TRANSLATE_NOOP("EdgeSection", "Contrast"),
    "fill_holes": QT_TRANSLATE_NOOP("EdgeSection", "Fill holes"),
    "drop_specks": QT_TRANSLATE_NOOP("EdgeSection", "Drop specks"),
    "keep_largest": QT_TRANSLATE_NOOP("EdgeSection", "Keep the largest part only"),
    "invert": QT_TRANSLATE_NOOP("EdgeSection", "Invert"),
}
_TIPS: Final = {
    "width": QT_TRANSLATE_NOOP(
        "EdgeSection", "How wide a band along the edge is looked at for hair and soft parts. Wider for long hair."
    ),
    "halo": QT_TRANSLATE_NOOP(
        "EdgeSection", "Takes the old background’s colour out of the soft edge. Best seen on white or black."
    ),
    "shift": QT_TRANSLATE_NOOP("EdgeSection", "Moves the edge outward, or inward below zero."),
    "feather": QT_TRANSLATE_NOOP("EdgeSection", "Lets the edge fade over so many pixels to either side."),
    "smooth": QT_TRANSLATE_NOOP("EdgeSection", "Evens out bumps of the outline smaller than this."),
    "contrast": QT_TRANSLATE_NOOP("EdgeSection", "Makes a soft edge crisper; at 100 % nothing is half transparent."),
    "fill_holes": QT_TRANSLATE_NOOP("EdgeSection", "Fills holes inside the subject up to this area in pixels."),
    "drop_specks": QT_TRANSLATE_NOOP("EdgeSection", "Drops separate parts up to this area in pixels."),
    "keep_largest": QT_TRANSLATE_NOOP("EdgeSection", "Drops every part but the one with most pixels."),
    "invert": QT_TRANSLATE_NOOP("EdgeSection", "Keeps what was removed and removes what was kept."),
}
_MODES: Final = {
    EdgeMode.AUTO: (
        QT_TRANSLATE_NOOP("EdgeSection", "Auto"),
        QT_TRANSLATE_NOOP("EdgeSection", "Soft where there is hair or fur, the mask’s own edge everywhere else"),
    ),
    EdgeMode.SOFT: (
        QT_TRANSLATE_NOOP("EdgeSection", "Soft"),
        QT_TRANSLATE_NOOP("EdgeSection", "Works out the transparency of the whole edge from the picture"),
    ),
    EdgeMode.HARD: (
        QT_TRANSLATE_NOOP("EdgeSection", "Hard"),
        QT_TRANSLATE_NOOP("EdgeSection", "Keeps the mask’s own edge everywhere"),
    ),
}


class EdgeSection(Section):
    """Kind of edge, band and halo; the rest is folded away until it is asked for."""

    changed = Signal(object, str, bool)
    """Carries the EdgeSettings, what was changed in words, and whether it goes on with the change before."""
    held = Signal(bool)
    """A slider was taken, or let go."""
    clearing = Signal(str)
    """A hand is at this control for clearing up; none when empty."""

    def __init__(self) -> None:
        super().__init__()
        self.set_title(self.tr("Edge"))
        self._edges = self._usual = STANDARD_EDGES
        self.modes = Segments([(mode, "", _said(words)) for mode, (words, _) in _MODES.items()])
        self.amounts = {key: Amount(_said(_NAMES[key]), numbers) for key, numbers in _ranges().items()}
        self.switches = {key: Switch(_said(_NAMES[key])) for key in _SWITCHES}
        self.reset, self.more = QToolButton(), QPushButton()
        self._reason, self._kept, self._folded = label(role="dim"), label(role="dim"), QWidget()
        self.grids: list[QGridLayout] = []
        """Names on the left, what is set on the right."""
        self._palette: Palette | None = None
        self._is_open = False
        self._rests = self._holds = ""
        self._arrange()
        self._connect()
        self.show_subject(None)

    @property
    def reason(self) -> str:
        """Why nothing can be set here; empty while it can."""
        return self._reason.text()

    @property
    def is_kept(self) -> bool:
        """Whether it says that new subjects begin with these edges too."""
        return self._kept.isVisibleTo(self)

    def unfold(self, is_open: bool = True) -> None:
        """Show all settings, or fold the rarer ones away."""
        self._is_open = is_open
        self._folded.setVisible(is_open)
        self._show_fold()
        self._show_arrow()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self._show_arrow()

    def show_subject(self, subject: Subject | None) -> None:
        """Show a subject's settings without telling anyone."""
        mask = None if subject is None else subject.mask
        self._edges = edges = STANDARD_EDGES if subject is None else subject.edges
        self.modes.choose(edges.mode)
        for key, amount in self.amounts.items():
            amount.show_value(getattr(edges, key) * (_SHARE if key in _SHARES else 1))
        for key, switch in self.switches.items():
            switch.blockSignals(True)
            switch.setChecked(getattr(edges, key))
            switch.blockSignals(False)
        self._reason.setText(self.tr("Mark a subject first.") if mask is None else "")
        self._reason.setVisible(mask is None)
        self._allow(has_mask=mask is not None, is_matted=mask is not None and not mask.source.is_soft)
        self.reset.setVisible(mask is not None and edges != STANDARD_EDGES)
        self._show_kept()
        self._show_fold()

    def show_usual(self, edges: EdgeSettings) -> None:
        """What new subjects begin with."""
        self._usual = edges
        self._show_kept()

    def _allow(self, *, has_mask: bool, is_matted: bool) -> None:
        """Let only that be changed which changes anything, and say why where not."""
        reason = self.tr("Mark a subject first.")
        finished = self.tr("This mask came with its transparency, which stays as it is.")
        for key, amount in self.amounts.items():
            blocked = "" if has_mask else reason
            if key == "width" and has_mask:
                hard = self.tr("A hard edge has no band.") if self._edges.mode is EdgeMode.HARD else ""
                blocked = hard if is_matted else finished
            amount.set_blocked(blocked, tip=_said(_TIPS[key]))
        for key, switch in self.switches.items():
            switch.setEnabled(has_mask)
            switch.setToolTip(_said(_TIPS[key]) if has_mask else reason)
        self.modes.setEnabled(is_matted)
        for mode, (_, tip) in _MODES.items():
            self.modes.explain(mode, _said(tip) if is_matted else finished if has_mask else reason)

    def _arrange(self) -> None:
        self.reset.setText(self.tr("Reset"))
        self.reset.setToolTip(self.tr("Bring all edge settings back to their defaults"))
        self.reset.setProperty("role", "quiet")
        keeps_place = self.reset.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keeps_place)
        self.reset.setFixedHeight(20)
        self._kept.setText(self.tr("Kept for new subjects"))
        self._kept.setToolTip(
            self.tr(
                "New subjects begin with these edges, in the next picture too. What clears up or inverts is not kept. "
                "Reset brings the standard edges back."
            )
        )
        self.add_beside_title(self._kept)
        self.add_beside_title(self.reset)
        self.add_beside_title(self._reason)
        self.body.addWidget(self.modes)
        self.body.addLayout(self._rows(_FIRST))
        self.more.setProperty("role", "fold")
        self.more.setIconSize(QSize(20, 20))
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.body.addWidget(self.more)
        rest = self._rows(_MORE)
        self._folded.setLayout(rest)
        for row, switch in enumerate(self.switches.values(), start=len(_MORE)):
            rest.addWidget(switch, row, 0, 1, 3)
        self.body.addWidget(self._folded)
        self._folded.hide()

    def _rows(self, keys: tuple[str, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, key in enumerate(keys):
            self.amounts[key].lay(grid, row)
        self.grids.append(grid)
        return grid

    def _connect(self) -> None:
        self.modes.chosen.connect(lambda mode: self._change("mode", mode, continues=False))
        for key, amount in self.amounts.items():
            amount.changed.connect(lambda value, continues, key=key: self._on_amount(key, value, continues))
            amount.held.connect(self.held)
        for key, switch in self.switches.items():
            switch.toggled.connect(lambda on, key=key: self._change(key, on, continues=False))
        for key in CONTROLS:
            row = self.amounts.get(key)
            parts = [self.switches[key]] if row is None else [row.label, row.slider, row.field]
            resting = Resting(parts, self)
            resting.changed.connect(lambda rests, key=key: self._on_resting(key, rests))
            if row is not None:
                row.held.connect(lambda is_held, key=key: self._on_clearing_held(key, is_held))
        self.more.clicked.connect(lambda: self.unfold(not self._is_open))
        self.reset.clicked.connect(self._on_reset)

    def _on_amount(self, key: str, value: float, continues: bool) -> None:
        own: float = value / _SHARE if key in _SHARES else round(value) if key in _AREAS else value
        self._change(key, own, continues=continues)

    def _change(self, key: str, value: EdgeMode | float | bool, *, continues: bool) -> None:
        self.changed.emit(replace(self._edges, **{key: value}), _said(_NAMES[key]).lower(), continues)

    def _on_resting(self, key: str, rests: bool) -> None:
        """A slider that is held keeps its places in sight wherever the pointer goes."""
        self._rests = key if rests else "" if self._rests == key else self._rests
        if not self._holds:
            self.clearing.emit(self._rests)

    def _on_clearing_held(self, key: str, is_held: bool) -> None:
        self._holds = key if is_held else ""
        self.clearing.emit(self._holds or self._rests)

    def _on_reset(self) -> None:
        self.changed.emit(STANDARD_EDGES, self.tr("reset"), False)

    def _show_kept(self) -> None:
        """Where the edges are the standard ones, nothing is to be said; without a mask there is no room to."""
        is_usual = self._edges.habit == self._usual != STANDARD_EDGES
        self._kept.setVisible(is_usual and not self.reason)

    def _show_fold(self) -> None:
        """The fold tells how many of its settings are at work while they cannot be seen."""
        default, is_open = STANDARD_EDGES, self._is_open
        count = sum(getattr(self._edges, key) != getattr(default, key) for key in (*_MORE, *_SWITCHES))
        words = self.tr("Less") if is_open else self.tr("More")
        self.more.setText(words if is_open or not count else self.tr("More  ·  {count} set").format(count=count))

    def _show_arrow(self) -> None:
        if self._palette is not None:
            self.more.setIcon(icon("up" if self._is_open else "down", self._palette, colour=self._palette.dim))


def _said(words: str) -> str:
    return QCoreApplication.translate("EdgeSection", words)


def _ranges() -> dict[str, Range]:
    off = QCoreApplication.translate("EdgeSection", "Off")
    default, percent, pixels = STANDARD_EDGES, " %", " px"
    low, high = WIDTHS
    lengths = {"feather": MAX_FEATHER, "smooth": MAX_SMOOTH}
    return {
        "width": Range(_SHARE * low, _SHARE * high, _SHARE * default.width, percent, is_ratio=True),
        "halo": Range(0, 100, _SHARE * default.halo, percent),
        "shift": Range(-MAX_SHIFT, MAX_SHIFT, default.shift, pixels, decimals=1, bend=1.6),
        **{key: Range(0, most, 0, pixels, decimals=1, bend=1.6) for key, most in lengths.items()},
        "contrast": Range(0, 100, _SHARE * default.contrast, percent),
        **{key: Range(0, LARGEST, 0, pixels, bend=5, off=off) for key in _AREAS},
    }
