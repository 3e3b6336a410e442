"""The middle of the window: welcome or canvas, and what floats over them in its place."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.canvas import Canvas
from segdesk.app.dropzones import DropZones
from segdesk.app.floating import BusyChip, BusyLine, Tally, Toast, ToolOptions
from segdesk.app.layers import Tint
from segdesk.app.overlay import COMES, GOES
from segdesk.app.overview import Overview
from segdesk.app.plan import FLOAT_MARGIN as MARGIN
from segdesk.app.recovery import RecoveryCard
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Toolbox
from segdesk.app.welcome import Welcome


class Stage(QWidget):
    """Places the tool options at the bottom, the overview at the bottom right, messages and the card of lost work
    at the top, the busy sign there on the right."""

    def __init__(self, canvas: Canvas, welcome: Welcome, toolbox: Toolbox, actions: Actions) -> None:
        super().__init__()
        self._canvas, self.welcome = canvas, welcome
        self._pile = QStackedLayout(self)
        self._pile.setContentsMargins(0, 0, 0, 0)
        self._pile.addWidget(welcome)
        self._pile.addWidget(canvas)
        self.options, self.toast = ToolOptions(toolbox, actions, self), Toast(self)
        self.chip, self.line = BusyChip(actions["cancel"], self), BusyLine(self)
        self.overview, self.tally, self.recovery = Overview(canvas, self), Tally(self), RecoveryCard(self)
        self.zones = DropZones(self)
        for floating in (self.options, self.toast, self.chip, self.overview, self.tally, self.recovery, self.zones):
            floating.installEventFilter(self)
        self.options.hide()

    def dress(self, palette: Palette) -> None:
        for part in (self.toast, self.chip, self.line, self.overview, self.recovery, self.zones):
            part.dress(palette)

    def show_canvas(self) -> None:
        """There is a picture."""
        self._pile.setCurrentWidget(self._canvas)
        self.options.show()
        self.options.raise_()
        self._canvas.setFocus()

    def show_welcome(self) -> None:
        """There is none after all."""
        self._pile.setCurrentWidget(self.welcome)
        self.options.hide()
        self.welcome.setFocus()

    def point_at(self, tint: Tint | None, words: str) -> None:
        """Show places of the picture and how many there are, or nothing of the kind."""
        self._canvas.show_tint(tint)
        self.tally.tell(words, COMES if tint is not None and tint.comes else GOES)

    def set_busy(self, is_busy: bool, words: str) -> None:
        """Show or hide the signs that something is being worked on."""
        self.chip.tell(words)
        self.chip.set_busy(is_busy)
        self.line.set_busy(is_busy)

    def _place(self) -> None:
        width, options, toast, chip = self.width(), self.options, self.toast, self.chip
        options.move((width - options.width()) // 2, self.height() - options.height() - MARGIN)
        recovery = self.recovery
        recovery.move((width - recovery.width()) // 2, MARGIN)
        # A message is read and goes; the card has the place until somebody decides.
        head = recovery.geometry().bottom() + MARGIN // 2 if recovery.isVisible() else MARGIN
        toast.move((width - toast.width()) // 2, head)
        chip.move(width - chip.width() - MARGIN, MARGIN)
        self.tally.move(MARGIN, MARGIN)
        overview = self.overview
        left, floor = width - overview.width() - MARGIN, self.height() - MARGIN
        if options.isVisible() and options.geometry().right() + MARGIN > left:
            # Options that reach so far have it stand on them.
            floor = options.y() - MARGIN
        overview.move(left, floor - overview.height())
        self.line.resize(width, self.line.height())
        for floating in (self.line, overview, self.tally, chip, recovery, toast, options):
            floating.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.zones:
            # Where something may be dropped is all there is to see then.
            if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
                self.options.setVisible(self.zones.isHidden() and self._pile.currentWidget() is self._canvas)
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.options.fit(self.width() - 2 * MARGIN)
        self.recovery.fit()
        self._place()
