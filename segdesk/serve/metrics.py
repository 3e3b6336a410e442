"""Counts and durations in Prometheus' text format (version 0.0.4)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds."""


class Durations:
    """A histogram of seconds."""

    def __init__(self, name: str, about: str) -> None:
        self._name, self._about = name, about
        self._below = [0] * len(BUCKETS)
        self._sum, self._count = 0.0, 0

    def add(self, seconds: float) -> None:
        self._sum += seconds
        self._count += 1
        for at, bound in enumerate(BUCKETS):
            self._below[at] += seconds <= bound

    def lines(self) -> Iterator[str]:
        yield f"# HELP {self._name} {self._about}"
        yield f"# TYPE {self._name} histogram"
        for bound, count in zip(BUCKETS, self._below, strict=True):
            yield f'{self._name}_bucket{{le="{bound:g}"}} {count}'
        yield f'{self._name}_bucket{{le="+Inf"}} {self._count}'
        yield f"{self._name}_sum {self._sum:.6f}"
        yield f"{self._name}_count {self._count}"


@dataclass(frozen=True)
class Gauge:
    """A number asked for when the page is drawn."""

    name: str
    about: str
    read: Callable[[], float]


class Metrics:
    """Everything counted. Lives on the event loop's thread."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str]] = Counter()
        self.request_seconds = Durations("segdesk_request_seconds", "Time from a request's head to its answer.")
        self.engine_seconds = Durations("segdesk_engine_seconds", "Time an engine worker took for one picture.")
        self._gauges: list[Gauge] = []

    def count_request(self, route: str, code: str, seconds: float) -> None:
        """One request answered; `code` is the vendor's error code, or `ok`."""
        self.requests[route, code] += 1
        self.request_seconds.add(seconds)

    def watch(self, name: str, about: str, read: Callable[[], float]) -> None:
        """Show a number that lives elsewhere."""
        self._gauges.append(Gauge(name, about, read))

    def page(self) -> str:
        """The whole page."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "# HELP segdesk_requests_total Requests answered, by route and vendor code."
        yield "# TYPE segdesk_requests_total counter"
        for (route, code), count in sorted(self.requests.items()):
            yield f'segdesk_requests_total{{route="{_escaped(route)}",code="{_escaped(code)}"}} {count}'
        yield from self.request_seconds.lines()
        yield from self.engine_seconds.lines()
        for gauge in self._gauges:
            yield f"# HELP {gauge.name} {gauge.about}"
            yield f"# TYPE {gauge.name} gauge"
            yield f"{gauge.name} {gauge.read():g}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
