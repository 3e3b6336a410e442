"""A designer made of arithmetic: clicks the middle of the largest error until the mask is good."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity, Prompts, Stroke
from tests.bench.contestants import Contestant
from tests.bench.samples import UNSCORED, Sample

MOST_CLICKS = 20
RADIUS = 5.0
GOOD = 0.90


@dataclass(frozen=True)
class Story:
    """IoU after each click, and the seconds each answer took."""

    ious: tuple[float, ...]
    seconds: tuple[float, ...]

    def clicks_to(self, wanted: float) -> int:
        """The number of clicks to an IoU, the most there are when it is never reached."""
        return next((click for click, iou in enumerate(self.ious, 1) if iou >= wanted), MOST_CLICKS)

    @property
    def failed(self) -> bool:
        return max(self.ious) < GOOD

    def iou_after(self, clicks: int) -> float:
        """IoU after so many clicks, or the last when fewer were needed."""
        return self.ious[min(clicks, len(self.ious)) - 1]


def play(contestant: Contestant, sample: Sample) -> Story:
    """Click until the mask is good or patience ends. Every answer is the prior of the next."""
    steps = list(_steps(contestant, sample))
    return Story(tuple(iou for iou, _ in steps), tuple(seconds for _, seconds in steps))


def score(coverage: Bytes2D, truth: Bytes2D) -> float:
    """IoU of what lies inside, pixels that are not scored left out."""
    scored, subject = truth != UNSCORED, truth == 255
    inside = (coverage >= INSIDE) & scored
    union = int(np.count_nonzero(inside | subject))
    return int(np.count_nonzero(inside & subject)) / union if union else 1.0


def _steps(contestant: Contestant, sample: Sample) -> Iterator[tuple[float, float]]:
    prompts, coverage = Prompts(), np.zeros_like(sample.truth)
    clicked = np.zeros(sample.truth.shape, np.bool_)
    for turn in range(MOST_CLICKS):
        prompts = prompts.with_prompt(next_click(coverage, sample.truth, clicked))
        start = perf_counter()
        coverage = contestant.ask(prompts, coverage if turn else None)
        seconds = perf_counter() - start
        iou = score(coverage, sample.truth)
        yield iou, seconds
        if iou >= GOOD:
            return


def next_click(coverage: Bytes2D, truth: Bytes2D, clicked: NDArray[np.bool_]) -> Stroke:
    """The point deepest inside what is missed or wrongly kept, marked in `clicked` and never chosen again."""
    inside = coverage >= INSIDE
    errors = {Polarity.KEEP: (truth == 255) & ~inside, Polarity.REMOVE: (truth == 0) & inside}
    depths = {polarity: np.where(clicked, 0, _depth(error)) for polarity, error in errors.items()}
    polarity = max(depths, key=lambda polarity: depths[polarity].max())
    row, column = np.unravel_index(int(depths[polarity].argmax()), truth.shape)
    clicked[row, column] = True
    return Stroke(polarity, RADIUS, (Point(float(column) + 0.5, float(row) + 0.5),))


def _depth(error: NDArray[np.bool_]) -> NDArray[np.float32]:
    padded = np.pad(error.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5), np.float32)[1:-1, 1:-1]
