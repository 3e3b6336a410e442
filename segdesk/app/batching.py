"""Many pictures at a time: shows the batch window, runs what is put in there, and asks before the program ends it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from segdesk.app.actions import Actions
from segdesk.app.batchlist import BatchList, Phase
from segdesk.app.batchrun import BatchRun, Order
from segdesk.app.batchsheet import BatchSheet, Choice, Offer
from segdesk.app.dialogs import Dialogs
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.theme import Palette
from segdesk.app.words import error_words
from segdesk.core.errors import SegDeskError
from segdesk.core.geometry import Box
from segdesk.core.records import Begun, Over, Planned, Record
from segdesk.storage.presets import load_presets, slug


class Batching(QObject):
    """Between the batch window and the process that does the work."""

    def __init__(
        self,
        session: Session,
        open_request: Callable[[Request], object],
        *,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session, self._open, self._dialogs = session, open_request, dialogs
        self._window = parent
        self.run, self.list = BatchRun(self), BatchList(self)
        self.sheet: BatchSheet | None = None
        self._palette: Palette | None = None
        self._choice = Choice()
        self.run.heard.connect(self._on_heard)
        self.run.ended.connect(self._on_ended)
        session.document_opened.connect(self._offer)
        session.history_changed.connect(self._offer)
        commands.bind({"batch": self.show})

    @property
    def is_busy(self) -> bool:
        return self.run.is_running

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        if self.sheet is not None:
            self.sheet.dress(palette)

    def show(self) -> None:
        """Bring the batch window up."""
        if self.sheet is None and self._palette is not None:
            self.sheet = self._made_sheet(self._palette)
        self._offer()
        if self.sheet is not None:
            self.sheet.show()
            self.sheet.activateWindow()

    def may_go(self) -> bool:
        """Whether the program may end: asks where a batch runs, which `close` then ends."""
        if self.run.is_running:
            left = self.list.count(Phase.WAITING, Phase.WORKING)
            if not self._dialogs().may_stop_batch(left, self.list.rowCount()):
                return False
        return True

    def close(self) -> None:
        """End the process and the batch window."""
        self.run.close()
        if self.sheet is not None:
            self.sheet.close()

    def _made_sheet(self, palette: Palette) -> BatchSheet:
        sheet = BatchSheet(self.list, palette, self._window)
        sheet.asked_files.connect(lambda: sheet.add(self._dialogs().pictures_to_open(None)))
        sheet.asked_folder.connect(lambda: self._ask_folder(sheet))
        sheet.asked_target.connect(lambda: self._ask_target(sheet))
        sheet.started.connect(lambda: self._start(sheet))
        sheet.stopped.connect(self.run.stop)
        sheet.opened.connect(self._on_opened)
        return sheet

    def _offer(self) -> None:
        if self.sheet is None:
            return
        document = self._session.document
        box, name = None, ""
        if document is not None:
            size, boxes = document.picture.size, document.subject.prompts.boxes
            if boxes and not (inside := boxes[-1].box.clipped(size)).is_empty:
                (left, top, right, bottom), (width, height) = inside, size
                box, name = Box(left / width, top / height, right / width, bottom / height), document.picture.name
        try:
            presets = [preset.name for preset in load_presets().all]
        except SegDeskError as error:
            presets = []
            self.sheet.tell(error_words(error), is_failure=True)
        self.sheet.offer(Offer(presets, box, name))

    def _ask_folder(self, sheet: BatchSheet) -> None:
        chosen = self._dialogs().folder_to_open(None)
        if chosen is not None:
            sheet.add([chosen])

    def _ask_target(self, sheet: BatchSheet) -> None:
        chosen = self._dialogs().folder_for_results(sheet.choice.folder)
        if chosen is not None:
            sheet.target.setText(str(chosen))

    def _start(self, sheet: BatchSheet) -> None:
        choice = sheet.choice
        if choice.folder is None:
            return
        flags: list[str] = [*(("--preset", slug(choice.preset)) if choice.preset else ())]
        match choice.way:
            case "box" if (box := sheet.box) is not None:
                flags += ["--box", ",".join(f"{100 * side:.4f}%" for side in box)]
            case "beside":
                flags += ["--prompts"]
            case _:
                pass
        self._choice = choice
        self.run.start(Order(tuple(map(str, choice.words)), choice.folder, tuple(flags)))
        sheet.show_running(True)
        sheet.tell(self.tr("Looking for pictures…"))

    def _on_opened(self, path: Path) -> None:
        self._window.activateWindow()
        self._open(Request.of_file(path))

    def _on_heard(self, news: object) -> None:
        match news:
            case Planned(waiting, done):
                assert self._choice.folder is not None
                self.list.fill(self._choice.folder, waiting, done)
            case Begun(source):
                self.list.begin(source)
            case Record():
                self.list.take(news)
            case Over(failure=failure) if failure is not None and self.sheet is not None:
                self.sheet.tell(error_words(failure), is_failure=True)
                return
            case _:
                pass
        if self.sheet is not None:
            self.sheet.show_progress()

    def _on_ended(self, last_words: str) -> None:
        self.list.rest()
        if self.sheet is not None:
            self.sheet.show_running(False)
            if self.run.is_broken_off:
                words = self.tr("The batch ended unexpectedly. Start it again: it goes on where it was.")
                self.sheet.tell(f"{words} ({last_words})" if last_words else words, is_failure=True)
