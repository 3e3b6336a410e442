"""What the window makes one wait: until it takes a drop, beside a bare PySide6 window."""

import argparse
import os

from tests.bench import starting
from tests.bench.tables import table


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", type=int, default=9, metavar="N", help="starts of the window and its rival (9)")


def run(arguments: argparse.Namespace) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(table("Start", starting.COLUMNS, starting.measured(arguments.starts), 1))
