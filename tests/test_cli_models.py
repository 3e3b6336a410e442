"""Model files on the command line: chosen by a flag or by the settings, and what is said when they are of no use."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from segdesk import cli
from segdesk.core.notes import Notice
from segdesk.engines.models import catalogue, runtime
from segdesk.imaging import files
from segdesk.storage.settings import Settings, load_settings, save_settings
from tests.engines import tinymodels
from tests.engines.test_download import Files, entry
from tests.scenes import Scene, iou, plum


@pytest.fixture(scope="session")
def scene() -> Scene:
    return plum()


@pytest.fixture
def picture(tmp_path: Path, scene: Scene) -> Path:
    return scene.save(tmp_path / "plum.png")


def cut(picture: Path, *words: object) -> tuple[int, Path]:
    target = picture.with_name("cut.png")
    return cli.main(["cutout", str(picture), "-o", str(target), "--force", "--json", *map(str, words)]), target


def test_a_pair_of_files_cuts_what_is_in_a_box(picture: Path, scene: Scene, tmp_path: Path) -> None:
    encoder, decoder = tinymodels.sam_pair(tmp_path)
    box = ",".join(f"{side:g}" for side in scene.box)
    code, target = cut(picture, "--engine", "model", "--model", encoder, "--decoder", decoder, "--box", box)
    assert code == cli.DONE
    alpha = files.decode(target).picture.alpha
    assert alpha is not None
    assert iou(alpha, scene.truth) > 0.95


def test_the_files_of_the_settings_are_taken_without_a_flag(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_settings(Settings(model_files=(str(tinymodels.saliency(tmp_path)),)))
    assert cut(picture, "--engine", "model")[0] == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["engine"], told["notes"]) == ("model", [])
    assert cut(picture, "--engine", "model", "--keep", "9:140,130")[0] == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["notes"] == [Notice.FIRST_MASK_THEN_STROKES.value.format(engine="model", partner="local")]


def test_engines_lists_the_files_and_what_they_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["engines"]) == cli.DONE
    assert "No model file is chosen yet" in capsys.readouterr().out
    pair = tinymodels.edge_pair(tmp_path)
    save_settings(Settings(model_files=tuple(map(str, pair))))
    assert cli.main(["engines"]) == cli.DONE
    listed = capsys.readouterr().out
    assert str(pair[1]) in listed
    assert "takes   boxes, strokes\n" in listed
    assert cli.main(["engines", "--json"]) == cli.DONE
    told = json.loads(capsys.readouterr().out)["model"]
    assert told["files"] == list(map(str, pair))
    assert told["ready"]


def test_what_is_of_no_use_is_one_sentence(
    picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder, decoder = tinymodels.sam_pair(tmp_path)
    said: list[str] = []
    for words in (["--model", encoder], ["--decoder", decoder], ["--model", picture], []):
        assert cut(picture, "--engine", "model", *words)[0] == cli.ENGINE
        said.append(capsys.readouterr().err)
    monkeypatch.setattr(runtime, "is_installed", lambda: False)
    assert cut(picture, "--engine", "model", "--model", encoder, "--decoder", decoder)[0] == cli.ENGINE
    said.append(capsys.readouterr().err)
    parts = ("its decoder too", "its encoder too", "not an ONNX model", "No model file", "segdesk[models]")
    assert [part in text and text.count("\n") == 1 for part, text in zip(parts, said, strict=True)] == [True] * 5


def test_the_flags_belong_to_the_model_engine(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cut(picture, "--model", "a.onnx")
    assert caught.value.code == cli.USAGE
    assert "--model belongs to --engine model" in capsys.readouterr().err


def test_a_model_of_the_catalogue_is_shown_then_downloaded_and_remembered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tinymodels.saliency(tmp_path).read_bytes()
    with Files(content) as server:
        offered = replace(entry(server.url, content), name="Tiny", licence="MIT")
        monkeypatch.setattr(catalogue, "load_catalogue", lambda: (offered,))
        assert cli.main(["models"]) == cli.DONE
        assert cli.main(["models", "Tiny"]) == cli.DONE
        assert server.heard == []
        assert capsys.readouterr().out.count("licence MIT") == 2
        assert cli.main(["models", "Tiny", "--agree"]) == cli.DONE
    said = capsys.readouterr().out.splitlines()
    assert "  licence MIT" in said
    assert load_settings().settings.model_files == (said[-1],)
    assert Path(said[-1]).read_bytes() == content
    with pytest.raises(SystemExit):
        cli.main(["models", "Huge"])


def test_an_empty_catalogue_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "load_catalogue", lambda: ())
    assert cli.main(["models"]) == cli.DONE
    assert capsys.readouterr().out == "The catalogue is empty.\n"
