"""From a narrow network's weights to those of a wider one that answers alike, and has more to learn with."""

import numpy as np
import torch
from torch import Tensor

from .network import HEADS

_ASKED = ".asked."
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
    place = _place(name, old.shape, shape)
    fresh = torch.ones(shape[0], dtype=torch.bool)
    fresh[place[0].flatten()] = False
    new = torch.zeros(shape)
    if len(shape) > 1:
        new[fresh] = torch.randn_like(new[fresh]) * old.square().mean().sqrt()
    new[place] = _asked_alike(name, old, shape)
    if _ASKED in name:
        # The softmax sees questions at once.
        new[(torch.arange(shape[0]) < shape[0] // 3) & fresh] *= _SHY
    return new


def _place(name: str, old: torch.Size, new: torch.Size) -> tuple[Tensor, ...]:
    """Where old weights lie among the new ones."""
    # A question's channels lie in groups, three times as many as heads, and what is answered in one for each head.
    rows = _spread(old[0], new[0], 3 * HEADS if _ASKED in name else 1)
    if len(new) == 1:
        return (rows,)
    return rows[:, None], _spread(old[1], new[1], HEADS if ".answered." in name else 1)


def _asked_alike(name: str, old: Tensor, shape: torch.Size) -> Tensor:
    """The same weights for longer questions, what they find being divided by the root of their length."""
    if _ASKED not in name:
        return old
    factor = torch.ones(len(old))
    factor[: len(old) // 3] = (shape[0] / len(old)) ** 0.5
    return old * factor.reshape(-1, *[1] * (old.dim() - 1))


def _spread(old: int, new: int, groups: int) -> Tensor:
    """Where the old channels lie among the new ones: each group grows at its own end."""
    return (torch.arange(groups)[:, None] * (new // groups) + torch.arange(old // groups)).flatten()
