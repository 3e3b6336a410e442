"""The main window: puts the parts together and connects them; it holds no state of the work."""

import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QGridLayout, QMainWindow, QMenu, QWidget

from segdesk.app import road, transfer
from segdesk.app.actions import COMMANDS, Actions, Needs
from segdesk.app.bars import Rail, StatusLine, TopBar
from segdesk.app.canvas import Canvas
from segdesk.app.choosing import Choosing
from segdesk.app.clearup import ClearUp
from segdesk.app.clouds import Clouds
from segdesk.app.delivery import Delivery
from segdesk.app.dialogs import Dialogs
from segdesk.app.finishing import Finishing
from segdesk.app.models import Models
from segdesk.app.panels import Column
from segdesk.app.plan import FIRST_SIZE, SMALLEST_SIZE, TITLE
from segdesk.app.pyramid import Pyramid
from segdesk.app.road import Request
from segdesk.app.session import Session
from segdesk.app.stage import Stage
from segdesk.app.subjects import Subjects
from segdesk.app.theme import Palette
from segdesk.app.toolbox import Toolbox
from segdesk.app.viewing import Viewing
from segdesk.app.welcome import Welcome
from segdesk.app.words import engine_words, error_words, note_words, stage_words
from segdesk.core.document import EdgeSettings, Which
from segdesk.core.errors import SegDeskError
from segdesk.core.geometry import Viewport
from segdesk.core.notes import Note, Notice

ZOOM_STEP = 1.25


class Window(QMainWindow):
    """Top bar, rail, canvas, column, status line."""

    def __init__(self, session: Session, clouds: Clouds, palette: Palette) -> None:
        super().__init__()
        self.session, self.clouds, self.toolbox = session, clouds, Toolbox(self)
        self.commands = Actions(self)
        self.models = Models(clouds, self)
        self.choosing = Choosing(session, clouds, self.models, commands=self.commands, window=self)
        self.dialogs = Dialogs(self)
        self.canvas = Canvas(session, self.toolbox)
        # After the canvas, which is to know of a new mask before its finished edges come.
        self.finishing, self.clear_up = Finishing(session, self), ClearUp(session, self)
        self.welcome = Welcome(self.commands)
        self.stage = Stage(self.canvas, self.welcome, self.toolbox, self.commands)
        native = sys.platform == "darwin"
        self.top = TopBar(self.commands, None if native else self.commands.menu(QMenu(self)))
        self.rail, self.column, self.status = Rail(self.commands, self.toolbox), Column(self.commands), StatusLine()
        self.subjects = Subjects(session, self.commands, self.column.subject, parent=self)
        self.delivery = Delivery(session, self.status, self.stage.toast, dialogs=lambda: self.dialogs, parent=self)
        if native:
            self.commands.fill_bar(self.menuBar())
        self.top.set_engine_menu(self.choosing.menu)
        self.viewing = Viewing(
            session,
            self.canvas,
            self.column.view,
            commands=self.commands,
            dialogs=lambda: self.dialogs,
            parent=self,
        )
        self._arrange()
        self._connect_commands()
        self._connect_session()
        self.dress(palette)
        self._on_history_changed()
        self._on_engine_changed(session.engine)
        self.welcome.setFocus()

    def dress(self, palette: Palette) -> None:
        """Colours and icons of a theme."""
        self.commands.dress(palette)
        for part in (self.top, self.column, self.stage, self.welcome, self.choosing):
            part.dress(palette)
        self.canvas.set_palette(palette)

    def open(self, request: Request) -> None:
        """Open a picture, after asking what becomes of work that was not exported."""
        if self._may_go(lambda: self.open(request)):
            self.session.open(request)

    def tell(self, notes: tuple[Note, ...]) -> None:
        """What to know about a result, quietly. Which proposal it is stands in the status line as long as it is so."""
        told = [note_words(note) for note in notes if note.notice is not Notice.SUBJECT_NUMBER]
        if told:
            self.stage.toast.tell("\n".join(told), is_failure=False)

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
        grid.addWidget(self.rail, 1, 0)
        grid.addWidget(self.stage, 1, 1)
        grid.addWidget(self.column, 1, 2)
        grid.addWidget(self.status, 2, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        self.setCentralWidget(body)
        self.addActions(self.commands.all())

    def _connect_commands(self) -> None:
        slots = {
            "open": self._ask_for_picture,
            "paste": self._paste,
            "sample": lambda: self.open(road.sample()),
            "export": self._export,
            "export_each": lambda: self.delivery.export(Which.EACH),
            "export_together": lambda: self.delivery.export(Which.TOGETHER),
            "copy": self.session.copy,
            "quit": lambda: self.window().close(),
            "undo": self.session.undo,
            "redo": self.session.redo,
            "auto": self._find_subject,
            "clear": self.session.clear,
            "cancel": self._cancel,
            "delete": self.canvas.delete_selection,
            "swap": self._swap,
            "fit": self.canvas.fit,
            "actual": lambda: self.canvas.zoom_to(1),
            "zoom_in": lambda: self.canvas.zoom_by(ZOOM_STEP),
            "zoom_out": lambda: self.canvas.zoom_by(1 / ZOOM_STEP),
            "keys": self._show_keys,
            "about": self.dialogs.show_about,
        }
        for key, slot in slots.items():
            # The signal's "checked" is of no use to any of them.
            self.commands[key].triggered.connect(lambda _=False, slot=slot: slot())

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
        session.too_large.connect(self._on_too_large)
        self._connect_edges()
        self.column.export.which_changed.connect(lambda: self.commands.enable(self._fulfilled()))
        self.viewing.look_changed.connect(lambda _: self._show_view_name())
        self.viewing.failed.connect(self._on_failed)
        self.clouds.counted.connect(self.status.show_calls)
        self.choosing.engine_changed.connect(self._on_engine_changed)
        self.choosing.told.connect(lambda words: self.stage.toast.tell(words, is_failure=False))
        self.canvas.viewport_changed.connect(self._on_viewport_changed)
        self.canvas.pointed.connect(self.status.show_place)
        self.canvas.selection_changed.connect(self._on_selection_changed)

    def _connect_edges(self) -> None:
        finishing, panel = self.finishing, self.column.edge
        panel.changed.connect(self._on_edges_changed)
        panel.held.connect(finishing.hold)
        self.canvas.painting.connect(finishing.pause)
        panel.clearing.connect(self.clear_up.point_at)
        self.clear_up.shown.connect(self.stage.point_at)
        finishing.layers_changed.connect(self.canvas.show_layers)
        finishing.progressed.connect(self._on_edges_progressed)
        finishing.busy_changed.connect(lambda _: self.delivery.show_edges(""))
        finishing.failed.connect(self._on_failed)

    # What the designer asks for

    def _ask_for_picture(self) -> None:
        document = self.session.document
        path = document.picture.path if document is not None else None
        chosen = self.dialogs.picture_to_open(None if path is None else path.parent)
        if chosen is not None:
            self.open(Request.of_file(chosen))

    def _paste(self) -> None:
        request = transfer.request_from(QGuiApplication.clipboard().mimeData(), self.tr("Pasted picture"))
        if request is None:
            self.stage.toast.tell(self.tr("There is no picture to paste. Copy one first."), is_failure=False)
        else:
            self.open(request)

    def _export(self) -> bool:
        return self.delivery.export(self.column.export.chosen)

    def _find_subject(self) -> None:
        """What was told of the proposal before does not hold of the next one."""
        self.stage.toast.hide()
        self.session.find_subject()

    def _cancel(self) -> None:
        if not (self.canvas.cancel_gesture() or self.canvas.deselect()):
            self.session.cancel()
            self.finishing.cancel()

    def _swap(self) -> None:
        """What is selected says the opposite; with nothing selected the other brush is taken."""
        if not self.canvas.flip_selection():
            self.toolbox.swap()

    def _show_keys(self) -> None:
        rows = [(self.commands[command.key].shortcut().toString(), command.key) for command in COMMANDS if command.keys]
        self.dialogs.show_keys([(key, self.commands[name].text().removesuffix("…")) for key, name in rows])

    def _show_view_name(self) -> None:
        self.status.show_view(self.column.view.name if self.session.document is not None else "")

    def _may_go(self, then: Callable[[], object]) -> bool:
        return self.delivery.may_go(self._export, then)

    # What happened

    def _on_glimpse(self, levels: Pyramid | None) -> None:
        if levels is not None:
            self.stage.show_canvas()
        elif self.session.document is None:
            self.stage.show_welcome()

    def _on_opened(self) -> None:
        self.stage.show_canvas()
        self._show_view_name()
        self.status.show_engine(self._engine_line())

    def _on_history_changed(self) -> None:
        session, document = self.session, self.session.document
        self.commands.enable(self._fulfilled())
        self.commands.name_steps(session.undo_name, session.redo_name)
        self.column.subject.show_document(document, session.levels_of)
        self.column.export.show_document(document)
        mask = None if document is None else document.subject.mask
        self.status.show_candidate(None if mask is None else mask.source)
        self.column.edge.show_subject(None if document is None else document.subject)
        self.column.edge.setEnabled(document is None or not document.subject.traits.is_locked)
        if document is not None:
            picture = document.picture
            self.top.show_picture(picture.name, picture.size, is_edited=session.has_unexported)
            self.setWindowTitle(f"{picture.name} – SegDesk")

    def _engine_line(self) -> str:
        return self.tr("{engine} engine").format(engine=engine_words(self.session.engine))

    def _fulfilled(self) -> set[Needs]:
        session, document = self.session, self.session.document
        if document is None:
            return set()
        subject, exported = document.subject, document.exported
        marked = not (subject.prompts.is_empty and subject.is_blank)
        needs = {
            Needs.PICTURE: True,
            Needs.MASK: subject in exported,
            Needs.EXPORT: subject in exported if self.column.export.chosen is Which.ACTIVE else bool(exported),
            Needs.EXPORTED: bool(exported),
            Needs.SEVERAL: len(document.subjects) > 1,
            Needs.PROMPTS: marked,
            Needs.SELECTION: self.canvas.selection is not None,
            Needs.UNDO: session.undo_name is not None,
            Needs.REDO: session.redo_name is not None,
        }
        return {need for need, is_met in needs.items() if is_met}

    def _on_opening_changed(self, is_opening: bool) -> None:
        self.stage.set_busy(is_opening, self.tr("Opening the picture"))

    def _on_busy_changed(self, is_busy: bool) -> None:
        self.stage.set_busy(is_busy, self.tr("Finding the subject"))

    def _on_progressed(self, stage: str, share: float) -> None:
        self.stage.chip.tell(stage_words(stage))
        self.stage.line.show_share(share)

    def _on_answered(self, engine: str, seconds: float) -> None:
        words = self.tr("{engine} engine  ·  {time} ms").format(
            engine=engine_words(engine), time=f"{round(seconds * 1000):,}".replace(",", " ")
        )
        self.status.show_engine(words)

    def _on_selection_changed(self) -> None:
        self.commands.enable(self._fulfilled())
        self.stage.options.show_selection(self.canvas.selection)

    def _on_engine_changed(self, engine: str) -> None:
        self.top.show_engine(engine_words(engine))
        self.status.show_engine(self._engine_line())

    def _on_failed(self, error: SegDeskError) -> None:
        self.stage.toast.tell(error_words(error), is_failure=True, remedy=self.choosing.remedy(error))

    def _on_too_large(self, request: Request, error: SegDeskError) -> None:
        if self.dialogs.may_open_large(error_words(error)):
            self.session.open(replace(request, limit_megapixels=None))

    def _on_edges_changed(self, edges: EdgeSettings, what: str, slides: bool) -> None:
        self.session.set_edges(edges, self.tr("edge: {what}").format(what=what), slides=slides)

    def _on_edges_progressed(self, stage: str, share: float) -> None:
        words = self.tr("{what} at full size  {share} %  ·  Esc stops")
        self.delivery.show_edges(words.format(what=stage_words(stage), share=round(100 * share)))

    def _on_viewport_changed(self, viewport: Viewport) -> None:
        has_picture = self.session.document is not None
        self.finishing.look_at(self.canvas.sight)
        self.status.show_zoom(viewport.scale * self.devicePixelRatioF() if has_picture else None, viewport.turn)

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if transfer.can_take(event.mimeData()):
            self.welcome.set_hovered(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.welcome.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.set_hovered(False)
        request = transfer.request_from(event.mimeData(), self.tr("Dropped picture"))
        if request is not None:
            event.acceptProposedAction()
            # The program it was dragged from waits for the drop to end, so a question may not come up within it.
            QTimer.singleShot(0, self, lambda: self.open(request))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_go(lambda: self.window().close()):
            self.finishing.close()
            self.clear_up.close()
            self.viewing.close()
            self.session.close()
            self.models.close()
            self.clouds.close()
            event.accept()
        else:
            event.ignore()
