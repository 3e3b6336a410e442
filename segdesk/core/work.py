"""How a long computation is told to stop and how it says what it is doing."""

import threading
from typing import Protocol

from segdesk.core.errors import Cancelled


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
