"""What the server is shown, and what the local engine itself makes of it."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk import pipeline
from segdesk.core.document import Bytes2D, Document, Picture
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken
from segdesk.imaging import encoders, scribbles
from tests.scenes import click, plum

SCENE = plum()
PNG = encoders.encode_rgb(SCENE.pixels, None)
STROKES = Prompts(
    strokes=(
        Stroke(Polarity.KEEP, 6, (SCENE.inside, Point(SCENE.inside.x + 20, SCENE.inside.y))),
        click(SCENE.outside, Polarity.REMOVE, radius=8),
    )
)
KEEP, REMOVE = scribbles.scribble_maps(STROKES, SCENE.size)
KEEP_PNG, REMOVE_PNG = encoders.encode_mask(KEEP), encoders.encode_mask(REMOVE)
INTEGRATED_PNG = encoders.encode_rgb(scribbles.pack_integrated(None, KEEP, REMOVE), None)
BOX = Prompts(boxes=(BoxPrompt(SCENE.box),))
POSITION = [[[SCENE.box.left, SCENE.box.top], [SCENE.box.right, SCENE.box.bottom]]]


def local_mask(prompts: Prompts, *, prior: Bytes2D | None = None) -> Bytes2D:
    """The local engine's own answer, without a server."""
    document = Document(Picture(SCENE.pixels.copy()))
    if prior is not None:
        document = pipeline.with_prior(document, prior.copy())
    asked = pipeline.with_prompts(document, prompts)
    mask = pipeline.answer(asked, "local", cancel=CancelToken()).document.subject.mask
    assert mask is not None
    return mask.coverage


def mapped_mask(*, prior: Bytes2D | None = None) -> Bytes2D:
    """The same for the strokes as scribble maps."""
    return local_mask(pipeline.with_maps(Prompts(), keep=KEEP, remove=REMOVE), prior=prior)


def automatic_mask() -> Bytes2D:
    return local_mask(replace(Prompts(), auto=True))


def decoded(content: bytes) -> NDArray[np.uint8]:
    """A file as it is: HxW, or HxWx3 and HxWx4 in RGB order."""
    array = np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    match array.shape:
        case (_, _, 4):
            return np.asarray(cv2.cvtColor(array, cv2.COLOR_BGRA2RGBA), np.uint8)
        case (_, _, 3):
            return np.asarray(cv2.cvtColor(array, cv2.COLOR_BGR2RGB), np.uint8)
        case _:
            return array


def plain(size: Size, suffix: str = ".png") -> bytes:
    """A picture without a subject, small as a file, in a format OpenCV writes."""
    pixels = np.full((size.height, size.width, 3), 120, np.uint8)
    pixels[: size.height // 2] = 60
    return cv2.imencode(suffix, pixels)[1].tobytes()


def noise(size: Size, suffix: str = ".png") -> bytes:
    """A picture that no format makes small."""
    pixels = np.random.default_rng(5).integers(0, 256, (size.height, size.width, 3), np.uint8)
    return cv2.imencode(suffix, pixels)[1].tobytes()
