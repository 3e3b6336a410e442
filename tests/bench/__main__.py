"""`python -m tests.bench NAME ...` runs one bench. A bench is a module with `configure` and `run`."""

import argparse
import os
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.homes import home_variables

BENCHES: Final = {
    "quality": "how well engines find subjects, beside cv2.grabCut, how fast, and in how much memory",
    "pen": "how long from a pen event to painted pixels, idle and while the engine solves",
    "retouch": "how long from a pen event to the alpha it paints, by radius and hardness",
    "canvas": "how long the window makes one wait, beside a bare PySide6 window",
    "restore": "edges at full size from masks made small, beside plain enlargement and the guided filter",
    "matting": "alpha from picture and trimap, beside pymatting, and 24 megapixels",
    "edges": "how soon the view follows each control of the edge panel at 24 megapixels",
    "finish": "what the edge modes make of a mask, and a cutout of 24 megapixels by stage",
    "foreground": "the subject's own colours under soft alpha, beside pymatting",
    "export": "seconds and bytes of a cut-out of 24 megapixels, beside Pillow",
    "session": "a designer's whole job on a real X server: seconds, screens and the exported file",
    "screens": "pictures of the window in every state, themes, languages and scales, for people to look at",
    "film": "a folder of 500 pictures in the film-strip: shown, scrolled, gone through",
    "clouds": "what a refinement sends, beside sending the picture and three maps",
    "journal": "what a session killed at random moments gets back, and how soon a step is on the disk",
    "batch": "pictures per second on one core and more, and on a Dask cluster",
    "serve": "requests per second by workers, and what the protocols add to the engine's own time",
}


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = parser.add_subparsers(dest="bench", required=True, metavar="NAME")
    for name, purpose in BENCHES.items():
        bench = import_module(f"tests.bench.{name}")
        chosen = names.add_parser(name, help=purpose, description=bench.__doc__)
        bench.configure(chosen)
        chosen.set_defaults(run=bench.run)
    arguments = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as home:
        os.environ |= home_variables(Path(home))
        arguments.run(arguments)


if __name__ == "__main__":
    main()
