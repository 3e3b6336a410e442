"""The commands that change the work in hand, and what has to be there for them."""

from PySide6.QtCore import QObject

from segdesk.app.actions import Actions
from segdesk.app.canvas import Canvas
from segdesk.app.commands.table import Needs
from segdesk.app.finishing import Finishing
from segdesk.app.floating import Toast
from segdesk.app.session import Session
from segdesk.app.toolbox import Toolbox


class Editing(QObject):
    """Undo and redo, the proposal, clearing, deleting, swapping, and stopping whatever is going on."""

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        toolbox: Toolbox,
        *,
        finishing: Finishing,
        toast: Toast,
        commands: Actions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._toolbox = session, canvas, toolbox
        self._finishing, self._toast, self._commands = finishing, toast, commands
        commands.bind(
            {
                "undo": session.undo,
                "redo": session.redo,
                "auto": self._find_subject,
                "clear": session.clear,
                "cancel": self._cancel,
                "delete": canvas.delete_selection,
                "swap": self._swap,
            }
        )
        commands.allow(
            {
                Needs.PICTURE: lambda: session.document is not None,
                Needs.PROMPTS: self._is_marked,
                Needs.SELECTION: lambda: session.document is not None and canvas.selection is not None,
                Needs.UNDO: lambda: session.undo_name is not None,
                Needs.REDO: lambda: session.redo_name is not None,
            }
        )
        session.history_changed.connect(self._on_history_changed)
        canvas.selection_changed.connect(lambda: commands.refresh())

    def _on_history_changed(self) -> None:
        self._commands.refresh()
        self._commands.name_steps(self._session.undo_name, self._session.redo_name)

    def _is_marked(self) -> bool:
        document = self._session.document
        return document is not None and not (document.subject.prompts.is_empty and document.subject.is_blank)

    def _find_subject(self) -> None:
        """What was told of the proposal before does not hold of the next one."""
        self._toast.hide()
        self._session.find_subject()

    def _cancel(self) -> None:
        if not (self._canvas.cancel_gesture() or self._canvas.deselect()):
            self._session.cancel()
            self._finishing.cancel()

    def _swap(self) -> None:
        """What is selected says the opposite; with nothing selected the other brush is taken."""
        if not self._canvas.flip_selection():
            self._toolbox.swap()
