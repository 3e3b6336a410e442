"""Every change a document can undergo, each with its inverse; `apply` is the only door.

Here are the edits of what is said about a subject; those of masks and of the subjects' order have modules of their own.
"""

from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from segdesk.core.document import Document, EdgeSettings, Subject
from segdesk.core.maskedits import SetMask, masked
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, HairStroke, Mark, Prompt, Prompts, Region, ScribbleMap, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import (
    Activate,
    AddSubject,
    MoveSubject,
    RemoveSubject,
    SetTraits,
    SubjectEdit,
    rearranged,
)

T = TypeVar("T")
_POINT_BYTES = 112
"""A tuple of two Python floats."""
_RADIUS_BYTES = 32


@dataclass(frozen=True)
class AddPrompt:
    """A prompt joins a subject, last of its kind or at a position."""

    subject: int
    prompt: Prompt
    at: int | None = None


@dataclass(frozen=True)
class RemovePrompt:
    """A prompt leaves a subject."""

    subject: int
    prompt: Prompt


@dataclass(frozen=True)
class ReplacePrompt:
    """The prompt at a position among its kind gives way to another of that kind."""

    subject: int
    at: int
    prompt: Prompt


@dataclass(frozen=True)
class SetPrompts:
    """All prompts of a subject are replaced."""

    subject: int
    prompts: Prompts


@dataclass(frozen=True)
class SetEdges:
    """A subject's edge settings are replaced."""

    subject: int
    edges: EdgeSettings


@dataclass(frozen=True)
class AddHair:
    """A stroke of the hair brush joins a subject, last or at a position."""

    subject: int
    stroke: HairStroke
    at: int | None = None


@dataclass(frozen=True)
class RemoveHair:
    """The stroke of the hair brush at a position leaves a subject."""

    subject: int
    at: int


@dataclass(frozen=True)
class AddRetouch:
    """A stroke of the retouch brush joins a subject, last or at a position."""

    subject: int
    stroke: RetouchStroke
    at: int | None = None


@dataclass(frozen=True)
class RemoveRetouch:
    """The stroke of the retouch brush at a position leaves a subject."""

    subject: int
    at: int


@dataclass(frozen=True)
class ReplacePaint:
    """The stroke of the hair or the retouch brush at a position gives way to another of its kind."""

    subject: int
    at: int
    stroke: HairStroke | RetouchStroke


BrushEdit = AddHair | RemoveHair | AddRetouch | RemoveRetouch | ReplacePaint
ContentEdit = AddPrompt | RemovePrompt | ReplacePrompt | SetPrompts | SetEdges | BrushEdit
Edit = ContentEdit | SetMask | SubjectEdit


def apply(document: Document, edit: Edit) -> tuple[Document, Edit]:
    """The document after an edit, and the edit that takes it back.

    Raises ValueError for a prompt that is not there, IndexError for a position or brush stroke that is not, and what
    edits of subjects raise.
    """
    match edit:
        case SetMask():
            return masked(document, edit)
        case AddSubject() | RemoveSubject() | MoveSubject() | SetTraits() | Activate():
            return rearranged(document, edit)
        case _:
            changed, inverse = _changed(document.subject_of(edit.subject), edit)
            return document.with_subject(edit.subject, changed), inverse


def objection(document: Document, edit: Edit) -> Notice | None:
    """Why a person may not make this edit now, if so. Undoing, redoing and late answers may make any."""
    traits = document.subject_of(edit.subject).traits if document.has(edit.subject) else None
    match edit:
        case AddSubject() | MoveSubject() | SetTraits() | Activate():
            return None
        case _ if traits is not None and traits.is_locked:
            return Notice.SUBJECT_LOCKED
        case RemoveSubject():
            return None
        case _:
            return Notice.SUBJECT_HIDDEN if traits is not None and not traits.is_visible else None


def edit_bytes(edit: Edit) -> int:
    """About how much memory an edit holds."""
    match edit:
        case SetMask(patch=patch):
            return len(patch.packed) + 256
        case AddPrompt(prompt=prompt) | RemovePrompt(prompt=prompt) | ReplacePrompt(prompt=prompt):
            return _prompt_bytes(prompt)
        case SetPrompts(prompts=prompts):
            return _prompts_bytes(prompts)
        case AddSubject(added=added, mask=mask):
            strokes = sum(map(_stroke_bytes, (*added.hair, *added.retouch)))
            return 256 + _prompts_bytes(added.prompts) + strokes + (0 if mask is None else edit_bytes(mask))
        case AddHair(stroke=stroke) | AddRetouch(stroke=stroke) | ReplacePaint(stroke=stroke):
            return _stroke_bytes(stroke)
        case SetEdges() | RemoveHair() | RemoveRetouch():
            return 256
        case RemoveSubject() | MoveSubject() | SetTraits() | Activate():
            return 256
        case _:
            assert_never(edit)


def _changed(subject: Subject, edit: ContentEdit) -> tuple[Subject, Edit]:
    match edit:
        case AddPrompt():
            changed = replace(subject, prompts=subject.prompts.with_prompt(edit.prompt, edit.at))
            inverse: Edit = _removal(subject, changed, edit)
        case RemovePrompt():
            at = subject.prompts.position(edit.prompt)
            changed = replace(subject, prompts=subject.prompts.without(edit.prompt))
            inverse = AddPrompt(edit.subject, edit.prompt, at)
        case ReplacePrompt():
            changed = replace(subject, prompts=subject.prompts.replaced(edit.at, edit.prompt))
            inverse = ReplacePrompt(edit.subject, edit.at, subject.prompts.like(edit.prompt)[edit.at])
        case SetPrompts():
            changed = replace(subject, prompts=edit.prompts)
            inverse = SetPrompts(edit.subject, subject.prompts)
        case SetEdges():
            changed = replace(subject, edges=edit.edges)
            inverse = SetEdges(edit.subject, subject.edges)
        case AddHair() | RemoveHair() | AddRetouch() | RemoveRetouch() | ReplacePaint():
            changed, inverse = _brushed(subject, edit)
        case _:
            assert_never(edit)
    return changed, inverse


def _removal(subject: Subject, changed: Subject, edit: AddPrompt) -> Edit:
    """Taking out the last equal prompt undoes an addition, unless an equal one stands behind it."""
    if changed.prompts.without(edit.prompt) == subject.prompts:
        return RemovePrompt(edit.subject, edit.prompt)
    return SetPrompts(edit.subject, subject.prompts)


def _brushed(subject: Subject, edit: BrushEdit) -> tuple[Subject, Edit]:
    match edit:
        case AddHair():
            hair, at = _with(subject.hair, edit.stroke, edit.at)
            return replace(subject, hair=hair), RemoveHair(edit.subject, at)
        case RemoveHair():
            hair, stroke = _without(subject.hair, edit.at)
            return replace(subject, hair=hair), AddHair(edit.subject, stroke, edit.at)
        case AddRetouch():
            retouch, at = _with(subject.retouch, edit.stroke, edit.at)
            return replace(subject, retouch=retouch), RemoveRetouch(edit.subject, at)
        case RemoveRetouch():
            retouch, paint = _without(subject.retouch, edit.at)
            return replace(subject, retouch=retouch), AddRetouch(edit.subject, paint, edit.at)
        case ReplacePaint():
            return _repainted(subject, edit)


def _repainted(subject: Subject, edit: ReplacePaint) -> tuple[Subject, ReplacePaint]:
    match edit.stroke:
        case HairStroke():
            hair, before = _with_other(subject.hair, edit.stroke, edit.at)
            return replace(subject, hair=hair), ReplacePaint(edit.subject, edit.at, before)
        case RetouchStroke():
            retouch, paint = _with_other(subject.retouch, edit.stroke, edit.at)
            return replace(subject, retouch=retouch), ReplacePaint(edit.subject, edit.at, paint)


def _with(strokes: tuple[T, ...], stroke: T, at: int | None) -> tuple[tuple[T, ...], int]:
    """One stroke more, and where it came to stand."""
    place = len(strokes) if at is None else min(at, len(strokes))
    return (*strokes[:place], stroke, *strokes[place:]), place


def _without(strokes: tuple[T, ...], at: int) -> tuple[tuple[T, ...], T]:
    """One stroke less, and which it was."""
    return (*strokes[:at], *strokes[at + 1 :]), strokes[at]


def _with_other(strokes: tuple[T, ...], stroke: T, at: int) -> tuple[tuple[T, ...], T]:
    """Another stroke in the place of one, and which that was."""
    return (*strokes[:at], stroke, *strokes[at + 1 :]), strokes[at]


def _prompts_bytes(prompts: Prompts) -> int:
    return sum(map(_prompt_bytes, (*prompts.strokes, *prompts.boxes, *prompts.maps)))


def _prompt_bytes(prompt: Prompt) -> int:
    match prompt:
        case Stroke() | Region():
            return _stroke_bytes(prompt)
        case BoxPrompt():
            return 256
        case ScribbleMap(coverage=coverage):
            return coverage.nbytes


def _stroke_bytes(stroke: Mark | RetouchStroke) -> int:
    radii = () if isinstance(stroke, Region) else stroke.radii
    return 256 + _POINT_BYTES * len(stroke.points) + _RADIUS_BYTES * len(radii)
