"""Who finds the mask: a catalogue of engines, each imported when it is first asked for."""

from importlib import import_module
from typing import Final

from segdesk.core.errors import EngineUnknown, Reason
from segdesk.engines.base import Engine

DEFAULT: Final = "local"
_FACTORIES: Final = {"local": ("segdesk.engines.local", "LocalEngine")}


def engine_names() -> tuple[str, ...]:
    """All engines, the default first."""
    return tuple(_FACTORIES)


def make_engine(name: str) -> Engine:
    """A fresh engine. Raises EngineUnknown."""
    try:
        module, factory = _FACTORIES[name]
    except KeyError:
        raise EngineUnknown(Reason.ENGINE_UNKNOWN, name=name, known=", ".join(_FACTORIES)) from None
    return getattr(import_module(module), factory)()
