"""A further stroke's mask at full size: new where it changed, the old one to the pixel elsewhere."""

from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.core.work import CancelToken
from segdesk.imaging.edges import restore
from segdesk.imaging.renewing import at_working_size, renewed
from segdesk.imaging.strips import Strip

SMALL = (150, 200)
SIZES = ((150, 200), (300, 400), (611, 809), (1200, 1600))
Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]


def picture(size: tuple[int, int]) -> Pixels:
    """Coloured noise at several scales: edges to follow everywhere."""
    rng = np.random.default_rng(4)
    layers = [rng.integers(0, 80, (*(side // scale + 1 for side in size), 3), np.uint8) for scale in (3, 17, 60)]
    return cast(Pixels, sum(cv2.resize(layer, size[::-1]) for layer in layers))


def discs(*, second: bool) -> Floats:
    """Two discs at working size, the second one or its absence being the change; soft at their rims."""
    drawn = np.zeros(SMALL, np.float32)
    cv2.circle(drawn, (50, 70), 30, 1, -1)
    if second:
        cv2.circle(drawn, (150, 90), 14, 1, -1)
    return cast(Floats, cv2.GaussianBlur(drawn, (3, 3), 0))


def mask(size: tuple[int, int]) -> Pixels:
    """The first disc as no picture would give it: whatever of it is found anew shows."""
    return cast(Pixels, cv2.resize(np.rint(discs(second=False) * 255).astype(np.uint8), size[::-1]))


def as_probability(coverage: Pixels) -> Floats:
    return coverage.astype(np.float32) / np.float32(255)


def full(probability: Floats, pixels: Pixels, where: Flags | None = None) -> Pixels:
    return restore(probability, pixels, cancel=CancelToken(), where=where)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("part", [Strip(60, 120, 125, 175), Strip(0, 30, 0, 60), Strip(130, 150, 190, 200)])
def test_a_part_is_the_same_as_in_the_whole(size: tuple[int, int], part: Strip) -> None:
    pixels, probability = picture(size), discs(second=True)
    place = part.scaled(size[0] / SMALL[0], size[1] / SMALL[1]).region
    where = np.zeros(SMALL, np.bool_)
    where[part.region] = True
    assert np.array_equal(full(probability, pixels, where)[place], full(probability, pixels)[place])


@pytest.mark.parametrize("size", SIZES)
def test_what_changed_is_found_anew_and_the_rest_stays(size: tuple[int, int]) -> None:
    pixels, known = picture(size), mask(size)
    small = at_working_size(known, *SMALL)
    now = np.maximum(as_probability(small), discs(second=True) - discs(second=False))
    found = renewed(known, small, now, pixels=pixels, cancel=CancelToken())
    middle = size[1] // 2
    assert np.array_equal(found[:, :middle], known[:, :middle])
    new = full(now, pixels)
    rows, columns = slice(int(0.5 * size[0]), int(0.7 * size[0])), slice(int(0.67 * size[1]), int(0.83 * size[1]))
    assert np.array_equal(found[rows, columns], new[rows, columns])
    assert found[rows, columns].max() == 255


def test_where_nothing_changed_the_mask_is_a_copy() -> None:
    known = mask((300, 400))
    small = at_working_size(known, *SMALL)
    found = renewed(known, small, as_probability(small), pixels=picture((300, 400)), cancel=CancelToken())
    assert np.array_equal(found, known)
    assert not np.shares_memory(found, known)
