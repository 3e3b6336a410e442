"""Hands on a real X server: a server without a screen, the program on it, and pointer and key events by xdotool."""

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from segdesk.core.geometry import Point
from tests.homes import home_variables

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120.0
LEFT, RIGHT = 1, 3
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
    controls: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Where on the screen buttons are, by their names."""

    def hear(self, what: str) -> dict[str, Any]:
        """The next line that tells of this. Fails on a failure and when nothing comes."""
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], PATIENCE_SECONDS)[0]:
            line = self.process.stdout.readline()
            assert line, f"the program ended with {self.process.wait()} before it told of “{what}”"
            told = json.loads(line)
            assert told["what"] != "failed", told
            self.controls = told.get("controls", self.controls)
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

    def save_as(self, target: Path) -> None:
        """The export's dialog, which was asked for, gets its name; when the file is there the program ends."""
        dialog = self.hear("dialog")
        self.do("windowfocus", dialog["window"])
        self.do("key", "ctrl+a")
        self.do("type", str(target))
        self.do("key", "Return")
        assert Path(self.hear("exported")["path"]) == target
        # No window manager hands the focus back.
        self.do("windowfocus", self.window, "key", "ctrl+q")
        assert self.process.wait(PATIENCE_SECONDS) == 0

    def screen(self, place: Point) -> tuple[int, int]:
        """Where on the screen a place of the picture is."""
        return round(place.x * self.scale + self.origin[0]), round(place.y * self.scale + self.origin[1])


@contextmanager
def x_server(size: str = "1600x1000") -> Iterator[str]:
    """A real X server without a screen, of so many pixels; its display."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


@contextmanager
def running(display: str, picture: Path) -> Iterator[Program]:
    """The program on a picture, with its window in front, as on a computer that it is new to."""
    with tempfile.TemporaryDirectory() as home:
        screen = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "SEGDESK_LANGUAGE": "en_US"}
        with _started(display, picture, {**os.environ, **home_variables(Path(home)), **screen}) as started:
            yield started


@contextmanager
def _started(display: str, picture: Path, environment: dict[str, str]) -> Iterator[Program]:
    command = [sys.executable, "-m", "tests.app.x_window", str(picture)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, bufsize=0)
    started = Program(process, display)
    try:
        opened = started.hear("opened")
        started.scale, started.origin = opened["scale"], tuple(opened["origin"])
        started.size, started.window = tuple(opened["size"]), opened["window"]
        started.do("windowfocus", started.window)
        yield started
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE_SECONDS)
        assert process.stdout is not None
        process.stdout.close()
