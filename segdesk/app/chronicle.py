"""What the history panel does: going to a step, taking snapshots, going back to one, naming and dropping them."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from segdesk.app.actions import Actions
from segdesk.app.historypanel import HistoryPanel
from segdesk.app.menus import Menu
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.core.history import History
from segdesk.core.snapshots import Snapshot


class Chronicle(QObject):
    """Holds the panel; the steps are the session's."""

    def __init__(self, session: Session, commands: Actions, stage: QWidget, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._command = session, commands["history"]
        self.panel = HistoryPanel(commands["snapshot"], self._command, stage)
        commands.bind({"snapshot": self.take})
        self._command.toggled.connect(self._show)
        panel = self.panel
        panel.step_chosen.connect(self.go)
        panel.snapshot_chosen.connect(self.restore)
        panel.snapshot_renamed.connect(self.rename)
        panel.snapshot_dropped.connect(self.drop)
        panel.menu_asked.connect(lambda place, at: self.menu(place).exec(at))
        session.history_changed.connect(self._follow)

    def dress(self, palette: Palette) -> None:
        self.panel.dress(palette)
        self._follow()

    def go(self, position: int) -> None:
        """To where so many steps had been done."""
        self._session.travel(lambda history, document: history.go(document, position))

    def take(self) -> None:
        """Keep the work as it is, under a name of its own, and let that be changed."""
        history, document = self._history, self._session.document
        if history is None or document is None:
            return
        taken = {snapshot.name for snapshot in history.snapshots}
        names = (self.tr("Snapshot {number}").format(number=number) for number in range(1, len(taken) + 2))
        history.snapshots += (Snapshot.of(document, next(name for name in names if name not in taken)),)
        self._command.setChecked(True)
        self._session.history_changed.emit()

    def restore(self, place: int) -> None:
        """Back to a snapshot, as a step of its own."""
        history = self._history
        if history is not None:
            snapshot = history.snapshots[place]
            name = self.tr("back to “{name}”").format(name=snapshot.name)
            self._session.travel(lambda own, document: own.restore(document, snapshot, name))

    def rename(self, place: int, name: str) -> None:
        """Another name; without one it keeps its own."""
        history = self._history
        if history is not None and name:
            self._put(history, place, replace(history.snapshots[place], name=name))
        else:
            self._follow()

    def drop(self, place: int) -> None:
        """Let a snapshot go."""
        history = self._history
        if history is not None:
            self._put(history, place)

    def menu(self, place: int) -> Menu:
        """What can be done with a snapshot."""
        menu = Menu(parent=self.panel)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Go back to it"), lambda: self.restore(place))
        menu.addAction(self.tr("Rename"), lambda: self.panel.rename(place))
        menu.addSeparator()
        menu.addAction(self.tr("Delete snapshot"), lambda: self.drop(place))
        return menu

    @property
    def _history(self) -> History | None:
        work = self._session.work
        return None if work is None else work.history

    def _put(self, history: History, place: int, *instead: Snapshot) -> None:
        history.snapshots = (*history.snapshots[:place], *instead, *history.snapshots[place + 1 :])
        self._session.history_changed.emit()

    def _show(self, is_shown: bool) -> None:
        self.panel.setVisible(is_shown and self._session.document is not None)
        self._follow()

    def _follow(self) -> None:
        self.panel.setVisible(self._command.isChecked() and self._session.document is not None)
        history = self._history
        if history is not None and self.panel.isVisible():
            self.panel.show_history(history)
            self.panel.raise_()
