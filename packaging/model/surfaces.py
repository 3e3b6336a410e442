"""Surfaces to cover things and backdrops with: noise, palettes and patterns, at most a millisecond each at side 192."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Floats = NDArray[np.floating[Any]]
Pixels = NDArray[np.uint8]
Texture = Callable[[], Pixels]


def clouds(rng: Rng, side: int, cells: float, octaves: int = 3) -> Floats:
    """Noise in about 0..1 of several octaves; `cells` is the count of its largest waves along a side."""
    total = np.zeros((side, side), np.float32)
    share = 0.5
    for _ in range(octaves):
        count = max(2, min(round(cells) + 2, side))
        total += share * cv2.resize(rng.random((count, count), np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        cells, share = cells * 2.3, share * 0.55
    return (total - cv2.mean(total)[0]) * 1.4 + 0.5


def grid(side: int, degrees: float) -> tuple[Floats, Floats]:
    """Coordinates -1..1 along two axes turned by an angle, each SxS."""
    line = np.linspace(-1, 1, side, dtype=np.float32)
    c, s = np.float32(np.cos(np.radians(degrees))), np.float32(np.sin(np.radians(degrees)))
    return line[None] * c + line[:, None] * s, line[:, None] * c - line[None] * s


def fraction(values: Floats) -> Floats:
    """What is left of values above their floor; several times faster than `% 1`."""
    return values - np.floor(values)


def colour(rng: Rng) -> Floats:
    """A colour of any kind, RGB 0..255: vivid, earthy, pale, dark or grey."""
    kind = int(rng.integers(6))
    low, high = ((0.55, 1), (0.15, 0.55), (0.05, 0.3), (0.1, 0.8), (0, 0.08), (0, 1))[kind]
    dark, light = ((0.5, 1), (0.25, 0.8), (0.75, 1), (0.05, 0.35), (0.05, 1), (0, 1))[kind]
    hue = rng.random() * 6 if kind == 0 or rng.random() < 0.4 else rng.normal(0.5, 0.35) % 6
    saturation, value = rng.uniform(low, high), rng.uniform(dark, light)
    wave = np.clip(np.abs((hue + np.array([0, 4, 2])) % 6 - 3) - 1, 0, 1)
    return (255 * value * (1 - saturation + saturation * wave)).astype(np.float32)


def near(rng: Rng, base: Floats, by: float) -> Floats:
    """A colour that differs from another by about `by` levels in light and a third of it in tint."""
    return np.clip(base + rng.normal(0, by) + rng.normal(0, by / 3, 3), 0, 255).astype(np.float32)


def palette(rng: Rng) -> Pixels:
    """256 colours from one end of a pattern to the other, 256x3: smooth or in steps, alike or strongly different."""
    count = int(rng.integers(2, 6))
    knots = [colour(rng)]
    alike = rng.random() < 0.55
    while len(knots) < count:
        knots.append(near(rng, knots[0], rng.uniform(8, 45)) if alike else colour(rng))
    at = np.linspace(0, count - 1, 256)
    if rng.random() < 0.45:
        at = np.floor(at + 0.5)
    table = np.array(knots)
    return np.stack([np.interp(at, np.arange(count), table[:, k]) for k in range(3)], 1).astype(np.uint8)


def surface(rng: Rng, side: int, texture: Texture | None = None, bend: Floats | None = None) -> Floats:
    """A random surface, SxSx3 of 0..255; `bend` (SxS, 0..1) is a height that the pattern follows."""
    kind = rng.random()
    if texture is not None and kind < 0.3:
        return _papered(rng, side, texture)
    if kind < 0.45:
        plain = np.broadcast_to(colour(rng), (side, side, 3)).astype(np.float32)
        return plain + rng.uniform(0, 25) * (clouds(rng, side, rng.uniform(2, 30), 2)[..., None] - 0.5)
    field = pattern(rng, side, bend)
    covered = palette(rng)[np.clip(field * 255, 0, 255).astype(np.uint8)].astype(np.float32)
    if rng.random() < 0.4:
        covered += rng.uniform(5, 40) * (clouds(rng, side, rng.uniform(3, 40), 2)[..., None] - 0.5)
    return covered


def _papered(rng: Rng, side: int, texture: Texture) -> Floats:
    crop = cv2.resize(texture(), (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.4:
        crop = crop * (colour(rng) / 255 * rng.uniform(0.6, 1.4)) + rng.uniform(0, 40)
    return crop[:, ::-1] if rng.random() < 0.5 else crop


def pattern(rng: Rng, side: int, bend: Floats | None = None) -> Floats:
    """A random scalar pattern, SxS of about 0..1."""
    u, v = grid(side, rng.choice([0, 90, rng.uniform(0, 180)]))
    if bend is not None:
        u, v = u + bend * np.float32(rng.uniform(-0.3, 0.3)), v + bend * np.float32(rng.uniform(-0.3, 0.3))
    if rng.random() < 0.5:
        u = u + np.float32(rng.uniform(0, 0.3)) * (clouds(rng, side, rng.uniform(1, 5), 2) - 0.5)
    often = np.float32(rng.uniform(4, 40))
    return PATTERNS[int(rng.integers(len(PATTERNS)))](rng, u, v, often)


def _stripes(rng: Rng, u: Floats, _v: Floats, often: np.float32) -> Floats:
    return np.clip(0.5 + np.sin(u * often) * np.float32(rng.uniform(0.5, 4)), 0, 1)


def _checks(rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    steep = np.float32(rng.uniform(1, 12))
    return np.clip(0.5 + steep * np.sin(u * often) * np.sin(v * often), 0, 1)


def _plaid(_rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    return 0.5 + 0.25 * np.sign(np.sin(u * often)) * (np.sin(u * often * 0.37) > 0) + 0.25 * np.sign(np.sin(v * often))


def _spots(rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    x, y = u * (often / 4), v * (often / 4)
    x = x + fraction(np.floor(y) / 2)
    far = (fraction(x) - 0.5) ** 2 + (fraction(y) - 0.5) ** 2
    return np.clip((np.float32(rng.uniform(0.04, 0.2)) - far) * np.float32(rng.uniform(8, 40)) + 0.5, 0, 1)


def _gradient(rng: Rng, u: Floats, _v: Floats, _often: np.float32) -> Floats:
    return np.clip(0.5 + u * np.float32(rng.uniform(0.4, 2)), 0, 1)


def _noise(rng: Rng, u: Floats, _v: Floats, _often: np.float32) -> Floats:
    return clouds(rng, len(u), rng.uniform(1, 25), 4)


def _patches(rng: Rng, u: Floats, _v: Floats, _often: np.float32) -> Floats:
    return np.clip((clouds(rng, len(u), rng.uniform(2, 10), 2) - 0.5) * 14 + 0.5, 0, 1)


def _marble(rng: Rng, u: Floats, _v: Floats, often: np.float32) -> Floats:
    wave = np.sin(u * often * 0.4 + 9 * clouds(rng, len(u), rng.uniform(2, 5), 4))
    return 1 - np.abs(wave) ** np.float32(rng.uniform(0.3, 1.2))


def _wood(rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    far = np.sqrt((u + 0.4) ** 2 + (0.15 * v) ** 2) + 0.12 * clouds(rng, len(u), 3, 2)
    return fraction(far * (often * 0.4))


def _bricks(rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    x, y = u * (often / 8), v * (often / 4)
    row = np.floor(y)
    x = x + fraction(row / 2)
    tone = fraction(np.sin(np.floor(x) * 12.9 + row * 78.2) * 437.5)
    seam = (fraction(x) < 0.06) | (fraction(y) < 0.12)
    return (0.35 + np.float32(rng.uniform(0.1, 0.6)) * tone) * ~seam


def _rings(_rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    return 0.5 + 0.5 * np.sin(np.hypot(u, v) * often)


def _scales(_rng: Rng, u: Floats, v: Floats, often: np.float32) -> Floats:
    x, y = u * (often / 4), v * (often / 4)
    x = x + fraction(np.floor(y) / 2)
    return np.clip(np.hypot(fraction(x) - 0.5, fraction(y)), 0, 1)


PATTERNS = (
    _stripes,
    _stripes,
    _checks,
    _plaid,
    _spots,
    _spots,
    _gradient,
    _gradient,
    _gradient,
    _noise,
    _noise,
    _noise,
)
PATTERNS += (_patches, _patches, _marble, _wood, _bricks, _rings, _scales)
