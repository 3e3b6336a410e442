"""Pixels to the bytes of a PNG. How rows are filtered and compressed is found out by trying on a few of them.

No way is best for all: a photograph with a sensor's grain holds no repetitions, and looking for them costs time and
bytes; a smooth or a drawn picture consists of them.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

_Pixels = NDArray[np.uint8]


class _Way(NamedTuple):
    """How rows are predicted, how hard repetitions are looked for (1..9), and what is taken for one."""

    filters: int
    level: int
    strategy: int


_QUICK: Final = (
    _Way(cv2.IMWRITE_PNG_FILTER_NONE, 3, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
    _Way(cv2.IMWRITE_PNG_FILTER_AVG, 2, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
    _Way(cv2.IMWRITE_PNG_FILTER_PAETH, 1, cv2.IMWRITE_PNG_STRATEGY_RLE),
    _Way(cv2.IMWRITE_PNG_FILTER_AVG, 4, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
    _Way(cv2.IMWRITE_PNG_FILTER_AVG, 5, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
)
"""Quick ways for drawn pictures, photographs, grain, soft pictures and very soft ones, the quickest first."""
_SMALL: Final = (
    _Way(cv2.IMWRITE_PNG_FILTER_NONE, 9, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
    _Way(cv2.IMWRITE_PNG_ALL_FILTERS, 9, cv2.IMWRITE_PNG_STRATEGY_RLE),
    _Way(cv2.IMWRITE_PNG_ALL_FILTERS, 9, cv2.IMWRITE_PNG_STRATEGY_FILTERED),
    _Way(cv2.IMWRITE_PNG_ALL_FILTERS, 9, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
    _Way(cv2.IMWRITE_PNG_FILTER_PAETH, 9, cv2.IMWRITE_PNG_STRATEGY_DEFAULT),
)
_ALLOWANCE = 1.04
"""How much larger than by the best way a file may get for being written sooner."""
_STRIPS, _STRIP = 6, 24
"""How many places are tried, and the fewest rows of each; with fewer, what begins anew with each would count."""
_ENOUGH_BYTES = 1 << 20
"""What a trial holds even where rows are short, for repetitions reach over many of them."""


def pack(pixels: _Pixels, icc: bytes | None, *, compact: bool = False) -> bytes:
    """A PNG of uint8 HxW, BGR HxWx3 or BGRA HxWx4, tagged with a profile unless that is None.

    compact: take the time for a smaller file.
    """
    way = _chosen(pixels, _SMALL, 1.0) if compact else _chosen(pixels, _QUICK, _ALLOWANCE)
    return _packed(pixels, way, icc)


def _chosen(pixels: _Pixels, ways: Sequence[_Way], allowance: float) -> _Way:
    """The first that, tried on some rows, makes a file hardly larger than the best."""
    sample = _sample(pixels)
    sizes = [len(_packed(sample, way, None)) for way in ways]
    enough = allowance * min(sizes)
    return next(way for way, size in zip(ways, sizes, strict=True) if size <= enough)


def _sample(pixels: _Pixels) -> _Pixels:
    """Strips of rows from all over the picture; all of a small one."""
    strip = max(_STRIP, _ENOUGH_BYTES // (_STRIPS * pixels[0].nbytes))
    if len(pixels) <= _STRIPS * strip:
        return pixels
    tops = np.linspace(0, len(pixels) - strip, _STRIPS + 2).astype(int)[1:-1]
    return np.concatenate([pixels[top : top + strip] for top in tops])


def _packed(pixels: _Pixels, way: _Way, icc: bytes | None) -> bytes:
    # Setting the level resets the strategy, which therefore comes behind it.
    settings = [cv2.IMWRITE_PNG_FILTER, way.filters, cv2.IMWRITE_PNG_COMPRESSION, way.level]
    settings += [cv2.IMWRITE_PNG_STRATEGY, way.strategy]
    kinds, chunks = ([], []) if icc is None else ([cv2.IMAGE_METADATA_ICCP], [np.frombuffer(icc, np.uint8)])
    _, content = cv2.imencodeWithMetadata(".png", pixels, kinds, chunks, settings)
    return content.tobytes()
