"""A pen's pressure as the share of the brush that it leaves: a light hand draws thin, a firm one the whole brush."""

from typing import Final

LEAST: Final = 0.12
"""What a pen that hardly touches leaves of the brush."""
FIRM: Final = 0.85
"""The pressure from which on it is the whole brush; few hands press harder without effort."""
_BEND: Final = 0.75
"""Below 1 the brush grows soonest where a hand that draws lightly is."""
_EASE: Final = 0.4
"""How much of a change comes with the next event; the rest, and with it the sensor's tremble, is spread over more."""


class Pressing:
    """Follows one stroke. None is the pressure of what has none, a mouse or a finger: it draws with the whole brush."""

    def __init__(self) -> None:
        self._share = 1.0

    def begin(self, pressure: float | None) -> float:
        """The share of the brush that a stroke begins with."""
        self._share = _share(pressure)
        return self._share

    def follow(self, pressure: float | None) -> float:
        """And what it is at the next event."""
        self._share += _EASE * (_share(pressure) - self._share)
        return self._share


def _share(pressure: float | None) -> float:
    if pressure is None:
        return 1.0
    return LEAST + (1 - LEAST) * min(max(pressure, 0.0) / FIRM, 1.0) ** _BEND
