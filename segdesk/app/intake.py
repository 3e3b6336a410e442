"""How pictures come into the window: asked for, pasted, dropped, from the list of recent ones, the sample."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication

from segdesk.app import road, transfer
from segdesk.app.actions import Actions
from segdesk.app.dialogs import Dialogs
from segdesk.app.dropzones import Zone
from segdesk.app.jobs import Lane
from segdesk.app.maskintake import MaskIntake
from segdesk.app.recents import Recents
from segdesk.app.road import Request
from segdesk.app.roll import Roll
from segdesk.app.session import Session
from segdesk.app.stage import Stage
from segdesk.app.transfer import Incoming
from segdesk.app.words import error_words
from segdesk.core.errors import SegDeskError


class Intake(QObject):
    """Asks and hands on: pictures to the roll, masks to the session."""

    def __init__(
        self,
        session: Session,
        roll: Roll,
        lane: Lane,
        *,
        recents: Recents,
        stage: Stage,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """The lane is one on which folders are read. `dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._roll, self._lane = session, roll, lane
        self._stage, self._toast, self._dialogs = stage, stage.toast, dialogs
        self.masks = MaskIntake(session, lane, parent=self)
        self._looking: int | None = None
        session.too_large.connect(self._on_too_large)
        lane.answered.connect(self._on_found)
        recents.chosen.connect(lambda path: self.open(Request.of_file(path)))
        recents.missed.connect(self._on_missed)
        commands.bind(
            {
                "open": self._ask_for_pictures,
                "open_folder": self._ask_for_folder,
                "paste": self._paste,
                "import_mask": self._ask_for_mask,
                "sample": lambda: self.open(road.sample()),
            }
        )

    def open(self, request: Request) -> None:
        """Open a picture."""
        self._roll.open(request)

    def take(self, paths: Sequence[Path], prompts: Path | None = None) -> None:
        """Open files and folders: one file by itself, several and those of a folder in the film-strip."""
        if len(paths) == 1 and not paths[0].is_dir():
            self.open(Request.of_file(paths[0].absolute(), prompts))
        elif paths:
            self._looking = self._lane.append(lambda cancel, report: road.pictures_among(paths))

    def hover(self, mime: QMimeData, at: QPoint) -> bool:
        """Show what becomes of something that is dragged over a place of the screen; False if nothing can."""
        if not transfer.can_take(mime):
            return False
        if self._session.document is None:
            self._stage.welcome.set_hovered(True)
            return True
        files = transfer.local_files(mime)
        is_one = len(files) == 1 and files[0].is_file()
        self._stage.zones.offer((Zone.OPEN, Zone.MASK) if is_one else (Zone.OPEN,), len(files))
        self._stage.zones.point(at)
        return True

    def leave(self) -> None:
        """It is dragged away again."""
        self._stage.welcome.set_hovered(False)
        self._stage.zones.hide()

    def drop(self, mime: QMimeData, at: QPoint) -> bool:
        """Take what is dropped on a place of the screen; False if there is nothing to take in it."""
        zones = self._stage.zones
        zones.point(at)
        zone = zones.pointed if zones.isVisible() else None
        self.leave()
        found = transfer.incoming(mime, self.tr("Dropped picture"))
        if found is None:
            return False

        def go_on() -> None:
            if zone is Zone.MASK and found.files:
                self.masks.take(found.files[0])
            else:
                self._take(found)

        # The program it was dragged from waits for the drop to end, so a question may not come up within it.
        QTimer.singleShot(0, self, go_on)
        return True

    def _take(self, found: Incoming) -> None:
        if found.files:
            self.take(found.files)
        elif found.picture is not None:
            self.open(found.picture)
        else:
            words = self.tr("Only the picture’s address came along. Save the picture first, then open the file.")
            self._toast.tell(words, is_failure=False)

    def _folder(self) -> Path | None:
        document = self._session.document
        path = None if document is None else document.picture.path or self._session.kept.project
        return None if path is None else path.parent

    def _ask_for_pictures(self) -> None:
        self.take(self._dialogs().pictures_to_open(self._folder()))

    def _ask_for_folder(self) -> None:
        chosen = self._dialogs().folder_to_open(self._folder())
        if chosen is not None:
            self.take([chosen])

    def _ask_for_mask(self) -> None:
        chosen = self._dialogs().mask_to_import(self._folder())
        if chosen is not None:
            self.masks.take(chosen)

    def _paste(self) -> None:
        # There is none where nothing was copied yet, or where the program that did so does not answer.
        mime = cast(QMimeData | None, QGuiApplication.clipboard().mimeData())
        found = None if mime is None else transfer.incoming(mime, self.tr("Pasted picture"))
        if found is None:
            self._toast.tell(self.tr("There is no picture to paste. Copy one first."), is_failure=False)
        else:
            self._take(found)

    def _on_found(self, number: int, requests: object) -> None:
        if number != self._looking or not isinstance(requests, tuple):
            return
        self._looking = None
        if len(requests) == 1:
            self.open(requests[0])
        elif requests:
            self._roll.begin(requests)
        else:
            self._toast.tell(self.tr("There is no picture in this folder that SegDesk can read."), is_failure=False)

    def _on_missed(self, path: Path) -> None:
        words = self.tr("“{name}” was not found any more and is off the list.").format(name=path.name)
        self._toast.tell(words, is_failure=False)

    def _on_too_large(self, request: Request, error: SegDeskError) -> None:
        if self._dialogs().may_open_large(error_words(error)):
            self._session.open(replace(request, limit_megapixels=None))
