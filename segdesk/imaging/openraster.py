"""OpenRaster files: a zip of PNG layers that Krita, GIMP and MyPaint open (freedesktop.org, OpenRaster 0.0.5)."""

import io
import re
import zipfile
from collections.abc import Sequence
from html import escape
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.geometry import Size
from segdesk.imaging import composite
from segdesk.imaging.encoders import encode_cutout
from segdesk.imaging.layering import Layer

_TYPE: Final = b"image/openraster"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""The same cutout makes the same bytes."""
_NO_TEXT: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot be said in XML (XML 1.0, 2.2), a name's bytes that are no text included."""
_THUMBNAIL: Final = 256
"""Pixels that a thumbnail's sides have at most."""


def pack(
    layers: Sequence[Layer],
    merged: tuple[NDArray[np.uint8], Bytes2D],
    *,
    keeps_hidden: bool = False,
    dpi: float | None = None,
) -> bytes:
    """Layers in sRGB, the first above the others, and what they look like together: colours and alpha."""
    shown = composite.cutout(*merged)
    size, stream = Size(shown.shape[1], shown.shape[0]), io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        # Unpacked and in front, so that the type can be told from the first bytes.
        _put(archive, "mimetype", _TYPE)
        _put(archive, "stack.xml", _stack(layers, size, dpi).encode(), is_packed=True)
        for number, layer in enumerate(layers):
            rgba = composite.cutout(layer.colours, layer.alpha, keeps_hidden=keeps_hidden)
            _put(archive, _source(number), encode_cutout(rgba, None))
        _put(archive, "mergedimage.png", encode_cutout(shown, None))
        _put(archive, "Thumbnails/thumbnail.png", encode_cutout(_thumbnail(shown), None))
    return stream.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, is_packed: bool = False) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED)


def _source(number: int) -> str:
    return f"data/layer{number}.png"


def _attribute(text: str) -> str:
    """Text as it stands between double quotes; tabs and ends of lines stay what they are."""
    return escape(_NO_TEXT.sub("?", text)).translate({9: "&#9;", 10: "&#10;", 13: "&#13;"})


def _stack(layers: Sequence[Layer], size: Size, dpi: float | None) -> str:
    density = "" if dpi is None else f' xres="{round(dpi)}" yres="{round(dpi)}"'
    lines = [
        f'  <layer name="{_attribute(layer.name)}" src="{_source(number)}" x="0" y="0" opacity="1.0"'
        ' visibility="visible" composite-op="svg:src-over"/>'
        for number, layer in enumerate(layers)
    ]
    head = f'<image version="0.0.5" w="{size.width}" h="{size.height}"{density}>'
    return "\n".join(["<?xml version='1.0' encoding='UTF-8'?>", head, " <stack>", *lines, " </stack>", "</image>", ""])


def _thumbnail(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = Size(rgba.shape[1], rgba.shape[0]).fitted(_THUMBNAIL)
    return np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)
