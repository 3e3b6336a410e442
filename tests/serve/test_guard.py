"""No address leads the server where it was not allowed to go."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pytest

from segdesk.serve.guard import AllowedHost, FetchFailed, FetchRefused, FetchTooLarge, Guard

PICTURE = b"\x89PNG a picture"


class Site:
    """A web server on loopback that answers every connection as it is told, and counts them."""

    def __init__(self, answer: Callable[[bytes], bytes | Iterable[bytes]]) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                request = connection.recv(65536)
                if not request:
                    return
                self.requests.append(request)
                answer = self._answer(request)
                try:
                    for part in [answer] if isinstance(answer, bytes) else answer:
                        connection.sendall(part)
                except OSError:
                    continue

    def close(self) -> None:
        # An empty connection ends the loop, for closing a socket does not free a thread that accepts on it.
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listener.close()


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body)


def moved(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


@contextmanager
def site(answer: Callable[[bytes], bytes | Iterable[bytes]]) -> Iterator[Site]:
    opened = Site(answer)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def inner() -> Iterator[Site]:
    """Something on this machine that must not be reached."""
    with site(lambda request: ok(b"secret")) as opened:
        yield opened
        assert opened.requests == []


def guard(*entries: str, names: Mapping[str, Sequence[str]] | None = None) -> Guard:
    known = names or {}
    return Guard([AllowedHost.parse(entry) for entry in entries], resolver=lambda host, port: known.get(host, ()))


def pinned(port: int) -> Guard:
    """A guard that allows pictures.test, which lies in 127.0.0.0/8."""
    return guard(f"pictures.test:{port}@127.0.0.0/8", names={"pictures.test": ["127.0.0.1"]})


def test_an_allowed_host_is_fetched() -> None:
    with site(lambda request: ok(PICTURE)) as there:
        assert pinned(there.port).fetch(f"http://pictures.test:{there.port}/a.png?x=1", limit=99) == PICTURE
        assert there.requests[0].startswith(b"GET /a.png?x=1 HTTP/1.1\r\n")
        assert f"Host: pictures.test:{there.port}\r\n".encode() in there.requests[0]


def test_an_allowed_address_is_fetched() -> None:
    with site(lambda request: ok(PICTURE)) as there:
        url = f"http://127.0.0.1:{there.port}/a.png"
        assert guard(f"127.0.0.1:{there.port}").fetch(url, limit=99) == PICTURE


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f000001:{port}/",
        "http://0x7f.0.0.1:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://[fe80::1%25lo]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://127。0。0。1:{port}/",
        "http://①②⑦.0.0.1:{port}/",
        "http://pictures.test@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@pictures.test/",
        "http://pictures.test:80:{port}/",
        "http://pictures.test.evil.test/",
        "http://evil.test/#pictures.test",
        "http://pictures.test:{port}/",
        "https://pictures.test:{port}/",
        "ftp://pictures.test/a.png",
        "file:///etc/passwd",
        "gopher://pictures.test/",
        "//pictures.test/",
        "http:///a.png",
        "http://pictures.test/a b",
        "http://pictures.test/a\r\nHost: evil",
        "http://pictures.test:0/",
        "http://pictures.test:99999/",
        "http://[pictures.test/",
        "",
    ],
)
def test_whatever_is_not_allowed_is_refused(url: str, inner: Site) -> None:
    names = {"pictures.test": ["203.0.113.7"], "localhost": ["127.0.0.1"]}
    with pytest.raises(FetchRefused):
        guard("pictures.test", names=names).fetch(url.format(port=inner.port), limit=99)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "not an address",
    ],
)
def test_an_allowed_name_with_an_inner_address_is_refused(address: str) -> None:
    for found in ([address], ["93.184.215.14", address]):
        with pytest.raises(FetchRefused):
            guard("pictures.test", names={"pictures.test": found}).fetch("http://pictures.test/", limit=99)


def test_a_name_that_changes_its_address_is_looked_up_once(inner: Site) -> None:
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    rebinding = Guard(
        [AllowedHost.parse(f"pictures.test:{inner.port}@127.0.0.2/32")], resolver=lambda host, port: next(answers)
    )
    # Nobody listens on the address that was judged, and the second one is never asked for.
    with pytest.raises(FetchFailed):
        rebinding.fetch(f"http://pictures.test:{inner.port}/", limit=99)
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "http://2130706433:{port}/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(to: str, inner: Site) -> None:
    target = to.format(port=inner.port)
    with site(lambda request: moved(target)) as there, pytest.raises(FetchRefused):
        pinned(there.port).fetch(f"http://pictures.test:{there.port}/", limit=99)


def test_a_redirect_on_the_same_host_is_followed() -> None:
    with site(lambda request: ok(PICTURE) if b"/new" in request else moved("/new.png")) as there:
        assert pinned(there.port).fetch(f"http://pictures.test:{there.port}/old.png", limit=99) == PICTURE


def test_redirects_come_to_an_end() -> None:
    with site(lambda request: moved("/again")) as there:
        with pytest.raises(FetchFailed):
            pinned(there.port).fetch(f"http://pictures.test:{there.port}/", limit=99)
        assert len(there.requests) == 4


def test_too_many_bytes_are_not_read() -> None:
    with site(lambda request: ok(bytes(100))) as there:
        url = f"http://pictures.test:{there.port}/"
        assert len(pinned(there.port).fetch(url, limit=100)) == 100
        with pytest.raises(FetchTooLarge):
            pinned(there.port).fetch(url, limit=99)


def test_an_endless_answer_without_a_length_is_cut() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    with site(lambda request: [head, *[bytes(65536)] * 64]) as there, pytest.raises(FetchTooLarge):
        pinned(there.port).fetch(f"http://pictures.test:{there.port}/", limit=100_000)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nshort",
        b"not http at all\r\n\r\n",
        b"",
    ],
)
def test_an_answer_that_is_no_picture_fails(answer: bytes) -> None:
    with site(lambda request: answer) as there, pytest.raises(FetchFailed):
        pinned(there.port).fetch(f"http://pictures.test:{there.port}/", limit=99)


def test_a_drip_of_bytes_ends_at_the_deadline() -> None:
    over = threading.Event()

    def drip() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while not over.wait(0.02):
            yield b"X: y\r\n"

    with site(lambda request: drip()) as there:
        with pytest.raises(FetchFailed):
            pinned(there.port).fetch(f"http://pictures.test:{there.port}/", limit=99, seconds=0.3)
        over.set()


def test_a_drip_of_a_handshake_ends_at_the_deadline() -> None:
    over = threading.Event()

    def drip() -> Iterator[bytes]:
        # The head of a record of 16 KiB, which then comes byte by byte.
        yield b"\x16\x03\x03\x40\x00"
        while not over.wait(0.02):
            yield b"\x02"

    with site(lambda request: drip()) as there:
        waiting = threading.Timer(8, over.set)
        waiting.start()
        with pytest.raises(FetchFailed, match="too slow"):
            pinned(there.port).fetch(f"https://pictures.test:{there.port}/", limit=99, seconds=0.3)
        waiting.cancel()
        waiting.join()
        over.set()


def test_nobody_listening_fails() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed):
        pinned(port).fetch(f"http://pictures.test:{port}/", limit=99)


@pytest.mark.parametrize("text", ["", "http://a.test", "a.test/b", "a.test:x", "a.test@nowhere", "user@a.test"])
def test_an_unreadable_allow_list_entry_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        AllowedHost.parse(text)
