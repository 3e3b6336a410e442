"""Language, theme, what edges begin with, and how much is kept for undo."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from segdesk.app.amount import Amount, Range
from segdesk.app.preferences.page import Form, Page
from segdesk.app.widgets import Segments
from segdesk.storage.settings import UNDO_MEGABYTES, Language, Scheme, Settings

_OWN_NAMES: Final = {Language.ENGLISH: "English", Language.CHINESE: "中文"}
"""A language is found by those who speak it, whatever the window speaks."""


class GeneralPage(Page):
    """What concerns the whole program."""

    scheme_tried = Signal(object)
    """Carries the Scheme that is pressed, to be looked at before it is kept."""

    def __init__(self) -> None:
        super().__init__()
        default = Settings()
        system = self.tr("As the system")
        self.language = Segments([(each, "", _OWN_NAMES.get(each, system)) for each in Language])
        self.scheme = Segments(
            [(Scheme.SYSTEM, "", system), (Scheme.LIGHT, "", self.tr("Light")), (Scheme.DARK, "", self.tr("Dark"))]
        )
        self.edges = Segments([(True, "", self.tr("As last set")), (False, "", self.tr("Standard"))])
        low, high = UNDO_MEGABYTES
        self.undo = Amount(self.tr("Undo memory"), Range(low, high, default.undo_megabytes, " MB", is_ratio=True), self)
        self._language, self._scheme, self._keeps_edges = default.language, default.scheme, default.keeps_edges
        self._arrange()
        self.language.chosen.connect(self._on_language)
        self.scheme.chosen.connect(self._on_scheme)
        self.edges.chosen.connect(self._on_edges)

    def show_settings(self, settings: Settings) -> None:
        self._language, self._scheme, self._keeps_edges = settings.language, settings.scheme, settings.keeps_edges
        self.language.choose(settings.language)
        self.scheme.choose(settings.scheme)
        self.edges.choose(settings.keeps_edges)
        self.undo.show_value(settings.undo_megabytes)

    def read(self, settings: Settings) -> Settings:
        undo = round(self.undo.value)
        settings = replace(settings, language=self._language, scheme=self._scheme, undo_megabytes=undo)
        return replace(settings, keeps_edges=self._keeps_edges)

    def _arrange(self) -> None:
        form = Form()
        form.add(self.tr("Language"), self.language, self.tr("Another language is spoken from the next start on."))
        form.add(self.tr("Theme"), self.scheme)
        form.add(self.tr("Edge"), self.edges, self.tr("The edges that a new subject begins with, in any picture."))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.undo.slider, 1)
        row.addWidget(self.undo.field)
        words = self.tr("At most this much memory is kept; beyond it the oldest steps fall off.")
        form.add(self.undo.name, row, words).setBuddy(self.undo.field)
        self.language.setAccessibleName(self.tr("Language"))
        self.scheme.setAccessibleName(self.tr("Theme"))
        self.edges.setAccessibleName(self.tr("Edge"))
        self.column.addLayout(form)
        self.column.addStretch(1)

    def _on_language(self, language: Language) -> None:
        self._language = language

    def _on_edges(self, keeps: bool) -> None:
        self._keeps_edges = keeps

    def _on_scheme(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.scheme_tried.emit(scheme)
