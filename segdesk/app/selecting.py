"""The select tool: what is selected, what a click would select, and the thing being dragged or nudged.

Where things are and how they move is core's; that a change becomes a step is the session's.
"""

import math
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter

from segdesk.app import steps
from segdesk.app.outlines import halo_rect, paint_halo, shown_grips
from segdesk.app.session import Session
from segdesk.app.strokes import Place, PromptColours, paint_hair, paint_prompts
from segdesk.app.surface import Surface
from segdesk.core.document import Subject
from segdesk.core.geometry import Point
from segdesk.core.objectedits import kind_of, place_of
from segdesk.core.objects import (
    Drag,
    Grip,
    Moving,
    Resizing,
    Thing,
    grip_at,
    moved_within,
    stretched,
    subject_at,
    thing_at,
    things,
    touches,
)
from segdesk.core.prompts import BoxPrompt, HairStroke, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import Pointer

SLACK: Final = 0.4
"""How far a thing has to be dragged before it moves, of a pointer's reach: a click may tremble."""
_TURNED: Final = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)
"""The pointers of a side or corner that is dragged to the right, right and down, down, left and down."""


class Selecting(QObject):
    """At most one thing is selected, and at most one hovered over."""

    changed = Signal()
    """Another thing is selected, or none."""

    def __init__(self, surface: Surface, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._surface, self._session = surface, session
        self._selected: Thing | None = None
        self._place = self._owner = -1
        self._hovered: Thing | None = None
        self._other: int | None = None
        self._grip: Grip | None = None
        self._drag: Drag | None = None
        self._has_moved = self._has_nudged = False
        session.document_opened.connect(lambda: self._select(None))
        session.document_changed.connect(lambda _: self._follow())

    @property
    def selected(self) -> Thing | None:
        return self._selected

    @property
    def is_dragging(self) -> bool:
        return self._drag is not None

    @property
    def shape(self) -> Qt.CursorShape:
        """The system's pointer that says what a press would do."""
        if self._grip is not None and isinstance(self._selected, BoxPrompt):
            return self._shape_of(self._grip, self._selected)
        if self._drag is not None or (self._hovered is not None and self._hovered == self._selected):
            return Qt.CursorShape.SizeAllCursor
        has_nothing = self._hovered is None and self._other is None
        return Qt.CursorShape.ArrowCursor if has_nothing else Qt.CursorShape.PointingHandCursor

    def hover(self, pointer: Pointer | None) -> None:
        """The pointer is there and no button is down, or it left."""
        grip = None if pointer is None else self._grip_at(pointer)
        thing = None if pointer is None or grip is not None else self._thing_at(pointer)
        other = None if pointer is None or grip is not None else self._other_at(pointer, thing)
        thing = thing if other is None else None
        if (grip, thing, other) == (self._grip, self._hovered, self._other):
            return
        for stale in (self._hovered, thing):
            self._repaint(stale)
        self._grip, self._hovered, self._other = grip, thing, other
        self._surface.set_pointer(self.shape)

    def press(self, pointer: Pointer) -> None:
        """Take hold of a handle or a thing, or of nothing; another subject comes to hand."""
        self.hover(pointer)
        if self._other is not None:
            self._session.activate(self._other)
            self.hover(pointer)
        if self._grip is not None and isinstance(self._selected, BoxPrompt):
            self._drag = Resizing(self._selected, self._grip, pointer.at, pointer.at)
        else:
            self._select(self._hovered)
            self._drag = None if self._hovered is None else Moving(self._hovered, pointer.at, pointer.at)
        self._has_moved = False
        self._surface.set_pointer(self.shape)

    def move(self, pointer: Pointer) -> None:
        """Drag what is held."""
        drag = self._drag
        if drag is None or not (self._has_moved or math.dist(pointer.at, drag.anchor) > SLACK * pointer.reach):
            return
        if not self._has_moved:
            self._has_moved = True
            self._surface.lift(drag.thing)
        self._repaint(self._shown())
        self._drag = drag.moved(pointer)
        self._repaint(self._shown())

    def release(self) -> None:
        """Let go: the thing stays where it is now, as a step of its own."""
        drag, after = self._drag, self._shown()
        if drag is None or after is None:
            return
        self._forget_drag()
        if after != drag.thing:
            name = steps.move(after) if isinstance(drag, Moving) else steps.resize()
            self._session.replace(drag.thing, after, name)
        self._settle()

    def cancel(self) -> bool:
        """Put back what is dragged; True when there was such a thing."""
        if self._drag is None:
            return False
        self._forget_drag()
        self._settle()
        return True

    def clear(self) -> bool:
        """Select nothing; True when something was selected."""
        had_selected = self._selected is not None
        self.cancel()
        self.hover(None)
        self._select(None)
        return had_selected

    def nudge(self, dx: float, dy: float) -> bool:
        """Move what is selected by pixels of the picture; a run of nudges is one step. True when there is a thing."""
        document, thing = self._session.document, self._selected
        if document is None or thing is None or self._drag is not None:
            return False
        after = moved_within(thing, dx, dy, size=document.picture.size)
        if after != thing:
            self._session.replace(thing, after, steps.move(thing), slides=self._has_nudged)
            self._has_nudged = True
        return True

    def grow(self, side: tuple[float, float], by: float) -> bool:
        """Move the side of the selected box that lies in a direction of the picture, outwards or back; a run of it is
        one step. True when a box is selected."""
        document, thing = self._session.document, self._selected
        if document is None or not isinstance(thing, BoxPrompt) or self._drag is not None:
            return False
        after = BoxPrompt(stretched(thing.box, side, by=by, size=document.picture.size))
        if after != thing:
            self._session.replace(thing, after, steps.resize(), slides=self._has_nudged)
            self._has_nudged = True
        return True

    def step(self, by: int, *, afresh: bool = False) -> None:
        """Select the next of all that can be seen, the topmost first, or one before it."""
        found = list(things(self._subject()))
        if not found:
            return
        now = self._selected
        place = found.index(now) + by if now in found and not afresh else 0 if by > 0 else -1
        self.cancel()
        self._select(found[place % len(found)])

    def delete(self) -> None:
        """Take away what is selected."""
        thing = self._selected
        if thing is not None:
            self.clear()
            self._session.delete(thing)

    def flip(self) -> bool:
        """Let what is selected say the opposite; True when it says anything of the kind."""
        thing = self._selected
        if thing is None or isinstance(thing, BoxPrompt) or self._drag is not None:
            return False
        self._has_nudged = False
        self._session.replace(thing, thing.flipped, steps.change_of_sign(thing))
        return True

    def paint(self, painter: QPainter) -> None:
        """Halos, handles and the thing as it is dragged, over the picture."""
        viewport, shown = self._surface.viewport, self._shown()
        if shown is not None and self._has_moved:
            self._paint_dragged(painter, shown)
        if self._hovered is not None and self._hovered != self._selected:
            paint_halo(painter, self._hovered, viewport, is_selected=False)
        if self._selected is not None:
            paint_halo(painter, shown or self._selected, viewport, is_selected=True)

    def _paint_dragged(self, painter: QPainter, thing: Thing) -> None:
        viewport = self._surface.viewport
        if isinstance(thing, HairStroke):
            paint_hair(painter, (thing,), Place(viewport, halo_rect(thing, viewport)))
        elif not isinstance(thing, RetouchStroke):
            paint_prompts(painter, Prompts().with_prompt(thing), Place(viewport), PromptColours())

    def _subject(self) -> Subject:
        """Whose things can be seen, and so taken hold of."""
        document = self._session.document
        return Subject() if document is None or not self._surface.shows_prompts else document.subject

    def _thing_at(self, pointer: Pointer) -> Thing | None:
        return thing_at(self._subject(), pointer.at, reach=pointer.reach / 2)

    def _other_at(self, pointer: Pointer, thing: Thing | None) -> int | None:
        """The other subject that lies uppermost there, unless a thing is met that is more than a box around it."""
        document = self._session.document
        if document is None or (thing is not None and touches(thing, pointer.at, reach=pointer.reach / 2)):
            return None
        key = subject_at(document, pointer.at)
        return None if key == document.active else key

    def _grip_at(self, pointer: Pointer) -> Grip | None:
        thing = self._selected
        if not isinstance(thing, BoxPrompt):
            return None
        reach = min(pointer.reach, max(min(thing.box.width, thing.box.height) / 3, pointer.reach / 2))
        grip = grip_at(thing.box, pointer.at, reach=reach)
        return grip if grip in shown_grips(thing.box, self._surface.viewport) else None

    def _select(self, thing: Thing | None) -> None:
        if thing == self._selected:
            return
        self._repaint(self._selected)
        self._selected, self._has_nudged = thing, False
        self._place, self._owner = -1 if thing is None else place_of(self._subject(), thing), self._active
        self._repaint(thing)
        self.changed.emit()

    def _follow(self) -> None:
        """The document changed: what took the place of the selected thing is selected, as after a move or an undo."""
        document, thing = self._session.document, self._selected
        subject = Subject() if document is None else document.subject
        present = tuple(things(subject))
        if self._drag is not None and self._drag.thing not in present:
            self.cancel()
        heir = None if thing is None or self._owner != self._active else self._heir(subject, thing)
        if self._hovered not in present:
            self._hovered = heir if self._hovered == thing else None
        if heir == thing:
            return
        for stale in (thing, heir):
            self._repaint(stale)
        self._selected = heir
        self.changed.emit()

    def _heir(self, subject: Subject, thing: Thing) -> Thing | None:
        """The selected thing where it is still there, or what stands in its place."""
        kind = kind_of(subject, thing)
        if thing in kind:
            self._place = place_of(subject, thing)
        return kind[self._place] if self._place < len(kind) else None

    @property
    def _active(self) -> int:
        """The key of the subject being worked on."""
        document = self._session.document
        return -1 if document is None else document.active

    def _shown(self) -> Thing | None:
        """What is dragged, as it lies now."""
        document = self._session.document
        return None if document is None or self._drag is None else self._drag.shown(document.picture.size)

    def _forget_drag(self) -> None:
        self._repaint(self._shown())
        self._drag, self._has_moved, self._has_nudged = None, False, False

    def _settle(self) -> None:
        """Draw the picture with everything in its place again."""
        self._surface.lift(None)
        self._surface.refresh()
        self._surface.set_pointer(self.shape)

    def _repaint(self, thing: Thing | None) -> None:
        if thing is not None:
            self._surface.repaint_part(halo_rect(thing, self._surface.viewport))

    def _shape_of(self, grip: Grip, prompt: BoxPrompt) -> Qt.CursorShape:
        """By where the handle points in the view."""
        box, viewport = prompt.box, self._surface.viewport
        middle = viewport.to_view(Point((box.left + box.right) / 2, (box.top + box.bottom) / 2))
        across, down = grip.value
        at = viewport.to_view(Point((box.left + box.right) / 2 + across, (box.top + box.bottom) / 2 + down))
        turn = math.atan2(at.y - middle.y, at.x - middle.x) / (math.pi / 4)
        return _TURNED[round(turn) % 4]
