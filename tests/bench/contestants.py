"""Who is measured: the classical engine, the local engine as the program has it, and OpenCV's GrabCut."""

from dataclasses import dataclass
from time import perf_counter
from typing import Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D, Mask, MaskSource, Picture
from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken
from segdesk.engines.local import LocalEngine
from segdesk.imaging.scribbles import enforce, scribble_maps
from segdesk.imaging.segmentation import extract_features, segment

GRABCUT_ROUNDS = 5


@dataclass(frozen=True, eq=False)
class Answer:
    """A mask, uint8 HxW at the picture's size, 128 and more inside, and what its finder wants to see again.

    before_edges: seconds until its edge at full size was begun with, where that is work of its own.
    """

    coverage: Bytes2D
    memory: object = None
    before_edges: float | None = None


class Contestant(Protocol):
    """What one row knows of one picture. `ask` is given the answer before, if there was one."""

    takes_auto: bool

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer: ...


class Classical:
    """The classical engine's mathematics alone, its map stretched to the picture without looking for edges."""

    takes_auto = True

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._size = Size(pixels.shape[1], pixels.shape[0])
        self._features = extract_features(pixels)

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer:
        height, width = self._features.pixels.shape[:2]
        small = None if prior is None else _resized(prior.coverage, Size(width, height), cv2.INTER_AREA)
        probability = segment(self._features, prompts, small)
        coverage = _resized((probability * 255).round().astype(np.uint8), self._size, cv2.INTER_LINEAR)
        return Answer(enforce(coverage, *scribble_maps(prompts, self._size)))


class Local:
    """The local engine from end to end, edges at full size included, as the window asks it."""

    takes_auto = True

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._session = LocalEngine().open(Picture(pixels), cancel=CancelToken())

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer:
        mask = None if prior is None else cast(Mask, prior.memory)
        begun, stages = perf_counter(), dict[str, float]()

        def hear(stage: str, share: float) -> None:
            stages.setdefault(stage, perf_counter() - begun)

        coverage = self._session.segment(prompts, mask, cancel=CancelToken(), report=hear).coverage
        return Answer(coverage, Mask(coverage, MaskSource(LocalEngine.name, prompts)), stages["edges"])


class GrabCut:
    """`cv2.grabCut`, fresh at every question: from the box, or from strokes with the rest probably background."""

    takes_auto = False

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._pixels = np.ascontiguousarray(pixels[..., ::-1])
        self._size = Size(pixels.shape[1], pixels.shape[0])

    def ask(self, prompts: Prompts, prior: Answer | None) -> Answer:
        verdict = np.full((self._size.height, self._size.width), cv2.GC_PR_BGD, np.uint8)
        if prompts.boxes:
            verdict[:] = cv2.GC_BGD
        for prompt in prompts.boxes:
            left, top, right, bottom = (round(side) for side in prompt.box.clipped(self._size))
            verdict[top:bottom, left:right] = cv2.GC_PR_FGD
        keep, remove = scribble_maps(prompts, self._size)
        verdict[keep >= INSIDE], verdict[remove >= INSIDE] = cv2.GC_FGD, cv2.GC_BGD
        sides = np.isin(verdict, (cv2.GC_FGD, cv2.GC_PR_FGD))
        if sides.any() and not sides.all():
            cv2.setRNGSeed(1)
            models = np.zeros((1, 65)), np.zeros((1, 65))
            cv2.grabCut(self._pixels, verdict, (0, 0, 0, 0), *models, GRABCUT_ROUNDS, cv2.GC_INIT_WITH_MASK)
        return Answer(np.isin(verdict, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255)


def _resized(coverage: Bytes2D, size: Size, how: int) -> Bytes2D:
    return cast(Bytes2D, cv2.resize(coverage, size, interpolation=how))
