"""`segdesk cutout` writes what its flags, a preset or the output's suffix ask for."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from segdesk import cli
from segdesk.imaging import encoders, files
from tests.scenes import Scene, plum


@pytest.fixture(scope="module")
def scene() -> Scene:
    return plum()


@pytest.fixture
def picture(tmp_path: Path, scene: Scene) -> Path:
    path = tmp_path / "李子.png"
    path.write_bytes(encoders.encode_cutout(np.dstack((scene.pixels, scene.truth)), None))
    return path


def cut(picture: Path, output: Path, *flags: str) -> int:
    """The picture says itself what is kept, so no engine is asked."""
    return cli.main(["cutout", str(picture), "-o", str(output), "--edge", "hard", *flags])


def shape(path: Path) -> tuple[int, ...]:
    read = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
    assert read is not None
    return read.shape


@pytest.mark.parametrize("suffix", ["jpg", "webp", "avif", "tif", "psd", "ora"])
def test_the_suffix_says_which_format(picture: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"cut.{suffix}"
    assert cut(picture, target) == cli.DONE
    starts = {"jpg": b"\xff\xd8", "webp": b"RIFF", "tif": (b"II*\0", b"MM\0*"), "psd": b"8BPS", "ora": b"PK"}
    start = target.read_bytes()[:12]
    assert b"ftypavif" in start if suffix == "avif" else start.startswith(starts[suffix])


def test_a_preset_is_a_start_that_flags_change(picture: Path, tmp_path: Path) -> None:
    target = tmp_path / "cut.png"
    assert cut(picture, target, "--preset", "square-800-on-white", "--fill", "50") == cli.DONE
    shown = files.decode(target).picture
    assert (shown.size, shown.alpha) == ((800, 800), None)
    inside = (shown.pixels < 200).any(axis=2)
    assert max(np.ptp(places) for places in np.nonzero(inside)) == pytest.approx(400, abs=8)


def test_margin_and_background_are_flags_too(picture: Path, tmp_path: Path, scene: Scene) -> None:
    _, _, width, height = cv2.boundingRect(scene.truth)
    target = tmp_path / "cut.webp"
    assert cut(picture, target, "--margin", "10", "--background", "#00ff00", "--quality", "100") == cli.DONE
    assert shape(target) == (height + 20, width + 20, 3)
    assert tuple(files.decode(target).picture.pixels[0, 0]) == (0, 255, 0)


def test_in_a_folder_the_pattern_of_names_counts(picture: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "any").touch()
    assert cut(picture, folder, "--as", "jpg", "--canvas", "64x48", "--name", "{name}_{size}") == cli.DONE
    assert sorted(path.name for path in folder.iterdir()) == ["any", "李子_64x48.jpg"]
    assert cut(picture, folder, "--as", "jpg", "--canvas", "64x48", "--name", "{name}_{size}") == cli.OUTPUT


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("cut.gif", ()),
        ("cut.jpg", ("--as", "mask")),
        ("cut.png", ("--preset", "no such")),
        ("a" * 300 + ".png", ()),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_done(
    picture: Path, tmp_path: Path, name: str, flags: tuple[str, ...]
) -> None:
    assert cut(picture, tmp_path / name, *flags) == cli.OUTPUT
    assert not os.path.exists(tmp_path / name)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("--margin -3", "a margin is from 0"),
        ("--canvas 0x9", "a canvas has sides from 1"),
        ("--background reddish", "not a colour"),
        ("--name {lens}", "there is no"),
        ("--dpi 0", "write a whole number from 1 to 9999"),
        ("--fill much", "write a number above 0 and up to 100"),
        ("--halo much", "write a number from 0 to 100"),
        ("--fill 50", "--fill belongs to --canvas"),
        ("--fill 50 --margin 5", "--fill belongs to --canvas"),
        ("--fill 50 --preset trim-5", "--fill belongs to --canvas"),
        ("--margin 5 --canvas 64x64", "not allowed with"),
        ("--trim --canvas 64x64", "not allowed with"),
    ],
)
def test_flags_that_make_no_sense_are_a_mistake_of_usage(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: str, words: str
) -> None:
    with pytest.raises(SystemExit) as end:
        cut(picture, tmp_path / "cut.png", *flags.split())
    assert end.value.code == cli.USAGE
    assert words in capsys.readouterr().err
