"""Pictures with a true alpha at full size: read from folders, or made up exactly from shapes, texture and noise."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
SAMPLES: Final = Path(__file__).parents[2] / "resources" / "samples"
MADE_UP: Final = ("spokes", "lines", "letters", "blob")
_PATCH = 2048
"""Side of the texture that a made-up picture is tiled with."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture, RGB uint8 HxWx3, and its true coverage, uint8 HxW."""

    name: str
    pixels: Pixels
    truth: Bytes2D


def read(folder: Path) -> Iterator[Scene]:
    """The pictures of a folder laid out as images/NAME.* beside alpha/NAME.png, in order."""
    for path in sorted((folder / "images").iterdir()):
        alpha = folder / "alpha" / f"{path.stem}.png"
        if alpha.exists():
            yield Scene(path.stem, _read(path, cv2.IMREAD_COLOR)[..., ::-1].copy(), _read(alpha, cv2.IMREAD_GRAYSCALE))


def jug(size: Size) -> Scene:
    """The program's own sample, enlarged."""
    pixels = cv2.resize(_read(SAMPLES / "jug.jpg", cv2.IMREAD_COLOR)[..., ::-1], size, interpolation=cv2.INTER_CUBIC)
    truth = cv2.resize(_read(SAMPLES / "jug-alpha.png", cv2.IMREAD_GRAYSCALE), size, interpolation=cv2.INTER_CUBIC)
    return Scene("jug", np.asarray(pixels, np.uint8), np.asarray(truth, np.uint8))


def made_up(name: str, size: Size, seed: int = 1) -> Scene:
    """A subject of known shape before a ground of other colours, both textured, seen through a lens and a sensor."""
    truth = np.zeros((size.height, size.width), np.uint8)
    match name:
        case "spokes":
            _draw_spokes(truth)
        case "lines":
            _draw_lines(truth)
        case "letters":
            _draw_letters(truth)
        case "blob":
            _draw_blob(truth)
        case _:
            raise ValueError(name)
    return Scene(name, _painted(truth, np.random.default_rng(seed)), truth)


def _draw_spokes(truth: Bytes2D) -> None:
    """A wheel whose spokes taper from five working pixels of 448 to nothing."""
    high, wide = truth.shape
    middle, reach = np.array((wide * 0.5, high * 0.52)), high * 0.46
    for turn in np.linspace(0, 2 * np.pi, 17, endpoint=False) + 0.13:
        along = np.array((np.cos(turn), np.sin(turn)))
        across = np.array((-along[1], along[0])) * wide / 448 * 2.5
        _fill(truth, np.array((middle - across, middle + across, middle + along * reach)))
    angles = np.linspace(0, 2 * np.pi, 9, endpoint=False)
    _fill(truth, middle + reach * 0.3 * np.stack((np.cos(angles), np.sin(angles)), axis=1))


def _draw_lines(truth: Bytes2D) -> None:
    """Bent lines from a third of a working pixel to three working pixels wide that leave a block."""
    high, wide = truth.shape
    _fill(truth, np.array(((0.0, 0.8), (1.0, 0.74), (1.0, 1.0), (0.0, 1.0))) * (wide, high))
    for number, width in enumerate(np.geomspace(0.33, 3, 12) * wide / 448):
        steps = np.linspace(0, 1, 60)
        columns = wide * (0.06 + 0.075 * number + 0.035 * np.sin(2.5 * steps + number) * steps)
        rows = high * (0.82 - 0.72 * steps)
        _stroke(truth, np.stack((columns, rows), axis=1), width)


def _draw_letters(truth: Bytes2D) -> None:
    """Straight and round letter shapes, large and small, with holes and corners."""
    high, wide = truth.shape
    for scale, left, top in ((0.42, 0.06, 0.06), (0.2, 0.62, 0.08), (0.1, 0.64, 0.44), (0.42, 0.5, 0.54)):
        place = np.array((left * wide, top * high))
        for shape, is_hole in _LETTERS:
            _fill(truth, place + np.array(shape) * scale * high, is_hole=is_hole)


def _draw_blob(truth: Bytes2D) -> None:
    """One large smooth outline."""
    high, wide = truth.shape
    turns = np.linspace(0, 2 * np.pi, 2400, endpoint=False)
    radii = high * (0.33 + 0.05 * np.sin(3 * turns + 1) + 0.02 * np.sin(7 * turns))
    _fill(truth, np.stack((wide / 2 + radii * np.cos(turns) * 1.2, high / 2 + radii * np.sin(turns)), axis=1))


def _ring(across: float, down: float, radius: float) -> list[tuple[float, float]]:
    turns = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    return [(across + radius * float(np.cos(turn)), down + radius * float(np.sin(turn))) for turn in turns]


_LETTERS: Final[tuple[tuple[list[tuple[float, float]], bool], ...]] = (
    ([(0, 1), (0.35, 0), (0.5, 0), (0.85, 1), (0.68, 1), (0.6, 0.75), (0.25, 0.75), (0.17, 1)], False),
    ([(0.31, 0.58), (0.425, 0.22), (0.54, 0.58)], True),
    (_ring(1.3, 0.55, 0.42), False),
    (_ring(1.3, 0.55, 0.26), True),
    ([(1.27, 0.1), (1.33, 0.1), (1.33, 0.97), (1.27, 0.97)], False),
)


def _stroke(truth: Bytes2D, points: NDArray[np.float64], width: float) -> None:
    """A line of even width along points; each piece overlaps the next, so that no joint shows."""
    for start, end in pairwise(points):
        along = (end - start) / np.hypot(*(end - start))
        across = np.array((-along[1], along[0])) * width / 2
        start, end = start - along * 0.1 * width, end + along * 0.1 * width
        _fill(truth, np.array((start - across, start + across, end + across, end - across)))


def _fill(truth: Bytes2D, corners: NDArray[np.float64], *, is_hole: bool = False) -> None:
    """Adds or removes a polygon, corners as x, y: coverage counted on four by four places in each pixel."""
    least = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    most = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, truth.shape[::-1])
    if (most <= least).any():
        return
    large = np.zeros((4 * (most[1] - least[1]), 4 * (most[0] - least[0])), np.uint8)
    # fillPoly counts from the middle of a pixel, in sixteenths here.
    cv2.fillPoly(large, [np.rint(((corners - least) * 4 - 0.5) * 16).astype(np.int32)], 255, shift=4)
    shape = cv2.resize(large, (most - least).tolist(), interpolation=cv2.INTER_AREA)
    part = truth[least[1] : most[1], least[0] : most[0]]
    part[...] = np.minimum(part, 255 - shape) if is_hole else np.maximum(part, shape)


def _painted(truth: Bytes2D, rng: np.random.Generator) -> Pixels:
    """Subject and ground in patches of three colours each, a lens as sharp as good ones are, and a sensor's noise."""
    high, wide = truth.shape
    ground, subject = (_patched(colours, rng) for colours in _COLOURS)
    noise = rng.normal(0, 3, (_PATCH, _PATCH, 3)).astype(np.float32)
    pixels = np.empty((high, wide, 3), np.uint8)
    soft = cv2.GaussianBlur(truth, (0, 0), 0.9)
    for top in range(0, high, _PATCH):
        for left in range(0, wide, _PATCH):
            share = soft[top : top + _PATCH, left : left + _PATCH, None].astype(np.float32) / 255
            region = np.s_[: share.shape[0], : share.shape[1]]
            mixed = ground[region] + (subject[region] - ground[region]) * share + noise[region]
            pixels[top : top + _PATCH, left : left + _PATCH] = np.clip(mixed, 0, 255).astype(np.uint8)
    return pixels


_COLOURS: Final = (
    ((88, 112, 84), (130, 128, 120), (60, 70, 96)),
    ((158, 84, 82), (150, 120, 90), (176, 160, 140)),
)
"""Of the ground and of the subject: some pairs differ strongly, some hardly."""


def _patched(colours: tuple[tuple[int, int, int], ...], rng: np.random.Generator) -> Floats:
    """Texture over patches of these colours some hundred pixels wide, with soft borders between them."""
    votes = np.stack([_waves(rng, (64, 128)) for _ in colours], axis=2)
    votes = np.exp(0.5 * (votes - votes.max(axis=2, keepdims=True)))
    shares = votes / votes.sum(axis=2, keepdims=True)
    texture = _waves(rng, (1, 4, 16, 64))[..., None]
    return np.asarray(shares @ np.array(colours, np.float32) + texture, np.float32)


def _waves(rng: np.random.Generator, scales: tuple[int, ...]) -> Floats:
    """Noise of some scales in pixels that fits to itself when tiled, float32, six levels at each scale."""
    layers = np.zeros((_PATCH, _PATCH), np.float32)
    for scale in scales:
        coarse = rng.normal(0, 6, (_PATCH // scale, _PATCH // scale)).astype(np.float32)
        around = np.pad(coarse, 2, mode="wrap")
        large = cv2.resize(around, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        layers += large[2 * scale : 2 * scale + _PATCH, 2 * scale : 2 * scale + _PATCH]
    return layers


def _read(path: Path, how: int) -> Pixels:
    array = cv2.imread(str(path), how)
    if array is None:
        raise ValueError(f"{path} is no picture")
    return np.asarray(array, np.uint8)
