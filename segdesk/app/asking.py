"""Asks the engine for the masks that subjects lack, the active one's first, on a lane of its own."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from segdesk.app import road
from segdesk.app.jobs import Lane
from segdesk.app.pyramid import Pyramid
from segdesk.core.document import Document, Subject
from segdesk.core.errors import EngineError, Reason, SegDeskError
from segdesk.core.work import CancelToken, Report

LevelsOf = Callable[[Subject], Pyramid | None]
"""What a subject's mask is painted from."""


class Asking(QObject):
    """Knows which subjects wait for an answer: what was put off for a newer question is asked after it."""

    answered = Signal(object)
    """Carries a `road.Answered`, whose base has the subject that was asked about as its active one."""
    busy_changed = Signal(bool)
    progressed = Signal(str, float)
    failed = Signal(object)

    def __init__(self, engine: str, desks: road.MakeDesk, levels_of: LevelsOf, *, parent: QObject) -> None:
        super().__init__(parent)
        self._choice, self._room = road.Choice(engine), road.EngineRoom(desks)
        self._levels_of = levels_of
        self._waiting: dict[int, int] = {}
        """Job -> key of its subject."""
        self._lane = Lane("engine", self)
        self._lane.answered.connect(self._on_answered)
        self._lane.failed.connect(self._on_failed)
        self._lane.busy_changed.connect(self.busy_changed)
        self._lane.progressed.connect(lambda _, stage, share: self.progressed.emit(stage, share))

    @property
    def engine(self) -> str:
        return self._choice.engine

    @property
    def is_busy(self) -> bool:
        """True while the engine works."""
        return self._lane.is_busy

    def awaits(self, key: int) -> bool:
        """Whether a subject waits for an answer."""
        return key in self._waiting.values()

    def follow(self, before: Document, after: Document) -> None:
        """Ask about all whose prompts or mask are others than before."""
        old, new = ({subject.key: subject for subject in document.subjects} for document in (before, after))
        changed = [key for key in old | new if not _says_the_same(old.get(key), new.get(key))]
        if changed:
            self.ask(after, changed)

    def ask(self, document: Document, keys: Iterable[int]) -> None:
        """Ask anew for those of these subjects that lack their mask, and for those that still wait."""
        owing = [key for key in {**dict.fromkeys(keys), **dict.fromkeys(self._waiting.values())} if document.has(key)]
        owing.sort(key=lambda key: key != document.active)
        self.cancel()
        for key in owing:
            if document.subject_of(key).is_stale:
                self._put(document, key)

    def choose(self, engine: str, document: Document | None) -> None:
        """Ask this engine from now on, with the settings of now, and the first about whatever lacks its mask."""
        waiting = tuple(self._waiting.values())
        self.cancel()
        self._choice = road.Choice(engine)
        if document is not None:
            self.ask(document, (document.active, *waiting))
        if not self._waiting:
            self._lane.append(lambda cancel, report: self._room.close())

    def cancel(self) -> None:
        """Stop the engine; nobody waits any more."""
        self._waiting.clear()
        self._lane.cancel()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._lane.close(lambda cancel, report: self._room.close())

    def _put(self, document: Document, key: int) -> None:
        base, room = document.with_active(key), self._room
        question = road.Question(base, self._levels_of(base.subject), self._choice)

        def segment(cancel: CancelToken, report: Report) -> object:
            return room.segment(question, cancel=cancel, report=report)

        self._waiting[self._lane.append(segment)] = key

    def _on_answered(self, number: int, answered: object) -> None:
        self._waiting.pop(number, None)
        if isinstance(answered, road.Answered):
            self.answered.emit(answered)

    def _on_failed(self, number: int, error: Exception) -> None:
        self._waiting.pop(number, None)
        detail = f"{type(error).__name__}: {error}"
        known = isinstance(error, SegDeskError)
        self.failed.emit(error if known else EngineError(Reason.ENGINE_FAILED, name=self.engine, detail=detail))


def _says_the_same(one: Subject | None, other: Subject | None) -> bool:
    if one is None or other is None or one is other:
        return one is other
    return one.mask is other.mask and one.prompts == other.prompts
