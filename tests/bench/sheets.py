"""Contact sheets: the pictures a row does worst on, as masks after clicks, a box and strokes, to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import INSIDE, Bytes2D
from segdesk.core.geometry import Size
from segdesk.core.prompts import Prompts
from segdesk.imaging.scribbles import scribble_maps
from tests.bench.robot import Robot, score, turns
from tests.bench.rows import Entry
from tests.bench.samples import Sample

WORST = 10
SHOWN = ("1 click", "3 clicks", "box", "scribbles1")
_CELL = Size(320, 260)
CLICKS = (1, 3)
_TRUTH, _WORDS, _KEEP, _REMOVE, _BOX = (255, 220, 0), (255, 255, 255), (40, 220, 90), (240, 60, 60), (80, 170, 255)


@dataclass(frozen=True, eq=False)
class Cell:
    """One answer and what was asked."""

    prompts: Prompts
    coverage: Bytes2D


def write_sheet(path: Path, entry: Entry, samples: Sequence[Sample]) -> None:
    """One line per picture, one column per kind of prompt, as PNG."""
    lines = [np.hstack([_drawn(sample, name, cell) for name, cell in _cells(entry, sample)]) for sample in samples]
    cv2.imwrite(str(path), np.vstack(lines)[..., ::-1])


def _cells(entry: Entry, sample: Sample) -> list[tuple[str, Cell | None]]:
    contestant = entry.open(sample.pixels)
    found: dict[str, Cell] = {}
    for number, turn in enumerate(turns(contestant, sample, Robot(least=max(CLICKS))), 1):
        if number in CLICKS:
            found[SHOWN[CLICKS.index(number)]] = Cell(turn.prompts, turn.answer.coverage)
        if number == max(CLICKS):
            break
    for kind in SHOWN[len(CLICKS) :]:
        if kind in sample.prompts:
            prompts = sample.prompts[kind]
            found[kind] = Cell(prompts, contestant.ask(prompts, None).coverage)
    return [(name, found.get(name)) for name in SHOWN]


def _drawn(sample: Sample, name: str, cell: Cell | None) -> NDArray[np.uint8]:
    """The picture with the ground darkened and the outline of the truth in yellow, RGB uint8."""
    canvas = np.zeros((_CELL.height, _CELL.width, 3), np.uint8)
    if cell is None:
        return canvas
    shown = sample.pixels.copy()
    shown[cell.coverage < INSIDE] //= 3
    _outline(shown, (sample.truth == 255), _TRUTH)
    keep, remove = scribble_maps(cell.prompts, sample.size)
    shown[keep >= INSIDE], shown[remove >= INSIDE] = _KEEP, _REMOVE
    for prompt in cell.prompts.boxes:
        left, top, right, bottom = (round(side) for side in prompt.box)
        cv2.rectangle(shown, (left, top), (right - 1, bottom - 1), _BOX, 2)
    size = _fitted(sample.size)
    canvas[: size.height, : size.width] = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
    words = f"{sample.name}  {name}  {score(cell.coverage, sample.truth):.3f}"
    cv2.putText(canvas, words, (4, _CELL.height - 6), cv2.FONT_HERSHEY_SIMPLEX, 0.42, _WORDS, 1, cv2.LINE_AA)
    return canvas


def _outline(shown: NDArray[np.uint8], flags: NDArray[np.bool_], colour: tuple[int, int, int]) -> None:
    outlines, _ = cv2.findContours(flags.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(shown, outlines, -1, colour, 2)


def _fitted(size: Size) -> Size:
    scale = min((_CELL.width - 4) / size.width, (_CELL.height - 24) / size.height)
    return Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))
