"""Tells how long programs take from their start to a first window: `python packaging/starts.py "COMMAND" ...`.

Each command is started so many times, by turns, on an X server of its own and with an empty home; the median counts.
Needs Xvfb and xwininfo.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter, sleep
from typing import Final

TITLE: Final = "SegDesk"
LOOK_SECONDS: Final = 0.004
PATIENCE_SECONDS: Final = 40.0


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="+", metavar="COMMAND", help="what starts the window, in quotes")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="starts of each (5)")
    options = parser.parse_args()
    with x_server() as display, tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"DISPLAY": display, "HOME": home, "LANG": "C.UTF-8"}
        for command in options.commands:
            seconds_to_window(command, environment)
        rounds = [[seconds_to_window(one, environment) for one in options.commands] for _ in range(options.times)]
    for command, seconds in zip(options.commands, zip(*rounds, strict=True), strict=True):
        print(f"{median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})  {command}")
    return 0


@contextmanager
def x_server() -> Iterator[str]:
    """The name of a display with nothing on it."""
    listen, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL) as server:
        os.close(tell)
        yield ":" + os.read(listen, 20).decode().strip()
        server.terminate()


def seconds_to_window(command: str, environment: dict[str, str]) -> float:
    """From the start of a process until its window is on the screen; the process is ended then."""
    asked = ["xwininfo", "-name", TITLE]
    since = perf_counter()
    with subprocess.Popen(shlex.split(command), env=environment, stderr=subprocess.DEVNULL) as program:
        while "IsViewable" not in subprocess.run(asked, env=environment, capture_output=True, text=True).stdout:
            if program.poll() is not None or perf_counter() - since > PATIENCE_SECONDS:
                raise SystemExit(f"No window came from: {command}")
            sleep(LOOK_SECONDS)
        taken = perf_counter() - since
        program.terminate()
    return taken


if __name__ == "__main__":
    sys.exit(main())
