"""Pictures with exact alpha for matting: a drawn head of hair, a net, a wheel, and the sample jug."""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.imaging import files
from segdesk.imaging.resampling import averaged

_SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
_FINE = 4


class Hair(NamedTuple):
    """RGB uint8 HxWx3, the alpha it was mixed with, and the head without its hair, uint8 HxW of 0 and 255."""

    pixels: NDArray[np.uint8]
    alpha: Bytes2D
    head: Bytes2D


def hair(wide: int = 480, high: int = 360) -> Hair:
    """A brown disc with hairs to its left, smooth to its right, before a textured greenish ground."""
    rng = np.random.default_rng(3)
    head = np.zeros((high * _FINE, wide * _FINE), np.uint8)
    centre, radius = (wide * _FINE // 2, high * _FINE // 2), high * _FINE // 4
    cv2.circle(head, centre, radius, 255, -1)
    large = head.copy()
    for turn in rng.uniform(0.6 * np.pi, 1.4 * np.pi, 90):
        reach, bend = radius + rng.uniform(6, 16) * _FINE, turn + rng.uniform(-0.15, 0.15)
        root, tip = (
            (int(centre[0] + length * np.cos(angle)), int(centre[1] + length * np.sin(angle)))
            for length, angle in ((radius - 8, turn), (reach, bend))
        )
        cv2.line(large, root, tip, 255, 4)
    return _mixed(large, head, rng)


def net(wide: int = 480, high: int = 360) -> Hair:
    """Strings of about a pixel and a half, as in a fishing net, all around holes."""
    large = np.zeros((high * _FINE, wide * _FINE), np.uint8)
    for place in range(wide, 3 * wide, 48):
        cv2.line(large, (place, high), (place - 40, 3 * high), 255, 6)
    for place in range(high, 3 * high, 48):
        cv2.line(large, (wide - 20, place), (3 * wide - 80, place + 40), 255, 6)
    return _mixed(large, large, np.random.default_rng(5))


def wheel(wide: int = 480, high: int = 360) -> Hair:
    """A rim, a hub and spokes of one to two pixels."""
    large = np.zeros((high * _FINE, wide * _FINE), np.uint8)
    centre, radius = (wide * _FINE // 2, high * _FINE // 2), high * _FINE // 3
    cv2.circle(large, centre, radius, 255, 14)
    cv2.circle(large, centre, radius // 6, 255, -1)
    for number, turn in enumerate(np.linspace(0, 2 * np.pi, 27, endpoint=False).tolist()):
        rim = (int(centre[0] + radius * np.cos(turn)), int(centre[1] + radius * np.sin(turn)))
        cv2.line(large, centre, rim, 255, 4 + number % 5)
    return _mixed(large, large, np.random.default_rng(6))


def as_jpeg(pixels: NDArray[np.uint8], quality: int = 85) -> NDArray[np.uint8]:
    """The picture as a camera's file would hold it."""
    _, written = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(written, cv2.IMREAD_COLOR), np.uint8)


def jug() -> tuple[NDArray[np.uint8], Bytes2D]:
    """The sample at half its size, and its true alpha."""
    picture, alpha = files.decode_rgb(_SAMPLES / "jug.jpg"), files.decode_map(_SAMPLES / "jug-alpha.png")
    size = Size(alpha.shape[1] // 2, alpha.shape[0] // 2)
    return averaged(picture, size), averaged(alpha, size)


def _mixed(large: Bytes2D, head: Bytes2D, rng: np.random.Generator) -> Hair:
    """Brown where the large shape is, before a textured greenish ground, at the fine size's share."""
    size = Size(large.shape[1] // _FINE, large.shape[0] // _FINE)
    alpha, bare = (averaged(shape, size) for shape in (large, head))
    shape = (size.height, size.width)
    ground, brown = (_textured(np.array(colour), shape, rng) for colour in ((120, 160, 110), (90, 55, 35)))
    share = alpha[:, :, None] / 255
    mixed = ground * (1 - share) + brown * share + rng.normal(0, 1.5, ground.shape)
    return Hair(np.clip(mixed, 0, 255).astype(np.uint8), alpha, np.multiply(bare >= 128, 255, dtype=np.uint8))


def _textured(colour: NDArray[np.int_], shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.floating]:
    coarse = rng.normal(0, 8, (shape[0] // 16 + 1, shape[1] // 16 + 1))
    return colour + cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC)[:, :, None]
