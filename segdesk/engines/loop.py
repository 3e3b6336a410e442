"""A private event loop behind a blocking door: whatever a task waits for, a cancel frees the caller at once."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, ParamSpec, TypeVar

from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken

_LOOK: Final = 0.05
"""Seconds between two looks at the cancel token."""
_FAREWELL: Final = 0.2
"""Seconds a cancelled task gets to close what it has open before it is left alone."""

_T = TypeVar("_T")
_P = ParamSpec("_P")


class PrivateLoop:
    """Runs one task at a time on the thread that calls it, and is closed on that thread."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._runner.get_loop().set_default_executor(_DaemonThreads())

    def run(self, work: Coroutine[Any, Any, _T], cancel: CancelToken | None = None) -> _T:
        """The work's result or what it raises. Raises Cancelled soon after the token is raised."""
        return self._runner.run(work if cancel is None else _freed(work, cancel))

    def close(self) -> None:
        """End what still runs."""
        self._runner.close()


async def _freed(work: Coroutine[Any, Any, _T], cancel: CancelToken) -> _T:
    task = asyncio.ensure_future(work)
    try:
        while not (task.done() or cancel.is_cancelled):
            await asyncio.wait((task,), timeout=_LOOK)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait((task,), timeout=_FAREWELL)
    if cancel.is_cancelled:
        # What the abandoned task may still raise is looked at, or the loop would print it as never retrieved.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        raise Cancelled
    return task.result()


class _DaemonThreads(ThreadPoolExecutor):
    """Runs what cannot be interrupted, name look-ups, so that it holds up neither a cancel nor the program's end."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        future: Future[_T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=run, name="look-up", daemon=True).start()
        return future
