"""Prompts as JSON text, for files beside a picture and for the command line.

    {"format": 1, "auto": false, "candidate": 0,
     "boxes": [[left, top, right, bottom], ...],
     "strokes": [{"polarity": "keep", "radius": 12, "points": [[x, y], ...]},
                 {"polarity": "remove", "region": [[x, y], ...]}, ...]}

All other numbers are picture pixels. A region, given by its outline, stands among the strokes where it was drawn: of
contradicting ones the later wins. The candidate is which proposal for the main subject is meant, from 0, and may be
missing like all but the format. Scribble maps have no place in it: they are pictures of their own.
"""

import json
import math
from typing import Any, cast

from segdesk.core.errors import PromptError, Reason
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, Mark, Polarity, Prompts, Region, Stroke

FORMAT = 1


def dump_prompts(prompts: Prompts) -> str:
    """Strokes, regions, boxes and the wish for the main subject as JSON text."""
    strokes = [_table_of(stroke) for stroke in prompts.strokes]
    boxes = [list(prompt.box) for prompt in prompts.boxes]
    wish = {"auto": prompts.auto, "candidate": prompts.candidate}
    return json.dumps({"format": FORMAT, **wish, "boxes": boxes, "strokes": strokes}, indent=1)


def parse_prompts(text: str, name: str) -> Prompts:
    """Prompts from JSON text; `name` is what an error calls the file. Raises PromptError."""
    try:
        root = _table(json.loads(text), "the file")
        if root.get("format") != FORMAT:
            raise ValueError(f"its format is {root.get('format')!r}, not {FORMAT}")
        boxes = tuple(_box(item) for item in _list(root.get("boxes", []), "boxes"))
        strokes = tuple(_mark(item) for item in _list(root.get("strokes", []), "strokes"))
        auto, candidate = _flag(root.get("auto", False), "auto"), _count(root.get("candidate", 0), "candidate")
        return Prompts(strokes=strokes, boxes=boxes, auto=auto, candidate=candidate)
    except (ValueError, RecursionError) as error:
        raise PromptError(Reason.PROMPTS_UNREADABLE, name=name, detail=_detail(error)) from error


def stroke_from_text(text: str, polarity: Polarity) -> Stroke:
    """A stroke written RADIUS:X,Y[ X,Y ...]. Raises ValueError that says what is wrong."""
    radius, colon, rest = text.partition(":")
    if not colon:
        raise ValueError("write a stroke as RADIUS:X,Y X,Y ...")
    points = [_point(pair.split(",")) for pair in rest.split()]
    return _made_stroke(polarity, _number(radius), points)


def box_from_text(text: str) -> BoxPrompt:
    """A box written X1,Y1,X2,Y2. Raises ValueError that says what is wrong."""
    return _box(text.split(","))


def _table_of(mark: Mark) -> dict[str, object]:
    points = [list(point) for point in mark.points]
    match mark:
        case Stroke():
            return {"polarity": mark.polarity.value, "radius": mark.radius, "points": points}
        case Region():
            return {"polarity": mark.polarity.value, "region": points}


def _mark(item: object) -> Mark:
    table = _table(item, "a stroke")
    try:
        polarity = Polarity(table.get("polarity"))
    except ValueError:
        raise ValueError("a stroke's polarity must be keep or remove") from None
    if "region" in table:
        return _made_region(polarity, _points(table["region"], "a region"))
    return _made_stroke(polarity, _number(table.get("radius")), _points(table.get("points"), "points"))


def _made_region(polarity: Polarity, points: list[Point]) -> Region:
    if len(points) < 3:
        raise ValueError("a region needs at least three points")
    return Region(polarity, tuple(points))


def _made_stroke(polarity: Polarity, radius: float, points: list[Point]) -> Stroke:
    if radius <= 0:
        raise ValueError("a stroke's radius must be above 0")
    if not points:
        raise ValueError("a stroke needs at least one point")
    return Stroke(polarity, radius, tuple(points))


def _box(item: object) -> BoxPrompt:
    sides = [_number(side) for side in _list(item, "a box")]
    if len(sides) != 4:
        raise ValueError("a box needs four numbers: left, top, right, bottom")
    box = Box(*sides)
    if box.is_empty:
        raise ValueError("a box's right and bottom must lie beyond its left and top")
    return BoxPrompt(box)


def _points(item: object, what: str) -> list[Point]:
    return [_point(at) for at in _list(item, what)]


def _point(item: object) -> Point:
    pair = [_number(value) for value in _list(item, "a point")]
    if len(pair) != 2:
        raise ValueError("a point needs two numbers, x and y")
    return Point(*pair)


def _number(item: object) -> float:
    try:
        value = float(cast(Any, item)) if not isinstance(item, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{str(item)[:40]!r} is not a number")
    return value


def _flag(item: object, what: str) -> bool:
    if not isinstance(item, bool):
        raise ValueError(f"{what} must be true or false")
    return item


def _count(item: object, what: str) -> int:
    if not isinstance(item, int) or isinstance(item, bool) or item < 0:
        raise ValueError(f"{what} must be a whole number from 0 on")
    return item


def _list(item: object, what: str) -> list[object]:
    if not isinstance(item, list):
        raise ValueError(f"{what} must be a list")
    return cast(list[object], item)


def _table(item: object, what: str) -> dict[str, object]:
    if not isinstance(item, dict):
        raise ValueError(f"{what} must be an object")
    return cast(dict[str, object], item)


def _detail(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno} is not JSON"
    return str(error) or type(error).__name__
