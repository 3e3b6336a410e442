"""How cutouts leave the window: where to, how far it is, and what is said in the end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication

from segdesk.app import transfer
from segdesk.app.actions import Actions
from segdesk.app.bars import StatusLine
from segdesk.app.commands.table import Needs
from segdesk.app.dialogs import Dialogs
from segdesk.app.floating import Toast
from segdesk.app.panels import ExportSection
from segdesk.app.session import Session
from segdesk.core.document import Which
from segdesk.core.naming import export_paths


class Delivery(QObject):
    """Asks and tells; the session does the work."""

    def __init__(
        self,
        session: Session,
        section: ExportSection,
        *,
        status: StatusLine,
        toast: Toast,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._section, self._status = session, section, status
        self._toast, self._dialogs = toast, dialogs
        session.writing_progressed.connect(self._on_progressed)
        session.writing_stopped.connect(self._on_stopped)
        session.exported.connect(self._on_exported)
        session.rendered.connect(self._on_rendered)
        session.failed.connect(self._on_failed)
        section.which_changed.connect(commands.refresh)
        commands.bind(
            {
                "export": lambda: self.export(section.chosen),
                "export_each": lambda: self.export(Which.EACH),
                "export_together": lambda: self.export(Which.TOGETHER),
                "copy": session.copy,
            }
        )
        commands.allow(
            {
                Needs.MASK: lambda: self._can_export(Which.ACTIVE),
                Needs.EXPORT: lambda: self._can_export(section.chosen),
                Needs.EXPORTED: lambda: self._can_export(Which.TOGETHER),
            }
        )

    def export(self, which: Which) -> bool:
        """Ask where to and export; True unless a question was cancelled."""
        document = self._session.document
        if document is None:
            return False
        target = self._dialogs().export_target(_suggestion(document.picture.path, document.picture.name))
        if target is None:
            return False
        if which is Which.EACH:
            # The system's dialog has asked about one name only, which is none of these.
            there = [path.name for path in export_paths(document, target).values() if path.exists()]
            if there and not self._dialogs().may_replace(there):
                return False
        self._session.export(target, which)
        return True

    def show_edges(self, words: str) -> None:
        """What is said of the edges gives way to an export, which somebody waits for."""
        if not self._session.is_writing:
            self._status.show_work(words)

    def _can_export(self, which: Which) -> bool:
        document = self._session.document
        if document is None:
            return False
        return document.subject in document.exported if which is Which.ACTIVE else bool(document.exported)

    def _on_progressed(self, path: Path | None, share: float) -> None:
        words = self.tr("Copying  {share} %  ·  Esc stops")
        if path is not None:
            words = self.tr("Exporting “{name}”  {share} %  ·  Esc stops")
        self._status.show_work(words.format(name="" if path is None else path.name, share=round(100 * share)))

    def _on_stopped(self) -> None:
        self._status.show_work("")
        self._toast.tell(self.tr("Stopped before it was done."), is_failure=False)

    def _on_failed(self, _error: object) -> None:
        self.show_edges("")

    def _on_exported(self, paths: tuple[Path, ...]) -> None:
        self.show_edges("")
        words = self.tr("Exported “{name}”.").format(name=paths[0].name)
        if len(paths) > 1:
            several = self.tr("Exported {count} cutouts: {names}.")
            words = several.format(count=len(paths), names=", ".join(path.name for path in paths))
        self._toast.tell(words, is_failure=False)

    def _on_rendered(self, png: bytes) -> None:
        self.show_edges("")
        QGuiApplication.clipboard().setMimeData(transfer.picture_mime(png))
        self._toast.tell(self.tr("Copied with its transparency."), is_failure=False)


def _suggestion(path: Path | None, name: str) -> Path:
    """NAME-cutout.png beside the picture; a pasted one goes to the pictures folder."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    stem = Path(name).stem if path is None else path.stem
    return (Path(folder) if path is None else path.parent) / f"{stem}-cutout.png"
