"""A small box of colours that opens beside what is to get one, and closes when one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.widgets import Swatches
from segdesk.core.document import COLOURS, Colour

_NAMES: Sequence[str] = (
    QT_TRANSLATE_NOOP("ColourBox", "Green"),
    QT_TRANSLATE_NOOP("ColourBox", "Orange"),
    QT_TRANSLATE_NOOP("ColourBox", "Violet"),
    QT_TRANSLATE_NOOP("ColourBox", "Pink"),
    QT_TRANSLATE_NOOP("ColourBox", "Cyan"),
    QT_TRANSLATE_NOOP("ColourBox", "Yellow"),
    QT_TRANSLATE_NOOP("ColourBox", "Red"),
    QT_TRANSLATE_NOOP("ColourBox", "Olive"),
)
"""Of the subjects' usual colours, in their order."""


class ColourBox(QFrame):
    """The subjects' usual colours, and one's own."""

    chosen = Signal(object)
    own_asked = Signal()
    """One's own colour is to be chosen in a dialog."""

    def __init__(self, colour: Colour, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("colourBox")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        named = [(each, self.tr(name)) for each, name in zip(COLOURS, _NAMES, strict=True)]
        self.swatches = Swatches(named, own=self.tr("Another colour…"))
        self.swatches.choose(colour)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(self.swatches)
        self.swatches.chosen.connect(self._on_chosen)
        self.swatches.asked.connect(self._on_asked)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its top left corner at a global place, or as near as the screen lets it."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = min(max(corner.x(), room.left()), room.right() - self.width())
        y = min(max(corner.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.swatches.take_focus()

    def _on_chosen(self, colour: Colour) -> None:
        self.close()
        self.chosen.emit(colour)

    def _on_asked(self) -> None:
        self.close()
        self.own_asked.emit()
