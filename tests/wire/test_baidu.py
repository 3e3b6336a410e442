"""Baidu's requests and answers: what one side writes the other reads, and what real clients send is understood."""

import base64
import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.errors import RequestRefused, ServiceAnswerMalformed
from segdesk.core.geometry import Box
from segdesk.wire import JsonValue, WireAnswer, WireRequest, baidu
from segdesk.wire.baidu import Method, ReturnForm, SegmentCall
from segdesk.wire.baidu_auth import (
    TOKEN_LIFE,
    BaiduKeys,
    Token,
    check_keys,
    is_bce,
    parse_token,
    presented_token,
    read_token_request,
    token_answer,
    token_fault_answer,
    token_request,
)
from segdesk.wire.baidu_errors import BaiduFault, TokenFault, failure_for, fault_answer
from tests.wire.captured import exchange

KEYS = BaiduKeys("testbduak", "testbdusk")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVkJ6AAAAABJRU5ErkJggg==")
JSON_TYPE = (("content-type", "application/json"),)
FORM_TYPE = (("content-type", "application/x-www-form-urlencoded"),)
SDK_CALL = SegmentCall(
    image=PNG,
    method=Method.CONTROL,
    position=(Box(10, 20, 110, 220), Box(1, 2, 3, 4)),
    return_form=ReturnForm.MASK,
)

keys = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=40)
sides = st.integers(0, 3000) | st.floats(0, 3000, width=32)
boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    sides,
    sides,
    st.integers(1, 500),
    st.integers(1, 500),
)
pictures = st.binary(min_size=1, max_size=200)
web_addresses = st.from_regex(r"https?://[a-z]{1,10}\.example/[A-Za-z0-9._~%?=&-]{0,40}", fullmatch=True)


@st.composite
def calls(draw: st.DrawFn) -> SegmentCall:
    image = draw(st.none() | pictures)
    method = draw(st.sampled_from(Method))
    return SegmentCall(
        image=image,
        url=draw(web_addresses) if image is None else None,
        method=method,
        position=tuple(draw(st.lists(boxes, min_size=1, max_size=4))) if method is Method.CONTROL else (),
        return_form=draw(st.sampled_from(ReturnForm)),
        refine_mask=draw(st.booleans()),
    )


def read(request: WireRequest) -> SegmentCall:
    return baidu.read_segment(request.headers, request.query, request.body)


def read_fields(**fields: JsonValue) -> SegmentCall:
    return baidu.read_segment(JSON_TYPE, "", json.dumps({"image": "AAAA", **fields}).encode())


def fault_code(**fields: JsonValue) -> int:
    with pytest.raises(BaiduFault) as caught:
        read_fields(**fields)
    return caught.value.code


@given(calls())
def test_what_the_client_asks_the_server_reads(call: SegmentCall) -> None:
    request = baidu.segment_request(Token("24.a+b/c", 60), "http://127.0.0.1:8123/", call)
    assert urlsplit(request.url).path == "/rest/2.0/image-process/v1/segment"
    assert presented_token(request.headers, request.query) == "24.a+b/c"
    assert read(request) == call


@given(pictures, st.integers(0, 2**64 - 1))
def test_what_the_server_answers_the_client_reads(image: bytes, log_id: int) -> None:
    assert baidu.parse_segment(WireAnswer(200, (), baidu.segment_answer(image, log_id))) == image


@given(st.sampled_from((4, 6, 17, 18, 110, 216202)), st.text(max_size=40))
def test_what_the_server_refuses_the_client_raises(code: int, message: str) -> None:
    expected = failure_for(code, message)
    with pytest.raises(type(expected)) as caught:
        baidu.parse_segment(WireAnswer(200, (), fault_answer(BaiduFault(code, message), 1)))
    assert str(caught.value) == str(expected)


@pytest.mark.parametrize("name", ["baidu_json-1", "baidu_form_dict-1", "baidu_bce_auth-1", "baidu_refresh_110-3"])
def test_the_vendors_client_is_understood(name: str) -> None:
    """JSON, and the form in which a dictionary arrives with its list of boxes flattened."""
    assert read(exchange(name).request) == SDK_CALL


@pytest.mark.parametrize("name", ["baidu_json-1", "httpx_baidu-3"])
def test_our_body_says_what_the_recorded_one_says(name: str) -> None:
    recorded = exchange(name).request
    ours = baidu.segment_request(Token("t", 1), "https://aip.baidubce.com", read(recorded))
    assert json.loads(ours.body) == json.loads(recorded.body)


@pytest.mark.parametrize(
    "position",
    [
        [[[10, 20], [110, 220]], [[1, 2], [3, 4]]],
        [[10, 20], [110, 220], [1, 2], [3, 4]],
        [[10, 20, 110, 220], [1, 2, 3, 4]],
        [10, 20, 110, 220, 1, 2, 3, 4],
        [[[110, 220], [10, 20]], [[3, 2], [1, 4]]],
        "[[[10, 20], [110, 220]], [[1, 2], [3, 4]]]",
        [[[10.0, 20.0], [110.0, 220.0]], [[1, 2], [3, 4]]],
    ],
)
def test_boxes_are_read_however_they_are_grouped(position: JsonValue) -> None:
    assert read_fields(method="control", position=position).position == SDK_CALL.position


@pytest.mark.parametrize("value", ["true", "True", "TRUE", True, 1, "1", "", None])
def test_a_switch_is_on_in_every_spelling(value: JsonValue) -> None:
    assert read_fields(refine_mask=value).refine_mask


@pytest.mark.parametrize("value", ["false", "False", "FALSE", False, 0, "0"])
def test_a_switch_is_off_in_every_spelling(value: JsonValue) -> None:
    assert not read_fields(refine_mask=value).refine_mask


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,", "DATA:;base64,"])
@pytest.mark.parametrize("wrap", [str, lambda text: "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))])
@pytest.mark.parametrize("tail", ["=", ""])
def test_an_image_is_read_with_prefix_and_line_breaks_and_without_padding(prefix: str, wrap: object, tail: str) -> None:
    assert callable(wrap)
    text = str(wrap(base64.b64encode(PNG + b"1").decode()))
    image = prefix + (text if tail else text.rstrip("="))
    assert read_fields(image=image).image == PNG + b"1"
    body = json.dumps({"log_id": "273849795323489", "image": image}).encode()
    assert baidu.parse_segment(WireAnswer(200, (), body)) == PNG + b"1"


def test_json_is_known_by_its_looks() -> None:
    """`curl --data` names every body a form."""
    assert baidu.read_segment(FORM_TYPE, "", b' {"image": "AAAA"}').image == b"\0\0\0"


def test_plus_signs_survive_a_careless_form() -> None:
    picture = b"\xfb\xef\xbe" * 4
    assert b"+" in base64.b64encode(picture)
    assert baidu.read_segment(FORM_TYPE, "", b"image=" + base64.b64encode(picture)).image == picture
    careful = urlencode({"image": base64.b64encode(picture).decode()}).encode()
    assert baidu.read_segment(FORM_TYPE, "", careful).image == picture


def test_the_image_wins_over_the_address_and_defaults_are_the_vendors() -> None:
    call = read_fields(url="http://e/x.png", position=[1, 2, 3, 4])
    assert call == SegmentCall(image=b"\0\0\0")
    assert (call.method, call.return_form, call.refine_mask) == (Method.AUTO, ReturnForm.RGBA, True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"image": None}, 216101),
        ({"image": ""}, 216200),
        ({"image": "===="}, 216200),
        ({"image": 7}, 216100),
        ({"image": "not base64!"}, 216203),
        ({"image": "A" * 10_000_100}, 216202),
        ({"image": None, "url": ""}, 282114),
        ({"image": None, "url": "http://e/" + "x" * 1024}, 282114),
        ({"image": None, "url": "file:///etc/passwd"}, 282804),
        ({"image": None, "url": "http://e/\ud800"}, 282804),
        ({"method": "control"}, 216101),
        ({"method": "control", "position": []}, 216101),
        ({"method": "control", "position": [1, 2, 3]}, 216100),
        ({"method": "control", "position": "here"}, 216100),
        ({"method": "control", "position": {"x": 1}}, 216100),
        ({"method": "control", "position": [[[1, 2], [1, 4]]]}, 216100),
        ({"method": "control", "position": [True, 0, 1, 1]}, 216100),
        ({"method": "control", "position": [0, 0, 1e300, 1]}, 216100),
        ({"method": "control", "position": [0, 0, 10**400, 1]}, 216100),
        ({"method": "control", "position": [[[[[0, 0, 1, 1]]]]]}, 216100),
        ({"method": "control", "position": [0, 0, 1, 1] * 1001}, 216103),
        ({"method": "guess"}, 216100),
        ({"method": 3}, 216100),
        ({"return_form": "gif"}, 216100),
        ({"refine_mask": "maybe"}, 216100),
        ({"refine_mask": [True]}, 216100),
        ({"refine_mask": 1.0}, 216100),
    ],
)
def test_a_bad_field_gets_the_vendors_code(fields: dict[str, JsonValue], code: int) -> None:
    assert fault_code(**fields) == code


@given(keys, keys)
def test_the_keys_reach_the_token_door(api_key: str, secret_key: str) -> None:
    request = token_request(BaiduKeys(api_key, secret_key), "http://127.0.0.1:8123")
    assert request.path == "/oauth/2.0/token"
    assert read_token_request(request.query, request.body) == BaiduKeys(api_key, secret_key)


@pytest.mark.parametrize("name", ["baidu_json-0", "httpx_baidu-0", "httpx_baidu-1", "httpx_baidu-2"])
def test_keys_are_taken_from_query_and_form_by_get_and_post(name: str) -> None:
    request = exchange(name).request
    assert read_token_request(request.query, request.body) == KEYS


@pytest.mark.parametrize("code", [True, [1], {}, 1.5, "soon"])
def test_a_code_that_is_no_number_is_a_refusal_all_the_same(code: JsonValue) -> None:
    body = json.dumps({"error_code": code, "image": "AAAA"}).encode()
    with pytest.raises(RequestRefused):
        baidu.parse_segment(WireAnswer(200, (), body))


@pytest.mark.parametrize("code", [0, "0", None])
def test_a_code_of_nothing_is_no_failure(code: JsonValue) -> None:
    body = json.dumps({"error_code": code, "image": "AAAA"}).encode()
    assert baidu.parse_segment(WireAnswer(200, (), body)) == b"\0\0\0"


def test_our_token_request_is_the_recorded_one() -> None:
    assert parse_qsl(token_request(KEYS).query) == parse_qsl(exchange("httpx_baidu-0").request.query)


def test_a_token_comes_back_with_its_life_and_the_scope_the_vendors_client_needs() -> None:
    body = token_answer(Token("24.tok", TOKEN_LIFE))
    assert parse_token(WireAnswer(200, (), body)) == Token("24.tok", TOKEN_LIFE)
    assert "brain_all_scope" in json.loads(body)["scope"].split()
    assert parse_token(exchange("baidu_json-0").answer) == Token("24.tok0", 2592000)


@pytest.mark.parametrize("life", ["60", 60, 60.0])
def test_a_tokens_life_may_be_a_number_or_its_digits(life: JsonValue) -> None:
    body = json.dumps({"access_token": "t", "expires_in": life}).encode()
    assert parse_token(WireAnswer(200, (), body)).expires_in == 60


@pytest.mark.parametrize("token", ["", "a b", "t\r\nX: y", "中", "t" * 2049, 7, None])
def test_a_token_no_header_could_carry_is_malformed(token: JsonValue) -> None:
    body = json.dumps({"access_token": token, "expires_in": 60}).encode()
    with pytest.raises(ServiceAnswerMalformed):
        parse_token(WireAnswer(200, (), body))


def test_a_token_lives_thirty_days_at_most() -> None:
    body = json.dumps({"access_token": "t", "expires_in": 1e300}).encode()
    assert parse_token(WireAnswer(200, (), body)).expires_in == TOKEN_LIFE


@pytest.mark.parametrize(("secrets", "words"), [({}, "API Key"), ({"testbduak": "other"}, "Secret Key")])
def test_the_client_hears_which_key_the_server_refused(secrets: dict[str, str], words: str) -> None:
    with pytest.raises(TokenFault) as refused:
        check_keys(KEYS, secrets.get)
    with pytest.raises(Exception, match=words):
        parse_token(WireAnswer(refused.value.status, (), token_fault_answer(refused.value)))
    check_keys(KEYS, {"testbduak": "testbdusk"}.get)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "unsupported_grant_type"),
        ("grant_type=password&client_id=a&client_secret=b", "unsupported_grant_type"),
        ("grant_type=client_credentials", "invalid_request"),
        ("grant_type=client_credentials&client_id=&client_secret=", "invalid_request"),
        ("a=1&" * 300, "invalid_request"),
    ],
)
def test_half_a_token_request_is_refused(query: str, error: str) -> None:
    with pytest.raises(TokenFault) as caught:
        read_token_request(query, b"")
    assert caught.value.error == error


def test_a_token_is_found_in_query_or_bearer_and_a_signature_is_neither() -> None:
    assert presented_token((), "access_token=24.tok&aipSdk=python") == "24.tok"
    assert presented_token((("Authorization", "Bearer bce-v3/key"),), "") == "bce-v3/key"
    assert presented_token((("Authorization", "Bearer "),), "") is None
    signed = exchange("baidu_bce_auth-1").request
    assert presented_token(signed.headers, signed.query) is None
    assert is_bce(signed)
