"""The routes, and what every request goes through: the gate, the body, the answer, one line in the log."""

import ipaddress
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segdesk.serve import aliyun, baidu, storage
from segdesk.serve.body import ClientGone, Gate, read_body, while_waited_for
from segdesk.serve.log import Trace
from segdesk.serve.metrics import CONTENT_TYPE
from segdesk.serve.service import Called, Service, Trouble, Troubled
from segdesk.wire import WireAnswer, WireRequest
from segdesk.wire.baidu import SEGMENT_PATH
from segdesk.wire.baidu_auth import TOKEN_PATH

GONE: Final = 499
"""What the log says of a request whose client left; there is nobody to send it to."""
_NETLOC: Final = re.compile(r"(?:https?://)?((?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)/?")

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Way:
    """How one protocol answers, and how it words a trouble met before that."""

    route: str
    answer: Callable[[Service, Called, Trace], Awaitable[WireAnswer]]
    refuse: Callable[[Trouble, Called, Trace], WireAnswer]


TOKEN: Final = Way("baidu.token", baidu.token, baidu.refuse)
SEGMENT: Final = Way("baidu.segment", baidu.segment, baidu.refuse)
GATEWAY: Final = Way("aliyun", aliyun.call, aliyun.refuse)
UPLOAD: Final = Way("aliyun.upload", storage.upload, storage.refuse)


def make_app(service: Service, lifespan: Lifespan) -> ASGIApp:
    """The whole application."""
    doors = Doors(service)
    routes = [
        Route(TOKEN_PATH, doors.token, methods=["GET", "POST"]),
        Route(SEGMENT_PATH, doors.segment, methods=["POST"]),
        Route("/", doors.root, methods=["GET", "POST"]),
        Route("/results/{name}", doors.result, methods=["GET"]),
        Route("/healthz", doors.health, methods=["GET"]),
        Route("/metrics", doors.metrics, methods=["GET"]),
    ]
    return Witness(Starlette(routes=routes, lifespan=lifespan), service)


class Doors:
    """One endpoint for each path."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._gate = Gate(service.settings.requests_at_once)
        service.metrics.watch("segdesk_requests_inside", "Requests being answered.", lambda: self._gate.inside)

    async def token(self, request: Request) -> Response:
        return await self._go(TOKEN, request)

    async def segment(self, request: Request) -> Response:
        return await self._go(SEGMENT, request)

    async def root(self, request: Request) -> Response:
        """Gateway and storage share the root; only the storage is sent whole forms with files."""
        is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
        return await self._go(UPLOAD if is_form and request.method == "POST" else GATEWAY, request)

    async def result(self, request: Request) -> Response:
        trace = _trace(request)
        trace.route = "aliyun.result"
        return _response(await storage.result(self._service, request.path_params["name"], trace))

    async def health(self, request: Request) -> Response:
        _trace(request).route = "health"
        pool = self._service.pool
        return JSONResponse({"status": "ok", "workers": pool.workers, "busy": pool.busy, "waiting": pool.waiting})

    async def metrics(self, request: Request) -> Response:
        _trace(request).route = "metrics"
        return Response(self._service.metrics.page(), headers={"content-type": CONTENT_TYPE})

    async def _go(self, way: Way, request: Request) -> Response:
        trace = _trace(request)
        trace.route = way.route
        called = _called(request, b"")
        try:
            with self._gate.passing():
                return await self._answer(way, request, trace)
        except Troubled as troubled:
            if troubled.trouble is Trouble.BUSY:
                await _drained(request, self._service)
            return _response(way.refuse(troubled.trouble, called, trace))

    async def _answer(self, way: Way, request: Request, trace: Trace) -> Response:
        settings = self._service.settings
        body = await read_body(request, limit=settings.max_body, seconds=settings.body_seconds)
        trace.bytes_in = len(body)
        called = _called(request, body)
        try:
            return _response(await while_waited_for(request, way.answer(self._service, called, trace)))
        except (ClientGone, Troubled):
            raise
        except Exception as error:
            self._service.log.event("failure", route=way.route, request_id=trace.request_id, error=_place(error))
            raise Troubled(Trouble.INTERNAL) from error


class Witness:
    """Sees every request come and its answer go: counts it, writes its line, and turns browsers away.

    A server that asks for no keys trusts this machine's programs, but not the pages a browser shows: neither one that
    posts here (Origin) nor one whose own name was bent to this address (Host).
    """

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        trace = scope["segdesk.trace"] = Trace()
        begun = time.perf_counter()
        try:
            app = _turned_away if self._is_from_a_page(scope) else self._app
            await app(scope, receive, _counting(send, trace))
        except ClientGone:
            trace.code, trace.status = "gone", GONE
        except Exception as error:
            # Starlette has answered with a bare 500 before it let this through.
            self._service.log.event("failure", route=trace.route, request_id=trace.request_id, error=_place(error))
        finally:
            self._tell(scope, trace, time.perf_counter() - begun)

    def _is_from_a_page(self, scope: Scope) -> bool:
        if not self._service.settings.keys.is_open:
            return False
        request = Request(scope)
        return "origin" in request.headers or not _is_loopback_name(_netloc(request) or "")

    def _tell(self, scope: Scope, trace: Trace, seconds: float) -> None:
        if trace.code == "ok" and trace.status >= 400:
            trace.code = str(trace.status)
        client = scope["client"][0] if scope.get("client") else "-"
        self._service.metrics.count_request(trace.route, trace.code, seconds)
        self._service.log.request(trace, client=client, method=scope["method"], seconds=seconds)


async def _turned_away(scope: Scope, receive: Receive, send: Send) -> None:
    text = "This server has no keys set and answers programs on this machine only, not web pages.\n"
    await PlainTextResponse(text, 403)(scope, receive, send)


def _counting(send: Send, trace: Trace) -> Send:
    async def counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            trace.status = message["status"]
        else:
            trace.bytes_out += len(message.get("body", b""))
        await send(message)

    return counted


async def _drained(request: Request, service: Service) -> None:
    """Read a body nobody wants, so that its sender gets to reading the answer."""
    settings = service.settings
    try:
        await read_body(request, limit=0, seconds=settings.body_seconds)
    except Troubled:
        return


def _called(request: Request, body: bytes) -> Called:
    target = request.scope["raw_path"].decode("latin-1")
    if query := request.scope["query_string"].decode("latin-1"):
        target = f"{target}?{query}"
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
    local = request.scope.get("server") or ("", 0)
    wire = WireRequest(request.method, target, headers, body)
    return Called(wire, request.url.scheme, _netloc(request) or f"{local[0]}:{local[1]}", (local[0], local[1] or 0))


def _netloc(request: Request) -> str | None:
    """Host and port as the client wrote them; some clients put a whole address into the header."""
    found = _NETLOC.fullmatch(request.headers.get("host", ""))
    return found and found[1]


def _is_loopback_name(netloc: str) -> bool:
    host = netloc.rpartition(":")[0] if re.search(r":[0-9]+$", netloc) else netloc
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _response(answer: WireAnswer) -> Response:
    return Response(answer.body, answer.status, headers=dict(answer.headers))


def _trace(request: Request) -> Trace:
    return request.scope["segdesk.trace"]


def _place(error: BaseException) -> str:
    """Kind and place of an unforeseen error; its text may hold anything, so it stays out."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f" in {frame.tb_frame.f_code.co_qualname}, line {frame.tb_lineno}" if frame else ""
    return f"{type(error).__name__}{where}"
