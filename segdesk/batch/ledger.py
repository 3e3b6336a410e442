"""What a batch has done, line by line in a file that only grows, and the one hand that gives outputs their names.

An output is first written whole under a name of its own, then its record goes into the ledger, then it gets its name.
Wherever a kill falls, the next run finds from that what is done: nothing is done twice, and no output is half a file.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Final

from segdesk.batch.cutting import Reply
from segdesk.core.errors import OutputError, Reason, SegDeskError
from segdesk.core.records import FOLDER, Record, dump_news, parse_news
from segdesk.imaging import atomic
from segdesk.storage.locks import Hold


class Ledger:
    """The records of one folder of outputs, the newest of each picture. Open by one process at a time."""

    def __init__(self, folder: Path, lines: FileIO) -> None:
        """Use `opened`."""
        self.folder: Final = folder
        self.records: Final[dict[str, Record]] = {}
        self._written: dict[str, set[int]] = {}
        """Output -> the sizes it had when it was written here."""
        self._lines = lines
        self._within = folder / FOLDER
        self.parts: Final = self._within / "parts" / secrets.token_hex(8)
        """Where files are written before they have a name; another folder in every run."""

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> "Generator[Ledger]":
        """The ledger of a folder, which is made where it is missing; what a kill interrupted is finished.

        Raises OutputError.
        """
        within = folder / FOLDER
        if folder.is_file():
            raise OutputError(Reason.OUTPUT_FAILED, name=folder.name, detail="it is a file")
        with atomic.explained(folder):
            for one in (within / "parts", within / "glances"):
                one.mkdir(parents=True, exist_ok=True)
        with _locked(folder, within / "lock"), _opened(within / "ledger.jsonl") as lines:
            ledger = cls(folder, lines)
            with atomic.explained(folder):
                ledger._read()
                ledger._finish()
                ledger._sweep()
                ledger.parts.mkdir()
            yield ledger
            # Not after an interrupt, which may fall between a record and the name that the next run then gives.
            shutil.rmtree(ledger.parts, ignore_errors=True)

    def is_done(self, record: Record) -> bool:
        """Whether just this was done before, and its output is still there."""
        before = self.records.get(record.source)
        if before is None or before.failure is not None:
            return False
        is_same = record.stamp != "" and (before.stamp, before.wishes) == (record.stamp, record.wishes)
        return is_same and self._has_output(before)

    def glance(self, record: Record) -> bytes | None:
        """The small picture of what was cut, a JPEG."""
        try:
            return (self.folder / record.glance).read_bytes()
        except OSError:
            return None

    def check(self, record: Record, *, overwrite: bool) -> None:
        """Refuse early what could not be written later. Raises OutputError."""
        target = self.folder / record.output
        with atomic.explained(target):
            if not target.exists():
                return
            if os.path.exists(record.source) and target.samefile(record.source):
                raise OutputError(Reason.OUTPUT_IS_INPUT, name=target.name)
            if not (overwrite or self._is_own(record.output)):
                raise OutputError(Reason.OUTPUT_EXISTS, name=target.name)

    def commit(self, reply: Reply, *, overwrite: bool) -> Record:
        """Write down what became of a picture and give its output its name; the record tells when that failed."""
        record = reply.record
        if record.failure is None:
            try:
                self._put(reply, overwrite=overwrite)
                return record
            except SegDeskError as error:
                record = replace(record, failure=error, part="", size=0)
        self._append(record)
        return record

    def _put(self, reply: Reply, *, overwrite: bool) -> None:
        """Raises OutputError."""
        record = reply.record
        self.check(record, overwrite=overwrite)
        may_replace = overwrite or self._is_own(record.output)
        part = self._within / "parts" / record.part
        target = self.folder / record.output
        if reply.content is not None:
            atomic.write_atomic(part, reply.content, overwrite=False)
        with atomic.explained(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / record.glance).write_bytes(reply.glance)
            self._append(record)
        atomic.put_atomic(part, target, overwrite=may_replace)

    def _append(self, record: Record) -> None:
        """Raises OutputError."""
        line = dump_news(record).encode() + b"\n"
        with atomic.explained(self.folder):
            if self._lines.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._lines.fileno())
        self._remember(record)

    def _remember(self, record: Record) -> None:
        self.records[record.source] = record
        if record.failure is None:
            self._written.setdefault(record.output, set()).add(record.size)

    def _read(self) -> None:
        """The newest records; a line that a kill cut short is ended, so that the next one stands alone."""
        self._lines.seek(0)
        content = self._lines.readall()
        for line in content.splitlines():
            with suppress(ValueError):
                news = parse_news(line.decode("utf-8", "replace"))
                if isinstance(news, Record):
                    self._remember(news)
        if content and not content.endswith(b"\n"):
            self._lines.write(b"\n")

    def _finish(self) -> None:
        """Give what was written down, but is not yet in its place, its name."""
        for record in self.records.values():
            part = self._within / "parts" / record.part
            if record.failure is None and record.part and part.is_file():
                with suppress(OutputError):
                    atomic.put_atomic(part, self.folder / record.output, overwrite=self._is_own(record.output))

    def _sweep(self) -> None:
        """Away with parts that nobody will finish, and glances of nothing."""
        known = {(self.folder / record.glance) for record in self.records.values()}
        for parts in (self._within / "parts").iterdir():
            shutil.rmtree(parts, ignore_errors=True)
        for path in (self._within / "glances").iterdir():
            if path not in known:
                path.unlink(missing_ok=True)

    def _is_own(self, output: str) -> bool:
        """Whether the file that stands there is one that was written here."""
        try:
            return (self.folder / output).stat().st_size in self._written.get(output, ())
        except OSError:
            return False

    def _has_output(self, record: Record) -> bool:
        try:
            return (self.folder / record.output).stat().st_size == record.size
        except OSError:
            return False


def outputs(records: Iterable[Record]) -> dict[str, str]:
    """Source -> the output it was given, which it keeps."""
    return {record.source: record.output for record in records}


@contextmanager
def _locked(folder: Path, path: Path) -> Generator[None]:
    with atomic.explained(path):
        hold = Hold.take(path)
    if hold is None:
        raise OutputError(Reason.OUTPUT_IN_USE, name=folder.name)
    try:
        yield
    finally:
        hold.release(removes=False)


def _opened(path: Path) -> FileIO:
    """A file that only grows. Raises OutputError."""
    with atomic.explained(path):
        return path.open("a+b", buffering=0)
