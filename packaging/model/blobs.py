"""Abstract shapes: superformula, stars, Fourier blobs, pieced solids, crystals and letters, with holes and inlays."""

from __future__ import annotations

import string

import cv2
import numpy as np

from .outlines import HOLE, Outline, Part, Parts, angles, box, capsule, ellipse, radial, regular, rounded, spin, turned

Rng = np.random.Generator


def superformula(rng: Rng) -> Parts:
    """Gielis' superformula with random symmetry and exponents."""
    t = angles(160)
    m = int(rng.integers(2, 13))
    n1, n2, n3 = rng.uniform(0.5, 6), rng.uniform(0.6, 8), rng.uniform(0.6, 8)
    r = (np.abs(np.cos(m * t / 4)) ** n2 + np.abs(np.sin(m * t / 4)) ** n3) ** (-1 / n1)
    return inlaid(rng, radial(np.clip(r / r.max(), 0.15, 1)))


def star(rng: Rng) -> Parts:
    """A smooth or sharp star."""
    points, depth = int(rng.integers(3, 14)), rng.uniform(0.15, 0.7)
    if rng.random() < 0.5:
        return inlaid(rng, radial(1 - depth * (0.5 - 0.5 * np.cos(points * angles(160))) ** rng.uniform(0.4, 2)))
    sharp = radial(np.tile([1, 1 - depth], points))
    return inlaid(rng, rounded(sharp, 0.2) if rng.random() < 0.4 else sharp)


def fourier(rng: Rng) -> Parts:
    """A blob whose outline has random Fourier descriptors."""
    return inlaid(rng, blob(rng, rng.uniform(0.1, 0.55)))


def blob(rng: Rng, rough: float, harmonics: int = 8) -> Outline:
    """A closed random outline of about radius 1; `rough` 0..0.6."""
    t = angles(120)
    k = np.arange(1, harmonics + 1)
    size = rough * rng.normal(0, 1, harmonics) / k**1.1
    r = 1 + (size[:, None] * np.cos(k[:, None] * t + rng.uniform(0, 6.3, (harmonics, 1)))).sum(0)
    return radial(np.clip(r, 0.12, 3))


def inlaid(rng: Rng, outline: Outline) -> Parts:
    """The outline with random inlays: a smaller copy, dots, a band or a hole."""
    parts = [Part(outline)]
    for _ in range(int(rng.choice([0, 1, 1, 2, 3]))):
        at = rng.uniform(0, 0.45) * spin(rng.uniform(0, 360))
        match int(rng.integers(6)):
            case 0:
                parts.append(Part(outline * rng.uniform(0.4, 0.8), 1))
            case 1:
                parts.append(Part(ellipse(at, rng.uniform(0.08, 0.3)), int(rng.integers(1, 3))))
            case 2:
                parts.append(Part(ellipse(at * 0.6, rng.uniform(0.08, 0.28)), HOLE))
            case 3:
                parts.append(Part(outline * rng.uniform(0.3, 0.65) * spin(rng.uniform(0, 90)), HOLE))
            case 4:
                parts.append(Part(outline * 0.97, 1, width=rng.uniform(0.04, 0.14), is_closed=True))
            case _:
                parts += [Part(ellipse(p, 0.07), 2) for p in regular(int(rng.integers(3, 9)), 0.5)]
    return parts


def pieced(rng: Rng) -> Parts:
    """Polygons, ellipses, round boxes and bars joined, with bites and holes taken out."""
    parts: Parts = []
    at: complex = 0
    for k in range(int(rng.integers(2, 7))):
        parts += turned([Part(_piece(rng), k % 3)], at, spin(rng.choice([0, 0, 90, 45, rng.uniform(0, 360)])))
        at += rng.uniform(0.3, 0.8) * spin(rng.choice([0, 90, 180, 270, rng.uniform(0, 360)]))
    for _ in range(int(rng.choice([0, 0, 1, 2, 3]))):
        where = parts[int(rng.integers(len(parts)))].outline.mean()
        parts += turned([Part(_piece(rng), HOLE)], where, spin(rng.uniform(0, 360)) * rng.uniform(0.15, 0.5))
    return parts


def _piece(rng: Rng) -> Outline:
    w, h = rng.uniform(0.15, 0.7, 2)
    match int(rng.integers(6)):
        case 0:
            return ellipse(0, w, h)
        case 1:
            return box(-w, -h, w, h)
        case 2:
            return rounded(box(-w, -h, w, h), rng.uniform(0.1, 0.4))
        case 3:
            return regular(int(rng.integers(3, 9)), w)
        case 4:
            return capsule(-w - 0.3, w + 0.3, rng.uniform(0.04, 0.2), rng.uniform(0.04, 0.2))
        case _:
            return blob(rng, 0.3) * w


def crystal(rng: Rng) -> Parts:
    """A faceted stone or a low-polygon solid: triangles about a centre."""
    rim = regular(int(rng.integers(5, 10))) * rng.uniform(0.6, 1.2)
    rim = rim * rng.uniform(0.65, 1.1, len(rim))
    core = rng.uniform(-0.25, 0.25) + 1j * rng.uniform(-0.25, 0.25)
    inner = core + (rim - core) * rng.uniform(0.3, 0.7)
    parts = [Part(np.array([a, b, d, c]), k % 4) for k, (a, b, c, d) in enumerate(_around(rim, inner))]
    return [*parts, Part(inner, int(rng.integers(4)))]


def _around(rim: Outline, inner: Outline) -> list[tuple[complex, complex, complex, complex]]:
    return list(zip(rim, np.roll(rim, -1), inner, np.roll(inner, -1), strict=True))


def crate(rng: Rng) -> Parts:
    """Stacked boxes with three faces seen."""
    parts: Parts = []
    top = 0.0
    for _ in range(int(rng.integers(1, 4))):
        w, h, lean = rng.uniform(0.4, 1), rng.uniform(0.2, 0.9), rng.uniform(0.15, 0.5) * (0.4 - 0.35j)
        left = rng.uniform(-0.2, 0.2)
        corners = box(left - w, top - h, left + w, top)
        a, b, c, _ = corners
        faces = [
            Part(corners, 0),
            Part(np.array([a, b, b + lean, a + lean]), 1),
            Part(np.array([b, c, c + lean, b + lean]), 2),
        ]
        parts += faces + ([Part(box(left - w * 0.2, top - h, left + w * 0.2, top), 3)] if rng.random() < 0.4 else [])
        top -= h
    return parts


def letters(rng: Rng) -> Parts:
    """One to three heavy letters or digits."""
    page = np.zeros((80, 220), np.uint8)
    text = "".join(rng.choice(list(string.ascii_letters + string.digits + "&?@"), int(rng.integers(1, 4))))
    font = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
    cv2.putText(page, text, (20, 58), font, 1.8, (255,), int(rng.integers(3, 11)), cv2.LINE_AA)
    found, tree = cv2.findContours(page, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    parts: Parts = []
    for contour, row in zip(found, tree.reshape(-1, 4) if tree is not None else [], strict=True):
        parts.append(Part(_smoothed(contour[:, 0, 0] + 1j * contour[:, 0, 1]), HOLE if row[3] >= 0 else len(parts) % 3))
    return parts


def _smoothed(outline: Outline) -> Outline:
    return (np.roll(outline, 1) + np.roll(outline, -1) + 2 * outline) / 4
