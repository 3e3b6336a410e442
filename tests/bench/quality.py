"""IoU from scribbles, boxes and nothing, the robot user's clicks, and how long answers take, beside cv2.grabCut."""

import argparse
import json
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import fmean, median

import cv2
import numpy as np

from tests.bench import speed
from tests.bench.contestants import CONTESTANTS, LOCAL, RIVAL
from tests.bench.robot import Story, play, score
from tests.bench.samples import Sample, load, names
from tests.bench.tables import table

KINDS = ("scribbles1", "scribbles2", "box", "auto")
COLUMNS = (*KINDS, "NoC@85", "NoC@90", "failures", "IoU@1", "IoU@3", "IoU@5", "median ms", "p95 ms")
_SPEED_PICTURES = 5


@dataclass(frozen=True)
class Result:
    """How one contestant did on one picture: IoU for each kind of prompt, and the robot's story if it played."""

    contestant: str
    picture: str
    ious: dict[str, float]
    story: Story | None


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="a folder laid out like the GrabCut set"
    )
    parser.add_argument("--pictures", type=int, metavar="N", help="only the first N pictures")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single figure here")
    parser.add_argument("--no-rival", action="store_true", help="leave cv2.grabCut out")
    parser.add_argument("--rival-games", type=int, metavar="N", help="the rival meets the robot on N pictures only")
    parser.add_argument("--no-speed", action="store_true", help="leave the speed tables out")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="pictures measured at a time (2)")


def run(arguments: argparse.Namespace) -> None:
    folder: Path = arguments.data
    pictures = names(folder, arguments.pictures)
    contestants = [LOCAL] if arguments.no_rival else [LOCAL, RIVAL]
    games = {RIVAL: len(pictures) if arguments.rival_games is None else arguments.rival_games}
    tasks = [
        (contestant, name, number < games.get(contestant, len(pictures)))
        for contestant in contestants
        for number, name in enumerate(pictures)
    ]
    results = _measured(folder, tasks, arguments.processes)
    rows = [(name, _summary([result for result in results if result.contestant == name])) for name in contestants]
    print(table(f"{len(pictures)} pictures, one thread a picture", COLUMNS, rows, 3))
    if not arguments.no_speed:
        samples = [load(folder, name) for name in pictures[:: max(1, len(pictures) // _SPEED_PICTURES)]]
        print("\n" + _speed_table(samples[:_SPEED_PICTURES], rival=not arguments.no_rival))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")


def _measured(folder: Path, tasks: Sequence[tuple[str, str, bool]], processes: int) -> list[Result]:
    # A forked child would inherit OpenCV's thread pool without its threads, and wait for them forever.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, partial(cv2.setNumThreads, 1)) as pool:
        return list(pool.map(partial(_compete, folder), tasks))


def _compete(folder: Path, task: tuple[str, str, bool]) -> Result:
    name, picture, plays = task
    sample = load(folder, picture)
    contestant = CONTESTANTS[name](sample.pixels)
    ious = {
        kind: score(contestant.ask(prompts, None), sample.truth)
        for kind, prompts in sample.prompts.items()
        if contestant.takes_auto or not prompts.auto
    }
    return Result(name, picture, ious, play(contestant, sample) if plays else None)


def _summary(results: Sequence[Result]) -> list[float | None]:
    stories = [result.story for result in results if result.story]
    return [
        *(_mean([result.ious[kind] for result in results if kind in result.ious]) for kind in KINDS),
        *_game(stories),
    ]


def _game(stories: Sequence[Story]) -> list[float | None]:
    if not stories:
        return [None] * (len(COLUMNS) - len(KINDS))
    waits = [1000 * seconds for story in stories for seconds in story.seconds]
    return [
        *(fmean(story.clicks_to(wanted) for story in stories) for wanted in (0.85, 0.90)),
        float(sum(story.failed for story in stories)),
        *(fmean(story.iou_after(clicks) for story in stories) for clicks in (1, 3, 5)),
        median(waits),
        float(np.percentile(waits, 95)),
    ]


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _speed_table(samples: Sequence[Sample], *, rival: bool) -> str:
    screen = [speed.measure(sample, speed.SCREEN, rival=rival) for sample in samples]
    camera = [speed.measure(sample, speed.CAMERA, rival=False) for sample in samples]
    small, large = (
        [median(times) for times in zip(*((wait.open, wait.stroke, wait.edges) for wait in waits), strict=True)]
        for waits in (screen, camera)
    )
    other = median(wait.rival or 0 for wait in screen) if rival else None
    rows = [
        ("640 x 480", [*small, other, other and other / small[1], None]),
        ("24 megapixels", [*large, None, None, large[1] / small[1]]),
    ]
    columns = ("open ms", "stroke ms", "edges ms", f"{RIVAL} ms", "times faster", "stroke times 640 x 480")
    return table(f"Speed: medians of {len(samples)} pictures, OpenCV's own threads", columns, rows, 2)
