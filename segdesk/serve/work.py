"""The engine processes and the queue before them: bounded, fair, and freed when a client goes away."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from typing import Any, Final, Generic, TypeVar

from segdesk.serve.worker import serve_questions

START_SECONDS: Final = 60.0
CANCEL_SECONDS: Final = 2.0
"""What a worker may take to stop after it was told to; then it is replaced."""

Target = Callable[[Connection, Event, int], None]
Answer = TypeVar("Answer")


class Busy(Exception):
    """Every worker works and the queue is full."""


class WorkTooLong(Exception):
    """The time limit of one question is over; its worker was replaced."""


class WorkerLost(Exception):
    """The worker's process ended while it worked; it was replaced."""


class EnginePool(Generic[Answer]):
    """So many engine processes, and so many questions that may wait for one. Lives on the event loop's thread."""

    def __init__(
        self, *, workers: int, queue: int, seconds: float, threads: int = 1, target: Target = serve_questions
    ) -> None:
        self.workers: Final = workers
        self._queue = queue
        self._seconds = seconds
        self._target, self._engine_threads = target, threads
        self._living: set[_EngineProcess[Answer]] = set()
        self._free = asyncio.Semaphore(workers)
        self._idle: list[_EngineProcess[Answer]] = []
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="engine")
        self._running: set[asyncio.Task[Any]] = set()
        self.waiting = 0

    @property
    def busy(self) -> int:
        """How many workers work."""
        return self.workers - len(self._idle)

    async def start(self) -> None:
        """Start every worker and wait until it is ready. Raises WorkerLost."""
        self._idle = [self._make() for _ in range(self.workers)]
        loop = asyncio.get_running_loop()
        ready = [loop.run_in_executor(self._threads, one.await_ready) for one in self._idle]
        outcomes = await asyncio.gather(*ready, return_exceptions=True)
        if any(outcomes):
            await self.stop()
            raise WorkerLost

    async def ask(self, question: object, *, key: object = None) -> Answer:
        """A worker's answer. Questions of one key go to the same worker where it is idle.

        Raises Busy, WorkTooLong or WorkerLost. When the caller is cancelled the worker is told to stop.
        """
        if self._free.locked() and self.waiting >= self._queue:
            raise Busy
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        worker = self._chosen(key)
        worker.prepare()
        # The exchange outlives a cancelled caller: the worker is idle again only when its thread is.
        task = asyncio.create_task(self._exchange(worker, question))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_unheard)
            worker.cancel(asyncio.get_running_loop())
            raise

    async def stop(self) -> None:
        """Let running answers end, then end the workers."""
        await asyncio.gather(*self._running, return_exceptions=True)
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._threads, one.end) for one in self._idle))
        self._idle = []
        self._living.clear()
        self._threads.shutdown()

    def kill(self) -> None:
        """End every worker this moment; what they work at fails. May be called from any thread, and twice."""
        for worker in tuple(self._living):
            worker.kill()

    def _chosen(self, key: object) -> "_EngineProcess[Answer]":
        worker = next((one for one in self._idle if one.key == key), self._idle[0])
        self._idle.remove(worker)
        worker.key = key
        return worker

    def _make(self) -> "_EngineProcess[Answer]":
        worker: _EngineProcess[Answer] = _EngineProcess(self._target, self._engine_threads)
        self._living.add(worker)
        return worker

    async def _exchange(self, worker: "_EngineProcess[Answer]", question: object) -> Answer:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, worker.exchange, question, self._seconds)
        except (WorkTooLong, WorkerLost):
            worker = await self._replaced(worker)
            raise
        finally:
            worker.quiet()
            self._idle.append(worker)
            self._free.release()

    async def _replaced(self, worker: "_EngineProcess[Answer]") -> "_EngineProcess[Answer]":
        loop = asyncio.get_running_loop()
        worker.quiet()
        self._living.discard(worker)
        await loop.run_in_executor(self._threads, worker.end)
        fresh = self._make()
        with suppress(WorkerLost):
            await loop.run_in_executor(self._threads, fresh.await_ready)
        return fresh


def _unheard(task: asyncio.Task[Any]) -> None:
    """Take note of a failure that nobody waits for, so that asyncio does not warn of it."""
    if not task.cancelled():
        task.exception()


class _EngineProcess(Generic[Answer]):
    """One engine process as seen from outside. `await_ready`, `exchange` and `end` block."""

    def __init__(self, target: Target, threads: int) -> None:
        # Forking a process with threads and OpenCV in it hangs sooner or later.
        context = multiprocessing.get_context("spawn")
        own, theirs = context.Pipe()
        self.key: object = None
        self._connection = own
        self._event = context.Event()
        self._process = context.Process(target=target, args=(theirs, self._event, threads), daemon=True)
        self._process.start()
        theirs.close()
        self._timer: asyncio.TimerHandle | None = None

    def await_ready(self) -> None:
        """Wait until it can work. Raises WorkerLost."""
        try:
            self._receive(START_SECONDS)
        except WorkTooLong:
            raise WorkerLost from None

    def prepare(self) -> None:
        """Forget an earlier cancelling; a later one counts even before the exchange has begun."""
        self._event.clear()

    def exchange(self, question: object, seconds: float) -> Answer:
        """Ask and wait for the answer. Raises WorkTooLong or WorkerLost."""
        try:
            self._connection.send(question)
        except OSError:
            raise WorkerLost from None
        return self._receive(seconds)

    def cancel(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell it to stop; when it does not, end it."""
        self._event.set()
        self._timer = loop.call_later(CANCEL_SECONDS, self._process.kill)

    def quiet(self) -> None:
        """The exchange is over: forget about ending it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def kill(self) -> None:
        """End it whatever it does."""
        self._process.kill()

    def end(self) -> None:
        """Close the pipe, which ends an idle process; a stuck one is killed."""
        self._connection.close()
        self._process.join(CANCEL_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def _receive(self, seconds: float) -> Answer:
        if not wait([self._connection, self._process.sentinel], seconds):
            self._process.kill()
            raise WorkTooLong
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            raise WorkerLost from None
