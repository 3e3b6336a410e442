"""Exports and copies of the cutout: each may wait for the engine, tells how far it is, and can be stopped."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from segdesk.app import road
from segdesk.app.jobs import Lane
from segdesk.core.document import Document, EdgeSettings, MaskSource
from segdesk.core.errors import OutputError, Reason, SegDeskError
from segdesk.core.prompts import Stroke
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken, Report

Made = tuple[MaskSource | None, EdgeSettings, tuple[Stroke, ...], tuple[RetouchStroke, ...]]
"""Where an export's mask came from, how its edge was finished, where the hair brush was and what was painted."""


class Writing(QObject):
    """Runs on a lane that others use too. A path of None is the clipboard, for which a cutout is only rendered."""

    exported = Signal(object)
    """Carries the path."""
    rendered = Signal(object)
    """Carries the bytes of a PNG."""
    progressed = Signal(object, float)
    """Carries the path and the share that is done."""
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._waiting: list[Path | None] = []
        self._running: dict[int, tuple[Path | None, Made | None]] = {}
        self._exported: Made | None = None
        lane.answered.connect(self._on_answered)
        lane.failed.connect(self._on_failed)
        lane.progressed.connect(self._on_progressed)

    @property
    def paths(self) -> list[Path | None]:
        """Of all that waits or runs."""
        return self._waiting + [path for path, _ in self._running.values()]

    def has_all_of(self, document: Document | None) -> bool:
        """Whether an export holds what was made of a document here, if anything was."""
        made = _made(document)
        if made is None or made == self._exported:
            return True
        return made[1:] == (EdgeSettings(), (), ()) and (made[0] is None or made[0].prompts.is_empty)

    def put_off(self, path: Path | None) -> None:
        """Write later what is there then."""
        self._waiting.append(path)

    def go_on(self, document: Document | None) -> None:
        """Write now what was put off."""
        waiting, self._waiting = self._waiting, []
        for path in waiting:
            self.write(document, path)

    def write(self, document: Document | None, path: Path | None) -> None:
        """Write a document, when those before it are written."""
        if document is None:
            return

        def write(cancel: CancelToken, report: Report) -> object:
            if path is None:
                return road.render_cutout(document, cancel=cancel, report=report)
            return road.export(document, path, cancel=cancel, report=report)

        self._running[self._lane.append(write)] = path, _made(document)

    def stop(self) -> None:
        """Take back all that waits or runs; files stay as they are."""
        if not self.paths:
            return
        for number in self._running:
            self._lane.drop(number)
        self._running.clear()
        self._waiting.clear()
        self.stopped.emit()

    def start_over(self) -> None:
        """Another picture: what waits for the one before is dropped, and nothing of it is exported yet."""
        self._waiting.clear()
        self._exported = None

    def _on_progressed(self, number: int, _stage: str, share: float) -> None:
        if number in self._running:
            self.progressed.emit(self._running[number][0], share)

    def _on_answered(self, number: int, answer: object) -> None:
        if number not in self._running:
            return
        path, made = self._running.pop(number)
        if path is None:
            self.rendered.emit(answer)
        else:
            self._exported = made
            self.exported.emit(path)

    def _on_failed(self, number: int, error: Exception) -> None:
        if number not in self._running:
            return
        path, _ = self._running.pop(number)
        if isinstance(error, SegDeskError):
            self.failed.emit(error)
        else:
            name = "" if path is None else path.name
            self.failed.emit(OutputError(Reason.OUTPUT_FAILED, name=name, detail=type(error).__name__))


def _made(document: Document | None) -> Made | None:
    """What an export of a document would hold."""
    subject = None if document is None else document.subject
    if subject is None or subject.is_blank:
        return None
    source = None if subject.mask is None else subject.mask.source
    return source, subject.edges, subject.hair, subject.retouch
