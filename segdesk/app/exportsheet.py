"""The sheet with all that can be chosen about an export; what it shows beside is what the choice would come to."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from segdesk.app.choice import Choice
from segdesk.app.dialogs import Dialogs
from segdesk.app.exportpanel import size_words
from segdesk.app.exportwords import FORMATS, format_words, preset_words
from segdesk.app.layoutpages import LayoutPages
from segdesk.app.lines import BETWEEN
from segdesk.app.recipes import Recipes
from segdesk.app.widgets import Segments, Sheet, Switch, ValueSlider, label, number_field
from segdesk.core.document import Colour
from segdesk.core.exporting import WHITE, Exif, Format, Metadata, Preset, Recipe
from segdesk.core.geometry import Size
from segdesk.core.naming import check_template
from segdesk.core.recipefile import colour_text

WIDTH, NAMES, ROW = 560, 96, 32
BLACK: Colour = (0, 0, 0)


class ExportSheet(Sheet):
    """Every change is told at once; the recipe counts when the sheet is accepted."""

    changed = Signal(object)

    def __init__(
        self,
        recipes: Recipes,
        dialogs: Callable[[], Dialogs],
        name: Callable[[Recipe], str],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """`name` tells what a file of a recipe would be called."""
        super().__init__(WIDTH, parent)
        self.setWindowTitle(self.tr("Export settings"))
        self._recipes, self._dialogs, self._name = recipes, dialogs, name
        self._recipe, self._own = recipes.recipe, (52, 112, 236)
        self.preset, self.format = Choice(self.tr("Preset")), Choice(self.tr("Format"))
        self.quality = ValueSlider(self.tr("Quality"), bounds=(1, 100), default=90, suffix="")
        self.background = self._background_segments()
        self.layout_pages = LayoutPages()
        self.hidden = Switch(self.tr("Keep the colours of transparent pixels"))
        self.compact = Switch(self.tr("Take the time for a smaller file"))
        self.profile = Switch(self.tr("Colour profile of the picture"))
        self.exif = self._exif_segments()
        self.dpi = number_field((0, 9999), suffix=" dpi", width=150)
        self.template = QLineEdit()
        self.cancel, self.use = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Use"))
        self._weight, self._preview, self._failure = label(role="dim"), label(role="dim"), label(role="failure")
        self._quality_name, self._colour = label(self.tr("Quality"), "dim"), label(role="dim")
        self._arrange()
        self._connect()
        self._show()

    @property
    def recipe(self) -> Recipe:
        """As it is chosen."""
        return self._recipe

    @property
    def weight(self) -> str:
        """What is said of the size."""
        return self._weight.text()

    @property
    def failure(self) -> str:
        return self._failure.text()

    def show_weight(self, size: Size | None, weight: int, *, is_measured: bool) -> None:
        """How large the export would be."""
        self._weight.setText("" if size is None else BETWEEN.join(size_words(size, weight, is_measured=is_measured)))
        if size is not None:
            self.show_failure("")
        self._show_name()

    def show_failure(self, words: str) -> None:
        """Why it cannot be exported so; empty while it can."""
        self._failure.setText(words)
        self._failure.setVisible(bool(words))

    def _background_segments(self) -> Segments:
        choices = [
            ("none", "", self.tr("Transparent")),
            ("white", "", self.tr("White")),
            ("black", "", self.tr("Black")),
            ("own", "", self.tr("Colour…")),
        ]
        return Segments(choices)

    def _exif_segments(self) -> Segments:
        made = Segments(
            [
                (Exif.NONE, "", self.tr("Nothing")),
                (Exif.PUBLIC, "", self.tr("No private data")),
                (Exif.ALL, "", self.tr("All")),
            ]
        )
        made.explain(Exif.PUBLIC, self.tr("Without place, owner, author and serial numbers"))
        made.explain(Exif.ALL, self.tr("With the place where it was taken"))
        return made

    def _arrange(self) -> None:
        column, body = self.columns()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnMinimumWidth(0, NAMES)
        self._grid.setColumnStretch(1, 1)
        self._fill_grid()
        body.addLayout(self._grid)
        self._failure.setWordWrap(True)
        self._failure.hide()
        body.addWidget(self._failure)
        column.addLayout(body)
        self.cancel.setAutoDefault(False)
        foot = self.foot(self.cancel, self.use)
        strip = foot.layout()
        assert isinstance(strip, QHBoxLayout)
        strip.insertWidget(0, self._weight)
        column.addWidget(foot)

    def _fill_grid(self) -> None:
        ground = QHBoxLayout()
        ground.setSpacing(12)
        ground.addWidget(self.background, 1)
        ground.addWidget(self._colour)
        self._colour.setMinimumWidth(58)
        self._row(self.tr("Preset"), self.preset)
        self._row(self.tr("Format"), self.format)
        self._row("", self.quality, words=self._quality_name)
        self._row(self.tr("Background"), ground)
        self._row(self.tr("Size"), self.layout_pages)
        self._row("", self.hidden)
        self._row("", self.compact)
        self._row(self.tr("Include"), self.profile)
        self._row(self.tr("Camera data"), self.exif)
        density = QHBoxLayout()
        density.addWidget(self.dpi)
        density.addStretch(1)
        self._row(self.tr("Resolution"), density)
        self._row(self.tr("File name"), self.template)
        self._row("", self._preview)

    def _row(self, name: str, control: QWidget | QHBoxLayout, *, words: QWidget | None = None) -> None:
        row = self._grid.rowCount()
        shown = label(name, "dim") if name else words
        if shown is not None:
            shown.setFixedHeight(ROW)
            self._grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(control, QWidget):
            self._grid.addWidget(control, row, 1)
        else:
            self._grid.addLayout(control, row, 1)

    def _connect(self) -> None:
        self.quality.changed.connect(lambda value: self._take(replace(self._recipe, quality=value)))
        self.background.chosen.connect(self._on_background)
        self.layout_pages.changed.connect(lambda layout: self._take(replace(self._recipe, layout=layout)))
        self.hidden.toggled.connect(lambda on: self._take(replace(self._recipe, keeps_hidden=on)))
        self.compact.toggled.connect(lambda on: self._take(replace(self._recipe, compact=on)))
        self.profile.toggled.connect(lambda on: self._take_along(keeps_profile=on))
        self.exif.chosen.connect(lambda how: self._take_along(exif=how))
        self.dpi.setSpecialValueText(self.tr("As the picture has it"))
        self.dpi.setAccessibleName(self.tr("Resolution"))
        self.dpi.valueChanged.connect(lambda value: self._take_along(dpi=value or None))
        self.template.setAccessibleName(self.tr("File name"))
        fields = "{name} {subject} {n} {date} {time} {size} {width} {height}"
        self.template.setToolTip(self.tr("May hold: {fields}").format(fields=fields))
        self.template.textChanged.connect(self._on_template)
        self.cancel.clicked.connect(self.reject)
        self.use.clicked.connect(self.accept)

    def _take(self, recipe: Recipe) -> None:
        if recipe != self._recipe:
            self._recipe = recipe
            self._show()
            self.changed.emit(recipe)

    def _take_along(self, **changes: object) -> None:
        kept: Metadata = replace(self._recipe.metadata, **changes)  # type: ignore[arg-type]
        self._take(replace(self._recipe, metadata=kept))

    def _on_background(self, which: str) -> None:
        known = {"none": None, "white": WHITE, "black": BLACK}
        if which in known:
            self._take(replace(self._recipe, background=known[which]))
            return
        chosen = self._dialogs().colour(self._recipe.background or self._own)
        if chosen is not None:
            self._take(replace(self._recipe, background=chosen))
        self._show()

    def _on_template(self, text: str) -> None:
        try:
            check_template(text)
        except ValueError:
            self._preview.setText(self.tr("There is no such name: use only what the tip lists"))
            self.use.setEnabled(False)
            return
        self.use.setEnabled(True)
        self._take(replace(self._recipe, template=text))
        self._show_name()

    def _show(self) -> None:
        """Show the recipe; controls that make no difference to it rest."""
        recipe, preset = self._recipe, self._recipes.preset_of(self._recipe)
        self.preset.setText(preset_words(preset.name) if preset is not None else self.tr("Own settings"))
        self._fill_presets(preset)
        self.format.setText(format_words(recipe.format))
        self._fill_formats()
        self.quality.show_value(recipe.quality)
        for part in (self.quality, self._quality_name):
            part.setVisible(recipe.format.has_quality)
        self._show_background()
        self.layout_pages.show_layout(recipe.layout)
        ground = recipe.ground
        can_hide = recipe.format.has_alpha and ground is None and recipe.format is not Format.PSD
        for switch, on, usable in (
            (self.hidden, recipe.keeps_hidden, can_hide),
            (self.compact, recipe.compact, recipe.format.suffixes[0] == ".png"),
            (self.profile, recipe.metadata.keeps_profile, recipe.format.has_profile),
        ):
            with QSignalBlocker(switch):
                switch.setChecked(on)
            switch.setVisible(usable)
        self.exif.choose(recipe.metadata.exif)
        self.exif.setEnabled(not recipe.format.is_coverage and recipe.format is not Format.OPENRASTER)
        with QSignalBlocker(self.dpi):
            self.dpi.setValue(recipe.metadata.dpi or 0)
        if self.template.text() != recipe.template:
            self.template.setText(recipe.template)
        self._show_name()

    def _show_background(self) -> None:
        recipe, own = self._recipe, self._recipe.background
        shown = recipe.ground
        named = {None: "none", WHITE: "white", BLACK: "black"}.get(shown, "own")
        self.background.choose(named)
        self.background.setEnabled(not recipe.format.is_coverage)
        why = "" if recipe.format.has_alpha else self.tr("This format cannot be transparent; PNG and WebP can.")
        self.background.allow("none", is_allowed=not why)
        self.background.explain("none", why or self.tr("Transparent"))
        self._colour.setText(colour_text(own) if named == "own" and own is not None else "")
        self._colour.setVisible(named == "own")

    def _show_name(self) -> None:
        self._preview.setText(self._name(self._recipe))

    def _fill_formats(self) -> None:
        menu = self.format.menu()
        menu.clear()
        for kind in FORMATS:
            action = menu.addAction(format_words(kind))
            action.setCheckable(True)
            action.setChecked(kind is self._recipe.format)
            action.triggered.connect(lambda _=False, kind=kind: self._take(replace(self._recipe, format=kind)))

    def _fill_presets(self, chosen: Preset | None) -> None:
        menu = self.preset.menu()
        menu.clear()
        for preset in self._recipes.presets:
            action = menu.addAction(preset_words(preset.name))
            action.setCheckable(True)
            action.setChecked(preset == chosen)
            action.triggered.connect(lambda _=False, preset=preset: self._take(preset.recipe))
        menu.addSeparator()
        menu.addAction(self.tr("Save as a preset…")).triggered.connect(lambda _=False: self._on_save())
        is_own = chosen is not None and self._recipes.is_own(chosen)
        for words, slot in ((self.tr("Rename…"), self._on_rename), (self.tr("Delete"), self._on_delete)):
            action = menu.addAction(words)
            action.setEnabled(is_own)
            action.triggered.connect(lambda _=False, slot=slot: slot(chosen))

    def _on_save(self) -> None:
        name = self._dialogs().preset_name("")
        if name:
            self._recipes.add(name, self._recipe)
            self._show()

    def _on_rename(self, preset: Preset) -> None:
        name = self._dialogs().preset_name(preset.name)
        if name:
            self._recipes.rename(preset, name)
            self._show()

    def _on_delete(self, preset: Preset) -> None:
        self._recipes.remove(preset)
        self._show()
