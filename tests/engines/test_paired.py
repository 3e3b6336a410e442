"""What one engine cannot take the local one does, and it is said who did what."""

from dataclasses import dataclass, field, replace

import pytest

from segdesk import pipeline
from segdesk.core.document import Document, Mask, MaskSource, Picture
from segdesk.core.geometry import Point
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts
from segdesk.core.work import CancelToken, Report, no_report
from segdesk.engines import base, make_engine
from segdesk.engines.paired import PairedEngine
from segdesk.engines.setup import Setup
from tests.scenes import click, iou, plum

SCENE = plum()
BOX = BoxPrompt(SCENE.box)
KEEP, REMOVE = click(SCENE.inside), click(SCENE.outside, Polarity.REMOVE)


@dataclass
class Answering:
    """An engine that answers the truth, and remembers what it was asked and with which prior."""

    name: str
    capabilities: base.Capabilities
    obstacle: str | None = None
    asked: list[tuple[Prompts, Mask | None]] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def open(self, picture: Picture, *, cancel: CancelToken) -> base.EngineSession:
        self.opened += 1
        return self

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> base.Finding:
        self.asked.append((prompts, prior))
        return base.Finding(SCENE.truth.copy())

    def close(self) -> None:
        self.closed += 1


def boxer() -> Answering:
    return Answering("boxer", base.Capabilities(auto=True, boxes=True, strokes=False, prior_mask=False, max_side=99))


def painter() -> Answering:
    return Answering("painter", base.Capabilities(auto=False, boxes=False, strokes=True, prior_mask=True))


def partner() -> Answering:
    return Answering("partner", base.Capabilities(auto=True, boxes=True, strokes=True, prior_mask=True))


def answered(
    monkeypatch: pytest.MonkeyPatch, first: Answering, second: Answering, *steps: Prompts
) -> list[set[Notice]]:
    """The notes of each step, every one starting from the mask before."""
    monkeypatch.setattr(pipeline, "make_engine", lambda name, setup=None: first if name == "first" else second)
    desk = pipeline.Desk(Picture(SCENE.pixels), "first")
    document = Document(Picture(SCENE.pixels))
    told: list[set[Notice]] = []
    for prompts in steps:
        outcome = desk.segment(pipeline.with_prompts(document, prompts), cancel=CancelToken())
        assert outcome.engine == first.name
        document = outcome.document
        told.append({note.notice for note in outcome.notes})
    desk.close()
    return told


def test_without_strokes_the_first_answers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = boxer(), partner()
    assert answered(monkeypatch, first, second, Prompts(auto=True), Prompts(boxes=(BOX,))) == [set(), set()]
    assert len(first.asked) == 2
    assert not second.opened


def test_strokes_are_refined_by_the_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = boxer(), partner()
    boxed = Prompts(boxes=(BOX,))
    steps = (boxed, boxed.with_prompt(KEEP), boxed.with_prompt(KEEP).with_prompt(REMOVE))
    told = answered(monkeypatch, first, second, *steps)
    assert told == [set(), {Notice.FIRST_MASK_THEN_STROKES}, {Notice.FIRST_MASK_THEN_STROKES}]
    assert [prompts for prompts, _ in first.asked] == [boxed]
    assert [prompts for prompts, _ in second.asked] == list(steps[1:])
    assert all(prior is not None for _, prior in second.asked)
    assert (first.closed, second.closed) == (1, 1)


def test_strokes_alone_let_the_first_look_for_the_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = boxer(), partner()
    answered(monkeypatch, first, second, Prompts(strokes=(KEEP,)), Prompts(strokes=(REMOVE,)))
    assert [prompts.is_empty for prompts, _ in first.asked] == [True]
    assert len(second.asked) == 2
    assert all(prior is not None for _, prior in second.asked)


def test_a_new_box_asks_the_first_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = boxer(), partner()
    stroked = Prompts(strokes=(KEEP,), auto=True)
    answered(monkeypatch, first, second, stroked, stroked.with_prompt(BOX))
    assert [prompts.boxes for prompts, _ in first.asked] == [(), (BOX,)]


def test_another_engines_mask_gives_way_to_the_firsts_own() -> None:
    first, second = boxer(), partner()
    session = PairedEngine(first, second).open(Picture(SCENE.pixels), cancel=CancelToken())
    boxed = Prompts(boxes=(BOX,))
    foreign = Mask(SCENE.truth, MaskSource(second.name, boxed))
    asked = boxed.with_prompt(KEEP)
    finding = session.segment(asked, foreign, cancel=CancelToken(), report=no_report)
    assert first.asked == [(boxed, None)]
    assert {note.notice for note in finding.notes} == {Notice.FIRST_MASK_THEN_STROKES}
    session.close()


def test_a_mask_the_first_did_not_find_is_not_said_to_be_its_own() -> None:
    first, second = boxer(), partner()
    session = PairedEngine(first, second).open(Picture(SCENE.pixels), cancel=CancelToken())
    foreign = Mask(SCENE.truth, MaskSource("file", Prompts()))
    finding = session.segment(Prompts().with_prompt(KEEP), foreign, cancel=CancelToken(), report=no_report)
    assert first.asked == []
    assert {note.notice for note in finding.notes} == {Notice.ANSWERED_BY_PARTNER}
    session.close()


def test_strokes_alone_are_for_who_takes_strokes(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = painter(), partner()
    strokes = Prompts(strokes=(KEEP,))
    assert answered(monkeypatch, first, second, strokes, strokes.with_prompt(REMOVE)) == [set(), set()]
    assert [prior is None for _, prior in first.asked] == [True, False]
    assert not second.opened


def test_a_box_for_who_takes_strokes_only_is_answered_by_the_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = painter(), partner()
    boxed = Prompts(boxes=(BOX,))
    told = answered(monkeypatch, first, second, boxed, boxed.with_prompt(KEEP))
    assert told == [{Notice.ANSWERED_BY_PARTNER}, {Notice.FIRST_MASK_FOR_STROKES}]
    assert [prompts for prompts, _ in first.asked] == [Prompts(strokes=(KEEP,))]
    assert first.asked[0][1] is not None
    assert len(second.asked) == 1


def test_a_pair_takes_what_either_takes_within_the_first_ones_limits() -> None:
    pair = PairedEngine(replace(boxer(), obstacle="no keys"), partner())
    can = pair.capabilities
    assert can.auto
    assert can.boxes
    assert can.strokes
    assert can.prior_mask
    assert can.max_side == 99
    assert (pair.name, pair.obstacle) == ("boxer", "no keys")


def test_an_engine_that_takes_all_needs_nobody() -> None:
    local = make_engine("local")
    assert pipeline.complete(local) is local


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_both_clouds_follow_strokes(name: str, setup: Setup) -> None:
    """Each cloud gives or refines a mask, and strokes bend it where they say otherwise."""
    bruise = Point(SCENE.inside.x + 30, SCENE.inside.y)
    prompts = Prompts(boxes=(BOX,), strokes=(KEEP, click(bruise, Polarity.REMOVE)))
    document = pipeline.with_prompts(Document(Picture(SCENE.pixels)), prompts)
    outcome = pipeline.answer(document, name, setup=setup, cancel=CancelToken())
    mask = outcome.document.subject.mask
    assert mask is not None
    assert mask.coverage[int(bruise.y), int(bruise.x)] == 0
    assert iou(mask.coverage, SCENE.truth) > 0.9
    assert outcome.notes
