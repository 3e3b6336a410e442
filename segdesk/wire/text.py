"""How values become text on the wire and come back: percent encoding, forms, JSON, base64, times, digests.

What comes from outside may be anything; every reader here answers with a value or raises `Unreadable`.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from segdesk.wire import JsonValue, Pairs

TIME_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
MAX_FIELDS: Final = 200
"""Form and query fields taken; both services know fewer than twenty."""


class Unreadable(ValueError):
    """What came is not what it claims to be; the text says which part, in a few words."""


def percent(text: str) -> str:
    """RFC 3986: everything but `A-Za-z0-9-_.~` as UTF-8 bytes in percent form."""
    return quote(text, safe="", errors="replace")


def sorted_query(pairs: Iterable[tuple[str, str]]) -> str:
    """The canonical query of the vendors' signatures: encoded pairs, sorted by name."""
    return "&".join(f"{percent(name)}={percent(value)}" for name, value in sorted(pairs))


def form_body(pairs: Iterable[tuple[str, str]]) -> bytes:
    """An `application/x-www-form-urlencoded` body, sorted by name, a space as `+`."""
    return urlencode(sorted(pairs), errors="replace").encode("ascii")


def read_pairs(text: str) -> Pairs:
    """The decoded pairs of a query or form, blank values kept. Raises Unreadable beyond `MAX_FIELDS`."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise Unreadable("too many fields") from error


def read_form(body: bytes) -> Pairs:
    """The decoded pairs of a form body. Raises Unreadable beyond `MAX_FIELDS`."""
    return read_pairs(body.decode("utf-8", "replace").strip())


def json_body(value: JsonValue) -> bytes:
    """Compact ASCII JSON."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def read_json(body: bytes | str) -> JsonValue:
    """Any JSON value. Raises Unreadable, also for one nested too deeply, numbers too long, NaN and Infinity."""
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error


def read_object(body: bytes | str) -> dict[str, JsonValue]:
    """A JSON object. Raises Unreadable."""
    value = read_json(body)
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object")
    return value


def base64_text(content: bytes) -> str:
    """Standard base64 without line breaks."""
    return base64.b64encode(content).decode("ascii")


def read_base64(text: str) -> bytes:
    """Standard base64; a `data:` prefix, line breaks and missing padding are forgiven. Raises Unreadable."""
    if text[:5].lower() == "data:":
        text = text.partition(",")[2]
    packed = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("not base64") from error


def flag_text(is_set: bool) -> str:
    """A switch as both services write it."""
    return "true" if is_set else "false"


def read_flag(value: JsonValue) -> bool:
    """A switch in any of the spellings clients send: JSON booleans, `true`, `True`, `1`, ... Raises Unreadable."""
    match str(value).strip().lower() if isinstance(value, str | bool | int) else "":
        case "true" | "1":
            return True
        case "false" | "0":
            return False
        case _:
            raise Unreadable("neither true nor false")


def time_text(moment: datetime) -> str:
    """An aware moment in UTC, to the second, as all three signatures write it."""
    return moment.astimezone(UTC).strftime(TIME_FORMAT)


def read_time(text: str) -> datetime:
    """An aware moment. Raises Unreadable."""
    try:
        return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Unreadable("not a time like 2024-01-11T00:00:00Z") from error


def hex_sha256(content: bytes) -> str:
    """Lower-case hex digest."""
    return hashlib.sha256(content).hexdigest()


def hex_hmac_sha256(key: str, text: str) -> str:
    """Lower-case hex, the key used as text."""
    return hmac.new(octets(key), octets(text), hashlib.sha256).hexdigest()


def base64_hmac_sha1(key: str, text: str) -> str:
    """Base64, the key used as text. The older signatures fix SHA-1."""
    return base64_text(hmac.new(octets(key), octets(text), hashlib.sha1).digest())


def is_same(one: str, other: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(octets(one), octets(other))


def octets(text: str) -> bytes:
    """UTF-8; what cannot be written so becomes a question mark rather than an error."""
    return text.encode("utf-8", "replace")


def is_plain(text: str) -> bool:
    """Whether a text is printable ASCII without spaces, as addresses, tokens and header values have to be."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def is_web_address(text: str) -> bool:
    """Whether a text looks like an http or https address of printable ASCII."""
    return is_plain(text) and text.lower().startswith(("http://", "https://")) and len(text) > len("https://")


def _refuse(name: str) -> JsonValue:
    raise Unreadable(f"{name} is not JSON")
