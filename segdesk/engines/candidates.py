"""The local engine's proposals for the main subject: found at the first question, each worked out when asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Prompts
from segdesk.imaging import segmentation
from segdesk.imaging.looks import Onlooker
from segdesk.imaging.proposals import Proposal, is_unsure

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One proposal on the working copy, float32 HxW, 0..1, inside from 0.5 on, and what to tell about it."""

    probability: Floats
    notes: tuple[Note, ...]


class Candidates:
    """The proposals for one picture, and those of them that were asked for already."""

    def __init__(self, features: segmentation.Features, onlooker: Onlooker | None = None) -> None:
        """`onlooker` has the first word, where there is one."""
        self._features = features
        self._onlooker = onlooker
        self._proposals: list[Proposal] = []
        self._probabilities: dict[int, Floats] = {}

    def clear(self) -> None:
        """Forget the picture's proposals."""
        self._proposals.clear()
        self._probabilities.clear()

    def __len__(self) -> int:
        return len(self._known())

    def __getitem__(self, number: int) -> Candidate:
        """The proposal of this number, from 0; after the last comes the first again."""
        proposals = self._known()
        place = number % len(proposals)
        if place not in self._probabilities:
            self._probabilities[place] = segmentation.detailed(self._features, proposals[place])
        return Candidate(self._probabilities[place], _notes(proposals, place))

    def _known(self) -> list[Proposal]:
        if not self._proposals:
            found = None
            if self._onlooker is not None:
                found = segmentation.segment(self._features, Prompts(auto=True), onlooker=self._onlooker)
                self._probabilities[0] = found
            self._proposals = segmentation.candidates(self._features, found)
        return self._proposals


def _notes(proposals: list[Proposal], place: int) -> tuple[Note, ...]:
    """Which of how many it is, where there are several; doubt is told with the first, before anybody chose."""
    count = len(proposals)
    notes = (Note.of(Notice.SUBJECT_NUMBER, number=place + 1, count=count),) if count > 1 else ()
    if place == 0 and proposals[0].region.any() and is_unsure(proposals):
        notes += (Note.of(Notice.SUBJECT_UNSURE if count > 1 else Notice.SUBJECT_DOUBTED),)
    return notes
