"""Exports every picture of the roll that something was made of, one after the other, into one folder."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from segdesk.app.actions import Actions
from segdesk.app.delivery import Delivery
from segdesk.app.dialogs import Dialogs
from segdesk.app.floating import Toast
from segdesk.app.roll import Entry, Roll, State
from segdesk.app.session import Session


class Harvest(QObject):
    """Takes each of them in hand as the arrow keys would, so that one sees what goes out; whatever else is taken in
    hand meanwhile, a failure, or Esc ends it."""

    def __init__(
        self,
        session: Session,
        roll: Roll,
        delivery: Delivery,
        *,
        toast: Toast,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._roll, self._delivery = session, roll, delivery
        self._toast, self._dialogs = toast, dialogs
        self._folder: Path | None = None
        """Where to; None while nothing of the kind is under way."""
        self._left: list[int] = []
        self._home = self._at = -1
        self._count = 0
        session.document_opened.connect(self._on_opened)
        session.exported.connect(self._on_exported)
        for ends in (session.failed, session.not_opened, session.writing_stopped, roll.changed):
            ends.connect(lambda *_: self._end())
        roll.export_wanted.connect(self.start)
        commands.bind({"export_all": self.start})

    @property
    def is_busy(self) -> bool:
        return self._folder is not None

    def start(self) -> None:
        """Ask where to, once, and begin."""
        waiting = [at for at in range(len(self._roll)) if _waits(self._roll.entry(at))]
        if self.is_busy:
            return
        if not waiting:
            self._toast.tell(self.tr("No picture has a cutout that is not exported yet."), is_failure=False)
            return
        document = self._session.document
        usual = None if document is None else self._delivery.folder_for(document)
        self._folder = self._dialogs().folder_for_results(usual)
        if self._folder is not None:
            self._left, self._home, self._count = waiting, self._roll.current, 0
            self._go_on()

    def _go_on(self) -> None:
        if not self.is_busy:
            return
        if not self._left:
            self._finish()
            return
        self._at = self._left.pop(0)
        if self._at == self._roll.current and not self._roll.is_opening:
            self._export()
        else:
            self._roll.go(self._at)

    def _on_opened(self) -> None:
        if self.is_busy and self._roll.current == self._at:
            self._export()
        else:
            self._end()

    def _export(self) -> None:
        assert self._folder is not None
        if not self._delivery.export_into(self._folder):
            QTimer.singleShot(0, self, self._go_on)

    def _on_exported(self, paths: tuple[Path, ...]) -> None:
        # One that was under way before is none of these.
        if self.is_busy and not self._session.is_exporting:
            self._count += len(paths)
            QTimer.singleShot(0, self, self._go_on)

    def _finish(self) -> None:
        folder, home = self._folder, self._home
        assert folder is not None
        self._end()
        words = self.tr("Exported 1 cutout to “{folder}”.")
        if self._count != 1:
            words = self.tr("Exported {count} cutouts to “{folder}”.")
        self._toast.tell(words.format(count=self._count, folder=folder.name), is_failure=False)
        self._roll.go(home)

    def _end(self) -> None:
        self._folder = None
        self._left.clear()


def _waits(entry: Entry) -> bool:
    """Whether something of a picture is still to be exported; what is not saved need not be."""
    return entry.state in (State.CUT, State.SAVED) and not entry.is_exported
