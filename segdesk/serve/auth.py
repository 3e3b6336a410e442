"""Who may call: key pairs from the environment or a file, nonces that count once, and Baidu's access tokens."""

import hashlib
import re
import secrets
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self, cast

from segdesk.wire import WireRequest
from segdesk.wire.acs3 import WINDOW, AliyunKeys
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.baidu_auth import TOKEN_LIFE, BaiduKeys, Token
from segdesk.wire.baidu_errors import BaiduFault
from segdesk.wire.rpc import parameters_of
from segdesk.wire.text import hex_hmac_sha256, is_same

ENVIRONMENT: Final = {
    "aliyun": ("SEGDESK_SERVE_ALIYUN_KEY_ID", "SEGDESK_SERVE_ALIYUN_KEY_SECRET"),
    "baidu": ("SEGDESK_SERVE_BAIDU_API_KEY", "SEGDESK_SERVE_BAIDU_SECRET_KEY"),
}
MAX_NONCES: Final = 100_000
_TOKEN: Final = re.compile(r"24\.([0-9a-f]{64})\.([0-9]{1,8})\.([0-9]{1,11})-([0-9a-f]{16})")
_PAIRS: Final = {"aliyun": ("key_id", "key_secret"), "baidu": ("api_key", "secret_key")}

Clock = Callable[[], float]
"""Seconds since 1970."""


class KeysUnreadable(ValueError):
    """The keys cannot be taken as they are; the text says why and holds none of them."""


@dataclass(frozen=True)
class Keys:
    """Every key pair that may call. Without any the server is open, which it is on loopback only."""

    aliyun: tuple[AliyunKeys, ...] = ()
    baidu: tuple[BaiduKeys, ...] = ()

    @classmethod
    def load(cls, environment: Mapping[str, str], path: Path | None) -> Self:
        """The pairs of the environment and of a TOML file with `[[aliyun]]` and `[[baidu]]` tables.

        Raises KeysUnreadable.
        """
        found = _filed(path) if path else cls()
        aliyun = [AliyunKeys(*pair) for pair in _environment_pair(environment, "aliyun")]
        baidu = [BaiduKeys(*pair) for pair in _environment_pair(environment, "baidu")]
        return cls((*found.aliyun, *aliyun), (*found.baidu, *baidu))

    @property
    def is_open(self) -> bool:
        """True when nobody has to prove anything."""
        return not (self.aliyun or self.baidu)

    def aliyun_secret(self, key_id: str) -> str | None:
        return next((one.key_secret for one in self.aliyun if is_same(one.key_id, key_id)), None)

    def baidu_secret(self, api_key: str) -> str | None:
        return next((one.secret_key for one in self.baidu if is_same(one.api_key, api_key)), None)

    def check_security_token(self, key_id: str, request: WireRequest) -> None:
        """Temporary keys count only with their token, which the signature covers. Raises AliyunFault."""
        expected = next((one.security_token for one in self.aliyun if one.key_id == key_id), None)
        if expected is None:
            return
        sent = request.header("x-acs-security-token") or dict(parameters_of(request)).get("SecurityToken", "")
        if not is_same(expected, sent):
            raise AliyunFault("InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken is not valid.")


class NonceLog:
    """Nonces shown so far. Each is kept until no clock within the window could admit its request again."""

    def __init__(self, clock: Clock, *, most: int = MAX_NONCES) -> None:
        self._clock = clock
        self._most = most
        self._seen: OrderedDict[str, float] = OrderedDict()

    def __call__(self, nonce: str) -> bool:
        """Remember a nonce; True when it is new. Raises AliyunFault when there are too many to remember."""
        now = self._clock()
        while self._seen and next(iter(self._seen.values())) <= now:
            self._seen.popitem(last=False)
        if nonce in self._seen:
            return False
        if len(self._seen) >= self._most:
            # Forgetting one that still counts would let its request in twice.
            raise AliyunFault("Throttling.User", "Request was denied due to user flow control.", 503)
        # A request dated a window ahead is admitted for two windows from now.
        self._seen[nonce] = now + 2 * WINDOW.total_seconds()
        return True

    def __len__(self) -> int:
        return len(self._seen)


class Tokens:
    """Baidu's access tokens: signed with the secret key they were bought with, so nothing has to be remembered."""

    def __init__(self, keys: Keys, clock: Clock) -> None:
        self._clock = clock
        self._stand_in = BaiduKeys("", secrets.token_hex(32))
        self._pairs = {_tag(pair.api_key): pair for pair in keys.baidu}
        self._is_open = keys.is_open

    def issue(self, api_key: str) -> Token:
        """A token for thirty days."""
        tag = _tag(api_key)
        tail = f"{TOKEN_LIFE}.{int(self._clock()) + TOKEN_LIFE}-{tag}"
        return Token(f"24.{self._signature(tail, tag)}.{tail}", TOKEN_LIFE)

    def check(self, token: str | None) -> None:
        """Raises BaiduFault: 100 without a readable token, 110 for one never issued, 111 for one past its end."""
        if self._is_open:
            return
        found = _TOKEN.fullmatch(token or "")
        if found is None:
            raise BaiduFault(*((100, "Invalid parameter") if not token else (110, "Access token invalid")))
        signature, life, expires, tag = found.groups()
        if tag not in self._pairs or not is_same(self._signature(f"{life}.{expires}-{tag}", tag), signature):
            raise BaiduFault(110, "Access token invalid or no longer valid")
        if self._clock() >= int(expires):
            raise BaiduFault(111, "Access token expired")

    def _signature(self, tail: str, tag: str) -> str:
        pair = self._pairs.get(tag, self._stand_in)
        return hex_hmac_sha256(pair.secret_key, f"segdesk access token {tail}")


@dataclass(frozen=True)
class TicketKey:
    """What upload tickets are signed with; it lives as long as the server does."""

    key_id: str
    secret: str

    @classmethod
    def fresh(cls) -> Self:
        return cls(f"STS.{secrets.token_hex(8)}", secrets.token_hex(32))

    def secret_of(self, key_id: str) -> str | None:
        return self.secret if is_same(key_id, self.key_id) else None


def moment(clock: Clock) -> datetime:
    """The clock's time as an aware moment."""
    return datetime.fromtimestamp(clock(), UTC)


def _tag(api_key: str) -> str:
    return hashlib.sha256(api_key.encode("utf-8", "replace")).hexdigest()[:16]


def _environment_pair(environment: Mapping[str, str], vendor: str) -> list[tuple[str, str]]:
    names = ENVIRONMENT[vendor]
    one, other = (environment.get(name, "").strip() for name in names)
    if bool(one) != bool(other):
        raise KeysUnreadable(f"{names[0]} and {names[1]} have to be set together")
    return [(one, other)] if one else []


def _filed(path: Path) -> Keys:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeysUnreadable(f"{path.name} cannot be read: {error.strerror}") from error
    except ValueError:
        # The decoder's own words quote the line, and the line holds a key.
        raise KeysUnreadable(f"{path.name} is not a TOML file with [[aliyun]] and [[baidu]] tables") from None
    if unknown := set(content) - set(_PAIRS):
        raise KeysUnreadable(f"{path.name} names {', '.join(sorted(unknown))}; it may hold [[aliyun]] and [[baidu]]")
    return Keys(
        tuple(AliyunKeys(one, other, token) for one, other, token in _tables(content, "aliyun", path.name)),
        tuple(BaiduKeys(one, other) for one, other, _ in _tables(content, "baidu", path.name)),
    )


def _tables(content: dict[str, object], vendor: str, name: str) -> list[tuple[str, str, str | None]]:
    tables = content.get(vendor, [])
    if not isinstance(tables, list):
        raise KeysUnreadable(f"{vendor} in {name} has to be written as [[{vendor}]]")
    return [_pair(table, vendor, name) for table in cast("list[object]", tables)]


def _pair(table: object, vendor: str, name: str) -> tuple[str, str, str | None]:
    one, other = _PAIRS[vendor]
    fields = dict(cast("dict[str, object]", table)) if isinstance(table, dict) else {}
    token = fields.pop("security_token", None) if vendor == "aliyun" else None
    values = [value for key in (one, other) if isinstance(value := fields.pop(key, None), str) and value]
    if fields or len(values) != 2 or not isinstance(token, str | None):
        raise KeysUnreadable(f"each [[{vendor}]] in {name} needs {one} and {other} as text")
    return values[0], values[1], token
