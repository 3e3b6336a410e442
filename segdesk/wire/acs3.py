"""ACS3-HMAC-SHA256, Aliyun's present signature: headers carry it, and the body enters through its SHA-256.

Source: help.aliyun.com/document_detail/2593177. The query is signed decoded and encoded anew; headers as they travel.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from segdesk.wire import Nonces, SecretOf, WireRequest
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.text import (
    Unreadable,
    hex_hmac_sha256,
    hex_sha256,
    is_same,
    octets,
    read_pairs,
    read_time,
    sorted_query,
    time_text,
)

ALGORITHM: Final = "ACS3-HMAC-SHA256"
WINDOW: Final = timedelta(minutes=15)
MAX_NONCE: Final = 128
_AUTHORIZATION: Final = re.compile(
    ALGORITHM + r" +Credential=([^,\s]{1,128}), *SignedHeaders=([a-z0-9;_-]{1,2048}), *Signature=([0-9a-f]{64})"
)


@dataclass(frozen=True)
class AliyunKeys:
    """A key pair; the token belongs to temporary ones (STS). Prints no secret."""

    key_id: str = field(repr=False)
    key_secret: str = field(repr=False)
    security_token: str | None = field(default=None, repr=False)


def sign_acs3(request: WireRequest, keys: AliyunKeys, *, date: datetime, nonce: str) -> WireRequest:
    """The request with its signature. Signs host, content-type and every `x-acs-` header, the documented minimum."""
    added = [("x-acs-date", time_text(date)), ("x-acs-signature-nonce", nonce)]
    added.append(("x-acs-content-sha256", hex_sha256(request.body)))
    if keys.security_token is not None:
        added += [("x-acs-accesskey-id", keys.key_id), ("x-acs-security-token", keys.security_token)]
    if request.header("host") is None:
        added.insert(0, ("host", request.host))
    whole = replace(request, headers=(*request.headers, *added))
    signed = sorted({name.lower() for name, _ in whole.headers if _has_to_be_signed(name.lower())})
    signature = signature_of(whole, signed, keys.key_secret)
    value = f"{ALGORITHM} Credential={keys.key_id},SignedHeaders={';'.join(signed)},Signature={signature}"
    return replace(whole, headers=(*whole.headers, ("authorization", value)))


def signature_of(request: WireRequest, signed: Iterable[str], secret: str) -> str:
    """The hex signature over these lower-case, sorted header names. Raises Unreadable when the query has no end."""
    names = list(signed)
    canonical = [
        request.method,
        request.path,
        sorted_query(read_pairs(request.query)),
        "".join(f"{name}:{(request.header(name) or '').strip()}\n" for name in names),
        ";".join(names),
        hex_sha256(request.body),
    ]
    return hex_hmac_sha256(secret, f"{ALGORITHM}\n{hex_sha256(octets(chr(10).join(canonical)))}")


def is_acs3(request: WireRequest) -> bool:
    """Whether a request claims to be signed this way."""
    return (request.header("authorization") or "").startswith(ALGORITHM)


def verify_acs3(request: WireRequest, secret_of: SecretOf, *, now: datetime, nonces: Nonces) -> str:
    """The id of the key that signed a request, its headers given as received. Raises AliyunFault.

    Any list of signed headers is taken that holds host and every `x-acs-` header; the vendor's own asynchronous client
    adds a content-type after signing, so that one need not be in it.
    The nonce is spent only when all else holds.
    """
    found = _AUTHORIZATION.fullmatch((request.header("authorization") or "").strip())
    if found is None:
        raise AliyunFault("IncompleteSignature", "The Authorization header does not conform to Aliyun standards.")
    key_id, signed, signature = found[1], found[2].split(";"), found[3]
    secret = known_secret(secret_of, key_id)
    check_time(request.header("x-acs-date") or "", now)
    _check_headers(request, signed)
    try:
        expected = signature_of(request, signed, secret)
    except Unreadable as error:
        raise AliyunFault("InvalidParameter", f"The query cannot be read: {error}.") from error
    if not is_same(expected, signature):
        raise signature_fault()
    spend_nonce(request.header("x-acs-signature-nonce") or "", nonces)
    return key_id


def known_secret(secret_of: SecretOf, key_id: str) -> str:
    """The secret of a key id. Raises AliyunFault for an unknown one."""
    secret = secret_of(key_id)
    if secret is None:
        raise AliyunFault("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
    return secret


def check_time(text: str, now: datetime) -> None:
    """Raises AliyunFault when a request was signed more than 15 minutes from now, either way."""
    try:
        moment = read_time(text)
    except Unreadable as error:
        raise AliyunFault(
            "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."
        ) from error
    if abs(now - moment) > WINDOW:
        raise AliyunFault("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")


def spend_nonce(nonce: str, nonces: Nonces) -> None:
    """Raises AliyunFault for a nonce that is missing, too long, or was shown before."""
    if not 0 < len(nonce) <= MAX_NONCE:
        raise AliyunFault("MissingSignatureNonce", "SignatureNonce is mandatory for this action.")
    if not nonces(nonce):
        raise AliyunFault("SignatureNonceUsed", "Specified signature nonce was used already.")


def signature_fault() -> AliyunFault:
    """What a wrong signature is answered with."""
    return AliyunFault("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.")


def _check_headers(request: WireRequest, signed: list[str]) -> None:
    names = [name.lower() for name, _ in request.headers]
    needed = {name for name in names if name.startswith("x-acs-")} | {"host", "x-acs-content-sha256"}
    if signed != sorted(set(signed)) or not needed <= set(signed):
        raise AliyunFault("IncompleteSignature", "SignedHeaders has to name host and every x-acs- header, sorted.")
    # Of a header that stands twice only one would be signed, and another one believed.
    if any(names.count(name) != 1 for name in signed):
        raise AliyunFault("IncompleteSignature", "Every signed header has to stand exactly once.")


def _has_to_be_signed(name: str) -> bool:
    return name in ("host", "content-type") or name.startswith("x-acs-")
