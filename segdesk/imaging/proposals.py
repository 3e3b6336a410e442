"""What the subject may be when nothing says where it is: weighs regions and picks those worth showing.

Where the regions come from is left to `segmentation`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

MOST = 3
"""A choice among more than these would take longer than a stroke."""
_SAME = 0.8
"""Overlap (intersection over union) from which on two regions are one proposal."""
_AT_BORDER = 3.0
"""What sureness loses with each part of the picture's border that the region covers: subjects seldom lie along it."""
AGREED = 0.65
"""Sureness by agreement below which the best proposal is worth a word of doubt."""
STEADY = 0.88
"""Overlap of what the network saw by itself with what came of it, below which that is worth the same word."""
_RIVAL = 0.95
"""How near to the best one's sureness another proposal's has to come to cast doubt on it."""
_SMALLEST_PART = 0.05
"""Share of a region below which one of its parts is no subject of its own."""
_SPECK = 0.02
"""The same for a part that comes from chance alone: a bright spot behind the subject, seldom its own hand or foot."""


@dataclass(frozen=True, eq=False)
class Proposal:
    """A region, bool HxW, and how sure it is to be the subject, 0..1."""

    region: Flags
    sureness: float

    @classmethod
    def agreed(cls, region: Flags, others: Sequence[Flags], border: Flags) -> "Proposal":
        """A region with the sureness that other opinions and the picture's border (all bool HxW) leave it."""
        agreement = sum(overlap(region, other) for other in others) / max(len(others), 1)
        along = int(np.count_nonzero(region & border)) / max(int(np.count_nonzero(border)), 1)
        return cls(region, agreement * max(0.0, 1 - _AT_BORDER * along))

    @classmethod
    def expected(cls, region: Flags, probability: Floats) -> "Proposal":
        """A region with the overlap that these probabilities (float32 HxW, 0..1) let it have with the subject."""
        inside, all_of_it = float(probability[region].sum()), float(probability.sum())
        return cls(region, inside / max(int(np.count_nonzero(region)) + all_of_it - inside, 1.0))


@dataclass(frozen=True, eq=False)
class Choice:
    """The proposals for one picture, best first.

    found: the first one on the working copy, float32 HxW, 0..1, inside from 0.5 on.
    is_unsure: whether the first is worth a word of doubt.
    """

    proposals: list[Proposal]
    found: Floats
    is_unsure: bool


def propose(favourite: Proposal, others: Iterable[Proposal]) -> list[Proposal]:
    """Up to three proposals that really differ: the favourite whatever it is, then the surest of the others."""
    chosen = [favourite]
    for other in sorted(others, key=lambda proposal: -proposal.sureness):
        is_new = all(overlap(other.region, known.region) < _SAME for known in chosen)
        if is_new and other.region.any() and not other.region.all():
            chosen.append(other)
    return chosen[:MOST]


def is_rivalled(proposals: Sequence[Proposal]) -> bool:
    """True when a different proposal is nearly as sure as the first."""
    best, *rivals = [proposal.sureness for proposal in proposals]
    return any(rival >= _RIVAL * best for rival in rivals)


def essential(region: Flags) -> Flags:
    """The region without specks beside what it is mainly made of."""
    count, labels = labelled(region)
    areas = np.bincount(labels.ravel(), minlength=count)
    areas[0] = 0
    return (areas >= _SPECK * areas.sum())[labels] & region


def parts(region: Flags) -> list[Flags]:
    """The largest connected parts of a region, each bool HxW, largest first; none when it is all of one piece."""
    count, labels = labelled(region)
    areas = np.bincount(labels.ravel(), minlength=count)[1:]
    large = np.flatnonzero(areas >= _SMALLEST_PART * areas.sum())
    largest = large[np.argsort(-areas[large], kind="stable")][:MOST]
    return [labels == place + 1 for place in largest] if len(large) > 1 else []


def labelled(region: Flags) -> tuple[int, NDArray[np.int32]]:
    """How many parts a region has, its ground counted as one, and each pixel's, int32 HxW; 0 is the ground."""
    count, labels = cv2.connectedComponents(region.astype(np.uint8))
    return count, np.asarray(labels, np.int32).reshape(region.shape)


def overlap(one: Flags, other: Flags) -> float:
    """Intersection over union of two regions, 0..1; two empty ones are the same."""
    either = np.count_nonzero(one | other)
    return int(np.count_nonzero(one & other)) / int(either) if either else 1.0
