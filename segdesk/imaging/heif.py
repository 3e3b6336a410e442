"""HEIC and HEIF pictures, by an optional plugin of Pillow's that is loaded when the first one comes."""

from typing import Final

FORMAT: Final = "HEIF"
"""What Pillow calls them once the plugin is there."""
_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"heif")
"""Kinds of file that a phone may write (ISO/IEC 23008-12, annex B). AVIF files may begin with the last ones too."""


def is_heif(start: bytes) -> bool:
    """Whether a file that starts with these bytes, 12 or more, may be such a picture."""
    return start[4:8] == b"ftyp" and start[8:12] in _BRANDS


def is_ready() -> bool:
    """Whether such pictures can be read; where the plugin is installed it is loaded."""
    try:
        import pi_heif  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        return False
    pi_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
    return True
