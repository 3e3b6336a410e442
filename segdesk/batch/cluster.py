"""An existing Dask cluster as a crew: its scheduler has lost workers' pictures done again. Only here is Dask known.

Workers need SegDesk in the same version. Where they share the batch's disk they write the files themselves, else the
content comes back over the network.
"""

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from distributed import Client, KilledWorker, WorkerPlugin, as_completed, get_worker
from distributed.client import ClosedClientError

from segdesk import __version__
from segdesk.batch.cutting import Cutter, Piece, Reply
from segdesk.batch.wishes import Wishes
from segdesk.core.errors import EngineError, PictureError, Reason, ServiceUnavailable
from segdesk.engines import CLOUDS

_CONNECT_SECONDS: Final = 10
_GONE: Final = (OSError, CancelledError, ClosedClientError)
"""What Dask raises, now this and now that, when its scheduler is gone."""
_AHEAD: Final = 2
"""Pictures handed out per thread of the cluster, so that no thread waits for the network."""


@dataclass(frozen=True)
class Cluster:
    """The workers behind a scheduler, by its address."""

    address: str

    def work(self, pieces: Iterable[Piece], wishes: Wishes, on_begun: Callable[[Piece], None]) -> Generator[Reply]:
        """A reply for each piece, as they come; it is told as begun when it is handed out.

        Closing it takes back what nobody works at yet. Raises EngineError where there is no such cluster, or not one
        that can cut.
        """
        if wishes.engine in CLOUDS:
            raise EngineError(Reason.CLUSTER_KEYS, engine=wishes.engine)
        client = _connected(self.address)
        plugin = f"segdesk-{secrets.token_hex(8)}"
        try:
            with _reached(self.address):
                _check_versions(client, self.address)
                client.register_plugin(_Cutters(wishes), name=plugin)
            with _Handing(client, plugin, self.address) as handing:
                yield from handing.replies(deque(pieces), on_begun)
        finally:
            with suppress(*_GONE):
                client.close()


class _Cutters(WorkerPlugin):
    """A worker's cutters: one for each of its threads, made when that first cuts."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    def setup(self, worker: object) -> None:
        import cv2

        # Dask fills a machine with threads of its own, each with one task.
        cv2.setNumThreads(1)
        self._own = threading.local()

    def cut(self, piece: Piece) -> Reply:
        if not hasattr(self._own, "cutter"):
            self._own.cutter = Cutter(self._wishes)
        return self._own.cutter.cut(piece)


def _cut(piece: Piece, plugin: str) -> Reply:
    """Runs on a worker."""
    return cast(_Cutters, get_worker().plugins[plugin]).cut(piece)


class _Handing:
    """What is handed out, never more than the cluster will soon come to."""

    def __init__(self, client: Any, plugin: str, address: str) -> None:  # noqa: ANN401 - Dask comes without types
        self._client = client
        self._plugin, self._address = plugin, address
        self._pieces: dict[Any, Piece] = {}

    def __enter__(self) -> "_Handing":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(*_GONE):
            self._client.cancel(list(self._pieces), force=True)
            self._client.unregister_worker_plugin(self._plugin)

    def replies(self, waiting: deque[Piece], on_begun: Callable[[Piece], None]) -> Generator[Reply]:
        """Raises ServiceUnavailable when the scheduler is gone."""
        coming: Any = as_completed(loop=self._client.loop)
        while waiting or self._pieces:
            for piece in [waiting.popleft() for _ in range(min(self._room(), len(waiting)))]:
                on_begun(piece)
                coming.add(self._handed(piece))
            future = next(coming)
            yield self._reply(future, self._pieces.pop(future))

    def _room(self) -> int:
        """How many more pieces the cluster may have now."""
        with _reached(self._address):
            return _AHEAD * max(1, sum(self._client.nthreads().values())) - len(self._pieces)

    def _handed(self, piece: Piece) -> Any:  # noqa: ANN401 - as above
        with _reached(self._address):
            future = self._client.submit(_cut, piece, self._plugin, pure=False)
        self._pieces[future] = piece
        return future

    def _reply(self, future: Any, piece: Piece) -> Reply:  # noqa: ANN401 - as above
        try:
            with _reached(self._address):
                # An answer that went with its worker meanwhile is waited for: the scheduler has it given again.
                return cast(Reply, future.result())
        except ServiceUnavailable:
            raise
        except KilledWorker:
            failure = PictureError(Reason.PICTURE_LOST, name=piece.record.name)
        except Exception as error:  # A cutter tells of its own: this is what came between it and us.
            detail = f"{type(error).__name__}: {error}"
            failure = EngineError(Reason.ENGINE_FAILED, name="local", detail=detail)
        return Reply(replace(piece.record, failure=failure))


@contextmanager
def _reached(address: str) -> Generator[None]:
    """Raises ServiceUnavailable when the scheduler goes meanwhile."""
    try:
        yield
    except _GONE as error:
        raise ServiceUnavailable(Reason.CLUSTER_UNREACHABLE, name=address, detail="it is gone") from error


def _connected(address: str) -> Any:  # noqa: ANN401 - as above
    # What Dask would say of lost connections is told as one sentence.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        detail = str(error).partition("\n")[0] or type(error).__name__
        raise ServiceUnavailable(Reason.CLUSTER_UNREACHABLE, name=address, detail=detail) from error


def _check_versions(client: Any, address: str) -> None:  # noqa: ANN401 - as above
    """Raises EngineError where nobody works, or somebody with another SegDesk."""

    def version() -> str:
        # By value, so that it runs where there is no SegDesk.
        try:
            import segdesk
        except ImportError:
            return "missing"
        return segdesk.__version__

    found = set(cast(dict[str, str], client.run(version)).values())
    if not found:
        raise EngineError(Reason.CLUSTER_EMPTY, name=address)
    if found != {__version__}:
        theirs = ", ".join(sorted(found - {__version__}))
        raise EngineError(Reason.CLUSTER_DIFFERS, name=address, theirs=theirs, own=__version__)
