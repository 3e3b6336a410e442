"""From mask to alpha and colours: what each setting changes, and what nothing may change."""

from dataclasses import replace
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest

from segdesk.core.document import AS_MASKED, Bytes2D, EdgeMode, EdgeSettings, Picture
from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken
from segdesk.imaging import finish
from segdesk.imaging.finish import Marks
from tests.imaging.hair import Hair, hair
from tests.scenes import plum

AUTO, SOFT = EdgeSettings(), EdgeSettings(mode=EdgeMode.SOFT)
HAIRY = cache(hair)


def found(
    scene: Hair, coverage: Bytes2D, edges: EdgeSettings = AUTO, marks: Marks | None = None, *, is_soft: bool = False
) -> Bytes2D:
    token = CancelToken()
    return finish.alpha(scene.pixels, coverage, marks or Marks(), edges=edges, is_soft=is_soft, cancel=token)


def error(one: Bytes2D, other: Bytes2D) -> float:
    return float(np.abs(one.astype(int) - other).sum() / 255)


def test_a_neutral_hard_edge_is_the_mask_to_the_bit() -> None:
    scene = HAIRY()
    shades = np.random.default_rng(1).integers(0, 256, scene.alpha.shape, np.uint8)
    done = finish.finish(Picture(scene.pixels), shades, Marks(), edges=AS_MASKED, cancel=CancelToken())
    assert np.array_equal(done.alpha, shades)
    assert np.array_equal(done.colours, scene.pixels)


@pytest.mark.parametrize("edges", [AUTO, SOFT])
def test_matting_finds_the_hair_that_a_mask_lacks(edges: EdgeSettings) -> None:
    scene = HAIRY()
    assert error(found(scene, scene.head, edges), scene.alpha) < 0.6 * error(scene.head, scene.alpha)


def test_tips_of_hair_survive() -> None:
    scene = HAIRY()
    far = cv2.distanceTransform(255 - scene.head, cv2.DIST_L2, 5) > 8
    tips = far & (scene.alpha > 150)
    assert np.count_nonzero(tips) > 50
    # The mask says there is nothing at all, and still they show.
    assert np.mean(found(scene, scene.head)[tips] >= 32) > 0.9


def test_a_subject_of_hard_edges_stays_as_the_mask_has_it() -> None:
    scene = plum()
    smooth = Hair(scene.pixels, scene.truth, scene.truth)
    assert np.array_equal(found(smooth, scene.truth), scene.truth)


def test_holes_and_thin_parts_survive() -> None:
    wire = np.zeros((300, 400), np.uint8)
    cv2.circle(wire, (150, 150), 90, 255, 14, cv2.LINE_AA)
    cv2.line(wire, (230, 150), (380, 60), 255, 2, cv2.LINE_AA)
    share = wire[:, :, None] / 255
    noise = np.random.default_rng(2).normal(0, 3, (*wire.shape, 3))
    pixels = np.array((200, 60, 60)) * share + np.array((70, 110, 90)) * (1 - share) + noise
    scene = Hair(np.clip(pixels, 0, 255).astype(np.uint8), wire, wire)
    for edges in (AUTO, SOFT):
        alpha = found(scene, wire, edges)
        assert not alpha[100:200, 100:200].max() > 40
        assert np.mean(alpha[wire > 200] >= 128) > 0.99


def test_finished_alpha_is_not_matted() -> None:
    scene = HAIRY()
    fog = np.where(scene.alpha > 0, np.uint8(100), np.uint8(0))
    assert np.array_equal(found(scene, fog, SOFT, is_soft=True), fog)


@pytest.mark.parametrize(
    "edges",
    [
        {},
        {"mode": EdgeMode.SOFT, "width": 2.0},
        {"mode": EdgeMode.HARD, "feather": 9.0},
        {"smooth": 4.0, "shift": -5.0, "contrast": 0.5},
        {"keep_largest": True, "fill_holes": 900, "drop_specks": 900},
    ],
)
def test_strokes_are_law_whatever_the_edge(edges: dict[str, Any]) -> None:
    scene = HAIRY()
    keep, remove = np.zeros_like(scene.alpha), np.zeros_like(scene.alpha)
    keep[20:26, 20:60], remove[170:190, 230:260] = 255, 255
    alpha = found(scene, scene.head, EdgeSettings(**edges), Marks(keep, remove))
    assert (alpha[keep > 0] == 255).all()
    assert (alpha[remove > 0] == 0).all()


def test_inside_out_is_the_rest_of_the_very_same() -> None:
    scene = HAIRY()
    keep = np.zeros_like(scene.alpha)
    keep[20:26, 20:60] = 255
    edges = EdgeSettings(feather=3, shift=1)
    straight, turned = (
        found(scene, scene.head, replace(edges, invert=invert), Marks(keep)) for invert in (False, True)
    )
    assert np.array_equal(turned, 255 - straight)


def test_the_hair_brush_asks_for_matting_where_it_went() -> None:
    scene = HAIRY()
    around = cv2.morphologyEx(scene.head, cv2.MORPH_GRADIENT, np.ones((41, 41), np.uint8))
    brushed = np.where(np.arange(around.shape[1]) < 200, around, np.uint8(0))
    bare = found(scene, scene.head, replace(AUTO, width=0.25))
    alpha = found(scene, scene.head, replace(AUTO, width=0.25), Marks(hair=brushed))
    where = brushed > 0
    assert error(alpha[where], scene.alpha[where]) < 0.6 * error(scene.head[where], scene.alpha[where])
    assert error(alpha[~where], bare[~where]) < 0.05 * error(scene.head, scene.alpha)


@pytest.mark.parametrize("edges", [replace(AUTO, width=2), replace(AUTO, width=0.25), SOFT])
def test_what_is_sure_is_so_whatever_the_mask_and_the_bands_width(edges: EdgeSettings) -> None:
    scene = HAIRY()
    rows, columns = np.indices(scene.head.shape)
    far = np.where((rows < 40) & (columns < 40), np.uint8(255), np.uint8(0))
    deep = np.where(cv2.distanceTransform(scene.head, cv2.DIST_L2, 5) > 60, np.uint8(255), np.uint8(0))
    law = np.where((rows < 20) & (columns < 20), np.uint8(255), np.uint8(0))
    assert deep.any()
    assert not scene.head[far > 0].any()
    marks = Marks(remove=law, inside=far, outside=deep)
    alpha = found(scene, scene.head, edges, marks)
    states = finish.decided(scene.pixels, scene.head, marks, edges=edges, cancel=CancelToken())
    for said in (alpha, states):
        assert (said[(far > 0) & (law == 0)] == 255).all()
        assert not said[deep > 0].any()
        assert not said[law > 0].any()


@pytest.mark.parametrize("mode", EdgeMode)
def test_specks_go_and_holes_close_whatever_the_edge(mode: EdgeMode) -> None:
    scene = HAIRY()
    littered = scene.head.copy()
    littered[10:22, 10:22], littered[178:184, 238:244] = 255, 0
    edges = EdgeSettings(mode=mode, drop_specks=200, fill_holes=200)
    alpha = found(scene, littered, edges)
    assert not alpha[6:26, 6:26].any()
    assert (alpha[178:184, 238:244] == 255).all()
    assert not found(scene, littered, EdgeSettings(mode=mode, keep_largest=True))[6:26, 6:26].any()


def test_less_halo_leaves_less_of_the_old_ground() -> None:
    scene = HAIRY()
    soft = (scene.alpha > 60) & (scene.alpha < 200)
    greens: list[float] = []
    for halo in (0.0, 0.5, 1.0):
        edges = replace(AS_MASKED, halo=halo)
        done = finish.finish(Picture(scene.pixels), scene.alpha, Marks(), edges=edges, cancel=CancelToken())
        greens.append(float(np.mean(done.colours[soft].astype(int) @ (-1, 2, -1))))
    assert greens[0] > greens[1] + 8 > greens[2] + 16


def test_it_stops_when_it_is_told_to() -> None:
    scene, token = HAIRY(), CancelToken()

    def stop(stage: str, share: float) -> None:
        if stage == "matting":
            token.cancel()

    with pytest.raises(Cancelled):
        finish.alpha(scene.pixels, scene.head, Marks(), edges=AUTO, cancel=token, report=stop)


def test_it_tells_how_far_the_whole_is() -> None:
    scene = HAIRY()
    told: list[tuple[str, float]] = []

    def listen(stage: str, share: float) -> None:
        told.append((stage, share))

    finish.finish(Picture(scene.pixels), scene.head, Marks(), edges=AUTO, cancel=CancelToken(), report=listen)
    stages, shares = zip(*told, strict=True)
    assert list(dict.fromkeys(stages)) == ["trimap", "matting", "colours"]
    assert list(shares) == sorted(shares)
    assert shares[0] == 0
    assert 0.95 < shares[-1] <= 1
    assert sum(stage == "matting" for stage in stages) > 5
