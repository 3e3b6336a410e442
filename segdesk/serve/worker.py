"""An engine process as seen from inside: it waits for questions, answers them, and ends when its pipe closes."""

import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken, limit_threads

READY = "ready"


class SharedToken(CancelToken):
    """A token that another process raises."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._shared = event

    def cancel(self) -> None:
        self._shared.set()

    @property
    def is_cancelled(self) -> bool:
        return self._shared.is_set()

    def check(self) -> None:
        if self.is_cancelled:
            raise Cancelled


def serve_questions(connection: Connection, cancel: Event, threads: int) -> None:
    """A process's whole life behind the local engine, on so many threads."""
    limit_threads(threads)
    import cv2

    from segdesk.serve.answering import Answerer

    cv2.setNumThreads(threads)
    answer_each(connection, cancel, Answerer().answer)


def answer_each(connection: Connection, cancel: Event, answer: Callable[[Any, CancelToken], object]) -> None:
    """Answer what comes through the pipe until the other end is gone."""
    # Ctrl-C and a service manager's stop reach every process of a group; the front process decides what ends when.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        connection.send(READY)
        while True:
            question = connection.recv()
            connection.send(answer(question, SharedToken(cancel)))
    except (EOFError, OSError):
        return
