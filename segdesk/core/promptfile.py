"""Prompts as JSON text, for files beside a picture and for the command line.

    {"format": 1, "auto": false, "candidate": 0,
     "boxes": [[left, top, right, bottom], ...],
     "strokes": [{"polarity": "keep", "radius": 12, "points": [[x, y], ...]},
                 {"polarity": "keep", "radius": 12, "points": [[x, y], ...], "radii": [6, ...]},
                 {"polarity": "remove", "region": [[x, y], ...]}, ...],
     "hair": [{"polarity": "keep", "radius": 12, "points": [[x, y], ...], "sure": false}, ...]}

All other numbers are picture pixels. A region, given by its outline, stands among the strokes where it was drawn: of
contradicting ones the later wins. Any stroke may have radii, the brush at each of its points, where a pen's pressure
made it smaller. The candidate is which proposal for the main subject is meant, from 0, and may be missing like all but
the format. Strokes on the trimap are `hair`: sure ones say what is subject or background, of the others those that keep
let matting decide and those that remove take earlier ones back. Scribble maps have no place in the file: they are
pictures of their own.
"""

import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from segdesk.core import fields
from segdesk.core.errors import PromptError, Reason
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import BoxPrompt, HairStroke, Mark, Polarity, Prompts, Region, Stroke

FORMAT = 1
T = TypeVar("T")


def parse_prompts(text: str, name: str) -> Prompts:
    """Prompts from JSON text; `name` is what an error calls the file. Raises PromptError."""
    return _parsed(text, name, prompts_from_table)


def parse_hair(text: str, name: str) -> tuple[HairStroke, ...]:
    """The strokes on the trimap from the same text. Raises PromptError."""
    return _parsed(text, name, _hair_of)


def prompts_table(prompts: Prompts) -> dict[str, object]:
    """What the file holds beside its format, as values for JSON."""
    boxes = [[float(side) for side in prompt.box] for prompt in prompts.boxes]
    strokes = [mark_table(stroke) for stroke in prompts.strokes]
    return {"auto": prompts.auto, "candidate": prompts.candidate, "boxes": boxes, "strokes": strokes}


def prompts_from_table(root: dict[str, object]) -> Prompts:
    """The way back. Raises ValueError that says what is wrong."""
    boxes = tuple(box_from_list(item) for item in fields.items(root.get("boxes", []), "boxes"))
    strokes = tuple(mark_from_table(item) for item in fields.items(root.get("strokes", []), "strokes"))
    auto = fields.flag(root.get("auto", False), "auto")
    candidate = fields.count(root.get("candidate", 0), "candidate")
    return Prompts(strokes=strokes, boxes=boxes, auto=auto, candidate=candidate)


def hair_table(stroke: HairStroke) -> dict[str, object]:
    """A stroke on the trimap as values for JSON."""
    return {**mark_table(stroke), "sure": stroke.is_sure}


def hair_from_table(item: object) -> HairStroke:
    """The way back. Raises ValueError that says what is wrong."""
    mark = mark_from_table(item)
    if not isinstance(mark, Stroke):
        raise ValueError("the hair brush draws no regions")
    return HairStroke.of(mark, is_sure=fields.flag(fields.table(item, "a stroke").get("sure", False), "sure"))


def mark_table(mark: Mark) -> dict[str, object]:
    """A stroke or region as values for JSON."""
    match mark:
        case Stroke():
            return {
                "polarity": mark.polarity.value,
                "radius": float(mark.radius),
                "points": point_pairs(mark.points),
                **radii_table(mark.radii),
            }
        case Region():
            return {"polarity": mark.polarity.value, "region": point_pairs(mark.points)}


def mark_from_table(item: object) -> Mark:
    """The way back. Raises ValueError that says what is wrong."""
    table = fields.table(item, "a stroke")
    polarity = polarity_of(table)
    if "region" in table:
        return _made_region(polarity, points_from_pairs(table["region"], "a region"))
    radius, points = fields.number(table.get("radius")), points_from_pairs(table.get("points"), "points")
    return _made_stroke(polarity, radius, points, radii_from_table(table))


def polarity_of(table: dict[str, object]) -> Polarity:
    """What a stroke says. Raises ValueError that says what is wrong."""
    try:
        return Polarity(table.get("polarity"))
    except ValueError:
        raise ValueError("a stroke's polarity must be keep or remove") from None


def point_pairs(points: Iterable[Point]) -> list[list[float]]:
    """Points as values for JSON."""
    return [[float(at.x), float(at.y)] for at in points]


def points_from_pairs(item: object, what: str) -> list[Point]:
    """The way back. Raises ValueError that says what is wrong."""
    return [_point(at) for at in fields.items(item, what)]


def radii_table(radii: tuple[float, ...]) -> dict[str, object]:
    """What a stroke has beside its radius where a pen's pressure made it smaller; else nothing."""
    return {"radii": [float(radius) for radius in radii]} if radii else {}


def radii_from_table(table: dict[str, object]) -> tuple[float, ...]:
    """The way back. Raises ValueError that says what is wrong."""
    return tuple(fields.number(radius) for radius in fields.items(table.get("radii", []), "radii"))


def stroke_from_text(text: str, polarity: Polarity) -> Stroke:
    """A stroke written RADIUS:X,Y[ X,Y ...]. Raises ValueError that says what is wrong."""
    radius, colon, rest = text.partition(":")
    if not colon:
        raise ValueError("write a stroke as RADIUS:X,Y X,Y ...")
    points = [_point(pair.split(",")) for pair in rest.split()]
    return _made_stroke(polarity, fields.number(radius), points)


def box_from_text(text: str) -> BoxPrompt:
    """A box written X1,Y1,X2,Y2. Raises ValueError that says what is wrong."""
    return box_from_list(text.split(","))


def _parsed(text: str, name: str, read: Callable[[dict[str, object]], T]) -> T:
    try:
        root = fields.table(json.loads(text), "the file")
        if root.get("format") != FORMAT:
            raise ValueError(f"its format is {root.get('format')!r}, not {FORMAT}")
        return read(root)
    except (ValueError, RecursionError) as error:
        raise PromptError(Reason.PROMPTS_UNREADABLE, name=name, detail=_detail(error)) from error


def _hair_of(root: dict[str, object]) -> tuple[HairStroke, ...]:
    return tuple(hair_from_table(item) for item in fields.items(root.get("hair", []), "hair"))


def _made_region(polarity: Polarity, points: list[Point]) -> Region:
    if len(points) < 3:
        raise ValueError("a region needs at least three points")
    return Region(polarity, tuple(points))


def _made_stroke(polarity: Polarity, radius: float, points: list[Point], radii: tuple[float, ...] = ()) -> Stroke:
    if radius <= 0:
        raise ValueError("a stroke's radius must be above 0")
    if not points:
        raise ValueError("a stroke needs at least one point")
    return Stroke(polarity, radius, tuple(points), radii)


def box_from_list(item: object) -> BoxPrompt:
    """A box from its four sides. Raises ValueError that says what is wrong."""
    sides = [fields.number(side) for side in fields.items(item, "a box")]
    if len(sides) != 4:
        raise ValueError("a box needs four numbers: left, top, right, bottom")
    box = Box(*sides)
    if box.is_empty:
        raise ValueError("a box's right and bottom must lie beyond its left and top")
    return BoxPrompt(box)


def _point(item: object) -> Point:
    pair = [fields.number(value) for value in fields.items(item, "a point")]
    if len(pair) != 2:
        raise ValueError("a point needs two numbers, x and y")
    return Point(*pair)


def _detail(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno} is not JSON"
    return str(error) or type(error).__name__
