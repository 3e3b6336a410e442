"""Reads typed values out of JSON that anybody may have edited: what is missing or makes no sense is the default."""

import math
from enum import Enum
from typing import TypeVar, cast

_E = TypeVar("_E", bound=Enum)


class Given:
    """One JSON object and what it says under each name."""

    def __init__(self, value: object) -> None:
        """Anything but an object says nothing."""
        self._values = cast(dict[str, object], value) if isinstance(value, dict) else {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def part(self, name: str) -> "Given":
        """The object within this one."""
        return Given(self._values.get(name))

    def text(self, name: str, default: str) -> str:
        """A text that is not empty."""
        value = self._values.get(name)
        return value if isinstance(value, str) and value else default

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list; none without a list."""
        return self.texts_or_none(name) or ()

    def texts_or_none(self, name: str) -> tuple[str, ...] | None:
        """The texts of a list, or None without a list: an empty one may mean something."""
        value = self._values.get(name)
        if not isinstance(value, list):
            return None
        return tuple(item for item in cast(list[object], value) if isinstance(item, str))

    def flag(self, name: str, default: bool) -> bool:
        value = self._values.get(name)
        return value if isinstance(value, bool) else default

    def number(self, name: str, default: float, bounds: tuple[float, float]) -> float:
        """A number, brought within its bounds; JSON's own NaN and infinities are none."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return default
        if isinstance(value, float) and not math.isfinite(value):
            return default
        return min(max(value, bounds[0]), bounds[1])

    def choice(self, name: str, default: _E) -> _E:
        """A member of the default's enum, by its value."""
        value = self._values.get(name)
        return next((member for member in type(default) if member.value == value), default)

    def colour(self, name: str, default: tuple[int, int, int]) -> tuple[int, int, int]:
        """RGB, each 0..255."""
        value = self._values.get(name)
        parts = cast(list[object], value) if isinstance(value, list) else []
        shades = [part for part in parts if isinstance(part, int) and not isinstance(part, bool) and 0 <= part <= 255]
        return (shades[0], shades[1], shades[2]) if len(shades) == len(parts) == 3 else default
