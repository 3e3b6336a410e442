"""Everybody can tell what is where: controls have names, words and controls their contrast, and the focus its ring."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from segdesk.app import style
from segdesk.app.theme import DARK, LIGHT, Palette
from segdesk.app.window import Window
from tests.app.access import nameless

# The off-screen platform has no window system to pass these on to.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support ", extend=True)


SHEETS = ("preferences", "keys", "about", "palette", "model_file", "batch", "export_settings", "compare")


def test_every_control_of_the_window_and_of_its_sheets_has_a_name(window: Window, qtbot: QtBot) -> None:
    window.commands["history"].trigger()
    found = {"window": nameless(window)}
    for key in SHEETS:
        window.commands[key].trigger()
        QApplication.processEvents()
        [sheet] = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
        found[key] = nameless(sheet)
        sheet.close()
        QApplication.processEvents()
    assert {key: names for key, names in found.items() if names} == {}


def test_every_button_without_words_says_in_a_tooltip_what_it_does(window: Window) -> None:
    window.commands["history"].trigger()
    window.stage.toast.tell("Done", is_failure=False)
    buttons = window.findChildren(QAbstractButton)
    mute = [each.accessibleName() for each in buttons if each.isVisible() and not (each.text() or each.toolTip())]
    assert mute == []


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    shade = QColor(colour)
    parts = (shade.redF(), shade.greenF(), shade.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """Selector and properties of every rule of the style sheet."""
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style._SHEET.template):
        parts = (part.partition(":") for part in body.split(";") if ":" in part)
        yield " ".join(selector.split()), {name.strip(): value.strip() for name, _, value in parts}


def named(value: str, palette: Palette) -> str:
    """The colour that a property names in a palette; empty for none or another kind of value."""
    found = re.search(r"\$(\w+)", value)
    return "" if found is None else getattr(palette, found[1])


def _grounds(properties: dict[str, str], palette: Palette) -> tuple[str, ...]:
    """What the words of a rule may lie on: its own ground, or that of a panel or a card."""
    own = named(properties.get("background", ""), palette)
    return (own,) if own else (palette.panel, palette.raised)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_words_stand_out_from_every_ground_they_are_put_on(palette: Palette) -> None:
    """4.5:1, and 3:1 for what cannot be done now, of which WCAG asks nothing."""
    pairs = [
        (selector, colour, under, 3.0 if ":disabled" in selector else 4.5)
        for selector, properties in rules()
        for ink in ("color", "placeholder-text-color")
        if (colour := named(properties.get(ink, ""), palette))
        # Words on the accent always have it under them, from another rule of the same control.
        and colour != palette.on_accent
        for under in _grounds(properties, palette)
    ]
    weak = [(selector, colour, under) for selector, colour, under, least in pairs if contrast(colour, under) < least]
    assert weak == []


@pytest.mark.parametrize("kind", [QLineEdit, QListView])
def test_what_an_empty_field_says_is_not_seen_through(window: Window, kind: type[QLineEdit] | type[QListView]) -> None:
    field = kind(window)
    field.ensurePolished()
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Disabled):
        assert field.palette().color(group, QPalette.ColorRole.PlaceholderText).alpha() == 255


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("text", "window panel raised hover", 7.0),
        ("dim", "window panel raised hover", 4.5),
        ("link", "window panel raised hover", 4.5),
        ("on_accent", "fill fill_hover", 4.5),
        ("faint", "window panel raised", 3.0),
        ("edge", "window panel raised", 3.0),
        ("accent", "window panel raised", 3.0),
        ("text", "fill", 3.0),
        ("fill", "window panel", 3.0),
        ("keep", "panel raised hover", 3.0),
        ("remove", "panel raised", 4.5),
    ],
)
def test_every_pair_of_colours_has_its_contrast(palette: Palette, ink: str, grounds: str, least: float) -> None:
    """Words 4.5:1, controls and their focus rings 3:1; the selected states among them."""
    ratios = {ground: contrast(getattr(palette, ink), getattr(palette, ground)) for ground in grounds.split()}
    assert {ground: round(ratio, 2) for ground, ratio in ratios.items() if ratio < least} == {}


def test_every_control_that_takes_the_focus_has_a_ring_in_the_style_sheet() -> None:
    ringed = {
        selector.split(",")[0] for selector, properties in rules() if ":focus" in selector and "border" in properties
    }
    kinds = ("QToolButton", "QPushButton", "QSlider", "QAbstractSpinBox", "QLineEdit", "QPlainTextEdit", "QListView")
    assert {f"{kind}:focus" for kind in kinds} <= ringed
