"""The program's icon in the forms that desktops want, drawn from `resources/segdesk.svg`."""

import io
import os
import struct
from pathlib import Path
from typing import Final

from PIL import Image

ROOT: Final = Path(__file__).resolve().parents[2]
DRAWING: Final = ROOT / "resources" / "segdesk.svg"
PROJECT_DRAWING: Final = ROOT / "packaging" / "linux" / "application-x-segdesk.svg"
LINUX_SIDES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIDES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MACOS_KINDS: Final = ((b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic10", 1024))
"""Kind of an entry -> its side in pixels; entries hold PNG files."""


def drawn(side: int, drawing: Path = DRAWING) -> Image.Image:
    """The drawing as an RGBA picture of side x side pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - the stubs want bytes
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGBA")


def write_ico(path: Path) -> None:
    """Icon file of Windows, each size drawn for itself."""
    pictures = [drawn(side) for side in WINDOWS_SIDES]
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures[-1].save(path, sizes=[picture.size for picture in pictures], append_images=pictures[:-1])


def write_icns(path: Path) -> None:
    """Icon file of macOS: a head, then kind, length and PNG of each size."""
    entries = b"".join(kind + struct.pack(">I", 8 + len(png := _png(drawn(side)))) + png for kind, side in MACOS_KINDS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"icns" + struct.pack(">I", 8 + len(entries)) + entries)


def write_hicolor(share: Path) -> None:
    """The icons of program and project file under `share/icons/hicolor`."""
    for drawing, kind, name in (
        (DRAWING, "apps", "segdesk"),
        (PROJECT_DRAWING, "mimetypes", "application-x-segdesk"),
    ):
        for side in LINUX_SIDES:
            path = share / "icons/hicolor" / f"{side}x{side}" / kind / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_png(drawn(side, drawing)))
        scalable = share / "icons/hicolor/scalable" / kind / f"{name}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        scalable.write_bytes(drawing.read_bytes())


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
