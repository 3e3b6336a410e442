"""In what order the full size is shown: squares of what is in sight, those nearest to its middle first."""

import math

from segdesk.core.geometry import Box, Size

SIDE = 256
"""Of a square, in pixels of the level that is shown."""


def tiles(sight: Box, factor: int, picture: Size) -> list[Box]:
    """Squares that together hold a box of the picture, their sides on multiples of their length or on the rim.

    factor: how many picture pixels a pixel of the level that is shown has to a side.
    """
    side = SIDE * factor
    rows = range(int(sight.top // side), math.ceil(sight.bottom / side))
    columns = range(int(sight.left // side), math.ceil(sight.right / side))
    squares = [
        Box(side * column, side * row, side * (column + 1), side * (row + 1)) for row in rows for column in columns
    ]
    x, y = (sight.left + sight.right) / 2, (sight.top + sight.bottom) / 2

    def distance(box: Box) -> float:
        return math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y)

    return [square.clipped(picture) for square in sorted(squares, key=distance)]
