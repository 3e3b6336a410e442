"""Talks to SAM and its kin: the picture is encoded once, then every prompt is a quick question to the decoder."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from segdesk.core.document import INSIDE, Bytes2D, Mask, Picture
from segdesk.core.errors import ModelMissing, Reason
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken, Report
from segdesk.engines.base import Finding
from segdesk.engines.models.frames import DEFAULT_SIDE, MEAN, SPREAD, Floats, Frame, canvas_of, shares, tensor_of
from segdesk.engines.models.points import spread_points
from segdesk.engines.models.recognition import HAS_MASK, LABELS, MASK, POINTS, SIZE, SamModel, is_channels_last
from segdesk.engines.models.runtime import Array, Shelf
from segdesk.imaging import edges
from segdesk.imaging.scribbles import obey, scribble_maps

_KEEP, _REMOVE, _TOP_LEFT, _BOTTOM_RIGHT, _NONE = 1, 0, 2, 3, -1
"""What point_labels mean, as in segment-anything's prompt encoder."""
_LOW: Final = "low_res_masks"
_GRID: Final = 256
"""Side of a mask prompt where the file leaves it open."""
_WORKING: Final = 512
"""Long side at which masks are carried to the picture's edges: twice what the decoder says, so that thin parts stay."""
_SURE: Final = 10.0
"""The logit of a pixel that a prior mask is sure of; SAM's own masks reach about twice that."""
_INKED: Final = 0.3
"""Share of a mask prompt's pixel that ink covers for the stroke to count there."""
_NEAR: Final = 0.1
"""Part of a box's longer side by which a keep point may lie outside it and still be about it."""


@dataclass(frozen=True)
class Asked:
    """One question to the decoder: points of the picture that are in or out, and perhaps a box around it all."""

    keep: tuple[Point, ...]
    remove: tuple[Point, ...]
    box: Box | None = None


class SamSession:
    """What the encoder saw in one picture."""

    def __init__(self, picture: Picture, model: SamModel, *, shelf: Shelf, cancel: CancelToken) -> None:
        """Encodes the picture. Raises ModelMissing or Cancelled."""
        self._picture = picture
        self._model = model
        encoder, self._decoder = shelf.network(model.encoder), shelf.network(model.decoder)
        image = model.encoder.signature.inputs[0]
        canvas = canvas_of(image, Size(DEFAULT_SIDE, DEFAULT_SIDE))
        make = Frame.stretched if model.is_second else Frame.padded
        self._frame = make(picture.size, canvas)
        # Encoders that take colours last pad by themselves, to the square their decoder counts in.
        shown = self._frame.inner if is_channels_last(image) and None in image.sides else canvas
        given = tensor_of(self._frame.shown(picture.pixels), image, shown, mean=MEAN, spread=SPREAD)
        if is_channels_last(image):
            self._frame = replace(self._frame, canvas=Size(*[max(*canvas, DEFAULT_SIDE)] * 2))
        answers = encoder.run({image.name: given}, [output for _, output in model.features], cancel)
        names = (name for name, _ in model.features)
        self._features: dict[str, Array] | None = dict(zip(names, answers, strict=True))
        self._last: tuple[Bytes2D, Floats] | None = None

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> Finding:
        """What the decoder makes of boxes, strokes and prior mask; of several boxes the union.

        Raises ModelMissing or Cancelled.
        """
        if self._features is None:
            raise ValueError("this session is closed")
        cancel.check()
        report("segment", 0.0)
        picture = self._picture
        canvas = picture.size.fitted(DEFAULT_SIDE)
        keep, remove = scribble_maps(prompts, canvas, canvas.long_side / picture.size.long_side)
        hint = None if prior is None else self._hint(prior.coverage, keep, remove)
        asked = self._questions(prompts, keep, remove, None if prior is None else prior.coverage)
        answers = [self._answer(one, self._part(hint, one, len(asked)), cancel) for one in asked]
        logits = np.maximum.reduce(answers)
        report("edges", 0.5)
        probability = shares(self._frame.raised(logits, picture.size.fitted(_WORKING)))
        coverage = obey(edges.restore(probability, picture.pixels, cancel=cancel), prompts)
        self._last = (coverage, logits)
        return Finding(coverage)

    def close(self) -> None:
        """Forget the picture."""
        self._features = self._last = None

    def _questions(self, prompts: Prompts, keep: Bytes2D, remove: Bytes2D, prior: Bytes2D | None) -> list[Asked]:
        """One for each box with the keep points in it, one for those in no box; remove points count everywhere."""
        kept, removed = self._points(keep), self._points(remove)
        boxes = [prompt.box.clipped(self._picture.size) for prompt in prompts.boxes]
        boxes = [box for box in boxes if not box.is_empty]
        asked = [Asked(tuple(one for one in kept if _holds(box, one)), removed, box) for box in boxes]
        stray = tuple(one for one in kept if not any(_holds(box, one) for box in boxes))
        if stray:
            asked.append(Asked(stray, removed))
        if asked:
            return asked
        # Remove points alone would leave the model to guess what they are to be removed from.
        return [Asked((), removed, _bounds(prior) or Box.whole(self._picture.size))]

    def _points(self, scribbles: Bytes2D) -> tuple[Point, ...]:
        """Few places of the picture for the ink on a map of it."""
        scale = self._picture.size.long_side / max(scribbles.shape)
        return tuple(Point(one.x * scale, one.y * scale) for one in spread_points(scribbles))

    def _hint(self, prior: Bytes2D, keep: Bytes2D, remove: Bytes2D) -> Floats:
        """The prior as the decoder's own logits, its very own where it comes from here, with the strokes painted in."""
        grid = self._grid
        if self._last is not None and np.array_equal(self._last[0], prior) and self._last[1].shape == grid[::-1]:
            logits = self._last[1].copy()
        else:
            logits = np.nan_to_num((self._frame.lowered(prior, grid) * 2 - 1) * np.float32(_SURE), nan=-_SURE)
        for scribbles, sure in ((keep, _SURE), (remove, -_SURE)):
            ink = Frame(_size(scribbles), self._frame.inner, self._frame.canvas).lowered(scribbles, grid)
            logits[np.nan_to_num(ink) > min(_INKED, float(np.nanmax(ink)) / 2)] = sure
        return logits

    def _part(self, hint: Floats | None, asked: Asked, count: int) -> Floats | None:
        """What a question gets of the hint: of several boxes each its own part."""
        return hint if hint is None or count == 1 else _within(hint, self._frame, asked.box)

    @property
    def _grid(self) -> Size:
        """Width and height of a mask prompt."""
        tensor = self._model.decoder.signature.input(MASK)
        height, width = tensor.sides[-2:] if tensor is not None and len(tensor.sides) == 4 else (None, None)
        return Size(width or _GRID, height or _GRID)

    def _answer(self, asked: Asked, hint: Floats | None, cancel: CancelToken) -> Floats:
        """The logits of one question on a grid over the frame, float32 HxW."""
        assert self._features is not None
        points, labels = self._prompt(asked)
        given = dict(self._features)
        given[POINTS], given[LABELS] = points[None], labels[None]
        grid, inner = self._grid, self._frame.inner
        part = hint if hint is not None and hint.max() > 0 else None
        given[MASK] = (np.zeros(grid[::-1], np.float32) if part is None else part)[None, None]
        given[HAS_MASK] = np.array([part is not None], np.float32)
        given[SIZE] = np.array([inner.height, inner.width], np.float32)
        taken = self._model.decoder.signature
        masks, scores = self._asked({name: array for name, array in given.items() if taken.input(name)}, cancel)
        spots = (points + 0.5) * (masks.shape[2] / self._frame.canvas.width, masks.shape[1] / self._frame.canvas.height)
        return _best(masks, scores, spots=spots, labels=labels)

    def _prompt(self, asked: Asked) -> tuple[Floats, Floats]:
        """Nx2 places in the frame, the centre of its first pixel at 0, and what each of the N means."""
        told = [(point, _KEEP) for point in asked.keep] + [(point, _REMOVE) for point in asked.remove]
        if asked.box is None:
            told.append((Point(0, 0), _NONE))
        else:
            box = asked.box
            told += [(Point(box.left, box.top), _TOP_LEFT), (Point(box.right, box.bottom), _BOTTOM_RIGHT)]
        tensor = self._model.decoder.signature.input(POINTS)
        fixed = tensor.sides[1] if tensor is not None and len(tensor.sides) == 3 else None
        if fixed is not None:
            # The box comes last and must not be cut off.
            told = told[-fixed:] + [(Point(0, 0), _NONE)] * (fixed - len(told))
        places = np.array([self._frame.place(point) for point, _ in told], np.float32) - np.float32(0.5)
        return places, np.array([label for _, label in told], np.float32)

    def _asked(self, given: dict[str, Array], cancel: CancelToken) -> tuple[Floats, Floats]:
        """The masks' logits on a grid over the frame, NxHxW, and how good the decoder thinks each is, N."""
        outputs = self._model.decoder.signature.outputs
        names = [output.name for output in outputs]
        maps = [output.name for output in outputs if len(output.sides) == 4]
        mask = _LOW if _LOW in names else (maps or names)[0]
        score = next((output.name for output in outputs if len(output.sides) == 2), None)
        answers = self._decoder.run(given, [mask] + ([score] if score is not None else []), cancel)
        masks = answers[0].astype(np.float32).reshape(-1, *answers[0].shape[-2:])
        if not np.isfinite(masks).all():
            name = self._model.decoder.path.name
            raise ModelMissing(Reason.MODEL_FAILED, name=name, detail="its answer holds no numbers")
        if mask != _LOW and SIZE in given:
            # These cover the picture alone, at the size that was asked for.
            inner, canvas = self._frame.inner, self._frame.canvas
            below, beside = canvas.height - inner.height, canvas.width - inner.width
            masks = np.pad(masks, ((0, 0), (0, below), (0, beside)), mode="edge")
        scores = np.zeros(len(masks), np.float32) if score is None else answers[1].astype(np.float32).ravel()
        return masks, scores


def _best(masks: Floats, scores: Floats, *, spots: Floats, labels: Floats) -> Floats:
    """Of several masks the one that agrees with the most points; of those the one the decoder thinks the best."""
    high, wide = masks.shape[1:]
    is_point = (labels == _KEEP) | (labels == _REMOVE)
    columns, rows = np.clip(spots[is_point].astype(np.intp), 0, (wide - 1, high - 1)).T
    agreed = (masks[:, rows, columns] > 0) == (labels[is_point] == _KEEP)
    order = np.lexsort((scores[: len(masks)], agreed.sum(axis=1)))
    return masks[order[-1]]


def _within(hint: Floats, frame: Frame, box: Box | None) -> Floats:
    """The part of a mask prompt that lies in a box."""
    if box is None:
        return hint
    high, wide = hint.shape
    left, top = frame.place(Point(box.left, box.top))
    right, bottom = frame.place(Point(box.right, box.bottom))
    across, down = wide / frame.canvas.width, high / frame.canvas.height
    inside = np.full_like(hint, -_SURE)
    rows = slice(int(top * down), int(np.ceil(bottom * down)))
    columns = slice(int(left * across), int(np.ceil(right * across)))
    inside[rows, columns] = hint[rows, columns]
    return inside


def _holds(box: Box, point: Point) -> bool:
    near = box.grown(_NEAR * max(box.width, box.height))
    return near.left <= point.x <= near.right and near.top <= point.y <= near.bottom


def _bounds(coverage: Bytes2D | None) -> Box | None:
    """The box around a mask; None where it holds nothing."""
    if coverage is None or not (coverage >= INSIDE).any():
        return None
    rows, columns = (np.flatnonzero((coverage >= INSIDE).any(axis=axis)) for axis in (1, 0))
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def _size(scribbles: Bytes2D) -> Size:
    height, width = scribbles.shape
    return Size(width, height)
