"""Edits of things on the picture, whatever they are: where one stands among its kind, and how it goes or changes."""

from typing import assert_never, cast

from segdesk.core.document import Document, Subject
from segdesk.core.edits import Edit, RemoveHair, RemovePrompt, RemoveRetouch, ReplacePaint, ReplacePrompt, SetPrompts
from segdesk.core.maskedits import unmask_edit
from segdesk.core.objects import Thing
from segdesk.core.prompts import BoxPrompt, HairStroke, Prompts, Region, Stroke
from segdesk.core.retouch import RetouchStroke


def kind_of(subject: Subject, thing: Thing) -> tuple[Thing, ...]:
    """All of a subject that are of a thing's kind, in order; strokes and regions are one."""
    match thing:
        case HairStroke():
            return subject.hair
        case Stroke() | Region() | BoxPrompt():
            return cast(tuple[Thing, ...], subject.prompts.like(thing))
        case RetouchStroke():
            return subject.retouch
        case _:
            assert_never(thing)


def place_of(subject: Subject, thing: Thing) -> int:
    """Where among its kind the last thing equal to this stands. Raises ValueError when there is none."""
    kind = kind_of(subject, thing)
    return len(kind) - 1 - kind[::-1].index(thing)


def clearing(document: Document) -> tuple[Edit, ...]:
    """The edits that take all that was said, the mask and what was painted away from the subject in hand."""
    subject, key = document.subject, document.active
    bald = (RemoveHair(key, at) for at in reversed(range(len(subject.hair))))
    bare = (RemoveRetouch(key, at) for at in reversed(range(len(subject.retouch))))
    return SetPrompts(key, Prompts()), unmask_edit(document, key), *bald, *bare


def removal(subject: Subject, thing: Thing) -> Edit:
    """The edit that takes a thing away. Raises ValueError for one that is not there."""
    at = place_of(subject, thing)
    match thing:
        case HairStroke():
            return RemoveHair(subject.key, at)
        case RetouchStroke():
            return RemoveRetouch(subject.key, at)
        case _:
            return RemovePrompt(subject.key, thing)


def replacement(subject: Subject, thing: Thing, by: Thing) -> ReplacePrompt | ReplacePaint:
    """The edit that puts another thing of its kind in a thing's place. Raises ValueError for one that is not there."""
    at = place_of(subject, thing)
    match by:
        case HairStroke() | RetouchStroke():
            return ReplacePaint(subject.key, at, by)
        case _:
            return ReplacePrompt(subject.key, at, by)
