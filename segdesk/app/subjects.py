"""What can be done with the subjects of a picture: commands, list and menus become steps of the session."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor

from segdesk.app.actions import Actions
from segdesk.app.colourbox import ColourBox
from segdesk.app.commands.table import Needs
from segdesk.app.dialogs import Dialogs
from segdesk.app.menus import Menu
from segdesk.app.session import Session
from segdesk.app.subjectpanel import SubjectSection
from segdesk.app.words import subject_words
from segdesk.core.document import Colour, Document, Subject, Traits
from segdesk.core.maskedits import Combination, combining_edit
from segdesk.core.notes import Note, Notice
from segdesk.core.subjectedits import Activate, AddSubject, MoveSubject, RemoveSubject, SetTraits, new_subject


class Subjects(QObject):
    """Holds nothing of its own."""

    def __init__(
        self,
        session: Session,
        commands: Actions,
        section: SubjectSection,
        *,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._commands, self._section = session, commands, section
        self._dialogs = dialogs
        commands.bind(
            {
                "new_subject": self.add,
                "remove_subject": self.remove,
                "next_subject": lambda: self._go(1),
                "previous_subject": lambda: self._go(-1),
                "raise_subject": lambda: self._shift(-1),
                "lower_subject": lambda: self._shift(1),
            }
        )
        commands.allow({Needs.SEVERAL: self._has_several})
        section.activated.connect(session.activate)
        section.traits_changed.connect(self.set_traits)
        section.moved.connect(self.move)
        section.colour_asked.connect(self.offer_colours)
        section.menu_asked.connect(lambda key, at: self.menu(key).exec(at))

    def add(self) -> None:
        """A new subject, below the others and in hand."""
        document = self._session.document
        if document is not None:
            added = new_subject(document, self._session.edges_to_begin_with)
            place = len(document.subjects)
            self._session.perform(self.tr("new subject"), AddSubject(added, place), Activate(added.key))

    def remove(self, key: int | None = None) -> None:
        """A subject goes, the active one unless another is named; a neighbour is in hand then."""
        document = self._session.document
        if document is None or len(document.subjects) < 2:
            return
        key = document.active if key is None else key
        edits = [RemoveSubject(key)]
        if key == document.active:
            place = document.place_of(key)
            neighbour = document.subjects[place + 1 if place + 1 < len(document.subjects) else place - 1]
            self._session.perform(self.tr("remove subject"), Activate(neighbour.key), *edits)
        else:
            self._session.perform(self.tr("remove subject"), *edits)

    def move(self, key: int, to: int) -> None:
        """A subject takes another place, from 0."""
        self._session.perform(self.tr("order of subjects"), MoveSubject(key, to))

    def set_traits(self, key: int, traits: Traits) -> None:
        """Another name, colour, visibility or lock."""
        document = self._session.document
        if document is None:
            return
        before = document.subject_of(key).traits
        name = self.tr("rename subject")
        if traits.is_visible != before.is_visible:
            name = self.tr("show subject") if traits.is_visible else self.tr("hide subject")
        elif traits.is_locked != before.is_locked:
            name = self.tr("lock subject") if traits.is_locked else self.tr("unlock subject")
        elif traits.colour != before.colour:
            name = self.tr("colour of subject")
        self._session.perform(name, SetTraits(key, traits))

    def offer_colours(self, key: int, at: QPoint) -> None:
        """Let a subject's colour be chosen, from a box at a global place."""
        document = self._session.document
        if document is not None:
            box = ColourBox(document.subject_of(key).traits.colour, self._section)
            box.chosen.connect(lambda colour: self._colour(key, colour))
            box.own_asked.connect(lambda: self._ask_for_colour(key))
            box.open_at(at)

    def combine(self, other: int, how: Combination) -> None:
        """The mask of the subject in hand together with another one's, as soon as both are there."""
        document = self._session.document
        if document is None:
            return
        own, foreign = document.subject, document.subject_of(other)
        if own.mask is None or foreign.mask is None or own.is_stale or foreign.is_stale:
            self._session.noted.emit((Note.of(Notice.COMBINE_UNMASKED),))
            return
        edit = combining_edit(document, own.key, other=other, how=how)
        self._session.perform(self._step_names()[how], edit)

    def menu(self, key: int) -> Menu:
        """What can be done with one subject, and with the one in hand and it."""
        document = self._session.document
        menu = Menu(parent=self._section)
        menu.aboutToHide.connect(menu.deleteLater)
        if document is None:
            return menu
        subject = document.subject_of(key)
        self._add_traits(menu, subject)
        menu.addSeparator()
        others = [each for each in document.subjects if each.key != document.active]
        for other in others if key == document.active else [subject]:
            self._add_combinations(menu, document, other)
        menu.addSeparator()
        for name in ("raise_subject", "lower_subject"):
            menu.addAction(self._commands[name])
        menu.addSeparator()
        menu.addAction(self._commands["export_each"])
        menu.addAction(self._commands["export_together"])
        menu.addSeparator()
        menu.addAction(self.tr("Remove “{name}”").format(name=subject_words(subject)), lambda: self.remove(key))
        menu.actions()[-1].setEnabled(len(document.subjects) > 1)
        return menu

    def _has_several(self) -> bool:
        document = self._session.document
        return document is not None and len(document.subjects) > 1

    def _ask_for_colour(self, key: int) -> None:
        document = self._session.document
        colour = None if document is None else self._dialogs().colour(document.subject_of(key).traits.colour)
        if colour is not None:
            self._colour(key, colour)

    def _colour(self, key: int, colour: Colour) -> None:
        document = self._session.document
        if document is not None and document.has(key) and document.subject_of(key).traits.colour != colour:
            self.set_traits(key, replace(document.subject_of(key).traits, colour=colour))

    def _add_traits(self, menu: Menu, subject: Subject) -> None:
        key, traits = subject.key, subject.traits
        shown, locked = not traits.is_visible, not traits.is_locked
        menu.addAction(self.tr("Rename"), lambda: self._section.rename(key))
        menu.addAction(self.tr("Colour…"), lambda: self.offer_colours(key, QCursor.pos()))
        menu.addAction(
            self.tr("Show") if shown else self.tr("Hide"),
            lambda: self.set_traits(key, replace(traits, is_visible=shown)),
        )
        menu.addAction(
            self.tr("Lock") if locked else self.tr("Unlock"),
            lambda: self.set_traits(key, replace(traits, is_locked=locked)),
        )

    def _add_combinations(self, menu: Menu, document: Document, other: Subject) -> None:
        words = {
            Combination.UNION: self.tr("Add “{other}” to “{own}”"),
            Combination.SUBTRACT: self.tr("Subtract “{other}” from “{own}”"),
            Combination.INTERSECT: self.tr("Keep of “{own}” only what is in “{other}” too"),
            Combination.EXCLUDE: self.tr("Keep what is in “{own}” or in “{other}”, but not in both"),
        }
        own = subject_words(document.subject)
        for how, said in words.items():
            action = menu.addAction(said.format(own=own, other=subject_words(other)))
            action.triggered.connect(lambda _=False, how=how: self.combine(other.key, how))
            action.setEnabled(document.subject.mask is not None and other.mask is not None)

    def _step_names(self) -> dict[Combination, str]:
        return {
            Combination.UNION: self.tr("add another subject"),
            Combination.SUBTRACT: self.tr("subtract another subject"),
            Combination.INTERSECT: self.tr("intersect with another subject"),
            Combination.EXCLUDE: self.tr("exclude the overlap with another subject"),
        }

    def _go(self, step: int) -> None:
        """To the next subject, or to the one before; after the last comes the first."""
        document = self._session.document
        if document is not None:
            place = (document.place_of(document.active) + step) % len(document.subjects)
            self._session.activate(document.subjects[place].key)

    def _shift(self, step: int) -> None:
        document = self._session.document
        if document is not None:
            place = document.place_of(document.active) + step
            if 0 <= place < len(document.subjects):
                self.move(document.active, place)
