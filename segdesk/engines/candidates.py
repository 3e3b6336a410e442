"""The local engine's proposals for the main subject: found at the first question, each worked out when asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segdesk.core.notes import Note, Notice
from segdesk.imaging import segmentation
from segdesk.imaging.looks import Onlooker
from segdesk.imaging.proposals import Choice

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One proposal on the working copy, float32 HxW, 0..1, inside from 0.5 on, notes on it, and its sureness, 0..1."""

    probability: Floats
    notes: tuple[Note, ...]
    sureness: float


class Candidates:
    """The proposals for one picture, and those of them that were asked for already."""

    def __init__(self, features: segmentation.Features, onlooker: Onlooker | None = None) -> None:
        """`onlooker` has the first word, where there is one."""
        self._features = features
        self._onlooker = onlooker
        self._choice: Choice | None = None
        self._probabilities: dict[int, Floats] = {}

    def clear(self) -> None:
        """Forget the picture's proposals."""
        self._choice = None
        self._probabilities.clear()

    def __len__(self) -> int:
        return len(self._known().proposals)

    def __getitem__(self, number: int) -> Candidate:
        """The proposal of this number, from 0; after the last comes the first again."""
        choice = self._known()
        place = number % len(choice.proposals)
        if place not in self._probabilities:
            self._probabilities[place] = segmentation.detailed(self._features, choice.proposals[place])
        return Candidate(self._probabilities[place], _notes(choice, place), choice.proposals[place].sureness)

    def _known(self) -> Choice:
        if self._choice is None:
            self._choice = segmentation.main_subject(self._features, self._onlooker)
            self._probabilities[0] = self._choice.found
        return self._choice


def _notes(choice: Choice, place: int) -> tuple[Note, ...]:
    """Which of how many it is, where there are several; doubt is told with the first, before anybody chose."""
    count = len(choice.proposals)
    notes = (Note.of(Notice.SUBJECT_NUMBER, number=place + 1, count=count),) if count > 1 else ()
    if place == 0 and choice.proposals[0].region.any() and choice.is_unsure:
        notes += (Note.of(Notice.SUBJECT_UNSURE if count > 1 else Notice.SUBJECT_DOUBTED),)
    return notes
