"""Which engine is asked: connects clouds and models with the session, the engine menu, the dialogs and what is said.

A dialog is imported when it is first opened, so that the window shows before it.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from segdesk.app.actions import Actions
from segdesk.app.clouds import Clouds, Readiness
from segdesk.app.enginemenu import EngineMenu, Entry
from segdesk.app.leave import Leave
from segdesk.app.models import Models, model_words
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.words import engine_words, error_words
from segdesk.core.errors import Reason, SegDeskError
from segdesk.engines import CLOUDS, DEFAULT, MODEL, engine_names

if TYPE_CHECKING:
    from segdesk.app.modelsheet import ModelSheet
    from segdesk.app.sending import SendQuestion

IN_SETTINGS: Final = frozenset(
    {
        Reason.KEYS_MISSING,
        Reason.KEYS_REJECTED,
        Reason.KEY_UNKNOWN,
        Reason.KEY_DISABLED,
        Reason.SECRET_WRONG,
        Reason.TOKEN_REJECTED,
        Reason.SERVICE_UNREACHABLE,
        Reason.SERVICE_UNTRUSTED,
        Reason.SERVICE_ELSEWHERE,
        Reason.SERVICE_REDIRECTED,
        Reason.ALIYUN_WITHDRAWN,
    }
)
"""What the settings can mend."""
IN_MODEL_FILE: Final = frozenset(
    {
        Reason.MODEL_NOT_CHOSEN,
        Reason.MODEL_GONE,
        Reason.MODEL_NOT_ONNX,
        Reason.MODEL_UNKNOWN,
        Reason.ENCODER_ALONE,
        Reason.DECODER_ALONE,
        Reason.MODELS_UNMATCHED,
        Reason.MODEL_FAILED,
    }
)
"""What another model file can mend."""


class Choosing(QObject):
    """Changes the engine, opens its settings, and asks before a picture is sent."""

    engine_changed = Signal(str)
    settings_asked = Signal(str)
    """Carries the cloud whose settings are to be shown."""
    told = Signal(str)
    """A sentence for the designer."""

    def __init__(self, session: Session, clouds: Clouds, models: Models, *, commands: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._clouds, self._models, self._window = session, clouds, models, window
        self._for_settings, self._for_models = commands["engine_settings"], commands["model_file"]
        self._palette: Palette | None = None
        self._wanted: str | None = None
        self.menu = EngineMenu((commands["compare"], self._for_models, self._for_settings), window)
        self.sheet: ModelSheet | None = None
        self.question: SendQuestion | None = None
        commands.bind({"model_file": self.open_models})
        self.menu.aboutToShow.connect(clouds.look)
        self.menu.aboutToShow.connect(models.look)
        models.changed.connect(self._refresh)
        self.menu.chosen.connect(self._on_chosen)
        clouds.changed.connect(self._refresh)
        clouds.leave_asked.connect(self._on_leave_asked)
        clouds.leave_over.connect(self._on_leave_over)
        self._refresh()

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        if self.sheet is not None:
            self.sheet.dress(palette)

    def use(self, engine: str) -> None:
        """Ask this engine from now on."""
        self._clouds.choose(engine)
        self._session.choose(engine)
        self._refresh()
        self.engine_changed.emit(engine)

    def open_models(self) -> None:
        """Let model files be chosen; the model's engine is used when they were."""
        if self._palette is None or self.sheet is not None:
            return
        from segdesk.app.modelsheet import ModelSheet

        self.sheet = ModelSheet(self._models, self._palette, self._window)
        self.sheet.finished.connect(self._on_models_closed)
        self.sheet.open()

    def remedy(self, error: SegDeskError) -> QAction | None:
        """What the designer may press to mend a failure."""
        if error.reason in IN_MODEL_FILE:
            return self._for_models
        return self._for_settings if error.reason in IN_SETTINGS else None

    def _refresh(self) -> None:
        self.menu.show_entries([self._entry(engine) for engine in engine_names()], self._session.engine)

    def _entry(self, engine: str) -> Entry:
        title, host, readiness = engine_words(engine), self._clouds.host(engine), self._clouds.readiness(engine)
        if engine == MODEL:
            return self._model_entry(title)
        if engine not in CLOUDS:
            return Entry(engine, title, self.tr("Works on this computer: no key, no network."))
        match readiness:
            case Readiness.WITHDRAWN:
                sentence = self.tr(
                    "Its public service ended on 2025-10-14. Start “segdesk serve” on a machine of yours and set "
                    "its address."
                )
                return Entry(engine, title, sentence, self.tr("Set address…"))
            case Readiness.KEYS_MISSING:
                return Entry(engine, title, self._needs(engine), self.tr("Add keys…"))
            case Readiness.UNKNOWN:
                return Entry(engine, title, self.tr("Looking for its keys…"))
            case Readiness.READY if engine == "baidu":
                sentence = self.tr("Ready. {host} finds the subject or what is in boxes; strokes are refined here.")
            case Readiness.READY:
                sentence = self.tr("Ready. {host} follows strokes; the first mask is found here.")
        return Entry(engine, title, sentence.format(host=host))

    def _model_entry(self, title: str) -> Entry:
        known = self._models.known
        if known is None:
            return Entry(MODEL, title, self.tr("Looking at its file…"))
        if known.model is not None:
            return Entry(MODEL, title, f"{known.files[0].name}  ·  {model_words(known.model)}")
        if not known.files or known.failure is None:
            words = self.tr("Runs a model file of your own: SAM, U2-Net, IS-Net, BiRefNet.")
            return Entry(MODEL, title, words, self.tr("Choose file…"))
        return Entry(MODEL, title, error_words(known.failure), self.tr("Choose file…"))

    def _needs(self, engine: str) -> str:
        if engine == "baidu":
            return self.tr("Needs an API Key and a Secret Key, which Baidu gives by invitation.")
        return self.tr("Needs the AccessKey ID and Secret that {host} was started with.").format(
            host=self._clouds.host(engine)
        )

    def _on_chosen(self, engine: str) -> None:
        known = self._models.known
        if engine == MODEL and known is not None and known.model is None:
            self.open_models()
            self._refresh()
        elif self._clouds.readiness(engine) in (Readiness.KEYS_MISSING, Readiness.WITHDRAWN):
            self._wanted = engine
            self.settings_asked.emit(engine)
            self._refresh()
        elif engine != self._session.engine:
            self.use(engine)

    def heed_settings(self, has_changed: bool) -> None:
        """The settings were closed: the engine that waited for them is used, and one at work goes by them."""
        wanted, self._wanted = self._wanted, None
        self._refresh()
        if not has_changed:
            return
        if wanted is not None and self._clouds.readiness(wanted) is Readiness.READY:
            self.use(wanted)
        elif self._session.engine in CLOUDS:
            # The desk at work still has the keys and addresses of before.
            self._session.choose(self._session.engine)

    def _on_models_closed(self, result: int) -> None:
        dialog, self.sheet = self.sheet, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.use(MODEL)

    def _on_leave_asked(self, leave: Leave) -> None:
        from segdesk.app.sending import SendQuestion

        self.question = SendQuestion(leave, self._window)
        self.question.finished.connect(self._on_leave_answered)
        self.question.open()

    def _on_leave_answered(self, result: int) -> None:
        dialog, self.question = self.question, None
        if dialog is None:
            return
        dialog.deleteLater()
        may_go = result == QDialog.DialogCode.Accepted
        if may_go:
            self._clouds.agree(dialog.leave.host)
        dialog.leave.answer(may_go=may_go)
        if not may_go:
            self.use(DEFAULT)
            self.told.emit(self.tr("Nothing was sent. The local engine goes on."))

    def _on_leave_over(self, leave: Leave) -> None:
        """The question was cancelled while it was asked."""
        dialog = self.question
        if dialog is not None and dialog.leave is leave:
            self.question = None
            dialog.close()
            dialog.deleteLater()
