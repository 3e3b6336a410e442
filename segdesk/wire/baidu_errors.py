"""Baidu's error codes: what each means for a person and for the program, and the shape a server gives them.

Errors come with HTTP status 200; `error_code` alone tells. Source: the vendor's common table and its image pages.
"""

from collections.abc import Mapping
from typing import Final

from segdesk.core.errors import (
    Act,
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
from segdesk.wire import JsonValue
from segdesk.wire.failures import detail_of
from segdesk.wire.text import json_body

SERVICE: Final = "Baidu"
API_KEY: Final = "API Key"
SECRET_KEY: Final = "Secret Key"

Meaning = tuple[type[EngineError], Reason, Act]

_DOWN: Final[Meaning] = (ServiceUnavailable, Reason.SERVICE_DOWN, Act.RETRY)
_UNSURE: Final[Meaning] = (ServiceUnavailable, Reason.SERVICE_DOWN, Act.RETRY_ONCE)
_NOT_OPENED: Final[Meaning] = (CredentialsRejected, Reason.SERVICE_NOT_OPENED, Act.STOP)
_NO_PERMISSION: Final[Meaning] = (CredentialsRejected, Reason.PERMISSION_MISSING, Act.STOP)
_KEYS_REJECTED: Final[Meaning] = (CredentialsRejected, Reason.KEYS_REJECTED, Act.STOP)
_TOKEN: Final[Meaning] = (CredentialsRejected, Reason.TOKEN_REJECTED, Act.NEW_TOKEN)
_TOO_FAST: Final[Meaning] = (QuotaExceeded, Reason.TOO_FAST, Act.RETRY)
_TODAY: Final[Meaning] = (QuotaExceeded, Reason.QUOTA_TODAY, Act.STOP)
_SPENT: Final[Meaning] = (QuotaExceeded, Reason.QUOTA_SPENT, Act.STOP)
_CLOSED: Final[Meaning] = (ServiceWithdrawn, Reason.SERVICE_CLOSED, Act.STOP)
_LIMITS: Final[Meaning] = (PictureOutOfLimits, Reason.PICTURE_LIMITS, Act.STOP)
_REFUSED: Final[Meaning] = (PictureRefused, Reason.PICTURE_REFUSED, Act.STOP)
_UNREACHABLE: Final[Meaning] = (PictureRefused, Reason.PICTURE_UNREACHABLE, Act.STOP)
_NOT_FOUND: Final[Meaning] = (PictureRefused, Reason.SUBJECT_NOT_FOUND, Act.STOP)
_BAD_REQUEST: Final[Meaning] = (RequestRefused, Reason.REQUEST_REFUSED, Act.STOP)

MEANINGS: Final[Mapping[int, Meaning]] = {
    1: _DOWN,
    2: _DOWN,
    3: _NOT_OPENED,
    4: _TOO_FAST,
    6: _NO_PERMISSION,
    13: _TOKEN,
    14: _KEYS_REJECTED,
    15: _KEYS_REJECTED,
    17: _TODAY,
    18: _TOO_FAST,
    19: _SPENT,
    100: _TOKEN,
    110: _TOKEN,
    111: _TOKEN,
    216015: _CLOSED,
    216100: _BAD_REQUEST,
    216101: _BAD_REQUEST,
    216102: _NOT_OPENED,
    216103: _BAD_REQUEST,
    216110: _KEYS_REJECTED,
    216111: _KEYS_REJECTED,
    216200: _REFUSED,
    216201: _REFUSED,
    216202: _LIMITS,
    216203: _BAD_REQUEST,
    216300: _DOWN,
    216400: _DOWN,
    216401: _DOWN,
    216500: _DOWN,
    216630: _UNSURE,
    216634: _UNSURE,
    282000: _DOWN,
    282001: _DOWN,
    282002: _REFUSED,
    282003: _BAD_REQUEST,
    282004: _BAD_REQUEST,
    282100: _REFUSED,
    282102: _NOT_FOUND,
    282103: _NOT_FOUND,
    282114: _UNREACHABLE,
    282804: _UNREACHABLE,
    282810: _NOT_FOUND,
    283300: _BAD_REQUEST,
    336000: _DOWN,
    336001: _BAD_REQUEST,
}
WAITS: Final[Mapping[int, float]] = {4: 5.0, 18: 1.0}
"""Seconds to wait at least: the whole service is crowded (4), or this key calls too often in a second (18)."""


class BaiduFault(Exception):
    """What a server refuses a request with."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code: Final = code
        self.message: Final = message


class TokenFault(Exception):
    """What a server refuses a token with, in OAuth's words."""

    def __init__(self, error: str, description: str, status: int = 401) -> None:
        super().__init__(error, description, status)
        self.error: Final = error
        self.description: Final = description
        self.status: Final = status


def failure_for(code: int, message: str) -> EngineError:
    """The error a code stands for. Unknown codes are refusals of the request."""
    kind, reason, act = MEANINGS.get(code, _BAD_REQUEST)
    values: dict[str, object] = {"service": SERVICE, "code": code, "act": act}
    if "{detail}" in reason.value:
        values["detail"] = detail_of(f"{code}: {message}" if message else code)
    if reason is Reason.TOO_FAST:
        values["retry_after"] = WAITS[code]
    return kind(reason, **values)


def failure_in(fields: Mapping[str, JsonValue]) -> EngineError | None:
    """The error an answer's fields tell of, its code a number or its digits; None when they hold none."""
    code = fields.get("error_code")
    if code in (None, 0, "0", "", False):
        return None
    message = fields.get("error_msg")
    return failure_for(_number(code), message if isinstance(message, str) else "")


def fault_answer(fault: BaiduFault, log_id: int) -> bytes:
    """The JSON error; it travels with status 200."""
    return json_body({"log_id": log_id, "error_code": fault.code, "error_msg": fault.message})


def _number(code: JsonValue) -> int:
    match code:
        case bool():
            return -1
        case int():
            return code
        case str() if code.strip().isascii() and code.strip().isdigit() and len(code) < 12:
            return int(code)
        case _:
            return -1
