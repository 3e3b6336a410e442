"""The questions that need an answer before the work goes on, as a value so that tests can answer them."""

from enum import Enum, auto
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QInputDialog,
    QMessageBox,
    QPushButton,
    QWidget,
)

from segdesk.app.exportwords import format_words
from segdesk.app.joining import listed
from segdesk.app.views import Colour
from segdesk.app.widgets import SHEET_MARGIN
from segdesk.core.exporting import Format
from segdesk.core.folders import PICTURE_SUFFIXES, PROJECT_SUFFIX

MOST_NAMES: Final = 6
"""Pictures that a question names."""


class Parting(Enum):
    """What becomes of work that neither a project nor an export holds when it is to be left."""

    STAY = auto()
    SHOW = auto()
    """The first picture is looked at."""
    EXPORT = auto()
    """All cutouts go out."""
    DISCARD = auto()


class Dialogs(QObject):
    """Asks in dialogs over a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def pictures_to_open(self, folder: Path | None) -> list[Path]:
        """Pictures and projects that are there, any number."""
        kinds = self.tr("Pictures and projects ({patterns});;All files (*)").format(
            patterns=_patterns(*PICTURE_SUFFIXES, PROJECT_SUFFIX[1:])
        )
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, self.tr("Open pictures or projects"), str(folder or ""), kinds
        )
        return [Path(name) for name in chosen]

    def folder_to_open(self, folder: Path | None) -> Path | None:
        """A folder of pictures."""
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Open a folder of pictures"), str(folder or ""))
        return Path(chosen) if chosen else None

    def mask_to_import(self, folder: Path | None) -> Path | None:
        """A picture that is to be the mask."""
        return self._picture(self.tr("Choose a mask: greys, or a picture with transparency"), folder)

    def backdrop(self, folder: Path | None) -> Path | None:
        """A picture to look at the cutout on."""
        return self._picture(self.tr("Choose a picture to stand behind the cutout"), folder)

    def colour(self, start: Colour) -> Colour | None:
        """Any colour."""
        chosen = QColorDialog.getColor(QColor(*start), self._window, self.tr("Choose a colour"))
        return (chosen.red(), chosen.green(), chosen.blue()) if chosen.isValid() else None

    def export_target(self, suggestion: Path, kind: Format) -> Path | None:
        """Where to write a file. The suffix of another format is taken at its word; without any it gets this one's.

        The system's dialog asks before it lets a file be replaced.
        """
        patterns = " ".join(f"*{suffix}" for suffix in kind.suffixes)
        kinds = f"{format_words(kind)} ({patterns})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Export the cutout"), str(suggestion), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        known = {suffix for each in Format for suffix in each.suffixes}
        return target if target.suffix.lower() in known else target.with_name(target.name + kind.suffixes[0])

    def preset_name(self, start: str) -> str | None:
        """What a preset is to be called."""
        asked = QInputDialog(self._window)
        asked.setWindowTitle(self.tr("Preset"))
        asked.setLabelText(self.tr("Name of the preset"))
        asked.setTextValue(start)
        return asked.textValue().strip() if asked.exec() else None

    def may_replace(self, names: list[str]) -> bool:
        """Whether files that are there already are to be replaced."""
        title = self.tr("Replace {count} files?").format(count=len(names))
        if len(names) == 1:
            title = self.tr("Replace “{name}”?").format(name=names[0])
        box = self._question(title, self.tr("There already: {names}.").format(names=listed(names)))
        replacing = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Go back"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is replacing

    def may_open_large(self, sentence: str) -> bool:
        """Whether a picture beyond the limit is to be opened all the same."""
        box = self._question(self.tr("This picture is very large"), sentence)
        anyway = box.addButton(self.tr("Open anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Don’t open"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is anyway

    def project_target(self, suggestion: Path) -> Path | None:
        """Where to write a project. A file that is there is replaced only after a question, the system's or ours."""
        kinds = self.tr("SegDesk project (*.segdesk)")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the project"), str(suggestion), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() == PROJECT_SUFFIX:
            return target
        whole = target.with_name(target.name + PROJECT_SUFFIX)
        return whole if not whole.exists() or self.may_replace([whole.name]) else None

    def may_discard(self, name: str) -> bool | None:
        """What becomes of work that is not safe: True leaves it unsaved, False saves first, None goes back."""
        title = self.tr("Save the work on “{name}”?").format(name=name)
        box = self._question(title, self.tr("Without it, what you did since the last save is gone."))
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Don’t save"), QMessageBox.ButtonRole.DestructiveRole)
        return self._choice(box, usual=save, discard=discard)

    def may_overtake(self, name: str) -> bool | None:
        """What becomes of a project that others have changed: True replaces it, False saves elsewhere, None neither."""
        title = self.tr("Replace “{name}”?").format(name=name)
        sentence = self.tr("Another window or program has changed it since you opened it. That work would be lost.")
        box = self._question(title, sentence)
        elsewhere = box.addButton(self.tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
        replacing = box.addButton(self.tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        return self._choice(box, usual=elsewhere, discard=replacing)

    def may_leave(self, names: list[str], can_export: bool) -> Parting:
        """What becomes of work that nothing on the disk holds, some of which an export can hold or none."""
        title = self.tr("Discard the work on {count} pictures?").format(count=len(names))
        if len(names) == 1:
            title = self.tr("Discard the work on “{name}”?").format(name=names[0])
        named = listed(names[:MOST_NAMES]) + ("…" if len(names) > MOST_NAMES else "")
        box = self._question(title, self.tr("No project or export holds it yet: {names}.").format(names=named))
        show = box.addButton(self.tr("Show the first"), QMessageBox.ButtonRole.AcceptRole)
        export = box.addButton(self.tr("Export all…"), QMessageBox.ButtonRole.AcceptRole) if can_export else None
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        verdict = self._choice(box, usual=show, discard=discard)
        if export is not None and box.clickedButton() is export:
            return Parting.EXPORT
        return {True: Parting.DISCARD, False: Parting.SHOW, None: Parting.STAY}[verdict]

    def _picture(self, title: str, folder: Path | None) -> Path | None:
        kinds = self.tr("Pictures ({patterns});;All files (*)").format(patterns=_patterns(*PICTURE_SUFFIXES))
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(folder or ""), kinds)
        return Path(chosen) if chosen else None

    def _choice(self, box: QMessageBox, *, usual: QPushButton, discard: QPushButton) -> bool | None:
        """True for the one that loses something, False for the usual one, None for neither."""
        cancel = box.addButton(QCoreApplication.translate("Commands", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(usual)
        box.setEscapeButton(cancel)
        for button in box.buttons():
            button.ensurePolished()
            # By the style sheet's least width alone several in a row would be cut short.
            button.setMinimumWidth(button.sizeHint().width())
        box.exec()
        chosen = box.clickedButton()
        return True if chosen is discard else False if chosen is usual else None

    def folder_for_results(self, folder: Path | None) -> Path | None:
        """Where a batch writes to; it may be made in the dialog."""
        title = self.tr("Choose a folder for the results")
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(folder or ""))
        return Path(chosen) if chosen else None

    def may_stop_batch(self, left: int, count: int) -> bool:
        """Whether a batch that runs may be ended with the program."""
        title = self.tr("Stop the batch?")
        words = self.tr(
            "{left} of {count} pictures are not done yet. What is done stays; the same pictures into the same folder "
            "go on from there."
        )
        box = self._question(title, words.format(left=left, count=count))
        stopping = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Go back"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is stopping

    def _question(self, title: str, sentence: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setWindowTitle("SegDesk")
        # Both hold names of files, and those may look like tags.
        box.setText(f"<b>{escape(title)}</b>")
        box.setInformativeText(f"<span>{escape(sentence)}</span>")
        layout = box.layout()
        if isinstance(layout, QGridLayout):
            # On the left Qt leaves 15 by itself, for a sign that is not there.
            layout.setContentsMargins(0, SHEET_MARGIN, SHEET_MARGIN, SHEET_MARGIN)
            layout.setHorizontalSpacing(SHEET_MARGIN - 15)
            layout.setVerticalSpacing(12)
        for row in box.findChildren(QDialogButtonBox):
            row.setContentsMargins(SHEET_MARGIN, 0, 0, 0)
        return box


def _patterns(*suffixes: str) -> str:
    return " ".join(f"*.{suffix}" for suffix in suffixes)
