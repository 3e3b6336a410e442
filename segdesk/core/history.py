"""Undo and redo: one gesture is one named step, and what is kept is bounded by bytes, not by a count.

Snapshots are kept beside the steps; a project keeps them when the steps are gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from segdesk.core.bounds import DEFAULT_BUDGET
from segdesk.core.document import Document
from segdesk.core.edits import (
    AddPrompt,
    Edit,
    RemovePrompt,
    ReplacePaint,
    ReplacePrompt,
    SetEdges,
    SetPrompts,
    apply,
    edit_bytes,
)
from segdesk.core.maskedits import SetMask, rebased
from segdesk.core.snapshots import Snapshot
from segdesk.core.subjectedits import Activate, AddSubject, RemoveSubject

Slide = SetEdges | ReplacePrompt | ReplacePaint
"""What goes on and on while a hand is at it, and is one step in the end."""


@dataclass(frozen=True)
class Step:
    """One undo unit.

    inverses: the edits that take it back, in the order they are to be applied.
    active:   the subject that was worked on after it, which is where they lead back from.
    """

    name: str
    inverses: tuple[Edit, ...]
    active: int

    @property
    def size(self) -> int:
        """About how many bytes the step holds."""
        return sum(map(edit_bytes, self.inverses))


class _Pile:
    """Steps, the last on top, and about how many bytes they hold together; that is kept, for each edit asks for it."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.size = 0

    def push(self, step: Step) -> None:
        self.steps.append(step)
        self.size += step.size

    def pop(self) -> Step:
        step = self.steps.pop()
        self.size -= step.size
        return step

    def put(self, place: int, step: Step) -> None:
        """Another step in the place of one."""
        self.size += step.size - self.steps[place].size
        self.steps[place] = step

    def drop_lowest(self) -> None:
        self.size -= self.steps.pop(0).size

    def clear(self) -> None:
        self.steps.clear()
        self.size = 0


class History:
    """The steps behind and ahead of the present document; the oldest falls off when the budget (bytes) is spent."""

    def __init__(self, budget: int = DEFAULT_BUDGET) -> None:
        self._budget = budget
        self._done, self._undone = _Pile(), _Pile()
        self._is_whole = True
        self.snapshots: tuple[Snapshot, ...] = ()
        """In the order in which they were taken."""

    def set_budget(self, budget: int) -> None:
        """Keep so many bytes from now on; the oldest steps beyond that fall off."""
        self._budget = budget
        self._trim()

    @property
    def names(self) -> tuple[str, ...]:
        """Of all steps, the oldest first, those that were undone among them."""
        return tuple(step.name for step in (*self._done.steps, *reversed(self._undone.steps)))

    @property
    def position(self) -> int:
        """How many of them have been done and not undone."""
        return len(self._done.steps)

    @property
    def is_whole(self) -> bool:
        """Whether the first step began at the picture as it was opened: none has fallen off."""
        return self._is_whole

    @property
    def undo_name(self) -> str | None:
        """The name of the step that undo would take back."""
        return self._done.steps[-1].name if self._done.steps else None

    @property
    def redo_name(self) -> str | None:
        """The name of the step that redo would bring back."""
        return self._undone.steps[-1].name if self._undone.steps else None

    @property
    def size(self) -> int:
        """About how many bytes all steps and snapshots hold."""
        return self._done.size + self._undone.size + sum(snapshot.size for snapshot in self.snapshots)

    def perform(self, document: Document, name: str, edits: Iterable[Edit]) -> Document:
        """Apply edits as one new step. What had been undone is forgotten."""
        after, inverses = _applied(document, edits)
        self._done.push(Step(name, inverses, after.active))
        self._undone.clear()
        self._trim()
        return after

    def slide(self, document: Document, name: str, edit: Slide) -> Document:
        """Apply a further move of a slider or a prompt whose first move was performed under this name, as one step.

        Where that step is gone, as when it was undone with the slider still held, a new one begins.
        """
        latest = self._done.steps[-1] if self._done.steps and not self._undone.steps else None
        if latest is None or latest.name != name or not _goes_on(latest, edit):
            return self.perform(document, name, (edit,))
        # The inverse of the first move leads back over all later ones.
        return apply(document, edit)[0]

    def join(self, document: Document, edit: SetMask, applied: tuple[Document, Edit] | None = None) -> Document:
        """Apply a mask as a consequence of the latest step that had a say in it, so that one undo takes back both.

        Whoever has applied the edit to this very document already hands in what came of it, and spares a copy of the
        mask. With no step to join (it fell off, or the document was just opened) the mask cannot be undone.
        """
        joined, inverse = applied or apply(document, edit)
        self._rebase(edit.subject, before=document, after=joined)
        for place in range(len(self._done.steps) - 1, -1, -1):
            step = self._done.steps[place]
            if any(_bears_on_mask(edit, inverse.subject) for edit in step.inverses):
                self._done.put(place, replace(step, inverses=(inverse, *step.inverses)))
                self._trim()
                break
        return joined

    def undo(self, document: Document) -> Document:
        """The document before the latest step; unchanged when there is none."""
        return _exchange(document, self._done, self._undone)

    def redo(self, document: Document) -> Document:
        """The document with the step last undone brought back; unchanged when there is none."""
        return _exchange(document, self._undone, self._done)

    def go(self, document: Document, position: int) -> Document:
        """The document as it was when so many steps had been done; as near as there are steps."""
        while self.position > position and self._done.steps:
            document = self.undo(document)
        while self.position < position and self._undone.steps:
            document = self.redo(document)
        return document

    def restore(self, document: Document, snapshot: Snapshot, name: str) -> Document:
        """The document as it was at a snapshot, as one new step; unchanged where that is what it is."""
        edits = snapshot.edits_from(document)
        return self.perform(document, name, edits) if edits else document

    def _rebase(self, subject: int, *, before: Document, after: Document) -> None:
        """Redo still leads to the masks it led to, though the one its next patch was cut from is there no more."""
        for place in range(len(self._undone.steps) - 1, -1, -1):
            step = self._undone.steps[place]
            for index, edit in enumerate(step.inverses):
                if isinstance(edit, RemoveSubject) and edit.subject == subject:
                    # Should it come back, then with a mask of its own.
                    return
                if isinstance(edit, SetMask) and edit.subject == subject:
                    edits = list(step.inverses)
                    edits[index] = rebased(edit, before=before, after=after)
                    self._undone.put(place, replace(step, inverses=tuple(edits)))
                    return

    def _trim(self) -> None:
        while len(self._done.steps) > 1 and self._done.size + self._undone.size > self._budget:
            self._done.drop_lowest()
            self._is_whole = False


def _goes_on(step: Step, edit: Slide) -> bool:
    """Whether one of the step's edits set what this one sets."""
    return any(_aim(inverse) == _aim(edit) for inverse in step.inverses)


def _aim(edit: Edit) -> object:
    """What an edit sets, as far as edits can go on with each other."""
    match edit:
        case SetEdges():
            return SetEdges, edit.subject
        case ReplacePrompt():
            return ReplacePrompt, edit.subject, edit.at, type(edit.prompt)
        case ReplacePaint():
            return ReplacePaint, edit.subject, edit.at, type(edit.stroke)
        case _:
            return None


def _bears_on_mask(inverse: Edit, subject: int) -> bool:
    asks = isinstance(
        inverse, AddPrompt | RemovePrompt | ReplacePrompt | SetPrompts | SetMask | AddSubject | RemoveSubject
    )
    return asks and inverse.subject == subject


def _applied(document: Document, edits: Iterable[Edit]) -> tuple[Document, tuple[Edit, ...]]:
    inverses: list[Edit] = []
    for edit in edits:
        document, inverse = apply(document, edit)
        inverses.insert(0, inverse)
    return document, tuple(inverses)


def _exchange(document: Document, source: _Pile, target: _Pile) -> Document:
    if not source.steps:
        return document
    step = source.pop()
    if document.active != step.active:
        document, _ = apply(document, Activate(step.active))
    document, inverses = _applied(document, step.inverses)
    target.push(Step(step.name, inverses, document.active))
    return document
