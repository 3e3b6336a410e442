"""Engines side by side: each answers the same prompts on a card of its own, and one answer may be taken."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from segdesk.app.comparesheet import CompareSheet, EngineCard
from segdesk.app.road import AnyDesk, Request
from segdesk.app.theme import palette_of
from segdesk.app.window import Window
from segdesk.core.document import Colour, Picture, Traits
from segdesk.core.errors import Reason
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Prompts
from segdesk.core.subjectedits import SetTraits
from segdesk.engines.addresses import host_of
from segdesk.storage.settings import Scheme
from tests.app.cloudhands import BAIDU, Make, press, store
from tests.app.desks import PaperDesks, engine_failure, painted
from tests.app.hands import coverage_of, document_of, drag, press_key, settle
from tests.engines.double import Double
from tests.engines.hostile import answer
from tests.scenes import Scene, iou
from tests.storage.test_settings import Memory

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)
BOX = [(40, 50), (100, 100), (200, 180)]
OTHER_BOX = [(120, 50), (160, 100), (240, 180)]
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def paper() -> PaperDesks:
    """Desks that only the comparison asks."""
    return PaperDesks()


@pytest.fixture
def boxed(window: Window, paper: PaperDesks, qtbot: QtBot) -> Window:
    """A window with a box's mask, whose comparison asks paper."""
    window.comparing.desks = paper
    drag(window.canvas, BOX)
    settle(qtbot, window)
    return window


def with_paper(window: Window, paper: PaperDesks) -> Window:
    """Let the comparison ask paper for the local engine's answers, and true clouds."""
    clouds = window.comparing.desks

    def desks(picture: Picture, engine: str) -> AnyDesk:
        return paper(picture, engine) if engine == "local" else clouds(picture, engine)

    window.comparing.desks = desks
    return window


def opened(qtbot: QtBot, window: Window) -> CompareSheet:
    """The sheet, brought up by its keys."""
    press_key(window, Qt.Key.Key_C, BOTH)
    sheet = window.comparing.sheet
    assert sheet is not None
    qtbot.waitExposed(sheet)
    return sheet


def rest(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: not window.comparing.is_busy, timeout=20_000)


def answered(qtbot: QtBot, window: Window) -> EngineCard:
    """The local engine's card with its answer."""
    card = opened(qtbot, window).cards["local"]
    qtbot.waitUntil(lambda: card.words == "" or card.button.text() == "Try again", timeout=20_000)
    return card


def shade(card: EngineCard, across: float, down: float) -> Colour:
    """The colour that a card's picture has at a place, 0..1 of its width and height."""
    shown = card.view.grab().toImage()
    colour = shown.pixelColor(int(across * shown.width()), int(down * shown.height()))
    return colour.red(), colour.green(), colour.blue()


def percent(share: float) -> str:
    return f"{QLocale().toString(100.0 * share, 'f', 1)} %"


def test_nothing_is_sent_before_the_button_and_the_answer_is_taken_as_one_step(
    make: Make, memory: Memory, double: Double, scene: Scene, qtbot: QtBot, paper: PaperDesks
) -> None:
    store(memory, "baidu", BAIDU)
    window = with_paper(make(), paper)
    before = document_of(window).subject
    sheet = opened(qtbot, window)
    qtbot.waitUntil(lambda: list(sheet.cards) == ["local", "baidu"], timeout=10_000)
    rest(qtbot, window)
    assert [engine in sheet.others for engine in ("Local", "Model", "Baidu", "Aliyun")] == [False, True, False, True]
    card, size = sheet.cards["baidu"], document_of(window).picture.size
    assert f"{size.width}\u00a0×\u00a0{size.height}" in card.words.replace("\u2060", "")
    assert host_of(double.url, with_port=True) in card.words
    assert double.heard == []
    press(card.button)
    qtbot.waitUntil(lambda: card.words == "", timeout=20_000)
    assert len(double.baidu_calls) == 1
    assert window.choosing.question is None
    assert card.figures[1:] == (percent(float(np.mean(scene.truth >= 128))), "no mask yet")
    assert document_of(window).subject is before
    press(card.button)
    assert window.comparing.sheet is None
    settle(qtbot, window)
    mask = document_of(window).subject.mask
    assert mask is not None
    assert mask.source.engine == "baidu"
    assert mask.source.prompts == document_of(window).subject.prompts == Prompts(auto=True)
    assert iou(mask.coverage, scene.truth) > 0.98
    assert (window.session.engine, window.session.undo_name) == ("local", "mask of Baidu")
    assert window.clouds.settings.agreed_hosts == ()
    assert len(double.baidu_calls) == 1
    window.session.undo()
    assert document_of(window).subject == before


def test_a_cloud_that_fails_says_so_on_its_card_and_is_asked_again_by_its_button(
    make: Make, memory: Memory, double: Double, qtbot: QtBot, paper: PaperDesks
) -> None:
    store(memory, "baidu", BAIDU)
    double.faults["segment"] = [answer(200, b'{"error_code": 17, "error_msg": "Open api daily request limit reached"}')]
    window = with_paper(make(), paper)
    sheet = opened(qtbot, window)
    qtbot.waitUntil(lambda: "baidu" in sheet.cards, timeout=10_000)
    card = sheet.cards["baidu"]
    press(card.button)
    qtbot.waitUntil(lambda: card.button.text() == "Try again", timeout=20_000)
    assert card.words.startswith("Today’s calls to Baidu are used up. Go on tomorrow")
    press(card.button)
    qtbot.waitUntil(lambda: card.words == "", timeout=20_000)
    assert double.stages.count("segment") == 2


def test_a_cloud_does_not_wait_for_an_engine_of_this_computer(
    make: Make, memory: Memory, double: Double, qtbot: QtBot, paper: PaperDesks
) -> None:
    store(memory, "baidu", BAIDU)
    window = with_paper(make(), paper)
    paper.gate.clear()
    sheet = opened(qtbot, window)
    qtbot.waitUntil(lambda: "baidu" in sheet.cards, timeout=10_000)
    assert paper.started.wait(10)
    cloud, local = sheet.cards["baidu"], sheet.cards["local"]
    press(cloud.button)
    qtbot.waitUntil(lambda: cloud.words == "", timeout=20_000)
    assert local.words != ""
    paper.gate.set()
    qtbot.waitUntil(lambda: local.words == "", timeout=20_000)
    sheet.reject()
    rest(qtbot, window)
    assert paper.closed == paper.opened == 1


def test_a_card_shows_what_is_kept_and_how_much_that_is_like_the_mask(
    boxed: Window, paper: PaperDesks, qtbot: QtBot
) -> None:
    drag(boxed.canvas, OTHER_BOX)
    settle(qtbot, boxed)
    document, theirs = document_of(boxed), coverage_of(boxed)
    boxed.session.undo()
    settle(qtbot, boxed)
    mine = coverage_of(boxed)
    # The engine answers more than it is asked, so that there is a difference.
    paper.extra = document.subject.prompts.boxes[-1:]
    card = answered(qtbot, boxed)
    assert card.figures[1:] == (percent(float(np.mean(theirs >= 128))), percent(iou(theirs, mine)))
    assert paper.asked == [document_of(boxed).subject.prompts]
    kept = np.asarray(shade(card, 220 / document.picture.size.width, 120 / document.picture.size.height))
    assert np.abs(kept - document.picture.pixels[120, 220]).max() < 24
    assert shade(card, 0.06, 0.06) in palette_of(Scheme.SYSTEM).checker


def test_escape_ends_the_question_and_changes_nothing(boxed: Window, paper: PaperDesks, qtbot: QtBot) -> None:
    before = document_of(boxed)
    paper.gate.clear()
    sheet = opened(qtbot, boxed)
    assert paper.started.wait(10)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert boxed.comparing.sheet is None
    rest(qtbot, boxed)
    assert document_of(boxed) is before
    qtbot.waitUntil(lambda: paper.closed == paper.opened == 1, timeout=10_000)


def test_keys_alone_take_an_answer(boxed: Window, qtbot: QtBot) -> None:
    answered(qtbot, boxed)
    sheet = boxed.comparing.sheet
    assert sheet is not None
    sheet.activateWindow()
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Tab)
    assert sheet.focusWidget() is sheet.cards["local"].button
    QTest.keyClick(sheet.focusWidget(), Qt.Key.Key_Return)
    assert boxed.comparing.sheet is None
    assert boxed.session.undo_name == "mask of Local"


def test_a_failure_is_told_in_a_sentence_and_can_be_tried_again(boxed: Window, paper: PaperDesks, qtbot: QtBot) -> None:
    paper.failure = engine_failure()
    card = answered(qtbot, boxed)
    assert card.words == Reason.ENGINE_FAILED.value.format(name="Local", detail="it ran out of paper")
    paper.failure = None
    press(card.button)
    qtbot.waitUntil(lambda: card.words == "", timeout=10_000)
    assert card.figures[2] == percent(1)


def test_a_mask_that_comes_while_the_sheet_is_up_is_what_answers_are_compared_with(
    window: Window, desks: PaperDesks, paper: PaperDesks, qtbot: QtBot
) -> None:
    window.comparing.desks = paper
    desks.gate.clear()
    drag(window.canvas, BOX)
    card = answered(qtbot, window)
    assert card.figures[2] == "no mask yet"
    desks.gate.set()
    qtbot.waitUntil(lambda: card.figures[2] == percent(1), timeout=10_000)
    press(card.button)
    settle(qtbot, window)
    size = document_of(window).picture.size
    np.testing.assert_array_equal(coverage_of(window), painted(document_of(window).subject.prompts, size))


def test_a_locked_subject_takes_no_other_mask(boxed: Window, paper: PaperDesks) -> None:
    boxed.session.perform("lock", SetTraits(0, Traits(is_locked=True)))
    press_key(boxed, Qt.Key.Key_C, BOTH)
    assert boxed.comparing.sheet is None
    assert boxed.stage.toast.words == str(Note.of(Notice.SUBJECT_LOCKED))
    assert paper.asked == []


def test_another_picture_ends_the_comparison(boxed: Window, paper: PaperDesks, picture: Path, qtbot: QtBot) -> None:
    paper.gate.clear()
    opened(qtbot, boxed)
    with qtbot.waitSignal(boxed.session.document_opened, timeout=20_000):
        boxed.session.open(Request.of_file(picture))
    assert boxed.comparing.sheet is None
    rest(qtbot, boxed)
