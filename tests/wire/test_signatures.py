"""Our signatures are the vendors': each recorded one verifies, and the same inputs give the same bytes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.wire import Pairs, WireRequest, aliyun, oss
from segdesk.wire.acs3 import AliyunKeys, is_acs3, sign_acs3, signature_of, verify_acs3
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.baidu_auth import BaiduKeys, is_bce, presented_token, sign_bce, verify_bce
from segdesk.wire.baidu_errors import BaiduFault
from segdesk.wire.rpc import is_rpc, parameters_of, rpc_signature, sign_rpc, verify_rpc
from segdesk.wire.text import read_time
from tests.wire.captured import ALIYUN_SECRETS, BAIDU_SECRETS, Exchange, accept, exchange, exchanges, header, moment

KEYS = AliyunKeys("testak", "testsecret")
NOW = read_time("2026-11-20T12:00:00Z")
ALL = list(exchanges())
ACS3 = [one for one in ALL if is_acs3(one.request)]
RPC = [one for one in ALL if is_rpc(one.request)]
BCE = [one for one in ALL if is_bce(one.request)]
Sign = Callable[..., WireRequest]

words = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20)
RESERVED = {
    "AccessKeyId",
    "Action",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
}
forms = st.dictionaries(words.filter(lambda name: name not in RESERVED), st.text(max_size=30), max_size=6)


def named(one: Exchange) -> str:
    return one.name


def without(request: WireRequest, *names: str) -> WireRequest:
    return replace(request, headers=tuple(pair for pair in request.headers if pair[0].lower() not in names))


def changed(request: WireRequest, name: str, value: str) -> WireRequest:
    pairs = tuple((key, value if key.lower() == name else old) for key, old in request.headers)
    return replace(request, headers=pairs)


def fault_of(request: WireRequest, *, later: timedelta = timedelta(0)) -> AliyunFault:
    with pytest.raises(AliyunFault) as caught:
        aliyun.verify(request, ALIYUN_SECRETS.get, now=NOW + later, nonces=accept)
    return caught.value


def test_the_recordings_hold_the_signatures_they_are_known_for() -> None:
    assert (len(ACS3), len(RPC), len(BCE)) == (80, 2, 2)


@pytest.mark.parametrize("one", ACS3, ids=named)
def test_a_recorded_acs3_signature_verifies(one: Exchange) -> None:
    now = moment(one.request.header("x-acs-date"))
    assert verify_acs3(one.request, ALIYUN_SECRETS.get, now=now, nonces=accept) == "testak"


@pytest.mark.parametrize("one", ACS3, ids=named)
def test_the_same_inputs_give_the_recorded_acs3_signature(one: Exchange) -> None:
    _, signed, signature = header(one.request, "authorization").split(",")
    names = signed.removeprefix("SignedHeaders=").split(";")
    assert f"Signature={signature_of(one.request, names, 'testsecret')}" == signature


@pytest.mark.parametrize("name", ["httpx_aliyun-0", "httpx_aliyun-2", "httpx_aliyun-4"])
def test_signing_gives_the_recorded_header(name: str) -> None:
    recorded = exchange(name).request
    added = ("authorization", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256")
    signed = sign_acs3(
        without(recorded, *added),
        KEYS,
        date=moment(recorded.header("x-acs-date")),
        nonce=header(recorded, "x-acs-signature-nonce"),
    )
    assert {pair for pair in signed.headers if pair[0] in added} == {
        pair for pair in recorded.headers if pair[0] in added
    }


def test_the_vendors_worked_example_of_acs3_comes_out() -> None:
    query = "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai"
    headers = (("x-acs-action", "RunInstances"), ("x-acs-version", "2014-05-26"))
    request = WireRequest("POST", f"https://ecs.cn-shanghai.aliyuncs.com/?{query}", headers, b"")
    keys = AliyunKeys("YourAccessKeyId", "YourAccessKeySecret")
    date = read_time("2023-10-26T10:22:32Z")
    signed = sign_acs3(request, keys, date=date, nonce="3156853299f313e23d1673dc12e1703d")
    expected = "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    assert header(signed, "authorization").endswith(expected)


@pytest.mark.parametrize("one", RPC, ids=named)
def test_a_recorded_rpc_signature_verifies(one: Exchange) -> None:
    now = moment(dict(parameters_of(one.request))["Timestamp"])
    assert verify_rpc(one.request, ALIYUN_SECRETS.get, now=now, nonces=accept) == "testak"


@pytest.mark.parametrize("one", RPC, ids=named)
def test_signing_by_rpc_gives_the_recorded_address(one: Exchange) -> None:
    given = dict(parameters_of(one.request))
    bare = replace(one.request, url="http://127.0.0.1/")
    signed = sign_rpc(bare, KEYS, date=moment(given["Timestamp"]), nonce=given["SignatureNonce"])
    assert signed.query == one.request.query


def test_the_vendors_worked_example_of_rpc_comes_out() -> None:
    parameters = {
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "Format": "XML",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "SignatureVersion": "1.0",
        "Timestamp": "2016-02-23T12:46:24Z",
        "Version": "2014-05-26",
    }
    assert rpc_signature("GET", parameters.items(), "testsecret") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


@pytest.mark.parametrize("one", BCE, ids=named)
def test_a_recorded_bce_signature_verifies_and_comes_out_again(one: Exchange) -> None:
    assert verify_bce(one.request, BAIDU_SECRETS.get, moment(one.request.header("x-bce-date"))) == "testbduak"
    again = sign_bce(one.request, BaiduKeys("testbduak", "testbdusk"), signed=("host", "content-type", "x-bce-date"))
    assert again == one.request.header("authorization")


@pytest.mark.parametrize("sign", [sign_acs3, sign_rpc])
@given(form=forms, secret=words, token=st.none() | words)
def test_what_we_sign_the_server_lets_in(sign: Sign, form: dict[str, str], secret: str, token: str | None) -> None:
    request = aliyun.action_request(form, "http://127.0.0.1:8123")
    signed = sign(request, AliyunKeys("key", secret, token), date=NOW, nonce="1")
    assert aliyun.verify(signed, {"key": secret}.get, now=NOW, nonces=accept) == "key"
    assert urlsplit(signed.url).netloc == "127.0.0.1:8123"


@pytest.mark.parametrize("sign", [sign_acs3, sign_rpc])
def test_leave_to_upload_is_asked_for_with_either_signature(sign: Sign) -> None:
    signed = sign(oss.authorize_request("http://127.0.0.1:8123"), KEYS, date=NOW, nonce="1")
    assert aliyun.verify(signed, ALIYUN_SECRETS.get, now=NOW, nonces=accept) == "testak"
    assert aliyun.action_of(signed.headers, signed.query) == "AuthorizeFileUpload"


@pytest.mark.parametrize("sign", [sign_acs3, sign_rpc])
def test_another_body_or_query_or_method_is_refused(sign: Sign) -> None:
    signed = sign(aliyun.action_request({"ImageUrl": "http://e/x"}), KEYS, date=NOW, nonce="1")
    joint = "&" if "?" in signed.url else "?"
    for forged in (
        replace(signed, body=signed.body + b"&ReturnForm=only_alpha"),
        replace(signed, url=f"{signed.url}{joint}ReturnForm=only_alpha"),
        replace(signed, method="PUT"),
    ):
        assert fault_of(forged).code == "SignatureDoesNotMatch"


@pytest.mark.parametrize("sign", [sign_acs3, sign_rpc])
def test_the_clock_may_be_off_by_fifteen_minutes_either_way(sign: Sign) -> None:
    signed = sign(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    for minutes in (-15, 15):
        now = NOW + timedelta(minutes=minutes)
        assert aliyun.verify(signed, ALIYUN_SECRETS.get, now=now, nonces=accept) == "testak"
    for minutes in (-16, 16, 60 * 24):
        assert fault_of(signed, later=timedelta(minutes=minutes)).code == "InvalidTimeStamp.Expired"


@pytest.mark.parametrize("sign", [sign_acs3, sign_rpc])
def test_a_nonce_counts_once_and_only_with_a_good_signature(sign: Sign) -> None:
    seen: set[str] = set()

    def spend(nonce: str) -> bool:
        is_new = nonce not in seen
        seen.add(nonce)
        return is_new

    forged = sign(aliyun.action_request({}), AliyunKeys("testak", "wrong"), date=NOW, nonce="n")
    with pytest.raises(AliyunFault):
        aliyun.verify(forged, ALIYUN_SECRETS.get, now=NOW, nonces=spend)
    assert not seen
    good = sign(aliyun.action_request({}), KEYS, date=NOW, nonce="n")
    aliyun.verify(good, ALIYUN_SECRETS.get, now=NOW, nonces=spend)
    with pytest.raises(AliyunFault) as caught:
        aliyun.verify(good, ALIYUN_SECRETS.get, now=NOW, nonces=spend)
    assert caught.value.code == "SignatureNonceUsed"


def test_an_unknown_key_and_a_missing_signature_are_told_apart() -> None:
    stranger = sign_acs3(aliyun.action_request({}), AliyunKeys("stranger", "s"), date=NOW, nonce="1")
    assert fault_of(stranger).code == "InvalidAccessKeyId.NotFound"
    assert fault_of(aliyun.action_request({})).code == "IncompleteSignature"


def test_headers_that_matter_have_to_be_signed_and_stand_once() -> None:
    signed = sign_acs3(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    extra: Pairs = (("x-acs-action", "AuthorizeFileUpload"),)
    for forged in (
        replace(signed, headers=(*extra, *signed.headers)),
        replace(signed, headers=(*signed.headers, ("x-acs-surprise", "1"))),
        replace(signed, headers=(*signed.headers, ("Host", "elsewhere"))),
    ):
        assert fault_of(forged).code == "IncompleteSignature"
    assert fault_of(changed(signed, "x-acs-action", "Other")).code == "SignatureDoesNotMatch"


@pytest.mark.parametrize("name", sorted(RESERVED - {"Format", "SecurityToken"}))
def test_a_form_may_not_say_again_what_the_signature_says(name: str) -> None:
    twice = sign_rpc(aliyun.action_request({name: "x"}), KEYS, date=NOW, nonce="1")
    assert fault_of(twice).code == "IncompleteSignature"
    other_case = sign_rpc(aliyun.action_request({name.swapcase(): "x"}), KEYS, date=NOW, nonce="1")
    assert aliyun.verify(other_case, ALIYUN_SECRETS.get, now=NOW, nonces=accept) == "testak"


def test_a_nonce_is_needed_and_may_not_be_endless() -> None:
    for nonce in ("", "n" * 129):
        signed = sign_acs3(aliyun.action_request({}), KEYS, date=NOW, nonce=nonce)
        assert fault_of(signed).code == "MissingSignatureNonce"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("SignatureMethod=HMAC-SHA1", "SignatureMethod=NONE", "InvalidSignatureMethod"),
        ("SignatureVersion=1.0", "SignatureVersion=0.1", "InvalidSignatureMethod"),
        ("Timestamp=", "Timestamp=1&Timestamp=", "IncompleteSignature"),
        ("Action=Interactive", "Action=&x=", "IncompleteSignature"),
        ("Signature=", "Signature=&x=", "IncompleteSignature"),
        ("Timestamp=2026", "Timestamp=then", "InvalidTimeStamp.Format"),
        ("Action=Interactive", "Action=Other", "SignatureDoesNotMatch"),
    ],
)
def test_an_rpc_query_that_was_touched_is_refused(old: str, new: str, code: str) -> None:
    signed = sign_rpc(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    assert old in signed.url
    assert fault_of(replace(signed, url=signed.url.replace(old, new, 1))).code == code


def test_more_fields_than_any_client_sends_are_refused() -> None:
    many = "&a=1" * 300
    by_header = sign_acs3(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    by_query = sign_rpc(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    assert fault_of(replace(by_header, url=f"{by_header.url}?{many}")).code == "InvalidParameter"
    with pytest.raises(AliyunFault, match="InvalidParameter"):
        verify_rpc(replace(by_query, url=by_query.url + many), ALIYUN_SECRETS.get, now=NOW, nonces=accept)
    bce = exchange("baidu_bce_auth-1").request
    with pytest.raises(BaiduFault) as caught:
        verify_bce(replace(bce, url=bce.url + many), BAIDU_SECRETS.get, moment(bce.header("x-bce-date")))
    assert caught.value.code == 100
    assert aliyun.action_of((), many) is None
    assert presented_token((), many) is None


def test_the_action_is_taken_from_where_it_was_signed() -> None:
    signed = changed(sign_rpc(aliyun.action_request({}), KEYS, date=NOW, nonce="1"), "x-acs-action", "Other")
    assert aliyun.action_of(signed.headers, signed.query) == aliyun.ACTION


@pytest.mark.parametrize("date", ["", "yesterday", "2026-11-20 12:00:00", "2026-13-40T99:00:00Z"])
def test_a_date_nobody_can_read_is_told(date: str) -> None:
    signed = sign_acs3(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    assert fault_of(changed(signed, "x-acs-date", date)).code == "InvalidTimeStamp.Format"


def test_bce_refuses_strangers_wrong_secrets_and_old_dates() -> None:
    request = exchange("baidu_bce_auth-1").request
    now = moment(request.header("x-bce-date"))
    tries: list[tuple[dict[str, str], timedelta]] = [
        ({}, timedelta(0)),
        ({"testbduak": "wrong"}, timedelta(0)),
        (BAIDU_SECRETS, timedelta(days=1)),
        (BAIDU_SECRETS, timedelta(days=-1)),
    ]
    for secrets, later in tries:
        with pytest.raises(BaiduFault) as caught:
            verify_bce(request, secrets.get, now + later)
        assert caught.value.code == 14


def test_bce_wants_host_and_date_signed() -> None:
    request, keys = exchange("baidu_bce_auth-1").request, BaiduKeys(*next(iter(BAIDU_SECRETS.items())))
    now = moment(request.header("x-bce-date"))

    def verified(changed_request: WireRequest) -> str:
        return verify_bce(changed_request, BAIDU_SECRETS.get, now)

    hostless = changed(request, "authorization", sign_bce(request, keys, signed=("content-type", "x-bce-date")))
    other_date = changed(
        changed(request, "authorization", sign_bce(request, keys, signed=("host",))),
        "x-bce-date",
        "2026-11-20T00:00:00Z",
    )
    for forged in (hostless, other_date, replace(request, url=request.url + "&a=1")):
        with pytest.raises(BaiduFault):
            verified(forged)
    assert verified(changed(request, "authorization", sign_bce(request, keys, signed=("host",)))) == "testbduak"
    assert verified(replace(request, url=request.url + "&authorization=x")) == "testbduak"


def test_a_request_that_does_not_name_its_bodys_hash_is_refused() -> None:
    whole = sign_acs3(aliyun.action_request({}), KEYS, date=NOW, nonce="1")
    bare = without(whole, "authorization", "x-acs-content-sha256")
    names = sorted(name for name, _ in bare.headers if name != "accept")
    value = f"ACS3-HMAC-SHA256 Credential=testak,SignedHeaders={';'.join(names)},Signature="
    signed = replace(bare, headers=(*bare.headers, ("authorization", value + signature_of(bare, names, "testsecret"))))
    assert fault_of(signed).code == "IncompleteSignature"


def test_blanks_around_a_header_do_not_count() -> None:
    padded = replace(aliyun.action_request({}), headers=(("x-acs-action", "  Some "), ("host", "h")))
    signed = changed(sign_acs3(padded, KEYS, date=NOW, nonce="1"), "x-acs-action", "Some")
    assert aliyun.verify(signed, ALIYUN_SECRETS.get, now=NOW, nonces=accept) == "testak"


def test_nothing_that_holds_a_secret_prints_it() -> None:
    signed = sign_rpc(aliyun.action_request({}), AliyunKeys("id-1", "hush-2", "hush-3"), date=NOW, nonce="1")
    shown = repr((AliyunKeys("id-1", "hush-2", "hush-3"), BaiduKeys("id-1", "hush-2"), signed))
    assert "hush" not in shown
    assert "id-1" not in shown
    assert "Signature" not in shown
