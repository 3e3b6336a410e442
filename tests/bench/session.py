"""A designer's whole job by real pointer and key events on a real X server, with pictures of the screen to look at."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from segdesk.imaging import files
from tests.app.x_hands import running, x_server
from tests.app.x_job import Plan, plan_of, work
from tests.bench.tables import table

_LOOK = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.exit(not application.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""
"""Another program, which takes a picture of the screen."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="holds images/ and their alpha/")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where screens and cutouts go")
    parser.add_argument("--names", nargs="+", metavar="NAME", help="of pictures without their ending (the first two)")


def run(arguments: argparse.Namespace) -> None:
    pictures = sorted((arguments.data / "images").iterdir())
    chosen = [one for one in pictures if one.stem in arguments.names] if arguments.names else pictures[:2]
    for picture in chosen:
        truth = files.decode_map(arguments.data / "alpha" / f"{picture.stem}.png")
        rows = _worked(picture, plan_of(truth), arguments.out / picture.stem.replace("_", "-"))
        print(table(f"The whole job on {picture.name}", ("seconds",), rows, 1))


def _worked(picture: Path, plan: Plan, folder: Path) -> list[tuple[str, list[float | None]]]:
    """Seconds since the start after each part, whose screen is in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "together.png"
    target.unlink(missing_ok=True)
    rows: list[tuple[str, list[float | None]]] = []
    with x_server() as display, running(display, picture) as program:
        since = perf_counter()

        def look(what: str) -> None:
            rows.append((what, [perf_counter() - since]))
            command = [sys.executable, "-c", _LOOK, str(folder / f"{len(rows):02d}-{what}.png")]
            subprocess.run(command, env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}, check=True)

        work(program, plan, target, look)
        rows.append(("exported", [perf_counter() - since]))
    return rows
