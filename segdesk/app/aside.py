"""A picture's work as one value, to be put aside while others are worked on, and folded to a fraction of its memory."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from segdesk.app.exported import Exported
from segdesk.app.kept import Kept
from segdesk.core.document import Document, Picture, Subject
from segdesk.core.edits import apply, edit_bytes
from segdesk.core.history import History
from segdesk.core.maskedits import SetMask, remasking_edit


@dataclass(frozen=True, eq=False)
class Work:
    """What was made of a picture: the document, its steps, what exports hold of it and where else it lies.

    The history is the session's own; nobody but the session that takes it up again changes it.
    """

    document: Document
    history: History
    exported: Exported
    kept: Kept = field(default_factory=Kept)

    @property
    def name(self) -> str:
        """What the picture is called."""
        return self.document.picture.name

    @property
    def bytes(self) -> int:
        """About how much memory it holds."""
        picture = self.document.picture
        arrays = [picture.pixels, picture.alpha, picture.native]
        arrays += [subject.mask.coverage for subject in self.document.subjects if subject.mask is not None]
        return self.history.size + len(picture.original) + sum(array.nbytes for array in arrays if array is not None)


@dataclass(frozen=True, eq=False)
class Folded:
    """Work without the picture's pixels, which are decoded again from its file's bytes, and with its masks packed.

    original: those bytes; the file itself may be changed or gone meanwhile.
    masks:    the edits that bring the subjects' masks back, in any order.
    """

    original: bytes
    path: Path | None
    name: str
    subjects: tuple[Subject, ...]
    active: int
    masks: tuple[SetMask, ...]
    history: History
    exported: Exported
    kept: Kept

    @property
    def bytes(self) -> int:
        """About how much memory it holds."""
        return self.history.size + len(self.original) + sum(map(edit_bytes, self.masks))

    def document_on(self, picture: Picture) -> Document:
        """The document on the picture decoded again."""
        document = Document(replace(picture, path=self.path, name=self.name), self.subjects, self.active)
        for edit in self.masks:
            document, _ = apply(document, edit)
        return document


def folded(work: Work) -> Folded | None:
    """The same work in less memory; None where the picture's pixels were never in a file."""
    document, picture = work.document, work.document.picture
    if not picture.original:
        return None
    return Folded(
        picture.original,
        picture.path,
        picture.name,
        tuple(replace(subject, mask=None) for subject in document.subjects),
        document.active,
        tuple(remasking_edit(document, subject.key) for subject in document.subjects if subject.mask is not None),
        work.history,
        work.exported,
        work.kept,
    )
