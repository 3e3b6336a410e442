"""What comes in by drop or paste: files on this machine, or a picture that lies in memory, or only where one is."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage, QImageWriter

from segdesk.app.lending import OWN
from segdesk.app.road import Request

ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp", "image/avif", "image/heic")
"""Taken as they are, before Qt decodes them: their colour profile comes along."""

LONGEST = 100_000
"""Characters; a longer text is no list of files."""


@dataclass(frozen=True)
class Incoming:
    """Files and folders, or else a picture by itself, or else only the address of one on the web."""

    files: tuple[Path, ...] = ()
    picture: Request | None = None
    is_address: bool = False


def can_take(mime: QMimeData) -> bool:
    """Whether there is a file or a picture in it, or something to be said about it."""
    has_bytes = mime.hasImage() or any(mime.hasFormat(kind) for kind in ENCODED)
    return has_bytes or bool(local_files(mime)) or any(_is_address(url) or _is_picture(url) for url in _urls(mime))


def incoming(mime: QMimeData, name: str) -> Incoming | None:
    """What there is to take; a picture by itself goes by `name`. Of a picture dragged out of a browser the bytes count,
    and the address alone only where there are none."""
    files = [] if mime.hasFormat(OWN) else local_files(mime)
    if files:
        return Incoming(files=tuple(files))
    for kind in ENCODED:
        content = bytes(mime.data(kind).data()) if mime.hasFormat(kind) else b""
        if content:
            return Incoming(picture=Request(content, _name(mime) or name))
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Incoming(picture=Request(_png(image), _name(mime) or name))
    embedded = next((content for url in _urls(mime) if (content := _embedded(url))), b"")
    if embedded:
        return Incoming(picture=Request(embedded, name))
    return Incoming(is_address=True) if any(_is_address(url) for url in _urls(mime)) else None


def local_files(mime: QMimeData) -> list[Path]:
    """The files and folders of this machine among the URLs, and those that lines of text name whole."""
    found = [Path(url.toLocalFile()) for url in _urls(mime) if url.isLocalFile()]
    if found or mime.hasUrls():
        return found
    text = mime.text()
    lines = [Path(line.strip().strip('"')) for line in text.splitlines() if line.strip()] if len(text) < LONGEST else []
    return lines if lines and all(path.is_absolute() and _exists(path) for path in lines) else []


def _urls(mime: QMimeData) -> list[QUrl]:
    """The URLs, those of a text too that is nothing else."""
    if mime.hasUrls():
        return mime.urls()
    words = mime.text().split() if mime.hasText() and len(mime.text()) < 1 << 25 else []
    return (
        [QUrl(words[0])] if len(words) == 1 and words[0].startswith(("http://", "https://", "file:/", "data:")) else []
    )


def _is_address(url: QUrl) -> bool:
    return url.scheme() in ("http", "https")


def _is_picture(url: QUrl) -> bool:
    return url.scheme() == "data" and url.path().startswith("image/")


def _embedded(url: QUrl) -> bytes:
    """The picture that a data URL holds (RFC 2397); empty where it holds none."""
    if not _is_picture(url):
        return b""
    kind, _, content = url.toString(QUrl.ComponentFormattingOption.FullyEncoded).partition(",")
    octets = unquote_to_bytes(content)
    return bytes(QByteArray.fromBase64(octets).data()) if kind.endswith(";base64") else octets


def _name(mime: QMimeData) -> str:
    """What the picture is called where its address says so."""
    return next((url.fileName() for url in _urls(mime) if _is_address(url)), "")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    # Quality 100 is no compression: the bytes are decoded again at once.
    writer.setQuality(100)
    writer.write(image)
    return bytes(buffer.data().data())
