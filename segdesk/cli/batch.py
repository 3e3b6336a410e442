"""`segdesk batch`: many pictures in, as many cutouts in one folder out; stopped or killed, it goes on where it was."""

import argparse
import os
import signal
import sys
from codecs import BOM_UTF8
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

from segdesk.cli import DONE, exit_code
from segdesk.cli.cutout import add_output_flags, edges_of, number
from segdesk.cli.progress import listener
from segdesk.cli.recipes import add_name_flag, recipe_of
from segdesk.cli.setups import add_engine_flags, setup_of
from segdesk.core.errors import EngineError, Reason, SegDeskError
from segdesk.core.records import Over, dump_news

if TYPE_CHECKING:
    from segdesk.batch.running import Batch, Crew, Summary
    from segdesk.batch.wishes import Way, Wishes


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument(
        "pictures",
        nargs="*",
        metavar="IN",
        help="pictures, folders with all below them, patterns such as 'shoot/*.jpg', or URLs that fsspec opens",
    )
    parser.add_argument("--list", metavar="FILE", help="more of them, one on each line; - reads the standard input")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="where the results go")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--auto", action="store_true", help="find each picture's main subject (the default)")
    ways.add_argument("--box", metavar="L%,T%,R%,B%", help="the same box in every picture: 10%%,5%%,90%%,95%%")
    ways.add_argument(
        "--prompts",
        action="store_true",
        help="the boxes and strokes that lie beside each picture, PHOTO.prompts.json for PHOTO.jpg; "
        "the main subject where there are none",
    )
    parser.add_argument("--engine", default="local", metavar="NAME", help="who finds the masks (default: local)")
    crew = parser.add_mutually_exclusive_group()
    crew.add_argument("--jobs", type=number, metavar="N", help="pictures at a time (default: one for each core)")
    crew.add_argument("--dask", metavar="ADDRESS", help="work on this Dask cluster, such as tcp://scheduler:8786")
    add_output_flags(parser)
    add_name_flag(parser, example="{n}-{name}")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each thing that happens")
    parser.add_argument("--force", action="store_true", help="overwrite files that this batch did not write itself")
    add_engine_flags(parser)


def run(options: argparse.Namespace) -> int:
    """Cut what is not cut yet. Raises SegDeskError."""
    try:
        return _run(options)
    except SegDeskError as error:
        if options.json:
            # With its values, so that whoever listens can say it in another language.
            print(dump_news(Over("", "", error)), flush=True)
        raise


def _run(options: argparse.Namespace) -> int:
    from segdesk.batch import running

    batch, crew = _batch(options), _crew(options)
    begun = perf_counter()
    with _stoppable(), listener(as_json=options.json) as listen:
        summary = running.run(batch, crew, listen)
    if not options.json:
        _tell(batch, summary, perf_counter() - begun)
    return max((exit_code(failure) for failure in summary.failures), default=DONE)


def _batch(options: argparse.Namespace) -> "Batch":
    from segdesk.batch.running import Batch

    words = (*options.pictures, *_listed(options))
    if not words:
        options.refuse("name at least one picture, folder, pattern or URL")
    return Batch(words, options.output, _wishes(options), overwrite=options.force)


def _listed(options: argparse.Namespace) -> list[str]:
    """The lines of --list."""
    if options.list is None:
        return []
    try:
        content = sys.stdin.buffer.read() if options.list == "-" else Path(options.list).read_bytes()
    except OSError as error:
        return options.refuse(f"argument --list: {error.strerror}: {options.list}")
    # Of bytes, which end a line only where files do: names may hold what ends one in text.
    return [os.fsdecode(line) for line in content.removeprefix(BOM_UTF8).splitlines() if line.strip()]


def _wishes(options: argparse.Namespace) -> "Wishes":
    from segdesk.batch.wishes import KNOWN_FIELDS, Wishes
    from segdesk.core.document import LIMIT_MEGAPIXELS
    from segdesk.core.naming import fields_of
    from segdesk.engines import make_engine

    make_engine(options.engine)
    if unknown := fields_of(options.name or "") - KNOWN_FIELDS:
        known = ", ".join(f"{{{field}}}" for field in sorted(KNOWN_FIELDS))
        options.refuse(f"argument --name: a batch knows {known} beforehand, not {{{min(unknown)}}}")
    return Wishes(
        _way(options),
        options.engine,
        setup_of(options),
        edges_of(options),
        recipe_of(options),
        limit_megapixels=None if options.large else LIMIT_MEGAPIXELS,
    )


def _way(options: argparse.Namespace) -> "Way":
    from segdesk.batch.wishes import Auto, Beside, box_from_shares

    if options.prompts:
        return Beside()
    if options.box is None:
        return Auto()
    try:
        return box_from_shares(options.box)
    except ValueError as error:
        return options.refuse(f"argument --box: {error}")


def _crew(options: argparse.Namespace) -> "Crew":
    """Raises EngineError where there is no Dask."""
    if options.dask is None:
        from segdesk.batch.pool import Pool
        from segdesk.core.work import cores

        return Pool(options.jobs or cores())
    if find_spec("distributed") is None:
        raise EngineError(Reason.CLUSTER_MISSING)
    from segdesk.batch.cluster import Cluster

    return Cluster(options.dask)


def _tell(batch: "Batch", summary: "Summary", seconds: float) -> None:
    failed = sum(record.failure is not None for record in summary.records)
    look = sum(record.needs_eyes for record in summary.records) - failed
    done = len(summary.records) - failed
    print(f"{done} cut, {failed} failed, {look} to look at, in {seconds:.1f} s: {batch.folder}")
    if failed or look:
        from segdesk.batch.report import SHEET

        print(f"What to look at first: {batch.folder / SHEET}")
    if summary.failure is not None:
        print(f"segdesk batch: ended early. {summary.failure}", file=sys.stderr)


@contextmanager
def _stoppable() -> Generator[None]:
    """A request to end is heeded like Ctrl-C, which leaves the reports."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
