"""Rendered backgrounds: studio sweeps, skies, walls, grass, bokeh, horizons, wood and cloth."""

from __future__ import annotations

import cv2
import numpy as np

from .surfaces import Floats, Pixels, Rng, clouds, colour, fraction, grid, near, palette, pattern


def backdrop(rng: Rng, side: int) -> Pixels:
    """A random background picture, RGB uint8 SxSx3."""
    picture = SCENES[int(rng.integers(len(SCENES)))](rng, side)
    if rng.random() < 0.3:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 4)).astype(np.float32)
    if rng.random() < 0.5:
        u, _ = grid(side, rng.uniform(0, 360))
        picture = picture * (1 + rng.uniform(0, 0.5) * u)[..., None]
    if rng.random() < 0.4:
        picture = picture + rng.uniform(2, 12) * rng.standard_normal((side, side, 1), np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _mix(share: Floats, a: Floats, b: Floats) -> Floats:
    return a + np.clip(share, 0, 1)[..., None] * (b - a)


def _gradient(rng: Rng, side: int) -> Floats:
    u, _ = grid(side, rng.uniform(0, 360))
    first = colour(rng)
    return _mix(0.5 + 0.5 * u, first, near(rng, first, 60) if rng.random() < 0.6 else colour(rng))


def _sweep(rng: Rng, side: int) -> Floats:
    u, v = grid(side, 0)
    wall = colour(rng)
    glow = np.exp(-((u - rng.uniform(-0.6, 0.6)) ** 2 + (v - rng.uniform(-0.8, 0.3)) ** 2) / rng.uniform(0.3, 2))
    bend, soft = rng.uniform(0.1, 0.7), rng.uniform(4, 30)
    floor = _mix(1 / (1 + np.exp(-(v - bend) * soft)), wall, near(rng, wall, 25))
    return floor * (0.6 + 0.5 * glow)[..., None].astype(np.float32)


def _sky(rng: Rng, side: int) -> Floats:
    _, v = grid(side, 0)
    top = np.array((rng.uniform(20, 120), rng.uniform(80, 170), rng.uniform(150, 250)), np.float32)
    low = np.array((rng.uniform(150, 255), rng.uniform(170, 235), rng.uniform(170, 245)), np.float32)
    cover = (clouds(rng, side, rng.uniform(1, 5), 5) - rng.uniform(0.35, 0.75)) * rng.uniform(2, 6)
    return _mix(cover, _mix(0.5 + 0.5 * v, top, low), np.full(3, rng.uniform(200, 255), np.float32))


def _patterned(rng: Rng, side: int) -> Floats:
    table = palette(rng).astype(np.float32)
    calm = (table - table.mean(0)) * np.float32(rng.uniform(0.15, 1)) + table.mean(0)
    return calm[np.clip(pattern(rng, side) * 255, 0, 255).astype(np.uint8)]


def _wall(rng: Rng, side: int) -> Floats:
    u, v = grid(side, rng.normal(0, 4))
    size = rng.uniform(3, 12)
    x, y = u * size * rng.uniform(0.4, 1), v * size
    row = np.floor(y)
    x = x + fraction(row / 2) * int(rng.integers(2))
    seam = (fraction(x) < 0.05) | (fraction(y) < 0.07)
    tone = (fraction(np.sin(np.floor(x) * 12.9 + row * 78.2) * 437.5) - 0.5) * rng.uniform(0, 60)
    base = colour(rng)
    tiles = base + (tone + rng.uniform(0, 50) * (clouds(rng, side, 8, 3) - 0.5))[..., None]
    return np.where(seam[..., None], near(rng, base, 45), tiles).astype(np.float32)


def _grass(rng: Rng, side: int) -> Floats:
    base = np.array((rng.uniform(30, 130), rng.uniform(80, 150), rng.uniform(15, 80)), np.float32)
    fine = rng.standard_normal((side, side), np.float32)
    blades = cv2.GaussianBlur(fine, (0, 0), rng.uniform(0.5, 0.9), sigmaY=rng.uniform(2, 5)) * rng.uniform(60, 130)
    return base + (blades + 90 * (clouds(rng, side, 4, 3) - 0.5))[..., None] * np.array((0.9, 1.0, 0.6), np.float32)


def _bokeh(rng: Rng, side: int) -> Floats:
    small = side // 2
    picture = _mix(clouds(rng, small, 3, 2), colour(rng) * np.float32(0.5), colour(rng) * np.float32(0.7))
    size = rng.uniform(0.02, 0.09) * small
    for _ in range(int(rng.integers(8, 40))):
        at = (int(rng.integers(small)), int(rng.integers(small)))
        disc = np.zeros((small, small), np.float32)
        cv2.circle(disc, at, int(size * rng.uniform(0.6, 1.3)) + 1, (float(rng.uniform(0.2, 0.8)),), -1, cv2.LINE_AA)
        x, y, r = at[0], at[1], int(size * 1.3) + 3
        area = (slice(max(y - r, 0), y + r), slice(max(x - r, 0), x + r))
        picture[area] = _mix(disc[area], picture[area], colour(rng))
    return cv2.resize(cv2.GaussianBlur(picture, (0, 0), 0.8), (side, side)).astype(np.float32)


def _horizon(rng: Rng, side: int) -> Floats:
    picture = _sky(rng, side)
    line = np.arange(side)
    y = rng.uniform(0.25, 0.8)
    for _ in range(int(rng.integers(1, 4))):
        ridge = clouds(rng, side, rng.uniform(2, 12), 4)[0] * rng.uniform(0, 0.3) + y
        land = np.clip((line[:, None] - ridge[None] * side), 0, 1).astype(np.float32)
        ground = colour(rng) * np.float32(0.7) + 60 * (clouds(rng, side, 12, 2)[..., None] - 0.5)
        picture, y = picture + land[..., None] * (ground - picture), y + rng.uniform(0.03, 0.2)
    return picture


def _wood(rng: Rng, side: int) -> Floats:
    u, v = grid(side, rng.choice([0, 90]))
    boards = rng.uniform(1, 6)
    tone = fraction(np.sin(np.floor((v + 1) * boards) * 91.7) * 43.7)
    grain = cv2.GaussianBlur(rng.standard_normal((side, side), np.float32), (0, 0), 14, sigmaY=0.7)
    grain = np.ascontiguousarray(grain if abs(u[0, -1] - u[0, 0]) > 1 else grain.T)
    rings = np.sin((v * 9 + tone * 7 + 2 * clouds(rng, side, 2, 2)) * rng.uniform(2, 6))
    base = np.array((rng.uniform(90, 220), rng.uniform(60, 165), rng.uniform(35, 120)), np.float32)
    shade = 0.85 + 0.3 * tone + 0.08 * rings + grain * 0.6 - 0.4 * (fraction((v + 1) * boards) < 0.03)
    return base * shade[..., None].astype(np.float32)


def _cloth(rng: Rng, side: int) -> Floats:
    folds = clouds(rng, side, rng.uniform(2, 6), 4)
    folds = np.abs(folds - 0.5) if rng.random() < 0.5 else folds
    slope = cv2.Sobel(folds, cv2.CV_32F, 1, 1, ksize=5, scale=side / 192 * rng.uniform(0.4, 1.5))
    slope += cv2.Sobel(folds, cv2.CV_32F, 1, 0, ksize=3, scale=side / 192 * rng.uniform(0.5, 3))
    return colour(rng) * (0.85 + np.clip(slope, -0.6, 0.6))[..., None]


def _clutter(rng: Rng, side: int) -> Floats:
    picture = np.ascontiguousarray(_gradient(rng, side))
    for _ in range(int(rng.integers(5, 25))):
        tone = [float(c) for c in colour(rng)]
        x, y, w, h = (int(c) for c in rng.uniform(0, 1, 4) * side * np.array([1, 1, 0.5, 0.5]))
        if rng.random() < 0.6:
            corners = cv2.boxPoints(((x, y), (w, h), float(rng.choice([0, rng.uniform(0, 90)]))))
            cv2.fillPoly(picture, [corners.astype(np.int32)], tone)
        else:
            cv2.ellipse(picture, (x, y), (w // 2, h // 2), float(rng.uniform(0, 180)), 0, 360, tone, -1)
    return picture


SCENES = (
    _gradient,
    _sweep,
    _sweep,
    _sky,
    _patterned,
    _patterned,
    _wall,
    _grass,
    _bokeh,
    _horizon,
    _wood,
    _cloth,
    _clutter,
)
