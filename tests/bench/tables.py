"""Tables for the terminal."""

from collections.abc import Sequence


def table(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], digits: int) -> str:
    """A titled table of numbers; counts have no decimals, a missing number is a dash."""
    cells = [["", *columns], *([name, *(_cell(value, digits) for value in values)] for name, values in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in cells
    ]
    return "\n".join([title, *lines])


def _cell(value: float | None, digits: int) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.{digits}f}"
