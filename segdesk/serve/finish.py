"""The last touch a client can choose: an edge without shades, an outline without ripples."""

import math
from typing import Final

import cv2
import numpy as np

from segdesk.core.document import INSIDE, Bytes2D

_SPECK_SHARE: Final = 0.002
"""Parts and holes smaller than this share of the subject are specks."""
_RIPPLE_SHARE: Final = 0.004
"""Ripples shorter than about this share of the long side go."""
_RAMP: Final = 2.0
"""Pixels over which a steadied edge goes from out to in."""


def hardened(coverage: Bytes2D) -> Bytes2D:
    """Every pixel wholly in (255) or out (0)."""
    return np.multiply(coverage >= INSIDE, 255, dtype=np.uint8)


def steadied(coverage: Bytes2D) -> Bytes2D:
    """The coverage without specks and pinholes, its outline smoothed; a narrow soft edge stays."""
    hard = hardened(coverage)
    floor = int(np.count_nonzero(hard) * _SPECK_SHARE)
    whole = 255 - _without_specks(255 - _without_specks(hard, floor), floor)
    sigma = max(1.0, max(coverage.shape) * _RIPPLE_SHARE)
    blurred = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), sigma)
    # A blurred step rises by 255 / (sigma sqrt(2 pi)) per pixel where it crosses the middle.
    gain = sigma * math.sqrt(2 * math.pi) / _RAMP
    return np.clip((blurred - INSIDE) * gain + INSIDE, 0, 255).astype(np.uint8)


def _without_specks(hard: Bytes2D, floor: int) -> Bytes2D:
    _, labels, facts, _ = cv2.connectedComponentsWithStats(hard, connectivity=4)
    keeps = facts[:, cv2.CC_STAT_AREA] >= floor
    keeps[0] = False
    return np.multiply(keeps[np.asarray(labels, np.intp)], 255, dtype=np.uint8)
