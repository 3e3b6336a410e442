"""The files opened last: offered with small pictures, and let go of when they are gone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QImage, QPixmap

from segdesk.app import road
from segdesk.app.actions import Actions
from segdesk.app.commands.table import Group, Needs
from segdesk.app.thumbs import SIDE, Thumbs
from segdesk.core.resources import resource
from segdesk.storage import recent


class Recents(QObject):
    """Knows the list; whoever shows it asks here what to show."""

    changed = Signal()
    chosen = Signal(object)
    """Carries the path of a file that is to be opened."""
    missed = Signal(object)
    """Carries the path of a file that was chosen but is gone; it is off the list."""

    def __init__(self, thumbs: Thumbs, *, commands: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbs, self._commands = thumbs, commands
        self._pixmaps: dict[Path, QPixmap | None] = {}
        """What is known so far; None where the file is gone."""
        self.paths = recent.load_recent()
        thumbs.made.connect(self._on_made)
        commands.bind({"clear_recent": self.clear})
        commands.allow({Needs.RECENT: lambda: bool(self.paths)})
        commands.lead(Group.RECENT, self._actions)

    def look(self) -> None:
        """Look which files are there, and have their small pictures made."""
        for path in reversed(self.paths):
            self._thumbs.ask((self, path), partial(road.kept_thumbnail, path, side=SIDE))

    def pixmap(self, path: Path) -> QPixmap | None:
        """The small picture of a file, when it is known."""
        return self._pixmaps.get(path)

    def is_gone(self, path: Path) -> bool:
        """Whether a file is known to be gone."""
        return path in self._pixmaps and self._pixmaps[path] is None

    def remember(self, path: Path) -> None:
        """Put a file to the front, unless it is the program's own."""
        if not path.is_relative_to(resource("samples")):
            self._show(recent.remember(path))
            self._thumbs.ask((self, path), partial(road.kept_thumbnail, path, side=SIDE))

    def choose(self, path: Path) -> None:
        """Open a file, unless it is gone: then it leaves the list."""
        if self.is_gone(path) or not path.exists():
            self._show(recent.forget([path]))
            self.missed.emit(path)
        else:
            self.chosen.emit(path)

    def clear(self) -> None:
        """Forget all files."""
        self._show(recent.forget(self.paths))

    def _show(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._commands.refresh()
        self.changed.emit()

    def _on_made(self, key: object, image: QImage | None) -> None:
        if isinstance(key, tuple) and key[0] is self:
            self._pixmaps[key[1]] = None if image is None else QPixmap.fromImage(image)
            self.changed.emit()

    def _actions(self) -> list[QAction]:
        """For the menu; those of the last time it opened go."""
        for old in self.findChildren(QAction):
            old.deleteLater()
        return [self._action(path) for path in self.paths]

    def _action(self, path: Path) -> QAction:
        action = QAction(path.name.replace("&", "&&"), self)
        action.setEnabled(not self.is_gone(path))
        choose: Callable[[], None] = partial(self.choose, path)
        action.triggered.connect(lambda _=False: choose())
        return action
