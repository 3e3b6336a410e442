"""What becomes of an edge, as values. Nothing is loaded with them: the settings of the program hold them too."""

import math
from dataclasses import dataclass, replace
from enum import Enum

from segdesk.core.bounds import WIDTHS


class EdgeMode(Enum):
    """How a subject's edge becomes alpha: by matting, or as the mask has it, or by matting where there is need."""

    AUTO = "auto"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True)
class EdgeSettings:
    """What becomes of a subject's mask on the way to its alpha and its colours. All of it can be changed at any time.

    halo:    0..1, how much of the old background goes out of the colours of soft pixels.
    width:   0.25..4, times the usual width of the band that matting decides.
    shift:   pixels the edge moves outward; inward when negative.
    feather: pixels to either side over which the edge fades.
    smooth:  pixels; unevenness of the outline smaller than this goes.
    contrast: 0..1, from the edge's own softness to none.
    fill_holes, drop_specks: area in pixels up to which holes and separate parts go.
    Raises ValueError for what lies beyond these ranges.
    """

    mode: EdgeMode = EdgeMode.AUTO
    halo: float = 1.0
    width: float = 1.0
    shift: float = 0.0
    feather: float = 0.0
    smooth: float = 0.0
    contrast: float = 0.0
    fill_holes: int = 0
    drop_specks: int = 0
    keep_largest: bool = False
    invert: bool = False

    def __post_init__(self) -> None:
        shares = 0 <= self.halo <= 1 and 0 <= self.contrast <= 1 and WIDTHS[0] <= self.width <= WIDTHS[1]
        lengths = min(self.feather, self.smooth, self.fill_holes, self.drop_specks) >= 0
        if not (shares and lengths and math.isfinite(self.shift + self.feather + self.smooth)):
            raise ValueError(f"no edge can be like this: {self}")

    @property
    def habit(self) -> "EdgeSettings":
        """What of it another subject may begin with: what clears up or inverts depends on what the picture shows."""
        return replace(self, fill_holes=0, drop_specks=0, keep_largest=False, invert=False)


STANDARD_EDGES = EdgeSettings()
"""What an edge begins with as long as nobody has set any."""
AS_MASKED = EdgeSettings(mode=EdgeMode.HARD, halo=0.0)
"""Alpha is the mask as it is, and the colours are the picture's."""
