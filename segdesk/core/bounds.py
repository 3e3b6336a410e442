"""Numbers that both the work and the settings of the program are held to. Nothing is loaded with them."""

from typing import Final

MIN_RADIUS: Final = 1.0
MAX_RADIUS: Final = 500.0
"""Of a brush, in picture pixels."""
DEFAULT_HARDNESS: Final = 0.8
DEFAULT_OPACITY: Final = 1.0
"""Of the retouch brush, 0..1."""
MAX_SHIFT: Final = 30.0
MAX_FEATHER: Final = 50.0
MAX_SMOOTH: Final = 30.0
"""Of an edge, in picture pixels."""
WIDTHS: Final = (0.25, 4.0)
"""Of the band that matting decides, in times the usual width."""
DEFAULT_BUDGET: Final = 256 * 1024 * 1024
"""Bytes that are kept for undo."""
