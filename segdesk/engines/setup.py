"""What engines are given at the door: keys, addresses, the vendors' parameters, model files, and who hears of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from segdesk.engines.models.runtime import Shelf
from segdesk.wire import aliyun, baidu
from segdesk.wire.acs3 import AliyunKeys
from segdesk.wire.addresses import ALIYUN, BAIDU
from segdesk.wire.baidu_auth import BaiduKeys, Token

_EARLY: Final = 60.0
"""Seconds before a token's end from which it is not used any more."""


@dataclass(frozen=True)
class Upload:
    """A picture about to leave this computer: for which service and host, and how many bytes it is."""

    service: str
    host: str
    size: int


class Tokens:
    """The access tokens of one program run, by who asks where. May be used on any thread; prints no secret."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[BaiduKeys, str], tuple[Token, float]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """In another process tokens are asked for anew."""
        return (Tokens, ())

    def find(self, keys: BaiduKeys, base: str) -> Token | None:
        """A token that still lives; None when one has to be asked for."""
        with self._lock:
            token, end = self._kept.get((keys, base), (None, 0.0))
        return token if self._clock() < end else None

    def keep(self, keys: BaiduKeys, base: str, token: Token) -> None:
        """Remember a token that was given just now."""
        with self._lock:
            self._kept[keys, base] = (token, self._clock() + token.expires_in - min(_EARLY, token.expires_in / 2))

    def drop(self, keys: BaiduKeys, base: str, token: Token) -> None:
        """Forget a token the service no longer takes, unless it was replaced meanwhile."""
        with self._lock:
            if self._kept.get((keys, base), (None, 0.0))[0] == token:
                del self._kept[keys, base]


@dataclass(frozen=True)
class BaiduSetup:
    """Baidu's keys, address (scheme and host) and parameters."""

    keys: BaiduKeys | None = None
    endpoint: str = BAIDU
    return_form: baidu.ReturnForm = baidu.ReturnForm.RGBA
    refine_mask: bool = True
    picture_url: str | None = field(default=None, repr=False)
    """Where the service can fetch the very picture itself, instead of getting it from here."""
    tokens: Tokens = field(default_factory=Tokens, compare=False)


@dataclass(frozen=True)
class AliyunSetup:
    """Aliyun's keys, addresses (scheme and host) and parameters."""

    keys: AliyunKeys | None = None
    endpoint: str = ALIYUN
    upload_endpoint: str = ""
    """Who gives leave to upload; empty for the vendor's at the vendor's, and for the endpoint itself elsewhere."""
    return_form: aliyun.ReturnForm = aliyun.ReturnForm.ONLY_ALPHA
    return_format: aliyun.ReturnFormat = aliyun.ReturnFormat.PNG
    feather: bool = True
    postprocess: aliyun.Postprocess = aliyun.Postprocess.MASKREFINE
    separate_maps: bool = False
    """Mask and strokes as three pictures instead of the one integrated picture."""
    is_rpc: bool = False
    """The older signature, RPC version 1, instead of ACS3."""
    picture_url: str | None = field(default=None, repr=False)
    """Where the service can fetch the very picture itself, instead of getting it from here."""


@dataclass(frozen=True)
class ModelSetup:
    """The model files, one or a pair in whichever order, and where they stay loaded from one picture to the next."""

    files: tuple[Path, ...] = ()
    shelf: Shelf = field(default_factory=Shelf, compare=False)


def _agreed(upload: Upload) -> None:
    """Whoever starts a program without a window has agreed by naming the engine."""


def _unheard(what: str, host: str) -> None:
    """Nobody counts."""


@dataclass(frozen=True)
class Setup:
    """All of it. `before_upload` hears of each picture first, and raises Cancelled to keep it here.

    `on_send` hears of every request, in a word what it asks ("segment" is the one a service counts) and of which host.
    Both are called on the engine's thread.
    """

    baidu: BaiduSetup = field(default_factory=BaiduSetup)
    aliyun: AliyunSetup = field(default_factory=AliyunSetup)
    model: ModelSetup = field(default_factory=ModelSetup)
    ca_file: Path | None = None
    proxy: str | None = None
    """The address of one; empty for none, and None for the system's or the environment's."""
    before_upload: Callable[[Upload], None] = _agreed
    on_send: Callable[[str, str], None] = _unheard
