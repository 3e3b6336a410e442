"""From settings to a running server and back: the socket, the process pool, uvicorn, and a stop that finishes first."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import AsyncGenerator, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import Final, TextIO

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from segdesk.serve.app import Lifespan, make_app
from segdesk.serve.auth import Clock, NonceLog, TicketKey, Tokens
from segdesk.serve.guard import Guard
from segdesk.serve.log import Log
from segdesk.serve.metrics import Metrics
from segdesk.serve.question import Refusal, Reply
from segdesk.serve.service import Service
from segdesk.serve.settings import Settings
from segdesk.serve.store import Store
from segdesk.serve.work import EnginePool, Target
from segdesk.serve.worker import serve_questions

HEAD_SECONDS: Final = 10.0
"""What a client may take to send a request's head."""
SWEEP_SECONDS: Final = 30.0
KEEP_ALIVE_SECONDS: Final = 20
MAX_HEAD: Final = 65_536
FETCHERS: Final = 8


class StartFailed(Exception):
    """The server did not get to serving."""


def run(settings: Settings, *, lines: TextIO, people: TextIO) -> None:
    """Serve until a signal to stop. JSON lines go to one stream, sentences to the other.

    Raises OSError when the address cannot be had, StartFailed when the engine processes cannot.
    """
    with _bound(settings) as listener, _signals_kept():
        service = make_service(settings, lines=lines)
        server = make_server(service, listener, people)
        # Its own words may quote what clients sent; ours are chosen field by field.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        try:
            server.run(sockets=[listener])
        except SystemExit as error:
            raise StartFailed("The engine processes did not start.") from error
        finally:
            # A second Ctrl-C skips the orderly end; the engine processes heed no signal, so they would stay.
            service.pool.kill()
            service.close()


def make_server(service: Service, listener: socket.socket, people: TextIO) -> uvicorn.Server:
    """The server around a service, to be run on a socket that listens already."""
    settings = service.settings
    config = uvicorn.Config(
        make_app(service, _lifespan(service, listener, people)),
        http=PromptProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
        limit_concurrency=64 + 4 * settings.requests_at_once,
        h11_max_incomplete_event_size=MAX_HEAD,
    )
    return uvicorn.Server(config)


def make_service(
    settings: Settings, *, lines: TextIO, clock: Clock = time.time, target: Target = serve_questions
) -> Service:
    """The server's means; nothing of it runs yet. `target` is what an engine process does."""
    pool: EnginePool[Reply | Refusal] = EnginePool(
        workers=settings.workers,
        queue=settings.queue,
        seconds=settings.work_seconds,
        threads=settings.engine_threads,
        target=target,
    )
    # Lives are counted by a clock that nobody sets.
    store = Store(limit_bytes=settings.store_bytes, clock=time.monotonic)
    metrics = Metrics()
    metrics.watch("segdesk_workers", "Engine workers.", lambda: pool.workers)
    metrics.watch("segdesk_workers_busy", "Engine workers at work.", lambda: pool.busy)
    metrics.watch("segdesk_queue_waiting", "Requests waiting for a worker.", lambda: pool.waiting)
    metrics.watch("segdesk_store_bytes", "Bytes of uploads and results on disk.", lambda: store.used_bytes)
    metrics.watch("segdesk_store_files", "Uploads and results on disk.", lambda: store.count)
    return Service(
        settings=settings,
        clock=clock,
        pool=pool,
        store=store,
        guard=Guard(settings.allowed),
        nonces=NonceLog(clock),
        tokens=Tokens(settings.keys, clock),
        tickets=TicketKey.fresh(),
        metrics=metrics,
        log=Log(lines, clock),
        fetchers=ThreadPoolExecutor(FETCHERS, thread_name_prefix="fetch"),
    )


class PromptProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on clients who do not finish a request's head."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._await_head()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _lifespan(service: Service, listener: socket.socket, people: TextIO) -> Lifespan:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        await service.pool.start()
        sweeping = asyncio.create_task(_sweep(service.store))
        address = _address(listener)
        service.log.event("listening", url=address, workers=service.settings.workers)
        print(f"Baidu’s and Aliyun’s protocols are served at {address}. Ctrl-C stops.", file=people, flush=True)
        try:
            yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await service.pool.stop()
            service.close()
            service.log.event("stopped")

    return lifespan


async def _sweep(store: Store) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        await asyncio.to_thread(store.sweep)


@contextmanager
def _bound(settings: Settings) -> Generator[socket.socket]:
    found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    # A name of two addresses, such as localhost, is served at the one clients try by habit.
    family, *_, address = min(found, key=lambda entry: entry[0] is not socket.AF_INET)
    with socket.create_server(address[:2], family=family, backlog=256) as listener:
        yield listener


@contextmanager
def _signals_kept() -> Generator[None]:
    """uvicorn raises a signal anew once it has stopped; this time nobody is to die of it."""
    before = {sign: signal.signal(sign, _stay) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sign, action in before.items():
            signal.signal(sign, action)


def _stay(_number: int, _frame: FrameType | None) -> None:
    return


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
