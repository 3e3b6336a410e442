"""What lies behind the subject: the wall, the window onto the garden, the table top, and the lens that blurs them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .light import TABLE_Z, irradiance, plastic_points, room_radiance, scatter
from .space import Camera, Floats, dot, normalised, smoothstep, vector
from .subject import Studio
from .texture import Boards, clouds, linear, mix
from .vessels import blocked

WALL_Z = -12.0
LENS = 790.0
SHARP = 1.5
GARDEN = (-9.5, -3.25, 1.15)


@dataclass(frozen=True)
class Layer:
    """Premultiplied linear colour HxWx3 and coverage HxW."""

    colour: Floats
    alpha: Floats

    def over(self, behind: Floats) -> Floats:
        """This layer in front of an opaque picture."""
        return self.colour + behind * (1 - self.alpha[..., None])


def circle_of_confusion(camera: Camera, distance: Floats | float) -> Floats:
    """Radius in pixels of the disc that a point at `distance` from the eye becomes."""
    focus = float(np.linalg.norm(np.subtract(camera.eye, camera.target)))
    spread = LENS * camera.height / 1440 * np.abs(1 / focus - 1 / np.asarray(distance, np.float32))
    return np.maximum(spread - SHARP * camera.height / 1440, 0).astype(np.float32)


def lens_blur(picture: Floats, radius: float) -> Floats:
    """The picture (HxW or HxWxC, linear) through an open lens: a disc with a faintly brighter rim."""
    if radius < 0.6:
        return picture
    half = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32)
    r = np.sqrt(x * x + y * y)
    disc = np.clip(radius + 0.5 - r, 0, 1) * (0.85 + 0.35 * smoothstep(0.55 * radius, radius, r))
    return cv2.filter2D(picture, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT).astype(np.float32)


def paint_wall(camera: Camera, rng: np.random.Generator) -> Floats:
    """The back wall and the garden in its window, as the open lens shows them; painted at half size."""
    rows, columns = camera.height // 2, camera.width // 2
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * 2 + 1
    rays = camera.rays(x.ravel(), y.ravel())
    t = (WALL_Z - camera.eye[2]) / rays[2]
    wx, wy = ((camera.eye[k] + rays[k] * t).reshape(rows, columns) for k in (0, 1))
    picture = _with_window(_plaster(wx, wy, rng), _garden(wx, wy, rng), wx, wy)
    radius = float(circle_of_confusion(camera, abs(WALL_Z - camera.eye[2]))) / 2
    size = (camera.width, camera.height)
    return cv2.resize(lens_blur(picture, radius), size, interpolation=cv2.INTER_CUBIC).astype(np.float32)


def _plaster(x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    wall = linear(164, 133, 113)
    near_window = np.exp(-np.maximum(x + 3.2, 0) / 3.4)
    level = 0.185 + 0.17 * near_window + 0.05 * smoothstep(-2, 8, y) - 0.07 * smoothstep(4, 9, x)
    sun = _sun_patch(x, y, rng)
    colour = wall * (level * (1 + 0.03 * clouds(x.shape, (60, 40), rng)))[..., None]
    return colour + wall * np.array([1.0, 0.80, 0.56], np.float32) * (0.66 * sun)[..., None]


def _sun_patch(x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    """Late sun through a second window: slanted panes on the wall, broken by the shadow of leaves."""
    u, v = x - 0.34 * (y - 4.0) - 4.15, y + 0.20 * x - 5.25
    pane = smoothstep(1.95, 1.75, np.abs(u)) * smoothstep(2.6, 2.4, np.abs(v))
    bars = smoothstep(0.07, 0.15, np.abs(u)) * smoothstep(0.07, 0.15, np.abs(v - 0.3))
    leaves = clouds(x.shape, (17, 13), rng) + 0.5 * clouds(x.shape, (7, 6), rng)
    return pane * bars * (1 - 0.75 * smoothstep(0.35, 0.9, leaves + 0.25 * u))


def _garden(x: Floats, y: Floats, rng: np.random.Generator) -> Floats:
    shape = x.shape
    shade = clouds(shape, (34, 30), rng) + 0.6 * clouds(shape, (12, 11), rng)
    colour = np.tile(linear(48, 58, 34), (*shape, 1))
    colour = mix(colour, tuple(linear(134, 138, 62)), np.clip(0.30 + 0.36 * shade, 0, 1))
    light = smoothstep(0.2, 1.6, clouds(shape, (46, 60), rng) + 0.35 * (y - 4.2))
    colour = mix(colour, tuple(linear(240, 214, 140)), 0.62 * light)
    trunk = smoothstep(0.34, 0.22, np.abs(x + 7.55 - 0.06 * y)) + smoothstep(0.2, 0.1, np.abs(x + 5.4 + 0.12 * y))
    colour = mix(colour, tuple(linear(46, 40, 32)), 0.75 * np.clip(trunk, 0, 1))
    return colour + _sparkle(shape, rng)


def _sparkle(shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """Glints on leaves: single bright points, which the lens opens into discs."""
    rows, columns = shape
    glints = np.zeros((rows, columns, 3), np.float32)
    count = 330
    power = (rng.pareto(1.5, count) + 0.2) * 70 * (rows / 720) ** 2
    for x, y, p, hue in zip(rng.random(count), rng.random(count), power, rng.random(count), strict=True):
        tint = np.array([1.0, 0.80, 0.40]) * (1 - hue) + np.array([0.74, 0.86, 0.36]) * hue
        glints[int(y * rows * 0.8), int(x * columns * 0.45)] += np.minimum(p, 900) * tint
    return glints


def _with_window(wall: Floats, garden: Floats, x: Floats, y: Floats) -> Floats:
    left, right, low = GARDEN
    opening = smoothstep(right + 0.02, right - 0.02, x) * smoothstep(low, low + 0.04, y)
    frame = smoothstep(right + 0.42, right + 0.38, x) * smoothstep(low - 0.40, low - 0.36, y)
    bar = smoothstep(0.17, 0.13, np.abs(x - (left + right) / 2 - 0.2)) + smoothstep(0.13, 0.10, np.abs(y - 5.35))
    wood = np.tile(linear(196, 184, 166) * 0.42, (*x.shape, 1))
    wood = mix(wood, tuple(linear(226, 214, 192) * 0.62), smoothstep(right + 0.2, right + 0.3, x))
    picture = mix(wall, wood.astype(np.float32), frame)
    return mix(picture, garden, opening * np.clip(1 - bar, 0, 1))


def paint_table(studio: Studio, boards: Boards) -> Layer:
    """The table top with its light, shadows and reflections, blurred by its distance row by row."""
    camera = studio.camera
    rows, columns = camera.height, camera.width
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) + 0.5
    p, _ = _on_table(camera, x.ravel(), y.ravel())
    alpha = smoothstep(TABLE_Z[0] - 0.02, TABLE_Z[0] + 0.02, p[2]) * (p[1] == 0)
    albedo = boards.read(p[0], p[2]).T.reshape(rows, columns, 3)
    fallen, mirrored = _lit_table(studio)
    alpha = alpha.reshape(rows, columns).astype(np.float32)
    colour = (albedo * fallen + mirrored) * alpha[..., None]
    return _blurred_by_row(camera, Layer(colour.astype(np.float32), alpha))


def _on_table(camera: Camera, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Points of the table plane behind picture points; rows above the horizon land far off with y = 1."""
    rays = camera.rays(x, y)
    t = np.where(rays[1] < -1e-3, -camera.eye[1] / np.minimum(rays[1], -1e-3), 1e3).astype(np.float32)
    p = vector(*camera.eye) + rays * t
    p[1] = np.where(rays[1] < -1e-3, 0, 1)
    return p, rays


def _lit_table(studio: Studio) -> tuple[Floats, Floats]:
    """Irradiance and reflection over the whole picture, from a third of its pixels each way."""
    camera, part = studio.camera, 3
    rows, columns = -(-camera.height // part), -(-camera.width // part)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) * part + part / 2
    p, rays = _on_table(camera, x.ravel(), y.ravel())
    seen = np.flatnonzero((p[1] == 0) & (p[2] > TABLE_Z[0] - 1.5))
    found = np.zeros((6, x.size), np.float32)
    for piece in np.array_split(seen, 8):
        q, n = np.ascontiguousarray(p[:, piece]), np.tile(vector(0, 1, 0), (1, piece.size))
        found[:3, piece] = irradiance(studio.solids, q, n, studio.balls, rays=studio.gather, seed=int(piece[0]))
        found[3:, piece] = _sheen(studio, q, n, rays[:, piece])
    images = found.T.reshape(rows, columns, 6)
    soft = np.dstack([cv2.GaussianBlur(images[..., :3], (0, 0), 1.0), cv2.GaussianBlur(images[..., 3:], (0, 0), 1.3)])
    wide = cv2.resize(soft, (columns * part, rows * part), interpolation=cv2.INTER_CUBIC)
    wide = wide[: camera.height, : camera.width].astype(np.float32)
    return wide[..., :3], wide[..., 3:]


def _sheen(studio: Studio, p: Floats, n: Floats, rays: Floats) -> Floats:
    """Reflection in the oiled wood: broad, stronger at a slant (Schlick's Fresnel term)."""
    count = 10
    offset = np.random.default_rng(p.shape[1]).random((2, p.shape[1]), np.float32)
    total = np.zeros_like(p)
    for k in range(count):
        facet = scatter(n, plastic_points(count, k, offset), sharpness=420)
        facing = np.clip(-dot(facet, rays), 0, 1)
        d = normalised(rays + 2 * facet * facing)
        d[1] = np.abs(d[1])
        hit = blocked(studio.solids, p + n * 0.01, d, steps=16)
        light = np.where(hit, vector(0.075, 0.11, 0.10), room_radiance(p + n * 0.01, d, window=True, soft=0.4) * 0.55)
        total += light * (0.035 + 0.40 * (1 - facing) ** 5) / count
    return total


def _blurred_by_row(camera: Camera, layer: Layer) -> Layer:
    """Blend evenly blurred copies of the layer row by row: on a plane the distance hardly changes along a row."""
    y = np.arange(camera.height, dtype=np.float32) + 0.5
    p, _ = _on_table(camera, np.full_like(y, camera.width / 2), y)
    p[2] = np.maximum(p[2], TABLE_Z[0])
    distance = np.sqrt(((p - vector(*camera.eye)) ** 2).sum(0))
    radius = circle_of_confusion(camera, np.where(p[1] == 0, distance, abs(TABLE_Z[0] - camera.eye[2])))
    stops = np.linspace(0, float(radius.max()), 7)
    whole = np.dstack([layer.colour, layer.alpha])
    result = np.zeros_like(whole)
    for stop in stops:
        share = np.clip(1 - np.abs(radius - stop) / (stops[1] - stops[0]), 0, 1)
        used = np.flatnonzero(share)
        if used.size:
            result[used] += lens_blur(whole, float(stop))[used] * share[used, None, None]
    return Layer(result[..., :3], result[..., 3])
