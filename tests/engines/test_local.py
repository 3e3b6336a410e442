"""The local engine with its network, and what it does when the model file is gone or damaged."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.geometry import Point
from segdesk.core.notes import Notice
from segdesk.core.prompts import Polarity, Prompts, Region
from segdesk.core.resources import resource
from segdesk.core.work import CancelToken, no_report
from segdesk.engines.base import Finding
from segdesk.engines.local import LocalEngine
from segdesk.imaging.scribbles import scribble_maps
from tests.scenes import LEFT_DISC, RIGHT_DISC, click, disc, iou, plum, two_discs

MODEL = resource("models", "local.onnx")
SCENE = plum()
ROUND = tuple(
    Point(SCENE.inside.x + dx, SCENE.inside.y + dy) for dx, dy in ((-20, -12), (0, -22), (20, -10), (18, 14), (-16, 18))
)
PROMPTS = Prompts((click(SCENE.inside), click(SCENE.outside, Polarity.REMOVE)))


def ask(engine: LocalEngine, pixels: np.ndarray, prompts: Prompts, prior: Mask | None = None) -> Finding:
    session = engine.open(Picture(pixels), cancel=CancelToken())
    return session.segment(prompts, prior, cancel=CancelToken(), report=no_report)


def test_with_its_model_nothing_has_to_be_said() -> None:
    assert ask(LocalEngine(), SCENE.pixels, PROMPTS).notes == ()


@pytest.mark.parametrize("damage", ["missing", "cut short", "no particulars"])
def test_without_its_model_it_goes_on_by_colours_and_says_so(damage: str, tmp_path: Path) -> None:
    model = tmp_path / "local.onnx"
    if damage != "missing":
        shutil.copy2(MODEL.with_suffix(".json"), tmp_path)
        model.write_bytes(MODEL.read_bytes()[:-100])
    if damage == "no particulars":
        shutil.copy2(MODEL, tmp_path)
        model.with_suffix(".json").unlink()
    finding = ask(LocalEngine(model), SCENE.pixels, PROMPTS)
    assert [note.notice for note in finding.notes] == [Notice.NETWORK_MISSING]
    assert iou(finding.coverage, SCENE.truth) > 0.9


def test_what_lies_farther_away_than_the_subject_is_wide_does_not_change() -> None:
    """The left disc is the mask; a remove stroke at its rim may not touch what is far from that stroke."""
    pixels = np.hstack([two_discs(), two_discs()])
    far = np.hstack([disc(LEFT_DISC), disc(RIGHT_DISC)])
    engine = LocalEngine()
    first = Prompts((click(LEFT_DISC), click(RIGHT_DISC)))
    prior = Mask(far.copy(), MaskSource("local", first))
    stroke = click(LEFT_DISC, Polarity.REMOVE, 8)
    after = ask(engine, pixels, Prompts((*first.strokes, stroke)), prior).coverage
    assert np.array_equal(after[:, 400:], far[:, 400:])
    assert after[round(LEFT_DISC.y), round(LEFT_DISC.x)] < 128


def test_what_a_lasso_keeps_is_in_the_mask_and_what_it_removes_is_not() -> None:
    around = Region(Polarity.KEEP, ROUND)
    hole = Region(Polarity.REMOVE, tuple(Point((x + SCENE.inside.x) / 2, (y + SCENE.inside.y) / 2) for x, y in ROUND))
    dot = click(SCENE.inside, radius=3)
    coverage = ask(LocalEngine(), SCENE.pixels, Prompts((around, hole, dot))).coverage
    kept, removed = scribble_maps(Prompts((around, hole, dot)), SCENE.size)
    assert kept.any()
    assert removed.any()
    assert coverage[kept > 0].min() == 255
    assert coverage[removed > 0].max() == 0


def test_a_region_on_the_subject_finds_it_as_a_stroke_does() -> None:
    said = Prompts((Region(Polarity.KEEP, ROUND), click(SCENE.outside, Polarity.REMOVE)))
    assert iou(ask(LocalEngine(), SCENE.pixels, said).coverage, SCENE.truth) > 0.9


def test_the_same_question_gets_the_same_mask_in_another_session() -> None:
    engine, other = LocalEngine(), LocalEngine()
    masks = [ask(each, SCENE.pixels, PROMPTS).coverage for each in (engine, engine, other)]
    assert np.array_equal(masks[0], masks[1])
    assert np.array_equal(masks[0], masks[2])
