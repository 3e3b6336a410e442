"""Rendered objects with exact alpha, and rendered backdrops, for what training pictures lack: wires, holes, odd things.

`python -m model.rendered --sheet FILE`, run inside `packaging`, draws a contact sheet.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np

from . import blobs, curios, living, made
from .backdrops import backdrop
from .lighting import lit, relief
from .outlines import HOLE, Part, Parts, spin, turned
from .surfaces import Floats, Pixels, Rng, Texture, near, surface

__all__ = ["KINDS", "backdrop", "render"]

FILL = 0.94
LEAST_COVER = 0.02
MATERIALS = 4
SUBPIXEL = 4

KINDS: dict[str, Callable[[Rng], Parts]] = {
    kind.__name__: kind
    for kind in (
        *(blobs.superformula, blobs.star, blobs.fourier, blobs.pieced, blobs.crystal, blobs.crate, blobs.letters),
        *(living.flower, living.foliage, living.fern, living.tree, living.mushroom, living.beast, living.figure),
        *(living.crawler, living.bird, living.fish, living.butterfly),
        *(made.vessel, made.bottle, made.mug, made.seat, made.lamp, made.tool, made.scissors, made.gear, made.frame),
        *(made.chain, made.wheel, made.bicycle, made.net, made.wire, made.vehicle, made.tower, made.moon),
        *(made.spectacles, curios.basket),
        *(curios.potted, curios.guitar, curios.aircraft, curios.hand, curios.shoe, curios.balloons, curios.candlestick),
    )
}


def render(rng: Rng, side: int, texture: Texture | None = None) -> tuple[Pixels, Pixels]:
    """A random object that fills most of a square: RGB uint8 SxSx3 and anti-aliased alpha uint8 SxS.

    The colours go on beyond the edge, so that soft alpha mixes no background in. `texture` gives crops of real
    pictures (RGB uint8) for some surfaces.
    """
    ids, materials = _drawn(rng, side)
    alpha = cv2.resize((ids > 0).astype(np.uint8) * 255, (side, side), interpolation=cv2.INTER_AREA)
    rows = np.maximum(ids[::2], ids[1::2])
    small = np.maximum(rows[:, ::2], rows[:, 1::2])
    form = relief(rng, small)
    painted = _painted(rng, materials[small], form.height, texture)
    return _extended(np.clip(lit(rng, painted, form), 0, 255).astype(np.uint8), small), alpha.astype(np.uint8)


def _drawn(rng: Rng, side: int) -> tuple[Pixels, Pixels]:
    """Part numbers 1.. on a grid twice as fine (0 outside), and the material of each number."""
    while True:
        parts = _parts(rng)
        ids = _rasterised(_fitted(parts, side * 2), side * 2)
        if np.count_nonzero(ids) >= LEAST_COVER * ids.size:
            break
    shuffled = rng.permutation(MATERIALS).astype(np.uint8)
    materials = np.zeros(256, np.uint8)
    for k, part in enumerate(parts):
        materials[k % 255 + 1] = shuffled[part.material % MATERIALS]
    return ids, materials


def _parts(rng: Rng) -> Parts:
    kind = list(KINDS.values())[int(rng.integers(len(KINDS)))]
    parts = bunch(rng, kind) if rng.random() < 0.08 else kind(rng)
    squeeze, shear = np.exp(rng.normal(0, 0.15)), rng.normal(0, 0.12)
    side = rng.choice([-1, 1])
    bent = [
        Part(
            side * (p.outline.real * squeeze + shear * p.outline.imag) + 1j * p.outline.imag,
            p.material,
            p.width,
            p.is_closed,
        )
        for p in parts
    ]
    return turned(bent, 0, spin(rng.normal(0, 8)))


def bunch(rng: Rng, kind: Callable[[Rng], Parts]) -> Parts:
    """A few things of one kind, crowded or in a row."""
    parts: Parts = []
    row = rng.random() < 0.3
    for k in range(int(rng.integers(2, 6))):
        at = 1.4 * k + 0j if row else complex(rng.normal(0, 0.8), rng.normal(0, 0.6))
        one = kind(rng)
        points = np.concatenate([part.outline for part in one])
        size = rng.uniform(0.6, 1) / max(float(np.abs(points - points.mean()).max()), 1e-6)
        parts += turned(one, at - points.mean() * size, complex(size))
    return parts


def _fitted(parts: Parts, side: int) -> Parts:
    """Parts moved and scaled to fill the square."""
    solid = [part for part in parts if part.material != HOLE]
    reach = [
        (p.outline.real.min(), p.outline.imag.min(), p.outline.real.max(), p.outline.imag.max(), p.width / 2)
        for p in solid
    ]
    left, top, right, bottom, pad = np.array(reach).T
    low, high = complex(min(left - pad), min(top - pad)), complex(max(right + pad), max(bottom + pad))
    scale = FILL * side / max((high - low).real, (high - low).imag, 1e-6)
    return turned(parts, (side / 2) * (1 + 1j) - (low + high) / 2 * scale, complex(scale))


def _rasterised(parts: Parts, side: int) -> Pixels:
    ids = np.zeros((side, side), np.uint8)
    for k, part in enumerate(parts):
        tone = (0 if part.material == HOLE else k % 255 + 1,)
        points = np.stack([part.outline.real, part.outline.imag], 1) * (1 << SUBPIXEL)
        corners = [np.round(points).astype(np.int32)]
        if part.width > 0:
            cv2.polylines(ids, corners, part.is_closed, tone, max(2, round(part.width)), cv2.LINE_8, SUBPIXEL)
        else:
            cv2.fillPoly(ids, corners, tone, cv2.LINE_8, SUBPIXEL)
    return ids


def _painted(rng: Rng, materials: Pixels, height: Floats, texture: Texture | None) -> Floats:
    """Surfaces by material number: independent, or shades of the first."""
    side = len(materials)
    present = np.flatnonzero(np.bincount(materials.ravel(), minlength=MATERIALS))
    painted = surface(rng, side, texture, height)
    alike = rng.random() < 0.35
    for k in present[1:]:
        other = (
            painted + (near(rng, np.zeros(3, np.float32) + 128, 35) - 128)
            if alike
            else surface(rng, side, texture, height)
        )
        painted = np.where((materials == k)[..., None], other, painted)
    return painted


def _extended(picture: Pixels, ids: Pixels) -> Pixels:
    """The picture with each outside pixel in the colour of the nearest inside one."""
    outside = (ids == 0).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    inside = outside == 0
    colours = np.zeros((int(labels.max()) + 1, 3), np.uint8)
    colours[labels[inside]] = picture[inside]
    return colours[labels]


def sheet(seed: int, columns: int = 12, rows: int = 8, side: int = 160) -> Pixels:
    """Objects on backdrops in a grid, RGB."""
    rng = np.random.default_rng(seed)
    cells = [_cell(rng, side) for _ in range(columns * rows)]
    return np.concatenate([np.concatenate(cells[r * columns : (r + 1) * columns], 1) for r in range(rows)], 0)


def _cell(rng: Rng, side: int) -> Pixels:
    picture, alpha = render(rng, side)
    share = alpha[..., None].astype(np.float32) / 255
    return (picture * share + backdrop(rng, side) * (1 - share)).astype(np.uint8)


def _pace(draw: Callable[[Rng], object], count: int = 200) -> float:
    rng = np.random.default_rng(1)
    start = time.perf_counter()
    for _ in range(count):
        draw(rng)
    return (time.perf_counter() - start) / count * 1000


def main() -> int:
    """Write a contact sheet and print the time an object and a backdrop take."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sheet", required=True, help="picture file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--side", type=int, default=192)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    cv2.imwrite(chosen.sheet, cv2.cvtColor(sheet(chosen.seed), cv2.COLOR_RGB2BGR))
    print(
        f"object {_pace(lambda rng: render(rng, chosen.side)):.1f} ms, "
        f"backdrop {_pace(lambda rng: backdrop(rng, chosen.side)):.1f} ms at side {chosen.side}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
