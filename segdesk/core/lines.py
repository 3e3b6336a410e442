"""Lines through points, with fewer of them."""

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


def straightened(points: _Floats, slack: float) -> NDArray[np.intp]:
    """Which points of a line, NxD, are left when those within `slack` of what remains go (Douglas, Peucker, 1973)."""
    kept = np.zeros(len(points), np.bool_)
    kept[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _away(points[first + 1 : last], points[first], points[last])
        if away.max() > slack:
            middle = first + 1 + int(away.argmax())
            kept[middle] = True
            spans += [(first, middle), (middle, last)]
    return np.flatnonzero(kept)


def _away(points: _Floats, start: _Floats, end: _Floats) -> _Floats:
    """How far points lie from a segment."""
    along = end - start
    share = np.clip((points - start) @ along / max(float(along @ along), 1e-12), 0, 1)
    return np.sqrt(np.square(points - start - share[:, None] * along).sum(axis=1))
