"""Foreground estimation against known colours, beside pymatting's multi-level solver, and how long both take.

Every measured alpha is used six times: two subjects before three backgrounds, composed and rounded as a camera would.
A subject is either the picture's own opaque colours carried on beyond its edge by the nearest of them, with a grain, or
another photograph; a background likewise, or one plain colour with a grain. What is scored are the colours as a new
background would show them, alpha times the difference, summed where alpha is neither 0 nor 1 (SAD, thousands).
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.work import CancelToken
from segdesk.imaging import files, foreground
from tests.bench.tables import table

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Estimator = Callable[[Pixels, Bytes2D], Pixels]
_PLAINS: Final = ((255, 255, 255), (0, 170, 60), (30, 30, 40), (200, 190, 170))
_GRAIN = 2
"""Standard deviation of what is added to made-up colours, in levels."""
_SLIPS: Final[dict[str, Callable[[Floats, np.random.Generator], Floats]]] = {
    "as it is": lambda share, _: share,
    "too high": lambda share, _: share**0.75,
    "too low": lambda share, _: share**1.33,
    "blurred": lambda share, _: np.asarray(cv2.GaussianBlur(share, (0, 0), 1.2), np.float32),
    "noisy": lambda share, rng: np.where((share > 0) & (share < 1), share + rng.normal(0, 0.08, share.shape), share),
}
"""Ways in which the alpha handed over differs from the true one."""


@dataclass(frozen=True, eq=False)
class Case:
    """A composed picture with its true alpha and the colours its subject truly has."""

    subject: str
    ground: str
    pixels: Pixels
    alpha: Bytes2D
    colours: Pixels


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="a folder with images and their measured alpha"
    )
    parser.add_argument("--photos", type=Path, required=True, metavar="DIR", help="a folder of photographs to mix with")
    parser.add_argument("--pictures", type=int, metavar="N", help="only the first N pictures")


def run(arguments: argparse.Namespace) -> None:
    cases = list(_cases(arguments.data, sorted(arguments.photos.glob("*.jpg")), arguments.pictures))
    estimators: dict[str, Estimator] = {
        "mixed colours": lambda pixels, _: pixels,
        "segdesk": _own,
        "pymatting": _rival(),
    }
    kinds = sorted({(case.subject, case.ground) for case in cases})
    rows: list[tuple[str, Sequence[float | None]]] = []
    for name, estimate in estimators.items():
        estimate(cases[0].pixels, cases[0].alpha)
        scores = {
            kind: [_score(estimate, case) for case in cases if (case.subject, case.ground) == kind] for kind in kinds
        }
        means = [fmean(error for error, _ in found) for found in scores.values()]
        seconds = median(seconds for found in scores.values() for _, seconds in found)
        rows.append((name, [*means, fmean(means), 1000 * seconds]))
    columns = [f"{subject} on {ground}" for subject, ground in kinds]
    print(table(f"SAD/1000 of the subject's colours, {len(cases)} cases", [*columns, "mean", "ms a picture"], rows, 3))
    rows = [(name, [_slipped(estimate, cases[::2], slip) for slip in _SLIPS]) for name, estimate in estimators.items()]
    print(table("\nthe same with an alpha that is not the true one, every second case", list(_SLIPS), rows, 3))


def _own(pixels: Pixels, alpha: Bytes2D) -> Pixels:
    return foreground.estimate(pixels, alpha, amount=1.0, cancel=CancelToken())


def _rival() -> Estimator:
    solve = import_module("pymatting").estimate_foreground_ml
    return lambda pixels, alpha: np.rint(np.clip(solve(pixels / 255, alpha / 255), 0, 1) * 255).astype(np.uint8)


def _score(estimate: Estimator, case: Case) -> tuple[float, float]:
    """Error, and seconds."""
    start = perf_counter()
    found = estimate(case.pixels, case.alpha)
    seconds = perf_counter() - start
    return _error(found, case), seconds


def _slipped(estimate: Estimator, cases: Sequence[Case], slip: str) -> float:
    rng = np.random.default_rng(1)
    errors: list[float] = []
    for case in cases:
        share = _SLIPS[slip]((case.alpha / 255).astype(np.float32), rng)
        alpha = np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)
        errors.append(_error(estimate(case.pixels, alpha), case))
    return fmean(errors)


def _error(found: Pixels, case: Case) -> float:
    soft = (case.alpha > 0) & (case.alpha < 255)
    difference = np.abs(found[soft].astype(np.float64) - case.colours[soft]) / 255
    return float((difference * (case.alpha[soft] / 255)[:, None]).sum() / 1000)


def _cases(folder: Path, photos: Sequence[Path], limit: int | None) -> Iterator[Case]:
    pictures = [files.decode(path).picture.pixels for path in photos]
    for number, path in enumerate(sorted((folder / "alpha").glob("*.png"))[:limit]):
        alpha, pixels = files.decode_map(path), files.decode(folder / "images" / path.name).picture.pixels
        rng = np.random.default_rng(number)
        subjects = {"own": _grained(_carried(pixels, alpha >= 253), rng), "photo": _fitted(pictures, number, alpha)}
        plain = np.full(pixels.shape, _PLAINS[number % len(_PLAINS)], np.float32)
        grounds = {
            "own": _carried(pixels, alpha <= 2),
            "photo": _fitted(pictures, number + 1, alpha),
            "plain": _grained(plain, rng),
        }
        share = alpha[:, :, None] / np.float32(255)
        for subject, colours in subjects.items():
            for ground, behind in grounds.items():
                mixed = np.rint(share * colours + (1 - share) * behind).astype(np.uint8)
                yield Case(subject, ground, mixed, alpha, colours)


def _carried(pixels: Pixels, known: NDArray[np.bool_]) -> Pixels:
    """Colours where they are known, elsewhere the nearest known one, a little softened."""
    unknown = (~known).astype(np.uint8)
    _, found = cv2.distanceTransformWithLabels(unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(found, np.intp)
    nearest = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    nearest[labels[known]] = pixels[known]
    return np.where(known[:, :, None], pixels, cv2.GaussianBlur(nearest[labels], (0, 0), 1.5)).astype(np.uint8)


def _grained(colours: NDArray[np.generic], rng: np.random.Generator) -> Pixels:
    noisy = colours.astype(np.float32) + rng.normal(0, _GRAIN, colours.shape)
    return np.rint(np.clip(noisy, 0, 255)).astype(np.uint8)


def _fitted(pictures: Sequence[Pixels], number: int, alpha: Bytes2D) -> Pixels:
    """One of the photographs at the size of an alpha."""
    picture = pictures[number % len(pictures)]
    return np.asarray(cv2.resize(picture, alpha.shape[::-1], interpolation=cv2.INTER_AREA), np.uint8)
