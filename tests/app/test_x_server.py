"""The sample cut out by hand on a real X server: real pointer and key events, the real engine, the exported file."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import cos, sin, tau
from pathlib import Path

import numpy as np
import pytest

from segdesk import pipeline
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.imaging import files
from tests.app.x_hands import LEFT, PATIENCE_SECONDS, RIGHT, ROOT, STEPS, Program, running, x_server
from tests.app.x_job import plan_of, work
from tests.scenes import iou

MOST_STROKES = 6
LEAST_AGREEMENT = 0.95
QUICK_MOVES = 200


@pytest.fixture
def display() -> Iterator[str]:
    with x_server() as name:
        yield name


@pytest.fixture
def program(display: str) -> Iterator[Program]:
    """The program on the sample picture."""
    with running(display, pipeline.sample().picture) as started:
        yield started


@pytest.fixture
def other(program: Program) -> Iterator[Callable[[], Program]]:
    """Starts another program on the same display."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> Program:
        environment = {**os.environ, "DISPLAY": program.display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "tests.app.x_reader"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=0))
        return Program(started[-1], program.display)

    yield start
    for process in started:
        process.kill()
        process.wait(PATIENCE_SECONDS)
        assert process.stdout is not None
        process.stdout.close()


def test_another_program_gets_the_cutout_by_clipboard_and_by_drag(
    program: Program, other: Callable[[], Program]
) -> None:
    program.do("key", "a")
    program.hear("answered")
    at = program.hear("thumbnail")["at"]
    program.do("key", "ctrl+c")
    count = program.hear("copied")["count"]
    reader = other()
    found = reader.hear("clipboard")
    assert {"image/png", "application/x-qt-image", "text/uri-list"} <= set(found["formats"])
    assert found["size"] == found["png"] == list(program.size)
    assert found["alphas"] == [0, 255]
    assert found["files"] == [["jug-cutout.png", True]]
    assert count > 0
    x, y = at
    steps = [word for step in range(1, 21) for word in ("mousemove", x + step * (1520 - x) // 20, y, "sleep", 0.02)]
    program.do("mousemove", x, y, "mousedown", LEFT, *steps, "sleep", 0.3, "mouseup", LEFT)
    dropped = reader.hear("dropped")
    [[name, size, start]] = dropped["files"]
    assert (name, start) == ("jug-cutout.png", b"\x89PNG".hex())
    assert size == count


def test_not_one_of_many_quick_moves_is_lost(program: Program) -> None:
    program.do("key", "k")
    middle = program.size[0] / 2, program.size[1] / 2
    turns = [tau * step / QUICK_MOVES for step in range(QUICK_MOVES + 1)]
    places = [(middle[0] * (1 + cos(turn) / 3), middle[1] * (1 + sin(turn) / 3)) for turn in turns]
    first, *rest = [Point(*place) for place in places]
    moves = [word for at in rest for word in ("mousemove", *program.screen(at))]
    program.do("mousemove", *program.screen(first), "mousedown", LEFT, *moves, "mouseup", LEFT)
    assert program.hear("answered")["points"] == [QUICK_MOVES + 1]


def test_a_box_and_few_strokes_cut_the_sample_out(program: Program, tmp_path: Path) -> None:
    target, said = tmp_path / "cutout.png", pipeline.load_prompts(pipeline.sample().prompts)
    assert len(said.strokes) <= MOST_STROKES
    for prompt in said.boxes:
        program.drag([Point(prompt.box.left, prompt.box.top), Point(prompt.box.right, prompt.box.bottom)])
        program.hear("answered")
    program.do("key", "k")
    for stroke in said.strokes:
        program.drag(stroke.points, LEFT if stroke.polarity is Polarity.KEEP else RIGHT)
        # However fast the hand is, no place that it passed is lost.
        assert program.hear("answered")["points"][-1] == STEPS * (len(stroke.points) - 1) + 1
    program.do("key", "ctrl+e")
    program.save_as(target)
    exported = files.decode(target).picture
    truth = files.decode_map(pipeline.sample().alpha)
    assert exported.alpha is not None
    assert iou(exported.alpha, truth) >= LEAST_AGREEMENT


def test_a_designers_whole_job_on_the_sample(program: Program, tmp_path: Path) -> None:
    target, truth = tmp_path / "together.png", files.decode_map(pipeline.sample().alpha)
    # After the proposal the strokes of the sample's own prompts put right what it took for the subject.
    said = pipeline.load_prompts(pipeline.sample().prompts).strokes
    plan = replace(plan_of(truth), strokes=tuple((stroke.polarity, stroke.points) for stroke in said))
    told = work(program, plan, target)
    assert told == ["overlay", "white", "black", "checker", "mask", "alpha", "trimap", "overlay"]
    alpha = files.decode(target).picture.alpha
    assert alpha is not None
    left, top, right, bottom = map(round, plan.other)
    beside = alpha[top:bottom, left:right].mean() / 255
    assert beside > 0.2
    alpha = alpha.copy()
    alpha[top:bottom, left:right] = truth[top:bottom, left:right]
    x, y = map(round, plan.erased[0])
    assert alpha[y, x] < 40
    assert iou(alpha, truth) >= 0.9
    assert 0 < np.count_nonzero((alpha > 20) & (alpha < 235)) < alpha.size / 10
