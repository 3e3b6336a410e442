"""A window on a made-up picture, with an engine of paper, and an eye on threads."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QThread, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app import language
from segdesk.app.clouds import Clouds
from segdesk.app.dialogs import Parting
from segdesk.app.jobs import Lane
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.tablets import Application
from segdesk.app.window import Window
from segdesk.core.exporting import Format
from segdesk.storage.keys import Keys
from segdesk.storage.settings import Settings
from tests.app.desks import PaperDesks
from tests.app.hands import drag, press_key, put_away, settle
from tests.engines.double import Double
from tests.scenes import Scene, plum
from tests.storage.test_settings import Memory

Settle = Callable[[], None]


class Answers:
    """Takes the place of the dialogs: gives the answers a test put in, and remembers the questions."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.target: Path | None = None
        self.source: Path | None = None
        self.preset: str | None = None
        self.behind: Path | None = None
        self.own_colour: tuple[int, int, int] | None = None
        self.discards: bool | None = True
        self.overtakes: bool | None = None
        self.project: Path | None = None
        self.opens_large = self.replaces = self.exports = False
        self.stops_batch = True

    def pictures_to_open(self, folder: Path | None) -> list[Path]:
        self.asked.append(f"open from {folder}")
        return [] if self.source is None else [self.source]

    def folder_to_open(self, folder: Path | None) -> Path | None:
        self.asked.append(f"folder from {folder}")
        return self.source

    def mask_to_import(self, folder: Path | None) -> Path | None:
        self.asked.append(f"mask from {folder}")
        return self.source

    def may_leave(self, names: list[str], can_export: bool) -> Parting:
        self.asked.append(f"leave {', '.join(names)}")
        if self.exports and can_export:
            return Parting.EXPORT
        return {True: Parting.DISCARD, False: Parting.SHOW, None: Parting.STAY}[self.discards]

    def backdrop(self, folder: Path | None) -> Path | None:
        self.asked.append(f"backdrop from {folder}")
        return self.behind

    def colour(self, start: tuple[int, int, int]) -> tuple[int, int, int] | None:
        self.asked.append(f"colour from {start}")
        return self.own_colour

    def export_target(self, suggestion: Path, kind: Format) -> Path | None:
        self.asked.append(f"export to {suggestion}")
        return self.target

    def preset_name(self, start: str) -> str | None:
        self.asked.append(f"name of {start}")
        return self.preset

    def may_discard(self, name: str) -> bool | None:
        self.asked.append(f"discard {name}")
        return self.discards

    def project_target(self, suggestion: Path) -> Path | None:
        self.asked.append(f"save to {suggestion}")
        return self.project

    def may_overtake(self, name: str) -> bool | None:
        self.asked.append(f"overtake {name}")
        return self.overtakes

    def may_replace(self, names: list[str]) -> bool:
        self.asked.append(f"replace {', '.join(names)}")
        return self.replaces

    def folder_for_results(self, folder: Path | None) -> Path | None:
        self.asked.append(f"results beside {folder}")
        return self.target

    def may_stop_batch(self, left: int, count: int) -> bool:
        self.asked.append(f"stop batch with {left} of {count} left")
        return self.stops_batch

    def may_open_large(self, sentence: str) -> bool:
        self.asked.append(sentence)
        return self.opens_large


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """The application hears of a tablet's pens, so the program's own is needed."""
    return Application


@pytest.fixture(autouse=True)
def no_stray_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every lane of a test is closed when the test is over."""
    started: list[QThread] = []
    begin = Lane.__init__

    def remember(lane: Lane, name: str, parent: QObject | None = None) -> None:
        begin(lane, name, parent)
        started.append(lane.worker)

    monkeypatch.setattr(Lane, "__init__", remember)
    yield
    strays = [thread.objectName() for thread in started if thread.isRunning()]
    assert not strays, f"lanes left running: {strays}"


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """The offscreen clipboard is a static of Qt, destroyed after Python: what Python made in it has to go before."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(name="settle")
def all_quiet(qtbot: QtBot, session: Session) -> Settle:
    """Waits until nobody works any more."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not session.is_busy and not session.is_writing, timeout=20_000)
        QApplication.processEvents()

    return wait


@pytest.fixture
def desks() -> PaperDesks:
    return PaperDesks()


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def scene() -> Scene:
    return plum()


@pytest.fixture
def picture(scene: Scene, tmp_path: Path) -> Path:
    return scene.save(tmp_path / "plum.png")


@pytest.fixture
def session(desks: PaperDesks, qapp: QApplication) -> Iterator[Session]:
    """A session without a window."""
    made = Session(desks=desks)
    yield made
    desks.gate.set()
    made.close()


@pytest.fixture
def empty_window(desks: PaperDesks, answers: Answers, qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    """A window without a picture."""
    window = make_window(qapp, Session(desks=desks))
    window.dialogs = answers  # type: ignore[assignment]
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    yield window
    desks.gate.set()
    answers.discards, answers.exports = True, False
    put_away(window)


@pytest.fixture
def open_picture(qtbot: QtBot) -> Callable[[Window, Path], None]:
    """Opens a file and waits until it is there."""

    def open_it(window: Window, path: Path) -> None:
        with qtbot.waitSignal(window.session.document_opened, timeout=20_000):
            window.open(Request.of_file(path))
        QApplication.processEvents()

    return open_it


@pytest.fixture
def window(empty_window: Window, picture: Path, open_picture: Callable[[Window, Path], None]) -> Window:
    """A window with the plum in it."""
    open_picture(empty_window, picture)
    return empty_window


@pytest.fixture
def cut(qtbot: QtBot, window: Window) -> Window:
    """A window with a box's mask, its prompts hidden and the pointer out of the way."""
    drag(window.canvas, [(40, 50), (100, 100), (240, 200)])
    press_key(window, Qt.Key.Key_S)
    settle(qtbot, window)
    QTest.mouseMove(window.canvas, QPoint(3, 3))
    return window


@pytest.fixture
def double(scene: Scene) -> Iterator[Double]:
    with Double(scene.truth) as started:
        yield started


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def make(
    double: Double,
    memory: Memory,
    answers: Answers,
    qapp: QApplication,
    qtbot: QtBot,
    picture: Path,
    open_picture: Callable[[Window, Path], None],
) -> Iterator[Callable[..., Window]]:
    """Makes a window with the plum in it, whose clouds are both the double."""
    made: list[Window] = []

    def make_it(
        *, keyring: Memory | None = memory, environment: dict[str, str] | None = None, **chosen: object
    ) -> Window:
        addresses = Settings(baidu_endpoint=double.url, aliyun_endpoint=double.url)
        clouds = Clouds(replace(addresses, **chosen), Keys(environment or {}, keyring))  # type: ignore[arg-type]
        session = Session(engine=clouds.settings.engine, desks=clouds.make_desk)
        window = make_window(qapp, session, clouds)
        window.dialogs = answers  # type: ignore[assignment]
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        open_picture(window, picture)
        return window

    yield make_it
    for window in made:
        put_away(window)


@pytest.fixture
def chinese(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QTranslator]]:
    """The program speaks Chinese meanwhile; carries what was installed for that."""
    monkeypatch.setenv(language.ENVIRONMENT, "zh_CN")
    installed = language.speak(qapp)
    yield installed
    for translator in installed:
        qapp.removeTranslator(translator)
    monkeypatch.setenv(language.ENVIRONMENT, "en_US")
    language.speak(qapp)
