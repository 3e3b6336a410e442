"""The application, which alone hears of a pen that comes near the tablet before any part of a window does."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Says when a pen comes and goes."""

    pen_near = Signal(bool)
    """Carries whether it is the eraser end."""
    pen_gone = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.TabletEnterProximity and isinstance(event, QTabletEvent):
            self.pen_near.emit(is_eraser(event))
        elif event.type() == QEvent.Type.TabletLeaveProximity:
            self.pen_gone.emit()
        return super().event(event)


def is_eraser(event: QTabletEvent) -> bool:
    """Whether the pen is held the other way round."""
    return event.pointerType() is QPointingDevice.PointerType.Eraser
