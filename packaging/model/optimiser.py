"""How a step of learning changes the weights: filters by Muon, everything else by AdamW.

Muon takes the step of a layer's filters equally long in every direction of their space, whichever of them the
gradient happens to favour (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024), here as
long as AdamW's would be (Liu et al., "Muon is scalable for LLM training", 2025).
"""

from typing import TypedDict

import torch
from torch import Tensor, nn

_FEWEST = 5
"""Filters of a layer that are worth telling apart: the network's answer has fewer, and goes the other way."""


class State(TypedDict):
    """What both remember, to go on from."""

    filters: dict[str, object]
    others: dict[str, object]


class Optimiser:
    """Changes a network's weights by their gradients."""

    def __init__(self, network: nn.Module, *, decay: float) -> None:
        self._network, weights = network, list(network.parameters())
        self._filters = [weight for weight in weights if weight.ndim == 4 and len(weight) >= _FEWEST]
        known = {id(weight) for weight in self._filters}
        others = [weight for weight in weights if id(weight) not in known]
        # PyTorch's Muon knows matrices alone.
        self._rows = [nn.Parameter(_as_rows(weight.detach()).clone()) for weight in self._filters]
        self._muon = torch.optim.Muon(self._rows, weight_decay=decay, adjust_lr_fn="match_rms_adamw")
        groups = [
            {"params": [weight for weight in others if weight.ndim > 1], "weight_decay": decay},
            {"params": [weight for weight in others if weight.ndim <= 1], "weight_decay": 0},
        ]
        self._adam = torch.optim.AdamW(groups)

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Change every weight by its gradient, and forget the gradients."""
        for group in (*self._muon.param_groups, *self._adam.param_groups):
            group["lr"] = rate
        for rows, weight in zip(self._rows, self._filters, strict=True):
            rows.copy_(_as_rows(weight))
            rows.grad = None if weight.grad is None else _as_rows(weight.grad)
        self._muon.step()
        self._adam.step()
        for rows, weight in zip(self._rows, self._filters, strict=True):
            weight.copy_(rows.reshape(weight.shape))
        self._network.zero_grad()

    def state(self) -> State:
        """What is remembered of earlier steps."""
        return {"filters": self._muon.state_dict(), "others": self._adam.state_dict()}

    def go_on_from(self, state: State) -> None:
        """Remember what was remembered."""
        self._muon.load_state_dict(state["filters"])
        self._adam.load_state_dict(state["others"])


def _as_rows(filters: Tensor) -> Tensor:
    """Filters, OxIxHxW, as a matrix with a row for each."""
    return filters.reshape(len(filters), -1)
