"""Paint as the view shows it while it is drawn: move by move it comes to the stroke that is kept."""

import numpy as np
import pytest

from segdesk.app.layers import Sight
from segdesk.app.wet import Paint, Wet
from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import Polarity
from segdesk.core.retouch import RetouchStroke
from segdesk.core.tools import DEFAULT_TIP, RetouchDraft
from segdesk.imaging import retouch
from segdesk.imaging.strips import Strip

SIZE = Size(640, 480)
POINTS = tuple(Point(100 + 11.5 * step, 200 + 60 * np.sin(step / 4)) for step in range(30))

WAYS = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 0.3), (-0.2, -1)]


def whole(stroke: RetouchStroke, factor: int) -> Bytes2D:
    part = Strip(0, -(-SIZE.height // factor), 0, -(-SIZE.width // factor))
    return retouch.coverage(stroke, part, 1 / factor)


def drawn(wet: Wet) -> Bytes2D:
    return np.asarray(wet.levels.levels[0], np.uint8)


@pytest.mark.parametrize(("scale", "factor"), [(4.0, 1), (1.0, 1), (0.5, 2), (0.3, 2)])
@pytest.mark.parametrize("hardness", [0.5, 1.0])
def test_move_by_move_it_is_the_stroke_at_once(scale: float, factor: int, hardness: float) -> None:
    stroke = RetouchStroke(Polarity.KEEP, 25, POINTS, hardness, 0.8)
    wet = Wet(stroke, Sight(Box.whole(SIZE), scale), SIZE)
    for count in range(1, len(POINTS) + 1):
        wet.draw(POINTS[:count])
    assert wet.factor == factor
    assert np.abs(drawn(wet).astype(int) - whole(stroke, factor)).max() <= 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hardness", [0.8, 1.0])
def test_a_large_brush_in_small_moves_paints_the_stroke_at_once_whichever_way_it_goes(
    way: tuple[float, float], hardness: float
) -> None:
    points = tuple(Point(320 + 4 * way[0] * step, 240 + 4 * way[1] * step) for step in range(20))
    stroke = RetouchStroke(Polarity.REMOVE, 150, points, hardness)
    wet = Wet(stroke, Sight(Box.whole(SIZE), 1.0), SIZE)
    for count in range(1, len(points) + 1):
        wet.draw(points[:count])
    assert np.abs(drawn(wet).astype(int) - whole(stroke, wet.factor)).max() <= 1


@pytest.mark.parametrize(
    "points", [POINTS, *(tuple(Point(320 + 7 * x * n, 240 + 7 * y * n) for n in range(9)) for x, y in WAYS)]
)
def test_a_move_tells_all_that_changes(points: tuple[Point, ...]) -> None:
    stroke = RetouchStroke(Polarity.KEEP, 25, points)
    wet = Wet(stroke, Sight(Box.whole(SIZE), 1.0), SIZE)
    before = drawn(wet).copy()
    for count in range(1, len(points) + 1):
        changed, after = wet.draw(points[:count]), drawn(wet).copy()
        for left, top, right, bottom in (map(int, box) for box in changed):
            before[top:bottom, left:right] = after[top:bottom, left:right]
        np.testing.assert_array_equal(before, after)


def test_the_free_end_of_a_straight_line_leaves_no_trace() -> None:
    stroke = RetouchStroke(Polarity.KEEP, 9, POINTS)
    wet = Wet(stroke, Sight(Box.whole(SIZE), 1.0), SIZE)
    wet.draw(POINTS[:1])
    bare = drawn(wet).copy()
    wet.draw(POINTS[:1], rubber=Point(500, 400))
    assert drawn(wet)[400, 500] == 255
    wet.draw(POINTS[:1], rubber=Point(500, 50))
    assert drawn(wet)[400, 500] == 0
    changed = wet.draw(POINTS[:1])
    np.testing.assert_array_equal(drawn(wet), bare)
    assert max(box.right for box in changed) > 500


def test_a_soft_brush_is_painted_small_and_looks_the_same() -> None:
    stroke = RetouchStroke(Polarity.KEEP, 300, POINTS, 0.0)
    wet = Wet(stroke, Sight(Box.whole(SIZE), 1.0), SIZE)
    wet.draw(POINTS)
    assert wet.factor > 2
    small = whole(stroke, 1).reshape(SIZE.height // wet.factor, wet.factor, SIZE.width // wet.factor, wet.factor)
    # A rim is half a pixel wider to either side, and here pixels are larger.
    assert np.abs(drawn(wet) - small.mean(axis=(1, 3))).max() < 4


def test_what_is_out_of_sight_is_not_painted() -> None:
    stroke = RetouchStroke(Polarity.KEEP, 9, POINTS)
    wet = Wet(stroke, Sight(Box(400, 400, 600, 470), 1.0), SIZE)
    assert wet.draw(POINTS) == ()
    assert not drawn(wet).any()


def test_where_nobody_looks_there_is_no_paint_to_show() -> None:
    paint, nowhere = Paint(), Sight(Box(0, 0, 0, 0), 1.0)
    draft = RetouchDraft(Polarity.KEEP, 9, DEFAULT_TIP, POINTS[:5], (9.0,) * 5)
    assert paint.draw(draft, nowhere, SIZE) == ()
    assert paint.beyond(None, nowhere, SIZE) == []
    [wet] = paint.beyond(None, Sight(Box.whole(SIZE), 1.0), SIZE)
    assert drawn(wet).any()


@pytest.mark.parametrize("scale", [4.0, 1.0, 0.5])
def test_a_finished_stroke_takes_memory_for_what_it_reaches_alone(scale: float) -> None:
    stroke = RetouchStroke(Polarity.KEEP, 9, POINTS[:4], 0.5)
    wet = Wet(stroke, Sight(Box.whole(SIZE), scale), SIZE, is_finished=True)
    wet.draw(stroke.points)
    small, corner = drawn(wet), wet.corner
    x, y = (int(at // wet.factor) for at in corner)
    laid = np.zeros_like(whole(stroke, wet.factor))
    laid[y : y + len(small), x : x + len(small[0])] = small
    np.testing.assert_array_equal(laid, whole(stroke, wet.factor))
    assert small.size < laid.size / 10
    assert not any(rim.any() for rim in (small[0], small[-1], small[:, 0], small[:, -1]))


def test_a_finished_stroke_out_of_sight_takes_next_to_nothing() -> None:
    stroke = RetouchStroke(Polarity.KEEP, 9, POINTS)
    wet = Wet(stroke, Sight(Box(500, 400, 600, 470), 1.0), SIZE, is_finished=True)
    assert wet.draw(stroke.points) == ()
    assert drawn(wet).size < 64
