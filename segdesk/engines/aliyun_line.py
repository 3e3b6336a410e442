"""The way to a server of Aliyun's protocol: signed questions, uploads with a ticket, results fetched where they lie."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TypeVar
from uuid import uuid4

from segdesk.core.errors import (
    Act,
    CredentialsRejected,
    EngineError,
    Reason,
    ServiceAnswerMalformed,
    ServiceWithdrawn,
)
from segdesk.core.work import CancelToken
from segdesk.engines.addresses import host_of, is_loopback, secured
from segdesk.engines.setup import AliyunSetup, Setup, Upload
from segdesk.engines.transport import Call, Transport
from segdesk.wire import WireAnswer, WireRequest, aliyun, oss
from segdesk.wire.acs3 import AliyunKeys, sign_acs3
from segdesk.wire.addresses import ALIYUN, ALIYUN_UPLOAD
from segdesk.wire.aliyun_errors import SERVICE
from segdesk.wire.failures import failure_of_status
from segdesk.wire.rpc import sign_rpc

_CLOUD: Final = ".aliyuncs.com"

_T = TypeVar("_T")


class Line:
    """Signed questions to the two endpoints, and unsigned ones to the storage they name."""

    def __init__(self, setup: Setup) -> None:
        """Raises CredentialsRejected or ServiceWithdrawn where there is nothing to ask with, or nobody to ask."""
        failure = obstacle_of(setup.aliyun)
        if failure is not None or setup.aliyun.keys is None:
            raise failure or _keys_missing()
        self._keys: AliyunKeys = setup.aliyun.keys
        self._setup = setup
        self._transport = Transport(SERVICE, ca_file=setup.ca_file, proxy=setup.proxy, on_send=setup.on_send)

    def close(self) -> None:
        self._transport.close()

    def ticket(self, cancel: CancelToken) -> oss.UploadTicket:
        """Leave to upload one object, to a host that belongs to the service. Raises EngineError."""
        request = oss.authorize_request(self._upload_endpoint)
        ticket = self._ask("authorize", lambda: self._signed(request), oss.parse_authorize, cancel=cancel)
        self._check_host(ticket.host)
        return ticket

    def upload(self, content: bytes, media_type: str, cancel: CancelToken, *, is_picture: bool = False) -> str:
        """The address of the content after it was stored; a ticket that is no longer taken is replaced once."""
        try:
            return self._upload_once(content, media_type, cancel, is_picture=is_picture)
        except EngineError as error:
            if error.act is not Act.NEW_TOKEN:
                raise
        return self._upload_once(content, media_type, cancel, is_picture=is_picture)

    def _upload_once(self, content: bytes, media_type: str, cancel: CancelToken, *, is_picture: bool) -> str:
        ticket = self.ticket(cancel)
        if is_picture:
            self._setup.before_upload(Upload(SERVICE, ticket.host, len(content)))
        scheme = "http" if is_loopback(host_of(f"//{ticket.host}")) else "https"
        boundary = secrets.token_hex(16)
        request = oss.upload_request(ticket, content, media_type, boundary=boundary, scheme=scheme)
        self._ask("upload", lambda: request, oss.parse_upload, cancel=cancel)
        return ticket.address(scheme)

    def segment(self, call: aliyun.ScribbleCall, cancel: CancelToken) -> bytes:
        """The service's picture. Raises EngineError, also for a result that lies at a stranger's."""
        request = aliyun.action_request(aliyun.segment_form(call), self._setup.aliyun.endpoint)
        address = self._ask("segment", lambda: self._signed(request), aliyun.parse_action, cancel=cancel)
        self._check_host(host_of(address, with_port=True))
        fetch = WireRequest("GET", secured(address), (("accept", "image/*"),), b"")
        return self._ask("result", lambda: fetch, _read_result, cancel=cancel)

    @property
    def _upload_endpoint(self) -> str:
        setup = self._setup.aliyun
        return setup.upload_endpoint or (ALIYUN_UPLOAD if host_of(setup.endpoint).endswith(_CLOUD) else setup.endpoint)

    def _ask(
        self, what: str, make: Callable[[], WireRequest], read: Callable[[WireAnswer], _T], *, cancel: CancelToken
    ) -> _T:
        return self._transport.ask(Call(what, make, read), cancel=cancel)

    def _signed(self, request: WireRequest) -> WireRequest:
        sign = sign_rpc if self._setup.aliyun.is_rpc else sign_acs3
        return sign(request, self._keys, date=datetime.now(UTC), nonce=uuid4().hex)

    def _check_host(self, host: str) -> None:
        """Only the endpoints' own hosts get a picture or are asked for one; at the vendor's also its storage."""
        own = {
            host_of(url, with_port=True) for url in (self._setup.aliyun.endpoint, self._setup.aliyun.upload_endpoint)
        }
        is_vendors = all(one.endswith(_CLOUD) for one in own)
        if host.lower() not in own and not (is_vendors and host.lower().endswith(_CLOUD)):
            raise ServiceAnswerMalformed(Reason.SERVICE_REDIRECTED, service=SERVICE, detail=host)


def obstacle_of(setup: AliyunSetup) -> EngineError | None:
    """Why nothing can be asked with this setup; None when it can."""
    if host_of(setup.endpoint) == host_of(ALIYUN):
        return ServiceWithdrawn(Reason.ALIYUN_WITHDRAWN, service=SERVICE)
    return _keys_missing() if setup.keys is None else None


def _read_result(answer: WireAnswer) -> bytes:
    if answer.status == 200:
        return answer.body
    if answer.status < 500 and answer.status != 429:
        detail = f"the result cannot be fetched, HTTP {answer.status}"
        raise ServiceAnswerMalformed(Reason.ANSWER_MALFORMED, service=SERVICE, detail=detail, act=Act.RETRY_ONCE)
    raise failure_of_status(SERVICE, answer, "no result")


def _keys_missing() -> CredentialsRejected:
    return CredentialsRejected(Reason.KEYS_MISSING, service=SERVICE)
