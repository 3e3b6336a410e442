"""The whole photograph: places everything, lights it, and returns the picture with the subject's true coverage."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .film import develop
from .grass import Painted, arrangement, bouquet, paint
from .light import Gather
from .room import Layer, circle_of_confusion, lens_blur, paint_table, paint_wall
from .space import Camera, Floats
from .subject import FINE, Area, Shot, Studio, Surface, shoot
from .texture import paint_boards, paint_glaze
from .vessels import Together, make_jug, make_pot

SEED = 20
SOFTNESS = 0.55
RAYS = Gather(12, 14)
HAIRS = 5200
EXPOSURE = 1.3
JUG_AREA = (600, 480, 1430, 1380)
GRASS_AREA = (300, 0, 1660, 840)
POT_AREA = (60, 520, 1000, 1200)


@dataclass(frozen=True)
class Photograph:
    """The picture, RGB uint8 HxWx3, and the subject's coverage, uint8 HxW."""

    picture: NDArray[np.uint8]
    alpha: NDArray[np.uint8]


def photograph(width: int = 1920, gather: Gather = RAYS) -> Photograph:
    """Render the scene at `width` x `width` * 3 / 4 pixels; the same bytes on every run."""
    rng = np.random.default_rng(SEED)
    camera = Camera((0.0, 3.1, 11.0), (0.08, 1.84, 0.0), 4.95, width, width * 3 // 4)
    jug, pot, heads = make_jug(), make_pot(), arrangement()
    studio = Studio(Together((jug, pot)), tuple(h.ball for h in heads), camera, gather)
    glazed = Surface(jug, paint_glaze(rng), jug.turn, (0.0, 0.0))
    companion = Surface(pot, paint_glaze(rng, tall=2.0), 0.0, pot.at)
    behind = paint_table(studio, paint_boards(rng)).over(paint_wall(camera, rng))
    behind = _out_of_focus(shoot(companion, studio, _area(POT_AREA, width), near=12.0, far=17.0), camera).over(behind)
    shot = shoot(glazed, studio, _area(JUG_AREA, width), near=8.6, far=13.6)
    grass = paint(bouquet(heads, HAIRS, SEED), camera, _area(GRASS_AREA, width))
    subject = _as_seen(arranged(shot, grass, camera), SOFTNESS * width / 1920)
    picture = develop(subject.over(behind), exposure=EXPOSURE, rng=rng)
    return Photograph(picture, np.round(np.clip(subject.alpha, 0, 1) * 255).astype(np.uint8))


def _as_seen(layer: Layer, sigma: float) -> Layer:
    """Even in focus a lens is a little soft: colour and coverage alike."""
    soft = cv2.GaussianBlur(np.dstack([layer.colour, np.clip(layer.alpha, 0, 1)]), (0, 0), sigma).astype(np.float32)
    return Layer(soft[..., :3], soft[..., 3])


def _area(full: tuple[int, int, int, int], width: int) -> Area:
    return Area(*(value * width // 1920 for value in full))


def _out_of_focus(shot: Shot, camera: Camera) -> Layer:
    rows, columns = camera.height, camera.width
    whole = np.zeros((rows, columns, 4), np.float32)
    whole[shot.area.slices] = np.dstack([shot.colour * shot.alpha[..., None], shot.alpha])
    distance = float(np.median(shot.depth[np.isfinite(shot.depth)]))
    blurred = lens_blur(whole, float(circle_of_confusion(camera, distance)))
    return Layer(blurred[..., :3], blurred[..., 3])


def arranged(shot: Shot, grass: Painted, camera: Camera) -> Layer:
    """The grass in the jug: at every fine point the nearer of the two is seen."""
    jug_depth = np.full((camera.height * FINE, camera.width * FINE), np.inf, np.float32)
    jug_depth[_fine(shot.area)] = shot.depth
    window = jug_depth[_fine(grass.area)]
    seen = (grass.canvas[..., 3] > 0) & (grass.canvas[..., 3] < window)
    covers_jug = seen & np.isfinite(window)
    stalks = _shrunk(np.dstack([grass.canvas[..., :3] * seen[..., None], seen.astype(np.float32)]), grass.area)
    alpha = np.zeros((camera.height, camera.width), np.float32)
    colour = np.zeros((camera.height, camera.width, 3), np.float32)
    alpha[shot.area.slices] = shot.alpha
    colour[shot.area.slices] = shot.colour
    alpha[grass.area.slices] -= _shrunk(covers_jug, grass.area)
    colour *= alpha[..., None]
    alpha[grass.area.slices] += stalks[..., 3]
    colour[grass.area.slices] += stalks[..., :3]
    return Layer(colour, alpha)


def _fine(area: Area) -> tuple[slice, slice]:
    rows, columns = area.slices
    return slice(rows.start * FINE, rows.stop * FINE), slice(columns.start * FINE, columns.stop * FINE)


def _shrunk(fine: Floats | NDArray[np.bool_], area: Area) -> Floats:
    rows, columns = area.shape
    return cv2.resize(fine.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
