"""How good a network is on pictures it never saw, asked by a robot that clicks the middle of the largest error."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from segdesk.imaging.looks import Onlooker
from segdesk.imaging.network import Network
from segdesk.imaging.segmentation import extract_features, segment

from .pictures import Gallery, Object

_CLICKS = 12
_RADIUS = 5.0
_GOOD = 0.90
_LOOSE = 0.06

Bytes2D = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """IoU after each click, by one loose box, and by nothing at all where the object is the only one."""

    source: str
    clicks: tuple[float, ...]
    box: float
    auto: float | None

    @property
    def clicks_needed(self) -> int:
        return next((number for number, iou in enumerate(self.clicks, 1) if iou >= _GOOD), _CLICKS)


def evaluate(network: Network | None, gallery: Gallery, *, each: int) -> dict[str, dict[str, float]]:
    """Means for each source of pictures, from at most `each` of its objects; without a network, by colours alone."""
    table: dict[str, dict[str, float]] = {}
    for source in sorted({one.source for one in gallery.objects}):
        found = gallery.of(source)
        marks = [_judged(one, network) for one in found[:: max(1, len(found) // each)][:each]]
        autos = [mark.auto for mark in marks if mark.auto is not None]
        table[source] = {
            "objects": len(marks),
            "iou_1": fmean(mark.clicks[0] for mark in marks),
            "iou_3": fmean(mark.clicks[min(3, len(mark.clicks)) - 1] for mark in marks),
            "clicks_to_90": fmean(mark.clicks_needed for mark in marks),
            "box": fmean(mark.box for mark in marks),
            **({"auto": fmean(autos)} if autos else {}),
        }
    return table


def _judged(one: Object, network: Network | None) -> Marks:
    known = one.unknown == 0 if one.unknown is not None else np.ones(one.mask.shape, np.bool_)
    features = extract_features(one.pixels)
    onlooker = None if network is None else Onlooker(features.pixels, network, one.pixels)

    def answer(prompts: Prompts, prior: Bytes2D | None) -> Flags:
        small = None if prior is None else cv2.resize(prior, features.fine.size, interpolation=cv2.INTER_AREA)
        probability = segment(features, prompts, np.asarray(small, np.uint8) if small is not None else None, onlooker)
        size = (one.mask.shape[1], one.mask.shape[0])
        return np.asarray(cv2.resize(probability, size, interpolation=cv2.INTER_LINEAR)) >= 0.5

    def iou(found: Flags) -> float:
        subject = one.mask > 0
        either = np.count_nonzero((found | subject) & known)
        return np.count_nonzero(found & subject & known) / either if either else 1.0

    def clicked() -> Iterator[float]:
        prompts, found = Prompts(), np.zeros(one.mask.shape, np.bool_)
        for number in range(_CLICKS):
            prompts = prompts.with_prompt(_click(found, one.mask > 0, known))
            found = answer(prompts, found.astype(np.uint8) * 255 if number else None)
            yield iou(found)
            if iou(found) >= _GOOD:
                return

    left, top, width, height = one.box
    spare_x, spare_y = _LOOSE * width, _LOOSE * height
    box = Box(left - spare_x, top - spare_y, left + width + spare_x, top + height + spare_y)
    auto = iou(answer(Prompts(auto=True), None)) if one.alone else None
    return Marks(one.source, tuple(clicked()), iou(answer(Prompts(boxes=(BoxPrompt(box),)), None)), auto)


def _click(found: Flags, subject: Flags, known: Flags) -> Stroke:
    """A dab in the middle of the largest error."""
    errors = {Polarity.KEEP: subject & ~found & known, Polarity.REMOVE: found & ~subject & known}
    depths = {
        polarity: np.asarray(cv2.distanceTransform(np.pad(error.astype(np.uint8), 1), cv2.DIST_L2, 3))[1:-1, 1:-1]
        for polarity, error in errors.items()
    }
    polarity = max(depths, key=lambda each: depths[each].max())
    row, column = np.unravel_index(int(depths[polarity].argmax()), found.shape)
    return Stroke(polarity, _RADIUS, (Point(float(column) + 0.5, float(row) + 0.5),))
