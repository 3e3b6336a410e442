"""How well and how fast engines find subjects, beside cv2.grabCut: prompts, the robot user's clicks, waits.

More tables by flags: a shaky hand, locality of strokes, first clicks on small subjects, memory, and contact sheets.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import fmean, median

from tests.bench import locality, memory, sheets, speed
from tests.bench.games import GAME, KINDS, Result, Task, compete, game, mean_ious, replay, shaken
from tests.bench.pairs import HELD_OUT_OF, pairs
from tests.bench.robot import STEADY, Robot
from tests.bench.rows import LARGE, NAMES, RIVAL, Entry, entries
from tests.bench.samples import Sample, load, names
from tests.bench.spread import spread
from tests.bench.tables import table

SEEDS = (1, 2, 3)
SMALL = 0.05
"""Share of the picture below which a subject is small."""
_SPEED_PICTURES = 5


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="a folder laid out like the GrabCut set")
    parser.add_argument("--rows", default=",".join(NAMES), metavar="NAMES", help=f"which of {', '.join(NAMES)}")
    parser.add_argument("--prototype", type=Path, metavar="DIR", help="where the prototype's network lies")
    parser.add_argument("--pictures", type=int, metavar="N", help="only the first N pictures of each set")
    parser.add_argument("--rival-games", type=int, metavar="N", help=f"{RIVAL} meets the robot on N pictures only")
    parser.add_argument("--no-speed", action="store_true", help="leave the table of waits out")
    parser.add_argument("--jitter", action="store_true", help=f"a shaky hand; without {RIVAL}")
    parser.add_argument("--locality", action="store_true", help=f"what further strokes do; without {RIVAL}")
    parser.add_argument(
        "--first-click", type=Path, nargs="+", default=[], metavar="PATH", help="folders or tars of images and masks"
    )
    parser.add_argument("--held-out", action="store_true", help=f"of those only the 1 in {HELD_OUT_OF} not trained on")
    parser.add_argument("--memory", action="store_true", help=f"at 24 megapixels; only {' and '.join(LARGE)}")
    parser.add_argument("--sheets", type=Path, metavar="DIR", help="write contact sheets here, one per row")
    parser.add_argument("--sheets-of", metavar="ROW", help="the row whose worst pictures they show (the first)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single figure here")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="pictures measured at a time (2)")


def run(arguments: argparse.Namespace) -> None:
    try:
        rows = entries(arguments.rows, arguments.prototype)
    except ValueError as error:
        raise SystemExit(str(error)) from error
    results = _run_drawn(arguments, rows) if arguments.data else []
    for source in arguments.first_click:
        results += _run_first_clicks(arguments, rows, source)
    if arguments.memory:
        _print(table("Memory at 24 megapixels", memory.COLUMNS, memory.measured(_large(rows)), 0))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")


def _run_drawn(arguments: argparse.Namespace, rows: Sequence[Entry]) -> list[Result]:
    """Everything that needs pictures with prompts drawn for them."""
    folder: Path = arguments.data
    loads = [partial(load, folder, name) for name in names(folder, arguments.pictures)]
    results = spread(compete, _tasks(rows, loads, arguments.rival_games), arguments.processes)
    lines = [(row.name, [*mean_ious(_of(row, results)), *game(_of(row, results))]) for row in rows]
    _print(table(f"{len(loads)} pictures, one thread a picture", (*KINDS, *GAME), lines, 3))
    if not arguments.no_speed:
        chosen = loads[:: max(1, len(loads) // _SPEED_PICTURES)][:_SPEED_PICTURES]
        _print(_speed_table(rows, [read() for read in chosen]))
    if arguments.jitter:
        _print(_jitter_table(_calm(rows), loads, results, arguments.processes))
    if arguments.locality:
        _print(_locality_table(_calm(rows), loads, arguments.processes))
    if arguments.sheets:
        _write_sheets(arguments, rows, results)
    return results


def _run_first_clicks(arguments: argparse.Namespace, rows: Sequence[Entry], source: Path) -> list[Result]:
    found = pairs(source, held_out=arguments.held_out, limit=arguments.pictures)
    tasks = _tasks(rows, [pair.load for pair in found], arguments.rival_games)
    results = spread(compete, tasks, arguments.processes)
    lines: list[tuple[str, list[float | None]]] = []
    for row in rows:
        played = [result for result in _of(row, results) if result.story]
        small = [result for result in played if result.share < SMALL]
        lines += [(f"{row.name}, small", [len(small), *game(small)]), (row.name, [len(played), *game(played)])]
    title = f"{source.name}{', held out' if arguments.held_out else ''}; small: below {SMALL:.0%} of the picture"
    _print(table(title, ("pictures", *GAME), lines, 3))
    return results


def _tasks(rows: Sequence[Entry], loads: Sequence[Callable[[], Sample]], rival_games: int | None) -> list[Task]:
    return [
        Task(row, read, None if row.name == RIVAL and rival_games is not None and number >= rival_games else STEADY)
        for row in rows
        for number, read in enumerate(loads)
    ]


def _jitter_table(
    rows: Sequence[Entry], loads: Sequence[Callable[[], Sample]], results: Sequence[Result], processes: int
) -> str:
    lines: list[tuple[str, list[float | None]]] = []
    for row in rows:
        tasks = [Task(row, read, Robot(seed)) for seed in SEEDS for read in loads]
        steady = [result.story for result in _of(row, results) if result.story]
        lines.append((row.name, shaken(steady, spread(replay, tasks, processes))))
    columns = ("NoC@85", "NoC@90", "shaky NoC@85", "shaky NoC@90", "more % @85", "more % @90")
    return table(f"A shaky hand: {len(SEEDS)} games a picture", columns, lines, 2)


def _locality_table(rows: Sequence[Entry], loads: Sequence[Callable[[], Sample]], processes: int) -> str:
    lines: list[tuple[str, list[float | None]]] = []
    for row in rows:
        watches = spread(locality.watch, [Task(row, read) for read in loads], processes)
        lines.append((row.name, locality.summary(watches)))
    return table(locality.TITLE, locality.COLUMNS, lines, 1)


def _speed_table(rows: Sequence[Entry], samples: Sequence[Sample]) -> str:
    lines: list[tuple[str, list[float | None]]] = []
    for title, size in (("640 x 480", speed.SCREEN), ("24 megapixels", speed.CAMERA)):
        for row in rows if size is speed.SCREEN else _large(rows):
            waits = [speed.waits(row, sample, size) for sample in samples]
            lines.append((f"{row.name}, {title}", [_median(times) for times in zip(*waits, strict=True)]))
    return table(f"Waits: medians of {len(samples)} pictures, OpenCV's own threads", speed.COLUMNS, lines, 1)


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _write_sheets(arguments: argparse.Namespace, rows: Sequence[Entry], results: Sequence[Result]) -> None:
    """Every row on the pictures one row does worst on."""
    judged = arguments.sheets_of or rows[0].name
    worst = sorted((result for result in results if result.row == judged), key=_merit)[: sheets.WORST]
    samples = [load(arguments.data, result.picture) for result in worst]
    arguments.sheets.mkdir(parents=True, exist_ok=True)
    for row in rows:
        path = arguments.sheets / f"worst-of-{judged}-by-{row.name}.png"
        sheets.write_sheet(path, row, samples)
        print(path, flush=True)


def _merit(result: Result) -> float:
    """How good a picture's line on a sheet is."""
    drawn = [result.ious[kind] for kind in sheets.SHOWN if kind in result.ious]
    clicked = [] if result.story is None else [result.story.iou_after(number) for number in sheets.CLICKS]
    return fmean([*drawn, *clicked])


def _of(row: Entry, results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.row == row.name]


def _calm(rows: Sequence[Entry]) -> list[Entry]:
    """Rows that play long games in a bearable time."""
    return [row for row in rows if row.name != RIVAL]


def _large(rows: Sequence[Entry]) -> list[Entry]:
    return [row for row in rows if row.name in LARGE]


def _print(text: str) -> None:
    print(text + "\n", flush=True)
