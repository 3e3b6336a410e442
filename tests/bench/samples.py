"""Pictures with ground truth, read from a folder laid out like the GrabCut set; what is missing is left out."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, ScribbleMap

SCRIBBLES = ("scribbles1", "scribbles2")
UNSCORED = 128


@dataclass(frozen=True, eq=False)
class Sample:
    """A picture, RGB uint8 HxWx3, its truth (255 subject, 0 ground, 128 not scored) and the prompts drawn for it."""

    name: str
    pixels: NDArray[np.uint8]
    truth: Bytes2D
    prompts: dict[str, Prompts]

    @property
    def size(self) -> Size:
        height, width = self.truth.shape
        return Size(width, height)


def names(folder: Path, limit: int | None = None) -> list[str]:
    """The pictures that have a truth, in order; the first `limit` of them."""
    stems = sorted(path.stem for path in (folder / "images").iterdir() if _find(folder / "gt", path.stem))
    return stems[:limit]


def load(folder: Path, name: str) -> Sample:
    """One picture with all that is known about it."""
    prompts = {"auto": Prompts(auto=True)}
    for kind in SCRIBBLES:
        if path := _find(folder / kind, name):
            prompts[kind] = _scribbled(_grey(path))
    if path := _find(folder / "trimaps_rect", name):
        prompts["box"] = Prompts(boxes=(BoxPrompt(_bounds(_grey(path) == UNSCORED)),))
    return Sample(name, _colour(_found(folder / "images", name)), _grey(_found(folder / "gt", name)), prompts)


def coloured(content: bytes, name: str) -> NDArray[np.uint8]:
    """A picture file's pixels, RGB uint8 HxWx3."""
    return np.ascontiguousarray(decoded(content, cv2.IMREAD_COLOR, name)[..., ::-1])


def decoded(content: bytes, how: int, name: str) -> NDArray[np.uint8]:
    """A picture file's pixels as OpenCV reads them. Raises ValueError naming the file."""
    array = cv2.imdecode(np.frombuffer(content, np.uint8), how)
    if array is None:
        raise ValueError(f"{name} is no picture")
    return cast(NDArray[np.uint8], array)


def _scribbled(drawn: Bytes2D) -> Prompts:
    keep, remove = ((drawn == value).astype(np.uint8) * 255 for value in (255, 0))
    return Prompts(maps=(ScribbleMap(Polarity.KEEP, keep), ScribbleMap(Polarity.REMOVE, remove)))


def _bounds(flags: NDArray[np.bool_]) -> Box:
    rows, columns = np.nonzero(flags)
    return Box(float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))


def _find(folder: Path, stem: str) -> Path | None:
    return next(iter(sorted(folder.glob(f"{stem}.*"))), None)


def _found(folder: Path, stem: str) -> Path:
    path = _find(folder, stem)
    if path is None:
        raise FileNotFoundError(f"{folder / stem}.*")
    return path


def _grey(path: Path) -> Bytes2D:
    return decoded(path.read_bytes(), cv2.IMREAD_GRAYSCALE, path.name)


def _colour(path: Path) -> NDArray[np.uint8]:
    return coloured(path.read_bytes(), path.name)
