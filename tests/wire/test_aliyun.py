"""Aliyun's requests, uploads and answers: what one side writes the other reads, and real clients are understood."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.errors import Act, EngineError, ServiceAnswerMalformed
from segdesk.wire import WireAnswer, WireRequest, aliyun, oss
from segdesk.wire.aliyun import Postprocess, ReturnForm, ReturnFormat, ScribbleCall
from segdesk.wire.aliyun_errors import AliyunFault, failure_for, fault_answer, storage_fault_answer
from segdesk.wire.oss import Upload, UploadTicket
from segdesk.wire.text import json_body, read_time
from tests.wire.captured import Exchange, exchange, exchanges

FORM_TYPE = (("content-type", "application/x-www-form-urlencoded"),)
NOW = read_time("2026-11-20T12:00:00Z")
PLACE = UploadTicket("TMPAK", "127", "0.0.1:8123", "0/up-0")
TICKET = oss.issue_ticket(PLACE, secret="tmp", expires=NOW + timedelta(minutes=10), max_bytes=100)
UPLOADS = [one for one in exchanges() if (one.request.header("content-type") or "").startswith("multipart")]

web_addresses = st.from_regex(r"https?://[a-z]{1,10}\.example/[A-Za-z0-9._~%?=&-]{0,40}", fullmatch=True)
maybe_addresses = st.none() | web_addresses
scribble_calls = st.builds(
    ScribbleCall,
    image_url=web_addresses,
    mask_url=maybe_addresses,
    positive_url=maybe_addresses,
    negative_url=maybe_addresses,
    integrated_url=maybe_addresses,
    return_form=st.sampled_from(ReturnForm),
    return_format=st.sampled_from(ReturnFormat),
    edge_feathering=st.booleans(),
    postprocess=st.sampled_from(Postprocess),
)


def read(request: WireRequest) -> ScribbleCall:
    return aliyun.read_action(request.headers, request.query, request.body)


def read_form(form: str, query: str = "") -> ScribbleCall:
    return aliyun.read_action(FORM_TYPE, query, form.encode())


def refused(answer: WireAnswer) -> EngineError:
    with pytest.raises(EngineError) as caught:
        oss.parse_upload(answer)
    return caught.value


def upload_fault(upload: Upload, later: timedelta = timedelta(0)) -> str:
    with pytest.raises(AliyunFault) as caught:
        oss.verify_upload(upload, {"TMPAK": "tmp"}.get, NOW + later)
    return caught.value.code


def received(content: bytes) -> Upload:
    request = oss.upload_request(TICKET, content, "image/png", boundary="b")
    return oss.read_upload(request.headers, request.body)


@given(scribble_calls)
def test_what_the_client_asks_the_server_reads(call: ScribbleCall) -> None:
    request = aliyun.action_request(aliyun.segment_form(call), "http://127.0.0.1:8123")
    assert aliyun.action_of(request.headers, request.query) == "InteractiveScribbleSegmentation"
    assert read(request) == call


@given(scribble_calls)
def test_parameters_may_come_in_the_query_instead(call: ScribbleCall) -> None:
    body = aliyun.action_request(aliyun.segment_form(call)).body
    assert aliyun.read_action((), body.decode(), b"") == call


def test_our_form_is_the_recorded_one_byte_for_byte() -> None:
    recorded = exchange("aliyun_url_v3-0").request
    assert aliyun.action_request(dict(parse_qsl(recorded.body.decode()))).body == recorded.body


def test_the_vendors_clients_are_understood() -> None:
    for name in ("aliyun_advance_ip-trick-8", "aliyun_advance_ip-trick_tea038-8", "httpx_aliyun-4", "aliyun_async-4"):
        call = read(exchange(name).request)
        assert call.image_url.endswith("/0/up-0")
        assert call.integrated_url is not None or call.mask_url is not None


def test_a_capital_true_and_an_empty_value_are_what_they_mean() -> None:
    assert read(exchange("aliyun_edge_values-0").request).edge_feathering
    assert read(exchange("aliyun_edge_values-1").request).return_form is ReturnForm.RGB_ALPHA
    assert not read_form("ImageUrl=http://e/x&EdgeFeathering=False").edge_feathering
    assert read_form("ImageUrl=http://e/x&ReturnFormat=jpeg").return_format is ReturnFormat.JPG
    assert read_form("ImageUrl=http://e/x&ReturnForm=Only_Alpha").return_form is ReturnForm.ONLY_ALPHA


def test_the_form_counts_before_the_query() -> None:
    assert read_form("ImageUrl=http://e/form", "ImageUrl=http://e/query").image_url == "http://e/form"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("", "MissingImageUrl"),
        ("ImageUrl=", "MissingImageUrl"),
        ("ImageUrl=http%3A%2F%2Fe%2F%E4%B8%AD.png", "IllegalUrlParameter"),
        ("ImageUrl=file:///etc/passwd", "IllegalUrlParameter"),
        ("ImageUrl=http://e/" + "x" * 3000, "IllegalUrlParameter"),
        ("ImageUrl=http://e/x&MaskImageUrl=x", "IllegalUrlParameter"),
        ("ImageUrl=http://e/x&ReturnForm=gif", "InvalidReturnForm"),
        ("ImageUrl=http://e/x&ReturnFormat=gif", "InvalidReturnFormat"),
        ("ImageUrl=http://e/x&EdgeFeathering=maybe", "InvalidEdgeFeathering"),
        ("ImageUrl=http://e/x&PostprocessOption=best", "InvalidPostprocessOption"),
        ("a=1&" * 300, "InvalidParameter"),
    ],
)
def test_a_bad_parameter_gets_its_code(form: str, code: str) -> None:
    with pytest.raises(AliyunFault) as caught:
        read_form(form)
    assert caught.value.code == code


def test_the_results_address_comes_back() -> None:
    answer = WireAnswer(200, (), aliyun.action_answer("https://h/r.png?Expires=1&Signature=s", "R"))
    assert aliyun.parse_action(answer) == "https://h/r.png?Expires=1&Signature=s"


@pytest.mark.parametrize("address", ["", "ftp://h/x", "/x.png", "http://h/\r\nx", "http://h/中", 7, None])
def test_a_result_that_lies_nowhere_is_malformed(address: object) -> None:
    answer = WireAnswer(200, (), json.dumps({"Data": {"ResultUrl": address}}).encode())
    with pytest.raises(ServiceAnswerMalformed):
        aliyun.parse_action(answer)


@given(st.sampled_from(("Throttling.User", "SignatureDoesNotMatch", "InvalidImage.Content")), st.text(max_size=40))
def test_what_the_server_refuses_the_client_raises(code: str, message: str) -> None:
    fault, expected = AliyunFault(code, message), failure_for(code, message)
    for body in (
        fault_answer(fault, request_id="R", host="h"),
        storage_fault_answer(fault, request_id="R", host="h"),
    ):
        with pytest.raises(type(expected)) as caught:
            aliyun.parse_action(WireAnswer(400, (), body))
        assert caught.value.reason is expected.reason


def test_a_ticket_comes_back_whole() -> None:
    answer = WireAnswer(200, (), oss.authorize_answer(TICKET, "R"))
    assert oss.parse_authorize(answer) == TICKET
    assert TICKET.address("http") == "http://127.0.0.1:8123/0/up-0"


def test_the_recorded_tickets_name_the_recorded_hosts() -> None:
    ticket = oss.parse_authorize(exchange("aliyun_realhosts_accelerate-0").answer)
    assert ticket.use_accelerate
    assert ticket.address("http") == "http://viapi-customer-temp.oss-cn-shanghai.aliyuncs.com/1/up-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"Bucket": "evil.example/"},
        {"Bucket": "user@evil"},
        {"Bucket": ""},
        {"Bucket": "a" * 64},
        {"Endpoint": "h.example:99999999"},
        {"Endpoint": "h.example/path"},
        {"Endpoint": "a." * 5000},
        {"ObjectKey": 'x"\r\nX-Evil: 1'},
        {"ObjectKey": ""},
        {"ObjectKey": "/x"},
        {"Signature": None},
        {"AccessKeyId": "a b"},
        {"EncodedPolicy": 7},
    ],
)
def test_a_ticket_for_no_proper_place_is_malformed(changes: dict[str, object]) -> None:
    fields = json.loads(oss.authorize_answer(TICKET, "R")) | changes
    with pytest.raises(ServiceAnswerMalformed):
        oss.parse_authorize(WireAnswer(200, (), json.dumps(fields).encode()))


@pytest.mark.parametrize("one", UPLOADS, ids=lambda one: one.name)
def test_a_recorded_upload_is_read_and_comes_out_byte_for_byte(one: Exchange) -> None:
    request = one.request
    upload = oss.read_upload(request.headers, request.body)
    ticket = replace(
        PLACE,
        access_key_id=upload.access_key_id,
        object_key=upload.object_key,
        policy=upload.policy,
        signature=upload.signature,
    )
    boundary = (request.header("content-type") or "").partition("boundary=")[2]
    again = oss.upload_request(ticket, upload.content, upload.content_type, boundary=boundary)
    assert again.body == request.body
    assert again.header("content-type") == request.header("content-type")


@given(st.binary(max_size=100), st.sampled_from(("image/png", "application/octet-stream", "")))
def test_what_is_uploaded_arrives(content: bytes, content_type: str) -> None:
    request = oss.upload_request(TICKET, content, content_type, boundary="b", scheme="http")
    upload = oss.read_upload(request.headers, request.body)
    assert (upload.content, upload.content_type, upload.object_key) == (content, content_type, "0/up-0")
    assert (request.url, request.header("host")) == ("http://127.0.0.1:8123/", "127.0.0.1:8123")
    assert request.header("authorization") is None


def test_a_boundary_inside_the_picture_does_not_cut_it() -> None:
    content = b"\r\n--b\r\n--b0--\r\n"
    assert received(content).content == content


def test_an_upload_is_https_unless_told_otherwise() -> None:
    assert oss.upload_request(TICKET, b"x", "", boundary="b").url.startswith("https://")
    assert TICKET.address().startswith("https://")


def test_a_ticket_lets_in_its_own_object_in_time_and_size() -> None:
    good = received(b"x" * 100)
    oss.verify_upload(good, {"TMPAK": "tmp"}.get, NOW)
    assert upload_fault(good, timedelta(minutes=11)) == "AccessDenied"
    assert upload_fault(replace(good, object_key="1/other")) == "AccessDenied"
    assert upload_fault(received(b"x" * 101)) == "EntityTooLarge"
    assert upload_fault(received(b"")) == "EntityTooSmall"
    assert upload_fault(replace(good, access_key_id="who")) == "InvalidAccessKeyId"
    assert upload_fault(replace(good, policy=good.policy[:-4])) == "SignatureDoesNotMatch"


@pytest.mark.parametrize("key", ["", "/x", "a/../x", "a b", "../x", 'x"'])
def test_an_upload_to_an_odd_name_is_refused(key: str) -> None:
    request = oss.upload_request(replace(TICKET, object_key=key), b"x", "", boundary="b")
    with pytest.raises(AliyunFault) as caught:
        oss.read_upload(request.headers, request.body)
    assert caught.value.code == "InvalidObjectName"


def policy_of(fields: object) -> str:
    return base64.b64encode(json.dumps(fields).encode()).decode()


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "e30=",
        "####",
        "W10=",
        policy_of({"expiration": "2099-01-01T00:00:00Z"}),
        policy_of({"expiration": "2099-01-01T00:00:00Z", "conditions": []}),
        policy_of({"expiration": "2099-01-01T00:00:00Z", "conditions": [{"key": 1}, ["content-length-range", 1, 2]]}),
        policy_of({"expiration": None, "conditions": [{"key": "0/up-0"}, ["content-length-range", 1, 2]]}),
    ],
)
def test_a_policy_of_our_own_signature_still_has_to_make_sense(policy: str) -> None:
    signature = oss.base64_hmac_sha1("tmp", policy)
    assert upload_fault(replace(received(b"x"), policy=policy, signature=signature)) == "InvalidPolicyDocument"


def test_a_stored_object_is_told_from_a_refused_one() -> None:
    stored = oss.upload_answer(TICKET.host, "0/up-0", address=TICKET.address(), etag="0")
    oss.parse_upload(WireAnswer(201, (), stored))
    for name in ("aliyun_adv_error_oss-204-1", "aliyun_adv_error_oss-200-empty-1", "aliyun_advance_ip-trick-1"):
        oss.parse_upload(exchange(name).answer)
    assert refused(exchange("aliyun_adv_error_oss-403-1").answer).act is Act.NEW_TOKEN
    assert isinstance(refused(WireAnswer(200, (), b"<html>sign in</html>")), ServiceAnswerMalformed)


def test_what_the_vendors_client_needs_of_a_stored_object_is_there() -> None:
    body = oss.upload_answer(TICKET.host, "0/up-0", address="http://127.0.0.1:8123/0/up-0?a=1&b=2", etag="0")
    assert b"<Bucket>127</Bucket>" in body
    assert b"a=1&amp;b=2" in body


def test_codes_in_small_letters_count_too() -> None:
    with pytest.raises(EngineError, match="InvalidParameter"):
        aliyun.parse_action(WireAnswer(200, (), json_body({"code": "InvalidParameter", "message": "m"})))
