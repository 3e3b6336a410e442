"""Which subjects have edges to be finished, and when two of them come to the same."""

from dataclasses import replace

import numpy as np

from segdesk.app.pyramid import Pyramid
from segdesk.core.document import AS_MASKED, Mask, MaskSource, Subject
from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts


class Finishable:
    """Holds the mask of nothing that paint without a mask is laid on."""

    def __init__(self) -> None:
        self._blank: tuple[Mask, Pyramid] | None = None

    @property
    def levels(self) -> Pyramid | None:
        """What the mask of nothing is painted from, once it was needed."""
        return None if self._blank is None else self._blank[1]

    def wanted(self, subject: Subject, size: Size) -> Subject | None:
        """The subject as its edges are to be finished; None where its mask, or nothing, is all there is to be seen."""
        if not subject.traits.is_visible:
            return None
        if subject.mask is None and subject.retouch:
            return replace(subject, mask=self._empty(size), edges=AS_MASKED)
        has_more = bool(subject.retouch) or subject.edges != AS_MASKED
        return subject if subject.mask is not None and has_more else None

    def _empty(self, size: Size) -> Mask:
        """The mask of nothing, the same one as long as the size is."""
        shape = (size.height, size.width)
        if self._blank is None or self._blank[0].coverage.shape != shape:
            mask = Mask(np.zeros(shape, np.uint8), MaskSource("", Prompts()))
            self._blank = mask, Pyramid.of(mask.coverage)
        return self._blank[0]


def looks_same(one: Subject, other: Subject) -> bool:
    """Whether two states of a subject have the same finished edges."""
    same_mask = one.mask is other.mask and one.hair == other.hair
    return same_mask and one.edges == other.edges and one.retouch == other.retouch
