"""The training pictures: read from their tar files, one record for each object that may be asked for."""

import hashlib
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes2D = NDArray[np.uint8]
Pixels = NDArray[np.uint8]

LONGEST_SIDE = 440
"""Pictures are kept no larger than this: views are cut from them, and few are enlarged."""
_SMALLEST_OBJECT = 500
"""Pixels; what is smaller teaches noise."""
_ONE_IN = 32
"""One picture in so many is held out, by the hash of its name."""
BACKGROUNDS = "backgrounds_grocery"


@dataclass(frozen=True, eq=False)
class Object:
    """One object of one picture: RGB uint8 HxWx3; its mask, uint8 0 and 1; where nobody knows, 0 and 1, or None.

    alone: whether it is all there is to see, so that nobody need point at it.
    """

    source: str
    name: str
    pixels: Pixels
    mask: Bytes2D
    unknown: Bytes2D | None
    alone: bool

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width and height."""
        left, top, width, height = cv2.boundingRect(self.mask)
        return left, top, width, height


@dataclass(frozen=True)
class Gallery:
    """All that one training draws from."""

    objects: tuple[Object, ...]
    backgrounds: tuple[Pixels, ...]

    def of(self, source: str) -> tuple[Object, ...]:
        return tuple(object_ for object_ in self.objects if object_.source == source)


def is_held_out(name: str) -> bool:
    """Whether a picture is kept for judging. Objects cut from one photograph share the name's last part."""
    stem = PurePosixPath(name).stem.rpartition("_")[2] or name
    return int(hashlib.md5(stem.encode()).hexdigest(), 16) % _ONE_IN == 0


def load_gallery(folder: Path, *, held_out: bool = False, each: int | None = None) -> Gallery:
    """Every object in the tar files of a folder, without the held-out pictures or these alone; the first `each`."""
    objects: list[Object] = []
    backgrounds: list[Pixels] = []
    with ThreadPoolExecutor() as pool:
        for tar in sorted(folder.glob("*.tar")):
            parts = [part for part in _members(tar, each) if is_held_out(part.name) == held_out]
            if tar.stem == BACKGROUNDS:
                backgrounds += pool.map(lambda part: _fitted(_colours(part.picture)), parts)
            else:
                for found in pool.map(_objects, parts):
                    objects += found
    return Gallery(tuple(objects), tuple(backgrounds))


@dataclass(frozen=True)
class _Member:
    source: str
    name: str
    picture: bytes
    mask: bytes | None
    instances: bytes | None


def _members(tar: Path, each: int | None) -> Iterator[_Member]:
    with tarfile.open(tar) as archive:
        files = {PurePosixPath(entry.name): entry for entry in archive if entry.isfile()}
        places: dict[str, dict[str, PurePosixPath]] = {"images": {}, "masks": {}, "instances": {}}
        for path in files:
            places.get(path.parent.name, {})[path.stem] = path

        def read(kind: str, stem: str) -> bytes | None:
            path = places[kind].get(stem)
            file = archive.extractfile(files[path]) if path else None
            return file.read() if file else None

        for stem in sorted(places["images"])[:each]:
            picture = read("images", stem)
            if picture is not None:
                yield _Member(tar.stem, stem, picture, read("masks", stem), read("instances", stem))


def _objects(member: _Member) -> list[Object]:
    pixels = _fitted(_colours(member.picture))
    size = (pixels.shape[1], pixels.shape[0])
    if member.instances is not None:
        numbers = _grey(member.instances, size)
        masks = [(numbers == number).astype(np.uint8) for number in np.unique(numbers) if number]
        unknown = None
    elif member.mask is not None:
        verdicts = _grey(member.mask, size)
        masks = [(verdicts == 255).astype(np.uint8)]
        unknown = ((verdicts != 255) & (verdicts != 0)).astype(np.uint8)
        unknown = unknown if unknown.any() else None
    else:
        return []
    alone = len(masks) == 1 and member.source != "coco_objects"
    usable = [mask for mask in masks if mask.sum() >= _SMALLEST_OBJECT and not mask.all()]
    return [Object(member.source, member.name, pixels, mask, unknown, alone) for mask in usable]


def _fitted(pixels: Pixels) -> Pixels:
    scale = LONGEST_SIDE / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _colours(file: bytes) -> Pixels:
    decoded = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR_RGB)
    if decoded is None:
        raise ValueError("a training picture cannot be decoded")
    return cast(Pixels, decoded)


def _grey(file: bytes, size: tuple[int, int]) -> Bytes2D:
    decoded = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None:
        raise ValueError("a training mask cannot be decoded")
    plain = decoded if decoded.ndim == 2 else decoded[..., 0]
    return cast(Bytes2D, cv2.resize(plain.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST))
