"""What clearing up would do is told as it is then done."""

import numpy as np
import pytest

from segdesk.core.document import INSIDE, Bytes2D, EdgeMode, EdgeSettings
from segdesk.core.work import CancelToken
from segdesk.imaging import finish
from segdesk.imaging.clearing import clearance, holes, specks

HARD = EdgeMode.HARD


def spotted() -> Bytes2D:
    """A block with two holes, and two specks: areas 16, 100 of each."""
    coverage = np.zeros((80, 120), np.uint8)
    coverage[20:70, 20:100] = 255
    for at, inside in ((30, 0), (2, 255)):
        coverage[at : at + 4, 30:34] = inside
        coverage[at : at + 10, 50:60] = inside
    return coverage


@pytest.mark.parametrize(
    ("edges", "specks", "holes"),
    [
        (EdgeSettings(mode=HARD), 0, 0),
        (EdgeSettings(mode=HARD, drop_specks=16), 1, 0),
        (EdgeSettings(mode=HARD, drop_specks=100, fill_holes=50), 2, 1),
        (EdgeSettings(mode=HARD, keep_largest=True, fill_holes=500), 2, 2),
    ],
)
def test_what_is_told_is_what_is_done(edges: EdgeSettings, specks: int, holes: int) -> None:
    coverage, cancel = spotted(), CancelToken()
    told = clearance(coverage, edges, cancel=cancel)
    assert (told.specks, told.holes) == (specks, holes)
    pixels = np.zeros((*coverage.shape, 3), np.uint8)
    done = finish.alpha(pixels, coverage, finish.Marks(), edges=edges, cancel=cancel) >= INSIDE
    np.testing.assert_array_equal(((coverage >= INSIDE) & ~told.goes) | told.comes, done)


def test_without_anything_inside_nothing_is_told() -> None:
    nothing = np.zeros((10, 10), np.uint8)
    told = clearance(nothing, EdgeSettings(keep_largest=True, drop_specks=9, fill_holes=9), cancel=CancelToken())
    assert (told.specks, told.holes) == (0, 0)
    assert not told.goes.any()


@pytest.mark.parametrize("factor", [1, 4])
def test_spots_tell_every_part_and_every_hole_at_any_size(factor: int) -> None:
    coverage, cancel = spotted(), CancelToken()
    parts = specks(coverage, factor, cancel=cancel)
    assert parts.areas.tolist() == [50 * 80 - 116, 100, 16]
    assert parts.boxes[1:].tolist() == [[2, 12, 50, 60], [2, 6, 30, 34]]
    gaps = holes(coverage, EdgeSettings(), factor, cancel=cancel)
    assert gaps.areas.tolist() == [100, 16]
    for spots, row, column, number in ((parts, 4, 55, 2), (parts, 3, 31, 3), (gaps, 33, 55, 1), (gaps, 31, 32, 2)):
        assert spots.at[row // factor, column // factor] == number
    assert gaps.at[0, 0] == 0


def test_holes_are_those_that_remain_when_parts_are_dropped() -> None:
    ring = np.zeros((40, 40), np.uint8)
    ring[5:35, 5:35], ring[10:30, 10:30], ring[18:22, 18:22] = 255, 0, 255
    cancel = CancelToken()
    assert holes(ring, EdgeSettings(), 1, cancel=cancel).areas.tolist() == [400 - 16]
    assert holes(ring, EdgeSettings(drop_specks=16), 1, cancel=cancel).areas.tolist() == [400]
