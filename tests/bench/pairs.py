"""Pictures with one mask each, read from a folder or straight from a tar file with `images` and `masks` in it."""

import tarfile
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path, PurePosixPath

import cv2

from tests.bench.samples import Sample, coloured, decoded

HELD_OUT_OF = 32
"""One picture in so many is never trained on."""


@dataclass(frozen=True)
class Part:
    """A file's content: all of a file, or a stretch of an archive that is not compressed."""

    path: Path
    start: int
    length: int

    def read(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)


@dataclass(frozen=True)
class Pair:
    """Where a picture and its truth lie: 255 subject, 0 ground, 128 not scored."""

    name: str
    picture: Part
    truth: Part

    def load(self) -> Sample:
        """Both, without prompts. Raises ValueError when they differ in size."""
        pixels = coloured(self.picture.read(), self.name)
        truth = decoded(self.truth.read(), cv2.IMREAD_GRAYSCALE, self.name)
        if pixels.shape[:2] != truth.shape:
            raise ValueError(f"{self.name}: picture and mask differ in size")
        return Sample(self.name, pixels, truth, {})


def pairs(source: Path, *, held_out: bool = False, limit: int | None = None) -> list[Pair]:
    """What a folder or tar file holds, in an order that is always the same and follows no name; the first `limit`."""
    parts = _in_folder(source) if source.is_dir() else _in_tar(source)
    found = [
        Pair(stem, picture, parts["masks", stem])
        for (kind, stem), picture in parts.items()
        if kind == "images" and ("masks", stem) in parts and (is_held_out(stem) or not held_out)
    ]
    return sorted(found, key=lambda pair: (_digest(pair.name), pair.name))[:limit]


def is_held_out(stem: str) -> bool:
    """Whether a picture is kept from training; all objects of one picture are, or none."""
    return _digest(picture_of(stem)) % HELD_OUT_OF == 0


def picture_of(stem: str) -> str:
    """What names the picture an object is in, as the training has it: what follows the last underscore, or all."""
    return stem.rpartition("_")[2] or stem


def _digest(text: str) -> int:
    return int(md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def _in_folder(folder: Path) -> dict[tuple[str, str], Part]:
    files = [path for kind in ("images", "masks") for path in (folder / kind).iterdir()]
    return {(path.parent.name, path.stem): Part(path, 0, path.stat().st_size) for path in files}


def _in_tar(archive: Path) -> dict[tuple[str, str], Part]:
    with tarfile.open(archive, "r:") as tar:
        members = [(PurePosixPath(member.name), member) for member in tar if member.isfile()]
    return {(path.parent.name, path.stem): Part(archive, member.offset_data, member.size) for path, member in members}
