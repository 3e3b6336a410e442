"""Shows what clearing up a mask takes and brings, while a hand is at one of its controls: places and numbers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from segdesk.app.jobs import Lane
from segdesk.app.layers import Tint
from segdesk.app.session import Session
from segdesk.core.document import Bytes2D, EdgeSettings, Subject
from segdesk.core.geometry import Box
from segdesk.core.work import CancelToken, Report
from segdesk.imaging.spots import Spots

CONTROLS: Final = ("fill_holes", "drop_specks", "keep_largest")
LARGEST: Final = 50_000
"""Pixels of the largest hole or speck that can be cleared up."""
_RINGED: Final = 300
"""Places that are looked for one by one, at most; the largest come first."""
_PIXELS: Final = 1_600_000
"""Of the places shown, at most."""


@dataclass(frozen=True, eq=False)
class _Question:
    """Asks for a mask's parts, or for the holes that settings for parts leave in it."""

    coverage: Bytes2D
    is_holes: bool
    edges: EdgeSettings

    def is_same(self, other: "_Question") -> bool:
        return self.coverage is other.coverage and self.is_holes == other.is_holes and self.edges == other.edges

    @property
    def factor(self) -> int:
        factor = 1
        while self.coverage.size > _PIXELS * factor**2:
            factor *= 2
        return factor


@dataclass(frozen=True, eq=False)
class _Found:
    """The spots of a mask."""

    question: "_Question"
    spots: Spots


class ClearUp(QObject):
    """Finds spots on a lane of its own, once for each mask; what a slider makes of them is then said at once."""

    shown = Signal(object, str)
    """Carries a Tint and words, or None and nothing."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._key = session, ""
        self._asked: _Question | None = None
        self._found: _Found | None = None
        self._lane = Lane("clear up", self)
        self._lane.answered.connect(self._on_found)
        session.document_opened.connect(self._look)
        session.document_changed.connect(self._look)

    def point_at(self, key: str) -> None:
        """The control that a hand is at, one of CONTROLS; empty when it left."""
        if key != self._key:
            self._key = key
            self._look()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._lane.close()

    def _look(self, _changed: object = None) -> None:
        document = self._session.document
        subject = None if document is None else document.subject
        if not self._key or subject is None or subject.mask is None:
            self._lane.cancel()
            self._asked = None
            self.shown.emit(None, "")
            return
        question = _question(subject, self._key)
        if self._found is not None and self._found.question.is_same(question):
            self._show(self._found.spots, subject.edges)
        elif self._asked is None or not self._asked.is_same(question):
            self._ask(question)

    def _ask(self, question: _Question) -> None:
        self._asked, coverage, factor = question, question.coverage, question.factor

        def find(cancel: CancelToken, report: Report) -> object:
            # OpenCV is loaded with the first picture, not with the window.
            from segdesk.imaging import clearing

            if question.is_holes:
                spots = clearing.holes(coverage, question.edges, factor, cancel=cancel)
            else:
                spots = clearing.specks(coverage, factor, cancel=cancel)
            return _Found(question, spots)

        self._lane.ask(find)

    def _on_found(self, _number: int, found: object) -> None:
        if isinstance(found, _Found):
            self._found, self._asked = found, None
            self._look()

    def _show(self, spots: Spots, edges: EdgeSettings) -> None:
        """Those that are cleared up; while none are asked for, those that could be."""
        areas, others = spots.areas, len(spots.areas) - (self._key != "fill_holes")
        if self._key == "keep_largest":
            chosen = np.arange(len(areas)) > 0
            words = self.tr("Parts dropped: {count}") if edges.keep_largest else self.tr("Parts to drop: {count}")
        else:
            limit: int = getattr(edges, self._key)
            chosen = areas <= limit if limit else (areas <= LARGEST) & (np.arange(len(areas)) >= len(areas) - others)
            words = self._counted(is_on=limit > 0)
        count = int(chosen.sum())
        flags = np.concatenate(((False,), chosen))[spots.at]
        boxes = tuple(Box(left, top, right, bottom) for top, bottom, left, right in spots.boxes[chosen].tolist())
        tint = Tint(flags, boxes[:_RINGED], comes=self._key == "fill_holes", factor=spots.factor)
        self.shown.emit(tint, words.format(count=count, all=max(others, count)))

    def _counted(self, *, is_on: bool) -> str:
        if self._key == "fill_holes":
            return self.tr("Holes filled: {count} of {all}") if is_on else self.tr("Holes to fill: {count}")
        return self.tr("Specks dropped: {count} of {all}") if is_on else self.tr("Specks to drop: {count}")


def _question(subject: Subject, key: str) -> _Question:
    """What the control needs to know of a subject that has a mask."""
    assert subject.mask is not None
    edges, is_holes = subject.edges, key == "fill_holes"
    relevant = EdgeSettings()
    if is_holes:
        # Parts are there whatever is set; holes depend on what becomes of parts.
        relevant = EdgeSettings(drop_specks=edges.drop_specks, keep_largest=edges.keep_largest)
    return _Question(subject.mask.coverage, is_holes, relevant)
