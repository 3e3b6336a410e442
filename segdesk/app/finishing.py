"""Keeps the finished edges of the document in view: small ones at once, those of full size when the hand rests.

It only looks at the document. Two lanes work, so that a slider answers while the full size is still being made.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from segdesk.app.finishable import Finishable, looks_same
from segdesk.app.jobs import Lane
from segdesk.app.layers import Edged, Footing, Layer, Question, Sight
from segdesk.app.session import Session
from segdesk.core.document import Document, Picture, Subject
from segdesk.core.errors import EngineError, Reason
from segdesk.core.geometry import Box
from segdesk.core.work import CancelToken, Report

REST_SECONDS = 0.15
"""How long nothing may change before the full size is begun."""


class Finishing(QObject):
    """Answers each change of mask or edge settings with layers; what a newer change overtook is dropped."""

    layers_changed = Signal(object)
    """Carries the Layers to paint from, the best first; none where the mask itself is what is to be seen."""
    busy_changed = Signal(bool)
    """Whether the full size is being made."""
    progressed = Signal(str, float)
    square_shown = Signal(object, object)
    """From the lane: the Question whose answer it is part of, and a Layer."""
    finished = Signal(object)
    """Carries an Edged of full size."""
    failed = Signal(object)
    """Carries an EngineError; the view keeps what it shows."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._sight = session, Sight(Box(0, 0, 0, 0), 1.0)
        self._subject: Subject | None = None
        self._of: tuple[Picture, int] | None = None
        """Whose edges these are: the picture, and the subject's key."""
        self._is_due = self._is_held = self._is_paused = False
        self._near: Edged | None = None
        """What was made for the view, while the whole is older."""
        self._whole: Edged | None = None
        self._finishable = Finishable()
        self._recall: Callable[[Subject], Edged | None] = lambda _: None
        self._footing: Footing | None = None
        self._squares: tuple[Layer, ...] = ()
        """What is there of a whole that is being made."""
        self._asked: Question | None = None
        self._live, self._full = Lane("live edges", self), Lane("edges", self)
        self._rest = QTimer(self, singleShot=True, interval=round(REST_SECONDS * 1000))
        self._rest.timeout.connect(self._ask_full)
        self._live.answered.connect(self._on_live)
        self._live.busy_changed.connect(self._on_live_ended)
        self._live.failed.connect(self._on_failed)
        self._full.answered.connect(self._on_full)
        self.square_shown.connect(self._on_square, Qt.ConnectionType.QueuedConnection)
        self._full.failed.connect(self._on_failed)
        self._full.busy_changed.connect(self.busy_changed)
        self._full.progressed.connect(lambda _, stage, share: self.progressed.emit(stage, share))
        session.document_opened.connect(self._on_changed)
        session.document_changed.connect(self._on_changed)

    @property
    def is_busy(self) -> bool:
        """True until the view shows what is exported, or the full size was cancelled."""
        return self._live.is_busy or self._full.is_busy or self._rest.isActive()

    @property
    def finished_layer(self) -> Layer | None:
        """What is exported of the active subject, where it is there at full size."""
        return self._whole.layer if self._whole is not None and self._has_whole() else None

    def consult(self, recall: Callable[[Subject], Edged | None]) -> None:
        """Who remembers what subjects came to at full size while they were in hand before."""
        self._recall = recall

    def look_at(self, sight: Sight) -> None:
        """Another part of the picture is in view, or at another scale."""
        if sight != self._sight:
            if sight.scale != self._sight.scale:
                self._drop_squares()
            self._sight = sight
            if self._subject is not None and not self._has_whole():
                self._ask_live()

    def hold(self, is_held: bool) -> None:
        """While a slider is held nothing is made at full size."""
        self._is_held = is_held
        if is_held:
            self._rest.stop()
        elif self._subject is not None and not (self._is_paused or self._has_whole()):
            self._ask_full()

    def pause(self, is_paused: bool) -> None:
        """While the hand draws nothing is begun, whatever comes, and what runs is stopped: it would take its time."""
        self._is_paused = is_paused
        if is_paused:
            self.cancel()
            self._live.cancel()
            self._is_due = False
        elif self._subject is not None and not self._has_whole():
            self._ask()

    def cancel(self) -> None:
        """Stop making the full size; the view keeps what it shows."""
        self._rest.stop()
        self._full.cancel()
        self._asked = None

    def close(self) -> None:
        """Stop both lanes. It is of no use after this."""
        self._rest.stop()
        self._live.close()
        self._full.close()

    def _on_changed(self, _changed: object = None) -> None:
        document, before = self._session.document, self._subject
        subject = None if document is None else self._wanted(document)
        self._subject = subject
        of, self._of = self._of, None if document is None else (document.picture, document.active)
        is_another = of != self._of
        if subject is not None and before is not None and not is_another and looks_same(before, subject):
            return
        self.cancel()
        self._squares = ()
        if subject is None or is_another:
            self._live.cancel()
            self._near = self._whole = self._footing = None
            self._is_due = False
            # Under paint, which wins over any mask, the view would go on showing what another subject came to.
            self.layers_changed.emit(())
        if subject is None:
            return
        if before is None or before.mask is not subject.mask:
            self._live.cancel()
        if not self._has_whole():
            self._whole = self._recall(subject) or self._whole
        if self._has_whole():
            self._near, self._is_due = None, False
            self._show()
            return
        self._ask()

    def _lacks_paint_alone(self) -> bool:
        """Whether the full size shown needs no more than paint, which the view lays on it better than at its own."""
        whole, subject = self._whole, self._subject
        return whole is not None and subject is not None and _is_repainted(whole.subject, subject)

    def _has_whole(self) -> bool:
        whole, subject = self._whole, self._subject
        return whole is not None and subject is not None and looks_same(whole.subject, subject)

    def _wanted(self, document: Document) -> Subject | None:
        """The subject whose edges are to be finished, if any are."""
        return self._finishable.wanted(document.subject, document.picture.size)

    def _question(self) -> Question | None:
        session = self._session
        document, levels, mask_levels = session.document, session.levels, session.mask_levels
        if self._subject is None or document is None or levels is None:
            return None
        if mask_levels is None:
            document, mask_levels = document.with_subject(document.active, self._subject), self._finishable.levels
        if mask_levels is None:
            return None
        bases = tuple(edged.base for edged in (self._whole, self._near) if edged is not None)
        return Question(document, levels, mask_levels, self._sight, bases, self._footing)

    def _ask(self) -> None:
        """For the view at once, and for the full size when the hand rests."""
        if not self._lacks_paint_alone():
            self._ask_live()
        if not (self._is_held or self._is_paused):
            self._rest.start()

    def _ask_live(self) -> None:
        """Only the newest value counts, but what runs may end: were it stopped, a moving hand would see nothing."""
        if self._is_paused:
            return
        question = self._question()
        self._is_due = self._live.is_busy
        if question is None or self._is_due:
            return

        def shape(cancel: CancelToken, report: Report) -> object:
            # OpenCV is loaded with the first picture, not with the window.
            from segdesk.app import edging

            return edging.live(question, cancel=cancel)

        self._live.ask(shape)

    def _ask_full(self) -> None:
        self._asked = question = self._question()
        if question is None:
            return
        shows_squares = not self._lacks_paint_alone()

        def show(layer: Layer) -> None:
            if shows_squares:
                self.square_shown.emit(question, layer)

        def finish(cancel: CancelToken, report: Report) -> object:
            from segdesk.app import edging

            return edging.full(question, cancel=cancel, report=report, show=show)

        self._full.ask(finish)

    def _on_live(self, _number: int, edged: object) -> None:
        if isinstance(edged, Edged) and self._is_of_now(edged) and not self._has_whole():
            self._near, self._footing = edged, edged.footing
            self._show()

    def _on_live_ended(self, is_busy: bool) -> None:
        if not is_busy and self._is_due:
            self._ask_live()

    def _on_square(self, question: object, layer: Layer) -> None:
        if question is self._asked is not None:
            self._squares = (*self._squares, layer)
            self._show()

    def _drop_squares(self) -> None:
        """At another scale they would be too coarse, or needlessly fine."""
        self._asked = None
        if self._squares:
            self._squares = ()
            self._show()

    def _on_full(self, _number: int, edged: object) -> None:
        if isinstance(edged, Edged) and self._is_of_now(edged):
            self._squares, self._asked = (), None
            self._whole, self._near, self._is_due = edged, None, False
            self._show()
            self.finished.emit(edged)

    def _on_failed(self, _number: int, error: Exception) -> None:
        detail = f"{type(error).__name__}: {error}"
        self.failed.emit(EngineError(Reason.ENGINE_FAILED, name="matting", detail=detail))

    def _is_of_now(self, edged: Edged | None) -> bool:
        """Whether it was made from the mask that is there; its settings may have moved on."""
        return edged is not None and self._subject is not None and edged.subject.mask is self._subject.mask

    def _show(self) -> None:
        shown = [edged.layer for edged in (self._near, self._whole) if edged is not None and self._is_of_now(edged)]
        self.layers_changed.emit((*self._squares, *shown))


def _is_repainted(before: Subject, after: Subject) -> bool:
    """Whether there is more paint and nothing else is new; the view shows that by itself."""
    is_more = len(after.retouch) > len(before.retouch) and after.retouch[: len(before.retouch)] == before.retouch
    return is_more and looks_same(before, replace(after, retouch=before.retouch))
