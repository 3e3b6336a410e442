"""The subjects in a list, or the one there is: what was said about each and how much of the picture it keeps."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from segdesk.app.actions import Actions
from segdesk.app.lines import Listing
from segdesk.app.numbers import number
from segdesk.app.subjectrow import SubjectRow
from segdesk.app.theme import Palette
from segdesk.app.toolbutton import ActionButton
from segdesk.app.widgets import Card, Section, action_button, label
from segdesk.core.document import Document, Subject, Traits
from segdesk.core.prompts import Region

_HEAD: Final = QSize(24, 24)
"""Size of the buttons beside the heading."""
ShareOf = Callable[[Subject], float | None]
"""What part of the picture a subject keeps, 0..1; None where it has no mask."""


class SubjectSection(Section):
    """One plain card for a single subject, and a row for each of several."""

    activated = Signal(int)
    """Carries a subject's key, as all of these do."""
    traits_changed = Signal(int, object)
    moved = Signal(int, int)
    """Carries the place as well, from 0."""
    menu_asked = Signal(int, QPoint)
    colour_asked = Signal(int, QPoint)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._palette: Palette | None = None
        self._order: tuple[int, ...] = ()
        self._rows: dict[int, SubjectRow] = {}
        self._said, self._kept, self._card = Listing(), label(role="dim"), Card()
        self._clear = action_button(actions["clear"])
        self.add, self.remove = (
            ActionButton(actions["new_subject"], _HEAD),
            ActionButton(actions["remove_subject"], _HEAD),
        )
        self._list, self._line = QVBoxLayout(), QFrame(self)
        self._arrange()
        self.show_document(None, lambda _: None)

    @property
    def said(self) -> str:
        """What was marked of the active subject, in words."""
        return self._said.words

    @property
    def kept(self) -> str:
        """How much of the picture it keeps, in words."""
        return self._kept.text()

    @property
    def rows(self) -> list[SubjectRow]:
        """From the top; none where a single subject is shown plainly."""
        return [self._rows[key] for key in self._order]

    def show_document(self, document: Document | None, share_of: ShareOf) -> None:
        """All subjects; `share_of` tells what part of the picture one keeps."""
        subjects = () if document is None else document.subjects
        subject = Subject() if document is None else document.subject
        self._said.say(self._counted(subject) or [self.tr("Nothing marked")])
        share = share_of(subject)
        kept = self.tr("{share} % of the picture kept")
        self._kept.setText(self.tr("No mask yet") if share is None else kept.format(share=number(100 * share, 1)))
        is_plain = len(subjects) < 2 and _is_plain(subject.traits)
        self.set_title(self.tr("Subject") if is_plain else self.tr("Subjects"))
        self._card.setVisible(is_plain)
        self.remove.setVisible(len(subjects) > 1)
        self._keep_rows(() if is_plain else subjects)
        for each in () if is_plain else subjects:
            self._rows[each.key].show_subject(each, self._told(each, share_of), is_active=each.key == subject.key)
        self.dress(self._palette)

    def rename(self, key: int) -> None:
        """Let a subject's name be edited, where there is a list."""
        if key in self._rows:
            self._rows[key].rename()

    def dress(self, palette: Palette | None) -> None:
        self._palette = palette
        if palette is not None:
            for row in self.rows:
                row.dress(palette)

    def _told(self, subject: Subject, share_of: ShareOf) -> list[str]:
        share = share_of(subject)
        kept = [] if share is None else [self.tr("{share} % kept").format(share=number(100 * share, 1))]
        return self._counted(subject) + kept or [self.tr("Nothing marked")]

    def _counted(self, subject: Subject) -> list[str]:
        prompts, painted = subject.prompts, len(subject.retouch)
        regions, boxes = sum(isinstance(mark, Region) for mark in prompts.strokes), len(prompts.boxes)
        strokes = len(prompts.strokes) - regions + len(prompts.maps)
        parts = [self.tr("Auto")] if prompts.auto else []
        if boxes:
            parts.append(self.tr("1 box") if boxes == 1 else self.tr("{count} boxes").format(count=boxes))
        if strokes:
            parts.append(self.tr("1 stroke") if strokes == 1 else self.tr("{count} strokes").format(count=strokes))
        if regions:
            parts.append(self.tr("1 region") if regions == 1 else self.tr("{count} regions").format(count=regions))
        if subject.hair:
            parts.append(self.tr("{count} × hair").format(count=len(subject.hair)))
        if painted:
            parts.append(self.tr("{count} × retouched").format(count=painted))
        return parts

    def _arrange(self) -> None:
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._said)
        words.addWidget(self._kept)
        row.addLayout(words, 1)
        row.addWidget(self._clear)
        self._card.body.addLayout(row)
        self.body.addWidget(self._card)
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        for button in (self.remove, self.add):
            self.add_beside_title(button)
        self._line.setObjectName("dropLine")
        self._line.setFixedHeight(2)
        self._line.hide()

    def _keep_rows(self, subjects: tuple[Subject, ...]) -> None:
        """A row for each of these in their order; those of others go."""
        order = tuple(subject.key for subject in subjects)
        if order == self._order:
            return
        for key in set(self._rows) - set(order):
            self._rows.pop(key).deleteLater()
        for subject in subjects:
            if subject.key not in self._rows:
                self._rows[subject.key] = self._made_row(subject)
        for key in order:
            self._list.removeWidget(self._rows[key])
            self._list.addWidget(self._rows[key])
            self._rows[key].show()
        self._order = order
        for one, other in pairwise(order):
            QWidget.setTabOrder(self._rows[one], self._rows[other])

    def _made_row(self, subject: Subject) -> SubjectRow:
        row, key = SubjectRow(subject, self), subject.key
        row.chosen.connect(lambda: self.activated.emit(key))
        row.traits_changed.connect(lambda traits: self.traits_changed.emit(key, traits))
        row.dragged.connect(lambda at: self._show_line(self._gap_at(at)))
        row.dropped.connect(lambda at: self._drop(key, at))
        row.stepped.connect(lambda step: self._step(key, step))
        row.colour_asked.connect(lambda at: self.colour_asked.emit(key, at))
        row.menu_asked.connect(lambda at: self.menu_asked.emit(key, at))
        return row

    def _gap_at(self, at: QPoint) -> int:
        """Before how many rows a global place lies, by the rows' middles."""
        y = self.mapFromGlobal(at).y()
        return sum(y > row.geometry().center().y() for row in self.rows)

    def _show_line(self, gap: int) -> None:
        rows = self.rows
        y = rows[gap].y() - 4 if gap < len(rows) else rows[-1].geometry().bottom() + 3
        self._line.setGeometry(rows[0].x() + 6, min(y, self.height() - 2), rows[0].width() - 12, 2)
        self._line.raise_()
        self._line.show()

    def _drop(self, key: int, at: QPoint) -> None:
        self._line.hide()
        place, gap = self._order.index(key), self._gap_at(at)
        to = gap - 1 if gap > place else gap
        if to != place:
            self.moved.emit(key, to)

    def _step(self, key: int, step: int) -> None:
        place = self._order.index(key) + step
        if 0 <= place < len(self._order):
            self._rows[self._order[place]].setFocus(Qt.FocusReason.OtherFocusReason)
            self.activated.emit(self._order[place])


def _is_plain(traits: Traits) -> bool:
    return not traits.name and traits.is_visible and not traits.is_locked
