"""What exports hold of a document, and whether that is all that was made of it."""

from segdesk.core.document import Document, EdgeSettings, MaskSource, Subject
from segdesk.core.prompts import Stroke
from segdesk.core.retouch import RetouchStroke

Made = tuple[MaskSource | None, EdgeSettings, tuple[Stroke, ...], tuple[RetouchStroke, ...]]
"""Where a subject's mask came from, how its edge was finished, where the hair brush was and what was painted."""
Exported = dict[int, Made]
"""Key of a subject -> what was last exported of it. An export that ends after the picture was put aside adds to it."""


def has_all_of(document: Document, record: Exported) -> bool:
    """Whether exports hold what was made of a document here, if anything was."""
    made = ((subject.key, made_of(subject)) for subject in document.subjects)
    return all(own is None or not _is_own(own) or own == record.get(key) for key, own in made)


def has_own(document: Document) -> bool:
    """Whether anything was made of a document here."""
    return any(own is not None and _is_own(own) for own in map(made_of, document.subjects))


def made_of(subject: Subject) -> Made | None:
    """What an export of a subject would hold."""
    source = None if subject.mask is None else subject.mask.source
    return None if subject.is_blank else (source, subject.edges, subject.hair, subject.retouch)


def _is_own(made: Made) -> bool:
    """Whether any of it was done here rather than found in the file."""
    source, *rest = made
    return source is None or not source.prompts.is_empty or rest != [EdgeSettings(), (), ()]
