"""What learns faster than PyTorch's own has to give the same."""

import pytest
import torch
from torch.nn import functional

from segdesk.imaging.cues import CHANNELS
from tests.model.packaged import from_packaging


def test_a_map_is_enlarged_and_taught_as_by_pytorch_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    enlarging = from_packaging("enlarging", monkeypatch)
    taught = [torch.rand(2, 8, 6, 5).to(memory_format=torch.channels_last).requires_grad_() for _ in range(2)]
    taught[1].data.copy_(taught[0].data)
    enlarge = (enlarging.enlarged, enlarging._twice)
    answers = [one(x) for one, x in zip(enlarge, taught, strict=True)]
    wanted = functional.interpolate(taught[0].detach(), scale_factor=2, mode="bilinear", align_corners=False)
    slope = torch.linspace(-1, 1, wanted.numel()).reshape(wanted.shape)
    lessons = [torch.autograd.grad((answer * slope).sum(), x)[0] for answer, x in zip(answers, taught, strict=True)]
    assert all(torch.allclose(answer, wanted) for answer in answers)
    assert torch.allclose(lessons[0], lessons[1], atol=1e-6)
    torch.library.opcheck(enlarging._twice, (taught[1],))


@torch.no_grad()
def test_the_stem_says_the_same_while_it_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    network = from_packaging("network", monkeypatch).Network((16, 24, 32, 32))
    views = torch.rand(2, CHANNELS, 64, 64)
    norm = network.stem[1]
    network.eval()
    resting = network._begun(views)
    network.training = True
    assert torch.allclose(network._begun(views), resting, atol=1e-5)
    assert not norm.training
