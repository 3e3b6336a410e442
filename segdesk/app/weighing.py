"""Says what the export would be like, as soon as the hand rests: its size, about how many bytes, a thumbnail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never
from weakref import ref

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from segdesk.app import wayout
from segdesk.app.finishing import Finishing
from segdesk.app.jobs import Lane
from segdesk.app.layers import Layer
from segdesk.app.session import Session
from segdesk.core.document import Document, Subject, Which
from segdesk.core.errors import SegDeskError
from segdesk.core.exporting import Recipe
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken, Report

REST_SECONDS = 0.4
THUMBNAIL_SIDE = 128
"""Pixels: twice what is shown, for dense screens."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What is to be weighed; `finished` is the active subject's at full size, where that is there already."""

    document: Document
    recipe: Recipe
    which: Which
    finished: Layer | None = None


class Weighing(QObject):
    """Weighs on a lane of its own; only the newest answer counts."""

    weighed = Signal(object)
    """Carries a `Weighed`, or None where there is nothing to export."""
    refused = Signal(object)
    """Carries the SegDeskError that an export would end with."""

    def __init__(self, session: Session, finishing: Finishing, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._finishing = session, finishing
        self._recipe, self._which = Recipe(), Which.ACTIVE
        self._measured: tuple[ref[Document], Recipe, Which, int] | None = None
        self._is_paused = False
        self._lane = Lane("weighing", self)
        self._rest = QTimer(self, singleShot=True, interval=round(REST_SECONDS * 1000))
        self._rest.timeout.connect(self._ask)
        self._lane.answered.connect(lambda _, answer: self.weighed.emit(answer))
        self._lane.failed.connect(self._on_failed)
        session.document_opened.connect(self._on_changed)
        session.document_changed.connect(self._on_changed)
        finishing.layers_changed.connect(self._on_changed)

    @property
    def is_busy(self) -> bool:
        return self._rest.isActive() or self._lane.is_busy

    def wish(self, recipe: Recipe, which: Which) -> None:
        """Weigh this from now on."""
        if (recipe, which) != (self._recipe, self._which):
            self._recipe, self._which = recipe, which
            self._on_changed()

    def size(self, recipe: Recipe, which: Which) -> Size:
        """How large an export of just now would be: what its name says cannot wait until the hand rests."""
        document = self._session.document
        if document is None:
            return Size(0, 0)
        asked = Asked(document, recipe, which, self._finishing.finished_layer)
        return wayout.size_of(document, _layers(asked), recipe)

    def sizes(self, recipe: Recipe) -> dict[int, Size]:
        """The same of each visible subject's own, by its key."""
        document = self._session.document
        if document is None:
            return {}
        asked = Asked(document, recipe, Which.EACH, self._finishing.finished_layer)
        return {
            subject.key: wayout.size_of(document, _parts(asked, (subject,)), recipe) for subject in document.exported
        }

    def measure(self, document: ref[Document], recipe: Recipe, weight: int) -> None:
        """How many bytes an export of this was, in the end."""
        self._measured = document, recipe, self._which, weight
        self._on_changed()

    def measured(self) -> int | None:
        """The bytes of just this export, where it has been made."""
        if self._measured is None:
            return None
        document, recipe, which, weight = self._measured
        same = document() is self._session.document and (recipe, which) == (self._recipe, self._which)
        return weight if same else None

    def pause(self, is_paused: bool) -> None:
        """As Finishing's: while the hand draws nothing is weighed."""
        self._is_paused = is_paused
        self._rest.stop()
        self._on_changed()

    def close(self) -> None:
        """Stop the lane. It is of no use after this."""
        self._rest.stop()
        self._lane.close()

    def _on_changed(self, _changed: object = None) -> None:
        self._lane.cancel()
        if not self._is_paused:
            self._rest.start()

    def _ask(self) -> None:
        document = self._session.document
        if document is None or not _subjects(document, self._which):
            self.weighed.emit(None)
            return
        asked = Asked(document, self._recipe, self._which, self._finishing.finished_layer)

        def weigh(cancel: CancelToken, report: Report) -> object:
            return wayout.weigh(asked.document, _layers(asked), asked.recipe, side=THUMBNAIL_SIDE, cancel=cancel)

        self._lane.ask(weigh)

    def _on_failed(self, _number: int, error: Exception) -> None:
        if isinstance(error, SegDeskError):
            self.refused.emit(error)
        else:
            self.weighed.emit(None)


def _subjects(document: Document, which: Which) -> Sequence[Subject]:
    exported = document.exported
    own = tuple(subject for subject in exported if subject.key == document.active)
    match which:
        case Which.ACTIVE:
            return own
        case Which.EACH:
            return own or exported[:1]
        case Which.TOGETHER:
            return exported
        case _:
            assert_never(which)


def _layers(asked: Asked) -> list[wayout.LayerParts]:
    """Name, colours and alpha of each subject: its finished ones where they are there, else picture and mask."""
    return _parts(asked, _subjects(asked.document, asked.which))


def _parts(asked: Asked, subjects: Sequence[Subject]) -> list[wayout.LayerParts]:
    document, made = asked.document, list[wayout.LayerParts]()
    for subject in subjects:
        layer = asked.finished if subject.key == document.active else None
        if layer is not None:
            colours, alpha = (np.asarray(levels.levels[0], np.uint8) for levels in (layer.colours, layer.alpha))
            made.append((subject.traits.name, colours, alpha))
        elif subject.mask is not None:
            made.append((subject.traits.name, document.picture.pixels, subject.mask.coverage))
    return made
