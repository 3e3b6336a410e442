"""From a narrow network's weights to those of a wider one that answers alike, and has more to learn with."""

import numpy as np
import torch
from torch import Tensor

from .network import HEADS

_SHY = 0.3
"""Size of what is new in a question, beside all else that is new."""


def widened(weights: dict[str, Tensor], shapes: dict[str, torch.Size]) -> dict[str, Tensor]:
    """The same weights in other shapes, by name; each length of a shape is at least what it was.

    New channels hear all there is to hear, at random, and nobody listens to them yet: answers stay, gradients flow (as
    in Chen, Goodfellow and Shlens, "Net2Net", 2016, with random filters in place of copies).
    Raises ValueError if the weights are not those of a narrower network.
    """
    if weights.keys() != shapes.keys() or not all(_grows(old.shape, shapes[name]) for name, old in weights.items()):
        raise ValueError("a network of another shape")
    return {name: _placed(name, weight, shapes[name]) for name, weight in weights.items()}


def _grows(old: torch.Size, new: torch.Size) -> bool:
    """Whether only channels are more."""
    return old[2:] == new[2:] and len(old) == len(new) and all(np.less_equal(old, new))


def _placed(name: str, old: Tensor, shape: torch.Size) -> Tensor:
    # A question's channels lie in groups, three times as many as heads, and what is answered in one for each head.
    asks = ".asked." in name
    rows = _spread(old.shape[0], shape[0], 3 * HEADS if asks else 1)
    fresh = torch.ones(shape[0], dtype=torch.bool)
    fresh[rows] = False
    new = torch.zeros(shape)
    if len(shape) == 1:
        new[rows] = old
    else:
        new[fresh] = torch.randn_like(new[fresh]) * old.square().mean().sqrt()
        new[rows[:, None], _spread(old.shape[1], shape[1], HEADS if ".answered." in name else 1)] = old
    if asks:
        # The softmax sees questions at once, and divides what they find by the root of their length.
        questions = torch.arange(shape[0]) < shape[0] // 3
        new[questions & ~fresh] *= (shape[0] / old.shape[0]) ** 0.5
        new[questions & fresh] *= _SHY
    return new


def _spread(old: int, new: int, groups: int) -> Tensor:
    """Where the old channels lie among the new ones: each group grows at its own end."""
    return (torch.arange(groups)[:, None] * (new // groups) + torch.arange(old // groups)).flatten()
