"""Alpha from picture and trimap against measured alpha, beside pymatting, and what 24 megapixels cost.

Scored where the trimap is unknown: MSE and SAD in thousands. The large picture is the first one enlarged, its band
narrowed to a share of 3 %; memory is how far a process of its own grows beyond what it held before.
"""

import argparse
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from segdesk.core.document import Bytes2D
from segdesk.core.work import CancelToken, no_report
from segdesk.imaging import encoders, files, matting
from tests.bench.tables import table

Pixels = NDArray[np.uint8]
Solver = Callable[[Pixels, Bytes2D], Bytes2D]
CAMERA: Final = (6000, 4000)
_SHARE = 0.03
_PAPERS: Final = ((0, 0, 0), (255, 255, 255), (255, 0, 255))
_RIVALS: Final = {"closed form": "estimate_alpha_cf", "KNN": "estimate_alpha_knn"}


@dataclass(frozen=True, eq=False)
class Case:
    """A picture with its trimap and its measured alpha."""

    name: str
    pixels: Pixels
    trimap: Bytes2D
    truth: Bytes2D


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="a folder with images, trimaps and measured alpha"
    )
    parser.add_argument("--pictures", type=int, metavar="N", help="only the first N pictures")
    parser.add_argument("--knn", action="store_true", help="measure pymatting's slower KNN matting too")
    parser.add_argument("--sheets", type=Path, metavar="DIR", help="write every answer before three papers here")
    parser.add_argument("--no-large", action="store_true", help="leave 24 megapixels out")


def run(arguments: argparse.Namespace) -> None:
    cases = list(_cases(arguments.data, arguments.pictures))
    solvers: dict[str, Solver] = {"segdesk": _own}
    solvers |= {name: _rival(function) for name, function in _RIVALS.items() if name != "KNN" or arguments.knn}
    for solve in solvers.values():
        # What is compiled on first use is not counted.
        solve(cases[0].pixels, cases[0].trimap)
    figures = {
        name: [_scored(solve, case, arguments.sheets, name) for case in cases] for name, solve in solvers.items()
    }
    print(table(f"MSE (1e-3), SAD/1000 and seconds, {len(cases)} pictures", *_layout(cases, figures), 2))
    mean_error, _, seconds = (
        fmean(row[part] for row in figures["segdesk"]) / fmean(row[part] for row in figures["closed form"])
        for part in range(3)
    )
    print(f"segdesk / closed form: MSE {mean_error:.3f}, {1 / seconds:.1f} times faster")
    if not arguments.no_large:
        print(table("\n24 megapixels", ("band %", "seconds", "MB more"), [("segdesk", _large(cases[0]))], 2))


def _layout(
    cases: Sequence[Case], figures: dict[str, list[tuple[float, float, float]]]
) -> tuple[list[str], list[tuple[str, Sequence[float]]]]:
    columns = [f"{name} {figure}" for name in figures for figure in ("MSE", "SAD", "s")]
    rows: list[tuple[str, Sequence[float]]] = []
    for number, case in enumerate(cases):
        rows.append((case.name, [value for found in figures.values() for value in found[number]]))
    rows.append(("mean", [fmean(column) for column in zip(*(values for _, values in rows), strict=True)]))
    return columns, rows


def _cases(folder: Path, limit: int | None) -> Iterator[Case]:
    for path in sorted((folder / "alpha").iterdir())[:limit]:
        picture = next((folder / "images").glob(f"{path.stem}.*"))
        trimap = next((folder / "trimaps").glob(f"{path.stem}.*"))
        yield Case(path.stem, files.decode_rgb(picture), files.decode_map(trimap), files.decode_map(path))


def _own(pixels: Pixels, trimap: Bytes2D) -> Bytes2D:
    return matting.solve(pixels, trimap, cancel=CancelToken(), report=no_report)


def _rival(function: str) -> Solver:
    estimate = getattr(import_module("pymatting"), function)

    def solve(pixels: Pixels, trimap: Bytes2D) -> Bytes2D:
        return np.rint(np.clip(estimate(pixels / 255, trimap / 255), 0, 1) * 255).astype(np.uint8)

    return solve


def _scored(solve: Solver, case: Case, sheets: Path | None, name: str) -> tuple[float, float, float]:
    """MSE times 1000, SAD / 1000 and seconds."""
    start = perf_counter()
    alpha = solve(case.pixels, case.trimap)
    seconds = perf_counter() - start
    if sheets:
        sheets.mkdir(parents=True, exist_ok=True)
        (sheets / f"{case.name}, {name}.png").write_bytes(encoders.encode_rgb(_sheet(case.pixels, alpha), None))
    band = case.trimap == matting.UNKNOWN
    error = (alpha[band].astype(np.float64) - case.truth[band]) / 255
    return float(np.square(error).mean()) * 1000, float(np.abs(error).sum()) / 1000, seconds


def _sheet(pixels: Pixels, alpha: Bytes2D) -> Pixels:
    share = alpha[:, :, None] / 255
    shown = [pixels * share + np.array(paper) * (1 - share) for paper in _PAPERS]
    return np.hstack([pixels, np.repeat(alpha[:, :, None], 3, axis=2), *shown]).astype(np.uint8)


def _large(case: Case) -> tuple[float, float, float]:
    """Share of the band in percent, seconds, and megabytes by which a fresh process grew beyond picture and trimap."""
    pixels = np.asarray(cv2.resize(case.pixels, CAMERA, interpolation=cv2.INTER_CUBIC), np.uint8)
    trimap = _narrowed(np.asarray(cv2.resize(case.trimap, CAMERA, interpolation=cv2.INTER_NEAREST), np.uint8))
    with TemporaryDirectory() as folder, ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        paths = Path(folder, "pixels.npy"), Path(folder, "trimap.npy")
        for path, array in zip(paths, (pixels, trimap), strict=True):
            np.save(path, array)
        seconds, grown = pool.submit(_measured, *paths).result()
    return 100 * float(np.mean(trimap == matting.UNKNOWN)), seconds, grown


def _measured(pixels: Path, trimap: Path) -> tuple[float, float]:
    arrays = np.load(pixels), np.load(trimap)
    before = _peak()
    start = perf_counter()
    _own(*arrays)
    return perf_counter() - start, _peak() - before


def _narrowed(trimap: Bytes2D) -> Bytes2D:
    """The trimap with its band eaten from both sides, to about its share."""
    while np.mean(trimap == matting.UNKNOWN) > _SHARE:
        subject, ground = (cv2.dilate((trimap == side).astype(np.uint8), np.ones((5, 5))) > 0 for side in (255, 0))
        unknown = trimap == matting.UNKNOWN
        trimap = np.where(unknown & subject, np.uint8(255), np.where(unknown & ground, np.uint8(0), trimap))
    return trimap


def _peak() -> float:
    """Megabytes that this process has held at most, as Linux tells; elsewhere nothing tells it apart from its parent's.

    What `resource` says of a fresh process includes what its parent held.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((float(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM:")), float("nan"))
