"""Dabs that remove something from the middle of a plain thing, where nothing in the picture says how far they reach.

They take out what lies under them and leave the thing otherwise whole.
"""

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from .robot import depth_of
from .scenes import Scene

Bytes2D = NDArray[np.uint8]

_THINNEST, _THICKEST = 0.008, 0.05
"""Radii of dabs in sides of the view."""
_ROOM = 2.2
"""How far from the subject's outline they lie at least, in radii."""
_LIKE = 32.0
"""How much colours of a plain thing differ, in levels of all three channels together."""
_PLAIN = 0.6
"""Share of the subject that has the colour of the place."""
_TRIES = 3


def dented(scene: Scene, rng: np.random.Generator) -> Scene:
    """The same view with a hole in a plain subject; the scene as it is where there is no place for one."""
    subject = ((scene.truth > 127) & (scene.unknown == 0)).astype(np.uint8)
    side = len(subject)
    depth = depth_of(subject)
    colours = cv2.GaussianBlur(scene.pixels, (5, 5), 0).astype(np.float32)
    for _ in range(_TRIES):
        radius = max(1, round(side * np.exp(rng.uniform(np.log(_THINNEST), np.log(_THICKEST)))))
        rows, columns = np.nonzero(depth > _ROOM * radius + 2)
        if not len(rows):
            continue
        chosen = rng.integers(len(rows))
        row, column = int(rows[chosen]), int(columns[chosen])
        alike = np.linalg.norm(colours - colours[row, column], axis=2) < _LIKE
        if alike[subject > 0].mean() > _PLAIN:
            return _with_hole(scene, _dab((row, column), radius, rng, side))
    return scene


def _dab(place: tuple[int, int], radius: int, rng: np.random.Generator, side: int) -> Bytes2D:
    """A dab, 0 and 1, or a stroke little longer than wide."""
    row, column = place
    reach, angle = radius * max(0.0, rng.normal()), rng.uniform(0, 2 * np.pi)
    end = round(column + reach * np.cos(angle)), round(row + reach * np.sin(angle))
    drawn = np.zeros((side, side), np.uint8)
    cv2.circle(drawn, (column, row), radius, 1, -1)
    if reach > 0:
        cv2.line(drawn, (column, row), end, 1, 2 * radius + 1)
    return drawn


def _with_hole(scene: Scene, hole: Bytes2D) -> Scene:
    """What is nearer to a dab than half its own width may go with it or stay."""
    reach = 2 * max(2, round(0.5 * np.sqrt(float(hole.sum()) / np.pi))) + 1
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    rim = cast(Bytes2D, cv2.dilate(hole, window)) & (1 - hole)
    truth = np.where(hole > 0, 0, scene.truth).astype(np.uint8)
    return replace(scene, truth=truth, unknown=scene.unknown | rim, before=scene.truth, dent=hole, alone=False)
