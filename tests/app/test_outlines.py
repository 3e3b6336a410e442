"""What picks a thing out is seen on any ground and drawn on the pixels of any screen."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from segdesk.app.outlines import paint_halo
from segdesk.core.geometry import Box, Point, Viewport
from segdesk.core.objects import Grip, Thing
from segdesk.core.prompts import BoxPrompt, Polarity, Region, Stroke

LEAST_CONTRAST = 3
THINGS = {
    "box": BoxPrompt(Box(20, 20, 100, 70)),
    "stroke": Stroke(Polarity.KEEP, 4, (Point(20, 45), Point(100, 45))),
    "dot": Stroke(Polarity.KEEP, 4, (Point(72, 45),)),
    "region": Region(Polarity.REMOVE, (Point(20, 20), Point(100, 20), Point(60, 70))),
}
GROUNDS = ("#ffffff", "#000000", "#808080", "#4c8dff", "#2fbf71", "#ff5a5f")


def painted(thing: Thing, ground: str, *, is_selected: bool, ratio: float = 1.0) -> QImage:
    """A thing's halo on an even ground of 120 x 90 view pixels."""
    image = QImage(round(120 * ratio), round(90 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint_halo(painter, thing, Viewport(), is_selected=is_selected)
    painter.end()
    return image


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it, 0..1."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("is_selected", [True, False], ids=["selected", "hovered"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", THINGS)
def test_a_halo_stands_out_on_any_ground(name: str, ground: str, is_selected: bool) -> None:
    image = painted(THINGS[name], ground, is_selected=is_selected)
    shades = [luminance(image.pixelColor(72, y)) for y in range(90)]
    assert max(contrast(shade, luminance(QColor(ground))) for shade in shades) >= LEAST_CONTRAST


@pytest.mark.parametrize("name", ["stroke", "dot", "region"])
def test_a_halo_leaves_what_it_goes_around_as_it_is(name: str) -> None:
    image = painted(THINGS[name], "#808080", is_selected=True)
    assert image.pixelColor(72, 45) == QColor("#808080")


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_handles_are_squares_of_whole_device_pixels(ratio: float) -> None:
    box = Box(30.3, 20.6, 100.2, 70.9)
    image = painted(BoxPrompt(box), "#808080", is_selected=True, ratio=ratio)
    for grip in (Grip.TOP_LEFT, Grip.BOTTOM_RIGHT):
        at, (across, down) = grip.place(box), grip.value
        # Beside the box, where there is nothing but the handle: outwards from its middle, two rows from the box.
        row = round((at.y + 3 * down) * ratio)
        way = [round(at.x * ratio) + across * step for step in range(round(8 * ratio))]
        shades = [image.pixelColor(x, row).rgb() for x in way]
        assert len(set(shades)) <= 4
        assert shades[-1] == QColor("#808080").rgb()


def test_a_small_box_shows_its_corners_only() -> None:
    small = painted(BoxPrompt(Box(40, 40, 60, 60)), "#808080", is_selected=True)
    large = painted(BoxPrompt(Box(20, 20, 100, 70)), "#808080", is_selected=True)
    assert small.pixelColor(50, 36) == QColor("#808080")
    assert large.pixelColor(60, 16) != QColor("#808080")
