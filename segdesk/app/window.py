"""The main window: puts the parts together and connects them; it holds no state of the work."""

import sys

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QMainWindow, QWidget

from segdesk.app.actions import Actions
from segdesk.app.bars import Rail, StatusLine, TopBar
from segdesk.app.batching import Batching
from segdesk.app.bykeys import ByKeys
from segdesk.app.canvas import Canvas
from segdesk.app.choosing import Choosing
from segdesk.app.chronicle import Chronicle
from segdesk.app.clearup import ClearUp
from segdesk.app.clouds import Clouds
from segdesk.app.companions import Companions
from segdesk.app.comparing import Comparing
from segdesk.app.delivery import Delivery
from segdesk.app.dialogs import Dialogs
from segdesk.app.edgehand import EdgeHand
from segdesk.app.editing import Editing
from segdesk.app.film import Film
from segdesk.app.finishing import Finishing
from segdesk.app.harvest import Harvest
from segdesk.app.intake import Intake
from segdesk.app.jobs import Lane
from segdesk.app.journaling import Journaling
from segdesk.app.lines import BETWEEN
from segdesk.app.models import Models
from segdesk.app.numbers import span
from segdesk.app.panels import Column
from segdesk.app.plan import FIRST_SIZE, SMALLEST_SIZE, TITLE
from segdesk.app.preferring import Preferring
from segdesk.app.pyramid import Pyramid
from segdesk.app.recents import Recents
from segdesk.app.recovery import Recovery
from segdesk.app.road import Request
from segdesk.app.saving import Saving
from segdesk.app.session import Session
from segdesk.app.stage import Stage
from segdesk.app.subjects import Subjects
from segdesk.app.support import Support
from segdesk.app.theme import Palette
from segdesk.app.thumbs import Thumbs
from segdesk.app.toolbox import Toolbox
from segdesk.app.viewing import Viewing
from segdesk.app.welcome import Welcome
from segdesk.app.words import engine_words, error_words, note_words, stage_words
from segdesk.core.errors import OutputError, SegDeskError
from segdesk.core.geometry import Viewport
from segdesk.core.notes import Note, Notice


class Window(QMainWindow):
    """Top bar, rail, canvas, column, status line."""

    def __init__(self, session: Session, clouds: Clouds, palette: Palette) -> None:
        super().__init__()
        self.session, self.clouds, self.toolbox = session, clouds, Toolbox(self)
        self.commands = Actions(self)
        self.models = Models(clouds, self)
        self.choosing = Choosing(session, clouds, self.models, commands=self.commands, window=self)
        self.comparing = Comparing(session, clouds, self.models, commands=self.commands, window=self)
        self.dialogs = Dialogs(self)
        self.canvas = Canvas(session, self.toolbox)
        # After the canvas, which is to know of a new mask before its finished edges come.
        self.finishing, self.clear_up = Finishing(session, self), ClearUp(session, self)
        self.companions = Companions(session, lambda: self.finishing.is_busy, parent=self)
        self.pictures_lane = Lane("pictures", self)
        self.thumbs = Thumbs(self.pictures_lane, self)
        self.recents = Recents(self.thumbs, commands=self.commands, parent=self)
        self.welcome = Welcome(self.commands, self.recents)
        self.stage = Stage(self.canvas, self.welcome, self.toolbox, self.commands)
        native = sys.platform == "darwin"
        self.top = TopBar(self.commands, None if native else self.commands.menu(self))
        self.rail, self.column, self.status = Rail(self.commands, self.toolbox), Column(self.commands), StatusLine()
        self.subjects = Subjects(session, self.commands, self.column.subject, dialogs=lambda: self.dialogs, parent=self)
        self._take_in_hand()
        if native:
            self.commands.fill_bar(self.menuBar())
        self.top.set_engine_menu(self.choosing.menu)
        self._arrange()
        self.commands.bind({"quit": lambda: self.window().close()})
        self._connect_session()
        self.dress(palette)
        self.commands.refresh()
        self._on_history_changed()
        self._on_engine_changed(session.engine)
        self.welcome.setFocus()

    def dress(self, palette: Palette) -> None:
        """Colours and icons of a theme."""
        self.commands.dress(palette)
        parts = (self.top, self.column, self.stage, self.welcome, self.choosing, self.film, self.preferring)
        for part in (*parts, self.support, self.batching, self.chronicle, self.comparing):
            part.dress(palette)
        self.canvas.set_palette(palette)

    def open(self, request: Request) -> None:
        """Open a picture, after asking what becomes of work that was not exported."""
        self.intake.open(request)

    def tell(self, notes: tuple[Note, ...]) -> None:
        """What to know about a result, quietly. Which proposal it is stands in the status line as long as it is so."""
        told = [note_words(note) for note in notes if note.notice is not Notice.SUBJECT_NUMBER]
        if told:
            self.stage.toast.tell("\n".join(told), is_failure=False)

    def _take_in_hand(self) -> None:
        """The parts that do what the commands say."""
        session, canvas, commands, toast = self.session, self.canvas, self.commands, self.stage.toast

        def dialogs() -> Dialogs:
            return self.dialogs

        self.editing = Editing(
            session, canvas, self.toolbox, finishing=self.finishing, toast=toast, commands=commands, parent=self
        )
        self.edge_hand = EdgeHand(session, self.clouds, self.column.edge, parent=self)
        self.by_keys = ByKeys(session, canvas, self.toolbox, commands=commands, parent=self)
        self.delivery = Delivery(
            session,
            self.column.export,
            finishing=self.finishing,
            status=self.status,
            toast=toast,
            commands=commands,
            dialogs=dialogs,
            parent=self,
        )
        self.saving = Saving(session, toast=toast, commands=commands, dialogs=dialogs, parent=self)
        self.journaling = Journaling(session, self.saving, self)
        lane = self.pictures_lane
        self.film = Film(
            session,
            self.saving,
            self.thumbs,
            lane=lane,
            recents=self.recents,
            commands=commands,
            dialogs=dialogs,
            parent=self,
        )
        self.intake = Intake(
            session,
            self.film.roll,
            lane,
            recents=self.recents,
            stage=self.stage,
            commands=commands,
            dialogs=dialogs,
            parent=self,
        )
        self.harvest = Harvest(
            session, self.film.roll, self.delivery, toast=toast, commands=commands, dialogs=dialogs, parent=self
        )
        self.recovery = Recovery(session, self.journaling, self.stage.recovery, open_=self.open, parent=self)
        self.preferring = Preferring(
            session, self.clouds, self.toolbox, view=self.column.view, commands=commands, window=self
        )
        self.choosing.settings_asked.connect(self.preferring.open_engines)
        self.preferring.closed.connect(self.choosing.heed_settings)
        self.support = Support(commands, toast, self)
        self.batching = Batching(session, self.open, commands=commands, dialogs=dialogs, parent=self)
        self.chronicle = Chronicle(session, commands, self.stage, parent=self)
        self.viewing = Viewing(session, canvas, self.column.view, commands=commands, dialogs=dialogs, parent=self)

    def _arrange(self) -> None:
        self.setWindowTitle(TITLE)
        self.setAcceptDrops(True)
        self.resize(FIRST_SIZE)
        self.setMinimumSize(SMALLEST_SIZE)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.top, 0, 0, 1, 3)
        grid.addWidget(self.rail, 1, 0, 2, 1)
        grid.addWidget(self.stage, 1, 1)
        grid.addWidget(self.film.strip, 2, 1)
        grid.addWidget(self.column, 1, 2, 2, 1)
        grid.addWidget(self.status, 3, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self.setCentralWidget(body)
        self.by_keys.set_parts((self.top, self.rail, self.canvas, self.welcome, self.film.strip, self.column))
        self.addActions(self.commands.all())

    def _connect_session(self) -> None:
        session = self.session
        session.document_opened.connect(self._on_opened)
        session.history_changed.connect(self._on_history_changed)
        session.glimpse.changed.connect(self._on_glimpse)
        session.opening_changed.connect(self._on_opening_changed)
        session.busy_changed.connect(self._on_busy_changed)
        session.progressed.connect(self._on_progressed)
        session.answered.connect(self._on_answered)
        session.noted.connect(self.tell)
        session.failed.connect(self._on_failed)
        self._connect_edges()
        self.viewing.look_changed.connect(lambda _: self._show_view_name())
        self.viewing.failed.connect(self._on_failed)
        self.saving.failed.connect(self._on_failed)
        self.preferring.failed.connect(self._on_failed)
        self.saving.changed.connect(self._on_saving_changed)
        self.journaling.failed.connect(self._on_journal_failed)
        self.clouds.counted.connect(self.status.show_calls)
        self.choosing.engine_changed.connect(self._on_engine_changed)
        self.choosing.told.connect(lambda words: self.stage.toast.tell(words, is_failure=False))
        self.canvas.viewport_changed.connect(self._on_viewport_changed)
        self.canvas.pointed.connect(self.status.show_place)
        self.canvas.selection_changed.connect(self._on_selection_changed)

    def _connect_edges(self) -> None:
        finishing, panel = self.finishing, self.column.edge
        panel.held.connect(finishing.hold)
        for worker in (finishing, self.companions, self.delivery.weighing):
            self.canvas.drawing.connect(worker.pause)
        panel.clearing.connect(self.clear_up.point_at)
        self.clear_up.shown.connect(self.stage.point_at)
        finishing.layers_changed.connect(self.canvas.show_layers)
        finishing.finished.connect(self.companions.keep)
        finishing.consult(self.companions.recall)
        self.companions.changed.connect(self._on_companions_changed)
        self.companions.failed.connect(self._on_failed)
        finishing.progressed.connect(self._on_edges_progressed)
        finishing.busy_changed.connect(lambda _: self.delivery.show_edges(""))
        finishing.failed.connect(self._on_failed)

    def _show_view_name(self) -> None:
        self.status.show_view(self.column.view.name if self.session.document is not None else "")

    # What happened

    def _on_glimpse(self, levels: Pyramid | None) -> None:
        if levels is not None:
            self.stage.show_canvas()
        elif self.session.document is None:
            self.stage.show_welcome()

    def _on_opened(self) -> None:
        self.stage.show_canvas()
        self._show_view_name()
        self.status.show_engine(self._engine_line(self.session.engine))

    def _on_history_changed(self) -> None:
        document = self.session.document
        self.column.subject.show_document(document, self.companions.share_of)
        self.column.export.show_document(document)
        mask = None if document is None else document.subject.mask
        self.status.show_candidate(None if mask is None else mask.source)
        self.column.edge.show_subject(None if document is None else document.subject)
        self.column.edge.setEnabled(document is None or not document.subject.traits.is_locked)

    def _on_saving_changed(self) -> None:
        """Name and mark of the work, in the bar and in the title."""
        document, saving = self.session.document, self.saving
        if document is not None:
            is_unsafe = saving.has_unsafe
            self.top.show_picture(saving.name, document.picture.size, is_edited=is_unsafe)
            self.setWindowTitle(f"{saving.name}[*] – {TITLE}")
            self.window().setWindowModified(is_unsafe)

    def _on_companions_changed(self) -> None:
        self.canvas.show_companions(self.companions.shown)
        self.column.subject.show_document(self.session.document, self.companions.share_of)

    def _engine_line(self, engine: str) -> str:
        return self.tr("{engine} engine").format(engine=engine_words(engine))

    def _on_opening_changed(self, is_opening: bool) -> None:
        self.stage.set_busy(is_opening, self.tr("Opening the picture"))

    def _on_busy_changed(self, is_busy: bool) -> None:
        self.stage.set_busy(is_busy, self.tr("Finding the subject"))

    def _on_progressed(self, stage: str, share: float) -> None:
        self.stage.chip.tell(stage_words(stage))
        self.stage.line.show_share(share)

    def _on_answered(self, engine: str, seconds: float) -> None:
        self.status.show_engine(f"{self._engine_line(engine)}{BETWEEN}{span(seconds)}")

    def _on_selection_changed(self) -> None:
        self.stage.options.show_selection(self.canvas.selection)

    def _on_engine_changed(self, engine: str) -> None:
        self.top.show_engine(engine_words(engine))
        self.status.show_engine(self._engine_line(engine))

    def _on_failed(self, error: SegDeskError) -> None:
        self.stage.toast.tell(error_words(error), is_failure=True, remedy=self.choosing.remedy(error))

    def _on_journal_failed(self, error: SegDeskError) -> None:
        told = error_words(OutputError(error.reason, **error.values | {"name": self.tr("Journal")}))
        words = self.tr("Should SegDesk crash, your latest steps would be lost: {reason}").format(reason=told)
        self.stage.toast.tell(words, is_failure=True)

    def _on_edges_progressed(self, stage: str, share: float) -> None:
        words = self.tr("{what} at full size  {share} %  ·  Esc stops")
        self.delivery.show_edges(words.format(what=stage_words(stage), share=round(100 * share)))

    def _on_viewport_changed(self, viewport: Viewport) -> None:
        has_picture = self.session.document is not None
        self.finishing.look_at(self.canvas.sight)
        self.status.show_zoom(viewport.scale * self.devicePixelRatioF() if has_picture else None, viewport.turn)

    # Qt's own

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.saving.look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        at = self.mapToGlobal(event.position().toPoint())
        # What is dragged out of this window is not for it; to look at that would wait until it is written.
        event.setAccepted(event.source() is None and self.intake.hover(event.mimeData(), at))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.stage.zones.point(self.mapToGlobal(event.position().toPoint()))
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.intake.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setAccepted(self.intake.drop(event.mimeData(), self.mapToGlobal(event.position().toPoint())))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.batching.may_go() and self.film.roll.may_leave(lambda: self.window().close()):
            self.batching.close()
            self.recovery.close()
            self.journaling.close()
            self.saving.close()
            self.pictures_lane.close()
            self.finishing.close()
            self.clear_up.close()
            self.companions.close()
            self.viewing.close()
            self.delivery.close()
            self.comparing.close()
            self.session.close()
            self.models.close()
            self.edge_hand.close()
            self.clouds.close()
            event.accept()
        else:
            event.ignore()
