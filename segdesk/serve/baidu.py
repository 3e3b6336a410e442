"""Baidu's two paths: a token for keys, and a cutout for a picture."""

import secrets
from typing import assert_never

from segdesk.serve.auth import moment
from segdesk.serve.log import Trace
from segdesk.serve.question import Form, Ground, Question, Refusal, Sides
from segdesk.serve.service import Called, Service, Trouble, Troubled
from segdesk.wire import Pairs, WireAnswer
from segdesk.wire import baidu as wire
from segdesk.wire.baidu_auth import (
    check_keys,
    is_bce,
    presented_token,
    read_token_request,
    token_answer,
    token_fault_answer,
    verify_bce,
)
from segdesk.wire.baidu_errors import BaiduFault, TokenFault, fault_answer

SIDES = Sides(wire.MIN_SIDE, wire.MAX_SIDE)
MAX_FILE = wire.MAX_BASE64 // 4 * 3
"""Bytes of a fetched picture: the page counts its base64 text."""
_JSON: Pairs = (("content-type", "application/json;charset=UTF-8"), ("cache-control", "no-store"))


async def token(service: Service, called: Called, trace: Trace) -> WireAnswer:
    """The token path, by GET or POST."""
    try:
        keys = read_token_request(called.request.query, called.request.body)
        if not service.settings.keys.is_open:
            check_keys(keys, service.settings.keys.baidu_secret)
        return WireAnswer(200, _JSON, token_answer(service.tokens.issue(keys.api_key)))
    except TokenFault as fault:
        trace.code = fault.error
        return WireAnswer(fault.status, _JSON, token_fault_answer(fault))


async def segment(service: Service, called: Called, trace: Trace) -> WireAnswer:
    """The segment path."""
    log_id = _log_id(trace)
    try:
        _authorise(service, called)
        call = wire.read_segment(called.request.headers, called.request.query, called.request.body)
        answer = await service.ask(_question(call, await _picture(service, call, trace)), trace)
        if isinstance(answer, Refusal):
            raise _fault_of(answer)
        return WireAnswer(200, _JSON, wire.segment_answer(answer.content, log_id))
    except BaiduFault as fault:
        return _refused(fault, log_id, trace)
    except Troubled as troubled:
        return _refused(_fault_in(troubled.trouble), log_id, trace)


def refuse(trouble: Trouble, called: Called, trace: Trace) -> WireAnswer:
    """A trouble met before the request was understood."""
    return _refused(_fault_in(trouble), _log_id(trace), trace)


def _authorise(service: Service, called: Called) -> None:
    if service.settings.keys.is_open:
        return
    if is_bce(called.request):
        verify_bce(called.request, service.settings.keys.baidu_secret, moment(service.clock))
    else:
        service.tokens.check(presented_token(called.request.headers, called.request.query))


async def _picture(service: Service, call: wire.SegmentCall, trace: Trace) -> bytes:
    if call.image is not None:
        return call.image
    return await service.picture_at(call.url or "", limit=MAX_FILE, part="picture", trace=trace)


def _question(call: wire.SegmentCall, picture: bytes) -> Question:
    return Question(
        picture,
        SIDES,
        auto=call.method is wire.Method.AUTO,
        boxes=call.position,
        form=Form.CUTOUT if call.return_form is wire.ReturnForm.RGBA else Form.MASK,
        is_soft=call.refine_mask,
    )


def _fault_of(refusal: Refusal) -> BaiduFault:
    match refusal.ground:
        case Ground.FORMAT | Ground.DAMAGED:
            return BaiduFault(216201, "image format error")
        case Ground.SIDES | Ground.MAP_SIZE:
            return BaiduFault(216202, "image size error")
        case Ground.BOX_OUTSIDE:
            return BaiduFault(216100, "invalid param: position lies outside the image")
        case Ground.NOTHING_SAID:
            return BaiduFault(216101, "not enough param: position")
        case Ground.ENGINE | Ground.CANCELLED:
            return BaiduFault(282000, "internal error")
        case _:
            assert_never(refusal.ground)


def _fault_in(trouble: Trouble) -> BaiduFault:
    match trouble:
        case Trouble.BUSY:
            return BaiduFault(18, "Open api qps request limit reached")
        case Trouble.BODY_TOO_LARGE | Trouble.PICTURE_TOO_LARGE:
            return BaiduFault(216202, "image size error")
        case Trouble.PICTURE_UNREACHABLE:
            return BaiduFault(282804, "image download failed")
        case Trouble.BODY_TOO_SLOW:
            return BaiduFault(216100, "invalid param: the body did not arrive in time")
        case Trouble.TOO_LONG | Trouble.INTERNAL:
            return BaiduFault(282000, "internal error")
        case _:
            assert_never(trouble)


def _refused(fault: BaiduFault, log_id: int, trace: Trace) -> WireAnswer:
    trace.code = str(fault.code)
    return WireAnswer(200, _JSON, fault_answer(fault, log_id))


def _log_id(trace: Trace) -> int:
    log_id = 10**17 + secrets.randbelow(9 * 10**17)
    trace.request_id = str(log_id)
    return log_id
