"""The clouds on the command line: which flag belongs to whom, where keys come from, what is said without them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from segdesk import cli
from segdesk.core.notes import Notice
from segdesk.imaging import files
from segdesk.storage.settings import Settings, save_settings
from segdesk.wire import aliyun, baidu
from tests.engines.double import ALIYUN_KEYS, BAIDU_KEYS, Double
from tests.scenes import Scene, plum

SECRETS = (BAIDU_KEYS.api_key, BAIDU_KEYS.secret_key, ALIYUN_KEYS.key_id, ALIYUN_KEYS.key_secret)


@pytest.fixture(scope="session")
def scene() -> Scene:
    return plum()


@pytest.fixture
def picture(tmp_path: Path, scene: Scene) -> Path:
    return scene.save(tmp_path / "plum.png")


@pytest.fixture
def double(scene: Scene) -> Iterator[Double]:
    with Double(scene.truth) as started:
        yield started


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("BAIDU_API_KEY", "BAIDU_SECRET_KEY", "ALIYUN_KEY_ID", "ALIYUN_KEY_SECRET")
    for name, value in zip(names, SECRETS, strict=True):
        monkeypatch.setenv(f"SEGDESK_{name}", value)


def cut(picture: Path, *words: str) -> tuple[int, Path]:
    target = picture.with_name("cut.png")
    return cli.main(["cutout", str(picture), "-o", str(target), "--force", *words]), target


@pytest.mark.usefixtures("keys")
def test_every_parameter_of_baidu_is_a_flag(picture: Path, double: Double, scene: Scene) -> None:
    box = ",".join(f"{side:g}" for side in scene.box)
    words = ("--box", box, "--return-form", "mask", "--no-refine-mask", "--endpoint", double.url)
    code, target = cut(picture, "--engine", "baidu", *words)
    assert code == cli.DONE
    (call,) = double.baidu_calls
    assert call.method is baidu.Method.CONTROL
    assert call.return_form is baidu.ReturnForm.MASK
    assert not call.refine_mask
    alpha = files.decode(target).picture.alpha
    assert alpha is not None
    assert np.array_equal(alpha >= 128, scene.truth >= 128)


@pytest.mark.usefixtures("keys")
def test_every_parameter_of_aliyun_is_a_flag(picture: Path, double: Double, scene: Scene) -> None:
    keep = f"8:{scene.inside.x},{scene.inside.y}"
    words = (
        "--return-form",
        "white_background",
        "--return-format",
        "JPG",
        "--no-feather",
        "--postprocess",
        "edgerefine",
    )
    more = ("--separate-maps", "--signature", "rpc", "--endpoint", double.url, "--upload-endpoint", double.url)
    assert cut(picture, "--engine", "aliyun", "--keep", keep, *words, *more)[0] == cli.DONE
    (call,) = double.scribble_calls
    assert call == replace(
        call,
        mask_url=None,
        integrated_url=None,
        return_form=aliyun.ReturnForm.WHITE_BACKGROUND,
        return_format=aliyun.ReturnFormat.JPG,
        edge_feathering=False,
        postprocess=aliyun.Postprocess.EDGEREFINE,
    )
    assert any("SignatureMethod=HMAC-SHA1" in heard.line for heard in double.heard)


@pytest.mark.usefixtures("keys")
def test_addresses_come_from_the_settings(picture: Path, double: Double, scene: Scene) -> None:
    save_settings(Settings(baidu_endpoint=double.url, aliyun_endpoint=double.url))
    assert cut(picture, "--engine", "baidu")[0] == cli.DONE
    assert cut(picture, "--engine", "aliyun", "--keep", f"8:{scene.inside.x},{scene.inside.y}")[0] == cli.DONE
    assert double.baidu_calls
    assert double.scribble_calls


@pytest.mark.usefixtures("keys")
def test_who_did_what_is_told(picture: Path, double: Double, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    keep = f"8:{scene.inside.x},{scene.inside.y}"
    assert cut(picture, "--engine", "baidu", "--keep", keep, "--endpoint", double.url, "--json")[0] == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["engine"] == "baidu"
    assert told["notes"] == [Notice.FIRST_MASK_THEN_STROKES.value.format(engine="baidu", partner="local")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "baidu", "--feather"], "--feather belongs to --engine aliyun"),
        (["--refine-mask"], "--refine-mask belongs to --engine baidu"),
        (["--endpoint", "http://127.0.0.1:1"], "--endpoint belongs to --engine baidu or aliyun"),
        (["--engine", "baidu", "--return-form", "only_alpha"], "one of: rgba, mask"),
        (["--engine", "aliyun", "--return-form", "rgb_alpha", "--return-format", "JPG"], "JPG holds no transparency"),
    ],
)
def test_a_flag_that_does_not_belong_is_a_usage_error(
    picture: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        cut(picture, *words)
    assert caught.value.code == cli.USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("engine", ["baidu", "aliyun"])
def test_missing_keys_are_one_sentence(
    picture: Path, double: Double, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    code, target = cut(picture, "--engine", engine, "--endpoint", double.url)
    assert code == cli.ENGINE
    error = capsys.readouterr().err
    assert "There are no keys" in error
    assert error.count("\n") == 1
    assert not target.exists()
    assert not double.heard


@pytest.mark.usefixtures("keys")
def test_the_withdrawn_service_is_said_plainly(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cut(picture, "--engine", "aliyun")[0] == cli.ENGINE
    refused = capsys.readouterr().err
    assert cli.main(["engines"]) == cli.DONE
    listed = capsys.readouterr().out
    for text in (refused, listed):
        assert "2025-10-14" in text
        assert "segdesk serve" in text


@pytest.mark.usefixtures("keys")
def test_engines_says_where_keys_lie_and_never_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["engines"]) == cli.DONE
    listed = capsys.readouterr().out
    assert "SEGDESK_BAIDU_API_KEY: environment" in listed
    assert cli.main(["engines", "--json"]) == cli.DONE
    told = capsys.readouterr().out
    assert json.loads(told)["baidu"]["keys"]["SEGDESK_BAIDU_SECRET_KEY"] == "environment"
    assert json.loads(told)["baidu"]["ready"]
    assert not json.loads(told)["aliyun"]["ready"]
    assert not [secret for secret in SECRETS if secret in listed + told]


@pytest.mark.parametrize(
    "words", [["cutout", "--help"], ["engines", "--help"], ["cutout", "{picture}", "-o", "{target}"]]
)
def test_who_asks_no_cloud_loads_none(picture: Path, words: list[str]) -> None:
    filled = [word.format(picture=picture, target=picture.with_name("cut.png")) for word in words]
    code = """
import sys
from segdesk.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
clouds = ("httpx", "http.client", "ssl", "keyring", "truststore", "asyncio", "onnxruntime")
print([name for name in clouds if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code, *filled], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
