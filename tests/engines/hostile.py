"""A server on loopback that misbehaves on purpose, connection by connection."""

import json
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


Turn = Callable[[socket.socket, threading.Event], None]
"""What a connection does once the request was read; the event is set when the test is over."""


class Hostile:
    """Takes its turns one connection after the other and repeats the last one for ever."""

    def __init__(self, *turns: Turn, tls: ssl.SSLContext | None = None) -> None:
        self.heard: list[Heard] = []
        self.connections = 0
        self._turns: Sequence[Turn] = turns
        self._tls = tls
        self._over = threading.Event()
        self._one_by_one = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]

    @property
    def url(self) -> str:
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self.stop_listening()
        for thread in self._threads:
            thread.join()

    def stop_listening(self) -> None:
        """From now on connections are refused. May be called twice."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def turn_for(self, heard: Heard) -> Turn:
        """What to do about a request, which is the last of those heard."""
        return self._turns[min(len(self.heard), len(self._turns)) - 1]

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError), self._secured(connection) as line:
            heard = _read(line)
            with self._one_by_one:
                self.heard.append(heard)
                turn = self.turn_for(heard)
            turn(line, self._over)

    def _secured(self, connection: socket.socket) -> socket.socket:
        return connection if self._tls is None else self._tls.wrap_socket(connection, server_side=True)


def answer(status: int = 200, body: bytes = b"{}", *headers: str, kind: str = "application/json") -> Turn:
    """A whole answer, then the end of the connection."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    content = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
    return lambda connection, over: connection.sendall(content)


def json_answer(value: object, status: int = 200, *headers: str) -> Turn:
    return answer(status, json.dumps(value).encode(), *headers)


def kept_open(value: object, times: int) -> Turn:
    """So many answers on one connection, which then ends without a word."""
    body = json.dumps(value).encode()
    content = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def turn(connection: socket.socket, over: threading.Event) -> None:
        for count in range(times):
            if count:
                _read(connection)
            connection.sendall(content)

    return turn


def redirect(location: str, status: int = 302) -> Turn:
    return answer(status, b"", f"Location: {location}")


def reset_mid_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 200)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def end_mid_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")


def silence(connection: socket.socket, over: threading.Event) -> None:
    over.wait()


def drip(connection: socket.socket, over: threading.Event) -> None:
    """A slow-loris: bytes so seldom that each of them is in time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.05):
        connection.sendall(b" ")


def bomb(connection: socket.socket, over: threading.Event) -> None:
    """A body that a thousand times as many zeros are packed in, and more than anybody takes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")
    packer = zlib.compressobj(9, wbits=31)
    for _ in range(256):
        connection.sendall(packer.compress(bytes(1 << 20)))


def endless(connection: socket.socket, over: threading.Event) -> None:
    """A body that never stops."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not over.is_set():
        connection.sendall(bytes(1 << 16))


def _read(connection: socket.socket) -> Heard:
    stream = connection.makefile("rb")
    line = stream.readline().decode("latin-1").strip()
    headers: dict[str, str] = {}
    while text := stream.readline().decode("latin-1").strip():
        name, _, value = text.partition(":")
        headers[name.lower()] = value.strip()
    return Heard(line, headers, stream.read(int(headers.get("content-length", 0))))
