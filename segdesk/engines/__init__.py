"""Who finds the mask: a catalogue of engines, each imported when it is first asked for.

`setup` holds what they are given. For those that ask a cloud, `fit` brings pictures within limits and masks back, and
`transport` is the only door to the network; `models` is about the files that `model` runs. `paired` lets one engine
help out another.
"""

from typing import TYPE_CHECKING, Final

from segdesk.core.errors import EngineUnknown, Reason

if TYPE_CHECKING:
    from segdesk.engines.base import CloudEngine, Engine
    from segdesk.engines.setup import Setup

DEFAULT: Final = "local"
CLOUDS: Final = ("baidu", "aliyun")
MODEL: Final = "model"
_NAMES: Final = (DEFAULT, MODEL, *CLOUDS)


def engine_names() -> tuple[str, ...]:
    """All engines, the default first."""
    return _NAMES


def make_engine(name: str, setup: "Setup | None" = None) -> "Engine":
    """A fresh engine; without a setup a cloud's engine has no keys and the model's no file. Raises EngineUnknown."""
    match name:
        case "local":
            from segdesk.engines.local import LocalEngine

            return LocalEngine()
        case "model":
            from segdesk.engines.model import ModelEngine
            from segdesk.engines.setup import ModelSetup

            return ModelEngine(setup.model if setup is not None else ModelSetup())
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
