"""What is painted by hand goes into every export, over whatever mask and edges say."""

from dataclasses import replace

import numpy as np
import pytest

from segdesk import rendering
from segdesk.core.document import (
    AS_MASKED,
    Bytes2D,
    Document,
    EdgeMode,
    EdgeSettings,
    Mask,
    MaskSource,
    Picture,
    Subject,
)
from segdesk.core.edits import AddHair, AddPrompt, AddRetouch, Edit, SetEdges, apply
from segdesk.core.errors import PictureError
from segdesk.core.exporting import ALPHA, CUTOUT, ON_WHITE
from segdesk.core.geometry import Point
from segdesk.core.maskedits import mask_edit
from segdesk.core.prompts import HairStroke, Polarity, Prompts
from segdesk.core.retouch import RetouchStroke
from segdesk.core.work import CancelToken
from segdesk.imaging import baking, files
from tests.scenes import Scene, click, plum

ADDED = RetouchStroke(Polarity.KEEP, 12, (Point(250, 40), Point(290, 60)))
ERASED = RetouchStroke(Polarity.REMOVE, 12, (Point(140, 130),))
INSIDE, OUTSIDE, BESIDE = (130, 140), (50, 270), (200, 30)
"""Row and column: in the middle of what is erased, of what is added, and of neither."""


def document(scene: Scene, *strokes: RetouchStroke, mask: bool = True) -> Document:
    made = Mask(scene.truth, MaskSource("test", Prompts(auto=True))) if mask else None
    return Document(Picture(scene.pixels), (Subject(mask=made, retouch=strokes),))


def alpha_of(painted: Document) -> Bytes2D:
    return rendering.final_alpha(painted, cancel=CancelToken())


@pytest.mark.parametrize(
    "edit",
    [
        SetEdges(0, EdgeSettings(invert=True)),
        SetEdges(0, EdgeSettings(mode=EdgeMode.SOFT, shift=-20, feather=30, smooth=10, contrast=0.5)),
        SetEdges(0, EdgeSettings(fill_holes=50_000, drop_specks=50_000, keep_largest=True)),
        AddHair(0, HairStroke(Polarity.KEEP, 30, (Point(*OUTSIDE[::-1]),))),
        AddHair(0, HairStroke(Polarity.REMOVE, 30, (Point(*INSIDE[::-1]),), is_sure=True)),
        AddPrompt(0, click(Point(*INSIDE[::-1]), radius=30)),
    ],
    ids=["inside out", "shaped", "cleared up", "hair outside", "hair inside", "a later stroke"],
)
def test_paint_wins_over_all_that_comes_before_it(edit: Edit) -> None:
    painted, _ = apply(document(plum(), ADDED, ERASED), edit)
    alpha = alpha_of(painted)
    assert alpha[OUTSIDE] == 255
    assert alpha[INSIDE] == 0


def test_paint_wins_over_an_engine_that_answers_later() -> None:
    scene = plum()
    painted = document(scene, ADDED, ERASED)
    source = MaskSource("test", Prompts((click(Point(*INSIDE[::-1])),)))
    answer = mask_edit(painted, 0, coverage=~scene.truth, source=source)
    alpha = alpha_of(apply(painted, answer)[0])
    assert (alpha[OUTSIDE], alpha[INSIDE], alpha[BESIDE]) == (255, 0, 255)


def test_a_stroke_taken_back_leaves_no_trace() -> None:
    scene = plum()
    bare = document(scene)
    painted, inverse = apply(bare, AddRetouch(0, ADDED))
    assert not np.array_equal(alpha_of(painted), alpha_of(bare))
    np.testing.assert_array_equal(alpha_of(apply(painted, inverse)[0]), alpha_of(bare))


@pytest.mark.parametrize("edges", [EdgeSettings(), AS_MASKED, EdgeSettings(invert=True)])
def test_painting_by_hand_alone_makes_a_cutout_of_the_picture_itself(edges: EdgeSettings) -> None:
    scene = plum()
    painted, _ = apply(document(scene, ADDED, mask=False), SetEdges(0, edges))
    cut = files.decode_bytes(rendering.render(painted), "cut").picture
    assert cut.alpha is not None
    np.testing.assert_array_equal(cut.alpha, alpha_of(painted))
    assert cut.alpha[OUTSIDE] == 255
    assert cut.alpha[INSIDE] == 0
    shown = cut.alpha > 0
    np.testing.assert_array_equal(cut.pixels[shown], scene.pixels[shown])


def test_every_form_holds_the_paint() -> None:
    scene = plum()
    painted = document(scene, ADDED, ERASED)
    mask, white, cut = (
        files.decode_bytes(rendering.render(painted, recipe), "cut").picture for recipe in (ALPHA, ON_WHITE, CUTOUT)
    )
    assert (mask.pixels[OUTSIDE][0], mask.pixels[INSIDE][0]) == (255, 0)
    assert tuple(white.pixels[INSIDE]) == (255, 255, 255)
    np.testing.assert_array_equal(white.pixels[OUTSIDE], scene.pixels[OUTSIDE])
    assert cut.alpha is not None
    np.testing.assert_array_equal(cut.alpha, mask.pixels[:, :, 0])


def test_what_is_exported_has_the_colours_of_its_own_profile() -> None:
    scene = plum()
    native = scene.pixels[:, :, ::-1].copy()
    painted = document(scene, ADDED)
    painted = replace(painted, picture=Picture(scene.pixels, native=native))
    colours = rendering.finished(painted, cancel=CancelToken()).colours
    np.testing.assert_array_equal(colours[OUTSIDE], native[OUTSIDE])


def test_a_picture_that_memory_does_not_hold_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> baking.Baked:
        raise MemoryError

    monkeypatch.setattr(baking, "bake", exhausted)
    small = Document(Picture(np.zeros((2, 2, 3), np.uint8), name="plum.png"))
    with pytest.raises(PictureError, match="needs more memory"):
        rendering.render(small)
