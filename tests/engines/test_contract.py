"""What every engine owes its callers, whichever it is: the clouds' are asked of their double, models are tiny ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.errors import Cancelled, EngineUnknown, PictureOutOfLimits
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Region, ScribbleMap, Stroke
from segdesk.core.work import CancelToken, no_report
from segdesk.engines import engine_names, make_engine
from segdesk.engines.base import Engine, EngineSession, Finding
from segdesk.engines.setup import ModelSetup, Setup
from segdesk.imaging.scribbles import scribble_maps
from segdesk.pipeline import complete
from tests.engines import tinymodels
from tests.scenes import Scene, click, iou, plum

SCENE = plum()
WORDS = {
    "auto": Prompts(auto=True),
    "keep": Prompts(strokes=(click(SCENE.inside),)),
    "remove": Prompts(strokes=(click(SCENE.outside, Polarity.REMOVE),)),
    "box": Prompts(boxes=(BoxPrompt(SCENE.box),)),
    "all": Prompts(
        strokes=(click(SCENE.inside), click(SCENE.outside, Polarity.REMOVE)), boxes=(BoxPrompt(SCENE.box),), auto=True
    ),
}


# The model engine is as many engines as there are kinds of models; its own fixture brings one of them.
MODELS: dict[str, Callable[[Path], tuple[Path, ...]]] = {
    "mobile": tinymodels.mobile_pair,
    "edge": tinymodels.edge_pair,
    "second": tinymodels.second_pair,
    "saliency": lambda folder: (tinymodels.saliency(folder),),
}


def engine_of(name: str, setup: Setup, folder: Path) -> Engine:
    if name in MODELS:
        return complete(make_engine("model", replace(setup, model=ModelSetup(MODELS[name](folder)))))
    return complete(make_engine(name, setup))


@pytest.fixture(params=[*engine_names(), *MODELS])
def session(request: pytest.FixtureRequest, setup: Setup, tmp_path: Path) -> Iterator[EngineSession]:
    opened = engine_of(request.param, setup, tmp_path).open(Picture(SCENE.pixels), cancel=CancelToken())
    yield opened
    opened.close()


def ring(at: Point, polarity: Polarity) -> Region:
    """A region around a place, as a lasso draws it."""
    return Region(polarity, (Point(at.x - 6, at.y - 6), Point(at.x + 6, at.y - 5), Point(at.x + 1, at.y + 7)))


def ask(session: EngineSession, prompts: Prompts, prior: Mask | None = None) -> np.ndarray:
    return session.segment(prompts, prior, cancel=CancelToken(), report=no_report).coverage


@pytest.mark.parametrize("prompts", WORDS.values(), ids=WORDS)
def test_the_mask_has_the_size_and_depth_of_the_picture(session: EngineSession, prompts: Prompts) -> None:
    coverage = ask(session, prompts)
    assert coverage.shape == SCENE.truth.shape
    assert coverage.dtype == np.uint8


@pytest.mark.parametrize("prompts", WORDS.values(), ids=WORDS)
def test_strokes_are_law(session: EngineSession, prompts: Prompts) -> None:
    against = (
        Stroke(Polarity.KEEP, 6, (Point(20, 20), Point(60, 30))),
        Stroke(Polarity.REMOVE, 4, (SCENE.inside, Point(SCENE.inside.x + 30, SCENE.inside.y))),
    )
    for stroke in against:
        prompts = prompts.with_prompt(stroke)
    coverage = ask(session, prompts)
    keep, remove = scribble_maps(prompts, SCENE.size)
    assert (coverage[keep > 0] >= 128).all()
    assert (coverage[remove > 0] < 128).all()


@pytest.mark.parametrize("prompts", WORDS.values(), ids=WORDS)
def test_the_same_question_gets_the_same_answer(session: EngineSession, prompts: Prompts) -> None:
    assert np.array_equal(ask(session, prompts), ask(session, prompts))


def test_every_candidate_is_answered_and_after_the_last_comes_the_first(session: EngineSession) -> None:
    def finding(candidate: int) -> Finding:
        prompts = Prompts(auto=True, candidate=candidate)
        return session.segment(prompts, None, cancel=CancelToken(), report=no_report)

    first = finding(0)
    assert first.candidates >= 1
    assert np.array_equal(finding(first.candidates).coverage, first.coverage)
    for candidate in range(first.candidates):
        found = finding(candidate)
        assert found.candidates == first.candidates
        assert (found.coverage >= 128).any()


def test_a_stroke_refines_the_candidate_that_was_chosen(session: EngineSession) -> None:
    chosen = Prompts(auto=True, candidate=1)
    prior = Mask(ask(session, chosen), MaskSource("any", chosen))
    stroke = click(SCENE.outside, Polarity.REMOVE)
    assert iou(ask(session, chosen.with_prompt(stroke), prior), prior.coverage) > 0.9


@pytest.mark.parametrize("word", ["auto", "box", "all"])
def test_an_easy_subject_is_found(session: EngineSession, word: str) -> None:
    assert iou(ask(session, WORDS[word]), SCENE.truth) > 0.95


def test_a_keep_and_a_remove_stroke_find_an_easy_subject(session: EngineSession) -> None:
    prompts = Prompts(strokes=(click(SCENE.inside, radius=8), click(SCENE.outside, Polarity.REMOVE, radius=8)))
    assert iou(ask(session, prompts), SCENE.truth) > 0.95


def test_scribble_maps_count_like_strokes(session: EngineSession) -> None:
    strokes = Prompts(strokes=(click(SCENE.inside, radius=8), click(SCENE.outside, Polarity.REMOVE, radius=8)))
    keep, remove = scribble_maps(strokes, SCENE.size)
    maps = Prompts(maps=(ScribbleMap(Polarity.KEEP, keep), ScribbleMap(Polarity.REMOVE, remove)))
    assert iou(ask(session, maps), ask(session, strokes)) > 0.98


def test_regions_are_law_like_strokes(session: EngineSession) -> None:
    """Against the picture: a piece of the background is kept, and a piece of the subject removed."""
    kept, removed = ring(SCENE.outside, Polarity.KEEP), ring(SCENE.inside, Polarity.REMOVE)
    found = ask(session, Prompts(strokes=(click(SCENE.inside, radius=12), kept, removed)))
    for region, value in ((kept, 255), (removed, 0)):
        inside = scribble_maps(Prompts(strokes=(replace(region, polarity=Polarity.KEEP),)), SCENE.size)[0] > 0
        assert inside.sum() > 50
        assert set(np.unique(found[inside])) == {value}


def test_a_good_prior_survives_a_stroke_that_agrees_with_it(session: EngineSession) -> None:
    prior = Mask(SCENE.truth.copy(), MaskSource("file", Prompts()))
    assert iou(ask(session, WORDS["keep"], prior), SCENE.truth) > 0.95


def test_a_raised_token_stops_the_work(session: EngineSession) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        session.segment(WORDS["box"], None, cancel=token, report=no_report)


@pytest.mark.parametrize("size", [Size(1, 1), Size(1, 90), Size(90, 1), Size(2, 3), Size(7, 600)])
@pytest.mark.parametrize("name", [*engine_names(), *MODELS])
def test_odd_pictures_are_answered_too(name: str, size: Size, setup: Setup, tmp_path: Path) -> None:
    """Or refused, where they would be nearly nothing but border within the engine's limits."""
    pixels = np.full((size.height, size.width, 3), 90, np.uint8)
    engine = engine_of(name, setup, tmp_path)
    opened = engine.open(Picture(pixels), cancel=CancelToken())
    for prompts in (
        Prompts(auto=True),
        Prompts(strokes=(click(Point(0.5, 0.5), radius=1),)),
        Prompts(strokes=(click(Point(-50, -50), Polarity.REMOVE, radius=1),)),
        Prompts(boxes=(BoxPrompt(Box(0, 0, size.width, size.height)), BoxPrompt(Box(-9, -9, -1, -1)))),
    ):
        try:
            assert ask(opened, prompts).shape == (size.height, size.width)
        except PictureOutOfLimits:
            assert min(size) < (engine.capabilities.min_side or 0) / 4
    opened.close()


def test_the_picture_is_left_as_it_was(session: EngineSession) -> None:
    before = SCENE.pixels.copy()
    ask(session, WORDS["all"])
    assert np.array_equal(SCENE.pixels, before)


def test_a_closed_session_may_be_closed_again(session: EngineSession) -> None:
    session.close()
    session.close()


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(EngineUnknown, match=r"“clever”.*local"):
        make_engine("clever")


def test_scenes_are_what_they_claim() -> None:
    scene: Scene = plum()
    assert scene.truth[int(scene.inside.y), int(scene.inside.x)] == 255
    assert scene.truth[int(scene.outside.y), int(scene.outside.x)] == 0
