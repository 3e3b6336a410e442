"""Kills a drawing session at some moment and looks at what its journal gives back."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from segdesk.storage.autosave import offers, recover
from segdesk.storage.steplog import read_log
from tests.app.journaled import digest

DUE_SECONDS = 1.0
"""A step that was done so long before the end has to be there."""


@dataclass(frozen=True)
class Death:
    """What a killed session had done and what came back.

    lost:    states after the one that came back.
    broken:  those among them that were said to be on the disk.
    overdue: those among them that were done long enough before to be there.
    delays:  seconds from each state to the disk, of those that were told of.
    steps:   records in the journal, and their bytes.
    """

    done: int
    lost: int
    broken: int
    overdue: int
    delays: tuple[float, ...]
    steps: int
    bytes: int


def killed(picture: Path, folder: Path, *, seed: int, after: float, kept: int = 0) -> Death:
    """Let a session draw for so many seconds, from when so many states were kept, kill it, and recover what it did."""
    told, environment = folder / f"told-{seed}", os.environ | {"XDG_STATE_HOME": str(folder)}
    with told.open("w") as out:
        command = [sys.executable, "-m", "tests.app.journaled", str(picture), str(seed)]
        with subprocess.Popen(command, stdout=out, env=environment) as process:
            _wait_for(process, told, kept)
            # No event tells of the right moment: any is right.
            time.sleep(after)
            end = time.monotonic()
            process.kill()
    return _looked_at(told, folder / "segdesk" / "journals", end)


def _wait_for(process: "subprocess.Popen[bytes]", told: Path, kept: int) -> None:
    while process.poll() is None and not _has_come_to(told.read_text(), kept):
        time.sleep(0.005)
    assert process.returncode is None, "the session ended by itself"


def _has_come_to(told: str, kept: int) -> bool:
    return told.startswith("ready") and told.count("kept") >= kept


def _looked_at(told: Path, root: Path, end: float) -> Death:
    with told.open() as lines:
        done, kept = _states(lines)
    found, steps, size = -1, 0, 0
    for offer in offers(root):
        recovered = digest(recover(offer).document)
        found = max(at for at, (state, _) in enumerate(done) if state == recovered)
        log = next(offer.folder.glob("steps-*"))
        steps, size = sum(1 for _ in read_log(log)), log.stat().st_size
        offer.discard()
    last_kept = max((at for at, (state, _) in enumerate(done) if kept and state == kept[-1][0]), default=-1)
    # Before the first step there is nothing to come back.
    first = next((at for at, (state, _) in enumerate(done) if state != done[0][0]), len(done))
    lost = range(max(found, first - 1) + 1, len(done))
    overdue = sum(done[at][1] < end - DUE_SECONDS for at in lost)
    broken = sum(at <= last_kept for at in lost)
    return Death(len(done), len(lost), broken, overdue, _delays(done, kept), steps, size)


def _states(lines: IO[str]) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    done: list[tuple[str, float]] = []
    kept: list[tuple[str, float]] = []
    for line in lines:
        words = line.split()
        if len(words) == 3 and line.endswith("\n"):
            (done if words[0] == "did" else kept).append((words[1], float(words[2])))
    return done, kept


def _delays(done: list[tuple[str, float]], kept: list[tuple[str, float]]) -> tuple[float, ...]:
    """How long each state took that was written down as such; one overtaken by the next is in that."""
    delays: list[float] = []
    for state, when in kept:
        since = [moment for known, moment in done if known == state and moment <= when]
        if since:
            delays.append(when - since[-1])
    return tuple(delays)
