"""The last stretch of the road: a document's masks become alpha and clean colours, and those a file or several."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import AS_MASKED, Bytes2D, Document, EdgeSettings, Picture, Subject, Which
from segdesk.core.errors import OutputError, PictureError, Reason
from segdesk.core.exporting import CUTOUT, Format, Recipe
from segdesk.core.geometry import Size
from segdesk.core.naming import Labels, export_paths, filled
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report, no_report, stretch
from segdesk.imaging import atomic, baking, finish, retouch, scribbles
from segdesk.imaging.layering import Layer

_FINISHED, _RENDERED = 0.85, 0.98
"""The share of rendering that is done when its pixels are, and of an export when its bytes are."""


def final_alpha(document: Document, *, cancel: CancelToken, report: Report = no_report) -> Bytes2D:
    """The active subject's alpha, uint8 HxW; without a mask only what was painted by hand. Raises Cancelled."""
    picture, subject = document.picture, document.subject
    found = finish.alpha(
        picture.pixels,
        _coverage(document),
        _marks(subject, picture.size),
        edges=_edges(subject),
        is_soft=_is_soft(subject),
        cancel=cancel,
        report=report,
    )
    return retouch.paint(found, subject.retouch, cancel=cancel).alpha


def finished(document: Document, *, cancel: CancelToken, report: Report = no_report) -> finish.Finished:
    """The active subject's alpha and clean colours at full size. Raises Cancelled."""
    picture, subject = document.picture, document.subject
    return finish.finish(
        picture,
        _coverage(document),
        _marks(subject, picture.size),
        edges=_edges(subject),
        strokes=subject.retouch,
        is_soft=_is_soft(subject),
        cancel=cancel,
        report=report,
    )


def together(document: Document, *, cancel: CancelToken, report: Report = no_report) -> finish.Finished:
    """Alpha and clean colours of all visible subjects at full size, the first above the others. Raises Cancelled."""
    colours, alpha = baking.merged(_layers(document, all_together=True, cancel=cancel, report=report))
    return finish.Finished(alpha, colours)


def render(
    document: Document,
    recipe: Recipe = CUTOUT,
    *,
    all_together: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> bytes:
    """What `bake` makes, the bytes alone."""
    return bake(document, recipe, all_together=all_together, cancel=cancel, report=report).content


def bake(
    document: Document,
    recipe: Recipe,
    *,
    all_together: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> baking.Baked:
    """The active subject as a file's bytes; what has neither mask nor paint is wholly transparent.

    all_together: all visible subjects instead of the active one.
    report:       hears of each stage with the share of the work that is done, 0..1.
    Raises Cancelled; OutputError where the format cannot be so large; PictureError where the memory does not hold it.
    """
    token = cancel or CancelToken()
    try:
        picture = document.picture if recipe.keeps_profile else document.picture.in_srgb
        document, on_way = replace(document, picture=picture), stretch(report, 0.0, _FINISHED)
        if recipe.format.is_coverage and not all_together:
            layers = [_layer(document, final_alpha(document, cancel=token, report=on_way), picture.export_pixels)]
        else:
            layers = _layers(document, all_together=all_together, cancel=token, report=on_way)
        token.check()
        report("encode", _FINISHED)
        return baking.bake(layers, picture, recipe)
    except MemoryError as error:
        raise PictureError(Reason.PICTURE_MEMORY, name=document.picture.name) from error


def export(
    document: Document,
    path: Path,
    recipe: Recipe = CUTOUT,
    *,
    all_together: bool = False,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> None:
    """Write the active subject, or all visible ones together, whole or not at all.

    The format is the recipe's; what the path is called is for the caller to see to, with `recipe_for`.
    Raises OutputError, PictureError or Cancelled.
    """
    check_target(document.picture, path, overwrite=overwrite)
    report("render", 0.0)
    on_way = stretch(report, 0.0, _RENDERED)
    content = render(document, recipe, all_together=all_together, cancel=cancel, report=on_way)
    if cancel is not None:
        cancel.check()
    report("write", _RENDERED)
    atomic.write_atomic(path, content, overwrite=overwrite)


def export_named(
    document: Document,
    folder: Path,
    recipe: Recipe,
    *,
    number: int = 1,
    all_together: bool = False,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> Path:
    """The same into a folder, called as the recipe's template says; tells the path. `number` is the template's {n}.

    Raises OutputError, PictureError or Cancelled.
    """
    _check_folder(folder, folder)
    subject = "" if all_together else document.subject.traits.name

    def called(size: Size) -> Path:
        labels = Labels(Path(document.picture.name).stem, size, datetime.now(), subject, number)
        return folder / (filled(recipe.template, labels) + recipe.format.suffixes[0])

    return export_called(
        document, called, recipe, all_together=all_together, overwrite=overwrite, cancel=cancel, report=report
    )


def export_called(
    document: Document,
    called: Callable[[Size], Path],
    recipe: Recipe,
    *,
    all_together: bool = False,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> Path:
    """The same to where a picture of its size is to go; tells the path.

    Raises OutputError, PictureError or Cancelled.
    """
    on_way = stretch(report, 0.0, _RENDERED)
    baked = bake(document, recipe, all_together=all_together, cancel=cancel, report=on_way)
    if cancel is not None:
        cancel.check()
    path = called(baked.size)
    check_target(document.picture, path, overwrite=overwrite)
    report("write", _RENDERED)
    atomic.write_atomic(path, baked.content, overwrite=overwrite)
    return path


def export_which(
    document: Document,
    path: Path,
    which: Which,
    *,
    recipe: Recipe = CUTOUT,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> tuple[Path, ...]:
    """Write cutouts and tell their paths: `path`, or one beside it for each visible subject.

    Raises OutputError, PictureError or Cancelled; where it does, the files of some subjects may have been written, all
    of them whole.
    """
    if which is not Which.EACH:
        all_together = which is Which.TOGETHER
        export(document, path, recipe, all_together=all_together, overwrite=overwrite, cancel=cancel, report=report)
        return (path,)
    paths = export_paths(document, path)
    for own in paths.values():
        check_target(document.picture, own, overwrite=overwrite)

    def called(own: Document, _: Size) -> Path:
        return paths[own.active]

    return export_each(document, called, recipe, overwrite=overwrite, cancel=cancel, report=report)


def export_each(
    document: Document,
    called: Callable[[Document, Size], Path],
    recipe: Recipe,
    *,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> tuple[Path, ...]:
    """Each visible subject to where one of its size is to go; tells the paths. `called` is given it as the active one.

    Raises as `export_which` does.
    """
    paths, shown = list[Path](), document.exported
    for number, subject in enumerate(shown):
        own, on_way = document.with_active(subject.key), stretch(report, number / len(shown), (number + 1) / len(shown))
        path = partial(called, own)
        paths.append(export_called(own, path, recipe, overwrite=overwrite, cancel=cancel, report=on_way))
    return tuple(paths)


def recipe_for(path: Path, recipe: Recipe) -> Recipe:
    """The recipe in the format that a path asks for by its suffix. Raises OutputError where that names none."""
    try:
        return recipe.for_suffix(path.suffix)
    except ValueError as error:
        known = " ".join(sorted({suffix for kind in Format for suffix in kind.suffixes}))
        raise OutputError(Reason.OUTPUT_SUFFIX, name=path.name, known=known) from error


def check_target(picture: Picture, path: Path, *, overwrite: bool) -> None:
    """Refuse early what could not be written later. Raises OutputError."""
    _check_folder(path.parent, path)
    with atomic.explained(path):
        if not path.exists():
            return
        if picture.path is not None and path.samefile(picture.path):
            raise OutputError(Reason.OUTPUT_IS_INPUT, name=path.name)
        if not overwrite:
            raise OutputError(Reason.OUTPUT_EXISTS, name=path.name)


def _check_folder(folder: Path, path: Path) -> None:
    """Raises OutputError, which speaks of the path, where the folder is missing."""
    with atomic.explained(path):
        if not folder.is_dir():
            raise OutputError(Reason.OUTPUT_FOLDER, name=path.name)


def _layers(document: Document, *, all_together: bool, cancel: CancelToken, report: Report) -> list[Layer]:
    """The active subject, or all visible ones from the top; where there are none, one that is wholly transparent."""
    if not all_together:
        made = finished(document, cancel=cancel, report=report)
        return [_layer(document, made.alpha, made.colours)]
    shown, picture = document.exported, document.picture
    layers: list[Layer] = []
    for number, subject in enumerate(shown):
        own = document.with_active(subject.key)
        on_way = stretch(report, number / len(shown), (number + 1) / len(shown))
        layers += _layers(own, all_together=False, cancel=cancel, report=on_way)
    nothing = np.zeros(picture.pixels.shape[:2], np.uint8)
    return layers or [_layer(document, nothing, picture.export_pixels)]


def _layer(document: Document, alpha: Bytes2D, colours: NDArray[np.uint8]) -> Layer:
    return Layer(document.subject.traits.name or Path(document.picture.name).stem, colours, alpha)


def _coverage(document: Document) -> Bytes2D:
    size, mask = document.picture.size, document.subject.mask
    return np.zeros((size.height, size.width), np.uint8) if mask is None else mask.coverage


def _edges(subject: Subject) -> EdgeSettings:
    """Where there is no mask there is no edge either, and nothing to turn inside out."""
    return AS_MASKED if subject.mask is None else subject.edges


def _is_soft(subject: Subject) -> bool:
    return subject.mask is not None and subject.mask.source.is_soft


def _marks(subject: Subject, size: Size) -> finish.Marks:
    """The strokes that are law to the mask; later ones have asked for another mask."""
    said = Prompts() if subject.mask is None else subject.mask.source.law
    keep, remove = scribbles.scribble_maps(said, size) if said.has_strokes else (None, None)
    return finish.Marks(keep, remove, *scribbles.trimap_maps(subject.hair, size))
