"""Whether one more stroke mends what it touches and leaves the rest alone, watched over a robot's game."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import pi, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.prompts import Polarity, Prompts
from segdesk.imaging.scribbles import scribble_maps
from tests.bench.games import Task
from tests.bench.robot import Robot, Turn, turns
from tests.bench.samples import UNSCORED, Sample
from tests.said import rasterised

LEAST_CLICKS = 8
"""Good masks are refined on, or there would be few further strokes to watch."""
LOSS = 0.01
"""IoU lost by a stroke that did harm."""
NOTED = 0.001
"""Share of the far pixels that has to flip before a designer would see it."""
FAIR = 0.9
"""Share of a stroke's scored pixels that lie on the side of the truth it speaks of, for it to be a correct one."""
COLUMNS = (
    "strokes",
    "harmed %",
    "correct",
    "harmed %",
    "with far",
    "far noted %",
    "of with far %",
    "far at all %",
    "unlawful",
    "unlike",
)
TITLE = (
    "Locality: further strokes; harmed: IoU fell by more than 0.01; correct: 90 % of it on the truth's own side; far: "
    "farther from\nthe stroke than the diameter of the circle of the truth's area; noted: more than 0.1 % of the far "
    "pixels flipped; unlawful:\npixels on the wrong side of a stroke; unlike: the same asked again, in the same and in "
    "a new session, gave another mask"
)


@dataclass(frozen=True)
class Footprint:
    """What one further stroke did. far: how many pixels lay far away; flipped: how many of them changed sides."""

    loss: float
    is_correct: bool
    far: int
    flipped: int

    @property
    def is_harm(self) -> bool:
        return self.loss > LOSS

    @property
    def is_noted(self) -> bool:
        return self.flipped > NOTED * self.far


@dataclass(frozen=True)
class Watch:
    """One game: its further strokes, pixels against the law of strokes, and answers that were not repeated."""

    footprints: tuple[Footprint, ...]
    unlawful: int
    unlike: int


def watch(task: Task) -> Watch:
    """Let the plain robot play and look at every step."""
    entry, sample = task.entry, task.load()
    contestant = entry.open(sample.pixels)
    played = list(turns(contestant, sample, Robot(least=LEAST_CLICKS)))
    last = played[-1]
    again = [asked.ask(last.prompts, last.before) for asked in (contestant, entry.open(sample.pixels))]
    return Watch(
        tuple(_footprint(before, turn, sample) for before, turn in pairwise(played)),
        sum(unlawful(turn.answer.coverage, turn.prompts, sample) for turn in played),
        sum(not np.array_equal(answer.coverage, last.answer.coverage) for answer in again),
    )


def summary(watches: Sequence[Watch]) -> list[float | None]:
    """A row of the table."""
    steps = [footprint for watch in watches for footprint in watch.footprints]
    correct = [step for step in steps if step.is_correct]
    spacious = [step for step in steps if step.far]
    return [
        len(steps),
        _percent([step.is_harm for step in steps]),
        len(correct),
        _percent([step.is_harm for step in correct]),
        len(spacious),
        _percent([step.is_noted for step in steps]),
        _percent([step.is_noted for step in spacious]),
        _percent([step.flipped > 0 for step in steps]),
        sum(watch.unlawful for watch in watches),
        sum(watch.unlike for watch in watches),
    ]


def unlawful(coverage: Bytes2D, prompts: Prompts, sample: Sample) -> int:
    """Pixels under a keep stroke that are outside, and under a remove stroke that are inside."""
    keep, remove = (one >= INSIDE for one in scribble_maps(prompts, sample.size))
    inside = coverage >= INSIDE
    return int(np.count_nonzero(keep & ~inside) + np.count_nonzero(remove & inside))


def far_from(drawn: Bytes2D, truth: Bytes2D) -> NDArray[np.bool_]:
    """Pixels farther from what was drawn (uint8 HxW, 255 on the stroke) than the subject's diameter.

    That is the diameter of the circle of the subject's area.
    """
    diameter = 2 * sqrt(np.count_nonzero(truth == 255) / pi)
    return np.asarray(cv2.distanceTransform(255 - drawn, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)) > diameter


def flips(before: Bytes2D, after: Bytes2D) -> NDArray[np.bool_]:
    """Where two masks are not on the same side."""
    return (before >= INSIDE) != (after >= INSIDE)


def is_correct(drawn: Bytes2D, polarity: Polarity, truth: Bytes2D) -> bool:
    """Whether a stroke, uint8 HxW, 255 on it, lies where the truth agrees with it, or nearly so."""
    wanted = 255 if polarity is Polarity.KEEP else 0
    scored = truth[(drawn > 0) & (truth != UNSCORED)]
    return bool(scored.size and np.count_nonzero(scored == wanted) >= FAIR * scored.size)


def _footprint(before: Turn, turn: Turn, sample: Sample) -> Footprint:
    truth = sample.truth
    drawn = rasterised((turn.stroke,), sample.size)
    far = far_from(drawn, truth)
    flipped = flips(before.answer.coverage, turn.answer.coverage) & far
    return Footprint(
        before.iou - turn.iou,
        is_correct(drawn, turn.stroke.polarity, truth),
        int(np.count_nonzero(far)),
        int(np.count_nonzero(flipped)),
    )


def _percent(flags: Sequence[bool]) -> float | None:
    return 100 * sum(flags) / len(flags) if flags else None
