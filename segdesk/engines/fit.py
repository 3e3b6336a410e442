"""A picture brought within a service's limits, its prompts brought down with it, and the mask brought back up.

Larger pictures are scaled down, smaller ones get a border at the right and bottom; coordinates keep their origin.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D, Picture
from segdesk.core.errors import PictureError, PictureOutOfLimits, Reason
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken
from segdesk.imaging import edges, files, scribbles
from segdesk.wire.failures import malformed

LOSSLESS_BYTES: Final = 1_000_000
"""Up to here a picture travels as PNG; beyond, a JPEG of the best qualities shows no difference and is a third."""
OPAQUE: Final = 255
_COLOURLESS: Final = 16
"""Levels by which a grey JPEG's channels may differ."""
_QUALITIES: Final = (95, 90, 85, 75)
_SMALLER: Final = 0.75
"""The next try when no quality brings the picture within the bytes."""
_MOST_BORDER: Final = 8
"""A side shorter than the least one by more than this factor would be nearly all border."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_WORTH_TRYING: Final = 6
"""PNG packs a photograph to a third at best; where even a sixth is too much, it is not tried."""

Pixels = NDArray[np.uint8]
"""HxW, RGB HxWx3 or RGBA HxWx4."""


@dataclass(frozen=True)
class Limits:
    """What a service takes: sides in pixels, the file in bytes, and up to where it is sent without loss."""

    service: str
    min_side: int
    max_side: int
    max_bytes: int
    lossless_bytes: int = LOSSLESS_BYTES


@dataclass(frozen=True)
class Fitted:
    """A picture as it is sent. `inner` is where it lies on the `canvas`, from the top left corner on."""

    picture: Picture
    content: bytes
    media_type: str
    inner: Size
    canvas: Size

    @property
    def pixels(self) -> Pixels:
        """The colours on the canvas before they were encoded, RGB uint8 HxWx3."""
        return _on_canvas(self.picture.pixels, self.inner, self.canvas)

    @property
    def is_whole(self) -> bool:
        """Whether it is sent pixel for pixel."""
        return self.inner == self.picture.size

    def boxes(self, prompts: Prompts) -> tuple[Box, ...]:
        """The boxes that meet the picture, in whole pixels of the canvas and at least one of them."""
        scale = self._scale
        found: list[Box] = []
        for prompt in prompts.boxes:
            box = Box(*(side * scale for side in prompt.box)).clipped(self.inner)
            if not box.is_empty:
                left, top = int(box.left), int(box.top)
                found.append(Box(left, top, max(round(box.right), left + 1), max(round(box.bottom), top + 1)))
        return tuple(found)

    def scribble_maps(self, prompts: Prompts) -> tuple[Bytes2D, Bytes2D]:
        """What to keep and what to remove, on the canvas."""
        keep, remove = scribbles.scribble_maps(prompts, self.inner, self._scale)
        return self._bordered(keep), self._bordered(remove)

    def prior(self, coverage: Bytes2D) -> Bytes2D:
        """A mask of the picture's size on the canvas, without its soft edges.

        No vendor says that soft ones are taken, and hard ones pack into a sixth of the bytes.
        """
        if not self.is_whole:
            coverage = np.asarray(cv2.resize(coverage, self.inner, interpolation=cv2.INTER_AREA), np.uint8)
        hard = np.where(coverage >= INSIDE, OPAQUE, 0).astype(np.uint8)
        return self._bordered(hard.reshape(self.inner.height, self.inner.width))

    def restored(self, coverage: Bytes2D, prompts: Prompts, cancel: CancelToken) -> Bytes2D:
        """A canvas's mask at the picture's size, along the picture's own edges, strokes enforced. Raises Cancelled."""
        found = np.ascontiguousarray(coverage[: self.inner.height, : self.inner.width])
        if self.is_whole:
            return scribbles.obey(found.copy(), prompts)
        share = np.divide(found, 255, dtype=np.float32)
        return scribbles.obey(edges.restore(share, self.picture.pixels, cancel=cancel), prompts)

    @property
    def _scale(self) -> float:
        return self.inner.long_side / self.picture.size.long_side

    def _bordered(self, coverage: Bytes2D) -> Bytes2D:
        down, across = self.canvas.height - self.inner.height, self.canvas.width - self.inner.width
        return np.pad(coverage, ((0, down), (0, across))) if down or across else coverage


def fit(picture: Picture, limits: Limits, cancel: CancelToken) -> Fitted:
    """The picture within the limits: as it is where that goes, as PNG where it is small, else as JPEG.

    Raises PictureOutOfLimits for one that would be nearly all border, or Cancelled.
    """
    inner = picture.size.fitted(limits.max_side)
    if min(inner) * _MOST_BORDER < limits.min_side:
        raise _out_of_limits(limits)
    while True:
        canvas = Size(max(inner.width, limits.min_side), max(inner.height, limits.min_side))
        pixels = _on_canvas(picture.pixels, inner, canvas)
        for content, media_type in _encodings(pixels, limits):
            cancel.check()
            if len(content) <= limits.max_bytes:
                return Fitted(picture, content, media_type, inner, canvas)
        if inner.long_side <= limits.min_side:
            raise _out_of_limits(limits)
        inner = inner.fitted(max(int(inner.long_side * _SMALLER), limits.min_side))


def unfitted(picture: Picture, limits: Limits) -> Fitted:
    """A picture that the service fetches by itself, and so takes as it is. Raises PictureOutOfLimits."""
    if min(picture.size) < limits.min_side or picture.size.long_side > limits.max_side:
        raise _out_of_limits(limits)
    return Fitted(picture, b"", "", picture.size, picture.size)


def encode_map(array: Pixels, service: str, max_bytes: int) -> bytes:
    """A map, uint8 HxW or RGB HxWx3, as the smallest PNG that is quickly made. Raises PictureOutOfLimits."""
    content = _png(array, level=6)
    if len(content) > max_bytes:
        detail = f"strokes and mask of at most {max_bytes / 1e6:g} MB"
        raise PictureOutOfLimits(Reason.PICTURE_LIMITS, service=service, detail=detail)
    return content


def decode_answer(content: bytes, size: Size, service: str) -> Pixels:
    """The picture a service answers with: uint8 HxW, RGB HxWx3 or RGBA HxWx4, by its bytes and not by its name.

    Raises ServiceAnswerMalformed, also for a picture that is not of `size`; before it is decoded where PNG tells.
    """
    if content.startswith(_PNG) and len(content) >= 24:
        _check_size(struct.unpack(">II", content[16:24]), size, service)
        pixels = _decoded_png(content)
    elif content.startswith(_JPEG):
        pixels = _decoded_jpeg(content)
    else:
        raise malformed(service, "neither PNG nor JPEG")
    if pixels is None:
        raise malformed(service, "a damaged picture")
    _check_size((pixels.shape[1], pixels.shape[0]), size, service)
    return pixels


def mask(pixels: Pixels, service: str) -> Bytes2D:
    """A mask in whatever file, uint8 HxW: its greys, or its transparency where there is any.

    Raises ServiceAnswerMalformed for a picture in colours.
    """
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] == 4 and not (pixels[:, :, 3] == OPAQUE).all():
        return transparency(pixels, service)
    red, green, blue = (pixels[:, :, channel] for channel in range(3))
    if max(cv2.norm(red, green, cv2.NORM_INF), cv2.norm(green, blue, cv2.NORM_INF)) > _COLOURLESS:
        raise malformed(service, "a picture in colours instead of a mask")
    return np.ascontiguousarray(green)


def transparency(pixels: Pixels, service: str) -> Bytes2D:
    """The alpha of an RGBA picture, uint8 HxW. Raises ServiceAnswerMalformed for one without."""
    if pixels.ndim != 3 or pixels.shape[2] != 4:
        raise malformed(service, "a picture without transparency")
    return np.ascontiguousarray(pixels[:, :, 3])


def has_shades(coverage: Bytes2D) -> bool:
    """Whether any pixel of a mask is neither in nor out."""
    return bool(((coverage > 0) & (coverage < OPAQUE)).any())


def _out_of_limits(limits: Limits) -> PictureOutOfLimits:
    detail = f"sides of {limits.min_side} to {limits.max_side} pixels, {limits.max_bytes / 1e6:g} MB"
    return PictureOutOfLimits(Reason.PICTURE_LIMITS, service=limits.service, detail=detail)


def _on_canvas(pixels: Pixels, inner: Size, canvas: Size) -> Pixels:
    """The picture at its inner size; the border repeats its last row and column, which is no new edge."""
    height, width = pixels.shape[:2]
    if (width, height) != inner:
        pixels = np.asarray(cv2.resize(pixels, inner, interpolation=cv2.INTER_AREA), np.uint8)
    down, across = canvas.height - inner.height, canvas.width - inner.width
    return np.pad(pixels, ((0, down), (0, across), (0, 0)), mode="edge") if down or across else pixels


def _encodings(pixels: Pixels, limits: Limits) -> Iterator[tuple[bytes, str]]:
    """The picture's files, best first."""
    lossless = min(limits.lossless_bytes, limits.max_bytes)
    if pixels.nbytes <= lossless * _WORTH_TRYING:
        content = _png(pixels, level=4)
        if len(content) <= lossless:
            yield content, "image/png"
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    for quality in _QUALITIES:
        settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR]
        _, packed = cv2.imencode(".jpg", bgr, [*settings, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444])
        yield packed.tobytes(), "image/jpeg"


def _png(array: Pixels, *, level: int) -> bytes:
    stored = cv2.cvtColor(array, cv2.COLOR_RGB2BGR) if array.ndim == 3 else array
    settings = [cv2.IMWRITE_PNG_COMPRESSION, level, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]
    _, packed = cv2.imencode(".png", stored, settings)
    return packed.tobytes()


def _decoded_png(content: bytes) -> Pixels | None:
    try:
        stored = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if stored is None:
        return None
    pixels = np.asarray(stored if stored.dtype == np.uint8 else np.right_shift(stored, 8), np.uint8)
    if pixels.ndim == 2:
        return pixels
    order = cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(pixels, order), np.uint8)


def _decoded_jpeg(content: bytes) -> Pixels | None:
    try:
        return files.decode_rgb(content)
    except PictureError:
        return None


def _check_size(found: tuple[int, ...], size: Size, service: str) -> None:
    if found != size:
        raise malformed(service, f"{found[0]} × {found[1]} pixels instead of {size.width} × {size.height}")
