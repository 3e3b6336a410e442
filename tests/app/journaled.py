"""A session that draws by itself until it is killed, and tells what it did and what is on the disk: for the journal.

python -m tests.app.journaled PICTURE SEED prints "ready", and then for each state "did" and "kept" with a digest of it
and the moment on a clock that all processes of a machine share.
"""

import hashlib
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QTimer

from segdesk.app.actions import Actions
from segdesk.app.dialogs import Dialogs
from segdesk.app.floating import Toast
from segdesk.app.journaling import Journaling
from segdesk.app.road import Request
from segdesk.app.saving import Saving
from segdesk.app.session import Session
from segdesk.core.document import Document, EdgeSettings
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.subjectedits import Activate, AddSubject, new_subject
from tests.app.desks import PaperDesks

PAUSES = (2, 60)
"""Milliseconds between two steps: from faster than anybody to a quick hand."""


class NoCommands:
    """There are no menus here."""

    def bind(self, slots: Mapping[str, object]) -> None:
        pass


class Drawing:
    """Does one thing after the other, whatever came of the one before."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session, self._dice = session, random.Random(seed)

    def step(self) -> None:
        acts = [self._stroke, self._stroke, self._box, self._paint, self._hair, self._edge, self._subject]
        acts += [self._session.undo, self._session.undo, self._session.redo]
        self._dice.choice(acts)()
        QTimer.singleShot(self._dice.randint(*PAUSES), self.step)

    def _line(self) -> tuple[Point, ...]:
        return tuple(Point(self._dice.uniform(0, 300), self._dice.uniform(0, 200)) for _ in range(12))

    def _stroke(self) -> None:
        self._session.add(Stroke(self._dice.choice(list(Polarity)), self._dice.uniform(2, 20), self._line()))

    def _box(self) -> None:
        one, other, *_ = self._line()
        self._session.add(BoxPrompt(Box.spanning(one, other)))

    def _paint(self) -> None:
        self._session.retouch(RetouchStroke(Polarity.REMOVE, self._dice.uniform(2, 20), self._line(), opacity=0.5))

    def _hair(self) -> None:
        self._session.brush_hair(HairStroke(Polarity.KEEP, self._dice.uniform(2, 20), self._line()))

    def _edge(self) -> None:
        self._session.set_edges(EdgeSettings(shift=self._dice.uniform(-5, 5)), "edge", slides=self._dice.random() < 0.5)

    def _subject(self) -> None:
        document = self._session.document
        assert document is not None
        if len(document.subjects) < 4:
            added = new_subject(document)
            self._session.perform("new", AddSubject(added, self._dice.randint(0, 1)), Activate(added.key))
        else:
            self._session.activate(self._dice.choice(document.subjects).key)


def digest(document: Document) -> str:
    """What tells a state of the work from any other."""
    told = hashlib.sha256(repr(document.active).encode())
    for subject in document.subjects:
        told.update(repr(replace(subject, mask=None)).encode())
        if subject.mask is not None:
            told.update(repr(subject.mask.source).encode())
            told.update(subject.mask.coverage.tobytes())
    return told.hexdigest()[:16]


def main(picture: Path, seed: int) -> None:
    application = QCoreApplication([])
    session = Session(desks=PaperDesks())

    def say(what: str, document: Document | None) -> None:
        if document is not None:
            print(what, digest(document), time.monotonic(), flush=True)

    # Before the journal hears of it: what it has written is always among what was said to be done.
    session.history_changed.connect(lambda: say("did", session.document))
    saving = Saving(
        session,
        toast=cast(Toast, None),
        commands=cast(Actions, NoCommands()),
        dialogs=lambda: cast(Dialogs, None),
        parent=session,
    )
    journaling = Journaling(session, saving, session)
    drawing = Drawing(session, seed)

    def begin() -> None:
        print("ready", flush=True)
        QTimer.singleShot(0, drawing.step)

    journaling.written.connect(lambda document: say("kept", document))
    session.document_opened.connect(begin)
    session.open(Request.of_file(picture))
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
