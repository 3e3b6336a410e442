"""Painted surfaces: cloudy noise, the speckled glaze of the vessels and the boards of the table."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .space import Floats, smoothstep

GLAZE = (0.150, 0.243, 0.222)
GLAZE_POOL = (0.085, 0.160, 0.150)
GLAZE_THIN = (0.50, 0.385, 0.265)
CLAY = (0.66, 0.57, 0.455)
IRON = (0.050, 0.032, 0.020)
GLAZE_TOP = 2.62
GLAZE_TALL = 2.70


def linear(*srgb: int) -> Floats:
    """An sRGB colour of 0..255 in linear light, shape 3."""
    v = np.array(srgb, np.float32) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4).astype(np.float32)


def clouds(shape: tuple[int, int], sigma: tuple[float, float], rng: np.random.Generator) -> Floats:
    """Smooth noise of mean 0 and deviation 1 that wraps around; `sigma` is its grain along x and y in pixels."""
    rows, columns = shape
    shrink = (max(1, int(sigma[0] / 2)), max(1, int(sigma[1] / 2)))
    small = (max(4, rows // shrink[1]), max(4, columns // shrink[0]))
    noise = rng.standard_normal(small, np.float32)
    noise = np.pad(noise, ((8, 8), (8, 8)), mode="wrap")
    noise = cv2.GaussianBlur(noise, (0, 0), sigma[0] / shrink[0], sigmaY=sigma[1] / shrink[1])
    inner = noise[8:-8, 8:-8]
    wide = cv2.resize(inner, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return (wide - wide.mean()) / wide.std()


def mix(a: Floats, b: Floats | tuple[float, ...], share: Floats) -> Floats:
    """From colour image `a` to colour `b` by an HxW share."""
    return a + (np.asarray(b, np.float32) - a) * share[..., None]


def read_texture(texture: Floats, x: Floats, y: Floats) -> Floats:
    """Texture values (HxW or HxWxC) at N pixel positions that wrap in x; shape N or CxN."""
    count, row = x.shape[0], 4096
    pad = -count % row
    grid = [np.pad(v.astype(np.float32), (0, pad)).reshape(-1, row) for v in (x % texture.shape[1], y)]
    values = cv2.remap(texture, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    if texture.ndim == 2:
        return values.ravel()[:count]
    return np.ascontiguousarray(values.reshape(-1, texture.shape[2])[:count].T)


@dataclass(frozen=True)
class Glaze:
    """A vessel's surface, unrolled: colour, share of gloss and vertical slope, HxWx5 from lip to foot."""

    sheet: Floats
    tall: float

    def read(self, q: Floats, shift: float = 0.0) -> tuple[Floats, Floats, Floats]:
        """Albedo 3xN, gloss and slope N at points in the vessel's own frame."""
        rows, columns = self.sheet.shape[:2]
        x = (np.arctan2(q[2], q[0]) / (2 * np.pi) + shift) * columns
        y = (GLAZE_TOP - q[1] * (2.46 / self.tall)) / GLAZE_TALL * rows
        values = read_texture(self.sheet, x, y)
        return values[:3], values[3], values[4]


def paint_glaze(rng: np.random.Generator, tall: float = 2.46) -> Glaze:
    """Satin celadon over speckled stoneware: thin and warm at the lip, bare clay at the foot."""
    shape = (1536, 3072)
    height = (GLAZE_TOP - np.arange(shape[0], dtype=np.float32) / shape[0] * GLAZE_TALL)[:, None]
    drift = clouds(shape, (260, 70), rng)
    cloudy = clouds(shape, (50, 26), rng)
    fine = clouds(shape, (5, 3), rng)
    colour = np.tile(np.array(GLAZE, np.float32), (*shape, 1))
    colour = mix(colour, GLAZE_POOL, np.clip(0.24 + 0.22 * drift + 0.08 * cloudy, 0, 0.8))
    streaks = clouds(shape, (7, 160), rng)
    colour *= (1 + 0.045 * fine + 0.05 * streaks)[..., None]
    colour = mix(colour, GLAZE_THIN, smoothstep(2.385, 2.475, height + 0.016 * drift + 0.010 * streaks) * 0.9)
    colour = _speckled(colour, rng, 2600, 0.75)
    bare = smoothstep(0.205, 0.19, height + 0.018 * drift + 0.006 * cloudy)
    edge = smoothstep(0.24, 0.20, height + 0.018 * drift + 0.006 * cloudy)
    colour = mix(colour, GLAZE_THIN, 0.55 * edge)
    clay = np.array(CLAY, np.float32) * (1 + 0.05 * fine + 0.05 * cloudy)[..., None]
    clay = _speckled(clay.astype(np.float32), rng, 500, 0.45)
    colour = colour + (clay - colour) * bare[..., None]
    rings = np.sin(height * 23 + 0.8 * drift) * 0.007 + 0.005 * cloudy + 0.002 * fine
    sheet = np.dstack([colour, 1 - bare, rings]).astype(np.float32)
    return Glaze(sheet, tall)


def _speckled(colour: Floats, rng: np.random.Generator, count: int, strength: float) -> Floats:
    rows, columns = colour.shape[:2]
    dots = np.zeros((rows, columns), np.float32)
    for x, y, size in zip(rng.random(count), rng.random(count), rng.pareto(2.6, count), strict=True):
        radius = int(min(0.9 + 1.1 * size, 5.5) * 16)
        cv2.circle(dots, (int(x * columns * 16), int(y * rows * 16)), radius, (1.0,), -1, cv2.LINE_8, 4)
    return mix(colour, IRON, cv2.GaussianBlur(dots, (0, 0), 1.1) * strength)


@dataclass(frozen=True)
class Boards:
    """The table top seen from above, HxWx3, with the scale of its grid."""

    sheet: Floats
    left: float
    back: float
    across: float
    deep: float

    def read(self, x: Floats, z: Floats) -> Floats:
        """Albedo 3xN at points of the table."""
        return read_texture(self.sheet, (x - self.left) * self.across, (z - self.back) * self.deep)


def paint_boards(rng: np.random.Generator) -> Boards:
    """Oiled walnut boards along x; fewer pixels in depth, as the camera sees the top at a slant."""
    left, back, across, deep = -8.0, -5.0, 300, 110
    shape = (int(11 * deep), int(16 * across))
    z = np.arange(shape[0], dtype=np.float32)[:, None] / deep
    board = np.floor((z + 0.62) / 1.72).astype(int)
    tone = rng.normal(0, 1, 12).astype(np.float32)[board]
    warp = clouds(shape, (900, 50), rng) * 0.16 + clouds(shape, (220, 14), rng) * 0.03
    rings = np.sin((z + warp + tone) * 2 * np.pi * 3.1) * 0.6 + np.sin((z + 1.3 * warp - tone) * 2 * np.pi * 8.3) * 0.4
    fibre = clouds(shape, (90, 1.2), rng)
    pores = smoothstep(1.5, 2.4, clouds(shape, (22, 0.8), rng))
    light, dark = linear(150, 104, 70), linear(92, 58, 38)
    share = np.clip(0.48 + 0.20 * rings + 0.09 * fibre + 0.10 * tone, 0, 1)
    colour = light + (dark - light) * share[..., None]
    colour *= (1 - 0.45 * pores + 0.03 * clouds(shape, (400, 120), rng))[..., None]
    seam = np.abs((z + 0.62) / 1.72 % 1 - 0.5) * 1.72
    groove = smoothstep(0.835, 0.855, seam)
    return Boards(mix(colour, (0.012, 0.007, 0.004), groove * 0.85).astype(np.float32), left, back, across, deep)
