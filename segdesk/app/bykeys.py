"""What a mouse would do, by keys alone: select one thing after the other, draw a box, go from part to part."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from segdesk.app.actions import Actions
from segdesk.app.canvas import Canvas
from segdesk.app.session import Session
from segdesk.app.toolbox import Kind, Toolbox
from segdesk.core.geometry import Box
from segdesk.core.objects import SMALLEST_BOX
from segdesk.core.prompts import BoxPrompt


class ByKeys(QObject):
    """Holds nothing but the order of the window's parts."""

    def __init__(
        self, session: Session, canvas: Canvas, toolbox: Toolbox, *, commands: Actions, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._toolbox = session, canvas, toolbox
        self._parts: tuple[QWidget, ...] = ()
        commands.bind(
            {
                "select_next": lambda: self._select(1),
                "select_previous": lambda: self._select(-1),
                "add_box": self._add_box,
                "next_part": lambda: self._go(1),
                "previous_part": lambda: self._go(-1),
            }
        )

    def set_parts(self, parts: Sequence[QWidget]) -> None:
        """The parts of the window in the order one goes through them; a hidden one is passed over."""
        self._parts = tuple(parts)

    def _select(self, by: int) -> None:
        self._toolbox.take(Kind.SELECT)
        self._canvas.step_selection(by)
        self._canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_box(self) -> None:
        """Around the middle half of what is in sight, and selected: arrows move it from there."""
        document = self._session.document
        if document is None:
            return
        seen = self._canvas.sight.box
        across, down = seen.width / 4, seen.height / 4
        box = Box(
            round(seen.left + across), round(seen.top + down), round(seen.right - across), round(seen.bottom - down)
        )
        if min(box.width, box.height) < SMALLEST_BOX:
            return
        self._toolbox.take(Kind.SELECT)
        self._session.add(BoxPrompt(box))
        self._canvas.step_selection(1, afresh=True)
        self._canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go(self, by: int) -> None:
        """Put the focus into the next part, on the control that comes first there."""
        shown = [part for part in self._parts if part.isVisible()]
        focused = QApplication.focusWidget()
        now = next((place for place, part in enumerate(shown) if _holds(part, focused)), -1 if by > 0 else 0)
        for step in range(1, len(shown) + 1):
            target = _first(shown[(now + by * step) % len(shown)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return


def _holds(part: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (part is focused or part.isAncestorOf(focused))


def _first(part: QWidget) -> QWidget | None:
    """The part itself where it takes the focus, or else the first within it that can have it."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return part
    inner = part.nextInFocusChain()
    while inner is not None and inner is not part:
        can = inner.focusPolicy() & Qt.FocusPolicy.TabFocus and inner.isVisibleTo(part) and inner.isEnabled()
        if can and part.isAncestorOf(inner):
            return inner
        inner = inner.nextInFocusChain()
    return None
