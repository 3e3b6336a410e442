"""The cores of this machine: so many processes, each with its own engine and one picture at a time."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from typing import Final

from segdesk.batch.cutting import Piece, Reply
from segdesk.batch.wishes import Wishes
from segdesk.core.errors import PictureError, Reason
from segdesk.core.work import THREAD_VARIABLES, cores, limit_threads

MOST_TRIES: Final = 2
"""How often a picture may end the process that works at it before it is given up."""
_END_SECONDS: Final = 2.0

Listener = Callable[[Piece], None]
Target = Callable[[Connection, Wishes, int], None]


def serve_pieces(connection: Connection, wishes: Wishes, threads: int) -> None:
    """A process's whole life: cut what comes through the pipe until its other end is gone, or its parent is."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import cv2

    from segdesk.batch.cutting import Cutter

    cv2.setNumThreads(threads)
    cutter = Cutter(wishes)
    with suppress(EOFError, OSError):
        while True:
            connection.send(cutter.cut(connection.recv()))


class Pool:
    """So many processes."""

    def __init__(self, workers: int, target: Target = serve_pieces) -> None:
        self.workers: Final = workers
        self._target = target

    def work(self, pieces: Iterable[Piece], wishes: Wishes, on_begun: Listener) -> Generator[Reply]:
        """A reply for each piece, as they come. Closing it ends the processes, whatever they do.

        A piece whose process ended is tried again in a new one, and given up when that ends too.
        """
        waiting = deque((piece, 1) for piece in pieces)
        count = min(self.workers, len(waiting))
        threads = max(1, cores() // max(count, 1))
        crew = [_Worker(self._target, wishes, threads) for _ in range(count)]
        try:
            while waiting or any(worker.piece for worker in crew):
                for worker in crew:
                    if worker.piece is None and waiting:
                        worker.give(*waiting.popleft())
                        on_begun(worker.piece_at_hand)
                for index, worker in _answering(crew):
                    piece, tries = worker.piece_at_hand, worker.tries
                    reply = worker.take()
                    if reply is None:
                        worker.kill()
                        crew[index] = _Worker(self._target, wishes, threads)
                        if tries < MOST_TRIES:
                            waiting.appendleft((piece, tries + 1))
                            continue
                        lost = PictureError(Reason.PICTURE_LOST, name=piece.record.name)
                        reply = Reply(replace(piece.record, failure=lost))
                    yield reply
        finally:
            for worker in crew:
                worker.kill()


class _Worker:
    """One process as seen from outside, and the piece it has in hand."""

    def __init__(self, target: Target, wishes: Wishes, threads: int) -> None:
        # Forking a process with threads and OpenCV in it hangs sooner or later.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.piece: Piece | None = None
        self.tries = 0
        self._process = context.Process(target=target, args=(theirs, wishes, threads), daemon=True)
        with _interrupts_ignored(), _threads_limited(threads):
            self._process.start()
        theirs.close()

    @property
    def sentinel(self) -> int:
        """Ready once the process has ended."""
        return self._process.sentinel

    @property
    def piece_at_hand(self) -> Piece:
        assert self.piece is not None
        return self.piece

    def give(self, piece: Piece, tries: int) -> None:
        """Let it work; that it has ended already comes to light when its reply is taken."""
        self.piece, self.tries = piece, tries
        with suppress(OSError):
            self.connection.send(piece)

    def take(self) -> Reply | None:
        """Its reply, or None when the process ended before it gave one."""
        self.piece = None
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def kill(self) -> None:
        """End it this moment: whatever it was writing has no name yet."""
        self._process.kill()
        self._process.join(_END_SECONDS)
        self.connection.close()


def _answering(crew: list[_Worker]) -> Iterator[tuple[int, _Worker]]:
    """The workers that have replied or ended; waits for the first of them."""
    busy = {index: worker for index, worker in enumerate(crew) if worker.piece is not None}
    ready = wait([one for worker in busy.values() for one in (worker.connection, worker.sentinel)])
    for index, worker in busy.items():
        if worker.connection in ready or worker.sentinel in ready:
            yield index, worker


@contextmanager
def _interrupts_ignored() -> Generator[None]:
    """A process that is started meanwhile never heeds Ctrl-C, which reaches every process of a terminal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _threads_limited(threads: int) -> Generator[None]:
    """A process that is started meanwhile keeps to so many threads: NumPy looks as soon as it is imported there."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    limit_threads(threads)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _end_with_parent() -> None:
    """What a killed parent leaves behind would work at pictures that the next run works at."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
