"""Several subjects on the road from prompts to files: each and all exported, masks combined and then drawn upon."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk import rendering
from segdesk.core.document import (
    AS_MASKED,
    Bytes2D,
    Document,
    EdgeSettings,
    Mask,
    MaskSource,
    Picture,
    Subject,
    Traits,
    Which,
)
from segdesk.core.edits import AddPrompt, Edit, SetPrompts, apply
from segdesk.core.errors import OutputError, Reason
from segdesk.core.exporting import ALPHA, CUTOUT, ON_WHITE, Recipe
from segdesk.core.geometry import Point
from segdesk.core.maskedits import Combination, combining_edit
from segdesk.core.prompts import Polarity, Prompts
from segdesk.core.subjectedits import MoveSubject, SetTraits
from segdesk.core.work import CancelToken
from segdesk.imaging import composite, files
from segdesk.pipeline import Desk
from tests.scenes import BLUE, GROUND, LEFT_DISC, RED, RIGHT_DISC, click, disc, iou, two_discs

SHAPE = (200, 300)
RED_IN, BLUE_IN, OUT = (100, 80), (100, 230), (20, 150)
"""Row and column in the middle of either disc, and of neither."""


def soft(*, until: float, width: float = 8.0) -> Bytes2D:
    """What lies left of a column, with an edge so many pixels wide around it."""
    columns = np.arange(SHAPE[1]) + 0.5
    return np.broadcast_to(np.rint(255 * np.clip((until - columns) / width + 0.5, 0, 1)), SHAPE).astype(np.uint8)


def document(*masks: Bytes2D, pixels: NDArray[np.uint8] | None = None, prompts: Prompts | None = None) -> Document:
    """A picture with subjects that these finished masks were found of."""
    said = prompts or Prompts(auto=True)
    subjects = [
        Subject(key, Traits(), said, Mask(mask, MaskSource("test", said, is_soft=True)), EdgeSettings(halo=0))
        for key, mask in enumerate(masks)
    ]
    return Document(Picture(two_discs() if pixels is None else pixels), tuple(subjects))


def discs() -> Document:
    return document(disc(LEFT_DISC), disc(RIGHT_DISC))


def done(before: Document, *edits: Edit) -> Document:
    for edit in edits:
        before, _ = apply(before, edit)
    return before


def together(whole: Document) -> tuple[Bytes2D, NDArray[np.uint8]]:
    return rendering.together(whole, cancel=CancelToken())


def test_all_together_is_what_any_of_them_covers() -> None:
    alpha, colours = together(discs())
    np.testing.assert_array_equal(alpha, np.maximum(disc(LEFT_DISC), disc(RIGHT_DISC)))
    assert colours[RED_IN].argmax() == np.argmax(RED)
    assert colours[BLUE_IN].argmax() == np.argmax(BLUE)


def test_what_is_hidden_is_in_no_export(tmp_path: Path) -> None:
    hidden = done(discs(), SetTraits(1, Traits(is_visible=False)))
    np.testing.assert_array_equal(together(hidden)[0], disc(LEFT_DISC))
    assert rendering.export_which(hidden, tmp_path / "a.png", Which.EACH) == (tmp_path / "a-1.png",)
    nothing = done(hidden, SetTraits(0, Traits(is_visible=False)))
    assert not together(nothing)[0].any()
    assert rendering.export_which(nothing, tmp_path / "a.png", Which.EACH) == ()


def test_no_seam_is_left_where_two_subjects_touch() -> None:
    left = soft(until=150.0)
    pixels = np.where(left[..., None] > 127, np.uint8(200), np.uint8(40)).repeat(3, axis=2)
    alpha, colours = together(document(left, 255 - left, pixels=pixels))
    assert alpha.min() == 255
    np.testing.assert_array_equal(colours, pixels)


def test_an_outer_edge_in_common_stays_as_soft_as_it_is() -> None:
    edge = soft(until=150.0)
    part = edge.copy()
    part[:100] = 0
    np.testing.assert_array_equal(together(document(edge, part))[0], edge)


def test_a_gap_between_two_subjects_stays_open() -> None:
    left = soft(until=148.0, width=1.0)
    right = np.ascontiguousarray(left[:, ::-1])
    np.testing.assert_array_equal(together(document(left, right))[0], np.maximum(left, right))


def test_the_first_lies_above_whatever_is_in_hand() -> None:
    whole = np.full(SHAPE, 255, np.uint8)
    below = soft(until=150.0)
    upper, lower = document(whole, below), document(below, whole)
    pixels = upper.picture.pixels
    black, white = np.zeros_like(pixels), np.full_like(pixels, 255)
    mixed = composite.united(below, black, whole, white)[1]
    np.testing.assert_array_equal(mixed[:, :140], black[:, :140])
    np.testing.assert_array_equal(mixed[:, 160:], white[:, 160:])
    for made in (upper, lower):
        np.testing.assert_array_equal(together(made)[0], whole)
        moved = done(made, MoveSubject(1, 0))
        np.testing.assert_array_equal(together(moved)[1], together(replace(moved, active=1))[1])


@pytest.mark.parametrize("recipe", [CUTOUT, ALPHA, ON_WHITE])
def test_every_form_can_hold_all_together(recipe: Recipe) -> None:
    png = files.decode_bytes(rendering.render(discs(), recipe, all_together=True), "all").picture
    inside = {ALPHA: (255, 255, 255)}.get(recipe)
    for at, colour in ((RED_IN, inside or RED), (BLUE_IN, inside or BLUE)):
        assert np.abs(png.pixels[at].astype(int) - colour).max() < 20
    if recipe is CUTOUT:
        assert png.alpha is not None
        assert png.alpha[OUT] == 0
    else:
        assert png.pixels[OUT].max() == (255 if recipe is ON_WHITE else 0)


def test_each_is_written_to_a_file_that_has_its_name(tmp_path: Path) -> None:
    named = done(discs(), SetTraits(0, Traits("石榴")))
    paths = rendering.export_which(named, tmp_path / "discs.png", Which.EACH)
    assert [path.name for path in paths] == ["discs-石榴.png", "discs-2.png"]
    for path, key in zip(paths, (0, 1), strict=True):
        assert path.read_bytes() == rendering.render(named.with_active(key))


def test_each_is_written_unless_one_of_them_may_not_be(tmp_path: Path) -> None:
    (tmp_path / "discs-2.png").write_bytes(b"something dear")
    with pytest.raises(OutputError) as refused:
        rendering.export_which(discs(), tmp_path / "discs.png", Which.EACH)
    assert refused.value.reason is Reason.OUTPUT_EXISTS
    assert [path.name for path in tmp_path.iterdir()] == ["discs-2.png"]
    rendering.export_which(discs(), tmp_path / "discs.png", Which.EACH, overwrite=True)
    assert (tmp_path / "discs-2.png").read_bytes() != b"something dear"


def test_shares_of_the_work_only_grow_over_all_files(tmp_path: Path) -> None:
    heard: list[float] = []

    def hear(stage: str, share: float) -> None:
        heard.append(share)

    rendering.export_which(discs(), tmp_path / "discs.png", Which.EACH, report=hear)
    assert heard == sorted(heard)
    assert 0 <= heard[0] < 0.5 < heard[-1] <= 1


@pytest.mark.parametrize("how", Combination)
def test_no_stroke_of_before_comes_back_in_an_export_of_a_combination(how: Combination) -> None:
    said = Prompts(strokes=(click(LEFT_DISC), click(Point(150, 20), Polarity.REMOVE)))
    whole = np.full(SHAPE, 255, np.uint8)
    masks = {Combination.UNION: (disc(LEFT_DISC), whole), Combination.SUBTRACT: (whole, disc(LEFT_DISC))}
    own, other = masks.get(how, (whole, disc(RIGHT_DISC)))
    made = document(own, other, prompts=said)
    combined = done(made, combining_edit(made, 0, other=1, how=how))
    alpha = rendering.final_alpha(combined, cancel=CancelToken())
    assert combined.subject.mask is not None
    np.testing.assert_array_equal(alpha, combined.subject.mask.coverage)


def answered(before: Document, desk: Desk) -> Document:
    return desk.segment(before, cancel=CancelToken()).document


def mask_of(made: Document) -> Bytes2D:
    assert made.subject.mask is not None
    return made.subject.mask.coverage


@pytest.mark.parametrize("how", [Combination.UNION, Combination.SUBTRACT])
def test_the_local_engine_goes_on_from_a_combination_stroke_after_stroke(how: Combination) -> None:
    blank = Document(Picture(two_discs()), (Subject(0, edges=AS_MASKED), Subject(1, edges=AS_MASKED)))
    desk = Desk(blank.picture, "local")
    both = (click(LEFT_DISC), click(RIGHT_DISC)) if how is Combination.SUBTRACT else (click(LEFT_DISC),)
    one = answered(done(blank, SetPrompts(0, Prompts(strokes=both))), desk)
    two = answered(done(one, AddPrompt(1, click(RIGHT_DISC))).with_active(1), desk).with_active(0)
    combined = done(two, combining_edit(two, 0, other=1, how=how))
    meant = disc(LEFT_DISC) if how is Combination.SUBTRACT else np.maximum(disc(LEFT_DISC), disc(RIGHT_DISC))
    assert iou(mask_of(combined), meant) > 0.9
    for at in (Point(150, 30), Point(20, 180)):
        combined = answered(done(combined, AddPrompt(0, click(at, Polarity.REMOVE))), desk)
        assert iou(mask_of(combined), meant) > 0.9
    assert np.abs(combined.picture.pixels[OUT].astype(int) - GROUND).max() < 30
    desk.close()
