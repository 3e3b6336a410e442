"""The question before the first picture goes to a host: what is sent, how large it is, and to whom."""

from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from segdesk.app import numbers
from segdesk.app.leave import Leave
from segdesk.app.widgets import Sheet, label
from segdesk.app.words import service_words

WIDTH = 440


class SendQuestion(Sheet):
    """Accepted when the picture may go."""

    def __init__(self, leave: Leave, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.leave = leave
        self.setWindowTitle(self.tr("Send the picture?"))
        service = service_words(leave.service)
        title = label(self.tr("Send the picture to {service}?").format(service=service), "title")
        words = label(
            self.tr(
                "This engine works elsewhere: the picture and what you mark on it go to the host below, which "
                "SegDesk asks about once. “Keep here” goes on with the local engine."
            ),
            "dim",
        )
        self.send, self.keep = QPushButton(self.tr("Send")), QPushButton(self.tr("Keep here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(20, 0, 20, 20)
        body.setSpacing(12)
        for text in (title, words):
            text.setWordWrap(True)
            body.addWidget(text)
        body.addWidget(self._card())
        column.addLayout(body)
        column.addWidget(self.foot(self.keep, self.send))
        self.keep.clicked.connect(self.reject)
        self.send.clicked.connect(self.accept)
        self.send.setFocus()

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is told of the upload: names and values."""
        leave = self.leave
        pixels = self.tr("{width} × {height} pixels").format(width=leave.size.width, height=leave.size.height)
        return [
            (self.tr("Picture"), leave.name or self.tr("Without a name")),
            (self.tr("Size"), f"{pixels}  ·  {numbers.weight(leave.bytes)}"),
            (self.tr("Goes to"), leave.host),
        ]

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("callout")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self.rows):
            text = label(value)
            text.setWordWrap(True)
            grid.addWidget(label(name, "dim"), row, 0)
            grid.addWidget(text, row, 1)
        return card
