"""What both protocols share: the means the server has, and the troubles each vendor has its own words for."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from typing import assert_never
from urllib.parse import urlsplit

from segdesk.serve.auth import Clock, NonceLog, TicketKey, Tokens
from segdesk.serve.guard import FetchFailed, FetchRefused, FetchTooLarge, Guard
from segdesk.serve.log import Log, Trace
from segdesk.serve.metrics import Metrics
from segdesk.serve.question import Question, Refusal, Reply
from segdesk.serve.settings import Settings
from segdesk.serve.store import Store, StoreFull
from segdesk.serve.work import Busy, EnginePool, WorkerLost, WorkTooLong
from segdesk.wire import WireRequest


class Trouble(Enum):
    """What goes wrong the same way whoever asks."""

    BUSY = "too many requests at once"
    BODY_TOO_LARGE = "the body is larger than the server takes"
    BODY_TOO_SLOW = "the body did not arrive in time"
    PICTURE_TOO_LARGE = "the picture has too many bytes"
    PICTURE_UNREACHABLE = "the picture could not be fetched"
    TOO_LONG = "the engine took too long"
    INTERNAL = "the server failed"


class Troubled(Exception):
    """A trouble met on the way to an answer; `part` names the picture it concerns."""

    def __init__(self, trouble: Trouble, part: str = "picture") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.part = part


@dataclass(frozen=True)
class Called:
    """A request as it arrived, and where the client finds this server: `http` or `https`, and host with port."""

    request: WireRequest
    scheme: str
    netloc: str
    local: tuple[str, int]


@dataclass(frozen=True)
class Service:
    """The means of the server, one of each."""

    settings: Settings
    clock: Clock
    pool: EnginePool[Reply | Refusal]
    store: Store
    guard: Guard
    nonces: NonceLog
    tokens: Tokens
    tickets: TicketKey
    metrics: Metrics
    log: Log
    fetchers: ThreadPoolExecutor

    async def ask(self, question: Question, trace: Trace) -> Reply | Refusal:
        """An engine worker's answer. Raises Troubled."""
        key = hashlib.sha256(question.picture).digest()
        try:
            answer = await self.pool.ask(question, key=key)
        except Busy as error:
            raise Troubled(Trouble.BUSY) from error
        except WorkTooLong as error:
            raise Troubled(Trouble.TOO_LONG) from error
        except WorkerLost as error:
            raise Troubled(Trouble.INTERNAL) from error
        match answer:
            case Reply(seconds=seconds):
                trace.engine_seconds = seconds
                self.metrics.engine_seconds.add(seconds)
            case Refusal(ground=ground, part=part, detail=detail):
                trace.reason = f"{part}: {detail or ground.value}"
            case _:
                assert_never(answer)
        return answer

    async def picture_at(self, url: str, *, limit: int, part: str, trace: Trace) -> bytes:
        """The bytes at an address: an upload or result of this server, or on an allowed host. Raises Troubled."""
        name = _own_name(url)
        own = await asyncio.to_thread(self.store.read, name, renew=name.startswith("uploads/"))
        if own is not None and len(own) > limit:
            raise Troubled(Trouble.PICTURE_TOO_LARGE, part)
        if own is not None:
            return own
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.fetchers, lambda: self.guard.fetch(url, limit=limit))
        except FetchTooLarge as error:
            raise Troubled(Trouble.PICTURE_TOO_LARGE, part) from error
        except (FetchRefused, FetchFailed) as error:
            trace.reason = f"{part}: {error}"
            raise Troubled(Trouble.PICTURE_UNREACHABLE, part) from error

    async def keep(self, name: str, content: bytes, life: float) -> None:
        """Store a file. Raises Troubled when nothing more fits."""
        try:
            await asyncio.to_thread(self.store.keep, name, content, life)
        except StoreFull as error:
            raise Troubled(Trouble.BUSY) from error

    def close(self) -> None:
        """Let go of threads and files; the pool is stopped by then."""
        self.fetchers.shutdown(cancel_futures=True)
        self.store.close()


def _own_name(url: str) -> str:
    """What an address would be called in the store.

    Names there cannot be guessed and their content lies here, so the host in the address plays no part: a proxy, a
    second network card or a client's own spelling may have changed it.
    """
    try:
        return urlsplit(url).path.removeprefix("/")
    except ValueError:
        return ""
