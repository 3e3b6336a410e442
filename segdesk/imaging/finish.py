"""From a mask to what leaves the house: the final alpha, and the colours that go with it.

The order: clear up the mask, let matting decide where it is soft, shape the edge, enforce the strokes, turn inside out
where that is asked for, retouch, clean the colours. Each is done by a module of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D, EdgeMode, EdgeSettings, Picture
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken, Report, no_report, stretch
from segdesk.imaging import foreground, matting, retouch, scribbles, shaping
from segdesk.imaging.groundwork import Groundwork
from segdesk.imaging.matting_given import held
from segdesk.imaging.matting_parts import UNKNOWN, Part, Watch
from segdesk.imaging.trimap import trimap

_HAIR_REACH = 1 / 240
"""Half of the width, as a share of the long side, from which on an unknown region holds hair and is no hard edge."""
_BREADTH = 1 / 400
"""How far the band reaches farther to each side at twice the usual width, as a share of the long side."""
_MATTED = 0.9
"""The share of the work that is done when only the colours are missing."""

_Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Marks:
    """Scribble maps, uint8 HxW, 128 and more on a stroke; None where nothing was drawn.

    keep, remove: law whatever else happens.
    hair:         where matting decides whatever the mask says.
    inside, outside: what it is to take for subject and for ground, whatever the mask says.
    """

    keep: Bytes2D | None = None
    remove: Bytes2D | None = None
    hair: Bytes2D | None = None
    inside: Bytes2D | None = None
    outside: Bytes2D | None = None


class Finished(NamedTuple):
    """Alpha, uint8 HxW, and the colours to show under it, RGB uint8 HxWx3 in the picture's export colours."""

    alpha: Bytes2D
    colours: _Pixels


def groundwork(
    pixels: _Pixels, coverage: Bytes2D, marks: Marks, *, edges: EdgeSettings, cancel: CancelToken
) -> Groundwork:
    """What `alpha` finds of the same, whatever the band's width and all that comes after matting. Raises Cancelled."""
    found = _cleared(coverage, edges, cancel)
    states = trimap(found, pixels, keep=marks.keep, remove=marks.remove, hair=marks.hair, cancel=cancel)
    doubted = np.zeros_like(found) if marks.hair is None else marks.hair
    return Groundwork(found, states, held(pixels, found, doubted))


def alpha(
    pixels: _Pixels,
    coverage: Bytes2D,
    marks: Marks,
    *,
    edges: EdgeSettings,
    is_soft: bool = False,
    ground: Groundwork | None = None,
    watch: Watch | None = None,
    cancel: CancelToken,
    report: Report = no_report,
) -> Bytes2D:
    """Alpha before any retouch, uint8 HxW.

    pixels:   RGB uint8 HxWx3.
    coverage: mask uint8 HxW, 128 and more inside.
    is_soft:  the coverage is alpha already, so that no matting is done.
    ground:   what `groundwork` says of the same, where that is known already.
    watch:    sees parts of it as matting leaves them, before they are shaped; none where nothing is matted.
    report:   hears of each stage with the share of the whole work that is done, 0..1.
    Raises Cancelled between two pieces of work.
    """
    cancel.check()
    found = _cleared(coverage, edges, cancel) if ground is None else ground.coverage
    if not is_soft:
        found = _matted(pixels, found, marks, edges=edges, ground=ground, watch=watch, cancel=cancel, report=report)
    found = _lawful(_shaped(found, edges, cancel), marks)
    # The strokes speak of the subject, so what is asked for is the rest of what they made of it.
    return shaping.inverted(found) if edges.invert else found


def decided(
    pixels: _Pixels,
    coverage: Bytes2D,
    marks: Marks,
    *,
    edges: EdgeSettings,
    is_soft: bool = False,
    cancel: CancelToken,
) -> Bytes2D:
    """The trimap behind `alpha`, uint8 HxW: 128 exactly where matting has the say, 0 or 255 where the mask has.

    Of a coverage that is alpha already it tells what is neither gone nor solid. Arguments and errors as of `alpha`.
    """
    cancel.check()
    found = _cleared(coverage, edges, cancel)
    if is_soft:
        return np.where((found == 0) | (found == 255), found, np.uint8(UNKNOWN))
    if edges.mode is EdgeMode.HARD:
        return shaping.contrasted(found, 1)
    states, hair = _asked(pixels, found, marks, edges=edges, cancel=cancel)
    return states if hair is None else np.where(hair > 0, states, shaping.contrasted(found, 1))


def finish(
    picture: Picture,
    coverage: Bytes2D,
    marks: Marks,
    *,
    edges: EdgeSettings,
    strokes: Sequence[RetouchStroke] = (),
    is_soft: bool = False,
    cancel: CancelToken,
    report: Report = no_report,
) -> Finished:
    """The final alpha, with the retouch brush's strokes on it, and its colours.

    Raises Cancelled between two pieces of work.
    """
    on_way, last = stretch(report, 0.0, _MATTED), stretch(report, _MATTED, 1.0)
    found = alpha(picture.pixels, coverage, marks, edges=edges, is_soft=is_soft, cancel=cancel, report=on_way)
    painted = retouch.paint(found, strokes, cancel=cancel)
    shown = colours(picture.export_pixels, painted, halo=edges.halo, cancel=cancel, report=last)
    return Finished(painted.alpha, shown)


def colours(
    pixels: _Pixels,
    painted: retouch.Painted,
    *,
    halo: float,
    is_rough: bool = False,
    cancel: CancelToken,
    report: Report = no_report,
) -> _Pixels:
    """What to show under a final alpha, RGB uint8 HxWx3: the picture's own colours where strokes have added to it.

    Elsewhere as much of the old background is taken out of them as the halo setting says, a little less exactly where
    it is rough, to be looked at for a moment. Raises Cancelled.
    """
    clean = foreground.estimate(pixels, painted.alpha, amount=halo, is_rough=is_rough, cancel=cancel, report=report)
    return retouch.restored(clean, pixels, painted)


def _cleared(coverage: Bytes2D, edges: EdgeSettings, cancel: CancelToken) -> Bytes2D:
    if edges.keep_largest:
        coverage = shaping.largest(coverage, cancel=cancel)
    coverage = shaping.cleared(coverage, edges.drop_specks, cancel=cancel) if edges.drop_specks else coverage
    return shaping.filled(coverage, edges.fill_holes, cancel=cancel) if edges.fill_holes else coverage


def _shaped(found: Bytes2D, edges: EdgeSettings, cancel: CancelToken) -> Bytes2D:
    """After matting, which would find the old edge again."""
    found = shaping.smoothed(found, edges.smooth, cancel=cancel) if edges.smooth else found
    found = shaping.moved(found, edges.shift, cancel=cancel) if edges.shift else found
    found = shaping.contrasted(found, edges.contrast) if edges.contrast else found
    return shaping.feathered(found, edges.feather, cancel=cancel) if edges.feather else found


def _lawful(found: Bytes2D, marks: Marks) -> Bytes2D:
    return _enforced(found, marks.keep, marks.remove)


def _enforced(states: Bytes2D, inside: Bytes2D | None, outside: Bytes2D | None) -> Bytes2D:
    if inside is None and outside is None:
        return states
    nothing = np.zeros_like(states)
    return scribbles.enforce(states, nothing if inside is None else inside, nothing if outside is None else outside)


def _matted(
    pixels: _Pixels,
    coverage: Bytes2D,
    marks: Marks,
    *,
    edges: EdgeSettings,
    ground: Groundwork | None,
    watch: Watch | None,
    cancel: CancelToken,
    report: Report,
) -> Bytes2D:
    """What matting makes of the band: of all of it, of where there is hair, or of nothing."""
    if edges.mode is EdgeMode.HARD:
        return coverage
    report("trimap", 0.0)
    states, hair = _asked(pixels, coverage, marks, edges=edges, ground=ground, cancel=cancel)
    hold = None if ground is None else ground.hold
    if hair is not None and not hair.any():
        return coverage
    found = matting.solve(
        pixels,
        states,
        given=coverage,
        doubted=marks.hair,
        hold=hold,
        watch=_within(watch, hair, coverage),
        cancel=cancel,
        report=report,
    )
    return found if hair is None else np.where(hair > 0, found, coverage)


def _within(watch: Watch | None, hair: Bytes2D | None, coverage: Bytes2D) -> Watch | None:
    """Shows the coverage where there is no hair, as in the end."""
    if watch is None or hair is None:
        return watch

    def ready(part: Part, found: Bytes2D) -> None:
        watch.ready(part, np.where(hair[part.region] > 0, found, coverage[part.region]))

    return Watch(watch.parts, ready)


def _asked(
    pixels: _Pixels,
    coverage: Bytes2D,
    marks: Marks,
    *,
    edges: EdgeSettings,
    ground: Groundwork | None = None,
    cancel: CancelToken,
) -> tuple[Bytes2D, Bytes2D | None]:
    """The trimap matting is given, and above 0 where its answer counts; None where all of it does."""
    if ground is None:
        states = trimap(coverage, pixels, keep=marks.keep, remove=marks.remove, hair=marks.hair, cancel=cancel)
    else:
        states = ground.trimap
    states = _widened(states, coverage, edges.width)
    # What is sure does not make the band beside it any narrower.
    hair = None if edges.mode is EdgeMode.SOFT else _hair(states, (marks.hair, marks.inside, marks.outside))
    if marks.inside is not None or marks.outside is not None:
        states = _lawful(_enforced(states, marks.inside, marks.outside), marks)
    return states, hair


def _hair(states: Bytes2D, brushed: Sequence[Bytes2D | None]) -> Bytes2D:
    """In and around what is unknown too widely for a hard edge, or where the brush says anything: above 0."""
    reach = max(round(max(states.shape) * _HAIR_REACH), 3)
    wide = cv2.morphologyEx(_unknown(states), cv2.MORPH_ERODE, _square(reach))
    wide = _bytes(cv2.morphologyEx(wide, cv2.MORPH_DILATE, _square(3 * reach))).reshape(states.shape)
    for painted in brushed:
        wide = wide if painted is None else np.bitwise_or(wide, painted)
    return wide


def _widened(states: Bytes2D, coverage: Bytes2D, width: float) -> Bytes2D:
    """The trimap with a band wider or narrower than usual; what leaves the band is as the mask has it."""
    by = round(max(states.shape) * _BREADTH * (width - 1))
    if by == 0:
        return states
    unknown, reshape = _unknown(states), cv2.MORPH_DILATE if by > 0 else cv2.MORPH_ERODE
    band = _bytes(cv2.morphologyEx(unknown, reshape, _square(abs(by)))).reshape(states.shape)
    known = np.where(unknown > 0, shaping.contrasted(coverage, 1), states)
    return np.where(band > 0, np.uint8(UNKNOWN), known)


def _unknown(states: Bytes2D) -> Bytes2D:
    return np.multiply(states == UNKNOWN, 255, dtype=np.uint8)


def _square(reach: int) -> Bytes2D:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def _bytes(array: NDArray[np.generic]) -> Bytes2D:
    return array.astype(np.uint8, copy=False)
