"""The journal: what is in no project yet is on the disk all the same, one small record for each step.

    journals/NAME/about.json     what it is the journal of
    journals/NAME/lock           locked by the process that writes it, as long as that lives
    journals/NAME/base-N.segdesk the document that the steps start from, and the snapshots there were
    journals/NAME/steps-N        the steps; see `steplog` and `deltas`
    journals/NAME.damaged/       a base and its steps of which not all could be read

Whoever ends as he should takes his journal away. What is left behind is what somebody may want back.
"""

import json
import secrets
import shutil
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from segdesk.core import fields
from segdesk.core.document import Bytes2D, Document
from segdesk.core.errors import PictureError
from segdesk.core.notes import Note, Notice
from segdesk.core.snapshots import Snapshot
from segdesk.imaging import files
from segdesk.imaging.atomic import explained, write_atomic
from segdesk.storage import deltas, project, snapshotfile
from segdesk.storage.folders import state_folder
from segdesk.storage.locks import Hold
from segdesk.storage.steplog import Record, StepLog, count_behind, read_log

ABOUT, LOCK, SNAPSHOTS = "about.json", "lock", "snapshots"
ASIDE: Final = ".damaged"
KEPT_SECONDS: Final = 30 * 24 * 3600
"""How long work that nobody wants back is kept."""
NEW_SECONDS: Final = 60
"""A folder without a lock may be about to get one for so long."""
RENEWED_BYTES: Final = 64 << 20
"""With so many bytes of steps a journal begins anew from the document as it is."""

Snapshots = tuple[Snapshot, ...]


@dataclass(frozen=True)
class About:
    """What a journal is of: the picture's name, its file and the project's, where there are such.

    stamp: when the project's file was changed last, in nanoseconds, and its bytes, as its steps begin from there.
    """

    name: str
    picture: Path | None = None
    project: Path | None = None
    stamp: tuple[int, int] | None = None


@dataclass(frozen=True)
class Recovered:
    """A document as its journal left it, what to tell about it, and how many bytes of the steps are sound.

    is_part: whether there are steps or snapshots that could not be read.
    snapshots: None where the journal says nothing of any, as those of before did not.
    """

    document: Document
    about: About
    size: int
    notes: tuple[Note, ...] = ()
    is_part: bool = False
    snapshots: Snapshots | None = None


class Offer:
    """A journal whose process is gone; it belongs to whoever has the offer, until that is released."""

    def __init__(self, folder: Path, hold: Hold, *, about: About, when: float) -> None:
        """`when`: seconds since the epoch, of the last step."""
        self.folder, self.about, self.when = folder, about, when
        self.hold = hold

    def discard(self) -> None:
        """Nobody wants it back."""
        _remove(self.folder, self.hold)

    def release(self) -> None:
        """Offer it again at the next start."""
        self.hold.release(removes=False)


class Journal:
    """Writes one document down. To be used on one thread."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or journals_folder()
        self._folder: Path | None = None
        self._hold: Hold | None = None
        self._log: StepLog | None = None
        self._written: Document | None = None
        self._snapshots: Snapshots = ()
        """Those on the disk."""
        self._lags = False
        """Whether the document last recorded did not get to the disk."""
        self._number = 0

    @property
    def size(self) -> int:
        """Bytes of the steps since the journal began anew."""
        return 0 if self._log is None else self._log.size

    def prepare(self, base: Document, about: About, had: Snapshots = ()) -> None:
        """Have what the first step starts from on the disk before it comes. Raises OutputError."""
        if self._log is None:
            self._begin(base, about, had)

    def record(
        self, base: Document, document: Document, about: About, *, had: Snapshots = (), snapshots: Snapshots = ()
    ) -> None:
        """Have a document and its snapshots on the disk when this returns.

        base, had: document and snapshots where the journal begins; the first is also where it goes on after a rest.
        Raises OutputError; the next call tries again.
        """
        self.prepare(base, about, had)
        # After a rest nobody knows any more what the steps lack.
        has_gap = self._lags and self._written is None
        if not has_gap:
            self._append(document, self._written or base, snapshots)
        if has_gap or self.size > RENEWED_BYTES:
            self._renew(document, snapshots)

    def resume(self, offer: Offer, recovered: Recovered) -> None:
        """Go on with what was recovered; steps that cannot be read are kept aside.

        Raises OutputError, and then leaves it where it is.
        """
        self.forget()
        number = _newest(offer.folder)
        with explained(offer.folder):
            log = None if recovered.is_part else StepLog(offer.folder / f"steps-{number}", recovered.size)
        self._folder, self._hold, self._number = offer.folder, offer.hold, number
        self._log, self._written, self._snapshots = log, recovered.document, recovered.snapshots or ()
        if recovered.is_part:
            self._go_on_beside(recovered.document, has_none=recovered.snapshots == ())

    def rest(self) -> None:
        """Let go of the document, which is put aside: the next record begins where this one's steps end."""
        self._written = None

    def forget(self) -> None:
        """The work is safe elsewhere, or nobody wants it."""
        folder, hold = self._folder, self._hold
        self._let_go()
        if folder is not None and hold is not None:
            _remove(folder, hold)

    @property
    def _steps(self) -> Path:
        assert self._folder is not None
        return self._folder / f"steps-{self._number}"

    def _begin(self, base: Document, about: About, had: Snapshots) -> None:
        self.forget()
        with explained(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            self._root.chmod(0o700)
            folder, hold = _new_folder(self._root)
        self._folder, self._hold, self._number = folder, hold, 1
        try:
            write_atomic(folder / ABOUT, _about_bytes(about), overwrite=True)
            self._start_log(base, had)
        except BaseException:
            self.forget()
            raise

    def _start_log(self, base: Document, snapshots: Snapshots, *, has_none: bool = False) -> None:
        """`has_none`: say that there are no snapshots; else those of the project are there still."""
        assert self._folder is not None
        project.save(base, self._folder / _base_name(self._number), snapshots=snapshots)
        with explained(self._steps):
            log = StepLog(self._steps)
            if has_none:
                log.append(Record({**deltas.difference(base, base, lambda name, content: name), SNAPSHOTS: []}))
        self._log, self._written, self._snapshots, self._lags = log, base, snapshots, False

    def _append(self, document: Document, before: Document, snapshots: Snapshots) -> None:
        assert self._log is not None
        blobs: list[bytes] = []

        def keep(_name: str, content: bytes) -> str:
            blobs.append(content)
            return str(len(blobs) - 1)

        has_others = snapshots != self._snapshots
        self._lags = before is not document or has_others
        if self._lags:
            delta = deltas.difference(before, document, keep)
            if has_others:
                delta[SNAPSHOTS] = snapshotfile.difference(self._snapshots, snapshots, document.picture, keep)
            with explained(self._steps):
                self._log.append(Record(delta, tuple(blobs)))
        self._written, self._snapshots, self._lags = document, snapshots, False

    def _go_on_beside(self, document: Document, *, has_none: bool) -> None:
        """Begin anew from the document as it is, and put the base and the steps so far aside."""
        assert self._folder is not None
        old, aside = self._number, _aside(self._folder)
        self._number += 1
        try:
            with explained(aside):
                aside.mkdir(mode=0o700, exist_ok=True)
            self._start_log(document, self._snapshots, has_none=has_none)
            with explained(aside):
                for name in (f"steps-{old}", _base_name(old)):
                    (self._folder / name).replace(aside / name)
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        """Leave all on the disk as it is."""
        if self._log is not None:
            self._log.close()
        self._folder = self._hold = self._log = self._written = None

    def _renew(self, document: Document, snapshots: Snapshots) -> None:
        """Begin anew from the document as it is, and let go of the old steps once that is on the disk."""
        assert self._folder is not None
        assert self._log is not None
        old, number = self._log, self._number
        self._number += 1
        try:
            self._start_log(document, snapshots, has_none=not snapshots)
        except BaseException:
            self._number = number
            raise
        old.close()
        for name in (f"steps-{number}", _base_name(number)):
            with suppress(OSError):
                (self._folder / name).unlink()


def journals_folder() -> Path:
    """Where journals lie."""
    return state_folder() / "journals"


def offers(root: Path | None = None) -> list[Offer]:
    """What can be had back, the newest first. Old journals and those without a step are cleared away meanwhile."""
    found: list[Offer] = []
    folder = root or journals_folder()
    for each in sorted(folder.iterdir()) if folder.is_dir() else []:
        with suppress(OSError):
            offer = _offer(each)
            if offer is not None:
                found.append(offer)
    return sorted(found, key=lambda offer: offer.when, reverse=True)


def recover(offer: Offer) -> Recovered:
    """The document of a journal as of its last sound step, for each builds on the one before.

    Raises ProjectError or PictureError where not even the document that it began with can be read.
    """
    number, name = _newest(offer.folder), offer.about.name
    base = project.load(offer.folder / _base_name(number), name, limit_megapixels=None)
    # Its file may be there no more; then it is as if it had been pasted.
    file = offer.about.picture if offer.about.picture and offer.about.picture.is_file() else None
    document, size = replace(base.document, picture=replace(base.document.picture, path=file)), 0
    row: Sequence[Snapshot | None] = base.row
    has_told = bool(base.snapshots)
    steps = offer.folder / f"steps-{number}"
    for record, end in read_log(steps):
        try:
            document, row = _step(document, row, record)
            has_told |= SNAPSHOTS in record.table
            size = end
        except (ValueError, TypeError, KeyError, IndexError, RecursionError, zlib.error):
            break
    count = _count_behind(steps, size)
    lost = [Note.of(Notice.STEPS_LOST, name=name, count=count, folder=str(_aside(offer.folder)))] if count else []
    notes = *base.notes, *lost
    snapshots = tuple(snapshot for snapshot in row if snapshot is not None) if has_told else None
    return Recovered(document, offer.about, size, notes, is_part=bool(lost or base.gaps), snapshots=snapshots)


def _count_behind(steps: Path, size: int) -> int:
    """How many steps could not be read; a file that is missing has none."""
    try:
        return count_behind(steps, size)
    except OSError:
        return 0


def _aside(folder: Path) -> Path:
    """Where what cannot be read of a journal is kept."""
    return folder.with_name(folder.name + ASIDE)


def _step(
    document: Document, row: Sequence[Snapshot | None], record: Record
) -> tuple[Document, Sequence[Snapshot | None]]:
    """Document and snapshots after a step. Raises what a record that makes no sense leads to."""
    picture = document.picture

    def content(part: object) -> bytes:
        return record.blobs[int(fields.text(part, "a part"))]

    def coverage(part: object) -> Bytes2D | None:
        try:
            found = files.decode_map(content(part), "a map", limit_megapixels=None)
        except PictureError as error:
            raise ValueError("a map cannot be read") from error
        if found.shape != picture.pixels.shape[:2]:
            raise ValueError("a map is not of the picture's size")
        return found

    after = deltas.applied(document, record.table, content=content, coverage=coverage)
    if SNAPSHOTS in record.table:
        row = snapshotfile.applied(row, record.table[SNAPSHOTS], picture, coverage)
    return after, row


def _new_folder(root: Path) -> tuple[Path, Hold]:
    """A folder of our own. Raises OSError."""
    while True:
        folder = root / f"{int(time.time())}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        hold = Hold.take(folder / LOCK)
        # Another program that starts may have taken it for one left behind, and then clears it away.
        if hold is not None:
            return folder, hold


def _offer(folder: Path) -> Offer | None:
    """What a folder has to offer, or None; one that has nothing goes. Raises OSError."""
    if folder.suffix == ASIDE:
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
        return None
    is_new = not (folder / LOCK).exists() and time.time() - folder.stat().st_mtime < NEW_SECONDS
    hold = None if is_new else Hold.take(folder / LOCK)
    if hold is None:
        return None
    number = _newest(folder)
    steps = folder / f"steps-{number}"
    is_begun = number > 1 or next(read_log(steps), None) is not None or _count_behind(steps, 0) > 0
    when = steps.stat().st_mtime if steps.is_file() else 0.0
    if not is_begun or time.time() - when > KEPT_SECONDS:
        _remove(folder, hold)
        return None
    return Offer(folder, hold, about=_about(folder), when=when)


def _newest(folder: Path) -> int:
    """The number of the latest base that got as far as its steps, for until then the one before counts; 0 for none."""
    numbers = [path.stem.removeprefix("base-") for path in folder.glob("base-*.segdesk")]
    begun = (int(number) for number in numbers if number.isdecimal() and (folder / f"steps-{number}").is_file())
    return max(begun, default=0)


def _base_name(number: int) -> str:
    return f"base-{number}.segdesk"


def _about_bytes(about: About) -> bytes:
    paths = {"picture": about.picture, "project": about.project}
    table = {"name": about.name, **{key: None if path is None else str(path) for key, path in paths.items()}}
    return json.dumps({**table, "stamp": about.stamp}).encode("ascii")


def _about(folder: Path) -> About:
    """What a journal says it is of; the work counts, also where that cannot be read."""
    try:
        table = fields.table(json.loads((folder / ABOUT).read_bytes()), "a journal")
        named = {key: Path(path) for key in ("picture", "project") if isinstance(path := table.get(key), str)}
        about = About(fields.text(table.get("name"), "a name"), named.get("picture"), named.get("project"))
        if table.get("stamp") is None:
            return about
        changed, size = (fields.count(part, "a stamp") for part in fields.items(table["stamp"], "a stamp"))
        return replace(about, stamp=(changed, size))
    except (OSError, ValueError, RecursionError):
        return About("")


def _remove(folder: Path, hold: Hold) -> None:
    """The lock goes last, so that nobody takes what is half gone for an offer."""
    for path in list(folder.glob("*")):
        if path.name != LOCK:
            with suppress(OSError):
                path.unlink()
    hold.release(removes=True)
    shutil.rmtree(folder, ignore_errors=True)
