"""The road from tar files to a model file and its card, walked in a minute on made-up pictures."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TypedDict

import cv2
import numpy as np

from segdesk.imaging.cues import CHANNELS
from segdesk.imaging.network import SIDE, load_network

ROOT = Path(__file__).resolve().parents[2]


class Line(TypedDict):
    """One line of the learning curve."""

    views: int
    turns: dict[str, tuple[float, float]]


def test_tar_files_become_a_network_that_the_program_reads_and_training_goes_on(tmp_path: Path) -> None:
    """Stopped after some seconds and called again, it trains on from there; then exports, judges and describes."""
    pictures, out = tmp_path / "pictures", tmp_path / "out"
    pictures.mkdir()
    for source in ("coco_objects", "ccp_people"):
        write_tar(pictures / f"{source}.tar", count=40)
    first = trained(pictures, out, steps=10)
    later = trained(pictures, out, steps=150)
    assert 0 < first["views"] < later["views"]
    # Made-up discs are easy: even so little training has to show.
    assert later["turns"]["3"][1] > 0.5
    network = load_network(out / "local.onnx")
    answer = network.logits(np.zeros((CHANNELS, SIDE, SIDE), np.float32))
    assert answer.shape == (SIDE, SIDE)
    assert np.isfinite(answer).all()
    card = (out / "local.md").read_text(encoding="utf-8")
    assert json.loads((out / "local.json").read_text(encoding="utf-8"))["sha256"] in card
    assert "| with the network | coco_objects |" in card


def trained(pictures: Path, out: Path, *, steps: int) -> Line:
    """The last line of the learning curve after so many steps in all."""
    command = [sys.executable, str(ROOT / "packaging" / "train.py"), "--small", "--judge", "2"]
    where = ["--pictures", str(pictures), "--out", str(out), "--steps", str(steps)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *where], check=True, timeout=240, capture_output=True, env=environment)
    return json.loads((out / "curve.jsonl").read_text(encoding="utf-8").splitlines()[-1])


def write_tar(path: Path, *, count: int) -> None:
    """Pictures of one bright disc each, and their masks."""
    rng = np.random.default_rng(len(path.name))
    with tarfile.open(path, "w") as archive:
        for number in range(count):
            picture = rng.integers(0, 90, (96, 128, 3), np.uint8)
            mask = np.zeros((96, 128), np.uint8)
            middle = (int(rng.integers(40, 88)), int(rng.integers(34, 62)))
            cv2.circle(mask, middle, int(rng.integers(14, 30)), 255, -1)
            picture[mask > 0] += np.uint8(120)
            for folder, suffix, pixels in (("images", ".jpg", picture), ("masks", ".png", mask)):
                done, file = cv2.imencode(suffix, pixels)
                assert done
                entry = tarfile.TarInfo(f"{folder}/thing_{number:03}{suffix}")
                entry.size = len(file)
                archive.addfile(entry, io.BytesIO(file.tobytes()))
