"""The local engine's proposals for the main subject, and what is told of them."""

from dataclasses import replace

import numpy as np
import pytest

from segdesk import pipeline
from segdesk.core.document import Bytes2D, Document, Mask, MaskSource, Picture
from segdesk.core.notes import Note, Notice
from segdesk.core.prompts import Polarity, Prompts
from segdesk.core.work import CancelToken, no_report
from segdesk.engines.base import Finding
from segdesk.engines.local import LocalEngine, LocalSession
from segdesk.imaging import segmentation
from tests.scenes import LEFT_DISC, RIGHT_DISC, click, disc, iou, plum, two_discs

AUTO = Prompts(auto=True)
DISCS = (disc(LEFT_DISC), disc(RIGHT_DISC))


def opened(pixels: Bytes2D) -> LocalSession:
    return LocalEngine().open(Picture(pixels), cancel=CancelToken())


def ask(session: LocalSession, prompts: Prompts, prior: Mask | None = None) -> Finding:
    return session.segment(prompts, prior, cancel=CancelToken(), report=no_report)


def left_disc(session: LocalSession) -> int:
    """The number of the candidate that is the left disc alone."""
    [number] = [number for number in range(3) if iou(candidate(session, number).coverage, DISCS[0]) > 0.9]
    return number


def candidate(session: LocalSession, number: int) -> Finding:
    return ask(session, replace(AUTO, candidate=number))


def told(finding: Finding) -> set[Notice]:
    return {note.notice for note in finding.notes}


def test_every_candidate_says_which_it_is() -> None:
    session = opened(two_discs())
    for number in range(5):
        found = candidate(session, number)
        assert found.candidates == 3
        assert Note.of(Notice.SUBJECT_NUMBER, number=number % 3 + 1, count=3) in found.notes


def test_doubt_is_told_with_the_first_only() -> None:
    fade = np.linspace(0, 255, 320).astype(np.uint8)
    session = opened(np.broadcast_to(fade[None, :, None], (240, 320, 3)).copy())
    assert told(candidate(session, 0)) & {Notice.SUBJECT_UNSURE, Notice.SUBJECT_DOUBTED}
    assert Notice.SUBJECT_UNSURE not in told(candidate(session, 1))


def test_of_a_clear_subject_there_is_no_doubt_and_no_choice() -> None:
    found = ask(opened(plum().pixels), AUTO)
    assert found.candidates == 1
    assert not found.notes


def test_a_stroke_without_a_prior_refines_the_candidate() -> None:
    session = opened(two_discs())
    stroke = click(RIGHT_DISC, Polarity.REMOVE)
    chosen = replace(AUTO, candidate=left_disc(session), strokes=(stroke,))
    refined = ask(session, chosen)
    assert iou(refined.coverage, DISCS[0]) > 0.9
    assert refined.candidates == 1
    assert not refined.notes


def test_a_stroke_goes_on_from_the_candidate_before_it() -> None:
    session = opened(two_discs())
    only = replace(AUTO, candidate=left_disc(session))
    prior = Mask(ask(session, only).coverage.copy(), MaskSource("local", only, 3))
    both = ask(session, only.with_prompt(click(RIGHT_DISC)), prior)
    assert iou(both.coverage, DISCS[0] | DISCS[1]) > 0.9


def test_each_is_worked_out_once_and_the_others_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[object] = []
    detailed = segmentation.detailed

    def counted(features: segmentation.Features, proposal: segmentation.Proposal) -> np.ndarray:
        worked.append(proposal)
        return detailed(features, proposal)

    monkeypatch.setattr(segmentation, "detailed", counted)
    session = opened(two_discs())
    for number in (1, 1, 2, 4):
        candidate(session, number)
    assert len(worked) == 2


def test_the_mask_remembers_among_how_many_it_was_chosen() -> None:
    document = pipeline.with_prompts(Document(Picture(two_discs())), AUTO)
    mask = pipeline.answer(document, "local", cancel=CancelToken()).document.subject.mask
    assert mask is not None
    assert mask.source == MaskSource("local", AUTO, 3)


def test_an_engine_with_one_proposal_says_so_when_another_is_wanted() -> None:
    document = Document(Picture(plum().pixels))
    for number, notes in ((0, set[Notice]()), (1, {Notice.SUBJECT_ALONE})):
        asked = pipeline.with_prompts(document, replace(AUTO, candidate=number))
        outcome = pipeline.answer(asked, "local", cancel=CancelToken())
        assert {note.notice for note in outcome.notes} == notes
