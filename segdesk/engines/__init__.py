"""Who finds the mask: a catalogue of engines, each imported when it is first asked for.

For those that ask a cloud, `setup` holds what they are given, `fit` brings pictures within limits and masks back, and
`transport` is the only door to the network. `paired` lets one engine help out another.
"""

from typing import TYPE_CHECKING, Final

from segdesk.core.errors import EngineUnknown, Reason

if TYPE_CHECKING:
    from segdesk.engines.base import CloudEngine, Engine
    from segdesk.engines.setup import Setup

DEFAULT: Final = "local"
CLOUDS: Final = ("baidu", "aliyun")
_NAMES: Final = (DEFAULT, *CLOUDS)


def engine_names() -> tuple[str, ...]:
    """All engines, the default first."""
    return _NAMES


def make_engine(name: str, setup: "Setup | None" = None) -> "Engine":
    """A fresh engine; without a setup a cloud's engine has no keys. Raises EngineUnknown."""
    match name:
        case "local":
            from segdesk.engines.local import LocalEngine

            return LocalEngine()
        case "baidu" | "aliyun":
            return make_cloud(name, setup)
        case _:
            raise EngineUnknown(Reason.ENGINE_UNKNOWN, name=name, known=", ".join(_NAMES))


def make_cloud(name: str, setup: "Setup | None" = None) -> "CloudEngine":
    """A fresh engine that asks a service. Raises EngineUnknown for any other."""
    from segdesk.engines.setup import Setup

    match name:
        case "baidu":
            from segdesk.engines.baidu import BaiduEngine

            return BaiduEngine(setup or Setup())
        case "aliyun":
            from segdesk.engines.aliyun import AliyunEngine

            return AliyunEngine(setup or Setup())
        case _:
            raise EngineUnknown(Reason.ENGINE_UNKNOWN, name=name, known=", ".join(CLOUDS))
