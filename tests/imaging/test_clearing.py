"""What clearing up would do is told as it is then done."""

import numpy as np
import pytest

from segdesk.core.document import INSIDE, Bytes2D, EdgeMode, EdgeSettings
from segdesk.core.work import CancelToken
from segdesk.imaging import finish
from segdesk.imaging.clearing import clearance

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
