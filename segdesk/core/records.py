"""What became of each picture of a batch, as values and as lines of JSON.

The ledger keeps such lines, `segdesk batch --json` prints them, and the window reads them from there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from segdesk.core.errors import Reason, SegDeskError
from segdesk.core.notes import Note, Notice

FOLDER: Final = ".segdesk-batch"
"""Where a batch keeps its own files, in the folder of its outputs."""
_DOUBTS: Final = {
    Notice.NOTHING_FOUND: 0,
    Notice.TRUNCATED: 1,
    Notice.SUBJECT_UNSURE: 2,
    Notice.SUBJECT_DOUBTED: 2,
    Notice.PROMPT_OUTSIDE: 3,
    Notice.PROMPTS_ABSENT: 3,
    Notice.NETWORK_MISSING: 3,
}
"""Notices that ask for a person's eyes, the gravest first."""
_SURE: Final = 4
_UNSURE: Final = 0.76
"""Expected overlap below which a mask asks for a person's eyes; from here on the engine has no doubt of its own."""


@dataclass(frozen=True)
class Record:
    """What became of one picture.

    source:   absolute path or URL.
    stamp:    what the picture, and the prompts beside it, were when they were looked at.
    wishes:   digest of everything that was asked for.
    output:   the file below the batch's folder, divided by "/"; `part` is where it was written at first.
    size:     bytes of that file.
    kept:     share of the picture inside the mask, 0..1.
    sureness: overlap the engine expects its mask to have with the subject, 0..1; None where it does not say.
    failure:  why there is no output.
    """

    source: str
    stamp: str
    wishes: str
    output: str
    part: str = ""
    size: int = 0
    seconds: float = 0.0
    kept: float = 0.0
    sureness: float | None = None
    notes: tuple[Note, ...] = ()
    failure: SegDeskError | None = None

    @property
    def name(self) -> str:
        """What people call the picture."""
        return name_of(self.source)

    @property
    def glance(self) -> str:
        """Where below the batch's folder a small picture of what was cut lies, a JPEG."""
        return f"{FOLDER}/glances/{self.part.rpartition('/')[2]}.jpg"

    @property
    def needs_eyes(self) -> bool:
        """Whether a person should look at it."""
        is_unsure = self.sureness is not None and self.sureness < _UNSURE
        return self.failure is not None or is_unsure or self._gravity < _SURE

    @property
    def _gravity(self) -> int:
        return min((_DOUBTS.get(note.notice, _SURE) for note in self.notes), default=_SURE)

    @property
    def badness(self) -> tuple[bool, int, float]:
        """Sorts the worst first: failures, then by the gravest notice, then by how unsure the engine was."""
        return self.failure is None, self._gravity, 1.0 if self.sureness is None else self.sureness


@dataclass(frozen=True)
class Planned:
    """The pictures still to be cut, by source, and the records of those that are done already."""

    waiting: tuple[str, ...]
    done: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Begun:
    """Somebody works at a picture."""

    source: str


@dataclass(frozen=True)
class Over:
    """The batch has ended: where its reports lie, and why it ended early where it did."""

    table: str
    sheet: str
    failure: SegDeskError | None = None


News = Planned | Begun | Record | Over


def worst_first(records: Iterable[Record]) -> list[Record]:
    """The records in the order in which a person should look at them."""
    return sorted(records, key=lambda record: record.badness)


def name_of(source: str) -> str:
    """The last part of a path or URL, as text that everything can show."""
    shown = source.encode("utf-8", "replace").decode()
    return shown.replace("\\", "/").rstrip("/").rpartition("/")[2]


def dump_news(news: News) -> str:
    """One line of JSON."""
    match news:
        case Planned():
            table = {"waiting": news.waiting, "done": [_table_of(record) for record in news.done]}
            return _line({"planned": table})
        case Begun():
            return _line({"begun": news.source})
        case Record():
            return _line({"record": _table_of(news)})
        case Over():
            return _line({"over": {"table": news.table, "sheet": news.sheet, "failure": _failure_of(news.failure)}})


def parse_news(line: str) -> News:
    """What such a line says. Raises ValueError."""
    try:
        [(kind, content)] = json.loads(line).items()
        match kind:
            case "planned":
                return Planned(tuple(content["waiting"]), tuple(_record(table) for table in content["done"]))
            case "begun":
                return Begun(str(content))
            case "record":
                return _record(content)
            case "over":
                return Over(str(content["table"]), str(content["sheet"]), _failure(content["failure"]))
            case _:
                raise ValueError(f"{kind!r} is no news")
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{line[:40]!r} is no news") from error


def _line(table: Mapping[str, object]) -> str:
    # In ASCII, for pipes of any encoding and for names that are no text.
    return json.dumps(table, separators=(",", ":"))


def _table_of(record: Record) -> dict[str, object]:
    return {
        "source": record.source,
        "stamp": record.stamp,
        "wishes": record.wishes,
        "output": record.output,
        "part": record.part,
        "size": record.size,
        "seconds": round(record.seconds, 4),
        "kept": round(record.kept, 6),
        "sureness": None if record.sureness is None else round(record.sureness, 4),
        "notes": [{"notice": note.notice.name, "values": _plain(dict(note.values))} for note in record.notes],
        "failure": _failure_of(record.failure),
    }


def _record(table: Mapping[str, object]) -> Record:
    notes = cast(list[dict[str, object]], table["notes"])
    sureness = table["sureness"]
    return Record(
        source=str(table["source"]),
        stamp=str(table["stamp"]),
        wishes=str(table["wishes"]),
        output=str(table["output"]),
        part=str(table["part"]),
        size=int(cast(int, table["size"])),
        seconds=float(cast(float, table["seconds"])),
        kept=float(cast(float, table["kept"])),
        sureness=None if sureness is None else float(cast(float, sureness)),
        notes=tuple(Note.of(Notice[str(note["notice"])], **cast(dict[str, object], note["values"])) for note in notes),
        failure=_failure(table["failure"]),
    )


def _failure_of(failure: SegDeskError | None) -> dict[str, object] | None:
    if failure is None:
        return None
    return {"kind": type(failure).__name__, "reason": failure.reason.name, "values": _plain(failure.values)}


def _failure(table: object) -> SegDeskError | None:
    if table is None:
        return None
    told = cast(dict[str, object], table)
    kind = next((kind for kind in _kinds(SegDeskError) if kind.__name__ == told["kind"]), SegDeskError)
    return kind(Reason[str(told["reason"])], **cast(dict[str, object], told["values"]))


def _kinds(kind: type[SegDeskError]) -> Iterable[type[SegDeskError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """What the sentences need; whatever JSON cannot hold is not said in any of them."""
    return {name: value for name, value in values.items() if isinstance(value, str | int | float)}
