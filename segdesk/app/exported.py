"""What exports hold of a document, and whether that is all that was made of it."""

import numpy as np

from segdesk.core.document import FILE_ENGINE, Document, Mask, MaskSource, Picture, Subject
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings
from segdesk.core.prompts import Stroke
from segdesk.core.retouch import RetouchStroke

Made = tuple[MaskSource | Mask | None, EdgeSettings, tuple[Stroke, ...], tuple[RetouchStroke, ...]]
"""Where a subject's mask came from, or the mask itself where that was a file, how its edge was finished, where the hair
brush was and what was painted."""
Exported = dict[int, Made]
"""Key of a subject -> what was last exported of it. An export that ends after the picture was put aside adds to it."""


def has_all_of(document: Document, record: Exported) -> bool:
    """Whether exports hold what was made of a document here, if anything was."""
    own = [subject for subject in document.subjects if _is_own(subject, document.picture)]
    return all(made_of(subject) == record.get(subject.key) for subject in own)


def has_own(document: Document) -> bool:
    """Whether anything was made of a document here."""
    return any(_is_own(subject, document.picture) for subject in document.subjects)


def made_of(subject: Subject) -> Made | None:
    """What an export of a subject would hold."""
    mask = subject.mask
    source = mask if mask is None or mask.source.engine == FILE_ENGINE else mask.source
    return None if subject.is_blank else (source, subject.edges, subject.hair, subject.retouch)


def _is_own(subject: Subject, picture: Picture) -> bool:
    """Whether any of it was done here rather than found in the picture's file."""
    if subject.is_blank:
        return False
    mask, is_bare = subject.mask, not (subject.hair or subject.retouch) and subject.edges == STANDARD_EDGES
    return not (is_bare and mask is not None and mask.source.prompts.is_empty and _is_found(mask, picture))


def _is_found(mask: Mask, picture: Picture) -> bool:
    return picture.alpha is not None and (
        mask.coverage is picture.alpha or np.array_equal(mask.coverage, picture.alpha)
    )
