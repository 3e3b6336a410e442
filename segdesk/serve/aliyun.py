"""Aliyun's gateway: the scribble action and leave to upload, each signed in either of the two ways."""

import uuid
from dataclasses import dataclass
from typing import Final, assert_never
from xml.sax.saxutils import escape

from segdesk.serve import storage
from segdesk.serve.auth import moment
from segdesk.serve.log import Trace
from segdesk.serve.question import Encoding, Form, Ground, Maps, Question, Refusal, Sides
from segdesk.serve.service import Called, Service, Trouble, Troubled
from segdesk.wire import Pairs, WireAnswer, WireRequest, first_of, oss
from segdesk.wire import aliyun as wire
from segdesk.wire.aliyun_errors import AliyunFault, fault_answer, storage_fault_answer
from segdesk.wire.rpc import is_rpc, parameters_of
from segdesk.wire.text import Unreadable

SIDES: Final = Sides(wire.MIN_SIDE, wire.MAX_SIDE)
PARTS: Final = {
    "picture": "ImageUrl",
    "prior": "MaskImageUrl",
    "keep": "PosScribbleImageUrl",
    "remove": "NegScribbleImageUrl",
    "integrated": "IntegratedMaskUrl",
}
RETRY_AFTER: Final[Pairs] = (("x-acs-retry-after", "1000"), ("retry-after", "1"))
"""Milliseconds and seconds."""
_JSON: Final[Pairs] = (("content-type", "application/json;charset=utf-8"), ("cache-control", "no-store"))
# The vendor's client knows an XML error by exactly this text.
_XML: Final[Pairs] = (("content-type", "text/xml;charset=utf-8"), ("cache-control", "no-store"))


@dataclass(frozen=True)
class _Letter:
    """How an answer is addressed: its id, and whether the client reads XML."""

    request_id: str
    is_xml: bool
    host: str

    def answered(self, json: bytes, xml: str) -> WireAnswer:
        headers = (*(_XML if self.is_xml else _JSON), ("x-acs-request-id", self.request_id))
        return WireAnswer(200, headers, xml.encode() if self.is_xml else json)

    def refused(self, fault: AliyunFault, trace: Trace) -> WireAnswer:
        trace.code = fault.code
        compose = storage_fault_answer if self.is_xml else fault_answer
        headers = (*(_XML if self.is_xml else _JSON), ("x-acs-request-id", self.request_id))
        if fault.code.startswith("Throttling"):
            headers += RETRY_AFTER
        return WireAnswer(fault.status, headers, compose(fault, request_id=self.request_id, host=self.host))


async def call(service: Service, called: Called, trace: Trace) -> WireAnswer:
    """Whatever is asked at the gateway's one path."""
    letter = _letter(called, trace)
    try:
        _authorise(service, called.request)
        action = wire.action_of(called.request.headers, called.request.query)
        match action:
            case wire.ACTION:
                trace.route = "aliyun.segment"
                return await _segment(service, called, letter=letter, trace=trace)
            case oss.ACTION:
                trace.route = "aliyun.authorize"
                ticket = storage.ticket(service, called)
                return letter.answered(oss.authorize_answer(ticket, letter.request_id), _ticket_xml(ticket, letter))
            case _:
                raise AliyunFault("InvalidAction.NotFound", "Specified api is not found.", 404)
    except AliyunFault as fault:
        return letter.refused(fault, trace)
    except Troubled as troubled:
        return letter.refused(_fault_in(troubled.trouble, troubled.part), trace)


def refuse(trouble: Trouble, called: Called, trace: Trace) -> WireAnswer:
    """A trouble met before the request was understood."""
    return _letter(called, trace).refused(_fault_in(trouble, "picture"), trace)


async def _segment(service: Service, called: Called, *, letter: _Letter, trace: Trace) -> WireAnswer:
    request = called.request
    asked = wire.read_action(request.headers, request.query, request.body)
    answer = await service.ask(await _question(service, asked, trace), trace)
    if isinstance(answer, Refusal):
        raise _fault_of(answer)
    url = await storage.keep_result(service, called, answer.content)
    return letter.answered(wire.action_answer(url, letter.request_id), _result_xml(url, letter))


def _authorise(service: Service, request: WireRequest) -> None:
    keys = service.settings.keys
    if keys.is_open:
        return
    key_id = wire.verify(request, keys.aliyun_secret, now=moment(service.clock), nonces=service.nonces)
    keys.check_security_token(key_id, request)


async def _question(service: Service, asked: wire.ScribbleCall, trace: Trace) -> Question:
    async def at(url: str | None, part: str, limit: int = wire.MAX_MAP_BYTES) -> bytes | None:
        return None if url is None else await service.picture_at(url, limit=limit, part=part, trace=trace)

    picture = await at(asked.image_url, "picture", wire.MAX_PICTURE_BYTES)
    if asked.integrated_url is not None:
        maps = Maps(integrated=await at(asked.integrated_url, "integrated"))
    else:
        maps = Maps(
            prior=await at(asked.mask_url, "prior"),
            keep=await at(asked.positive_url, "keep"),
            remove=await at(asked.negative_url, "remove"),
        )
    return Question(
        picture or b"",
        SIDES,
        maps=maps,
        form=_form(asked.return_form),
        encoding=Encoding.JPEG if asked.return_format is wire.ReturnFormat.JPG else Encoding.PNG,
        is_soft=asked.edge_feathering,
        is_steady=asked.postprocess is wire.Postprocess.EDGEREFINE,
    )


def _form(form: wire.ReturnForm) -> Form:
    match form:
        case wire.ReturnForm.RGB_ALPHA:
            return Form.CUTOUT
        case wire.ReturnForm.ONLY_ALPHA:
            return Form.MASK
        case wire.ReturnForm.WHITE_BACKGROUND:
            return Form.WHITE
        case _:
            assert_never(form)


def _fault_of(refusal: Refusal) -> AliyunFault:
    name = PARTS[refusal.part]
    match refusal.ground:
        case Ground.FORMAT:
            return AliyunFault("InvalidFile.Type", f"{name} has to be a JPG, JPEG, PNG, BMP or WEBP file.")
        case Ground.DAMAGED:
            return AliyunFault("InvalidFile.Decode", f"{name} cannot be decoded.")
        case Ground.SIDES:
            limits = f"{SIDES.shortest}x{SIDES.shortest} to {SIDES.longest}x{SIDES.longest}"
            return AliyunFault("InvalidFile.Resolution", f"{name} has to have {limits} pixels.")
        case Ground.MAP_SIZE:
            return AliyunFault("InvalidFile.Resolution", f"{name} has to have the resolution of ImageUrl.")
        case Ground.NOTHING_SAID | Ground.BOX_OUTSIDE:
            return AliyunFault("InvalidParameter", "A mask or a scribble has to say what is meant.")
        case Ground.ENGINE | Ground.CANCELLED:
            return AliyunFault("InternalError.Algo", "An algorithm error occurred.", 500)
        case _:
            assert_never(refusal.ground)


def _fault_in(trouble: Trouble, part: str) -> AliyunFault:
    match trouble:
        case Trouble.BUSY:
            return AliyunFault("Throttling.User", "Request was denied due to user flow control.", 503)
        case Trouble.BODY_TOO_LARGE:
            return AliyunFault("InvalidParameter", "The request body is too large.", 413)
        case Trouble.BODY_TOO_SLOW:
            return AliyunFault("Timeout", "The request body did not arrive in time.", 408)
        case Trouble.PICTURE_TOO_LARGE:
            return AliyunFault("InvalidFile.Size", f"{PARTS[part]} has too many bytes.")
        case Trouble.PICTURE_UNREACHABLE:
            return AliyunFault("InvalidFile.Download", f"{PARTS[part]} could not be downloaded.")
        case Trouble.TOO_LONG:
            return AliyunFault("InternalError.Timeout", "The request was processed too long.", 500)
        case Trouble.INTERNAL:
            return AliyunFault("InternalError", "The request processing has failed due to some unknown error.", 500)
        case _:
            assert_never(trouble)


def _letter(called: Called, trace: Trace) -> _Letter:
    trace.request_id = trace.request_id or str(uuid.uuid4()).upper()
    return _Letter(trace.request_id, _reads_xml(called.request), called.netloc)


def _reads_xml(request: WireRequest) -> bool:
    """Calls signed the older way get XML unless they ask for JSON; the newer way knows JSON only."""
    try:
        return is_rpc(request) and (first_of(parameters_of(request), "Format") or "xml").lower() != "json"
    except Unreadable:
        return False


def _result_xml(url: str, letter: _Letter) -> str:
    inner = f"<RequestId>{letter.request_id}</RequestId><Data><ResultUrl>{escape(url)}</ResultUrl></Data>"
    return f"<{wire.ACTION}Response>{inner}</{wire.ACTION}Response>"


def _ticket_xml(ticket: oss.UploadTicket, letter: _Letter) -> str:
    fields = {
        "RequestId": letter.request_id,
        "AccessKeyId": ticket.access_key_id,
        "Bucket": ticket.bucket,
        "Endpoint": ticket.endpoint,
        "EncodedPolicy": ticket.policy,
        "Signature": ticket.signature,
        "ObjectKey": ticket.object_key,
        "UseAccelerate": "false",
    }
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<{oss.ACTION}Response>{inner}</{oss.ACTION}Response>"
