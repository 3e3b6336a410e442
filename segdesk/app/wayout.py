"""The way down to rendering, imported on a lane at first use as the rest of the way is; see `road`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, Document, Which
from segdesk.core.exporting import Recipe, placement
from segdesk.core.geometry import Box, Size
from segdesk.core.work import CancelToken, Report

if TYPE_CHECKING:
    from segdesk.imaging.weighing import Weighed

LayerParts = tuple[str, NDArray[np.uint8], Bytes2D]
"""A subject's name, its colours and its alpha."""
Called = Callable[[Document, Size], Path]
"""Where the file of a document, or of its active subject, goes, once the size of what is in it is known."""


@dataclass(frozen=True)
class Copied:
    """A cutout for other programs: a file's bytes, and a file that holds them."""

    content: bytes
    path: Path | None = None


def export(
    document: Document, place: Path | Called, which: Which, *, recipe: Recipe, cancel: CancelToken, report: Report
) -> tuple[Path, ...]:
    """Write cutouts and tell their paths; each subject's own goes beside a path. Raises OutputError or Cancelled."""
    from segdesk import rendering

    if isinstance(place, Path):
        return rendering.export_which(
            document, place, which, recipe=recipe, overwrite=True, cancel=cancel, report=report
        )
    if which is Which.EACH:
        return rendering.export_each(document, place, recipe, overwrite=True, cancel=cancel, report=report)
    together, called = which is Which.TOGETHER, partial(place, document)
    return (
        rendering.export_called(
            document, called, recipe, all_together=together, overwrite=True, cancel=cancel, report=report
        ),
    )


def render_cutout(
    document: Document, recipe: Recipe, beside: Path | None, *, cancel: CancelToken, report: Report
) -> Copied:
    """The cutout as the bytes of a file, and that file where it is asked for too. Raises OutputError or Cancelled."""
    from segdesk import rendering
    from segdesk.imaging.atomic import explained

    content = rendering.render(document, recipe, cancel=cancel, report=report)
    if beside is not None:
        with explained(beside):
            beside.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
    return Copied(content, beside)


def weigh(
    document: Document, parts: Sequence[LayerParts], recipe: Recipe, *, side: int, cancel: CancelToken
) -> "Weighed | None":
    """What an export would be like; None of nothing. Raises OutputError or Cancelled."""
    from segdesk.imaging.layering import Layer
    from segdesk.imaging.weighing import weigh

    layers = [Layer(*part) for part in parts]
    return weigh(layers, document.picture.in_srgb, recipe, side=side, cancel=cancel) if layers else None


def size_of(document: Document, parts: Sequence[LayerParts], recipe: Recipe) -> Size:
    """How large an export of these parts is."""
    from segdesk.imaging import layout

    content = Box(0, 0, 0, 0)
    for _, _, alpha in parts:
        content = content.united(layout.content(alpha))
    return placement(recipe.layout, document.picture.size, content).size
