"""The command, run as a person runs it: words in, files, sentences and exit codes out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from segdesk import __version__, cli
from segdesk.imaging import encoders, files
from tests.scenes import LEFT_DISC, RIGHT_DISC, Scene, disc, iou, plum, two_discs


@pytest.fixture(scope="session")
def scene() -> Scene:
    return plum()


@pytest.fixture
def picture(tmp_path: Path, scene: Scene) -> Path:
    return scene.save(tmp_path / "李子.png")


def box_of(scene: Scene) -> str:
    return ",".join(f"{side:g}" for side in scene.box)


def cut(tmp_path: Path, *arguments: object) -> tuple[int, Path]:
    target = tmp_path / "cut.png"
    return cli.main(["cutout", *map(str, arguments), "-o", str(target)]), target


def alpha_of(path: Path) -> np.ndarray:
    alpha = files.decode(path).picture.alpha
    assert alpha is not None
    return alpha


def test_a_box_cuts(tmp_path: Path, picture: Path, scene: Scene) -> None:
    code, target = cut(tmp_path, picture, "--box", box_of(scene))
    assert code == cli.DONE
    assert iou(alpha_of(target), scene.truth) > 0.95


def test_strokes_cut(tmp_path: Path, picture: Path, scene: Scene) -> None:
    keep = f"8:{scene.inside.x},{scene.inside.y} {scene.inside.x + 20},{scene.inside.y}"
    remove = f"8:{scene.outside.x},{scene.outside.y}"
    code, target = cut(tmp_path, picture, "--keep", keep, "--remove", remove)
    assert code == cli.DONE
    assert iou(alpha_of(target), scene.truth) > 0.95


def test_without_a_word_the_subject_is_looked_for(tmp_path: Path, picture: Path, scene: Scene) -> None:
    code, target = cut(tmp_path, picture)
    assert code == cli.DONE
    assert iou(alpha_of(target), scene.truth) > 0.95


def test_a_candidate_is_chosen_by_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "discs.png"
    picture.write_bytes(encoders.encode_rgb(two_discs(), None))
    masks: dict[str, np.ndarray] = {}
    for flags in ("", "--auto", "--candidate 1", "--auto --candidate 2", "--candidate 3", "--candidate 4"):
        code, target = cut(tmp_path, picture, *flags.split(), "--json", "--force")
        assert code == cli.DONE
        masks[flags] = alpha_of(target)
        number = int(flags[-1]) if flags[-1:].isdigit() else 1
        assert f"Subject {(number - 1) % 3 + 1} of 3." in json.loads(capsys.readouterr().out)["notes"] or not flags
    for flags in ("--auto", "--candidate 1", "--candidate 4"):
        assert np.array_equal(masks[flags], masks[""])
    assert iou(masks[""], disc(LEFT_DISC) | disc(RIGHT_DISC)) > 0.9
    single = masks["--auto --candidate 2"], masks["--candidate 3"]
    assert all(max(iou(one, disc(centre)) for one in single) > 0.9 for centre in (LEFT_DISC, RIGHT_DISC))


def test_maps_and_integrated_picture_say_the_same(tmp_path: Path, picture: Path, scene: Scene) -> None:
    prompts = tmp_path / "prompts.json"
    strokes = [
        {"polarity": "keep", "radius": 8, "points": [scene.inside]},
        {"polarity": "remove", "radius": 8, "points": [scene.outside]},
    ]
    prompts.write_text(json.dumps({"format": 1, "strokes": strokes}), encoding="utf-8")
    folder = tmp_path / "packed"
    assert cli.main(["pack", str(picture), "--prompts", str(prompts), "-o", str(folder)]) == cli.DONE
    assert {path.name for path in folder.iterdir()} == {
        "positive.png",
        "negative.png",
        "integrated.png",
        "baidu.json",
        "aliyun.json",
    }
    _, by_maps = cut(tmp_path, picture, "--keep-map", folder / "positive.png", "--remove-map", folder / "negative.png")
    maps = alpha_of(by_maps)
    _, by_integrated = cut(tmp_path, picture, "--integrated", folder / "integrated.png", "--force")
    assert np.array_equal(alpha_of(by_integrated), maps)
    _, by_file = cut(tmp_path, picture, "--prompts", prompts, "--force")
    assert iou(alpha_of(by_file), maps) > 0.98


def test_a_prompt_files_strokes_on_the_trimap_are_honoured(tmp_path: Path, picture: Path, scene: Scene) -> None:
    prompts = tmp_path / "prompts.json"
    keep = {"polarity": "keep", "radius": 8, "points": [scene.inside]}
    hair = [
        {"polarity": "keep", "radius": 6, "points": [scene.outside], "sure": True},
        {"polarity": "remove", "radius": 3, "points": [scene.inside], "sure": True},
    ]
    prompts.write_text(json.dumps({"format": 1, "strokes": [keep], "hair": hair}), encoding="utf-8")
    _, made = cut(tmp_path, picture, "--prompts", prompts)
    (in_x, in_y), (out_x, out_y) = scene.inside, scene.outside
    alpha = alpha_of(made)
    assert alpha[int(out_y), int(out_x)] == 255
    # A stroke of the engine's own is law before anything the trimap says.
    assert alpha[int(in_y), int(in_x)] == 255
    hair[0]["polarity"] = "sideways"
    prompts.write_text(json.dumps({"format": 1, "hair": hair}), encoding="utf-8")
    assert cut(tmp_path, picture, "--prompts", prompts, "--force")[0] == cli.USAGE


def test_a_prior_is_a_start(tmp_path: Path, picture: Path, scene: Scene) -> None:
    prior = tmp_path / "prior.png"
    prior.write_bytes(encoders.encode_mask(scene.truth))
    keep = f"4:{scene.inside.x},{scene.inside.y}"
    code, target = cut(tmp_path, picture, "--prior", prior, "--keep", keep)
    assert code == cli.DONE
    assert iou(alpha_of(target), scene.truth) > 0.95


@pytest.mark.parametrize("form", ["cutout", "mask", "white"])
def test_what_is_written_is_chosen(tmp_path: Path, picture: Path, scene: Scene, form: str) -> None:
    code, target = cut(tmp_path, picture, "--box", box_of(scene), "--as", form)
    assert code == cli.DONE
    assert (files.decode(target).picture.alpha is not None) == (form == "cutout")


def test_a_compact_file_is_smaller_and_shows_the_same(tmp_path: Path, picture: Path, scene: Scene) -> None:
    _, target = cut(tmp_path, picture, "--box", box_of(scene))
    usual, alpha = target.stat().st_size, alpha_of(target)
    code, target = cut(tmp_path, picture, "--box", box_of(scene), "--compact", "--force")
    assert code == cli.DONE
    assert target.stat().st_size < usual
    np.testing.assert_array_equal(alpha_of(target), alpha)


def test_a_trimap_goes_straight_to_matting(
    tmp_path: Path, picture: Path, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    trimap = tmp_path / "trimap.png"
    band = cv2.morphologyEx(scene.truth, cv2.MORPH_GRADIENT, np.ones((9, 9), np.uint8)) > 0
    # Nearly grey is grey, as it comes out of other programs.
    trimap.write_bytes(encoders.encode_mask(np.where(band, np.uint8(121), scene.truth)))
    code, target = cut(tmp_path, picture, "--trimap", trimap, "--json")
    told = json.loads(capsys.readouterr().out)
    assert code == cli.DONE
    assert told["engine"] == "matting"
    assert "segment" not in told["seconds"]
    alpha = alpha_of(target)
    assert np.array_equal(alpha[~band], scene.truth[~band])
    assert iou(alpha, scene.truth) > 0.97


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.full((10, 12), 128, np.uint8), "trimap.png” is 12 × 10 pixels but the picture is"),
        (np.full((240, 320), 255, np.uint8), "trimap.png” leaves nothing to decide"),
        (np.full((240, 320), 128, np.uint8), "trimap.png” leaves nothing to decide"),
    ],
)
def test_a_trimap_that_cannot_be_one_is_refused(
    tmp_path: Path, picture: Path, array: np.ndarray, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trimap = tmp_path / "trimap.png"
    trimap.write_bytes(encoders.encode_mask(array))
    code, target = cut(tmp_path, picture, "--trimap", trimap)
    assert code == cli.USAGE
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert not target.exists()


def test_a_hard_edge_without_halo_is_the_mask_before_the_pictures_own_colours(
    tmp_path: Path, picture: Path, scene: Scene
) -> None:
    _, target = cut(tmp_path, picture, "--box", box_of(scene), "--edge", "hard", "--halo", "0")
    cutout = files.decode(target).picture
    assert cutout.alpha is not None
    shown = cutout.alpha > 0
    assert np.array_equal(cutout.pixels[shown], scene.pixels[shown])
    _, target = cut(tmp_path, picture, "--box", box_of(scene), "--edge", "soft", "--force")
    assert iou(alpha_of(target), cutout.alpha) > 0.97


def test_json_tells_all_about_the_result(
    tmp_path: Path, picture: Path, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    code, target = cut(tmp_path, picture, "--box", "60,40,900,900", "--json")
    told = json.loads(capsys.readouterr().out)
    assert code == cli.DONE
    assert told["output"] == str(target)
    assert (told["width"], told["height"]) == scene.size
    assert told["engine"] == "local"
    assert {"open", "prepare", "segment", "edges", "render", "encode", "write"} <= told["seconds"].keys()
    assert 0 < told["kept"] < 1
    assert any("beyond the picture" in note for note in told["notes"])


def test_an_existing_file_needs_force(
    tmp_path: Path, picture: Path, scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.png").write_bytes(b"mine")
    code, target = cut(tmp_path, picture, "--box", box_of(scene))
    assert code == cli.OUTPUT
    assert target.read_bytes() == b"mine"
    assert "exists already" in capsys.readouterr().err
    code, target = cut(tmp_path, picture, "--box", box_of(scene), "--force")
    assert code == cli.DONE
    assert alpha_of(target).any()


def test_an_alpha_of_its_own_is_kept_without_prompts(tmp_path: Path, scene: Scene) -> None:
    source = tmp_path / "source.png"
    rgba = np.dstack([scene.pixels, scene.truth // 2 + 20])
    source.write_bytes(encoders.encode_cutout(rgba, None))
    _, target = cut(tmp_path, source)
    assert np.array_equal(alpha_of(target), rgba[..., 3])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nowhere.png"], cli.PICTURE, "was not found"),
        (["{text}"], cli.PICTURE, "not a picture"),
        (["{picture}", "--engine", "clever"], cli.USAGE, "Choose one of: local"),
        (["{picture}", "--prompts", "{text}"], cli.USAGE, "not a prompt file"),
        (["{picture}", "--prompts", "none.json"], cli.USAGE, "not a prompt file"),
        (["{picture}", "--keep-map", "{small}"], cli.USAGE, "Use a map of the same size"),
        (["{picture}", "--prior", "{text}"], cli.PICTURE, "not a picture"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_a_code(
    tmp_path: Path,
    picture: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    text, small = tmp_path / "text.txt", tmp_path / "small.png"
    text.write_text("hello", encoding="utf-8")
    small.write_bytes(encoders.encode_mask(np.zeros((4, 4), np.uint8)))
    filled = [argument.format(text=text, picture=picture, small=small) for argument in arguments]
    assert cut(tmp_path, *filled)[0] == code
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert not (tmp_path / "cut.png").exists()


def test_a_failure_is_json_too_where_json_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = cut(tmp_path, "nowhere.png", "--json")
    assert code == cli.PICTURE
    assert json.loads(capsys.readouterr().out)["error"] == "picture_missing"


@pytest.mark.parametrize(
    "flags",
    [
        ["--box", "1,2,3"],
        ["--box", "9,9,1,1"],
        ["--keep", "5"],
        ["--keep", "0:1,1"],
        ["--remove", "4:a,b"],
        ["--candidate", "0"],
        ["--halo", "101"],
    ],
)
def test_a_bad_flag_is_a_usage_error(tmp_path: Path, picture: Path, flags: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cut(tmp_path, picture, *flags)
    assert caught.value.code == cli.USAGE


def test_engines_lists_what_each_can_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["engines"]) == cli.DONE
    assert "auto subject, boxes, strokes, prior mask" in capsys.readouterr().out
    assert cli.main(["engines", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["local"]["ready"] is True


def test_demo_without_a_display_leaves_the_cutout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for _ in range(2):
        assert cli.main(["demo", "-o", str(tmp_path / "out")]) == cli.DONE
        target = Path(capsys.readouterr().out.strip().rpartition(": ")[2])
        assert alpha_of(target).any()


def test_pack_does_not_overwrite_unasked(tmp_path: Path, picture: Path) -> None:
    prompts = tmp_path / "prompts.json"
    prompts.write_text('{"format": 1}', encoding="utf-8")
    call = ["pack", str(picture), "--prompts", str(prompts), "-o", str(tmp_path / "packed")]
    assert cli.main(call) == cli.DONE
    assert cli.main(call) == cli.OUTPUT
    assert cli.main([*call, "--force"]) == cli.DONE


def test_what_the_terminal_cannot_show_is_shown_as_well_as_can_be(tmp_path: Path, picture: Path) -> None:
    prompts, folder = tmp_path / "prompts.json", tmp_path / "李子"
    prompts.write_text('{"format": 1}', encoding="utf-8")
    call = ["pack", str(picture), "--prompts", str(prompts), "-o", str(folder)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    told = subprocess.run([sys.executable, "-m", "segdesk", *call], capture_output=True, env=environment, check=False)
    assert (told.returncode, told.stderr) == (cli.DONE, b"")
    assert b"??" + os.sep.encode() + b"positive.png" in told.stdout


def test_a_listener_who_has_heard_enough_sees_no_traceback() -> None:
    words = [sys.executable, "-m", "segdesk", "models"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        assert told.stdout is not None
        assert told.stderr is not None
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == cli.OUTPUT


def test_no_display_is_said_rather_than_crashed_into(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "has_display", lambda: False)
    assert cli.main([]) == cli.USAGE
    assert "no display" in capsys.readouterr().err


def test_the_installed_module_answers() -> None:
    told = subprocess.run([sys.executable, "-m", "segdesk", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"segdesk {__version__}"
