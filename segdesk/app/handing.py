"""The cutout goes to the clipboard and by drag to other programs; the files this takes are only lent."""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QDrag, QGuiApplication

from segdesk.app.exportpanel import ExportSection
from segdesk.app.lending import CutoutMime, LazyFiles
from segdesk.app.places import Place
from segdesk.app.recipes import Recipes
from segdesk.app.session import Session
from segdesk.app.wayout import Copied
from segdesk.app.writing import Order
from segdesk.core.document import Which
from segdesk.core.errors import OutputError
from segdesk.core.exporting import Format, Recipe
from segdesk.imaging.atomic import explained

PATIENCE_SECONDS = 120.0
"""How long a program that asks for a dragged file is kept waiting at most."""


class Handing(QObject):
    """Copies, drags, and clears up behind both when it is closed."""

    failed = Signal(object)
    """Carries an OutputError: there is no place for the file that is to be lent."""

    def __init__(
        self,
        session: Session,
        section: ExportSection,
        recipes: Recipes,
        *,
        name: Callable[[Recipe, Which], str],
        place: Callable[[Path, Which, Recipe], Place],
        parent: QObject,
    ) -> None:
        """`name` tells what an export is called, and `place` where in a folder it goes."""
        super().__init__(parent)
        self._session, self._section, self._recipes = session, section, recipes
        self._name, self._place = name, place
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0
        self._copied: CutoutMime | None = None
        section.dragged.connect(self.drag)

    def copy(self) -> None:
        """Begin to copy the cutout, laid out as an export, but always with its transparency."""
        recipe = replace(self._recipes.recipe, format=Format.PNG, background=None)
        place = self._lent(Which.ACTIVE, recipe)
        if place is not None:
            self._session.copy(recipe, place.path)

    def take(self, copied: Copied) -> None:
        """Put it on the clipboard."""
        self._copied = CutoutMime(copied.content, copied.path)
        QGuiApplication.clipboard().setMimeData(self._copied)

    def drag(self) -> None:
        """Let the export be dragged out, as long as the mouse is held; it is written meanwhile."""
        recipe, which = self._recipes.recipe, self._section.chosen
        place = self._lent(which, recipe)
        if place is None:
            return
        handover = self._session.hand_over(Order(place.path, which, recipe, called=place.caller))
        if handover is None:
            return

        def files() -> Sequence[Path]:
            QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.BusyCursor))
            try:
                return handover.done.result(PATIENCE_SECONDS)
            except (Exception, CancelledError):  # Whatever went wrong, the other program gets nothing.
                return ()
            finally:
                QGuiApplication.restoreOverrideCursor()

        drag = QDrag(self._section)
        drag.setMimeData(LazyFiles(files))
        hung = self._section.thumbnail.pixmap()
        drag.setPixmap(hung)
        drag.setHotSpot(QPoint(12, 12))
        action = drag.exec(Qt.DropAction.CopyAction)
        # On some systems the other program asks only after this.
        handover.settle(action is Qt.DropAction.CopyAction)

    def close(self) -> None:
        """Remove what was lent. On some systems a clipboard outlives the program, so it forgets the file."""
        clipboard = QGuiApplication.clipboard()
        if self._copied is not None and clipboard.ownsClipboard():
            clipboard.setMimeData(self._copied.without_file())
        if self._scratch is not None:
            with suppress(OSError):
                self._scratch.cleanup()
            self._scratch = None

    def _lent(self, which: Which, recipe: Recipe) -> Place | None:
        """A place under the name it would be exported by; each in a folder of its own, as that may recur.

        None, which is said, where the disk gives none.
        """
        try:
            with explained(Path(self._name(recipe, which))):
                if self._scratch is None:
                    self._scratch = tempfile.TemporaryDirectory(prefix="segdesk-")
                self._count += 1
                folder = Path(self._scratch.name) / str(self._count)
                folder.mkdir()
        except OutputError as error:
            self.failed.emit(error)
            return None
        return self._place(folder, which, recipe)
