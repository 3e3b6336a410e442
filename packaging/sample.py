"""Renders SegDesk's own sample picture, its true alpha and the prompts that cut it: `python packaging/sample.py`.

Everything under resources/samples is rewritten; the same bytes come out on every run of the same library versions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
from sample_scene.prompts import PROMPTS
from sample_scene.studio import Photograph, photograph

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "samples"
NAME = "jug"
QUALITY = 92
LICENCE_NOTE = (
    "These pictures are SegDesk's own work, rendered by `packaging/sample.py`; same licence as the program.\n"
    "`jug-alpha.png` is the true alpha of `jug.jpg`; `jug.json` holds the prompts that cut it.\n"
)


def main() -> int:
    """Render and write the samples."""
    write(photograph(), FOLDER)
    return 0


def write(photo: Photograph, folder: Path) -> None:
    """Put the picture, its alpha, the prompts and the licence note into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    jpeg = [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    _encode(folder / f"{NAME}.jpg", cv2.cvtColor(photo.picture, cv2.COLOR_RGB2BGR), jpeg)
    _encode(folder / f"{NAME}-alpha.png", photo.alpha, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    (folder / f"{NAME}.json").write_text(json.dumps(PROMPTS, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(LICENCE_NOTE, encoding="utf-8")


def _encode(path: Path, pixels: cv2.typing.MatLike, options: list[int]) -> None:
    # imencode, as imwrite cannot open paths outside the code page on Windows
    done, data = cv2.imencode(path.suffix, pixels, options)
    if not done:
        raise OSError(f"cannot encode {path.name}")
    path.write_bytes(data.tobytes())


if __name__ == "__main__":
    sys.exit(main())
