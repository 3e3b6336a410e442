"""The only hand that changes the document: it holds document and history, and says what happened.

Leaves questions to the engine to `asking`, and what goes to files and clipboard to `exports`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from segdesk.app import road, steps
from segdesk.app.aside import Work
from segdesk.app.asking import Asking
from segdesk.app.glimpse import Glimpse
from segdesk.app.jobs import Lane
from segdesk.app.kept import Kept
from segdesk.app.pyramid import Pyramid
from segdesk.app.road import Request
from segdesk.app.wayout import Called
from segdesk.app.writing import Handover, Order, Writing
from segdesk.core.bounds import DEFAULT_BUDGET
from segdesk.core.document import Document, EdgeSettings, Mask, Subject, Which
from segdesk.core.edgesettings import STANDARD_EDGES
from segdesk.core.edits import (
    AddHair,
    AddPrompt,
    AddRetouch,
    Edit,
    SetEdges,
    SetPrompts,
    apply,
    objection,
)
from segdesk.core.errors import PictureError, Reason, SegDeskError
from segdesk.core.exporting import CUTOUT, Recipe
from segdesk.core.geometry import Box
from segdesk.core.history import History, Slide
from segdesk.core.notes import Note, Notice
from segdesk.core.objectedits import clearing, removal, replacement
from segdesk.core.objects import Thing
from segdesk.core.prompts import HairStroke, Prompt, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import Activate
from segdesk.core.work import CancelToken, Report


class Session(QObject):
    """A mask answers the prompts of the subject that it was asked for, or it is dropped."""

    document_opened = Signal()
    document_left = Signal(object)
    """Carries the Work on a document that has given way to another one."""
    document_changed = Signal(object)
    """Carries the Box of picture pixels that look different."""
    history_changed = Signal()
    busy_changed = Signal(bool)
    opening_changed = Signal(bool)
    progressed = Signal(str, float)
    answered = Signal(str, float)
    """Carries the engine's name and the seconds it took."""
    noted = Signal(object)
    failed = Signal(object)
    not_opened = Signal(object)
    """Carries the Request that nothing came of."""
    too_large = Signal(object, object)
    """Carries the Request of a picture that opens only when asked for again without a limit, and the error."""
    exported = Signal(object)
    """Carries the paths of what was written."""
    rendered = Signal(object)
    writing_progressed = Signal(object, float)
    """Carries the path of an export, or None where the cutout is for the clipboard, and the share that is done."""
    writing_stopped = Signal()

    def __init__(
        self, *, engine: str = "local", desks: road.MakeDesk = road.make_desk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._levels: Pyramid | None = None
        self._mask_levels: dict[int, tuple[Mask, Pyramid]] = {}
        self._undo_budget = DEFAULT_BUDGET
        self._history, self.kept = History(self._undo_budget), Kept()
        """What the disk holds of the work goes with it."""
        self._requests: dict[int, Request] = {}
        self.request: Request | None = None
        """What the document was opened for."""
        self.edges_to_begin_with = STANDARD_EDGES
        """Those of a subject that nothing was made of yet."""
        self.glimpse = Glimpse(self)
        self._asking = Asking(engine, desks, self.levels_of, parent=self)
        self._disk_lane = Lane("disk", self)
        self._writing = Writing(self._disk_lane, self)
        self._connect()

    def _connect(self) -> None:
        self._asking.answered.connect(self._on_answered)
        self._asking.failed.connect(self.failed)
        self._asking.busy_changed.connect(self._on_busy_changed)
        self._asking.progressed.connect(self.progressed)
        self._disk_lane.answered.connect(self._on_opened)
        self._disk_lane.failed.connect(self._on_not_opened)
        self._writing.exported.connect(self.exported)
        self._writing.counted.connect(self.history_changed)
        self._writing.rendered.connect(self.rendered)
        self._writing.failed.connect(self.failed)
        self._writing.progressed.connect(self.writing_progressed)
        self._writing.stopped.connect(self.writing_stopped)

    @property
    def document(self) -> Document | None:
        return self._document

    @property
    def levels(self) -> Pyramid | None:
        """What the picture is painted from."""
        return self._levels

    @property
    def mask_levels(self) -> Pyramid | None:
        """What the active subject's mask is painted from."""
        return None if self._document is None else self.levels_of(self._document.subject)

    def levels_of(self, subject: Subject) -> Pyramid | None:
        """What a subject's mask is painted from."""
        mask = subject.mask
        if mask is None:
            return None
        known = self._mask_levels.get(subject.key)
        if known is None or known[0] is not mask:
            known = self._mask_levels[subject.key] = (mask, Pyramid.of(mask.coverage))
        return known[1]

    @property
    def engine(self) -> str:
        return self._asking.engine

    @property
    def is_busy(self) -> bool:
        """True while the engine works."""
        return self._asking.is_busy

    @property
    def is_writing(self) -> bool:
        """True while an export waits or runs."""
        return bool(self._writing.orders)

    @property
    def is_exporting(self) -> bool:
        """True while a file waits to be written or is being written."""
        return any(order.path is not None for order in self._writing.orders)

    @property
    def is_export_put_off(self) -> bool:
        """True while a file waits for the engine's answer; another picture would be its end."""
        return self._writing.has_put_off

    @property
    def undo_name(self) -> str | None:
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        return self._history.redo_name

    @property
    def work(self) -> Work | None:
        """The document with its steps and exports, which a request may bring back after others were opened."""
        document, record = self._document, self._writing.record
        return None if document is None else Work(document, self._history, record, self.kept)

    def set_undo_budget(self, size: int) -> None:
        """Keep so many bytes for undo; the oldest steps beyond that fall off."""
        self._undo_budget = size
        self._history.set_budget(size)
        if self._document is not None:
            self.history_changed.emit()

    def warm_up(self) -> None:
        """Get ready for the first picture."""
        self._disk_lane.append(lambda cancel, report: road.warm_up())

    def open(self, request: Request) -> None:
        """Decode a picture and, when that went well, replace the document."""

        def load(cancel: CancelToken, report: Report) -> object:
            return road.load(request, self.glimpse.offer, edges=edges)

        edges = self.edges_to_begin_with
        self._requests[self._disk_lane.append(load)] = request
        self.opening_changed.emit(True)

    def add(self, prompt: Prompt) -> None:
        """A finished gesture becomes a step, and the engine is asked."""
        self.perform(steps.addition(prompt), AddPrompt(self._active, prompt))

    def replace(self, thing: Thing, by: Thing, name: str, *, slides: bool = False) -> None:
        """Another thing in the place of one becomes a step of this name; a slide goes on with its first step."""
        if self._document is not None:
            (self._slide if slides else self.perform)(name, replacement(self._document.subject, thing, by))

    def delete(self, thing: Thing) -> None:
        """A thing goes, as a step."""
        if self._document is not None:
            self.perform(steps.deletion(thing), removal(self._document.subject, thing))

    def brush_hair(self, stroke: HairStroke) -> None:
        """A stroke of the hair brush becomes a step, unless nothing can come of it, which is said."""
        document = self._document
        if document is None:
            return
        reason = steps.against_hair(document.subject)
        if reason is not None:
            self.noted.emit((Note.of(reason),))
            return
        self.perform(steps.brushing(stroke), AddHair(document.active, stroke))

    def retouch(self, stroke: RetouchStroke) -> None:
        """A stroke of the retouch brush becomes a step; no engine is asked, for none has a say in it."""
        if self._document is not None:
            self.perform(steps.retouching(stroke), AddRetouch(self._document.active, stroke))

    def set_edges(self, edges: EdgeSettings, name: str, *, slides: bool = False) -> None:
        """Other edge settings become a step of this name; a slide goes on with the step that it began with."""
        document = self._document
        if document is not None and edges != document.subject.edges:
            (self._slide if slides else self.perform)(name, SetEdges(document.active, edges))

    def perform(self, name: str, *edits: Edit) -> None:
        """Edits become one step of this name, unless a locked or hidden subject is in their way, which is said."""
        document = self._document
        if document is not None and not self._objects(document, edits):
            self._replace(self._history.perform(document, name, edits))

    def activate(self, key: int) -> None:
        """Work on another subject, which is no step."""
        if self._document is not None and key != self._document.active:
            self._replace(apply(self._document, Activate(key))[0])

    def find_subject(self) -> None:
        """Ask for the main subject; boxes and strokes give way to it. Asked again, it is the next proposal's turn."""
        if self._document is None:
            return
        subject = self._document.subject
        if not subject.prompts.is_auto_alone:
            self.perform(self.tr("auto subject"), SetPrompts(subject.key, Prompts(auto=True)))
        elif subject.mask is None or subject.is_stale:
            # A question under way stands; after a failure or a cancelled answer it is asked once more.
            if not self._asking.awaits(subject.key):
                self._asking.ask(self._document, (subject.key,))
        elif subject.mask.source.candidates == 1:
            self.noted.emit((Note.of(Notice.SUBJECT_ALONE),))
        else:
            candidate = (subject.prompts.candidate + 1) % subject.mask.source.candidates
            self.perform(self.tr("next proposal"), SetPrompts(subject.key, Prompts(auto=True, candidate=candidate)))

    def clear(self) -> None:
        """Take all prompts, the mask and what was painted away, as one step."""
        if self._document is not None:
            self.perform(self.tr("clear"), *clearing(self._document))

    def undo(self) -> None:
        self.travel(History.undo)

    def redo(self) -> None:
        self.travel(History.redo)

    def travel(self, way: Callable[[History, Document], Document]) -> None:
        """Go where the history leads."""
        if self._document is not None:
            self._replace(way(self._history, self._document))

    def choose(self, engine: str) -> None:
        """Ask this engine from now on, with the settings of now; whatever lacks its mask is asked for again."""
        self._asking.choose(engine, self._document)

    def cancel(self) -> None:
        """Stop the engine and exports; document and files stay as they are."""
        self._writing.stop()
        self._asking.cancel()

    def export(
        self, path: Path, which: Which = Which.ACTIVE, *, recipe: Recipe = CUTOUT, called: Called | None = None
    ) -> None:
        """Write cutouts, after the answers the engine is working on; `path` names the one or what each begins with."""
        self._when_settled(Order(path, which, recipe, called=called))

    def copy(self, recipe: Recipe = CUTOUT, beside: Path | None = None) -> None:
        """Render the cutout for the clipboard, after the answer the engine is working on, and into a file as well."""
        self._when_settled(Order(None, recipe=recipe, beside=beside))

    def hand_over(self, order: Order) -> Handover | None:
        """Begin to write what is there now for another program; see `Writing.hand_over`."""
        return None if self._document is None else self._writing.hand_over(self._document, order)

    def close(self) -> None:
        """Stop both lanes. The session is of no use after this."""
        self._disk_lane.close()
        self._asking.close()

    def _replace(self, document: Document) -> None:
        """Show another state of the same picture and ask for the mask it lacks."""
        before, self._document = self._document, document
        if before is document or before is None:
            return
        masks = {subject.key: subject.mask for subject in document.subjects}
        self._mask_levels = {key: known for key, known in self._mask_levels.items() if known[0] is masks.get(key)}
        self.document_changed.emit(steps.changed_box(before, document))
        self.history_changed.emit()
        self._asking.follow(before, document)

    def _slide(self, name: str, edit: Slide) -> None:
        """Go on with a step of this name."""
        if self._document is not None and not self._objects(self._document, (edit,)):
            self._replace(self._history.slide(self._document, name, edit))

    def _objects(self, document: Document, edits: Sequence[Edit]) -> bool:
        """Whether a subject takes none of these edits, which is said."""
        notice = next(filter(None, (objection(document, edit) for edit in edits)), None)
        if notice is not None:
            self.noted.emit((Note.of(notice),))
        return notice is not None

    @property
    def _active(self) -> int:
        return 0 if self._document is None else self._document.active

    def _on_answered(self, answered: road.Answered) -> None:
        answer, document = answered.answer, self._document
        asked = answer.base.subject
        if document is None or answer.base.picture is not document.picture or not document.has(asked.key):
            return
        subject = document.subject_of(asked.key)
        if asked.mask is not subject.mask or asked.prompts != subject.prompts:
            return
        applied = answer.applied if answer.base is document else None
        self._document = self._history.join(document, answer.edit, applied)
        mask, patch = self._document.subject_of(asked.key).mask, answer.edit.patch
        if mask is not None and answered.levels is not None:
            self._mask_levels[asked.key] = (mask, answered.levels.based_on(mask.coverage))
        changed = Box(patch.columns[0], patch.rows[0], patch.columns[1], patch.rows[1])
        if mask is None or asked.mask is None:
            changed = Box.whole(answer.base.picture.size)
        self.document_changed.emit(changed)
        self.history_changed.emit()
        self.answered.emit(answer.engine, answered.seconds)
        if answer.notes:
            self.noted.emit(answer.notes)

    def _on_busy_changed(self, is_busy: bool) -> None:
        self.busy_changed.emit(is_busy)
        if not is_busy:
            self._writing.go_on(self._document)

    def _when_settled(self, order: Order) -> None:
        if self.is_busy:
            self._writing.put_off(order)
        else:
            self._writing.write(self._document, order)

    def _on_opened(self, number: int, loaded: object) -> None:
        if isinstance(loaded, road.Loaded):
            self.request = self._requests.pop(number)
            self._adopt(loaded)
            self.opening_changed.emit(bool(self._requests))

    def _on_not_opened(self, number: int, error: Exception) -> None:
        request = self._requests.pop(number, None)
        if request is None:
            return
        self.glimpse.vanish()
        self.not_opened.emit(request)
        self.opening_changed.emit(bool(self._requests))
        if isinstance(error, PictureError) and error.reason is Reason.PICTURE_TOO_LARGE:
            self.too_large.emit(request, error)
        elif isinstance(error, SegDeskError):
            self.failed.emit(error)
        else:
            self.failed.emit(PictureError(Reason.PICTURE_DAMAGED, name=request.name))

    def _adopt(self, loaded: road.Loaded) -> None:
        left, document = self.work, loaded.document
        self._asking.cancel()
        self._writing.start_over(loaded.exported)
        self._document, self._levels, self._mask_levels = document, loaded.levels, loaded.mask_levels
        self._history, self.kept = loaded.history, loaded.kept
        self._history.set_budget(self._undo_budget)
        self.glimpse.come_true()
        if left is not None:
            self.document_left.emit(left)
        self.document_opened.emit()
        self.history_changed.emit()
        self._asking.ask(document, [subject.key for subject in document.subjects])
        if not loaded.prompts.is_empty:
            self.perform(self.tr("prompts"), SetPrompts(loaded.document.active, loaded.prompts))
        if loaded.notes:
            self.noted.emit(loaded.notes)
