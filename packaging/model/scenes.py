"""Training scenes: views cut from real pictures, and objects pasted before other backgrounds, one behind another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from .backdrops import backdrop
from .photography import developed, tinted
from .pictures import Gallery, Object, Pixels
from .rendered import render

Bytes2D = NDArray[np.uint8]
Floats = NDArray[np.float32]
Affine = NDArray[np.float32]

COMPOSITES = 0.5
"""Share of scenes that are put together; the others are views of real pictures."""
_REAL = {
    "coco_objects": 0.55,
    "ccp_people": 0.16,
    "feral_cats": 0.14,
    "oxford_pets_128": 0.11,
    "cats_ardamavi": 0.04,
}
"""Much COCO: without it the network learns to take the whole person or cat whatever part is pointed at."""
_PASTED = {
    "rendered": 0.24,
    "coco_objects": 0.16,
    "openclipart": 0.15,
    "fluent_emoji": 0.13,
    "noto_emoji": 0.12,
    "ccp_people": 0.08,
    "feral_cats": 0.06,
    "grocery_products": 0.06,
    "oxford_pets_128": 0.03,
    "cats_ardamavi": 0.02,
}
_PASTED_PIXELS = 3500
_LEAST, _MOST = 0.004, 0.93
"""Share of a scene that its object may take."""
_BOTH = 0.4
"""How often two things that stand together were both kept before one of them is taken back."""
_SUBJECT = (0.06, 0.75)
"""The same, for an object that is meant without being pointed at."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A square view, RGB uint8 SxSx3, the coverage of what is wanted, uint8 SxS, and where nobody knows it, 0 and 1.

    alone: whether it is the obvious subject. before: the coverage of what was kept until a stroke takes part of it
    back, or None. dent: that stroke, 0 and 1, where it alone says what goes, or None where any stroke in that does.
    """

    pixels: Pixels
    truth: Bytes2D
    unknown: Bytes2D
    alone: bool
    before: Bytes2D | None = None
    dent: Bytes2D | None = None


class Studio:
    """Makes scenes from a gallery, endlessly."""

    def __init__(self, gallery: Gallery, rng: np.random.Generator) -> None:
        self._gallery = gallery
        self._rng = rng
        self._objects = {source: gallery.of(source) for source in {*_REAL, *_PASTED}}
        self._pasted = {
            source: tuple(one for one in found if one.mask.sum() > _PASTED_PIXELS and one.mask.mean() < 0.75)
            for source, found in self._objects.items()
        }

    def scene(self, side: int) -> Scene:
        """One scene of side S with an object neither tiny nor everything."""
        while True:
            found = self._composite(side) if self._chance(self._composite_share) else self._real(side)
            share = float((found.truth > 127).mean())
            if _LEAST < share < _MOST:
                alone = found.alone and _SUBJECT[0] < share < _SUBJECT[1]
                return replace(found, pixels=developed(found.pixels, self._rng), alone=alone)

    @property
    def _composite_share(self) -> float:
        return COMPOSITES if any(self._objects[source] for source in _REAL) else 1.0

    def _real(self, side: int) -> Scene:
        one = self._choice(self._objects, _REAL)
        frame, is_cut = self._frame(one)
        affine = self._onto(frame, side)
        pixels = tinted(_warped(one.pixels, affine, side), self._rng)
        truth = _warped(one.mask * np.uint8(255), affine, side)
        unknown = np.zeros_like(truth)
        if one.unknown is not None:
            unknown = (_warped(one.unknown * np.uint8(255), affine, side) > 64).astype(np.uint8)
        return Scene(pixels, truth, unknown, one.alone and not is_cut)

    def _frame(self, one: Object) -> tuple[tuple[float, float, float, float], bool]:
        """Which part of the picture to show, (left, top, width, height), and whether the object is cut by it."""
        rng, (left, top, width, height) = self._rng, one.box
        high, wide = one.mask.shape
        around = np.exp(rng.uniform(np.log(1.12), np.log(5))) * np.sqrt(width * height)
        shape = np.sqrt(wide / high) * np.exp(rng.normal() * 0.12)
        across, down = (
            float(np.clip(around * stretch, min(1.06 * least, most), most))
            for stretch, least, most in ((shape, width, wide), (1 / shape, height, high))
        )
        is_part = one.source in ("ccp_people", "rendered") and self._chance(0.3)
        if is_part:
            down = max(60.0, height * rng.uniform(0.3, 0.8))
            across = min(wide, max(50.0, down * rng.uniform(0.5, 1.1)))
        x, y = _placed(rng, left, width, across), _placed(rng, top, height, down)
        is_cut = is_part
        if self._chance(0.12):
            x, y, is_cut = x + rng.normal() * 0.2 * width, y + rng.normal() * 0.2 * height, True
        x, y = float(np.clip(x, 0, wide - across)), float(np.clip(y, 0, high - down))
        return (x, y, across, down), is_cut

    def _onto(self, frame: tuple[float, float, float, float], side: int) -> Affine:
        """The map from a picture to a view of a frame, perhaps mirrored, slightly turned."""
        left, top, width, height = frame
        mirror = -1 if self._chance(0.5) else 1
        scale = np.diag((mirror * side / width, side / height))
        return _about((left + width / 2, top + height / 2), scale @ _turn(self._rng.normal() * 6), (side / 2, side / 2))

    def _composite(self, side: int) -> Scene:
        rng = self._rng
        is_lonely = self._chance(0.45)
        pixels = tinted(self._background(side, is_plain=is_lonely), rng).astype(np.float32)
        count = 1 if is_lonely else int(rng.choice((1, 2, 3), p=(0.35, 0.4, 0.25)))
        visible: list[Floats] = []
        for _ in range(count):
            colours, coverage = self._pasted_object(side, is_lonely=is_lonely)
            if self._chance(0.35):
                colours = _harmonised(colours, coverage, pixels)
            softness = rng.uniform(0, 1.2)
            if softness > 0.3:
                coverage = np.clip(cv2.GaussianBlur(coverage, (0, 0), softness) * 1.15 - 0.1, 0, 1)
            pixels += coverage[..., None] * (colours - pixels)
            visible = [*(seen * (1 - coverage) for seen in visible), coverage]
        shown = [seen for seen in visible if seen.mean() > 0.008]
        rng.shuffle(shown)
        wanted, *others = shown or visible[-1:]
        truth = _as_bytes(wanted)
        before = _as_bytes(np.maximum(wanted, others[0])) if others and self._chance(_BOTH) else None
        return Scene(pixels.clip(0, 255).astype(np.uint8), truth, np.zeros_like(truth), is_lonely, before)

    def _background(self, side: int, *, is_plain: bool) -> Pixels:
        rng = self._rng
        if not self._gallery.backgrounds or self._chance(0.3):
            return backdrop(rng, side)
        if is_plain or self._chance(0.5):
            source = self._gallery.backgrounds[rng.integers(len(self._gallery.backgrounds))]
        else:
            source = self._choice(self._objects, {"coco_objects": 0.7, "ccp_people": 0.15, "feral_cats": 0.15}).pixels
        return _warped(source, self._onto(self._crop(source), side), side)

    def _crop(self, pixels: Pixels) -> tuple[float, float, float, float]:
        high, wide = pixels.shape[:2]
        scale, stretch = self._rng.uniform(0.35, 1), np.exp(self._rng.normal() * 0.2)
        across, down = min(wide, wide * scale * stretch), min(high, high * scale / stretch)
        return self._rng.uniform(0, wide - across + 1e-3), self._rng.uniform(0, high - down + 1e-3), across, down

    def _pasted_object(self, side: int, *, is_lonely: bool) -> tuple[Floats, Floats]:
        """Colours float32 SxSx3 and coverage float32 SxS, 0..1."""
        colours, mask, box = self._object(side)
        rng = self._rng
        long_side = np.exp(rng.uniform(np.log(0.38 if is_lonely else 0.2), np.log(0.9))) * side
        scale = min(long_side / max(box[2:]), 2.2)
        stretch = np.exp(rng.normal() * 0.15)
        mirror = -1 if self._chance(0.5) else 1
        linear = np.diag((mirror * scale * stretch, scale / stretch)) @ _turn(rng.normal() * 12)
        spans = box[2] * scale * stretch, box[3] * scale / stretch
        place = [rng.uniform(min(span, side) / 2, side - min(span, side) / 2) for span in spans]
        if self._chance(0.2):
            place = [where + rng.normal() * 0.15 * side for where in place]
        affine = _about((box[0] + box[2] / 2, box[1] + box[3] / 2), linear, (place[0], place[1]))
        coverage = _warped(mask, affine, side, cv2.BORDER_CONSTANT).astype(np.float32) / np.float32(255)
        pasted = tinted(_warped(colours, affine, side, cv2.BORDER_REPLICATE), rng)
        return pasted.astype(np.float32), coverage

    def _object(self, side: int) -> tuple[Pixels, Bytes2D, tuple[int, int, int, int]]:
        """Colours, coverage and bounding box of something to paste."""
        source = self._source(self._pasted, {**_PASTED}, always="rendered")
        if source == "rendered":
            colours, coverage = render(self._rng, side, self._texture)
            left, top, width, height = cv2.boundingRect((coverage > 127).astype(np.uint8))
            return colours, coverage, (left, top, max(width, 1), max(height, 1))
        one = self._pasted[source][self._rng.integers(len(self._pasted[source]))]
        # The outermost pixels of a mask show what was behind.
        mask = cv2.erode(one.mask, np.ones((3, 3), np.uint8)) if self._chance(0.8) else one.mask
        return one.pixels, cast(Bytes2D, mask * np.uint8(255)), one.box

    def _texture(self) -> Pixels:
        source = self._gallery.backgrounds or tuple(one.pixels for one in self._gallery.objects)
        if not source:
            return backdrop(self._rng, 128)
        pixels = source[self._rng.integers(len(source))]
        left, top, width, height = (int(value) for value in self._crop(pixels))
        return pixels[top : top + max(height, 8), left : left + max(width, 8)]

    def _choice(self, found: dict[str, tuple[Object, ...]], shares: dict[str, float]) -> Object:
        objects = found[self._source(found, shares)]
        return objects[self._rng.integers(len(objects))]

    def _source(self, found: dict[str, tuple[Object, ...]], shares: dict[str, float], always: str | None = None) -> str:
        names = [name for name in shares if found[name] or name == always]
        weights = np.array([shares[name] for name in names])
        return str(self._rng.choice(names, p=weights / weights.sum()))

    def _chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)


def _as_bytes(coverage: Floats) -> Bytes2D:
    return (coverage * 255).round().astype(np.uint8)


def _placed(rng: np.random.Generator, start: float, length: float, window: float) -> float:
    """Where a window starts that holds a stretch, or lies within it."""
    low, high = sorted((start + length - window, start))
    return rng.uniform(low, high)


def _turn(degrees: float) -> NDArray[np.float64]:
    angle = np.deg2rad(degrees)
    return np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))


def _about(source: tuple[float, float], linear: NDArray[np.float64], target: Sequence[float]) -> Affine:
    shift = np.asarray(target) - linear @ np.asarray(source)
    return np.column_stack((linear, shift)).astype(np.float32)


def _warped(
    pixels: NDArray[np.uint8], affine: Affine, side: int, border: int = cv2.BORDER_REFLECT_101
) -> NDArray[np.uint8]:
    """The view of a picture, averaged before it shrinks."""
    scale = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    if scale < 0.6:
        pixels = cast(Pixels, cv2.GaussianBlur(pixels, (0, 0), 0.38 / scale))
    return cast(Pixels, cv2.warpAffine(pixels, affine, (side, side), flags=cv2.INTER_LINEAR, borderMode=border))


def _harmonised(colours: Floats, coverage: Floats, behind: Floats) -> Floats:
    """Colours drawn towards the mean and spread of what lies behind, so that they alone do not give the object away."""
    own = colours[coverage > 0.5]
    if len(own) < 50:
        return colours
    mean, spread = own.mean(axis=0), own.std(axis=0)
    far_mean, far_spread = behind.mean(axis=(0, 1)), behind.std(axis=(0, 1))
    scaled = (colours - mean) / (spread + 5) * (far_spread + spread) / 2 + 0.6 * far_mean + 0.4 * mean
    return scaled.clip(0, 255).astype(np.float32)
