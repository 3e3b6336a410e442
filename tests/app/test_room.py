"""Nothing is cut off and no control reaches beyond what it stands in, in both languages and in the smallest window."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollBar,
    QSlider,
)
from pytestqt.qtbot import QtBot

from segdesk.app.batchsheet import Offer
from segdesk.app.dialogs import Dialogs
from segdesk.app.hairlines import paint_hairline
from segdesk.app.menus import Menu
from segdesk.app.preferences.sheet import Chapter
from segdesk.app.toolbox import Kind
from segdesk.app.views import View
from segdesk.app.widgets import SHEET_MARGIN
from segdesk.app.window import Window
from segdesk.core.exporting import Format
from tests.app.desks import PaperDesks
from tests.app.fitting import unfit
from tests.app.hands import drag, settle

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
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
    window.comparing.desks = desks
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

    def opened(name: str) -> Callable[[], object]:
        return lambda: (_close_sheets(window), window.commands[name].trigger())

    yield "keys", opened("keys")
    yield "about", opened("about")
    yield "preferences", opened("preferences")
    for chapter in Chapter:
        yield chapter.name, lambda chapter=chapter: preferring.sheet and preferring.sheet.turn_to(chapter)
    yield "export", opened("export_settings")
    for kind in Format:
        yield kind.name, lambda kind=kind: delivery.sheet and _press(delivery.sheet.format.menu().actions(), kind)
    yield "batch", opened("batch")
    for way in ("box", "beside"):
        yield way, lambda way=way: batching.sheet and batching.sheet.ways.chosen.emit(way)
    yield "without a box", lambda: batching.sheet and batching.sheet.offer(Offer())
    yield "models", lambda: (_close_sheets(window), window.choosing.open_models())
    yield "compare", opened("compare")


def _close_sheets(window: Window) -> None:
    for sheet in window.findChildren(QDialog):
        sheet.close()


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
    _close_sheets(small)


def test_the_column_keeps_its_place_when_there_is_something_to_scroll(window: Window) -> None:
    window.resize(1200, 1400)
    QApplication.processEvents()
    column, before = window.column, window.column.edge.geometry()
    [bar] = [bar for bar in column.findChildren(QScrollBar) if bar.orientation() is Qt.Orientation.Vertical]
    assert not bar.isEnabled()
    window.resize(window.minimumSize())
    QApplication.processEvents()
    assert bar.isEnabled()
    assert column.edge.geometry() == before
    fields = [field for field in column.findChildren(QAbstractSpinBox) if field.isVisible()]
    assert len(fields) > 2
    assert len({field.mapTo(column, field.rect().topRight()).x() for field in fields}) == 1
    assert len({field.width() for field in fields}) == 1


def test_what_is_set_in_the_column_begins_at_one_place(small: Window) -> None:
    small.column.edge.unfold()
    QApplication.processEvents()
    sliders = [slider for slider in small.column.findChildren(QSlider) if slider.isVisible()]
    assert len(sliders) > 6
    assert len({slider.mapTo(small, slider.rect().topLeft()).x() for slider in sliders}) == 1


def test_a_question_has_the_same_margin_on_all_sides(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", QMessageBox.open)
    Dialogs(window).may_discard("portrait of a jug.jpg")
    box = window.findChildren(QMessageBox)[-1]
    QApplication.processEvents()
    words, buttons = box.findChildren(QLabel, "qt_msgbox_label"), box.findChildren(QPushButton)
    left, top = words[0].geometry().left(), words[0].geometry().top()
    ends = [button.mapTo(box, button.rect().bottomRight()) for button in buttons if button.isVisible()]
    right, bottom = box.width() - 1 - max(end.x() for end in ends), box.height() - 1 - max(end.y() for end in ends)
    box.close()
    assert {left, top, right, bottom} == {SHEET_MARGIN}


def test_menus_have_a_tick_at_what_is_chosen_and_an_arrow_at_what_opens(qtbot: QtBot, window: Window) -> None:
    menu = Menu(parent=window)
    first, _ = (menu.addAction(words) for words in ("One", "Two"))
    inner = menu.branch("More")
    qtbot.addWidget(menu)

    def shown(left: int) -> list[QImage]:
        """A piece of each row, from so many view pixels on."""
        return [
            menu.grab(QRect(left, place.top(), 24, place.height())).toImage()
            for place in map(menu.actionGeometry, menu.actions())
        ]

    first.setCheckable(True)
    unticked = shown(8)
    first.setChecked(True)
    ticked = shown(8)
    assert ticked[0] != unticked[0]
    assert ticked[1:] == unticked[1:]
    one, two, more = shown(menu.actionGeometry(inner.menuAction()).right() - 26)
    assert one == two != more
    between = menu.addSeparator()
    menu.addAction("Three")
    line = menu.grab(menu.actionGeometry(between)).toImage()
    column = [line.pixelColor(line.width() // 2, row).name() for row in range(line.height())]
    assert len(set(column)) == 2
    assert column.count(menu.palette().color(QPalette.ColorRole.Midlight).name()) == 1


@pytest.mark.parametrize(("ratio", "thick"), [(1.0, 1), (1.25, 1), (1.5, 1), (2.0, 2)])
def test_hairlines_are_as_thick_wherever_they_lie(qapp: QApplication, ratio: float, thick: int) -> None:
    for top in range(8):
        screen = QImage(30, 30, QImage.Format.Format_RGB32)
        screen.setDevicePixelRatio(ratio)
        screen.fill(Qt.GlobalColor.white)
        painter = QPainter(screen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_hairline(painter, QRect(0, top, 10, 9), QPalette(Qt.GlobalColor.gray))
        painter.end()
        assert sum(screen.pixelColor(4, row) != QColor(Qt.GlobalColor.white) for row in range(30)) == thick
