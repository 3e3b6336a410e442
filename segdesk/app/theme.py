"""Colours, type and the style sheet, for dark and light; follows the system and its changes."""

import os
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from segdesk.app.style import style_sheet
from segdesk.app.views import Colour
from segdesk.storage.settings import Scheme

ENVIRONMENT: Final = "SEGDESK_THEME"
TEXT_PIXELS: Final = 13
FAMILIES: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC")
"""Chosen for Chinese, and for everything where the system names no font of its own."""


@dataclass(frozen=True)
class Palette:
    """A theme's colours, as `#rrggbb`."""

    window: str
    panel: str
    raised: str
    hover: str
    line: str
    edge: str
    """The rim of a control; 3:1 on panel and raised."""
    text: str
    dim: str
    faint: str
    """What cannot be done now; 3:1."""
    accent: str
    link: str
    """The accent as words; 4.5:1."""
    fill: str
    """The accent as a ground for white words; 4.5:1 with them."""
    fill_hover: str
    on_accent: str
    keep: str
    remove: str
    ground: str
    checker: tuple[Colour, Colour]
    is_dark: bool

    @property
    def canvas(self) -> QColor:
        return QColor(self.ground)


DARK: Final = Palette(
    window="#1b1c1e",
    panel="#242629",
    raised="#2e3135",
    hover="#383c41",
    line="#35383d",
    edge="#7a8089",
    text="#e8e9eb",
    dim="#a2a8b0",
    faint="#7d848d",
    accent="#4c8dff",
    link="#78a9ff",
    fill="#2d6be3",
    fill_hover="#326ee6",
    on_accent="#ffffff",
    keep="#2fbf71",
    remove="#ff6a6f",
    ground="#151617",
    checker=((66, 68, 71), (82, 85, 89)),
    is_dark=True,
)
LIGHT: Final = Palette(
    window="#f4f5f7",
    panel="#ffffff",
    raised="#eceef1",
    hover="#e2e5e9",
    line="#dfe2e6",
    edge="#7b838f",
    text="#1c1f23",
    dim="#586172",
    faint="#808995",
    accent="#2468e5",
    link="#1c57c9",
    fill="#2468e5",
    fill_hover="#1d5ad0",
    on_accent="#ffffff",
    keep="#15945a",
    remove="#c92f36",
    ground="#e3e5e8",
    checker=((205, 205, 205), (232, 232, 232)),
    is_dark=False,
)


class Theme(QObject):
    """The palette in use. Applies it to the application, and again whenever the system changes its mind."""

    changed = Signal(object)

    def __init__(self, application: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(application)
        self._application, self._scheme = application, scheme
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(text_font(application.font()))
        self.palette = palette_of(scheme)
        self._apply()
        if scheme is not Scheme.SYSTEM:
            self._tell_system()
        application.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, scheme: Scheme) -> None:
        """Take this scheme from now on; what the system draws itself, as title bars, follows where it can."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._tell_system()
            self._follow()

    def _tell_system(self) -> None:
        wanted = {Scheme.LIGHT: Qt.ColorScheme.Light, Scheme.DARK: Qt.ColorScheme.Dark}
        self._application.styleHints().setColorScheme(wanted.get(self._scheme, Qt.ColorScheme.Unknown))

    def _follow(self) -> None:
        palette = palette_of(self._scheme)
        if palette is not self.palette:
            self.palette = palette
            self._apply()
            self.changed.emit(palette)

    def _apply(self) -> None:
        self._application.setPalette(qt_palette(self.palette))
        self._application.setStyleSheet(style_sheet(vars(self.palette)))


def palette_of(scheme: Scheme) -> Palette:
    """What the environment asks for, or else the person, or else the system; dark where the system does not say."""
    forced = {"dark": DARK, "light": LIGHT}.get(os.environ.get(ENVIRONMENT, scheme.value))
    if forced is not None:
        return forced
    told = QGuiApplication.styleHints().colorScheme()
    return LIGHT if told is Qt.ColorScheme.Light else DARK


def text_font(system: QFont) -> QFont:
    """The system's font at the text size, with numbers of equal width and a good Chinese face behind it."""
    own = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families() or system.families()
    known = set(QFontDatabase.families())
    chinese = [family for family in FAMILIES if family in known]
    is_named = any(family in known and not family.startswith(("DejaVu", "Bitstream")) for family in own)
    font = QFont([*own, *chinese] if is_named or not chinese else [*chinese, *own])
    font.setPixelSize(TEXT_PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    if QLocale().language() is not QLocale.Language.Chinese:
        # A Chinese face draws “ and ’ as wide as its characters, which tears English apart.
        font.setFeature(QFont.Tag("pwid"), 1)
    return font


def qt_palette(palette: Palette) -> QPalette:
    """The colours for whatever the style sheet leaves to Fusion."""
    role, made = QPalette.ColorRole, QPalette()
    colours = {
        role.Window: palette.panel,
        role.Base: palette.raised,
        role.AlternateBase: palette.panel,
        role.Button: palette.raised,
        role.Text: palette.text,
        role.WindowText: palette.text,
        role.ButtonText: palette.text,
        role.PlaceholderText: palette.dim,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.text,
        role.Highlight: palette.fill,
        role.HighlightedText: palette.on_accent,
        role.Mid: palette.edge,
        role.Midlight: palette.line,
        role.Link: palette.link,
        role.Accent: palette.accent,
    }
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.faint))
    return made
