"""What helps along: the command palette, all keys, About, and what is said when something went wrong inside."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QWidget

from segdesk.app.actions import Actions
from segdesk.app.crash import Crash
from segdesk.app.floating import Toast
from segdesk.app.theme import Palette

if TYPE_CHECKING:
    from segdesk.app.about import About
    from segdesk.app.commandpalette import CommandPalette
    from segdesk.app.keysheet import KeySheet


class Support(QObject):
    """Opens each of them over the window, once."""

    def __init__(self, commands: Actions, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._commands, self._toast, self._window = commands, toast, window
        self._report: Path | None = None
        self._show_report = QAction(self.tr("Show the report"), self)
        self._show_report.triggered.connect(self._open_report)
        self._palette: Palette | None = None
        self._recent: list[str] = []
        """Commands that were found in the palette, the latest first."""
        self.finder: CommandPalette | None = None
        self.keys: KeySheet | None = None
        self.about: About | None = None
        commands.bind({"palette": self.find, "keys": self.show_keys, "about": self.show_about})

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        if self.finder is not None:
            self.finder.dress(palette)

    def hear(self, crash: Crash) -> None:
        """Tell of the reports that are written from now on."""
        crash.told.connect(self._on_crash)

    def find(self) -> None:
        """Open the command palette."""
        from segdesk.app.commandpalette import CommandPalette

        if self._palette is None or self.finder is not None:
            return
        self.finder = CommandPalette(self._commands, self._recent, self._window)
        self.finder.closed.connect(self._on_found)
        self.finder.dress(self._palette)
        self.finder.open_over(self._window.window())

    def show_keys(self) -> None:
        """Show all keys."""
        from segdesk.app.keysheet import KeySheet

        if self.keys is None:
            self.keys = KeySheet(self._commands, self._window)
            self.keys.change.clicked.connect(self._commands["change_keys"].trigger)
            self.keys.finished.connect(self._on_keys_closed)
            self.keys.open()

    def show_about(self) -> None:
        """Show what this program is."""
        from segdesk.app.about import About

        if self.about is None:
            self.about = About(self._window)
            self.about.finished.connect(self._on_about_closed)
            self.about.open()

    def _on_crash(self, report: Path | None, is_of_last_run: bool) -> None:
        self._report = report
        if report is None:
            words = self.tr("Something went wrong inside SegDesk. Your work is kept; no report could be written.")
        elif is_of_last_run:
            words = self.tr("SegDesk was ended by a fault last time. A report without keys or pictures lies at {path}.")
        else:
            words = self.tr(
                "Something went wrong inside SegDesk. Your work is kept. A report without keys or pictures lies at "
                "{path}."
            )
        where = "" if report is None else str(report)
        self._toast.tell(words.format(path=where), is_failure=True, remedy=self._show_report if report else None)

    def _open_report(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.parent)))

    def _on_found(self) -> None:
        finder, self.finder = self.finder, None
        if finder is not None:
            finder.deleteLater()

    def _on_keys_closed(self) -> None:
        sheet, self.keys = self.keys, None
        if sheet is not None:
            sheet.deleteLater()

    def _on_about_closed(self) -> None:
        sheet, self.about = self.about, None
        if sheet is not None:
            sheet.deleteLater()
