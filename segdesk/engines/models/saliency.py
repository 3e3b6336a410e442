"""Talks to models that find the main subject by themselves: U2-Net, IS-Net, BiRefNet and their kin."""

from typing import Final

import numpy as np

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.errors import ModelMissing, PromptUnsupported, Reason
from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Capabilities, Finding
from segdesk.engines.models.frames import DEFAULT_SIDE, MEAN, SPREAD, Floats, Frame, canvas_of, shares, tensor_of
from segdesk.engines.models.onnxfile import Element, Tensor
from segdesk.engines.models.recognition import SaliencyModel
from segdesk.engines.models.runtime import Shelf
from segdesk.imaging import edges

CAPABILITIES: Final = Capabilities(auto=True, boxes=False, strokes=False, prior_mask=False)
_STEP: Final = 32
"""Open sides are multiples of this, for nets halve their picture up to five times."""
_PLAIN: Final = ((0.5, 0.5, 0.5), (1.0, 1.0, 1.0))
"""Mean and spread by which IS-Net was trained, unlike the others."""
_USUAL: Final = (MEAN, SPREAD)
_FINE: Final = 512
"""U2-Net sees 320 pixels a side; from here on it may be an IS-Net."""


class SaliencySession:
    """One picture and, once it was asked for, its mask."""

    def __init__(self, picture: Picture, model: SaliencyModel, *, engine: str, shelf: Shelf) -> None:
        """Raises ModelMissing."""
        self._picture: Picture | None = picture
        self._model = model
        self._engine = engine
        self._network = shelf.network(model.part)
        self._found: Bytes2D | None = None

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """The main subject. Raises PromptUnsupported, ModelMissing or Cancelled."""
        picture = self._picture
        if picture is None:
            raise ValueError("this session is closed")
        if prompts.boxes or prompts.has_strokes:
            prompt = "boxes" if prompts.boxes else "strokes"
            raise PromptUnsupported(Reason.PROMPT_UNSUPPORTED, engine=self._engine, prompt=prompt)
        cancel.check()
        if self._found is None:
            report("segment", 0.0)
            frame = self._frame(picture.size)
            values = self._probability(picture, frame, cancel)
            report("edges", 0.8)
            working = picture.size.fitted(max(values.shape))
            probability = frame.raised(values, working)
            self._found = edges.restore(probability, picture.pixels, cancel=cancel)
        return Finding(self._found.copy())

    def close(self) -> None:
        """Forget the picture."""
        self._picture = self._found = None

    @property
    def _image(self) -> Tensor:
        return self._model.part.signature.inputs[0]

    def _frame(self, size: Size) -> Frame:
        """Stretched, as these models were trained; where the file leaves sides open they follow the picture's shape."""
        fitted = size.fitted(DEFAULT_SIDE)
        scale = DEFAULT_SIDE / fitted.long_side
        open_sides = Size(*(max(_STEP, round(side * scale / _STEP) * _STEP) for side in fitted))
        return Frame.stretched(size, canvas_of(self._image, open_sides))

    def _probability(self, picture: Picture, frame: Frame, cancel: CancelToken) -> Floats:
        """The model's map, 0..1. Where file and answer leave open how colours are to be scaled, both ways are tried."""
        values = self._run(picture, frame, _USUAL, cancel)
        if values.min() < 0 or values.max() > 1:
            # Logits come from BiRefNet, whose colours are scaled as usual.
            return shares(values)
        may_be_plain = min(frame.canvas) >= _FINE and self._image.element is not Element.UINT8
        if not may_be_plain:
            return values
        other = self._run(picture, frame, _PLAIN, cancel)
        return max(values, np.clip(other, 0, 1), key=_decision)

    def _run(
        self,
        picture: Picture,
        frame: Frame,
        scaling: tuple[tuple[float, ...], tuple[float, ...]],
        cancel: CancelToken,
    ) -> Floats:
        mean, spread = scaling
        given = tensor_of(frame.shown(picture.pixels), self._image, frame.canvas, mean=mean, spread=spread)
        [answer] = self._network.run({self._image.name: given}, [self._model.output.name], cancel)
        values = answer.astype(np.float32).reshape(-1, *answer.shape[-2:])[0]
        if not np.isfinite(values).all():
            name = self._model.part.path.name
            raise ModelMissing(Reason.MODEL_FAILED, name=name, detail="its answer holds no numbers")
        return values


def _decision(probability: Floats) -> float:
    """How far a map is from saying "perhaps", 0..1; a map that says the same everywhere has decided nothing."""
    return float(np.abs(probability - 0.5).mean()) if probability.max() - probability.min() > 0.5 else 0.0
