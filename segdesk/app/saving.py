"""Projects in the window: saving them, what becomes of unsaved work, and who else works on them.

What counts as safe: a project's work when the project holds it. Work on a picture that never was a project is safe too
when exports hold all that can be exported of it, for then the cut-outs are what the designer came for. A snapshot was
taken to be kept, and nothing but a project keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from segdesk.app.actions import Actions
from segdesk.app.aside import Work
from segdesk.app.dialogs import Dialogs
from segdesk.app.exported import has_all_of
from segdesk.app.floating import Toast
from segdesk.app.jobs import Lane
from segdesk.app.kept import Kept, Stamp, stamp_of
from segdesk.app.session import Session
from segdesk.core.document import Document
from segdesk.core.errors import OutputError, ProjectError, Reason, SegDeskError
from segdesk.core.folders import PROJECT_SUFFIX
from segdesk.core.snapshots import Snapshot
from segdesk.core.work import CancelToken, Report

if TYPE_CHECKING:
    from segdesk.storage.locks import Claim, Owner

PATIENCE_SECONDS: Final = 2
"""A project is saved with the answer that the engine is working on, unless that takes longer than this."""


@dataclass(frozen=True, eq=False)
class Saved:
    """A document that was written, where to, what that file was like then, and the snapshots it has."""

    work: Work
    path: Path
    stamp: Stamp | None
    snapshots: tuple[Snapshot, ...]


class Saving(QObject):
    """Asks and tells; the document stays the session's."""

    changed = Signal()
    """Something became safe, or is so no more."""
    saved = Signal(object)
    """Carries the Work that is safe now."""
    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        *,
        toast: Toast,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._toast, self._dialogs = session, toast, dialogs
        self._lane, self._claims = Lane("save", self), _Claims()
        self._running: dict[int, tuple[Work, Path]] = {}
        self._looking: set[int] = set()
        self._waiting: tuple[Kept, Path] | None = None
        self._abandoned: Kept | None = None
        self._after: Callable[[], object] | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_SECONDS * 1000)
        commands.bind({"save": self.save, "save_as": self.save_as})
        self._connect()

    def _connect(self) -> None:
        session = self._session
        session.history_changed.connect(self.changed)
        session.document_opened.connect(self._claim)
        session.document_left.connect(self._on_left)
        session.busy_changed.connect(self._on_busy_changed)
        session.exported.connect(lambda _: self._follow())
        session.failed.connect(lambda _: self._stay())
        session.writing_stopped.connect(self._stay)
        session.opening_changed.connect(self._on_opening_changed)
        self._patience.timeout.connect(self._on_quiet)
        self._lane.answered.connect(self._on_answered)
        self._lane.failed.connect(self._on_failed)

    @property
    def project(self) -> Path | None:
        """The file that Save writes to without asking."""
        return self._session.kept.project

    @property
    def name(self) -> str:
        """What the work is called: by its project, or by its picture."""
        document, project = self._session.document, self.project
        return project.name if project is not None else "" if document is None else document.picture.name

    @property
    def is_saving(self) -> bool:
        """True while a project waits to be written or is being written."""
        return bool(self._running) or self._waiting is not None

    @property
    def has_unsafe(self) -> bool:
        """Whether closing now would lose work."""
        work = self._session.work
        return work is not None and not is_safe(work)

    def save(self) -> bool:
        """Write the project, after asking where to if it has no file; True unless that question was cancelled."""
        project = self.project
        return self.save_as() if project is None else self._order(project)

    def save_as(self) -> bool:
        """Ask where to and write the project; True unless the question was cancelled."""
        document = self._session.document
        if document is None:
            return False
        target = self._dialogs().project_target(self.project or _suggestion(document))
        return target is not None and self._order(target)

    def may_go(self, then: Callable[[], object]) -> bool:
        """Ask about work that is not safe. When it is saved first, `then` follows once that is done."""
        if self._session.is_exporting or self.is_saving:
            self.follow(then)
            return False
        if not self.has_unsafe:
            return True
        verdict = self._dialogs().may_discard(self.name)
        if verdict is False:
            self._after = then
            if not self.save():
                self._after = None
        self._abandoned = self._session.kept if verdict is True else None
        return verdict is True

    def follow(self, then: Callable[[], object]) -> None:
        """Do something once what is being written is on the disk."""
        self._after = then

    def is_given_up(self, work: Work) -> bool:
        """Whether nobody will miss work that was left: it is safe, or its designer said so."""
        return work.kept is self._abandoned or is_safe(work)

    def look(self) -> None:
        """See whether anybody else wrote the project meanwhile, and tell."""
        kept = self._session.kept
        if kept.project is not None and kept.stamp is not None and not self.is_saving:
            path, stamp = kept.project, kept.stamp
            self._looking.add(self._lane.append(lambda cancel, report: stamp_of(path) in (None, stamp)))

    def close(self) -> None:
        """Let go of the project. The lane is of no use after this."""
        claims = self._claims
        self._lane.close(lambda cancel, report: claims.move(None))

    def _order(self, path: Path) -> bool:
        work = self._session.work
        if work is not None and self._session.is_busy:
            self._waiting = work.kept, path
            self._patience.start()
        elif work is not None:
            self._write(work, path)
        return work is not None

    def _on_busy_changed(self, is_busy: bool) -> None:
        if not is_busy:
            self._on_quiet()

    def _on_quiet(self) -> None:
        self._go_on(self._session.work)

    def _go_on(self, work: Work | None) -> None:
        """Write what waited for the engine, as it is now."""
        waiting, self._waiting = self._waiting, None
        self._patience.stop()
        if waiting is not None and work is not None and work.kept is waiting[0]:
            self._write(work, waiting[1])

    def _write(self, work: Work, path: Path, *, replaces: bool = False) -> None:
        claims, kept, snapshots = self._claims, work.kept, work.history.snapshots

        def write(cancel: CancelToken, report: Report) -> object:
            from segdesk.storage import project

            # Looked at now: a save that was on its way when this one was ordered has changed it.
            expected = kept.stamp if path == kept.project and not replaces else None
            if expected is not None and stamp_of(path) not in (None, expected):
                raise ProjectError(Reason.PROJECT_CHANGED, name=path.name)
            project.save(work.document, path, snapshots=snapshots)
            claims.renew()
            return Saved(work, path, stamp_of(path), snapshots)

        self._running[self._lane.append(write)] = work, path
        self.changed.emit()

    def _on_answered(self, number: int, answer: object) -> None:
        if number in self._looking:
            self._looking.discard(number)
            if answer is False and not self.is_saving:
                self._tell_of_another_hand()
        elif isinstance(answer, Saved):
            del self._running[number]
            self._on_saved(answer)
        elif isinstance(answer, _Other):
            self._tell_of_another_window(answer)

    def _on_saved(self, saved: Saved) -> None:
        kept, is_new = saved.work.kept, saved.work.kept.project != saved.path
        kept.project, kept.subjects, kept.stamp = saved.path, saved.work.document.subjects, saved.stamp
        kept.snapshots = saved.snapshots
        self.saved.emit(saved.work)
        self.changed.emit()
        if is_new:
            self._toast.tell(self.tr("Saved “{name}”.").format(name=saved.path.name), is_failure=False)
            self._claim()
        self._follow()

    def _on_failed(self, number: int, error: Exception) -> None:
        if number not in self._running:
            return
        work, path = self._running.pop(number)
        self.changed.emit()
        if isinstance(error, SegDeskError) and error.reason is Reason.PROJECT_CHANGED:
            self._ask_whether_to_replace(work, path)
            return
        self._stay()
        known = isinstance(error, SegDeskError)
        detail = type(error).__name__
        self.failed.emit(error if known else OutputError(Reason.OUTPUT_FAILED, name=path.name, detail=detail))

    def _ask_whether_to_replace(self, work: Work, path: Path) -> None:
        verdict = self._dialogs().may_overtake(path.name)
        if verdict is True:
            self._write(work, path, replaces=True)
        elif verdict is None or not self.save_as():
            self._stay()

    def _on_opening_changed(self, is_opening: bool) -> None:
        """What was to be left for another picture is here still, if that could not be read."""
        if not is_opening:
            self._abandoned = None

    def _on_left(self, work: Work) -> None:
        self._go_on(work)

    def _claim(self) -> None:
        """Say to others that the project is open here."""
        project, claims = self.project, self._claims
        self._lane.append(lambda cancel, report: claims.move(project))

    def _tell_of_another_window(self, other: "_Other") -> None:
        owner = other.owner
        words = self.tr("“{name}” is open in another window too. Whoever saves later is asked first.")
        if not owner.is_here and owner.host:
            words = self.tr("“{name}” is open on “{host}” too. Whoever saves later is asked first.")
        self._toast.tell(words.format(name=other.project.name, host=owner.host), is_failure=True)

    def _tell_of_another_hand(self) -> None:
        kept = self._session.kept
        if kept.project is not None:
            words = self.tr("“{name}” was saved by another window or program meanwhile. Saving here asks first.")
            self._toast.tell(words.format(name=kept.project.name), is_failure=True)

    def _follow(self) -> None:
        """Go where somebody wanted to go once all is written."""
        if self._after is not None and not (self._session.is_exporting or self.is_saving):
            then, self._after = self._after, None
            then()

    def _stay(self) -> None:
        """Nobody goes anywhere, unless what is being written is what they wait for."""
        if not self.is_saving:
            self._after = None


def is_safe(work: Work) -> bool:
    """Whether nothing would be lost with this work; see this module's beginning."""
    document = work.document
    if work.kept.snapshots != work.history.snapshots:
        return False
    if work.kept.holds(document):
        return True
    exports_all = has_all_of(document, work.exported)
    is_said_only = any(subject.is_blank and not subject.prompts.is_empty for subject in document.subjects)
    return work.kept.project is None and exports_all and not is_said_only


@dataclass(frozen=True)
class _Other:
    """Somebody else who has a project open."""

    project: Path
    owner: "Owner"


class _Claims:
    """The claim on the project in hand. Used on the lane alone."""

    def __init__(self) -> None:
        self._claim: Claim | None = None

    def move(self, project: Path | None) -> _Other | None:
        """Let go of one project and claim another; tells who has that already."""
        from segdesk.storage.locks import Claim

        if self._claim is not None:
            self._claim.release()
        self._claim = None if project is None else Claim.on(project)
        if self._claim is None or self._claim.other is None:
            return None
        return _Other(self._claim.project, self._claim.other)

    def renew(self) -> None:
        """Say that it still holds."""
        if self._claim is not None:
            self._claim.renew()


def _suggestion(document: Document) -> Path:
    """NAME.segdesk beside the picture; of a pasted one, in the pictures folder."""
    path, name = document.picture.path, document.picture.name
    if path is not None:
        return path.with_suffix(PROJECT_SUFFIX)
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    return folder / f"{Path(name).stem}{PROJECT_SUFFIX}"
