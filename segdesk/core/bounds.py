"""Numbers that both the work and the settings of the program are held to. Nothing is loaded with them."""

from typing import Final

MIN_RADIUS: Final = 1.0
MAX_RADIUS: Final = 500.0
"""Of a brush, in picture pixels."""
DEFAULT_HARDNESS: Final = 0.8
DEFAULT_OPACITY: Final = 1.0
"""Of the retouch brush, 0..1."""
DEFAULT_BUDGET: Final = 256 * 1024 * 1024
"""Bytes that are kept for undo."""
