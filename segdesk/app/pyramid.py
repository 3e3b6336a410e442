"""A picture or a mask at full, half, quarter ... size, so that any zoom samples about as many pixels as it shows."""

from dataclasses import dataclass, replace
from typing import Self

from segdesk.app.halved import Halved, Pixels, halved
from segdesk.app.quilt import Level, quilted
from segdesk.core.geometry import Size

SMALLEST_SIDE = 128
"""Halving stops when the longer side is no more than this."""
_LARGE = 1 << 20
"""Bytes from which on the second level, a fifth of all memory, is made where it is looked at: in four milliseconds
for as much of it as a window shows, and only at the scales that need it."""


@dataclass(frozen=True, eq=False)
class Pyramid:
    """`levels[0]` is the array itself (uint8 HxW or HxWx3), each further level half as large, rounded up.

    The second is a Halved where it is large. Of a picture whose finest levels are not there yet, `skipped` of them,
    `whole` is the size.
    """

    levels: tuple[Pixels | Halved, ...]
    skipped: int = 0
    whole: Size | None = None

    @classmethod
    def of(cls, array: Pixels) -> Self:
        """All levels of an array, by averages of two by two pixels."""
        levels = [array]
        while max(levels[-1].shape[:2]) > SMALLEST_SIDE:
            levels.append(halved(levels[-1]))
        return cls(_spared(levels))

    @classmethod
    def reduced(cls, array: Pixels, size: Size, factor: int) -> Self:
        """The levels that can be had of a picture of `size` from an array a power of two smaller, to be looked at."""
        return replace(cls.of(array), skipped=factor.bit_length() - 1, whole=size)

    @property
    def size(self) -> Size:
        """The picture's or mask's."""
        if self.whole is not None:
            return self.whole
        height, width = self.levels[0].shape[:2]
        return Size(width, height)

    def level_for(self, scale: float) -> tuple[Pixels | Halved, int]:
        """The smallest level that still has a pixel for every pixel shown at `scale`, and how often it is smaller."""
        index = _index_for(scale * 2**self.skipped, len(self.levels))
        return self.levels[index], 2 ** (self.skipped + index)

    def quilted(self, ground: "Pyramid | None" = None) -> "Quilts":
        """The same in less memory, where much of it is like the ground (of the same size) or of one value."""
        grounds = (None,) * len(self.levels) if ground is None else ground.levels
        return Quilts(tuple(map(quilted, self.levels, grounds)))

    def based_on(self, array: Pixels) -> Self:
        """The pyramid of another array that holds the same, so that one of the two can be let go of."""
        levels = (Halved(array) if isinstance(level, Halved) else level for level in self.levels[1:])
        return replace(self, levels=(array, *levels))

    def patched(self, array: Pixels, rows: tuple[int, int], columns: tuple[int, int]) -> Self:
        """The pyramid of an array that differs from this one's in a rectangle only (half-open, in its pixels).

        A level that changes is copied, for the old pyramid may still be shown.
        """
        levels: list[Pixels | Halved] = [array]
        for old in self.levels[1:]:
            rows, columns = _halved_span(rows), _halved_span(columns)
            if isinstance(old, Halved):
                levels.append(Halved(array))
                continue
            level = old.copy()
            part = halved(levels[-1][2 * rows[0] : 2 * rows[1], 2 * columns[0] : 2 * columns[1]])
            level[rows[0] : rows[0] + part.shape[0], columns[0] : columns[0] + part.shape[1]] = part
            levels.append(level)
        return type(self)(tuple(levels))


@dataclass(frozen=True, eq=False)
class Quilts:
    """A pyramid whose large levels are quilts, to read rectangles of."""

    levels: tuple[Level, ...]

    def level_for(self, scale: float) -> tuple[Level, int]:
        """As a pyramid's."""
        index = _index_for(scale, len(self.levels))
        return self.levels[index], 2**index


def _index_for(scale: float, count: int) -> int:
    """The last of so many levels that has a pixel for every one shown; the first where none has."""
    index = 0
    while index + 1 < count and scale * 2 ** (index + 1) <= 1:
        index += 1
    return index


def _spared(levels: list[Pixels]) -> tuple[Pixels | Halved, ...]:
    """The levels of an array without the memory of the second."""
    if len(levels) < 2 or levels[1].nbytes < _LARGE:
        return tuple(levels)
    return levels[0], Halved(levels[0]), *levels[2:]


def _halved_span(span: tuple[int, int]) -> tuple[int, int]:
    return span[0] // 2, (span[1] + 1) // 2
