"""Keeps the trimap of the document at hand while its view shows; nobody waits for it, and a newer one overtakes it."""

from PySide6.QtCore import QObject, Signal

from segdesk.app.jobs import Lane
from segdesk.app.layers import Question, Sight
from segdesk.app.pyramid import Pyramid
from segdesk.app.session import Session
from segdesk.core.document import Subject
from segdesk.core.errors import EngineError, Reason
from segdesk.core.geometry import Box
from segdesk.core.work import CancelToken, Report


class Trimaps(QObject):
    """Asks for a trimap whenever the subject's mask, its marks or its edge settings are others."""

    changed = Signal(object)
    """Carries the Pyramid of the trimap, or None while there is none of what is shown."""
    failed = Signal(object)
    """Carries an EngineError."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._is_wanted = session, False
        self._asked: Subject | None = None
        self._lane = Lane("trimap", self)
        self._lane.answered.connect(self._on_answered)
        self._lane.failed.connect(self._on_failed)
        session.document_opened.connect(self._look)
        session.document_changed.connect(self._look)

    @property
    def is_busy(self) -> bool:
        return self._lane.is_busy

    def want(self, is_wanted: bool) -> None:
        """Whether its view shows; while it does not, none is made."""
        self._is_wanted = is_wanted
        self._look()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._lane.close()

    def _look(self, _changed: object = None) -> None:
        question = self._question()
        subject = None if question is None else question.subject
        if subject is not None and self._asked is not None and _looks_same(subject, self._asked):
            return
        self._lane.cancel()
        if self._asked is not None and not _differs_by_hair(subject, self._asked):
            self.changed.emit(None)
        self._asked = subject
        if question is not None:
            self._ask(question)

    def _question(self) -> Question | None:
        session, nowhere = self._session, Sight(Box(0, 0, 0, 0), 1.0)
        document, levels, mask_levels = session.document, session.levels, session.mask_levels
        if not self._is_wanted or document is None or levels is None or mask_levels is None:
            return None
        return Question(document, levels, mask_levels, nowhere)

    def _ask(self, question: Question) -> None:
        def find(cancel: CancelToken, report: Report) -> object:
            # OpenCV is loaded with the first picture, not with the window.
            from segdesk.app import edging

            return edging.trimap(question, cancel=cancel)

        self._lane.ask(find)

    def _on_answered(self, _number: int, levels: object) -> None:
        if isinstance(levels, Pyramid):
            self.changed.emit(levels)

    def _on_failed(self, _number: int, error: Exception) -> None:
        detail = f"{type(error).__name__}: {error}"
        self.failed.emit(EngineError(Reason.ENGINE_FAILED, name="matting", detail=detail))


def _differs_by_hair(one: Subject | None, other: Subject) -> bool:
    """Whether a trimap may stay in view until the new one is there: the strokes over it tell what is new."""
    return one is not None and one.mask is other.mask and one.edges == other.edges


def _looks_same(one: Subject, other: Subject) -> bool:
    return one.mask is other.mask and one.edges == other.edges and one.hair == other.hair
