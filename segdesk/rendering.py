"""The last stretch of the road: a document's masks become alpha and clean colours, and those a file or several."""

from enum import Enum
from pathlib import Path
from typing import assert_never

import numpy as np

from segdesk.core.document import AS_MASKED, Bytes2D, Document, EdgeSettings, Picture, Subject, Which
from segdesk.core.errors import OutputError, Reason
from segdesk.core.geometry import Size
from segdesk.core.naming import export_paths
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report, no_report, stretch
from segdesk.imaging import atomic, composite, encoders, finish, retouch, scribbles

WHITE = (255, 255, 255)
_FINISHED, _RENDERED = 0.85, 0.98
"""The share of rendering that is done when its pixels are, and of an export when its bytes are."""


class Form(Enum):
    """What an export holds."""

    CUTOUT = "cutout"
    MASK = "mask"
    WHITE = "white"


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
    picture, shown = document.picture, document.exported
    if not shown:
        return finish.Finished(np.zeros(picture.pixels.shape[:2], np.uint8), picture.export_pixels)
    made: finish.Finished | None = None
    for number, subject in enumerate(shown):
        on_way = stretch(report, number / len(shown), (number + 1) / len(shown))
        below = finished(document.with_active(subject.key), cancel=cancel, report=on_way)
        made = below if made is None else finish.Finished(*composite.united(*made, *below))
    assert made is not None
    return made


def render(
    document: Document,
    form: Form,
    *,
    all_together: bool = False,
    compact: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> bytes:
    """The active subject as the bytes of a PNG at full size; what has neither mask nor paint is wholly transparent.

    all_together: all visible subjects instead of the active one.
    compact: take the time for a smaller file.
    report:  hears of each stage with the share of the work that is done, 0..1.
    Raises Cancelled.
    """
    token, icc = cancel or CancelToken(), document.picture.icc
    on_way = stretch(report, 0.0, _FINISHED)
    if form is Form.MASK and not all_together:
        alpha, colours = final_alpha(document, cancel=token, report=on_way), document.picture.export_pixels
    else:
        alpha, colours = (together if all_together else finished)(document, cancel=token, report=on_way)
    token.check()
    report("encode", _FINISHED)
    match form:
        case Form.CUTOUT:
            return encoders.encode_cutout(composite.cutout(colours, alpha), icc, compact=compact)
        case Form.MASK:
            return encoders.encode_mask(alpha, compact=compact)
        case Form.WHITE:
            return encoders.encode_rgb(composite.over(colours, alpha, WHITE), icc, compact=compact)
        case _:
            assert_never(form)


def export(
    document: Document,
    path: Path,
    *,
    form: Form = Form.CUTOUT,
    all_together: bool = False,
    compact: bool = False,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> None:
    """Write the active subject, or all visible ones together, as a PNG, whole or not at all.

    Raises OutputError or Cancelled.
    """
    check_target(document.picture, path, overwrite=overwrite)
    report("render", 0.0)
    on_way = stretch(report, 0.0, _RENDERED)
    content = render(document, form, all_together=all_together, compact=compact, cancel=cancel, report=on_way)
    if cancel is not None:
        cancel.check()
    report("write", _RENDERED)
    atomic.write_atomic(path, content, overwrite=overwrite)


def export_which(
    document: Document,
    path: Path,
    which: Which,
    *,
    overwrite: bool = False,
    cancel: CancelToken | None = None,
    report: Report = no_report,
) -> tuple[Path, ...]:
    """Write cutouts and tell their paths: `path`, or one beside it for each visible subject.

    Raises OutputError or Cancelled; where it does, the files of some subjects may have been written, all of them whole.
    """
    if which is not Which.EACH:
        all_together = which is Which.TOGETHER
        export(document, path, all_together=all_together, overwrite=overwrite, cancel=cancel, report=report)
        return (path,)
    paths = export_paths(document, path)
    for own in paths.values():
        check_target(document.picture, own, overwrite=overwrite)
    for number, (key, own) in enumerate(paths.items()):
        on_way = stretch(report, number / len(paths), (number + 1) / len(paths))
        export(document.with_active(key), own, overwrite=overwrite, cancel=cancel, report=on_way)
    return tuple(paths.values())


def check_target(picture: Picture, path: Path, *, overwrite: bool) -> None:
    """Refuse early what could not be written later. Raises OutputError."""
    if path.suffix.lower() != ".png":
        raise OutputError(Reason.OUTPUT_NOT_PNG, name=path.name)
    if not path.parent.is_dir():
        raise OutputError(Reason.OUTPUT_FOLDER, name=path.name)
    if path.exists():
        if picture.path is not None and path.samefile(picture.path):
            raise OutputError(Reason.OUTPUT_IS_INPUT, name=path.name)
        if not overwrite:
            raise OutputError(Reason.OUTPUT_EXISTS, name=path.name)


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
    hair = scribbles.scribble_maps(Prompts(subject.hair), size)[0] if subject.hair else None
    return finish.Marks(keep, remove, hair)
