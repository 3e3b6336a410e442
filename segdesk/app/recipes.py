"""How cutouts are to be exported from now on: the recipe in use and the presets, kept from one start to the next."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from segdesk.core.errors import OutputError
from segdesk.core.exporting import Preset, Recipe
from segdesk.storage.presets import Presets, load_presets, save_presets


class Recipes(QObject):
    """Tells of every change, and of a file that could not be read or written; the program goes on without it then."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._failure: OutputError | None = None
        try:
            self._presets = load_presets()
        except OutputError as error:
            self._presets, self._failure = Presets(), error

    @property
    def recipe(self) -> Recipe:
        return self._presets.last

    @property
    def presets(self) -> tuple[Preset, ...]:
        return self._presets.all

    @property
    def preset(self) -> Preset | None:
        """The preset that the recipe in use is of."""
        return self.preset_of(self.recipe)

    def preset_of(self, recipe: Recipe) -> Preset | None:
        """The preset that a recipe is of, one's own first."""
        found = (preset for preset in reversed(self.presets) if preset.recipe == recipe)
        return next(found, None)

    def is_own(self, preset: Preset | None) -> bool:
        """Whether it can be renamed and removed."""
        return preset in self._presets.own

    def use(self, recipe: Recipe) -> None:
        """Export so from now on."""
        if recipe != self.recipe:
            self._keep(replace(self._presets, last=recipe))

    def add(self, name: str, recipe: Recipe) -> None:
        """Keep a recipe under a name; it takes the place of one's own preset of that name."""
        self._keep(self._presets.with_own(Preset(name.strip(), recipe)))

    def rename(self, preset: Preset, name: str) -> None:
        self._keep(self._presets.renamed(preset, name))

    def remove(self, preset: Preset) -> None:
        self._keep(self._presets.without(preset))

    def _keep(self, presets: Presets) -> None:
        self._presets = presets
        self.changed.emit()
        if self._failure is not None:
            # What a person wrote by hand and got wrong is for him to mend, not for us to write over.
            self.failed.emit(self._failure)
            return
        try:
            save_presets(presets)
        except OutputError as error:
            self.failed.emit(error)
