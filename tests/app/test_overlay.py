"""What the view shows, pixel by pixel: true where it can be, the same whichever way it was drawn."""

from math import inf

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage

from segdesk.app.overlay import Overlay
from segdesk.app.pyramid import Pyramid
from segdesk.app.sampling import Grid, smooth
from segdesk.app.views import Look, View
from segdesk.core.geometry import Box, Point, Size, Turn, Viewport
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from tests.scenes import plum

VIEW = QSize(400, 300)


SQUARE_TURNS = [Turn(degrees, is_mirrored) for degrees in (0, 90, 180, 270) for is_mirrored in (False, True)]


def seen(array: np.ndarray, turn: Turn) -> np.ndarray:
    """An array as a turn by right angles shows it."""
    return np.rot90(array[:, ::-1] if turn.is_mirrored else array, -turn.degrees // 90)


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


@pytest.mark.parametrize("turn", SQUARE_TURNS)
@pytest.mark.parametrize("scale", [1.0, 0.5, 3.0])
def test_turned_by_right_angles_the_picture_is_shown_pixel_for_pixel(turn: Turn, scale: float) -> None:
    pixels, size = plum().pixels, plum().size
    viewport = Viewport(scale, turn=turn).centred(size, Size(400, 300))
    upright = Viewport(scale).centred(size, Size(1600, 1600))
    overlay, straight = made(View.ORIGINAL, viewport=viewport), Overlay()
    straight.set_size(QSize(1600, 1600), 1.0)
    straight.set_picture(Pyramid.of(pixels))
    straight.set_viewport(upright)
    straight.refresh()
    shown = rgb(overlay)
    expected = seen(rgb(straight), turn)[650:950, 600:1000]
    np.testing.assert_array_equal(shown, expected)


@pytest.mark.parametrize("degrees", [15, 30, 105, 240])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_askew_every_place_shows_its_pixel_and_nothing_lies_beyond_the_rim(degrees: int, is_mirrored: bool) -> None:
    quarters = np.zeros((240, 320, 3), np.uint8)
    quarters[:120, :160], quarters[:120, 160:] = (250, 10, 10), (10, 250, 10)
    quarters[120:, :160], quarters[120:, 160:] = (10, 10, 250), (250, 250, 10)
    overlay = made(
        View.ORIGINAL, viewport=Viewport(0.7, turn=Turn(degrees, is_mirrored)).centred(Size(320, 240), Size(400, 300))
    )
    overlay.set_picture(Pyramid.of(quarters))
    overlay.set_ground(QColor(33, 33, 33))
    overlay.refresh()
    shown = rgb(overlay)
    for y in range(2, 298, 7):
        for x in range(2, 398, 7):
            at = overlay.shown.to_picture(Point(x + 0.5, y + 0.5))
            inside, outside = Box(3, 3, 317, 237), Box(-3, -3, 323, 243)
            if inside.holds(Box(*at, *at)) and abs(at.x - 160) > 3 and abs(at.y - 120) > 3:
                np.testing.assert_array_equal(shown[y, x], quarters[int(at.y), int(at.x)])
            elif not outside.holds(Box(*at, *at)):
                np.testing.assert_array_equal(shown[y, x], (33, 33, 33))


@pytest.mark.parametrize("view", [View.OVERLAY, View.CHECKER])
@pytest.mark.parametrize("degrees", [30, 90])
def test_a_turned_view_that_moves_looks_like_one_drawn_afresh(view: View, degrees: int) -> None:
    start = Viewport(1.3, turn=Turn(degrees, True)).centred(plum().size, Size(400, 300))
    overlay = made(view, 2.0, start)
    overlay.set_viewport(start.panned(-31, 22))
    overlay.refresh()
    # A level from interpolation, as above, and one from the smoothed rim over it.
    np.testing.assert_allclose(rgb(overlay).astype(int), rgb(made(view, 2.0, start.panned(-31, 22))), atol=2)


@pytest.mark.parametrize("degrees", [0, 30, 90])
def test_ants_move_with_the_picture(degrees: int) -> None:
    start = Viewport(1.3, turn=Turn(degrees, True)).centred(plum().size, Size(400, 300))
    overlay = made(View.ANTS, 2.0, start)
    overlay.set_viewport(start.panned(-31, 22))
    overlay.refresh()
    differs = (np.abs(rgb(overlay).astype(int) - rgb(made(View.ANTS, 2.0, start.panned(-31, 22)))) > 1).any(axis=2)
    # Where the coverage is just half, a level more or less decides for a pixel or its neighbour.
    assert np.count_nonzero(differs) < 60


@pytest.mark.parametrize(("ratio", "width"), [(1.0, 1), (1.5, 2), (2.0, 2)])
@pytest.mark.parametrize("scale", [0.4, 1.0, 5.3])
def test_ants_are_black_and_white_and_one_pixel_wide_at_any_scale(ratio: float, width: int, scale: float) -> None:
    block = np.zeros((240, 320), np.uint8)
    block[60:180, 80:240] = 255
    overlay = made(View.ANTS, ratio, Viewport(scale).placed(Point(80, 120), Point(200, 150)))
    overlay.set_subject(Pyramid.of(block), None, Box(0, 0, 320, 240))
    bare = made(View.ORIGINAL, ratio, Viewport(scale).placed(Point(80, 120), Point(200, 150)))
    overlay.refresh()
    row = round(150 * ratio)
    differs = np.any(np.abs(rgb(overlay)[row].astype(int) - rgb(bare)[row]) > 1, axis=1)
    near = np.flatnonzero(differs[round(190 * ratio) : round(210 * ratio)])
    assert len(near) == width
    assert np.ptp(near) == width - 1
    line = rgb(overlay)[row][differs]
    assert {tuple(colour) for colour in line.tolist()} <= {(0, 0, 0), (255, 255, 255)}


def test_left_of_the_divide_stands_the_original_wherever_the_view_goes() -> None:
    viewport = Viewport(1.0, Point(20, 10))
    overlay, original, cutout = made(View.BLACK), made(View.ORIGINAL), made(View.BLACK)
    for at, moved in ((100, (0, 0)), (180, (0, 0)), (180, (40, -12)), (60, (40, -12))):
        overlay.set_divide(Point(at, 50))
        for pane in (overlay, original, cutout):
            pane.set_viewport(viewport.panned(*moved))
            pane.refresh()
        line = round(overlay.shown.to_view(Point(at, 50)).x)
        np.testing.assert_array_equal(rgb(overlay)[:, :line], rgb(original)[:, :line])
        np.testing.assert_array_equal(rgb(overlay)[:, line:], rgb(cutout)[:, line:])


@pytest.mark.parametrize(("view", "ground"), [(View.WHITE, 255), (View.BLACK, 0)])
def test_on_a_ground_the_cutout_is_composed(view: View, ground: int) -> None:
    scene = plum()
    alpha = scene.truth[..., None].astype(float) / 255
    expected = scene.pixels * alpha + ground * (1 - alpha)
    np.testing.assert_array_equal(rgb(made(view))[10:250, 20:340], np.rint(expected))


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


@pytest.mark.parametrize(("seconds", "least", "most"), [(inf, 0.2, 1.2), (0.0, 1.2, 6)], ids=["quick", "slow"])
def test_a_large_view_on_the_move_is_drawn_coarsely_and_well_once_it_rests(
    monkeypatch: pytest.MonkeyPatch, seconds: float, least: float, most: float
) -> None:
    monkeypatch.setattr("segdesk.app.overlay.SLOW_SECONDS", seconds)
    large, where = QSize(1501, 1003), Viewport(3.7, Point(131, 77))
    overlay, afresh = made(), made()
    for one in (overlay, afresh):
        one.set_size(large, 1.0)
    for nearer in (where, where.zoomed(2.0, Point(0, 0)), where):
        overlay.set_viewport(nearer, is_rough=True)
        overlay.refresh()
    afresh.set_viewport(where)
    afresh.refresh()
    coarse, fine = rgb(overlay).astype(int), rgb(afresh)
    assert least < np.abs(coarse - fine).mean() < most
    overlay.smooth()
    overlay.refresh()
    np.testing.assert_array_equal(rgb(overlay), fine)


def moving(view: View, *, is_rough: bool) -> np.ndarray:
    """A large view in its second frame on the move, or at rest, as RGB int HxWx3."""
    overlay = made(view)
    overlay.set_size(QSize(1501, 1003), 1.0)
    for scale in (3.5, 3.7):
        overlay.set_viewport(Viewport(scale, Point(131, 77)), is_rough=is_rough)
        overlay.refresh()
    return rgb(overlay).astype(int)


@pytest.mark.parametrize("seconds", [inf, 0.0], ids=["quick", "slow"])
def test_outline_and_checkerboard_stay_where_they_are_while_a_large_view_moves(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("segdesk.app.overlay.SLOW_SECONDS", seconds)
    drawn = [
        np.abs(moving(View.OUTLINE, is_rough=is_rough) - moving(View.ORIGINAL, is_rough=is_rough)).max(axis=2) > 40
        for is_rough in (True, False)
    ]
    coarse, fine = (np.count_nonzero(line) for line in drawn)
    assert coarse > fine / 2
    board, still = (moving(View.CHECKER, is_rough=is_rough)[90:160, 140:600] for is_rough in (True, False))
    assert len(np.unique(still.reshape(-1, 3), axis=0)) == 2
    # Of a board with other squares half of all pixels differ in full.
    assert np.abs(board - still).mean() < np.ptp(still, axis=(0, 1)).max() / 4


@pytest.mark.parametrize("seconds", [inf, 0.0], ids=["quick", "slow"])
def test_ants_run_as_thin_along_the_same_line_in_a_large_view_on_the_move(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr("segdesk.app.overlay.SLOW_SECONDS", seconds)

    def line(*, is_rough: bool) -> np.ndarray:
        overlay = made(View.ANTS)
        overlay.set_size(QSize(1501, 1003), 1.0)
        for scale in (1.5, 1.4):
            overlay.set_viewport(Viewport(scale, Point(131, 77)), is_rough=is_rough)
            overlay.refresh()
        # Nothing in the picture is as black or as white.
        return np.isin(rgb(overlay).astype(int).sum(axis=2), (0, 3 * 255))

    coarse, fine = line(is_rough=True), line(is_rough=False)
    assert np.count_nonzero(coarse) == pytest.approx(np.count_nonzero(fine), rel=0.25)
    near = cv2.dilate(fine.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (near | ~coarse).all()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_prompts_move_with_the_picture_and_more_of_them_come_to_lie_over_it(ratio: float) -> None:
    strokes = tuple(
        Stroke(polarity, 12, (Point(30 + 40 * step, 60), Point(80 + 40 * step, 150 - 20 * step)))
        for step, polarity in enumerate((Polarity.KEEP, Polarity.REMOVE, Polarity.KEEP))
    )
    box, size = BoxPrompt(Box(40, 30, 200, 160)), plum().size
    mask, whole, start = Pyramid.of(plum().truth), Box.whole(size), Viewport(1.0, Point(20, 10))
    overlay = made(ratio=ratio)
    for count in range(1, 4):
        overlay.set_subject(mask, Prompts(strokes=strokes[:count]), strokes[count - 1].bounds)
        overlay.refresh()
    for dx, dy in ((13, -7), (-40, 3), (0, 31)):
        start = start.panned(dx, dy)
        overlay.set_viewport(start)
        overlay.refresh()
    prompts = Prompts(strokes=strokes[1:], boxes=(box,))
    overlay.set_subject(mask, prompts, strokes[0].bounds.united(box.box.grown(4)))
    overlay.refresh()
    afresh = made(ratio=ratio, viewport=start)
    afresh.set_subject(mask, prompts, whole)
    afresh.refresh()
    apart = np.abs(rgb(overlay).astype(int) - rgb(afresh))
    # At 150 % a line's rim may fall a fraction of a pixel elsewhere.
    assert apart.max() <= 8
    assert apart.mean() < 0.02
    bare = made(ratio=ratio, viewport=start)
    assert np.abs(rgb(bare).astype(int) - rgb(afresh)).max() > 50
    afresh.set_subject(mask, None, whole)
    afresh.refresh()
    np.testing.assert_array_equal(rgb(afresh), rgb(bare))


def test_prompts_on_the_move_lie_as_they_do_at_rest() -> None:
    strokes = tuple(
        Stroke(polarity, 12, (Point(30, y), Point(160, 140 - y)))
        for y, polarity in ((20, Polarity.KEEP), (90, Polarity.REMOVE))
    )
    prompts = Prompts(strokes=strokes, boxes=(BoxPrompt(Box(40, 30, 200, 160)),))
    mask, whole, start = Pyramid.of(plum().truth), Box.whole(plum().size), Viewport(1.0, Point(20, 10))
    overlay = made(viewport=Viewport(1.3))
    overlay.set_subject(mask, prompts, whole)
    overlay.refresh()
    # At actual size the nearest pixel is the very one, and nothing but prompts could differ.
    for where in (start, start.panned(23, -14), start.panned(-9, 0)):
        overlay.set_viewport(where, is_rough=True)
        overlay.refresh()
        afresh = made(viewport=where)
        afresh.set_subject(mask, prompts, whole)
        afresh.refresh()
        # Translucent on translucent is rounded once more on an image of their own.
        np.testing.assert_allclose(rgb(overlay).astype(int), rgb(afresh), atol=2)
    overlay.smooth()
    overlay.refresh()
    np.testing.assert_array_equal(rgb(overlay), rgb(afresh))


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


def test_pixels_are_taken_as_they_are_where_places_are_their_middles_and_mixed_elsewhere() -> None:
    array, across, down = plum().pixels, Point(1, 0), Point(0, 1)
    taken = smooth(array, Grid(Point(30.5, 20.5), across, down, (50, 40)))
    np.testing.assert_array_equal(taken, array[20:60, 30:80])
    assert not np.shares_memory(taken, array)
    between = smooth(array, Grid(Point(31.0, 20.5), across, down, (50, 40)))
    np.testing.assert_allclose(between, array[20:60, 30:81].astype(int)[:, :-1] / 2 + array[20:60, 31:81] / 2, atol=1)
    beyond = smooth(array, Grid(Point(-1.5, 0.5), across, down, (9, 3)))
    np.testing.assert_array_equal(beyond, array[:3][:, [0, 0, *range(7)]])


@pytest.mark.parametrize("ratio", [1.0, 1.5])
def test_what_is_drawn_anew_is_told_and_little_else(ratio: float) -> None:
    scene, overlay = plum(), made(ratio=ratio)
    before, corners = rgb(overlay), (Box(10, 10, 30, 40), Box(240, 190, 270, 220))
    changed = scene.truth.copy()
    for box in corners:
        changed[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = 255
        overlay.mark(box)
    overlay.set_subject(Pyramid.of(changed), None, corners[0])
    told = overlay.refresh()
    apart = (rgb(overlay) != before).any(axis=2)
    assert apart.any()
    for y, x in np.argwhere(apart).tolist():
        assert told.contains(QPoint(int(x / ratio), int(y / ratio)))
    assert not told.contains(QPoint(150, 130))


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
