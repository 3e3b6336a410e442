"""Asks several engines about the same prompts and lets one answer be taken; the document is the session's to change.

The sheet is imported when it is first opened, so that the window shows before it.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from segdesk.app import road
from segdesk.app.actions import Actions
from segdesk.app.clouds import Clouds, Readiness
from segdesk.app.jobs import Lane
from segdesk.app.lines import bound
from segdesk.app.models import Models
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.words import engine_words
from segdesk.core.document import Document
from segdesk.core.edits import SetPrompts, objection
from segdesk.core.errors import EngineError, Reason, SegDeskError
from segdesk.core.notes import Note
from segdesk.core.work import CancelToken, Report
from segdesk.engines import CLOUDS, MODEL, engine_names

if TYPE_CHECKING:
    from segdesk.app.comparesheet import CompareSheet
    from segdesk.app.contest import Entry


HERE: Final = "here"
"""The lane of the engines that work on this computer."""


class Comparing(QObject):
    """Engines of this computer answer at once, one after the other; a cloud when its button is pressed, not before.

    Two that share the cores would both seem slow, so those have one lane; a cloud has its own and waits for nobody.
    """

    def __init__(self, session: Session, clouds: Clouds, models: Models, *, commands: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._clouds, self._models, self._window = session, clouds, models, window
        self._palette: Palette | None = None
        self.sheet: CompareSheet | None = None
        self.desks: road.MakeDesk = clouds.make_granted_desk
        self._question: Document | None = None
        """The document as all engines are asked about it."""
        self._entries: dict[str, Entry] = {}
        self._jobs: dict[tuple[str, int], str] = {}
        """A lane's name and its job's number -> the engine."""
        self._lanes: dict[str, Lane] = {}
        self._rooms: dict[str, road.EngineRoom] = {}
        """Those of the sheet that is or was up, by their lanes."""
        clouds.changed.connect(self._offer)
        models.changed.connect(self._offer)
        session.document_changed.connect(self._on_document_changed)
        session.document_opened.connect(self._leave)
        commands.bind({"compare": self.open})

    @property
    def is_busy(self) -> bool:
        """True while an engine is being asked."""
        return any(lane.is_busy for lane in self._lanes.values())

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        if self.sheet is not None:
            self.sheet.dress(palette)

    def open(self) -> None:
        """Show the sheet and ask what may be asked at once, unless the subject takes no other mask, which is said."""
        document = self._session.document
        if document is None or self._palette is None or self.sheet is not None:
            return
        notice = objection(document, SetPrompts(document.active, document.subject.prompts))
        if notice is not None:
            self._session.noted.emit((Note.of(notice),))
            return
        from segdesk.app.comparesheet import CompareSheet
        from segdesk.app.contest import asked

        self._question, self._rooms = asked(document), {}
        self.sheet = CompareSheet(document.picture.size, self._palette, self._window)
        self.sheet.introduce(is_auto=document.subject.prompts.is_empty)
        self.sheet.asked.connect(self._ask)
        self.sheet.used.connect(self._use)
        self.sheet.finished.connect(self._on_closed)
        self._offer()
        self._clouds.look()
        self._models.look()
        self.sheet.open()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._leave()
        for name, lane in self._lanes.items():
            # What waits there to be closed is dropped with all else that waits.
            room = self._rooms.get(name)
            lane.close(None if room is None else lambda cancel, report, room=room: room.close())

    def _offer(self) -> None:
        """A card for each engine that is ready now; those that need no leave are asked when they get theirs."""
        sheet = self.sheet
        if sheet is None:
            return
        ready = [engine for engine in engine_names() if engine in sheet.cards or self._is_ready(engine)]
        fresh = [engine for engine in ready if engine not in sheet.cards]
        sheet.show_engines(ready, [engine for engine in engine_names() if engine not in ready])
        for engine in fresh:
            if engine in CLOUDS:
                sheet.cards[engine].offer(self._leave_words(engine))
            else:
                self._ask(engine)

    def _is_ready(self, engine: str) -> bool:
        if engine == MODEL:
            known = self._models.known
            return known is not None and known.model is not None
        return self._clouds.readiness(engine) is Readiness.READY

    def _leave_words(self, engine: str) -> str:
        if engine == "aliyun":
            words = self.tr(
                "Asking sends the picture, {size} pixels, to {host} and the storage it names. Nothing is sent before."
            )
        else:
            words = self.tr("Asking sends the picture, {size} pixels, to {host}. Nothing is sent before.")
        assert self._question is not None
        size = self._question.picture.size
        pixels = bound(f"{size.width} × {size.height}")
        return words.format(size=pixels, host=self._clouds.host(engine))

    def _ask(self, engine: str) -> None:
        sheet, base = self.sheet, self._question
        if sheet is None or base is None:
            return
        sheet.cards[engine].wait()
        room = self._rooms.setdefault(_lane_of(engine), road.EngineRoom(self.desks))
        question = road.Question(base, None, road.Choice(engine))
        self._put(engine, lambda cancel, report: room.segment(question, cancel=cancel, report=report))

    def _put(self, engine: str, answer: "road.Ask") -> None:
        """Have an answer measured against the document of now."""
        document, levels, sheet = self._session.document, self._session.levels, self.sheet
        if document is None or levels is None or sheet is None:
            return
        side = sheet.side

        def enter(cancel: CancelToken, report: Report) -> object:
            from segdesk.app import contest

            return contest.enter(answer(cancel, report), document, levels, side=side)

        name = _lane_of(engine)
        self._jobs[name, self._lane(name).append(enter)] = engine

    def _lane(self, name: str) -> Lane:
        """The lane of this name, which is there from its first question on."""
        if name not in self._lanes:
            lane = self._lanes[name] = Lane(f"compare {name}", self)
            lane.answered.connect(lambda number, entry: self._on_answered((name, number), entry))
            lane.failed.connect(lambda number, error: self._on_failed((name, number), error))
            lane.progressed.connect(lambda number, stage, share: self._on_progressed((name, number), stage, share))
        return self._lanes[name]

    def _use(self, engine: str) -> None:
        from segdesk.app.contest import taking

        entry, sheet, document = self._entries.get(engine), self.sheet, self._session.document
        if entry is None or sheet is None or document is None:
            return
        edits = entry.edits if _is_on(entry, document) else taking(entry.answered, document)
        sheet.accept()
        self._session.perform(self.tr("mask of {engine}").format(engine=engine_words(engine)), *edits)

    def _leave(self) -> None:
        if self.sheet is not None:
            self.sheet.reject()

    def _on_closed(self, _result: int) -> None:
        sheet, self.sheet = self.sheet, None
        self._question = None
        self._entries.clear()
        self._jobs.clear()
        for name, room in self._rooms.items():
            self._lanes[name].cancel()
            self._lanes[name].append(lambda cancel, report, room=room: room.close())
        if sheet is not None:
            sheet.deleteLater()

    def _on_document_changed(self, _changed: object) -> None:
        """The engine that was at work may have brought a mask: answers are compared with that one then."""
        document = self._session.document
        if document is None or self.sheet is None:
            return
        for engine, entry in self._entries.items():
            if not _is_on(entry, document) and engine not in self._jobs.values():
                answered = entry.answered
                self._put(engine, lambda cancel, report, answered=answered: answered)

    def _on_answered(self, job: tuple[str, int], entry: object) -> None:
        from segdesk.app.contest import Entry

        engine, document = self._jobs.pop(job, None), self._session.document
        if engine is None or document is None or self.sheet is None or not isinstance(entry, Entry):
            return
        self._entries[engine] = entry
        self.sheet.cards[engine].show_entry(entry)
        self._on_document_changed(None)

    def _on_failed(self, job: tuple[str, int], error: Exception) -> None:
        engine = self._jobs.pop(job, None)
        if engine is None or self.sheet is None:
            return
        detail = f"{type(error).__name__}: {error}"
        known = isinstance(error, SegDeskError)
        self.sheet.cards[engine].fail(error if known else EngineError(Reason.ENGINE_FAILED, name=engine, detail=detail))

    def _on_progressed(self, job: tuple[str, int], stage: str, share: float) -> None:
        engine = self._jobs.get(job)
        if engine is not None and self.sheet is not None:
            self.sheet.cards[engine].work(stage, share)


def _lane_of(engine: str) -> str:
    return engine if engine in CLOUDS else HERE


def _is_on(entry: "Entry", document: Document) -> bool:
    """Whether an answer was compared with the mask that a document has."""
    return entry.on.subject.mask is document.subject.mask
