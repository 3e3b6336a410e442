"""A lane: one thread on which jobs run one after the other, with answers that arrive on the lane's owner's thread.

`ask` is for questions whose newest answer alone counts: it cancels what runs and replaces what waits. `append` is for
work that must be done, such as writing a file: it waits its turn.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from segdesk.app import heap
from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken, Report

IDLE_MILLISECONDS = 1000
"""When a lane has had nothing to do for so long, and nobody waits, what its jobs left free is given back."""

Call = Callable[[CancelToken, Report], object]


@dataclass(frozen=True, eq=False)
class Job:
    """One call on a lane and what stops it."""

    number: int
    call: Call
    cancel: CancelToken = field(default_factory=CancelToken)


class Lane(QObject):
    """Runs jobs on a thread of its own. Every signal but `busy_changed` carries the number of its job.

    A job that was cancelled, or overtaken by a newer `ask`, never answers and never fails; it only ends.
    """

    answered = Signal(int, object)
    failed = Signal(int, object)
    progressed = Signal(int, str, float)
    busy_changed = Signal(bool)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._running: Job | None = None
        self._waiting: deque[Job] = deque()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._idle.timeout.connect(heap.trim)
        self._thread = _Thread(name)
        self._thread.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._thread.progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def worker(self) -> QThread:
        """The thread the jobs run on."""
        return self._thread

    @property
    def is_busy(self) -> bool:
        return self._running is not None

    def ask(self, call: Call) -> int:
        """Run a call whose answer replaces that of every job before it; returns its number."""
        self.cancel()
        return self.append(call)

    def append(self, call: Call) -> int:
        """Run a call after those that are there already; returns its number."""
        self._count += 1
        self._waiting.append(Job(self._count, call))
        self._advance()
        return self._count

    def drop(self, number: int) -> None:
        """Take one job back, whether it runs or waits: it neither answers nor fails any more."""
        self._waiting = deque(job for job in self._waiting if job.number != number)
        if self._running is not None and self._running.number == number:
            self._running.cancel.cancel()

    def cancel(self) -> None:
        """Drop what waits and tell what runs to stop."""
        self._waiting.clear()
        if self._running is not None:
            self._running.cancel.cancel()

    def close(self, farewell: Call | None = None) -> None:
        """Cancel everything, make one last call on the thread, and wait for the thread to end."""
        self.cancel()
        if farewell is not None:
            self._thread.run_job(Job(0, farewell))
        self._thread.finish()
        self._thread.wait()

    def _advance(self) -> None:
        if self._running is None and self._waiting:
            self._idle.stop()
            self._running = self._waiting.popleft()
            self._thread.run_job(self._running)
            self.busy_changed.emit(True)

    @Slot(object, object, object)
    def _on_ended(self, job: Job, answer: object, error: Exception | None) -> None:
        self._running = None
        if not job.cancel.is_cancelled:
            if error is None:
                self.answered.emit(job.number, answer)
            else:
                self.failed.emit(job.number, error)
        if self._running is None and not self._waiting:
            self._idle.start()
            self.busy_changed.emit(False)
        self._advance()

    @Slot(object, str, float)
    def _on_progressed(self, job: Job, stage: str, share: float) -> None:
        if job is self._running and not job.cancel.is_cancelled:
            self.progressed.emit(job.number, stage, share)


class _Thread(QThread):
    """Takes jobs from a queue until it is told to finish."""

    ended = Signal(object, object, object)
    progressed = Signal(object, str, float)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()

    def run_job(self, job: Job) -> None:
        self._jobs.put(job)

    def finish(self) -> None:
        self._jobs.put(None)

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._run(job)
            # The loop's variable would keep the last document alive until the next job comes.
            del job

    def _run(self, job: Job) -> None:
        def report(stage: str, share: float) -> None:
            self.progressed.emit(job, stage, share)

        try:
            job.cancel.check()
            answer = job.call(job.cancel, report)
        except Cancelled:
            job.cancel.cancel()
            self.ended.emit(job, None, None)
        except Exception as error:
            self.ended.emit(job, None, error)
        else:
            self.ended.emit(job, answer, None)
