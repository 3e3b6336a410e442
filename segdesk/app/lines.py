"""Labels whose words know what to do where there is little room: lose their middle, or break between two things."""

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from segdesk.app.plan import FLOAT_MARGIN

BETWEEN: Final = "  ·  "
"""Between two things that are said on a line."""
_LEAST: Final = 48
"""View pixels that are left to a line however narrow it gets."""
_LONG: Final = 16
"""Characters without a space from which on a word may be broken."""
_SOFT: Final = "\u200b"
_JOINER: Final = "\u2060"
NO_BREAK: Final = "\u00a0"
_NAME: Final = re.compile(r"[A-Z]\w*-[A-Z]\w*|(?<=“)[a-z ]+(?=”)")
_NARROWEST: Final = 160
"""View pixels for words that float, whatever else is to have room there."""


class Line(QLabel):
    """One line that takes the room it gets and loses its middle there; the whole of it is in its tooltip then."""

    def __init__(self, text: str = "", role: str = "value") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    @property
    def shown(self) -> str:
        """What of the words there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.contentsRect().width())

    @property
    def tip(self) -> str:
        """All of the words where there is no room for them."""
        return self.text() if self.shown != self.text() else ""

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), _LEAST), whole.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.style().drawItemText(
            QPainter(self),
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self.shown,
            self.foregroundRole(),
        )


class Listing(QLabel):
    """Several things with a dot between them, on as many lines as they need; no line begins or ends with a dot."""

    def __init__(self, role: str = "value", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._things: tuple[str, ...] = ()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """All of it on one line."""
        return BETWEEN.join(self._things)

    def say(self, things: Iterable[str]) -> None:
        """Say these in their order."""
        self._things = tuple(things)
        self._lay()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.words), metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(max((metrics.horizontalAdvance(each) for each in self._things), default=0), metrics.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        metrics = self.fontMetrics()
        return metrics.height() + (len(self._lines(width)) - 1) * metrics.lineSpacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        self.setText("\n".join(self._lines(self.width())))

    def _lines(self, width: int) -> list[str]:
        metrics, lines = self.fontMetrics(), [""]
        for thing in self._things:
            longer = f"{lines[-1]}{BETWEEN}{thing}" if lines[-1] else thing
            if lines[-1] and metrics.horizontalAdvance(longer) > width:
                lines.append(thing)
            else:
                lines[-1] = longer
        return lines


def bound(words: str) -> str:
    """Words that a line is never broken within, in scripts without spaces either."""
    return _JOINER.join(words.replace(" ", NO_BREAK))


def whole_names(words: str) -> str:
    """A sentence that is broken neither within names with a hyphen nor within commands in quotation marks."""
    return _NAME.sub(lambda found: bound(found[0]), words)


def breakable(words: str) -> str:
    """The words with places to break at in those that are long, as names of files may be."""
    parts = (part if len(part) < _LONG else _SOFT.join(part) for part in words.split(" "))
    return " ".join(parts)


def balanced_width(words: str, metrics: QFontMetrics, *, most: int) -> int:
    """How wide words are that lie on as few lines of at most so many view pixels as can be, all about as long."""
    flags = int(Qt.TextFlag.TextWordWrap)
    whole = metrics.boundingRect(0, 0, most, 0, flags, words)
    low, high = 1, whole.width()
    while low < high:
        middle = (low + high) // 2
        tried = metrics.boundingRect(0, 0, middle, 0, flags, words)
        fits = tried.height() <= whole.height() and tried.width() <= middle
        low, high = (low, middle) if fits else (middle + 1, high)
    return high


def fitting(words: str, name: str, metrics: QFontMetrics, *, room: QSize) -> str:
    """A sentence as it is where there is room for all its lines; else with the middle of a name in it left out."""
    wanted = metrics.boundingRect(0, 0, room.width(), 0, int(Qt.TextFlag.TextWordWrap), words)
    if wanted.height() <= room.height():
        return words
    return words.replace(name, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width() // 3))


def room_for(words: QWidget, *, over: QWidget) -> int:
    """View pixels across that there are for words in something that floats over a part of the window."""
    below, layout = over.parentWidget(), over.layout()
    if below is None or layout is None:
        return _NARROWEST
    words.setFixedWidth(0)
    layout.activate()
    return max(below.width() - 2 * FLOAT_MARGIN - layout.totalSizeHint().width(), _NARROWEST)
