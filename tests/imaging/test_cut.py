"""The cheapest outline, found in halves at the same time."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from segdesk.imaging.cut import cut

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
LARGE = (260, 400)
WHOLE = "segdesk.imaging.cut._DIVISIBLE"


def patches(seed: int, shape: tuple[int, int]) -> tuple[NDArray[np.uint8], Floats]:
    """Ground in patches of a few colours, and evidence that follows some of them, with grain on both."""
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.normal(size=(6, 8)).astype(np.float32), shape[::-1], interpolation=cv2.INTER_CUBIC)
    colour = np.where(coarse > 0.3, 150, 110)[..., None] + rng.normal(size=(*shape, 2)) * 6
    evidence = np.where(coarse > 0.3, 2.0, -2.0) + rng.normal(size=shape) * 3
    return colour.clip(0, 255).astype(np.uint8), evidence.astype(np.float32)


def test_an_upright_picture_is_cut_as_a_lying_one() -> None:
    channels, evidence = patches(1, LARGE)
    nothing = np.zeros(LARGE, np.bool_)
    lying = cut(channels, evidence, inside=nothing, outside=nothing)
    upright = cut(channels.transpose(1, 0, 2), evidence.T, inside=nothing.T, outside=nothing.T)
    assert (lying == upright.T).mean() > 0.999


@pytest.mark.parametrize("seed", range(4))
def test_halves_come_to_what_the_whole_comes_to(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    channels, evidence = patches(seed, LARGE)
    inside, outside = np.zeros((2, *LARGE), np.bool_)
    inside[100:110, 150:260], outside[20:30, 150:260] = True, True
    halves = cut(channels, evidence, inside=inside, outside=outside)
    assert halves[inside].all()
    assert not halves[outside].any()
    monkeypatch.setattr(WHOLE, 10_000)
    whole = cut(channels, evidence, inside=inside, outside=outside)
    assert 0.1 < whole.mean() < 0.9
    assert (halves == whole).mean() > 0.999


def test_halves_that_contradict_each_other_are_cut_as_a_whole() -> None:
    # Grain alone, where no outline pays: the left half is all for the subject, the right one and the whole against it.
    channels = np.random.default_rng(1).integers(120, 136, (*LARGE, 2)).astype(np.uint8)
    evidence = np.zeros(LARGE, np.float32)
    evidence[:, :30], evidence[:, -40:] = 0.5, -0.5
    nothing = np.zeros(LARGE, np.bool_)
    assert cut(channels[:, :230], evidence[:, :230], inside=nothing[:, :230], outside=nothing[:, :230]).all()
    assert not cut(channels, evidence, inside=nothing, outside=nothing).any()
