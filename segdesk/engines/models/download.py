"""Downloads a model's files: goes on where it was interrupted, and lets nobody have a file that is not the promised."""

import hashlib
import shutil
from collections.abc import Callable
from io import BufferedWriter
from pathlib import Path
from typing import Final

from segdesk.core.errors import Act, EngineError, ModelMissing, OutputError, Reason, ServiceUnavailable
from segdesk.core.work import CancelToken, Report
from segdesk.engines.addresses import host_of
from segdesk.engines.models.catalogue import Entry, Promised, mirrored
from segdesk.engines.transport import Call, Pace, Transport
from segdesk.imaging.atomic import explained, sync_folder
from segdesk.wire import WireAnswer, WireRequest
from segdesk.wire.failures import failure_of_status

PACE: Final = Pace(whole=24 * 3600.0)
"""Models are large; what counts is that something comes at all."""
_BLOCK: Final = 1 << 20
_MAX_REFUSAL: Final = 1 << 20
"""Bytes that are read of an answer that is not the file."""


def download(
    entry: Entry,
    folder: Path,
    *,
    mirror: str = "",
    ca_file: Path | None = None,
    proxy: str | None = None,
    pace: Pace = PACE,
    cancel: CancelToken,
    report: Report,
) -> tuple[Path, ...]:
    """All files of a model in a folder, each whole, checked by its SHA-256 and put in place at once; those that are
    there already stay.

    Raises OutputError, EngineError or Cancelled; what came so far is kept for the next try.
    """

    def connect(host: str) -> Transport:
        return Transport(host, pace=pace, ca_file=ca_file, proxy=proxy)

    found: list[Path] = []
    done = 0
    for file in entry.files:
        heard = _share_of(report, done, entry.size)
        found.append(_Fetch(file, folder, mirror).run(connect, cancel, heard))
        done += file.size
    report("download", 1.0)
    return tuple(found)


class _Fetch:
    """One file on its way. `NAME.part` holds what came so far."""

    def __init__(self, file: Promised, folder: Path, mirror: str) -> None:
        self._file = file
        self._url = mirrored(file.url, mirror)
        self._target = folder / file.name
        self._part = folder / f"{file.name}.part"
        self._open: BufferedWriter | None = None
        self._heard: Callable[[int], None] = lambda count: None

    def run(self, connect: Callable[[str], Transport], cancel: CancelToken, heard: Callable[[int], None]) -> Path:
        """The file in its place."""
        self._heard = heard
        with explained(self._target):
            self._target.parent.mkdir(parents=True, exist_ok=True)
            if self._target.is_file() and _digest(self._target, cancel) == self._file.sha256:
                return self._target
            self._check_room()
        transport = connect(host_of(self._url))
        try:
            self._fetch(transport, cancel)
        finally:
            self._close()
            transport.close()
        return self._placed(cancel)

    def _check_room(self) -> None:
        missing = self._file.size - self._size()
        if missing > shutil.disk_usage(self._target.parent).free:
            raise OutputError(Reason.OUTPUT_FULL, name=self._target.name)

    def _fetch(self, transport: Transport, cancel: CancelToken) -> None:
        """Ask until all is there; only a round that brought nothing is the last."""
        call = Call("model", self._request, self._read, _MAX_REFUSAL, sink=self._sink, may_wander=True)
        while (size := self._size()) != self._file.size:
            try:
                transport.ask(call, cancel=cancel)
            except EngineError as error:
                if error.act is not Act.RETRY or self._size() <= size:
                    raise

    def _request(self) -> WireRequest:
        """Asks for what is missing."""
        self._close()
        size = self._size()
        if size >= self._file.size:
            self._part.unlink(missing_ok=True)
            size = 0
        headers = [("accept-encoding", "identity"), ("accept", "*/*")]
        return WireRequest("GET", self._url, (*headers, ("range", f"bytes={size}-")), b"")

    def _sink(self, head: WireAnswer) -> Callable[[bytes], None] | None:
        """Who takes the body: it goes on behind what is there, or from the start where the server sends the whole."""
        begin = (head.header("content-range") or "").strip().lower().removeprefix("bytes").strip().partition("-")[0]
        is_rest = head.status == 206 and begin == str(self._size())
        if not is_rest and head.status != 200:
            return None
        with explained(self._target):
            self._open = self._part.open("ab" if is_rest else "wb")
        return self._take

    def _take(self, chunk: bytes) -> None:
        assert self._open is not None
        if self._open.tell() + len(chunk) > self._file.size:
            raise self._wrong()
        with explained(self._target):
            self._open.write(chunk)
        self._heard(self._open.tell())

    def _read(self, answer: WireAnswer) -> None:
        """Raises EngineError where that was not all."""
        host, status = host_of(self._url), answer.status
        self._close()
        if status == 416:
            self._part.unlink(missing_ok=True)
        elif status >= 500 or status in (408, 429):
            raise failure_of_status(host, answer, "")
        elif status not in (200, 206):
            detail = f"HTTP {status}"
            raise ModelMissing(Reason.DOWNLOAD_GONE, service=host, name=self._file.name, detail=detail)
        if self._size() != self._file.size:
            detail = "the connection was lost"
            raise ServiceUnavailable(Reason.SERVICE_UNREACHABLE, service=host, detail=detail, act=Act.RETRY)

    def _placed(self, cancel: CancelToken) -> Path:
        """The part under its own name, once it is what was promised."""
        with explained(self._target):
            if _digest(self._part, cancel) != self._file.sha256:
                raise self._wrong()
            self._part.replace(self._target)
            sync_folder(self._target.parent)
        return self._target

    def _wrong(self) -> ModelMissing:
        """Throws away what came."""
        self._close()
        with explained(self._target):
            self._part.unlink(missing_ok=True)
        return ModelMissing(Reason.DOWNLOAD_WRONG, name=self._file.name)

    def _size(self) -> int:
        if self._open is not None:
            self._open.flush()
        return self._part.stat().st_size if self._part.is_file() else 0

    def _close(self) -> None:
        if self._open is not None:
            file, self._open = self._open, None
            with explained(self._target):
                file.close()


def _share_of(report: Report, done: int, whole: int) -> Callable[[int], None]:
    return lambda count: report("download", (done + count) / whole)


def _digest(path: Path, cancel: CancelToken) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            cancel.check()
            digest.update(block)
    return digest.hexdigest()
