"""Models that the person brings: told by what goes in and out, seen once per picture, asked with few points."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np
import pytest

from segdesk import pipeline
from segdesk.core.document import Bytes2D, Document, Mask, MaskSource, Picture
from segdesk.core.errors import Cancelled, ModelMissing, PromptUnsupported, Reason
from segdesk.core.geometry import Box, Point
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken, no_report
from segdesk.engines.base import EngineSession
from segdesk.engines.model import ModelEngine
from segdesk.engines.models import runtime
from segdesk.engines.models.onnxfile import read_signature
from segdesk.engines.models.recognition import SaliencyModel, SamModel, recognise
from segdesk.engines.models.runtime import Array, Network
from segdesk.engines.setup import ModelSetup, Setup
from tests.engines import tinymodels
from tests.scenes import click, iou, plum

SCENE = plum()
PAIRS = (tinymodels.sam_pair, tinymodels.mobile_pair, tinymodels.edge_pair, tinymodels.second_pair)
SALIENT = (tinymodels.saliency, tinymodels.plain_saliency, tinymodels.open_saliency)
Feeds = list[tuple[str, dict[str, Array]]]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Feeds:
    """Every run of a model: the first of its outputs that was asked for, and what it was given."""
    noted: Feeds = []
    run = Network.run

    def noting(self: Network, given: Mapping[str, Array], wanted: Sequence[str], cancel: CancelToken) -> list[Array]:
        noted.append((wanted[0], dict(given)))
        return run(self, given, wanted, cancel)

    monkeypatch.setattr(Network, "run", noting)
    return noted


@pytest.fixture
def session(sam_files: tuple[Path, ...]) -> Iterator[EngineSession]:
    opened = opened_on(sam_files)
    yield opened
    opened.close()


def opened_on(files: tuple[Path, ...], pixels: np.ndarray = SCENE.pixels) -> EngineSession:
    return ModelEngine(ModelSetup(files)).open(Picture(pixels), cancel=CancelToken())


def ask(session: EngineSession, prompts: Prompts, prior: Bytes2D | None = None) -> Bytes2D:
    mask = None if prior is None else Mask(prior.copy(), MaskSource("file", Prompts()))
    return session.segment(prompts, mask, cancel=CancelToken(), report=no_report).coverage


def coverage_of(outcome: pipeline.Outcome) -> Bytes2D:
    mask = outcome.document.subject.mask
    assert mask is not None
    return mask.coverage


def refusal(*files: Path) -> ModelMissing:
    with pytest.raises(ModelMissing) as caught:
        recognise(files)
    return caught.value


def two_plums() -> tuple[np.ndarray, tuple[Bytes2D, Bytes2D]]:
    """Two subjects of one colour, and the mask of each."""
    masks = (np.zeros((240, 320), np.uint8), np.zeros((240, 320), np.uint8))
    for mask, at in zip(masks, ((80, 120), (240, 110)), strict=True):
        cv2.circle(mask, at, 45, 255, -1, cv2.LINE_AA)
    share = np.maximum(*masks)[:, :, None] / 255
    pixels = np.array((120, 50, 110)) * share + np.array((96, 140, 70)) * (1 - share)
    return pixels.astype(np.uint8), masks


@pytest.mark.parametrize("make", PAIRS)
def test_a_pair_is_told_by_its_signatures_in_either_order(
    make: Callable[[Path], tuple[Path, Path]], tmp_path: Path
) -> None:
    one, other = make(tmp_path)
    for files in ((one, other), (other, one)):
        model = recognise(files)
        assert isinstance(model, SamModel)
        assert (model.encoder.path, model.decoder.path) == (one, other)
    assert recognise((one, other)) == recognise((one, other))


@pytest.mark.parametrize("make", SALIENT)
def test_a_saliency_model_is_told_by_its_map(make: Callable[[Path], Path], tmp_path: Path) -> None:
    model = recognise([make(tmp_path)])
    assert isinstance(model, SaliencyModel)
    assert model.output.name in ("first", "output", "output_image")


def test_what_is_not_known_is_told_with_what_was_seen(tmp_path: Path) -> None:
    error = refusal(tinymodels.stranger(tmp_path))
    assert error.reason is Reason.MODEL_UNKNOWN
    assert "it takes sound 1×40 and gives words 1×40" in str(error)
    for make in (tinymodels.classifier, tinymodels.upscaler):
        assert refusal(make(tmp_path)).reason is Reason.MODEL_UNKNOWN


def test_half_a_model_asks_for_the_other_half(sam_files: tuple[Path, ...]) -> None:
    encoder, decoder = sam_files
    assert refusal(encoder).reason is Reason.ENCODER_ALONE
    assert refusal(decoder).reason is Reason.DECODER_ALONE


def test_parts_of_different_models_do_not_belong_together(sam_files: tuple[Path, ...], tmp_path: Path) -> None:
    error = refusal(sam_files[0], tinymodels.second_pair(tmp_path)[1])
    assert error.reason is Reason.MODELS_UNMATCHED
    assert "high_res_feats" in str(error)
    assert refusal(sam_files[0], sam_files[0]).reason is Reason.MODELS_UNMATCHED
    assert refusal(*sam_files, tinymodels.saliency(tmp_path)).reason is Reason.MODELS_UNMATCHED


def test_a_file_that_is_gone_or_no_model_is_told(tmp_path: Path) -> None:
    assert refusal().reason is Reason.MODEL_NOT_CHOSEN
    assert refusal(tmp_path / "gone.onnx").reason is Reason.MODEL_GONE
    assert refusal(tmp_path).reason is Reason.MODEL_GONE
    (tmp_path / "text.onnx").write_text("version https://git-lfs.github.com/spec/v1")
    assert refusal(tmp_path / "text.onnx").reason is Reason.MODEL_NOT_ONNX


def test_whatever_is_cut_or_bent_is_refused_or_read(tmp_path: Path) -> None:
    whole = tinymodels.saliency(tmp_path).read_bytes()
    chance, bent, refused = np.random.default_rng(1), tmp_path / "bent.onnx", set[Reason]()
    for _ in range(300):
        content = bytearray(whole[: chance.integers(1, len(whole))])
        content[chance.integers(len(content))] = chance.integers(256)
        bent.write_bytes(content)
        try:
            recognise([bent])
        except ModelMissing as error:
            refused.add(error.reason)
    assert refused <= {Reason.MODEL_NOT_ONNX, Reason.MODEL_UNKNOWN}


def test_weights_among_the_inputs_are_no_inputs(tmp_path: Path) -> None:
    path = tinymodels.saliency(tmp_path)
    assert [one.name for one in read_signature(path).inputs] == ["input"]


def test_a_missing_runtime_is_one_sentence_that_says_what_to_do(
    sam_files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "is_installed", lambda: False)
    engine = ModelEngine(ModelSetup(sam_files))
    assert engine.obstacle is not None
    assert "pip install 'segdesk[models]'" in engine.obstacle
    with pytest.raises(ModelMissing):
        engine.open(Picture(SCENE.pixels), cancel=CancelToken())


@pytest.mark.parametrize("make", PAIRS)
def test_boxes_and_strokes_decide_what_is_found(make: Callable[[Path], tuple[Path, Path]], tmp_path: Path) -> None:
    pixels, (left, right) = two_plums()
    session = opened_on(make(tmp_path), pixels)
    left_box, right_box = BoxPrompt(Box(30, 70, 130, 170)), BoxPrompt(Box(190, 60, 290, 160))
    assert iou(ask(session, Prompts(boxes=(left_box,))), left) > 0.95
    assert iou(ask(session, Prompts(boxes=(right_box,))), right) > 0.95
    assert iou(ask(session, Prompts(boxes=(left_box, right_box))), np.maximum(left, right)) > 0.95
    ground = Prompts(strokes=(click(Point(10, 10)), click(Point(80, 120), Polarity.REMOVE)))
    assert iou(ask(session, ground), 255 - np.maximum(left, right)) > 0.9


@pytest.mark.parametrize("make", SALIENT)
def test_a_saliency_model_finds_the_subject_whatever_its_scaling(make: Callable[[Path], Path], tmp_path: Path) -> None:
    session = opened_on((make(tmp_path),))
    assert iou(ask(session, Prompts(auto=True)), SCENE.truth) > 0.95
    with pytest.raises(PromptUnsupported):
        ask(session, Prompts(strokes=(click(SCENE.inside),)))


def test_a_picture_is_encoded_once(runs: Feeds, sam_files: tuple[Path, ...]) -> None:
    session = opened_on(sam_files)
    for _ in range(3):
        ask(session, Prompts(boxes=(BoxPrompt(SCENE.box),)))
    assert [name for name, _ in runs] == ["embeddings"] + ["low_res_masks"] * 3


def test_the_subject_is_looked_for_once(runs: Feeds, tmp_path: Path) -> None:
    session = opened_on((tinymodels.saliency(tmp_path),))
    first = ask(session, Prompts(auto=True))
    first[:] = 0
    assert ask(session, Prompts(auto=True)).any()
    assert len(runs) == 1


def test_a_box_travels_as_its_corners(runs: Feeds, session: EngineSession) -> None:
    ask(session, Prompts(boxes=(BoxPrompt(Box(40, 30, 200, 120)),)))
    given = runs[-1][1]
    assert given["point_labels"].tolist() == [[2, 3]]
    # The picture is 320 pixels wide and the model sees 1024.
    assert np.allclose(given["point_coords"], np.array([[[40, 30], [200, 120]]]) * 3.2 - 0.5)
    assert given["has_mask_input"].tolist() == [0]


def test_dense_strokes_travel_as_few_points_on_them(runs: Feeds, session: EngineSession) -> None:
    spiral = tuple(Point(160 + t * np.cos(t / 3), 120 + t * np.sin(t / 3)) for t in np.linspace(0, 100, 3000))
    ask(session, Prompts(strokes=(Stroke(Polarity.KEEP, 4, spiral), click(SCENE.outside, Polarity.REMOVE))))
    given = runs[-1][1]
    labels = given["point_labels"][0]
    assert 4 <= (labels == 1).sum() <= 8
    assert (labels == 0).sum() == 1
    points = (given["point_coords"][0][labels == 1] + 0.5) / 3.2
    ways = np.hypot(*(points[:, None] - np.array(spiral)[None]).transpose(2, 0, 1)).min(axis=1)
    assert ways.max() < 4


def test_a_prior_travels_as_a_mask_prompt_with_the_strokes_in_it(runs: Feeds, session: EngineSession) -> None:
    added, taken = Point(300, 20), SCENE.inside
    strokes = (click(added, radius=12), click(taken, Polarity.REMOVE, radius=12))
    ask(session, Prompts(strokes=strokes), SCENE.truth)
    given = runs[-1][1]
    hint = given["mask_input"][0, 0]
    assert hint.shape == (256, 256)
    assert given["has_mask_input"].tolist() == [1]
    assert hint[round(added.y * 0.8), round(added.x * 0.8)] > 0
    assert hint[round(taken.y * 0.8), round(taken.x * 0.8)] < 0
    truth = cv2.resize(SCENE.truth, (256, 192), interpolation=cv2.INTER_AREA)
    assert np.mean((hint[:192] > 0) == (truth >= 128)) > 0.98
    assert (hint[192:] < 0).all()


def test_its_own_mask_comes_back_as_its_own_logits(runs: Feeds, session: EngineSession) -> None:
    found = ask(session, Prompts(boxes=(BoxPrompt(SCENE.box),)))
    ask(session, Prompts(boxes=(BoxPrompt(SCENE.box),), strokes=(click(Point(-99, -99)),)), found)
    hint = runs[-1][1]["mask_input"]
    assert len(np.unique(hint)) > 100


def test_a_later_box_is_not_told_that_nothing_is_there(runs: Feeds, sam_files: tuple[Path, ...]) -> None:
    pixels, (left, right) = two_plums()
    session = opened_on(sam_files, pixels)
    boxes = (BoxPrompt(Box(30, 70, 130, 170)), BoxPrompt(Box(190, 60, 290, 160)))
    assert iou(ask(session, Prompts(boxes=boxes), left), np.maximum(left, right)) > 0.95
    assert [given["has_mask_input"].tolist() for _, given in runs[1:]] == [[1], [0]]


def test_strokes_after_a_found_subject_are_refined_here_from_its_mask(tmp_path: Path) -> None:
    pixels, (left, right) = two_plums()
    desk = pipeline.Desk(Picture(pixels), "model", Setup(model=ModelSetup((tinymodels.saliency(tmp_path),))))
    document = pipeline.with_prompts(Document(Picture(pixels)), Prompts(auto=True))
    outcome = desk.segment(document, cancel=CancelToken())
    assert outcome.notes == ()
    assert iou(coverage_of(outcome), np.maximum(left, right)) > 0.95
    more = Prompts(auto=True, strokes=(click(Point(240, 110), Polarity.REMOVE, radius=20),))
    outcome = desk.segment(pipeline.with_prompts(outcome.document, more), cancel=CancelToken())
    desk.close()
    assert [note.notice for note in outcome.notes] == [Notice.FIRST_MASK_THEN_STROKES]
    assert iou(coverage_of(outcome), left) > 0.95


def test_a_model_stays_loaded_until_its_file_changes(sam_files: tuple[Path, ...], tmp_path: Path) -> None:
    files = tuple(tmp_path / path.name for path in sam_files)
    for source, copy in zip(sam_files, files, strict=True):
        copy.write_bytes(source.read_bytes())
    setup, model = ModelSetup(files), recognise(files)
    assert isinstance(model, SamModel)
    first = setup.shelf.network(model.decoder)
    setup.shelf.network(model.encoder)
    assert setup.shelf.network(model.decoder) is first
    content = files[1].read_bytes()
    files[1].unlink()
    with pytest.raises(ModelMissing, match="cannot be read"):
        setup.shelf.network(model.decoder)
    files[1].write_bytes(content)
    assert setup.shelf.network(model.decoder) is not first


def test_a_cancel_stops_a_model_in_the_middle(tmp_path: Path) -> None:
    session, token = opened_on((tinymodels.slow(tmp_path),)), CancelToken()
    raised: list[float] = []

    def raise_it(stage: str, share: float) -> None:
        if not raised:
            raised.append(perf_counter() + 0.2)
            timer.start()

    timer = threading.Timer(0.2, token.cancel)
    with pytest.raises(Cancelled):
        session.segment(Prompts(auto=True), None, cancel=token, report=raise_it)
    assert perf_counter() - raised[0] < 0.5
    timer.join()


def test_one_run_of_a_model_waits_for_another_and_can_be_cancelled_meanwhile(
    sam_files: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = recognise(sam_files)
    assert isinstance(model, SamModel)
    network = ModelSetup(sam_files).shelf.network(model.decoder)
    begun, gate = threading.Semaphore(0), threading.Event()

    class Still:
        def run(self, *given: object) -> list[Array]:
            begun.release()
            gate.wait(10)
            return []

    monkeypatch.setattr(network, "_session", Still())
    first = threading.Thread(target=network.run, args=({}, (), CancelToken()))
    first.start()
    assert begun.acquire(timeout=10)
    token = CancelToken()
    timer = threading.Timer(0.1, token.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        network.run({}, (), token)
    assert not begun.acquire(blocking=False)
    gate.set()
    first.join()
    timer.join()
    assert network.run({}, (), CancelToken()) == []


def test_a_model_that_breaks_is_named(tmp_path: Path, sam_files: tuple[Path, ...]) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(tinymodels.saliency(tmp_path).read_bytes().replace(b"Sigmoid", b"Sigmund"))
    with pytest.raises(ModelMissing, match=r"“broken\.onnx” failed while it ran"):
        opened_on((broken,))
