"""The prompts a designer would give: one box, strokes through jug, handle and grass, and off the look-alikes."""

from __future__ import annotations

Points = list[list[float]]

BOX = [380, 8, 1584, 1308]
JUG: Points = [[810, 1246], [940, 1266], [1060, 1252], [800, 1040], [720, 900], [850, 740], [790, 620], [780, 542]]
NECK: Points = [[920, 552], [1080, 545], [1040, 640], [980, 880], [1090, 1080]]
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
GRASS_LEFT: Points = [[763, 110], [790, 200], [740, 290], [765, 390]]
GRASS_RIGHT: Points = [[1235, 120], [1205, 190], [1215, 280], [1175, 380]]
AROUND_LEFT: Points = [[514, 514], [605, 690], [660, 780], [608, 907], [600, 1028], [590, 1180], [700, 1330]]
AROUND_RIGHT: Points = [[1160, 1330], [1320, 1130], [1420, 800], [1480, 520], [1553, 370], [1556, 250], [1460, 180]]
HOLE: Points = [[1145, 690], [1220, 690], [1270, 760], [1262, 840], [1225, 890]]


def _stroke(polarity: str, radius: float, points: Points) -> dict[str, object]:
    return {"polarity": polarity, "radius": radius, "points": points}


PROMPTS: dict[str, object] = {
    "format": 1,
    "boxes": [BOX],
    "strokes": [
        _stroke("keep", 14, JUG + NECK + HANDLE),
        _stroke("keep", 14, GRASS_LEFT),
        _stroke("keep", 14, GRASS_RIGHT),
        _stroke("remove", 20, AROUND_LEFT + AROUND_RIGHT),
        _stroke("remove", 16, HOLE),
    ],
}
