"""The engine that needs nobody: no key, no network, no download. Its mathematics live in `imaging`."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Prompts
from segdesk.core.resources import resource
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Capabilities, Finding
from segdesk.engines.candidates import Candidates
from segdesk.imaging import edges, scribbles, segmentation
from segdesk.imaging.looks import Onlooker
from segdesk.imaging.network import Network, load_network
from segdesk.imaging.renewing import at_working_size, renewed

Floats = NDArray[np.float32]


class LocalEngine:
    """Always ready: without its network it goes on by colours alone, and says so."""

    name = "local"
    capabilities = Capabilities(auto=True, boxes=True, strokes=True, prior_mask=True)
    obstacle: str | None = None

    def __init__(self, model: Path | None = None) -> None:
        """`model` is an ONNX file with its particulars beside it; the program's own when it is None."""
        self._model = resource("models", "local.onnx") if model is None else model

    def open(self, picture: Picture, *, cancel: CancelToken) -> "LocalSession":
        """Learn the picture's colours once; every stroke after that works on a small copy."""
        cancel.check()
        return LocalSession(picture, segmentation.extract_features(picture.pixels), self._network)

    @cached_property
    def _network(self) -> Network | None:
        try:
            return load_network(self._model)
        except (OSError, ValueError):
            return None


class LocalSession:
    """The features of one picture, and the network before it."""

    def __init__(self, picture: Picture, features: segmentation.Features, network: Network | None) -> None:
        self._picture = picture
        self._features: segmentation.Features | None = features
        self._onlooker = None if network is None else Onlooker(features.pixels, network, picture.pixels)
        self._candidates = Candidates(features, self._onlooker)
        self._notes = () if network is not None else (Note.of(Notice.NETWORK_MISSING),)

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """A mask at working size, carried to full size along the picture's own edges. Raises Cancelled."""
        if self._features is None:
            raise ValueError("this session is closed")
        report("segment", 0.0)
        known = None if prior is None else at_working_size(prior.coverage, *self._features.pixels.shape[:2])
        probability, notes, sureness = self._found(self._features, prompts, known)
        cancel.check()
        report("edges", 0.5)
        pixels = self._picture.pixels
        if prior is None or known is None:
            coverage = edges.restore(probability, pixels, cancel=cancel)
        else:
            coverage = renewed(prior.coverage, known, probability, pixels=pixels, cancel=cancel)
        scribbles.obey(coverage, prompts)
        count = len(self._candidates) if prompts.is_auto_alone else 1
        return Finding(coverage, (*self._notes, *notes), count, sureness=sureness)

    def close(self) -> None:
        """Forget the picture."""
        self._features = self._onlooker = None
        self._candidates.clear()

    def _found(
        self, features: segmentation.Features, prompts: Prompts, known: Bytes2D | None
    ) -> tuple[Floats, tuple[Note, ...], float | None]:
        """The probabilities on the working copy, what to tell about them, and how sure they are."""
        if known is not None:
            probability, sureness = segmentation.weighed(features, prompts, known, self._onlooker)
            return probability, (), sureness
        if prompts.is_auto_alone:
            candidate = self._candidates[prompts.candidate]
            return candidate.probability, candidate.notes, candidate.sureness
        start = self._candidates[prompts.candidate].probability if prompts.auto and prompts.candidate else None
        probability, sureness = segmentation.weighed(features, prompts, start, self._onlooker)
        return probability, (), sureness
