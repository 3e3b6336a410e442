"""How pictures come into the window: asked for, pasted, dropped, the sample; after what becomes of the work there."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from segdesk.app import road, transfer
from segdesk.app.actions import Actions
from segdesk.app.dialogs import Dialogs
from segdesk.app.floating import Toast
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.words import error_words
from segdesk.core.errors import SegDeskError


class Intake(QObject):
    """Asks and hands on; the session opens."""

    def __init__(
        self,
        session: Session,
        may_go: Callable[[Callable[[], object]], bool],
        *,
        toast: Toast,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`may_go` says whether the work there may be left now; if it is to be exported first, what it was given
        follows then. `dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._may_go, self._toast, self._dialogs = session, may_go, toast, dialogs
        session.too_large.connect(self._on_too_large)
        commands.bind({"open": self._ask_for_picture, "paste": self._paste, "sample": lambda: self.open(road.sample())})

    def open(self, request: Request) -> None:
        """Open a picture, after asking what becomes of work that was not exported."""
        if self._may_go(lambda: self.open(request)):
            self._session.open(request)

    def drop(self, mime: QMimeData) -> bool:
        """Open what was dropped; False if there is nothing to open in it."""
        request = transfer.request_from(mime, self.tr("Dropped picture"))
        if request is None:
            return False
        # The program it was dragged from waits for the drop to end, so a question may not come up within it.
        QTimer.singleShot(0, self, lambda: self.open(request))
        return True

    def _ask_for_picture(self) -> None:
        document = self._session.document
        path = document.picture.path if document is not None else None
        chosen = self._dialogs().picture_to_open(None if path is None else path.parent)
        if chosen is not None:
            self.open(Request.of_file(chosen))

    def _paste(self) -> None:
        request = transfer.request_from(QGuiApplication.clipboard().mimeData(), self.tr("Pasted picture"))
        if request is None:
            self._toast.tell(self.tr("There is no picture to paste. Copy one first."), is_failure=False)
        else:
            self.open(request)

    def _on_too_large(self, request: Request, error: SegDeskError) -> None:
        if self._dialogs().may_open_large(error_words(error)):
            self._session.open(replace(request, limit_megapixels=None))
