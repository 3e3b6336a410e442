"""The engine that needs nobody: no key, no network, no download. Its mathematics live in `imaging`."""

import cv2
import numpy as np

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Capabilities, Finding
from segdesk.imaging import edges, scribbles, segmentation


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

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """A mask at working size, carried to full size along the picture's own edges. Raises Cancelled."""
        if self._features is None:
            raise ValueError("this session is closed")
        report("segment", 0.0)
        small_prior = None if prior is None else _shrunk(prior.coverage, self._features.pixels)
        probability = segmentation.segment(self._features, prompts, small_prior)
        cancel.check()
        report("edges", 0.5)
        keep, remove = scribbles.scribble_maps(prompts, self._picture.size)
        coverage = edges.restore(probability, self._picture.pixels, keep=keep, remove=remove, cancel=cancel)
        return Finding(coverage)

    def close(self) -> None:
        """Forget the picture."""
        self._features = None


def _shrunk(coverage: Bytes2D, working: Bytes2D) -> Bytes2D:
    height, width = working.shape[:2]
    return np.asarray(cv2.resize(coverage, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
