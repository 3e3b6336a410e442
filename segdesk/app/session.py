"""The only hand that changes the document: it holds document, history and the two lanes, and says what happened."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from segdesk.app import road, steps
from segdesk.app.glimpse import Glimpse
from segdesk.app.jobs import Lane
from segdesk.app.pyramid import Pyramid
from segdesk.app.road import Request
from segdesk.app.writing import Writing
from segdesk.core.document import Document, EdgeSettings, Mask
from segdesk.core.edits import (
    AddHair,
    AddPrompt,
    AddRetouch,
    Edit,
    RemoveHair,
    RemovePrompt,
    RemoveRetouch,
    ReplacePrompt,
    SetEdges,
    SetPrompts,
)
from segdesk.core.errors import EngineError, PictureError, Reason, SegDeskError
from segdesk.core.geometry import Box
from segdesk.core.history import History
from segdesk.core.maskedits import unmask_edit
from segdesk.core.notes import Note, Notice
from segdesk.core.objects import Thing
from segdesk.core.prompts import Polarity, Prompt, Prompts, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken, Report


class Session(QObject):
    """Document, history, lanes. A mask answers the prompts it was asked with, or it is dropped."""

    document_opened = Signal()
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
    too_large = Signal(object, object)
    """Carries the Request of a picture that opens only when asked for again without a limit, and the error."""
    exported = Signal(object)
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
        self._mask_levels: tuple[Mask, Pyramid] | None = None
        self._history = History()
        self._requests: dict[int, Request] = {}
        self._choice = road.Choice(engine)
        self._room = road.EngineRoom(desks)
        self.glimpse = Glimpse(self)
        self._engine_lane = Lane("engine", self)
        self._disk_lane = Lane("disk", self)
        self._engine_lane.answered.connect(self._on_answered)
        self._engine_lane.failed.connect(self._on_engine_failed)
        self._engine_lane.busy_changed.connect(self._on_busy_changed)
        self._engine_lane.progressed.connect(lambda _, stage, share: self.progressed.emit(stage, share))
        self._disk_lane.answered.connect(self._on_opened)
        self._disk_lane.failed.connect(self._on_not_opened)
        self._writing = Writing(self._disk_lane, self)
        self._writing.exported.connect(self.exported)
        self._writing.exported.connect(self.history_changed)
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
        mask = None if self._document is None else self._document.subject.mask
        if mask is None:
            return None
        if self._mask_levels is None or self._mask_levels[0] is not mask:
            self._mask_levels = (mask, Pyramid.of(mask.coverage))
        return self._mask_levels[1]

    @property
    def engine(self) -> str:
        return self._choice.engine

    @property
    def is_busy(self) -> bool:
        """True while the engine works."""
        return self._engine_lane.is_busy

    @property
    def is_writing(self) -> bool:
        """True while an export waits or runs."""
        return bool(self._writing.paths)

    @property
    def is_exporting(self) -> bool:
        """True while a file waits to be written or is being written."""
        return any(path is not None for path in self._writing.paths)

    @property
    def undo_name(self) -> str | None:
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        return self._history.redo_name

    @property
    def has_unexported(self) -> bool:
        """True when there is a mask or paint made here that no export holds."""
        return not self._writing.has_all_of(self._document)

    def warm_up(self) -> None:
        """Get ready for the first picture."""
        self._disk_lane.append(lambda cancel, report: road.warm_up())

    def open(self, request: Request) -> None:
        """Decode a picture and, when that went well, replace the document."""

        def load(cancel: CancelToken, report: Report) -> object:
            return road.load(request, self.glimpse.offer)

        self._requests[self._disk_lane.append(load)] = request
        self.opening_changed.emit(True)

    def add(self, prompt: Prompt) -> None:
        """A finished gesture becomes a step, and the engine is asked."""
        self._perform(steps.addition(prompt), AddPrompt(0, prompt))

    def replace(self, prompt: Prompt, by: Prompt, name: str, *, slides: bool = False) -> None:
        """Another prompt in the place of one becomes a step of this name; a slide goes on with its first step."""
        document = self._document
        if document is None:
            return
        edit = ReplacePrompt(document.active, document.subject.prompts.position(prompt), by)
        if slides:
            self._replace(self._history.slide(document, name, edit))
        else:
            self._perform(name, edit)

    def delete(self, thing: Thing) -> None:
        """A prompt goes, as a step."""
        if self._document is not None:
            self._perform(steps.deletion(thing), RemovePrompt(self._document.active, thing))

    def brush_hair(self, stroke: Stroke) -> None:
        """A stroke of the hair brush becomes a step, unless nothing can come of it, which is said."""
        document = self._document
        if document is None:
            return
        reason = steps.against_hair(document.subject)
        if reason is not None:
            self.noted.emit((Note.of(reason),))
            return
        keeps = stroke.polarity is Polarity.KEEP
        self._perform(self.tr("hair stroke") if keeps else self.tr("hair taken back"), AddHair(document.active, stroke))

    def retouch(self, stroke: RetouchStroke) -> None:
        """A stroke of the retouch brush becomes a step; no engine is asked, for none has a say in it."""
        if self._document is not None:
            self._perform(steps.retouching(stroke), AddRetouch(self._document.active, stroke))

    def set_edges(self, edges: EdgeSettings, name: str, *, slides: bool = False) -> None:
        """Other edge settings become a step of this name; a slide goes on with the step that it began with."""
        document = self._document
        if document is None or edges == document.subject.edges:
            return
        edit = SetEdges(document.active, edges)
        if slides:
            self._replace(self._history.slide(document, name, edit))
        else:
            self._perform(name, edit)

    def find_subject(self) -> None:
        """Ask for the main subject; boxes and strokes give way to it. Asked again, it is the next proposal's turn."""
        if self._document is None:
            return
        subject = self._document.subject
        if not subject.prompts.is_auto_alone:
            self._perform(self.tr("auto subject"), SetPrompts(0, Prompts(auto=True)))
        elif subject.mask is None or subject.is_stale:
            self._ask_unless_busy(self._document)
        elif subject.mask.source.candidates == 1:
            self.noted.emit((Note.of(Notice.SUBJECT_ALONE),))
        else:
            candidate = (subject.prompts.candidate + 1) % subject.mask.source.candidates
            self._perform(self.tr("next subject"), SetPrompts(0, Prompts(auto=True, candidate=candidate)))

    def clear(self) -> None:
        """Take all prompts, the mask and what was painted away, as one step."""
        if self._document is not None:
            subject = self._document.subject
            bald = [RemoveHair(0, at) for at in reversed(range(len(subject.hair)))]
            bare = [RemoveRetouch(0, at) for at in reversed(range(len(subject.retouch)))]
            self._perform(self.tr("clear"), SetPrompts(0, Prompts()), unmask_edit(self._document, 0), *bald, *bare)

    def undo(self) -> None:
        if self._document is not None:
            self._replace(self._history.undo(self._document))

    def redo(self) -> None:
        if self._document is not None:
            self._replace(self._history.redo(self._document))

    def choose(self, engine: str) -> None:
        """Ask this engine from now on, with the settings of now; whatever lacks its mask is asked for again."""
        self._engine_lane.cancel()
        self._choice = road.Choice(engine)
        if self._document is not None and self._document.subject.is_stale:
            self._ask(self._document)
        else:
            self._engine_lane.append(lambda cancel, report: self._room.close())

    def cancel(self) -> None:
        """Stop the engine and exports; document and files stay as they are."""
        self._writing.stop()
        self._engine_lane.cancel()

    def export(self, path: Path) -> None:
        """Write the cutout, after the answer the engine is working on."""
        self._when_settled(path)

    def copy(self) -> None:
        """Render the cutout for the clipboard, after the answer the engine is working on."""
        self._when_settled(None)

    def close(self) -> None:
        """Stop both lanes. The session is of no use after this."""
        self._disk_lane.close()
        self._engine_lane.close(lambda cancel, report: self._room.close())

    def _perform(self, name: str, *edits: Edit) -> None:
        if self._document is not None:
            self._replace(self._history.perform(self._document, name, edits))

    def _replace(self, document: Document) -> None:
        """Show another state of the same picture and ask for the mask it lacks."""
        before, self._document = self._document, document
        if before is document or before is None:
            return
        self.document_changed.emit(steps.changed_box(before, document))
        self.history_changed.emit()
        if document.subject.mask is before.subject.mask and document.subject.prompts == before.subject.prompts:
            return
        if document.subject.is_stale:
            self._ask(document)
        else:
            self._engine_lane.cancel()

    def _ask_unless_busy(self, base: Document) -> None:
        """Ask once more after a failure or a cancelled answer; a question under way stands."""
        if not self.is_busy:
            self._ask(base)

    def _ask(self, base: Document) -> None:
        room, question = self._room, road.Question(base, self.mask_levels, self._choice)

        def segment(cancel: CancelToken, report: Report) -> object:
            return room.segment(question, cancel=cancel, report=report)

        self._engine_lane.ask(segment)

    def _on_answered(self, _number: int, answered: object) -> None:
        if not isinstance(answered, road.Answered) or self._document is None:
            return
        answer, subject = answered.answer, self._document.subject
        asked = answer.base.subject
        if answer.base.picture is not self._document.picture or asked.mask is not subject.mask:
            return
        if asked.prompts != subject.prompts:
            return
        applied = answer.applied if answer.base is self._document else None
        self._document = self._history.join(self._document, answer.edit, applied)
        mask, patch = self._document.subject.mask, answer.edit.patch
        if mask is not None and answered.levels is not None:
            self._mask_levels = (mask, answered.levels)
        changed = Box(patch.columns[0], patch.rows[0], patch.columns[1], patch.rows[1])
        if mask is None or asked.mask is None:
            changed = Box.whole(answer.base.picture.size)
        self.document_changed.emit(changed)
        self.history_changed.emit()
        self.answered.emit(answer.engine, answered.seconds)
        if answer.notes:
            self.noted.emit(answer.notes)

    def _on_engine_failed(self, _number: int, error: Exception) -> None:
        detail = f"{type(error).__name__}: {error}"
        known = isinstance(error, SegDeskError)
        self.failed.emit(error if known else EngineError(Reason.ENGINE_FAILED, name=self.engine, detail=detail))

    def _on_busy_changed(self, is_busy: bool) -> None:
        self.busy_changed.emit(is_busy)
        if not is_busy:
            self._writing.go_on(self._document)

    def _when_settled(self, path: Path | None) -> None:
        if self.is_busy:
            self._writing.put_off(path)
        else:
            self._writing.write(self._document, path)

    def _on_opened(self, number: int, loaded: object) -> None:
        if isinstance(loaded, road.Loaded):
            del self._requests[number]
            self._adopt(loaded)
            self.opening_changed.emit(bool(self._requests))

    def _on_not_opened(self, number: int, error: Exception) -> None:
        request = self._requests.pop(number, None)
        if request is None:
            return
        self.glimpse.vanish()
        self.opening_changed.emit(bool(self._requests))
        if isinstance(error, PictureError) and error.reason is Reason.PICTURE_TOO_LARGE:
            self.too_large.emit(request, error)
        elif isinstance(error, SegDeskError):
            self.failed.emit(error)
        else:
            self.failed.emit(PictureError(Reason.PICTURE_DAMAGED, name=request.name))

    def _adopt(self, loaded: road.Loaded) -> None:
        self._engine_lane.cancel()
        self._writing.start_over()
        self._document, self._levels = loaded.document, loaded.levels
        mask, levels = loaded.document.subject.mask, loaded.mask_levels
        self._mask_levels = None if mask is None or levels is None else (mask, levels)
        self._history = History()
        self.glimpse.come_true()
        self.document_opened.emit()
        self.history_changed.emit()
        if not loaded.prompts.is_empty:
            self._perform(self.tr("prompts"), SetPrompts(0, loaded.prompts))
        if loaded.notes:
            self.noted.emit(loaded.notes)
