"""What every engine is: blocking and plain, so that window, command line and server call it alike."""

from dataclasses import dataclass
from typing import Protocol

from segdesk.core.document import Bytes2D, Mask, Picture
from segdesk.core.notes import Note
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report


@dataclass(frozen=True)
class Capabilities:
    """What an engine can take. Sides are in pixels; None means no limit of its own."""

    auto: bool
    boxes: bool
    strokes: bool
    prior_mask: bool
    min_side: int | None = None
    max_side: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True)
class Finding:
    """An engine's answer: coverage uint8 HxW at the picture's size, strokes enforced, and what to tell about it.

    candidates is how many proposals for the main subject there are, where it was asked for and nothing else was said.
    is_soft: the coverage is finished alpha, which no matting may better.
    sureness: the overlap with the subject that the engine expects of it, 0..1; None where it does not say.
    """

    coverage: Bytes2D
    notes: tuple[Note, ...] = ()
    candidates: int = 1
    is_soft: bool = False
    sureness: float | None = None


class EngineSession(Protocol):
    """An engine's memory of one picture; lives and dies on one thread."""

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """Find the mask. With prompts that say nothing it finds the main subject.

        Of several proposals for that it gives the candidate asked for, after the last the first again; an engine that
        makes only one gives that.

        Raises EngineError, or Cancelled when the token is raised.
        """
        ...

    def close(self) -> None:
        """Forget the picture. May be called twice."""
        ...


class Engine(Protocol):
    """Opens pictures. `obstacle` says in one sentence why it cannot work now, or is None when it is ready."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def obstacle(self) -> str | None: ...

    def open(self, picture: Picture, *, cancel: CancelToken) -> EngineSession:
        """Prepare what is needed once per picture. Raises EngineError or Cancelled."""
        ...


class CloudEngine(Engine, Protocol):
    """An engine that asks a service on the network."""

    def test_keys(self, *, cancel: CancelToken) -> None:
        """Try the keys without sending a picture. Raises EngineError, which names the wrong one, or Cancelled."""
        ...
