"""The only door to ONNX Runtime: loads a model file once, runs it, and stops where it stands when it is cancelled."""

import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from segdesk.core.errors import Cancelled, ModelMissing, Reason
from segdesk.core.work import CancelToken
from segdesk.engines.models.onnxfile import Element, Signature
from segdesk.engines.models.recognition import Part
from segdesk.wire.failures import detail_of

_LOOK: Final = 0.05
"""Seconds between two looks at the cancel token."""
_PROVIDERS: Final = ("CUDAExecutionProvider", "DmlExecutionProvider", "CPUExecutionProvider")
"""Who computes, best first. Others are left out: one of them would send pictures to a cloud."""
_ERRORS_ONLY: Final = 3
_MOST: Final = 2
"""Models kept in memory: an encoder and its decoder."""

Array = NDArray[Any]
_TYPES: Final[Mapping[Element, type[np.generic]]] = {
    Element.FLOAT: np.float32,
    Element.UINT8: np.uint8,
    Element.INT32: np.int32,
    Element.INT64: np.int64,
    Element.FLOAT16: np.float16,
    Element.DOUBLE: np.float64,
}


def is_installed() -> bool:
    """Whether there is a runtime at all; it is not loaded."""
    return find_spec("onnxruntime") is not None


class Network:
    """A model in memory. May be run on any thread: one run waits for another, for not every provider takes two."""

    def __init__(self, part: Part) -> None:
        """Raises ModelMissing where there is no runtime or it cannot take the file."""
        self._name = part.path.name
        self._signature: Signature = part.signature
        self._turn = threading.Lock()
        self._runtime = _runtime()
        options = self._runtime.SessionOptions()
        options.log_severity_level = _ERRORS_ONLY
        there = self._runtime.get_available_providers()
        providers = [one for one in _PROVIDERS if one in there]
        try:
            self._session = self._runtime.InferenceSession(str(part.path), options, providers=providers)
        except Exception as error:  # The runtime raises a dozen classes of its own.
            raise self._failure(error) from error

    def run(self, given: Mapping[str, Array], wanted: Sequence[str], cancel: CancelToken) -> list[Array]:
        """These outputs for these inputs, which are cast to what the model takes. Raises ModelMissing or Cancelled."""
        cancel.check()
        options = self._runtime.RunOptions()
        options.log_severity_level = _ERRORS_ONLY + 1
        feeds = {name: self._cast(name, array) for name, array in given.items()}
        while not self._turn.acquire(timeout=_LOOK):
            cancel.check()
        try:
            with _watched(cancel, options):
                answer = self._session.run(list(wanted), feeds, options)
        except Exception as error:  # As above; a run that was told to stop raises too.
            if cancel.is_cancelled:
                raise Cancelled from error
            raise self._failure(error) from error
        finally:
            self._turn.release()
        cancel.check()
        return [np.asarray(array) for array in answer]

    def _cast(self, name: str, array: Array) -> Array:
        tensor = self._signature.input(name)
        wanted = _TYPES.get(tensor.element, np.float32) if tensor is not None else np.float32
        return np.ascontiguousarray(array.astype(wanted, copy=False))

    def _failure(self, error: Exception) -> ModelMissing:
        detail = detail_of(f"{type(error).__name__}: {error}")
        return ModelMissing(Reason.MODEL_FAILED, name=self._name, detail=detail)


@dataclass(frozen=True)
class _Stamp:
    """A file as it was when it was loaded."""

    path: Path
    size: int
    changed: int


class Shelf:
    """Keeps the models of the last questions in memory, from one picture to the next. May be used on any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[_Stamp, Network] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """In another process the models are loaded anew."""
        return (Shelf, ())

    def network(self, part: Part) -> Network:
        """The model of a file, loaded where it is not there or the file has changed. Raises ModelMissing."""
        with self._lock:
            try:
                status = part.path.stat()
            except OSError as error:
                detail = error.strerror or type(error).__name__
                raise ModelMissing(Reason.MODEL_GONE, name=part.path.name, detail=detail) from error
            stamp = _Stamp(part.path, status.st_size, status.st_mtime_ns)
            found = self._kept.pop(stamp, None) or Network(part)
            # The newest stands last; room is made before a third model would be held.
            self._kept = dict([*self._kept.items(), (stamp, found)][-_MOST:])
            return found


def _runtime() -> Any:  # noqa: ANN401 - it comes without types
    if not is_installed():
        raise ModelMissing(Reason.MODEL_RUNTIME)
    import onnxruntime  # pyright: ignore[reportMissingTypeStubs]

    runtime: Any = onnxruntime
    # Builds for Windows count their use unless they are told not to.
    runtime.disable_telemetry_events()
    return runtime


@contextmanager
def _watched(cancel: CancelToken, options: Any) -> Generator[None]:  # noqa: ANN401 - as above
    """While it runs, raise the run's own flag as soon as the token is raised."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK):
            if cancel.is_cancelled:
                options.terminate = True
                return

    watcher = threading.Thread(target=watch, name="model watch")
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
