"""What an export is said to be beforehand is what it turns out to be: its size exactly, its bytes about."""

import numpy as np
import pytest

from segdesk.core.document import Picture
from segdesk.core.exporting import Canvas, Format, Layout, Margin, Recipe, Trimmed, Whole
from segdesk.core.geometry import Size
from segdesk.imaging.baking import bake
from segdesk.imaging.layering import Layer
from segdesk.imaging.weighing import weigh

SIDES = Size(2400, 1440)
NEAR = 0.3
"""How far beside the true number of bytes an estimate may be."""


def scene() -> Layer:
    """A grainy disc, softer towards its foot, on nothing."""
    rng = np.random.default_rng(7)
    rows, columns = np.mgrid[: SIDES.height, : SIDES.width]
    grain = rng.normal(0, 3, (SIDES.height, SIDES.width, 1)) * (1 - rows / SIDES.height)[:, :, None]
    pixels = np.dstack((rows / 8, columns / 10, 200 - rows / 9)) + grain
    alpha = np.hypot(rows - 800, columns - 1300) < 600
    return Layer("disc", np.clip(pixels, 0, 255).astype(np.uint8), np.multiply(alpha, 255, dtype=np.uint8))


SCENE = scene()
PICTURE = Picture(SCENE.colours, name="disc.png")


@pytest.mark.parametrize(
    ("kind", "layout"),
    [
        (Format.PNG, Whole()),
        (Format.JPEG, Trimmed(Margin(10))),
        (Format.WEBP, Trimmed()),
        (Format.PSD, Whole()),
        (Format.PNG, Canvas(Size(1600, 1200))),
        (Format.MASK, Whole()),
    ],
)
def test_an_estimate_is_near_the_truth(kind: Format, layout: Layout) -> None:
    recipe = Recipe(kind, layout)
    found, true = weigh([SCENE], PICTURE, recipe, side=128), bake([SCENE], PICTURE, recipe)
    assert found.size == true.size
    # A mask is so small a file that its head counts, and nobody minds.
    assert abs(found.weight - len(true.content)) < max(NEAR * len(true.content), 20_000)
    assert max(found.thumbnail.shape[:2]) == 128
