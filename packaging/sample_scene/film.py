"""From light to a picture: bloom, a filmic tone curve, vignette and grain."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .space import Floats


def develop(light: Floats, *, exposure: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Linear light HxWx3 to an sRGB picture, uint8."""
    rows = light.shape[0]
    glow = cv2.GaussianBlur(np.minimum(light, 6), (0, 0), rows / 60)
    light = (light * 0.95 + glow * 0.05) * exposure * _vignette(light.shape[:2])[..., None]
    toned = _encoded(_tone(light))
    return np.clip(np.round((toned + _grain(toned, rng)) * 255), 0, 255).astype(np.uint8)


def _vignette(shape: tuple[int, int]) -> Floats:
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    return (1 - 0.30 * (x * x + y * y) ** 1.3 / 2).astype(np.float32)


def _tone(light: Floats) -> Floats:
    """Hable's filmic curve, white at 5, applied to the channels with a little of each in the others."""
    cross = np.array([[0.93, 0.05, 0.02], [0.03, 0.94, 0.03], [0.02, 0.05, 0.93]], np.float32)
    x = np.maximum(light @ cross.T - 0.008, 0) * 1.9

    return (np.clip(_filmic(x) / _filmic(np.array([9.5], np.float32)), 0, 1) ** 1.10).astype(np.float32)


def _filmic(v: Floats) -> Floats:
    return (v * (0.22 * v + 0.03) + 0.002) / (v * (0.22 * v + 0.30) + 0.06) - 0.002 / 0.06


def _encoded(v: Floats) -> Floats:
    return np.where(v <= 0.0031308, 12.92 * v, 1.055 * np.maximum(v, 1e-6) ** (1 / 2.4) - 0.055)


def _grain(toned: Floats, rng: np.random.Generator) -> Floats:
    shape = toned.shape[:2]
    grey = cv2.GaussianBlur(rng.standard_normal(shape, np.float32), (0, 0), 0.65) * 2.0
    tint = cv2.GaussianBlur(rng.standard_normal((*shape, 3), np.float32), (0, 0), 0.8) * 2.0
    level = toned.mean(2)
    strength = 0.0045 + 0.012 * level * (1 - level)
    return (0.85 * grey[..., None] + 0.3 * tint) * strength[..., None]
