"""Where a picture's work lies on the disk, and how much of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from segdesk.core.document import Document, Subject
from segdesk.core.snapshots import Snapshot

if TYPE_CHECKING:
    from segdesk.storage.autosave import Offer, Recovered

Stamp = tuple[int, int]
"""When a file was changed last, in nanoseconds, and its bytes: enough to see that somebody else wrote it."""


@dataclass(eq=False)
class Kept:
    """There is one for each picture that is open, and it goes where the picture's work goes, also while that is aside.

    project:  the project's file, if the work has one.
    subjects: what the disk holds, be it in the project or, untouched, in the picture's file; None for recovered work.
    stamp:    what the project's file was like when it was read or written last.
    journal:  what the work was recovered from.
    snapshots: what the project holds of them.
    """

    project: Path | None = None
    subjects: tuple[Subject, ...] | None = None
    stamp: Stamp | None = None
    journal: "tuple[Offer, Recovered] | None" = None
    snapshots: tuple[Snapshot, ...] = ()

    def holds(self, document: Document) -> bool:
        """Whether the disk has all that a document says."""
        return self.subjects is not None and (self.subjects is document.subjects or self.subjects == document.subjects)


def stamp_of(path: Path | None) -> Stamp | None:
    """A file's stamp; None where there is no file."""
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size)
