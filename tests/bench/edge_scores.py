"""How far an edge at full size is from the true one: in place, in evenness, in leaks and in lost thin parts."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]
NEAR = 2.0
"""Pixels within which an outline counts as met."""
_FAR = 3.0
"""Working pixels beyond which a wrong pixel is a leak."""
_THIN = 2.0
"""Working pixels below which a part or a gap is thin."""


@dataclass(frozen=True)
class Score:
    """fscore:    boundary F-score within NEAR pixels, 0..1.
    distance:  mean distance between the outlines, both ways, in pixels, each counted to at most _FAR working pixels.
    roughness: what the outline wavers within three working pixels, root mean square, in pixels.
    leaks:     wrong pixels farther than _FAR working pixels from the true edge, per million of the picture.
    thin:      the part of thin pixels of the subject that is kept, 0..1, or None where there are none.
    gaps:      the same for thin pixels of the ground.
    area:      mean difference of coverage along the edge: pixels of width that are wrong.
    """

    fscore: float
    distance: float
    roughness: float
    leaks: float
    thin: float | None
    gaps: float | None
    area: float


class Judge:
    """What is known of a truth, so that each contestant costs no more than its own outline."""

    def __init__(self, truth: Bytes2D, working: float) -> None:
        """truth: uint8 HxW; working: the side of a working pixel in pixels of the truth."""
        self._truth, self._working = truth, working
        self._inside = truth >= INSIDE
        self._outline = _outline(self._inside)
        self._signed = _signed(self._inside)
        self._thin, self._gaps = (_narrow(flags, _THIN * working) for flags in (self._inside, ~self._inside))

    def score(self, coverage: Bytes2D) -> Score:
        inside = coverage >= INSIDE
        outline = _outline(inside)
        to_truth, to_found = np.abs(self._signed[outline]), np.abs(_signed(inside)[self._outline])
        precision, recall = np.mean(to_truth <= NEAR + 0.5), np.mean(to_found <= NEAR + 0.5)
        limit = _FAR * self._working
        wrong = inside != self._inside
        leaks = np.count_nonzero(wrong & (np.abs(self._signed) > limit))
        return Score(
            float(2 * precision * recall / max(precision + recall, 1e-9)),
            float(np.minimum(to_truth, limit).mean() + np.minimum(to_found, limit).mean()) / 2 - 0.5,
            self._roughness(inside),
            1e6 * leaks / inside.size,
            _share(inside, self._thin),
            _share(~inside, self._gaps),
            float(cv2.absdiff(coverage, self._truth).sum(dtype=np.float64) / 255 / np.count_nonzero(self._outline)),
        )

    def _roughness(self, inside: Flags) -> float:
        lines, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        reach = max(3, 2 * round(1.5 * self._working) + 1)
        total, count = 0.0, 0
        for line in lines:
            if len(line) > 2 * reach:
                columns, rows = line[:, 0].T
                # What lies farther off than a working pixel is another error than wavering.
                offsets = np.clip(self._signed[rows, columns], -self._working, self._working)
                around = np.pad(offsets, reach // 2, mode="wrap")
                even = np.convolve(around, np.full(reach, 1 / reach), "valid")
                total, count = total + float(np.square(offsets - even).sum()), count + len(offsets)
        return float(np.sqrt(total / max(count, 1)))


def _signed(inside: Flags) -> Floats:
    """Distance of each pixel's middle from the outline between pixels, positive inside."""
    flags = inside.astype(np.uint8)
    deep, away = (cv2.distanceTransform(side, cv2.DIST_L2, 5) for side in (flags, 1 - flags))
    limit = float(sum(inside.shape))
    return np.where(inside, np.minimum(deep, limit) - 0.5, 0.5 - np.minimum(away, limit)).astype(np.float32)


def _outline(inside: Flags) -> Flags:
    flags = inside.astype(np.uint8)
    return inside & (cv2.erode(flags, np.ones((3, 3), np.uint8)) == 0)


def _narrow(inside: Flags, width: float) -> Flags:
    """The pixels no disc of this diameter covers without leaving the flags."""
    deep = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5) > width / 2
    if not deep.any():
        return inside
    return inside & (cv2.distanceTransform((~deep).astype(np.uint8), cv2.DIST_L2, 5) > width / 2)


def _share(found: Flags, wanted: Flags) -> float | None:
    count = np.count_nonzero(wanted)
    return float(np.count_nonzero(found & wanted) / count) if count else None
