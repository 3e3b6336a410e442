"""How a long computation is told to stop and how it says what it is doing."""

import os
import threading
from typing import Final, Protocol

from segdesk.core.errors import Cancelled

THREAD_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Where the libraries of linear algebra look for how many threads they may use."""


def cores() -> int:
    """The processor cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def limit_threads(threads: int) -> None:
    """Let NumPy's linear algebra use so many; it looks once, when it is imported."""
    for name in THREAD_VARIABLES:
        os.environ[name] = str(threads)


class CancelToken:
    """A flag that one thread raises and another looks at between two pieces of work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next look."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when the work should stop."""
        if self._event.is_set():
            raise Cancelled


class Report(Protocol):
    """Hears that a stage begins; `share` is the part of the whole that is done, 0..1."""

    def __call__(self, stage: str, share: float) -> None: ...


def no_report(stage: str, share: float) -> None:
    """A `Report` that does not listen."""


def by_percent(report: Report) -> Report:
    """A `Report` that passes on every whole per cent of a stage once: pieces of work come by the thousand."""
    told: tuple[str, int] | None = None

    def once(stage: str, share: float) -> None:
        nonlocal told
        if (stage, int(share * 100)) != told:
            told = stage, int(share * 100)
            report(stage, share)

    return once


def stretch(report: Report, first: float, last: float) -> Report:
    """A `Report` for one stretch of a longer work: what it hears of its own 0..1 is told as first..last."""
    return lambda stage, share: report(stage, first + (last - first) * min(max(share, 0), 1))
