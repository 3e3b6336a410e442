"""Which parts of a mask a stroke takes back whole, and where it only means what lies under it."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.geometry import Point
from segdesk.core.prompts import Polarity, Prompts
from segdesk.core.work import CancelToken, no_report
from segdesk.engines.local import LocalEngine
from segdesk.imaging.standing import standing
from tests.scenes import LEFT_DISC, RIGHT_DISC, click, disc, iou, two_discs

Flags = NDArray[np.bool_]
LEFT, RIGHT = (60, 80), (170, 80)


def drawn(*circles: tuple[tuple[int, int], int]) -> Flags:
    canvas = np.zeros((160, 240), np.uint8)
    for middle, radius in circles:
        cv2.circle(canvas, middle, radius, 1, -1)
    return canvas > 0


NOTHING = drawn()
BOTH = drawn((LEFT, 40), (RIGHT, 40))


def test_a_stroke_through_the_middle_of_one_of_two_takes_it_back() -> None:
    assert np.array_equal(standing(BOTH, NOTHING, drawn((RIGHT, 4))), drawn((LEFT, 40)))
    assert np.array_equal(standing(BOTH, drawn((LEFT, 4)), drawn((RIGHT, 4))), drawn((LEFT, 40)))


@pytest.mark.parametrize(
    ("prior", "keep", "remove"),
    [
        (drawn((LEFT, 40)), NOTHING, drawn((LEFT, 4))),
        (BOTH, drawn(((180, 90), 3)), drawn((RIGHT, 4))),
        (BOTH, NOTHING, drawn(((RIGHT[0] + 34, RIGHT[1]), 4))),
        (BOTH, NOTHING, drawn(((115, 20), 4))),
        (BOTH, NOTHING, drawn((LEFT, 4), (RIGHT, 4))),
        (drawn((LEFT, 40), (RIGHT, 5)), NOTHING, drawn((LEFT, 4))),
    ],
    ids=["the only one", "one with a keep stroke", "at its rim", "beside both", "both at once", "all but a speck"],
)
def test_otherwise_all_of_it_stands(prior: Flags, keep: Flags, remove: Flags) -> None:
    assert np.array_equal(standing(prior, keep, remove), prior)


@pytest.mark.parametrize("radius", [3, 8, 20])
def test_the_engine_takes_back_the_whole_thing(radius: float) -> None:
    """However plain it is: a hole would be all that the picture itself could ask for."""
    known = np.maximum(disc(LEFT_DISC), disc(RIGHT_DISC))
    prompts = Prompts(auto=True, strokes=(click(RIGHT_DISC, Polarity.REMOVE, radius=radius),))
    assert iou(refined(known, prompts), disc(LEFT_DISC)) > 0.95


def test_the_engine_makes_a_hole_in_the_only_one() -> None:
    known = disc(LEFT_DISC)
    dab = click(Point(LEFT_DISC.x + 12, LEFT_DISC.y), Polarity.REMOVE, radius=5)
    found = refined(known, Prompts(strokes=(click(Point(LEFT_DISC.x - 12, LEFT_DISC.y)), dab)))
    assert found[round(LEFT_DISC.y), round(LEFT_DISC.x) + 12] == 0
    assert iou(found, known) > 0.9


def refined(known: NDArray[np.uint8], prompts: Prompts) -> NDArray[np.uint8]:
    """The next mask after a known one of the two discs."""
    session = LocalEngine().open(Picture(two_discs()), cancel=CancelToken())
    prior = Mask(known, MaskSource("local", Prompts(auto=True)))
    return session.segment(prompts, prior, cancel=CancelToken(), report=no_report).coverage
