"""Made things: vessels, furniture, tools, wheels, frames, nets and wires, vehicles, and bunches of anything."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .blobs import Rng
from .outlines import (
    HOLE,
    Part,
    Parts,
    angles,
    box,
    capsule,
    curve,
    ellipse,
    petal,
    profile,
    radial,
    regular,
    rounded,
    spin,
    turned,
)


def vessel(rng: Rng) -> Parts:
    """A vase, bottle, bell, column or chess piece: a random solid of revolution with bands."""
    count = int(rng.integers(3, 9))
    heights = np.cumsum(rng.uniform(0.15, 0.6, count))
    widths = rng.uniform(0.12, 0.75, count)
    shape = profile(heights, widths)[:60]
    parts = [Part(profile(heights, widths))]
    for _ in range(int(rng.integers(0, 4))):
        low, high = np.sort(rng.uniform(heights[0], heights[-1], 2))
        rows = np.linspace(low, min(high, low + 0.4), 5)
        parts.append(Part(profile(rows, np.interp(rows, shape.imag, shape.real)), int(rng.integers(1, 4))))
    if rng.random() < 0.3:
        parts.append(Part(ellipse(1j * heights[0], widths[0], widths[0] * 0.25), 3))
    return parts


def bottle(rng: Rng) -> Parts:
    """A bottle or jar with cap and label."""
    w, neck, tall, shoulder = (
        rng.uniform(0.25, 0.55),
        rng.uniform(0.08, 0.2),
        rng.uniform(0.8, 2),
        rng.uniform(0.1, 0.5),
    )
    y = np.array([-shoulder - rng.uniform(0.1, 0.6), -shoulder, 0, 0.1, tall, tall + 0.06])
    parts = [Part(profile(y, np.array([neck, neck, w * 0.95, w, w, w * 0.85])), 0)]
    top = y[0]
    parts.append(Part(rounded(box(-neck * 1.2, top - rng.uniform(0.08, 0.3), neck * 1.2, top + 0.06), 0.1), 1))
    if rng.random() < 0.75:
        low = rng.uniform(0.1, 0.4) * tall
        parts.append(Part(box(-w, low, w, low + rng.uniform(0.25, 0.55) * tall), 2))
        parts.append(Part(ellipse(1j * (low + 0.2 * tall), w * 0.45, w * 0.3), 3))
    return parts


def mug(rng: Rng) -> Parts:
    """A mug, jug or teapot with handle holes."""
    w, h, taper = rng.uniform(0.35, 0.7), rng.uniform(0.35, 0.8), rng.uniform(0.6, 1.15)
    side = rng.choice([-1, 1])
    grip = curve(
        np.array(
            [
                w * 0.85 - h * 0.6j,
                w + rng.uniform(0.25, 0.7) - h * 0.5j,
                w + 0.3 + h * 0.4j,
                w * taper * 0.9 + h * 0.55j,
            ]
        )
    )
    parts = [Part(grip * 1, 1, width=rng.uniform(0.07, 0.18))]
    if rng.random() < 0.35:
        parts.append(Part(capsule(-w * 0.5 + 0.2j, -w - 0.5 - h * 0.7j, 0.22, 0.08), 1))
    parts.append(Part(profile(np.array([-h, 0, h]), np.array([w, w * (1 + taper) / 2, w * taper])), 0))
    parts += [Part(ellipse(-1j * h, w, w * 0.22), 1), Part(ellipse(-1j * h, w * 0.9, w * 0.17), 2)]
    return [Part(p.outline if side > 0 else -p.outline.conj(), p.material, p.width) for p in parts]


def seat(rng: Rng) -> Parts:
    """A chair, stool, bench or table in rough perspective, with thin legs and a back of bars."""
    w, d, leg, r = rng.uniform(0.4, 1.1), rng.uniform(0.12, 0.4), rng.uniform(0.5, 1.2), rng.uniform(0.02, 0.08)
    back, lean, splay = -1j * d, rng.uniform(0.0, 0.4), rng.uniform(-0.05, 0.2)
    top = np.array([-w, w, w + lean + back, -w + lean + back]) * 1.0
    parts = [Part(capsule(p, p + 1j * leg + splay * np.sign(p.real), r * 1.2, r), 1) for p in top * 0.93]
    if rng.random() < 0.4:
        parts += [Part(np.array([top[0], top[1]]) * 0.9 + 0.6j * leg, 1, width=r)]
    thick = rng.uniform(0.04, 0.15)
    parts += [Part(top + 1j * thick, 1), Part(box(-w, 0, w, thick), 1), Part(top, 0)]
    if rng.random() < 0.6:
        high = -1j * rng.uniform(0.5, 1.2)
        posts = np.linspace(top[3], top[2], int(rng.integers(2, 8)))
        parts += [Part(np.array([p, p + high]), 1, width=r * 1.5) for p in posts]
        parts += [
            Part(np.array([top[3], top[2]]) + high * s, 2, width=rng.uniform(0.05, 0.25))
            for s in (1, rng.uniform(0.3, 0.9))
        ]
    return parts


def lamp(rng: Rng) -> Parts:
    """A lamp, umbrella or parasol on a thin pole."""
    w, h = rng.uniform(0.4, 0.9), rng.uniform(0.3, 0.7)
    parts = [
        Part(np.array([0, 1.5j]), 2, width=rng.uniform(0.03, 0.09)),
        Part(ellipse(1.5j, rng.uniform(0.15, 0.4), 0.08), 2),
    ]
    if rng.random() < 0.5:
        return [*parts, Part(np.array([-w * 0.5 - h * 1j, w * 0.5 - h * 1j, w, -w]), 0)]
    ribs = np.linspace(-w, w, int(rng.integers(4, 9)))
    t = np.linspace(0, 1, 12)
    for k, (a, b) in enumerate(pairwise(ribs)):
        edge = a + (b - a) * t - 1j * 0.1 * np.sin(np.pi * t)
        left, right = (c * np.sqrt(1 - (1 - t) ** 2) - 1j * h * (1 - t) ** 0.9 for c in (a, b))
        parts.append(Part(np.concatenate([left, edge, right[::-1]]), k % 2))
    return parts


def tool(rng: Rng) -> Parts:
    """A hammer, spoon, knife, spanner, brush or key on a handle."""
    r, long = rng.uniform(0.05, 0.13), rng.uniform(0.8, 1.6)
    handle = Part(capsule(0, 1j * long, r * rng.uniform(0.4, 1), r * 1.3), 1)
    match int(rng.integers(6)):
        case 0:
            head = [Part(rounded(box(-0.5, -0.2, 0.35, 0.12), 0.08), 0), Part(petal(0.5, 0.25), 0).moved(0.2, spin(15))]
        case 1:
            head = [Part(ellipse(-0.2j, 0.3, 0.42), 0), Part(ellipse(-0.2j, 0.22, 0.33), 2)]
        case 2:
            head = [Part(np.array([-r, r, r * 1.6 - 0.9j, -r * 0.2 - 1.2j]), 0)]
        case 3:
            head = [
                Part(ellipse(-0.2j, 0.34), 0),
                Part(regular(6, 0.2, rng.uniform(0, 1)) - rng.uniform(0.2, 0.45) * 1j, HOLE),
            ]
        case 4:
            tines = np.linspace(-0.3, 0.3, int(rng.integers(3, 8)))
            head = [
                Part(rounded(box(-0.36, -0.2, 0.36, 0.1), 0.1), 0),
                *(Part(np.array([x, x * 1.1 - 0.8j]), 2, width=0.06) for x in tines),
            ]
        case _:
            teeth = [
                Part(box(r * 0.5, long - 0.12 * k - 0.1, r + rng.uniform(0.08, 0.3), long - 0.12 * k), 1)
                for k in range(4)
            ]
            head = [
                *teeth,
                Part(regular(int(rng.integers(5, 40)), 0.4) - 0.3j, 0),
                Part(ellipse(-0.3j, rng.uniform(0.12, 0.28)), HOLE),
            ]
    return turned([handle, *head], 0, spin(rng.uniform(-60, 60)))


def scissors(rng: Rng) -> Parts:
    """Scissors or pliers: two crossed levers with ring grips."""
    gape, r = rng.uniform(6, 30), rng.uniform(0.07, 0.14)
    parts: Parts = []
    for side in (-1, 1):
        blade = [
            Part(np.array([-r, r, 0.02 - 1.2j, -0.02 - 1.1j]), 0),
            Part(np.array([0, 0.5j - 0.12 * side]), 1, width=r * 1.3),
        ]
        grip = Part(ellipse(0.75j - 0.22 * side, 0.22, 0.3), 1, width=r, is_closed=True)
        parts += turned([*blade, grip], 0, spin(side * gape))
    return [*parts, Part(ellipse(0, r * 0.8), 2)]


def gear(rng: Rng) -> Parts:
    """A gear, cog or bolt with holes."""
    teeth, deep = int(rng.integers(6, 26)), rng.uniform(0.1, 0.3)
    rim = radial(1 - deep * (np.tanh(4 * np.sin(teeth * angles(teeth * 12))) + 1) / 2)
    parts = [Part(rim), Part(ellipse(0, rng.uniform(0.4, 0.65)), 1), Part(ellipse(0, rng.uniform(0.1, 0.3)), HOLE)]
    if rng.random() < 0.6:
        parts += [Part(ellipse(p, rng.uniform(0.08, 0.13)), HOLE) for p in regular(int(rng.integers(3, 8)), 0.48)]
    return parts


def frame(rng: Rng) -> Parts:
    """A picture frame, window, ring, hoop or chain: mostly hole."""
    thick = rng.uniform(0.05, 0.3)
    w, h = rng.uniform(0.6, 1.2, 2)
    outline = (ellipse(0, w, h), box(-w, -h, w, h), rounded(box(-w, -h, w, h), 0.2), regular(int(rng.integers(3, 9))))[
        int(rng.integers(4))
    ]
    hole = outline * (1 - thick)
    parts = [Part(outline), Part(outline * (1 - thick * 0.4), 1), Part(hole, HOLE)]
    for k in range(int(rng.choice([0, 0, 1, 2, 3]))):
        a = hole[int(rng.integers(len(hole)))]
        parts.append(Part(np.array([a, -a]), 2, width=thick * 0.3 + 0.01 * k))
    return parts


def chain(rng: Rng) -> Parts:
    """Rings along a curve: a chain, necklace or string of beads."""
    path = curve(
        np.array([-1.2 + rng.normal(0, 0.4) * 1j, *(x + rng.normal(0, 0.6) * 1j for x in (-0.4, 0.4)), 1.2]),
        int(rng.integers(8, 22)),
    )
    r, thick = rng.uniform(0.06, 0.16), rng.uniform(0.025, 0.07)
    if rng.random() < 0.5:
        return [
            Part(path, 1, width=0.03),
            *(Part(ellipse(p, r * rng.uniform(0.6, 1)), k % 3) for k, p in enumerate(path)),
        ]
    rings = [Part(ellipse(p, r), k % 2, width=thick, is_closed=True) for k, p in enumerate(path)]
    return [Part(path, 2, width=thick), *rings]


def wheel(rng: Rng) -> Parts:
    """A spoked wheel."""
    spokes, thin = int(rng.integers(5, 33)), rng.uniform(0.012, 0.06)
    cross = rng.choice([0, 0, 25])
    lines = [
        Part(np.array([0.12 * p * spin(cross * (-1) ** k), p]), 1, width=thin)
        for k, p in enumerate(regular(spokes, 0.92))
    ]
    return [
        *lines,
        Part(ellipse(0, 0.94), 0, width=rng.uniform(0.05, 0.22), is_closed=True),
        Part(ellipse(0, rng.uniform(0.08, 0.22)), 2),
    ]


def bicycle(rng: Rng) -> Parts:
    """A bicycle: two spoked wheels and a frame of tubes."""
    far, tube = rng.uniform(1.9, 2.5), rng.uniform(0.05, 0.11)
    parts = turned(wheel(rng), -far / 2, rng.uniform(0.65, 0.9)) + turned(wheel(rng), far / 2, rng.uniform(0.65, 0.9))
    pedal, seat_top, fork = 0.15 + 0.15j, -0.3 - rng.uniform(0.8, 1.2) * 1j, far / 2 - 0.3 - rng.uniform(0.7, 1.1) * 1j
    bars = (
        (-far / 2, pedal),
        (pedal, seat_top),
        (-far / 2, seat_top * 0.8),
        (seat_top * 0.8, fork),
        (pedal, fork),
        (fork, far / 2),
        (fork, fork - 0.3j),
    )
    parts += [Part(np.array([a, b], complex), 3, width=tube) for a, b in bars]
    grip = curve(np.array([fork - 0.3j, fork - 0.4j + 0.25, fork - 0.15j + 0.4]))
    return [
        *parts,
        Part(grip, 2, width=tube),
        Part(capsule(seat_top - 0.25, seat_top + 0.15, 0.1, 0.05), 2),
        Part(ellipse(pedal, 0.18), 1),
    ]


def net(rng: Rng) -> Parts:
    """A net, grille, fence, ladder or cage of bars."""
    across, down = rng.integers(2, 9, 2)
    thin, sag = rng.uniform(0.02, 0.1), rng.choice([0, 0, 0.15])
    w, h = rng.uniform(0.5, 1.2, 2)
    slant = rng.choice([0, 0, 0, 0.4])
    t = np.linspace(-1, 1, 12)
    parts = [
        Part(x * w + slant * h * t + 1j * t * h + sag * x * (1 - t**2), 0, width=thin)
        for x in np.linspace(-1, 1, across)
    ]
    parts += [
        Part(t * w + slant * h * y * rng.choice([1, -1]) + 1j * (y * h + sag * (1 - t**2)), 1, width=thin)
        for y in np.linspace(-1, 1, down)
    ]
    if rng.random() < 0.4:
        parts.append(Part(ellipse(rng.uniform(-0.4, 0.4) * w, w * 0.3, h * 0.4), 2))
    return parts


def wire(rng: Rng) -> Parts:
    """Cables, ropes and bent wire, with plugs or balls at the ends."""
    parts: Parts = []
    for k in range(int(rng.choice([1, 1, 2, 4]))):
        steps = rng.uniform(-1, 1, int(rng.integers(3, 8))) + 1j * rng.uniform(-1, 1, 1)
        path = curve(np.cumsum(steps + 1j * rng.normal(0, 0.5, len(steps))), 60)
        parts.append(Part(path, k % 3, width=rng.uniform(0.03, 0.2)))
        if rng.random() < 0.6:
            parts += [Part(ellipse(end, rng.uniform(0.06, 0.25)), 3) for end in (path[0], path[-1])]
    return parts


def vehicle(rng: Rng) -> Parts:
    """A car, van, train or boat from the side with windows and wheels."""
    long, h, cab = rng.uniform(0.8, 1.5), rng.uniform(0.2, 0.45), rng.uniform(0.25, 0.6)
    start, end = np.sort(rng.uniform(-0.9, 0.9, 2)) * long
    end = max(end, start + 0.5)
    roof = np.array([start - 0.2, start + 0.1 - cab * 1j, end - 0.1 - cab * 1j, end + 0.25])
    parts = [
        Part(rounded(roof, 0.15), int(rng.integers(2))),
        Part(rounded(box(-long, -0.05, long, h * 1.4), rng.uniform(0.05, 0.25)), 0),
    ]
    panes = int(rng.integers(1, 5))
    step = (end - start) / panes
    tone = HOLE if rng.random() < 0.15 else 2
    parts += [
        Part(rounded(box(start + k * step + 0.03, -cab * 0.85, start + (k + 0.85) * step, -0.08), 0.1), tone)
        for k in range(panes)
    ]
    r = rng.uniform(0.15, 0.3)
    for x in np.linspace(-long * 0.65, long * 0.65, int(rng.choice([2, 2, 3, 5]))):
        parts += [Part(ellipse(x + 1j * h * 1.4, r), 3), Part(ellipse(x + 1j * h * 1.4, r * 0.55), 1)]
    return parts


def tower(rng: Rng) -> Parts:
    """A tower, house or monument with roof, windows and battlements."""
    parts: Parts = []
    y, w = 0.0, rng.uniform(0.4, 0.9)
    for k in range(int(rng.integers(1, 5))):
        h = rng.uniform(0.3, 1.1)
        parts += [Part(box(-w, y - h, w, y), k % 2), Part(box(-w * 1.08, y - h, w * 1.08, y - h + 0.06), 2)]
        columns = np.linspace(-0.7, 0.7, int(rng.integers(1, 5))) * w
        pane = rounded(box(-0.06, -h * 0.3, 0.06, h * 0.25), 0.1)
        parts += [
            Part(pane * min(1, w * 2) + x + 1j * (y - h / 2), 3 if rng.random() < 0.85 else HOLE) for x in columns
        ]
        y, w = y - h, w * rng.uniform(0.5, 0.95)
    match int(rng.integers(3)):
        case 0:
            parts.append(Part(np.array([-w * 1.3 + 1j * y, w * 1.3 + 1j * y, 1j * (y - rng.uniform(0.3, 1.2))]), 2))
        case 1:
            parts.append(Part(ellipse(1j * y, w, rng.uniform(0.3, 0.8)), 2))
        case _:
            parts += [Part(box(x - w * 0.1, y - 0.15, x + w * 0.1, y), 2) for x in np.linspace(-0.9, 0.9, 5) * w]
    return parts


def moon(rng: Rng) -> Parts:
    """A disc: moon, ball, coin, plate or clock, at times a crescent."""
    parts = [Part(ellipse(0, 1))]
    if rng.random() < 0.3:
        return [*parts, Part(ellipse(rng.uniform(0.3, 0.8) * spin(rng.uniform(0, 360)), rng.uniform(0.6, 0.95)), HOLE)]
    if rng.random() < 0.5:
        parts += [
            Part(ellipse(0, s), k + 1)
            for k, s in enumerate(np.sort(rng.uniform(0.2, 0.95, int(rng.integers(1, 4))))[::-1])
        ]
    if rng.random() < 0.25:
        parts += [
            Part(np.array([0, rng.uniform(0.4, 0.8) * spin(rng.uniform(0, 360))]), 3, width=0.06) for _ in range(2)
        ]
    return parts


def spectacles(rng: Rng) -> Parts:
    """Glasses or goggles: two rims, a bridge and bows."""
    thick, gap, squash = rng.uniform(0.04, 0.16), rng.uniform(0.48, 0.6), rng.uniform(0.6, 1.1)
    rim = (
        ellipse(0, 0.4, 0.4 * squash)
        if rng.random() < 0.5
        else rounded(box(-0.42, -0.36 * squash, 0.42, 0.34 * squash), 0.25)
    )
    parts = [Part(curve(np.array([-gap * 0.3, -0.08j, gap * 0.3])), 0, width=thick)]
    for side in (-1, 1):
        bow = curve(np.array([side * (gap + 0.4) - 0.1j, side * (gap + 0.7) - 0.5j, side * (gap + 0.5) - 0.8j]))
        glass = [Part(rim + side * gap, 1)] if rng.random() < 0.5 else []
        parts += [*glass, Part(bow, 0, width=thick * 0.8), Part(rim + side * gap, 0, width=thick, is_closed=True)]
    return parts
