"""What the clouds speak: pure codecs between values and requests, without sockets, clocks or chance."""

from collections.abc import Callable
from dataclasses import dataclass, field

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
Pairs = tuple[tuple[str, str], ...]
"""Names and values in the order they travel; a name may stand more than once."""
SecretOf = Callable[[str], str | None]
"""The secret that belongs to a key id; None for an unknown one."""
Nonces = Callable[[str], bool]
"""Remembers a nonce; True when it is shown for the first time."""


@dataclass(frozen=True)
class WireRequest:
    """An HTTP request. The address is absolute, or a path where a server received it so. Prints no secret."""

    method: str
    url: str = field(repr=False)
    headers: Pairs = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case; None when it is missing."""
        return first_of(self.headers, name)

    @property
    def path(self) -> str:
        """The path as it travels; "/" when the address has none."""
        return self._target.partition("?")[0] or "/"

    @property
    def query(self) -> str:
        """The query as it travels, without its question mark; empty when there is none."""
        return self._target.partition("?")[2]

    @property
    def host(self) -> str:
        """What the address names as the host, with its port; empty where it is a mere path."""
        rest = self.url.partition("://")[2]
        return rest.partition("/")[0].partition("?")[0].partition("#")[0]

    @property
    def _target(self) -> str:
        address = self.url.partition("#")[0]
        if address.startswith("/"):
            return address
        rest = address.partition("://")[2]
        return rest[len(self.host) :]


@dataclass(frozen=True)
class WireAnswer:
    """An HTTP answer, its body already free of any content encoding. Prints no secret."""

    status: int
    headers: Pairs = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case; None when it is missing."""
        return first_of(self.headers, name)


def first_of(headers: Pairs, name: str) -> str | None:
    """The first value of a header, whatever its case; None when it is missing. Of parameters, the case counts."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)
