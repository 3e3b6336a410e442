"""Strokes are drawn from fewer points than they have, and look the same."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from segdesk.app.strokes import Place, PromptColours, paint_prompts
from segdesk.app.traces import Traces, trace
from segdesk.core.geometry import Box, Point, Viewport
from segdesk.core.prompts import Polarity, Prompts, Stroke

SIDE = 220


def winding(count: int, radius: float, *, is_pressed: bool = False) -> Stroke:
    """A line that curls, as a hand's does."""
    angles = np.cumsum(np.random.default_rng(count).normal(0, 0.2, count))
    x, y = (60 + np.cumsum(2 * part) for part in (np.cos(angles), np.sin(angles)))
    points = tuple(Point(float(a), float(b)) for a, b in zip(x, y, strict=True))
    radii = tuple(radius * (0.6 + 0.4 * math.sin(step / 9)) for step in range(count)) if is_pressed else ()
    return Stroke(Polarity.KEEP, radius, points, radii)


def drawn(strokes: tuple[Stroke, ...], viewport: Viewport, rects: list[QRect | None]) -> NDArray[np.uint8]:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(0xFF404040)
    traces = Traces()
    for rect in rects:
        painter = QPainter(image)
        if rect is not None:
            painter.setClipRect(rect)
        paint_prompts(painter, Prompts(strokes=strokes), Place(viewport, rect, traces), PromptColours())
        painter.end()
    return np.frombuffer(image.bits(), np.uint8).reshape(SIDE, SIDE, 4).astype(int)  # type: ignore[return-value]


@pytest.mark.parametrize("is_pressed", [False, True])
@pytest.mark.parametrize("scale", [0.4, 1.0, 2.5])
def test_a_stroke_drawn_in_slices_looks_as_one_drawn_whole(scale: float, is_pressed: bool) -> None:
    viewport = Viewport(scale, Point(10, 15))
    strokes = (winding(150, 14, is_pressed=is_pressed), winding(1, 9), winding(40, 30, is_pressed=is_pressed))
    whole = drawn(strokes, viewport, [None])
    slices = drawn(strokes, viewport, [QRect(0, top, SIDE, 20) for top in range(0, SIDE, 20)])
    assert (whole != 0x40).any()
    assert np.abs(whole - slices).max() <= 2


@given(st.integers(2, 300), st.floats(2, 60), st.floats(0.05, 2), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_point_is_farther_from_its_trace_than_allowed(
    count: int, radius: float, tolerance: float, is_pressed: bool
) -> None:
    stroke = winding(count, radius, is_pressed=is_pressed)
    thin = trace(stroke, tolerance)
    assert thin.points[0] == stroke.points[0]
    assert thin.points[-1] == stroke.points[-1]
    assert all(min(_away(at, one, other) for one, other in _pairs(thin.points)) <= tolerance for at in stroke.points)
    assert len(thin.points) <= len(stroke.points)


def test_where_the_hand_went_straight_few_points_are_left() -> None:
    straight = Stroke(Polarity.KEEP, 20, tuple(Point(step, 2.0 * step) for step in range(257)))
    assert len(trace(straight, 0.2).points) <= 5


def test_of_a_stroke_only_what_reaches_into_a_box_is_left() -> None:
    level = Stroke(Polarity.KEEP, 5, tuple(Point(10.0 * step, 50 + 9 * (step % 2)) for step in range(100)))
    box = Box(300, 0, 340, 200)
    (piece,) = trace(level, 0.1).pieces(box)
    assert 290 <= piece.points[0].x <= 300
    assert 340 <= piece.points[-1].x <= 350
    assert trace(level, 0.1).pieces(Box(0, 500, 900, 600)) == []


def test_traces_are_kept_while_their_strokes_and_about_their_scale_stay() -> None:
    traces, stroke = Traces(), winding(80, 10)
    first = traces.of(stroke, 0.6)
    assert traces.of(stroke, 0.9) is first
    assert traces.of(stroke, 1.1) is not first
    last = traces.of(stroke, 1.1)
    traces.keep([stroke])
    assert traces.of(stroke, 1.1) is last
    traces.keep([])
    assert traces.of(stroke, 1.1) is not last


def _pairs(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(pairwise(points)) or [(points[0], points[0])]


def _away(at: Point, one: Point, other: Point) -> float:
    """From a place to a line between two."""
    along = np.subtract(other, one)
    length = float(along @ along) or 1.0
    share = float(np.clip(np.subtract(at, one) @ along / length, 0, 1))
    return math.dist(at, np.add(one, share * along))
