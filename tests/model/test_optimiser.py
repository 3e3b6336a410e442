"""Steps of learning: of equal length in every direction for filters, and the same after a break."""

import copy
from types import ModuleType

import pytest
import torch
from torch import Tensor, nn

from tests.model.packaged import from_packaging

RATE = 1e-3


@pytest.fixture
def optimiser(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return from_packaging("optimiser", monkeypatch)


def test_a_step_is_as_long_in_every_direction(optimiser: ModuleType) -> None:
    """However much stronger the gradient pulls in one of them."""
    layer = nn.Conv2d(8, 12, 3, bias=False)
    before = layer.weight.detach().clone()
    pull = torch.zeros(12, 8, 3, 3)
    for direction, strength in enumerate((100.0, 1.0)):
        pull[direction, direction, 1, 1] = strength
    layer.weight.grad = pull
    optimiser.Optimiser(layer, decay=0.0).step(RATE)
    step = (layer.weight.detach() - before).reshape(12, -1)
    lengths = torch.linalg.svdvals(step)[:2]
    assert lengths.min() > 0.5 * lengths.max()
    # AdamW's own steps have a root mean square of about a fifth of the rate.
    full = torch.randn(12, 72)
    layer.weight.grad = full.reshape(12, 8, 3, 3)
    before = layer.weight.detach().clone()
    optimiser.Optimiser(layer, decay=0.0).step(RATE)
    size = (layer.weight.detach() - before).square().mean().sqrt()
    assert size == pytest.approx(0.2 * RATE, rel=0.3)
    assert layer.weight.grad is None


def test_a_broken_off_training_takes_the_steps_it_would_have_taken(optimiser: ModuleType) -> None:
    network = nn.Sequential(nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8), nn.Conv2d(8, 6, 1))
    network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    views = torch.rand(4, 3, 6, 6)
    learner = optimiser.Optimiser(network, decay=0.02)
    for _ in range(3):
        taught(network, learner, views)
    again = copy.deepcopy(network)
    later = optimiser.Optimiser(again, decay=0.02)
    later.go_on_from(copy.deepcopy(learner.state()))
    answers = [taught(one, by, views) for one, by in ((network, learner), (again, later)) for _ in range(3)]
    assert torch.equal(answers[2], answers[5])
    assert not torch.equal(answers[0], answers[2])


def taught(network: nn.Module, learner: object, views: Tensor) -> Tensor:
    """The answer before a step."""
    answer = network(views)
    (answer - 1).square().mean().backward()
    learner.step(RATE)  # pyright: ignore[reportAttributeAccessIssue]
    return answer.detach()
