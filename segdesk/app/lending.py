"""What other programs get of a cutout, by clipboard and by drag, each in the form it asks for and not before."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage

IMAGE: Final = "application/x-qt-image"
FILES: Final = "text/uri-list"
OWN: Final = "application/x-segdesk-cutout"
"""Marks what this program copied: its file is only a loan to others."""
WINDOWS_PNG: Final = 'application/x-qt-windows-mime;value="PNG"'
"""The name under which browsers and editors there look for a PNG."""


class CutoutMime(QMimeData):
    """A cutout in every form that other programs take: a PNG, an image of Qt's that it gives each system as it wants
    it (on Windows CF_DIBV5, which has alpha, and CF_DIB), and a file, which is what chat programs send on."""

    def __init__(self, png: bytes, path: Path | None = None) -> None:
        super().__init__()
        self._png, self._path = png, path

    def formats(self) -> list[str]:
        return [*self._encoded(), IMAGE, *([FILES] if self._path is not None else []), OWN]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, kind: object) -> object:
        if mimetype in self._encoded():
            return QByteArray(self._png)
        if mimetype == IMAGE:
            # Decoded when somebody asks for it: with a large picture that takes a while.
            return QImage.fromData(self._png)
        if mimetype == FILES and self._path is not None:
            return [QUrl.fromLocalFile(str(self._path))]
        return QByteArray() if mimetype == OWN else None

    def without_file(self) -> "CutoutMime":
        """The same for when the file is gone."""
        return CutoutMime(self._png)

    def _encoded(self) -> tuple[str, ...]:
        return ("image/png", WINDOWS_PNG) if sys.platform == "win32" else ("image/png",)


class LazyFiles(QMimeData):
    """Files for a drop, which need not be there before somebody asks for them."""

    def __init__(self, produce: Callable[[], Sequence[Path]]) -> None:
        """`produce` may wait; it gives no path where it failed."""
        super().__init__()
        self._produce = produce

    def formats(self) -> list[str]:
        return [FILES]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype == FILES

    def retrieveData(self, mimetype: str, kind: object) -> object:
        return [QUrl.fromLocalFile(str(path)) for path in self._produce()] if mimetype == FILES else None
