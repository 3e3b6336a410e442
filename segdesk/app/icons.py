"""The icon set, recoloured for the theme as it is loaded and drawn sharp at any device pixel ratio."""

from functools import lru_cache
from itertools import product

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from segdesk.app.theme import Palette
from segdesk.core.resources import resource

SIZES = (20, 22)
"""Sides in view pixels that controls show icons at; each is drawn for itself, for a scaled one is blurred."""
DEFAULT_SIZE = 20
_KEPT = 256
"""So many icons in their colours: those of both themes, 10 kB each, or 40 on a screen of twice the pixels."""
GRID, STROKE = 24, "1.7"
"""The side of the icons' grid and the width of their strokes, which larger icons keep."""


def icon(name: str, palette: Palette, *, colour: str | None = None, checked: str | None = None) -> QIcon:
    """An icon of the set in a colour (the text's, unless said otherwise), dimmer when disabled.

    `checked` is the colour it takes on a checked button; without it that is the colour on the accent.
    """
    ratios = frozenset(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    return _made(name, (colour or palette.text, checked or palette.on_accent, palette.faint), ratios)


@lru_cache(maxsize=_KEPT)
def _made(name: str, shades: tuple[str, str, str], ratios: frozenset[float]) -> QIcon:
    """An icon in the colours it has at rest, when checked and when disabled.

    They are kept because rows and notices come and go: each icon would be drawn a dozen times anew, and Qt's own cache
    of pixmaps would keep what was painted of every one.
    """
    made, drawing = QIcon(), _drawing(name)
    uses = (
        ((QIcon.Mode.Normal, QIcon.State.Off),),
        ((QIcon.Mode.Normal, QIcon.State.On),),
        ((QIcon.Mode.Disabled, QIcon.State.Off), (QIcon.Mode.Disabled, QIcon.State.On)),
    )
    for shade, modes in zip(shades, uses, strict=True):
        for ratio, size in product(ratios, SIZES):
            drawn = _drawn(drawing, shade, size=size, ratio=ratio)
            for mode, state in modes:
                made.addPixmap(drawn, mode, state)
    return made


def pixmap(name: str, colour: str, *, size: int = DEFAULT_SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap of `size` view pixels."""
    return _drawn(_drawing(name), colour, size=size, ratio=ratio)


def artwork(*, size: int, ratio: float = 1.0) -> QPixmap:
    """The program's own icon, `size` view pixels wide and high."""
    return _rendered(resource("segdesk.svg").read_text(encoding="utf-8"), size=size, ratio=ratio)


def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _drawn(drawing: str, colour: str, *, size: int, ratio: float) -> QPixmap:
    text = drawing.replace("currentColor", colour)
    if size > GRID:
        text = text.replace(STROKE, f"{float(STROKE) * GRID / size:.3f}")
    return _rendered(text, size=size, ratio=ratio)


def _rendered(text: str, *, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(text.encode()))
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
