"""The session: one undo for stroke and mask, late answers dropped, failures that leave the document alone."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.core.document import Document
from segdesk.core.errors import EngineError, PictureError, Reason, SegDeskError
from segdesk.core.geometry import Box
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts
from segdesk.imaging import files
from tests.app.conftest import Settle
from tests.app.desks import PaperDesks, engine_failure, painted
from tests.app.hands import has_unexported
from tests.scenes import Scene, click

BOX = BoxPrompt(Box(40, 40, 200, 180))


@pytest.fixture
def opened(session: Session, picture: Path, qtbot: QtBot) -> Session:
    with qtbot.waitSignal(session.document_opened, timeout=20_000):
        session.open(Request.of_file(picture))
    return session


@pytest.fixture
def failures(session: Session) -> list[SegDeskError]:
    heard: list[SegDeskError] = []
    session.failed.connect(heard.append)
    return heard


def document_of(session: Session) -> Document:
    assert session.document is not None
    return session.document


def coverage_of(session: Session) -> np.ndarray | None:
    mask = document_of(session).subject.mask
    return None if mask is None else mask.coverage


def test_a_box_is_answered_by_a_mask(opened: Session, settle: Settle) -> None:
    opened.add(BOX)
    settle()
    subject = document_of(opened).subject
    assert subject.mask is not None
    np.testing.assert_array_equal(subject.mask.coverage, painted(subject.prompts, document_of(opened).picture.size))


def test_one_undo_takes_back_stroke_and_mask(opened: Session, settle: Settle, scene: Scene) -> None:
    opened.add(BOX)
    settle()
    before = document_of(opened)
    opened.add(click(scene.inside))
    settle()
    opened.undo()
    assert document_of(opened) == before


def test_undoing_everything_leads_to_no_mask(opened: Session, settle: Settle, scene: Scene) -> None:
    fresh = document_of(opened)
    for prompt in (BOX, click(scene.inside), click(scene.outside, Polarity.REMOVE)):
        opened.add(prompt)
        settle()
    for _ in range(3):
        opened.undo()
    settle()
    assert document_of(opened) == fresh
    assert opened.undo_name is None


def test_redo_brings_back_the_same_mask(opened: Session, settle: Settle, scene: Scene) -> None:
    opened.add(BOX)
    settle()
    opened.add(click(scene.inside))
    settle()
    after = document_of(opened)
    opened.undo()
    opened.undo()
    opened.redo()
    opened.redo()
    settle()
    assert document_of(opened) == after


def test_an_undo_before_the_answer_asks_for_what_is_left(
    opened: Session, settle: Settle, desks: PaperDesks, scene: Scene
) -> None:
    desks.gate.clear()
    opened.add(BOX)
    opened.add(click(scene.outside))
    opened.undo()
    desks.gate.set()
    settle()
    size = document_of(opened).picture.size
    np.testing.assert_array_equal(coverage_of(opened), painted(Prompts(boxes=(BOX,)), size))
    opened.redo()
    settle()
    both = Prompts(boxes=(BOX,), strokes=(click(scene.outside),))
    np.testing.assert_array_equal(coverage_of(opened), painted(both, size))


def test_a_late_answer_is_dropped(
    opened: Session, settle: Settle, desks: PaperDesks, scene: Scene, qtbot: QtBot
) -> None:
    desks.heeds_cancel = False
    desks.gate.clear()
    opened.add(BOX)
    qtbot.waitUntil(desks.started.is_set)
    opened.undo()
    desks.gate.set()
    settle()
    assert coverage_of(opened) is None
    assert document_of(opened).subject.prompts.is_empty


def test_the_newest_prompts_win(opened: Session, settle: Settle, desks: PaperDesks, scene: Scene, qtbot: QtBot) -> None:
    desks.heeds_cancel = False
    desks.gate.clear()
    opened.add(BOX)
    qtbot.waitUntil(desks.started.is_set)
    for _ in range(3):
        opened.add(click(scene.inside))
    desks.gate.set()
    settle()
    assert [len(prompts.strokes) for prompts in desks.asked] == [0, 3]
    assert len(document_of(opened).subject.prompts.strokes) == 3
    assert not document_of(opened).subject.is_stale


def test_a_desk_serves_one_picture_and_is_closed(
    opened: Session, settle: Settle, desks: PaperDesks, picture: Path, qtbot: QtBot
) -> None:
    for _ in range(2):
        opened.add(BOX)
        settle()
    assert (desks.opened, desks.closed) == (1, 0)
    with qtbot.waitSignal(opened.document_opened, timeout=20_000):
        opened.open(Request.of_file(picture))
    opened.add(BOX)
    settle()
    assert (desks.opened, desks.closed) == (2, 1)


def test_a_failed_engine_leaves_the_document_alone_and_the_next_stroke_works(
    opened: Session, settle: Settle, desks: PaperDesks, failures: list[SegDeskError], scene: Scene
) -> None:
    opened.add(BOX)
    settle()
    mask = document_of(opened).subject.mask
    desks.failure = engine_failure()
    opened.add(click(scene.inside))
    settle()
    assert [error.reason for error in failures] == [Reason.ENGINE_FAILED]
    assert document_of(opened).subject.mask is mask
    desks.failure = None
    opened.add(click(scene.inside))
    settle()
    assert not document_of(opened).subject.is_stale


def test_a_crash_inside_an_engine_becomes_a_sentence(
    opened: Session, settle: Settle, desks: PaperDesks, failures: list[SegDeskError]
) -> None:
    desks.failure = ZeroDivisionError("by zero")
    opened.add(BOX)
    settle()
    assert isinstance(failures[0], EngineError)
    assert "ZeroDivisionError" in str(failures[0])
    assert desks.closed == 1


def test_cancelling_leaves_the_stroke_without_a_mask(
    opened: Session, settle: Settle, desks: PaperDesks, failures: list[SegDeskError], qtbot: QtBot
) -> None:
    desks.gate.clear()
    opened.add(BOX)
    qtbot.waitUntil(desks.started.is_set)
    opened.cancel()
    settle()
    assert document_of(opened).subject.prompts.boxes == (BOX,)
    assert coverage_of(opened) is None
    assert failures == []


def test_auto_subject_is_a_step(opened: Session, settle: Settle) -> None:
    opened.find_subject()
    settle()
    assert document_of(opened).subject.prompts == Prompts(auto=True)
    assert coverage_of(opened) is not None
    opened.undo()
    assert coverage_of(opened) is None


def test_asking_again_is_the_next_candidate_and_after_the_last_the_first(
    opened: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.candidates = 3
    seen: list[np.ndarray | None] = []
    for candidate in (0, 1, 2, 0):
        opened.find_subject()
        settle()
        assert document_of(opened).subject.prompts == Prompts(auto=True, candidate=candidate)
        seen.append(coverage_of(opened))
    np.testing.assert_array_equal(seen[0], seen[3])
    assert len({array.tobytes() for array in seen if array is not None}) == 3
    for before in reversed(seen[:3]):
        opened.undo()
        np.testing.assert_array_equal(coverage_of(opened), before)
    opened.redo()
    np.testing.assert_array_equal(coverage_of(opened), seen[1])
    assert len(desks.asked) == 4


def test_a_stroke_keeps_the_candidate_and_asking_after_it_starts_over(
    opened: Session, settle: Settle, desks: PaperDesks, scene: Scene
) -> None:
    desks.candidates = 2
    for _ in range(2):
        opened.find_subject()
        settle()
    opened.add(click(scene.inside))
    settle()
    drawn = document_of(opened)
    assert drawn.subject.prompts == Prompts(strokes=(click(scene.inside),), auto=True, candidate=1)
    opened.find_subject()
    settle()
    assert document_of(opened).subject.prompts == Prompts(auto=True)
    opened.undo()
    assert document_of(opened) == drawn


def test_where_there_is_one_candidate_asking_again_says_so_and_asks_nobody(
    opened: Session, settle: Settle, desks: PaperDesks
) -> None:
    told: list[tuple[Note, ...]] = []
    opened.noted.connect(told.append)
    opened.find_subject()
    settle()
    answered = document_of(opened)
    opened.find_subject()
    settle()
    assert told == [(Note.of(Notice.SUBJECT_ALONE),)]
    assert document_of(opened) is answered
    assert len(desks.asked) == 1


def test_asking_again_before_the_answer_is_no_second_question(
    opened: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.candidates = 3
    desks.gate.clear()
    for _ in range(3):
        opened.find_subject()
    desks.gate.set()
    settle()
    assert desks.asked == [Prompts(auto=True)]
    opened.undo()
    assert opened.undo_name is None


def test_after_a_failure_asking_again_is_the_same_question(
    opened: Session, settle: Settle, desks: PaperDesks, failures: list[SegDeskError]
) -> None:
    desks.failure = engine_failure()
    opened.find_subject()
    settle()
    desks.failure = None
    opened.find_subject()
    settle()
    assert len(failures) == 1
    assert desks.asked == [Prompts(auto=True)] * 2
    assert coverage_of(opened) is not None


def test_clearing_takes_everything_away_in_one_step(opened: Session, settle: Settle, scene: Scene) -> None:
    for prompt in (BOX, click(scene.inside)):
        opened.add(prompt)
        settle()
    marked = document_of(opened)
    opened.clear()
    settle()
    assert document_of(opened).subject.prompts.is_empty
    assert coverage_of(opened) is None
    opened.undo()
    settle()
    assert document_of(opened) == marked


def test_an_export_waits_for_the_answer(opened: Session, settle: Settle, desks: PaperDesks, tmp_path: Path) -> None:
    target = tmp_path / "plum-cutout.png"
    desks.gate.clear()
    opened.add(BOX)
    opened.export(target)
    assert opened.is_writing
    desks.gate.set()
    settle()
    alpha = files.decode(target).picture.alpha
    np.testing.assert_array_equal(alpha, coverage_of(opened))


def test_only_work_that_no_export_holds_is_unexported(
    opened: Session, settle: Settle, tmp_path: Path, scene: Scene
) -> None:
    assert not has_unexported(opened)
    opened.add(BOX)
    settle()
    assert has_unexported(opened)
    opened.export(tmp_path / "one.png")
    settle()
    assert not has_unexported(opened)
    opened.add(click(scene.inside))
    settle()
    assert has_unexported(opened)
    opened.undo()
    assert not has_unexported(opened)


def test_an_export_that_fails_stays_unexported(
    opened: Session, settle: Settle, failures: list[SegDeskError], tmp_path: Path
) -> None:
    opened.add(BOX)
    settle()
    opened.export(tmp_path / "nowhere" / "one.png")
    settle()
    assert [error.reason for error in failures] == [Reason.OUTPUT_FOLDER]
    assert has_unexported(opened)


def test_an_original_is_never_written_over(
    opened: Session, settle: Settle, failures: list[SegDeskError], picture: Path
) -> None:
    content = picture.read_bytes()
    opened.add(BOX)
    settle()
    opened.export(picture)
    settle()
    assert [error.reason for error in failures] == [Reason.OUTPUT_IS_INPUT]
    assert picture.read_bytes() == content


def test_a_picture_that_cannot_be_opened_leaves_the_one_that_is_open(
    opened: Session, failures: list[SegDeskError], tmp_path: Path, qtbot: QtBot
) -> None:
    before = document_of(opened)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    with qtbot.waitSignal(opened.failed, timeout=20_000):
        opened.open(Request.of_file(broken))
    assert isinstance(failures[0], PictureError)
    assert document_of(opened) is before


def test_a_large_picture_opens_when_asked_for_again(session: Session, picture: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.too_large, timeout=20_000) as heard:
        session.open(Request(picture, picture.name, limit_megapixels=0.01))
    assert heard.args is not None
    request, error = heard.args
    assert request.source == picture
    assert error.reason is Reason.PICTURE_TOO_LARGE
    with qtbot.waitSignal(session.document_opened, timeout=20_000):
        session.open(Request(picture, picture.name, limit_megapixels=None))


def test_prompts_of_a_file_are_the_first_step(session: Session, settle: Settle, picture: Path, qtbot: QtBot) -> None:
    prompts = picture.with_suffix(".json")
    prompts.write_text('{"format": 1, "boxes": [[40, 40, 200, 180]]}', encoding="utf-8")
    with qtbot.waitSignal(session.document_opened, timeout=20_000):
        session.open(Request.of_file(picture, prompts))
    settle()
    assert document_of(session).subject.prompts.boxes == (BOX,)
    assert coverage_of(session) is not None
    session.undo()
    assert document_of(session).subject.prompts.is_empty


def test_another_engine_gets_a_desk_of_its_own_and_the_old_one_is_closed(
    opened: Session, settle: Settle, desks: PaperDesks
) -> None:
    opened.add(BOX)
    settle()
    before = document_of(opened)
    opened.choose("baidu")
    settle()
    assert (desks.opened, desks.closed) == (1, 1)
    assert document_of(opened) is before
    opened.find_subject()
    settle()
    mask = document_of(opened).subject.mask
    assert mask is not None
    assert mask.source.engine == "baidu"
    assert desks.opened == 2


def test_a_question_under_way_goes_to_the_engine_chosen_meanwhile(
    opened: Session, settle: Settle, desks: PaperDesks
) -> None:
    desks.gate.clear()
    opened.add(BOX)
    assert desks.started.wait(10)
    opened.choose("baidu")
    desks.gate.set()
    settle()
    mask = document_of(opened).subject.mask
    assert mask is not None
    assert mask.source.engine == "baidu"
    assert (desks.opened, desks.closed) == (2, 1)
