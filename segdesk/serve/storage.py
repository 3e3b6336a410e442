"""The storage beside Aliyun's gateway: tickets for uploads, the form upload itself, and results to fetch."""

import asyncio
import hashlib
import ipaddress
import uuid
from datetime import timedelta
from typing import Final

from segdesk.serve.auth import moment
from segdesk.serve.log import Trace
from segdesk.serve.service import Called, Service, Trouble, Troubled
from segdesk.serve.store import RESULT_LIFE, UPLOAD_LIFE, fresh_name
from segdesk.wire import Pairs, WireAnswer, oss
from segdesk.wire.aliyun import MAX_PICTURE_BYTES
from segdesk.wire.aliyun_errors import AliyunFault, storage_fault_answer

_XML: Final[Pairs] = (("content-type", "application/xml"), ("cache-control", "no-store"))
_KINDS: Final = {b"\x89PN": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def ticket(service: Service, called: Called) -> oss.UploadTicket:
    """Leave to upload one file. Raises AliyunFault when this server's host cannot be cut into bucket and endpoint."""
    bucket, endpoint = _bucket_and_endpoint(called)
    place = oss.UploadTicket(service.tickets.key_id, bucket, endpoint, fresh_name("uploads"))
    expires = moment(service.clock) + oss.TICKET_LIFE + timedelta(seconds=1)
    return oss.issue_ticket(place, secret=service.tickets.secret, expires=expires, max_bytes=MAX_PICTURE_BYTES)


async def upload(service: Service, called: Called, trace: Trace) -> WireAnswer:
    """The form upload. The ticket's signature lets it in."""
    trace.request_id = trace.request_id or uuid.uuid4().hex.upper()
    try:
        sent = oss.read_upload(called.request.headers, called.request.body)
        oss.verify_upload(sent, service.tickets.secret_of, moment(service.clock))
        await service.keep(sent.object_key, sent.content, UPLOAD_LIFE)
    except AliyunFault as fault:
        return _refused(fault, called, trace)
    except Troubled as troubled:
        return refuse(troubled.trouble, called, trace)
    address = f"{called.scheme}://{called.netloc}/{sent.object_key}"
    etag = hashlib.md5(sent.content, usedforsecurity=False).hexdigest().upper()
    body = oss.upload_answer(called.netloc, sent.object_key, address=address, etag=etag)
    return WireAnswer(201, (*_XML, ("etag", f'"{etag}"'), ("location", address)), body)


def refuse(trouble: Trouble, called: Called, trace: Trace) -> WireAnswer:
    """A trouble on the way to a stored upload."""
    match trouble:
        case Trouble.BUSY:
            fault = AliyunFault("SlowDown", "Please reduce your request rate.", 503)
        case Trouble.BODY_TOO_LARGE:
            fault = AliyunFault("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.")
        case Trouble.BODY_TOO_SLOW:
            fault = AliyunFault("RequestTimeout", "The upload did not arrive in time.")
        case _:
            fault = AliyunFault("InternalError", "We encountered an internal error. Please try again.", 500)
    return _refused(fault, called, trace)


async def keep_result(service: Service, called: Called, content: bytes) -> str:
    """Store an answer; the address it can be fetched at for thirty minutes. Raises Troubled."""
    suffix = ".jpg" if content.startswith(b"\xff\xd8") else ".png"
    name = fresh_name("results", suffix)
    await service.keep(name, content, RESULT_LIFE)
    return f"{called.scheme}://{called.netloc}/{name}"


async def result(service: Service, name: str, trace: Trace) -> WireAnswer:
    """A result by its name."""
    content = await asyncio.to_thread(service.store.read, f"results/{name}")
    if content is None:
        trace.code = "AccessDenied"
        fault = AliyunFault("AccessDenied", "Request has expired.", 403)
        return WireAnswer(403, _XML, storage_fault_answer(fault, request_id=trace.request_id, host=""))
    kind = _KINDS.get(content[:3], "application/octet-stream")
    headers = (("content-type", kind), ("cache-control", "private, no-store"), ("x-content-type-options", "nosniff"))
    return WireAnswer(200, headers, content)


def _refused(fault: AliyunFault, called: Called, trace: Trace) -> WireAnswer:
    trace.code = fault.code
    body = storage_fault_answer(fault, request_id=trace.request_id, host=called.netloc)
    return WireAnswer(fault.status, _XML, body)


def _bucket_and_endpoint(called: Called) -> tuple[str, str]:
    """Two halves that joined by a dot make this server's host again, as clients join them.

    A host without a dot gives way to the address the connection came in on.
    """
    for netloc in (called.netloc, _local(called)):
        bucket, dot, endpoint = netloc.partition(".")
        if dot and not netloc.startswith("["):
            return bucket, endpoint
    raise AliyunFault("InvalidParameter", "Uploads need this server to be called by an IPv4 address or a dotted name.")


def _local(called: Called) -> str:
    host, port = called.local
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else address
    return "" if mapped is None else f"{mapped}:{port}"
