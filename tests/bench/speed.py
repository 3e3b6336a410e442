"""How long one waits: opening a picture and drawing one more stroke, at screen size and at 24 megapixels."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Prompts, Stroke
from tests.bench.contestants import Answer
from tests.bench.rows import Entry
from tests.bench.samples import Sample

SCREEN, CAMERA = Size(640, 480), Size(6000, 4000)
COLUMNS = ("open ms", "first stroke ms", "stroke ms", "before its edges ms")
_TIMES = 3


def waits(entry: Entry, sample: Sample, size: Size) -> tuple[float | None, ...]:
    """One picture stretched to a size: open it, keep its middle, then remove what of the answer lies farthest off.

    A stroke that contradicts nothing would cost nothing. Milliseconds, medians over repetitions; the last is the
    further stroke's until its edge at full size is begun with, None where that is no work of its own.
    """
    pixels = _stretched(sample, size)
    contestant = entry.open(pixels)
    first = Prompts((_dab(Point(size.width * 0.5, size.height * 0.5), Polarity.KEEP, size),))
    answer = contestant.ask(first, None)
    further = first.with_prompt(_dab(_outlier(answer.coverage), Polarity.REMOVE, size))
    last: list[Answer] = []
    whole = _milliseconds(lambda: last.append(contestant.ask(further, answer)))
    parts = [1000 * one.before_edges for one in last if one.before_edges is not None]
    return (
        _milliseconds(lambda: entry.open(pixels)),
        _milliseconds(lambda: contestant.ask(first, None)),
        whole,
        median(parts) if parts else None,
    )


def _stretched(sample: Sample, size: Size) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(sample.pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _outlier(coverage: Bytes2D) -> Point:
    """The subject's pixel farthest from the picture's middle."""
    step = max(1, max(coverage.shape) // 600)
    places = np.argwhere(coverage[::step, ::step] >= INSIDE) * step + 0.5
    row, column = places[np.square(places - np.array(coverage.shape) / 2).sum(axis=1).argmax()]
    return Point(float(column), float(row))


def _dab(at: Point, polarity: Polarity, size: Size) -> Stroke:
    return Stroke(polarity, size.long_side / 80, (at, Point(at.x + size.long_side / 30, at.y)))


def _milliseconds(work: Callable[[], object]) -> float:
    times: list[float] = []
    for _ in range(_TIMES):
        start = perf_counter()
        work()
        times.append(1000 * (perf_counter() - start))
    return median(times)
