"""Colour profiles made by hand after the ICC.1 specification, small enough to know what they should do."""

import struct

import numpy as np
from numpy.typing import NDArray

D50 = (0.9642, 1.0, 0.8249)
# Columns: the primaries' XYZ adapted to D50, as Display P3 and sRGB profiles carry them.
P3_TO_XYZ = np.array([[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]])
SRGB_TO_XYZ = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])


def rgb_profile(gamma: float = 2.2) -> bytes:
    """Display P3 primaries under a plain power curve."""
    columns = {
        name: _xyz(*map(float, column)) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), P3_TO_XYZ.T, strict=True)
    }
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _gamma(gamma))
    return _profile(b"mntr", b"RGB ", {**columns, **curves})


def grey_profile(gamma: float) -> bytes:
    """Grey under a plain power curve."""
    return _profile(b"mntr", b"GRAY", {b"kTRC": _gamma(gamma)})


def cmyk_profile() -> bytes:
    """A printer whose every ink, alone or together, takes the same lightness: L* = 100 - 25 x (inks printed)."""
    lightness = [255 * (4 - bin(inks).count("1")) // 4 for inks in range(16)]
    grid = bytes(value for light in lightness for value in (light, 128, 128))
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    ramp = bytes(range(256))
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + identity + ramp * 4 + grid + ramp * 3
    return _profile(b"prtr", b"CMYK", {b"A2B0": lut, b"A2B1": lut}, connection=b"Lab ")


def p3_to_srgb(rgb: NDArray[np.uint8], gamma: float = 2.2) -> NDArray[np.float64]:
    """What `rgb_profile` says these colours are in sRGB, levels 0..255."""
    linear = (rgb / 255.0) ** gamma @ (np.linalg.inv(SRGB_TO_XYZ) @ P3_TO_XYZ).T
    linear = np.clip(linear, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _profile(device: bytes, space: bytes, tags: dict[bytes, bytes], connection: bytes = b"XYZ ") -> bytes:
    tags = {b"desc": _description(), b"cprt": b"text" + bytes(4) + b"none\0", b"wtpt": _xyz(*D50), **tags}
    offset, table, content = 128 + 4 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        table += name + struct.pack(">II", offset + len(content), len(tag))
        content += tag + bytes(-len(tag) % 4)
    header = struct.pack(">I4sI4s4s4s12s4s", offset + len(content), bytes(4), 0x02400000, device, space, connection,
                         bytes(12), b"acsp")  # fmt: skip
    header += bytes(28) + struct.pack(">3i", *(round(value * 65536) for value in D50))
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + content


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _gamma(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))


def _description() -> bytes:
    text = b"made by hand\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
