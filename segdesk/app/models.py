"""The person's model files as the window knows them: what they are, which ones the catalogue offers, and downloads.

Files are looked at and fetched on lanes of their own; the window only hears of it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from segdesk.app.clouds import Clouds
from segdesk.app.jobs import Lane
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.core.errors import EngineError, ModelMissing, Reason, SegDeskError
from segdesk.core.work import CancelToken, Report, by_percent
from segdesk.engines.models.catalogue import Entry, load_catalogue
from segdesk.engines.models.recognition import Model, SaliencyModel, SamModel

Files = tuple[Path, ...]


@dataclass(frozen=True)
class Known:
    """What model files are, or why they are of no use."""

    files: Files
    model: Model | None
    failure: EngineError | None


class Models(QObject):
    """Belongs to the window's thread."""

    changed = Signal()
    """More or something else is known of the engine's own files."""
    inspected = Signal(object)
    """Carries what is Known of files that were asked about."""
    offered = Signal(object)
    """Carries the catalogue's entries."""
    progressed = Signal(float)
    fetched = Signal(object)
    """Carries the paths of a download."""
    failed = Signal(object)
    """Carries the SegDeskError that ended a download or hid the catalogue."""

    def __init__(self, clouds: Clouds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clouds = clouds
        self._known: Known | None = None
        self._looks, self._fetches = Lane("models", self), Lane("download", self)
        self._looks.answered.connect(self._on_looked)
        self._looks.failed.connect(self._on_look_failed)
        self._fetches.answered.connect(self._on_fetched)
        self._fetches.failed.connect(self._on_failed)
        self._fetches.progressed.connect(lambda number, stage, share: self.progressed.emit(share))
        clouds.changed.connect(self._on_settings_changed)

    @property
    def files(self) -> Files:
        """The engine's own files, as they were chosen."""
        return tuple(Path(name) for name in self._clouds.settings.model_files)

    @property
    def mirror(self) -> str:
        return self._clouds.settings.model_mirror

    @property
    def known(self) -> Known | None:
        """What is known of the engine's own files; None before anybody looked."""
        if not self.files:
            return Known((), None, ModelMissing(Reason.MODEL_NOT_CHOSEN))
        return self._known if self._known is not None and self._known.files == self.files else None

    @property
    def is_fetching(self) -> bool:
        return self._fetches.is_busy

    def look(self) -> None:
        """Find out what the engine's own files are; `changed` tells when that is known."""
        if self.files:
            self.inspect(self.files)

    def inspect(self, files: Files) -> None:
        """Find out what files are; `inspected` tells."""
        self._looks.append(lambda cancel, report: _known(files))

    def offer(self) -> None:
        """Read the catalogue; `offered` tells."""
        self._looks.append(lambda cancel, report: load_catalogue())

    def fetch(self, entry: Entry, mirror: str) -> None:
        """Download a model; `progressed` tells of it on the way, then `fetched` or `failed`."""
        settings = self._clouds.settings

        def fetch(cancel: CancelToken, report: Report) -> object:
            from segdesk import pipeline

            chosen = replace(settings, model_mirror=mirror)
            return pipeline.download_model(entry, chosen, cancel=cancel, report=by_percent(report))

        self._fetches.ask(fetch)

    def stop(self) -> None:
        """End a download; what came is kept for the next time."""
        self._fetches.cancel()

    def keep(self, files: Files, mirror: str) -> None:
        """Remember these files as the engine's."""
        self._clouds.choose_model(files, mirror)

    def close(self) -> None:
        """Stop both lanes."""
        self._looks.close()
        self._fetches.close()

    @Slot()
    def _on_settings_changed(self) -> None:
        if self.known is None:
            self.look()

    @Slot(int, object)
    def _on_looked(self, _number: int, answer: object) -> None:
        if not isinstance(answer, Known):
            self.offered.emit(answer)
            return
        if answer.files == self.files and answer != self._known:
            self._known = answer
            self.changed.emit()
        self.inspected.emit(answer)

    @Slot(int, object)
    def _on_look_failed(self, _number: int, error: Exception) -> None:
        self.failed.emit(_told(error))

    @Slot(int, object)
    def _on_fetched(self, _number: int, answer: object) -> None:
        self.fetched.emit(answer)

    @Slot(int, object)
    def _on_failed(self, _number: int, error: Exception) -> None:
        self.failed.emit(_told(error))


_KINDS = {
    (False, True): QT_TRANSLATE_NOOP("Models", "SAM model: follows boxes and strokes, and goes on from a mask."),
    (False, False): QT_TRANSLATE_NOOP("Models", "SAM model: follows boxes and strokes."),
    (True, True): QT_TRANSLATE_NOOP("Models", "SAM 2 model: follows boxes and strokes, and goes on from a mask."),
    (True, False): QT_TRANSLATE_NOOP("Models", "SAM 2 model: follows boxes and strokes."),
}
"""Whether it is a SAM 2, and whether it takes a mask -> what it does."""
_SALIENCY = QT_TRANSLATE_NOOP(
    "Models", "Saliency model: finds the main subject; strokes are refined by the local engine."
)


def model_words(model: Model) -> str:
    """What a model does, in the designer's language."""
    match model:
        case SamModel():
            return QCoreApplication.translate("Models", _KINDS[model.is_second, model.takes_prior])
        case SaliencyModel():
            return QCoreApplication.translate("Models", _SALIENCY)


def _known(files: Files) -> Known:
    from segdesk.engines.model import usable

    try:
        return Known(files, usable(files), None)
    except ModelMissing as failure:
        return Known(files, None, failure)


def _told(error: Exception) -> SegDeskError:
    if isinstance(error, SegDeskError):
        return error
    return EngineError(Reason.ENGINE_FAILED, name="model", detail=type(error).__name__)
