"""What stays between two starts: settings in a file of the platform's config folder, keys in the system's keyring.

Keys may also come from the environment, for the command line and CI. Where there is no keyring they live in this
process only, and whoever stores one is told so.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final, Protocol, cast

from segdesk.core.errors import OutputError, Reason
from segdesk.core.notes import Note, Notice
from segdesk.imaging.atomic import write_atomic
from segdesk.wire.addresses import ALIYUN, BAIDU

FILE_NAME: Final = "settings.json"
ASIDE_NAME: Final = "settings.damaged.json"
FORMAT: Final = 1
KEYRING_SERVICE: Final = "segdesk"
_SYSTEM_KEYRINGS: Final = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Those that encrypt for the logged-in person; others, such as plain files, are never used."""


@dataclass(frozen=True)
class Settings:
    """What the person chose. Addresses are scheme and host; none of this is secret."""

    engine: str = "local"
    baidu_endpoint: str = BAIDU
    aliyun_endpoint: str = ALIYUN
    aliyun_upload_endpoint: str = ""
    """Empty where it belongs to the endpoint."""
    ca_file: str = ""
    """A certificate authority to trust besides those of the system; empty for none."""
    agreed_hosts: tuple[str, ...] = ()
    """Hosts the person has agreed to send pictures to."""
    model_files: tuple[str, ...] = ()
    """The model engine's file, or its pair of files, as whole paths."""
    model_mirror: str = ""
    """Where models are downloaded instead of from where the catalogue says; empty for there."""

    def with_agreed(self, host: str) -> "Settings":
        """These settings after the person agreed to one more host."""
        return self if host in self.agreed_hosts else replace(self, agreed_hosts=(*self.agreed_hosts, host))


@dataclass(frozen=True)
class Loaded:
    """Settings, and what to tell about their file."""

    settings: Settings
    notes: tuple[Note, ...] = ()


class Secret(Enum):
    """A key of a cloud; the value names it in the keyring."""

    BAIDU_API_KEY = "baidu-api-key"
    BAIDU_SECRET_KEY = "baidu-secret-key"
    ALIYUN_KEY_ID = "aliyun-key-id"
    ALIYUN_KEY_SECRET = "aliyun-key-secret"
    ALIYUN_SECURITY_TOKEN = "aliyun-security-token"

    @property
    def variable(self) -> str:
        """The environment variable that holds it, as in SEGDESK_BAIDU_API_KEY."""
        return f"SEGDESK_{self.name}"


class Place(Enum):
    """Where a key lies."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    SESSION = "session"
    """In this process only: it is gone when the program ends."""


def config_folder() -> Path:
    """Where this platform keeps a program's settings."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "SegDesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "SegDesk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "segdesk"


def data_folder() -> Path:
    """Where this platform keeps a program's large files, which do not follow the person to other computers."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "SegDesk"
    if sys.platform == "darwin":
        return config_folder()
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "segdesk"


def load_settings(folder: Path | None = None) -> Loaded:
    """The settings of a folder, by default the platform's.

    A file that cannot be understood is put aside, and the defaults count; a note tells of it.
    """
    path = (folder or config_folder()) / FILE_NAME
    try:
        return Loaded(_settings(json.loads(path.read_bytes())))
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError:
        return Loaded(Settings(), (Note.of(Notice.SETTINGS_UNREADABLE, name=str(path)),))
    except (ValueError, RecursionError):
        aside = path.with_name(ASIDE_NAME)
        with suppress(OSError):
            path.replace(aside)
        return Loaded(Settings(), (Note.of(Notice.SETTINGS_DAMAGED, name=str(aside)),))


def save_settings(settings: Settings, folder: Path | None = None) -> None:
    """Write the settings, whole or not at all. Raises OutputError."""
    place = folder or config_folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Reason.OUTPUT_FAILED, name=str(place), detail=error.strerror) from error
    content = json.dumps({"format": FORMAT, **asdict(settings)}, indent=2, ensure_ascii=False) + "\n"
    write_atomic(place / FILE_NAME, content.encode(), overwrite=True)


class Keyring(Protocol):
    """What is used of the keyring package's backends."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class Keys:
    """The clouds' keys, wherever they lie. Reading and storing may wait while the system asks for a password."""

    def __init__(self, environment: Mapping[str, str] | None = None, keyring: Keyring | None = None) -> None:
        """Without a keyring given the system's is looked for at the first question."""
        self._environment = os.environ if environment is None else environment
        self._keyring = keyring
        self._is_looked_for = keyring is not None
        self._session: dict[Secret, str] = {}

    @property
    def has_keyring(self) -> bool:
        """Whether keys can be kept beyond this session."""
        return self._system() is not None

    def find(self, secret: Secret) -> str | None:
        """The key, or None. What the environment says counts before anything stored."""
        return self._found(secret)[0]

    def place(self, secret: Secret) -> Place | None:
        """Where the key lies; None when there is none."""
        return self._found(secret)[1]

    def store(self, secret: Secret, value: str) -> Place:
        """Keep a key, less the blanks that copying adds, and say where: in the keyring, or for this session only."""
        text = value.strip()
        keyring = self._system()
        if keyring is not None:
            try:
                keyring.set_password(KEYRING_SERVICE, secret.value, text)
            except Exception:  # Backends raise whatever their system does: locked, dismissed, gone.
                self._session[secret] = text
                return Place.SESSION
            self._session.pop(secret, None)
            return Place.KEYRING
        self._session[secret] = text
        return Place.SESSION

    def forget(self, secret: Secret) -> None:
        """Remove a key from the keyring and this session; the environment is not ours."""
        self._session.pop(secret, None)
        keyring = self._system()
        if keyring is not None and self._stored(secret) is not None:
            try:
                keyring.delete_password(KEYRING_SERVICE, secret.value)
            except Exception:  # As above; a key that cannot be removed now is still listed by `place`.
                return

    def _found(self, secret: Secret) -> tuple[str | None, Place | None]:
        for value, place in (
            (self._environment.get(secret.variable, "").strip(), Place.ENVIRONMENT),
            (self._session.get(secret), Place.SESSION),
        ):
            if value:
                return value, place
        stored = self._stored(secret)
        return (stored, Place.KEYRING) if stored else (None, None)

    def _stored(self, secret: Secret) -> str | None:
        keyring = self._system()
        if keyring is None:
            return None
        try:
            return keyring.get_password(KEYRING_SERVICE, secret.value)
        except Exception:  # A locked keyring that stays locked holds no key for us.
            return None

    def _system(self) -> Keyring | None:
        if not self._is_looked_for:
            self._keyring, self._is_looked_for = _system_keyring(), True
        return self._keyring


def _system_keyring() -> Keyring | None:
    """The best of the system's own keyrings that answers; None without one."""
    from keyring.backend import get_all_keyring

    try:
        usable = [one for one in get_all_keyring() if type(one).__module__ in _SYSTEM_KEYRINGS]
    except Exception:  # Looking at backends imports and starts whatever is installed beside us.
        return None
    return cast(Keyring | None, max(usable, key=lambda one: float(one.priority), default=None))


def _settings(value: object) -> Settings:
    """Settings from JSON: what is missing, unknown or of another type counts as its default. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    given = cast(dict[str, object], value)
    default = Settings()
    return Settings(
        engine=_text(given, "engine", default.engine),
        baidu_endpoint=_text(given, "baidu_endpoint", default.baidu_endpoint),
        aliyun_endpoint=_text(given, "aliyun_endpoint", default.aliyun_endpoint),
        aliyun_upload_endpoint=_text(given, "aliyun_upload_endpoint", default.aliyun_upload_endpoint),
        ca_file=_text(given, "ca_file", default.ca_file),
        agreed_hosts=_texts(given, "agreed_hosts"),
        model_files=_texts(given, "model_files"),
        model_mirror=_text(given, "model_mirror", default.model_mirror),
    )


def _text(given: dict[str, object], name: str, default: str) -> str:
    text = given.get(name)
    return text if isinstance(text, str) and text else default


def _texts(given: dict[str, object], name: str) -> tuple[str, ...]:
    items = given.get(name)
    listed = cast(list[object], items) if isinstance(items, list) else []
    return tuple(item for item in listed if isinstance(item, str))
