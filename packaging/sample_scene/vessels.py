"""The thrown vessels as signed distances: walls turned about an axis, a lip pinched to a spout, a pulled handle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .space import Field, Flags, Floats, distance_field, normalised, smooth_curve, smoothstep, vector

STEP = 0.008
NORMAL_REACH = 0.012


class Solid(Protocol):
    """Anything that can be marched to."""

    def distance(self, p: Floats) -> Floats:
        """Signed distance (a lower bound of it outside) at points 3xN."""
        ...


@dataclass(frozen=True)
class Turned:
    """A thick wall turned about the y axis at (x, z) = `at`."""

    wall: Field
    at: tuple[float, float]
    spout: float = 0.0
    rim: float = 0.0

    def distance(self, p: Floats) -> Floats:
        x, y, z = p[0] - self.at[0], p[1], p[2] - self.at[1]
        r = np.sqrt(x * x + z * z)
        if self.spout:
            aside = np.arctan2(z, -x) / 0.42
            r = r - self.spout * np.exp(-aside * aside) * smoothstep(self.rim - 0.75, self.rim + 0.05, y) ** 1.5
        d, outside = self.wall.read(r, y)
        return np.where(outside > 0, np.sqrt(outside + np.maximum(d, 0) ** 2), d)


@dataclass(frozen=True)
class Jug:
    """A turned body with a spout at -x and a strap handle at +x, the whole turned by `turn` radians about y."""

    body: Turned
    handle: Field
    turn: float

    def local(self, p: Floats) -> Floats:
        """Points in the jug's own frame, where the handle lies in the plane z = 0."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        return np.stack([c * p[0] + s * p[2], p[1], c * p[2] - s * p[0]]).astype(np.float32)

    def handle_distance(self, q: Floats) -> Floats:
        """Distance to the strap alone, at points in the jug's own frame."""
        across, outside = self.handle.read(q[0], q[1])
        across = np.sqrt(across * across + outside)
        thick, broad = 0.075, 0.135
        return (np.sqrt((across / thick) ** 2 + (q[2] / broad) ** 2 + 1e-9) - 1) * thick

    def distance(self, p: Floats) -> Floats:
        q = self.local(p)
        body, strap = self.body.distance(q), self.handle_distance(q)
        inside_wall = np.sqrt(q[0] ** 2 + q[2] ** 2) < 0.45
        soft = 0.12
        blend = np.clip(0.5 + 0.5 * (body - strap) / soft, 0, 1)
        joined = body + (strap - body) * blend - soft * blend * (1 - blend)
        return np.where(inside_wall, body, joined)


@dataclass(frozen=True)
class Together:
    """Several solids as one."""

    parts: tuple[Solid, ...]

    def distance(self, p: Floats) -> Floats:
        d = self.parts[0].distance(p)
        for part in self.parts[1:]:
            d = np.minimum(d, part.distance(p))
        return d


def turned_wall(outline: list[tuple[float, float]], thickness: float) -> Field:
    """Signed distance in (radius, height) of a pot whose outer outline runs from the foot to the rim."""
    outer = smooth_curve(np.array(outline, np.float32), 160)
    tangent = np.gradient(outer, axis=0)
    normal = np.stack([tangent[:, 1], -tangent[:, 0]], 1) / np.linalg.norm(tangent, axis=1, keepdims=True)
    inner = (outer - normal * thickness)[::-1]
    inner = inner[inner[:, 1] > 1.6 * thickness]
    lip = outer[-1] - normal[-1] * thickness / 2
    turn = np.linspace(0, np.pi, 9)[1:-1, None]
    up = tangent[-1] / np.linalg.norm(tangent[-1])
    round_lip = lip + thickness / 2 * (np.cos(turn) * normal[-1] + np.sin(turn) * up)
    floor = np.array([[0, inner[-1, 1]]])
    section = np.concatenate([[[0, 0]], outer, round_lip, inner, floor]).astype(np.float32)
    far = (float(outer[:, 0].max()) + 0.1, float(outer[:, 1].max()) + 0.1)
    field = distance_field(section, (0.0, -0.1), far, STEP)
    return Field(np.where(_inside(section, field), -field.values, field.values), field.origin, STEP)


def _inside(section: Floats, field: Field) -> Flags:
    """Even-odd test of the grid's nodes against the closed section; a filled polygon would be a node too wide."""
    rows, columns = field.values.shape
    u = field.origin[0] + np.arange(columns)[None, :] * STEP
    v = field.origin[1] + np.arange(rows)[:, None] * STEP
    odd = np.zeros((rows, columns), np.bool_)
    for (ua, va), (ub, vb) in zip(section.astype(float), np.roll(section, -1, axis=0).astype(float), strict=True):
        if va != vb:
            odd ^= ((va > v) != (vb > v)) & (u < ua + (v - va) * (ub - ua) / (vb - va))
    return odd


def make_jug() -> Jug:
    """The subject."""
    outline = [(0.60, 0.0), (0.66, 0.05), (0.86, 0.36), (0.99, 0.78), (0.95, 1.20), (0.74, 1.58), (0.57, 1.88)]
    outline += [(0.555, 2.12), (0.62, 2.36), (0.665, 2.46)]
    strap = [(0.50, 2.16), (0.78, 2.27), (1.12, 2.22), (1.37, 1.95), (1.40, 1.60), (1.22, 1.24), (0.88, 0.98)]
    handle = distance_field(smooth_curve(np.array(strap, np.float32), 90), (0.2, 0.6), (1.8, 2.6), STEP)
    body = Turned(turned_wall(outline, 0.085), (0.0, 0.0), spout=0.26, rim=2.46)
    return Jug(body, handle, turn=0.33)


def make_pot() -> Turned:
    """The blurred companion in the same glaze, behind the jug's left side."""
    outline = [(0.50, 0.0), (0.62, 0.06), (0.95, 0.42), (1.08, 0.85), (0.94, 1.30), (0.62, 1.58), (0.46, 1.74)]
    outline += [(0.45, 1.86), (0.53, 2.0)]
    return Turned(turned_wall(outline, 0.09), (-1.72, -3.1))


def march(solid: Solid, eye: Floats, rays: Floats, *, near: float, far: float, steps: int = 70) -> Floats:
    """Distance along each ray to the solid, inf where it is missed; shape N."""
    count = rays.shape[1]
    t = np.full(count, near, np.float32)
    hit = np.zeros(count, np.bool_)
    live = np.arange(count)
    for _ in range(steps):
        start = eye if eye.shape[1] == 1 else eye[:, live]
        d = solid.distance(start + rays[:, live] * t[live])
        hit[live[d < 0.0015]] = True
        t[live] += np.maximum(d * 0.9, 0.0012)
        live = live[(d >= 0.0015) & (t[live] < far)]
        if not live.size:
            break
    return np.where(hit, t, np.float32(np.inf)).astype(np.float32)


def blocked(solid: Solid, start: Floats, rays: Floats, *, steps: int = 14, reach: float = 4.5) -> Flags:
    """Whether each ray from a surface meets the solid: a coarse march for light and shade."""
    count = rays.shape[1]
    t = np.full(count, 0.03, np.float32)
    hit = np.zeros(count, np.bool_)
    live = np.arange(count)
    for _ in range(steps):
        d = solid.distance(start[:, live] + rays[:, live] * t[live])
        hit[live[d < 0.006]] = True
        t[live] += np.maximum(d, 0.02)
        live = live[(d >= 0.006) & (t[live] < reach)]
        if not live.size:
            break
    return hit


def normals(solid: Solid, p: Floats) -> Floats:
    """Unit surface normals by central differences on a tetrahedron."""
    total = np.zeros_like(p)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        k = vector(*corner)
        total += k * solid.distance(p + k * NORMAL_REACH)
    return normalised(total)
