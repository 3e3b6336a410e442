"""The one road: open, segment, render, export."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk import pipeline, rendering
from segdesk.core.document import AS_MASKED, FILE_ENGINE, Document, EdgeSettings, Mask, MaskSource, Picture
from segdesk.core.edits import AddHair, AddPrompt, apply
from segdesk.core.errors import Cancelled, EngineError, OutputError, PromptError, Reason
from segdesk.core.exporting import ALPHA, ON_WHITE, WHITE
from segdesk.core.geometry import Box, Point, Size
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, HairStroke, Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken, Report
from segdesk.engines import base
from segdesk.imaging import composite, encoders, files, foreground
from tests.said import rasterised
from tests.scenes import click, iou, plum

SCENE = plum()
BOXED = Prompts(boxes=(BoxPrompt(SCENE.box),))


@pytest.fixture
def document() -> Document:
    return Document(Picture(SCENE.pixels, name="plum.png"))


def asked(document: Document, prompts: Prompts) -> Document:
    return pipeline.answer(pipeline.with_prompts(document, prompts), "local", cancel=CancelToken()).document


def test_the_answer_is_an_edit_that_joins_the_document(document: Document) -> None:
    answered = asked(document, BOXED)
    assert answered.subject.mask is not None
    assert answered.subject.mask.source == MaskSource("local", BOXED)
    assert not answered.subject.is_stale
    assert iou(answered.subject.mask.coverage, SCENE.truth) > 0.95


def test_every_stage_is_timed(document: Document) -> None:
    outcome = pipeline.answer(pipeline.with_prompts(document, BOXED), "local", cancel=CancelToken())
    assert list(outcome.seconds) == ["prepare", "segment", "edges", "patch"]
    assert all(seconds >= 0 for seconds in outcome.seconds.values())


def test_a_desk_opens_its_session_once(document: Document) -> None:
    desk = pipeline.Desk(document.picture, "local")
    first = desk.segment(pipeline.with_prompts(document, BOXED), cancel=CancelToken())
    again, _ = apply(first.document, AddPrompt(0, click(SCENE.inside)))
    second = desk.segment(again, cancel=CancelToken())
    desk.close()
    assert "prepare" in first.seconds
    assert "prepare" not in second.seconds


def test_the_prior_is_used_only_while_the_prompts_grow(document: Document) -> None:
    answered = asked(document, BOXED)
    grown, _ = apply(answered, AddPrompt(0, click(SCENE.inside)))
    assert grown.subject.prior is answered.subject.mask
    moved = pipeline.with_prompts(answered, Prompts(boxes=(BoxPrompt(Box(0, 0, 9, 9)),)))
    assert moved.subject.prior is None


def test_nothing_asked_leaves_no_mask(document: Document) -> None:
    answered = asked(document, BOXED)
    assert asked(answered, Prompts()).subject.mask is None


def test_a_mask_that_answers_its_prompts_stays(document: Document) -> None:
    given = pipeline.with_prior(document, SCENE.truth.copy())
    outcome = pipeline.answer(given, "local", cancel=CancelToken())
    assert outcome.engine == FILE_ENGINE
    assert outcome.document == given


def test_prompts_beyond_the_picture_are_told_of() -> None:
    prompts = Prompts(
        boxes=(BoxPrompt(Box(10, 10, 500, 50)), BoxPrompt(Box(900, 0, 999, 50))),
        strokes=(Stroke(Polarity.KEEP, 9, (Point(3, 3),)), Stroke(Polarity.KEEP, 9, (Point(3, 3), Point(-40, 3)))),
    )
    notes = {note.notice: dict(note.values)["count"] for note in pipeline.clipping_notes(prompts, Size(320, 240))}
    assert notes == {Notice.PROMPT_CLIPPED: 2, Notice.PROMPT_OUTSIDE: 1}


def test_finding_nothing_is_said(document: Document) -> None:
    everywhere = Stroke(Polarity.REMOVE, 400, (Point(160, 120),))
    outcome = pipeline.answer(
        pipeline.with_prompts(document, Prompts(strokes=(everywhere,))), "local", cancel=CancelToken()
    )
    assert Notice.NOTHING_FOUND in {note.notice for note in outcome.notes}


class Broken:
    """An engine whose session fails in a way nobody foresaw."""

    name = "broken"
    capabilities = base.Capabilities(auto=True, boxes=True, strokes=True, prior_mask=True)
    obstacle: str | None = None

    def open(self, picture: Picture, *, cancel: CancelToken) -> base.EngineSession:
        return self

    def segment(self, prompts: Prompts, prior: Mask | None, *, cancel: CancelToken, report: Report) -> base.Finding:
        raise ZeroDivisionError("by chance")

    def close(self) -> None:
        pass


def test_an_engine_that_breaks_is_one_clear_sentence(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "make_engine", lambda name, setup: Broken())
    with pytest.raises(EngineError, match=r"broken engine stopped unexpectedly.*by chance.*try"):
        pipeline.answer(pipeline.with_prompts(document, BOXED), "broken", cancel=CancelToken())


def test_a_cancelled_question_has_no_answer(document: Document) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        pipeline.answer(pipeline.with_prompts(document, BOXED), "local", cancel=token)


def test_a_cutout_is_straight_alpha_at_full_size(document: Document, tmp_path: Path) -> None:
    target = tmp_path / "剪影 плод.png"
    rendering.export(pipeline.with_prior(document, SCENE.truth.copy()), target)
    decoded = files.decode(target).picture
    assert decoded.size == SCENE.size
    assert decoded.alpha is not None
    assert np.array_equal(decoded.alpha, SCENE.truth)
    assert np.array_equal(decoded.pixels[SCENE.truth == 255], SCENE.pixels[SCENE.truth == 255])
    assert not decoded.pixels[SCENE.truth == 0].any()


def test_without_edge_settings_the_colours_are_the_pictures_own(document: Document) -> None:
    given = pipeline.with_edges(pipeline.with_prior(document, SCENE.truth.copy()), AS_MASKED)
    shown = files.decode_bytes(rendering.render(given), "cut").picture.pixels
    assert np.array_equal(shown[SCENE.truth > 0], SCENE.pixels[SCENE.truth > 0])


def test_nothing_is_left_of_a_subject_without_a_mask(document: Document) -> None:
    turned = pipeline.with_edges(document, EdgeSettings(invert=True))
    assert not rendering.final_alpha(turned, cancel=CancelToken()).any()


def test_a_files_own_transparency_is_not_matted_again(document: Document) -> None:
    fog = np.where(SCENE.truth > 0, np.uint8(90), np.uint8(0))
    given = pipeline.with_prior(document, fog, is_soft=True)
    assert np.array_equal(rendering.final_alpha(given, cancel=CancelToken()), fog)


def test_hair_strokes_ask_for_matting_where_they_lie(document: Document) -> None:
    bare = pipeline.with_prior(document, SCENE.truth.copy())
    hair = HairStroke(Polarity.KEEP, 12, (SCENE.outside,))
    brushed, _ = apply(bare, AddHair(0, hair))
    before, after = (rendering.final_alpha(one, cancel=CancelToken()) for one in (bare, brushed))
    on_stroke = rasterised([hair], SCENE.size) > 0
    assert np.array_equal(before[~on_stroke], after[~on_stroke])


def test_an_export_can_be_cancelled_on_its_way(document: Document) -> None:
    token = CancelToken()
    given = pipeline.with_prior(document, SCENE.truth.copy())

    def stop(stage: str, share: float) -> None:
        if stage == "colours":
            token.cancel()

    with pytest.raises(Cancelled):
        rendering.render(given, cancel=token, report=stop)


def test_a_mask_export_is_grey_and_white_is_white(document: Document, tmp_path: Path) -> None:
    given = pipeline.with_prior(document, SCENE.truth.copy())
    rendering.export(given, tmp_path / "mask.png", ALPHA)
    assert np.array_equal(files.decode_map(tmp_path / "mask.png"), SCENE.truth)
    rendering.export(given, tmp_path / "white.png", ON_WHITE)
    white = files.decode(tmp_path / "white.png").picture
    assert white.alpha is None
    assert (white.pixels[SCENE.truth == 0] == 255).all()


def test_an_export_never_touches_the_original(tmp_path: Path) -> None:
    original = SCENE.save(tmp_path / "plum.png")
    before = original.read_bytes()
    opened = pipeline.open_document(original).document
    with pytest.raises(OutputError) as caught:
        rendering.export(opened, original, overwrite=True)
    assert caught.value.reason is Reason.OUTPUT_IS_INPUT
    assert original.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none/cut.png", Reason.OUTPUT_FOLDER), ("there.png", Reason.OUTPUT_EXISTS)],
)
def test_a_target_that_cannot_be_written_is_refused_early(
    document: Document, tmp_path: Path, name: str, reason: Reason
) -> None:
    (tmp_path / "there.png").write_bytes(b"mine")
    with pytest.raises(OutputError) as caught:
        rendering.export(document, tmp_path / name)
    assert caught.value.reason is reason
    assert (tmp_path / "there.png").read_bytes() == b"mine"


def test_the_pictures_own_transparency_is_the_first_mask(tmp_path: Path) -> None:
    path = tmp_path / "cut.png"
    rendering.export(pipeline.with_prior(Document(Picture(SCENE.pixels)), SCENE.truth.copy()), path)
    opened = pipeline.open_document(path)
    assert opened.document.subject.mask is not None
    assert np.array_equal(opened.document.subject.mask.coverage, SCENE.truth)
    assert not opened.document.subject.is_stale
    assert Notice.ALPHA_AS_MASK in {note.notice for note in opened.notes}


def test_a_map_of_another_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(encoders.encode_mask(np.zeros((10, 12), np.uint8)))
    with pytest.raises(PromptError, match=r"“map.png” is 12 × 10 pixels but the picture is 320 × 240"):
        pipeline.load_map(path, SCENE.size)


def test_the_sample_is_cut_well_by_its_own_prompts() -> None:
    sample = pipeline.sample()
    truth = files.decode_map(sample.alpha)
    document = pipeline.open_document(sample.picture).document
    prompts = pipeline.load_prompts(sample.prompts)
    assert len(prompts.strokes) + len(prompts.boxes) <= 6
    mask = asked(document, prompts).subject.mask
    assert mask is not None
    assert iou(mask.coverage, truth) >= 0.95


def test_the_samples_export_is_nearer_the_truth_than_its_mask() -> None:
    sample, token = pipeline.sample(), CancelToken()
    truth = files.decode_map(sample.alpha)
    opened = pipeline.open_document(sample.picture).document
    document = asked(opened, pipeline.load_prompts(sample.prompts))
    true_colours = foreground.estimate(opened.picture.pixels, truth, amount=1.0, cancel=token)
    expected = composite.over(true_colours, truth, WHITE).astype(int)
    alphas: list[float] = []
    whites: list[float] = []
    for edges in (AS_MASKED, EdgeSettings()):
        alpha, colours = rendering.finished(pipeline.with_edges(document, edges), cancel=token)
        alphas.append(float(np.square(alpha.astype(int) - truth).mean()))
        whites.append(float(np.square(composite.over(colours, alpha, WHITE) - expected).mean()))
    assert alphas[1] < alphas[0]
    assert whites[1] < 0.95 * whites[0]


def test_the_sample_is_cut_as_well_when_its_prompts_come_one_by_one() -> None:
    sample = pipeline.sample()
    truth = files.decode_map(sample.alpha)
    document = pipeline.open_document(sample.picture).document
    prompts = pipeline.load_prompts(sample.prompts)
    desk = pipeline.Desk(document.picture, "local")
    for prompt in (*prompts.boxes, *prompts.strokes):
        document = desk.segment(apply(document, AddPrompt(0, prompt))[0], cancel=CancelToken()).document
    desk.close()
    assert document.subject.mask is not None
    assert iou(document.subject.mask.coverage, truth) >= 0.95


def test_the_sample_truly_needs_strokes() -> None:
    sample = pipeline.sample()
    truth = files.decode_map(sample.alpha)
    document = pipeline.open_document(sample.picture).document
    prompts = replace(pipeline.load_prompts(sample.prompts), strokes=())
    mask = asked(document, prompts).subject.mask
    assert mask is not None
    assert iou(mask.coverage, truth) < 0.95
