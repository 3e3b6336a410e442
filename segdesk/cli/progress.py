"""How a batch's news reach the terminal: a bar where somebody watches, a line for each picture elsewhere, or JSON."""

import math
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from segdesk.core.records import Begun, News, Over, Planned, Record, dump_news

Listener = Callable[[News], None]
_FEW: Final = 3
"""Pictures from which nothing can be said about speed."""
_MARKS: Final = {"done": "✓", "look": "?", "failed": "✗"}


@contextmanager
def listener(*, as_json: bool) -> Generator[Listener]:
    """Who hears the news, as long as they come."""
    if as_json:
        yield lambda news: print(dump_news(news), flush=True)
    elif sys.stdout.isatty():
        with _bar() as listen:
            yield listen
    else:
        yield Lines().hear


@dataclass
class Tally:
    """How many pictures there are, and how many of them are done or failed."""

    total: int = 0
    ended: int = 0
    before: int = 0
    begun: float = field(default_factory=perf_counter)

    @property
    def rate(self) -> str:
        """How fast it goes and how long it will take, once that can be said."""
        done, seconds = self.ended - self.before, perf_counter() - self.begun
        if done < _FEW or not seconds:
            return ""
        left = math.ceil((self.total - self.ended) * seconds / done)
        return f"{done / seconds:.1f} per second, {left // 60}:{left % 60:02} left"

    def hear(self, news: News) -> None:
        match news:
            case Planned(waiting, done):
                self.total, self.ended = len(waiting) + len(done), len(done)
                self.before, self.begun = len(done), perf_counter()
            case Record():
                self.ended += 1
            case Begun() | Over():
                pass


class Lines:
    """A line for each picture that is done, and one for each thing to know about it."""

    def __init__(self) -> None:
        self._tally = Tally()

    def hear(self, news: News) -> None:
        """Print what somebody may want to read afterwards."""
        self._tally.hear(news)
        match news:
            case Planned(_, done) if done:
                print(f"{len(done)} of {self._tally.total} were done before.", flush=True)
            case Record():
                number = str(self._tally.ended).rjust(len(str(self._tally.total)))
                print(f"{number}/{self._tally.total}  {line_of(news)}", flush=True)
            case _:
                pass


def line_of(record: Record) -> str:
    """A record in a line, and further ones for what to know."""
    if record.failure is not None:
        return f"{_MARKS['failed']} {record.failure}"
    mark = _MARKS["look" if record.needs_eyes else "done"]
    notes = "".join(f"\n    {note}" for note in record.notes)
    return f"{mark} {record.name} → {record.output}, {record.kept:.1%} kept, {record.seconds:.2f} s{notes}"


@contextmanager
def _bar() -> Generator[Listener]:
    """A bar with what is left, and above it only what asks for a person's eyes."""
    # Only here: it takes as long to import as all of the command line.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(highlight=False, markup=False)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[names]}", markup=False),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=None, rate="", names="")
        tally, at_work = Tally(), dict[str, str]()

        def listen(news: News) -> None:
            tally.hear(news)
            match news:
                case Begun(source):
                    at_work[source] = source.replace("\\", "/").rpartition("/")[2]
                case Record():
                    at_work.pop(news.source, None)
                    if news.needs_eyes:
                        progress.console.print(line_of(news))
                case Planned() | Over():
                    pass
            progress.update(
                task,
                total=tally.total,
                completed=tally.ended,
                rate=tally.rate,
                names=", ".join(at_work.values()),
            )

        yield listen
