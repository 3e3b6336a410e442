"""How long one waits: opening a picture and drawing one more stroke, at screen size and at 24 megapixels."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import cv2
import numpy as np

from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken
from segdesk.imaging.edges import restore
from segdesk.imaging.scribbles import scribble_maps
from segdesk.imaging.segmentation import extract_features, segment
from tests.bench.contestants import GrabCut
from tests.bench.samples import Sample

SCREEN, CAMERA = Size(640, 480), Size(6000, 4000)
_TIMES = 5


@dataclass(frozen=True)
class Waits:
    """Milliseconds, medians over repetitions: to open, for one more stroke, for edges at full size, for the rival."""

    open: float
    stroke: float
    edges: float
    rival: float | None


def measure(sample: Sample, size: Size, *, rival: bool) -> Waits:
    """One picture stretched to a size: open it, click its middle, then click a corner again and again."""
    pixels = np.asarray(cv2.resize(sample.pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    features = extract_features(pixels)
    first = Prompts((_dab(Point(size.width * 0.5, size.height * 0.5), Polarity.KEEP, size),))
    prior = segment(features, first)
    further = first.with_prompt(_dab(Point(size.width * 0.06, size.height * 0.08), Polarity.REMOVE, size))
    keep, remove = scribble_maps(further, size)
    found = segment(features, further, prior)
    return Waits(
        _milliseconds(lambda: extract_features(pixels)),
        _milliseconds(lambda: segment(features, further, prior)),
        _milliseconds(lambda: restore(found, pixels, keep=keep, remove=remove, cancel=CancelToken())),
        _milliseconds(lambda: GrabCut(pixels).ask(further, None)) if rival else None,
    )


def _dab(at: Point, polarity: Polarity, size: Size) -> Stroke:
    return Stroke(polarity, size.long_side / 80, (at, Point(at.x + size.long_side / 30, at.y)))


def _milliseconds(work: Callable[[], object]) -> float:
    waits: list[float] = []
    for _ in range(_TIMES):
        start = perf_counter()
        work()
        waits.append(1000 * (perf_counter() - start))
    return median(waits)
