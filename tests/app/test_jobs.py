"""A lane runs one job after the other, and of questions only the newest is answered."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from segdesk.app.jobs import Lane
from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken, Report


@pytest.fixture
def lane(qapp: QApplication) -> Iterator[Lane]:
    made = Lane("test")
    yield made
    made.close()


@pytest.fixture
def answers(lane: Lane) -> list[object]:
    heard: list[object] = []
    lane.answered.connect(lambda _, answer: heard.append(answer))
    lane.failed.connect(lambda _, error: heard.append(error))
    return heard


def saying(word: object) -> Callable[[CancelToken, Report], object]:
    return lambda cancel, report: word


def waiting(gate: threading.Event, word: str) -> Callable[[CancelToken, Report], object]:
    """A job that waits for a gate and does not look at its token."""

    def wait(cancel: CancelToken, report: Report) -> object:
        assert gate.wait(10)
        return word

    return wait


def idle(qtbot: QtBot, lane: Lane) -> None:
    qtbot.waitUntil(lambda: not lane.is_busy, timeout=10_000)


def test_an_answer_comes_with_the_number_of_its_job(qtbot: QtBot, lane: Lane) -> None:
    with qtbot.waitSignal(lane.answered) as heard:
        number = lane.ask(saying("done"))
    assert heard.args == [number, "done"]


def test_answers_arrive_on_the_asking_thread(qtbot: QtBot, qapp: QApplication, lane: Lane) -> None:
    threads: list[object] = []
    lane.answered.connect(lambda _, inside: threads.extend((inside, QThread.currentThread())))
    lane.ask(lambda cancel, report: QThread.currentThread())
    idle(qtbot, lane)
    assert threads == [lane.worker, qapp.thread()]


def test_only_the_newest_of_many_questions_is_answered(qtbot: QtBot, lane: Lane, answers: list[object]) -> None:
    gate = threading.Event()
    lane.ask(waiting(gate, "old"))
    for word in ("older", "newer", "newest"):
        lane.ask(saying(word))
    gate.set()
    idle(qtbot, lane)
    assert answers == ["newest"]


def test_a_new_question_cancels_the_one_that_runs(qtbot: QtBot, lane: Lane, answers: list[object]) -> None:
    seen = threading.Event()

    def until_cancelled(cancel: CancelToken, report: Report) -> object:
        seen.set()
        while True:
            cancel.check()

    lane.ask(until_cancelled)
    assert seen.wait(10)
    lane.ask(saying("next"))
    idle(qtbot, lane)
    assert answers == ["next"]


def test_appended_jobs_are_all_done_in_order(qtbot: QtBot, lane: Lane, answers: list[object]) -> None:
    for word in "abc":
        lane.append(saying(word))
    idle(qtbot, lane)
    assert answers == ["a", "b", "c"]


def test_a_failure_is_told_and_the_lane_lives_on(qtbot: QtBot, lane: Lane, answers: list[object]) -> None:
    error = RuntimeError("broken")

    def fail(cancel: CancelToken, report: Report) -> object:
        raise error

    lane.append(fail)
    lane.append(saying("alive"))
    idle(qtbot, lane)
    assert answers == [error, "alive"]


def test_a_job_that_gives_up_says_nothing(qtbot: QtBot, lane: Lane, answers: list[object]) -> None:
    def give_up(cancel: CancelToken, report: Report) -> object:
        raise Cancelled

    lane.append(give_up)
    lane.append(saying("after"))
    idle(qtbot, lane)
    assert answers == ["after"]


def test_progress_of_a_cancelled_job_is_not_told(qtbot: QtBot, lane: Lane) -> None:
    shares: list[float] = []
    lane.progressed.connect(lambda _, stage, share: shares.append(share))
    gate = threading.Event()

    def work(cancel: CancelToken, report: Report) -> object:
        assert gate.wait(10)
        report("late", 0.9)
        return None

    lane.ask(work)
    lane.cancel()
    gate.set()
    idle(qtbot, lane)
    assert shares == []


def test_closing_makes_the_farewell_on_the_lanes_thread_and_ends_it(qapp: QApplication) -> None:
    lane, threads = Lane("test"), list[QThread]()
    lane.close(lambda cancel, report: threads.append(QThread.currentThread()))
    assert threads == [lane.worker]
    assert lane.worker.isFinished()


def test_busy_is_told_once_at_each_end(qtbot: QtBot, lane: Lane) -> None:
    told: list[bool] = []
    lane.busy_changed.connect(told.append)
    lane.ask(saying(1))
    idle(qtbot, lane)
    assert told == [True, False]
