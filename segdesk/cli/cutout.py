"""`segdesk cutout`: one picture and its prompts in, one file out."""

import argparse
import json
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segdesk.cli.recipes import add_name_flag, add_recipe_flags, percent, recipe_for, recipe_of
from segdesk.cli.setups import add_engine_flags, setup_of
from segdesk.core.promptfile import box_from_text, stroke_from_text
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segdesk.core.document import Document, EdgeSettings
    from segdesk.core.notes import Note
    from segdesk.engines.setup import Setup
    from segdesk.pipeline import Opened, Outcome, Stopwatch

_STROKE: Final = "RADIUS:X,Y[ X,Y ...] in picture pixels"


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument(
        "picture", type=Path, metavar="IN", help="the picture to cut, or a project, which says itself what to cut"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT", help="the file, or a folder for it")
    parser.add_argument("--engine", default="local", metavar="NAME", help="who finds the mask (default: local)")
    add_prompt_flags(parser)
    parser.add_argument(
        "--trimap",
        type=Path,
        metavar="PNG",
        help="white stays, black goes, matting decides what is grey; no engine is asked",
    )
    add_output_flags(parser)
    add_name_flag(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object about the result")
    parser.add_argument("--force", action="store_true", help="overwrite OUT")
    add_engine_flags(parser)


def add_output_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that say what becomes of the mask."""
    parser.add_argument(
        "--edge",
        choices=("auto", "soft", "hard"),
        help="whether matting decides the edge: where there is hair (auto, the default), all along it, or nowhere",
    )
    parser.add_argument(
        "--halo",
        type=_percent,
        metavar="0..100",
        help="how much of the old background goes out of the colours of soft pixels (default: 100)",
    )
    parser.add_argument("--large", action="store_true", help="open a picture of more than 100 megapixels too")
    add_recipe_flags(parser)


def add_prompt_flags(parser: argparse.ArgumentParser) -> None:
    """The flags that say what to cut."""
    parser.add_argument("--auto", action="store_true", help="find the main subject (what happens without prompts)")
    parser.add_argument(
        "--candidate",
        type=number,
        metavar="N",
        help="which of the engine's proposals for the main subject, 1 being the best; means --auto",
    )
    parser.add_argument(
        "--box",
        action="append",
        default=[],
        type=_box,
        metavar="X1,Y1,X2,Y2",
        help="a box around a subject; repeatable",
    )
    parser.add_argument(
        "--keep", action="append", default=[], type=_keep, metavar="STROKE", help=f"what stays: {_STROKE}; repeatable"
    )
    parser.add_argument(
        "--remove",
        action="append",
        default=[],
        type=_remove,
        metavar="STROKE",
        help=f"what goes: {_STROKE}; repeatable",
    )
    parser.add_argument("--keep-map", type=Path, metavar="PNG", help="scribble map of what stays, white = stroke")
    parser.add_argument("--remove-map", type=Path, metavar="PNG", help="scribble map of what goes, white = stroke")
    parser.add_argument("--integrated", type=Path, metavar="PNG", help="red = prior mask, green = keep, blue = remove")
    parser.add_argument("--prior", type=Path, metavar="PNG", help="a mask to start from")
    parser.add_argument("--prompts", type=Path, metavar="FILE.json", help="boxes and strokes from a file")


def run(options: argparse.Namespace) -> int:
    """Cut the picture. Raises SegDeskError."""
    from segdesk import pipeline, rendering
    from segdesk.cli import projects
    from segdesk.core.document import LIMIT_MEGAPIXELS
    from segdesk.engines import make_engine
    from segdesk.storage import project

    make_engine(options.engine)
    setup = setup_of(options)
    limit = None if options.large else LIMIT_MEGAPIXELS
    watch = pipeline.Stopwatch()
    watch("open", 0.0)
    is_project = project.is_project(options.picture)
    opened = (projects.open_project if is_project else _opened)(options, limit_megapixels=limit)
    watch.stop()
    output: Path = options.output
    is_folder = os.path.isdir(output)
    recipe = recipe_of(options) if is_folder else recipe_for(options, output)
    if not is_folder:
        rendering.check_target(opened.document.picture, output, overwrite=options.force)
    if is_project:
        document, notes = projects.answered(opened.document, options.engine, setup=setup, watch=watch)
    else:
        outcome = _answered(opened.document, options, setup=setup, watch=watch)
        document, notes = pipeline.with_edges(outcome.document, edges_of(options)), outcome.notes
    write = partial(rendering.export_named if is_folder else rendering.export, document, output, recipe)
    options.output = write(all_together=is_project, overwrite=options.force, report=watch) or output
    watch.stop()
    _tell(options, document, (*opened.notes, *notes), watch.seconds)
    return 0


def _opened(options: argparse.Namespace, *, limit_megapixels: float | None) -> "Opened":
    from segdesk import pipeline

    return pipeline.open_document(options.picture, limit_megapixels=limit_megapixels)


def _answered(
    document: "Document", options: argparse.Namespace, *, setup: "Setup | None", watch: "Stopwatch"
) -> "Outcome":
    """What the engine says, or what matting makes of a trimap. Raises SegDeskError."""
    from segdesk import pipeline
    from segdesk.core.work import CancelToken

    asked = asked_document(document, options)
    if options.trimap is None:
        return pipeline.answer(asked, options.engine, setup=setup, cancel=CancelToken(), report=watch)
    trimap = pipeline.load_trimap(options.trimap, document.picture.size)
    return pipeline.matted(asked, trimap, cancel=CancelToken(), report=watch)


def edges_of(options: argparse.Namespace) -> "EdgeSettings":
    """What the flags say of the edge; where they say nothing it is as usual."""
    from segdesk.core.document import EdgeMode, EdgeSettings

    usual = EdgeSettings()
    mode = usual.mode if options.edge is None else EdgeMode(options.edge)
    return EdgeSettings(mode=mode, halo=usual.halo if options.halo is None else options.halo / 100)


def asked_document(document: "Document", options: argparse.Namespace) -> "Document":
    """The document with everything the flags say. Raises PictureError or PromptError.

    Without a word about the subject the main one is looked for, unless the picture's own transparency already says it.
    """
    from segdesk import pipeline

    size = document.picture.size
    if options.prompts:
        document = pipeline.with_hair(document, pipeline.load_hair(options.prompts))
    prompts = _drawn(options)
    maps = [path and pipeline.load_map(path, size) for path in (options.keep_map, options.remove_map)]
    prompts = pipeline.with_maps(prompts, keep=maps[0], remove=maps[1])
    if options.integrated:
        prior, keep, remove = pipeline.load_integrated(options.integrated, size)
        prompts = pipeline.with_maps(prompts, keep=keep, remove=remove)
        document = pipeline.with_prior(document, prior) if prior.any() else document
    if options.prior:
        document = pipeline.with_prior(document, pipeline.load_map(options.prior, size))
    says_all = document.picture.alpha is not None and not (options.prior or options.integrated)
    asks_auto = options.auto or options.candidate is not None
    is_auto = asks_auto or prompts.auto or (prompts.is_empty and not says_all)
    return pipeline.with_prompts(document, replace(prompts, auto=is_auto))


def _drawn(options: argparse.Namespace) -> Prompts:
    """Boxes and strokes: those of the prompt file first, then those of the flags."""
    from segdesk import pipeline

    filed = pipeline.load_prompts(options.prompts) if options.prompts else Prompts()
    return replace(
        filed,
        candidate=filed.candidate if options.candidate is None else options.candidate - 1,
        boxes=(*filed.boxes, *options.box),
        strokes=(*filed.strokes, *options.keep, *options.remove),
    )


def _tell(options: argparse.Namespace, document: "Document", told: "Sequence[Note]", seconds: dict[str, float]) -> None:
    from segdesk import pipeline

    notes, size, mask = list(map(str, told)), document.picture.size, document.subject.mask
    kept = pipeline.kept_share(document)
    if options.json:
        print(
            json.dumps(
                {
                    "output": str(options.output),
                    "width": size.width,
                    "height": size.height,
                    "engine": options.engine if mask is None else mask.source.engine,
                    "seconds": {stage: round(value, 4) for stage, value in seconds.items()},
                    "kept": round(kept, 6),
                    "notes": notes,
                },
                ensure_ascii=False,
            )
        )
        return
    for note in notes:
        print(note, file=sys.stderr)
    print(f"{options.output}: {size.width} × {size.height}, {kept:.1%} kept, {sum(seconds.values()):.2f} s")


def number(text: str) -> int:
    """A flag's whole number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number from 1 on")
    return int(text)


def _box(text: str) -> BoxPrompt:
    try:
        return box_from_text(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _percent(text: str) -> float:
    value = percent(text)
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError("write a number from 0 to 100")
    return value


def _keep(text: str) -> Stroke:
    return _stroke(text, Polarity.KEEP)


def _remove(text: str) -> Stroke:
    return _stroke(text, Polarity.REMOVE)


def _stroke(text: str, polarity: Polarity) -> Stroke:
    try:
        return stroke_from_text(text, polarity)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
