"""Aliyun's error codes: what each means for a person and for the program, and the shape a server gives them.

Codes are judged by their beginning and never by the HTTP status, which differs from page to page for the same code.
Sources: the gateway's common codes, the codes of the sister category "image segmentation", and OSS PostObject.
"""

from collections.abc import Mapping
from typing import Final

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
    ServiceUnavailable,
    ServiceWithdrawn,
)
from segdesk.wire import JsonValue, WireAnswer
from segdesk.wire.failures import BUSY_WAIT, detail_of, failure_of_status, wait_of
from segdesk.wire.text import Unreadable, json_body, read_object
from segdesk.wire.xmlfields import read_xml, xml_body

SERVICE: Final = "Aliyun"
KEY_ID: Final = "AccessKey ID"
KEY_SECRET: Final = "AccessKey Secret"

Meaning = tuple[type[EngineError], Reason, Act]

_KEY_UNKNOWN: Final[Meaning] = (CredentialsRejected, Reason.KEY_UNKNOWN, Act.STOP)
_SECRET_WRONG: Final[Meaning] = (CredentialsRejected, Reason.SECRET_WRONG, Act.STOP)
_KEYS_REJECTED: Final[Meaning] = (CredentialsRejected, Reason.KEYS_REJECTED, Act.STOP)
_NO_PERMISSION: Final[Meaning] = (CredentialsRejected, Reason.PERMISSION_MISSING, Act.STOP)
_NOT_OPENED: Final[Meaning] = (CredentialsRejected, Reason.SERVICE_NOT_OPENED, Act.STOP)
_WITHDRAWN: Final[Meaning] = (ServiceWithdrawn, Reason.ALIYUN_WITHDRAWN, Act.STOP)
_CLOCK: Final[Meaning] = (ClockWrong, Reason.CLOCK_WRONG, Act.STOP)
_TOO_FAST: Final[Meaning] = (QuotaExceeded, Reason.TOO_FAST, Act.RETRY)
_SPENT: Final[Meaning] = (QuotaExceeded, Reason.QUOTA_SPENT, Act.STOP)
_DOWN: Final[Meaning] = (ServiceUnavailable, Reason.SERVICE_DOWN, Act.RETRY)
_LIMITS: Final[Meaning] = (PictureOutOfLimits, Reason.PICTURE_LIMITS, Act.STOP)
_UNREACHABLE: Final[Meaning] = (PictureRefused, Reason.PICTURE_UNREACHABLE, Act.STOP)
_REFUSED: Final[Meaning] = (PictureRefused, Reason.PICTURE_REFUSED, Act.STOP)
_BAD_REQUEST: Final[Meaning] = (RequestRefused, Reason.REQUEST_REFUSED, Act.STOP)
_NONCE_USED: Final[Meaning] = (RequestRefused, Reason.REQUEST_REFUSED, Act.RETRY_ONCE)
_TICKET_SPENT: Final[Meaning] = (RequestRefused, Reason.REQUEST_REFUSED, Act.NEW_TOKEN)

MEANINGS: Final[Mapping[str, Meaning]] = {
    "InvalidAccessKeyId": _KEY_UNKNOWN,
    "InvalidAccessKeyId.Inactive": (CredentialsRejected, Reason.KEY_DISABLED, Act.STOP),
    "InvalidAccessKeySecret": _SECRET_WRONG,
    "SignatureDoesNotMatch": _SECRET_WRONG,
    "IncompleteSignature": _SECRET_WRONG,
    "MissingAccessKeyId": _KEYS_REJECTED,
    "InvalidSecurityToken": _KEYS_REJECTED,
    "MissingSecurityToken": _KEYS_REJECTED,
    "SecurityTokenExpired": _KEYS_REJECTED,
    "InvalidTimeStamp": _CLOCK,
    "RequestTimeTooSkewed": _CLOCK,
    "SignatureNonceUsed": _NONCE_USED,
    "Throttling": _TOO_FAST,
    "QpsLimitExceeded": _TOO_FAST,
    "SlowDown": _TOO_FAST,
    "QuotaExceed": _SPENT,
    "InvalidApi.NotPurchase": _NOT_OPENED,
    "InvalidApi.ForbiddenInvoke": _NOT_OPENED,
    "InvalidApi.OutOfService": _WITHDRAWN,
    "InvalidApi.NotFound": _WITHDRAWN,
    "InvalidAction": _WITHDRAWN,
    "InvalidVersion": _WITHDRAWN,
    "AuthFailed": _NO_PERMISSION,
    "Forbidden": _NO_PERMISSION,
    "NoPermission": _NO_PERMISSION,
    "EntityNotExist.Role": _NO_PERMISSION,
    "IllegalUrlParameter": _UNREACHABLE,
    "InvalidFile": _REFUSED,
    "InvalidFile.Download": _UNREACHABLE,
    "InvalidFile.URL": _UNREACHABLE,
    "InvalidFile.Resolution": _LIMITS,
    "InvalidFile.Size": _LIMITS,
    "InvalidImage": _REFUSED,
    "InvalidImage.Download": _UNREACHABLE,
    "InvalidImage.URL": _UNREACHABLE,
    "InvalidImage.Region": _UNREACHABLE,
    "InvalidImage.Resolution": _LIMITS,
    "InvalidImage.Size": _LIMITS,
    "Missing": _BAD_REQUEST,
    "Invalid": _BAD_REQUEST,
    "ClientError": _BAD_REQUEST,
    "InternalError": _DOWN,
    "ServiceUnavailable": _DOWN,
    "Timeout": _DOWN,
    "RequestTimeout": _DOWN,
    "AccessDenied": _TICKET_SPENT,
    "EntityTooLarge": _LIMITS,
    "EntityTooSmall": _LIMITS,
}
"""By the beginning of a code; the longest that fits counts."""


class AliyunFault(Exception):
    """What a server refuses a request with."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message, status)
        self.code: Final = code
        self.message: Final = message
        self.status: Final = status


def failure_for(code: str, message: str, *, wait: float | None = None) -> EngineError:
    """The error a code stands for; `wait` is how many seconds the answer asked to wait. Unknown codes are refusals."""
    kind, reason, act = _meaning_of(code)
    values: dict[str, object] = {"service": SERVICE, "code": detail_of(code), "act": act}
    # Only where the sentence asks for it: a refused signature comes with the text that was signed.
    if "{detail}" in reason.value:
        values["detail"] = detail_of(f"{code}: {message}" if message else code)
    if "{key}" in reason.value:
        values["key"] = KEY_SECRET if reason is Reason.SECRET_WRONG else KEY_ID
    if reason is Reason.TOO_FAST:
        values["retry_after"] = BUSY_WAIT if wait is None else wait
    return kind(reason, **values)


def failure_in(answer: WireAnswer, fields: Mapping[str, JsonValue]) -> EngineError | None:
    """The error an answer's fields tell of; None when they hold no code."""
    code = fields.get("Code", fields.get("code"))
    if not isinstance(code, str) or not code.strip():
        return None
    message = fields.get("Message", fields.get("message"))
    return failure_for(code.strip(), message if isinstance(message, str) else "", wait=wait_of(answer))


def fields_of(answer: WireAnswer) -> dict[str, JsonValue]:
    """The fields of an answer that is no failure: a JSON object, or XML's text fields. Raises EngineError."""
    try:
        fields = _read_fields(answer.body)
    except Unreadable as error:
        raise failure_of_status(SERVICE, answer, str(error)) from error
    if failure := failure_in(answer, fields):
        raise failure
    if answer.status >= 300:
        raise failure_of_status(SERVICE, answer, "no error code")
    return fields


def fault_answer(fault: AliyunFault, *, request_id: str, host: str) -> bytes:
    """The gateway's JSON error."""
    return json_body({"RequestId": request_id, "HostId": host, "Code": fault.code, "Message": fault.message})


def storage_fault_answer(fault: AliyunFault, *, request_id: str, host: str) -> bytes:
    """The storage's XML error, which answers a form upload."""
    fields = {"Code": fault.code, "Message": fault.message, "RequestId": request_id, "HostId": host}
    return xml_body("Error", fields)


def _meaning_of(code: str) -> Meaning:
    known = [beginning for beginning in MEANINGS if code.startswith(beginning)]
    return MEANINGS[max(known, key=len)] if known else _BAD_REQUEST


def _read_fields(body: bytes) -> dict[str, JsonValue]:
    if body.lstrip()[:1] == b"<":
        return dict(read_xml(body)[1])
    return read_object(body)
