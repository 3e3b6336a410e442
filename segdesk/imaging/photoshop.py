"""PSD files with a layer for each subject, whose transparency is a layer mask, so that what it hides can be painted
back (Adobe Photoshop File Formats Specification, November 2019)."""

import struct
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.exporting import WHITE
from segdesk.core.geometry import Size
from segdesk.imaging import composite
from segdesk.imaging.encoders import Tags, packbits
from segdesk.imaging.layering import Layer

_RGB: Final = 3
_PACKBITS: Final = 1
_OPACITY, _MASK = -1, -2
"""The numbers of the channels that hold a layer's own transparency and its mask."""
_RESOLUTION, _PROFILE, _EXIF = 1005, 1039, 1058
_FIXED: Final = 1 << 16
"""One, as a number with sixteen bits behind the point."""


def pack(layers: Sequence[Layer], merged: tuple[NDArray[np.uint8], Bytes2D], tags: Tags) -> bytes:
    """Layers, the first above the others, and what they look like together: colours and alpha."""
    colours, alpha = merged
    size = Size(alpha.shape[1], alpha.shape[0])
    is_transparent = bool((alpha < 255).any())
    # Where there is alpha programs expect the colours as they look on white, and take the white out again.
    flat = composite.over(colours, alpha, WHITE)
    channels = [flat[:, :, index] for index in range(3)] + ([alpha] if is_transparent else [])
    parts = (
        struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(channels), size.height, size.width, 8, _RGB),
        struct.pack(">I", 0),
        _sized(_resources(tags)),
        _sized(_layers(layers, size, is_transparent=is_transparent)),
        _image(channels),
    )
    return b"".join(parts)


def _sized(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _padded(content: bytes, to: int) -> bytes:
    return content + b"\0" * (-len(content) % to)


def _resources(tags: Tags) -> bytes:
    made = b""
    if tags.dpi is not None:
        density = round(tags.dpi * _FIXED)
        # In pixels per inch, and sides to be shown in inches.
        made += _resource(_RESOLUTION, struct.pack(">IHHIHH", density, 1, 1, density, 1, 1))
    if tags.icc is not None:
        made += _resource(_PROFILE, tags.icc)
    if tags.exif is not None:
        made += _resource(_EXIF, tags.exif.removeprefix(b"Exif\0\0"))
    return made


def _resource(number: int, content: bytes) -> bytes:
    return struct.pack(">4sHHI", b"8BIM", number, 0, len(content)) + _padded(content, 2)


def _layers(layers: Sequence[Layer], size: Size, *, is_transparent: bool) -> bytes:
    records, planes = b"", b""
    for layer in reversed(layers):
        # Nothing is transparent but by the mask.
        opaque = np.full_like(layer.alpha, 255)
        channels = {_OPACITY: opaque} | {index: layer.colours[:, :, index] for index in range(3)}
        if layer.is_masked:
            channels[_MASK] = layer.alpha
        packed = [_channel(channel) for channel in channels.values()]
        lengths = list(zip(channels, map(len, packed), strict=True))
        records += _record(layer, size, lengths)
        planes += b"".join(packed)
    # A count below zero tells that the merged picture's fourth channel is its transparency.
    count = struct.pack(">h", -len(layers) if is_transparent else len(layers))
    return _sized(_padded(count + records + planes, 4)) + struct.pack(">I", 0)


def _record(layer: Layer, size: Size, lengths: Sequence[tuple[int, int]]) -> bytes:
    whole = struct.pack(">IIII", 0, 0, size.height, size.width)
    channels = b"".join(struct.pack(">hI", number, length) for number, length in lengths)
    # Outside of the mask's box nothing is to be seen; the box is all there is.
    mask = struct.pack(">I", 20) + whole + bytes(4) if layer.is_masked else struct.pack(">I", 0)
    name = layer.name.encode("ascii", "replace")[:31]
    extra = mask + struct.pack(">I", 0) + _padded(bytes([len(name)]) + name, 4) + _unicode_name(layer.name)
    blending = struct.pack(">4s4sBBBx", b"8BIM", b"norm", 255, 0, 8)
    return whole + struct.pack(">H", len(lengths)) + channels + blending + _sized(extra)


def _unicode_name(name: str) -> bytes:
    encoded = name.encode("utf-16-be", "replace")
    content = _padded(struct.pack(">I", len(encoded) // 2) + encoded, 4)
    return b"8BIMluni" + _sized(content)


def _channel(plane: Bytes2D) -> bytes:
    counts, rows = packbits(plane)
    return struct.pack(f">H{len(counts)}H", _PACKBITS, *counts) + rows


def _image(channels: Sequence[Bytes2D]) -> bytes:
    packed = [packbits(channel) for channel in channels]
    counts = [count for lengths, _ in packed for count in lengths]
    return struct.pack(f">H{len(counts)}H", _PACKBITS, *counts) + b"".join(rows for _, rows in packed)
