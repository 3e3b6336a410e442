"""What the edge modes make of a mask beside the mask itself, and where the time of a cutout of 24 megapixels goes.

Masks come from truths made small, exactly or hard and displaced as an engine draws them, restored to full size; and of
the sample also from the local engine, asked with the sample's own prompts. Scored is the squared error of alpha, summed
over the picture, as a share of the mask's own: below 1 the mode has made it better.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median
from typing import Final

import cv2
import numpy as np

from segdesk import pipeline, rendering
from segdesk.core.document import Bytes2D, EdgeMode, EdgeSettings
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Prompts, Stroke
from segdesk.core.work import CancelToken
from segdesk.imaging import edges, files, finish
from tests.bench.edge_scenes import SAMPLES, Scene, jug, read
from tests.bench.restore import HARDNESS, working_map
from tests.bench.tables import table

CAMERA: Final = Size(5656, 4242)
"""24 megapixels in the proportions of the sample."""
_GRAIN = 2.0
"""Standard deviation of a camera's grain, in levels; enlarging leaves a picture without."""
_MODES: Final = (EdgeMode.AUTO, EdgeMode.SOFT)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, nargs="*", default=[], metavar="DIR", help="folders with images/ and alpha/"
    )
    parser.add_argument("--each", action="store_true", help="print every picture")
    parser.add_argument("--working", type=int, default=448, metavar="N", help="long side of the masks to restore from")
    parser.add_argument("--times", type=int, default=3, metavar="N", help="how often the large cutout is made; 0: not")
    parser.add_argument("--no-quality", action="store_true", help="the large cutout only")


def run(arguments: argparse.Namespace) -> None:
    if not arguments.no_quality:
        rows = [row for name, scenes in _groups(arguments) for row in _rows(name, scenes, arguments)]
        print(table("Squared error, as a share of the mask's", [mode.value for mode in _MODES], rows, 3), flush=True)
    if arguments.times:
        stages = _stages(arguments.times)
        rows = [(stage, [seconds]) for stage, seconds in stages.items()] + [("all", [sum(stages.values())])]
        print(table("\nA cutout of 24 megapixels, by stage", ["seconds"], rows, 3))


def _groups(arguments: argparse.Namespace) -> Iterator[tuple[str, list[Scene]]]:
    yield "sample", [_sample()]
    for folder in arguments.data:
        yield folder.name, list(read(folder))


def _rows(
    name: str, scenes: Sequence[Scene], arguments: argparse.Namespace
) -> Iterator[tuple[str, Sequence[float | None]]]:
    for hardness in HARDNESS:
        masks = [_restored(scene, hardness, arguments.working) for scene in scenes]
        found = [_shares(scene, mask) for scene, mask in zip(scenes, masks, strict=True)]
        if arguments.each and len(scenes) > 1:
            yield from ((f"{scene.name}, {hardness}", shares) for scene, shares in zip(scenes, found, strict=True))
        yield f"{name}, {hardness}", [fmean(column) for column in zip(*found, strict=True)]
    if name == "sample":
        yield "sample, local engine", _shares(scenes[0], _answered())


def _shares(scene: Scene, mask: Bytes2D) -> list[float]:
    """The error of each mode over that of the mask."""
    own = _error(mask, scene.truth)
    found = [
        finish.alpha(scene.pixels, mask, finish.Marks(), edges=EdgeSettings(mode=mode), cancel=CancelToken())
        for mode in _MODES
    ]
    return [_error(alpha, scene.truth) / own for alpha in found]


def _error(alpha: Bytes2D, truth: Bytes2D) -> float:
    return float(np.square(cv2.absdiff(alpha, truth) / 255).sum())


def _restored(scene: Scene, hardness: str, working: int) -> Bytes2D:
    probability = working_map(scene.truth, hardness, working)
    return edges.restore(probability, scene.pixels, cancel=CancelToken())


def _sample() -> Scene:
    pixels = files.decode(SAMPLES / "jug.jpg").picture.pixels
    return Scene("sample", pixels, files.decode_map(SAMPLES / "jug-alpha.png"))


def _answered() -> Bytes2D:
    """The local engine's mask of the sample, by its own prompts."""
    document = pipeline.open_document(SAMPLES / "jug.jpg").document
    asked = pipeline.with_prompts(document, pipeline.load_prompts(SAMPLES / "jug.json"))
    mask = pipeline.answer(asked, "local", cancel=CancelToken()).document.subject.mask
    assert mask is not None
    return mask.coverage


def _stages(times: int) -> dict[str, float]:
    """Median seconds of each stage, from a JPEG on disk to a PNG on disk, by the sample's prompts."""
    with tempfile.TemporaryDirectory() as folder:
        picture, target = Path(folder) / "picture.jpg", Path(folder) / "cutout.png"
        scene = jug(CAMERA)
        grain = np.random.default_rng(0).normal(0, _GRAIN, scene.pixels.shape).astype(np.float32)
        grained = np.clip(scene.pixels + grain, 0, 255).astype(np.uint8)
        cv2.imwrite(str(picture), grained[..., ::-1])
        runs = [_cut(picture, target) for _ in range(times)]
    return {stage: median(run[stage] for run in runs) for stage in runs[0]}


def _cut(picture: Path, target: Path) -> dict[str, float]:
    watch = pipeline.Stopwatch()
    watch("open", 0.0)
    document = pipeline.open_document(picture).document
    watch.stop()
    times = CAMERA.width / files.decode(SAMPLES / "jug.jpg").picture.size.width
    asked = pipeline.with_prompts(document, _enlarged(pipeline.load_prompts(SAMPLES / "jug.json"), times))
    outcome = pipeline.answer(asked, "local", cancel=CancelToken(), report=watch)
    rendering.export(outcome.document, target, overwrite=True, report=watch)
    watch.stop()
    return watch.seconds


def _enlarged(prompts: Prompts, times: float) -> Prompts:
    """As they lie on a picture so many times larger."""
    strokes = tuple(
        replace(
            stroke, radius=stroke.radius * times, points=tuple(Point(x * times, y * times) for x, y in stroke.points)
        )
        for stroke in prompts.strokes
        if isinstance(stroke, Stroke)
    )
    boxes = tuple(BoxPrompt(Box(*(side * times for side in prompt.box))) for prompt in prompts.boxes)
    return replace(prompts, strokes=strokes, boxes=boxes)
