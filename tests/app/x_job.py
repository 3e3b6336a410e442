"""A designer's whole job with real pointer and key events, from the proposal to one file of two subjects."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Box, Point
from segdesk.core.prompts import Polarity
from tests.app.x_hands import LEFT, RIGHT, Program

VIEWS = {"5": "white", "6": "black", "4": "checker", "9": "mask", "0": "alpha", "t": "trimap", "1": "overlay"}
"""Keys and the views they show."""


@dataclass(frozen=True)
class Plan:
    """What a hand that knows the truth does: lines of places in the picture.

    other: a box beside the subject, for another one.
    """

    strokes: tuple[tuple[Polarity, tuple[Point, ...]], ...]
    hair: tuple[Point, ...]
    erased: tuple[Point, ...]
    other: Box


def plan_of(truth: Bytes2D) -> Plan:
    """Strokes through the middle of what stays and of what goes, along the upper edge, and a box in an empty corner."""
    inside = np.multiply(truth >= INSIDE, 255, dtype=np.uint8)
    kept, removed = _middle(inside), _middle(255 - inside)
    step = max(truth.shape) / 60
    outline = max(cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=len)[:, 0]
    start = int(outline[:, 1].argmin())
    along = [outline[(start + int(share * len(outline))) % len(outline)] for share in (0, 0.01, 0.02, 0.03)]
    beside = Point(kept.x + 3 * step, kept.y + 3 * step)
    strokes = (Polarity.KEEP, _line(kept, step)), (Polarity.REMOVE, _line(removed, step))
    return Plan(
        strokes, tuple(Point(float(x), float(y)) for x, y in along), _line(beside, step / 2), _empty_box(inside)
    )


def work(program: Program, plan: Plan, target: Path, look: Callable[[str], None] = lambda _: None) -> list[str]:
    """All of it, up to the file and the end of the program; `look` may look at the screen after each part.

    Returns the views that were shown.
    """
    program.do("key", "a")
    program.hear("answered")
    program.hear("finished")
    look("auto")
    program.do("key", "k")
    for polarity, line in plan.strokes:
        program.drag(line, LEFT if polarity is Polarity.KEEP else RIGHT)
        program.hear("answered")
    program.hear("finished")
    look("corrected")
    program.do("key", "e")
    program.drag(plan.hair)
    program.hear("finished")
    look("hair")
    program.do("mousemove", *program.controls["Soft"], "click", LEFT)
    program.hear("finished")
    look("soft")
    program.do("key", "j")
    program.drag(plan.erased, RIGHT)
    program.hear("finished")
    look("retouched")
    program.do("key", "ctrl+shift+n", "key", "b")
    left, top, right, bottom = plan.other
    program.drag((Point(left, top), Point(right, bottom)))
    program.hear("answered")
    program.hear("finished")
    look("second")
    views = ["overlay"]
    for key, name in VIEWS.items():
        program.do("key", key)
        views.append(program.hear("view")["name"])
        look(name)
    _export(program, target)
    return views


def _export(program: Program, target: Path) -> None:
    """One file of all subjects, by the command palette, for the command has no key; then the program ends."""
    program.do("key", "ctrl+k", "sleep", 0.3, "type", "Export together")
    program.do("sleep", 0.3, "key", "Return")
    program.save_as(target)


def _middle(inside: Bytes2D) -> Point:
    """The place farthest from the edge."""
    framed = cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    far = np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5))[1:-1, 1:-1]
    row, column = np.unravel_index(int(far.argmax()), far.shape)
    return Point(float(column), float(row))


def _line(at: Point, length: float) -> tuple[Point, ...]:
    return at, Point(at.x + length, at.y), Point(at.x + length, at.y + length / 2)


def _empty_box(inside: Bytes2D) -> Box:
    """The corner that the subject leaves freest."""
    height, width = inside.shape
    high, wide = height // 5, width // 5
    places = [(x, y) for x in (wide // 4, width - wide - wide // 4) for y in (high // 4, height - high - high // 4)]
    x, y = min(places, key=lambda at: int(np.count_nonzero(inside[at[1] : at[1] + high, at[0] : at[0] + wide])))
    return Box(x, y, x + wide, y + high)
