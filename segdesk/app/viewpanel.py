"""The column's part about how the cutout is looked at: the views, and what can be chosen about the one that shows."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QPushButton, QStackedWidget, QWidget

from segdesk.app.actions import Actions
from segdesk.app.commands.view import SHOWS
from segdesk.app.lines import Line
from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.app.theme import Palette
from segdesk.app.views import Colour, Look, View
from segdesk.app.widgets import Section, Segments, Swatches, Switch, ValueSlider, label

_COLUMNS: Final = 6
_NOTES: Final = {
    View.OUTLINE: QT_TRANSLATE_NOOP("ViewSection", "The picture as it is, with a line along the edge."),
    View.ANTS: QT_TRANSLATE_NOOP("ViewSection", "The picture as it is, with a line that marches just inside the edge."),
    View.CHECKER: QT_TRANSLATE_NOOP("ViewSection", "What is removed lets the checkerboard through."),
    View.WHITE: QT_TRANSLATE_NOOP("ViewSection", "The cutout on white, as it will be exported."),
    View.BLACK: QT_TRANSLATE_NOOP("ViewSection", "The cutout on black, as it will be exported."),
    View.COLOUR: QT_TRANSLATE_NOOP("ViewSection", "The cutout on a colour of your own."),
    View.PICTURE: QT_TRANSLATE_NOOP("ViewSection", "The cutout on a picture of your own."),
    View.MASK: QT_TRANSLATE_NOOP("ViewSection", "What the engine found, before the edge is finished."),
    View.ALPHA: QT_TRANSLATE_NOOP("ViewSection", "How opaque everything will be, with the edge finished."),
    View.TRIMAP: QT_TRANSLATE_NOOP("ViewSection", "White stays, black goes, and on grey matting decides."),
    View.ORIGINAL: QT_TRANSLATE_NOOP("ViewSection", "The picture as it was opened. Tab shows it while it is held."),
}


class ViewSection(Section):
    """All views as buttons, the name of the one that shows, and what can be chosen about it."""

    look_changed = Signal(object)
    picture_asked = Signal()
    """Another picture of one's own is to be chosen."""
    colour_asked = Signal(object)
    """Carries the colour to begin with; the answer is for `take_colour`."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.set_title(self.tr("View"))
        self._look, self._actions = Look(), actions
        self._name = label(role="dim")
        views = [(View(show.key), show.icon or "", actions[show.key].text()) for show in SHOWS]
        self._views = Segments(views, columns=_COLUMNS)
        self._overlay_colours, self._grounds = self._swatches(), self._swatches()
        self._opacity = ValueSlider(
            self.tr("Overlay opacity"), bounds=(0, 100), default=round(self._look.opacity * 100), suffix=" %"
        )
        self._backdrop, self.choose = Line(), QPushButton(self.tr("Choose…"))
        self._outline = Switch(self.tr("Outline"))
        self._notes = {view: self._note(view) for view in _NOTES}
        self.grids: list[QGridLayout] = []
        """Names on the left, what is chosen on the right."""
        self._pages: dict[View, QWidget] = {}
        self._pile = QStackedWidget()
        self._arrange()
        self._connect()
        self.show_backdrop("")
        self.show_look(self._look)

    @property
    def look(self) -> Look:
        return self._look

    @property
    def name(self) -> str:
        """What the view that shows is called."""
        return self._name.text()

    @property
    def backdrop(self) -> str:
        """What the picture of one's own is called."""
        return self._backdrop.text()

    def show_look(self, look: Look) -> None:
        """Show a look without telling anyone."""
        self._look = look
        self._views.choose(look.view)
        self._actions[look.view.value].setChecked(True)
        self._name.setText(self._actions[look.view.value].text())
        self._overlay_colours.choose(look.colour)
        self._grounds.choose(look.ground)
        self._opacity.show_value(round(look.opacity * 100))
        self._outline.blockSignals(True)
        self._outline.setChecked(look.outline)
        self._outline.blockSignals(False)
        self._outline.setEnabled(look.view is View.OVERLAY)
        self._pile.setCurrentWidget(self._pages[look.view])

    def show_backdrop(self, name: str) -> None:
        """What the picture of one's own is called; empty where there is none."""
        self._backdrop.setText(name or self.tr("None chosen yet"))

    def take_view(self, view: View) -> None:
        """Look at the cutout in this view."""
        self._change(replace(self._look, view=view))

    def take_look(self, look: Look) -> None:
        """Look at the cutout in this way."""
        self._change(look)

    def take_colour(self, colour: Colour) -> None:
        """One's own colour for the view that shows."""
        is_overlay = self._look.view is View.OVERLAY
        self._change(replace(self._look, **{"colour" if is_overlay else "ground": colour}))

    def dress(self, palette: Palette) -> None:
        self._views.dress(palette)

    def _change(self, look: Look) -> None:
        self.show_look(look)
        self.look_changed.emit(look)

    def _explain(self) -> None:
        """Each view's name and key."""
        for show in SHOWS:
            self._views.explain(View(show.key), self._actions[show.key].toolTip())

    def _on_colour_asked(self) -> None:
        look = self._look
        self.show_look(look)
        self.colour_asked.emit(look.colour if look.view is View.OVERLAY else look.ground)

    def _connect(self) -> None:
        self._explain()
        self._actions.keys_changed.connect(self._explain)
        self._views.chosen.connect(lambda view: self._actions[view.value].trigger())
        self._overlay_colours.chosen.connect(lambda colour: self._change(replace(self._look, colour=colour)))
        self._grounds.chosen.connect(lambda colour: self._change(replace(self._look, ground=colour)))
        for swatches in (self._overlay_colours, self._grounds):
            swatches.asked.connect(self._on_colour_asked)
        self._opacity.changed.connect(lambda value: self._change(replace(self._look, opacity=value / 100)))
        self._outline.toggled.connect(lambda on: self._change(replace(self._look, outline=on)))
        self.choose.setAccessibleName(self.choose.text())
        self.choose.clicked.connect(self.picture_asked)

    def _arrange(self) -> None:
        self.add_beside_title(self._name)
        self.body.addWidget(self._views)
        colour, opacity = self.tr("Colour"), self.tr("Opacity")
        own = {
            View.OVERLAY: ((colour, self._overlay_colours), (opacity, self._opacity)),
            View.COLOUR: ((colour, self._grounds),),
            View.PICTURE: (("", self._picture_row()),),
        }
        for view in View:
            self._pages[view] = self._page(own.get(view, ()), self._notes.get(view))
            self._pile.addWidget(self._pages[view])
        self.body.addWidget(self._pile)
        self.body.addWidget(self._outline)
        self.body.addWidget(_switch(self._actions["prompts"], self.tr("Boxes and strokes")))
        self.body.addWidget(_switch(self._actions["split"], self.tr("Before and after")))

    def _page(self, rows: tuple[tuple[str, QWidget], ...], note: QWidget | None) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (words, control) in enumerate(rows):
            if words:
                grid.addWidget(label(words, "dim"), row, 0)
            grid.addWidget(control, row, 1 if words else 0, 1, 1 if words else 2)
        if note is not None:
            grid.addWidget(note, len(rows), 0, 1, 2)
        grid.setRowStretch(len(rows) + 1, 1)
        self.grids.append(grid)
        return page

    def _picture_row(self) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._backdrop, 0, 0)
        grid.addWidget(self.choose, 0, 1)
        return row

    def _note(self, view: View) -> QWidget:
        note = label(QCoreApplication.translate("ViewSection", _NOTES[view]), "dim")
        note.setWordWrap(True)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        return note

    def _swatches(self) -> Swatches:
        colours = [
            ((0, 0, 0), self.tr("Black")),
            ((255, 255, 255), self.tr("White")),
            ((226, 58, 66), self.tr("Red")),
            ((38, 180, 100), self.tr("Green")),
            ((52, 112, 236), self.tr("Blue")),
        ]
        return Swatches(colours, own=self.tr("Another colour…"))


def _switch(action: QAction, words: str) -> Switch:
    """A switch that follows an action."""
    switch = Switch(words)

    def follow() -> None:
        switch.setChecked(action.isChecked())
        switch.setEnabled(action.isEnabled())

    follow()
    switch.setToolTip(action.toolTip())
    switch.clicked.connect(action.trigger)
    action.changed.connect(follow)
    return switch
