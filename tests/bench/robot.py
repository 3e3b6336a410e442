"""A designer made of arithmetic: clicks the middle of the largest error until the mask is good, or near it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from time import perf_counter
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity, Prompts, Stroke
from tests.bench.contestants import Answer, Contestant
from tests.bench.samples import UNSCORED, Sample

MOST_CLICKS = 20
RADIUS = 5.0
RADII = (3.0, 15.0)
"""Picture pixels a shaky hand's brush is wide."""
STRAY = 0.4
"""How far from an error's middle a shaky hand clicks, as a share of the way from there to the error's border."""
GOOD = 0.90


@dataclass(frozen=True)
class Robot:
    """How one plays: a seed makes the hand shaky; `least` clicks are made however good the mask is by then."""

    seed: int | None = None
    least: int = 1

    def hand(self, picture: str) -> np.random.Generator | None:
        """What this robot's hand shakes by over one picture, or None for a steady one."""
        return None if self.seed is None else np.random.default_rng((self.seed, crc32(picture.encode())))


@dataclass(frozen=True, eq=False)
class Turn:
    """One click and its answer; `prompts` are all so far, `before` is the answer they were asked with."""

    stroke: Stroke
    prompts: Prompts
    before: Answer | None
    answer: Answer
    iou: float
    seconds: float


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


STEADY = Robot()


def play(contestant: Contestant, sample: Sample, robot: Robot = STEADY) -> Story:
    """Click until the mask is good or patience ends."""
    told = [(turn.iou, turn.seconds) for turn in turns(contestant, sample, robot)]
    return Story(tuple(iou for iou, _ in told), tuple(seconds for _, seconds in told))


def turns(contestant: Contestant, sample: Sample, robot: Robot = STEADY) -> Iterator[Turn]:
    """The game, click by click. Every answer is the prior of the next; without an error left nobody clicks."""
    prompts, answer, hand = Prompts(), None, robot.hand(sample.name)
    clicked = np.zeros(sample.truth.shape, np.bool_)
    for number in range(1, MOST_CLICKS + 1):
        coverage = np.zeros_like(sample.truth) if answer is None else answer.coverage
        stroke = next_click(coverage, sample.truth, clicked=clicked, hand=hand)
        if stroke is None:
            return
        prompts, before = prompts.with_prompt(stroke), answer
        start = perf_counter()
        answer = contestant.ask(prompts, before)
        seconds = perf_counter() - start
        iou = score(answer.coverage, sample.truth)
        yield Turn(stroke, prompts, before, answer, iou, seconds)
        if iou >= GOOD and number >= robot.least:
            return


def score(coverage: Bytes2D, truth: Bytes2D) -> float:
    """IoU of what lies inside, pixels that are not scored left out."""
    scored, subject = truth != UNSCORED, truth == 255
    inside = (coverage >= INSIDE) & scored
    union = int(np.count_nonzero(inside | subject))
    return int(np.count_nonzero(inside & subject)) / union if union else 1.0


def next_click(
    coverage: Bytes2D, truth: Bytes2D, *, clicked: NDArray[np.bool_], hand: np.random.Generator | None = None
) -> Stroke | None:
    """The point deepest inside what is missed or wrongly kept, marked in `clicked` and never chosen again.

    A shaky hand strays from that point, by any amount up to its reach, and takes any brush. None without an error.
    """
    inside = coverage >= INSIDE
    errors = {Polarity.KEEP: (truth == 255) & ~inside, Polarity.REMOVE: (truth == 0) & inside}
    depths = {polarity: np.where(clicked, 0, _depth(error)) for polarity, error in errors.items()}
    polarity = max(depths, key=lambda polarity: depths[polarity].max())
    row, column = np.unravel_index(int(depths[polarity].argmax()), truth.shape)
    depth, middle = float(depths[polarity][row, column]), Point(float(column) + 0.5, float(row) + 0.5)
    if depth == 0:
        return None
    clicked[row, column] = True
    if hand is None:
        return Stroke(polarity, RADIUS, (middle,))
    return Stroke(polarity, float(hand.uniform(*RADII)), (strayed(middle, STRAY * depth, hand),))


def strayed(middle: Point, reach: float, hand: np.random.Generator) -> Point:
    """A point of the disc around `middle`, all of it equally likely."""
    away, angle = reach * sqrt(hand.uniform()), hand.uniform(0, 2 * pi)
    return Point(middle.x + away * cos(angle), middle.y + away * sin(angle))


def _depth(error: NDArray[np.bool_]) -> NDArray[np.float32]:
    padded = np.pad(error.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5), np.float32)[1:-1, 1:-1]
