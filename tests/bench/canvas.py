"""What the window makes one wait: until it takes a drop, and until a picture shows."""

import argparse
import os

from tests.bench import opening, starting
from tests.bench.tables import table


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", type=int, default=9, metavar="N", help="starts of the window and its rival (9)")
    parser.add_argument("--openings", type=int, default=5, metavar="N", help="openings of a large picture (5)")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(table("Start", starting.COLUMNS, starting.measured(arguments.starts), 1))
    print()
    print(table("Opening a JPEG of 24 megapixels", opening.COLUMNS, opening.measured(arguments.openings), 1))
