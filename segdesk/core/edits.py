"""Every change a document can undergo, each with its inverse; `apply` is the only door.

A mask edit carries the changed rectangle only, compressed: a 24-megapixel mask is 24 MB, a stroke's patch some
kilobytes.
"""

import zlib
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Document, EdgeSettings, Mask, MaskSource, Subject
from segdesk.core.prompts import BoxPrompt, Mark, Prompt, Prompts, Region, ScribbleMap, Stroke
from segdesk.core.retouch import RetouchStroke

T = TypeVar("T")
_POINT_BYTES = 112
"""A tuple of two Python floats."""


@dataclass(frozen=True)
class Patch:
    """The bytes of a rectangle of a coverage array; `rows` and `columns` are half-open, `packed` is zlib."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    packed: bytes

    @classmethod
    def cut(cls, array: Bytes2D, rows: tuple[int, int], columns: tuple[int, int]) -> "Patch":
        """This rectangle of an array."""
        part = np.ascontiguousarray(array[slice(*rows), slice(*columns)])
        return cls(rows, columns, zlib.compress(part.data, 1))

    @classmethod
    def between(cls, before: Bytes2D, after: Bytes2D) -> "Patch":
        """What turns `before` into `after` (same shape): the smallest rectangle that holds every difference."""
        rows, columns = _difference(before, after)
        return cls.cut(after, rows, columns)

    def onto(self, array: Bytes2D) -> Bytes2D:
        """A copy of the array with the rectangle put in."""
        patched = array.copy()
        height, width = self.rows[1] - self.rows[0], self.columns[1] - self.columns[0]
        values = np.frombuffer(zlib.decompress(self.packed), np.uint8)
        patched[slice(*self.rows), slice(*self.columns)] = values.reshape(height, width)
        return patched

    def lifted(self, array: Bytes2D) -> "Patch":
        """What the array holds under this rectangle now: the patch that takes this one back."""
        return Patch.cut(array, self.rows, self.columns)


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
class SetMask:
    """A subject's mask changes by a patch (on nothing where it had none); without a source it ends with no mask."""

    subject: int
    patch: Patch
    source: MaskSource | None


@dataclass(frozen=True)
class SetEdges:
    """A subject's edge settings are replaced."""

    subject: int
    edges: EdgeSettings


@dataclass(frozen=True)
class AddHair:
    """A stroke of the hair brush joins a subject, last or at a position."""

    subject: int
    stroke: Stroke
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


Edit = (
    AddPrompt
    | RemovePrompt
    | ReplacePrompt
    | SetPrompts
    | SetMask
    | SetEdges
    | AddHair
    | RemoveHair
    | AddRetouch
    | RemoveRetouch
)


def apply(document: Document, edit: Edit) -> tuple[Document, Edit]:
    """The document after an edit, and the edit that takes it back.

    Raises ValueError for a prompt that is not there, IndexError for a position or stroke of a brush that is not.
    """
    subject = document.subjects[edit.subject]
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
        case SetMask():
            changed, inverse = _masked(document, subject, edit)
        case SetEdges():
            changed = replace(subject, edges=edit.edges)
            inverse = SetEdges(edit.subject, subject.edges)
        case AddHair() | RemoveHair() | AddRetouch() | RemoveRetouch():
            changed, inverse = _brushed(subject, edit)
        case _:
            assert_never(edit)
    return document.with_subject(edit.subject, changed), inverse


def mask_edit(document: Document, subject: int, *, coverage: Bytes2D, source: MaskSource) -> SetMask:
    """The edit that gives a subject this coverage (uint8 HxW at the picture's size)."""
    return SetMask(subject, Patch.between(_coverage(document, subject), coverage), source)


def unmask_edit(document: Document, subject: int) -> SetMask:
    """The edit that takes a subject's mask away."""
    coverage = _coverage(document, subject)
    return SetMask(subject, Patch.between(coverage, coverage), None)


def rebased(edit: SetMask, *, before: Document, after: Document) -> SetMask:
    """The edit that leads from `after` to the mask that `edit` leads to from `before`."""
    if edit.source is None:
        return edit
    coverage = edit.patch.onto(_coverage(before, edit.subject))
    return mask_edit(after, edit.subject, coverage=coverage, source=edit.source)


def edit_bytes(edit: Edit) -> int:
    """About how much memory an edit holds."""
    match edit:
        case SetMask(patch=patch):
            return len(patch.packed) + 256
        case AddPrompt(prompt=prompt) | RemovePrompt(prompt=prompt) | ReplacePrompt(prompt=prompt):
            return _prompt_bytes(prompt)
        case SetPrompts(prompts=prompts):
            return sum(map(_prompt_bytes, (*prompts.strokes, *prompts.boxes, *prompts.maps)))
        case AddHair(stroke=stroke) | AddRetouch(stroke=stroke):
            return _stroke_bytes(stroke)
        case SetEdges() | RemoveHair() | RemoveRetouch():
            return 256
        case _:
            assert_never(edit)


def _removal(subject: Subject, changed: Subject, edit: AddPrompt) -> Edit:
    """Taking out the last equal prompt undoes an addition, unless an equal one stands behind it."""
    if changed.prompts.without(edit.prompt) == subject.prompts:
        return RemovePrompt(edit.subject, edit.prompt)
    return SetPrompts(edit.subject, subject.prompts)


def _brushed(subject: Subject, edit: AddHair | RemoveHair | AddRetouch | RemoveRetouch) -> tuple[Subject, Edit]:
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


def _with(strokes: tuple[T, ...], stroke: T, at: int | None) -> tuple[tuple[T, ...], int]:
    """One stroke more, and where it came to stand."""
    place = len(strokes) if at is None else min(at, len(strokes))
    return (*strokes[:place], stroke, *strokes[place:]), place


def _without(strokes: tuple[T, ...], at: int) -> tuple[tuple[T, ...], T]:
    """One stroke less, and which it was."""
    return (*strokes[:at], *strokes[at + 1 :]), strokes[at]


def _masked(document: Document, subject: Subject, edit: SetMask) -> tuple[Subject, SetMask]:
    before = _coverage(document, edit.subject)
    source = None if subject.mask is None else subject.mask.source
    if edit.source is None:
        # Whatever the patch covers, nothing is left: the way back has to bring all of it.
        return replace(subject, mask=None), SetMask(edit.subject, Patch.between(np.zeros_like(before), before), source)
    inverse = SetMask(edit.subject, edit.patch.lifted(before), source)
    return replace(subject, mask=Mask(edit.patch.onto(before), edit.source)), inverse


def _coverage(document: Document, subject: int) -> Bytes2D:
    mask = document.subjects[subject].mask
    size = document.picture.size
    return np.zeros((size.height, size.width), np.uint8) if mask is None else mask.coverage


def _difference(before: Bytes2D, after: Bytes2D) -> tuple[tuple[int, int], tuple[int, int]]:
    """Half-open row and column range of all differences; two empty ranges when there are none."""
    rows = _span(np.array([not np.array_equal(one, other) for one, other in zip(before, after, strict=True)], np.bool_))
    changed = np.zeros(before.shape[1], np.bool_)
    step = max(1, (1 << 20) // max(before.shape[1], 1))
    for top in range(rows[0], rows[1], step):
        part = slice(top, min(top + step, rows[1]))
        changed |= (before[part] != after[part]).any(axis=0)
    return rows, _span(changed)


def _span(flags: NDArray[np.bool_]) -> tuple[int, int]:
    places = np.flatnonzero(flags)
    return (int(places[0]), int(places[-1]) + 1) if places.size else (0, 0)


def _prompt_bytes(prompt: Prompt) -> int:
    match prompt:
        case Stroke() | Region():
            return _stroke_bytes(prompt)
        case BoxPrompt():
            return 256
        case ScribbleMap(coverage=coverage):
            return coverage.nbytes


def _stroke_bytes(stroke: Mark | RetouchStroke) -> int:
    return 256 + _POINT_BYTES * len(stroke.points)
