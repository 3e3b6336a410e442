"""What the person chose and finds again at the next start, in a file of the platform's config folder."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Final

from segdesk.core.bounds import (
    DEFAULT_BUDGET,
    DEFAULT_HARDNESS,
    DEFAULT_OPACITY,
    MAX_FEATHER,
    MAX_RADIUS,
    MAX_SHIFT,
    MAX_SMOOTH,
    MIN_RADIUS,
    WIDTHS,
)
from segdesk.core.edgesettings import STANDARD_EDGES, EdgeSettings
from segdesk.core.errors import OutputError, Reason
from segdesk.core.notes import Note, Notice
from segdesk.imaging.atomic import write_atomic
from segdesk.storage.folders import config_folder
from segdesk.storage.reading import Given
from segdesk.wire.addresses import ALIYUN, BAIDU

FILE_NAME: Final = "settings.json"
ASIDE_NAME: Final = "settings.damaged.json"
FORMAT: Final = 1
UNDO_MEGABYTES: Final = (64, 8192)
"""The least and the most that may be kept for undo."""


class Language(Enum):
    """What the window speaks; each language goes by its locale."""

    SYSTEM = "system"
    ENGLISH = "en"
    CHINESE = "zh_CN"


class Scheme(Enum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Way(Enum):
    """How the network is reached."""

    SYSTEM = "system"
    """By the proxy of the system or the environment, where there is one."""
    DIRECT = "direct"
    PROXY = "proxy"


@dataclass(frozen=True)
class Brush:
    """What the brushes begin with: the diameter in picture pixels, hardness and opacity of the retouch brush, 0..1."""

    diameter: float = 32.0
    hardness: float = DEFAULT_HARDNESS
    opacity: float = DEFAULT_OPACITY


@dataclass(frozen=True)
class Sight:
    """How a cutout is looked at to begin with: the view by its name, and colour (RGB), opacity (0..1) and outline of
    the overlay."""

    view: str = "overlay"
    colour: tuple[int, int, int] = (0, 0, 0)
    opacity: float = 0.66
    outline: bool = True


@dataclass(frozen=True)
class Network:
    """How the network is reached: `proxy` is the address of one's own, which names neither user nor password."""

    way: Way = Way.SYSTEM
    proxy: str = ""

    @property
    def asked(self) -> str | None:
        """The proxy's address; empty for none, and None for the system's."""
        match self.way:
            case Way.SYSTEM:
                return None
            case Way.DIRECT:
                return ""
            case Way.PROXY:
                return self.proxy


@dataclass(frozen=True)
class Settings:
    """Addresses are scheme and host; none of this is secret."""

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
    language: Language = Language.SYSTEM
    scheme: Scheme = Scheme.SYSTEM
    undo_megabytes: int = DEFAULT_BUDGET >> 20
    brush: Brush = Brush()
    sight: Sight = Sight()
    network: Network = Network()
    shortcuts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Command -> its keys by their portable names, of those that have others than their own; none takes them away."""
    edges: EdgeSettings = STANDARD_EDGES
    """As they were last set by hand, less what belongs to one picture."""
    keeps_edges: bool = True
    """Whether new subjects begin with those rather than with the standard ones."""

    @property
    def authority(self) -> Path | None:
        """The file of the certificate authority, if one is named."""
        return Path(self.ca_file) if self.ca_file else None

    def with_agreed(self, host: str) -> "Settings":
        """These settings after the person agreed to one more host."""
        return self if host in self.agreed_hosts else replace(self, agreed_hosts=(*self.agreed_hosts, host))


@dataclass(frozen=True)
class Loaded:
    """Settings, and what to tell about their file."""

    settings: Settings
    notes: tuple[Note, ...] = ()


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
    values = {"format": FORMAT, **asdict(settings)}
    content = json.dumps(values, indent=2, ensure_ascii=False, default=_plain) + "\n"
    # On some systems a file's name may be bytes that are no text.
    write_atomic(place / FILE_NAME, content.encode("utf-8", "surrogatepass"), overwrite=True)


def _plain(value: object) -> object:
    """What JSON has no word for."""
    assert isinstance(value, Enum)
    return value.value


def _settings(value: object) -> Settings:
    """Settings from JSON: what is missing, unknown or makes no sense counts as its default. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    given, default = Given(value), Settings()  # pyright: ignore[reportUnknownArgumentType]
    return Settings(
        engine=given.text("engine", default.engine),
        baidu_endpoint=given.text("baidu_endpoint", default.baidu_endpoint),
        aliyun_endpoint=given.text("aliyun_endpoint", default.aliyun_endpoint),
        aliyun_upload_endpoint=given.text("aliyun_upload_endpoint", default.aliyun_upload_endpoint),
        ca_file=given.text("ca_file", default.ca_file),
        agreed_hosts=given.texts("agreed_hosts"),
        model_files=given.texts("model_files"),
        model_mirror=given.text("model_mirror", default.model_mirror),
        language=given.choice("language", default.language),
        scheme=given.choice("scheme", default.scheme),
        undo_megabytes=round(given.number("undo_megabytes", default.undo_megabytes, UNDO_MEGABYTES)),
        brush=_brush(given.part("brush")),
        sight=_sight(given.part("sight")),
        network=_network(given.part("network")),
        shortcuts=_shortcuts(given.part("shortcuts")),
        edges=_edges(given.part("edges")),
        keeps_edges=given.flag("keeps_edges", default.keeps_edges),
    )


def _brush(given: Given) -> Brush:
    default = Brush()
    return Brush(
        given.number("diameter", default.diameter, (2 * MIN_RADIUS, 2 * MAX_RADIUS)),
        given.number("hardness", default.hardness, (0, 1)),
        given.number("opacity", default.opacity, (0.01, 1)),
    )


def _sight(given: Given) -> Sight:
    default = Sight()
    return Sight(
        given.text("view", default.view),
        given.colour("colour", default.colour),
        given.number("opacity", default.opacity, (0, 1)),
        given.flag("outline", default.outline),
    )


def _network(given: Given) -> Network:
    return Network(given.choice("way", Way.SYSTEM), given.text("proxy", ""))


def _edges(given: Given) -> EdgeSettings:
    default = STANDARD_EDGES
    return EdgeSettings(
        given.choice("mode", default.mode),
        given.number("halo", default.halo, (0, 1)),
        given.number("width", default.width, WIDTHS),
        given.number("shift", default.shift, (-MAX_SHIFT, MAX_SHIFT)),
        given.number("feather", default.feather, (0, MAX_FEATHER)),
        given.number("smooth", default.smooth, (0, MAX_SMOOTH)),
        given.number("contrast", default.contrast, (0, 1)),
    )


def _shortcuts(given: Given) -> dict[str, tuple[str, ...]]:
    listed = {name: given.texts_or_none(name) for name in given.names}
    return {name: keys for name, keys in listed.items() if keys is not None}
