"""The room as a light: a large window at the left, walls that return its light, and what of it reaches a surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .space import Floats, dot, normalised, smoothstep, vector
from .vessels import Solid, blocked

LOW = vector(-9, -7, -12)
HIGH = vector(12, 13, 15)
WINDOW_Y = (2.0, 9.8)
WINDOW_Z = (-6.4, 2.0)
SKY = vector(0.97, 1.0, 1.06) * 18.0
LAWN = vector(0.80, 0.86, 0.72) * 8.0
TABLE_X = (-8.0, 8.0)
TABLE_Z = (-4.6, 6.0)
TABLE_ALBEDO = vector(0.150, 0.078, 0.042)
VESSEL_GLOW = vector(0.10, 0.14, 0.115)


@dataclass(frozen=True)
class Ball:
    """A grass head as far as its shadow goes."""

    centre: tuple[float, float, float]
    radius: float


def room_radiance(p: Floats, d: Floats, *, window: bool, soft: float = 0.05) -> Floats:
    """Light that arrives at points `p` from directions `d`, 3xN; `soft` blurs the window's bars for glossy surfaces."""
    t = np.where(d > 0, HIGH - p, LOW - p) / np.where(np.abs(d) < 1e-6, np.float32(1e-6), d)
    axis = t.argmin(0)
    q = p + d * t.min(0)
    colour = _walls(q, d, axis)
    on_table = (d[1] < -1e-4) & (p[1] > 1e-3)
    s = np.where(on_table, -p[1] / np.minimum(d[1], -1e-4), 0)
    at = p + d * s
    on_table &= (at[0] > TABLE_X[0]) & (at[0] < TABLE_X[1]) & (at[2] > TABLE_Z[0]) & (at[2] < TABLE_Z[1])
    colour = np.where(on_table, _table_glow(at), colour)
    if window:
        left = (axis == 0) & (d[0] < 0) & ~on_table
        colour = np.where(left, colour + _pane(q, soft) * _outdoors(q), colour)
    return colour.astype(np.float32)


def _walls(q: Floats, d: Floats, axis: Floats) -> Floats:
    plaster = vector(0.62, 0.50, 0.41)
    falloff = 0.30 + 0.50 * np.exp(-((q[0] + 7) ** 2) / 90)
    colour = plaster * falloff * 0.50
    ceiling = (axis == 1) & (d[1] > 0)
    colour = np.where(ceiling, vector(0.74, 0.70, 0.66) * falloff * 0.6, colour)
    colour = np.where((axis == 1) & (d[1] < 0), vector(0.10, 0.075, 0.055), colour)
    door = _between((2.8, 7.8), q[0], 0.9) * _between((-0.5, 7.2), q[1], 1.1)
    colour = np.where((axis == 2) & (d[2] > 0), colour + door * vector(1.45, 1.27, 1.04), colour)
    garden = _between((-8.3, -3.5), q[0], 0.3) * smoothstep(0.5, 1.2, q[1])
    return np.where((axis == 2) & (d[2] < 0), colour + garden * vector(1.3, 1.4, 0.9), colour)


def _table_glow(at: Floats) -> Floats:
    shade = 1 - 0.75 * np.exp(-((at[0] - 0.35) ** 2 + at[2] ** 2) / 1.3)
    return TABLE_ALBEDO * (1.15 - 0.06 * at[0]) * shade * 1.25


def _between(ends: tuple[float, float], x: Floats, soft: float) -> Floats:
    low, high = ends
    return smoothstep(low - soft, low + soft, x) * smoothstep(high + soft, high - soft, x)


def _pane(q: Floats, soft: float) -> Floats:
    y, z = q[1], q[2]
    inside = _between(WINDOW_Y, y, soft) * _between(WINDOW_Z, z, soft)
    for bar, at in ((y, 6.2), (z, -3.6), (z, -0.8)):
        inside *= 1 - 0.95 * smoothstep(0.16 + soft, 0.16 - soft, np.abs(bar - at))
    return inside


def _outdoors(q: Floats) -> Floats:
    up = smoothstep(2.0, 6.5, q[1])
    return LAWN + (SKY - LAWN) * up


def plastic_points(count: int, index: int, offset: Floats) -> tuple[Floats, Floats]:
    """The `index`-th of `count` well-spread points of the unit square, shifted by `offset` (2xN) per surface point.

    The sequence is Roberts' R2 (additive recurrence on the plastic number).
    """
    u = (offset[0] + (index + 0.5) / count) % 1
    v = (offset[1] + index * 0.7548776662) % 1
    return u.astype(np.float32), v.astype(np.float32)


def shade_of_balls(p: Floats, d: Floats, balls: tuple[Ball, ...]) -> Floats:
    """Share of light that passes the fluffy heads on its way from `d` to `p`, shape N."""
    through = np.ones(p.shape[1], np.float32)
    for ball in balls:
        v = vector(*ball.centre) - p
        along = dot(v, d)
        miss = np.sqrt(np.maximum(dot(v, v) - along * along, 0))
        through *= 1 - 0.85 * smoothstep(1.15, 0.55, miss / ball.radius) * (along > ball.radius)
    return through


@dataclass(frozen=True)
class Gather:
    """How many rays go to the window and to the rest of the room, per surface point."""

    window: int
    room: int


def irradiance(solid: Solid, p: Floats, n: Floats, balls: tuple[Ball, ...], *, rays: Gather, seed: int) -> Floats:
    """Light falling on points with normals `n`, divided by pi: what a white matt surface there would show. 3xN."""
    offset = np.random.default_rng(seed).random((2, p.shape[1]), np.float32)
    start = p + n * 0.012
    total = np.zeros_like(p)
    for k in range(rays.window):
        total += _from_window(solid, start, n, balls, plastic_points(rays.window, k, offset)) / rays.window
    for k in range(rays.room):
        total += _from_room(solid, start, n, plastic_points(rays.room, k, offset[::-1])) / rays.room
    return total


def _from_window(solid: Solid, p: Floats, n: Floats, balls: tuple[Ball, ...], uv: tuple[Floats, Floats]) -> Floats:
    y = WINDOW_Y[0] + uv[0] * (WINDOW_Y[1] - WINDOW_Y[0])
    z = WINDOW_Z[0] + uv[1] * (WINDOW_Z[1] - WINDOW_Z[0])
    q = np.stack([np.full_like(y, LOW[0, 0]), y, z])
    area = (WINDOW_Y[1] - WINDOW_Y[0]) * (WINDOW_Z[1] - WINDOW_Z[0])
    reach = q - p
    d = normalised(reach)
    weight = np.maximum(dot(n, d), 0) * -d[0] * area / (np.pi * dot(reach, reach)) * _pane(q, 0.05)
    lit = weight > 1e-5
    lit[lit] = ~blocked(solid, p[:, lit], d[:, lit])
    return _outdoors(q) * weight * lit * shade_of_balls(p, d, balls)


def _from_room(solid: Solid, p: Floats, n: Floats, uv: tuple[Floats, Floats]) -> Floats:
    d = scatter(n, uv, sharpness=1.0)
    hit = blocked(solid, p, d, steps=10, reach=3.0)
    return np.where(hit, VESSEL_GLOW, room_radiance(p, d, window=False))


def scatter(n: Floats, uv: tuple[Floats, Floats], *, sharpness: float) -> Floats:
    """Directions about `n`, with density cos^sharpness: 1 is a matt surface, hundreds a satin reflection."""
    cosine = (1 - uv[0]) ** (1 / (sharpness + 1))
    sine, turn = np.sqrt(np.maximum(1 - cosine**2, 0)), 2 * np.pi * uv[1]
    aside = np.where(np.abs(n[1]) < 0.9, vector(0, 1, 0), vector(1, 0, 0))
    a = normalised(np.cross(n, aside, axis=0))
    b = np.cross(n, a, axis=0)
    return (n * cosine + a * (sine * np.cos(turn)) + b * (sine * np.sin(turn))).astype(np.float32)
