"""Writes and renders cutouts on the disk's lane, and knows whose work no export holds yet."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from segdesk.app import road
from segdesk.app.jobs import Lane
from segdesk.core.document import Document, EdgeSettings, MaskSource, Subject, Which
from segdesk.core.errors import OutputError, Reason, SegDeskError
from segdesk.core.prompts import Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken, Report

Made = tuple[MaskSource | None, EdgeSettings, tuple[Stroke, ...], tuple[RetouchStroke, ...]]
"""Where a subject's mask came from, how its edge was finished, where the hair brush was and what was painted."""


@dataclass(frozen=True)
class Order:
    """What is to be written where; without a path it is to be rendered for the clipboard."""

    path: Path | None
    which: Which = Which.ACTIVE


class Exports(QObject):
    """Orders are carried out one after the other, those that came while the engine worked once it is done."""

    written = Signal(object)
    """Carries the paths of what was written."""
    rendered = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._put_off: list[Order] = []
        self._running: dict[int, tuple[Order, dict[int, Made]]] = {}
        self._held: dict[int, Made] = {}
        """Key of a subject -> what was last written of it."""
        lane.answered.connect(self._on_answered)
        lane.failed.connect(self._on_failed)

    @property
    def is_writing(self) -> bool:
        """True while an order waits or runs."""
        return bool(self._put_off or self._running)

    @property
    def is_exporting(self) -> bool:
        """True while a file waits to be written or is being written."""
        return any(
            order.path is not None for order in (*self._put_off, *(order for order, _ in self._running.values()))
        )

    def lacks(self, document: Document) -> bool:
        """Whether something was made here that no export holds."""
        return any(
            made != self._held.get(subject.key)
            for subject in document.subjects
            if (made := _made(subject)) is not None and _is_own(made)
        )

    def put_off(self, order: Order) -> None:
        """Keep an order until `take_up`."""
        self._put_off.append(order)

    def take_up(self, document: Document | None) -> None:
        """Carry out what was put off."""
        orders, self._put_off = self._put_off, []
        for order in orders:
            self.carry_out(order, document)

    def carry_out(self, order: Order, document: Document | None) -> None:
        """Write or render a document's subjects as they are now."""
        if document is None:
            return

        def write(cancel: CancelToken, report: Report) -> object:
            if order.path is None:
                return road.render_cutout(document)
            return road.export(document, order.path, order.which, cancel=cancel)

        subjects = (document.subject,) if order.which is Which.ACTIVE else document.exported
        holds = {subject.key: made for subject in subjects if (made := _made(subject)) is not None}
        self._running[self._lane.append(write)] = (order, holds)

    def start_over(self) -> None:
        """Another picture: what was put off is not wanted, and nothing of it is held."""
        self._put_off.clear()
        self._held.clear()

    def _on_answered(self, number: int, answer: object) -> None:
        order, holds = self._running.pop(number, (None, {}))
        if order is None:
            return
        if order.path is None:
            self.rendered.emit(answer)
        else:
            self._held.update(holds)
            self.written.emit(answer)

    def _on_failed(self, number: int, error: Exception) -> None:
        order, _ = self._running.pop(number, (None, {}))
        if order is None:
            return
        name = "" if order.path is None else order.path.name
        known = isinstance(error, SegDeskError)
        self.failed.emit(error if known else OutputError(Reason.OUTPUT_FAILED, name=name, detail=type(error).__name__))


def _made(subject: Subject) -> Made | None:
    """What an export of a subject would hold."""
    source = None if subject.mask is None else subject.mask.source
    return None if subject.is_blank else (source, subject.edges, subject.hair, subject.retouch)


def _is_own(made: Made) -> bool:
    """Whether any of it was done here rather than found in the file."""
    source, *rest = made
    return source is None or not source.prompts.is_empty or rest != [EdgeSettings(), (), ()]
