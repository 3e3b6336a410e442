"""The sample cut out by hand on a real X server: real pointer and key events, the real engine, the exported file."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, sin, tau
from pathlib import Path
from typing import Any

import pytest

from segdesk import pipeline
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity
from segdesk.imaging import files
from tests.scenes import iou

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
LEFT, RIGHT = 1, 3

MOST_STROKES = 6
LEAST_AGREEMENT = 0.95
QUICK_MOVES = 200
STEPS = 8
"""Pointer moves from one place to the next."""


@dataclass
class Program:
    """The window's process, and where the picture lies on the screen."""

    process: subprocess.Popen[bytes]
    display: str
    scale: float = 1.0
    origin: tuple[float, float] = (0.0, 0.0)
    size: tuple[int, int] = (0, 0)
    window: int = 0

    def hear(self, what: str) -> dict[str, Any]:
        """The next line that tells of this. Fails on a failure and when nothing comes."""
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], PATIENCE_SECONDS)[0]:
            line = self.process.stdout.readline()
            assert line, f"the program ended with {self.process.wait()} before it told of “{what}”"
            told = json.loads(line)
            assert told["what"] != "failed", told
            if told["what"] == what:
                return told
        raise AssertionError(f"nothing was told of “{what}”")

    def do(self, *words: object) -> None:
        """Real X events."""
        environment = {**os.environ, "DISPLAY": self.display}
        subprocess.run(["xdotool", *map(str, words)], check=True, env=environment, capture_output=True)

    def drag(self, places: Sequence[Point], button: int = LEFT) -> None:
        """Press at the first place of the picture, move in small steps over the others, let go."""
        words: list[object] = ["mousemove", *self.screen(places[0]), "mousedown", button]
        for one, other in pairwise(places):
            for step in range(1, STEPS + 1):
                share = step / STEPS
                at = Point(one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share)
                words += ["mousemove", *self.screen(at)]
        self.do(*words, "mouseup", button)

    def screen(self, place: Point) -> tuple[int, int]:
        """Where on the screen a place of the picture is."""
        return round(place.x * self.scale + self.origin[0]), round(place.y * self.scale + self.origin[1])


@pytest.fixture
def display() -> Iterator[str]:
    """A real X server without a screen."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(PATIENCE_SECONDS)


@pytest.fixture
def program(display: str) -> Iterator[Program]:
    """The program on the sample picture, with its window in front."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "SEGDESK_LANGUAGE": "en_US"}
    command = [sys.executable, "-m", "tests.app.x_window", str(pipeline.sample().picture)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=0)
    started = Program(process, display)
    opened = started.hear("opened")
    started.scale, started.origin = opened["scale"], tuple(opened["origin"])
    started.size = tuple(opened["size"])
    started.window = opened["window"]
    started.do("windowfocus", started.window)
    yield started
    if process.poll() is None:
        process.kill()
    process.wait(PATIENCE_SECONDS)
    assert process.stdout is not None
    process.stdout.close()


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
    dialog = program.hear("dialog")
    program.do("windowfocus", dialog["window"])
    program.do("key", "ctrl+a")
    program.do("type", str(target))
    program.do("key", "Return")
    assert Path(program.hear("exported")["path"]) == target
    # No window manager hands the focus back.
    program.do("windowfocus", program.window, "key", "ctrl+q")
    assert program.process.wait(PATIENCE_SECONDS) == 0
    exported = files.decode(target).picture
    truth = files.decode_map(pipeline.sample().alpha)
    assert exported.alpha is not None
    assert iou(exported.alpha, truth) >= LEAST_AGREEMENT
