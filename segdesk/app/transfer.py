"""What comes in by drop or paste: files on this machine, or a picture that lies in memory."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from segdesk.app.road import Request

ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
"""Taken as they are, before Qt decodes them: their colour profile comes along."""


def can_take(mime: QMimeData) -> bool:
    """Whether there is a file or a picture in it."""
    return bool(local_files(mime)) or mime.hasImage() or any(mime.hasFormat(kind) for kind in ENCODED)


def request_from(mime: QMimeData, name: str) -> Request | None:
    """The first file, or the picture itself, which goes by `name`."""
    files = local_files(mime)
    if files:
        return Request.of_file(files[0])
    for kind in ENCODED:
        content = bytes(mime.data(kind).data()) if mime.hasFormat(kind) else b""
        if content:
            return Request(content, name)
    image = mime.imageData() if mime.hasImage() else None
    return Request(_png(image), name) if isinstance(image, QImage) and not image.isNull() else None


def local_files(mime: QMimeData) -> list[Path]:
    """The files of this machine among the URLs."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def picture_mime(png: bytes) -> QMimeData:
    """A PNG for other programs, both as it is and as Qt's image."""
    mime = QMimeData()
    mime.setImageData(QImage.fromData(png))
    mime.setData("image/png", QByteArray(png))
    return mime


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    # Quality 100 is no compression: the bytes are decoded again at once.
    writer.setQuality(100)
    writer.write(image)
    return bytes(buffer.data().data())
