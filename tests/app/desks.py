"""Engines made of paper: they answer at once, late, wrongly or never, as a test wants it."""

import threading
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from segdesk.core.document import Bytes2D, Document, MaskSource, Picture
from segdesk.core.errors import EngineError, Reason
from segdesk.core.geometry import Size
from segdesk.core.maskedits import mask_edit, unmask_edit
from segdesk.core.notes import Note
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Region
from segdesk.core.work import CancelToken, Report
from segdesk.pipeline import Outcome


def painted(prompts: Prompts, size: Size) -> Bytes2D:
    """The insides of all boxes, with what is to be kept painted in and what is to be removed painted out."""
    coverage = np.zeros((size.height, size.width), np.uint8)
    for prompt in prompts.boxes:
        left, top, right, bottom = map(round, prompt.box)
        coverage[top:bottom, left:right] = 255
    for stroke in prompts.strokes:
        colour, line = (255 if stroke.polarity is Polarity.KEEP else 0), np.array(stroke.points, np.int32)
        if isinstance(stroke, Region):
            cv2.fillPoly(coverage, [line], color=colour)
            continue
        cv2.polylines(coverage, [line], isClosed=False, color=colour, thickness=max(round(2 * stroke.radius), 1))
    if prompts.auto:
        rim = 4 + prompts.candidate
        coverage[size.height // rim : -size.height // rim, size.width // rim : -size.width // rim] = 255
    return coverage


@dataclass
class PaperDesks:
    """Makes desks and remembers what they were asked. While `gate` is closed no answer comes."""

    heeds_cancel: bool = True
    candidates: int = 1
    is_soft: bool = True
    """Whether its masks count as finished alpha, which spares matting."""
    asked: list[Prompts] = field(default_factory=list)
    opened: int = 0
    closed: int = 0
    extra: tuple[BoxPrompt, ...] = ()
    """What it answers beside what it was asked."""
    failure: Exception | None = None
    notes: tuple[Note, ...] = ()
    gate: threading.Event = field(default_factory=threading.Event)
    started: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(self, picture: Picture, engine: str) -> "PaperDesk":
        self.opened += 1
        return PaperDesk(self, picture, engine)


@dataclass
class PaperDesk:
    """A desk of `PaperDesks`."""

    desks: PaperDesks
    picture: Picture
    engine: str

    def segment(self, document: Document, *, cancel: CancelToken, report: Report) -> Outcome:
        prompts = document.subject.prompts
        self.desks.asked.append(prompts)
        self.desks.started.set()
        report("segment", 0.5)
        while not self.desks.gate.wait(0.005):
            if self.desks.heeds_cancel:
                cancel.check()
        if self.desks.failure is not None:
            raise self.desks.failure
        if prompts.is_empty:
            return Outcome(document, unmask_edit(document, document.active), self.engine)
        said = replace(prompts, boxes=(*prompts.boxes, *self.desks.extra))
        coverage, source = painted(said, document.picture.size), self._source(prompts)
        edit = mask_edit(document, document.active, coverage=coverage, source=source)
        return Outcome(document, edit, self.engine, self.desks.notes)

    def close(self) -> None:
        self.desks.closed += 1

    def _source(self, prompts: Prompts) -> MaskSource:
        candidates = self.desks.candidates if prompts.is_auto_alone else 1
        return MaskSource(self.engine, prompts, candidates, self.desks.is_soft)


def engine_failure() -> EngineError:
    """A failure as the pipeline reports it."""
    return EngineError(Reason.ENGINE_FAILED, name="local", detail="it ran out of paper")
