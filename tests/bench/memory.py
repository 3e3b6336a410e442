"""What an engine adds to a picture's memory at 24 megapixels: opening it, and five strokes."""

from pathlib import Path
from time import perf_counter

import cv2
import numpy as np

from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Prompts, Stroke
from tests.bench.rows import Entry
from tests.bench.speed import CAMERA, SCREEN
from tests.bench.spread import spread
from tests.scenes import plum

STROKES = 5
COLUMNS = ("peak MB", "more than the picture MB", "open ms")
_STATUS = Path("/proc/self/status")


def measured(entries: list[Entry]) -> list[tuple[str, list[float | None]]]:
    """Rows of the table, the picture alone first; each in a process of its own. Peaks are Linux's to tell."""
    [(alone, _)] = spread(_weigh, [None], 1)
    rows: list[tuple[str, list[float | None]]] = [("the picture alone", [alone, None, None])]
    for entry in entries:
        [(peak, opening)] = spread(_weigh, [entry], 1)
        more = None if peak is None or alone is None else peak - alone
        rows.append((entry.name, [peak, more, opening]))
    return rows


def _weigh(entry: Entry | None) -> tuple[float | None, float | None]:
    """Megabytes at the peak of this process, and milliseconds to open."""
    cv2.setNumThreads(-1)
    pixels = np.asarray(cv2.resize(plum(SCREEN).pixels, CAMERA, interpolation=cv2.INTER_LINEAR), np.uint8)
    if entry is None:
        return _peak(), None
    start = perf_counter()
    contestant = entry.open(pixels)
    opening = 1000 * (perf_counter() - start)
    prompts, answer = Prompts(), None
    for number in range(STROKES):
        prompts = prompts.with_prompt(_stroke(number, CAMERA))
        answer = contestant.ask(prompts, answer)
    return _peak(), opening


def _stroke(number: int, size: Size) -> Stroke:
    """Keep and remove by turns: inside the plum, and outside along the top."""
    polarity = Polarity.REMOVE if number % 2 else Polarity.KEEP
    x, y = (0.15 + 0.15 * number, 0.1) if number % 2 else (0.4 + 0.03 * number, 0.55)
    at = Point(x * size.width, y * size.height)
    return Stroke(polarity, size.long_side / 80, (at, Point(at.x + size.long_side / 30, at.y)))


def _peak() -> float | None:
    if not _STATUS.exists():
        return None
    [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024 / 1e6
