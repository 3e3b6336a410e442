"""What the network is told: strokes, boxes and priors arrive in their channels, and nothing else does."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.imaging.cues import BOX, CHANNELS, KEEP, PRIOR, REMOVE, Hints, View

SIDE = 128
TOLD = slice(KEEP, PRIOR + 1)


@pytest.fixture
def pixels() -> NDArray[np.uint8]:
    """A red disc on green noise, RGB."""
    picture = np.random.default_rng(3).integers(90, 120, (SIDE, SIDE, 3), np.uint8)
    picture[..., 1] += np.uint8(60)
    cv2.circle(picture, (70, 60), 30, (220, 40, 30), -1)
    return picture


def hints(*, keep: tuple[int, int] | None = None, remove: tuple[int, int] | None = None) -> Hints:
    told = Hints.nothing(SIDE)
    for drawn, place in ((told.keep, keep), (told.remove, remove)):
        if place is not None:
            cv2.circle(drawn, place, 5, 1, -1)
    return told


def test_without_prompts_only_the_picture_is_told(pixels: NDArray[np.uint8]) -> None:
    channels = View.of(pixels).told(Hints.nothing(SIDE))
    assert channels.shape == (CHANNELS, SIDE, SIDE)
    assert channels.dtype == np.float32
    assert not channels[TOLD].any()
    assert np.ptp(channels[:3]) > 1


def test_the_border_is_near_itself_and_the_disc_strange_to_it(pixels: NDArray[np.uint8]) -> None:
    way, strangeness = View.of(pixels).told(Hints.nothing(SIDE))[16:18]
    assert way[:2].max() < 0.1
    assert way[60, 70] > 0.5
    assert strangeness[60, 70] > 0.5 > strangeness[5, 5]


def test_strokes_are_told_with_their_colours_and_ways(pixels: NDArray[np.uint8]) -> None:
    told = hints(keep=(70, 60), remove=(15, 110))
    channels = View.of(pixels).told(told)
    assert np.array_equal(channels[KEEP] > 0, told.keep > 0)
    assert np.array_equal(channels[REMOVE] > 0, told.remove > 0)
    for nearness in (5, 7, 9, 11, 13):
        assert channels[nearness, 60, 70] > channels[nearness, 110, 15]
    for nearness in (6, 8, 12):
        assert channels[nearness, 60, 70] < channels[nearness, 110, 15]


def test_one_polarity_alone_leaves_the_other_untold(pixels: NDArray[np.uint8]) -> None:
    channels = View.of(pixels).told(hints(keep=(70, 60)))
    assert not channels[[REMOVE, 6, 8, 12, 13]].any()


def test_box_and_prior_are_told_with_the_colours_of_their_region(pixels: NDArray[np.uint8]) -> None:
    view = View.of(pixels)
    box = np.zeros((SIDE, SIDE), np.uint8)
    box[30:90, 40:100] = 1
    boxed = view.told(replace(Hints.nothing(SIDE), box=box))
    assert np.array_equal(boxed[BOX], box)
    assert boxed[10, 60, 70] > 0 > boxed[10, 5, 5]
    prior = box.astype(np.float32)
    known = view.told(Hints.nothing(SIDE).with_prior(prior))
    assert np.array_equal(known[PRIOR], prior * 2 - 1)
    assert np.allclose(known[10], boxed[10])


def test_a_mirrored_view_is_told_mirrored(pixels: NDArray[np.uint8]) -> None:
    told = hints(keep=(70, 60), remove=(15, 110))
    mirrored = Hints(np.ascontiguousarray(told.keep[:, ::-1]), np.ascontiguousarray(told.remove[:, ::-1]))
    there = View.of(pixels).told(told)
    back = View.of(np.ascontiguousarray(pixels[:, ::-1])).told(mirrored)[..., ::-1]
    assert np.abs(there - back).max() < 0.05


def test_telling_leaves_the_view_as_it_was(pixels: NDArray[np.uint8]) -> None:
    view = View.of(pixels)
    before = view.told(Hints.nothing(SIDE))
    view.told(hints(keep=(70, 60)))
    assert np.array_equal(view.told(Hints.nothing(SIDE)), before)
