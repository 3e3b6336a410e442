"""The only door to the network: blocking outside, one task on a private event loop inside.

What an answer means is for the caller to read; here are time limits, retries, size limits, addresses and silence: a log
line names the service, the host and what was asked, never a query, a path, a header or a body.
"""

import asyncio
import logging
import random
import socket
import ssl
import zlib
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from time import perf_counter
from typing import Final, Generic, TypeVar

import httpx
import truststore

from segdesk import __version__
from segdesk.core.errors import (
    Act,
    EngineError,
    Reason,
    ServiceAnswerMalformed,
    ServiceUnavailable,
)
from segdesk.core.work import CancelToken
from segdesk.engines.addresses import is_loopback
from segdesk.engines.loop import PrivateLoop
from segdesk.wire import WireAnswer, WireRequest
from segdesk.wire.failures import MAX_WAIT, malformed, wait_of

MAX_ANSWER: Final = 64 << 20
"""Bytes of an unpacked answer: as many as the largest RGBA picture of either service has, 4096 x 4096 pixels."""
_MAX_HOPS: Final = 3
_AGENT: Final = f"segdesk/{__version__}"

_LOG: Final = logging.getLogger(__name__)
# Below WARNING these print whole addresses and headers, which hold tokens and signatures.
for _chatty in ("httpx", "httpcore"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)

_T = TypeVar("_T")


@dataclass(frozen=True)
class Pace:
    """How long things may take, in seconds, and how often they are tried."""

    connect: float = 6.0
    write: float = 30.0
    read: float = 60.0
    whole: float = 150.0
    """All attempts and the waits between them."""
    attempts: int = 4
    first_wait: float = 0.5
    """Doubled after each failure, then shortened by chance to between half of it and all of it."""
    longest_wait: float = 8.0


@dataclass(frozen=True)
class Call(Generic[_T]):
    """One question: how to ask it, afresh for each attempt (signatures carry time and nonce), and how to read answers.

    `read` raises EngineError; where its `act` says so, the question is asked again.
    """

    what: str
    """What is asked, in a word for the log."""
    make: Callable[[], WireRequest]
    read: Callable[[WireAnswer], _T]
    max_bytes: int = MAX_ANSWER
    sink: "Callable[[WireAnswer], Callable[[bytes], None] | None] | None" = None
    """Hears the head of an answer and may say who takes its body piece by piece, as it travels, in memory's place."""
    may_wander: bool = False
    """Whether redirects may lead to other hosts: only for what holds no secret and is checked afterwards."""


class Transport:
    """One service's connections, used and closed on one thread.

    `on_send` hears before each attempt what is asked, in the call's own word, and of which host.
    """

    def __init__(
        self,
        service: str,
        *,
        pace: Pace | None = None,
        ca_file: Path | None = None,
        proxy: str | None = None,
        on_send: Callable[[str, str], None] | None = None,
    ) -> None:
        """`proxy` is the address of one; empty for none, and None for the system's or the environment's."""
        self.service = service
        self._pace = pace or Pace()
        self._ca_file, self._proxy = ca_file, proxy
        self._on_send = on_send
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._loop: PrivateLoop | None = None

    def ask(self, call: Call[_T], *, cancel: CancelToken) -> _T:
        """What the call reads from its answer. Raises EngineError, or Cancelled within half a second of the cancel."""
        cancel.check()
        if self._loop is None:
            self._loop = PrivateLoop()
        return self._loop.run(self._persist(call), cancel)

    def close(self) -> None:
        """Close all connections. May be called twice, and the transport used again."""
        if self._loop is None:
            return
        loop, self._loop = self._loop, None
        clients, self._clients = self._clients, {}
        loop.run(_closed(clients.values()))
        loop.close()

    async def _persist(self, call: Call[_T]) -> _T:
        """Attempts until one succeeds or fails for good, or time or patience run out; the last failure is told."""
        deadline = asyncio.get_running_loop().time() + self._pace.whole
        failure: EngineError | None = None
        try:
            async with asyncio.timeout_at(deadline):
                for attempt in range(self._pace.attempts):
                    try:
                        return await self._attempt(call)
                    except EngineError as error:
                        failure = error
                    wait = self._wait(failure, attempt)
                    is_last = attempt + 1 == self._pace.attempts
                    if wait is None or is_last or asyncio.get_running_loop().time() + wait >= deadline:
                        break
                    _LOG.info("%s: %s again in %.1f s (%s)", self.service, call.what, wait, failure.reason.name)
                    await asyncio.sleep(wait)
        except TimeoutError as error:
            failure = failure or self._silent(error)
        assert failure is not None
        raise failure

    async def _attempt(self, call: Call[_T]) -> _T:
        started = perf_counter()
        request = call.make()
        host = self._checked(request.url).host
        if self._on_send is not None:
            self._on_send(call.what, host)
        answer = await self._exchange(request, call)
        said = (self.service, call.what, host, answer.status, len(request.body), len(answer.body))
        _LOG.info("%s: %s at %s, %d, %d B out, %d B in, %.2f s", *said, perf_counter() - started)
        try:
            return call.read(answer)
        except EngineError as error:
            wait = _asked_wait(answer)
            if wait is not None:
                error.values["retry_after"] = wait
            raise

    def _wait(self, failure: EngineError, attempt: int) -> float | None:
        """Seconds until the next attempt; None when there is to be none."""
        match failure.act:
            case Act.STOP | Act.NEW_TOKEN:
                return None
            case Act.RETRY_ONCE if attempt:
                return None
            case _:
                ceiling = min(self._pace.first_wait * 2**attempt, self._pace.longest_wait)
                asked = failure.values.get("retry_after")
                floor = float(asked) if isinstance(asked, int | float) else 0.0
                return floor + ceiling * random.uniform(0.5, 1.0)

    async def _exchange(self, request: WireRequest, call: Call[_T]) -> WireAnswer:
        """One request and its whole answer; redirects are followed as far as the call lets them lead."""
        url = self._checked(request.url)
        for _ in range(_MAX_HOPS + 1):
            async with self._streamed(request, url) as response:
                if response.next_request is None:
                    head = WireAnswer(response.status_code, tuple(response.headers.items()), b"")
                    take = None if call.sink is None else call.sink(head)
                    if take is None:
                        return replace(head, body=await _body(response, call.max_bytes, self.service))
                    async for chunk in response.aiter_raw():
                        take(chunk)
                    return head
                target = response.next_request.url
                url = self._checked(str(target)) if call.may_wander else self._next_hop(request, url, target)
        raise malformed(self.service, "redirected in a circle")

    @asynccontextmanager
    async def _streamed(self, request: WireRequest, url: httpx.URL) -> AsyncGenerator[httpx.Response]:
        """The answer with its body still to be read; whatever fails on the way is one of our errors."""
        try:
            client = self._client(is_direct=is_loopback(url.host))
            content = request.body or None
            async with client.stream(request.method, url, headers=request.headers, content=content) as response:
                yield response
        except (httpx.LocalProtocolError, httpx.InvalidURL, ValueError):
            # Their words quote what was to be sent, keys and all, so they are not kept as the cause.
            raise self._unreachable("the request cannot be sent with these keys, this address or this proxy") from None
        except (httpx.HTTPError, OSError, zlib.error) as error:
            raise _translated(self.service, error) from error

    def _client(self, *, is_direct: bool) -> httpx.AsyncClient:
        if is_direct not in self._clients:
            pace = self._pace
            timeout = httpx.Timeout(connect=pace.connect, write=pace.write, read=pace.read, pool=pace.connect)
            # Proxies are for the world; this computer is spoken to directly.
            self._clients[is_direct] = httpx.AsyncClient(
                verify=self._trust(),
                timeout=timeout,
                proxy=None if is_direct else self._proxy or None,
                trust_env=not is_direct and self._proxy is None,
                follow_redirects=False,
                headers={"user-agent": _AGENT, "accept-encoding": "gzip"},
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            )
        return self._clients[is_direct]

    def _trust(self) -> ssl.SSLContext:
        """The system's certificate authorities, and the one of the settings."""
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self._ca_file is not None:
            try:
                context.load_verify_locations(cafile=self._ca_file)
            except OSError as error:
                detail = "the file of the certificate authority cannot be read"
                raise ServiceUnavailable(Reason.SERVICE_UNTRUSTED, service=self.service, detail=detail) from error
        return context

    def _checked(self, address: str) -> httpx.URL:
        """The address, when it is one that may be spoken to: HTTPS, or HTTP to this very computer."""
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError):
            raise self._unreachable("the address is not valid") from None
        if not url.host or url.userinfo:
            raise self._unreachable("the address is not valid")
        if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url.host)):
            detail = "only HTTPS is used beyond this computer"
            raise ServiceUnavailable(Reason.SERVICE_UNTRUSTED, service=self.service, detail=detail)
        return url

    def _next_hop(self, request: WireRequest, url: httpx.URL, target: httpx.URL) -> httpx.URL:
        is_home = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
        if request.method != "GET" or not is_home:
            raise ServiceAnswerMalformed(Reason.SERVICE_REDIRECTED, service=self.service, detail=target.host)
        return target

    def _unreachable(self, detail: str) -> ServiceUnavailable:
        return ServiceUnavailable(Reason.SERVICE_UNREACHABLE, service=self.service, detail=detail)

    def _silent(self, cause: TimeoutError) -> ServiceUnavailable:
        failure = ServiceUnavailable(Reason.SERVICE_SILENT, service=self.service)
        failure.__cause__ = cause
        return failure


async def _closed(clients: Iterable[httpx.AsyncClient]) -> None:
    for client in clients:
        await client.aclose()


async def _body(response: httpx.Response, max_bytes: int, service: str) -> bytes:
    """The whole body, unpacked here rather than by httpx, which would unpack a bomb before anybody can count."""
    unpack = _unpacker(response.headers.get("content-encoding", "identity"), service)
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += unpack.some(chunk, max_bytes + 1 - len(body))
        if len(body) > max_bytes:
            raise malformed(service, f"more than {max_bytes >> 20} MB")
    unpack.check_end()
    return bytes(body)


class _Plain:
    """No packing at all."""

    def some(self, chunk: bytes, most: int) -> bytes:
        return chunk[:most]

    def check_end(self) -> None:
        """A cut body is found by its length."""


class _Gzip:
    """gzip, never more at once than asked for."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    def some(self, chunk: bytes, most: int) -> bytes:
        return self._stream.decompress(chunk, most)

    def check_end(self) -> None:
        if not self._stream.eof:
            raise httpx.RemoteProtocolError("the packed body ends early")


def _unpacker(encoding: str, service: str) -> _Plain | _Gzip:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case _:
            raise malformed(service, "packed in a way nobody asked for")


def _translated(service: str, error: Exception) -> EngineError:
    """One of our errors for one of the network's; its words are ours alone, for theirs may hold addresses."""
    causes = list(_causes(error))
    if isinstance(error, httpx.ConnectError) and any(isinstance(cause, ssl.SSLError) for cause in causes):
        return ServiceUnavailable(Reason.SERVICE_UNTRUSTED, service=service, detail=_distrust(causes))
    match error:
        case httpx.TimeoutException():
            return ServiceUnavailable(Reason.SERVICE_SILENT, service=service, act=Act.RETRY)
        case zlib.error():
            return malformed(service, "damaged gzip")
        case httpx.ProxyError():
            detail = "the proxy refuses"
        case httpx.ConnectError() if any(isinstance(cause, socket.gaierror) for cause in causes):
            detail = "no such host, or no network"
        case httpx.ConnectError() if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
            detail = "nothing listens there"
        case httpx.ConnectError():
            detail = "no connection"
        case _:
            detail = "the connection was lost"
    return ServiceUnavailable(Reason.SERVICE_UNREACHABLE, service=service, detail=detail, act=Act.RETRY)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything behind it, the members of groups too."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for member in error.exceptions:  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
                yield from _causes(member)  # pyright: ignore[reportUnknownArgumentType]
        error = error.__cause__ or error.__context__


def _distrust(causes: list[BaseException]) -> str:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    return "no common TLS"


def _asked_wait(answer: WireAnswer) -> float | None:
    """Seconds that an answer asks to wait, as a number or as a date; None when it does not."""
    seconds = wait_of(answer)
    text = answer.header("retry-after")
    if seconds is not None or text is None:
        return seconds
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    left = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(left, 0.0), MAX_WAIT)
