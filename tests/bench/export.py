"""What an export costs: seconds and bytes of a 24-megapixel cutout's PNG, by encoder, beside Pillow's default."""

import argparse
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segdesk.core.geometry import Size
from segdesk.imaging import composite, encoders, files
from tests.bench.tables import table

Pixels = NDArray[np.uint8]
Encoder = Callable[[Pixels], bytes]
CAMERA = Size(6000, 4000)
_GRAIN = 2.0
"""Standard deviation of a camera's grain, in levels; enlarging leaves a picture without."""
_COLUMNS = ("seconds", "megabytes", "times Pillow's size", "times faster")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="a folder with images and their alpha")
    parser.add_argument("--pictures", type=int, metavar="N", help="enlarge the first N pictures only")
    parser.add_argument("--compact", action="store_true", help="measure the slow, small ways too")


def run(arguments: argparse.Namespace) -> None:
    contestants: dict[str, Encoder] = {
        "Pillow, default": _pillow(6),
        "Pillow, level 1": _pillow(1),
        "OpenCV, default": lambda rgba: _opencv(rgba, []),
        "segdesk": lambda rgba: encoders.encode_cutout(rgba, None),
    }
    if arguments.compact:
        contestants |= {"Pillow, level 9": _pillow(9), "segdesk, compact": _compact}
    for name, rgba in _cutouts(arguments.data, arguments.pictures):
        found = {encoder: _measured(encode, rgba) for encoder, encode in contestants.items()}
        usual, size = found["Pillow, default"]
        rows = [(encoder, (took, count / 1e6, count / size, usual / took)) for encoder, (took, count) in found.items()]
        print(table(f"{name}, {np.mean(rgba[:, :, 3] > 0):.0%} kept", _COLUMNS, rows, 3) + "\n", flush=True)


def _measured(encode: Encoder, rgba: Pixels) -> tuple[float, int]:
    """Seconds and bytes."""
    start = perf_counter()
    content = encode(rgba)
    return perf_counter() - start, len(content)


def _pillow(level: int) -> Encoder:
    def encode(rgba: Pixels) -> bytes:
        stream = io.BytesIO()
        Image.fromarray(rgba).save(stream, "PNG", compress_level=level)
        return stream.getvalue()

    return encode


def _opencv(rgba: Pixels, settings: list[int]) -> bytes:
    return cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), settings)[1].tobytes()


def _compact(rgba: Pixels) -> bytes:
    return encoders.encode_cutout(rgba, None, compact=True)


def _cutouts(folder: Path, limit: int | None) -> Iterator[tuple[str, Pixels]]:
    """All pictures side by side at their own size, some enlarged with a grain, one without, and a drawing."""
    paths = sorted((folder / "alpha").glob("*.png"))
    pictures = {path.stem: (_picture(folder, path.stem), files.decode_map(path)) for path in paths}
    yield "photographs, side by side", _tiled([composite.cutout(*picture) for picture in pictures.values()])
    for name, (pixels, alpha) in list(pictures.items())[:limit]:
        large = cv2.resize(pixels, CAMERA, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        grain = np.random.default_rng(0).normal(0, _GRAIN, large.shape)
        coverage = np.asarray(cv2.resize(alpha, CAMERA), np.uint8)
        yield f"{name}, enlarged, grain", composite.cutout(np.clip(large + grain, 0, 255).astype(np.uint8), coverage)
        if name == paths[0].stem:
            yield f"{name}, enlarged, smooth", composite.cutout(np.rint(large).astype(np.uint8), coverage)
    yield "a drawing", _drawing()


def _picture(folder: Path, name: str) -> Pixels:
    return files.decode(next(iter((folder / "images").glob(f"{name}.*")))).picture.pixels


def _tiled(cutouts: list[Pixels]) -> Pixels:
    sheet = np.zeros((CAMERA.height, CAMERA.width, 4), np.uint8)
    top = left = number = 0
    while top < CAMERA.height:
        piece = cutouts[number % len(cutouts)][: CAMERA.height - top, : CAMERA.width - left]
        sheet[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
        number, left = number + 1, left + piece.shape[1]
        if left >= CAMERA.width:
            top, left = top + min(len(cutout) for cutout in cutouts), 0
    return sheet


def _drawing() -> Pixels:
    rng = np.random.default_rng(3)
    sheet = np.zeros((CAMERA.height, CAMERA.width, 4), np.uint8)
    for _ in range(60):
        x, y, radius = (int(value) for value in rng.integers(50, [CAMERA.width, CAMERA.height, 600]))
        cv2.circle(sheet, (x, y), radius, (*(int(level) for level in rng.integers(0, 256, 3)), 255), -1, cv2.LINE_AA)
    for _ in range(200):
        x, y = (int(value) for value in rng.integers(0, [CAMERA.width, CAMERA.height]))
        cv2.putText(sheet, "SegDesk 123", (x, y), 0, float(rng.uniform(1, 6)), (0, 0, 0, 255), 4, cv2.LINE_AA)
    return sheet
