"""Leave to send a picture away: asked for on the engine's thread, given or refused on the window's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from segdesk.app.road import Answer, AnyDesk
from segdesk.core.document import Document, Picture
from segdesk.core.geometry import Size
from segdesk.core.work import CancelToken, Report

if TYPE_CHECKING:
    from segdesk.engines.setup import Upload

LOOK_SECONDS: Final = 0.05
"""How often a wait looks whether it was cancelled."""


@dataclass(frozen=True, eq=False)
class Leave:
    """A picture that waits: its name, its size in pixels, where it is to go and how many bytes that takes."""

    name: str
    size: Size
    service: str
    host: str
    bytes: int
    _verdicts: "SimpleQueue[bool]" = field(default_factory=SimpleQueue, repr=False)

    @classmethod
    def of(cls, picture: Picture, upload: "Upload") -> "Leave":
        return cls(picture.name, picture.size, upload.service, upload.host, upload.size)

    def answer(self, *, may_go: bool) -> None:
        """End the wait. The first answer counts."""
        self._verdicts.put(may_go)

    def wait(self, cancel: CancelToken) -> bool:
        """Whether the picture may go, once somebody said so. Raises Cancelled."""
        while True:
            cancel.check()
            try:
                return self._verdicts.get(timeout=LOOK_SECONDS)
            except Empty:
                continue


Permit = Callable[["Upload", Picture, CancelToken], None]
"""Returns when the upload may go. Raises Cancelled when it may not, or when the question was cancelled meanwhile."""


class WatchedDesk:
    """A desk whose engine asks leave before it sends the picture away."""

    def __init__(
        self, picture: Picture, *, permit: Permit, make: "Callable[[Callable[[Upload], None]], AnyDesk]"
    ) -> None:
        """`make` gets what the engine has to call before an upload."""
        self._cancel = CancelToken()
        self._desk = make(lambda upload: permit(upload, picture, self._cancel))

    def segment(self, document: Document, *, cancel: CancelToken, report: Report) -> Answer:
        """The desk's answer; cancelling ends a wait for leave too."""
        self._cancel = cancel
        return self._desk.segment(document, cancel=cancel, report=report)

    def close(self) -> None:
        self._desk.close()
