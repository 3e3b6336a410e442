"""Every icon is a drawing that Qt can paint at any size."""

from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from segdesk.core.resources import resource

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted(resource("icons").glob("*.svg"))


@pytest.mark.parametrize("path", ICONS, ids=[path.stem for path in ICONS])
def test_an_icon_is_drawn(path: Path, qtbot: QtBot) -> None:
    assert ElementTree.parse(path).getroot().get("viewBox") == "0 0 24 24"
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(48, 48, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    blank = QImage(image.size(), image.format())
    blank.fill(Qt.GlobalColor.transparent)
    assert image != blank


def test_the_program_has_an_icon_for_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    icons = import_module("shipping.icons")
    icons.write_ico(tmp_path / "segdesk.ico")
    icons.write_icns(tmp_path / "segdesk.icns")
    icons.write_hicolor(tmp_path)
    with Image.open(tmp_path / "segdesk.ico") as ico, Image.open(tmp_path / "segdesk.icns") as icns:
        assert {(side, side) for side in icons.WINDOWS_SIDES} == ico.info["sizes"]
        assert max(icns.info["sizes"]) == (512, 512, 2)
    for path in tmp_path.glob("icons/hicolor/*x*/*/*.png"):
        with Image.open(path) as picture:
            assert f"{picture.width}x{picture.height}" == path.parts[-3]
            assert picture.getchannel("A").getextrema() == (0, 255)
    assert len(list(tmp_path.rglob("*.png"))) == 2 * len(icons.LINUX_SIDES)
