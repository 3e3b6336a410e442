"""Makes a tar file of training pictures from a folder of transparent ones: python packaging/model/cutouts.py DIR TAR.

They are there to be pasted before other backgrounds, so that only what is solid and has a shape of its own is taken;
of large collections of drawings, `--variety 2.6` leaves out silhouettes and what is drawn in lines, and `--without`
what no picture shows: flags, letters, signs.
"""

import argparse
import io
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_LEAST, _FULLEST = 0.04, 0.93
"""Share of the picture that an object takes at least, and of its own bounding box at most: no specks, no tiles."""
_SOFTEST = 0.25
"""Share of what is seen of an object that may be translucent."""
_SOLID = 200
"""Alpha from which a pixel's colour is the object's own."""
_BLEED = 9
"""Side of the square from which colours are carried beyond an object's edge, where they would else be black."""
_QUALITY = 93


def main(arguments: list[str]) -> int:
    """Read every picture of the folder and write those that will do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR", help="PNG or WebP pictures with transparency")
    parser.add_argument("tar", type=Path, metavar="TAR", help="is written: images/ and masks/")
    variety = "entropy that the colours of an object have at least, at sixteen shades a channel (0)"
    parser.add_argument("--variety", type=float, default=0.0, metavar="BITS", help=variety)
    without = "leaves out what has this in its path below DIR, a regular expression"
    parser.add_argument("--without", type=re.compile, metavar="PATTERN", help=without)
    options = parser.parse_args(arguments)
    with tarfile.open(options.tar, "w") as tar:
        for name, colours, mask in cutouts(options.folder, variety=options.variety, without=options.without):
            _add(tar, f"images/{name}.jpg", cv2.imencode(".jpg", colours, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
            _add(tar, f"masks/{name}.png", cv2.imencode(".png", mask)[1])
    return 0


def cutouts(
    folder: Path, *, variety: float = 0.0, without: re.Pattern[str] | None = None
) -> Iterator[tuple[str, Pixels, Pixels]]:
    """Name, colours (BGR uint8 HxWx3) and mask (uint8 HxW, 0 and 255) of every picture that will do, by name.

    Folders within count too, and are part of the name. variety: bits of entropy that its colours have at least;
    without: what no path below the folder may have in it, with slashes on every system.
    """
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".png", ".webp")):
        if without is not None and without.search(path.relative_to(folder).as_posix()):
            continue
        read = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
        if read is None or read.ndim != 3 or read.shape[2] != 4 or read.dtype != np.uint8:
            continue
        colours, alpha = np.asarray(read[..., :3], np.uint8), np.asarray(read[..., 3], np.uint8)
        if _will_do(alpha) and _entropy(colours[alpha > _SOLID]) >= variety:
            name = "-".join(path.relative_to(folder).with_suffix("").parts)
            yield name, _bled(colours, alpha), np.where(alpha > 127, np.uint8(255), np.uint8(0))


def _entropy(colours: Pixels) -> float:
    """Bits that tell which of 4,096 colours one of these, uint8 Nx3, is."""
    if not len(colours):
        return 0.0
    coarse = (colours >> 4).astype(np.intp) @ (256, 16, 1)
    shares = np.bincount(coarse) / len(colours)
    present = shares[shares > 0]
    return float(-(present * np.log2(present)).sum())


def _will_do(alpha: Pixels) -> bool:
    inside = (alpha > 127).astype(np.uint8)
    _, _, width, height = cv2.boundingRect(inside)
    seen, solid = np.count_nonzero(alpha > 20), np.count_nonzero(alpha >= 235)
    if inside.mean() < _LEAST or inside.sum() > _FULLEST * width * height:
        return False
    return bool(seen - solid <= _SOFTEST * seen)


def _bled(colours: Pixels, alpha: Pixels) -> Pixels:
    """The object's own colours, carried a little beyond its edge."""
    own = (alpha > _SOLID).astype(np.float32)[..., None]
    near = cv2.blur(own, (_BLEED, _BLEED))[..., None] + np.float32(1e-4)
    carried = cv2.blur(colours * own, (_BLEED, _BLEED)) / near
    return np.where(own > 0, colours, carried.clip(0, 255).astype(np.uint8))


def _add(tar: tarfile.TarFile, name: str, encoded: Pixels) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = encoded.size
    tar.addfile(entry, io.BytesIO(encoded.tobytes()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
