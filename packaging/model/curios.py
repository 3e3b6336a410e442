"""More things of several pieces: pots of plants, guitars, aircraft, hands, shoes, balloons, candlesticks, baskets."""

from __future__ import annotations

import numpy as np

from .blobs import Rng, blob
from .living import bloom, fern, flower, foliage
from .outlines import HOLE, Part, Parts, box, capsule, curve, ellipse, petal, profile, regular, rounded, spin, turned


def potted(rng: Rng) -> Parts:
    """A plant that hangs or stands in a pot."""
    plant = (fern, foliage, flower, _cactus)[int(rng.integers(4))](rng)
    points = np.concatenate([part.outline for part in plant])
    foot = complex(points.real[points.imag.argmax()], points.imag.max())
    size = rng.uniform(0.7, 1.6) / max(float(np.ptp(points.imag)), 0.3)
    w, h, taper = rng.uniform(0.25, 0.6), rng.uniform(0.3, 0.8), rng.uniform(0.5, 1.1)
    pot = [Part(profile(np.array([0, h]), np.array([w, w * taper])), 3)]
    pot.append(Part(rounded(box(-w * 1.1, 0, w * 1.1, h * rng.uniform(0.1, 0.35)), 0.1), int(rng.integers(4))))
    return [*turned(plant, (0.1j - foot * size), complex(size)), *pot]


def _cactus(rng: Rng) -> Parts:
    r = rng.uniform(0.12, 0.3)
    parts = [Part(capsule(0j, -1.2j, r), 0)]
    for _ in range(int(rng.integers(0, 4))):
        side, y = rng.choice([-1, 1]), rng.uniform(-0.9, -0.3)
        arm = curve(np.array([1j * y, side * (r + 0.3) + 1j * y, side * (r + 0.35) + 1j * (y - rng.uniform(0.2, 0.6))]))
        parts.append(Part(arm, 0, width=r * rng.uniform(0.8, 1.4)))
    spines = rng.uniform(-r, r, 30) + 1j * rng.uniform(-1.3, 0, 30)
    parts += [Part(np.array([at, at + 0.09 * spin(rng.uniform(0, 360))]), 1, width=0.015) for at in spines]
    return parts + (turned(bloom(rng), -1.2j - r * 1j, complex(0.2)) if rng.random() < 0.4 else [])


def guitar(rng: Rng) -> Parts:
    """A guitar, violin or banjo with strings and a sound hole."""
    waist, low = rng.uniform(0.25, 0.5), rng.uniform(0.5, 0.75)
    body = profile(np.array([-0.1, 0.2, 0.55, 1.0, 1.4]), np.array([0.1, rng.uniform(0.4, 0.6), waist, low, 0.1]))
    neck, r = rng.uniform(0.9, 1.6), rng.uniform(0.05, 0.09)
    parts = [Part(body, 0), Part(ellipse(0.6j, rng.uniform(0.12, 0.22)), 1), Part(box(-r, -neck, r, 0.5), 2)]
    parts += [Part(rounded(box(-r * 2, -neck - 0.35, r * 2, -neck), 0.15), 0), Part(box(-0.25, 1.0, 0.25, 1.08), 2)]
    pegs = [side * r * 2.4 - 1j * (neck + 0.08 + 0.1 * k) for side in (-1, 1) for k in range(3)]
    parts += [Part(ellipse(p, 0.06, 0.035), 3) for p in pegs]
    strings = [Part(np.array([x - 1j * neck, x + 1.02j]), 3, width=0.012) for x in np.linspace(-r, r, 5) * 0.8]
    return turned([*parts, *strings], 0, spin(rng.uniform(-180, 180)))


def aircraft(rng: Rng) -> Parts:
    """An aeroplane or rocket from above or the side."""
    fat, span, swept = rng.uniform(0.08, 0.22), rng.uniform(0.5, 1.2), rng.uniform(0, 0.7)
    root = rng.uniform(0.2, 0.5)
    parts: Parts = []
    for side in (-1, 1):
        wing = np.array(
            [-root / 2 * 1j, side * span + 1j * (swept - root * 0.2), side * span + 1j * (swept + 0.1), root / 2 * 1j]
        )
        parts += [Part(wing, 1), Part(wing * 0.4 + 0.85j, 1)]
        parts += [Part(capsule(p - 0.1j, p + 0.15j, 0.07), 2) for p in (side * span * 0.4 + 1j * swept * 0.3,)]
    parts.append(Part(profile(np.array([-1.1, -0.8, 0.6, 1.1]), np.array([0.01, fat, fat, fat * 0.3])), 0))
    parts += [Part(ellipse(1j * y, fat * 0.45, 0.05), 3) for y in np.linspace(-0.7, 0.5, int(rng.integers(2, 8)))]
    return turned(parts, 0, spin(rng.uniform(0, 360)))


def hand(rng: Rng) -> Parts:
    """A hand, glove or claw: a palm with bent fingers and a sleeve."""
    fingers, r = int(rng.integers(3, 6)), rng.uniform(0.08, 0.15)
    parts: Parts = [Part(capsule(0.5j, 1.4j, 0.3, rng.uniform(0.25, 0.45)), 1)] if rng.random() < 0.6 else []
    for k in range(fingers):
        at, heading = (k - (fingers - 1) / 2) * r * 2 - 0.3j, -90 + (k - (fingers - 1) / 2) * rng.uniform(3, 18)
        mid = at + rng.uniform(0.25, 0.45) * spin(heading)
        tip = mid + rng.uniform(0.15, 0.4) * spin(heading + rng.normal(0, 20))
        parts += [Part(capsule(at + 0.2j, mid, r * 1.1, r), 0), Part(capsule(mid, tip, r, r * 0.8), 0)]
    thumb = fingers * r + 0.3 - rng.uniform(-0.1, 0.3) * 1j
    return [
        *parts,
        Part(capsule(0.3j, thumb, r * 1.6, r), 0),
        Part(rounded(box(-fingers * r, -0.35, fingers * r, 0.55), 0.15), 0),
    ]


def shoe(rng: Rng) -> Parts:
    """A shoe, boot or skate from the side with sole, laces and at times wheels."""
    shaft, heel = rng.uniform(0.2, 1.2), rng.uniform(0.05, 0.5)
    upper = np.array([-0.7 - 1j * shaft, 0.0 - 1j * shaft, 0.15 - 0.25j, 0.8 - 0.05j, 1.0 + 0.3j, -0.75 + 0.3j])
    parts = [Part(rounded(upper, 0.2), 0), Part(rounded(box(-0.78, 0.22, 1.02, 0.36), 0.15), 1)]
    parts.append(
        Part(np.array([-0.75 + 0.3j, -0.35 + 0.3j, -0.45 + 1j * (0.32 + heel), -0.68 + 1j * (0.32 + heel)]), 1)
    )
    if rng.random() < 0.6:
        parts += [
            Part(np.array([0.05 + 0.1 * k - 0.35j + 0.08j * k, 0.3 + 0.1 * k - 0.2j + 0.08j * k]), 2, width=0.04)
            for k in range(4)
        ]
    if rng.random() < 0.25:
        parts += [Part(ellipse(x + 0.5j, 0.15), 3) for x in (-0.55, -0.1, 0.35, 0.8)]
    return parts


def balloons(rng: Rng) -> Parts:
    """Balloons, lollipops, cherries or a kite on strings that meet."""
    knot = rng.uniform(-0.3, 0.3) + 1.4j
    parts: Parts = []
    for k in range(int(rng.choice([1, 2, 3, 5, 8]))):
        at, r = complex(rng.normal(0, 0.5), rng.normal(-0.4, 0.35)), rng.uniform(0.2, 0.45)
        shape = (ellipse(0, r, r * 1.2), regular(4, r * 1.3), blob(rng, 0.2) * r)[int(rng.choice([0, 0, 1, 2]))]
        string = curve(np.array([at, (at + knot) / 2 + rng.normal(0, 0.12), knot]))
        parts += [Part(string, 3, width=rng.uniform(0.012, 0.04)), Part(shape + at, k % 3)]
    return parts


def candlestick(rng: Rng) -> Parts:
    """A branched candlestick, hat stand, aerial or trident."""
    arms, r = int(rng.integers(0, 4)), rng.uniform(0.04, 0.1)
    parts = [
        Part(profile(np.array([0.9, 1.0, 1.15]), np.array([r, r * 3, 0.5])), 0),
        Part(np.array([-0.6j, 1j]), 0, width=r * 1.6),
    ]
    tops = [-0.6j]
    for k in range(1, arms + 1):
        for side in (-1, 1):
            end = side * 0.38 * k - 1j * rng.uniform(0.3, 0.6)
            parts.append(Part(curve(np.array([0.3j, end.real * 0.7 + 0.25j, end.real, end])), 0, width=r))
            tops.append(end)
    for top in tops:
        parts += [Part(ellipse(top, r * 2.2, r), 1), Part(box(-r, -0.4, r, 0) + top, 2)]
        parts.append(Part(petal(0.25, 0.12, 0.6), 3).moved(top - 0.38j, spin(-90)))
    return parts


def basket(rng: Rng) -> Parts:
    """A bag or basket with a handle to look through, at times with a filling."""
    w, h, taper = rng.uniform(0.5, 0.9), rng.uniform(0.4, 0.9), rng.uniform(0.6, 1.15)
    arch = curve(np.array([-w * 0.7, -w * 0.6 - rng.uniform(0.4, 1) * 1j, w * 0.6 - rng.uniform(0.4, 1) * 1j, w * 0.7]))
    parts = [Part(arch, 1, width=rng.uniform(0.04, 0.16))]
    if rng.random() < 0.5:
        parts += [
            Part(ellipse(complex(rng.uniform(-w, w) * 0.7, rng.uniform(-0.2, 0.05)), rng.uniform(0.15, 0.3)), 2 + k % 2)
            for k in range(6)
        ]
    parts.append(Part(np.array([-w, w, w * taper + 1j * h, -w * taper + 1j * h]), 0))
    bars = np.linspace(-0.85, 0.85, int(rng.integers(3, 9)))
    tone = int(rng.choice([1, HOLE, 0]))
    return parts + [Part(np.array([x * w + 0.08j, x * w * taper + 0.9j * h]), tone, width=0.07 * w) for x in bars]
