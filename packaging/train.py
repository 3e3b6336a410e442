"""Trains the local engine's network: `python packaging/train.py --pictures DIR --out DIR`.

DIR holds tar files with images/ and masks/ of the same stems. Needs the `train` extra. Goes on where it was stopped.
With `--install` the finished network, its particulars and its card go to resources/models.
"""

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from model.card import write_card
from model.evaluation import evaluate
from model.export import export, load_network, write_particulars
from model.pictures import load_gallery
from model.training import Recipe, train

from segdesk.imaging.network import SIDE, Network

ROOT = Path(__file__).resolve().parents[1]
NAME = "local"
SMALL = Recipe(sides=(64, 96), batches=(6, 6), rate=1e-2, widths=(16, 24, 32, 32), compile=False)
"""Learns little, but in a minute: its steps are long."""


def main(arguments: list[str]) -> int:
    """Train, export, judge and describe."""
    options = _parser().parse_args(arguments)
    recipe = replace(SMALL if options.small else Recipe(), minutes=options.minutes, steps=options.steps)
    recipe = replace(recipe, threads=options.threads, compile=recipe.compile and not options.no_compile)
    weights = train(options.pictures, options.out, recipe, each=options.each, exported=options.begin_with)
    onnx = options.out / f"{NAME}.onnx"
    export(load_network(weights), SIDE, onnx)
    particulars = write_particulars(onnx)
    held_out = load_gallery(options.pictures, held_out=True, each=options.each)
    network = Network.of(onnx.read_bytes(), sha256=particulars.sha256)
    judges = {"with the network": network, "by colours alone": None}
    rows = {name: evaluate(judge, held_out, each=options.judge) for name, judge in judges.items()}
    write_card(options.out, recipe=recipe, particulars=particulars, rows=rows)
    if options.install:
        for name in (f"{NAME}.onnx", f"{NAME}.json", f"{NAME}.md"):
            shutil.copy2(options.out / name, ROOT / "resources" / "models" / name)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, required=True, metavar="DIR", help="the folder of tar files")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="checkpoints, curve and results")
    parser.add_argument("--minutes", type=float, default=Recipe.minutes, help=f"of training ({Recipe.minutes:g})")
    parser.add_argument("--steps", type=int, metavar="N", help="end after so many steps, if that is sooner")
    begin_with = "an exported network to begin with, for example the one that is shipped"
    parser.add_argument("--begin-with", type=Path, metavar="ONNX", help=begin_with)
    parser.add_argument("--threads", type=int, default=Recipe.threads, help=f"of PyTorch ({Recipe.threads})")
    parser.add_argument("--each", type=int, metavar="N", help="only the first N pictures of each tar file")
    parser.add_argument("--judge", type=int, default=24, metavar="N", help="held-out objects of each source (24)")
    parser.add_argument("--no-compile", action="store_true", help="do without a C++ compiler, at two thirds the speed")
    parser.add_argument("--small", action="store_true", help="a small network on small views, to try the road")
    parser.add_argument("--install", action="store_true", help="copy the results to resources/models")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
