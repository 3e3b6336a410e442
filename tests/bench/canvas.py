"""What the window makes one wait, until a drop, a picture and each frame of a moving view; and the memory it keeps."""

import argparse
import os

from tests.bench import keeping, opening, starting, viewing
from tests.bench.tables import table

_PARTS = ("start", "open", "view", "memory")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--parts", nargs="+", choices=_PARTS, default=_PARTS, help="what to measure (all of it)")
    parser.add_argument("--starts", type=int, default=9, metavar="N", help="starts of the window and its rival (9)")
    parser.add_argument("--openings", type=int, default=5, metavar="N", help="openings of a large picture (5)")
    parser.add_argument("--edits", type=int, default=10_000, metavar="N", help="random edits to weigh after (10000)")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if "start" in arguments.parts:
        print(table("Start", starting.COLUMNS, starting.measured(arguments.starts), 1), end="\n\n")
    if "open" in arguments.parts:
        title = "Opening a JPEG of 24 megapixels"
        print(table(title, opening.COLUMNS, opening.measured(arguments.openings), 1), end="\n\n")
    if "view" in arguments.parts:
        print(table("Frames of a moving view, 2560 x 1440", viewing.COLUMNS, viewing.measured(), 1), end="\n\n")
    if "memory" in arguments.parts:
        print(table("Memory", keeping.COLUMNS, keeping.measured(arguments.edits), 1))
