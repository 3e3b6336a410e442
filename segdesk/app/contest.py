"""What engines make of the same prompts, and how their answers compare with the mask there is.

Everything here but `asked` takes its time with a large picture, and so belongs on a lane.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from segdesk.app.board import image_of
from segdesk.app.pyramid import Pyramid
from segdesk.app.road import Answered
from segdesk.core.document import INSIDE, Document, Subject
from segdesk.core.edits import Edit, SetPrompts
from segdesk.core.maskedits import rebased
from segdesk.core.notes import Note
from segdesk.core.prompts import Prompts


@dataclass(frozen=True, eq=False)
class Entry:
    """One engine's answer.

    on:      the document its edits are for.
    edits:   what makes the answer the active subject's mask there.
    share:   the part of the picture it keeps, 0..1.
    overlap: with the mask there is, intersection over union, 0..1; None without a mask.
    cutout:  what it keeps, in small.
    """

    answered: Answered
    on: Document
    edits: tuple[Edit, ...]
    share: float
    overlap: float | None
    cutout: QImage

    @property
    def seconds(self) -> float:
        return self.answered.seconds

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.answered.answer.notes


def asked(document: Document) -> Document:
    """The document as every engine is asked about it: with the active subject's prompts and without its mask.

    An engine that began at another one's mask would be judged by that one's. Where nothing was said the main subject
    is asked for.
    """
    subject = document.subject
    prompts = Prompts(auto=True) if subject.prompts.is_empty else subject.prompts
    return document.with_subject(document.active, replace(subject, prompts=prompts, mask=None))


def enter(answered: Answered, document: Document, levels: Pyramid, *, side: int) -> Entry:
    """Measure an answer against a document that was `asked`; `levels` are its picture's.

    side: device pixels that the cutout's longer side is shown at.
    """
    mine, subject = answered.answer.applied[0].subject, document.subject
    assert answered.levels is not None
    share, overlap = _counted(_inside(mine), None if subject.mask is None else _inside(subject))
    cutout = _cutout(levels, answered.levels, mine, side)
    return Entry(answered, document, taking(answered, document), share, overlap, cutout)


def taking(answered: Answered, document: Document) -> tuple[Edit, ...]:
    """The edits that make an answer the active subject's mask, and its prompts where others were asked."""
    base, asked_for = answered.answer.base, answered.answer.base.subject.prompts
    masking = rebased(answered.answer.edit, before=base, after=document)
    return (masking,) if asked_for == document.subject.prompts else (SetPrompts(document.active, asked_for), masking)


def _inside(subject: Subject) -> NDArray[np.bool_]:
    """What the subject's mask keeps, as it is to be seen."""
    assert subject.mask is not None
    coverage = subject.mask.coverage
    return coverage < INSIDE if subject.edges.invert else coverage >= INSIDE


def _counted(own: NDArray[np.bool_], other: NDArray[np.bool_] | None) -> tuple[float, float | None]:
    """The share of the picture that is inside, and the overlap with the other mask; two empty ones are the same."""
    share = float(np.count_nonzero(own) / max(own.size, 1))
    if other is None:
        return share, None
    common, either = (int(np.count_nonzero(together)) for together in (own & other, own | other))
    return share, common / either if either else 1.0


def _cutout(picture: Pyramid, mask: Pyramid, subject: Subject, side: int) -> QImage:
    scale = min(side / max(picture.size.long_side, 1), 1.0)
    pixels, coverage = (np.asarray(levels.level_for(scale)[0], np.uint8) for levels in (picture, mask))
    alpha = 255 - coverage if subject.edges.invert else coverage
    return image_of(np.dstack([pixels, alpha]))
