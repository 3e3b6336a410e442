"""From a question to its answer inside an engine worker: decode, judge the limits, segment, finish, encode."""

import hashlib
from dataclasses import replace
from time import perf_counter
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk import pipeline, rendering
from segdesk.core.document import AS_MASKED, INSIDE, Bytes2D, Document, EdgeSettings
from segdesk.core.errors import Cancelled, EngineError, PictureError, Reason
from segdesk.core.exporting import ALPHA, CUTOUT, ON_WHITE, WHITE
from segdesk.core.geometry import Box, Size
from segdesk.core.prompts import BoxPrompt, Prompts
from segdesk.core.work import CancelToken
from segdesk.imaging import composite, files, scribbles
from segdesk.serve.question import ENGINE, Encoding, Form, Ground, Question, Refusal, Reply, Sides

JPEG_QUALITY: Final = 95
_SPECK_SHARE: Final = 0.002
"""Parts and holes smaller than this share of the subject are specks."""
_RIPPLE_SHARE: Final = 0.004
"""Ripples of a steadied outline shorter than about this share of the long side go."""
_RECIPES: Final = {Form.CUTOUT: CUTOUT, Form.MASK: ALPHA, Form.WHITE: ON_WHITE}
_SIGNATURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")


class _Refused(Exception):
    def __init__(self, ground: Ground, part: str = "picture") -> None:
        super().__init__(ground.value)
        self.refusal = Refusal(ground, part)


class _Decode(Protocol):
    def __call__(self, source: bytes, name: str, *, limit_megapixels: float | None) -> NDArray[np.uint8]: ...


class Answerer:
    """Answers one question after another and keeps the last picture's desk, for strokes come in rows."""

    def __init__(self) -> None:
        self._digest = b""
        self._desk: pipeline.Desk | None = None
        self._base: Document | None = None

    def answer(self, question: Question, cancel: CancelToken) -> Reply | Refusal:
        """The answer as a file; a refusal says why there is none. Raises nothing a client can provoke."""
        begun = perf_counter()
        try:
            return Reply(self._content(question, cancel), perf_counter() - begun)
        except _Refused as refused:
            return refused.refusal
        except Cancelled:
            return Refusal(Ground.CANCELLED)
        except EngineError as error:
            return Refusal(Ground.ENGINE, detail=str(error))
        except Exception as error:  # Whatever a file provokes is no reason to lose the process.
            return Refusal(Ground.ENGINE, detail=type(error).__name__)

    def _content(self, question: Question, cancel: CancelToken) -> bytes:
        desk, base = self._opened(question)
        outcome = desk.segment(_asked(base, question), cancel=cancel).document
        return _encoded(pipeline.with_edges(outcome, _edges(outcome, question)), question, cancel)

    def _opened(self, question: Question) -> tuple[pipeline.Desk, Document]:
        digest = hashlib.sha256(question.picture).digest()
        if self._desk is None or self._base is None or digest != self._digest:
            self._forget()
            self._base = _decoded(question.picture, question.sides)
            self._desk, self._digest = pipeline.Desk(self._base.picture, ENGINE), digest
        _check_sides(self._base.picture.size, question.sides)
        return self._desk, self._base

    def _forget(self) -> None:
        if self._desk is not None:
            self._desk.close()
        self._desk = self._base = None


def _decoded(content: bytes, sides: Sides) -> Document:
    _check_format(content, "picture")
    try:
        return pipeline.open_bytes(content, "picture", limit_megapixels=sides.longest**2 / 1e6).document
    except PictureError as error:
        raise _blamed(error, "picture") from error


def _check_format(content: bytes, part: str) -> None:
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if not (is_webp or content.startswith(_SIGNATURES)):
        raise _Refused(Ground.FORMAT, part)


def _check_sides(size: Size, sides: Sides) -> None:
    if min(size) < sides.shortest or max(size) > sides.longest:
        raise _Refused(Ground.SIDES)


def _blamed(error: PictureError, part: str) -> _Refused:
    match error.reason:
        case Reason.PICTURE_TOO_LARGE:
            return _Refused(Ground.SIDES, part)
        case Reason.PICTURE_MEMORY:
            return _Refused(Ground.ENGINE, part)
        case _:
            return _Refused(Ground.DAMAGED, part)


def _asked(base: Document, question: Question) -> Document:
    """The document with everything the question says."""
    size = base.picture.size
    prior, keep, remove = _maps(question, size)
    boxes = tuple(BoxPrompt(_checked(box, size)) for box in question.boxes)
    prompts = pipeline.with_maps(Prompts(boxes=boxes, auto=question.auto), keep=keep, remove=remove)
    if prior is not None and prior.any():
        base = pipeline.with_prior(base, prior)
    elif prompts.is_empty:
        raise _Refused(Ground.NOTHING_SAID)
    return pipeline.with_prompts(base, prompts)


def _maps(question: Question, size: Size) -> tuple[Bytes2D | None, Bytes2D | None, Bytes2D | None]:
    """Prior mask, keep and remove map. The integrated picture, where there is one, says all three."""
    maps = question.maps
    if maps.integrated is not None:
        rgb = _read(files.decode_rgb, maps.integrated, part="integrated", size=size)
        return scribbles.unpack_integrated(rgb)
    return (
        _map(maps.prior, "prior", size),
        _map(maps.keep, "keep", size),
        _map(maps.remove, "remove", size),
    )


def _map(content: bytes | None, part: str, size: Size) -> Bytes2D | None:
    return None if content is None else _read(files.decode_map, content, part=part, size=size)


def _read(decode: _Decode, content: bytes, *, part: str, size: Size) -> NDArray[np.uint8]:
    _check_format(content, part)
    try:
        # A map of more pixels than the picture cannot fit it, and need not be decoded to know that.
        array = decode(content, part, limit_megapixels=size.pixels / 1e6)
    except PictureError as error:
        is_large = error.reason is Reason.PICTURE_TOO_LARGE
        raise (_Refused(Ground.MAP_SIZE, part) if is_large else _blamed(error, part)) from error
    if array.shape[:2] != (size.height, size.width):
        raise _Refused(Ground.MAP_SIZE, part)
    return array


def _checked(box: Box, size: Size) -> Box:
    if box.clipped(size).is_empty:
        raise _Refused(Ground.BOX_OUTSIDE)
    return box


def _edges(document: Document, question: Question) -> EdgeSettings:
    """The touches the client chose. A bare mask is answered as the engine has it, for strokes go on from there."""
    # On white, clients find the mask again from the picture's own colours.
    halo = 0.0 if question.form is Form.WHITE else 1.0
    edges = AS_MASKED if question.form is Form.MASK else EdgeSettings(halo=halo)
    mask = document.subject.mask
    if question.is_steady and mask is not None:
        speck = int(np.count_nonzero(mask.coverage >= INSIDE) * _SPECK_SHARE)
        ripple = max(1.0, document.picture.size.long_side * _RIPPLE_SHARE)
        edges = replace(AS_MASKED, halo=edges.halo, smooth=ripple, drop_specks=speck, fill_holes=speck)
    return edges if question.is_soft else replace(edges, contrast=1.0)


def _encoded(document: Document, question: Question, cancel: CancelToken) -> bytes:
    is_jpeg = question.encoding is Encoding.JPEG
    match question.form:
        case Form.MASK if is_jpeg:
            return _jpeg(rendering.final_alpha(document, cancel=cancel))
        case Form.WHITE if is_jpeg:
            alpha, colours = rendering.finished(document, cancel=cancel)
            flat = composite.over(colours, alpha, WHITE)
            return _jpeg(np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2BGR), np.uint8))
        case form:
            # JPEG has no transparency, and Aliyun's page calls rgb_alpha a four-channel PNG whatever is asked for.
            return rendering.render(document, _RECIPES[form], cancel=cancel)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
