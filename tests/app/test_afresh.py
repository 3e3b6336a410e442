"""A view that moves, grows and turns, under a brush too: nothing stays behind of where it has been."""

from random import Random

import numpy as np
import pytest
from PySide6.QtCore import QSize

from segdesk.app.overlay import Overlay
from segdesk.app.pyramid import Pyramid
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Size, Turn, Viewport
from segdesk.core.prompts import Polarity
from segdesk.core.tools import Pointer, RetouchDraft, Tip

SIZE = Size(160, 120)


def view(viewport: Viewport) -> Overlay:
    """A grey picture with a mask, on black."""
    made = Overlay()
    made.set_size(QSize(220, 160), 1.0)
    made.set_picture(Pyramid.of(np.full((SIZE.height, SIZE.width, 3), 180, np.uint8)))
    made.set_look(Look(View.BLACK))
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    mask[20:60, 30:70] = 255
    made.set_subject(Pyramid.of(mask), None, Box.whole(SIZE))
    made.set_viewport(viewport)
    made.refresh()
    return made


def pixels(overlay: Overlay) -> np.ndarray:
    image = overlay.image
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].astype(int)


def another(viewport: Viewport, chance: Random) -> Viewport:
    """Panned most often, else zoomed or turned."""
    kind, anchor = chance.choice(["pan", "pan", "zoom", "turn"]), Point(110, 80)
    if kind == "pan":
        return viewport.panned(chance.randint(-30, 30), chance.randint(-30, 30))
    if kind == "zoom":
        return viewport.zoomed(chance.choice([0.6, 1.25, 2.0]), anchor)
    return viewport.laid(viewport.turn.turned(chance.choice([30, 90])), anchor)


@pytest.mark.parametrize("seed", range(40))
def test_paint_under_way_looks_as_if_drawn_afresh_whatever_the_view_does(seed: int) -> None:
    chance, viewport = Random(seed), Viewport(1.0, Point(30, 20))
    overlay, radius = view(viewport), 9.0
    draft = RetouchDraft(Polarity.KEEP, radius, Tip(0.7, 0.9), (Point(90, 90),), (radius,))
    overlay.show_paint(draft)
    for _ in range(14):
        if chance.random() < 0.5:
            at = Point(chance.randint(-10, 170), chance.randint(-10, 130))
            draft = draft.moved(Pointer(at, straight=chance.random() < 0.6, share=chance.choice([1.0, 1.0, 0.5])))
            overlay.show_paint(draft)
        else:
            if chance.random() < 0.2:
                size, ratio = QSize(chance.randint(120, 260), chance.randint(90, 200)), chance.choice([1.0, 1.25, 1.5])
                overlay.set_size(size, ratio)
            viewport = another(viewport, chance)
            overlay.set_viewport(viewport)
        if chance.random() < 0.6:
            overlay.refresh(chance.choice([None, 5000]))
        if overlay.is_due:
            continue
        seen = pixels(overlay)
        overlay.mark_all()
        overlay.refresh()
        assert np.abs(seen - pixels(overlay)).max() <= 2


@pytest.mark.parametrize("turn", [Turn(), Turn(90, True), Turn(180)])
@pytest.mark.parametrize("scale", [0.5, 1.5, 2.5, 3.75])
def test_a_view_that_was_panned_is_the_one_drawn_there(scale: float, turn: Turn) -> None:
    # Of some pixels the middle lies on the border of two of the picture's, and of an odd side so does the rim.
    size, start = Size(41, 33), Viewport(scale, Point(90, 70), turn)
    picture = np.random.default_rng(5).integers(0, 255, (size.height, size.width, 3), np.uint8)
    overlay = Overlay()
    overlay.set_size(QSize(220, 160), 1.0)
    overlay.set_picture(Pyramid.of(picture))
    overlay.set_viewport(start)
    overlay.refresh()
    for dx, dy in ((1, 0), (0, 1), (-9, 4)):
        start = start.panned(dx, dy)
        overlay.set_viewport(start)
        overlay.refresh()
        seen = pixels(overlay)
        overlay.mark_all()
        overlay.refresh()
        assert np.abs(seen - pixels(overlay)).max() <= 1
