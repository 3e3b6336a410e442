"""Small copies of pictures, made one after the other off the window's thread; what was asked for last comes first."""

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from segdesk.app.jobs import Lane
from segdesk.core.work import CancelToken, Report

SIDE: Final = 224
"""Pixels of the longer side: 112 view pixels on a screen of twice as many."""
MOST_WAITING: Final = 64
"""What was asked for before so many others has been scrolled away."""

Make = Callable[[], bytes]
"""Gives a picture file's content, on the lane; raises SegDeskError where there is none."""


class Thumbs(QObject):
    """Each question is answered once, unless it is overtaken by many others."""

    made = Signal(object, object)
    """Carries what was asked for, and a QImage, or None where there is no picture."""

    def __init__(self, lane: Lane, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._waiting: dict[Hashable, Make] = {}
        self._running: tuple[int, Hashable] | None = None
        lane.answered.connect(self._on_answered)
        lane.failed.connect(lambda number, _: self._on_answered(number, None))

    @property
    def is_busy(self) -> bool:
        """True while a picture is made or waits."""
        return self._running is not None

    def ask(self, key: Hashable, make: Make) -> None:
        """Have a picture made next."""
        if self._running is None or self._running[1] != key:
            self._waiting.pop(key, None)
            self._waiting[key] = make
        for overtaken in list(self._waiting)[:-MOST_WAITING]:
            del self._waiting[overtaken]
        self._advance()

    def forget(self) -> None:
        """Nobody waits any more."""
        self._waiting.clear()

    def _advance(self) -> None:
        if self._running is None and self._waiting:
            key, make = self._waiting.popitem()

            def decoded(cancel: CancelToken, report: Report) -> object:
                return QImage.fromData(make())

            self._running = self._lane.append(decoded), key

    def _on_answered(self, number: int, image: object) -> None:
        if self._running is None or number != self._running[0]:
            return
        (_, key), self._running = self._running, None
        is_there = isinstance(image, QImage) and not image.isNull()
        self.made.emit(key, image if is_there else None)
        self._advance()
