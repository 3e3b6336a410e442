"""An exported network learns on: its batch norms, folded away, come back without a change of its answers."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from segdesk.imaging.cues import CHANNELS
from tests.model.packaged import from_packaging

# Those of the exporter that OpenCV reads best.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
WIDTHS = (16, 24, 32, 32)
SIDE = 64


class Parts:
    """What the training is made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.network, self.export, self.unfolding, self.training, self.pictures, self.scenes = (
            from_packaging(name, monkeypatch)
            for name in ("network", "export", "unfolding", "training", "pictures", "scenes")
        )


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Parts:
    return Parts(monkeypatch)


@pytest.fixture
def exported(parts: Parts, tmp_path: Path) -> Path:
    """A network whose norms have seen something, as a file."""
    torch.manual_seed(1)
    network = parts.network.Network(WIDTHS)
    for weight in network.parameters():
        weight.data += 0.1 * torch.randn_like(weight)
    for _ in range(3):
        network(views(2))
    file = tmp_path / "small.onnx"
    parts.export.export(network.eval(), SIDE, file)
    return file


@torch.no_grad()
def test_it_answers_as_the_program_has_it_whether_it_learns_or_not(parts: Parts, exported: Path) -> None:
    seen, others, network = views(4), views(4), parts.network.Network(WIDTHS)
    parts.unfolding.unfold(network, exported, seen)
    read = cv2.dnn.readNetFromONNX(str(exported))
    for shown in (seen, others):
        answers = torch.from_numpy(np.concatenate([answered(read, view) for view in shown.numpy()]))
        assert answers.std() > 0.1
        assert torch.allclose(network.eval()(shown), answers, atol=1e-3)
    assert torch.allclose(network.train()(seen), network.eval()(seen), atol=0.01)


@torch.no_grad()
def test_a_training_begins_with_it(parts: Parts, exported: Path, tmp_path: Path) -> None:
    recipe = replace(parts.training.Recipe(), widths=WIDTHS, compile=False, steps=1)
    learner = parts.training.Learner(recipe, tmp_path)
    assert learner.is_new
    studio = parts.scenes.Studio(parts.pictures.Gallery((), ()), np.random.default_rng(3))
    learner.begin_with(exported, [studio.scene(SIDE) for _ in range(3)])
    taught = parts.export.load_network(learner.save_weights())
    plain, others = parts.network.Network(WIDTHS), views(2)
    parts.unfolding.unfold(plain, exported, views(4))
    assert torch.allclose(taught(others), plain.eval()(others), atol=1e-3)


def test_a_wider_one_answers_alike_and_learns_with_all_it_has(parts: Parts, exported: Path) -> None:
    seen, others, network = views(4), views(4), parts.network.Network((24, 40, 48, 64))
    parts.unfolding.unfold(network, exported, seen)
    read = cv2.dnn.readNetFromONNX(str(exported))
    answers = torch.from_numpy(np.concatenate([answered(read, view) for view in others.numpy()]))
    with torch.no_grad():
        assert torch.allclose(network.eval()(others), answers, atol=0.05 * float(answers.std()))
    network.train()(seen).square().mean().backward()
    last = network.answer.weight.grad
    assert last is not None
    assert (last[:, WIDTHS[0] :].abs().sum((0, 2, 3)) > 0).all()


def test_one_of_another_shape_is_refused(parts: Parts, exported: Path) -> None:
    with pytest.raises(ValueError, match="another shape"):
        parts.unfolding.unfold(parts.network.Network((16, 24, 32, 24)), exported, views(2))


def views(count: int) -> Tensor:
    return torch.rand(count, CHANNELS, SIDE, SIDE)


def answered(network: cv2.dnn.Net, view: NDArray[np.float32]) -> NDArray[np.float32]:
    network.setInput(view[None])
    return np.array(network.forward(), np.float32)
