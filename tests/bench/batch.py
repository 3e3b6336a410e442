"""Pictures per second of a batch: on one core and more, on a Dask cluster of this machine, beside a plain loop."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from segdesk import pipeline, rendering
from segdesk.batch.sources import gather
from segdesk.core.exporting import CUTOUT
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, cores
from tests.batch.clusters import cluster
from tests.bench.tables import table

WAYS: Final = ("loop", "batch", "dask")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a folder of pictures")
    parser.add_argument("--count", type=int, default=12, help="of the pictures, evenly spread (default: 12)")
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 3], help="sizes of the Dask cluster")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, help="what to measure (default: everything)")


def run(arguments: argparse.Namespace) -> None:
    paths = _spread([source.address for source in gather([str(arguments.data)], folder=Path())], arguments.count)
    rows: list[tuple[str, tuple[float, float]]] = []

    def measure(name: str, work: Callable[[Path], object]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            begun = perf_counter()
            work(Path(folder))
            seconds = perf_counter() - begun
            made = len(list(Path(folder).glob("*.png")))
        rows.append((name, (made / seconds, seconds)))

    each = sorted({1, cores()})
    if "loop" in arguments.ways:
        for count in each:
            measure(f"a plain loop, {_cores(count)}", lambda out, count=count: _looped(paths, out, count))
    if "batch" in arguments.ways:
        for count in each:
            measure(f"segdesk batch, {_cores(count)}", lambda out, count=count: _batch(paths, out, count))
    if "dask" in arguments.ways:
        for workers in arguments.workers:
            with tempfile.TemporaryDirectory() as folder, cluster(Path(folder), workers) as there:
                flags = ("--dask", there.address)
                measure(f"on Dask, {workers} workers", lambda out, flags=flags: _batch(paths, out, cores(), *flags))
    print(table(f"{len(paths)} pictures of {arguments.data.name}", ("per second", "seconds"), rows, digits=2))


def loop(folder: str, paths: Sequence[str]) -> None:
    """What `segdesk cutout` does for a picture, for one after the other."""
    for path in paths:
        opened = pipeline.open_document(Path(path))
        asked = pipeline.with_prompts(opened.document, Prompts(auto=True))
        document = pipeline.answer(asked, "local", cancel=CancelToken()).document
        rendering.export(document, Path(folder, f"{Path(path).stem}.png"), CUTOUT)


def _looped(paths: Sequence[str], folder: Path, count: int) -> None:
    code = "import sys; from tests.bench.batch import loop; loop(sys.argv[1], sys.argv[2:])"
    _held([sys.executable, "-c", code, str(folder), *paths], count)


def _batch(paths: Sequence[str], folder: Path, count: int, *flags: str) -> None:
    _held([sys.executable, "-m", "segdesk", "batch", *paths, "-o", str(folder), *flags], count)


def _held(command: Sequence[str], count: int) -> None:
    """Run a command on so many cores, from the start of its process to the end."""
    own = sorted(os.sched_getaffinity(0))[:count]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, own), check=False
    )
    assert done.returncode in (0, 3), done.returncode


def _spread(paths: Sequence[str], count: int) -> list[str]:
    """So many of the paths, evenly spread over all."""
    step = max(1, len(paths) / count)
    return [paths[int(number * step)] for number in range(min(count, len(paths)))]


def _cores(count: int) -> str:
    return "one core" if count == 1 else f"{count} cores"
