"""What exports are called to people: formats, layouts, sizes and presets."""

from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication

from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.core.exporting import Canvas, Format, Layout, Margin, Recipe, Trimmed, Whole

FORMATS: Final = {
    Format.PNG: "PNG",
    Format.JPEG: "JPEG",
    Format.WEBP: "WebP",
    Format.AVIF: "AVIF",
    Format.TIFF: "TIFF",
    Format.PSD: QT_TRANSLATE_NOOP("Export", "Photoshop, with layer mask"),
    Format.OPENRASTER: QT_TRANSLATE_NOOP("Export", "OpenRaster, with layers"),
    Format.MASK: QT_TRANSLATE_NOOP("Export", "Mask, black and white"),
    Format.ALPHA: QT_TRANSLATE_NOOP("Export", "Alpha, grey"),
}
"""In the order of menus."""
_SHORT: Final = {
    Format.PSD: "PSD",
    Format.OPENRASTER: "OpenRaster",
    Format.MASK: QT_TRANSLATE_NOOP("Export", "Mask"),
    Format.ALPHA: QT_TRANSLATE_NOOP("Export", "Alpha"),
}
_PRESETS: Final = (
    QT_TRANSLATE_NOOP("Presets", "Full size"),
    QT_TRANSLATE_NOOP("Presets", "Trim + 5 %"),
    QT_TRANSLATE_NOOP("Presets", "Square 800 on white"),
    QT_TRANSLATE_NOOP("Presets", "Square 1600 on white"),
    QT_TRANSLATE_NOOP("Presets", "Portrait 1080 × 1350 on white"),
    QT_TRANSLATE_NOOP("Presets", "For the web"),
    QT_TRANSLATE_NOOP("Presets", "Photoshop with layer mask"),
    QT_TRANSLATE_NOOP("Presets", "Black and white mask"),
)
"""The names of the presets that come with the program."""


def format_words(kind: Format) -> str:
    """A format as menus have it."""
    return QCoreApplication.translate("Export", FORMATS[kind])


def preset_words(name: str) -> str:
    """A preset's name; one's own is as it was given."""
    return QCoreApplication.translate("Presets", name)


def recipe_words(recipe: Recipe) -> str:
    """A recipe in a few words."""
    kind = QCoreApplication.translate("Export", _SHORT.get(recipe.format, FORMATS[recipe.format]))
    if recipe.format is Format.PNG and recipe.ground is None:
        kind = QCoreApplication.translate("Export", "Transparent PNG")
    layout = layout_words(recipe.layout)
    return f"{kind}  ·  {layout}" if layout else kind


def layout_words(layout: Layout) -> str:
    """A layout in a few words; none for a picture as it is."""
    match layout:
        case Whole():
            return ""
        case Trimmed() if not layout.margin.amount:
            return QCoreApplication.translate("Export", "trimmed")
        case Trimmed():
            return QCoreApplication.translate("Export", "trim + {margin}").format(margin=margin_words(layout.margin))
        case Canvas():
            return QCoreApplication.translate("Export", "fixed canvas")
        case _:
            assert_never(layout)


def margin_words(margin: Margin) -> str:
    """A margin with its unit."""
    return f"{margin.amount:g} %" if margin.is_percent else f"{margin.amount:g} px"
