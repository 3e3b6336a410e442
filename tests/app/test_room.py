"""Nothing is cut off and no control reaches beyond what it stands in, in both languages and in the smallest window."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from segdesk.app.batchsheet import Offer
from segdesk.app.preferences.sheet import Chapter
from segdesk.app.toolbox import Kind
from segdesk.app.views import View
from segdesk.app.window import Window
from segdesk.core.exporting import Format
from tests.app.desks import PaperDesks
from tests.app.fitting import unfit
from tests.app.hands import drag, settle

State = tuple[str, Callable[[], object]]


@pytest.fixture(params=["en_US", "zh_CN"])
def spoken(request: pytest.FixtureRequest) -> str:
    """The language, which has to be spoken before there is a window."""
    if request.param == "zh_CN":
        request.getfixturevalue("chinese")
    return str(request.param)


@pytest.fixture
def small(spoken: str, request: pytest.FixtureRequest, qtbot: QtBot, desks: PaperDesks) -> Window:
    """The smallest window, with two subjects."""
    desks.candidates = 3
    window: Window = request.getfixturevalue("window")
    window.resize(window.minimumSize())
    window.commands["auto"].trigger()
    settle(qtbot, window)
    window.commands["new_subject"].trigger()
    drag(window.canvas, [(40, 50), (100, 100), (240, 200)])
    settle(qtbot, window)
    return window


def panels(window: Window) -> Iterator[State]:
    for view in View:
        yield view.value, window.commands[view.value].trigger
    yield "more about the edge", window.column.edge.unfold
    for kind in Kind:
        yield kind.value, lambda kind=kind: window.toolbox.take(kind)
    yield "a pen", lambda: (window.canvas.inputs.meet_pen(False), window.toolbox.take(Kind.RETOUCH))
    yield "selected", lambda: (window.toolbox.take(Kind.SELECT), window.canvas.step_selection(1, afresh=True))
    yield "history", window.commands["snapshot"].trigger
    yield "turned", lambda: (window.commands["mirror"].trigger(), window.commands["turn_right"].trigger())


def sheets(window: Window) -> Iterator[State]:
    preferring, delivery, batching = window.preferring, window.delivery, window.batching
    yield "keys", window.commands["keys"].trigger
    yield "about", window.commands["about"].trigger
    yield "preferences", window.commands["preferences"].trigger
    for chapter in Chapter:
        yield chapter.name, lambda chapter=chapter: preferring.sheet and preferring.sheet.turn_to(chapter)
    yield "export", window.commands["export_settings"].trigger
    for kind in Format:
        yield kind.name, lambda kind=kind: delivery.sheet and _press(delivery.sheet.format.menu().actions(), kind)
    yield "batch", window.commands["batch"].trigger
    for way in ("box", "beside"):
        yield way, lambda way=way: batching.sheet and batching.sheet.ways.chosen.emit(way)
    yield "without a box", lambda: batching.sheet and batching.sheet.offer(Offer())
    yield "models", window.choosing.open_models
    yield "compare", window.commands["compare"].trigger


def _press(actions: Sequence[QAction], kind: Format) -> None:
    actions[list(Format).index(kind)].trigger()


def test_everything_has_its_room_in_the_smallest_window(small: Window) -> None:
    for what, act in panels(small):
        act()
        # What changes in one round is laid out in the next.
        for _ in range(3):
            QApplication.processEvents()
        assert (what, unfit(small)) == (what, [])
    assert small.size() == small.minimumSize()


def test_everything_has_its_room_on_the_sheets(small: Window) -> None:
    for what, act in sheets(small):
        act()
        # What changes in one round is laid out in the next.
        for _ in range(3):
            QApplication.processEvents()
        for sheet in QApplication.topLevelWidgets():
            if sheet.isVisible():
                assert (what, unfit(sheet)) == (what, [])
    for sheet in small.findChildren(QDialog):
        sheet.close()
