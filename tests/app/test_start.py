"""How the program starts: an empty window at once, and all that stands in it right after."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.front import Front
from segdesk.app.start import furnish
from segdesk.app.theme import palette_of
from segdesk.app.window import Window
from segdesk.core.resources import resource
from segdesk.storage.settings import Scheme
from tests.app.conftest import Answers
from tests.app.hands import drag, has_unexported, press_key

LATER = "cv2 httpx keyring numpy onnxruntime PIL ssl"


@pytest.fixture
def front(qtbot: QtBot) -> Iterator[Front]:
    shown = Front(palette_of(Scheme.SYSTEM))
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.close()
    shown.deleteLater()


@pytest.fixture
def furnished(front: Front, qapp: QApplication, answers: Answers) -> Window:
    """The window in a front, with the dialogs out of the way."""
    window = furnish(front, qapp, ())
    window.dialogs = answers  # type: ignore[assignment]
    QApplication.processEvents()
    return window


def test_nothing_heavy_is_loaded_before_the_front_shows() -> None:
    code = f"import segdesk.app.start, sys; print([name for name in {LATER.split()} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


_FILLED = """
from pathlib import Path
from segdesk.app.start import make_application
from PySide6.QtGui import QColor, QImage, QPainter
application = make_application()
threads = lambda: len(list(Path("/proc/self/task").iterdir()))
image, before = QImage(2000, 1000, QImage.Format.Format_RGB32), threads()
painter = QPainter(image)
painter.fillRect(image.rect(), QColor(0, 0, 0, 130))
painter.end()
print(threads() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted where Linux tells of them")
def test_painting_waits_for_no_other_thread() -> None:
    told = subprocess.run([sys.executable, "-c", _FILLED], capture_output=True, text=True, check=True).stdout
    assert told == "0\n"


def test_the_front_shows_where_the_drop_goes_and_nothing_moves_when_the_rest_comes(
    qtbot: QtBot, front: Front, qapp: QApplication
) -> None:
    before = front.grab().toImage()
    window = furnish(front, qapp, ())
    qtbot.waitUntil(lambda: window.stage.width() > 0 and window.welcome.isVisible())
    QApplication.processEvents()
    corner, size = window.stage.mapTo(front, QPoint(0, 0)), window.stage.size()
    after = front.grab().toImage()
    rims = [QPoint(x, y) for x in range(corner.x(), corner.x() + size.width(), 7) for y in (corner.y(), corner.y() + 9)]
    target = corner.x() + size.width() // 2 - 240
    rims += [QPoint(x, corner.y() + size.height() // 2) for x in range(target - 6, target + 9)]
    assert [before.pixel(at) for at in rims] == [after.pixel(at) for at in rims]
    assert {before.pixel(at) for at in rims} != {before.pixel(rims[0])}


def test_a_file_of_the_command_line_opens_and_names_the_front(
    qtbot: QtBot, front: Front, qapp: QApplication, picture: Path
) -> None:
    window = furnish(front, qapp, [picture])
    with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: front.windowTitle().startswith("plum.png"))
    assert front.acceptDrops()


def test_a_file_that_the_system_hands_over_opens(
    qtbot: QtBot, furnished: Window, qapp: QApplication, picture: Path
) -> None:
    with qtbot.waitSignal(furnished.session.document_opened, timeout=20_000):
        QApplication.sendEvent(qapp, QFileOpenEvent(str(picture)))


def test_quitting_closes_the_front_unless_the_designer_goes_back(
    qtbot: QtBot,
    front: Front,
    furnished: Window,
    answers: Answers,
    picture: Path,
    open_picture: Callable[[Window, Path], None],
) -> None:
    open_picture(furnished, picture)
    drag(furnished.canvas, [(40, 50), (100, 100), (200, 180)])
    qtbot.waitUntil(lambda: has_unexported(furnished.session), timeout=20_000)
    answers.discards = None
    furnished.commands["quit"].trigger()
    assert front.isVisible()
    assert furnished.isVisible()
    answers.discards = True
    furnished.commands["quit"].trigger()
    assert not front.isVisible()


def test_keys_reach_the_tools_in_the_front(
    qtbot: QtBot, furnished: Window, picture: Path, open_picture: Callable[[Window, Path], None]
) -> None:
    open_picture(furnished, picture)
    press_key(furnished, Qt.Key.Key_K)
    assert furnished.commands["keep"].isChecked()


def test_a_file_that_the_desktop_hands_over_is_opened(furnished: Window, qapp: QApplication, qtbot: QtBot) -> None:
    QApplication.sendEvent(qapp, QFileOpenEvent(str(resource("samples", "jug.jpg"))))
    qtbot.waitUntil(lambda: furnished.session.document is not None, timeout=20_000)
    assert not qapp.windowIcon().isNull()
