"""Opens the preferences, and lets what the person set take hold: keys, theme, undo, brush and view."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from segdesk.app.actions import Actions
from segdesk.app.clouds import Clouds
from segdesk.app.keymap import Keymap
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Toolbox
from segdesk.app.viewpanel import ViewSection
from segdesk.app.views import view_named
from segdesk.core.errors import SegDeskError
from segdesk.core.tools import Tip
from segdesk.engines import CLOUDS
from segdesk.storage.settings import Brush, Settings, Sight

if TYPE_CHECKING:
    from segdesk.app.preferences.sheet import Preferences

MEGABYTE = 1 << 20


class Preferring(QObject):
    """Knows what took hold last, so that only what is set anew changes what is in hand."""

    scheme_tried = Signal(object)
    """Carries the Scheme to show."""
    closed = Signal(bool)
    """The sheet is gone; carries whether anything was stored or forgotten."""
    failed = Signal(object)
    """What was chosen could not be kept and no sheet is there to tell it; carries a SegDeskError. No work in hand has
    to do with it, so that an export goes on."""

    def __init__(
        self,
        session: Session,
        clouds: Clouds,
        toolbox: Toolbox,
        *,
        view: ViewSection,
        commands: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._clouds, self._toolbox = session, clouds, toolbox
        self._view, self._commands, self._window = view, commands, window
        self._palette: Palette | None = None
        self._applied = Settings()
        self.sheet: Preferences | None = None
        commands.bind(
            {"preferences": self.open, "change_keys": self.open_keys, "engine_settings": lambda: self.open_engines("")}
        )
        clouds.changed.connect(self._apply)
        clouds.saved.connect(self._apply)
        clouds.failed.connect(self._on_failed)
        self._apply()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        if self.sheet is not None:
            self.sheet.dress(palette)

    def open(self) -> None:
        """Show the preferences."""
        from segdesk.app.preferences.sheet import Chapter

        sheet = self._opened()
        if sheet is not None:
            sheet.turn_to(Chapter.GENERAL)

    def open_keys(self) -> None:
        """Show the shortcut editor."""
        from segdesk.app.preferences.sheet import Chapter

        sheet = self._opened()
        if sheet is not None:
            sheet.turn_to(Chapter.KEYS)

    def open_engines(self, engine: str) -> None:
        """Show a cloud's settings; without a name the one that is asked, or the first."""
        from segdesk.app.preferences.sheet import Chapter

        sheet, current = self._opened(), self._session.engine
        if sheet is not None:
            sheet.engines.turn_to(engine or (current if current in CLOUDS else CLOUDS[0]))
            sheet.turn_to(Chapter.ENGINES)

    def now(self) -> tuple[Brush, Sight]:
        """How brush and view are at present."""
        toolbox, look = self._toolbox, self._view.look
        brush = Brush(2 * toolbox.radius, toolbox.tip.hardness, toolbox.tip.opacity)
        return brush, Sight(look.view.value, look.colour, look.opacity, look.outline)

    def _opened(self) -> "Preferences | None":
        from segdesk.app.preferences.sheet import Preferences

        if self._palette is None:
            return None
        if self.sheet is None:
            self.sheet = Preferences(self._clouds, self._palette, self.now, self._window)
            self.sheet.scheme_tried.connect(self.scheme_tried)
            self.sheet.finished.connect(self._on_closed)
            self.sheet.open()
        return self.sheet

    def _on_closed(self, _result: int) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            sheet.deleteLater()
            # A theme that was only tried goes again.
            self.scheme_tried.emit(self._clouds.settings.scheme)
            self.closed.emit(sheet.has_changed)

    def _on_failed(self, error: SegDeskError) -> None:
        """The sheet tells of a failure itself while it is there."""
        if self.sheet is None:
            self.failed.emit(error)

    def _apply(self) -> None:
        before, after = self._applied, self._clouds.settings
        self._applied = after
        if after.shortcuts != before.shortcuts:
            self._commands.assign(Keymap.of(after.shortcuts))
        if after.undo_megabytes != before.undo_megabytes:
            self._session.set_undo_budget(after.undo_megabytes * MEGABYTE)
        if after.brush != before.brush:
            self._toolbox.set_radius(after.brush.diameter / 2)
            self._toolbox.set_tip(Tip(after.brush.hardness, after.brush.opacity))
        if after.sight != before.sight:
            sight = after.sight
            shown = {"view": view_named(sight.view), "colour": sight.colour}
            self._view.take_look(replace(self._view.look, **shown, opacity=sight.opacity, outline=sight.outline))
