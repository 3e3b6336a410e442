"""The prompts a designer would give: one box, strokes through jug, handle and grass, and off the look-alikes."""

from __future__ import annotations

Points = list[list[float]]

BOX = [304, 0, 1544, 1304]
JUG: Points = [[810, 1246], [940, 1266], [1060, 1252], [750, 1080], [700, 900], [850, 740], [790, 620], [752, 545]]
GRASS: Points = [[859, 440], [800, 330], [850, 150], [937, 260], [1077, 290], [1100, 390], [995, 410], [1000, 545]]
BODY: Points = [[1060, 560], [1020, 660], [980, 880], [1100, 1140], [1130, 1040]]
HANDLE: Points = [
    [1150, 1000],
    [1215, 955],
    [1290, 899],
    [1325, 845],
    [1340, 765],
    [1330, 715],
    [1290, 648],
    [1213, 603],
]
HEAD: Points = [[430, 352], [470, 384], [508, 408]]
AROUND_LEFT: Points = [[514, 514], [605, 690], [660, 780], [608, 907], [600, 1028], [590, 1180], [700, 1330]]
AROUND_RIGHT: Points = [[1160, 1330], [1320, 1130], [1420, 800], [1480, 520], [1545, 350], [1540, 180], [1330, 110]]
HOLE: Points = [[1150, 700], [1230, 740], [1240, 820]]
OVER_HEADS: Points = [
    [600, 180],
    [680, 120],
    [760, 140],
    [790, 60],
    [860, 45],
    [915, 80],
    [925, 150],
    [965, 90],
    [1060, 35],
    [1120, 60],
    [1135, 140],
    [1200, 110],
    [1245, 170],
]


def _stroke(polarity: str, radius: float, points: Points) -> dict[str, object]:
    return {"polarity": polarity, "radius": radius, "points": points}


PROMPTS: dict[str, object] = {
    "format": 1,
    "boxes": [BOX],
    "strokes": [
        _stroke("keep", 14, JUG + GRASS + BODY + HANDLE),
        _stroke("keep", 14, HEAD),
        _stroke("remove", 20, AROUND_LEFT + AROUND_RIGHT),
        _stroke("remove", 8, HOLE),
        _stroke("remove", 8, OVER_HEADS),
    ],
}
