"""Values out of JSON that anybody may have written: each is of the kind that was asked for, or a ValueError says which
is not."""

import math
from typing import Any, cast


def table(item: object, what: str) -> dict[str, object]:
    """An object with its fields."""
    if not isinstance(item, dict):
        raise ValueError(f"{what} must be an object")
    return cast(dict[str, object], item)


def items(item: object, what: str) -> list[object]:
    """A list."""
    if not isinstance(item, list):
        raise ValueError(f"{what} must be a list")
    return cast(list[object], item)


def number(item: object) -> float:
    """A finite number, also where it is written as text."""
    try:
        value = float(cast(Any, item)) if not isinstance(item, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{str(item)[:40]!r} is not a number")
    return value


def flag(item: object, what: str) -> bool:
    """True or false."""
    if not isinstance(item, bool):
        raise ValueError(f"{what} must be true or false")
    return item


def count(item: object, what: str) -> int:
    """A whole number from 0 on."""
    if not isinstance(item, int) or isinstance(item, bool) or item < 0:
        raise ValueError(f"{what} must be a whole number from 0 on")
    return item


def text(item: object, what: str) -> str:
    """A text, which may be empty."""
    if not isinstance(item, str):
        raise ValueError(f"{what} must be a text")
    return item
