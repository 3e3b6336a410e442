"""The model file: read only when it is the one that was meant, and asked only about views."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from segdesk.core.resources import resource
from segdesk.imaging.cues import CHANNELS, VERSION, Hints, View
from segdesk.imaging.network import SIDE, Network, load_network

MODEL = resource("models", "local.onnx")
MOST_BYTES = 8_000_000


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the program's own model, to be spoilt."""
    for path in (MODEL, MODEL.with_suffix(".json")):
        shutil.copy2(path, tmp_path)
    return tmp_path / MODEL.name


def test_the_programs_own_model_is_small_told_of_and_whole() -> None:
    particulars = json.loads(MODEL.with_suffix(".json").read_text(encoding="utf-8"))
    card = MODEL.with_suffix(".md").read_text(encoding="utf-8")
    assert MODEL.stat().st_size == particulars["size"] <= MOST_BYTES
    assert particulars["cues"] == VERSION
    assert particulars["sha256"] in card
    assert isinstance(load_network(MODEL), Network)


def test_it_answers_every_pixel_of_a_view_and_always_the_same() -> None:
    network = load_network(MODEL)
    pixels = np.random.default_rng(5).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    channels = View.of(pixels).told(Hints.nothing(SIDE))
    first = network.logits(channels)
    assert first.shape == (SIDE, SIDE)
    assert first.dtype == np.float32
    assert np.array_equal(first, network.logits(channels))
    assert np.array_equal(first, load_network(MODEL).logits(channels))


def test_a_view_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="view"):
        load_network(MODEL).logits(np.zeros((CHANNELS, SIDE, SIDE // 2), np.float32))


@pytest.mark.parametrize("spoil", [lambda file: file[:-1], lambda file: file[:-1] + b"x", lambda _: b""])
def test_a_damaged_file_is_refused(model: Path, spoil: Callable[[bytes], bytes]) -> None:
    model.write_bytes(spoil(model.read_bytes()))
    with pytest.raises(ValueError, match="damaged"):
        load_network(model)


def test_a_file_that_is_no_network_is_refused_even_with_its_own_sum() -> None:
    with pytest.raises(ValueError, match="no network"):
        Network.of(b"nonsense", sha256=hashlib.sha256(b"nonsense").hexdigest())


@pytest.mark.parametrize("particulars", ["{}", '{"cues": 99, "sha256": "x"}', "[]", "not json"])
def test_particulars_that_do_not_fit_are_refused(model: Path, particulars: str) -> None:
    model.with_suffix(".json").write_text(particulars, encoding="utf-8")
    with pytest.raises(ValueError, match=r"cues|JSON|Expecting"):
        load_network(model)


def test_a_missing_file_is_an_os_error(model: Path) -> None:
    model.unlink()
    with pytest.raises(FileNotFoundError):
        load_network(model)
