"""Going through many pictures: the roll and its strip, and the commands for both."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from segdesk.app.actions import Actions
from segdesk.app.aside import Work
from segdesk.app.commands.table import Needs
from segdesk.app.dialogs import Dialogs
from segdesk.app.filmmodel import FilmModel
from segdesk.app.filmstrip import FilmStrip
from segdesk.app.jobs import Lane
from segdesk.app.lines import BETWEEN
from segdesk.app.recents import Recents
from segdesk.app.roll import Roll, State
from segdesk.app.saving import Saving
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.thumbs import Thumbs


class Film(QObject):
    """The strip shows while several pictures are open."""

    def __init__(
        self,
        session: Session,
        saving: Saving,
        thumbs: Thumbs,
        *,
        lane: Lane,
        recents: Recents,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """The lane is one on which others may wait for some tenths of a second."""
        super().__init__(parent)
        self._commands, self._recents = commands, recents
        self.roll = Roll(session, saving, lane, dialogs=dialogs, parent=self)
        self._model = FilmModel(self.roll, thumbs)
        commands["film"].setChecked(True)
        self.strip = FilmStrip(
            self._model,
            back=commands["previous_picture"],
            on=commands["next_picture"],
            fold=commands["film"],
            export=commands["export_all"],
        )
        self.strip.hide()
        commands.bind(
            {
                "next_picture": lambda: self.roll.step(1),
                "previous_picture": lambda: self.roll.step(-1),
                "next_untouched": self.roll.go_to_untouched,
            }
        )
        commands.allow({Needs.PICTURES: lambda: len(self.roll) > 1})
        self.strip.chosen.connect(self.roll.go)
        for signal in (self.roll.changed, self.roll.moved, self.roll.entry_changed):
            signal.connect(lambda *_: self._show())
        session.document_opened.connect(lambda: self._remember(self.roll.current))
        saving.saved.connect(self._on_saved)
        self.roll.entry_changed.connect(self._remember)

    def dress(self, palette: Palette) -> None:
        self.strip.dress(palette)

    def _show(self) -> None:
        self.strip.setVisible(len(self.roll) > 1)
        self.strip.show_place(self.roll.current, len(self.roll), self._told())
        self._commands.refresh()

    def _remember(self, at: int) -> None:
        """Of several pictures only those that something was made of are worth coming back to."""
        entry = self.roll.entry(at)
        if (
            isinstance(entry.request.source, Path)
            and entry.request.offer is None
            and (len(self.roll) == 1 or entry.state is State.CUT)
        ):
            self._recents.remember(entry.request.source)

    def _on_saved(self, work: Work) -> None:
        if work.kept.project is not None:
            self._recents.remember(work.kept.project)

    def _told(self) -> str:
        states = (State.CUT, State.SAVED, State.EXPORTED, State.UNREADABLE)
        counts = [(self.roll.count(state), self._model.words(state)) for state in states]
        one = self.tr("{count} {state}")
        return BETWEEN.join(one.format(count=count, state=words) for count, words in counts if count)
