"""Every code of both services has its typed error, its sentence, and what the program may do by itself."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segdesk.core.errors import (
    Act,
    ClockWrong,
    CredentialsRejected,
    EngineError,
    PictureOutOfLimits,
    PictureRefused,
    QuotaExceeded,
    Reason,
    RequestRefused,
    ServiceAnswerMalformed,
    ServiceUnavailable,
    ServiceWithdrawn,
)
from segdesk.wire import WireAnswer, aliyun, aliyun_errors, baidu, baidu_auth, baidu_errors, oss
from segdesk.wire.failures import MAX_WAIT, detail_of
from segdesk.wire.text import json_body
from tests.wire.captured import Exchange, exchanges

Expected = tuple[type[EngineError], Reason, Act]
UNKNOWN_ID: Expected = (CredentialsRejected, Reason.KEY_UNKNOWN, Act.STOP)
DISABLED: Expected = (CredentialsRejected, Reason.KEY_DISABLED, Act.STOP)
SECRET: Expected = (CredentialsRejected, Reason.SECRET_WRONG, Act.STOP)
KEYS: Expected = (CredentialsRejected, Reason.KEYS_REJECTED, Act.STOP)
TOKEN: Expected = (CredentialsRejected, Reason.TOKEN_REJECTED, Act.NEW_TOKEN)
RIGHTS: Expected = (CredentialsRejected, Reason.PERMISSION_MISSING, Act.STOP)
NOT_OPENED: Expected = (CredentialsRejected, Reason.SERVICE_NOT_OPENED, Act.STOP)
CLOCK: Expected = (ClockWrong, Reason.CLOCK_WRONG, Act.STOP)
TOO_FAST: Expected = (QuotaExceeded, Reason.TOO_FAST, Act.RETRY)
TODAY: Expected = (QuotaExceeded, Reason.QUOTA_TODAY, Act.STOP)
SPENT: Expected = (QuotaExceeded, Reason.QUOTA_SPENT, Act.STOP)
LIMITS: Expected = (PictureOutOfLimits, Reason.PICTURE_LIMITS, Act.STOP)
REFUSED: Expected = (PictureRefused, Reason.PICTURE_REFUSED, Act.STOP)
UNREACHABLE: Expected = (PictureRefused, Reason.PICTURE_UNREACHABLE, Act.STOP)
NO_SUBJECT: Expected = (PictureRefused, Reason.SUBJECT_NOT_FOUND, Act.STOP)
BAD_REQUEST: Expected = (RequestRefused, Reason.REQUEST_REFUSED, Act.STOP)
NEW_NONCE: Expected = (RequestRefused, Reason.REQUEST_REFUSED, Act.RETRY_ONCE)
NEW_TICKET: Expected = (RequestRefused, Reason.REQUEST_REFUSED, Act.NEW_TOKEN)
DOWN: Expected = (ServiceUnavailable, Reason.SERVICE_DOWN, Act.RETRY)
DOWN_ONCE: Expected = (ServiceUnavailable, Reason.SERVICE_DOWN, Act.RETRY_ONCE)
CLOSED: Expected = (ServiceWithdrawn, Reason.SERVICE_CLOSED, Act.STOP)
WITHDRAWN: Expected = (ServiceWithdrawn, Reason.ALIYUN_WITHDRAWN, Act.STOP)
MALFORMED: Expected = (ServiceAnswerMalformed, Reason.ANSWER_MALFORMED, Act.STOP)
ELSEWHERE: Expected = (ServiceAnswerMalformed, Reason.SERVICE_ELSEWHERE, Act.STOP)

ALIYUN: dict[str, Expected] = {
    "InvalidAccessKeyId.NotFound": UNKNOWN_ID,
    "InvalidAccessKeyId.Inactive": DISABLED,
    "InvalidAccessKeySecret": SECRET,
    "SignatureDoesNotMatch": SECRET,
    "IncompleteSignature": SECRET,
    "InvalidTimeStamp.Expired": CLOCK,
    "InvalidTimeStamp.Format": CLOCK,
    "SignatureNonceUsed": NEW_NONCE,
    "Throttling": TOO_FAST,
    "Throttling.User": TOO_FAST,
    "Throttling.Api": TOO_FAST,
    "InvalidApi.NotPurchase": NOT_OPENED,
    "InvalidApi.ForbiddenInvoke": NOT_OPENED,
    "InvalidApi.OutOfService": WITHDRAWN,
    "InvalidApi.NotFound": WITHDRAWN,
    "InvalidAction.NotFound": WITHDRAWN,
    "InvalidVersion": WITHDRAWN,
    "AuthFailed": RIGHTS,
    "Forbidden": RIGHTS,
    "Forbidden.RAM": RIGHTS,
    "NoPermission": RIGHTS,
    "EntityNotExist.Role": RIGHTS,
    "IllegalUrlParameter": UNREACHABLE,
    "InvalidFile.Download": UNREACHABLE,
    "InvalidFile.URL": UNREACHABLE,
    "InvalidFile.Type": REFUSED,
    "InvalidFile.Content": REFUSED,
    "InvalidFile.Resolution": LIMITS,
    "InvalidFile.Decode": REFUSED,
    "InvalidImage.Content": REFUSED,
    "InvalidImage.Region": UNREACHABLE,
    "MissingImageUrl": BAD_REQUEST,
    "InvalidReturnForm": BAD_REQUEST,
    "InvalidParameter": BAD_REQUEST,
    "InvalidParameter.DataError": BAD_REQUEST,
    "ClientError.IllegalArgument": BAD_REQUEST,
    "InternalError": DOWN,
    "InternalError.Algo": DOWN,
    "InternalError.Model": DOWN,
    "InternalError.Env": DOWN,
    "InternalError.Busy": DOWN,
    "InternalError.Timeout": DOWN,
    "Timeout": DOWN,
    "ServiceUnavailable": DOWN,
    "MissingAccessKeyId": KEYS,
    "InvalidSecurityToken.Expired": KEYS,
    "MissingSecurityToken": KEYS,
    "SecurityTokenExpired": KEYS,
    "RequestTimeTooSkewed": CLOCK,
    "QpsLimitExceeded": TOO_FAST,
    "SlowDown": TOO_FAST,
    "QuotaExceeded": SPENT,
    "InvalidFile.Size": LIMITS,
    "InvalidImage.Download": UNREACHABLE,
    "InvalidImage.URL": UNREACHABLE,
    "InvalidImage.Resolution": LIMITS,
    "InvalidImage.Size": LIMITS,
    "RequestTimeout": DOWN,
    "EntityTooSmall": LIMITS,
    "AccessDenied": NEW_TICKET,
    "EntityTooLarge": LIMITS,
    "NeverHeardOf": BAD_REQUEST,
}
BAIDU: dict[int, Expected] = {
    **dict.fromkeys((1, 2, 216300, 216400, 216401, 216500, 282000, 282001, 336000), DOWN),
    **dict.fromkeys((216630, 216634), DOWN_ONCE),
    **dict.fromkeys((3, 216102), NOT_OPENED),
    **dict.fromkeys((4, 18), TOO_FAST),
    6: RIGHTS,
    **dict.fromkeys((13, 100, 110, 111), TOKEN),
    **dict.fromkeys((14, 15, 216110, 216111), KEYS),
    17: TODAY,
    19: SPENT,
    216015: CLOSED,
    **dict.fromkeys((216100, 216101, 216103, 216203, 282003, 282004, 283300, 336001), BAD_REQUEST),
    **dict.fromkeys((216200, 216201, 282002, 282100), REFUSED),
    216202: LIMITS,
    **dict.fromkeys((282102, 282103, 282810), NO_SUBJECT),
    **dict.fromkeys((282114, 282804), UNREACHABLE),
    999999: BAD_REQUEST,
}
CAPTURED: dict[str, Expected] = {
    "aliyun_error_200-html-0": MALFORMED,
    "aliyun_error_200-no-data-0": MALFORMED,
    "aliyun_error_200-with-code-0": REFUSED,
    "aliyun_error_bad-ak-0": UNKNOWN_ID,
    "aliyun_error_bad-sig-0": SECRET,
    "aliyun_error_empty-500-0": DOWN,
    "aliyun_error_html-502-0": DOWN,
    "aliyun_error_invalid-param-0": BAD_REQUEST,
    "aliyun_error_server-500-0": DOWN,
    "aliyun_error_throttle-header-0": TOO_FAST,
    "aliyun_error_throttle-no-header-0": TOO_FAST,
    "aliyun_error_timeout-408-0": DOWN,
    "aliyun_error_xml-error-0": WITHDRAWN,
    "aliyun_adv_error_afu-200-empty-0": MALFORMED,
    "aliyun_adv_error_afu-403-0": RIGHTS,
    "aliyun_adv_error_oss-403-1": NEW_TICKET,
    "baidu_error_111-1": TOKEN,
    "baidu_error_18-1": TOO_FAST,
    "baidu_error_216201-1": REFUSED,
    "baidu_html_502-1": DOWN,
    "baidu_refresh_110-1": TOKEN,
    "baidu_bad_token_falls_to_bce-0": UNKNOWN_ID,
}


def failure(parse: Callable[[WireAnswer], object], answer: WireAnswer) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(answer)
    return caught.value


def told(error: EngineError) -> Expected:
    return type(error), error.reason, error.act


def is_download(one: Exchange) -> bool:
    return one.request.method == "GET" and one.request.path not in ("/", baidu_auth.TOKEN_PATH)


def parser_for(one: Exchange) -> Callable[[WireAnswer], object]:
    """What a client would read this recorded answer with."""
    if one.request.path == baidu_auth.TOKEN_PATH:
        return baidu_auth.parse_token
    if one.request.path == baidu.SEGMENT_PATH:
        return baidu.parse_segment
    if (one.request.header("content-type") or "").startswith("multipart"):
        return oss.parse_upload
    is_ticket = one.request.header("x-acs-action") == oss.ACTION
    return oss.parse_authorize if is_ticket else aliyun.parse_action


@pytest.mark.parametrize("code", ALIYUN)
@pytest.mark.parametrize("status", [200, 400, 403, 404, 500, 503])
def test_aliyuns_code_decides_and_never_the_status(code: str, status: int) -> None:
    body = json_body({"RequestId": "R", "HostId": "h", "Code": code, "Message": "why"})
    error = failure(aliyun.parse_action, WireAnswer(status, (), body))
    assert told(error) == ALIYUN[code]
    assert "Aliyun" in str(error)
    assert error.values["code"] == code


def test_every_code_the_codec_knows_is_in_the_table() -> None:
    assert set(aliyun_errors.MEANINGS) <= {code[:length] for code in ALIYUN for length in range(1, len(code) + 1)}
    assert set(baidu_errors.MEANINGS) == set(BAIDU) - {999999}


@pytest.mark.parametrize("code", BAIDU)
@pytest.mark.parametrize("status", [200, 401, 500])
@pytest.mark.parametrize("spelling", [int, str])
def test_baidus_code_decides_and_never_the_status(code: int, status: int, spelling: type[int] | type[str]) -> None:
    body = json_body({"log_id": "1", "error_code": spelling(code), "error_msg": "why", "image": "AAAA"})
    error = failure(baidu.parse_segment, WireAnswer(status, (), body))
    assert told(error) == BAIDU[code]
    assert "Baidu" in str(error)
    assert error.values["code"] == code


@pytest.mark.parametrize("one", [one for one in exchanges() if not is_download(one)], ids=lambda one: one.name)
def test_a_recorded_answer_is_a_failure_only_if_the_table_says_so(one: Exchange) -> None:
    parse, expected = parser_for(one), CAPTURED.get(one.name.replace("_tea038", ""))
    if expected is None:
        parse(one.answer)
    else:
        assert told(failure(parse, one.answer)) == expected


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (("x-acs-retry-after", "1500"), 1.5),
        (("Retry-After", "7"), 7.0),
        (("Retry-After", "99999999"), MAX_WAIT),
        (("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), 1.0),
        (("Retry-After", "-3"), 1.0),
        (("Retry-After", "²"), 1.0),
        (("Date", "x"), 1.0),
    ],
)
def test_the_wait_a_busy_service_asks_for_is_known(header: tuple[str, str], seconds: float) -> None:
    body = json_body({"Code": "Throttling.User", "Message": "flow control"})
    for answer in (WireAnswer(400, (header,), body), WireAnswer(429, (header,), b"")):
        error = failure(aliyun.parse_action, answer)
        assert isinstance(error, QuotaExceeded)
        assert error.retry_after == seconds


def test_baidu_wants_a_longer_wait_when_all_of_it_is_crowded() -> None:
    alone, all_of_it = baidu_errors.failure_for(18, ""), baidu_errors.failure_for(4, "")
    assert isinstance(alone, QuotaExceeded)
    assert isinstance(all_of_it, QuotaExceeded)
    assert (alone.retry_after, all_of_it.retry_after) == (1.0, 5.0)


def test_a_spent_day_is_not_waited_for() -> None:
    error = baidu_errors.failure_for(17, "Open api daily request limit reached")
    assert isinstance(error, QuotaExceeded)
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, MALFORMED),
        (204, MALFORMED),
        (301, MALFORMED),
        (307, MALFORMED),
        (400, MALFORMED),
        (401, KEYS),
        (403, KEYS),
        (404, ELSEWHERE),
        (408, DOWN),
        (413, LIMITS),
        (429, TOO_FAST),
        (500, DOWN),
        (502, DOWN),
        (503, DOWN),
        (504, DOWN),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b'{"half": ', b"\xff\xfe\x00", b"[1]", b"null"])
def test_without_a_code_the_status_decides(status: int, expected: Expected, body: bytes) -> None:
    for parse in (baidu.parse_segment, baidu_auth.parse_token, aliyun.parse_action, oss.parse_authorize):
        assert told(failure(parse, WireAnswer(status, (), body))) == expected


@pytest.mark.parametrize(
    ("error", "description", "key"),
    [
        ("invalid_client", "unknown client id", baidu_errors.API_KEY),
        ("invalid_client", "Client authentication failed", baidu_errors.SECRET_KEY),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 401])
def test_baidu_says_which_key_is_wrong(error: str, description: str, key: str, status: int) -> None:
    body = json_body({"error": error, "error_description": description})
    failed = failure(baidu_auth.parse_token, WireAnswer(status, (), body))
    assert isinstance(failed, CredentialsRejected)
    assert key in str(failed)


def test_aliyun_says_which_key_is_wrong() -> None:
    assert "AccessKey ID" in str(aliyun_errors.failure_for("InvalidAccessKeyId.NotFound", ""))
    assert "AccessKey Secret" in str(aliyun_errors.failure_for("SignatureDoesNotMatch", ""))


def test_the_withdrawn_service_is_told_with_its_date_and_the_way_on() -> None:
    text = str(aliyun_errors.failure_for("InvalidAction.NotFound", "Specified api is not found."))
    assert "2025-10-14" in text
    assert "segdesk serve" in text


def test_foreign_words_bring_no_secret_with_them() -> None:
    leaky = "cannot fetch https://b.oss/x.png?Signature=hush for LTAI5tHushHushHushHush99\nnow\x1b[31m"
    error = aliyun_errors.failure_for("InvalidFile.Download", leaky)
    assert str(error).startswith("Aliyun could not fetch the picture (InvalidFile.Download: cannot fetch … for … now")
    signed = aliyun_errors.failure_for("SignatureDoesNotMatch", "server string to sign is:hush")
    assert "hush" not in repr((error.values, signed.values)).lower()


@given(st.text(max_size=2000))
def test_foreign_words_become_one_short_line(text: str) -> None:
    shown = detail_of(text)
    assert len(shown) <= 120
    assert shown == "" or shown.isprintable()


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_code_and_message_make_a_sentence(code: str, message: str) -> None:
    assert str(aliyun_errors.failure_for(code, message)).endswith(".")
