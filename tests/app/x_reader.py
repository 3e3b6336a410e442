"""Another program: tells what the clipboard holds when it starts, and what is dropped on it, a JSON object a line.

python -m tests.app.x_reader
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from tests.app.x_window import tell

PLACE = QRect(1460, 100, 120, 800)


class Target(QWidget):
    """Takes files."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAcceptDrops(True)
        self.setGeometry(PLACE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        told = [[path.name, len(path.read_bytes()), path.read_bytes()[:4].hex()] for path in files]
        tell("dropped", files=told, formats=event.mimeData().formats())


def tell_clipboard() -> None:
    """What another program sees of a copied picture."""
    mime = QGuiApplication.clipboard().mimeData()
    image, png = QGuiApplication.clipboard().image(), bytes(mime.data("image/png").data())
    alphas = [image.pixelColor(*at).alpha() for at in ((1, 1), (image.width() // 2, image.height() // 2))]
    files = [Path(url.toLocalFile()) for url in mime.urls()]
    tell(
        "clipboard",
        formats=mime.formats(),
        size=[image.width(), image.height()],
        alphas=alphas,
        png=QImage.fromData(png).size().toTuple(),
        files=[[path.name, path.read_bytes() == png] for path in files],
    )


def main() -> int:
    application = QApplication(sys.argv)
    target = Target()
    target.show()
    QTimer.singleShot(300, tell_clipboard)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
