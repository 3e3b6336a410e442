"""Kills a session that draws by itself, many times at random moments, and counts what its journal did not give back.

The picture has --megapixels; the engine is one of paper, so that steps come as fast as the hand makes them.
"""

import argparse
import math
import random
import statistics
import tempfile
from pathlib import Path

from segdesk.core.geometry import Size
from tests.app.killing import Death, killed
from tests.bench.tables import table
from tests.scenes import plum


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kills", type=int, default=100, help="how often (default: 100)")
    parser.add_argument("--megapixels", type=float, default=1, help="of the picture (default: 1)")
    parser.add_argument("--seconds", type=float, default=2, help="the longest a session lives (default: 2)")


def run(options: argparse.Namespace) -> None:
    dice, deaths = random.Random(1), list[Death]()
    height = round(math.sqrt(options.megapixels * 1e6 / 1.5))
    with tempfile.TemporaryDirectory() as place:
        picture = plum(Size(round(1.5 * height), height)).save(Path(place) / "plum.png")
        for seed in range(options.kills):
            deaths.append(killed(picture, Path(place), seed=seed, after=dice.uniform(0, options.seconds)))
    delays = sorted(delay for death in deaths for delay in death.delays)
    steps = sum(death.steps for death in deaths)
    rows = {
        "kills": len(deaths),
        "states before the kill": sum(death.done for death in deaths),
        "lost although said to be on the disk": sum(death.broken for death in deaths),
        "lost although a second old": sum(death.overdue for death in deaths),
        "lost at all, on their way when it came": sum(death.lost for death in deaths),
        "most lost by one kill": max(death.lost for death in deaths),
        "ms from step to disk, p50": 1000 * statistics.median(delays),
        "ms from step to disk, p99": 1000 * delays[min(len(delays) - 1, math.ceil(0.99 * len(delays)))],
        "bytes per step": sum(death.bytes for death in deaths) / max(steps, 1),
    }
    title = f"kill -9 of a drawing session, {options.megapixels:g} megapixels"
    print(table(title, ("",), [(name, [value]) for name, value in rows.items()], 1))
