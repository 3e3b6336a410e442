"""The clouds as the window knows them: settings, keys, leave to send pictures, and the number of calls.

Whatever may wait (keyring, disk, network) runs on lanes of its own or on the engine's; the window only hears of it.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from segdesk.app.jobs import Lane
from segdesk.app.leave import Leave, Permit, WatchedDesk
from segdesk.app.road import AnyDesk
from segdesk.core.document import EdgeSettings, Picture
from segdesk.core.errors import Cancelled, EngineError, OutputError, Reason, SegDeskError
from segdesk.core.work import CancelToken, Report
from segdesk.engines import CLOUDS, DEFAULT, engine_names
from segdesk.engines.addresses import host_of
from segdesk.storage.keys import Keys, Place, Secret
from segdesk.storage.settings import FILE_NAME, Settings, save_settings
from segdesk.wire.addresses import ALIYUN

if TYPE_CHECKING:
    from segdesk.engines.setup import ModelSetup, Setup, Upload

ALIYUN_HOST: Final = host_of(ALIYUN, with_port=True)
COUNTED: Final = "segment"
"""What engines call the request that a service counts."""
SECRETS: Final[Mapping[str, tuple[Secret, Secret]]] = {
    "baidu": (Secret.BAIDU_API_KEY, Secret.BAIDU_SECRET_KEY),
    "aliyun": (Secret.ALIYUN_KEY_ID, Secret.ALIYUN_KEY_SECRET),
}
"""The pair of keys each cloud needs."""
Typed = Mapping[Secret, str]


class Readiness(Enum):
    """Whether an engine could answer now."""

    READY = "ready"
    UNKNOWN = "unknown"
    """Nobody has looked for its keys yet."""
    KEYS_MISSING = "keys missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Found:
    """A key and where it lies."""

    value: str = field(repr=False)
    place: Place


@dataclass(frozen=True)
class Kept:
    """All keys there are, and whether the system has a keyring for them."""

    keys: Mapping[Secret, Found]
    has_keyring: bool


class Clouds(QObject):
    """Belongs to the window's thread; the desks alone are made on engines' lanes."""

    changed = Signal()
    """Settings or keys are not what they were."""
    saved = Signal()
    failed = Signal(object)
    tried = Signal(str, object)
    """Carries a cloud whose keys were tried, and the EngineError or None."""
    leave_asked = Signal(object)
    leave_over = Signal(object)
    counted = Signal(int)
    _sent = Signal(str)

    def __init__(self, settings: Settings, keys: Keys | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings if settings.engine in engine_names() else replace(settings, engine=DEFAULT)
        self.kept: Kept | None = None
        self._written = self.settings
        self._keys = keys or Keys()
        self._saving: dict[int, tuple[Settings, bool]] = {}
        self._count, self._tried, self._is_looking = 0, "", False
        self._tokens: object = None
        self._model: ModelSetup | None = None
        self._keys_lane, self._test_lane = Lane("keys", self), Lane("test", self)
        self._keys_lane.answered.connect(self._on_answered)
        self._keys_lane.failed.connect(self._on_failed)
        self._test_lane.answered.connect(self._on_tried)
        self._test_lane.failed.connect(self._on_test_failed)
        self._sent.connect(self._on_sent, Qt.ConnectionType.QueuedConnection)

    def readiness(self, engine: str) -> Readiness:
        """Whether an engine could answer now, as far as is known without waiting."""
        if engine not in CLOUDS:
            return Readiness.READY
        if engine == "aliyun" and self.host(engine) == ALIYUN_HOST:
            return Readiness.WITHDRAWN
        if self.kept is None:
            return Readiness.UNKNOWN
        has_keys = all(secret in self.kept.keys for secret in SECRETS[engine])
        return Readiness.READY if has_keys else Readiness.KEYS_MISSING

    def host(self, engine: str) -> str:
        """Who is asked by a cloud's engine."""
        settings = self.settings
        return host_of(settings.baidu_endpoint if engine == "baidu" else settings.aliyun_endpoint, with_port=True)

    def look(self) -> None:
        """Find out which keys there are; `changed` tells when that is known."""
        if not self._is_looking:
            self._is_looking = True
            self._keys_lane.append(lambda cancel, report: _read(self._keys))

    def choose(self, engine: str) -> None:
        """Remember which engine is asked."""
        self._keep(replace(self.settings, engine=engine))

    def choose_model(self, files: Sequence[Path], mirror: str) -> None:
        """Remember the model engine's files, and where others are downloaded from."""
        self._keep(replace(self.settings, model_files=tuple(map(str, files)), model_mirror=mirror))

    def remember_edges(self, edges: EdgeSettings) -> None:
        """Remember how edges were last set."""
        self._keep(replace(self.settings, edges=edges))

    def agree(self, host: str) -> None:
        """Remember that pictures may go to a host."""
        self._keep(self.settings.with_agreed(host))

    def save(self, settings: Settings, typed: Typed) -> None:
        """Keep settings and keys, an empty one being forgotten; `saved` or `failed` tells how it went."""
        keys, self.settings = self._keys, settings

        def save(cancel: CancelToken, report: Report) -> object:
            for secret, text in typed.items():
                keys.store(secret, text) if text else keys.forget(secret)
            save_settings(settings)
            return _read(keys)

        self._saving[self._keys_lane.append(save)] = (settings, True)

    def forget(self, engine: str) -> None:
        """Remove a cloud's keys from the keyring and from this session."""
        keys = self._keys

        def forget(cancel: CancelToken, report: Report) -> object:
            for secret in SECRETS[engine]:
                keys.forget(secret)
            return _read(keys)

        self._keys_lane.append(forget)

    def try_keys(self, engine: str, settings: Settings, typed: Typed) -> None:
        """Ask a cloud whether it takes these keys; no picture travels. `tried` tells."""
        self._tried = engine
        given = {secret.variable: text for secret, text in typed.items()}

        def attempt(cancel: CancelToken, report: Report) -> object:
            from segdesk import pipeline

            setup = pipeline.engine_setup(settings, Keys({**os.environ, **given}))
            return pipeline.try_keys(engine, setup, cancel=cancel)

        self._test_lane.ask(attempt)

    def stop_trying(self) -> None:
        """Nobody waits for the answer any more."""
        self._test_lane.cancel()

    def make_desk(self, picture: Picture, engine: str) -> AnyDesk:
        """A desk of the pipeline's, with the settings of now; a cloud's asks for leave. For an engine's lane."""
        return self._made_desk(picture, engine, self._permit)

    def make_granted_desk(self, picture: Picture, engine: str) -> AnyDesk:
        """The same where leave was given for this very picture and cloud already."""
        return self._made_desk(picture, engine, lambda upload, picture, cancel: None)

    def close(self) -> None:
        """Stop both lanes, after what was chosen last is on the disk."""
        settings = None if self._written == self.settings else self.settings
        self._test_lane.close()
        self._keys_lane.close(None if settings is None else lambda cancel, report: save_settings(settings))

    def _made_desk(self, picture: Picture, engine: str, permit: Permit) -> AnyDesk:
        from segdesk import pipeline

        if engine not in CLOUDS:
            return pipeline.Desk(picture, engine, self._model_setup())
        setup = self._setup()
        return WatchedDesk(
            picture,
            permit=permit,
            make=lambda before: pipeline.Desk(picture, engine, replace(setup, before_upload=before)),
        )

    def _model_setup(self) -> "Setup":
        """Asks no keyring. Every desk of this window goes on with the models that are loaded already."""
        from segdesk import pipeline
        from segdesk.engines.setup import Setup

        fresh = pipeline.model_setup(self.settings)
        self._model = fresh if self._model is None else replace(self._model, files=fresh.files)
        return Setup(model=self._model)

    def _setup(self) -> "Setup":
        from segdesk import pipeline
        from segdesk.engines.setup import Tokens

        setup = pipeline.engine_setup(self.settings, self._keys)
        # Every desk of this window goes on with the tokens that were given already.
        tokens = self._tokens if isinstance(self._tokens, Tokens) else setup.baidu.tokens
        self._tokens = tokens
        return replace(
            setup, baidu=replace(setup.baidu, tokens=tokens), on_send=lambda what, host: self._sent.emit(what)
        )

    def _permit(self, upload: "Upload", picture: Picture, cancel: CancelToken) -> None:
        """Wait until the person let the picture go to that host. Raises Cancelled."""
        if upload.host in self.settings.agreed_hosts:
            return
        leave = Leave.of(picture, upload)
        self.leave_asked.emit(leave)
        try:
            if not leave.wait(cancel):
                raise Cancelled
        finally:
            self.leave_over.emit(leave)

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        self._saving[self._keys_lane.append(lambda cancel, report: save_settings(settings))] = (settings, False)
        self.changed.emit()

    @Slot(int, object)
    def _on_answered(self, number: int, answer: object) -> None:
        written, tells = self._saving.pop(number, (self._written, False))
        self._written = written
        if isinstance(answer, Kept):
            self.kept, self._is_looking = answer, False
            self.changed.emit()
        if tells:
            self.saved.emit()

    @Slot(int, object)
    def _on_failed(self, number: int, error: Exception) -> None:
        self._is_looking = False
        _, tells = self._saving.pop(number, (self._written, False))
        known = isinstance(error, SegDeskError)
        self.failed.emit(
            error if known else OutputError(Reason.OUTPUT_FAILED, name=FILE_NAME, detail=type(error).__name__)
        )
        if tells:
            # Some of the keys may have been stored before it failed.
            self.look()

    @Slot(int, object)
    def _on_tried(self, _number: int, _answer: object) -> None:
        self.tried.emit(self._tried, None)

    @Slot(int, object)
    def _on_test_failed(self, _number: int, error: Exception) -> None:
        known = isinstance(error, SegDeskError)
        detail = type(error).__name__
        self.tried.emit(
            self._tried, error if known else EngineError(Reason.ENGINE_FAILED, name=self._tried, detail=detail)
        )

    @Slot(str)
    def _on_sent(self, what: str) -> None:
        if what == COUNTED:
            self._count += 1
            self.counted.emit(self._count)


def _read(keys: Keys) -> Kept:
    found: dict[Secret, Found] = {}
    for secret in (secret for pair in SECRETS.values() for secret in pair):
        value, place = keys.find(secret), keys.place(secret)
        if value and place is not None:
            found[secret] = Found(value, place)
    return Kept(found, keys.has_keyring)
