"""Whatever comes in, a reader answers with a value or with its own typed fault, and in no long time."""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from segdesk.core.errors import EngineError
from segdesk.wire import Pairs, WireAnswer, WireRequest, aliyun, baidu, baidu_auth, oss
from segdesk.wire.acs3 import ALGORITHM, AliyunKeys, sign_acs3
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.baidu_errors import BaiduFault, TokenFault
from segdesk.wire.multipart import MAX_PARTS, Part, multipart_body, read_multipart
from segdesk.wire.rpc import sign_rpc
from segdesk.wire.text import Unreadable, read_form, read_json, read_time
from segdesk.wire.xmlfields import MAX_BYTES, read_xml
from tests.wire.captured import accept, exchange

NOW = read_time("2026-11-20T12:00:00Z")
JSON_TYPE: Pairs = (("content-type", "application/json"),)
DEEP = 100_000
CLIENT_READERS: list[Callable[[WireAnswer], object]] = [
    baidu.parse_segment,
    baidu_auth.parse_token,
    aliyun.parse_action,
    oss.parse_authorize,
    oss.parse_upload,
]
JSON_BOMBS = [
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b'{"image":' + b"[" * 900 + b"]" * 900 + b"}",
    b'{"error_code":' + b"9" * 5000 + b"}",
    b'{"error_code":1e999}',
    b'{"error_code":-Infinity}',
    b'{"error_code":[[]]}',
    b'{"error_code":"' + b"9" * 5000 + b'"}',
    '{"error_code":"²"}'.encode(),
    b'{"expires_in":' + b"9" * 4000 + b',"access_token":"t"}',
    b'{"expires_in":"nan","access_token":"t"}',
    b'{"expires_in":-1,"access_token":"t"}',
    b'{"access_token":"a\\r\\nb","expires_in":1}',
    b'{"image":"\\ud800"}',
    b'{"image":NaN}',
    b'{"image":""}',
    b'{"Data":"x"}',
    b'{"Data":{"ResultUrl":"http://h/\\ud800"}}',
    b'{"Code":"\\ud800","Message":"\\ud800"}',
    b'{"Code":' + b"9" * 4000 + b"}",
    b'{"error":"\\u0000","error_description":[1]}',
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
]
XML_BOMBS = [
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Error><Code>&b;</Code></Error>',
    b'<!DOCTYPE l SYSTEM "http://127.0.0.1:1/x.dtd"><Error><Code>x</Code></Error>',
    b'<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><Error><Code>&f;</Code></Error>',
    b"<Error><Code>&unknown;</Code></Error>",
    b"<Error>" + b"<a>" * DEEP,
    b"<a>" * 5000,
    b"<a>" * 9 + b"</a>" * 9,
    b"<Error><Code>x</Code>",
    b"<Error><Code>x</Error></Code>",
    b'<?xml version="1.0" encoding="utf-7"?><Error/>',
    b'<?xml version="1.0" encoding="no-such"?><Error/>',
    b"<" + b"a" * (MAX_BYTES + 1) + b"/>",
    b"<Error><Code>\xff\xfe</Code></Error>",
    b"<>",
    b"<",
]
FORM_BOMBS = [
    b"",
    b"--b",
    b"--b--",
    b"--b\r\n--b--\r\n",
    b"--b\r\n\r\n\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx',
    b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx\r\n--b\r\n',
    b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: attachment; name="key"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n' + b"X: y\r\n" * 5000 + b"\r\nx\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * (MAX_PARTS + 1) + b"--b--\r\n",
    b"\r\n" * 10_000,
]
BOMBS = JSON_BOMBS + XML_BOMBS + FORM_BOMBS

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
FIELDS = ("image", "url", "method", "position", "return_form", "refine_mask")
ANSWER_FIELDS = [
    "error_code",
    "error_msg",
    "image",
    "access_token",
    "expires_in",
    "error",
    "error_description",
    "Code",
    "Message",
    "Data",
    "ResultUrl",
    "AccessKeyId",
    "Bucket",
    "Endpoint",
    "ObjectKey",
    "EncodedPolicy",
    "Signature",
    "UseAccelerate",
]
latin_text = st.text(st.characters(max_codepoint=255), max_size=60)


def read_or_engine_error(answer: WireAnswer) -> None:
    """Every reader of the client; any other exception gets through and fails the test."""
    for parse in CLIENT_READERS:
        with suppress(EngineError):
            parse(answer)


def read_or_fault(request: WireRequest) -> None:
    """Every door of the server, as anybody may knock at it."""
    headers, query, body = request.headers, request.query, request.body
    doors: list[Callable[[], object]] = [
        lambda: baidu.read_segment(headers, query, body),
        lambda: baidu_auth.read_token_request(query, body),
        lambda: baidu_auth.verify_bce(request, {"k": "s"}.get, NOW),
        lambda: aliyun.verify(request, {"k": "s"}.get, now=NOW, nonces=accept),
        lambda: aliyun.read_action(headers, query, body),
        lambda: oss.read_upload(headers, body),
        lambda: baidu_auth.presented_token(headers, query),
        lambda: aliyun.action_of(headers, query),
    ]
    for door in doors:
        with suppress(BaiduFault, TokenFault, AliyunFault):
            door()


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("body", BOMBS, ids=range(len(BOMBS)))
def test_a_hostile_answer_is_a_typed_error(body: bytes, status: int) -> None:
    read_or_engine_error(WireAnswer(status, (("Retry-After", "9" * 5000),), body))


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""]
)
@pytest.mark.parametrize("body", BOMBS, ids=range(len(BOMBS)))
def test_a_hostile_body_is_a_typed_fault(body: bytes, kind: str) -> None:
    read_or_fault(WireRequest("POST", "/?access_token=%FF%00", (("Content-Type", kind),), body))


@given(st.dictionaries(st.sampled_from(ANSWER_FIELDS), json_values), st.sampled_from((200, 302, 400, 500)))
def test_an_answer_with_anything_in_its_fields_is_read_or_refused(fields: dict[str, object], status: int) -> None:
    read_or_engine_error(WireAnswer(status, (), json.dumps(fields).encode()))


@given(st.binary(max_size=300), st.integers(100, 599))
def test_any_bytes_are_an_answer_or_a_typed_error(body: bytes, status: int) -> None:
    read_or_engine_error(WireAnswer(status, (), body))


@given(st.fixed_dictionaries({"image": st.just("AAAA") | json_values}, optional=dict.fromkeys(FIELDS[1:], json_values)))
def test_a_call_with_anything_in_its_fields_is_read_or_refused(fields: dict[str, object]) -> None:
    read_or_fault(WireRequest("POST", "/", JSON_TYPE, json.dumps(fields).encode()))


@given(json_values)
def test_a_position_may_hold_anything(position: object) -> None:
    body = json.dumps({"image": "AAAA", "method": "control", "position": position}).encode()
    read_or_fault(WireRequest("POST", "/", JSON_TYPE, body))


@settings(max_examples=200)
@given(
    latin_text,
    st.lists(
        st.tuples(st.sampled_from(("authorization", "content-type", "host", "x-acs-date")), latin_text), max_size=5
    ),
    st.binary(max_size=200),
)
def test_any_request_is_read_or_refused(query: str, headers: list[tuple[str, str]], body: bytes) -> None:
    read_or_fault(WireRequest("POST", f"/x?{query}", tuple(headers), body))


@pytest.mark.parametrize(
    "value",
    [
        "",
        ALGORITHM,
        f"{ALGORITHM} Credential=k",
        f"{ALGORITHM} Credential=k,SignedHeaders=host,Signature={'0' * 64}",
        f"{ALGORITHM} Credential=é,SignedHeaders=é,Signature={'0' * 64}",
        f"{ALGORITHM} Credential=k,SignedHeaders={';' * 2000},Signature={'0' * 64}",
        ALGORITHM + " " * 100_000,
        "bce-auth-v1/",
        f"bce-auth-v1/k/2026-11-20T12:00:00Z/1800//{'0' * 64}",
        f"bce-auth-v1/k/2026-11-20T12:00:00Z/1800/host/{'0' * 64}",
        f"bce-auth-v1/k/9999-99-99T99:99:99Z/999999/host/{'0' * 64}",
        "bce-auth-v1/" + "/" * 100_000,
    ],
)
def test_a_hostile_authorization_is_a_typed_fault(value: str) -> None:
    read_or_fault(WireRequest("POST", "/", (("Authorization", value), ("host", "h")), b""))


@given(st.data())
def test_a_signed_request_with_one_byte_changed_is_refused(draw: st.DataObject) -> None:
    sign = draw.draw(st.sampled_from((sign_acs3, sign_rpc)))
    signed = sign(aliyun.action_request({"ImageUrl": "http://e/x"}), AliyunKeys("k", "s"), date=NOW, nonce="1")
    place = draw.draw(st.integers(0, len(signed.body) - 1))
    other = draw.draw(st.integers(33, 126).filter(lambda byte: byte not in (signed.body[place], ord("+"))))
    body = signed.body[:place] + bytes((other,)) + signed.body[place + 1 :]
    # The older signature covers what the form says, and `%3a` says what `%3A` says.
    assume(sign is sign_acs3 or read_form(body) != read_form(signed.body))
    with pytest.raises(AliyunFault):
        aliyun.verify(replace(signed, body=body), {"k": "s"}.get, now=NOW, nonces=accept)


@pytest.mark.parametrize("body", XML_BOMBS, ids=range(len(XML_BOMBS)))
def test_xml_with_a_trick_in_it_is_refused(body: bytes) -> None:
    if b"encoding" in body:
        assert read_xml(body) == ("Error", {})
    else:
        with pytest.raises(Unreadable):
            read_xml(body)


@given(st.binary(max_size=200))
def test_any_bytes_are_xml_or_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        read_xml(b"<Error>" + body)


@pytest.mark.parametrize("body", FORM_BOMBS, ids=range(len(FORM_BOMBS)))
def test_a_broken_form_is_refused(body: bytes) -> None:
    with pytest.raises(AliyunFault) as caught:
        oss.read_upload((("content-type", "multipart/form-data; boundary=b"),), body)
    assert caught.value.code == "MalformedPOSTRequest"


def test_a_form_may_have_as_many_parts_as_are_allowed_and_odd_names() -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n'
    assert len(read_multipart("multipart/form-data; boundary=b", part * MAX_PARTS + b"--b--\r\n")) == MAX_PARTS


@pytest.mark.parametrize(
    "kind", ["", "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=b"]
)
def test_a_form_without_boundary_is_refused(kind: str) -> None:
    body = exchange("aliyun_advance_ip-trick-3").request.body
    with pytest.raises(AliyunFault):
        oss.read_upload((("content-type", kind),), body)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=10), st.binary(max_size=40)), min_size=1, max_size=5))
def test_parts_come_back_in_order(fields: list[tuple[str, bytes]]) -> None:
    parts = tuple(
        Part(name.replace('"', "'").replace("\r", " ").replace("\n", " "), content) for name, content in fields
    )
    assert read_multipart(*multipart_body(parts, "b")) == parts


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "9" * 5000])
def test_numbers_no_machine_holds_are_not_json(number: str) -> None:
    with pytest.raises(Unreadable):
        read_json(number)


def test_nothing_takes_long() -> None:
    """A megabyte of nonsense in each guise: read in line it takes milliseconds, in any other way minutes."""
    began = time.perf_counter()
    for piece in (b"[", b"<", b"a=1&", b"--b\r\n", b'"', b"\r\n", b"%", b"a", b";"):
        body = piece * (1_000_000 // len(piece))
        read_or_fault(WireRequest("POST", "/", (("content-type", "multipart/form-data; boundary=b"),), body))
        read_or_engine_error(WireAnswer(200, (), body))
    assert time.perf_counter() - began < 30
