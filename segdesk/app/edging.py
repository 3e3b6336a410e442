"""Mask and edge settings become what the view paints: small and at once while a slider moves, at full size after it.

All of it runs on lanes, from frozen values to frozen values. What matting found is handed back and in again, because
most sliders do not change it.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.app.layers import Base, Edged, Footing, Layer, Question
from segdesk.app.pyramid import Pyramid
from segdesk.app.tiles import tiles
from segdesk.core.document import INSIDE, Bytes2D, EdgeMode, EdgeSettings, Mask, Subject
from segdesk.core.geometry import Box, Size
from segdesk.core.objects import moved
from segdesk.core.prompts import Mark, Prompts
from segdesk.core.work import CancelToken, Report, stretch
from segdesk.imaging import finish, retouch, scribbles
from segdesk.imaging.clearing import clearance
from segdesk.imaging.matting_parts import Part, Watch
from segdesk.imaging.resampling import averaged, nearest

LIVE_PIXELS = 1_600_000
"""What is shaped while a slider moves, at most."""
CLEARED_PIXELS = 400_000
"""The same for clearing up, which looks at the whole picture."""
MATTED_PIXELS = 110_000
"""And for matting, which takes many times as long."""
_AROUND = 32
"""Pixels beyond the part in sight that are shaped with it, besides what the settings reach."""

_CLEARING = ("fill_holes", "drop_specks", "keep_largest")
_RIM = 4
"""Pixels around what is cleared up in which the edge goes with it, at the size that clearing up is looked at."""

_Region = tuple[slice, slice]
M = TypeVar("M", bound=Mark)


def _nobody(layer: Layer) -> None:
    """Looks at no square."""


def live(question: Question, *, cancel: CancelToken) -> Edged:
    """What is in sight, at about the view's resolution; coarser where it would take too long. Raises Cancelled."""
    subject, size = question.subject, question.document.picture.size
    level = _level_in_sight(question)
    footing, base = question.footing, _known_base(question)
    if base is None:
        base, footing = _small_base(question, cancel)
    box = _around(question.sight.box, subject.edges, 2**level, size)
    region = _region(box, 2**level, question.levels.levels[level].shape)
    coverage = _part(base, box, 2**level, _size_of(region))
    if not answers(base, subject):
        own = np.ascontiguousarray(question.mask_levels.levels[level][region])
        coverage = _recleared(question, base.subject.edges, coverage, own, box=box, cancel=cancel)
    return Edged(subject, _shaped(question, coverage, box=box, level=level, cancel=cancel), base, footing)


def _shaped(question: Question, coverage: Bytes2D, *, box: Box, level: int, cancel: CancelToken) -> Layer:
    """What a part of a base comes to, at a level's size."""
    subject, picture = question.subject, question.levels.levels[level]
    region = _region(box, 2**level, picture.shape)
    pixels = np.ascontiguousarray(picture[region])
    marks = finish.Marks()
    if _shapes(subject.edges):
        marks = _marks(subject, Size(pixels.shape[1], pixels.shape[0]), box=box, factor=2**level)
    edges = _scaled(_to_shaping(subject.edges), 2**level)
    alpha = finish.alpha(pixels, coverage, marks, edges=edges, is_soft=True, cancel=cancel)
    corner = region[0].start, region[1].start
    painted = retouch.paint(alpha, subject.retouch, corner=corner, scale=1 / 2**level, cancel=cancel)
    colours = finish.colours(pixels, painted, halo=edges.halo, is_rough=True, cancel=cancel)
    return Layer(Pyramid((painted.alpha,)), Pyramid((colours,)), box, 2**level, retouch=subject.retouch)


def full(question: Question, *, cancel: CancelToken, report: Report, show: Callable[[Layer], None] = _nobody) -> Edged:
    """All of the picture, pixel for pixel what an export writes. Raises Cancelled.

    show: hears of what is in sight square by square, as soon as its edge is found, at the view's resolution.
    """
    subject, picture = question.subject, question.document.picture
    whole, pixels = Box.whole(picture.size), picture.pixels
    report("edges", 0.0)
    marks = _marks(subject, picture.size, box=whole, factor=1)
    squares = _Squares(question, show, cancel)
    base = next((base for base in question.bases if base.factor == 1 and answers(base, subject)), None)
    base = base or _full_base(question, marks, watch=squares.watch, cancel=cancel, report=stretch(report, 0.05, 0.7))
    squares.show_rest(base)
    report("edges", 0.7)
    shaping, given = _to_shaping(subject.edges), np.asarray(base.alpha.levels[0])
    if _is_separable(subject):
        alpha = finish.alpha(pixels, given, marks, edges=shaping, is_soft=True, cancel=cancel)
    else:
        alpha = _finished(question, subject.edges, marks, cancel=cancel, report=stretch(report, 0.7, 0.85))
    painted = retouch.paint(alpha, subject.retouch, cancel=cancel)
    last = stretch(report, 0.85, 1.0)
    colours = finish.colours(pixels, painted, halo=shaping.halo, cancel=cancel, report=last)
    is_base = np.array_equal(painted.alpha, given)
    levels = base.alpha if is_base else Pyramid.of(painted.alpha).quilted()
    return Edged(
        subject, Layer(levels, Pyramid.of(colours).quilted(question.levels), whole, retouch=subject.retouch), base
    )


def trimap(question: Question, *, cancel: CancelToken) -> Pyramid:
    """What matting is given for all of the picture: 0 ground, 128 for it to decide, 255 subject. Raises Cancelled."""
    subject, picture = question.subject, question.document.picture
    mask, marks = _mask(subject), _marks(subject, picture.size, box=Box.whole(picture.size), factor=1)
    edges, is_soft = subject.edges, mask.source.is_soft
    states = finish.decided(picture.pixels, mask.coverage, marks, edges=edges, is_soft=is_soft, cancel=cancel)
    return Pyramid.of(states)


class _Squares:
    """Shows squares of what is in sight, each once: as soon as matting has found its edge, the others from the base."""

    def __init__(self, question: Question, show: Callable[[Layer], None], cancel: CancelToken) -> None:
        self._question, self._show, self._cancel = question, show, cancel
        self._level = question.levels.level_for(question.sight.scale)[1].bit_length() - 1
        size, factor = question.document.picture.size, 2**self._level
        self._waiting: dict[Part, tuple[Box, Box]] = {}
        for square in tiles(question.sight.box, factor, size) if show is not _nobody else ():
            around = _around(square, question.subject.edges, factor, size)
            self._waiting[_part_of(around)] = square, around

    @property
    def watch(self) -> Watch:
        return Watch(tuple(self._waiting), self._on_ready)

    def show_rest(self, base: Base) -> None:
        for part in tuple(self._waiting):
            around = self._waiting[part][1]
            self._show_square(part, _part(base, around, 2**self._level, self._size(around)))

    def _on_ready(self, part: Part, alpha: Bytes2D) -> None:
        self._show_square(part, averaged(alpha, self._size(self._waiting[part][1])))

    def _show_square(self, part: Part, coverage: Bytes2D) -> None:
        square, around = self._waiting.pop(part)
        layer = _shaped(self._question, coverage, box=around, level=self._level, cancel=self._cancel)
        self._show(replace(layer, inner=square))

    def _size(self, box: Box) -> Size:
        shape = self._question.levels.levels[self._level].shape
        return _size_of(_region(box, 2**self._level, shape))


def _full_base(
    question: Question, marks: finish.Marks, *, watch: Watch | None = None, cancel: CancelToken, report: Report
) -> Base:
    subject = question.subject
    if subject.edges.mode is EdgeMode.HARD or _mask(subject).source.is_soft:
        # Without matting strokes have no say before the end.
        marks = finish.Marks()
    matted = _finished(question, _to_matting(subject.edges), marks, watch=watch, cancel=cancel, report=report)
    return Base(subject, Pyramid.of(matted).quilted(), 1)


def _finished(
    question: Question,
    edges: EdgeSettings,
    marks: finish.Marks,
    *,
    watch: Watch | None = None,
    cancel: CancelToken,
    report: Report,
) -> Bytes2D:
    mask, pixels = _mask(question.subject), question.document.picture.pixels
    return finish.alpha(
        pixels,
        mask.coverage,
        marks,
        edges=edges,
        is_soft=mask.source.is_soft,
        watch=watch,
        cancel=cancel,
        report=report,
    )


def _is_separable(subject: Subject) -> bool:
    """Whether shaping a base comes to the same, to the pixel, as going the whole way at once.

    It may not where strokes put right what clearing up or matting did, and what they put right is then shaped.
    """
    edges, source = subject.edges, _mask(subject).source
    clears = edges.fill_holes or edges.drop_specks or edges.keep_largest
    is_matted = edges.mode is not EdgeMode.HARD and not source.is_soft
    puts_right = source.law.has_strokes and is_matted and (clears or edges.width != 1)
    return not (puts_right and _shapes(edges))


def answers(base: Base, subject: Subject) -> bool:
    """Whether a base is this subject's too, whose other settings may differ."""
    same_mask = base.subject.mask is subject.mask and base.subject.hair == subject.hair
    return same_mask and _to_matting(base.subject.edges) == _to_matting(subject.edges)


def _nearly_answers(base: Base, subject: Subject) -> bool:
    """Whether no more than clearing up is between a base and the one that is asked for."""
    edges, own = subject.edges, base.subject.edges
    cleared = replace(edges, **{key: getattr(own, key) for key in _CLEARING})
    return answers(base, replace(subject, edges=cleared))


def _to_matting(edges: EdgeSettings) -> EdgeSettings:
    """What decides the base; the rest at rest."""
    return replace(edges, halo=1.0, shift=0.0, feather=0.0, smooth=0.0, contrast=0.0, invert=False)


def _to_shaping(edges: EdgeSettings) -> EdgeSettings:
    """What is still to be done with a base."""
    return replace(edges, fill_holes=0, drop_specks=0, keep_largest=False)


def _shapes(edges: EdgeSettings) -> bool:
    """Whether more is asked for than a base and its colours."""
    return bool(edges.shift or edges.feather or edges.smooth or edges.contrast)


def _scaled(edges: EdgeSettings, factor: int) -> EdgeSettings:
    """The settings for a picture so many times smaller."""
    return replace(
        edges,
        shift=edges.shift / factor,
        feather=edges.feather / factor,
        smooth=edges.smooth / factor,
        fill_holes=round(edges.fill_holes / factor**2),
        drop_specks=round(edges.drop_specks / factor**2),
    )


def _mask(subject: Subject) -> Mask:
    assert subject.mask is not None
    return subject.mask


def _level_in_sight(question: Question) -> int:
    """The level that has a pixel for every one in view, or the first coarser one that is small enough."""
    levels, sight = question.levels, question.sight
    level = levels.level_for(sight.scale)[1].bit_length() - 1
    while sight.box.width * sight.box.height / 4**level > LIVE_PIXELS and level + 1 < len(levels.levels):
        level += 1
    return level


def _known_base(question: Question) -> Base | None:
    """The finest that fits, or else that differs by what was cleared up only."""
    fitting = [base for base in question.bases if answers(base, question.subject)]
    fitting = fitting or [base for base in question.bases if _nearly_answers(base, question.subject)]
    return min(fitting, key=lambda base: base.factor, default=None)


def _small_base(question: Question, cancel: CancelToken) -> tuple[Base, Footing | None]:
    """A base made for the moment, and what it was matted from; of a mask that needs nothing done it is the mask."""
    subject, levels = question.subject, question.levels.levels
    edges, is_soft = subject.edges, _mask(subject).source.is_soft
    has_matting = edges.mode is not EdgeMode.HARD and not is_soft
    if not (has_matting or edges.fill_holes or edges.drop_specks or edges.keep_largest):
        return Base(subject, question.mask_levels, 1), None
    budget = MATTED_PIXELS if has_matting else LIVE_PIXELS
    level = next((n for n, own in enumerate(levels) if own.shape[0] * own.shape[1] <= budget), len(levels) - 1)
    pixels, coverage = (np.asarray(own.levels[level]) for own in (question.levels, question.mask_levels))
    size, whole = Size(pixels.shape[1], pixels.shape[0]), Box.whole(question.document.picture.size)
    marks = _marks(subject, size, box=whole, factor=2**level)
    own, footing = _scaled(_to_matting(edges), 2**level), None
    if has_matting:
        footing = question.footing
        if footing is None or footing.factor != 2**level or not _stands(footing, subject):
            ground = finish.groundwork(pixels, coverage, marks, edges=own, cancel=cancel)
            footing = Footing(subject, ground, 2**level)
    ground = None if footing is None else footing.ground
    alpha = finish.alpha(pixels, coverage, marks, edges=own, is_soft=is_soft, ground=ground, cancel=cancel)
    return Base(subject, Pyramid((alpha,)), 2**level), footing


def _stands(footing: Footing, subject: Subject) -> bool:
    """Whether a footing is this subject's too."""
    own = footing.subject
    same_clearing = all(getattr(own.edges, key) == getattr(subject.edges, key) for key in _CLEARING)
    return same_clearing and own.mask is subject.mask and own.hair == subject.hair


def _recleared(
    question: Question, before: EdgeSettings, alpha: Bytes2D, coverage: Bytes2D, *, box: Box, cancel: CancelToken
) -> Bytes2D:
    """A part of a base that was cleared up with other settings, as it would about be with those of now.

    alpha, coverage: the base and the mask in a box, uint8 HxW at one level's size.
    """
    levels = question.mask_levels.levels
    level = next((n for n, own in enumerate(levels) if math.prod(own.shape) <= CLEARED_PIXELS), len(levels) - 1)
    mask = np.asarray(levels[level])
    then, now = (clearance(mask, _scaled(edges, 2**level), cancel=cancel) for edges in (before, question.subject.edges))
    outside = mask < INSIDE
    gone = _rimmed(now.goes & ~then.goes) & (outside | now.goes)
    place, size = _region(box, 2**level, mask.shape), Size(alpha.shape[1], alpha.shape[0])
    for value, flags in (
        (coverage, _rimmed((then.goes & ~now.goes) | (then.comes & ~now.comes))),
        (np.zeros_like(alpha), gone),
        (np.full_like(alpha, 255), now.comes & ~then.comes),
    ):
        if flags.any():
            alpha = np.where(nearest(flags[place].view(np.uint8), size) > 0, value, alpha)
    return alpha


def _rimmed(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    square = np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8)
    return np.asarray(cv2.dilate(flags.view(np.uint8), square)).reshape(flags.shape) > 0


def _around(box: Box, edges: EdgeSettings, factor: int, picture: Size) -> Box:
    """The box with what its edges look at beyond it, on whole pixels of the level."""
    margin = _AROUND * factor + abs(edges.shift) + 2 * edges.feather + 8 * edges.smooth
    grown = box.grown(margin)
    left, top = grown.left // factor * factor, grown.top // factor * factor
    right, bottom = -(-grown.right // factor) * factor, -(-grown.bottom // factor) * factor
    return Box(left, top, right, bottom).clipped(picture)


def _region(box: Box, factor: int, shape: tuple[int, ...]) -> _Region:
    """Where a box lies at a level."""
    top, left = round(box.top) // factor, round(box.left) // factor
    bottom, right = min(-(-round(box.bottom) // factor), shape[0]), min(-(-round(box.right) // factor), shape[1])
    return slice(top, bottom), slice(left, right)


def _part_of(box: Box) -> Part:
    return Part(round(box.top), round(box.bottom), round(box.left), round(box.right))


def _size_of(region: _Region) -> Size:
    rows, columns = region
    return Size(columns.stop - columns.start, rows.stop - rows.start)


def _part(base: Base, box: Box, factor: int, size: Size) -> Bytes2D:
    """A base's alpha in a box, at a level's size."""
    if base.factor <= factor:
        index = (factor // base.factor).bit_length() - 1
        if index < len(base.alpha.levels):
            level = base.alpha.levels[index]
            return np.ascontiguousarray(level[_region(box, factor, level.shape)])
    step = factor / base.factor
    place = np.array([[step, 0, (box.left / factor + 0.5) * step - 0.5], [0, step, 0]], np.float64)
    place[1, 2] = (box.top / factor + 0.5) * step - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    source = np.asarray(base.alpha.levels[0])
    enlarged = cv2.warpAffine(source, place, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(enlarged, np.uint8)


def _marks(subject: Subject, size: Size, *, box: Box, factor: int) -> finish.Marks:
    """The strokes the mask answers, and those of the hair brush, in a box at a level's size.

    Scribble maps, which tell a mask that answers them nothing new, count only where the box is the whole picture.
    """
    mask, keep, remove = _mask(subject), None, None
    is_whole = (round(box.height), round(box.width)) == mask.coverage.shape
    said = mask.source.law
    prompts = Prompts(_shifted(said.strokes, box), maps=said.maps if is_whole else ())
    if prompts.has_strokes:
        keep, remove = scribbles.scribble_maps(prompts, size, 1 / factor)
    painted = scribbles.trimap_maps(_shifted(subject.hair, box), size, 1 / factor)
    return finish.Marks(keep, remove, *painted)


def _shifted(marks: tuple[M, ...], box: Box) -> tuple[M, ...]:
    """Strokes and regions as they lie in a box."""
    return marks if box.left == box.top == 0 else tuple(moved(mark, -box.left, -box.top) for mark in marks)
