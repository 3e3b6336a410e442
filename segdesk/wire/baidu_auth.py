"""Baidu's two ways to prove who asks: an access token fetched with both keys, and the signature bce-auth-v1."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from segdesk.core.errors import Act, CredentialsRejected, EngineError, Reason
from segdesk.wire import JsonValue, Pairs, SecretOf, WireAnswer, WireRequest, first_of
from segdesk.wire.addresses import BAIDU
from segdesk.wire.baidu_errors import API_KEY, SECRET_KEY, SERVICE, BaiduFault, TokenFault, failure_in
from segdesk.wire.failures import failure_of_status, malformed
from segdesk.wire.text import (
    Unreadable,
    hex_hmac_sha256,
    is_plain,
    is_same,
    json_body,
    percent,
    read_form,
    read_object,
    read_pairs,
    read_time,
    sorted_query,
)

TOKEN_PATH: Final = "/oauth/2.0/token"
TOKEN_LIFE: Final = 2_592_000
"""Seconds; the vendor's thirty days."""
MAX_TOKEN: Final = 2048
SCOPE: Final = "public brain_all_scope"
"""The vendor's own client turns to signatures unless the scope holds `brain_all_scope`."""
BCE: Final = "bce-auth-v1"
BCE_CLOCK_SLACK: Final = timedelta(minutes=15)
_UNKNOWN_CLIENT: Final = "unknown client id"
_WRONG_SECRET: Final = "Client authentication failed"
_BCE_HEADER: Final = re.compile(
    BCE + r"/([^/\s]{1,128})/([0-9TZ:-]{1,32})/([0-9]{1,6})/([a-z0-9;_-]{0,1024})/([0-9a-f]{64})"
)


@dataclass(frozen=True)
class BaiduKeys:
    """An application's pair of keys. Prints no secret."""

    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)


@dataclass(frozen=True)
class Token:
    """Leave to call for `expires_in` seconds from the moment it was asked for. Prints no secret."""

    access_token: str = field(repr=False)
    expires_in: float


def token_request(keys: BaiduKeys, base: str = BAIDU) -> WireRequest:
    """Asks for a token the documented way, the keys in the query: this address is itself a secret."""
    pairs = (
        ("grant_type", "client_credentials"),
        ("client_id", keys.api_key),
        ("client_secret", keys.secret_key),
    )
    query = "&".join(f"{name}={percent(value)}" for name, value in pairs)
    return WireRequest("POST", f"{base.rstrip('/')}{TOKEN_PATH}?{query}", (("accept", "application/json"),), b"")


def parse_token(answer: WireAnswer) -> Token:
    """The token. Raises EngineError, which says which of the keys is wrong; the status counts only without JSON."""
    try:
        fields = read_object(answer.body)
    except Unreadable as error:
        raise failure_of_status(SERVICE, answer, str(error)) from error
    if failure := _token_failure(fields) or failure_in(fields):
        raise failure
    token, seconds = fields.get("access_token"), _seconds(fields.get("expires_in", TOKEN_LIFE))
    if isinstance(token, str) and is_plain(token) and len(token) <= MAX_TOKEN and seconds is not None:
        return Token(token, seconds)
    raise failure_of_status(SERVICE, answer, "no token") if answer.status >= 300 else malformed(SERVICE, "no token")


def sign_bce(request: WireRequest, keys: BaiduKeys, *, signed: Iterable[str], seconds: int = 1800) -> str:
    """The `authorization` of a request that has its `x-bce-date`, over these headers. The body is not covered."""
    names = sorted(signed)
    prefix = f"{BCE}/{keys.api_key}/{request.header('x-bce-date') or ''}/{seconds}"
    return f"{prefix}/{';'.join(names)}/{_bce_signature(request, names, prefix=prefix, secret=keys.secret_key)}"


def presented_token(headers: Pairs, query: str) -> str | None:
    """The access token of a request, in its query or as a bearer; None when it brings none."""
    try:
        token = dict(read_pairs(query)).get("access_token")
    except Unreadable:
        return None
    kind, _, bearer = (first_of(headers, "authorization") or "").partition(" ")
    return token or (bearer.strip() or None if kind.lower() == "bearer" else None)


def is_bce(request: WireRequest) -> bool:
    """Whether a request claims to be signed by bce-auth-v1."""
    return (request.header("authorization") or "").startswith(f"{BCE}/")


def verify_bce(request: WireRequest, secret_of: SecretOf, now: datetime) -> str:
    """The API key that signed a request, its headers given as received. Raises BaiduFault."""
    found = _BCE_HEADER.fullmatch((request.header("authorization") or "").strip())
    if found is None:
        raise _not_certified("malformed authorization")
    api_key, date, seconds, names = found[1], found[2], int(found[3]), found[4].split(";")
    secret = secret_of(api_key)
    if secret is None:
        raise _not_certified("unknown key")
    _check_bce_time(date, seconds, now)
    if "host" not in names or date != (request.header("x-bce-date") or date):
        raise _not_certified("host and date have to be signed")
    prefix = f"{BCE}/{api_key}/{date}/{found[3]}"
    try:
        expected = _bce_signature(request, names, prefix=prefix, secret=secret)
    except Unreadable as error:
        raise BaiduFault(100, "Invalid parameter") from error
    if not is_same(expected, found[5]):
        raise _not_certified("signature mismatch")
    return api_key


def read_token_request(query: str, body: bytes) -> BaiduKeys:
    """The keys a token is asked for with, in the query or a form body. Raises TokenFault."""
    try:
        fields = dict(read_form(body)) | dict(read_pairs(query))
    except Unreadable as error:
        raise TokenFault("invalid_request", "too many parameters", 400) from error
    if fields.get("grant_type") != "client_credentials":
        raise TokenFault("unsupported_grant_type", "The authorization grant type is not supported", 400)
    if not fields.get("client_id") or "client_secret" not in fields:
        raise TokenFault("invalid_request", "client_id and client_secret are required", 400)
    return BaiduKeys(fields["client_id"], fields["client_secret"])


def check_keys(keys: BaiduKeys, secret_of: SecretOf) -> None:
    """Raises TokenFault, which tells the client which of the two keys is wrong, as the vendor does."""
    secret = secret_of(keys.api_key)
    if secret is None:
        raise TokenFault("invalid_client", _UNKNOWN_CLIENT)
    if not is_same(secret, keys.secret_key):
        raise TokenFault("invalid_client", _WRONG_SECRET)


def token_answer(token: Token) -> bytes:
    """The JSON that hands a token over, with the fields the vendor's own has."""
    return json_body(
        {
            "access_token": token.access_token,
            "expires_in": int(token.expires_in),
            "refresh_token": "",
            "scope": SCOPE,
            "session_key": "",
            "session_secret": "",
        }
    )


def token_fault_answer(fault: TokenFault) -> bytes:
    """OAuth's JSON error."""
    return json_body({"error": fault.error, "error_description": fault.description})


def _token_failure(fields: dict[str, JsonValue]) -> EngineError | None:
    error, description = fields.get("error"), str(fields.get("error_description", "")).strip().lower()
    if not isinstance(error, str):
        return None
    if description == _UNKNOWN_CLIENT:
        return CredentialsRejected(Reason.KEY_UNKNOWN, service=SERVICE, key=API_KEY, code=error)
    if description == _WRONG_SECRET.lower():
        return CredentialsRejected(Reason.SECRET_WRONG, service=SERVICE, key=SECRET_KEY, code=error)
    act = Act.NEW_TOKEN if error in ("invalid_token", "expired_token") else Act.STOP
    return CredentialsRejected(Reason.KEYS_REJECTED, service=SERVICE, code=error, act=act)


def _seconds(value: JsonValue) -> float | None:
    try:
        seconds = float(value) if isinstance(value, int | float | str) else 0.0
    except (ValueError, OverflowError):
        return None
    return min(seconds, float(TOKEN_LIFE)) if seconds > 0 else None


def _bce_signature(request: WireRequest, names: Iterable[str], *, prefix: str, secret: str) -> str:
    signed = sorted(f"{percent(name)}:{percent((request.header(name) or '').strip())}" for name in names)
    pairs = (pair for pair in read_pairs(request.query) if pair[0].lower() != "authorization")
    canonical = "\n".join((request.method, request.path, sorted_query(pairs), "\n".join(signed)))
    return hex_hmac_sha256(hex_hmac_sha256(secret, prefix), canonical)


def _check_bce_time(date: str, seconds: int, now: datetime) -> None:
    try:
        signed_at = read_time(date)
    except Unreadable as error:
        raise _not_certified("malformed date") from error
    if not -BCE_CLOCK_SLACK <= now - signed_at <= timedelta(seconds=min(seconds, 1800)):
        raise _not_certified("expired")


def _not_certified(why: str) -> BaiduFault:
    return BaiduFault(14, f"IAM Certification failed: {why}")
