"""How cutouts leave the window: where to, as what, how far it is, and what is said in the end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QStandardPaths

from segdesk.app.actions import Actions
from segdesk.app.bars import StatusLine
from segdesk.app.commands.table import Needs
from segdesk.app.dialogs import Dialogs
from segdesk.app.exportpanel import ExportSection
from segdesk.app.exportsheet import ExportSheet
from segdesk.app.finishing import Finishing
from segdesk.app.floating import Toast
from segdesk.app.handing import Handing
from segdesk.app.joining import listed
from segdesk.app.places import Place, Places
from segdesk.app.recipes import Recipes
from segdesk.app.session import Session
from segdesk.app.wayout import Copied
from segdesk.app.weighing import Weighing
from segdesk.app.words import error_words
from segdesk.core.document import Document, Picture, Which
from segdesk.core.errors import SegDeskError
from segdesk.core.exporting import Preset, Recipe
from segdesk.core.geometry import Size
from segdesk.core.naming import SIZES, Labels, export_paths, fields_of, filled, free

if TYPE_CHECKING:
    from segdesk.imaging.weighing import Weighed


@dataclass(frozen=True, eq=False)
class Exported:
    """An export as it was asked for: of which state of which picture, beside what, where to, and as what.

    It keeps no picture in memory that nobody works on any more.
    """

    document: ref[Document]
    picture: ref[Picture]
    folder: Path
    place: Place
    which: Which
    recipe: Recipe


class Delivery(QObject):
    """Asks and tells; the session does the work."""

    def __init__(
        self,
        session: Session,
        section: ExportSection,
        *,
        finishing: Finishing,
        status: StatusLine,
        toast: Toast,
        commands: Actions,
        dialogs: Callable[[], Dialogs],
        parent: QObject,
    ) -> None:
        """`dialogs` gives what to ask with, at the moment of asking."""
        super().__init__(parent)
        self._session, self._section, self._status = session, section, status
        self._toast, self._dialogs = toast, dialogs
        self.recipes, self.weighing = Recipes(self), Weighing(session, finishing, self)
        self._handing = Handing(session, section, self.recipes, name=self._name, place=self._free_place, parent=self)
        self._handing.failed.connect(lambda error: toast_failure(self._toast, error))
        self.sheet: ExportSheet | None = None
        self._last: Exported | None = None
        self._weighed: Weighed | None = None
        self._connect(commands)
        self._bind(commands)
        self._on_recipes_changed()

    def export(self, which: Which) -> bool:
        """Ask where to and export; True unless a question was cancelled."""
        document = self._session.document
        if document is None:
            return False
        recipe = self.recipes.recipe
        suggestion = self.folder_for(document) / self._name(recipe, which)
        target = self._dialogs().export_target(suggestion, recipe.format)
        if target is None:
            return False
        if target.suffix.lower() not in recipe.format.suffixes:
            recipe = recipe.for_suffix(target.suffix)
        place = Place(target)
        if which is Which.EACH and target.stem == suggestion.stem:
            place = self._place_of_each(target, recipe)
        # The system's dialog has asked about one name only, which is none of these.
        if which is Which.EACH and not self._may_replace(document, place, recipe=recipe):
            return False
        self._export(document, place, which, recipe=recipe)
        return True

    def export_again(self) -> bool:
        """As the last time, without asking: over the same file, or under a free name of another picture's own."""
        document, last = self._session.document, self._last
        if document is None or last is None:
            return self.export(self._section.chosen)
        which = last.which if len(document.subjects) > 1 else Which.ACTIVE
        place = last.place.again if which is last.which else Place(last.place.path)
        if last.picture() is not document.picture:
            place = self._free_place(self.folder_for(document), which, last.recipe)
            if which is Which.EACH and not self._may_replace(document, place, recipe=last.recipe):
                return False
        self._export(document, place, which, recipe=last.recipe)
        return True

    def export_into(self, folder: Path) -> bool:
        """All visible subjects into a folder, over nothing that is there; False where there is nothing to export."""
        document = self._session.document
        if document is None or not document.exported:
            return False
        recipe = self.recipes.recipe
        which = Which.ACTIVE if len(document.subjects) == 1 else Which.TOGETHER
        self._export(document, self._free_place(folder, which, recipe), which, recipe=recipe)
        return True

    def folder_for(self, document: Document) -> Path:
        """Where the last export went; if that was beside its picture, beside this one, or the project it came in."""
        last, project = self._last, self._session.kept.project
        if last is not None and last.place.path.parent != last.folder and last.place.path.parent.is_dir():
            return last.place.path.parent
        return project.parent if project is not None and document.picture.path is None else _folder(document.picture)

    def show_edges(self, words: str) -> None:
        """What is said of the edges gives way to an export, which somebody waits for."""
        if not self._session.is_writing:
            self._status.show_work(words)

    def show_settings(self) -> None:
        """All that can be chosen about an export, in a sheet over the window."""
        if self.sheet is not None:
            self.sheet.raise_()
            return
        sheet = self.sheet = ExportSheet(self.recipes, self._dialogs, self._name, parent=self._section.window())
        sheet.changed.connect(lambda recipe: self.weighing.wish(recipe, self._section.chosen))
        sheet.finished.connect(self._on_sheet_finished)
        self._show_weight()
        sheet.open()

    def close(self) -> None:
        """It is of no use after this."""
        self.weighing.close()
        self._handing.close()

    def _connect(self, commands: Actions) -> None:
        session, section = self._session, self._section
        session.writing_progressed.connect(self._on_progressed)
        session.writing_stopped.connect(self._on_stopped)
        session.exported.connect(self._on_exported)
        # What the card showed was of the picture before.
        session.document_opened.connect(lambda: self._on_weighed(None))
        session.rendered.connect(self._on_rendered)
        session.failed.connect(self._on_failed)
        section.which_changed.connect(commands.refresh)
        section.which_changed.connect(self._on_recipes_changed)
        section.preset_chosen.connect(self._on_preset_chosen)
        self.recipes.changed.connect(self._on_recipes_changed)
        self.recipes.failed.connect(lambda error: toast_failure(self._toast, error))
        self.weighing.weighed.connect(self._on_weighed)
        self.weighing.refused.connect(lambda error: self._on_refused(error))

    def _bind(self, commands: Actions) -> None:
        section = self._section
        commands.bind(
            {
                "export": lambda: self.export(section.chosen),
                "export_again": self.export_again,
                "export_each": lambda: self.export(Which.EACH),
                "export_together": lambda: self.export(Which.TOGETHER),
                "export_settings": self.show_settings,
                "copy": self._handing.copy,
            }
        )
        commands.allow(
            {
                Needs.MASK: lambda: self._can_export(Which.ACTIVE),
                Needs.EXPORT: lambda: self._can_export(section.chosen),
                Needs.EXPORTED: lambda: self._can_export(Which.TOGETHER),
            }
        )

    def _export(self, document: Document, place: Place, which: Which, *, recipe: Recipe) -> None:
        picture = document.picture
        self._last = Exported(ref(document), ref(picture), _folder(picture), place, which, recipe)
        self._session.export(place.path, which, recipe=recipe, called=place.caller)

    def _free_place(self, folder: Path, which: Which, recipe: Recipe) -> Place:
        """Under a name that nothing has; its edges, and with them its size, may have to be finished for it."""
        path = free(folder / self._name(recipe, which))
        if which is Which.EACH:
            return self._place_of_each(path, recipe)
        by_size = self._by_size(path, which, recipe)
        return Place(path) if by_size is None else Place(path, lambda _, size: free(by_size(size)))

    def _place_of_each(self, path: Path, recipe: Recipe) -> Place:
        """Beside a path that is called as the template says."""
        by_size = self._by_size(path, Which.EACH, recipe)
        if by_size is None:
            return Place(path)
        return Places(path, lambda own, size: export_paths(own, by_size(size))[own.active])

    def _by_size(self, path: Path, which: Which, recipe: Recipe) -> Callable[[Size], Path] | None:
        """What becomes of a path when its size is known; None where its name tells of none."""
        document = self._session.document
        if document is None or not fields_of(recipe.template) & SIZES:
            return None
        labels, suffix = self._labels(document, which), path.suffix
        return lambda size: path.with_name(filled(recipe.template, replace(labels, size=size)) + suffix)

    def _may_replace(self, document: Document, place: Place, *, recipe: Recipe) -> bool:
        """Ask about those of each subject's files that are there, as far as their names can be foreseen."""
        paths = export_paths(document, place.path)
        made = place.made if isinstance(place, Places) else None
        if made is not None:
            sizes = self.weighing.sizes(recipe)
            paths = {key: made(document.with_active(key), size) for key, size in sizes.items()}
        there = [path for path in paths.values() if path.exists()]
        if there and not self._dialogs().may_replace([path.name for path in there]):
            return False
        if isinstance(place, Places):
            place.replaced = there
        return True

    def _can_export(self, which: Which) -> bool:
        document = self._session.document
        if document is None:
            return False
        return document.subject in document.exported if which is Which.ACTIVE else bool(document.exported)

    def _name(self, recipe: Recipe, which: Which | None = None) -> str:
        """What a file of a recipe is called; where each subject has its own, that one's name is added later."""
        document, suffix = self._session.document, recipe.format.suffixes[0]
        if document is None:
            return f"cutout{suffix}"
        which = which or self._section.chosen
        labels = self._labels(document, which)
        if fields_of(recipe.template) & SIZES:
            labels = replace(labels, size=self.weighing.size(recipe, which))
        return filled(recipe.template, labels) + suffix

    def _labels(self, document: Document, which: Which) -> Labels:
        """What its name is filled with, were it as large as the picture."""
        picture = document.picture
        subject = document.subject.traits.name if which is Which.ACTIVE else ""
        stem = Path(picture.name).stem if picture.path is None else picture.path.stem
        return Labels(stem, picture.size, datetime.now(), subject)

    def _on_recipes_changed(self) -> None:
        self._section.show_recipes(self.recipes)
        recipe = self.recipes.recipe if self.sheet is None else self.sheet.recipe
        self.weighing.wish(recipe, self._section.chosen)

    def _on_preset_chosen(self, preset: Preset) -> None:
        self.recipes.use(preset.recipe)

    def _on_sheet_finished(self, result: int) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None and result:
            self.recipes.use(sheet.recipe)
        if sheet is not None:
            sheet.deleteLater()
        self._on_recipes_changed()

    def _on_weighed(self, weighed: "Weighed | None") -> None:
        self._weighed = weighed
        self._section.thumbnail.show_pixels(None if weighed is None else weighed.thumbnail)
        self._show_weight()

    def _on_refused(self, error: SegDeskError) -> None:
        shown = self._section if self.sheet is None else self.sheet
        shown.show_failure(error_words(error))

    def _show_weight(self) -> None:
        weighed, measured = self._weighed, self.weighing.measured()
        size = None if weighed is None else weighed.size
        weight = 0 if weighed is None else weighed.weight
        for part in (self._section, self.sheet):
            if part is not None:
                part.show_weight(size, measured or weight, is_measured=measured is not None)

    def _on_progressed(self, path: Path | None, share: float) -> None:
        words = self.tr("Copying  {share} %  ·  Esc stops")
        if path is not None:
            words = self.tr("Exporting “{name}”  {share} %  ·  Esc stops")
        self._status.show_work(words.format(name="" if path is None else path.name, share=round(100 * share)))

    def _on_stopped(self) -> None:
        self._status.show_work("")
        self._toast.tell(self.tr("Stopped before it was done."), is_failure=False)

    def _on_failed(self, _error: object) -> None:
        self.show_edges("")

    def _on_exported(self, paths: tuple[Path, ...]) -> None:
        self.show_edges("")
        words = self.tr("Exported “{name}”.").format(name=paths[0].name)
        if len(paths) > 1:
            several = self.tr("Exported {count} cutouts: {names}.")
            words = several.format(count=len(paths), names=listed(path.name for path in paths))
        self._toast.tell(words, is_failure=False)
        self._measure(paths)

    def _measure(self, paths: tuple[Path, ...]) -> None:
        last = self._last
        if last is not None and paths == (last.place.path,) and paths[0].exists():
            self.weighing.measure(last.document, last.recipe, paths[0].stat().st_size)
            self._show_weight()

    def _on_rendered(self, copied: Copied) -> None:
        self.show_edges("")
        self._handing.take(copied)
        self._toast.tell(self.tr("Copied with its transparency."), is_failure=False)


def toast_failure(toast: Toast, error: SegDeskError) -> None:
    """A failure in its own words."""
    toast.tell(error_words(error), is_failure=True)


def _folder(picture: Picture) -> Path:
    """Beside the picture; a pasted one goes to the pictures folder."""
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return Path(pictures) if picture.path is None else picture.path.parent
