"""The program as it is started, in a process of its own, telling on standard output what happens, a JSON object a line.

python -m tests.app.x_window PICTURE
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from segdesk.app.front import Front
from segdesk.app.start import furnish, make_application
from segdesk.app.theme import palette_of
from segdesk.app.views import Look
from segdesk.app.window import Window
from segdesk.storage.settings import Scheme


def tell(what: str, **values: object) -> None:
    print(json.dumps({"what": what, **values}), flush=True)


def main(picture: Path) -> int:
    """Open a picture in a window and run until it is closed."""
    application = make_application()
    front = Front(palette_of(Scheme.SYSTEM))
    front.show()
    window = furnish(front, application, [picture])
    window.session.answered.connect(lambda engine, seconds: tell_answer(window, seconds))
    window.session.failed.connect(lambda error: tell("failed", words=str(error)))
    window.session.exported.connect(lambda paths: tell("exported", path=str(paths[0])))
    window.session.document_opened.connect(lambda: QTimer.singleShot(200, lambda: tell_place(window)))
    window.finishing.finished.connect(lambda _: tell("finished", controls=controls_of(window)))
    window.viewing.look_changed.connect(lambda look: tell_view(window, look))
    window.session.rendered.connect(lambda copied: tell("copied", count=len(copied.content)))
    window.delivery.weighing.weighed.connect(lambda weighed: tell_thumbnail(window))
    watch_for_dialogs(application)
    return application.exec()


def tell_answer(window: Window, seconds: float) -> None:
    """How long the engine took, and of how many points each stroke is."""
    document = window.session.document
    assert document is not None
    tell("answered", seconds=seconds, points=[len(stroke.points) for stroke in document.subject.prompts.strokes])


def tell_view(window: Window, look: Look) -> None:
    """What is shown, once it is."""
    once = Qt.ConnectionType.SingleShotConnection
    window.canvas.drawn.connect(lambda: tell("view", name=look.view.value), once)


def tell_place(window: Window) -> None:
    """Where on the screen the picture lies: screen = picture * scale + origin."""
    view, corner = window.canvas.viewport, window.canvas.mapToGlobal(QPoint(0, 0))
    origin = (view.origin.x + corner.x(), view.origin.y + corner.y())
    document = window.session.document
    assert document is not None
    size, own = document.picture.size, int(window.window().winId())
    tell("opened", scale=view.scale, origin=origin, size=size, window=own, controls=controls_of(window))


def controls_of(window: Window) -> dict[str, list[int]]:
    """Where on the screen the middle of each visible button is, by its accessible name."""
    shown = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    places = {button.accessibleName(): button.mapToGlobal(button.rect().center()) for button in shown}
    return {name: [at.x(), at.y()] for name, at in places.items()}


def tell_thumbnail(window: Window) -> None:
    """Where on the screen the result can be taken."""
    thumbnail = window.column.export.thumbnail
    if not thumbnail.image.isNull():
        at = thumbnail.mapToGlobal(thumbnail.rect().center())
        tell("thumbnail", at=[at.x(), at.y()], words=window.column.export.words)


def watch_for_dialogs(application: QApplication) -> None:
    """Tell when the export dialog is there to be typed into."""
    timer = QTimer(application, interval=50)

    def look() -> None:
        dialog = application.activeModalWidget()
        if isinstance(dialog, QFileDialog) and dialog.isVisible() and not dialog.property("told"):
            dialog.setProperty("told", True)
            tell("dialog", window=int(dialog.winId()))

    timer.timeout.connect(look)
    timer.start()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
