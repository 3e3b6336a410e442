"""Both clouds' engines against their double: what is sent, how often, and what is made of the answers."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.errors import (
    Cancelled,
    CredentialsRejected,
    PromptUnsupported,
    Reason,
    ServiceAnswerMalformed,
    ServiceWithdrawn,
)
from segdesk.core.geometry import Size
from segdesk.core.notes import Notice
from segdesk.core.prompts import BoxPrompt, Polarity, Prompts
from segdesk.core.work import CancelToken, no_report
from segdesk.engines import make_cloud
from segdesk.engines.aliyun import AliyunEngine
from segdesk.engines.baidu import BaiduEngine
from segdesk.engines.base import EngineSession, Finding
from segdesk.engines.setup import Setup, Tokens, Upload
from segdesk.imaging import encoders, files, scribbles
from segdesk.wire import aliyun, baidu
from segdesk.wire.acs3 import AliyunKeys
from segdesk.wire.addresses import ALIYUN
from segdesk.wire.baidu_auth import BaiduKeys, Token
from tests.engines import hostile
from tests.engines.double import ALIYUN_KEYS, BAIDU_KEYS, Double
from tests.engines.hostile import json_answer
from tests.scenes import Scene, click, iou, plum

AUTO = Prompts(auto=True)
SECRETS = (
    *(BAIDU_KEYS.api_key, BAIDU_KEYS.secret_key, ALIYUN_KEYS.key_id, ALIYUN_KEYS.key_secret),
    *("double-token", "double-signature", "double/object", "double/result", "access_token", "Signature="),
)


@pytest.fixture
def strokes(scene: Scene) -> Prompts:
    return Prompts(strokes=(click(scene.inside), click(scene.outside, Polarity.REMOVE)))


@pytest.fixture
def baidu_session(scene: Scene, setup: Setup) -> Iterator[EngineSession]:
    session = BaiduEngine(setup).open(Picture(scene.pixels), cancel=CancelToken())
    yield session
    session.close()


@pytest.fixture
def aliyun_session(scene: Scene, setup: Setup) -> Iterator[EngineSession]:
    session = AliyunEngine(setup).open(Picture(scene.pixels), cancel=CancelToken())
    yield session
    session.close()


def ask(session: EngineSession, prompts: Prompts, prior: Mask | None = None) -> Finding:
    return session.segment(prompts, prior, cancel=CancelToken(), report=no_report)


def once(setup: Setup, name: str, scene: Scene, prompts: Prompts, prior: Mask | None = None) -> Finding:
    """One question to a session of its own."""
    session = make_cloud(name, setup).open(Picture(scene.pixels), cancel=CancelToken())
    try:
        return ask(session, prompts, prior)
    finally:
        session.close()


def prior_of(scene: Scene) -> Mask:
    return Mask(scene.truth.copy(), MaskSource("local", AUTO))


def hard(coverage: np.ndarray) -> np.ndarray:
    return np.where(coverage >= 128, 255, 0)


# Baidu


def test_baidu_finds_the_subject(baidu_session: EngineSession, double: Double, scene: Scene) -> None:
    assert np.array_equal(ask(baidu_session, AUTO).coverage, scene.truth)
    (call,) = double.baidu_calls
    assert call.method is baidu.Method.AUTO
    assert call.refine_mask
    assert np.array_equal(files.decode_rgb(call.image or b""), scene.pixels)


def test_baidu_gets_every_box(baidu_session: EngineSession, double: Double, scene: Scene) -> None:
    boxes = (scene.box, scene.box.grown(-9))
    ask(baidu_session, Prompts(boxes=tuple(map(BoxPrompt, boxes)), auto=True))
    (call,) = double.baidu_calls
    assert call.method is baidu.Method.CONTROL
    for sent, box in zip(call.position, boxes, strict=True):
        assert np.abs(np.subtract(sent, box)).max() < 1


def test_baidu_gets_its_parameters(double: Double, scene: Scene, setup: Setup) -> None:
    chosen = replace(setup.baidu, return_form=baidu.ReturnForm.MASK, refine_mask=False)
    coverage = once(replace(setup, baidu=chosen), "baidu", scene, AUTO).coverage
    assert set(np.unique(coverage)) == {0, 255}
    (call,) = double.baidu_calls
    assert call.return_form is baidu.ReturnForm.MASK
    assert not call.refine_mask


def test_baidu_asks_for_one_token_only(double: Double, scene: Scene, setup: Setup) -> None:
    for _ in range(2):
        once(setup, "baidu", scene, AUTO)
    assert double.stages == ["token", "segment", "segment"]


def test_a_token_is_used_until_shortly_before_its_end() -> None:
    now = [1000.0]
    tokens = Tokens(lambda: now[0])
    old, new = Token("old", 3600), Token("new", 3600)
    tokens.keep(BAIDU_KEYS, "https://one", old)
    assert tokens.find(BAIDU_KEYS, "https://one") == old
    assert tokens.find(BAIDU_KEYS, "https://other") is None
    now[0] += 3540
    assert tokens.find(BAIDU_KEYS, "https://one") is None
    tokens.keep(BAIDU_KEYS, "https://one", new)
    tokens.drop(BAIDU_KEYS, "https://one", old)
    assert tokens.find(BAIDU_KEYS, "https://one") == new
    tokens.drop(BAIDU_KEYS, "https://one", new)
    assert tokens.find(BAIDU_KEYS, "https://one") is None


@pytest.mark.parametrize("code", [100, 110, 111])
def test_baidu_replaces_a_token_that_expired(
    baidu_session: EngineSession, double: Double, scene: Scene, code: int
) -> None:
    ask(baidu_session, AUTO)
    double.faults["segment"] = [json_answer({"error_code": code, "error_msg": "Access token expired"})]
    assert np.array_equal(ask(baidu_session, AUTO).coverage, scene.truth)
    assert double.stages == ["token", "segment", "segment", "token", "segment"]


def test_baidu_replaces_a_token_once(baidu_session: EngineSession, double: Double) -> None:
    double.faults["segment"] = [json_answer({"error_code": 110, "error_msg": "Access token invalid"})] * 9
    with pytest.raises(CredentialsRejected):
        ask(baidu_session, AUTO)
    assert double.stages == ["token", "segment", "token", "segment"]


def test_baidu_waits_when_it_is_too_fast(baidu_session: EngineSession, double: Double, scene: Scene) -> None:
    double.faults["segment"] = [json_answer({"error_code": 18, "error_msg": "Open api qps request limit reached"})]
    assert np.array_equal(ask(baidu_session, AUTO).coverage, scene.truth)


@pytest.mark.parametrize("channels", [3, 4])
def test_baidu_falls_back_to_the_mask_where_the_cutout_is_opaque(
    baidu_session: EngineSession, double: Double, scene: Scene, channels: int
) -> None:
    opaque = np.dstack([scene.pixels, np.full_like(scene.truth, 255)])
    content = encoders.encode_rgb(scene.pixels, None) if channels == 3 else encoders.encode_cutout(opaque, None)
    double.faults["segment"] = [hostile.answer(200, baidu.segment_answer(content, 1))]
    for _ in range(2):
        assert iou(ask(baidu_session, AUTO).coverage, scene.truth) == 1
    assert [call.return_form for call in double.baidu_calls] == [baidu.ReturnForm.MASK] * 2


def test_baidu_may_fetch_the_picture_itself(scene: Scene, double: Double, setup: Setup) -> None:
    uploads: list[Upload] = []
    given = replace(setup, before_upload=uploads.append)
    content = baidu.segment_answer(encoders.encode_cutout(np.dstack([scene.pixels, scene.truth]), None), 1)
    double.faults["segment"] = [hostile.answer(200, content)]
    chosen = replace(given, baidu=replace(setup.baidu, picture_url="https://example.com/plum.png"))
    assert np.array_equal(once(chosen, "baidu", scene, AUTO).coverage, scene.truth)
    assert b'"url":"https://example.com/plum.png"' in double.heard[-1].body
    assert b'"image"' not in double.heard[-1].body
    assert not uploads


def test_baidu_takes_no_strokes(baidu_session: EngineSession, strokes: Prompts, double: Double) -> None:
    with pytest.raises(PromptUnsupported):
        ask(baidu_session, strokes)
    assert not double.heard


def test_baidu_says_which_key_is_wrong(setup: Setup) -> None:
    engine = BaiduEngine(setup)
    engine.test_keys(cancel=CancelToken())
    for keys, word in (
        (BaiduKeys("other", BAIDU_KEYS.secret_key), "API Key"),
        (BaiduKeys(BAIDU_KEYS.api_key, "other"), "Secret Key"),
    ):
        wrong = BaiduEngine(replace(setup, baidu=replace(setup.baidu, keys=keys)))
        with pytest.raises(CredentialsRejected, match=word):
            wrong.test_keys(cancel=CancelToken())


# Aliyun


def test_aliyun_finds_what_strokes_mean(
    aliyun_session: EngineSession, double: Double, scene: Scene, strokes: Prompts
) -> None:
    prior = prior_of(scene)
    coverage = ask(aliyun_session, strokes, prior).coverage
    keep, remove = scribbles.scribble_maps(strokes, scene.size)
    assert np.array_equal(coverage, scribbles.enforce(scene.truth, keep, remove))
    (call,) = double.scribble_calls
    assert np.array_equal(files.decode_rgb(double.content(call.image_url)), scene.pixels)
    integrated = files.decode_rgb(double.content(call.integrated_url or ""))
    assert np.array_equal(integrated, np.dstack([hard(scene.truth), keep, remove]))
    assert (call.mask_url, call.positive_url, call.negative_url) == (None, None, None)
    assert call.return_form is aliyun.ReturnForm.ONLY_ALPHA


def test_aliyun_uploads_the_picture_once(aliyun_session: EngineSession, double: Double, strokes: Prompts) -> None:
    for _ in range(3):
        ask(aliyun_session, strokes)
    refinement = ["authorize", "upload", "action", "result"]
    assert double.stages == ["authorize", "upload", *refinement * 3]
    assert len({call.image_url for call in double.scribble_calls}) == 1


def test_aliyun_uploads_the_picture_again_when_it_is_gone(
    aliyun_session: EngineSession, double: Double, strokes: Prompts
) -> None:
    ask(aliyun_session, strokes)
    double.stored.clear()
    ask(aliyun_session, strokes)
    assert len({call.image_url for call in double.scribble_calls}) == 2


def test_aliyun_does_not_rely_on_an_old_upload(
    aliyun_session: EngineSession, double: Double, strokes: Prompts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segdesk.engines.aliyun.PICTURE_LIFE", 0.0)
    for _ in range(2):
        ask(aliyun_session, strokes)
    assert len({call.image_url for call in double.scribble_calls}) == 2


def test_aliyun_gets_its_parameters(double: Double, scene: Scene, setup: Setup, strokes: Prompts) -> None:
    chosen = replace(
        setup.aliyun,
        feather=False,
        postprocess=aliyun.Postprocess.EDGEREFINE,
        separate_maps=True,
        is_rpc=True,
    )
    once(replace(setup, aliyun=chosen), "aliyun", scene, strokes, prior_of(scene))
    (call,) = double.scribble_calls
    assert not call.edge_feathering
    assert call.postprocess is aliyun.Postprocess.EDGEREFINE
    assert call.integrated_url is None
    keep, remove = scribbles.scribble_maps(strokes, scene.size)
    sent = {call.mask_url: hard(scene.truth), call.positive_url: keep, call.negative_url: remove}
    for address, expected in sent.items():
        assert np.array_equal(files.decode_map(double.content(address or "")), expected)


def test_aliyun_sends_no_empty_map(double: Double, scene: Scene, setup: Setup) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, separate_maps=True))
    once(chosen, "aliyun", scene, Prompts(strokes=(click(scene.inside),)))
    (call,) = double.scribble_calls
    assert call.positive_url
    assert (call.mask_url, call.negative_url, call.integrated_url) == (None, None, None)


@pytest.mark.parametrize("form", aliyun.ReturnForm)
@pytest.mark.parametrize("kind", aliyun.ReturnFormat)
def test_aliyun_answers_in_every_form(
    double: Double, scene: Scene, setup: Setup, form: aliyun.ReturnForm, kind: aliyun.ReturnFormat
) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, return_form=form, return_format=kind))
    keep = Prompts(strokes=(click(scene.inside),))
    if form is aliyun.ReturnForm.RGB_ALPHA and kind is aliyun.ReturnFormat.JPG:
        with pytest.raises(ServiceAnswerMalformed, match="without transparency"):
            once(chosen, "aliyun", scene, keep)
        return
    finding = once(chosen, "aliyun", scene, keep)
    assert iou(finding.coverage, scene.truth) > 0.97
    is_worked_out = form is aliyun.ReturnForm.WHITE_BACKGROUND
    assert (Notice.MASK_FROM_WHITE in {note.notice for note in finding.notes}) == is_worked_out


def test_aliyun_may_fetch_the_picture_itself(double: Double, scene: Scene, setup: Setup, strokes: Prompts) -> None:
    double.stored["mine.png"] = encoders.encode_rgb(scene.pixels, None)
    chosen = replace(setup, aliyun=replace(setup.aliyun, picture_url=f"{double.url}/mine.png"))
    once(chosen, "aliyun", scene, strokes)
    assert double.stages == ["authorize", "upload", "action", "result"]


def test_aliyun_takes_strokes_only(aliyun_session: EngineSession, scene: Scene, double: Double) -> None:
    for prompts in (AUTO, Prompts(boxes=(BoxPrompt(scene.box),))):
        with pytest.raises(PromptUnsupported):
            ask(aliyun_session, prompts)
    assert not double.heard


@pytest.mark.parametrize("is_rpc", [False, True])
def test_aliyun_says_which_key_is_wrong(setup: Setup, is_rpc: bool) -> None:
    given = replace(setup, aliyun=replace(setup.aliyun, is_rpc=is_rpc))
    AliyunEngine(given).test_keys(cancel=CancelToken())
    for keys, word in (
        (AliyunKeys("other", ALIYUN_KEYS.key_secret), "AccessKey ID"),
        (AliyunKeys(ALIYUN_KEYS.key_id, "other"), "AccessKey Secret"),
    ):
        wrong = AliyunEngine(replace(given, aliyun=replace(given.aliyun, keys=keys)))
        with pytest.raises(CredentialsRejected, match=word):
            wrong.test_keys(cancel=CancelToken())


def test_the_withdrawn_service_is_not_asked(scene: Scene, setup: Setup) -> None:
    public = replace(setup, aliyun=replace(setup.aliyun, endpoint=ALIYUN))
    engine = AliyunEngine(public)
    assert "2025-10-14" in (engine.obstacle or "")
    with pytest.raises(ServiceWithdrawn, match="segdesk serve"):
        engine.open(Picture(scene.pixels), cancel=CancelToken())


STRANGERS = {
    "ticket": ("authorize", {"Bucket": "evil", "Endpoint": "example.com"}),
    "other port": ("authorize", {"Bucket": "127", "Endpoint": "0.0.1:9"}),
    "vendor's": ("authorize", {"Bucket": "evil", "Endpoint": "oss-cn-shanghai.aliyuncs.com"}),
    "result": ("action", {"Data": {"ResultUrl": "https://example.com/result.png"}}),
    "local result": ("action", {"Data": {"ResultUrl": "http://127.0.0.1:22/"}}),
    "disguised": ("action", {"Data": {"ResultUrl": "https://127.0.0.1@example.com/result.png"}}),
}


@pytest.mark.parametrize(("stage", "fields"), STRANGERS.values(), ids=STRANGERS)
def test_a_strangers_host_gets_nothing(
    aliyun_session: EngineSession, double: Double, strokes: Prompts, stage: str, fields: dict[str, object]
) -> None:
    ticket = {"AccessKeyId": "a", "EncodedPolicy": "p", "Signature": "s", "ObjectKey": "k/1", "UseAccelerate": False}
    double.faults[stage] = [json_answer({**ticket, **fields})]
    with pytest.raises(ServiceAnswerMalformed) as caught:
        ask(aliyun_session, strokes)
    assert caught.value.reason is Reason.SERVICE_REDIRECTED


def test_a_refinement_costs_little(setup: Setup, double: Double) -> None:
    """One integrated picture instead of picture and three maps, of which the maps weigh next to nothing."""
    large = plum(Size(1600, 1200))
    double.mask = large.truth
    prompts = Prompts(strokes=(click(large.inside, radius=40), click(large.outside, Polarity.REMOVE, radius=40)))
    session = AliyunEngine(setup).open(Picture(large.pixels), cancel=CancelToken())
    ask(session, prompts, prior_of(large))
    whole = sum(len(heard.body) for heard in double.heard)
    begun = len(double.heard)
    ask(session, prompts, prior_of(large))
    refinement = sum(len(heard.body) for heard in double.heard[begun:])
    session.close()
    assert refinement < whole / 20


# Both


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_without_keys_nothing_is_sent(name: str, scene: Scene, setup: Setup, double: Double) -> None:
    bare = replace(setup, baidu=replace(setup.baidu, keys=None), aliyun=replace(setup.aliyun, keys=None))
    engine = make_cloud(name, bare)
    assert "no keys" in (engine.obstacle or "")
    with pytest.raises(CredentialsRejected):
        engine.open(Picture(scene.pixels), cancel=CancelToken())
    with pytest.raises(CredentialsRejected):
        engine.test_keys(cancel=CancelToken())
    assert make_cloud(name, setup).obstacle is None
    assert not double.heard


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_a_picture_leaves_only_after_it_was_agreed_to(
    name: str, scene: Scene, setup: Setup, double: Double, strokes: Prompts
) -> None:
    prompts = AUTO if name == "baidu" else strokes
    told: list[Upload] = []

    def refuse(upload: Upload) -> None:
        told.append(upload)
        raise Cancelled

    with pytest.raises(Cancelled):
        once(replace(setup, before_upload=refuse), name, scene, prompts)
    assert [(upload.host.partition(":")[0], upload.service.lower()) for upload in told] == [("127.0.0.1", name)]
    assert told[0].size > 10_000
    assert all(len(heard.body) < 10_000 for heard in double.heard)
    told.clear()
    agreed = replace(setup, before_upload=told.append)
    session = make_cloud(name, agreed).open(Picture(scene.pixels), cancel=CancelToken())
    for _ in range(2):
        ask(session, prompts)
    session.close()
    assert len(told) == 1


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_a_large_picture_goes_and_comes_back(name: str, setup: Setup, double: Double) -> None:
    large = plum(Size(4400, 3300))
    double.mask = large.truth
    prompts = AUTO if name == "baidu" else Prompts(strokes=(click(large.inside, radius=40),))
    coverage = once(setup, name, large, prompts).coverage
    assert coverage.shape == large.truth.shape
    assert iou(coverage, large.truth) > 0.98


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_a_picture_below_the_limits_goes_and_comes_back(name: str, setup: Setup, double: Double) -> None:
    small = plum(Size(60, 24))
    below, beside = (104, 68) if name == "baidu" else (8, 0)
    double.mask = np.pad(small.truth, ((0, below), (0, beside)))
    prompts = AUTO if name == "baidu" else Prompts(strokes=(click(small.inside, radius=1),))
    assert iou(once(setup, name, small, prompts).coverage, small.truth) > 0.98


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_a_raised_token_stops_the_work(name: str, scene: Scene, setup: Setup, strokes: Prompts, double: Double) -> None:
    session = make_cloud(name, setup).open(Picture(scene.pixels), cancel=CancelToken())
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        session.segment(AUTO if name == "baidu" else strokes, None, cancel=token, report=no_report)
    session.close()
    session.close()
    assert not double.heard


@pytest.mark.parametrize("name", ["baidu", "aliyun"])
def test_no_secret_is_logged_or_printed(
    name: str, scene: Scene, setup: Setup, strokes: Prompts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    once(setup, name, scene, AUTO if name == "baidu" else strokes)
    assert "segment at 127.0.0.1" in caplog.text
    written = caplog.text + repr(setup)
    assert not [secret for secret in SECRETS if secret in written]
