"""A picture that is being opened, as far as it can be seen already: small, and to look at only."""

from PySide6.QtCore import QObject, Qt, Signal

from segdesk.app.pyramid import Pyramid


class Glimpse(QObject):
    """Made on the lane that opens pictures, seen on the window's thread."""

    changed = Signal(object)
    """Carries a Pyramid without its finest levels, or None when no picture came of it."""
    _offered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._levels: Pyramid | None = None
        self._offered.connect(self._show, Qt.ConnectionType.QueuedConnection)

    @property
    def levels(self) -> Pyramid | None:
        return self._levels

    def offer(self, levels: Pyramid) -> None:
        """Show these levels soon. May be called on any thread."""
        self._offered.emit(levels)

    def come_true(self) -> None:
        """The picture is there, and is shown by those who hear of documents."""
        self._levels = None

    def vanish(self) -> None:
        """There is no such picture."""
        if self._levels is not None:
            self._show(None)

    def _show(self, levels: Pyramid | None) -> None:
        self._levels = levels
        self.changed.emit(levels)
