"""Draws a collection of vector pictures for `cutouts.py`: python packaging/model/drawings.py ICONS.json DIR.

ICONS.json is of the Iconify format: {"width": W, "height": H, "icons": {NAME: {"body": SVG}}}.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_SIDE = 320
"""Pixels of a drawing's longer side: about what a view is learned at, and a little to shrink from."""
_USUAL = 16
"""What the format takes a width and height for that is not told."""
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {} {}">{}</svg>'
)


def main(arguments: list[str]) -> int:
    """Write a PNG for each drawing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("icons", type=Path, metavar="ICONS.json")
    parser.add_argument("folder", type=Path, metavar="DIR", help="gets a transparent PNG for each drawing")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QGuiApplication(sys.argv[:1])
    collection = json.loads(options.icons.read_text(encoding="utf-8"))
    for name, icon in collection["icons"].items():
        width, height = (float({**collection, **icon}.get(side, _USUAL)) for side in ("width", "height"))
        drawing = QSvgRenderer(_FRAME.format(width, height, icon["body"]).encode())
        if drawing.isValid():
            _drawn(drawing, width, height).save(str(options.folder / f"{name}.png"))
    return 0


def _drawn(drawing: QSvgRenderer, width: float, height: float) -> QImage:
    scale = _SIDE / max(width, height)
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
