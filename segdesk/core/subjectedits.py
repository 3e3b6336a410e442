"""Edits that change which subjects there are, their order and traits, and which of them is worked on."""

from dataclasses import dataclass, replace
from typing import assert_never

from segdesk.core.document import COLOURS, Colour, Document, Subject, Traits
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings
from segdesk.core.maskedits import SetMask, masked, remasking_edit


@dataclass(frozen=True)
class AddSubject:
    """A subject joins at a place, from 0; its mask, if it has one, comes packed."""

    added: Subject
    at: int
    mask: SetMask | None = None

    @property
    def subject(self) -> int:
        return self.added.key


@dataclass(frozen=True)
class RemoveSubject:
    """A subject other than the active one leaves."""

    subject: int


@dataclass(frozen=True)
class MoveSubject:
    """A subject takes another place, from 0."""

    subject: int
    to: int


@dataclass(frozen=True)
class SetTraits:
    """A subject's name, colour, visibility and lock are replaced."""

    subject: int
    traits: Traits


@dataclass(frozen=True)
class Activate:
    """Another subject is worked on."""

    subject: int


SubjectEdit = AddSubject | RemoveSubject | MoveSubject | SetTraits | Activate


def new_subject(document: Document, edges: EdgeSettings = STANDARD_EDGES) -> Subject:
    """A subject with nothing said about it yet but its edges, and with a key and a colour that no other has."""
    key = max(subject.key for subject in document.subjects) + 1
    return Subject(key=key, traits=Traits(colour=_free_colour(document)), edges=edges)


def rearranged(document: Document, edit: SubjectEdit) -> tuple[Document, SubjectEdit]:
    """The document after an edit, and the edit that takes it back.

    Raises KeyError for a subject that is not there, ValueError for one that is there already or has to stay.
    """
    match edit:
        case AddSubject():
            return _with(document, edit), RemoveSubject(edit.subject)
        case RemoveSubject():
            return _without(document, edit)
        case MoveSubject():
            at, rest = document.place_of(edit.subject), list(document.subjects)
            rest.insert(edit.to, rest.pop(at))
            return document.with_subjects(tuple(rest)), MoveSubject(edit.subject, at)
        case SetTraits():
            subject = document.subject_of(edit.subject)
            changed = replace(subject, traits=edit.traits)
            return document.with_subject(edit.subject, changed), SetTraits(edit.subject, subject.traits)
        case Activate():
            chosen = document.with_active(edit.subject)
            return replace(chosen, revision=document.revision + 1), Activate(document.active)
        case _:
            assert_never(edit)


def _with(document: Document, edit: AddSubject) -> Document:
    if document.has(edit.subject) or edit.added.mask is not None:
        raise ValueError("a subject joins once, and with its mask packed")
    before = document.subjects
    added = replace(document, subjects=(*before[: edit.at], edit.added, *before[edit.at :]))
    if edit.mask is not None:
        added = masked(added, edit.mask)[0]
    return replace(added, revision=document.revision + 1)


def _without(document: Document, edit: RemoveSubject) -> tuple[Document, AddSubject]:
    if edit.subject == document.active:
        raise ValueError("the subject being worked on has to stay")
    at, subject = document.place_of(edit.subject), document.subject_of(edit.subject)
    mask = None if subject.mask is None else remasking_edit(document, edit.subject)
    rest = (*document.subjects[:at], *document.subjects[at + 1 :])
    return document.with_subjects(rest), AddSubject(replace(subject, mask=None), at, mask)


def _free_colour(document: Document) -> Colour:
    """The first that the fewest subjects have."""
    taken = [subject.traits.colour for subject in document.subjects]
    return min(COLOURS, key=taken.count)
