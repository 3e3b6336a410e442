"""Plants and animals: flowers, leaves on branches, trees, mushrooms, articulated bodies, birds, fish, butterflies."""

from __future__ import annotations

import numpy as np

from .blobs import Rng, blob
from .outlines import Part, Parts, capsule, curve, ellipse, petal, rounded, spin, turned


def flower(rng: Rng) -> Parts:
    """One to five flowers on stems with leaves."""
    parts: Parts = []
    for _ in range(int(rng.choice([1, 1, 2, 3, 5]))):
        head = rng.uniform(-0.9, 0.9) + 1j * rng.uniform(-1.4, -0.4)
        stem = curve(np.array([rng.uniform(-0.1, 0.1) + 1.2j, head * 0.4 + 0.4j + rng.normal(0, 0.1), head]))
        parts.append(Part(stem, 2, width=rng.uniform(0.025, 0.09)))
        for at in rng.integers(5, 30, int(rng.integers(0, 4))).tolist():
            leaf = Part(petal(rng.uniform(0.3, 0.7), rng.uniform(0.1, 0.25)), 2)
            parts.append(leaf.moved(complex(stem[at]), spin(rng.choice([-35, -145]) + rng.normal(0, 15))))
        parts += turned(bloom(rng), head, rng.uniform(0.25, 0.55) * spin(rng.uniform(0, 360)))
    return parts


def bloom(rng: Rng) -> Parts:
    """One flower head of radius about 1, seen from the front."""
    count, rings = int(rng.integers(4, 22)), int(rng.choice([1, 1, 2, 3]))
    breadth, tip = rng.uniform(0.8, 2.2) * 6 / (count + 4), rng.uniform(0.7, 2.2)
    parts: Parts = []
    for ring in range(rings):
        leaf = Part(petal(1 - 0.25 * ring, breadth, tip), ring % 2)
        parts += [leaf.moved(0, spin(360 * (k + ring / 2) / count)) for k in range(count)]
    return [*parts, Part(ellipse(0, rng.uniform(0.12, 0.4)), 3)]


def foliage(rng: Rng) -> Parts:
    """A branch that forks again and again, with leaves, needles, fruit or bare."""
    parts: Parts = []
    leaf = Part(petal(rng.uniform(0.12, 0.4), rng.uniform(0.03, 0.2), rng.uniform(0.6, 1.6)), 1)
    if rng.random() < 0.2:
        leaf = Part(ellipse(0.05, rng.uniform(0.04, 0.1)), 3)
    _fork(rng, parts, leaf if rng.random() < 0.85 else None, 0j, -90, rng.uniform(0.5, 0.8), int(rng.integers(3, 5)))
    return parts


def _fork(rng: Rng, parts: Parts, leaf: Part | None, at: complex, heading: float, long: float, depth: int) -> None:
    end = at + long * spin(heading)
    parts.append(Part(np.array([at, end]), 2, width=0.02 + 0.018 * depth))
    if leaf is not None and depth < 4:
        for side in (-50, 50, -40):
            parts.append(leaf.moved(at + (end - at) * rng.uniform(0.3, 1), spin(heading + side + rng.normal(0, 12))))
    if depth > 1:
        for _ in range(int(rng.integers(2, 4))):
            _fork(
                rng,
                parts,
                leaf,
                at + (end - at) * rng.uniform(0.6, 1),
                heading + rng.normal(0, 32),
                long * 0.75,
                depth - 1,
            )


def fern(rng: Rng) -> Parts:
    """A frond, feather or palm: a spine with leaves to both sides."""
    parts: Parts = []
    fronds, long, thin = int(rng.choice([1, 1, 3, 6])), rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.16)
    slant, pairs = rng.uniform(30, 80), int(rng.integers(8, 20))
    for k in range(fronds):
        heading = -90 + (k - (fronds - 1) / 2) * 40 + rng.normal(0, 6)
        bend = spin(heading + rng.normal(0, 25))
        spine = curve(np.array([0, spin(heading), spin(heading) + bend * 0.8]))
        parts.append(Part(spine, 2, width=0.05))
        for s in np.linspace(0.15, 1, pairs):
            here, size = int(s * 38), 0.25 + 0.75 * np.sin(np.pi * s**0.7)
            ahead = np.degrees(np.angle(spine[here + 1] - spine[here]))
            leaf = Part(petal(long * size, thin * size + 0.02), k % 2)
            parts += [leaf.moved(spine[here], spin(ahead + side)) for side in (-slant, slant)]
    return parts


def tree(rng: Rng) -> Parts:
    """A trunk with a crown of clumps, or a fir of tiers."""
    trunk = rng.uniform(0.06, 0.16)
    parts = [Part(np.array([-trunk * 1.5 + 1.3j, trunk * 1.5 + 1.3j, trunk * 0.7, -trunk * 0.7]), 2)]
    if rng.random() < 0.4:
        tiers, wide = int(rng.integers(2, 6)), rng.uniform(0.4, 0.8)
        for k in range(tiers):
            y, w = 0.6 - k * 1.7 / tiers, wide * (1 - k / (tiers + 0.6))
            saw = np.linspace(-w, w, 9) + 1j * (y + np.tile([0.0, 0.09], 5)[:9])
            parts.append(Part(np.append(saw, 1j * (y - 2.4 / tiers)), k % 2))
        return parts
    for k in range(int(rng.integers(3, 14))):
        at = rng.normal(0, 0.42) + 1j * rng.normal(-0.35, 0.3)
        parts.append(Part(np.array([0.5j, at]), 2, width=trunk * 0.5))
        parts.append(Part(blob(rng, 0.22, 14) * rng.uniform(0.18, 0.5) + at, k % 2))
    return parts


def mushroom(rng: Rng) -> Parts:
    """Mushrooms with dotted caps."""
    parts: Parts = []
    for _ in range(int(rng.choice([1, 1, 2, 4]))):
        at, w, h = rng.uniform(-0.7, 0.7) + 0j, rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.7)
        t = np.linspace(np.pi, 2 * np.pi, 30)
        parts.append(Part(capsule(at, at + 0.9j, w * 0.22, w * 0.35), 1))
        parts.append(
            Part(np.concatenate([w * np.cos(t) + 1j * h * np.sin(t), [w * 0.5 + 0.06j, -w * 0.5 + 0.06j]]) + at, 0)
        )
        for x in rng.uniform(-0.7, 0.7, int(rng.integers(0, 6))):
            dot = ellipse(at + w * x - 1j * h * rng.uniform(0.1, 0.8) * np.sqrt(1 - x * x), w * 0.1)
            parts.append(Part(dot, 2))
    return parts


def beast(rng: Rng) -> Parts:
    """A four-legged body from the side, with random joints, neck, ears or horns and tail."""
    long, fat, leg, r = rng.uniform(0.5, 1), rng.uniform(0.16, 0.42), rng.uniform(0.3, 1), rng.uniform(0.035, 0.11)
    fore = rng.choice([0, 0, 1])
    parts: Parts = []
    for x in np.linspace(-long * 0.9, long * 0.9, int(rng.choice([2, 2, 2, 3]))):
        for _ in range(2):
            parts += _limb(rng, x + 1j * fat * 0.5, 90, (leg * 0.55, leg * 0.5), (r * 1.7, r * 1.1, r * 0.8), fore)
    tail = -long + 1j * rng.uniform(-0.5, 0.6) - rng.uniform(0.2, 0.9)
    parts.append(
        Part(
            curve(np.array([-long, (tail - long) / 2 + rng.normal(0, 0.2) * 1j, tail])),
            fore,
            width=r * rng.uniform(0.4, 2),
        )
    )
    body = np.array(
        [-long, -long * 0.3 - 1j * fat * rng.uniform(0.7, 1.2), long * 0.5 - 1j * fat, long + 1j * fat * 0.1]
    )
    under = np.array([long * 0.4 + 1j * fat, -long * 0.5 + 1j * fat * rng.uniform(0.5, 1.1)])
    parts += [
        Part(rounded(np.concatenate([body, under])), 0),
        Part(capsule(-long * 0.7, long * 0.7, fat, fat * 0.9), 0),
    ]
    head = long + rng.uniform(0.1, 0.6) - 1j * rng.uniform(-0.1, 1.1)
    parts.append(Part(capsule(long * 0.75, head, fat * 0.75, fat * 0.4), 0))
    return parts + turned(_face(rng), head, rng.uniform(0.2, 0.36) * spin(rng.uniform(-25, 35)))


def _face(rng: Rng) -> Parts:
    ears = [
        Part(petal(rng.uniform(0.5, 2.2), rng.uniform(0.3, 0.8)), 1).moved(-0.3 - 0.5j, spin(rng.uniform(-150, -60)))
    ]
    if rng.random() < 0.3:
        horn = curve(np.array([-0.2 - 0.6j, 0.1 - 1.5j, rng.uniform(-1, 1) - 2j]))
        ears += [Part(horn + k, 2, width=0.22) for k in (0, -0.4)]
    snout = capsule(0, rng.uniform(0.5, 1.4) + 0.2j, 0.65, rng.uniform(0.2, 0.5))
    return [*ears, Part(ellipse(0, 0.75, 0.7), 0), Part(snout, 0), Part(ellipse(0.2 - 0.25j, 0.12), 3)]


def _limb(
    rng: Rng, at: complex, heading: float, bones: tuple[float, ...], radii: tuple[float, ...], material: int
) -> Parts:
    parts: Parts = []
    for k, bone in enumerate(bones):
        heading += rng.normal(0, 18)
        end = at + bone * spin(heading)
        parts.append(Part(capsule(at, end, radii[k], radii[k + 1]), material))
        at = end
    return [*parts, Part(ellipse(at, radii[-1] * 1.4, radii[-1]), material)]


def figure(rng: Rng) -> Parts:
    """An upright body: doll, robot or athlete, limbs at any angle."""
    wide, r = rng.uniform(0.16, 0.4), rng.uniform(0.05, 0.13)
    parts: Parts = []
    for side in (-1, 1):
        parts += _limb(
            rng, side * wide * 0.6 + 0.45j, 90 - side * rng.uniform(-5, 35), (0.5, 0.5), (r * 1.5, r * 1.1, r * 0.8), 1
        )
    torso = np.array([-wide - 0.35j, wide - 0.35j, wide * 0.8 + 0.55j, -wide * 0.8 + 0.55j])
    parts.append(Part(rounded(torso, rng.uniform(0.05, 0.3)), 0))
    for side in (-1, 1):
        parts += _limb(
            rng,
            side * wide - 0.25j,
            90 - side * rng.uniform(0, 150),
            (0.4, 0.4),
            (r * 1.2, r * 0.9, r * 0.7),
            rng.choice([0, 2]),
        )
    size = rng.uniform(0.14, 0.3)
    parts += [
        Part(capsule(-0.35j, -0.5j, r), 2),
        Part(ellipse(-0.5j - 1j * size, size * rng.uniform(0.7, 1.2), size), 2),
    ]
    if rng.random() < 0.6:
        parts.append(Part(blob(rng, 0.25) * size * 0.9 - 0.55j - 1j * size * 1.6, 3))
    return parts


def crawler(rng: Rng) -> Parts:
    """An insect, crab, spider or octopus from above: a body with bent legs to both sides."""
    parts: Parts = []
    pairs, reach = int(rng.integers(2, 6)), rng.uniform(0.5, 1.3)
    thick, knee = rng.uniform(0.02, 0.1), rng.uniform(-60, 60)
    for k in range(pairs):
        heading = (k + 0.5) / pairs * 130 - 65 + rng.normal(0, 6)
        mid = 0.1j * k + 0.6 * reach * spin(heading)
        leg = curve(np.array([0.12j * k, mid, mid + 0.6 * reach * spin(heading + knee)]))
        parts += [Part(leg, 1, width=thick), Part(-leg.conj(), 1, width=thick)]
    segments = int(rng.integers(1, 5))
    parts += [Part(ellipse(1j * (0.35 * k - 0.2), *rng.uniform(0.15, 0.35, 2)), k % 2 * 2) for k in range(segments)]
    return turned(parts, 0, spin(rng.uniform(0, 360)))


def bird(rng: Rng) -> Parts:
    """A perched or flying bird."""
    fat = rng.uniform(0.22, 0.45)
    head = 0.55 - 1j * rng.uniform(0.1, 0.8)
    tail = Part(petal(rng.uniform(0.5, 1.1), rng.uniform(0.15, 0.5), 1.6), 1).moved(
        -0.35, spin(180 + rng.uniform(-40, 25))
    )
    legs = [
        Part(np.array([x + 0.2j, x + rng.normal(0, 0.05) + 1j * rng.uniform(0.5, 1)]), 3, width=0.035)
        for x in (-0.05, 0.12)
    ]
    beak = Part(np.array([-0.12j, rng.uniform(0.25, 0.8) + 0.02j, 0.12j]), 3).moved(head + 0.1)
    body = [Part(rounded(np.array([-0.6 + 0.1j, -0.1 - fat * 1j, 0.5 - fat * 0.7j, 0.55 + 0.2j, fat * 1j])), 0)]
    neck = [
        Part(capsule(0.35, head, fat * 0.6, 0.16), 0),
        Part(ellipse(head, 0.2), 0),
        Part(ellipse(head + 0.06 - 0.04j, 0.035), 3),
    ]
    spread = rng.uniform(-150, -20) if rng.random() < 0.6 else 170
    feathers = [
        Part(petal(rng.uniform(0.6, 1.3), 0.22), 1 + k % 2).moved(0.15 - 0.1j, spin(spread + 9 * k)) for k in range(5)
    ]
    return [tail, *legs, *body, beak, *neck, *feathers]


def fish(rng: Rng) -> Parts:
    """A fish or whale with fins."""
    fat = rng.uniform(0.2, 0.65)
    fork = np.array([-0.7, -1.25 - 1j * rng.uniform(0.2, 0.6), -1.05, -1.25 + 1j * rng.uniform(0.2, 0.6)])
    fins = [
        Part(petal(rng.uniform(0.3, 0.8), 0.3), 1).moved(x + 1j * y * fat * 0.7, spin(a))
        for x, y, a in ((0.1, -1, -140), (-0.1, -1, -150), (0.0, 1, 130), (0.3, 0.3, 140))
    ]
    body = curve(np.array([0.9, 0.3 - fat * 1j, -0.4 - fat * 0.6j, -0.85, -0.4 + fat * 0.6j, 0.3 + fat * 1j, 0.9]), 60)
    return [
        Part(fork, 1),
        *fins[:3],
        Part(body, 0),
        fins[3],
        Part(ellipse(0.6 - 0.1j, 0.07), 2),
        Part(ellipse(0.61 - 0.1j, 0.03), 3),
    ]


def butterfly(rng: Rng) -> Parts:
    """Two pairs of patterned wings."""
    parts: Parts = []
    for heading, size in ((-40, rng.uniform(0.8, 1.2)), (45, rng.uniform(0.5, 0.9))):
        wing = petal(size, size * rng.uniform(0.5, 1.1), rng.uniform(1, 2)) * spin(heading)
        for tone, scale in ((0, 1.0), (1, rng.uniform(0.6, 0.85)), (2, 0.35)):
            spot = (wing - wing.mean()) * scale + wing.mean()
            parts += [Part(spot, tone), Part(-spot.conj(), tone)]
    feeler = curve(np.array([-0.3j, 0.15 - 0.6j, 0.35 - 0.8j]))
    return [
        *parts,
        Part(feeler, 3, width=0.03),
        Part(-feeler.conj(), 3, width=0.03),
        Part(capsule(-0.35j, 0.5j, 0.08, 0.05), 3),
    ]
