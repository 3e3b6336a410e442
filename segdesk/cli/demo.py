"""`segdesk demo`: cuts the sample picture, leaves the PNG, and opens the window on it where there is a display."""

import argparse
from pathlib import Path
from typing import Final

from segdesk.cli import has_display

FOLDER: Final = "segdesk-demo"


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument(
        "-o", "--output", type=Path, default=Path(FOLDER), metavar="DIR", help=f"where the PNG goes (default: {FOLDER})"
    )


def run(options: argparse.Namespace) -> int:
    """Cut, say where the result is, show it. Raises SegDeskError."""
    from segdesk import packing, pipeline, rendering
    from segdesk.core.work import CancelToken

    sample = pipeline.sample()
    document = pipeline.open_document(sample.picture).document
    document = pipeline.with_prompts(document, pipeline.load_prompts(sample.prompts))
    cut = pipeline.answer(document, "local", cancel=CancelToken()).document
    target = options.output / "jug-cutout.png"
    packing.write_folder(options.output, {target.name: rendering.render(cut)}, overwrite=True)
    print(f"The sample picture is cut: {target.resolve()}", flush=True)
    if not has_display():
        return 0
    from segdesk.app import run as open_window

    return open_window([sample.picture], prompts=sample.prompts)
