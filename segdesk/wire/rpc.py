"""Aliyun's older signature, RPC version 1: HMAC-SHA1 over all parameters of query and form, carried in the query."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from segdesk.wire import Nonces, Pairs, SecretOf, WireRequest
from segdesk.wire.acs3 import AliyunKeys, check_time, known_secret, signature_fault, spend_nonce
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.text import (
    Unreadable,
    base64_hmac_sha1,
    is_same,
    percent,
    read_form,
    read_pairs,
    sorted_query,
    time_text,
)

METHOD: Final = "HMAC-SHA1"
VERSION: Final = "1.0"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
_SINGLE: Final = (
    "AccessKeyId",
    "Action",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
    "Timestamp",
    "Version",
)


def sign_rpc(request: WireRequest, keys: AliyunKeys, *, date: datetime, nonce: str) -> WireRequest:
    """The request with its signature; action and version are taken from its `x-acs-` headers. Asks for JSON."""
    common = [
        ("Action", request.header("x-acs-action") or ""),
        ("Format", "json"),
        ("Version", request.header("x-acs-version") or ""),
        ("Timestamp", time_text(date)),
        ("SignatureNonce", nonce),
        ("SignatureMethod", METHOD),
        ("SignatureVersion", VERSION),
        ("AccessKeyId", keys.key_id),
    ]
    if keys.security_token is not None:
        common.append(("SecurityToken", keys.security_token))
    query = [*read_pairs(request.query), *common]
    signature = rpc_signature(request.method, (*query, *_form_of(request)), keys.key_secret)
    text = "&".join(f"{percent(name)}={percent(value)}" for name, value in (*query, ("Signature", signature)))
    return replace(request, url=f"{request.url.partition('?')[0]}?{text}")


def rpc_signature(method: str, parameters: Iterable[tuple[str, str]], secret: str) -> str:
    """The base64 signature over all parameters but the signature itself."""
    signed = ((name, value) for name, value in parameters if name != "Signature")
    return base64_hmac_sha1(f"{secret}&", f"{method}&%2F&{percent(sorted_query(signed))}")


def is_rpc(request: WireRequest) -> bool:
    """Whether a request claims to be signed this way."""
    try:
        names = {name for name, _ in parameters_of(request)}
    except Unreadable:
        return False
    return {"AccessKeyId", "Signature", "SignatureMethod"} <= names


def parameters_of(request: WireRequest) -> Pairs:
    """All parameters of a request, those of the form before those of the query. Raises Unreadable."""
    return (*_form_of(request), *read_pairs(request.query))


def verify_rpc(request: WireRequest, secret_of: SecretOf, *, now: datetime, nonces: Nonces) -> str:
    """The id of the key that signed a request. Raises AliyunFault; the nonce is spent only when all else holds."""
    try:
        parameters = parameters_of(request)
    except Unreadable as error:
        raise AliyunFault("InvalidParameter", f"The parameters cannot be read: {error}.") from error
    # Unlike headers, parameters are told apart by their case.
    given = dict.fromkeys(_SINGLE, "") | dict(parameters)
    names = [name for name, _ in parameters]
    if any(names.count(name) > 1 for name in _SINGLE) or not (given["Signature"] and given["Action"]):
        raise AliyunFault("IncompleteSignature", "The request signature does not conform to Aliyun standards.")
    if given["SignatureMethod"] != METHOD or given["SignatureVersion"] != VERSION:
        raise AliyunFault("InvalidSignatureMethod", "Only HMAC-SHA1 of version 1.0 is known.")
    secret = known_secret(secret_of, given["AccessKeyId"])
    check_time(given["Timestamp"], now)
    if not is_same(rpc_signature(request.method, parameters, secret), given["Signature"]):
        raise signature_fault()
    spend_nonce(given["SignatureNonce"], nonces)
    return given["AccessKeyId"]


def _form_of(request: WireRequest) -> Pairs:
    kind = (request.header("content-type") or "").lower()
    return read_form(request.body) if kind.startswith(FORM_TYPE) else ()
