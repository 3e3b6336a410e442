"""Mixes two networks of one descent: `python packaging/mix.py NEW.onnx OLD.onnx --share 0.07 --out DIR/local.onnx`.

The particulars are written beside the result. Needs the `train` extra.
"""

import argparse
import sys
from pathlib import Path

from model.export import write_particulars
from model.mixing import mix


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", type=Path, help="the network that gives most")
    parser.add_argument("other", type=Path, help="one it was begun with, as wide or narrower")
    parser.add_argument("--share", type=float, required=True, help="of the other's weights, 0 to 1")
    parser.add_argument("--out", type=Path, required=True, metavar="ONNX")
    options = parser.parse_args(arguments)
    mix(options.network, options.other, options.share, options.out)
    write_particulars(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
