"""The clouds' keys: in the system's keyring and nowhere else on the disk.

They may also come from the environment, for the command line and CI. Where there is no keyring they live in this
process only, and whoever stores one is told so.
"""

import os
from collections.abc import Mapping
from enum import Enum
from typing import Final, Protocol, cast

KEYRING_SERVICE: Final = "segdesk"
_SYSTEM_KEYRINGS: Final = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Those that encrypt for the logged-in person; others, such as plain files, are never used."""


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
