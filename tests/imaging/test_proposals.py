"""Which of several opinions are worth showing, in which order, and when to doubt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from segdesk.imaging.proposals import MOST, Proposal, essential, is_rivalled, overlap, parts, propose

Flags = NDArray[np.bool_]

BORDER = np.ones((40, 60), np.bool_)
BORDER[2:-2, 2:-2] = False
regions = arrays.arrays(np.bool_, (6, 8))
proposals = st.builds(Proposal, regions, st.floats(0, 1))


def block(left: int, right: int) -> Flags:
    """The columns from left to right, clear of the border above and below."""
    region = np.zeros(BORDER.shape, np.bool_)
    region[5:35, left:right] = True
    return region


@given(proposals, st.lists(proposals, max_size=6))
def test_few_are_chosen_that_differ_with_the_favourite_first_and_the_surest_next(
    favourite: Proposal, others: list[Proposal]
) -> None:
    chosen = propose(favourite, others)
    assert chosen[0] is favourite
    assert len(chosen) <= MOST
    for place, one in enumerate(chosen[1:], 1):
        assert one.region.any()
        assert not one.region.all()
        assert all(overlap(one.region, earlier.region) < 0.8 for earlier in chosen[:place])
    surenesses = [one.sureness for one in chosen[1:]]
    assert surenesses == sorted(surenesses, reverse=True)


def test_of_two_alike_the_surer_is_chosen() -> None:
    favourite = Proposal(block(10, 20), 0.9)
    weaker, stronger = Proposal(block(30, 50), 0.3), Proposal(block(31, 50), 0.4)
    assert propose(favourite, [weaker, stronger]) == [favourite, stronger]


@given(regions, regions)
def test_overlap_is_mutual_and_complete_only_of_the_same(one: Flags, other: Flags) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1
    assert (overlap(one, other) == 1) == np.array_equal(one, other)


def test_agreement_makes_sure_and_the_border_unsure() -> None:
    inner, wide = block(10, 30), block(0, 30)
    assert Proposal.agreed(inner, [inner, inner], BORDER).sureness == 1
    assert Proposal.agreed(inner, [inner, block(40, 50)], BORDER).sureness == pytest.approx(0.5)
    assert Proposal.agreed(wide, [wide], BORDER).sureness < 0.7
    assert Proposal.agreed(np.ones_like(BORDER), [np.ones_like(BORDER)], BORDER).sureness == 0


@given(regions, st.lists(regions, max_size=3), regions)
def test_sureness_is_a_share(region: Flags, others: list[Flags], border: Flags) -> None:
    assert 0 <= Proposal.agreed(region, others, border).sureness <= 1


def test_hard_probabilities_expect_the_overlap_with_themselves() -> None:
    region, half = block(10, 30), block(10, 20)
    assert Proposal.expected(region, region.astype(np.float32)).sureness == pytest.approx(1)
    assert Proposal.expected(half, region.astype(np.float32)).sureness == pytest.approx(0.5)
    assert Proposal.expected(region, half.astype(np.float32)).sureness == pytest.approx(0.5)
    assert Proposal.expected(region, np.zeros(region.shape, np.float32)).sureness == 0


@given(regions, arrays.arrays(np.float32, (6, 8), elements=st.floats(0, 1, width=32)))
def test_what_is_expected_is_a_share(region: Flags, probability: NDArray[np.float32]) -> None:
    assert 0 <= Proposal.expected(region, probability).sureness <= 1.00001


def test_a_rival_is_nearly_as_sure_as_the_favourite() -> None:
    def rivalled(*surenesses: float) -> bool:
        return is_rivalled([Proposal(block(10 * place, 10 * place + 9), sure) for place, sure in enumerate(surenesses)])

    assert not rivalled(0.9)
    assert not rivalled(0.9, 0.6, 0.2)
    assert rivalled(0.9, 0.9)
    assert rivalled(0.8, 0.9)


def test_parts_are_the_large_pieces_largest_first() -> None:
    region = block(5, 15) | block(20, 50)
    region[0, 0] = True
    pieces = parts(region)
    assert [np.count_nonzero(piece) for piece in pieces] == [30 * 30, 30 * 10]
    assert parts(block(5, 15)) == []
    assert parts(np.zeros_like(region)) == []


def test_a_speck_beside_the_subject_is_left_out_and_a_second_part_is_not() -> None:
    region = np.zeros((60, 80), bool)
    region[5:55, 5:45] = True
    region[10:30, 60:70] = True
    both = region.copy()
    region[50:54, 74:78] = True
    np.testing.assert_array_equal(essential(region), both)
    assert not essential(np.zeros((60, 80), bool)).any()
