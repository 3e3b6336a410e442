"""Transparent pictures become training pictures to paste: only what is solid, and with its own colours at the rim."""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "model" / "cutouts.py"


def test_of_transparent_pictures_those_that_will_do_are_taken(tmp_path: Path) -> None:
    pictures, disc = tmp_path / "pictures", drawn(radius=60)
    pictures.mkdir()
    given = {
        "disc": disc,
        "speck": drawn(radius=5),
        "tile": np.full((160, 160, 4), 255, np.uint8),
        "glass": np.dstack((disc[..., :3], disc[..., 3] // 2)),
        "plain": disc[..., :3],
    }
    for name, picture in given.items():
        cv2.imwrite(str(pictures / f"{name}.png"), picture)
    make(pictures, tmp_path / "made.tar")
    with tarfile.open(tmp_path / "made.tar") as tar:
        assert tar.getnames() == ["images/disc.jpg", "masks/disc.png"]
        colours, mask = (decoded(tar, name) for name in tar.getnames())
    np.testing.assert_array_equal(mask[..., 0] > 127, disc[..., 3] > 127)
    beside = cv2.dilate(mask, np.ones((5, 5), np.uint8))[..., 0] > 127
    # Beyond the edge, where the picture was black, stands the disc's own colour.
    assert np.abs(colours[beside].astype(int) - (40, 90, 200)).max() < 25


def test_what_is_drawn_in_few_colours_is_left_out_where_variety_is_asked_for(tmp_path: Path) -> None:
    colourful = drawn(radius=60)
    ramps = np.mgrid[0:160, 0:160].astype(np.uint8)
    colourful[..., :2] = np.moveaxis(ramps, 0, -1)
    for name, picture in (("birds/owl", colourful), ("signs/stop", drawn(radius=60))):
        (tmp_path / name).parent.mkdir()
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture)
    make(tmp_path, tmp_path / "made.tar", "--variety", "2.6")
    with tarfile.open(tmp_path / "made.tar") as tar:
        assert tar.getnames() == ["images/birds-owl.jpg", "masks/birds-owl.png"]


def test_vector_drawings_are_drawn_and_those_of_some_names_left_out(tmp_path: Path) -> None:
    disc = '<circle cx="32" cy="16" r="12" fill="#c85a28"/>'
    named = {name: {"body": disc} for name in ("apple", "letter-o", "letters/apple")}
    icons, folder = tmp_path / "icons.json", tmp_path / "drawn"
    named["broken"] = {"body": "<circle"}
    icons.write_text(json.dumps({"width": 64, "height": 32, "icons": named}), encoding="utf-8")
    (folder / "letters").mkdir(parents=True)
    subprocess.run([sys.executable, str(SCRIPT.with_name("drawings.py")), str(icons), str(folder)], check=True)
    make(folder, tmp_path / "made.tar", "--without", "^letter")
    with tarfile.open(tmp_path / "made.tar") as tar:
        assert tar.getnames() == ["images/apple.jpg", "masks/apple.png"]
        assert decoded(tar, "masks/apple.png").shape[:2] == (160, 320)


def make(pictures: Path, tar: Path, *options: str) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(pictures), str(tar), *options], check=True)


def drawn(radius: int) -> NDArray[np.uint8]:
    """A disc in one colour, on black that does not show; BGRA."""
    picture = np.zeros((160, 160, 4), np.uint8)
    cv2.circle(picture, (80, 80), radius, (40, 90, 200, 255), -1)
    return picture


def decoded(tar: tarfile.TarFile, name: str) -> NDArray[np.uint8]:
    file = tar.extractfile(name)
    assert file is not None
    return np.asarray(cv2.imdecode(np.frombuffer(file.read(), np.uint8), cv2.IMREAD_COLOR), np.uint8)
