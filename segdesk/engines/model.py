"""The engine that runs a model the person brought: SAM and its kin, or one that finds the main subject."""

from pathlib import Path

from segdesk.core.document import Picture
from segdesk.core.errors import ModelMissing, Reason
from segdesk.core.work import CancelToken
from segdesk.engines.base import Capabilities, EngineSession
from segdesk.engines.models import runtime
from segdesk.engines.models.recognition import Model, SaliencyModel, SamModel, recognise
from segdesk.engines.models.saliency import CAPABILITIES as SALIENCY
from segdesk.engines.models.saliency import SaliencySession
from segdesk.engines.models.sam import SamSession
from segdesk.engines.setup import ModelSetup


class ModelEngine:
    """Its files say what it can take; they are looked at when it is made, and loaded when a picture is opened."""

    name = "model"

    def __init__(self, setup: ModelSetup) -> None:
        self._setup = setup
        self._model: Model | None = None
        self._failure: ModelMissing | None = None
        try:
            self._model = usable(setup.files)
        except ModelMissing as failure:
            self._failure = failure

    @property
    def capabilities(self) -> Capabilities:
        match self._model:
            case SamModel() as model:
                return Capabilities(auto=False, boxes=True, strokes=True, prior_mask=model.takes_prior)
            case SaliencyModel():
                return SALIENCY
            case None:
                return Capabilities(auto=False, boxes=False, strokes=False, prior_mask=False)

    @property
    def obstacle(self) -> str | None:
        return None if self._failure is None else str(self._failure)

    def open(self, picture: Picture, *, cancel: CancelToken) -> EngineSession:
        """Load the model where that was not done yet, and let it see the picture. Raises ModelMissing or Cancelled."""
        cancel.check()
        shelf = self._setup.shelf
        match self._model:
            case SamModel() as model:
                return SamSession(picture, model, shelf=shelf, cancel=cancel)
            case SaliencyModel() as model:
                return SaliencySession(picture, model, engine=self.name, shelf=shelf)
            case None:
                raise self._failure or ModelMissing(Reason.MODEL_NOT_CHOSEN)


def usable(files: tuple[Path, ...]) -> Model:
    """The model in these files, which could run here and now. Raises ModelMissing."""
    model = recognise(files)
    if not runtime.is_installed():
        raise ModelMissing(Reason.MODEL_RUNTIME)
    return model
