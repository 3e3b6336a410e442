"""Exports and copies of the cutout: each may wait for the engine, tells how far it is, and can be stopped."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from segdesk.app import wayout
from segdesk.app.exported import Exported, made_of
from segdesk.app.jobs import Lane
from segdesk.core.document import Document, Which
from segdesk.core.errors import OutputError, Reason, SegDeskError
from segdesk.core.exporting import CUTOUT, Recipe
from segdesk.core.work import CancelToken, Report


@dataclass(frozen=True)
class Order:
    """Where to, what of and how; without a path it is the clipboard, for which a cutout is only rendered.

    beside: where the clipboard's file is put, for programs that take files rather than pictures.
    called: where it goes instead, as its size is part of its name; the path is what is expected of that.
    """

    path: Path | None
    which: Which = Which.ACTIVE
    recipe: Recipe = CUTOUT
    beside: Path | None = None
    called: wayout.Called | None = None


@dataclass(frozen=True, eq=False)
class Handover:
    """Files that are being written for another program."""

    done: Future[tuple[Path, ...]]
    settle: Callable[[bool], None]
    """To be told whether they were taken, which counts as an export; if not they need not be written any further."""


@dataclass(eq=False)
class _Loan:
    """Files for another program: where they are, what they hold, and the record that this goes into when they are both
    written and taken."""

    path: Path
    made: Exported
    record: Exported
    is_taken: bool = False
    is_written: bool = False


class Writing(QObject):
    """Carries out orders on a lane that others use too."""

    exported = Signal(object)
    """Carries the paths of all files of an order."""
    counted = Signal()
    """There is more that exports hold."""
    rendered = Signal(object)
    """Carries a `Copied`."""
    progressed = Signal(object, float)
    """Carries the path and the share that is done."""
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._waiting: list[Order] = []
        self._running: dict[int, tuple[Order, Exported, Exported]] = {}
        """Job -> order, what it holds when it is done, and the record that this goes into."""
        self._loans: dict[int, _Loan] = {}
        self.record: Exported = {}
        lane.answered.connect(self._on_answered)
        lane.failed.connect(self._on_failed)
        lane.progressed.connect(self._on_progressed)

    @property
    def orders(self) -> list[Order]:
        """All that wait or run."""
        return self._waiting + [order for order, _, _ in self._running.values()]

    @property
    def has_put_off(self) -> bool:
        """Whether a file is to be written later."""
        return any(order.path is not None for order in self._waiting)

    def put_off(self, order: Order) -> None:
        """Write later what is there then."""
        self._waiting.append(order)

    def go_on(self, document: Document | None) -> None:
        """Write now what was put off."""
        waiting, self._waiting = self._waiting, []
        for order in waiting:
            self.write(document, order)

    def write(self, document: Document | None, order: Order) -> None:
        """Write a document, when those before it are written."""
        if document is None:
            return
        path = order.path

        def write(cancel: CancelToken, report: Report) -> object:
            if path is None:
                return wayout.render_cutout(document, order.recipe, order.beside, cancel=cancel, report=report)
            place = order.called or path
            return wayout.export(document, place, order.which, recipe=order.recipe, cancel=cancel, report=report)

        self._running[self._lane.append(write)] = order, _made(document, order), self.record

    def hand_over(self, document: Document, order: Order) -> "Handover":
        """Write what another program is to have, whatever else is under way; its file is for the caller to remove."""
        path, done = order.path, Future[tuple[Path, ...]]()
        assert path is not None

        def write(cancel: CancelToken, report: Report) -> object:
            if not done.set_running_or_notify_cancel():
                return None
            try:
                place = order.called or path
                paths = wayout.export(document, place, order.which, recipe=order.recipe, cancel=cancel, report=report)
            except BaseException as error:
                done.set_exception(error)
                raise
            done.set_result(paths)
            return paths

        job = self._lane.append(write)
        self._loans[job] = _Loan(path, _made(document, order), self.record)

        def settle(is_taken: bool) -> None:
            if is_taken and job in self._loans:
                self._count_loan(job, is_taken=True)
            elif not is_taken:
                self._lane.drop(job)
                self._loans.pop(job, None)
                done.cancel()

        return Handover(done, settle)

    def stop(self) -> None:
        """Take back all that waits or runs; files stay as they are."""
        if not self.orders:
            return
        for number in self._running:
            self._lane.drop(number)
        self._running.clear()
        self._waiting.clear()
        self.stopped.emit()

    def start_over(self, record: Exported) -> None:
        """Another picture, with what was exported of it: what waits for the one before is dropped."""
        self._waiting.clear()
        self.record = record

    def _on_progressed(self, number: int, _stage: str, share: float) -> None:
        if number in self._running:
            self.progressed.emit(self._running[number][0].path, share)

    def _count_loan(self, number: int, *, is_taken: bool = False, is_written: bool = False) -> None:
        """What is both taken and written counts as exported."""
        loan = self._loans[number]
        loan.is_taken, loan.is_written = loan.is_taken or is_taken, loan.is_written or is_written
        if loan.is_taken and loan.is_written:
            del self._loans[number]
            loan.record.update(loan.made)
            self.counted.emit()

    def _on_answered(self, number: int, answer: object) -> None:
        if number in self._loans:
            self._count_loan(number, is_written=True)
        if number not in self._running:
            return
        order, made, record = self._running.pop(number)
        if order.path is None:
            self.rendered.emit(answer)
        else:
            record.update(made)
            self.counted.emit()
            self.exported.emit(answer)

    def _on_failed(self, number: int, error: Exception) -> None:
        if number in self._loans:
            path = self._loans.pop(number).path
        elif number in self._running:
            path = self._running.pop(number)[0].path
        else:
            return
        if isinstance(error, SegDeskError):
            self.failed.emit(error)
        else:
            name = "" if path is None else path.name
            self.failed.emit(OutputError(Reason.OUTPUT_FAILED, name=name, detail=type(error).__name__))


def _made(document: Document, order: Order) -> Exported:
    """What an order's files will hold."""
    subjects = (document.subject,) if order.which is Which.ACTIVE else document.exported
    return {subject.key: own for subject in subjects if (own := made_of(subject)) is not None}
