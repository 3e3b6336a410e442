"""Both clouds' engines over real sockets to a started `segdesk serve`: they give the local engine's own mask."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk import cli, pipeline
from segdesk.core.document import Bytes2D, Document, Picture
from segdesk.core.errors import PictureRefused
from segdesk.core.notes import Notice
from segdesk.core.prompts import Prompts
from segdesk.core.work import CancelToken
from segdesk.engines.setup import AliyunSetup, BaiduSetup, Setup
from segdesk.imaging import files
from segdesk.wire import aliyun, baidu
from tests.serve import live
from tests.serve.live import Served, serving
from tests.serve.pictures import BOX, SCENE, STROKES, automatic_mask, local_mask, mapped_mask

AUTO = Prompts(auto=True)
HARD_TRUTH = np.where(SCENE.truth >= 128, 255, 0).astype(np.uint8)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve")) as started:
        yield started


@pytest.fixture
def setup(served: Served) -> Setup:
    return Setup(
        baidu=BaiduSetup(keys=live.BAIDU, endpoint=served.base),
        aliyun=AliyunSetup(keys=live.ALIYUN, endpoint=served.base),
    )


def asked(engine: str, setup: Setup, prompts: Prompts, prior: Bytes2D | None = None) -> pipeline.Outcome:
    document = Document(Picture(SCENE.pixels.copy()))
    if prior is not None:
        document = pipeline.with_prior(document, prior)
    return pipeline.answer(pipeline.with_prompts(document, prompts), engine, setup=setup, cancel=CancelToken())


def coverage_of(outcome: pipeline.Outcome) -> Bytes2D:
    mask = outcome.document.subject.mask
    assert mask is not None
    return mask.coverage


def test_baidu_gives_the_local_engines_own_mask(setup: Setup) -> None:
    assert np.array_equal(coverage_of(asked("baidu", setup, AUTO)), automatic_mask())
    assert np.array_equal(coverage_of(asked("baidu", setup, BOX)), local_mask(BOX))


def test_baidus_mask_form_is_the_same_and_hard_unless_refined(setup: Setup) -> None:
    own = automatic_mask()
    for refine_mask, expected in ((True, own), (False, np.where(own >= 128, 255, 0))):
        chosen = replace(setup.baidu, return_form=baidu.ReturnForm.MASK, refine_mask=refine_mask)
        assert np.array_equal(coverage_of(asked("baidu", replace(setup, baidu=chosen), AUTO)), expected)


@pytest.mark.parametrize("is_rpc", [False, True], ids=["ACS3", "RPC v1"])
@pytest.mark.parametrize("separate_maps", [False, True], ids=["integrated", "separate"])
def test_aliyun_gives_the_local_engines_own_mask(setup: Setup, separate_maps: bool, is_rpc: bool) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, separate_maps=separate_maps, is_rpc=is_rpc))
    assert np.array_equal(coverage_of(asked("aliyun", chosen, STROKES)), mapped_mask())
    refined = coverage_of(asked("aliyun", chosen, STROKES, SCENE.truth.copy()))
    assert np.array_equal(refined, mapped_mask(prior=HARD_TRUTH))


@pytest.mark.parametrize("form", [aliyun.ReturnForm.ONLY_ALPHA, aliyun.ReturnForm.RGB_ALPHA])
def test_every_lossless_form_is_the_same(setup: Setup, form: aliyun.ReturnForm) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, return_form=form))
    assert np.array_equal(coverage_of(asked("aliyun", chosen, STROKES)), mapped_mask())


def test_a_mask_worked_out_from_white_is_close(setup: Setup) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, return_form=aliyun.ReturnForm.WHITE_BACKGROUND))
    outcome = asked("aliyun", chosen, STROKES)
    assert np.abs(coverage_of(outcome).astype(int) - mapped_mask()).max() <= 4
    assert Notice.MASK_FROM_WHITE in {note.notice for note in outcome.notes}


def test_temporary_keys_work_too(setup: Setup) -> None:
    chosen = replace(setup, aliyun=replace(setup.aliyun, keys=live.TEMPORARY))
    assert np.array_equal(coverage_of(asked("aliyun", chosen, STROKES)), mapped_mask())


def test_parameters_change_the_mask(setup: Setup) -> None:
    plain = coverage_of(asked("aliyun", setup, STROKES))
    hard = replace(setup.aliyun, feather=False)
    steady = replace(setup.aliyun, postprocess=aliyun.Postprocess.EDGEREFINE)
    for chosen in (hard, steady):
        assert not np.array_equal(coverage_of(asked("aliyun", replace(setup, aliyun=chosen), STROKES)), plain)


def test_strokes_on_baidu_say_who_did_what(setup: Setup) -> None:
    outcome = asked("baidu", setup, replace(STROKES, boxes=BOX.boxes))
    assert outcome.engine == "baidu"
    assert Notice.FIRST_MASK_THEN_STROKES in {note.notice for note in outcome.notes}
    expected = local_mask(replace(STROKES, boxes=BOX.boxes), prior=local_mask(BOX))
    assert np.array_equal(coverage_of(outcome), expected)


def test_a_picture_elsewhere_is_not_fetched_for_anybody(setup: Setup) -> None:
    """The server takes addresses of its own uploads only; its refusal is one sentence here."""
    chosen = replace(setup, aliyun=replace(setup.aliyun, picture_url="http://127.0.0.1:1/picture.png"))
    with pytest.raises(PictureRefused, match="could not fetch the picture"):
        asked("aliyun", chosen, STROKES)


@pytest.mark.parametrize(("engine", "route"), [("baidu", "baidu.token"), ("aliyun", "aliyun.authorize")])
def test_keys_are_tried_without_a_picture(setup: Setup, served: Served, engine: str, route: str) -> None:
    before = len(served.lines())
    pipeline.try_keys(engine, setup, cancel=CancelToken())
    assert [line["route"] for line in served.lines()[before:]] == [route]


def test_the_command_line_asks_both(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEGDESK_BAIDU_API_KEY", live.BAIDU.api_key)
    monkeypatch.setenv("SEGDESK_BAIDU_SECRET_KEY", live.BAIDU.secret_key)
    monkeypatch.setenv("SEGDESK_ALIYUN_KEY_ID", live.ALIYUN.key_id)
    monkeypatch.setenv("SEGDESK_ALIYUN_KEY_SECRET", live.ALIYUN.key_secret)
    picture = SCENE.save(tmp_path / "plum.png")
    box = ",".join(f"{side:g}" for side in SCENE.box)
    keep = f"8:{SCENE.inside.x},{SCENE.inside.y}"
    for engine, *said in (
        ("baidu", "--box", box, "--no-refine-mask", "--return-form", "mask"),
        ("aliyun", "--keep", keep, "--no-feather", "--postprocess", "edgerefine", "--separate-maps"),
    ):
        target = tmp_path / f"{engine}.png"
        command = ["cutout", str(picture), "-o", str(target), "--engine", engine, "--endpoint", served.base, *said]
        assert cli.main(command) == cli.DONE, capsys.readouterr().err
        alpha = files.decode(target).picture.alpha
        assert alpha is not None
        assert set(np.unique(alpha)) == {0, 255}
