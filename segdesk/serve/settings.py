"""What the operator decides before the server starts."""

import ipaddress
import socket
from dataclasses import dataclass, field
from typing import Final

from segdesk.core.work import cores
from segdesk.serve.auth import Keys
from segdesk.serve.guard import AllowedHost

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8710
DEFAULT_QUEUE: Final = 16
DEFAULT_MAX_BODY: Final = 16_000_000
"""Bytes. Baidu's largest picture as a percent-encoded form stays below; Aliyun's uploads are smaller."""

DEFAULT_STORE: Final = 4_000_000_000
"""Bytes of uploads and results that live at the same time."""


@dataclass(frozen=True)
class Settings:
    """Everything the server is told.

    max_body and store_bytes are bytes; the others ending in seconds are seconds.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    workers: int = 1
    queue: int = DEFAULT_QUEUE
    max_body: int = DEFAULT_MAX_BODY
    keys: Keys = field(default_factory=Keys)
    allowed: tuple[AllowedHost, ...] = ()
    store_bytes: int = DEFAULT_STORE
    work_seconds: float = 60.0
    body_seconds: float = 60.0
    stop_seconds: int = 30

    @property
    def requests_at_once(self) -> int:
        """How many bodies are held at a time: one per worker, one per place in the queue, a few on their way."""
        return self.workers + self.queue + 4

    @property
    def engine_threads(self) -> int:
        """Threads of each engine process, so that all of them together fill the machine once."""
        return max(1, cores() // self.workers)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address or name. Raises OSError for a name nobody knows."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_loopback for entry in found)
