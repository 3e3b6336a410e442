"""The pictures that are open together, one of them in hand; the work on the others is put aside, none of it lost."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from segdesk.app.aside import Folded, Work, folded
from segdesk.app.dialogs import Dialogs, Parting
from segdesk.app.exported import has_all_of
from segdesk.app.jobs import Lane
from segdesk.app.road import Request
from segdesk.app.saving import Saving, is_safe
from segdesk.app.session import Session

UNFOLDED_BYTES: Final = 512 * 1024 * 1024
"""Pictures put aside as they are, at hand at once; beyond this the oldest are folded."""
WORK_BYTES: Final = 1024 * 1024 * 1024
"""All that may be put aside."""


class State(Enum):
    """How far a picture is."""

    UNTOUCHED = "untouched"
    CUT = "cut"
    """Something was made of it that neither a project nor an export holds."""
    SAVED = "saved"
    EXPORTED = "exported"
    UNREADABLE = "unreadable"


@dataclass
class Entry:
    """A picture of the roll, and the work on it while another one is in hand."""

    request: Request
    work: Work | Folded | None = None
    state: State = State.UNTOUCHED
    is_exported: bool = False
    """Whether exports hold all there is to export, if anything is, be it saved or not."""
    turn: int = 0
    """Grows with the work that is put aside: the oldest has the smallest."""


class Roll(QObject):
    """Going through pictures asks nothing, as long as there is room for the work on them; leaving them all does."""

    changed = Signal()
    """Other pictures are open."""
    entry_changed = Signal(int)
    moved = Signal(int)
    """Carries the place of the picture that is in hand, or will be as soon as it is read; -1 where there is none."""
    export_wanted = Signal()
    """What no export holds is to go out rather than be left."""

    def __init__(
        self,
        session: Session,
        saving: Saving,
        lane: Lane,
        *,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._saving, self._lane, self._dialogs = session, saving, lane, dialogs
        self._entries: list[Entry] = []
        self._current = self._wanted = -1
        self._opening: Entry | None = None
        self._discards = False
        self._folding: dict[int, tuple[Entry, Work]] = {}
        session.document_left.connect(self._on_left)
        session.document_opened.connect(self._on_opened)
        session.not_opened.connect(self._on_not_opened)
        session.history_changed.connect(self._refresh)
        session.exported.connect(lambda _: self._refresh_all())
        saving.saved.connect(lambda _: self._refresh_all())
        lane.answered.connect(self._on_folded)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def current(self) -> int:
        """The place of the picture that is in hand, or will be; -1 where there is none."""
        return self._wanted

    @property
    def is_opening(self) -> bool:
        """True while a picture of the roll is being read."""
        return self._opening is not None

    def entry(self, at: int) -> Entry:
        """The picture at a place."""
        return self._entries[at]

    def count(self, state: State) -> int:
        """How many pictures are so far."""
        return sum(entry.state is state for entry in self._entries)

    def place_of(self, request: Request) -> int:
        """Where a picture stands; -1 where it does not."""
        for at, entry in enumerate(self._entries):
            # What was recovered from two journals may have come from nowhere both times.
            if entry.request.source == request.source and entry.request.offer is request.offer:
                return at
        return -1

    def open(self, request: Request) -> None:
        """A picture joins those that are open; where there is but one, it takes its place, unless it was recovered."""
        joins = len(self) > 1 or (len(self) == 1 and request.offer is not None)
        at = self.place_of(request)
        if joins and at < 0:
            at = self._current + 1
            self._insert(at, request)
        if joins:
            self.go(at)
        elif self.may_leave(lambda: self.open(request)):
            self._session.open(request)

    def begin(self, requests: Sequence[Request]) -> None:
        """These pictures instead of those that are open; the work on those that stay goes on."""
        sources = {request.source for request in requests}
        if not requests or not self.may_leave(lambda: self.begin(requests), keeping=sources):
            return
        known = {entry.request.source: entry for entry in self._entries}
        held = self._entries[self._current] if self._current >= 0 else None
        self._entries = [known.get(request.source) or Entry(request) for request in requests]
        self._current = next((at for at, entry in enumerate(self._entries) if entry is held), -1)
        self._wanted = self._current
        self.changed.emit()
        self.go(max(self._current, 0))

    def step(self, by: int) -> None:
        """Go to the next picture, or back with -1, past those that could not be read."""
        at = self._wanted + by
        while 0 <= at < len(self) and self._entries[at].state is State.UNREADABLE:
            at += by
        if 0 <= at < len(self):
            self.go(at)

    def go_to_untouched(self) -> None:
        """Go to the next picture that nothing was made of, around the end."""
        order = [(self._wanted + 1 + at) % len(self) for at in range(len(self))]
        self.go(next((at for at in order if self._entries[at].state is State.UNTOUCHED), self._wanted))

    def go(self, at: int) -> None:
        """Take a picture in hand. Asked again before it is there, only the last one is read."""
        self._wanted = at
        self.moved.emit(at)
        self._advance()

    def may_leave(self, then: Callable[[], object], *, keeping: Container[Path | bytes] = ()) -> bool:
        """Ask about all work that no export holds, but that on the sources to be kept; `then` may follow later."""
        lost = [at for at, entry in enumerate(self._entries) if entry.request.source not in keeping]
        unsaved = [at for at in lost if self._entries[at].state is State.CUT]
        if not self._entries or unsaved == [self._current] or (not unsaved and self._current in lost):
            return self._saving.may_go(then)
        if not unsaved:
            return True
        if self._session.is_exporting or self._saving.is_saving:
            self._saving.follow(then)
            return False
        entries = [self._entries[at] for at in unsaved]
        # A snapshot is in no export.
        can_export = not all(entry.is_exported for entry in entries)
        verdict = self._dialogs().may_leave([entry.request.name for entry in entries], can_export)
        if verdict is Parting.SHOW:
            self.go(unsaved[0])
        elif verdict is Parting.EXPORT:
            self.export_wanted.emit()
        return verdict is Parting.DISCARD

    def _insert(self, at: int, request: Request) -> None:
        self._entries.insert(at, Entry(request))
        self._current += self._current >= at
        self.changed.emit()

    def _advance(self) -> None:
        if self._opening is not None or self._wanted == self._current:
            return
        if self._session.is_export_put_off:
            self._saving.follow(self._advance)
            return
        if not self._has_room():
            if not self._saving.may_go(self._advance):
                self._stay()
                return
            self._discards = True
        self._opening = self._entries[self._wanted]
        self._session.open(replace(self._opening.request, work=self._opening.work))

    def _has_room(self) -> bool:
        """Whether the work in hand can be put aside too."""
        work = self._session.work
        if work is None or is_safe(work):
            return True
        aside = sum(entry.work.bytes for entry in self._entries if entry.work is not None)
        return aside + work.history.size <= WORK_BYTES

    def _stay(self) -> None:
        self._wanted = self._current
        self.moved.emit(self._current)

    def _on_left(self, work: Work) -> None:
        has_steps = work.history.undo_name is not None or work.history.redo_name is not None
        # What was recovered has no steps yet.
        is_worth = has_steps or bool(work.exported) or work.kept.project is not None or not is_safe(work)
        if self._current >= 0 and len(self) > 1:
            entry = self._entries[self._current]
            entry.work = work if is_worth and not self._discards else None
            entry.turn = 1 + max(other.turn for other in self._entries)
            if entry.work is None:
                self._tell(self._current, State.UNTOUCHED)
            else:
                self._tell_of(self._current, work)
            self._fold()
        self._discards = False

    def _on_opened(self) -> None:
        request = self._session.request
        assert request is not None
        at = self.place_of(request)
        if at < 0:
            at = self._take_in(request)
        entry, self._current = self._entries[at], at
        entry.work = None
        if self._opening is not entry:
            self._wanted = at
        self._opening = None
        self._refresh()
        self.moved.emit(self._wanted)
        self._advance()

    def _take_in(self, request: Request) -> int:
        """A picture that was opened past the roll stands alone, or beside those that are open together."""
        if len(self) > 1:
            self._insert(self._current + 1, request)
            return self._current + 1
        self._entries = [Entry(request)]
        self.changed.emit()
        return 0

    def _on_not_opened(self, request: Request) -> None:
        if self._opening is None or request.source != self._opening.request.source:
            return
        entry, self._opening = self._opening, None
        at = self._entries.index(entry) if entry in self._entries else -1
        self._discards = False
        if at >= 0 and entry.work is None:
            self._tell(at, State.UNREADABLE)
        if self._wanted == at:
            self._stay()
        self._advance()

    def _refresh(self) -> None:
        """The state of the picture in hand."""
        work = self._session.work
        if work is not None and self._current >= 0:
            self._tell_of(self._current, work)

    def _refresh_all(self) -> None:
        """An export or a save may have ended after its picture was put aside."""
        self._refresh()
        for at, entry in enumerate(self._entries):
            if isinstance(entry.work, Work):
                self._tell_of(at, entry.work)

    def _tell_of(self, at: int, work: Work) -> None:
        has_all = has_all_of(work.document, work.exported)
        self._entries[at].is_exported = has_all and (bool(work.exported) or not work.document.exported)
        if not is_safe(work):
            self._tell(at, State.CUT)
        elif has_all and work.exported:
            self._tell(at, State.EXPORTED)
        else:
            self._tell(at, State.UNTOUCHED if work.kept.project is None else State.SAVED)

    def _tell(self, at: int, state: State) -> None:
        if self._entries[at].state is not state:
            self._entries[at].state = state
            self.entry_changed.emit(at)

    def _fold(self) -> None:
        """Fold the oldest work beyond what there is room for as it is, unless something may still be told of it."""
        if self._session.is_exporting or self._saving.is_saving:
            return
        works = [(entry, entry.work) for entry in self._entries if isinstance(entry.work, Work)]
        works.sort(key=lambda pair: pair[0].turn)
        beyond = sum(work.bytes for _, work in works) - UNFOLDED_BYTES
        being_folded = [work for _, work in self._folding.values()]
        for entry, work in works:
            if beyond <= 0:
                break
            beyond -= work.bytes
            if work not in being_folded and work.document.picture.original:
                self._folding[self._lane.append(lambda cancel, report, work=work: folded(work))] = entry, work

    def _on_folded(self, number: int, answer: object) -> None:
        entry, work = self._folding.pop(number, (None, None))
        if entry is not None and entry.work is work and isinstance(answer, Folded):
            entry.work = answer
