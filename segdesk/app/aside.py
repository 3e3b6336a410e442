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
        return self.history.size + sum(array.nbytes for array in arrays if array is not None)


@dataclass(frozen=True, eq=False)
class Folded:
    """Work without the picture's pixels, which are decoded again from its file, its masks packed.

    masks: the edits that bring the subjects' masks back, in any order.
    """

    path: Path
    size: tuple[int, int]
    subjects: tuple[Subject, ...]
    active: int
    masks: tuple[SetMask, ...]
    history: History
    exported: Exported
    kept: Kept

    @property
    def name(self) -> str:
        """What the picture is called."""
        return self.path.name

    @property
    def bytes(self) -> int:
        """About how much memory it holds."""
        return self.history.size + sum(map(edit_bytes, self.masks))

    def document_on(self, picture: Picture) -> Document:
        """The document on the picture decoded again, which has the size it had."""
        document = Document(picture, self.subjects, self.active)
        for edit in self.masks:
            document, _ = apply(document, edit)
        return document


def folded(work: Work) -> Folded | None:
    """The same work in less memory; None where no file holds its picture."""
    document, path = work.document, work.document.picture.path
    if path is None:
        return None
    bare = tuple(replace(subject, mask=None) for subject in document.subjects)
    masked = [subject.key for subject in document.subjects if subject.mask is not None]
    masks = tuple(remasking_edit(document, key) for key in masked)
    return Folded(path, document.picture.size, bare, document.active, masks, work.history, work.exported, work.kept)
