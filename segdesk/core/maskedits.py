"""Edits that change a subject's mask. Each carries the changed rectangle only, compressed.

A 24-megapixel mask is 24 MB, a stroke's patch some kilobytes.
"""

import zlib
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Document, Mask, MaskSource

_COMPARED_AT_ONCE = 1 << 18
"""Pixels, which stay in the processor's cache."""


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
        # Masks are runs; to look for nothing else is as quick and leaves a third less than zlib's own way.
        runs = zlib.compressobj(1, strategy=zlib.Z_RLE)
        return cls(rows, columns, runs.compress(part.data) + runs.flush())

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


class Combination(Enum):
    """What becomes of a subject's mask with another one; the value is the engine that such a mask is said to be of."""

    UNION = "union"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"
    EXCLUDE = "exclude"


@dataclass(frozen=True)
class SetMask:
    """A subject's mask changes by a patch (on nothing where it had none); without a source it ends with no mask."""

    subject: int
    patch: Patch
    source: MaskSource | None


def mask_edit(document: Document, subject: int, *, coverage: Bytes2D, source: MaskSource) -> SetMask:
    """The edit that gives a subject this coverage (uint8 HxW at the picture's size)."""
    return SetMask(subject, Patch.between(_coverage(document, subject), coverage), source)


def unmask_edit(document: Document, subject: int) -> SetMask:
    """The edit that takes a subject's mask away."""
    coverage = _coverage(document, subject)
    return SetMask(subject, Patch.between(coverage, coverage), None)


def remasking_edit(document: Document, subject: int) -> SetMask:
    """The edit that gives a subject the mask it has once more, after it was taken away."""
    coverage, mask = _coverage(document, subject), document.subject_of(subject).mask
    return SetMask(subject, Patch.between(np.zeros_like(coverage), coverage), None if mask is None else mask.source)


def rebased(edit: SetMask, *, before: Document, after: Document) -> SetMask:
    """The edit that leads from `after` to the mask that `edit` leads to from `before`."""
    if edit.source is None:
        return edit
    coverage = edit.patch.onto(_coverage(before, edit.subject))
    return mask_edit(after, edit.subject, coverage=coverage, source=edit.source)


def combining_edit(document: Document, subject: int, *, other: int, how: Combination) -> SetMask:
    """The edit that combines a subject's mask with another subject's, as both are to be seen.

    What was said about the subject so far stays and is settled. Raises ValueError where either has no mask.
    """
    own, foreign = document.subject_of(subject), document.subject_of(other)
    if own.mask is None or foreign.mask is None:
        raise ValueError("only masks can be combined")
    mine, theirs = _seen(own.mask.coverage, own.edges.invert), _seen(foreign.mask.coverage, foreign.edges.invert)
    coverage = _seen(_combined(mine, theirs, how), own.edges.invert)
    is_soft = own.mask.source.is_soft and foreign.mask.source.is_soft
    source = MaskSource(how.value, own.prompts, is_soft=is_soft, settled=own.prompts)
    return mask_edit(document, subject, coverage=coverage, source=source)


def masked(document: Document, edit: SetMask) -> tuple[Document, SetMask]:
    """The document after an edit of a mask, and the edit that takes it back."""
    subject = document.subject_of(edit.subject)
    before = _coverage(document, edit.subject)
    if edit.source is None:
        # Whatever the patch covers, nothing is left: the way back has to bring all of it.
        return document.with_subject(edit.subject, replace(subject, mask=None)), remasking_edit(document, edit.subject)
    source = None if subject.mask is None else subject.mask.source
    changed = replace(subject, mask=Mask(edit.patch.onto(before), edit.source))
    return document.with_subject(edit.subject, changed), SetMask(edit.subject, edit.patch.lifted(before), source)


def _coverage(document: Document, subject: int) -> Bytes2D:
    mask = document.subject_of(subject).mask
    size = document.picture.size
    return np.zeros((size.height, size.width), np.uint8) if mask is None else mask.coverage


def _combined(own: Bytes2D, other: Bytes2D, how: Combination) -> Bytes2D:
    """Soft edges stay soft, and a pixel is inside exactly where the same of two hard masks would be."""
    match how:
        case Combination.UNION:
            return np.maximum(own, other)
        case Combination.SUBTRACT:
            return np.minimum(own, 255 - other)
        case Combination.INTERSECT:
            return np.minimum(own, other)
        case Combination.EXCLUDE:
            return np.maximum(np.minimum(own, 255 - other), np.minimum(255 - own, other))
        case _:
            assert_never(how)


def _seen(coverage: Bytes2D, is_inverted: bool) -> Bytes2D:
    return 255 - coverage if is_inverted else coverage


def _difference(before: Bytes2D, after: Bytes2D) -> tuple[tuple[int, int], tuple[int, int]]:
    """Half-open row and column range of all differences; two empty ranges when there are none."""
    height, width = before.shape
    rows, columns = np.zeros(height, np.bool_), np.zeros(width, np.bool_)
    # Many rows at once, for that is done without Python's lock, which a loop over single rows keeps from the pen.
    step = max(1, _COMPARED_AT_ONCE // max(width, 1))
    for top in range(0, 0 if before is after else height, step):
        differs = before[top : top + step] != after[top : top + step]
        if differs.any():
            rows[top : top + step] = differs.any(axis=1)
            columns |= differs.any(axis=0)
    return _span(rows), _span(columns)


def _span(flags: NDArray[np.bool_]) -> tuple[int, int]:
    places = np.flatnonzero(flags)
    return (int(places[0]), int(places[-1]) + 1) if places.size else (0, 0)
