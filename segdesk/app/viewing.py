"""How the cutout is looked at: connects views, their commands and panel with the canvas and what is made for them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup

from segdesk.app import road
from segdesk.app.actions import Actions
from segdesk.app.canvas import Canvas
from segdesk.app.commands.view import SHOWS
from segdesk.app.dialogs import Dialogs
from segdesk.app.divider import Divider
from segdesk.app.jobs import Lane
from segdesk.app.loupe import Loupe
from segdesk.app.session import Session
from segdesk.app.trimaps import Trimaps
from segdesk.app.viewpanel import ViewSection
from segdesk.app.views import CYCLE, Colour, Look, View
from segdesk.core.errors import PictureError, Reason, SegDeskError
from segdesk.core.work import CancelToken, Report

ZOOM_STEP = 1.25
STEP = 15
"""Degrees the view turns at a time."""


class Viewing(QObject):
    """Shows what is chosen in menu, panel or by key, and has a backdrop and a trimap ready when a view needs one."""

    look_changed = Signal(object)
    trimap_changed = Signal(object)
    """Carries the Pyramid of the trimap, or None."""
    failed = Signal(object)
    """Carries a SegDeskError."""

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        section: ViewSection,
        *,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._canvas, self._section, self._commands = session, canvas, section, commands
        self._backdrop: Path | None = None
        self._trimaps, self._lane = Trimaps(session, self), Lane("backdrop", self)
        self._group, self._divider = QActionGroup(self), Divider(canvas)
        Loupe(canvas)
        self._dialogs = dialogs
        self._connect()
        self._show(section.look)

    @property
    def is_busy(self) -> bool:
        """True while something is made for a view."""
        return self._lane.is_busy or self._trimaps.is_busy

    def step(self, by: int) -> None:
        """So many views further, or back below zero; one's own picture has its turn once there is one."""
        cycle = [view for view in CYCLE if view is not View.PICTURE or self._backdrop is not None]
        now = self._section.look.view
        index = cycle.index(now) if now in cycle else -1 if by > 0 else 0
        self._section.take_view(cycle[(index + by) % len(cycle)])

    def close(self) -> None:
        """Stop its lanes. It is of no use after this."""
        self._trimaps.close()
        self._lane.close()

    def _connect(self) -> None:
        section, commands, canvas = self._section, self._commands, self._canvas
        for show in SHOWS:
            self._group.addAction(commands[show.key])
        self._group.triggered.connect(lambda action: self._take(View(action.objectName())))
        commands.bind({"next_view": lambda: self.step(1), "previous_view": lambda: self.step(-1)})
        commands.bind(self._moves())
        commands["prompts"].toggled.connect(canvas.show_prompts)
        commands["prompts"].setChecked(True)
        commands["split"].toggled.connect(self._divider.split)
        section.look_changed.connect(self._show)
        section.colour_asked.connect(self._ask_for_colour)
        section.picture_asked.connect(self._ask_for_picture)
        self._trimaps.changed.connect(canvas.show_trimap)
        self._trimaps.changed.connect(self.trimap_changed)
        self._trimaps.failed.connect(self.failed)
        self._lane.answered.connect(self._on_loaded)
        self._lane.failed.connect(self._on_failed)

    def _moves(self) -> dict[str, Callable[[], None]]:
        canvas = self._canvas
        return {
            "fit": canvas.fit,
            "actual": lambda: canvas.zoom_to(1),
            "zoom_in": lambda: canvas.zoom_by(ZOOM_STEP),
            "zoom_out": lambda: canvas.zoom_by(1 / ZOOM_STEP),
            "turn_right": lambda: canvas.turn_by(STEP),
            "turn_left": lambda: canvas.turn_by(-STEP),
            "turn_quarter_right": lambda: canvas.turn_by(90),
            "turn_quarter_left": lambda: canvas.turn_by(-90),
            "mirror": canvas.mirror,
            "mirror_down": lambda: canvas.mirror(is_down=True),
            "upright": canvas.lay_upright,
        }

    def _take(self, view: View) -> None:
        if view is View.PICTURE and self._backdrop is None:
            self._section.show_look(self._section.look)
            self._ask_for_picture()
        else:
            self._section.take_view(view)

    def _show(self, look: Look) -> None:
        self._canvas.set_look(look)
        self._divider.name(self._section.name)
        self._trimaps.want(look.view is View.TRIMAP)
        self.look_changed.emit(look)

    def _ask_for_colour(self, start: Colour) -> None:
        colour = self._dialogs().colour(start)
        if colour is not None:
            self._section.take_colour(colour)

    def _ask_for_picture(self) -> None:
        folder = None if self._backdrop is None else self._backdrop.parent
        path = self._dialogs().backdrop(folder)
        if path is None:
            return

        def load(cancel: CancelToken, report: Report) -> object:
            return road.load_backdrop(path)

        self._lane.ask(load)

    def _on_loaded(self, _number: int, backdrop: object) -> None:
        if isinstance(backdrop, road.Backdrop):
            self._backdrop = backdrop.path
            self._canvas.show_backdrop(backdrop.levels)
            self._section.show_backdrop(backdrop.path.name)
            self._section.take_view(View.PICTURE)

    def _on_failed(self, _number: int, error: Exception) -> None:
        known = isinstance(error, SegDeskError)
        self.failed.emit(error if known else PictureError(Reason.PICTURE_DAMAGED, name=type(error).__name__))
