"""What the view shows, pixel by pixel: true where it can be, the same whichever way it was drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from segdesk.app.overlay import Overlay
from segdesk.app.pyramid import Pyramid
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Viewport
from tests.scenes import plum

VIEW = QSize(400, 300)


def made(view: View = View.OVERLAY, ratio: float = 1.0, viewport: Viewport | None = None) -> Overlay:
    scene, overlay = plum(), Overlay()
    overlay.set_size(VIEW, ratio)
    overlay.set_picture(Pyramid.of(scene.pixels))
    overlay.set_subject(Pyramid.of(scene.truth), None, Box.whole(scene.size))
    overlay.set_look(Look(view=view))
    overlay.set_viewport(viewport or Viewport(1.0, Point(20, 10)))
    overlay.refresh()
    return overlay


def rgb(overlay: Overlay) -> np.ndarray:
    """The overlay's image as RGB uint8 HxWx3."""
    image = overlay.image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def test_at_actual_size_the_original_is_shown_pixel_for_pixel() -> None:
    shown = rgb(made(View.ORIGINAL))
    np.testing.assert_array_equal(shown[10:250, 20:340], plum().pixels)


def test_at_actual_size_the_mask_is_shown_pixel_for_pixel() -> None:
    shown = rgb(made(View.MASK))
    np.testing.assert_array_equal(shown[10:250, 20:340, 0], plum().truth)


@pytest.mark.parametrize(("view", "ground"), [(View.WHITE, 255), (View.BLACK, 0)])
def test_on_a_ground_the_cutout_is_composed(view: View, ground: int) -> None:
    scene = plum()
    alpha = scene.truth[..., None].astype(float) / 255
    expected = scene.pixels * alpha + ground * (1 - alpha)
    np.testing.assert_allclose(rgb(made(view))[10:250, 20:340], expected, atol=1.5)


def test_what_is_kept_stays_true_and_what_is_removed_is_dimmed() -> None:
    scene = plum()
    shown = rgb(made(View.OVERLAY))[10:250, 20:340]
    x, y = round(scene.inside.x), round(scene.inside.y)
    np.testing.assert_array_equal(shown[y, x], scene.pixels[y, x])
    x, y = round(scene.outside.x), round(scene.outside.y)
    np.testing.assert_allclose(shown[y, x], scene.pixels[y, x] * (1 - Look().opacity), atol=1.5)


def test_the_outline_runs_along_the_edge() -> None:
    shown = rgb(made(View.OVERLAY))[10:250, 20:340].astype(int)
    near = np.abs(shown - Look().accent).sum(axis=2) < 60
    rows, columns = np.nonzero(near)
    truth = plum().truth
    reach = [
        np.ptp(truth[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3])
        for row, column in zip(rows, columns, strict=True)
    ]
    assert len(reach) > 300
    assert min(reach) > 100


def test_large_pixels_are_sharp_squares() -> None:
    viewport = Viewport(8.0, Point(-600, -700))
    shown = rgb(made(View.ORIGINAL, viewport=viewport))
    pixels = plum().pixels
    for x, y in ((0, 0), (100, 60), (399, 299), (207, 13)):
        at = viewport.to_picture(Point(x + 0.5, y + 0.5))
        np.testing.assert_array_equal(shown[y, x], pixels[int(at.y), int(at.x)])


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("view", [View.OVERLAY, View.CHECKER])
@pytest.mark.parametrize("moved", [(7, 0), (0, -9), (13, 5), (-31, -22), (900, 0)])
def test_a_moved_view_looks_like_one_drawn_afresh(view: View, ratio: float, moved: tuple[int, int]) -> None:
    start = Viewport(1.3, Point(20, 10))
    overlay = made(view, ratio, start)
    overlay.set_viewport(start.panned(*moved))
    overlay.refresh()
    # Interpolation rounds a level up or down with the rectangle it starts from.
    shown, fresh = rgb(overlay), rgb(made(view, ratio, start.panned(*moved)))
    np.testing.assert_allclose(shown.astype(int), fresh, atol=1)


def test_a_changed_box_looks_like_all_drawn_afresh() -> None:
    scene, overlay = plum(), made()
    changed = scene.truth.copy()
    changed[50:90, 60:200] = 255
    levels = Pyramid.of(scene.truth).patched(changed, (50, 90), (60, 200))
    overlay.set_subject(levels, None, Box(60, 50, 200, 90))
    overlay.refresh()
    part = rgb(overlay)
    overlay.mark_all()
    overlay.refresh()
    np.testing.assert_array_equal(part, rgb(overlay))


@pytest.mark.parametrize("size", [(240, 320), (241, 323), (999, 1001), (1, 700)])
def test_a_patched_pyramid_equals_a_fresh_one(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    before = rng.integers(0, 256, size, np.uint8)
    after = before.copy()
    rows, columns = (size[0] // 3, size[0] // 2 + 1), (size[1] // 4, size[1] - 1)
    after[slice(*rows), slice(*columns)] = 255 - after[slice(*rows), slice(*columns)]
    patched, fresh = Pyramid.of(before).patched(after, rows, columns), Pyramid.of(after)
    for one, other in zip(patched.levels, fresh.levels, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_small_view_of_a_large_picture_is_an_average() -> None:
    stripes = np.zeros((800, 1200, 3), np.uint8)
    stripes[:, ::2] = 200
    overlay = Overlay()
    overlay.set_size(VIEW, 1.0)
    overlay.set_picture(Pyramid.of(stripes))
    overlay.set_viewport(Viewport(0.25, Point(0, 0)))
    overlay.refresh()
    np.testing.assert_allclose(rgb(overlay)[10:190, 10:290], 100, atol=2)
