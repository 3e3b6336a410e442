"""What brushes and views begin with."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QPushButton

from segdesk.app.amount import Amount, Range
from segdesk.app.preferences.page import NAME_WIDTH, Page, quiet
from segdesk.app.theme import Palette
from segdesk.app.views import VIEWS, View, view_named
from segdesk.app.widgets import Section, Segments, Switch, label
from segdesk.core.bounds import MAX_RADIUS, MIN_RADIUS
from segdesk.storage.settings import Brush, Settings, Sight

Now = Callable[[], tuple[Brush, Sight]]


class DrawingPage(Page):
    """Brush and view at the start of the program; `now` tells how they are at present."""

    def __init__(self, now: Now) -> None:
        super().__init__()
        brush, sight = Brush(), Sight()
        self._now, self._view, self._colour = now, View.OVERLAY, sight.colour
        sizes = Range(2 * MIN_RADIUS, 2 * MAX_RADIUS, brush.diameter, " px", is_ratio=True)
        self.diameter = Amount(self.tr("Size"), sizes, self)
        self.hardness = Amount(self.tr("Hardness"), Range(0, 100, 100 * brush.hardness, " %"), self)
        self.opacity = Amount(self.tr("Opacity"), Range(1, 100, 100 * brush.opacity, " %"), self)
        self.views = Segments([(view, _icon(view), _name(words)) for view, words, _ in VIEWS], columns=6)
        self.view_name = label(role="dim")
        self.shade = Amount(self.tr("Overlay opacity"), Range(0, 100, 100 * sight.opacity, " %"), self)
        self.outline = Switch(self.tr("Outline on the overlay"))
        self.take_over = QPushButton(self.tr("As they are now"))
        self._arrange()
        self.views.chosen.connect(self._show_view)
        self.take_over.clicked.connect(lambda: self._show(*self._now()))

    def show_settings(self, settings: Settings) -> None:
        self._show(settings.brush, settings.sight)

    def read(self, settings: Settings) -> Settings:
        brush = Brush(self.diameter.value, self.hardness.value / 100, self.opacity.value / 100)
        sight = Sight(self._view.value, self._colour, self.shade.value / 100, self.outline.isChecked())
        return replace(settings, brush=brush, sight=sight)

    def dress(self, palette: Palette) -> None:
        self.views.dress(palette)

    def _show(self, brush: Brush, sight: Sight) -> None:
        self.diameter.show_value(brush.diameter)
        self.hardness.show_value(100 * brush.hardness)
        self.opacity.show_value(100 * brush.opacity)
        self._colour = sight.colour
        self.shade.show_value(100 * sight.opacity)
        self.outline.setChecked(sight.outline)
        self.views.choose(view_named(sight.view))
        self._show_view(view_named(sight.view))

    def _show_view(self, view: View) -> None:
        self._view = view
        self.view_name.setText(next(_name(words) for each, words, _ in VIEWS if each is view))

    def _arrange(self) -> None:
        brushes, views = Section(), Section()
        brushes.set_title(self.tr("Brushes"))
        brushes.body.addLayout(_grid(self.diameter, self.hardness, self.opacity))
        views.set_title(self.tr("View"))
        views.add_beside_title(self.view_name)
        views.body.addWidget(self.views)
        views.body.addLayout(_grid(self.shade))
        views.body.addWidget(self.outline)
        for section in (brushes, views):
            self.column.addWidget(section)
        words = self.tr("SegDesk starts with these. Hardness and opacity are those of the retouch brush.")
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.addWidget(quiet(words), 0, 0)
        row.addWidget(self.take_over, 0, 1)
        row.setColumnStretch(0, 1)
        self.take_over.setAutoDefault(False)
        self.take_over.setToolTip(self.tr("Take brush and view over from the window"))
        self.column.addLayout(row)
        self.column.addStretch(1)


def _grid(*amounts: Amount) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, NAME_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, amount in enumerate(amounts):
        amount.lay(grid, row)
    return grid


def _icon(view: View) -> str:
    return "picture" if view is View.ORIGINAL else view.value


def _name(words: str) -> str:
    return QCoreApplication.translate("Commands", words)
