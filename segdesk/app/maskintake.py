"""Masks that were made elsewhere: a file becomes the mask of the subject in hand, as one step."""

from pathlib import Path

from PySide6.QtCore import QObject

from segdesk.app import road
from segdesk.app.jobs import Lane
from segdesk.app.session import Session
from segdesk.core.document import Document, Subject
from segdesk.core.errors import PictureError, Reason, SegDeskError
from segdesk.core.work import CancelToken, Report


class MaskIntake(QObject):
    """Reads on a lane that others use too; what went wrong the session tells."""

    def __init__(self, session: Session, lane: Lane, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._lane = session, lane
        self._reading: tuple[int, Path] | None = None
        lane.answered.connect(self._on_answered)
        lane.failed.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """True while a file is being read."""
        return self._reading is not None

    def take(self, path: Path) -> None:
        """Make a file the mask of the subject in hand, once it is read."""
        document = self._session.document
        if document is not None:
            self._read(path, document)

    def _read(self, path: Path, document: Document) -> None:
        def load(cancel: CancelToken, report: Report) -> object:
            return road.load_mask(path, document)

        self._reading = self._lane.append(load), path

    def _on_answered(self, number: int, loaded: object) -> None:
        if self._reading is None or number != self._reading[0] or not isinstance(loaded, road.FileMask):
            return
        (_, path), self._reading = self._reading, None
        document, base = self._session.document, loaded.base
        if document is None or document.picture is not base.picture or not document.has(base.active):
            return
        if not _is_same(document.subject_of(base.active), base.subject):
            # Something was drawn or answered meanwhile, which the edit does not know of.
            self._read(path, document.with_active(base.active))
            return
        self._session.perform(self.tr("mask from a file"), loaded.edit)
        if loaded.notes:
            self._session.noted.emit(loaded.notes)

    def _on_failed(self, number: int, error: Exception) -> None:
        if self._reading is None or number != self._reading[0]:
            return
        (_, path), self._reading = self._reading, None
        known = isinstance(error, SegDeskError)
        self._session.failed.emit(error if known else PictureError(Reason.PICTURE_DAMAGED, name=path.name))


def _is_same(one: Subject, other: Subject) -> bool:
    return one.mask is other.mask and one.prompts == other.prompts
