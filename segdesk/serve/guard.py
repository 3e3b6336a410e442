"""Fetching pictures from addresses that clients name, without being led anywhere the operator did not allow.

Only hosts of an allow-list are asked. A name is resolved once, every address it resolves to is judged, and the very
address that passed is connected to, so a second look-up cannot lead elsewhere. Redirects pass the same gate.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import SplitResult, urljoin, urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
CONNECT_SECONDS: Final = 5.0
FETCH_SECONDS: Final = 20.0
REDIRECTS: Final = 3
_CHUNK: Final = 1 << 16
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]


class FetchRefused(Exception):
    """The address may not be fetched. The reason is for the operator's log, never for the client."""


class FetchFailed(Exception):
    """The address may be fetched but gave no picture: no connection, an error status, too many bytes, too slow."""


class FetchTooLarge(FetchFailed):
    """More bytes than the limit."""


@dataclass(frozen=True)
class AllowedHost:
    """One entry of the allow-list: a host, its port (None: the scheme's own), and the network it must lie in.

    Without a network the host must have a public address; an address as host allows just itself.
    """

    host: str
    port: int | None = None
    network: Network | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `HOST[:PORT][@NETWORK]`, such as `cdn.example.com` or `nas.studio:8080@192.168.1.0/24`.

        Raises ValueError.
        """
        place, _, network = text.partition("@")
        parts = urlsplit(f"//{place}")
        if not parts.hostname or parts.path or parts.query or "%" in place:
            raise ValueError(f"{text!r} is not HOST, HOST:PORT or HOST:PORT@NETWORK")
        own = _literal(parts.hostname)
        if network:
            return cls(_plain(parts.hostname), parts.port, ipaddress.ip_network(network))
        return cls(_plain(parts.hostname), parts.port, None if own is None else ipaddress.ip_network(str(own)))

    def admits(self, host: str, port: int, scheme: str) -> bool:
        """Whether the host and port of a URL are those meant here."""
        return host == self.host and port == (self.port or DEFAULT_PORTS[scheme])

    def admits_address(self, address: Address) -> bool:
        """Whether this is an address the host may have."""
        if self.network is not None:
            return address in self.network
        return all(one.is_global and not one.is_multicast for one in _meanings(address))


def resolve(host: str, port: int) -> Sequence[str]:
    """The system's addresses of a host. Raises OSError."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Guard:
    """Fetches from allowed hosts only. Blocking; safe to call from several threads."""

    def __init__(self, allowed: Sequence[AllowedHost], *, resolver: Resolver = resolve) -> None:
        self._allowed = tuple(allowed)
        self._resolver = resolver

    def fetch(self, url: str, *, limit: int, seconds: float = FETCH_SECONDS) -> bytes:
        """The body at an address, at most `limit` bytes. Raises FetchRefused or FetchFailed."""
        for _ in range(REDIRECTS + 1):
            parts = _split(url)
            address = self._address(parts)
            try:
                found = _get(parts, address, limit=limit, seconds=seconds)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise FetchFailed(type(error).__name__) from error
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found.location)
            if parts.scheme == "https" and not url.lower().startswith("https:"):
                raise FetchRefused("a redirect leaves https")
        raise FetchFailed("too many redirects")

    def _address(self, parts: SplitResult) -> str:
        host, port = _host(parts), _port(parts)
        entries = [entry for entry in self._allowed if entry.admits(host, port, parts.scheme)]
        if not entries:
            raise FetchRefused("the host is not on the allow-list")
        try:
            found = [str(_literal(host))] if _literal(host) else list(self._resolver(host, port))
        except OSError as error:
            raise FetchFailed("the host has no address") from error
        # One forbidden address spoils them all: a name that mixes them is not to be trusted.
        if not found or not all(_is_admitted(address, entries) for address in found):
            raise FetchRefused("the host has an address that is not allowed")
        return found[0]


@dataclass(frozen=True)
class _Redirect:
    location: str


class _Pinned(http.client.HTTPConnection):
    """Speaks to one address whatever the host's name resolves to by now; `seal` comes between connecting and asking."""

    def __init__(self, host: str, port: int, *, address: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self.default_port = 443 if tls else 80
        self._address = address
        self._tls = tls

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), CONNECT_SECONDS)

    def seal(self) -> None:
        """Let nobody listen, where that was asked for. Raises OSError."""
        if self._tls is not None:
            # Wrapped before the handshake, so that there is a socket to be shut while it goes on.
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()


def _get(parts: SplitResult, address: str, *, limit: int, seconds: float) -> bytes | _Redirect:
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    connection = _Pinned(_host(parts), _port(parts), address=address, tls=tls)
    try:
        connection.connect()
        with _deadline(connection, seconds):
            connection.seal()
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"Accept": "image/*", "User-Agent": "segdesk-serve"})
            return _read(connection.getresponse(), limit)
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse, limit: int) -> bytes | _Redirect:
    if answer.status in (301, 302, 303, 307, 308):
        return _Redirect(answer.getheader("Location") or "")
    if answer.status != 200:
        raise FetchFailed(f"status {answer.status}")
    content = bytearray()
    while chunk := answer.read(min(_CHUNK, limit + 1 - len(content))):
        content += chunk
        if len(content) > limit:
            raise FetchTooLarge(f"more than {limit} bytes")
    if answer.length:
        raise FetchFailed("the answer broke off")
    return bytes(content)


@contextmanager
def _deadline(connection: _Pinned, seconds: float) -> Generator[None]:
    """Socket timeouts start anew with every byte; this one does not. Raises FetchFailed when it is over."""
    is_over = threading.Event()
    timer = threading.Timer(seconds, _shut, (connection, is_over))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        # What was read of a connection that was shut looks whole when it had no length.
        if is_over.is_set():
            raise FetchFailed("too slow")


def _shut(connection: _Pinned, is_over: threading.Event) -> None:
    is_over.set()
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _split(url: str) -> SplitResult:
    """The parts of an address that two parsers cannot read in two ways. Raises FetchRefused."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in ' \\"<>^`{|}'):
        raise FetchRefused("the address holds signs that do not belong there")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchRefused("the address cannot be read") from error
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        raise FetchRefused("the address is not plain http or https")
    if _ends_in_number(parts.hostname) and _literal(parts.hostname) is None:
        raise FetchRefused("the host is a number in disguise")
    return parts


def _is_admitted(address: str, entries: Sequence[AllowedHost]) -> bool:
    literal = _literal(address.partition("%")[0])
    return literal is not None and any(entry.admits_address(literal) for entry in entries)


def _meanings(address: Address) -> list[Address]:
    """The address and the IPv4 address it carries inside, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(one for one in inner if one is not None)]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _ends_in_number(host: str) -> bool:
    """Whether the system would read the host as an IPv4 address: decimal, octal, hexadecimal, or short of dots."""
    last = host.rstrip(".").rpartition(".")[2].lower()
    return last.isdigit() or last.startswith("0x")


def _plain(host: str) -> str:
    literal = _literal(host)
    return host.lower().rstrip(".") if literal is None else str(literal)


def _host(parts: SplitResult) -> str:
    return _plain(parts.hostname or "")


def _port(parts: SplitResult) -> int:
    return parts.port or DEFAULT_PORTS[parts.scheme]
