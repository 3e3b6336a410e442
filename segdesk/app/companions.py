"""Keeps the finished edges of the visible subjects that are not in hand, so that all are seen as a file will hold them.

What was finished while a subject was in hand is kept; only what is missing is made, one subject after the other, when
the hand rests.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from segdesk.app.finishable import Finishable, looks_same
from segdesk.app.jobs import Lane
from segdesk.app.layers import Companion, Edged, Layer, Question, Sight
from segdesk.app.pyramid import Pyramid, Quilts
from segdesk.app.session import Session
from segdesk.core.document import Document, Subject
from segdesk.core.errors import EngineError, Reason
from segdesk.core.geometry import Box
from segdesk.core.work import CancelToken, Report

REST_SECONDS = 0.4
"""How long nothing may change before what is missing is made: the subject in hand comes first."""


@dataclass(frozen=True, eq=False)
class _Made:
    """A subject as it was when its edges were finished, what they came to, and the share of the picture they keep."""

    subject: Subject
    edged: Edged
    share: float


class Companions(QObject):
    """Only looks at the document. Of each subject it keeps the latest finished edges."""

    changed = Signal()
    """Finished edges came, or went."""
    failed = Signal(object)
    """Carries an EngineError."""

    def __init__(self, session: Session, is_busy: Callable[[], bool], *, parent: QObject) -> None:
        """`is_busy` tells whether the subject in hand is still being finished."""
        super().__init__(parent)
        self._session, self._is_in_turn = session, is_busy
        self._made: dict[int, _Made] = {}
        self._finishable = Finishable()
        self._asked: Subject | None = None
        self._is_paused = False
        self._lane = Lane("other edges", self)
        self._rest = QTimer(self, singleShot=True, interval=round(REST_SECONDS * 1000))
        self._rest.timeout.connect(self._ask)
        self._lane.answered.connect(self._on_made)
        self._lane.failed.connect(self._on_failed)
        session.document_opened.connect(self._on_opened)
        session.document_changed.connect(self._on_changed)

    @property
    def is_busy(self) -> bool:
        """True while edges of companions are missing."""
        return self._lane.is_busy or self._rest.isActive()

    @property
    def shown(self) -> tuple[Companion, ...]:
        """The visible subjects beside the one in hand, the first above the others."""
        document = self._session.document
        if document is None:
            return ()
        at = document.place_of(document.active)
        others = (each for each in document.exported if each.key != document.active)
        return tuple(self._companion(each, is_above=document.place_of(each.key) < at) for each in others)

    def keep(self, edged: Edged) -> None:
        """What a subject's edges came to at full size."""
        subject = edged.subject
        self._made[subject.key] = _Made(subject, edged, _share(edged.layer.alpha))
        self.changed.emit()

    def recall(self, subject: Subject) -> Edged | None:
        """What was kept of a subject that is as it was then."""
        made = self._made.get(subject.key)
        return made.edged if made is not None and self._is_of(made, subject) else None

    def share_of(self, subject: Subject) -> float | None:
        """The part of the picture a subject keeps with its edges finished, 0..1; by its mask until they are."""
        made = self._made.get(subject.key)
        if made is not None and self._is_of(made, subject):
            return made.share
        levels = self._session.levels_of(subject)
        return None if levels is None else _share(levels)

    def pause(self, is_paused: bool) -> None:
        """As Finishing's: while the hand draws nothing is made."""
        self._is_paused = is_paused
        if is_paused:
            self._rest.stop()
            self._lane.cancel()
            self._asked = None
        else:
            self._on_changed()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._rest.stop()
        self._lane.close()

    def _companion(self, subject: Subject, *, is_above: bool) -> Companion:
        return Companion(self._session.levels_of(subject), self._layer_of(subject), subject.traits.colour, is_above)

    def _is_of(self, made: _Made, subject: Subject) -> bool:
        document = self._session.document
        wanted = None if document is None else self._finishable.wanted(subject, document.picture.size)
        if wanted is None:
            return False
        # Paint without a mask lies on an empty one, and there may be several of these.
        return looks_same(made.subject, wanted if subject.mask else replace(wanted, mask=made.subject.mask))

    def _layer_of(self, subject: Subject) -> Layer | None:
        edged = self.recall(subject)
        return None if edged is None else edged.layer

    def _on_opened(self) -> None:
        self._made.clear()
        self._on_changed()

    def _on_changed(self, _changed: object = None) -> None:
        document = self._session.document
        if document is None:
            return
        self._made = {
            key: made
            for key, made in self._made.items()
            if document.has(key) and _may_serve(made, document.subject_of(key))
        }
        self.changed.emit()
        missing = self._missing(document)
        if self._asked is not None and not any(looks_same(self._asked, each) for each in missing):
            self._lane.cancel()
            self._asked = None
        if missing and self._asked is None and not self._is_paused:
            self._rest.start()

    def _missing(self, document: Document) -> list[Subject]:
        """The companions whose finished edges are not there, as they are to be finished."""
        others = (each for each in document.exported if each.key != document.active and self._layer_of(each) is None)
        wanted = (self._finishable.wanted(each, document.picture.size) for each in others)
        return [each for each in wanted if each is not None]

    def _ask(self) -> None:
        document, levels = self._session.document, self._session.levels
        missing = [] if document is None else self._missing(document)
        if document is None or levels is None or not missing:
            return
        if self._is_in_turn() or self._session.is_busy:
            self._rest.start()
            return
        subject = missing[0]
        mask_levels = self._session.levels_of(document.subject_of(subject.key)) or self._finishable.levels
        assert mask_levels is not None
        base = document.with_subject(subject.key, subject).with_active(subject.key)
        self._asked, question = subject, Question(base, levels, mask_levels, Sight(Box(0, 0, 0, 0), 1.0))

        def finish(cancel: CancelToken, report: Report) -> object:
            # OpenCV is loaded with the first picture, not with the window.
            from segdesk.app import edging

            return edging.full(question, cancel=cancel, report=report)

        self._lane.ask(finish)

    def _on_made(self, _number: int, edged: object) -> None:
        self._asked = None
        if isinstance(edged, Edged):
            self.keep(edged)
            self._on_changed()

    def _on_failed(self, _number: int, error: Exception) -> None:
        # It is not asked for again: it would fail again.
        detail = f"{type(error).__name__}: {error}"
        self.failed.emit(EngineError(Reason.ENGINE_FAILED, name="matting", detail=detail))


def _may_serve(made: _Made, subject: Subject) -> bool:
    """Whether what was made of a subject may ever show again: with its mask gone, which is large, it does not."""
    return made.subject.mask is subject.mask if subject.mask is not None else bool(subject.retouch)


def _share(levels: Pyramid | Quilts) -> float:
    """How much is inside, from the coarsest level of 65,536 pixels and more, whose values are averages."""
    large = [level for level in levels.levels if level.shape[0] * level.shape[1] >= 1 << 16] or [levels.levels[0]]
    return float(np.asarray(large[-1]).mean() / 255)
