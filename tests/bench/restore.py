"""Edges at full size from truths made small: how near, how even, how thin, how fast; beside plain ways to do it."""

import argparse
import json
import multiprocessing
import resource
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, astuple, fields
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
from segdesk.imaging.edges import restore
from tests.bench.edge_scenes import MADE_UP, Scene, jug, made_up, read
from tests.bench.edge_scores import Judge, Score
from tests.bench.tables import table

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
SIZES: Final = {1: Size(1224, 816), 24: Size(6000, 4000), 60: Size(9504, 6336)}
"""Megapixels and what they are in pixels."""
HARDNESS: Final = ("exact", "engine")
_ENLARGED = 24
"""Megapixels from which on the sample is enlarged to compete too."""
_TIMES = 3
_FLATNESS = 1e-3
"""The plain guided filter's regularisation, colours 0..1."""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="a folder with images/ and alpha/")
    parser.add_argument("--matting", type=Path, metavar="DIR", help="another such folder")
    parser.add_argument("--megapixels", type=int, nargs="*", default=[*SIZES], choices=SIZES, help="of made-up scenes")
    parser.add_argument("--working", type=int, default=448, metavar="N", help="long side of the masks to restore from")
    parser.add_argument("--no-rivals", action="store_true", help="only the program's own way")
    parser.add_argument("--grabcut", action="store_true", help="cv2.grabCut in the band as well, at 1 megapixel")
    parser.add_argument("--no-cost", action="store_true", help="leave seconds and memory out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every single figure here")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write each answer here, to be looked at")


def run(arguments: argparse.Namespace) -> None:
    figures: dict[str, dict[str, dict[str, Score]]] = {}
    for group, scenes in _groups(arguments):
        for scene in scenes:
            megapixels = round(scene.truth.size / 1e6)
            names = _invited(arguments, megapixels)
            for hardness in HARDNESS:
                of_group = figures.setdefault(f"{group}, {hardness}", {})
                of_group[scene.name] = _compete(scene, hardness, names, arguments)
    for group, scores in figures.items():
        print(_table(group, scores) + "\n", flush=True)
    if not arguments.no_cost:
        print(_cost_table(arguments))
    if arguments.json:
        plain = {
            group: {scene: {name: asdict(score) for name, score in found.items()} for scene, found in scores.items()}
            for group, scores in figures.items()
        }
        arguments.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def working_map(truth: Bytes2D, hardness: str, working: int) -> Floats:
    """The truth at a working size, float32 0..1: averaged exactly, or hard, displaced by up to a pixel and softened."""
    scale = working / max(truth.shape)
    size = (max(1, round(truth.shape[1] * scale)), max(1, round(truth.shape[0] * scale)))
    small = np.asarray(cv2.resize(truth, size, interpolation=cv2.INTER_AREA), np.float32) / np.float32(255)
    if hardness == "exact":
        return small
    rng = np.random.default_rng(3)
    rows, columns = np.mgrid[: size[1], : size[0]].astype(np.float32)
    drifts = [rng.normal(0, 0.5, (size[1] // 10 + 2, size[0] // 10 + 2)).astype(np.float32) for _ in range(2)]
    across, down = (np.clip(cv2.resize(drift, size, interpolation=cv2.INTER_CUBIC), -1, 1) for drift in drifts)
    # Beyond the rim a subject goes on.
    drifted = cv2.remap(small, columns + across, rows + down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    hard = (drifted >= 0.5).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(hard, (3, 3), 0), np.float32)


def _groups(arguments: argparse.Namespace) -> Iterator[tuple[str, Iterator[Scene]]]:
    for folder in (arguments.data, arguments.matting):
        if folder:
            yield folder.name, read(folder)
    for megapixels in arguments.megapixels:
        size = SIZES[megapixels]
        yield f"made up, {megapixels} megapixels", (made_up(name, size) for name in MADE_UP)
        if megapixels >= _ENLARGED:
            yield f"jug enlarged, {megapixels} megapixels", (jug(size) for _ in range(1))


def _own(probability: Floats, pixels: Pixels) -> Bytes2D:
    return restore(probability, pixels, cancel=CancelToken())


def _linear(probability: Floats, pixels: Pixels) -> Bytes2D:
    return _enlarged(probability, pixels, cv2.INTER_LINEAR)


def _cubic(probability: Floats, pixels: Pixels) -> Bytes2D:
    return _enlarged(probability, pixels, cv2.INTER_CUBIC)


def _enlarged(probability: Floats, pixels: Pixels, how: int) -> Bytes2D:
    large = cv2.resize(probability, pixels.shape[1::-1], interpolation=how)
    return np.where(large >= 0.5, np.uint8(255), np.uint8(0))


def _guided(probability: Floats, pixels: Pixels) -> Bytes2D:
    """The colour guided filter (He, Sun, Tang 2013) at full size, its window two working pixels to each side."""
    guide = pixels.astype(np.float32) / np.float32(255)
    high, wide = guide.shape[:2]
    coarse = cv2.resize(probability, (wide, high), interpolation=cv2.INTER_LINEAR)
    side = 2 * round(2 * max(high, wide) / max(probability.shape)) + 1

    def mean(array: NDArray[np.generic]) -> Floats:
        return np.asarray(
            cv2.blur(np.asarray(array, np.float32), (side, side), borderType=cv2.BORDER_REFLECT), np.float32
        )

    middle, level = mean(guide), mean(coarse)
    to = mean(guide * coarse[..., None]) - middle * level[..., None]
    spread = np.empty((high, wide, 3, 3), np.float32)
    for one in range(3):
        for other in range(3):
            spread[..., one, other] = mean(guide[..., one] * guide[..., other]) - middle[..., one] * middle[..., other]
    spread += _FLATNESS * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(spread, to[..., None])[..., 0]
    offset = level - (slopes * middle).sum(axis=2)
    found = (mean(slopes) * guide).sum(axis=2) + mean(offset)
    return np.rint(np.clip(found, 0, 1) * 255).astype(np.uint8)


def _grabcut(probability: Floats, pixels: Pixels) -> Bytes2D:
    """cv2.grabCut, free within two working pixels of the line."""
    hard = (probability >= 0.5).astype(np.uint8)
    square = np.ones((5, 5), np.uint8)
    marks = np.where(hard, np.uint8(cv2.GC_PR_FGD), np.uint8(cv2.GC_PR_BGD))
    marks[cv2.erode(hard, square) == 1] = cv2.GC_FGD
    marks[cv2.dilate(hard, square) == 0] = cv2.GC_BGD
    marks = np.asarray(cv2.resize(marks, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(np.ascontiguousarray(pixels[..., ::-1]), marks, (0, 0, 1, 1), *models, 3, cv2.GC_INIT_WITH_MASK)
    return np.where(marks & 1, np.uint8(255), np.uint8(0))


CONTESTANTS: Final[dict[str, Callable[[Floats, Pixels], Bytes2D]]] = {
    "restore": _own,
    "linear": _linear,
    "cubic": _cubic,
    "guided filter": _guided,
    "grabCut in the band": _grabcut,
}


def _invited(arguments: argparse.Namespace, megapixels: int) -> list[str]:
    """Who competes; the rivals that take gigabytes or minutes stay away from large pictures."""
    if arguments.no_rivals:
        return ["restore"]
    names = ["restore", "linear", "cubic"]
    if megapixels <= 10:
        names.append("guided filter")
    if megapixels <= 1 and arguments.grabcut:
        names.append("grabCut in the band")
    return names


def _compete(scene: Scene, hardness: str, names: Sequence[str], arguments: argparse.Namespace) -> dict[str, Score]:
    judge = Judge(scene.truth, max(scene.truth.shape) / arguments.working)
    probability, folder = working_map(scene.truth, hardness, arguments.working), arguments.pictures
    scores: dict[str, Score] = {}
    for name in names:
        coverage = CONTESTANTS[name](probability, scene.pixels)
        scores[name] = judge.score(coverage)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            megapixels = round(scene.truth.size / 1e6)
            cv2.imwrite(str(folder / f"{scene.name}-{megapixels}-{hardness}-{name}.png"), coverage)
    return scores


def _table(group: str, scores: dict[str, dict[str, Score]]) -> str:
    names = list(next(iter(scores.values())))
    rows = [(name, _means([found[name] for found in scores.values()])) for name in names]
    return table(f"{group} ({', '.join(scores)})", [field.name for field in fields(Score)], rows, 3)


def _means(scores: Sequence[Score]) -> list[float | None]:
    columns = zip(*(astuple(score) for score in scores), strict=True)
    known = [[value for value in column if value is not None] for column in columns]
    return [fmean(column) if column else None for column in known]


def _cost_table(arguments: argparse.Namespace) -> str:
    rows: list[tuple[str, Sequence[float | None]]] = []
    for megapixels in arguments.megapixels:
        for name in _invited(arguments, megapixels):
            # A fresh process each: its peak tells this contestant's memory alone.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                rows.append(
                    (
                        f"{name}, {megapixels} megapixels",
                        pool.submit(_cost, name, megapixels, arguments.working).result(),
                    )
                )
    return table("Cost on the letters, OpenCV's own threads", ["seconds", "extra MB"], rows, 3)


def _cost(name: str, megapixels: int, working: int) -> tuple[float, float]:
    """Median seconds, and megabytes that the peak rose while the contestant worked."""
    scene = made_up("letters", SIZES[megapixels])
    probability = working_map(scene.truth, "engine", working)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _peak()
    seconds: list[float] = []
    for _ in range(_TIMES):
        start = perf_counter()
        CONTESTANTS[name](probability, scene.pixels)
        seconds.append(perf_counter() - start)
    return median(seconds), _peak() - before


def _peak() -> float:
    """The highest resident memory so far, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
