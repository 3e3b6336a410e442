"""From an exported network back to one that can learn: what folding away the batch norms took is measured anew."""

from pathlib import Path
from typing import cast

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from .export import HALF
from .network import Network
from .widening import widened

_SIZE = 0.06
"""Root mean square of a filter's weights, about what hours of training make of them: beside smaller ones the
optimiser's first steps, as long for every weight, would wipe out what is known."""
_LEAST = 1e-3
"""Of a filter's own size, as a share of its layer's: one that never answers is not to be blown up."""


def weights_of(model: onnx.ModelProto) -> dict[str, Tensor]:
    """An exported network's weights by the names they have in training, float32."""
    return {
        constant.name.removesuffix(HALF): torch.from_numpy(numpy_helper.to_array(constant).astype("float32").copy())
        for constant in model.graph.initializer
    }


@torch.no_grad()
def unfold(network: Network, exported: Path, views: Tensor) -> None:
    """Give a network the weights of an exported one; on the views it then answers alike, learning or not.

    Each batch norm is set to what its convolution gives on the views, float32 BxCxSxS, and each filter of the
    convolution scaled to the same size, so that a step of learning is as long for one layer as for the next. The
    exported network may be narrower.
    Raises ValueError if the file is of a network of another shape.
    """
    weights = weights_of(onnx.load(exported))
    normed = {
        f"{name}.0": cast(tuple[nn.Conv2d, nn.BatchNorm2d], (module[0], module[1]))
        for name, module in network.named_modules()
        if isinstance(module, nn.Sequential) and len(module) > 1 and isinstance(module[1], nn.BatchNorm2d)
    }
    norms = {id(parameter) for _, norm in normed.values() for parameter in norm.parameters()}
    own = {name: parameter for name, parameter in network.named_parameters() if id(parameter) not in norms}
    # Beside its weights, each convolution before a norm has got a bias by the folding.
    shapes = {name: parameter.shape for name, parameter in own.items()}
    shapes |= {f"{name}.bias": norm.bias.shape for name, (_, norm) in normed.items()}
    try:
        weights = widened(weights, shapes)
    except ValueError as error:
        raise ValueError(f"{exported.name} is of {error}") from error
    for name, parameter in own.items():
        parameter.copy_(weights[name])
    for name, (_, norm) in normed.items():
        _pass_on(norm, weights[f"{name}.bias"])
    hooks = [norm.register_forward_pre_hook(_measure) for _, norm in normed.values()]
    was_training = network.training
    network.eval()(views)
    network.train(was_training)
    for hook in hooks:
        hook.remove()
    for convolution, norm in normed.values():
        _scale(convolution, norm)


def _pass_on(norm: nn.BatchNorm2d, bias: Tensor) -> None:
    """Make it add the bias and nothing else."""
    norm.weight.fill_((1 + norm.eps) ** 0.5)
    norm.bias.copy_(bias)
    _running(norm)[0].zero_()
    _running(norm)[1].fill_(1)


def _measure(norm: nn.Module, given: tuple[Tensor, ...]) -> None:
    """Note what reaches a norm, and let it pass as before."""
    norm = cast(nn.BatchNorm2d, norm)
    mean, variance = _running(norm)
    variance.copy_(given[0].var((0, 2, 3)))
    mean.copy_(given[0].mean((0, 2, 3)))
    norm.weight.copy_((variance + norm.eps).sqrt())
    norm.bias.add_(mean)


def _scale(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    """Bring the filters of a convolution to the same size, and have its norm make up for it."""
    mean, variance = _running(norm)
    own = convolution.weight.square().mean((1, 2, 3)).sqrt()
    factor = own.clamp_min(_LEAST * float(own.mean()) + 1e-9) / _SIZE
    convolution.weight.div_(factor[:, None, None, None])
    mean /= factor
    variance /= factor**2
    norm.weight.copy_(factor * (variance + norm.eps).sqrt())


def _running(norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Its mean and variance, to be written to."""
    return cast(Tensor, norm.running_mean), cast(Tensor, norm.running_var)
