"""Strokes and regions to scribble maps, the law they are to masks, and the picture that carries mask and maps."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.prompts import HairStroke, Mark, Polarity, Prompts, Region, ScribbleMap, Stroke

_MIN_RADIUS = 0.75
"""Canvas pixels: just wide enough to meet pixel centres wherever a stroke lies and to leave no gap on a diagonal."""
_FARTHEST = 1e7
"""Coordinates beyond are drawn in to here, where their squares still leave float64 its sub-pixel precision."""
_POINTS_AT_ONCE = 100
"""Overlaps are counted in int8, so a run has fewer than 128 segments; short runs also have small bounding boxes."""
_PIXELS_AT_ONCE = 1 << 18
"""Whole-picture work goes by so many pixels, which stay in the processor's cache."""
_KEPT, _REMOVED = 1, 2
_UNKNOWN, _SUBJECT, _GROUND = 1, 2, 3

_Floats = NDArray[np.float64]
_Places = NDArray[np.intp]


def scribble_maps(prompts: Prompts, size: Size, scale: float = 1.0) -> tuple[Bytes2D, Bytes2D]:
    """What to keep and what to remove, as two uint8 HxW maps of 0 and 255 on a canvas of `size`.

    Maps come first and are stretched to the canvas, then strokes and regions in order; their points and radii are
    picture pixels and are multiplied by `scale` to reach the canvas. Where they contradict the later one wins, so no
    pixel is in both. A pixel is on a stroke when its centre is on a disc that goes along the line through the stroke's
    points with the radius that each of them has, changing evenly in between; it is in a region when the outline winds
    around its centre. A region too slim to hold a centre is drawn as the thinnest line along its outline.
    """
    said = np.zeros((size.height, size.width), np.uint8)
    _lay(said, prompts, scale=scale, kept=_KEPT, removed=_REMOVED)
    return _hard(said == _KEPT), _hard(said == _REMOVED)


class TrimapMaps(NamedTuple):
    """What was painted on a trimap, uint8 HxW each, 255 where it was; None where there is nothing of the kind.

    unknown: matting decides.
    inside, outside: subject and ground, beyond doubt.
    """

    unknown: Bytes2D | None = None
    inside: Bytes2D | None = None
    outside: Bytes2D | None = None


def trimap_maps(strokes: Sequence[HairStroke], size: Size, scale: float = 1.0) -> TrimapMaps:
    """Strokes of the hair brush on a canvas of `size`, the later over the earlier, so that no pixel is in two maps."""
    if not strokes:
        return TrimapMaps()
    said = np.zeros((size.height, size.width), np.uint8)
    for stroke in strokes:
        _draw(said, stroke, scale=scale, value=_state(stroke))
    unknown = _hard(said == _UNKNOWN)
    if not any(stroke.is_sure for stroke in strokes):
        return TrimapMaps(unknown)
    return TrimapMaps(unknown, _hard(said == _SUBJECT), _hard(said == _GROUND))


def obey(coverage: Bytes2D, prompts: Prompts) -> Bytes2D:
    """Strokes are law: 255 under those that keep and 0 under those that remove, written into the coverage, uint8 HxW.

    What `enforce` gives for the maps of these prompts, without the maps, which at full size weigh as much as masks.
    """
    _lay(coverage, prompts, scale=1.0, kept=255, removed=0)
    return coverage


def enforce(coverage: Bytes2D, keep: Bytes2D, remove: Bytes2D) -> Bytes2D:
    """Strokes are law: a copy of the coverage with 255 under `keep` and 0 under `remove`, all uint8 HxW.

    A map counts from 128 on; a pixel in both would be removed.
    """
    lawful = np.empty_like(coverage)
    step = max(1, _PIXELS_AT_ONCE // coverage.shape[1])
    for top in range(0, len(coverage), step):
        rows = slice(top, top + step)
        kept = np.bitwise_or(coverage[rows], _hard(keep[rows] >= INSIDE))
        np.bitwise_and(kept, _hard(remove[rows] < INSIDE), out=lawful[rows])
    return lawful


def pack_integrated(prior: Bytes2D | None, keep: Bytes2D, remove: Bytes2D) -> NDArray[np.uint8]:
    """Prior mask (zeros for none), keep and remove map as red, green and blue of one picture, uint8 HxWx3.

    Aliyun's IntegratedMaskUrl: "initial mask, positive strokes, negative strokes respectively in the three channels".
    """
    return np.dstack((np.zeros_like(keep) if prior is None else prior, keep, remove))


def unpack_integrated(rgb: NDArray[np.uint8]) -> tuple[Bytes2D, Bytes2D, Bytes2D]:
    """Prior mask, keep map and remove map of an integrated picture, uint8 HxW each."""
    prior, keep, remove = (np.ascontiguousarray(rgb[:, :, channel]) for channel in range(3))
    return prior, keep, remove


def _lay(canvas: Bytes2D, prompts: Prompts, *, scale: float, kept: int, removed: int) -> None:
    """Write what is kept and what is removed on a canvas, the maps first, then the strokes in order."""
    size = Size(canvas.shape[1], canvas.shape[0])
    values = {Polarity.KEEP: kept, Polarity.REMOVE: removed}
    for scribble in prompts.maps:
        canvas[_stretched(scribble, size) >= INSIDE] = values[scribble.polarity]
    for stroke in prompts.strokes:
        _draw(canvas, stroke, scale=scale, value=values[stroke.polarity])


def _state(stroke: HairStroke) -> int:
    keeps = stroke.polarity is Polarity.KEEP
    if stroke.is_sure:
        return _SUBJECT if keeps else _GROUND
    return _UNKNOWN if keeps else 0


def _hard(flags: NDArray[np.bool_]) -> Bytes2D:
    return np.multiply(flags, 255, dtype=np.uint8)


def _stretched(scribble: ScribbleMap, size: Size) -> Bytes2D:
    """The map at another size; where it shrinks a cell takes its largest value, so thin marks stay."""
    rows = _stretched_axis(scribble.coverage, size.height, axis=0)
    return _stretched_axis(rows, size.width, axis=1)


def _stretched_axis(array: Bytes2D, length: int, *, axis: int) -> Bytes2D:
    starts = np.arange(length) * array.shape[axis] // length
    if length == array.shape[axis]:
        return array
    if length < array.shape[axis]:
        return cast(Bytes2D, np.maximum.reduceat(array, starts, axis=axis))
    return np.take(array, starts, axis=axis)


def _draw(canvas: Bytes2D, mark: Mark, *, scale: float, value: int) -> None:
    points = np.clip(np.array(mark.points, np.float64).reshape(-1, 2) * scale, -_FARTHEST, _FARTHEST)
    match mark:
        case Stroke():
            radii = np.clip(np.array(mark.widths, np.float64) * scale, _MIN_RADIUS, _FARTHEST)
            _draw_line(canvas, points, radii=radii, value=value)
        case Region() if not _fill_outline(canvas, points, value):
            closed = np.vstack((points, points[:1]))
            _draw_line(canvas, closed, radii=np.full(len(closed), _MIN_RADIUS), value=value)
        case Region():
            pass


def _draw_line(canvas: Bytes2D, points: _Floats, *, radii: _Floats, value: int) -> None:
    for start in range(0, max(len(points) - 1, 1), _POINTS_AT_ONCE):
        piece = slice(start, start + _POINTS_AT_ONCE + 1)
        if points[piece].size:
            _fill(canvas, points[piece], radii=radii[piece], value=value)


def _fill_outline(canvas: Bytes2D, corners: _Floats, value: int) -> bool:
    """Set the pixels that the closed outline winds around; False when there are none.

    Each row counts the sides that it crosses left of a pixel's centre, the rising ones against the falling ones.
    """
    starts, ends = corners, np.roll(corners, -1, axis=0)
    height, width = canvas.shape
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), 0, (width, height)).astype(int)
    if top >= bottom or left >= right:
        return False
    side, row = _crossed(starts[:, 1], ends[:, 1], rows=(top, bottom))
    share = (row + 0.5 - starts[side, 1]) / (ends[side, 1] - starts[side, 1])
    x = starts[side, 0] + share * (ends[side, 0] - starts[side, 0])
    first = np.clip(np.ceil(x - 0.5), left, right).astype(np.intp)
    winding = np.zeros((bottom - top, right - left + 1), np.int16)
    np.add.at(winding, (row - top, first - left), np.sign(ends[side, 1] - starts[side, 1]).astype(np.int16))
    np.cumsum(winding, axis=1, dtype=np.int16, out=winding)
    inside = winding[:, :-1] != 0
    canvas[top:bottom, left:right][inside] = value
    return bool(inside.any())


def _crossed(starts: _Floats, ends: _Floats, *, rows: tuple[int, int]) -> tuple[_Places, _Places]:
    """The sides, given by the y of their ends, and the rows whose pixel centres each of them crosses."""
    first = np.clip(np.ceil(np.minimum(starts, ends) - 0.5), *rows).astype(np.intp)
    behind = np.clip(np.ceil(np.maximum(starts, ends) - 0.5), *rows).astype(np.intp)
    return _listed(first, behind - first)


def _fill(canvas: Bytes2D, run: _Floats, *, radii: _Floats, value: int) -> None:
    """Set the pixels of a run of joined segments: +1 where a span begins, -1 behind its end, then the running sum."""
    height, width = canvas.shape
    low, high = run.min(axis=0) - radii.max(), run.max(axis=0) + radii.max()
    left, top = np.clip(np.floor(low), 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(high), 0, (width, height)).astype(int)
    if left >= right or top >= bottom:
        return
    rows, starts, ends = _spans(run, radii, rows=(top, bottom))
    counts = np.zeros((bottom - top, right - left + 1), np.int8)
    np.add.at(counts, (rows - top, np.clip(starts, left, right) - left), 1)
    np.add.at(counts, (rows - top, np.clip(ends, left, right) - left), -1)
    np.cumsum(counts, axis=1, dtype=np.int8, out=counts)
    canvas[top:bottom, left:right][counts[:, :-1] > 0] = value


def _spans(run: _Floats, radii: _Floats, *, rows: tuple[int, int]) -> tuple[_Places, _Places, _Places]:
    """Row, first column and the column behind the last, for every pixel row that each segment's capsule meets.

    A capsule (what a disc covers that goes from one end to the other, growing or shrinking evenly) is convex, so a row
    cuts it in one span. Its ends are the outermost of what the row cuts from the two end discs and from the two long
    sides.
    """
    first, last = (slice(None, -1), slice(1, None)) if len(run) > 1 else (slice(None), slice(None))
    starts, ends = (np.column_stack((run[part], radii[part])) for part in (first, last))
    low = np.minimum(starts[:, 1] - starts[:, 2], ends[:, 1] - ends[:, 2])
    high = np.maximum(starts[:, 1] + starts[:, 2], ends[:, 1] + ends[:, 2])
    low = np.clip(np.ceil(low - 0.5), *rows).astype(np.intp)
    high = np.clip(np.floor(high - 0.5) + 1, *rows).astype(np.intp)
    segment, row = _listed(low, np.maximum(high - low, 0))
    cuts = _cuts(row.astype(np.float64) + 0.5, starts[segment], ends[segment])
    met = np.isfinite(cuts).any(axis=0)
    first = np.ceil(np.fmin.reduce(cuts)[met] - 0.5).astype(np.intp)
    behind = np.floor(np.fmax.reduce(cuts)[met] - 0.5).astype(np.intp) + 1
    return row[met], first, np.maximum(behind, first)


def _listed(first: _Places, counts: _Places) -> tuple[_Places, _Places]:
    """Which of the items, and which row of it, for `counts` rows from `first` on of every item."""
    item = np.repeat(np.arange(len(first)), counts)
    return item, np.arange(len(item)) - np.repeat(np.cumsum(counts) - counts, counts) + first[item]


def _cuts(y: _Floats, starts: _Floats, ends: _Floats) -> _Floats:
    """Where the line at each y cuts its capsule's outline: 6xN of x, NaN where it misses that part of the outline.

    Ends are Nx3 of x, y and radius. The long sides touch both end discs, at places that lie from each centre in the
    same direction; where one disc holds the other there are none.
    """
    (ax, ay, small), (dx, dy, growth) = starts.T, (ends - starts).T
    with np.errstate(invalid="ignore", divide="ignore"):
        start_half = np.sqrt(small**2 - (y - ay) ** 2)
        end_half = np.sqrt((small + growth) ** 2 - (y - ay - dy) ** 2)
        length = np.hypot(dx, dy)
        lean = -growth / length
        upright = np.sqrt(1 - lean**2)
        sides: list[_Floats] = []
        for sign in (1, -1):
            across = dx / length * lean - sign * dy / length * upright
            down = dy / length * lean + sign * dx / length * upright
            sides.append(_side(y, ax + small * across, ay + small * down, dx + growth * across, dy + growth * down))
    return np.stack((ax - start_half, ax + start_half, ax + dx - end_half, ax + dx + end_half, *sides))


def _side(y: _Floats, x0: _Floats, y0: _Floats, dx: _Floats, dy: _Floats) -> _Floats:
    share = (y - y0) / dy
    return np.where((share >= 0) & (share <= 1), x0 + share * dx, np.nan)
