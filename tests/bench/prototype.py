"""The prototype: a small network for squares of 256 pixels, run by OpenCV, that every later engine has to beat."""

from pathlib import Path
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE
from segdesk.core.geometry import Size
from segdesk.core.prompts import BoxPrompt, Prompts
from segdesk.imaging.scribbles import enforce, scribble_maps
from tests.bench.contestants import Answer
from tests.bench.cues import Cues, Flags, Floats

FILE = "prototype_256.onnx"
_SIDE = 256
_ZOOM = 1.5
_NEARLY_WHOLE = 0.72
_FILTER_RADIUS, _FILTER_SOFTNESS = 4, 1e-4

_Crop = tuple[slice, slice]
_Array = TypeVar("_Array", Floats, NDArray[np.uint8])


class Prototype:
    """Looks at the whole picture, then again at what it found there; later at what it found last."""

    takes_auto = True

    def __init__(self, pixels: NDArray[np.uint8], folder: Path) -> None:
        self._pixels = pixels
        self._size = Size(pixels.shape[1], pixels.shape[0])
        self._network = cv2.dnn.readNetFromONNX(str(folder / FILE))

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer:
        maps = scribble_maps(prompts, self._size)
        keep, remove = (one >= INSIDE for one in maps)
        box = _inside(prompts.boxes, self._size) if prompts.boxes else None
        probability = None if prior is None else cast(Floats, prior.memory)
        for _ in range(2 if probability is None else 1):
            probability = self._looked(keep, remove, box=box, prior=probability)
        assert probability is not None
        fine = _along_edges(self._pixels.astype(np.float32) / np.float32(255), probability)
        return Answer(enforce((fine > 0.5).astype(np.uint8) * 255, *maps), probability)

    def _looked(self, keep: Flags, remove: Flags, *, box: Flags | None, prior: Floats | None) -> Floats:
        """The network's probability of each pixel, 0 beyond the part it looked at."""
        crop = self._crop(keep, box=box, prior=prior)
        kept = _shrunk(keep[crop])
        marks = kept, _shrunk(remove[crop]) & ~kept
        seen = None if prior is None else _squared(prior[crop])
        cues = Cues(_squared(np.ascontiguousarray(self._pixels[crop])))
        shown = cues.of(*marks, box=None if box is None else _shrunk(box[crop]), prior=seen)
        self._network.setInput(shown[None])
        height, width = keep[crop].shape
        logits = cv2.resize(self._network.forward()[0, 0], (width, height), interpolation=cv2.INTER_CUBIC)
        probability = np.zeros(keep.shape, np.float32)
        probability[crop] = 1 / (1 + np.exp(-logits))
        probability[keep] = np.maximum(probability[keep], 0.9)
        probability[remove] = np.minimum(probability[remove], 0.1)
        return probability

    def _crop(self, keep: Flags, *, box: Flags | None, prior: Floats | None) -> _Crop:
        """Around the last mask (at first the box) and what is to be kept; all where little would be left out."""
        whole = slice(0, self._size.height), slice(0, self._size.width)
        found = box if prior is None else prior > 0.5
        if found is None or np.count_nonzero(found) < 30:
            return whole
        left, top, width, height = cv2.boundingRect((found | keep).astype(np.uint8))
        margin = 0.2 * max(width, height)
        rows = _span(top, height, margin, self._size.height)
        columns = _span(left, width, margin, self._size.width)
        area = (rows.stop - rows.start) * (columns.stop - columns.start)
        return whole if area > _NEARLY_WHOLE * self._size.pixels else (rows, columns)


def _span(start: int, length: int, margin: float, limit: int) -> slice:
    middle, half = start + length / 2, max(length * _ZOOM, length + margin, 64) / 2
    return slice(int(max(0, middle - half)), int(min(limit, middle + half)))


def _inside(prompts: tuple[BoxPrompt, ...], size: Size) -> Flags:
    flags = np.zeros((size.height, size.width), np.bool_)
    for prompt in prompts:
        left, top, right, bottom = (round(side) for side in prompt.box.clipped(size))
        flags[top:bottom, left:right] = True
    return flags


def _squared(array: _Array) -> _Array:
    how = cv2.INTER_AREA if array.shape[0] * array.shape[1] > _SIDE**2 else cv2.INTER_LINEAR
    return cast(_Array, cv2.resize(array, (_SIDE, _SIDE), interpolation=how))


def _shrunk(flags: Flags) -> Flags:
    """Marks on the square; thin ones are thickened first, or they would be lost."""
    marks = flags.astype(np.uint8) * 255
    if flags.size > 2.2 * _SIDE**2:
        reach = int(np.ceil(np.sqrt(flags.size) / _SIDE / 2)) * 2 - 1
        marks = cv2.dilate(marks, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.resize(marks, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)) > 100


def _along_edges(guide: Floats, field: Floats) -> Floats:
    """A field drawn to the edges of a picture 0..1: the guided filter (He, Sun, Tang, 2013) with a guide in colour."""
    means, mean = _averaged(guide), _averaged(field)
    shared = _averaged(guide * field[..., None]) - means * mean[..., None]
    matrices = (*field.shape, 3, 3)
    products = _averaged((guide[..., :, None] * guide[..., None, :]).reshape(*field.shape, 9)).reshape(matrices)
    spread = products - means[..., :, None] * means[..., None, :] + _FILTER_SOFTNESS * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(spread, shared[..., None])[..., 0]
    offsets = mean - (slopes * means).sum(axis=-1)
    return (_averaged(slopes) * guide).sum(axis=-1) + _averaged(offsets)


def _averaged(field: Floats) -> Floats:
    window = (2 * _FILTER_RADIUS + 1, 2 * _FILTER_RADIUS + 1)
    channels = [
        cv2.boxFilter(np.ascontiguousarray(field[..., number]), -1, window, borderType=cv2.BORDER_REFLECT)
        for number in range(field.shape[2] if field.ndim == 3 else 0)
    ]
    averaged = np.dstack(channels) if channels else cv2.boxFilter(field, -1, window, borderType=cv2.BORDER_REFLECT)
    return np.asarray(averaged, np.float32)
