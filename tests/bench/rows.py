"""The rows of the tables: which contestants there are, and how one is opened in whatever process measures it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.bench.contestants import Classical, Contestant, GrabCut, Local
from tests.bench.prototype import FILE, Prototype

CLASSICAL: Final = "v1"
LOCAL: Final = "local"
PROTOTYPE: Final = "prototype"
RIVAL: Final = "cv2.grabCut"
NAMES: Final = (CLASSICAL, LOCAL, PROTOTYPE, RIVAL)
LARGE: Final = (CLASSICAL, LOCAL)
"""Rows made for pictures of camera size."""
_BUILT_IN: Final[Mapping[str, Callable[[NDArray[np.uint8]], Contestant]]] = {
    CLASSICAL: Classical,
    LOCAL: Local,
    RIVAL: GrabCut,
}


@dataclass(frozen=True)
class Entry:
    """One row. The prototype's network lies in a folder of its own."""

    name: str
    prototype: Path | None = None

    def open(self, pixels: NDArray[np.uint8]) -> Contestant:
        """Show it a picture, RGB uint8 HxWx3."""
        if self.name == PROTOTYPE:
            assert self.prototype is not None
            return Prototype(pixels, self.prototype)
        return _BUILT_IN[self.name](pixels)


def entries(names: str, prototype: Path | None) -> list[Entry]:
    """The rows of a list with commas, less the prototype where its network is not. ValueError for unknown ones."""
    wanted = [name.strip() for name in names.split(",")]
    if unknown := set(wanted) - set(NAMES):
        raise ValueError(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    has_prototype = prototype is not None and (prototype / FILE).is_file()
    return [Entry(name, prototype) for name in wanted if name != PROTOTYPE or has_prototype]
