"""The work as it was at one moment, kept under a name whatever becomes of the steps, and the edits that lead back.

A document's masks are as large as its picture; here they are packed, and a snapshot weighs about what a step does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from segdesk.core.document import Document, Mask, Picture, Subject
from segdesk.core.edits import (
    AddHair,
    AddRetouch,
    Edit,
    RemoveHair,
    RemoveRetouch,
    SetEdges,
    SetPrompts,
    apply,
    edit_bytes,
)
from segdesk.core.maskedits import SetMask, mask_edit, remasking_edit, unmask_edit
from segdesk.core.subjectedits import Activate, AddSubject, MoveSubject, RemoveSubject, SetTraits


@dataclass(frozen=True)
class Snapshot:
    """Subjects without their masks, in their order, the masks packed, and the key of the one that was worked on."""

    name: str
    subjects: tuple[Subject, ...]
    masks: tuple[SetMask, ...]
    active: int

    @classmethod
    def of(cls, document: Document, name: str) -> "Snapshot":
        """What there is now."""
        bare = tuple(replace(subject, mask=None) for subject in document.subjects)
        masks = (remasking_edit(document, each.key) for each in document.subjects if each.mask is not None)
        return cls(name, bare, tuple(masks), document.active)

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        return sum(edit_bytes(AddSubject(subject, 0)) for subject in self.subjects) + sum(map(edit_bytes, self.masks))

    def document_on(self, picture: Picture) -> Document:
        """The whole of it again, masks and all."""
        document = Document(picture, self.subjects, self.active)
        for edit in self.masks:
            document, _ = apply(document, edit)
        return document

    def edits_from(self, document: Document) -> tuple[Edit, ...]:
        """What turns a document of the same picture into what it was then; nothing where that is what it is."""
        wanted, packed = {each.key: each for each in self.subjects}, {mask.subject: mask for mask in self.masks}
        edits: list[Edit] = []
        places = count(len(document.subjects))
        for key, subject in wanted.items():
            if document.has(key):
                edits += _changes(document, subject, packed.get(key))
            else:
                edits.append(AddSubject(subject, next(places), packed.get(key)))
        if document.active != self.active:
            edits.append(Activate(self.active))
        edits += [RemoveSubject(each.key) for each in document.subjects if each.key not in wanted]
        return (*edits, *self._moves(document))

    def _moves(self, document: Document) -> Iterator[MoveSubject]:
        """What brings the subjects into their order, once they are the right ones."""
        keys = [each.key for each in self.subjects]
        standing = [each.key for each in document.subjects if each.key in keys]
        standing += [key for key in keys if key not in standing]
        for place, key in enumerate(keys):
            if standing[place] != key:
                standing.insert(place, standing.pop(standing.index(key)))
                yield MoveSubject(key, place)


def _changes(document: Document, wanted: Subject, packed: SetMask | None) -> Iterator[Edit]:
    """What makes a subject that is there the one that is wanted."""
    key, now = wanted.key, document.subject_of(wanted.key)
    if now.traits != wanted.traits:
        yield SetTraits(key, wanted.traits)
    if now.prompts != wanted.prompts:
        yield SetPrompts(key, wanted.prompts)
    if now.edges != wanted.edges:
        yield SetEdges(key, wanted.edges)
    same = _common(now.hair, wanted.hair)
    yield from (RemoveHair(key, at) for at in reversed(range(same, len(now.hair))))
    yield from (AddHair(key, stroke) for stroke in wanted.hair[same:])
    same = _common(now.retouch, wanted.retouch)
    yield from (RemoveRetouch(key, at) for at in reversed(range(same, len(now.retouch))))
    yield from (AddRetouch(key, stroke) for stroke in wanted.retouch[same:])
    yield from _remasking(document, now.mask, key, packed)


def _remasking(document: Document, now: Mask | None, key: int, packed: SetMask | None) -> Iterator[SetMask]:
    if packed is None or packed.source is None:
        if now is not None:
            yield unmask_edit(document, key)
        return
    size = document.picture.size
    coverage = packed.patch.onto(np.zeros((size.height, size.width), np.uint8))
    if now is None or now != Mask(coverage, packed.source):
        yield mask_edit(document, key, coverage=coverage, source=packed.source)


def _common(one: tuple[object, ...], other: tuple[object, ...]) -> int:
    """How many of the first are the same in both."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
