"""What one contestant does on one picture, and what many such results come to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

import numpy as np

from tests.bench.robot import STEADY, Robot, Story, play, score
from tests.bench.rows import Entry
from tests.bench.samples import Sample

KINDS = ("scribbles1", "scribbles2", "box", "auto")
GAME = ("NoC@85", "NoC@90", "failures", "IoU@1", "IoU@3", "IoU@5", "median ms", "p95 ms")


@dataclass(frozen=True)
class Task:
    """One row on one picture: `load` brings it to whatever process measures; `robot` plays, or nobody."""

    entry: Entry
    load: Callable[[], Sample]
    robot: Robot | None = STEADY


@dataclass(frozen=True)
class Result:
    """How one row did: IoU for each kind of prompt drawn for the picture, and the robot's story if it played.

    share: how much of the picture the subject is, 0..1.
    """

    row: str
    picture: str
    share: float
    ious: dict[str, float]
    story: Story | None


def compete(task: Task) -> Result:
    """Every kind of prompt there is, then the robot."""
    sample = task.load()
    contestant = task.entry.open(sample.pixels)
    ious = {
        kind: score(contestant.ask(prompts, None).coverage, sample.truth)
        for kind, prompts in sample.prompts.items()
        if contestant.takes_auto or not prompts.auto
    }
    share = float(np.count_nonzero(sample.truth == 255)) / sample.truth.size
    story = None if task.robot is None else play(contestant, sample, task.robot)
    return Result(task.entry.name, sample.name, share, ious, story)


def replay(task: Task) -> Story:
    """The robot's game alone."""
    sample = task.load()
    assert task.robot is not None
    return play(task.entry.open(sample.pixels), sample, task.robot)


def mean_ious(results: Sequence[Result]) -> list[float | None]:
    """Over the pictures that have each kind of prompt."""
    return [mean([result.ious[kind] for result in results if kind in result.ious]) for kind in KINDS]


def game(results: Sequence[Result]) -> list[float | None]:
    """What the stories come to, in the order of `GAME`."""
    stories = [result.story for result in results if result.story]
    if not stories:
        return [None] * len(GAME)
    waits = [1000 * seconds for story in stories for seconds in story.seconds]
    return [
        *(clicks(stories, wanted) for wanted in (0.85, 0.90)),
        sum(story.failed for story in stories),
        *(fmean(story.iou_after(number) for story in stories) for number in (1, 3, 5)),
        median(waits),
        float(np.percentile(waits, 95)),
    ]


def clicks(stories: Sequence[Story], wanted: float) -> float:
    """How many clicks an IoU takes on average (NoC)."""
    return fmean(story.clicks_to(wanted) for story in stories)


def shaken(steady: Sequence[Story], shaky: Sequence[Story]) -> list[float | None]:
    """Clicks of a steady and of a shaky hand to IoU 0.85 and 0.90, and how many percent more the second needs."""
    calm, wild = ([clicks(stories, wanted) for wanted in (0.85, 0.90)] for stories in (steady, shaky))
    return [*calm, *wild, *(100 * (more / less - 1) for less, more in zip(calm, wild, strict=True))]


def mean(values: Sequence[float]) -> float | None:
    """None of none."""
    return fmean(values) if values else None
