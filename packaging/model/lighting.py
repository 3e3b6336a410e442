"""Light on flat parts: heights from the distance to each part's edge, normals, matt, shiny and metal shading."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .surfaces import Floats, Pixels, Rng, clouds, colour


@dataclass(frozen=True)
class Relief:
    """Heights 0..1 and the unit normals' x, y and z (x right, y down, z to the camera), each SxS."""

    height: Floats
    x: Floats
    y: Floats
    z: Floats


def relief(rng: Rng, ids: Pixels) -> Relief:
    """Inflate parts (SxS of part numbers, 0 outside): each for itself, or all as one smooth body."""
    inside = (ids > 0).astype(np.uint8)
    if rng.random() < 0.65:
        border = (cv2.dilate(ids, np.ones((2, 2), np.uint8)) != ids) & (inside > 0)
        inside[border] = 0
    far = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    wide = np.float32(len(ids) * rng.choice([0.02, 0.06, 0.15, 0.3]) * rng.uniform(0.7, 1.4))
    edge = 1 - np.minimum(far / wide, 1)
    height = cv2.GaussianBlur(np.sqrt(1 - edge * edge), (0, 0), rng.uniform(0.7, 2)).astype(np.float32, copy=False)
    lift = height * min(float(wide), float(far.max()) + 1)
    if rng.random() < 0.4:
        lift = lift + rng.uniform(0.5, 6) * clouds(rng, len(ids), rng.uniform(4, 40), 2)
    dx, dy = (cv2.Sobel(lift, cv2.CV_32F, a, 1 - a, ksize=3, scale=-0.125 * rng.uniform(0.6, 1.3)) for a in (1, 0))
    z = 1 / np.sqrt(1 + dx * dx + dy * dy)
    return Relief(height, dx * z, dy * z, z)


def lit(rng: Rng, surface: Floats, form: Relief) -> Floats:
    """A surface SxSx3 (0..255) under one random light: sometimes flat, matt, glossy or metal."""
    flat = rng.random() < 0.18
    slant, turn = rng.uniform(0.3, 1.1), rng.uniform(0, 2 * np.pi)
    toward = np.array([np.sin(slant) * np.cos(turn), -abs(np.sin(slant) * np.sin(turn)), np.cos(slant)], np.float32)
    facing = form.x * toward[0] + form.y * toward[1] + form.z * toward[2]
    ambient = np.float32(rng.uniform(0.75, 0.95) if flat else rng.uniform(0.15, 0.6))
    shade = ambient + (np.float32(1.15) - ambient) * np.maximum(facing, 0)
    shade *= 1 - np.float32(rng.uniform(0, 0.5)) * (1 - form.z)
    shade *= _shadow(rng, form.height, toward)
    tint = 1 + (colour(rng) / 255 - 0.5) * np.float32(rng.uniform(0, 0.35))
    shaded = surface * (shade[..., None] * tint)
    return shaded if flat else _shone(rng, shaded, form, facing)


def _shadow(rng: Rng, height: Floats, toward: Floats) -> Floats:
    """Darkening where the neighbour towards the light is higher, and across the whole thing."""
    reach = len(height) * rng.uniform(0.02, 0.08)
    shift = np.array([[1, 0, -toward[0] * reach], [0, 1, -toward[1] * reach]], np.float32)
    above = cv2.warpAffine(height, shift, height.shape[::-1])
    line = np.linspace(-1, 1, len(height), dtype=np.float32)
    across = (line[None] * toward[0] + line[:, None] * toward[1]) * np.float32(rng.uniform(0, 0.35))
    return (1 - np.clip(above - height, 0, 1) * np.float32(rng.uniform(0, 0.5))) * (1 + across)


def _shone(rng: Rng, shaded: Floats, form: Relief, facing: Floats) -> Floats:
    if rng.random() < 0.2:
        return shaded * np.float32(0.35) + _mirrored(rng, form) * (0.25 + shaded / 255 * 0.75) * np.float32(0.8)
    if rng.random() < 0.55:
        gloss = np.clip(facing, 0, 1) ** np.float32(rng.uniform(8, 80)) * np.float32(rng.uniform(20, 230))
        return shaded + gloss[..., None]
    if rng.random() < 0.3:
        return shaded + ((1 - form.z) ** 2 * np.float32(rng.uniform(30, 160)))[..., None]
    return shaded


def _mirrored(rng: Rng, form: Relief) -> Floats:
    """What polished metal reflects: a bright sky, a dark horizon and the ground, along the normal's height."""
    table = np.interp(np.arange(256), np.sort(rng.uniform(0, 255, 6)), rng.uniform(20, 255, 6)).astype(np.float32)
    tilt = rng.uniform(-0.6, 0.6)
    at = np.clip((form.y + form.x * tilt) * 127 + 128, 0, 255).astype(np.uint8)
    return (table[at][..., None] * (0.75 + colour(rng) / 1020)).astype(np.float32)
