"""Made-up pictures with a known truth, so that tests can say whether a mask is right."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import Polarity, Stroke
from segdesk.imaging import encoders
from segdesk.imaging.atomic import write_atomic

PLUM_SIZE = Size(320, 240)
RED, BLUE, GROUND = (200, 40, 40), (40, 60, 200), (150, 160, 150)
LEFT_DISC, RIGHT_DISC = Point(80, 100), Point(230, 100)


@dataclass(frozen=True)
class Scene:
    """A picture, the true mask of its subject, and where subject and ground certainly are."""

    pixels: NDArray[np.uint8]
    truth: Bytes2D
    inside: Point
    outside: Point
    box: Box

    @property
    def size(self) -> Size:
        height, width = self.truth.shape
        return Size(width, height)

    def save(self, path: Path) -> Path:
        write_atomic(path, encoders.encode_rgb(self.pixels, None), overwrite=True)
        return path


def plum(size: Size = PLUM_SIZE, seed: int = 1) -> Scene:
    """A purple ellipse on a grainy green ground that darkens to one side."""
    rng = np.random.default_rng(seed)
    width, height = size
    ground = np.empty((height, width, 3), np.float32)
    ground[:] = (96, 140, 70)
    ground *= np.linspace(0.7, 1.15, width, dtype=np.float32)[None, :, None]
    truth = np.zeros((height, width), np.uint8)
    centre, axes = (int(width * 0.45), int(height * 0.55)), (int(width * 0.22), int(height * 0.28))
    cv2.ellipse(truth, centre, axes, 20, 0, 360, 255, -1, cv2.LINE_AA)
    alpha = truth.astype(np.float32)[..., None] / 255
    colour = np.array((120, 50, 110), np.float32)
    mixed = ground * (1 - alpha) + colour * alpha + rng.normal(0, 6, (height, width, 1)).astype(np.float32)
    rows, columns = np.nonzero(truth)
    box = Box(float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))
    pixels = np.clip(mixed, 0, 255).astype(np.uint8)
    return Scene(pixels, truth, Point(*map(float, centre)), Point(width * 0.9, height * 0.1), box.grown(4))


def two_discs() -> NDArray[np.uint8]:
    """A red disc on the left and a blue one on the right, grain all over."""
    rows, columns = np.mgrid[0:200, 0:300]
    pixels = np.empty((200, 300, 3), np.float64)
    pixels[:] = GROUND
    for centre, colour in ((LEFT_DISC, RED), (RIGHT_DISC, BLUE)):
        pixels[(columns - centre.x) ** 2 + (rows - centre.y) ** 2 < 40**2] = colour
    return np.clip(pixels + np.random.default_rng(1).normal(0, 4, pixels.shape), 0, 255).astype(np.uint8)


def disc(centre: Point, shape: tuple[int, int] = (200, 300)) -> Bytes2D:
    """The true mask of one of them."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    return np.where((columns - centre.x) ** 2 + (rows - centre.y) ** 2 < 40**2, 255, 0).astype(np.uint8)


def click(at: Point, polarity: Polarity = Polarity.KEEP, radius: float = 5) -> Stroke:
    """A stroke of one point."""
    return Stroke(polarity, radius, (at,))


def iou(coverage: Bytes2D, truth: Bytes2D) -> float:
    """Intersection over union of what lies inside both masks."""
    one, other = coverage >= INSIDE, truth >= INSIDE
    union = int(np.count_nonzero(one | other))
    return int(np.count_nonzero(one & other)) / union if union else 1.0
