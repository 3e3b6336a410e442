"""A designer for training: points, brushes, draws boxes, starts from poor masks, corrects what came out wrong.

Hands are not exact: places, radii and boxes all jitter.
"""

from typing import Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.imaging.cues import Hints

from .scenes import Scene

Bytes2D = NDArray[np.uint8]
Floats = NDArray[np.float32]
Place = NDArray[np.float64]
Opening = Literal["auto", "click", "strokes", "box", "prior"]

_AUTO = 0.22
"""How often nothing is said where the subject is obvious."""
_OPENINGS: dict[Opening, float] = {"click": 0.29, "strokes": 0.34, "box": 0.3, "prior": 0.07}
_THINNEST, _THICKEST = 0.012, 0.11
"""Widths of dabs in sides of the view: a small brush seen from afar, and one in a close view."""
_PEN = (0.008, 0.035)
_MOST_STEPS = 40
_ACROSS = 0.5
"""How often a first stroke heads for another part of what it means, as a hand does that draws along an arm."""
_STRAYS = 0.05
"""How often a stroke may run over the edge of what it means."""
_JITTER = 0.4
"""How far from the middle of an error a click may fall, in radii of the error."""
_AGAIN = 0.2
"""How often nothing is said of an answer: the engine looks again with what it found, before anybody corrects it."""
_WRONG = 0.12
"""How often the smaller of the two kinds of error is mended first."""
_FORGOTTEN = 0.15
"""How often what was kept before is taken back without being the prior any more."""


def opening_hints(scene: Scene, rng: np.random.Generator, kind: Opening | None = None) -> Hints:
    """What a designer might say first of a scene, or say next where something is kept already."""
    if kind is None and scene.before is not None:
        return _taken_back(scene, scene.before, rng)
    if kind is None:
        kind = "auto" if scene.alone and rng.random() < _AUTO else _drawn_kind(rng)
    subject = ((scene.truth > 127) & (scene.unknown == 0)).astype(np.uint8)
    ground = ((scene.truth <= 127) & (scene.unknown == 0)).astype(np.uint8)
    hints = Hints.nothing(len(subject))
    match kind:
        case "auto":
            pass
        case "click":
            _click(hints, subject, ground, rng)
        case "strokes":
            for drawn, area, most in ((hints.keep, subject, 3), (hints.remove, ground, 4)):
                for _ in range(rng.integers(1 if area is subject else 0, most + 1)):
                    _brush(drawn, area, rng.uniform(*_PEN), rng)
        case "box":
            if rng.random() < 0.25:
                _click(hints, subject, ground, rng)
            hints = Hints(hints.keep, hints.remove, _box(scene.truth, scene.unknown, rng))
        case "prior":
            _dab(hints.keep, _inside(subject, rng, 0.6), rng)
            hints = hints.with_prior(_poor_mask(subject, rng))
    if rng.random() > _STRAYS:
        hints.keep[subject == 0] = 0
    hints.remove[ground == 0] = 0
    return hints


def corrected(hints: Hints, scene: Scene, probability: Floats, rng: np.random.Generator) -> Hints:
    """One more dab or stroke where the answer, float32 SxS, is wrong; it becomes the prior, mostly as a hard mask."""
    if rng.random() < _AGAIN:
        return hints.with_prior(probability if rng.random() < 0.5 else _hard(probability))
    inside, subject = (probability > 0.5).astype(np.uint8), (scene.truth > 127).astype(np.uint8)
    known = 1 - scene.unknown
    missed, extra = subject & (1 - inside) & known, inside & (1 - subject) & known
    depths = depth_of(missed), depth_of(extra)
    is_missed = depths[0].max() >= depths[1].max()
    if rng.random() < _WRONG:
        is_missed = not is_missed
    error, depth = (missed, depths[0]) if is_missed else (extra, depths[1])
    keep, remove = hints.keep, hints.remove
    if depth.max() >= 1.2:
        drawn = np.zeros_like(keep)
        if rng.random() < 0.75:
            _dab(drawn, _near_deepest(depth, rng), rng)
        else:
            _brush(drawn, error, 0.6 * _width(rng), rng, steps=int(rng.integers(2, 12)))
        drawn &= (subject if is_missed else 1 - subject) & known
        keep, remove = (keep | drawn, remove) if is_missed else (keep, remove | drawn)
    box = None if rng.random() < 0.3 else hints.box
    return Hints(keep, remove, box, _remembered(probability, rng))


def _taken_back(scene: Scene, before: Bytes2D, rng: np.random.Generator) -> Hints:
    """A stroke that removes part of what was kept, by a box or by a dab on what is to stay."""
    known = (1 - scene.unknown).astype(np.uint8)
    subject = (scene.truth > 127).astype(np.uint8) & known
    gone = ((before > 127) & (scene.truth <= 127)).astype(np.uint8) & known
    keep, remove = np.zeros_like(subject), np.zeros_like(subject)
    if rng.random() < 0.6:
        _dab(keep, _inside(subject, rng, 0.6), rng)
    if scene.dent is not None:
        remove = scene.dent
    elif rng.random() < 0.5:
        _dab(remove, _inside(gone, rng, 0.75), rng)
    else:
        _brush(remove, gone, rng.uniform(*_PEN), rng)
    box = _box(before, scene.unknown, rng) if rng.random() < 0.4 else None
    hints = Hints(keep & subject, remove & gone, box)
    if rng.random() < _FORGOTTEN:
        return hints
    whole = (before > 127).astype(np.uint8)
    return hints.with_prior(_poor_mask(whole, rng) if rng.random() < 0.25 else whole.astype(np.float32))


def _drawn_kind(rng: np.random.Generator) -> Opening:
    weights = np.array(list(_OPENINGS.values()))
    return cast(Opening, str(rng.choice(list(_OPENINGS), p=weights / weights.sum())))


def _remembered(probability: Floats, rng: np.random.Generator) -> Floats | None:
    chance = rng.random()
    if chance < 0.08:
        return None
    return probability if chance < 0.25 else _hard(probability)


def _hard(probability: Floats) -> Floats:
    return (probability > 0.5).astype(np.float32)


def _click(hints: Hints, subject: Bytes2D, ground: Bytes2D, rng: np.random.Generator) -> None:
    for number in range(int(min(3, rng.geometric(0.65)))):
        _dab(hints.keep, _inside(subject, rng, 0.75 if number == 0 else 0.2), rng)
    reach = 2 * max(1, int(0.06 * len(subject))) + 1
    near = np.asarray(cv2.dilate(subject, np.ones((reach, reach), np.uint8)), np.uint8) & ground
    for _ in range(int(min(4, rng.geometric(0.55) - 1))):
        area = near if near.any() and rng.random() < 0.4 else ground
        _dab(hints.remove, _inside(area, rng, 0.3), rng)


def _box(truth: Bytes2D, unknown: Bytes2D, rng: np.random.Generator) -> Bytes2D | None:
    """A box around everything that may belong to the subject: tight and shaky, or up to a quarter too wide."""
    seen = (truth > 127) | ((unknown > 0) & (truth > 60))
    left, top, width, height = cv2.boundingRect(seen.astype(np.uint8))
    if rng.random() < 0.45:
        slack = rng.normal(size=4) * 0.03 + rng.choice((0, 0.03, 0.06))
    else:
        slack = rng.uniform(0, 0.25, 4) * (1 if rng.random() < 0.5 else rng.uniform())
    spans = slack * (width, height, width, height)
    sides = np.array((left, top, left + width, top + height)) + spans * (-1, -1, 1, 1)
    x0, y0, x1, y1 = (max(0, round(float(side))) for side in sides)
    box = np.zeros_like(truth)
    box[y0:y1, x0:x1] = 1
    return box if box.any() else None


def _poor_mask(subject: Bytes2D, rng: np.random.Generator) -> Floats:
    """The subject with a wavering outline, grown or shrunk, perhaps with a part gone or a stranger taken in."""
    side = len(subject)
    reach = rng.uniform(2, max(3.0, 0.08 * side))
    coarse = rng.normal(size=(rng.integers(4, 14),) * 2).astype(np.float32)
    waves = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    inwards, outwards = (cv2.distanceTransform(area, cv2.DIST_L2, 3) for area in (subject, 1 - subject))
    height = inwards - outwards
    mask = (height + waves * reach + rng.choice((-1, 0, 1)) * reach > 0).astype(np.float32)
    if rng.random() < 0.4:
        left, top = rng.integers(0, side, 2)
        width, down = rng.integers(side // 8, side // 2, 2)
        mask[top : top + down, left : left + width] = rng.integers(2)
    return mask


def _near_deepest(depth: Floats, rng: np.random.Generator) -> tuple[int, int]:
    """A place (row, column) within a share of the error's inner radius around its deepest point."""
    row, column = np.unravel_index(int((depth + rng.random(depth.shape, np.float32) * 0.3).argmax()), depth.shape)
    away = rng.uniform(0, _JITTER) * depth[row, column]
    angle = rng.uniform(0, 2 * np.pi)
    last = len(depth) - 1
    moved_row, moved_column = round(row + away * np.sin(angle)), round(column + away * np.cos(angle))
    return int(np.clip(moved_row, 0, last)), int(np.clip(moved_column, 0, last))


def _inside(area: Bytes2D, rng: np.random.Generator, central: float) -> tuple[int, int] | None:
    """A place in an area, deep inside it with the chance `central`."""
    depth = depth_of(area)
    if depth.max() <= 0:
        return None
    least = depth.max() * rng.uniform(0.5, 1) if rng.random() < central else min(2.0, depth.max() * 0.5)
    rows, columns = np.nonzero(depth >= least - 1e-3)
    chosen = rng.integers(len(rows))
    return int(rows[chosen]), int(columns[chosen])


def _width(rng: np.random.Generator) -> float:
    return float(np.exp(rng.uniform(np.log(_THINNEST), np.log(_THICKEST))))


def _dab(drawn: Bytes2D, place: tuple[int, int] | None, rng: np.random.Generator) -> None:
    if place is not None:
        radius = max(1, round(_width(rng) * len(drawn) / 2))
        cv2.circle(drawn, (place[1], place[0]), radius, 1, -1)


def _brush(drawn: Bytes2D, area: Bytes2D, width: float, rng: np.random.Generator, *, steps: int | None = None) -> None:
    """A stroke that stays inside an area: winding or, if its steps are not counted, perhaps across to another part."""
    side = len(area)
    depth = depth_of(area)
    rows, columns = np.nonzero(depth > min(2.0, depth.max() * 0.4))
    if not len(rows):
        return
    chosen = rng.integers(len(rows), size=2)
    start, goal = np.column_stack((columns[chosen], rows[chosen])).astype(float)
    is_across = steps is None and rng.random() < _ACROSS
    most = _MOST_STEPS if is_across else int(rng.integers(3, 28)) if steps is None else steps
    points = _course(depth, start, goal if is_across else None, steps=most, rng=rng)
    line = np.round(points).astype(np.int32).reshape(-1, 1, 2)
    cv2.polylines(drawn, [line], False, 1, max(1, round(width * side)))


def _course(depth: Floats, start: Place, goal: Place | None, *, steps: int, rng: np.random.Generator) -> list[Place]:
    """Places (x, y) a hand comes by: on and on, or towards a goal, as long as it finds a way that is deep enough."""
    side = len(depth)
    place, angle, points = start, rng.uniform(0, 2 * np.pi), [start]
    for _ in range(steps):
        if goal is not None:
            across, down = goal - place
            if np.hypot(across, down) < 0.02 * side:
                break
            angle = float(np.arctan2(down, across))
        for attempt in range(8):
            turned = angle + rng.normal() * (0.35 + 0.25 * attempt)
            ahead = place + 0.018 * side * np.array((np.cos(turned), np.sin(turned)))
            x, y = int(ahead[0]), int(ahead[1])
            if 0 <= x < side and 0 <= y < side and depth[y, x] > 1.5:
                place, angle = ahead, turned
                points.append(place)
                break
        else:
            break
    return points


def depth_of(area: NDArray[np.uint8]) -> Floats:
    """How deep in an area, uint8 HxW of 0 and 1, each pixel lies, in pixels; beyond the view lies none of it."""
    padded = np.pad(area, 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 3), np.float32)[1:-1, 1:-1]
