"""`segdesk pack`: the scribble maps of a picture as files, and the requests both clouds would get."""

import argparse
import json
from pathlib import Path


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument("picture", type=Path, metavar="IN", help="the picture the prompts belong to")
    parser.add_argument(
        "--prompts", type=Path, required=True, metavar="FILE.json", help="boxes and strokes from a file"
    )
    parser.add_argument("--prior", type=Path, metavar="PNG", help="a mask for the red channel of integrated.png")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="where the files go")
    parser.add_argument("--force", action="store_true", help="overwrite files of an earlier run")


def run(options: argparse.Namespace) -> int:
    """Write the files and name them. Raises SegDeskError."""
    from segdesk import packing, pipeline

    document = pipeline.open_document(options.picture).document
    prompts = pipeline.load_prompts(options.prompts)
    size = document.picture.size
    prior = pipeline.load_map(options.prior, size) if options.prior else None
    contents = packing.packed(prompts, size, prior) | {
        f"{name}.json": (json.dumps(preview, indent=2, ensure_ascii=False) + "\n").encode()
        for name, preview in packing.request_previews(prompts, size).items()
    }
    packing.write_folder(options.output, contents, overwrite=options.force)
    for name in contents:
        print(options.output / name)
    return 0
