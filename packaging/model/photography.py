"""What cameras, editors and the web do to a picture: light, colour, blur, noise, resampling, JPEG."""

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def tinted(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """In another light: uint8 HxWx3 to the same."""
    scene = pixels.astype(np.float32)
    if rng.random() < 0.75:
        scene = scene * rng.uniform(0.65, 1.4, 1).astype(np.float32) * rng.uniform(0.86, 1.16, 3).astype(np.float32)
        scene += np.float32(rng.uniform(-25, 25))
        grey = scene.mean(axis=2, keepdims=True)
        scene = grey + (scene - grey) * np.float32(rng.uniform(0.4, 1.5))
    if rng.random() < 0.05:
        scene = np.repeat(scene.mean(axis=2, keepdims=True), 3, axis=2)
    if rng.random() < 0.25:
        scene = 255 * (scene.clip(0, 255) / 255) ** np.float32(rng.uniform(0.6, 1.6))
    if rng.random() < 0.12:
        scene = scene[..., rng.permutation(3)]
    return scene.clip(0, 255).astype(np.uint8)


def developed(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """As it arrives on a designer's desk: soft, noisy, enlarged or compressed, or none of these."""
    side = pixels.shape[0]
    if rng.random() < 0.35:
        pixels = cast(Pixels, cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.3, 0.9)))
    if rng.random() < 0.15:
        small = int(side * rng.uniform(0.4, 0.9))
        shrunk = cv2.resize(pixels, (small, small), interpolation=cv2.INTER_AREA)
        pixels = cast(Pixels, cv2.resize(shrunk, (side, side), interpolation=cv2.INTER_LINEAR))
    if rng.random() < 0.3:
        noise = np.empty(pixels.shape, np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(noise, np.zeros(3), np.full(3, rng.uniform(1, 8)))
        pixels = cast(Pixels, cv2.add(pixels.astype(np.int16), noise).clip(0, 255).astype(np.uint8))
    if rng.random() < 0.25:
        _, file = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 92))))
        pixels = cast(Pixels, cv2.imdecode(file, cv2.IMREAD_COLOR))
    return pixels
