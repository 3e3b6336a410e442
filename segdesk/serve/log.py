"""One JSON line per request and per event of the server's life.

What is written is chosen field by field. Query strings, headers, bodies, names of uploads and results never come here,
because keys, tokens, signatures and pictures travel in them.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO


@dataclass
class Trace:
    """What is known of one request while it is answered. `code` is the vendor's error code, or `ok`."""

    route: str = "unknown"
    code: str = "ok"
    request_id: str = ""
    bytes_in: int = 0
    bytes_out: int = 0
    status: int = 0
    engine_seconds: float | None = None
    reason: str | None = None


class Log:
    """Writes lines to a stream; safe to call from several threads."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._lock = threading.Lock()

    def event(self, event: str, **fields: str | float | None) -> None:
        """One line about the server itself."""
        self._write({"event": event, **fields})

    def request(self, trace: Trace, *, client: str, method: str, seconds: float) -> None:
        """One line about an answered request."""
        fields = {
            "event": "request",
            "client": client,
            "method": method,
            "route": trace.route,
            "status": trace.status,
            "code": trace.code,
            "request_id": trace.request_id,
            "bytes_in": trace.bytes_in,
            "bytes_out": trace.bytes_out,
            "ms": round(seconds * 1000, 1),
        }
        if trace.engine_seconds is not None:
            fields["engine_ms"] = round(trace.engine_seconds * 1000, 1)
        if trace.reason is not None:
            fields["reason"] = trace.reason
        self._write(fields)

    def _write(self, fields: dict[str, str | float | None]) -> None:
        time = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": time, **fields}, ensure_ascii=False)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()
