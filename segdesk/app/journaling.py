"""Has each finished step on the disk within moments, on a lane of its own, and finds what a crash has left behind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from segdesk.app.aside import Work
from segdesk.app.jobs import Lane
from segdesk.app.kept import Kept
from segdesk.app.saving import Saving
from segdesk.app.session import Session
from segdesk.core.document import Document
from segdesk.core.errors import OutputError, Reason
from segdesk.core.snapshots import Snapshot

if TYPE_CHECKING:
    from segdesk.storage.autosave import Journal, Offer, Recovered

CALM_MILLISECONDS: Final = 700
"""So long a picture is there before its journal is laid out; going through a folder writes nothing."""


@dataclass(frozen=True, eq=False)
class _Moment:
    """A document to be written down with its snapshots, and where its journal begins or goes on."""

    base: Document
    document: Document
    had: tuple[Snapshot, ...]
    snapshots: tuple[Snapshot, ...]


class Journaling(QObject):
    """What the disk holds anyway is not written down; neither is what nobody would miss when it is left."""

    written = Signal(object)
    """Carries a document that is on the disk now."""
    failed = Signal(object)
    """Carries an OutputError, once until it goes well again."""
    resumed = Signal(object)
    """Carries the Offer whose work was opened; its journal goes on."""
    found = Signal(object)
    """Carries the offers of work that was left behind, the newest first."""

    def __init__(self, session: Session, saving: Saving, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._saving = session, saving
        self._lane = Lane("journal", self)
        self._base: Document | None = None
        self._begun: set[Kept] = set()
        self._latest: dict[Kept, _Moment] = {}
        self._left: dict[Kept, Document] = {}
        """What was put aside while it was being saved as it had been before."""
        self._journals: dict[Kept, Journal] = {}
        """The lane's alone."""
        self._is_failing = False
        self._calm = QTimer(self, singleShot=True, interval=CALM_MILLISECONDS)
        self._calm.timeout.connect(self._prepare)
        session.document_left.connect(self._on_left)
        session.document_opened.connect(self._on_opened)
        session.history_changed.connect(self._on_history_changed)
        saving.saved.connect(self._on_saved)
        self._lane.answered.connect(self._on_answered)
        self._lane.failed.connect(self._on_failed)

    def look(self) -> None:
        """Find what was left behind."""
        self._lane.append(lambda cancel, report: _found())

    def discard(self, offer: "Offer") -> None:
        """Nobody wants it back."""
        self._lane.append(lambda cancel, report: offer.discard())

    def close(self) -> None:
        """All is safe or given up: no journal stays behind. The lane is of no use after this."""
        self._lane.close(lambda cancel, report: self._forget_all())

    def _on_opened(self) -> None:
        kept, self._base = self._session.kept, self._session.document
        self._left.pop(kept, None)
        journal, kept.journal = kept.journal, None
        if journal is not None:
            self._begun.add(kept)
            self._lane.append(lambda cancel, report: self._resume(kept, *journal))
            self.resumed.emit(journal[0])
        self._calm.start()

    def _prepare(self) -> None:
        """Whoever looks at a picture for so long may draw on it: the first step shall not wait for its file."""
        document, kept = self._base, self._session.kept
        if document is not None and kept not in self._begun and kept.holds(document):
            self._write(kept, _Moment(document, document, kept.snapshots, kept.snapshots))

    def _on_left(self, work: Work) -> None:
        self._calm.stop()
        kept = work.kept
        if kept not in self._begun:
            return
        if self._saving.is_given_up(work):
            self._begun.discard(kept)
            self._latest.pop(kept, None)
            self._lane.append(lambda cancel, report: self._forget(kept))
        else:
            if self._saving.is_saving:
                self._left[kept] = work.document
            self._lane.append(lambda cancel, report: self._rest(kept))

    def _on_saved(self, work: Work) -> None:
        """The journal begins anew with what is in the project now."""
        kept = work.kept
        if kept in self._begun:
            self._begun.discard(kept)
            self._latest.pop(kept, None)
            self._lane.append(lambda cancel, report: self._forget(kept))
        if kept is self._session.kept:
            self._base = work.document
            self._calm.start()
            self._on_history_changed()
        left, snapshots = self._left.pop(kept, None), work.history.snapshots
        if left is not None and not (kept.holds(left) and kept.snapshots == snapshots):
            self._write(kept, _Moment(work.document, left, kept.snapshots, snapshots))
            self._lane.append(lambda cancel, report: self._rest(kept))

    def _on_history_changed(self) -> None:
        work, base = self._session.work, self._base
        if work is None or base is None or work.document.picture is not base.picture:
            return
        document, kept, snapshots = work.document, work.kept, work.history.snapshots
        if kept not in self._begun and kept.holds(document) and kept.snapshots == snapshots:
            return
        self._write(kept, _Moment(base, document, kept.snapshots, snapshots))

    def _write(self, kept: Kept, moment: _Moment) -> None:
        self._begun.add(kept)
        # Whoever comes to it first writes down the latest; those behind find it done.
        self._latest[kept] = moment
        self._lane.append(lambda cancel, report: self._record(kept))

    def _on_answered(self, _number: int, answer: object) -> None:
        if isinstance(answer, _Moment):
            self._is_failing = False
            self.written.emit(answer.document)
        elif isinstance(answer, list):
            self.found.emit(answer)

    def _on_failed(self, _number: int, error: Exception) -> None:
        if not self._is_failing:
            self._is_failing = True
            known, detail = isinstance(error, OutputError), type(error).__name__
            self.failed.emit(error if known else OutputError(Reason.OUTPUT_FAILED, name="journal", detail=detail))

    # On the lane

    def _record(self, kept: Kept) -> _Moment | None:
        moment = self._latest.pop(kept, None)
        if moment is None:
            return None
        from segdesk.storage.autosave import About, Journal

        journal = self._journals.setdefault(kept, Journal())
        picture = moment.document.picture
        about = About(picture.name, picture.path, kept.project, kept.stamp)
        journal.record(moment.base, moment.document, about, had=moment.had, snapshots=moment.snapshots)
        return moment

    def _resume(self, kept: Kept, offer: "Offer", recovered: "Recovered") -> None:
        from segdesk.storage.autosave import Journal

        journal = self._journals[kept] = Journal()
        journal.resume(offer, recovered)

    def _rest(self, kept: Kept) -> None:
        if kept in self._journals:
            self._journals[kept].rest()

    def _forget(self, kept: Kept) -> None:
        journal = self._journals.pop(kept, None)
        if journal is not None:
            journal.forget()

    def _forget_all(self) -> None:
        for kept in list(self._journals):
            self._forget(kept)


def _found() -> "list[Offer]":
    from segdesk.storage import autosave

    return autosave.offers()
