"""A hand that does anything a designer may do to a document, by chance, and as often takes it back."""

import random
from collections.abc import Callable
from dataclasses import replace

from segdesk.app.session import Session
from segdesk.core.document import Document, EdgeMode
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Region, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import AddSubject, RemoveSubject, new_subject

SIZE = Size(6000, 4000)
_SUBJECTS = 3
"""There are never more; each has a mask of the picture's size."""
_PROMPTS = 40
"""So many of one subject, and all is cleared."""


def stroke(dice: random.Random, size: Size = SIZE) -> Stroke:
    """A short stroke somewhere in a picture of this size."""
    at = _place(dice, size)
    end = Point(at.x + size.long_side / 20, at.y + size.long_side / 50)
    return Stroke(dice.choice(list(Polarity)), size.long_side / 100, (at, end))


class Hand:
    """Acts on a session's document."""

    def __init__(self, session: Session, dice: random.Random, size: Size = SIZE) -> None:
        self._session, self._dice, self._size = session, dice, size
        self._acts: tuple[Callable[[Document], object], ...] = (
            lambda _: session.add(stroke(dice, size)),
            lambda _: session.add(BoxPrompt(_box(dice, size))),
            lambda _: session.add(self._region()),
            lambda _: session.brush_hair(HairStroke.of(stroke(dice, size), is_sure=False)),
            lambda _: session.retouch(RetouchStroke(Polarity.REMOVE, 40, stroke(dice, size).points, hardness=0.7)),
            self._set_edges,
            self._delete,
            self._flip,
            self._add_subject,
            self._remove_subject,
        )

    def act(self) -> None:
        """Do one thing; two of five times it is to undo or redo."""
        document = self._session.document
        assert document is not None
        chance = self._dice.random()
        subject = document.subject
        if len((*subject.prompts.strokes, *subject.prompts.boxes, *subject.hair, *subject.retouch)) > _PROMPTS:
            self._session.clear()
        elif chance < 0.25:
            self._session.undo()
        elif chance < 0.4:
            self._session.redo()
        else:
            self._dice.choice(self._acts)(document)

    def rest(self) -> None:
        """Leave one subject with nothing said of it, so that what is weighed then can be compared."""
        document = self._session.document
        assert document is not None
        others = [RemoveSubject(subject.key) for subject in document.subjects if subject.key != document.active]
        if others:
            self._session.perform("remove", *others)
        self._session.clear()

    def _region(self) -> Region:
        return Region(self._dice.choice(list(Polarity)), tuple(_place(self._dice, self._size) for _ in range(5)))

    def _set_edges(self, document: Document) -> None:
        edges, dice = document.subject.edges, self._dice
        changed = dice.choice(
            (
                {"shift": dice.uniform(-4, 4)},
                {"feather": dice.uniform(0, 4)},
                {"contrast": dice.random()},
                {"mode": dice.choice(list(EdgeMode))},
            )
        )
        self._session.set_edges(replace(edges, **changed), "edges")

    def _delete(self, document: Document) -> None:
        prompts = document.subject.prompts
        if said := (*prompts.strokes, *prompts.boxes):
            self._session.delete(self._dice.choice(said))

    def _flip(self, document: Document) -> None:
        if strokes := document.subject.prompts.strokes:
            chosen = self._dice.choice(strokes)
            self._session.replace(chosen, chosen.flipped, "flip")

    def _add_subject(self, document: Document) -> None:
        if len(document.subjects) < _SUBJECTS:
            self._session.perform("add", AddSubject(new_subject(document), 0))

    def _remove_subject(self, document: Document) -> None:
        others = [subject.key for subject in document.subjects if subject.key != document.active]
        if others:
            self._session.perform("remove", RemoveSubject(self._dice.choice(others)))


def _place(dice: random.Random, size: Size) -> Point:
    return Point(dice.uniform(0.1, 0.8) * size.width, dice.uniform(0.1, 0.8) * size.height)


def _box(dice: random.Random, size: Size) -> Box:
    return Box.spanning(_place(dice, size), _place(dice, size)).grown(4)
