"""The application, which alone hears of a pen that comes near the tablet, and of files that the desktop hands over."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Says when a pen comes and goes, and when macOS wants a file opened."""

    pen_near = Signal(bool)
    """Carries whether it is the eraser end."""
    pen_gone = Signal()
    files_handed = Signal(object)

    def __init__(self, words: list[str]) -> None:
        super().__init__(words)
        self._early: list[Path] | None = []

    def hand_to(self, take: Callable[[list[Path]], None]) -> None:
        """Who takes the files that are handed over from now on, and those that came before."""
        self.files_handed.connect(take)
        early, self._early = self._early, None
        if early:
            take(early)

    def _hand_over(self, path: Path) -> None:
        # Finder hands a file over soon after the start, which may be before there is a window to take it.
        if self._early is not None:
            self._early.append(path)
        else:
            self.files_handed.emit([path])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.TabletEnterProximity and isinstance(event, QTabletEvent):
            self.pen_near.emit(is_eraser(event))
        elif event.type() == QEvent.Type.TabletLeaveProximity:
            self.pen_gone.emit()
        elif isinstance(event, QFileOpenEvent):
            self._hand_over(Path(event.file()))
        return super().event(event)


def is_eraser(event: QTabletEvent) -> bool:
    """Whether the pen is held the other way round."""
    return event.pointerType() is QPointingDevice.PointerType.Eraser
