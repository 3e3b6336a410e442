"""A server on loopback that misbehaves on purpose, connection by connection."""

import gzip
import json
import socket
import struct
import threading
from collections.abc import Callable, Sequence
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

    def __init__(self, *turns: Turn) -> None:
        self.heard: list[Heard] = []
        self._turns: Sequence[Turn] = turns
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._listen)]

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _listen(self) -> None:
        for count in range(1000):
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            turn = self._turns[min(count, len(self._turns) - 1)]
            self._threads.append(threading.Thread(target=self._serve, args=(connection, turn)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket, turn: Turn) -> None:
        with connection:
            try:
                self.heard.append(_read(connection))
                turn(connection, self._over)
            except OSError:
                return


def answer(status: int = 200, body: bytes = b"{}", *headers: str, kind: str = "application/json") -> Turn:
    """A whole answer, then the end of the connection."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    content = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
    return lambda connection, over: connection.sendall(content)


def json_answer(value: object, status: int = 200, *headers: str) -> Turn:
    return answer(status, json.dumps(value).encode(), *headers)


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
    """A gigabyte of zeros in one megabyte."""
    packed = gzip.compress(bytes(1 << 20), 9)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    connection.sendall(head.encode() + packed)


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
