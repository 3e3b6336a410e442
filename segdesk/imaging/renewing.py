"""A mask after one more stroke: its edge is found anew where the working copy sees a change, elsewhere it stays."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken
from segdesk.imaging.edges import restore
from segdesk.imaging.resampling import averaged

_AROUND = 6
"""Working pixels around a change within which the full-size edge may look different too."""
_ROWS_AT_ONCE = 256

_Floats = NDArray[np.float32]


def at_working_size(coverage: Bytes2D, height: int, width: int) -> Bytes2D:
    """Coverage averaged down to the size at which the subject is found."""
    return averaged(coverage, Size(width, height))


def renewed(
    known: Bytes2D, small: Bytes2D, probability: _Floats, *, pixels: NDArray[np.uint8], cancel: CancelToken
) -> Bytes2D:
    """The coverage that follows a known one, uint8 HxW, the caller's to write into.

    known, pixels: the mask before, uint8 HxW, and the picture, RGB uint8 HxWx3.
    small, probability: that mask at working size, uint8 hxw, and what is found there now, float32 hxw, 0..1.
    Raises Cancelled between two pieces of work.
    """
    changed = ((small >= INSIDE) != (probability >= 0.5)).astype(np.uint8)
    if not changed.any():
        return known.copy()
    square = np.ones((2 * _AROUND + 1, 2 * _AROUND + 1), np.uint8)
    near = np.asarray(cv2.dilate(changed, square), np.uint8).reshape(changed.shape)
    coverage = restore(probability, pixels, cancel=cancel, where=near > 0)
    _carry_over(known, coverage, near)
    return coverage


def _carry_over(known: Bytes2D, found: Bytes2D, near: Bytes2D) -> None:
    """Write the known coverage into the one found wherever no change is near."""
    left, top, width, height = cv2.boundingRect(near)
    rows, columns = (_sources(side, small) for side, small in zip(known.shape, near.shape, strict=True))
    first, behind = np.searchsorted(rows, (top, top + height)).tolist()
    begin, end = np.searchsorted(columns, (left, left + width)).tolist()
    for outside in (np.s_[:first], np.s_[behind:], np.s_[first:behind, :begin], np.s_[first:behind, end:]):
        found[outside] = known[outside]
    stays = near[:, columns[begin:end]] == 0
    for start in range(first, behind, _ROWS_AT_ONCE):
        place = slice(start, min(start + _ROWS_AT_ONCE, behind)), slice(begin, end)
        np.copyto(found[place], known[place], where=stays[rows[place[0]]])


def _sources(side: int, small: int) -> NDArray[np.intp]:
    """Which of `small` pixels each of `side` pixels lies on."""
    return np.arange(side) * small // side
