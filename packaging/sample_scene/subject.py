"""The jug as the camera sees it: coverage, depth and lit colour, before the grass stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .light import Ball, Gather, irradiance, plastic_points, room_radiance, scatter
from .space import Camera, Floats, dot, normalised, vector
from .texture import Glaze
from .vessels import Solid, blocked, march, normals

FINE = 4
ROWS = 24


@dataclass(frozen=True)
class Area:
    """A half-open rectangle of whole pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left

    @property
    def slices(self) -> tuple[slice, slice]:
        """The rectangle as an index into an array of the whole picture."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


@dataclass(frozen=True)
class Shot:
    """What a solid looks like from the camera: its area, depth at FINE x FINE points a pixel, and lit colour."""

    area: Area
    depth: Floats
    colour: Floats

    @property
    def alpha(self) -> Floats:
        """Coverage 0..1 of each pixel of the area."""
        rows, columns = self.area.shape
        hits = np.isfinite(self.depth).astype(np.float32)
        return cv2.resize(hits, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)


@dataclass(frozen=True)
class Surface:
    """A solid, what it is painted with and how its own frame lies in the room."""

    solid: Solid
    glaze: Glaze
    turn: float
    at: tuple[float, float]

    def local(self, p: Floats) -> Floats:
        """Points or directions' origin in the vessel's own frame."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        x, z = p[0] - self.at[0], p[2] - self.at[1]
        return np.stack([c * x + s * z, p[1], c * z - s * x]).astype(np.float32)


@dataclass(frozen=True)
class Studio:
    """What takes part in the light: everything that blocks it, and the heads of grass."""

    solids: Solid
    balls: tuple[Ball, ...]
    camera: Camera
    gather: Gather


def shoot(surface: Surface, studio: Studio, area: Area, *, near: float, far: float) -> Shot:
    """Trace and light a vessel inside an area of the picture."""
    rows, columns = area.shape
    depth = np.empty((rows * FINE, columns * FINE), np.float32)
    lit = np.zeros((rows, columns, 7), np.float32)
    for top in range(0, rows, ROWS):
        band = Area(area.left, area.top + top, area.right, min(area.top + top + ROWS, area.bottom))
        band_depth = _trace(surface, studio.camera, band, near=near, far=far)
        depth[top * FINE : top * FINE + band_depth.shape[0]] = band_depth
        lit[top : top + band.shape[0]] = _light(surface, studio, band, band_depth)
    return Shot(area, depth, _developed(lit))


def _points(area: Area, step: int, first: float) -> tuple[Floats, Floats]:
    rows, columns = area.shape
    x = area.left + (np.arange(columns * step, dtype=np.float32) + first) / step
    y = area.top + (np.arange(rows * step, dtype=np.float32) + first) / step
    grid = np.meshgrid(x, y)
    return grid[0].ravel(), grid[1].ravel()


def _trace(surface: Surface, camera: Camera, area: Area, *, near: float, far: float) -> Floats:
    rays = camera.rays(*_points(area, FINE, 0.5))
    t = march(surface.solid, vector(*camera.eye), rays, near=near, far=far)
    return t.reshape(area.shape[0] * FINE, area.shape[1] * FINE)


def _light(surface: Surface, studio: Studio, area: Area, depth: Floats) -> Floats:
    """Albedo x irradiance parts of each pixel: irradiance 3, albedo-weighted reflection 3 and weight, HxWx7."""
    rows, columns = area.shape
    picked = depth[1::2, 1::2].ravel()
    x, y = _points(area, FINE, 0.5)
    grid = (rows * FINE, columns * FINE)
    x, y = (v.reshape(grid)[1::2, 1::2].ravel() for v in (x, y))
    seen = np.flatnonzero(np.isfinite(picked))
    samples = np.zeros((picked.size, 10), np.float32)
    if seen.size:
        rays = studio.camera.rays(x[seen], y[seen])
        p = vector(*studio.camera.eye) + rays * picked[seen]
        samples[seen] = shaded(surface, studio, p, rays, seed=area.top * 7919 + 1).T
    blocks = samples.reshape(rows, 2, columns, 2, 10).sum((1, 3))
    return _joined(blocks)


def _joined(blocks: Floats) -> Floats:
    weight = blocks[..., 9:10]
    mean = blocks[..., :9] / np.maximum(weight, 1)
    return np.concatenate([mean[..., :3] * mean[..., 3:6], mean[..., 6:9], weight], axis=2)


def shaded(surface: Surface, studio: Studio, p: Floats, rays: Floats, *, seed: int) -> Floats:
    """Irradiance 3, albedo 3, reflection 3 and a constant 1 for visible points, 10xN."""
    n = normals(surface.solid, p)
    albedo, gloss, slope = surface.glaze.read(surface.local(p))
    fallen = irradiance(studio.solids, p, n, studio.balls, rays=studio.gather, seed=seed)
    upright = np.maximum(1 - np.abs(n[1:2]), 0)
    bumped = normalised(n + vector(0, 1, 0) * slope * upright)
    mirrored = _reflection(studio, p, bumped, rays, gloss=gloss, seed=seed)
    return np.concatenate([fallen, albedo, mirrored, np.ones_like(gloss)[None]])


def _reflection(studio: Studio, p: Floats, n: Floats, rays: Floats, *, gloss: Floats, seed: int) -> Floats:
    facing = np.clip(-dot(n, rays), 0, 1)
    fresnel = (0.045 + 0.955 * (1 - facing) ** 5 * 0.75) * gloss
    mirror = normalised(rays + 2 * n * facing)
    offset = np.random.default_rng(seed + 1).random((2, p.shape[1]), np.float32)
    total = np.zeros_like(p)
    for k in range(3):
        d = scatter(mirror, plastic_points(3, k, offset), sharpness=520)
        hit = blocked(studio.solids, p + n * 0.02, d, steps=12)
        total += np.where(hit, vector(0.10, 0.13, 0.11), room_radiance(p, d, window=True, soft=0.1)) / 3
    return total * fresnel


def _developed(lit: Floats) -> Floats:
    """Colour of each pixel; pixels with coverage but no lit sample take their neighbours' colour."""
    colour, weight = lit[..., :3] + lit[..., 3:6], lit[..., 6]
    known = (weight > 0).astype(np.float32)
    near = cv2.GaussianBlur(colour * known[..., None], (0, 0), 1.2)
    share = cv2.GaussianBlur(known, (0, 0), 1.2)
    filled = near / np.maximum(share, 1e-4)[..., None]
    return np.where(known[..., None] > 0, colour, filled)
