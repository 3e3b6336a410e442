"""What a camera wrote about a picture: read once, and passed on as far as a person wants it passed on."""

from typing import Final

from PIL import ExifTags, Image

from segdesk.core.exporting import Exif

_BASE: Final = ExifTags.Base
_ROOT: Final = (
    _BASE.ImageDescription,
    _BASE.Make,
    _BASE.Model,
    _BASE.Software,
    _BASE.DateTime,
    _BASE.Artist,
    _BASE.Copyright,
    _BASE.XPTitle,
    _BASE.XPComment,
    _BASE.XPAuthor,
    _BASE.XPKeywords,
    _BASE.XPSubject,
)
"""All that is taken of the first directory: the rest tells how pixels are stored, which is not so any more."""
_OF_FILE: Final = (_BASE.ExifImageWidth, _BASE.ExifImageHeight, _BASE.ExifInteroperabilityOffset, _BASE.ColorSpace)
"""What in the camera's own directory speaks of the file."""
_PRIVATE: Final = (
    _BASE.MakerNote,
    _BASE.CameraOwnerName,
    _BASE.BodySerialNumber,
    _BASE.LensSerialNumber,
    _BASE.ImageUniqueID,
    _BASE.UserComment,
)
"""Who and which camera it was. A maker's note can hold anything, places and faces included."""
_AUTHOR: Final = (_BASE.Artist, _BASE.XPAuthor)
_MOST_BYTES: Final = 60_000
"""A JPEG holds 64 KiB of it; a maker's note can be larger."""
_LEAST_DPI, _MOST_DPI = 1.0, 9999.0


def read(image: Image.Image) -> bytes | None:
    """An opened image's EXIF without what speaks of its pixels; None where there is nothing, or nothing sound."""
    try:
        return _packed(image.getexif(), leaves_out=(), keeps_place=True)
    except Exception:  # Damaged EXIF is no reason to refuse sound pixels.
        return None


def kept(exif: bytes | None, how: Exif) -> bytes | None:
    """As much of it as a person wants passed on."""
    if exif is None or how is Exif.NONE:
        return None
    if how is Exif.ALL:
        return exif
    given = Image.Exif()
    given.load(exif)
    return _packed(given, leaves_out=_PRIVATE, keeps_place=False)


def density(image: Image.Image) -> float | None:
    """Pixels per inch, where the file tells of any that can be meant."""
    told = image.info.get("dpi")
    try:
        across = float(told[0]) if isinstance(told, tuple) else 0.0  # pyright: ignore[reportUnknownArgumentType]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return across if _LEAST_DPI < across <= _MOST_DPI else None


def _packed(given: Image.Exif, *, leaves_out: tuple[int, ...], keeps_place: bool) -> bytes | None:
    made = Image.Exif()
    for tag in _ROOT:
        if tag in given and not (leaves_out and tag in _AUTHOR):
            made[tag] = given[tag]
    camera = {
        tag: value
        for tag, value in given.get_ifd(ExifTags.IFD.Exif).items()
        if tag not in _OF_FILE and tag not in leaves_out
    }
    if camera:
        made.get_ifd(ExifTags.IFD.Exif).update(camera)
    place = given.get_ifd(ExifTags.IFD.GPSInfo) if keeps_place else {}
    if place:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(place)
    if not (len(made) or camera or place):
        return None
    packed = made.tobytes()
    if len(packed) > _MOST_BYTES and not leaves_out:
        return _packed(given, leaves_out=(_BASE.MakerNote,), keeps_place=keeps_place)
    return packed if len(packed) <= _MOST_BYTES else None
