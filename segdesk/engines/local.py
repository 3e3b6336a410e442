"""The engine that needs nobody: no key, no network, no download. Its mathematics live in `imaging`."""

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.notes import Note
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Capabilities, Finding
from segdesk.engines.candidates import Candidates
from segdesk.imaging import edges, scribbles, segmentation

Floats = NDArray[np.float32]


class LocalEngine:
    """Always ready."""

    name = "local"
    capabilities = Capabilities(auto=True, boxes=True, strokes=True, prior_mask=True)
    obstacle: str | None = None

    def open(self, picture: Picture, *, cancel: CancelToken) -> "LocalSession":
        """Learn the picture's colours once; every stroke after that works on a small copy."""
        cancel.check()
        return LocalSession(picture, segmentation.extract_features(picture.pixels))


class LocalSession:
    """The features of one picture."""

    def __init__(self, picture: Picture, features: segmentation.Features) -> None:
        self._picture = picture
        self._features: segmentation.Features | None = features
        self._candidates = Candidates(features)

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """A mask at working size, carried to full size along the picture's own edges. Raises Cancelled."""
        if self._features is None:
            raise ValueError("this session is closed")
        report("segment", 0.0)
        probability, notes = self._found(self._features, prompts, prior)
        cancel.check()
        report("edges", 0.5)
        keep, remove = scribbles.scribble_maps(prompts, self._picture.size)
        coverage = edges.restore(probability, self._picture.pixels, keep=keep, remove=remove, cancel=cancel)
        return Finding(coverage, notes, len(self._candidates) if prompts.is_auto_alone else 1)

    def close(self) -> None:
        """Forget the picture."""
        self._features = None
        self._candidates.clear()

    def _found(
        self, features: segmentation.Features, prompts: Prompts, prior: Mask | None
    ) -> tuple[Floats, tuple[Note, ...]]:
        """The probabilities on the working copy, and what to tell about them."""
        if prior is not None:
            return segmentation.segment(features, prompts, _shrunk(prior.coverage, features.pixels)), ()
        if prompts.is_auto_alone:
            candidate = self._candidates[prompts.candidate]
            return candidate.probability, candidate.notes
        start = self._candidates[prompts.candidate].probability if prompts.auto and prompts.candidate else None
        return segmentation.segment(features, prompts, start), ()


def _shrunk(coverage: Bytes2D, working: Bytes2D) -> Bytes2D:
    height, width = working.shape[:2]
    return np.asarray(cv2.resize(coverage, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
