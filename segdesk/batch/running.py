"""A batch from words to reports: what is left to do is worked at, written down and told, until it is done or ended."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from segdesk.batch import report
from segdesk.batch.cutting import Piece, Reply
from segdesk.batch.ledger import Ledger, outputs
from segdesk.batch.sources import Source, gather, placed, prompts_beside, stamp_of
from segdesk.batch.wishes import Beside, Wishes
from segdesk.core.errors import (
    ClockWrong,
    CredentialsRejected,
    EngineUnknown,
    ModelMissing,
    OutputError,
    QuotaExceeded,
    Reason,
    SegDeskError,
    ServiceWithdrawn,
)
from segdesk.core.records import Begun, News, Over, Planned, Record, worst_first

_HOPELESS: Final = (ClockWrong, CredentialsRejected, EngineUnknown, ModelMissing, QuotaExceeded, ServiceWithdrawn)
_NO_ROOM: Final = (Reason.OUTPUT_FULL, Reason.OUTPUT_DENIED, Reason.OUTPUT_FOLDER)


class Crew(Protocol):
    """Those who cut."""

    def work(self, pieces: Iterable[Piece], wishes: Wishes, on_begun: Callable[[Piece], None]) -> Generator[Reply]:
        """A reply for each piece, as they come; every piece is told when somebody begins with it. Raises EngineError.

        Closing it ends the work at once.
        """
        ...


@dataclass(frozen=True)
class Batch:
    """Which pictures (paths, folders, patterns, URLs), where to, and what of them.

    overwrite: files that the batch did not write itself may be replaced.
    """

    words: tuple[str, ...]
    folder: Path
    wishes: Wishes
    overwrite: bool = False


@dataclass(frozen=True)
class Summary:
    """The records of all pictures that were meant and are done or failed, and why the batch ended early, if it did."""

    records: tuple[Record, ...]
    failure: SegDeskError | None = None

    @property
    def failures(self) -> list[SegDeskError]:
        """Everything that went wrong."""
        found = [record.failure for record in self.records if record.failure is not None]
        return found if self.failure is None else [*found, self.failure]


def run(batch: Batch, crew: Crew, listen: Callable[[News], None]) -> Summary:
    """Do what is left to do, and leave the reports. Raises OutputError, PictureError or EngineError before any work.

    An interrupt (KeyboardInterrupt) ends the crew, leaves the reports and goes on; the next run takes up from there.
    """
    folder = batch.folder.absolute()
    with Ledger.opened(folder) as ledger:
        meant = list(_records(batch, gather(batch.words, folder=folder), ledger))
        left = [record for record in meant if not ledger.is_done(record)]
        waiting = {record.source for record in left}
        done = tuple(ledger.records[record.source] for record in meant if record.source not in waiting)
        listen(Planned(tuple(record.source for record in left), done))
        records, failure = list(done), None
        try:
            with closing(_worked(batch, left, ledger, crew=crew, listen=listen)) as coming:
                for record in coming:
                    records.append(record)
                    if _ends_all(record.failure):
                        failure = record.failure
                        break
        finally:
            listen(_reported(ledger, records, failure))
        return Summary(tuple(records), failure)


def _records(batch: Batch, sources: Sequence[Source], ledger: Ledger) -> Iterator[Record]:
    """What is to be done, each as its record stands before."""
    digest, suffix = batch.wishes.digest, batch.wishes.suffix
    named = [
        replace(source, place=source.place.with_name(batch.wishes.stem(source.place.name, number)))
        for number, source in enumerate(sources, 1)
    ]
    places = placed(named, suffix, outputs(ledger.records.values()))
    for source in sources:
        stamp = stamp_of(source.address, with_prompts=isinstance(batch.wishes.way, Beside))
        yield Record(source.address, stamp, digest, places[source.address])


def _worked(
    batch: Batch, left: Iterable[Record], ledger: Ledger, *, crew: Crew, listen: Callable[[News], None]
) -> Generator[Record]:
    """The records of what is left, as they come and after they were written down."""
    pieces: list[Piece] = []
    for record in left:
        try:
            ledger.check(record, overwrite=batch.overwrite)
        except OutputError as error:
            yield _told(ledger.commit(Reply(replace(record, failure=error)), overwrite=False), listen)
        else:
            prompts = prompts_beside(record.source) if isinstance(batch.wishes.way, Beside) else None
            pieces.append(Piece(record, prompts, ledger.parts))
    with closing(crew.work(pieces, batch.wishes, lambda piece: listen(Begun(piece.record.source)))) as replies:
        for reply in replies:
            yield _told(ledger.commit(reply, overwrite=batch.overwrite), listen)


def _told(record: Record, listen: Callable[[News], None]) -> Record:
    listen(record)
    return record


def _reported(ledger: Ledger, records: Iterable[Record], failure: SegDeskError | None) -> Over:
    """Leave both reports in the folder. Raises OutputError."""
    ranked = worst_first(records)
    table, sheet = ledger.folder / report.TABLE, ledger.folder / report.SHEET
    report.write(table, report.table(ranked))
    report.write(sheet, report.sheet(ranked, ledger.glance))
    return Over(str(table), str(sheet), failure)


def _ends_all(failure: SegDeskError | None) -> bool:
    """Whether what one picture met will meet all the others."""
    return isinstance(failure, _HOPELESS) or (isinstance(failure, OutputError) and failure.reason in _NO_ROOM)
