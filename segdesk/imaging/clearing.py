"""What clearing up a mask takes and brings, before it is done: places to show and numbers to say."""

from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D, EdgeSettings
from segdesk.core.work import CancelToken
from segdesk.imaging.shaping import Flags, Parts, parts_of
from segdesk.imaging.spots import Spots

Value = TypeVar("Value", np.int32, np.bool_)
_AT_ONCE = 1 << 20
"""Pixels looked up in one go."""


class Clearance(NamedTuple):
    """goes, comes: bool HxW, where separate parts are dropped and where holes are filled; and how many of each."""

    goes: Flags
    comes: Flags
    specks: int
    holes: int


def clearance(coverage: Bytes2D, edges: EdgeSettings, *, cancel: CancelToken) -> Clearance:
    """What the settings for parts and holes do to a coverage, uint8 HxW. Raises Cancelled."""
    inside = coverage >= INSIDE
    goes, specks = _specks(coverage, edges, cancel)
    comes, holes = _holes(inside & ~goes, edges.fill_holes, cancel)
    return Clearance(goes, comes, specks, holes)


def _specks(coverage: Bytes2D, edges: EdgeSettings, cancel: CancelToken) -> tuple[Flags, int]:
    if not (edges.drop_specks or edges.keep_largest):
        return np.zeros(coverage.shape, np.bool_), 0
    found = parts_of(coverage, connectivity=8, cancel=cancel)
    unwanted = found.areas <= edges.drop_specks
    if edges.keep_largest and len(unwanted):
        unwanted = np.arange(len(unwanted)) != found.areas.argmax()
    return _flagged(found.labels, unwanted), int(unwanted.sum())


def _holes(inside: Flags, area: int, cancel: CancelToken) -> tuple[Flags, int]:
    if not area:
        return np.zeros(inside.shape, np.bool_), 0
    ground = parts_of(np.multiply(~inside, 255, dtype=np.uint8), connectivity=4, cancel=cancel)
    unwanted = (ground.areas <= area) & ~ground.at_border
    return _flagged(ground.labels, unwanted), int(unwanted.sum())


def _flagged(labels: NDArray[np.int32], unwanted: Flags) -> Flags:
    return _looked_up(np.concatenate(((False,), unwanted)), labels)


def _looked_up(table: NDArray[Value], labels: NDArray[np.int32]) -> NDArray[Value]:
    """Row by row, for NumPy lets no other thread work meanwhile."""
    found = np.empty(labels.shape, table.dtype)
    step = max(1, _AT_ONCE // labels.shape[1])
    for top in range(0, len(labels), step):
        found[top : top + step] = table[labels[top : top + step]]
    return found


def specks(coverage: Bytes2D, factor: int, *, cancel: CancelToken) -> Spots:
    """The separate parts of a coverage, uint8 HxW, `factor` times smaller. Raises Cancelled."""
    found = parts_of(coverage, connectivity=8, cancel=cancel)
    return _spots(found, found.areas, factor)


def holes(coverage: Bytes2D, edges: EdgeSettings, factor: int, *, cancel: CancelToken) -> Spots:
    """The holes in what the settings leave of a coverage, `factor` times smaller. Raises Cancelled."""
    goes, _ = _specks(coverage, edges, cancel)
    outside = np.multiply((coverage < INSIDE) | goes, 255, dtype=np.uint8)
    found = parts_of(outside, connectivity=4, cancel=cancel)
    cancel.check()
    return _spots(found, np.where(found.at_border, 0, found.areas), factor)


def _spots(found: Parts, areas: NDArray[np.int32], factor: int) -> Spots:
    """Parts of no area are left out."""
    order = np.argsort(-areas, kind="stable")
    order = order[areas[order] > 0]
    places = np.zeros(len(areas) + 1, np.int32)
    places[order + 1] = np.arange(1, len(order) + 1)
    high, wide = found.labels.shape
    rows = np.maximum.reduceat(_looked_up(places, found.labels), range(0, high, factor), axis=0)
    boxes = np.array(found.strips, np.int32).reshape(-1, 4)[order]
    at = np.maximum.reduceat(rows, range(0, wide, factor), axis=1)
    return Spots(areas[order].astype(np.int32), boxes, at, factor)
