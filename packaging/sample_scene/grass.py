"""Dried bunny-tail grass: every hair, awn and stem a tapered curve, painted from far to near."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .light import Ball, shade_of_balls
from .space import Camera, Flags, Floats, dot, normalised, smoothstep, vector
from .subject import FINE, Area

KEY = normalised(vector(-0.86, 0.46, 0.06))
BACK = normalised(vector(-0.55, 0.35, -0.80))
KEY_COLOUR = vector(2.25, 2.08, 1.82)
BACK_COLOUR = vector(1.7, 1.48, 1.08)
AMBIENT = vector(0.45, 0.385, 0.315)
FLOSS_ROOT = (0.44, 0.325, 0.185)
FLOSS_TIP = (0.80, 0.655, 0.435)
AWN = (0.40, 0.27, 0.13)
STRAW = (0.47, 0.36, 0.175)


@dataclass(frozen=True)
class Head:
    """One seed head: where its base and tip are, how thick it is and how golden (-1..1)."""

    base: tuple[float, float, float]
    tip: tuple[float, float, float]
    radius: float
    gold: float

    @property
    def ball(self) -> Ball:
        """The head as a caster of shade."""
        b, t = np.array(self.base), np.array(self.tip)
        x, y, z = (float(v) for v in b + 0.5 * (t - b))
        return Ball((x, y, z), self.radius * 1.35)


@dataclass(frozen=True)
class Strands:
    """Curves of K points: places SxKx3, widths SxK in decimetres, colours SxKx3."""

    places: Floats
    widths: Floats
    colours: Floats


@dataclass(frozen=True)
class Painted:
    """Grass in an area at FINE x FINE points a pixel: linear colour 3 and distance from the eye (0 where none)."""

    area: Area
    canvas: Floats


def arrangement() -> tuple[Head, ...]:
    """The bouquet, composed by hand: a full dome over the lip, and one head that leans out on each side."""
    plan = (
        (-0.48, 2.58, 0.32, -0.50, 0.50, 0.172, 0.3),
        (-0.17, 2.54, 0.44, -0.16, 0.55, 0.184, -0.2),
        (0.17, 2.53, 0.46, 0.10, 0.53, 0.180, 0.2),
        (0.46, 2.57, 0.32, 0.48, 0.52, 0.176, -0.1),
        (-0.74, 2.84, 0.06, -0.72, 0.52, 0.172, -0.3),
        (-0.40, 2.94, 0.16, -0.28, 0.57, 0.188, 0.1),
        (-0.01, 2.90, 0.24, 0.04, 0.57, 0.192, -0.4),
        (0.40, 2.95, 0.16, 0.20, 0.55, 0.184, 0.3),
        (0.76, 2.84, 0.04, 0.66, 0.50, 0.170, -0.2),
        (-0.60, 3.22, -0.14, -0.52, 0.54, 0.174, 0.5),
        (-0.22, 3.34, -0.06, -0.16, 0.57, 0.186, 0.0),
        (0.19, 3.28, -0.04, 0.02, 0.56, 0.182, -0.3),
        (0.60, 3.24, -0.14, 0.48, 0.52, 0.170, 0.4),
        (0.34, 3.48, -0.24, 0.22, 0.50, 0.160, 0.6),
        (-1.34, 2.84, 0.10, -0.92, 0.44, 0.150, 0.2),
        (1.34, 3.06, 0.08, 0.78, 0.45, 0.150, -0.1),
    )
    return tuple(_head(*row) for row in plan)


def _head(x: float, y: float, z: float, lean: float, tall: float, radius: float, gold: float) -> Head:
    axis = normalised(vector(lean, 1.0 - 0.35 * abs(lean), 0.25 * z))[:, 0] * tall
    return Head((x, y, z), (x + float(axis[0]), y + float(axis[1]), z + float(axis[2])), radius, gold)


def _lit(p: Floats, n: Floats, albedo: Floats, *, open_to_light: Floats, through: Floats) -> Floats:
    """Colour 3xN of thin fibres at `p`: wrapped key light, sky and walls, and the garden's light shining through."""
    key = np.clip((dot(n, KEY) + 0.35) / 1.35, 0, None) ** 1.3 * (0.38 + 0.62 * open_to_light) * through
    back = np.clip((dot(n, BACK) + 0.25) / 1.25, 0, None) ** 2 * open_to_light**1.5
    sky = (0.42 + 0.58 * open_to_light) * (0.72 + 0.28 * n[1])
    mouth = smoothstep(2.1, 2.75, p[1]) * 0.85 + 0.15
    return albedo * (KEY_COLOUR * key + BACK_COLOUR * back + AMBIENT * sky) * mouth


def floss(head: Head, heads: tuple[Head, ...], count: int, rng: np.random.Generator) -> Strands:
    """The soft hairs of one head, longer and more upright towards its tip, with a few awns that stand out."""
    base, tip = vector(*head.base), vector(*head.tip)
    axis = normalised(tip - base)
    tall = float(np.linalg.norm(tip - base))
    along = rng.beta(1.15, 1.25, count).astype(np.float32)
    out = rng.standard_normal((3, count)).astype(np.float32)
    out = normalised(out - axis * dot(out, axis))
    is_awn = rng.random(count) < 0.035
    bulge = np.sqrt(np.maximum(1 - (2 * along - 0.92) ** 2, 0.05)) * head.radius
    root = base + axis * (along * tall * 0.94) + out * bulge * rng.uniform(0.15, 0.72, count).astype(np.float32)
    stray = rng.standard_normal((3, count)).astype(np.float32)
    grow = normalised(axis * (0.85 + 0.9 * along) + out * (1.0 - 0.55 * along) + stray * 0.22)
    size = rng.uniform(0.085, 0.18, count).astype(np.float32) * np.where(is_awn, 1.9, 1.0)
    bend = normalised(axis * 0.55 + stray * 0.5 + vector(0.15, -0.1, 0)) * 0.28
    s = np.linspace(0, 1, 8, dtype=np.float32)
    places = root[:, :, None] + (grow[:, :, None] * s + bend[:, :, None] * s**2) * size[None, :, None]
    thick = np.where(is_awn, 0.0030, rng.uniform(0.0028, 0.0052, count))[:, None] * (1 - 0.8 * s**1.4)
    colours = _floss_colours(head, heads, places, out, is_awn, rng)
    return Strands(np.moveaxis(places, 0, 2), thick.astype(np.float32), colours)


def _floss_colours(
    head: Head, heads: tuple[Head, ...], places: Floats, out: Floats, is_awn: Flags, rng: np.random.Generator
) -> Floats:
    _, count, steps = places.shape
    base, tip = vector(*head.base), vector(*head.tip)
    axis = normalised(tip - base)
    flat = places.reshape(3, -1)
    v = flat - base
    up = dot(v, axis)
    away = v - axis * up
    outward = np.sqrt(dot(away, away)) / head.radius
    mid = np.clip(up / float(np.linalg.norm(tip - base)), 0, 1.3)
    n = normalised(away + axis * (mid - 0.45) * 0.35)
    share = np.tile(np.linspace(0, 1, steps, dtype=np.float32), count)
    open_to_light = np.clip(0.12 + 0.50 * np.maximum(outward, mid - 0.55) ** 1.2 + 0.42 * share, 0, 1)
    others = tuple(h.ball for h in heads if h is not head)
    through = shade_of_balls(flat, np.broadcast_to(KEY, flat.shape), others)
    albedo = _floss_albedo(head, share, is_awn, rng)
    colour = _lit(flat, n, albedo, open_to_light=open_to_light, through=through)
    return np.moveaxis(colour.reshape(3, count, steps), 0, 2)


def _floss_albedo(head: Head, share: Floats, is_awn: Flags, rng: np.random.Generator) -> Floats:
    count = is_awn.shape[0]
    steps = share.size // count
    root, tip, awn = (vector(*c) for c in (FLOSS_ROOT, FLOSS_TIP, AWN))
    colour = root + (tip - root) * share**0.7
    colour = np.where(np.repeat(is_awn, steps), awn + (tip - awn) * share**2 * 0.6, colour)
    tone = np.repeat(1 + 0.13 * rng.standard_normal(count).astype(np.float32), steps)
    golden = vector(1.03, 0.96, 0.84) ** head.gold
    return colour * np.clip(tone, 0.6, 1.4) * golden


def stem(head: Head, foot: tuple[float, float, float], rng: np.random.Generator) -> Strands:
    """A round straw from inside the jug to the head, as seven fibres side by side shaded like a cylinder."""
    s = np.linspace(0, 1, 46, dtype=np.float32)
    a, c = vector(*foot), vector(*head.base)
    axis = normalised(vector(*head.tip) - c)
    sway = vector(float(rng.normal(0, 0.03)), 0, float(rng.normal(0, 0.03)))
    first = vector(float(np.clip(0.22 * c[0, 0], -0.3, 0.3)), 2.66, 0.2 * float(c[2, 0])) + sway
    second = c - axis * 0.4
    line = a * (1 - s) ** 3 + 3 * first * s * (1 - s) ** 2 + 3 * second * s**2 * (1 - s) + (c + axis * 0.05) * s**3
    wide = (0.0205 - 0.0075 * s) * float(rng.uniform(0.85, 1.15))
    return _bundle(line, wide, vector(*STRAW) * vector(1.03, 0.96, 0.86) ** (head.gold + rng.normal(0, 0.6)))


def _bundle(line: Floats, wide: Floats, albedo: Floats) -> Strands:
    fibres = 7
    tangent = np.gradient(line, axis=1)
    side = normalised(np.cross(tangent, vector(0, 0, 1), axis=0).astype(np.float32))
    places, colours = [], []
    for k in range(fibres):
        u = (2 * k + 1) / fibres - 1
        n = normalised(side * u + vector(0, 0, 1) * float(np.sqrt(1 - u * u)))
        p = line + side * (u * wide / 2) + vector(0, 0, 0.004) * (1 - abs(u))
        ones = np.ones(line.shape[1], np.float32)
        places.append(p.T)
        colours.append(_lit(p, n, albedo * (1 + 0.10 * np.cos(9 * k)), open_to_light=ones, through=ones * 0.9).T)
    widths = np.tile(wide / fibres * 1.5, (fibres, 1))
    return Strands(np.stack(places), widths, np.stack(colours))


def bouquet(heads: tuple[Head, ...], hairs: int, seed: int) -> list[Strands]:
    """All strands of the bouquet."""
    rng = np.random.default_rng(seed)
    parts = []
    for head in heads:
        x, _, z = head.base
        foot = (-0.10 * x + float(rng.normal(0, 0.08)), 1.3, -0.25 * z + float(rng.normal(0, 0.08)))
        parts += [stem(head, foot, rng), floss(head, heads, hairs, rng)]
    return parts


def paint(parts: list[Strands], camera: Camera, area: Area) -> Painted:
    """Draw all strands, far ones first, so that each fine point keeps its nearest fibre."""
    rows, columns = area.shape
    canvas = np.zeros((rows * FINE, columns * FINE, 4), np.float32)
    pieces = np.concatenate([_pieces(part, camera, area) for part in parts])
    pieces = pieces[np.argsort(-pieces[:, 8], kind="stable")]
    ends = np.round(pieces[:, :4] * 16).astype(np.int32).tolist()
    thick = np.clip(np.round(pieces[:, 4]), 1, None).astype(int).tolist()
    for (x0, y0, x1, y1), width, colour in zip(ends, thick, pieces[:, 5:9].tolist(), strict=True):
        cv2.line(canvas, (x0, y0), (x1, y1), colour, width, cv2.LINE_8, 4)
    return Painted(area, canvas)


def _pieces(part: Strands, camera: Camera, area: Area) -> Floats:
    """One row a piece of curve: x0, y0, x1, y1 and width in fine points, colour 3, distance."""
    count, steps, _ = part.places.shape
    x, y, depth = (v.reshape(count, steps) for v in camera.project(part.places.reshape(-1, 3).T))
    x, y = (x - area.left) * FINE - 0.5, (y - area.top) * FINE - 0.5
    scale = camera.height / camera.span * FINE
    width = (part.widths[:, 1:] + part.widths[:, :-1]) / 2 * scale
    colour = (part.colours[:, 1:] + part.colours[:, :-1]) / 2
    near = np.broadcast_to(depth.mean(1, keepdims=True), width.shape) if steps < 20 else depth[:, 1:]
    columns = [x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:], width, *np.moveaxis(colour, 2, 0), near]
    return np.stack([c.ravel() for c in columns], 1)
