"""The files opened last, on the empty window and in its menu."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from segdesk.app.plan import card_rows, target_rect
from segdesk.app.recentcards import RecentCard
from segdesk.app.session import Session
from segdesk.app.start import make_window
from segdesk.app.window import Window
from segdesk.storage.recent import load_recent, remember, thumbnail_path
from tests.app.conftest import Answers
from tests.app.desks import PaperDesks
from tests.app.hands import LEFT, put_away
from tests.scenes import Scene


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    return tmp_path / "gone.png"


@pytest.fixture
def start(
    desks: PaperDesks, answers: Answers, qapp: QApplication, qtbot: QtBot, picture: Path, gone: Path
) -> Iterator[Window]:
    """An empty window that remembers two files, one of which is gone."""
    remember(gone)
    remember(picture)
    window = make_window(qapp, Session(desks=desks))
    window.dialogs = answers  # type: ignore[assignment]
    window.resize(1200, 800)
    window.show()
    window.recents.look()
    qtbot.waitUntil(lambda: not window.thumbs.is_busy, timeout=20_000)
    yield window
    put_away(window)


def cards(window: Window) -> list[RecentCard]:
    return [card for card in window.welcome.cards.cards if card.isVisible()]


def fits(window: Window) -> bool:
    """Whether target and cards lie in the welcome, beside each other."""
    welcome = window.welcome
    target = target_rect(welcome.rect(), len(cards(window)))
    places = [card.geometry().translated(welcome.cards.pos()) for card in cards(window)]
    beside = not any(place.intersects(target) for place in places)
    return beside and all(welcome.rect().contains(place) for place in (target, *places))


def test_recent_files_are_offered_with_small_pictures_and_open_by_a_click(
    qtbot: QtBot, start: Window, picture: Path, gone: Path
) -> None:
    first, second = cards(start)
    assert (first.path, first.has_picture, first.is_gone) == (picture, True, False)
    assert (second.path, second.has_picture, second.is_gone) == (gone, False, True)
    assert thumbnail_path(picture).is_file()
    with qtbot.waitSignal(start.session.document_opened, timeout=20_000):
        QTest.mouseClick(first, LEFT)
    assert start.session.document is not None


def test_a_file_that_is_gone_leaves_the_list_which_can_be_cleared(start: Window, picture: Path, gone: Path) -> None:
    assert fits(start)
    start.resize(start.minimumSize())
    QApplication.processEvents()
    assert fits(start)
    assert card_rows(12, start.welcome.height()) == 1
    QTest.mouseClick(cards(start)[1], LEFT)
    assert [card.path for card in cards(start)] == [picture]
    assert load_recent() == (picture,)
    assert gone.name in start.stage.toast.words

    first = cards(start)[0]
    assert first.accessibleName() == picture.name
    assert first.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.mouseClick(start.welcome.cards.clear, LEFT)
    assert load_recent() == ()
    assert not start.welcome.cards.isVisible()
    assert not thumbnail_path(picture).exists()
    assert not start.commands["clear_recent"].isEnabled()


def test_the_menu_lists_them_and_what_is_opened_comes_first_but_not_the_sample(
    qtbot: QtBot, start: Window, picture: Path, scene: Scene, tmp_path: Path
) -> None:
    [menu] = [menu for menu in start.findChildren(QMenu) if menu.title() == "Open recent"]
    for _ in range(2):
        menu.aboutToShow.emit()
        words = [action.text() for action in menu.actions() if action.text()]
        assert words == [picture.name, "gone.png", "Clear list"]
    with qtbot.waitSignal(start.session.document_opened, timeout=20_000):
        menu.actions()[0].trigger()
    newest = scene.save(tmp_path / "newest.png")
    with qtbot.waitSignal(start.session.document_opened, timeout=20_000):
        start.intake.take([newest])
    assert load_recent()[0] == newest
    qtbot.waitUntil(lambda: thumbnail_path(newest).is_file(), timeout=20_000)
    with qtbot.waitSignal(start.session.document_opened, timeout=20_000):
        start.commands["sample"].trigger()
    assert load_recent()[0] == newest
